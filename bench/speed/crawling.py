"""Crawling: a first and a second night over the sample sites on loopback, beside a bare Scrapy spider that fetches the same pages.

Every crawl is a process of its own, for Twisted's reactor starts once; what is timed is the crawl alone, loading included. Both ask a
host for one page at a time, without pauses.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from bench.speed.timing import Line

_ROOT = Path(__file__).parents[2]
_OURS = """
import json, sys, time
from crawler.run import crawl
from etl.runs import new_run_id
from etl.settings import load_settings
settings = load_settings({}, home=sys.argv[1], sources=sys.argv[2], allow_hosts="127.0.0.0/8", delay="0", workers="2")
start = time.perf_counter()
summary = crawl(settings, run_id=new_run_id("crawl"))
print(json.dumps({"seconds": time.perf_counter() - start, "pages": summary.requests, "sources": len(summary.sources), "new": summary.new}))
"""
_BARE = """
import json, sys, time
import scrapy
from scrapy.crawler import CrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    pages = 0
    async def start(self):
        for url in json.load(open(sys.argv[1])):
            yield scrapy.Request(url, dont_filter=True)
    def parse(self, response):
        Bare.pages += 1

process = CrawlerProcess({"CONCURRENT_REQUESTS": 256, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0, "HTTPERROR_ALLOW_ALL": True,
    "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False})
process.crawl(Bare)
start = time.perf_counter()
process.start()
print(json.dumps({"seconds": time.perf_counter() - start, "pages": Bare.pages}))
"""


def lines(runs: int) -> Iterator[Line]:
    first, second, bare = [], [], []
    with tempfile.TemporaryDirectory() as name, _sites(Path(name) / "cards") as cards:
        folder = Path(name)
        for turn in range(max(1, runs // 2) + 1):
            home, pages = folder / f"home{turn}", folder / f"pages{turn}.json"
            nights = [_run(_OURS, str(home), str(cards)) for _ in range(2)]
            with closing(sqlite3.connect(home / "gongkai.db")) as db:
                urls = [url for (url,) in db.execute("select url from fetches where status = 200 and run_id = (select min(run_id) from fetches)")]
            pages.write_text(json.dumps(urls), encoding="utf-8")
            alone = _run(_BARE, str(pages))
            if turn:  # the first round warms up
                first.append(nights[0])
                second.append(nights[1])
                bare.append(alone)
    sources, new = first[0]["sources"], first[0]["new"]
    yield Line(f"first night, {sources} sources, {new} reports", "pages/s", _rate(first), "bare Scrapy, the same pages", _rate(bare))
    yield Line("second night, nothing changed", "requests/source", _middle(second, "pages") / sources, "first night", _middle(first, "pages") / sources)
    yield Line("second night, nothing changed", "s", _middle(second, "seconds"), "first night", _middle(first, "seconds"))


def _rate(taken: list[dict[str, Any]]) -> float:
    return median(t["pages"] / t["seconds"] for t in taken)


def _middle(taken: list[dict[str, Any]], key: str) -> float:
    return median(t[key] for t in taken)


def _run(script: str, *arguments: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-c", script, *arguments], cwd=_ROOT, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


@contextlib.contextmanager
def _sites(cards: Path) -> Iterator[Path]:
    """The sample sites and one of each publishing system, served until this is closed; gives the folder of their cards."""
    cards.mkdir()
    command = [sys.executable, "-m", "tests.sites", "--platforms", "--cards", str(cards)]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as served:
        try:
            assert served.stdout is not None
            json.loads(served.stdout.readline())
            yield cards
        finally:
            served.terminate()
