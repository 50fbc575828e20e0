"""100: keeps the bytes and where they came from, before anything is made of them."""

from __future__ import annotations

import asyncio
import json

from scrapy.crawler import Crawler

from crawler.items import DocumentItem
from crawler.runtime import Runtime
from etl.archive import origin_values
from etl.runs import now


class ArchivePipeline:
    def __init__(self, runtime: Runtime, crawler: Crawler) -> None:
        self.runtime = runtime
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchivePipeline:
        return cls(crawler.spider.runtime, crawler)  # type: ignore[union-attr]

    async def process_item(self, item: DocumentItem) -> DocumentItem:
        if item.archived:
            return item
        # In a thread: it waits for the disk (or a remote store), and the reactor must not.
        item.sha256 = await asyncio.to_thread(self.runtime.archive.put, item.data, item.origin)
        self.runtime.memory.answered(
            item.ref.key, now(), state="archived", sha256=item.sha256, status=item.status, etag=item.etag,
            last_modified=item.last_modified, fetched_at=item.origin.fetched_at, origin=json.dumps(origin_values(item.origin)),
        )
        self.crawler.stats.inc_value("gongkai/archived")
        return item
