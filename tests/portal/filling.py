"""A filled home for the tests: sample reports through the real reading, archive and writer, and the portal over it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from etl.archive import Archive
from etl.load import Writer, open_database
from etl.process import process
from etl.report import Origin
from tests.sites.pages import Expected, Site, sites

#: Agencies of the samples whose reports are loaded: a PDF, a DOCX and an HTML page are among each one's.
FETCHED_AT = "2025-04-20T01:00:00Z"


def fill(home: Path) -> list[Expected]:
    """Archives, reads and loads the sample reports; returns what was loaded, in order."""
    archive = Archive(str(home / "archive"))
    loaded = []
    with closing(open_database(home / "gongkai.db")) as database:
        writer = Writer(database, "sample-run")
        writer.run({"id": "sample-run", "kind": "nightly", "state": "finished", "started_at": "2025-04-20T00:00:00Z",
                    "finished_at": "2025-04-20T02:00:00Z"})
        for site, expected in [(s, e) for s in sites() for e in s.expected]:
            load(archive, writer, site, expected)
            loaded.append(expected)
        writer.derive()
    return loaded


def load(archive: Archive, writer: Writer, site: Site, expected: Expected, data: bytes | None = None,
         fetched_at: str = FETCHED_AT) -> str:
    """Loads one report as the crawl would; ``data`` in place of what the site has. Returns its sha256."""
    body = site.pages[expected.document].body if data is None else data
    origin = Origin(
        name=expected.document.rsplit("/", 1)[-1], url=f"http://{site.host}{expected.document}", fetched_at=fetched_at,
        source_id=site.key, source_name=expected.publisher, region_code=expected.report.region_code,
        level=expected.report.level, list_title=expected.title, list_date=expected.published_on,
    )
    sha256 = archive.put(body, origin)
    outcome = process(body, origin)
    writer.load(outcome, origin, outcome.report.media_type if outcome.report else None, len(body))
    return sha256
