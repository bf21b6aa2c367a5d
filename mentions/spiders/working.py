"""What every spider of ours is: at work in a workspace, with its manners, its store and a record of its run."""

import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any, Self

from scrapy.crawler import Crawler

from mentions.config import brand_from_flags
from mentions.config.model import find_brand
from mentions.items import Brand
from mentions.services import runs
from mentions.services.workspaces import Workspace
from mentions.spiders.manners import MannersSpider, one_line, workspace_here

COUNTS = "mentions/"
"""What the names of our statistics begin with."""


class WorkspaceSpider(MannersSpider):
    """A spider of a workspace: its brands, its store, its manners; of most kinds of work one run at a time."""

    def __init__(self, workspace: Workspace, brands: tuple[Brand, ...], **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(**kwargs)
        self.workspace, self.brands = workspace, brands
        self.engine = workspace.store()
        self.run_id: int | None = None
        self.held = ExitStack()

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,  # noqa: ANN401 - Scrapy's own
        brand: str = "",
        domain: str = "",
        **kwargs: Any,  # noqa: ANN401 - Scrapy's own
    ) -> Self:
        with one_line():
            workspace = workspace_here()
            spider = super().from_crawler(crawler, workspace, _brands(workspace, brand, domain), *args, **kwargs)
            spider._begin()  # noqa: SLF001 - its own
        return spider

    def _begin(self) -> None:
        """Write that a run began, and keep others away; ends the command with 0 where one of them is at work.

        Before anything is asked for: what cannot be recorded need not be fetched.
        """
        try:
            self.held.enter_context(runs.alone(self.engine, self.work))
        except runs.AtWorkError as error:
            self.logger.warning("%s", error)
            sys.exit(0)
        self.run_id = runs.start(self.engine, self.name, self.source_names, now=datetime.now(UTC))

    @property
    def source_names(self) -> list[str]:
        """What this run reads, for its record."""
        return []

    @property
    def work(self) -> str:
        """What this run is at: where it is lone, further runs leave it alone."""
        return self.name

    def count(self, what: str, number: int = 1) -> None:
        """Add to the record of this run."""
        if number and self.crawler.stats:
            self.crawler.stats.inc_value(COUNTS + what, number)


def _brands(workspace: Workspace, brand: str, domain: str) -> tuple[Brand, ...]:
    """The brands of `-a brand=NAME -a domain=DOMAIN`, of `-a brand=KEY`, or all that are configured."""
    if brand and (domain or not find_brand(workspace.config.brands, brand)):
        return (brand_from_flags(brand, [one for one in domain.replace(" ", ",").split(",") if one]),)
    return (workspace.config.brand(brand),) if brand else workspace.config.require_brands()
