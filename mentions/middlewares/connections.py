"""Connections that bound what stands before the body, too: Scrapy bounds the body alone."""

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import BODY
from twisted.web._newclient import Request as SentRequest
from twisted.web.iweb import IResponse

MAX_HEAD = 300_000
"""Bytes of a status line and headers, those of interim answers included; browsers take about as many."""


class BoundedHandler(HTTP11DownloadHandler):
    """Hangs up on a server whose headers do not end."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory  # noqa: SLF001 - as Scrapy itself does


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    _head = 0

    def request(self, request: SentRequest) -> Deferred[IResponse]:
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._parser is not None and self._parser.state != BODY:
            self._head += len(data)
        if self._head <= MAX_HEAD:
            super().dataReceived(data)  # type: ignore[no-untyped-call]
        elif self.transport is not None:
            self.transport.abortConnection()


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _BoundedProtocol:  # noqa: ARG002, N802 - Twisted's name
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
