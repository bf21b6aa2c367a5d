"""Visits go to the store in batches, each one transaction; the crawl goes on meanwhile."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from mentions.items import Visit
from mentions.services import vocabulary
from mentions.services.ledger import Reading
from mentions.services.recording import record
from mentions.services.visiting import PASSING, address_of
from mentions.spiders.reading import ReadingSpider

BATCH = 100
"""Visits a transaction holds at most."""
PATIENCE = 5.0
"""Seconds after which a smaller batch is written too: what is not written is lost by a kill."""


class RecordPipeline:
    """Collects visits and writes them; what is left is written when the spider closes."""

    def __init__(self, crawler: Crawler) -> None:
        if not isinstance(crawler.spider, ReadingSpider):
            raise NotConfigured("only spiders that read pages have visits to record")
        self._spider = crawler.spider
        self._waiting: list[Visit] = []
        self._since = time.monotonic()
        self._writing = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Visit) -> Visit:
        self._waiting.append(item)
        if len(self._waiting) >= BATCH or time.monotonic() - self._since >= PATIENCE:
            await self._write()
        return item

    async def close_spider(self) -> None:
        await self._write()

    async def _write(self) -> None:
        # One at a time and in order: a listing may only be remembered after its last page.
        async with self._writing:
            visits, self._waiting, self._since = self._waiting, [], time.monotonic()
            ledger = self._spider.ledger
            ledger.spoil(filter(None, (address_of(visit.url) for visit in visits if visit.unknown in PASSING)))
            settled = ledger.recording(filter(None, (address_of(visit.url) for visit in visits)))
            try:
                await self._record(visits, settled)
            except BaseException:
                ledger.dropped()
                raise
            ledger.recorded(settled)

    async def _record(self, visits: Sequence[Visit], settled: Sequence[Reading]) -> None:
        spider = self._spider
        if learnt := spider.knowledge.news():
            await asyncio.to_thread(vocabulary.keep, spider.engine, learnt)
        if visits or settled:
            await asyncio.to_thread(
                record,
                spider.engine,
                visits,
                brands=spider.brands,
                run_id=spider.run_id,
                settled=settled,
                now=datetime.now(UTC),
            )
