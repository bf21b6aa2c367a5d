"""What the spiders of sources share: find out what stands at a source's address, and ask for the pages it offers.

source ─► feed, sitemap, list ──► pages
       ├► sitemap index ─► its sitemaps ─► pages
       └► ordinary page ─► the lists of its software, else its feed, else its sitemap, else the links inside the site

A forum, and a whole archive (`-a backfill=yes`), is more than its feed shows: there the way goes on behind the feed.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
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
from mentions.items import Kind, Source, Visit
from mentions.middlewares.refusals import RobotsUnreachableError
from mentions.pages import Document, walls
from mentions.pages.indexes import leads_of, listing_of
from mentions.pages.listings import Listing, ListingKind, Offered, read_listing
from mentions.platforms import Front, Platform, platform_at
from mentions.services import listings, outdated, settling, threads
from mentions.services.visiting import Due, validators
from mentions.services.workspaces import Workspace
from mentions.spiders import failures
from mentions.spiders.answers import NOT_MODIFIED, header, is_front
from mentions.spiders.listing import LISTS_FIRST, MOST_SITEMAPS
from mentions.spiders.walking import WalkingSpider

_A_SECTION = 5
"""Rows of a page below a site's front from which on it is taken for a section."""
_SITEMAP_LINE = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ways:
    """What a source whose address is an ordinary page may be read by.

    `lists` belong together, and all of them are read; where none can be, the first of `others` that can be; at last
    the `rows` and `links` of the page itself; of a section of a site its rows alone, the rest is not what is meant.
    """

    lists: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    rows: tuple[Offered, ...] = ()
    links: tuple[str, ...] = ()
    is_section: bool = False


