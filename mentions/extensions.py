"""The record of a run, since `scrapy crawl` itself ends with status 0 whatever happened."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter, LogFormatterResult

from mentions.services import runs
from mentions.spiders.reading import COUNTS, ReadingSpider


class RunRecord:
    """Writes a `crawl_run` when a spider opens, and how it ended when it closes."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def opened(self, spider: Spider) -> None:
        if isinstance(spider, ReadingSpider):
            spider.run_id = runs.start(spider.engine, spider.name, spider.source_names, now=datetime.now(UTC))

    def closed(self, spider: Spider, reason: str) -> None:
        if not isinstance(spider, ReadingSpider) or spider.run_id is None:
            return
        stats = self._crawler.stats.get_stats() if self._crawler.stats else {}
        counts = grouped(stats)
        errors = int(stats.get("log_count/ERROR", 0))
        runs.finish(spider.engine, spider.run_id, reason=reason, errors=errors, counts=counts, now=datetime.now(UTC))
        spider.engine.dispose()


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
