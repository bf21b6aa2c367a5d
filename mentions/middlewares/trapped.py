"""Keeps requests back that were on their way into a trap when it was noticed."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from mentions.middlewares.refusals import NotAskedError
from mentions.services.visiting import Skip
from mentions.spiders.traps import Traps


class TrapMiddleware:
    """Asks the `traps` of a spider that follows links; requests that a list named are not held back."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        traps = getattr(self._crawler.spider, "traps", None)
        if isinstance(traps, Traps) and request.cb_kwargs.get("inside") and traps.holds(request.url):
            raise NotAskedError(Skip.TRAP, f"{request.url} leads into a part without an end")
