"""Measures the portal over HTTP on a synthetic database: ``python -m bench.portal [--reports 1000000] [--database FILE]``.

Every figure is the time of one request on a kept connection, one at a time, in milliseconds; ``first`` is the very first
of its kind. Arguments are varied (other reports, years, words), so that what the portal keeps in memory helps as it would
help readers, and no more. The bare Datasette table page, without the portal's plugin or templates, stands beside it.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from bench.portal.synthetic import YEARS, build
from etl.load import open_database
from portal.app import SETTINGS

_PORTAL = """
import sys
from etl.settings import load_settings
from portal.serve import serve
serve(load_settings({}, database=sys.argv[1], home=sys.argv[2]), port=int(sys.argv[3]))
"""
_WORDS = ("复议", "公开", "信访", "信息公开", "满意度", "行政诉讼", "培训", "招生", "营商环境", "保密审查")
_STORIES = ("sums", "prose-table", "carry", "jumps", "refusals", "late", "review-corrections")
_FIGURES = ("refusal_rate", "disclosure_rate", "requests", "backlog_rate", "review_correction_rate", "fees_collected_yuan")


def pages(database: Path, rng: random.Random) -> dict[str, Callable[[], str]]:
    """Name → an address of that kind, another at each call."""
    with contextlib.closing(sqlite3.connect(database)) as db:
        reports = [r[0] for r in db.execute("select id from reports order by random() limit 500")]
        agencies = [r[0] for r in db.execute("select id from agencies order by random() limit 500")]
        places = [r[0] for r in db.execute("select distinct prefecture_code from agencies order by random() limit 200")]
    year = lambda: rng.choice(YEARS)  # noqa: E731 - used in the lines below only
    return {
        "home": lambda: f"/?year={year()}&indicator={rng.choice(('refusal_rate', 'disclosure_rate', 'backlog_rate'))}",
        "report": lambda: f"/report/{rng.choice(reports)}",
        "agency": lambda: f"/agency/{rng.choice(agencies)}",
        "place": lambda: f"/place/{rng.choice(places)}",
        "ranking": lambda: f"/rankings/{rng.choice(_FIGURES)}?year={year()}&level={rng.choice(('', 'county', 'department'))}",
        "story": lambda: f"/stories/{rng.choice(_STORIES)}?year={year()}",
        "compare": lambda: "/compare?" + "&".join(f"r={r}" for r in rng.sample(reports, 4)),
        "search": lambda: f"/search?q={rng.choice(_WORDS)}",
        "search, filtered": lambda: f"/search?q={rng.choice(_WORDS)}&year={year()}&place=浙江省",
        "table": lambda: f"/gongkai/reports?year={year()}",
        "facet": lambda: f"/gongkai/reports?province_code=330000&_facet=level&year={year()}",
        "CSV": lambda: f"/gongkai/metrics.csv?agency_id={rng.choice(agencies)}",
        "canned query, JSON": lambda: f"/gongkai/refusals.json?year={year()}",
        "feed": lambda: f"/feed/place/{rng.choice(places)}.atom",
    }


@contextlib.contextmanager
def serving(command: list[str], port: int) -> Iterator[httpx.Client]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            for _ in range(600):
                with contextlib.suppress(httpx.TransportError):
                    client.get("/-/versions.json")
                    break
                time.sleep(0.1)
            yield client
    finally:
        process.terminate()
        process.wait()


def measure(client: httpx.Client, address: Callable[[], str], times: int) -> tuple[float, float, float]:
    """First, median and 95th percentile in milliseconds."""
    taken = []
    for _ in range(times):
        path = address()
        start = time.perf_counter()
        answer = client.get(path)
        taken.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    rest = sorted(taken[1:])
    return taken[0], statistics.median(rest), rest[int(0.95 * (len(rest) - 1))]


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.portal", description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--database", type=Path, help="keep the synthetic database here, or use it if it is there")
    parser.add_argument("--times", type=int, default=100)
    arguments = parser.parse_args()
    limit = 150 if arguments.reports <= 100_000 else 300
    with tempfile.TemporaryDirectory() as folder:
        database = arguments.database or Path(folder) / "gongkai.db"
        if database.exists():
            open_database(database).close()  # gives it the indexes that the schema has gained since
        else:
            start = time.monotonic()
            build(database, arguments.reports)
            print(f"built {database.stat().st_size >> 20} MB in {time.monotonic() - start:.0f} s", file=sys.stderr)
        over = []
        print(f"{'page':<22}{'first':>9}{'p50':>9}{'p95':>9}  ms, limit for p95: {limit}")
        port = free_port()
        with serving([sys.executable, "-c", _PORTAL, str(database), folder, str(port)], port) as client:
            for name, address in pages(database, random.Random(7)).items():
                first, median, high = measure(client, address, arguments.times)
                over += [name] if high > limit else []
                print(f"{name:<22}{first:>9.1f}{median:>9.1f}{high:>9.1f}{'  over' if high > limit else ''}", flush=True)
        port = free_port()
        settings = [part for key, value in SETTINGS.items() if key in ("suggest_facets", "default_page_size")
                    for part in ("--setting", key, str(int(value)))]
        with serving([sys.executable, "-m", "datasette", str(database), "--port", str(port), *settings], port) as client:
            table = f"/{database.stem}/reports"
            first, median, high = measure(client, lambda: f"{table}?year={random.choice(YEARS)}", arguments.times)
            print(f"{'bare Datasette, table':<22}{first:>9.1f}{median:>9.1f}{high:>9.1f}")
    if over:
        print(f"over the limit: {', '.join(over)}")
    return 1 if over else 0


if __name__ == "__main__":
    raise SystemExit(main())
