"""300: writes the report, or the reason why there is none, and remembers that the page is dealt with."""

from __future__ import annotations

from scrapy.crawler import Crawler

from crawler.items import DocumentItem
from crawler.platforms import VERSION
from crawler.runtime import Runtime
from etl.runs import now


class LoadPipeline:
    def __init__(self, runtime: Runtime, crawler: Crawler) -> None:
        self.runtime = runtime
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LoadPipeline:
        return cls(crawler.spider.runtime, crawler)  # type: ignore[union-attr]

    def process_item(self, item: DocumentItem) -> DocumentItem:
        runtime, ref = self.runtime, item.ref
        if item.outcome is None:
            return self._known(item)
        error = item.outcome.error
        assert runtime.loader is not None
        item.result = runtime.loader.intake.load(item.outcome, item.origin)  # keeps the failure, too, if it is one
        if error is not None:
            runtime.tally.failed(ref.source_id, error.kind)
        moment = now()
        runtime.memory.answered(
            ref.key, moment, state="done", result=f"failed:{error.kind}" if error else item.result, result_of=item.sha256,
            platform_version=VERSION, changed_at=moment,
        )
        runtime.tally.document(ref.source_id, item.result)
        self.crawler.stats.inc_value(f"gongkai/loaded/{item.result}")
        runtime.report("document", ref.source_id, {"url": item.origin.url, "title": ref.title, "result": item.result})
        return item

    def _known(self, item: DocumentItem) -> DocumentItem:
        """Bytes that were dealt with before and have not changed."""
        item.result = self.runtime.still(item.ref)
        return item
