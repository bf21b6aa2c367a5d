"""How long each host is left alone: what its robots.txt asks for, and what it asks for when it has had enough.

The wait itself is that of Scrapy's downloader, which keeps the requests of a host in a slot with a delay.
"""

import logging
import math
import time
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from mentions.middlewares.meta import PARTS
from mentions.middlewares.refusals import NotAskedError
from mentions.platforms import reddit, stackexchange
from mentions.services.visiting import Skip

logger = logging.getLogger(__name__)

TOO_MANY_REQUESTS, UNAVAILABLE = 429, 503
SHORTEST = 0.001
"""Seconds: Scrapy does not look at the clock for a slot without any delay."""


class Pace:
    """Keeps to the `Crawl-delay` of each host, and gives hosts a rest that answer 429, or 503 with `Retry-After`.

    A host that asks for more than `REFUSAL_PAUSE_MAX` seconds, or says it `REFUSALS_MAX` times in a row, is not asked
    again in this run.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._agent = settings.get("ROBOTSTXT_USER_AGENT")
        self._longest_delay = settings.getfloat("AUTOTHROTTLE_MAX_DELAY")
        self._pause = settings.getfloat("REFUSAL_PAUSE")
        self._longest_pause = settings.getfloat("REFUSAL_PAUSE_MAX")
        self._most_refusals = settings.getint("REFUSALS_MAX")
        self._delays: dict[str, float] = dict(settings.getdict("LEAST_DELAYS"))
        self._refusals: Counter[str] = Counter()
        self._given_up: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pace = cls(crawler)
        crawler.signals.connect(pace.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(pace.keep_to_delay, signals.request_reached_downloader)
        # After AutoThrottle, which is built before, has set the delay by how fast the host answered.
        crawler.signals.connect(pace.answered, signals.response_downloaded)
        return pace

    def process_request(self, request: Request) -> None:
        # A redirect brings along the slot of the host it came from.
        if request.meta.get("download_slot") != PARTS:
            request.meta.pop("download_slot", None)
        host = _host(request)
        if host in self._given_up:
            raise NotAskedError(Skip.HAD_ENOUGH, f"{host} asked to be left alone")

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Remember the delay that a robots.txt asks for."""
        asked, host = robotparser.crawl_delay(self._agent) or 0, _host(request)
        if asked > self._longest_delay:
            text = "%s asks for %g seconds between two requests, and is given %g; its pages take many runs"
            logger.info(text, host, asked, self._longest_delay)
        if asked > 0:
            self._delays[host] = max(self._delays.get(host, 0), min(asked, self._longest_delay))

    def keep_to_delay(self, request: Request) -> None:
        """Whatever made or adjusted the slot of a host, its delay is no shorter than the host asks for."""
        if slot := self._slot(request):
            slot.delay = max(slot.delay, self._delays.get(_host(request), 0))

    def answered(self, response: Response, request: Request) -> None:
        """Let a host rest that has had enough, before its next request leaves."""
        self.keep_to_delay(request)
        host, said = _host(request), response.headers.get("Retry-After")
        if response.status != TOO_MANY_REQUESTS and not (response.status == UNAVAILABLE and said):
            self._refusals.pop(host, None)
            return
        self._refusals[host] += 1
        asked = seconds(said.decode("latin-1"), now=datetime.now(UTC)) if said else None
        pause = self._pause * 2 ** (self._refusals[host] - 1) if asked is None else asked
        if pause > self._longest_pause or self._refusals[host] >= self._most_refusals:
            self._give_up(host, request, asked)
        else:
            self._leave_alone(request, pause)

    def process_response(self, request: Request, response: Response) -> Response:
        """Let an API rest that asks for it in an answer: its words are packed until here."""
        rest = _rest(_host(request), response)
        if rest > self._longest_pause:
            self._give_up(_host(request), request, rest)
        elif rest:
            self._leave_alone(request, rest)
        return response

    def _leave_alone(self, request: Request, pause: float) -> None:
        if slot := self._slot(request):
            logger.info("%s has had enough: it is left alone for %g seconds", _host(request), pause)
            slot.delay = max(slot.delay, SHORTEST)
            slot.lastseen = max(slot.lastseen, time.monotonic() + pause - slot.delay)

    def _give_up(self, host: str, request: Request, asked: float | None) -> None:
        request.meta["dont_retry"] = True
        if host not in self._given_up:
            why = "answers 429 time and again" if asked is None else f"asks to be left alone for {asked:g} seconds"
            logger.warning("%s %s: what is left of it waits for the next run", host, why)
            self._given_up.add(host)

    def _slot(self, request: Request) -> Slot | None:
        engine, name = self._crawler.engine, request.meta.get("download_slot", "")
        return engine.downloader.slots.get(name) if engine and name != PARTS else None


def seconds(retry_after: str, *, now: datetime) -> float | None:
    """The wait that a `Retry-After` header asks for, in seconds or until a date; None where it says neither."""
    try:
        wait = float(retry_after)
    except ValueError:
        try:
            until = parsedate_to_datetime(retry_after)
        except (ValueError, TypeError, OverflowError):
            return None
        wait = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
    return None if math.isnan(wait) else max(0.0, wait)


def _rest(host: str, response: Response) -> float:
    """Seconds for which an API asks to be left alone in its own way."""
    if host == reddit.HOST:
        said = (response.headers.get(f"X-Ratelimit-{name}") for name in ("Remaining", "Reset"))
        return reddit.rest(*(value.decode("latin-1") if value else None for value in said))
    return stackexchange.rest(response.body) if host == stackexchange.HOST else 0


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""
