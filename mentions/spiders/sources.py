"""What the spiders of sources share: find out what stands at a source's address, and ask for the pages it offers.

source ─► feed, sitemap, list ──► pages
       ├► sitemap index ─► its sitemaps ─► pages
       └► ordinary page ─► the lists of its software, else its feed, else its sitemap, else the links inside the site

A forum, and a whole archive (`-a backfill=yes`), is more than its feed shows: there the way goes on behind the feed.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from mentions import urls
from mentions.exceptions import ConfigError, UnknownPageError
from mentions.items import Page, Source
from mentions.middlewares.meta import DRAWN
from mentions.middlewares.refusals import KeysError, RobotsUnreachableError
from mentions.pages import Document
from mentions.pages.indexes import leads_only
from mentions.pages.listings import Listing, ListingKind, Offered, read_listing, read_whole
from mentions.platforms import Front, Platform, platform_at, platform_named
from mentions.platforms.ways import Ways, is_enough, newest, ways_of
from mentions.services import listings, outdated, pacing, settling
from mentions.services.pacing import Pacing
from mentions.services.visiting import Due, Skip, is_news, validators
from mentions.services.workspaces import Workspace
from mentions.spiders import failures
from mentions.spiders.answers import NOT_MODIFIED, front_of, held_a_page, page_of
from mentions.spiders.drawing import DrawingSpider
from mentions.spiders.listing import LISTS_FIRST, is_yes
from mentions.spiders.working import COUNTS


class SourceSpider(DrawingSpider):
    """Reads the configured sources of its kind, or the one of `-a source=URL`.

    With `-a platform=no` each as if nobody knew its software.
    """

    def __init__(
        self,
        workspace: Workspace,
        *args: Any,  # noqa: ANN401 - Scrapy's own
        source: str = "",
        platform: str = "yes",
        **kwargs: Any,  # noqa: ANN401 - Scrapy's own
    ) -> None:
        super().__init__(workspace, *args, **kwargs)
        self.knows_platforms = is_yes("platform", platform)
        self.sources = self._chosen(source)
        self._looked_back = False
        self._is_by_hand = bool(source) or self.backfill
        self._pacing = Pacing(datetime.now(UTC), workspace.config.crawl.adapt)
        self._with_news: set[str] = set()

    def _chosen(self, url: str) -> tuple[Source, ...]:
        if url and not urls.is_web(url):
            raise ConfigError("command line", f"source={url} is no web address; write it whole, with https://")
        if url:
            same = [one for one in self.workspace.config.sources if one.url == url]
            budget = next((one.budget for one in same), None)
            return (Source(kind=self.kind, url=url, budget=budget, browser=any(one.browser for one in same)),)
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
        resting = await self._resting()
        self.budgets.share(len(self.sources) - len(resting))
        for source in self.sources:
            platform = platform_at(Front(url=source.url)) if self.knows_platforms else None
            if platform:
                self.runs(source, platform)
            if platform or source.url in resting:  # else when it is known what it runs
                async for request in self.unfinished(source):
                    yield request
            if source.url not in resting:
                async for request in self._begun(source, platform):
                    yield request

    async def _begun(self, source: Source, platform: Platform | None) -> AsyncIterator[Request]:
        """What a source is asked first; where its address says what it runs, no page of it, but its API."""
        lists = platform.lists(Front(url=source.url)) if platform else ()
        first, *beside = lists or (source.url,)
        yield await self.look(source, first, is_api=bool(platform and lists and platform.is_open))
        for one in beside:
            yield await self.look(source, one, is_further=True)

    async def _resting(self) -> set[str]:
        """The sources that are left alone in this run, since they gave nothing new lately."""
        if self._is_by_hand:
            return set()
        found = await asyncio.to_thread(pacing.resting, self.engine, self.sources, self._pacing)
        # Their fronts are not seen, and some of their pages are due all the same.
        known = await asyncio.to_thread(pacing.software, self.engine, found, telling=True)
        named = ((url, platform_named(name)) for url, name in known.items() if self.knows_platforms)
        self.platforms |= {url: platform for url, platform in named if platform}
        for url, until in found.items():
            self.count(f"resting/{url}")
            self.logger.info(
                "%s gave nothing new lately: it is asked again from %s on", url, f"{until:%Y-%m-%d %H:%M} UTC"
            )
        return set(found)

    async def due(
        self, offered: Iterable[Offered], source: Source | None = None, *, anyway: Collection[Skip] = ()
    ) -> list[Due]:
        due = await super().due(offered, source, anyway=anyway)
        if source and any(map(is_news, due)):
            self._with_news.add(source.url)
        return due

    async def look(self, source: Source, listing: str, **passed: Any) -> Request:  # noqa: ANN401 - handed on to `survey`
        """A request for a list, conditional where all it offered the last time was recorded for these brands."""
        known = await asyncio.to_thread(listings.state, self.engine, listing)
        is_known = known and self.rule(source).fingerprints.items() <= (known.looked_for or {}).items()
        is_known = is_known and not self.backfill  # the list may be known, and its further pages not
        is_known = is_known and not source.browser  # the shell of a list stays what it is
        return Request(
            listing,
            headers=validators(known.etag, known.last_modified) if known and is_known else {},
            callback=self.survey,
            errback=self.miss,
            dont_filter=True,
            meta={"handle_httpstatus_list": [304], DRAWN: source.browser},
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
        left: Ways | None = None,
        *,
        is_api: bool = False,
        **passed: Any,  # noqa: ANN401, ARG002 - for `miss`
    ) -> AsyncIterator[Request]:
        found = await asyncio.to_thread(self._listing, response, source)
        is_unchanged = response.status == NOT_MODIFIED
        if is_api and not found and not is_unchanged:
            yield await self._without_api(source)
            return
        if listing == source.url:
            left = None if found or is_unchanged else self._discovered(response, source)
            async for request in self.unfinished(source):
                yield request
        elif left and not found and not is_unchanged:
            self.platforms.pop(source.url, None)  # whose own list this would have been
            left = left.behind(listing, response.body, response.url)
        if is_unchanged:
            self.count("listings/unchanged")
            self.heard(source, 1)
        elif found:
            async for request in self._of_list(found, response, source, listing):
                yield request
        is_read = is_unchanged or (found and is_enough(found.kind, source.kind, whole_archive=self.backfill))
        if left and not is_read:
            async for request in self._go_on(source, left):
                yield request

    async def _of_list(
        self, found: Listing, response: Response, source: Source, listing: str
    ) -> AsyncIterator[Request]:
        self.count(f"listings/{found.kind}")
        if found.kind is ListingKind.INDEX:
            for one in newest(found):
                yield await self.look(source, one.url)
            return
        async for request in self.offered(found, response, source, listing):
            yield request

    def _listing(self, response: Response, source: Source) -> Listing | None:
        """The list that an answer holds; one that is unchanged, and so not there, holds none."""
        if response.status == NOT_MODIFIED:
            return None
        platform = self.platforms.get(source.url)
        found = platform.listing(response.body, response.url) if platform else None
        return found or (read_whole if self.backfill else read_listing)(response.body, response.url)

    async def miss(self, failure: Failure) -> AsyncIterator[Request]:
        """A list that could not be read: try what else the source could be, or say that it failed."""
        asked: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        source, listing = asked.cb_kwargs["source"], asked.cb_kwargs["listing"]
        if asked.cb_kwargs.get("is_further"):
            self.count("listings/ended")
            return
        if left := asked.cb_kwargs.get("left"):
            self.platforms.pop(source.url, None)  # its pages are read as they are, where its API is closed
            async for request in self._go_on(source, left):
                yield request
            return
        error = failure.value
        if asked.cb_kwargs.get("is_api") and failures.is_lasting(error):
            yield await self._without_api(source)
            return
        said = str(error) if isinstance(error, RobotsUnreachableError | KeysError) else asked.url
        self.silent(source, failures.of_exception(error), said)
        await asyncio.to_thread(listings.failed, self.engine, listing, source_url=source.url)

    async def _without_api(self, source: Source) -> Request:
        """What a source is asked whose API, known by its address, says nothing: what stands at that address."""
        self.logger.info("%s: its API gives no list, so it is read as it is", source.url)
        self.platforms.pop(source.url, None)
        return await self.look(source, source.url)

    def _discovered(self, response: Response, source: Source) -> Ways | None:
        """What an ordinary page may be read by; None where it cannot be read itself."""
        try:
            document = page_of(response, source.url)
        except UnknownPageError as error:
            self.silent(source, error.reason, source.url)
            return None
        found = ways_of(document, front_of(response), source.kind, source=source.url)
        if not self.knows_platforms:
            return replace(found, platform=None, lists=())
        if found.platform:
            self.logger.info("%s runs %s", source.url, found.platform.name)
        self.runs(source, found.platform)
        return found

    async def _go_on(self, source: Source, ways: Ways) -> AsyncIterator[Request]:
        lists, left = ways.next()
        if lists:
            first, *beside = lists
            yield await self.look(source, first, left=left)
            for one in beside:
                yield await self.look(source, one, is_further=True)
        elif ways.is_section:
            for due in self.within_budget(source, await self.due(ways.rows, source)):
                if request := self.ask(due, source):
                    yield request
        else:
            async for request in self.walk(source, ways.rows, ways.links):
                yield request

    def _scan(self, document: Document, offered: Offered) -> Page | None:
        """What names a brand in a list stands on the page it leads to; sitemaps offer their lists, too."""
        page = super()._scan(document, offered)
        return None if page and leads_only(document, self.kind) else page

    def look_back(self) -> None:
        """When all that the lists offer was asked for: what they no longer offer, if it is due all the same."""
        if self._looked_back:
            return
        self._looked_back = True
        requests = [*self.released(), *(request for source in self.sources for request in self._overdue(source))]
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _overdue(self, source: Source) -> Iterator[Request]:
        # What this run has read may still wait to be written.
        rule = self.rule(source)
        all_due = chain(outdated.overdue(self.engine, source, rule), outdated.aged(self.engine, source, rule))
        due = (one for one in all_due if not self.was_asked(one.offered.url))
        for one in islice(due, self.left(source)):
            self.count("offered")
            if request := self.ask(one, source):
                yield request

    def closed(self, reason: str) -> None:
        """Keep which sources had news, where all they gave is recorded."""
        super().closed(reason)
        if reason == "finished":
            looked = [source.url for source in self.sources if self._was_heard(source)]
            now, runs = self._pacing.now, self.software
            pacing.note(self.engine, looked, with_news=self._with_news, at=now, software=runs, told=self.platforms)

    def _gone(self, response: Response, due: Due, source: Source | None) -> str:
        platform = self.platforms.get(source.url) if source else None
        if source and platform and platform.hides(due.offered.url, response.url) and held_a_page(due):
            # Where its lists are kept from guests, too, nothing is known of a single page.
            return "it is kept from guests now, as what was deleted is" if self._was_heard(source) else ""
        return super()._gone(response, due, source)

    def _was_heard(self, source: Source) -> bool:
        stats = self.crawler.stats.get_stats() if self.crawler.stats else {}
        return bool(stats.get(f"{COUNTS}heard/{source.url}")) and f"{COUNTS}silent/{source.url}" not in stats
