"""The way through a site that tells no list we can read: its own lists of pages lead on, and each page once.

front ─► what stands at each link? ─┬ a list (of boards, topics, posts): asked in every run, for what it claims is new
                                    └ a page: read; on a site that is no forum its links lead on, too
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from mentions.items import Kind, Source, Visit
from mentions.pages import Document
from mentions.pages.indexes import leads_of, leads_only, listing_of, shows_others, thread_of
from mentions.pages.listings import Offered
from mentions.services import listings
from mentions.services.visiting import Due, Skip, address_of
from mentions.spiders.answers import digest
from mentions.spiders.listing import LISTS_FIRST, ListingSpider
from mentions.spiders.traps import MOST_DULL, Traps, shape_of

MOST_LISTS = 300
"""Lists of one site that are read in a run, those nearest to its front first."""


class WalkingSpider(ListingSpider):
    """Follows the links inside a site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(*args, **kwargs)
        self._walks: dict[str, Source] = {}
        self._lists: dict[str, set[str]] = {}
        self._lists_read: Counter[str] = Counter()
        self._done_over: set[str] = set()
        self.traps = Traps()

    async def walk(self, source: Source, rows: Sequence[Offered], links: Sequence[str]) -> AsyncIterator[Request]:
        """Begin at the front of a site. What the last pages of a walk led to is not kept: one cut off is done over."""
        self.count("listings/links inside the site")
        if await asyncio.to_thread(listings.walk_begins, self.engine, source.url, source_url=source.url):
            self._done_over.add(source.url)
        self._walks[source.url] = source
        known = await asyncio.to_thread(listings.known, self.engine, source.url)
        self._lists.setdefault(source.url, set()).update(known)
        self.heard(source, len(rows) + len(links))
        offered = (*rows, *map(Offered, links))
        async for request in self._inside(source, offered):
            yield request

    async def _what_it_holds(
        self,
        document: Document,
        response: Response,
        due: Due,
        source: Source | None,
        **passed: Any,  # noqa: ANN401 - see `ask`
    ) -> AsyncIterator[Visit | Request]:
        if source and self.kind is Kind.FORUM and not passed.get("inside") and leads_only(document, self.kind):
            # A sitemap names lists, too: they are read as such, and known as such from then on.
            passed["inside"] = source
            self._lists.setdefault(source.url, set())
        if source and self.kind is Kind.FORUM and (thread := thread_of(document)):
            yield self._visit(due, source, response, content_hash=digest(response))
            async for request in self._shown_in(thread, due, source):
                yield request
            return
        found = listing_of(document, self.kind) if passed.get("inside") and not due.offered.thread else None
        if found is None or source is None:
            async for read in super()._what_it_holds(document, response, due, source, **passed):
                yield read
            return
        self.count(f"listings/{found.kind}")
        self.count("lists")
        self.ledger.passed_over(address_of(due.offered.url) or "")
        pages = replace(found, offered=tuple(one for one in found.offered if not self._is_list(source, one)))
        async for request in self.offered(pages, response, source, document.url, **passed):
            yield request
        lists = (one for one in found.offered if self._is_list(source, one))
        async for request in self._inside(source, (*lists, *map(Offered, leads_of(document)))):
            yield request

    async def _shown_in(self, thread: str, due: Due, source: Source) -> AsyncIterator[Request]:
        """A request for the thread that shows a post; a post that nobody has seen yet is news of its thread."""
        anyway = (Skip.VISITED,) if due.visit is None else ()
        for one in self.within_budget(source, await self.due([Offered(thread)], source, anyway=anyway)):
            if request := self.ask(one, source):
                yield request

    async def followed(self, document: Document, **passed: Any) -> AsyncIterator[Request]:  # noqa: ANN401 - see `ask`
        source = passed.get("inside")
        if source is None:
            return
        # A topic leads back to its board, and to people; what is new in a forum its lists say.
        if source.kind is Kind.FORUM:
            shown = document.rows.permalinks if shows_others(document) else ()
            async for request in self._inside(source, map(Offered, shown)):
                yield request
            return
        leads = leads_of(document)
        if self._leads_deeper(document.url, leads) and (shape := self.traps.saw(document.url, document.pieces)):
            self.count(f"traps/{shape}")
            self.logger.warning("%s: %d pages in a row said nothing new; the others are left alone", shape, MOST_DULL)
        async for request in self._inside(source, map(Offered, leads)):
            yield request

    def _leads_deeper(self, url: str, leads: Iterable[str]) -> bool:
        """Whether a page leads to others of its kind that nothing else led to: posts that say little do not."""
        shape = shape_of(url)
        return any(shape_of(one) == shape and not self.was_asked(one) for one in leads)

    async def _inside(self, source: Source, offered: Iterable[Offered]) -> AsyncIterator[Request]:
        # What a list says of a page that this run has asked for already is heard all the same.
        heard = [self._claims.hear(one) for one in offered]
        new = [one for one in heard if one.url != source.url and not self.was_asked(one.url)]
        for one in new:
            if self._is_list(source, one) and (request := self._again(source, one.url)):
                yield request
        if self.left(source) <= 0:
            return
        pages = [one for one in new if not self._is_list(source, one)]
        ahead = [one for one in pages if not self.traps.holds(one.url)]
        self.count(f"skipped/{Skip.TRAP}", len(pages) - len(ahead))
        anyway = (Skip.VISITED,) if source.url in self._done_over and source.kind is not Kind.FORUM else ()
        for due in self.within_budget(source, await self.due(ahead, source, anyway=anyway)):
            if request := self.ask(due, source, inside=source):
                yield request

    def _is_list(self, source: Source, offered: Offered) -> bool:
        return address_of(offered.url) in self._lists[source.url]

    async def further(self, source: Source, address: str, **passed: Any) -> Request | None:  # noqa: ANN401 - see `ask`
        del passed
        return self._again(source, address)

    def _again(self, source: Source, address: str) -> Request | None:
        """A request for a list, which is asked for in every run."""
        if self._lists_read[source.url] >= MOST_LISTS:
            self.count("skipped/over budget")
            return None
        self._lists_read[source.url] += 1
        request = self.ask(Due(Offered(address)), source, inside=source)
        return request.replace(priority=LISTS_FIRST) if request else None

    def closed(self, reason: str) -> None:
        """Remember the walks that came to their end."""
        super().closed(reason)
        for source in self._walks.values() if reason == "finished" and self.ledger.is_whole else ():
            listings.walk_ended(
                self.engine,
                source.url,
                source_url=source.url,
                looked_for=self.rule(source).fingerprints,
                now=datetime.now(UTC),
            )
