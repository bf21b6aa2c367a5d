"""The tables, by area. Comments say what a name alone does not."""

from mentions.db.models.crawling import (
    BrandSet,
    CrawlRun,
    ImportedAddress,
    RunState,
    SourcePace,
    SourceState,
    Visit,
    WordUse,
)
from mentions.db.models.outreach import Contact, Draft, Event, ExportBatch, Prospect, Suppression
from mentions.db.models.pages import Claim, Label, Mention, Page, PageMark, PageText, Site, SiteLink

__all__ = [
    "BrandSet",
    "Claim",
    "Contact",
    "CrawlRun",
    "Draft",
    "Event",
    "ExportBatch",
    "ImportedAddress",
    "Label",
    "Mention",
    "Page",
    "PageMark",
    "PageText",
    "Prospect",
    "RunState",
    "Site",
    "SiteLink",
    "SourcePace",
    "SourceState",
    "Suppression",
    "Visit",
    "WordUse",
]
