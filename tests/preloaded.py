"""Loads what commands and crawls load, but for Twisted's reactor, and reads one report; imported only by the process that they are forked from."""

from __future__ import annotations

import gc
from importlib import import_module

from tests.crawler import once

once.patch()
for _name in (
    "crawler.run", "crawler.spiders.annual_reports", "crawler.network.handler", "crawler.network.resolver", "crawler.extensions.visits", "scrapy.core.engine",
    *(f"crawler.middlewares.{m}" for m in ("browser", "compression", "conditional", "guard", "manners", "recorder", "robots")),
    *(f"crawler.pipelines.{p}" for p in ("archive", "load", "read")),
    "etl.ingest", "etl.process", "etl.rebuild", "etl.worker", "gongkai.cli",
):
    import_module(_name)


def _read() -> None:
    """What a reader learns at its first report, such as the names of all places, the forks need not learn again."""
    from etl.process import process
    from etl.report import Origin
    from tests.cli.files import good

    for data in good().values():
        assert process(data, Origin()).report


_read()
# Not to be looked at, and so not copied, by the collections of every fork.
gc.collect()
gc.freeze()
