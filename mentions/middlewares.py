"""What is never asked for: what robots.txt forbids, and what leads into this machine or the network round it."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import Collection
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from mentions import urls


class RobotsUnreachableError(IgnoreRequest):
    """The site could not say what it forbids; until it can, everything is."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """robots.txt after RFC 9309: one that cannot be read forbids all, one that is not there allows all.

    Scrapy's own lets pages pass that wait for the same robots.txt, and takes one that fails for permission.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._answers: dict[str, RobotParser | Exception] = {}

    async def robot_parser(self, request: Request) -> RobotParser:
        """What the site of a request allows. Raises what kept its robots.txt from being read."""
        parts = urlparse_cached(request)
        async with self._turns[parts.netloc]:
            if parts.netloc not in self._answers:
                self._answers[parts.netloc] = await self._ask(f"{parts.scheme}://{parts.netloc}/robots.txt")
        answer = self._answers[parts.netloc]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _ask(self, url: str) -> RobotParser | Exception:
        meta = {"dont_obey_robotstxt": True}
        request = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        self._stats.inc_value("robotstxt/request_count")
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - requests pass only while it runs
        try:
            response = await engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - nothing is swallowed: each page that waits is given it
            return error
        if response.status >= 500:
            return RobotsUnreachableError(f"robots.txt answers {response.status}")
        return ProtegoRobotParser(response.body if response.status < 400 else b"", self.crawler.spider)


class PrivateAddressError(IgnoreRequest):
    """The request leads to a private address."""


class PublicAddressMiddleware:
    """Refuses private addresses, by spelling and by what a name resolves to; `[crawl] allow_private` lists exceptions.

    Behind a proxy nothing is looked up: the proxy does that, and only the name that was asked for is judged.
    """

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(allowed)
        self._private: dict[str, bool] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getlist("ALLOW_PRIVATE"))

    async def process_request(self, request: Request) -> None:
        parts = urlparse_cached(request)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if f"{host}:{port}" in self._allowed:
            return
        if urls.is_private_host(host) or (not request.meta.get("proxy") and await self._resolves_to_private(host)):
            raise PrivateAddressError(f"{host} is a private address")

    async def _resolves_to_private(self, host: str) -> bool:
        if host not in self._private:
            self._private[host] = await _is_private(host)
        return self._private[host]


async def _is_private(host: str) -> bool:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False  # the download will fail, and say so better
    return any(urls.is_private_address(str(address[4][0])) for address in found)
