"""Crawled pages name the next address: none may lead into this machine or the network round it."""

import asyncio
import socket
from collections.abc import Collection
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from mentions import urls


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
