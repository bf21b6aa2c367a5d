"""What the spiders of sources share: find out what stands at a source's address, and ask for the pages it offers.

source ─► feed ──────────────► pages
       ├► sitemap ───────────► pages
       ├► sitemap index ─► its sitemaps ─► pages
       └► ordinary page ─► its feed, else its sitemap, else the links inside the site ─► pages
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Self
from urllib.parse import urljoin

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from mentions import pages, urls
from mentions.exceptions import ConfigError, UnknownPageError
from mentions.items import Source
from mentions.middlewares.refusals import RobotsUnreachableError
from mentions.pages import Document
from mentions.pages.listings import Listing, ListingKind, Offered, read_listing
from mentions.services import listings, outdated, settling
from mentions.services.health import advice
from mentions.services.ledger import Reading
from mentions.services.visiting import Due, Skip, address_of, validators
from mentions.services.workspaces import Workspace
from mentions.spiders import failures
from mentions.spiders.answers import NOT_MODIFIED, header
from mentions.spiders.reading import COUNTS, ReadingSpider
from mentions.spiders.traps import MOST_DULL, Traps

MOST_SITEMAPS = 200
"""Sitemaps of one index that are read in a run, the newest first."""
_SITEMAP_LINE = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


class SourceSpider(ReadingSpider):
    """Reads the configured sources of its kind, or the one of `-a source=URL`."""

    def __init__(self, workspace: Workspace, *args: Any, source: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(workspace, *args, **kwargs)
        self.sources = self._chosen(source)
        self._budgets = {one.url: workspace.config.crawl.page_budget for one in self.sources}
        self._walks: list[Source] = []
        self._looked_back = False
        self._done_over: set[str] = set()
        self.traps = Traps()

    def _chosen(self, url: str) -> tuple[Source, ...]:
        if url and not urls.is_web(url):
            raise ConfigError("command line", f"source={url} is no web address; write it whole, with https://")
        if url:
            return (Source(kind=self.kind, url=url),)
        keys = {brand.key for brand in self.brands}
        mine = (source for source in self.workspace.config.sources if source.kind is self.kind)
        return tuple(source for source in mine if not source.brands or keys.intersection(source.brands))

    @property
    def source_names(self) -> list[str]:
        return [source.url for source in self.sources]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's own
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.look_back, signal=signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        if not self.sources:
            self.logger.warning("no source of kind %s; add a [[source]] to mentions.toml", self.kind)
        await asyncio.to_thread(settling.settle_what_is_kept, self.engine, self.sources, self.brands)
        for source in self.sources:
            yield await self._look(source, source.url)

    async def _look(self, source: Source, listing: str, **passed: Any) -> Request:  # noqa: ANN401 - handed on to `survey`
        """A request for a listing, conditional where all it offered the last time was recorded for these brands."""
        known = await asyncio.to_thread(listings.state, self.engine, listing)
        is_enough = known and self.rule(source).fingerprints.items() <= (known.looked_for or {}).items()
        return Request(
            listing,
            headers=validators(known.etag, known.last_modified) if known and is_enough else {},
            callback=self.survey,
            errback=self.miss,
            dont_filter=True,
            meta={"handle_httpstatus_list": [304]},
            priority=10,
            cb_kwargs={"source": source, "listing": listing, **passed},
        )

    async def survey(
        self,
        response: Response,
        source: Source,
        listing: str,
        others: tuple[str, ...] = (),
        links: tuple[str, ...] = (),
    ) -> AsyncIterator[Request]:
        """Find out what an answer is, and go on from there; `others` and `links` are what else the source could be."""
        found = await asyncio.to_thread(_listing, response)
        if response.status == NOT_MODIFIED:
            self.count("listings/unchanged")
            self._heard(source, 1)
        elif found and found.kind is ListingKind.INDEX:
            for one in self._newest(found):
                yield await self._look(source, one.url)
        elif found:
            self.count(f"listings/{found.kind}")
            async for request in self._offered(found, source, self._reading(response, source, listing)):
                yield request
        elif listing == source.url:
            async for request in self._discover(response, source):
                yield request
        else:
            async for request in self._go_on(source, self._named(response, listing) or others, links):
                yield request

    async def miss(self, failure: Failure) -> AsyncIterator[Request]:
        """A listing that could not be read: try what else the source could be, or say that it failed."""
        asked: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        source, listing = asked.cb_kwargs["source"], asked.cb_kwargs["listing"]
        if "others" in asked.cb_kwargs:
            async for request in self._go_on(source, asked.cb_kwargs["others"], asked.cb_kwargs["links"]):
                yield request
            return
        error = failure.value
        said = str(error) if isinstance(error, RobotsUnreachableError) else asked.url
        self._silent(source, failures.of_exception(error), said)
        await asyncio.to_thread(listings.failed, self.engine, listing, source_url=source.url)

    def _silent(self, source: Source, reason: str, said: str) -> None:
        """Note why a source gave nothing, and say what to do; `said` is what fails, where that is not its address."""
        self.count(f"listings/failed: {reason}")
        if self.crawler.stats:
            self.crawler.stats.set_value(f"{COUNTS}silent/{source.url}", str(reason))
        where = "" if said == source.url else f" ({said})"
        self.logger.warning("%s could not be read: %s%s; %s", source.url, reason, where, advice(reason))

    def _heard(self, source: Source, number: int) -> None:
        """Note how many addresses a source offered, also that it was none."""
        if self.crawler.stats:
            self.crawler.stats.inc_value(f"{COUNTS}heard/{source.url}", number)

    async def _offered(self, found: Listing, source: Source, reading: Reading) -> AsyncIterator[Request]:
        self._heard(source, len(found.offered))
        if found.left_out:
            self.count("listings/cut off")
            self.logger.info("%s has more entries than are read of one list", reading.listing)
        due = await self.due(found.offered, source)
        within = list(self._within_budget(source, due))
        if len(within) == len(due):  # what is over budget must be offered again
            self.ledger.open(reading, filter(None, (address_of(one.offered.url) for one in due)))
        for one in within:
            if request := self.ask(one, source):
                yield request

    async def _discover(self, response: Response, source: Source) -> AsyncIterator[Request]:
        """An ordinary page: its feed, else its sitemap, else the links inside the site."""
        try:
            document = pages.read(response.body, response.url, header(response, "Content-Type"))
        except UnknownPageError as error:
            self._silent(source, error.reason, source.url)
            return
        others = (*document.feeds[:1], *(urljoin(response.url, path) for path in ("/robots.txt", "/sitemap.xml")))
        async for request in self._go_on(source, others, document.links_within):
            yield request

    async def _go_on(self, source: Source, others: tuple[str, ...], links: tuple[str, ...]) -> AsyncIterator[Request]:
        if others:
            yield await self._look(source, others[0], others=others[1:], links=links)
            return
        self.count("listings/links inside the site")
        self._heard(source, len(links))
        # A walk that was cut off is done over: what its last pages led to was kept nowhere.
        if await asyncio.to_thread(listings.walk_begins, self.engine, source.url, source_url=source.url):
            self._done_over.add(source.url)
        self._walks.append(source)
        async for request in self._inside(source, links):
            yield request

    def look_back(self) -> None:
        """When all that the lists offer was asked for: what they no longer offer, for brands new or changed."""
        if self._looked_back:
            return
        self._looked_back = True
        requests = [request for source in self.sources for request in self._overdue(source)]
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _overdue(self, source: Source) -> Iterator[Request]:
        # What this run has read may still wait to be written.
        all_due = outdated.overdue(self.engine, source, self.rule(source))
        due = (one for one in all_due if not self.was_asked(one.offered.url))
        for one in islice(due, self._budgets[source.url]):
            self.count("offered")
            if request := self.ask(one, source):
                yield request

    def closed(self, reason: str) -> None:
        """Remember the walks that came to their end; by now the pipeline has written the last page."""
        for source in self._walks if reason == "finished" and self.ledger.is_whole else ():
            listings.walk_ended(
                self.engine,
                source.url,
                source_url=source.url,
                looked_for=self.rule(source).fingerprints,
                now=datetime.now(UTC),
            )

    async def followed(self, document: Document, **passed: Any) -> AsyncIterator[Request]:  # noqa: ANN401 - see `ask`
        """On a site without any list the links of each page lead on."""
        if source := passed.get("inside"):
            if shape := self.traps.saw(document.url, document.pieces):
                self.count(f"traps/{shape}")
                self.logger.warning(
                    "%s: %d pages in a row said nothing new; the others are left alone", shape, MOST_DULL
                )
            async for request in self._inside(source, document.links_within):
                yield request

    async def _inside(self, source: Source, links: Iterable[str]) -> AsyncIterator[Request]:
        if self._budgets[source.url] > 0:
            new = [Offered(link) for link in links if link != source.url and not self.was_asked(link)]
            ahead = [one for one in new if not self.traps.holds(one.url)]
            self.count(f"skipped/{Skip.TRAP}", len(new) - len(ahead))
            anyway = (Skip.VISITED,) if source.url in self._done_over else ()
            due = await self.due(ahead, source, anyway=anyway)
            for one in self._within_budget(source, due):
                if request := self.ask(one, source, inside=source):
                    yield request

    def _within_budget(self, source: Source, due: list[Due]) -> Iterator[Due]:
        left = self._budgets[source.url]
        self._budgets[source.url] -= min(left, len(due))
        self.count("skipped/over budget", max(0, len(due) - left))
        yield from due[:left]

    def _newest(self, index: Listing) -> list[Offered]:
        self.count(f"listings/{index.kind}")
        dated = sorted((one for one in index.offered if one.lastmod), key=lambda one: str(one.lastmod), reverse=True)
        return [*dated, *(one for one in index.offered if not one.lastmod)][:MOST_SITEMAPS]

    @staticmethod
    def _named(response: Response, listing: str) -> tuple[str, ...]:
        """The sitemap that a robots.txt names first."""
        if not listing.endswith("/robots.txt"):
            return ()
        named = (urls.resolve(response.url, one.decode("latin-1")) for one in _SITEMAP_LINE.findall(response.body))
        return tuple(address for address in named if address and urls.is_web(address))

    @staticmethod
    def _reading(response: Response, source: Source, listing: str) -> Reading:
        return Reading(
            listing=listing,
            source_url=source.url,
            at=datetime.now(UTC),
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            looked_for=frozenset(source.brands),
        )


def _listing(response: Response) -> Listing | None:
    """The list that an answer holds; one that is unchanged, and so not there, holds none."""
    return read_listing(response.body, response.url) if response.status != NOT_MODIFIED else None
