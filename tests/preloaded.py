"""Loads what commands and crawls load, but for Twisted's reactor, and reads one report; imported only by the process that they are forked from."""

from __future__ import annotations

import gc
import tempfile
from importlib import import_module
from pathlib import Path

from tests.crawler import once

once.patch()
for _name in (
    "crawler.run", "crawler.spiders.annual_reports", "crawler.network.handler", "crawler.network.resolver", "crawler.extensions.visits", "scrapy.core.engine",
    *(f"crawler.middlewares.{m}" for m in ("browser", "compression", "conditional", "guard", "manners", "recorder", "robots")),
    *(f"crawler.pipelines.{p}" for p in ("archive", "load", "read")),
    "requests", "scrapy.downloadermiddlewares.cookies", "scrapy.extensions.feedexport", "scrapy.extensions.remote_control", "scrapy.extensions.telnet",
    "scrapy.spidermiddlewares.referer", "scrapy.squeues",
    "etl.ingest", "etl.process", "etl.rebuild", "etl.worker", "gongkai.cli",
):
    import_module(_name)


def _read() -> None:
    """What a reader learns at its first report, and a writer at its first database, such as all places, the forks need not learn again."""
    from etl.load import open_database
    from etl.process import process
    from etl.report import Origin
    from tests.cli.files import good

    with tempfile.TemporaryDirectory() as folder:
        open_database(Path(folder) / "gongkai.db").close()
    for data in good().values():
        assert process(data, Origin()).report


_read()
# Not to be looked at, and so not copied, by the collections of every fork.
gc.collect()
gc.freeze()
