"""Is it our brand, and is it linked. Pure; the only place with spaCy and RapidFuzz."""

from mentions.detection.index import Index
from mentions.detection.knowledge import Knowledge, Use
from mentions.detection.scanning import find, scan

__all__ = ["Index", "Knowledge", "Use", "find", "scan"]
