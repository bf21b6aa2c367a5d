"""Is it our brand, and is it linked. Pure; the only place with spaCy."""

from mentions.detection.index import Index
from mentions.detection.scanning import scan

__all__ = ["Index", "scan"]
