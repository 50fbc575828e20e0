"""200: reads the file in a worker process; the reactor goes on meanwhile."""

from __future__ import annotations

import asyncio

from scrapy.crawler import Crawler

from crawler.items import DocumentItem
from crawler.runtime import Runtime


class ReadPipeline:
    """At most two files a worker are waiting or being read; the rest wait here, and Scrapy with them."""

    def __init__(self, runtime: Runtime, crawler: Crawler) -> None:
        self.runtime = runtime
        self.crawler = crawler
        self._places = asyncio.Semaphore(2 * runtime.settings.workers)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReadPipeline:
        return cls(crawler.spider.runtime, crawler)  # type: ignore[union-attr]

    async def process_item(self, item: DocumentItem) -> DocumentItem:
        known = self.runtime.memory.page(item.ref.key)
        if known is not None and known.result_of == item.sha256 and self.runtime.is_settled(known):
            self.crawler.stats.inc_value("gongkai/known_bytes")
            return item
        assert self.runtime.loader is not None
        async with self._places:
            item.outcome = await asyncio.wrap_future(self.runtime.loader.pool.submit(item.data, item.origin))
        self.crawler.stats.inc_value("gongkai/read")
        return item