class SourceSpider(WalkingSpider):
    """Reads the configured sources of its kind, or the one of `-a source=URL`."""

    def __init__(self, workspace: Workspace, *args: Any, source: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(workspace, *args, **kwargs)
        self.sources = self._chosen(source)
        self.platforms: dict[str, Platform] = {}
        self._looked_back = False

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
            yield await self.look(source, source.url)
            async for request in self._unfinished(source):
                yield request

    async def _unfinished(self, source: Source) -> AsyncIterator[Request]:
        """The pages of threads that the last run did not come to any more."""
        left = await asyncio.to_thread(threads.unfinished, self.engine, source.url)
        for one in self.within_budget(source, await self.due(left, source)):
            if request := self.ask(one, source):
                yield request

    async def look(self, source: Source, listing: str, **passed: Any) -> Request:  # noqa: ANN401 - handed on to `survey`
        """A request for a list, conditional where all it offered the last time was recorded for these brands."""
        known = await asyncio.to_thread(listings.state, self.engine, listing)
        is_enough = known and self.rule(source).fingerprints.items() <= (known.looked_for or {}).items()
        is_enough = is_enough and not self.backfill  # the list may be known, and its further pages not
        return Request(
            listing,
            headers=validators(known.etag, known.last_modified) if known and is_enough else {},
            callback=self.survey,
            errback=self.miss,
            dont_filter=True,
            meta={"handle_httpstatus_list": [304]},
            priority=LISTS_FIRST,
            cb_kwargs={"source": source, "listing": listing, **passed},
        )

    async def further(self, source: Source, address: str, **passed: Any) -> Request | None:  # noqa: ANN401 - see `ask`
        if passed.get("inside"):
            return await super().further(source, address, **passed)
        return await self.look(source, address, is_further=True)

    async def survey(
        self,
        response: Response,
        source: Source,
        listing: str,
        ways: Ways | None = None,
        **passed: Any,  # noqa: ANN401, ARG002 - for `miss`
    ) -> AsyncIterator[Request]:
        found = await asyncio.to_thread(self._listing, response, source)
        if response.status == NOT_MODIFIED:
            self.count("listings/unchanged")
            self.heard(source, 1)
        elif found and found.kind is ListingKind.INDEX:
            for one in self.newest(found):
                yield await self.look(source, one.url)
        elif found:
            self.count(f"listings/{found.kind}")
            async for request in self.offered(found, response, source, listing):
                yield request
        elif listing == source.url:
            ways = self._discovered(response, source)
        elif ways:
            ways = replace(ways, lists=_named(response, listing))
        is_enough = response.status == NOT_MODIFIED or (found and not self._shows_the_last_only(found, source))
        if ways and not is_enough:
            async for request in self._go_on(source, ways):
                yield request

    def _shows_the_last_only(self, found: Listing, source: Source) -> bool:
        return found.kind is ListingKind.FEED and (self.backfill or source.kind is Kind.FORUM)

    def _listing(self, response: Response, source: Source) -> Listing | None:
        """The list that an answer holds; one that is unchanged, and so not there, holds none."""
        if response.status == NOT_MODIFIED:
            return None
        platform = self.platforms.get(source.url)
        found = platform.listing(response.body, response.url) if platform else None
        return found or read_listing(response.body, response.url)

    async def miss(self, failure: Failure) -> AsyncIterator[Request]:
        """A list that could not be read: try what else the source could be, or say that it failed."""
        asked: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        source, listing = asked.cb_kwargs["source"], asked.cb_kwargs["listing"]
        if asked.cb_kwargs.get("is_further"):
            self.count("listings/ended")
            return
        if ways := asked.cb_kwargs.get("ways"):
            async for request in self._go_on(source, ways):
                yield request
            return
        error = failure.value
        said = str(error) if isinstance(error, RobotsUnreachableError) else asked.url
        self.silent(source, failures.of_exception(error), said)
        await asyncio.to_thread(listings.failed, self.engine, listing, source_url=source.url)

    def _discovered(self, response: Response, source: Source) -> Ways | None:
        """What an ordinary page may be read by; None where it cannot be read itself."""
        try:
            document = pages.read(response.body, response.url, header(response, "Content-Type"))
            if stands_before := walls.wall(document, source.url):
                raise UnknownPageError(*stands_before)
        except UnknownPageError as error:
            self.silent(source, error.reason, source.url)
            return None
        known = (*document.feeds[:1], *(urljoin(response.url, path) for path in ("/robots.txt", "/sitemap.xml")))
        front = Front(url=response.url, body=response.body, headers=_headers(response))
        lists: tuple[str, ...] = ()
        if platform := platform_at(front):
            self.logger.info("%s runs %s", source.url, platform.name)
            self.platforms[source.url], lists = platform, platform.lists(front)
        found = listing_of(document, source.kind)
        rows = found.offered if found else ()
        is_section = source.kind is not Kind.FORUM and len(rows) >= _A_SECTION and not is_front(source.url)
        links = (*leads_of(document), *(found.more if found else ()))
        return Ways(lists, document.feeds[:1] if is_section else known, rows, links, is_section)

    async def _go_on(self, source: Source, ways: Ways) -> AsyncIterator[Request]:
        if ways.lists:
            first, *beside = ways.lists
            yield await self.look(source, first, ways=replace(ways, lists=()))
            for one in beside:
                yield await self.look(source, one, is_further=True)
        elif ways.others:
            yield await self.look(source, ways.others[0], ways=replace(ways, others=ways.others[1:]))
        elif ways.is_section:
            for due in self.within_budget(source, await self.due(ways.rows, source)):
                if request := self.ask(due, source):
                    yield request
        else:
            async for request in self.walk(source, ways.rows, ways.links):
                yield request

    def asked_at(self, page: str, source: Source | None) -> str:
        platform = self.platforms.get(source.url) if source else None
        return (platform and platform.told_at(page)) or page

    async def read(
        self,
        response: Response,
        due: Due,
        source: Source | None,
        **passed: Any,  # noqa: ANN401 - as `ask` has it
    ) -> AsyncIterator[Visit | Request]:
        if self.asked_at(due.offered.url, source) != due.offered.url:
            response = response.replace(url=due.offered.url)  # what the API says, it says of that page
        async for found in super().read(response, due, source, **passed):
            yield found

    def document(self, response: Response, source: Source | None) -> Document:
        platform = self.platforms.get(source.url) if source else None
        html = platform.told(response.body, response.url) if platform and platform.told_at(response.url) else None
        if html is None:
            return super().document(response, source)
        return pages.read(html, response.url, "text/html; charset=utf-8", now=datetime.now(UTC))

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
        for one in islice(due, self.left(source)):
            self.count("offered")
            if request := self.ask(one, source):
                yield request


def _named(response: Response, listing: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names."""
    if not listing.endswith("/robots.txt"):
        return ()
    named = (urls.resolve(response.url, one.decode("latin-1")) for one in _SITEMAP_LINE.findall(response.body))
    return tuple(dict.fromkeys(address for address in named if address and urls.is_web(address)))[:MOST_SITEMAPS]


def _headers(response: Response) -> dict[str, str]:
    """The headers of an answer as text, names in lower case."""
    names = (name.decode("latin-1") for name in response.headers)
    return {name.lower(): header(response, name) or "" for name in names}
