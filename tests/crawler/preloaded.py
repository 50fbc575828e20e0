"""Loads the crawler with all that Scrapy would load by name, but for Twisted's reactor; imported only by the process that crawls are forked from."""

from importlib import import_module

from tests.crawler import once

once.patch()
for _name in (
    "crawler.run", "crawler.spiders.annual_reports", "crawler.network.handler", "crawler.network.resolver", "crawler.extensions.visits", "scrapy.core.engine",
    *(f"crawler.middlewares.{m}" for m in ("browser", "compression", "conditional", "guard", "manners", "recorder", "robots")),
    *(f"crawler.pipelines.{p}" for p in ("archive", "load", "read")),
):
    import_module(_name)
