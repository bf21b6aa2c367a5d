"""What every spider does with one address: ask for it, read the page, say what came of it.

offered addresses ─ sort_out ─► requests ─► page ─ scan ─► Visit ─► pipeline
                      └ skipped: counted      ├ unchanged: Visit, nothing is read
                                              └ failed: Visit with its reason
"""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from mentions import __version__, pages
from mentions.config import brand_from_flags, fingerprints
from mentions.config.model import find_brand
from mentions.detection import Index, scan
from mentions.exceptions import MentionsError, UnknownPageError
from mentions.items import Brand, Kind, Page, Source, Unknown, Visit
from mentions.middlewares.refusals import NotAskedError
from mentions.pages import Document, walls
from mentions.pages.listings import Offered
from mentions.services import runs, vocabulary, workspaces
from mentions.services.advising import advisers, wanted
from mentions.services.ledger import Ledger
from mentions.services.visiting import Due, Revisits, Skip, address_of, sort_out, validators
from mentions.services.workspaces import Workspace
from mentions.spiders import failures
from mentions.spiders.answers import (
    NOT_MODIFIED,
    digest,
    header,
    is_of_another_page,
    is_unchanged,
    leads_to_the_front,
    robots_tag,
)

COUNTS = "mentions/"
"""What the names of our statistics begin with."""
CHATTY = ("alembic", "scrapy.addons", "scrapy.crawler", "scrapy.middleware")
"""Loggers that tell on each start, over many lines, how they were set up."""


class ReadingSpider(Spider):
    """A spider of a workspace: its brands, its store, its manners."""

    kind: Kind

    def __init__(self, workspace: Workspace, brands: tuple[Brand, ...], **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(**kwargs)
        self.workspace, self.brands = workspace, brands
        self.index = Index(brands, workspace.config.detection, advisers(wanted(workspace.config)))
        self.fingerprints = fingerprints(brands)
        self.engine = workspace.store()
        self.knowledge = vocabulary.load(self.engine)
        self.ledger = Ledger()
        self.revisit_after = timedelta(days=workspace.config.crawl.revisit_days)
        self.run_id: int | None = None
        self.held = ExitStack()
        self._asked: dict[str, frozenset[str]] = {}
        self._answered: set[str] = set()

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

    def kind_of(self, url: str) -> Kind:  # noqa: ARG002 - for spiders that read pages of many kinds
        """What sort of page an address leads to."""
        return self.kind

    def count(self, what: str, number: int = 1) -> None:
        """Add to the record of this run."""
        if number and self.crawler.stats:
            self.crawler.stats.inc_value(COUNTS + what, number)

    def rule(self, source: Source | None = None) -> Revisits:
        """What is due now, of the addresses that a source offers."""
        wanted = frozenset(source.brands) if source else frozenset()
        return Revisits(datetime.now(UTC), self.revisit_after, self.fingerprints, wanted)

    async def due(
        self, offered: Iterable[Offered], source: Source | None = None, *, anyway: Collection[Skip] = ()
    ) -> list[Due]:
        """The addresses to ask for now; what is left alone is counted with its reason, but for reasons in `anyway`."""
        due, skipped = await asyncio.to_thread(sort_out, self.engine, offered, self.rule(source))
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
        standing = due.standing
        return Request(
            due.offered.url,
            callback=self.read,
            errback=self.fail,
            dont_filter=True,
            headers=validators(standing.etag, standing.last_modified) if standing else {},
            meta={"handle_httpstatus_list": [NOT_MODIFIED]} if standing else {},
            cb_kwargs={"due": due, **passed},
        )

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
        if is_unchanged(response, due):
            self.count("unchanged")
            yield self._visit(due, source, response, unchanged=True)
            return
        if leads_to_the_front(response, due):
            gone = self._visit(due, source, response, unknown=Unknown.GONE, detail="it leads to the front page now")
            yield replace(gone, page_url=due.offered.url)  # of the front page it says nothing
            return
        try:
            kind, asked = header(response, "Content-Type"), robots_tag(response)
            document = pages.read(response.body, response.url, kind, robots_tag=asked, now=datetime.now(UTC))
            if stands_before := walls.wall(document, due.offered.url):
                raise UnknownPageError(*stands_before)
            if document.needs_javascript:
                raise UnknownPageError(Unknown.NEEDS_JAVASCRIPT)
        except UnknownPageError as error:
            yield self._visit(due, source, response, unknown=Unknown(error.reason), detail=error.detail)
            return
        page = self._scan(document, due.offered)
        self.count("read")
        self.count("matched", page is not None)
        yield self._visit(due, source, response, page=page, content_hash=digest(response))
        async for request in self.followed(document, **passed):
            yield request

    def _scan(self, document: Document, offered: Offered) -> Page | None:
        page, brands = scan(document, self.index, self.knowledge), self._looked_for(offered)
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

    async def fail(self, failure: Failure) -> AsyncIterator[Visit]:
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
        offered = due.offered
        return Visit(
            url=offered.url,
            page_url=response.url if response is not None else offered.url,
            kind=self.kind_of(offered.url),
            at=datetime.now(UTC),
            status=response.status if response is not None else None,
            unknown=unknown,
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            lastmod=offered.lastmod,
            source_url=source.url if source else None,
            looked_for=self._looked_for(offered),
            **known,
        )


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
