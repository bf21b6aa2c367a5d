"""robots.txt after RFC 9309: one that cannot be read forbids all, one that is not there allows all."""

import asyncio
from collections import defaultdict

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from mentions.middlewares.refusals import RobotsForbiddenError, RobotsUnreachableError

MAX_BYTES = 512_000
"""As much of a robots.txt is read, whole lines only; the RFC asks for no more."""
TOO_MANY_REQUESTS = 429


class RobotsMiddleware(RobotsTxtMiddleware):
    """Asks each site once a run, and keeps the pages that wait for the answer.

    Scrapy's own lets pages pass that wait for the same robots.txt, and takes one that fails for permission.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._answers: dict[str, RobotParser | Exception] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if rp is not None and not rp.allowed(request.url, str(self._robotstxt_useragent)):
            raise RobotsForbiddenError("Forbidden by robots.txt")

    async def robot_parser(self, request: Request) -> RobotParser:
        """What the site of a request allows. Raises what kept its robots.txt from being read."""
        parts = urlparse_cached(request)
        async with self._turns[parts.netloc]:
            if parts.netloc not in self._answers:
                self._answers[parts.netloc] = await self._ask(request, f"{parts.scheme}://{parts.netloc}/robots.txt")
        answer = self._answers[parts.netloc]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _ask(self, page: Request, url: str) -> RobotParser | Exception:
        meta = {"dont_obey_robotstxt": True}
        request = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        self._stats.inc_value("robotstxt/request_count")
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - requests pass only while it runs
        try:
            response = await engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - nothing is swallowed: each page that waits is given it
            return error
        if response.status >= 500 or response.status == TOO_MANY_REQUESTS:
            return RobotsUnreachableError(f"robots.txt answers {response.status}")
        parser = ProtegoRobotParser(_rules(response), self.crawler.spider)
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=parser, request=page)
        return parser


def _rules(response: Response) -> bytes:
    if response.status >= 400:
        return b""
    body = response.body
    return body if len(body) <= MAX_BYTES else body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]
