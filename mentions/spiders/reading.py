"""What every spider does with one address: ask for it, read the page, say what came of it.

offered addresses ─ sort_out ─► requests ─► page ─ scan ─► Visit ─► pipeline
                      └ skipped: counted      ├ unchanged: Visit, nothing is read
                                              └ failed: Visit with its reason
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from mentions.config import fingerprints
from mentions.detection import Index, scan
from mentions.exceptions import UnknownPageError
from mentions.items import Brand, Kind, Page, Source, Unknown, Visit
from mentions.middlewares.meta import DRAWN
from mentions.middlewares.refusals import NotAskedError
from mentions.pages import Document
from mentions.pages.listings import Offered
from mentions.pages.pagination import continued, shown_whole
from mentions.services import vocabulary
from mentions.services.advising import advisers, wanted
from mentions.services.heard import Heard
from mentions.services.ledger import Ledger
from mentions.services.visiting import (
    PASSING,
    Due,
    Revisits,
    Skip,
    address_of,
    note_claims,
    note_dates,
    sort_out,
    validators,
)
from mentions.services.workspaces import Workspace
from mentions.spiders import failures
from mentions.spiders.answers import (
    NOT_MODIFIED,
    digest,
    header,
    is_of_another_page,
    is_unchanged,
    leads_to_the_front,
    page_of,
)
from mentions.spiders.working import WorkspaceSpider


class ReadingSpider(WorkspaceSpider):
    """Asks for pages, reads them, and says what came of it."""

    kind: Kind

    def __init__(self, workspace: Workspace, brands: tuple[Brand, ...], **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(workspace, brands, **kwargs)
        self.index = Index(brands, workspace.config.detection, advisers(wanted(workspace.config)))
        self.fingerprints = fingerprints(brands)
        self.knowledge = vocabulary.load(self.engine)
        self.ledger = Ledger()
        self.revisit_after = timedelta(days=workspace.config.crawl.revisit_days)
        self._asked: dict[str, frozenset[str]] = {}
        self._answered: set[str] = set()
        self._claims = Heard()

    def kind_of(self, url: str) -> Kind:  # noqa: ARG002 - for spiders that read pages of many kinds
        """What sort of page an address leads to."""
        return self.kind

    def rule(self, source: Source | None = None) -> Revisits:
        """What is due now, of the addresses that a source offers."""
        wanted = frozenset(source.brands) if source else frozenset()
        return Revisits(datetime.now(UTC), self.revisit_after, self.fingerprints, wanted)

    async def due(
        self, offered: Iterable[Offered], source: Source | None = None, *, anyway: Collection[Skip] = ()
    ) -> list[Due]:
        """The addresses to ask for now; what is left alone is counted with its reason, but for reasons in `anyway`."""
        heard = [self._claims.hear(one) for one in offered]
        due, skipped = await asyncio.to_thread(sort_out, self.engine, heard, self.rule(source))
        self.count("offered", len(due) + len(skipped))
        for one, reason in skipped:
            if reason in anyway:
                due.append(Due(one, brands=self.rule(source).wanted))
            else:
                self.count(f"skipped/{reason}")
        return due

    def ask(self, due: Due, source: Source | None = None, **passed: Any) -> Request | None:  # noqa: ANN401 - handed on to `read`
        """A request for a page that `source` offers, None where this run has asked for it already."""
        address = address_of(due.offered.url)
        if address is None or not self._is_news(address, due.brands):
            self._claims.date(due.offered)
            self.count("skipped/asked before")
            return None
        self.count("asked")
        # A page that leads on is needed whole, whatever its server says of it.
        if passed or (due.standing and due.standing.kind is not self.kind_of(due.offered.url)):
            due = replace(due, standing=None)
        return self._request(due, source=source, **passed)

    def _is_news(self, address: str, brands: frozenset[str]) -> bool:
        """Whether an address is to be asked for, and from now on with all the brands that its sources want."""
        known = self._asked.get(address)
        self._asked[address] = brands if known is None else known | brands if known and brands else frozenset()
        return known is None or (address in self._answered and self._asked[address] != known)

    def _request(self, due: Due, **passed: Any) -> Request:  # noqa: ANN401 - as above
        # Ours is the only word on what is a duplicate: Scrapy's would drop a page that a listing waits for.
        standing, source = due.standing, passed.get("source")
        is_drawn = source is not None and source.browser
        if is_drawn:  # what a shell draws changes, and the shell does not
            standing = None
        return Request(
            self.asked_at(due.offered.url, source),
            callback=self.read,
            errback=self.fail,
            dont_filter=True,
            headers=validators(standing.etag, standing.last_modified) if standing else {},
            meta={DRAWN: is_drawn} | ({"handle_httpstatus_list": [NOT_MODIFIED]} if standing else {}),
            cb_kwargs={"due": due, **passed},
        )

    def closed(self, reason: str) -> None:
        """Keep what lists claimed of pages after they were read; by now the pipeline has written the last page."""
        if reason != "finished":
            return
        if late := self._claims.late():
            note_claims(self.engine, late)
        if self._claims.dates:
            note_dates(self.engine, self._claims.dates)

    def asked_at(self, page: str, source: Source | None) -> str:  # noqa: ARG002 - for spiders of sources
        """The address at which a page is asked for: its own, unless an API tells it."""
        return page

    def was_asked(self, url: str) -> bool:
        """Whether this run has asked for an address."""
        return address_of(url) in self._asked

    async def read(
        self,
        response: Response,
        due: Due,
        source: Source | None,
        **passed: Any,  # noqa: ANN401 - as above
    ) -> AsyncIterator[Visit | Request]:
        """Read one page: the visit, and whatever `followed` makes of the document."""
        is_told = response.status == NOT_MODIFIED
        if is_told and due.standing and is_of_another_page(response, due.standing):
            yield self._request(replace(due, standing=None), source=source, **passed)
            return
        self.count("fetched", not is_told)
        self._answered.add(address_of(due.offered.url) or "")
        if visit := self._without_reading(response, due, source):
            yield visit
            if visit.unchanged:
                async for request in self._read_on(visit.next_part, due, source):
                    yield request
            return
        try:
            document = page_of(response, due.offered.url)
            if document.needs_javascript:
                raise UnknownPageError(Unknown.NEEDS_JAVASCRIPT)
        except UnknownPageError as error:
            yield self._visit(due, source, response, unknown=Unknown(error.reason), detail=error.detail)
            return
        if (whole := shown_whole(document)) and self._is_news(address_of(whole) or whole, due.brands):
            yield self._request(replace(due, standing=None), source=source, **passed).replace(url=whole)
            return
        async for found in self._what_it_holds(document, response, due, source, **passed):
            yield found

    def _without_reading(self, response: Response, due: Due, source: Source | None) -> Visit | None:
        """The visit to a page that is not read: it is what it was, or it is no longer there."""
        if is_unchanged(response, due):
            self.count("unchanged")
            next_part = due.standing.next_part if due.standing else None
            return self._visit(due, source, response, unchanged=True, next_part=next_part)
        if how := self._gone(response, due, source):
            gone = self._visit(due, source, response, unknown=Unknown.GONE, detail=how)
            return replace(gone, page_url=due.offered.url)  # of the page that it leads to it says nothing
        return None

    def _gone(self, response: Response, due: Due, source: Source | None) -> str:  # noqa: ARG002 - for spiders of sources
        """How an address that leads elsewhere says that its page is no longer there, "" where it does not."""
        return "it leads to the front page now" if leads_to_the_front(response, due) else ""

    async def _what_it_holds(
        self,
        document: Document,
        response: Response,
        due: Due,
        source: Source | None,
        **passed: Any,  # noqa: ANN401 - as above
    ) -> AsyncIterator[Visit | Request]:
        page, next_part = self._scan(document, due.offered), continued(document)
        self.count("read")
        self.count("matched", page is not None)
        visit = self._visit(due, source, response, page=page, content_hash=digest(response), next_part=next_part)
        yield replace(visit, page_url=document.url)
        async for request in self._read_on(next_part, due, source):
            yield request
        async for request in self.followed(document, **passed):
            yield request

    async def _read_on(self, next_part: str | None, due: Due, source: Source | None) -> AsyncIterator[Request]:
        """A request for the page that continues one that was read."""
        if next_part is None:
            return
        first = due.offered.thread or due.offered.url
        offered = replace(due.offered, url=next_part, thread=first)
        anyway = (Skip.VISITED,) if due.onward else ()
        for one in self.within_budget(source, await self.due([offered], source, anyway=anyway)):
            if request := self.ask(replace(one, onward=due.onward), source):
                yield request

    def within_budget(self, source: Source | None, due: list[Due]) -> Iterator[Due]:  # noqa: ARG002 - for spiders of sources
        """Those that this run may still ask for."""
        yield from due

    def _scan(self, document: Document, offered: Offered) -> Page | None:
        page, brands = scan(document, self.index, self.knowledge), self._looked_for(offered)
        if page and page.published is None:
            page = replace(page, published=offered.published)
        if page is None or not brands:
            return page
        mentions = tuple(mention for mention in page.mentions if mention.brand in brands)
        return replace(page, mentions=mentions) if mentions else None

    def _looked_for(self, offered: Offered) -> frozenset[str]:
        return self._asked.get(address_of(offered.url) or "", frozenset())

    async def followed(self, document: Document, **passed: Any) -> AsyncIterator[Request]:  # noqa: ANN401, ARG002 - as above
        """Requests for what a page leads to; none unless a spider says so."""
        return
        yield

    async def fail(self, failure: Failure) -> AsyncIterator[Visit | Request]:
        """Say why a page could not be read."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        due, source, error = request.cb_kwargs["due"], request.cb_kwargs["source"], failure.value
        if isinstance(error, NotAskedError):
            self.count(f"skipped/{error.skip}")
            self.ledger.is_whole &= error.skip is Skip.TRAP  # else what it leads to is to be seen
            return
        reason = failures.of_exception(error)
        self.logger.info("%s: %s", due.offered.url, reason)
        response = getattr(error, "response", None)
        yield self._visit(due, source, response, unknown=reason, detail=str(error)[:200])

    def _visit(
        self,
        due: Due,
        source: Source | None,
        response: Response | None,
        *,
        unknown: Unknown | None = None,
        **known: Any,  # noqa: ANN401 - fields of Visit
    ) -> Visit:
        if unknown:
            self.count(f"failed/{unknown}")
        offered, thread = due.offered, address_of(due.offered.thread or due.offered.url) or ""
        is_told = self.asked_at(offered.url, source) != offered.url  # by an API, whose address is not the page's
        # Of a thread that went on the claim is met with its last page: what lies between must not be passed over.
        is_met = not (due.onward and known.get("next_part")) and unknown not in PASSING
        return Visit(
            url=offered.url,
            page_url=offered.url if response is None or is_told else response.url,
            kind=self.kind_of(offered.url),
            at=datetime.now(UTC),
            status=response.status if response is not None else None,
            unknown=unknown,
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            lastmod=offered.lastmod if is_met else None,
            claim=self._claims.keep(thread, (due.visit and due.visit.claim) or {}) if is_met else {},
            thread=offered.thread,
            source_url=source.url if source else None,
            looked_for=self._looked_for(offered),
            **known,
        )
