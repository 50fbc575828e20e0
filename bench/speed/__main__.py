"""``python -m bench.speed [reading|loading|crawling ...]``: Markdown tables; each line ours, the limit or peer of the same run, the ratio."""

from __future__ import annotations

import argparse
import os
import platform
import sys

from bench.speed import crawling, loading, reading
from bench.speed.timing import HEADER

_PARTS = {"reading": reading.lines, "loading": loading.lines, "crawling": crawling.lines}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(_PARTS)}; all of them when left out")
    parser.add_argument("--runs", type=int, default=5, help="rounds in alternation that the medians are taken of (default 5)")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(_PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}")
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} at the start, medians of {options.runs} runs.", flush=True)
    for part in options.parts or _PARTS:
        print(f"\n## {part}\n\n{HEADER}")
        for line in _PARTS[part](options.runs):
            print(line, flush=True)
        if part == "reading":
            print(f"\nWhere the processor's time goes in `process()`, ms a file:\n\n{reading.split(options.runs)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
