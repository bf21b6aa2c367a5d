"""What every spider does with one address: ask for it, read the page, say what came of it.

offered addresses ─ sort_out ─► requests ─► page ─ scan ─► Visit ─► pipeline
                      └ skipped: counted      └ failed: Visit with its reason
"""

import asyncio
import hashlib
import os
import sys
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from contextlib import contextmanager
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
from mentions.config import brand_from_flags, brands_fingerprint
from mentions.config.model import find_brand
from mentions.detection import Index, scan
from mentions.exceptions import MentionsError, UnknownPageError
from mentions.items import Brand, Kind, Page, Unknown, Visit
from mentions.pages import Document
from mentions.pages.listings import Offered
from mentions.services import runs, workspaces
from mentions.services.ledger import Ledger
from mentions.services.visiting import Revisits, Skip, address_of, sort_out
from mentions.services.workspaces import Workspace
from mentions.spiders import failures

COUNTS = "mentions/"
"""What the names of our statistics begin with."""


class ReadingSpider(Spider):
    """A spider of a workspace: its brands, its store, its manners."""

    kind: Kind

    def __init__(self, workspace: Workspace, brands: tuple[Brand, ...], **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(**kwargs)
        self.workspace, self.brands = workspace, brands
        self.index = Index(brands)
        self.fingerprint = brands_fingerprint(brands)
        self.engine = workspace.store()
        self.ledger = Ledger()
        self.revisit_after = timedelta(days=workspace.config.crawl.revisit_days)
        self.run_id: int | None = None
        self._asked: dict[str, frozenset[str]] = {}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
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
            # Before anything is asked for: what cannot be recorded need not be fetched.
            spider.run_id = runs.start(spider.engine, spider.name, spider.source_names, now=datetime.now(UTC))
        return spider

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

    async def due(self, offered: Iterable[Offered], *, anyway: Collection[Skip] = ()) -> list[Offered]:
        """The addresses to ask for now; what is left alone is counted with its reason, but for reasons in `anyway`."""
        rule = Revisits(datetime.now(UTC), self.revisit_after, self.fingerprint)
        due, skipped = await asyncio.to_thread(sort_out, self.engine, offered, rule)
        self.count("offered", len(due) + len(skipped))
        for one, reason in skipped:
            if reason in anyway:
                due.append(one)
            else:
                self.count(f"skipped/{reason}")
        return due

    def ask(self, offered: Offered, *, brands: Collection[str] = (), **passed: Any) -> Request | None:  # noqa: ANN401 - handed on to `read`
        """A request for a page, None where this run has asked for it already; `brands` to look for, empty means all."""
        address = address_of(offered.url)
        if address is None or address in self._asked:
            if address:
                known = self._asked[address]
                self._asked[address] = known | set(brands) if known and brands else frozenset()
            self.count("skipped/asked before")
            return None
        self._asked[address] = frozenset(brands)
        self.count("asked")
        # Ours is the only word on what is a duplicate: Scrapy's would drop a page that a listing waits for.
        return Request(
            offered.url,
            callback=self.read,
            errback=self.fail,
            dont_filter=True,
            cb_kwargs={"offered": offered, **passed},
        )

    def was_asked(self, url: str) -> bool:
        """Whether this run has asked for an address."""
        return address_of(url) in self._asked

    async def read(self, response: Response, offered: Offered, **passed: Any) -> AsyncIterator[Visit | Request]:  # noqa: ANN401 - as above
        """Read one page: the visit, and whatever `followed` makes of the document."""
        self.count("fetched")
        try:
            document = pages.read(response.body, response.url, header(response, "Content-Type"))
            if document.needs_javascript:
                raise UnknownPageError(Unknown.NEEDS_JAVASCRIPT)
        except UnknownPageError as error:
            yield self._visit(offered, response, unknown=Unknown(error.reason), detail=error.detail)
            return
        page = self._scan(document, offered)
        self.count("read")
        self.count("matched", page is not None)
        digest = hashlib.sha256(document.loose_text.encode("utf-8", "replace")).hexdigest()
        yield self._visit(offered, response, page=page, content_hash=digest)
        async for request in self.followed(document, **passed):
            yield request

    def _scan(self, document: Document, offered: Offered) -> Page | None:
        page, brands = scan(document, self.index), self._looked_for(offered)
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
        offered, error = request.cb_kwargs["offered"], failure.value
        reason = failures.of_exception(error)
        self.logger.info("%s: %s", offered.url, reason)
        response = getattr(error, "response", None)
        yield self._visit(offered, response, unknown=reason, detail=str(error)[:200])

    def _visit(
        self,
        offered: Offered,
        response: Response | None,
        *,
        unknown: Unknown | None = None,
        **known: Any,  # noqa: ANN401 - fields of Visit
    ) -> Visit:
        if unknown:
            self.count(f"failed/{unknown}")
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
            looked_for=self._looked_for(offered),
            **known,
        )


def header(response: Response | None, name: str) -> str | None:
    """A header of an answer as text."""
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1") if value else None


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
