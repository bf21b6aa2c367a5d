"""Has pages drawn by a browser that draw themselves: where a request says so, once its answer is whole."""

import logging
import os
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK

from mentions.middlewares.browser import Browser, Part, kept
from mentions.middlewares.meta import DRAWN, PARTS

logger = logging.getLogger(__name__)


class DrawingMiddleware:
    """Puts what the browser drew in the place of what the server sent.

    Its place is outside of all that looks at answers as they were sent. What a page asks for is sent without the delay
    between two pages, as readers' browsers do, but by nobody else than Scrapy and past none of its other rules.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._browser = Browser(crawler.settings["BROWSER"], crawler.settings["USER_AGENT"], self._fetch)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        drawing = cls(crawler)
        crawler.signals.connect(drawing.opened, signals.spider_opened)
        crawler.signals.connect(drawing.closed, signals.spider_closed)
        return drawing

    def opened(self) -> None:
        """Say what is not as safe as it could be."""
        if os.geteuid() == 0:
            logger.warning("root has no sandbox for the scripts of pages: crawl as another user")

    async def closed(self) -> None:
        """Leave no browser behind."""
        await self._browser.stop()

    async def process_response(self, request: Request, response: Response) -> Response:
        if not request.meta.get(DRAWN) or response.status != 200 or not isinstance(response, HtmlResponse):
            return response
        kind = response.headers.get("Content-Type") or b"text/html"
        drawn = await self._browser.draw(response.url, response.body, kind.decode("latin-1"))
        headers = response.headers.copy()
        headers["Content-Type"] = "text/html; charset=utf-8"
        # Of more than may be sent, so much that whoever reads it sees that it is too much.
        body = drawn.encode("utf-8", "replace")[: self._max_size + 1]
        return response.replace(body=body, headers=headers, encoding="utf-8")

    async def _fetch(self, url: str, headers: dict[str, str]) -> Part | None:
        meta = {"download_slot": PARTS, "autothrottle_dont_adjust_delay": True, "dont_retry": True}
        engine = self._crawler.engine
        assert engine is not None  # noqa: S101 - pages are drawn only while it runs
        try:
            request = Request(url, headers=headers, meta=meta, callback=NO_CALLBACK, dont_filter=True)
            found = await engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever the reason, the page is told that the part is not there
            logger.debug("%s, a part of a page, was not read: %s", url[:200], error)
            return None
        names = (name.decode("latin-1") for name in found.headers)
        said = {name.lower(): b", ".join(found.headers.getlist(name)).decode("latin-1") for name in names}
        return Part(found.status, kept(said), found.body)
