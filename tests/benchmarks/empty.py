"""What a crawl costs without us: Scrapy's own parts, and a callback that does nothing. And a clock for both."""

import json
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spiders import SitemapSpider


class EmptySpider(SitemapSpider):
    """Asks for all that the sitemap of `-a source=URL` offers, and looks at nothing."""

    name = "empty"

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(*args, **kwargs)
        self.sitemap_urls = [source]

    def parse(self, response: Response) -> None:
        """Nothing."""


class Clock:
    """Writes to CLOCK_FILE what a crawl took, from the opening of its spider until all is stored."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._began = (0.0, 0.0)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        clock = cls(crawler)
        crawler.signals.connect(clock.opened, signals.spider_opened)
        crawler.signals.connect(clock.closed, signals.spider_closed)
        return clock

    def opened(self, spider: Spider) -> None:  # noqa: ARG002 - Scrapy's own
        self._began = perf_counter(), process_time()

    def closed(self, spider: Spider) -> None:  # noqa: ARG002 - as above
        wall, cpu = self._began
        stats = self._crawler.stats
        said = {
            "seconds": perf_counter() - wall,
            "cpu_seconds": process_time() - cpu,
            "answers": stats.get_value("response_received_count", 0) if stats else 0,
            "megabytes": getrusage(RUSAGE_SELF).ru_maxrss / 1000,
        }
        Path(self._crawler.settings["CLOCK_FILE"]).write_text(json.dumps(said))
