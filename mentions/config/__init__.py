"""`mentions.toml`: brands, sources, senders, limits. Errors name file, key, line and what to write."""

from mentions.config.brands import brand_from_flags, finds_the_same, fingerprints, own_domain
from mentions.config.loading import load
from mentions.config.locating import database_url, locate, workspace
from mentions.config.model import Config, Crawl

__all__ = [
    "Config",
    "Crawl",
    "brand_from_flags",
    "database_url",
    "finds_the_same",
    "fingerprints",
    "load",
    "locate",
    "own_domain",
    "workspace",
]
