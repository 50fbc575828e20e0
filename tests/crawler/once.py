"""``python -m tests.crawler.once '{"home": …}'``: one crawl in a process of its own, its summary as JSON.

Twisted's reactor starts once a process, so every crawl of a test is a process.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from crawler.run import crawl
from etl.runs import new_run_id
from etl.settings import load_settings


def main() -> None:
    told = json.loads(sys.argv[1])
    flags = told.pop("flags", {})
    summary = crawl(load_settings({}, **told), run_id=new_run_id("crawl"), **flags)
    print(json.dumps({**summary.to_json(), "sources": {s.source_id: asdict(s) for s in summary.sources}}))


if __name__ == "__main__":
    main()
