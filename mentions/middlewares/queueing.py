"""Which request leaves the queue next: none of a host that is at work or must wait, however many of its pages wait."""

import time
from collections.abc import Iterable

from scrapy.crawler import Crawler
from scrapy.pqueues import DownloaderAwarePriorityQueue, DownloaderInterface
from scrapy.utils.httpobj import urlparse_cached

SOON = 10.0
"""Seconds before its time that a request may leave; more than the five that Scrapy waits between two looks."""


class FreeHosts(DownloaderInterface):
    """The hosts that may be asked by now."""

    def stats(self, possible_slots: Iterable[str]) -> list[tuple[int, str]]:
        busy = {urlparse_cached(request).hostname or "" for request in self.downloader.active}
        now = time.monotonic()
        return [(0, host) for host in possible_slots if host not in busy and self._wait(host, now) < SOON]

    def _wait(self, host: str, now: float) -> float:
        slot = self.downloader.slots.get(host)
        return slot.lastseen + slot.delay - now if slot else 0.0


class FairQueue(DownloaderAwarePriorityQueue):
    """One request a host is on its way, so that slow hosts do not take the places of the others."""

    def __init__(self, crawler: Crawler, *args: object, **kwargs: object) -> None:
        super().__init__(crawler, *args, **kwargs)  # type: ignore[arg-type]
        self._downloader_interface = FreeHosts(crawler)
