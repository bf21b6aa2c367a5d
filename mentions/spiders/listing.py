"""What spiders do with lists: ask for one, offer its entries to the rule of revisits, go on to its further pages."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, islice, zip_longest
from typing import Any

from scrapy import Request
from scrapy.http import Response

from mentions.exceptions import ConfigError
from mentions.items import Source
from mentions.pages.listings import Listing
from mentions.services import listings, threads
from mentions.services.health import advice
from mentions.services.ledger import Reading
from mentions.services.visiting import Due, address_of
from mentions.services.workspaces import Workspace
from mentions.spiders.answers import header
from mentions.spiders.budgets import Budgets
from mentions.spiders.telling import TellingSpider
from mentions.spiders.working import COUNTS

LISTS_FIRST = 10
"""Priority of lists over pages: what they claim is to be known before a page is asked for."""


class ListingSpider(TellingSpider):
    """Reads lists of pages, within the budget of their source; `-a backfill=yes` reads them to their ends."""

    def __init__(self, workspace: Workspace, *args: Any, backfill: str = "no", **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(workspace, *args, **kwargs)
        self.backfill = is_yes("backfill", backfill)
        self.budgets = Budgets(workspace.config.crawl.page_budget, workspace.config.crawl.run_budget)
        self._held: dict[str, list[tuple[Due, Source, dict[str, Any]]]] = {}

    async def offered(
        self,
        found: Listing,
        response: Response,
        source: Source,
        listing: str,
        **passed: Any,  # noqa: ANN401 - handed on to `ask`
    ) -> AsyncIterator[Request]:
        """Requests for what a list offers and is due, and for its next page."""
        self.heard(source, len(found.offered))
        if found.left_out:
            self.count("listings/cut off")
            self.logger.info("%s has more entries than are read of one list", listing)
        was_known = await asyncio.to_thread(listings.state, self.engine, listing) is not None
        due = await self.due(found.offered, source)
        within = list(self.within_budget(source, due))
        if len(within) == len(due):  # what is over budget must be offered again
            self.ledger.open(_reading(response, source, listing), filter(None, map(_address, due)))
        self._hold(due[len(within) :], source, passed)
        for one in within:
            if request := self.ask(one, source, **passed):
                yield request
        # Newest first: where a list that is known offers nothing but news, there may be more behind it.
        is_all_news = was_known and len(due) == len(found.offered) > 0
        for address in found.more[:1] if self.backfill or is_all_news else ():
            if self.left(source) > 0 and (request := await self.further(source, address, **passed)):
                yield request

    async def further(self, source: Source, address: str, **passed: Any) -> Request | None:  # noqa: ANN401 - see `offered`
        """A request for the next page of a list; None unless a spider says how."""
        del source, address, passed
        return None

    async def unfinished(self, source: Source) -> AsyncIterator[Request]:
        """Requests for the pages of threads that the last run did not come to any more."""
        left = await asyncio.to_thread(threads.unfinished, self.engine, source.url)
        for one in self.within_budget(source, await self.due(left, source)):
            if request := self.ask(one, source):
                yield request

    def within_budget(self, source: Source | None, due: list[Due]) -> Iterator[Due]:
        if source is None:
            yield from due
            return
        left = self.left(source)
        self.budgets.spend(source, min(left, len(due)))
        self.count("skipped/over budget", max(0, len(due) - left))
        yield from islice(due, left)

    def left(self, source: Source) -> int:
        """How many pages of a source this run may still ask for."""
        return self.budgets.left(source)

    def _hold(self, due: Sequence[Due], source: Source, passed: dict[str, Any]) -> None:
        """Keep what is over the share of a source, for the case that others leave something of theirs."""
        held = self._held.setdefault(source.url, [])
        held.extend((one, source, passed) for one in due[: self.budgets.left_to_itself(source) - len(held)])

    def released(self) -> Iterator[Request]:
        """Requests for what was held back, as far as the budget of the run allows: the newest of each source first."""
        self.budgets.lift()
        held, self._held = self._held, {}
        for due, source, passed in filter(None, chain.from_iterable(zip_longest(*held.values()))):
            if self.left(source) > 0:
                self.budgets.spend(source, 1)
                self.count("skipped/over budget", -1)
                if request := self.ask(due, source, **passed):
                    yield request

    def heard(self, source: Source, number: int) -> None:
        """Note how many addresses a source offered, also that it was none."""
        if self.crawler.stats:
            self.crawler.stats.inc_value(f"{COUNTS}heard/{source.url}", number)

    def silent(self, source: Source, reason: str, said: str) -> None:
        """Note why a source gave nothing, and say what to do; `said` is what fails, where that is not its address."""
        self.count(f"listings/failed: {reason}")
        if self.crawler.stats:
            self.crawler.stats.set_value(f"{COUNTS}silent/{source.url}", str(reason))
        where = "" if said == source.url else f" ({said})"
        self.logger.warning("%s could not be read: %s%s; %s", source.url, reason, where, advice(reason))


def is_yes(argument: str, said: str) -> bool:
    """What an argument of a crawl says. Raises ConfigError."""
    if said not in ("yes", "no"):
        raise ConfigError("command line", f"{argument}={said}: write yes or no")
    return said == "yes"


def _address(due: Due) -> str | None:
    return address_of(due.offered.url)


def _reading(response: Response, source: Source, listing: str) -> Reading:
    return Reading(
        listing=listing,
        source_url=source.url,
        at=datetime.now(UTC),
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
        looked_for=frozenset(source.brands),
    )
