"""A crawl inside a run: its progress, its place in the run's summary, and what is shown of it afterwards."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gongkai.console import progress, table

if TYPE_CHECKING:
    from crawler.runtime import Mode
    from crawler.summary import RunSummary
    from etl.settings import Settings
    from gongkai.session import Session

_SHOWN = 40


@contextlib.contextmanager
def own_signals() -> Iterator[None]:
    """Scrapy keeps Ctrl-C and SIGTERM for itself, even after a crawl: afterwards they are what they were."""
    held = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)


def crawl_with_progress(
    settings: Settings, run: Session, *, source_ids: Iterable[str] = (), year: int | None = None, limit: int | None = None,
    mode: Mode = "all",
) -> RunSummary:
    """Crawls, and notes in the run what came of it and whether the user must look at something."""
    from crawler.run import crawl

    with progress("采集 crawling") as advance:

        def tell(event: str, source_id: str, detail: Mapping[str, Any]) -> None:
            advance(event == "document", f"{source_id}: {detail.get('title') or detail.get('message') or ''}")

        with own_signals():
            summary = crawl(
                settings, run_id=run.run_id, source_ids=tuple(source_ids), year=year, limit=limit, mode=mode, progress=tell
            )
    run.summary["crawl"] = summary.to_json()
    if summary.reason == "shutdown":
        raise KeyboardInterrupt  # Scrapy took the signal, and ended what it had begun
    if summary.alarms:
        more = f" (and {len(summary.alarms) - 1} more; see `gongkai status`)" if len(summary.alarms) > 1 else ""
        run.attention = summary.alarms[0] + more
    return summary


def show_crawl(summary: RunSummary) -> None:
    """One line a source, those with trouble first."""
    columns = ("站点 source", "新 new", "变 changed", "未变 same", "重复 dup.", "失败 failed", "请求 requests", "304")
    rows = [
        (s.source_id, s.new, s.changed, s.unchanged, s.duplicate + s.alternate, sum(s.failed.values()), s.requests, s.not_modified)
        for s in sorted(summary.sources, key=lambda s: (not s.alarms, not s.failed, s.source_id))
    ]
    left = f" (first {_SHOWN} of {len(rows)})" if len(rows) > _SHOWN else ""
    table(f"采集结果 crawl{left}", columns, rows[:_SHOWN])
    if summary.workers:
        rows_of = [(w.name, w.state, w.sites, w.given_back) for w in summary.workers]
        table("参与进程 workers", ("进程 worker", "状态 state", "站点 sites", "交还 given back"), rows_of)
    if summary.failed:
        table("失败原因 failures", ("原因 kind", "次 times"), sorted(summary.failed.items()))
    if summary.alarms:
        table("请查看 to look at", ("说明 what",), [(sentence,) for sentence in summary.alarms])
