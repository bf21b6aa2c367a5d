"""What every spider of ours is: at work in a workspace, with its manners, its store and a record of its run."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from mentions import __version__
from mentions.config import brand_from_flags
from mentions.config.model import find_brand
from mentions.exceptions import MentionsError
from mentions.items import Brand
from mentions.services import runs, workspaces
from mentions.services.workspaces import Workspace

COUNTS = "mentions/"
"""What the names of our statistics begin with."""
CHATTY = ("alembic", "scrapy.addons", "scrapy.crawler", "scrapy.middleware")
"""Loggers that tell on each start, over many lines, how they were set up."""


class WorkspaceSpider(Spider):
    """A spider of a workspace: its brands, its store, its manners; one of a name at a time."""

    def __init__(self, workspace: Workspace, brands: tuple[Brand, ...], **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(**kwargs)
        self.workspace, self.brands = workspace, brands
        self.engine = workspace.store()
        self.run_id: int | None = None
        self.held = ExitStack()

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        for name in CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)
        with _one_line():
            crawl = _workspace().config.crawl
        agent = f"mentions/{__version__}" + (f" (+{crawl.contact})" if crawl.contact else "")
        for name, value in {
            "USER_AGENT": agent,
            "DOWNLOAD_DELAY": crawl.delay_seconds,
            "AUTOTHROTTLE_START_DELAY": crawl.delay_seconds,
            "DOWNLOAD_VERIFY_CERTIFICATES": crawl.verify_certificates,
            "ALLOW_PRIVATE": list(crawl.allow_private),
        }.items():
            settings.set(name, value, priority="spider")

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,  # noqa: ANN401 - Scrapy's own
        brand: str = "",
        domain: str = "",
        **kwargs: Any,  # noqa: ANN401 - Scrapy's own
    ) -> Self:
        with _one_line():
            workspace = _workspace()
            spider = super().from_crawler(crawler, workspace, _brands(workspace, brand, domain), *args, **kwargs)
            spider._begin()  # noqa: SLF001 - its own
        return spider

    def _begin(self) -> None:
        """Write that a run began, and keep others away; ends the command with 0 where one of them is at work.

        Before anything is asked for: what cannot be recorded need not be fetched.
        """
        try:
            self.held.enter_context(runs.alone(self.engine, self.name))
        except runs.AtWorkError as error:
            self.logger.warning("%s", error)
            sys.exit(0)
        self.run_id = runs.start(self.engine, self.name, self.source_names, now=datetime.now(UTC))

    @property
    def source_names(self) -> list[str]:
        """What this run reads, for its record."""
        return []

    def count(self, what: str, number: int = 1) -> None:
        """Add to the record of this run."""
        if number and self.crawler.stats:
            self.crawler.stats.inc_value(COUNTS + what, number)


@contextmanager
def _one_line() -> Iterator[None]:
    """What a user can mend ends the command with a line and status 1; Scrapy would show a traceback and end with 0."""
    try:
        yield
    except MentionsError as error:
        sys.exit(f"Error: {' '.join(str(error).split())}")


def _workspace() -> Workspace:
    return workspaces.find(Path.cwd(), os.environ)


def _brands(workspace: Workspace, brand: str, domain: str) -> tuple[Brand, ...]:
    """The brands of `-a brand=NAME -a domain=DOMAIN`, of `-a brand=KEY`, or all that are configured."""
    if brand and (domain or not find_brand(workspace.config.brands, brand)):
        return (brand_from_flags(brand, [one for one in domain.replace(" ", ",").split(",") if one]),)
    return (workspace.config.brand(brand),) if brand else workspace.config.require_brands()
