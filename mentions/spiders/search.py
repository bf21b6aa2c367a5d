"""`scrapy crawl search`: asks search engines for pages that name a brand, and reads these.

engine, phrase ─► answer, answer … ─► addresses ─ the rule of visits ─► pages
source with a search of its own ─► front page ─► the same

A question begins where the last one ended: with the time of the last run whose pages were all recorded.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from mentions.config.model import ENGINES
from mentions.exceptions import ConfigError
from mentions.items import Kind, Source
from mentions.middlewares.reddit import missing, reddit_keys
from mentions.platforms import platform_at
from mentions.searching import Engine, engines, phrases
from mentions.services import listings
from mentions.services.ledger import Reading
from mentions.services.runs import SEARCH
from mentions.services.visiting import Due, address_of
from mentions.services.workspaces import Workspace
from mentions.spiders import failures
from mentions.spiders.answers import front_of
from mentions.spiders.listing import LISTS_FIRST, ListingSpider

MOST_ANSWERS = 10
"""Pages of answers to one question that are read in a run."""
SITES = "sites"
NO_ANSWER = "no answer to a search"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of an engine; `listing` is by what it is remembered, `owed` all that was offered so far."""

    engine: Engine
    source: Source
    listing: str
    begun: datetime
    owed: set[str] = field(default_factory=set)


