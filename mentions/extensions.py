"""How a run ended is recorded, since `scrapy crawl` itself ends with status 0 whatever happened; and a run ends early
where nothing can be recorded any more.
"""

import asyncio
import logging
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from mentions.exceptions import MentionsError, StoreError
from mentions.services import runs
from mentions.services.status import COUNTS as COUNTED
from mentions.services.status import total
from mentions.spiders.working import COUNTS, WorkspaceSpider


class RunRecord:
    """Writes how a run ended into the `crawl_run` that its spider began, and lets the next one in."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def closed(self, spider: Spider, reason: str) -> None:
        if not isinstance(spider, WorkspaceSpider) or spider.run_id is None:
            return
        stats = self._crawler.stats.get_stats() if self._crawler.stats else {}
        counts = grouped(stats)
        errors = int(stats.get("log_count/ERROR", 0))
        spider.logger.info(", ".join(f"{what} {total(counts, what)}" for what in COUNTED))
        runs.finish(spider.engine, spider.run_id, reason=reason, errors=errors, counts=counts, now=datetime.now(UTC))
        spider.held.close()
        spider.engine.dispose()


class StoreGuard:
    """Ends a crawl whose database gives out: whatever it fetched from then on would be lost, and fetched again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        guard, one_line = cls(crawler), OneLine()
        for signal in (signals.spider_error, signals.item_error):
            crawler.signals.connect(guard.failed, signal)
        for name in ("scrapy.core.engine", "scrapy.core.scraper", "scrapy.utils.signal"):
            logging.getLogger(name).addFilter(one_line)
        return guard

    def failed(self, failure: Failure) -> None:
        if isinstance(failure.value, StoreError) and self._closing is None and self._crawler.engine:
            closing = self._crawler.engine.close_spider_async(reason=str(failure.value))
            self._closing = asyncio.get_running_loop().create_task(closing)


class OneLine(logging.Filter):
    """An error of ours is one line in the log, said once: a traceback is for what the program does wrong itself."""

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, MentionsError):
            return True
        said = " ".join(str(error).split())
        record.msg, record.args, record.exc_info = "%s", (said,), None
        is_new = said not in self._said
        self._said.add(said)
        return is_new


def grouped(stats: dict[str, Any]) -> dict[str, Any]:
    """The crawl's own counts: `mentions/skipped/visited` becomes `{"skipped": {"visited": n}}`."""
    counts: dict[str, Any] = defaultdict(dict)
    for name, value in sorted(stats.items()):
        if name.startswith(COUNTS):
            what, _, why = name.removeprefix(COUNTS).partition("/")
            if why:
                counts[what][why] = value
            else:
                counts[what] = value
    return dict(counts)


class QuietLogFormatter(LogFormatter):
    """Items are pages with their whole text: none belongs into a log."""

    # ANN401: the signatures are Scrapy's.
    def scraped(self, item: Any, response: Any, spider: Any = None) -> LogFormatterResult | None:  # type: ignore[override] # noqa: ANN401, ARG002 - None is how Scrapy leaves a message out
        return None

    def item_error(self, item: Any, exception: BaseException, response: Any, spider: Any = None) -> LogFormatterResult:  # noqa: ANN401
        return super().item_error(type(item).__name__, exception, response, spider)
