"""Closes every visit: what vanished, what fell short, what the next run needs to know; then the summary of the run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from crawler.memory import SourceState
from crawler.registry import Card
from crawler.runtime import Runtime
from crawler.team import ClusterError
from etl.runs import now

#: Visits in a row without an answer that are an alarm of their own.
MISSES = 2


class VisitsExtension:
    def __init__(self, runtime: Runtime, crawler: Crawler) -> None:
        self.runtime = runtime
        self.crawler = crawler
        crawler.signals.connect(self.spider_error, signals.spider_error)
        crawler.signals.connect(self.item_error, signals.item_error)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> VisitsExtension:
        return cls(crawler.spider.runtime, crawler)  # type: ignore[union-attr]

    def spider_error(self, failure: Any, response: Any, spider: Spider) -> None:
        self._defect(failure.value, getattr(response, "url", None))

    def item_error(self, item: Any, response: Any, spider: Spider, failure: Any) -> None:
        self._defect(failure.value, item.origin.url)

    def _defect(self, error: BaseException, url: str | None) -> None:
        if isinstance(error, CloseSpider):
            return  # it ends the crawl, and is told as what it is
        where = f" at {url}" if url else ""
        self.runtime.tally.defect(f"a defect of the crawler{where}: {type(error).__name__}: {error}")

    def spider_closed(self, spider: Spider, reason: str) -> None:
        self.runtime.reason = reason
        if reason == ClusterError.REASON:
            return
        for card in self.runtime.cards:
            if card.id in self.runtime.entries:
                self._close(card, reason)
        if self.runtime.owned:
            self.runtime.finish()

    def _close(self, card: Card, reason: str) -> None:
        """Judges a visit and ends it; one that was broken off stays open, and the next run goes on from there."""
        runtime, tally, memory = self.runtime, self.runtime.count(), self.runtime.memory
        state = memory.source(card.id)
        assert runtime.loader is not None
        reports = runtime.loader.count_reports(memory.contents(runtime.entries[card.id]))
        tally.found[card.id], tally.found_before[card.id] = reports, state.reports
        if reason != "finished":
            return
        entered = not tally.entered.isdisjoint({card.id, *runtime.shared.get(card.id, ())})
        waits = any(True for _ in memory.waiting(card.id, runtime.campaign(card.id), "pending", "archived"))
        whole = entered and not waits and runtime.year is None and runtime.limit is None
        if not entered and state.misses >= MISSES:
            tally.alarm(card.id, f"{card.id}: the site could not be read for the last {state.misses + 1} visits")
        if whole:
            self._compare(card, state, reports)
        moment, counts = now(), tally.counts[card.id]
        memory.save_source(replace(
            state, ended_at=moment, checked_at=moment, misses=0 if entered else state.misses + 1,
            reports=reports if whole else state.reports, last_new_at=moment if counts["new"] or counts["changed"] else state.last_new_at,
        ))

    def _compare(self, card: Card, state: SourceState, reports: int) -> None:
        """Holds a whole visit against the one before and against the card."""
        tally, memory = self.runtime.count(), self.runtime.memory
        tally.complete.add(card.id)
        if state.reports and reports < 0.7 * state.reports:
            tally.alarm(card.id, f"{card.id}: {reports} reports found, {state.reports} the time before")
        for key in memory.unseen(card.id, self.runtime.campaign(card.id)):
            tally.vanish(card.id)
            memory.vanished(key)
        if not (reports or state.reports) and card.min_reports is None:
            tally.alarm(card.id, f"{card.id}: no report {'could be read' if tally.failures[card.id] else 'is found'} there")
        if card.min_reports is not None and reports < card.min_reports:
            tally.alarm(card.id, f"{card.id}: {reports} reports found, at least {card.min_reports} expected")

    def engine_stopped(self) -> None:
        if self.runtime.owned:
            self.runtime.close()