class SearchSpider(ListingSpider):
    """Asks for the names and aliases of each brand.

    `-a with=gdelt,hn` chooses whom, `-a backfill=yes` asks for all that they know.
    """

    name = SEARCH
    kind = Kind.BLOG

    def __init__(self, workspace: Workspace, *args: Any, with_: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        chosen = [one.strip() for one in kwargs.pop("with", with_).split(",") if one.strip()]
        super().__init__(workspace, *args, **kwargs)
        if unknown := [one for one in chosen if one not in ENGINES]:
            raise ConfigError("command line", f"with={unknown[0]}: write some of {', '.join(ENGINES)}")
        self.chosen = tuple(dict.fromkeys(chosen)) or workspace.config.search.engines or ENGINES
        self.phrases = phrases(self.brands)
        self._kinds: dict[str, Kind] = {}
        self._asked_of = self._engines()

    def _engines(self) -> tuple[Engine, ...]:
        known = self.workspace.config.search
        key = os.environ.get(known.brave_key_variable, "").strip()
        subreddits = known.subreddits if reddit_keys(self.workspace.config.reddit.variables) else ()
        return tuple(
            engine
            for name in self.chosen
            if name != SITES
            for engine in engines(name, stack_exchange=known.stack_exchange, subreddits=subreddits, brave_key=key)
        )

    @property
    def sites(self) -> list[Source]:
        """The sources whose own search is asked."""
        keys = {brand.key for brand in self.brands}
        every = self.workspace.config.sources if SITES in self.chosen else ()
        return [one for one in every if one.kind is not Kind.NEWS and (not one.brands or keys.intersection(one.brands))]

    @property
    def source_names(self) -> list[str]:
        return [*(engine.place for engine in self._asked_of), *(source.url for source in self.sites)]

    async def start(self) -> AsyncIterator[Request]:
        self._say_who_is_left_out()
        self.budgets.share(len(self.source_names))
        for engine in self._asked_of:
            for phrase in self.phrases:
                yield await self._ask_for(engine, phrase, Source(kind=engine.kind, url=engine.place))
            async for request in self.unfinished(Source(kind=engine.kind, url=engine.place)):
                yield request
        for source in self.sites:
            yield self._look(source.url, source)

    def _say_who_is_left_out(self) -> None:
        known, asked = self.workspace.config, {engine.name for engine in self._asked_of}
        if "brave" in self.chosen and "brave" not in asked:
            variable = known.search.brave_key_variable
            self.logger.info("brave is left out: the environment variable %s holds no key", variable)
        if "reddit" in self.chosen and known.search.subreddits and "reddit" not in asked:
            self.logger.info("reddit is left out: %s", missing(known.reddit.variables))

    async def _ask_for(self, engine: Engine, phrase: str, source: Source) -> Request:
        now, listing = datetime.now(UTC), engine.question(phrase, None)
        known = await asyncio.to_thread(listings.state, self.engine, listing)
        last = known.read_at if known and not self.backfill else None
        return self._to_engine(
            engine.question(phrase, engine.since(last, now)), Question(engine, source, listing, now), 1
        )

    def _to_engine(self, address: str, question: Question, number: int) -> Request:
        # A key is leave to ask; it goes to this address and no other.
        keyed = {"dont_obey_robotstxt": True, "dont_redirect": True} if question.engine.key else {}
        return Request(
            address,
            headers=dict(question.engine.headers),
            callback=self.answered,
            errback=self.miss,
            dont_filter=True,
            meta=keyed,
            priority=LISTS_FIRST,
            cb_kwargs={"question": question, "number": number},
        )

    async def answered(self, response: Response, question: Question, number: int) -> AsyncIterator[Request]:
        """Requests for the pages that an engine names, and for the rest of its answer."""
        source = question.source
        found = question.engine.answer(response.body, response.url)
        if found is None:
            said = response.body[:100].decode("utf-8", "replace")
            self.silent(source, NO_ANSWER, f"it says {said!r}")
            return
        self.count("listings/answer")
        self.heard(source, max(1, len(found.offered)))  # an answer that names nothing is an answer, too
        due = await self.due(found.offered, source)
        within = list(self.within_budget(source, due))
        question.owed.update(address for one in due if (address := address_of(one.offered.url)))
        for one in within:
            if request := self.ask(one, source):
                yield request
        if len(within) < len(due) or found.left_out:
            return  # asked again from the same time on by the next run
        if found.more and number < MOST_ANSWERS:
            yield self._to_engine(found.more[0], question, number + 1)
        else:
            reading = Reading(listing=question.listing, source_url=source.url, at=question.begun)
            self.ledger.open(reading, question.owed)

    def _look(self, address: str, source: Source) -> Request:
        return Request(
            address,
            callback=self.recognised,
            errback=self.miss,
            dont_filter=True,
            priority=LISTS_FIRST,
            cb_kwargs={"source": source},
        )

    async def recognised(self, response: Response, source: Source) -> AsyncIterator[Request]:
        """Requests for what the search of a site finds, where its software has one that we know."""
        front = front_of(response)
        platform = platform_at(front)
        found = [address for phrase in self._wanted(source) if platform and (address := platform.search(front, phrase))]
        if platform and found:
            self.platforms[source.url] = platform
            for address in found:
                yield self._to_site(address, source)
        elif not response.meta.get("is_top") and (top := urljoin(response.url, "/")) != response.url:
            yield self._look(top, source).replace(meta={"is_top": True})  # what was given may be a feed
        else:
            self.count("listings/without search")
            self.logger.info("%s has no search that we know; its own spider reads it", source.url)

    def _wanted(self, source: Source) -> tuple[str, ...]:
        return phrases([brand for brand in self.brands if not source.brands or brand.key in source.brands])

    def _to_site(self, address: str, source: Source) -> Request:
        kwargs = {"source": source, "listing": address}
        return self._look(address, source).replace(callback=self.site_answered, cb_kwargs=kwargs)

    async def site_answered(self, response: Response, source: Source, listing: str) -> AsyncIterator[Request]:
        """Requests for what a site found, and for the next page of it."""
        found = self.platforms[source.url].listing(response.body, response.url)
        if found is None:
            self.silent(source, NO_ANSWER, listing)
            return
        self.count("listings/answer")
        async for request in self.offered(found, response, source, listing):
            yield request

    async def further(self, source: Source, address: str, **_: Any) -> Request | None:  # noqa: ANN401 - see `offered`
        return self._to_site(address, source)

    async def miss(self, failure: Failure) -> AsyncIterator[Request]:
        """Say which engine or site could not be asked, and why."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        known = request.cb_kwargs
        source: Source = known["question"].source if "question" in known else known["source"]
        self.silent(source, failures.of_exception(failure.value), source.url)
        return
        yield

    def kind_of(self, url: str) -> Kind:
        return self._kinds.get(url, self.kind)

    def ask(self, due: Due, source: Source | None = None, **passed: Any) -> Request | None:  # noqa: ANN401 - as `read` has it
        if source:  # what a page is was settled by the first who read it
            new = self.kind_told(due.offered.url) or source.kind
            self._kinds.setdefault(due.offered.url, due.visit.kind if due.visit else new)
        return super().ask(due, source, **passed)
