"""The Datasette application of the portal: settings, templates, plugin, security headers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from etl.archive import Archive
from portal import describe, plugin
from portal.cache import Cache
from portal.kept import KeptDatabase
from portal.originals import Originals

DATABASE = "gongkai"
_HERE = Path(__file__).parent

#: The file is written in place while it is served, so it is opened as mutable; suggested facets alone made the table
#: page of a million rows take 0.87 s instead of 0.03 s.
SETTINGS: dict[str, Any] = {
    "suggest_facets": False,
    "default_page_size": 50,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 1000,
    "num_sql_threads": 4,
    "default_cache_ttl": 60,
    "allow_download": False,
    "truncate_cells_html": 400,
    "max_csv_mb": 500,
    "cache_size_kb": 64_000,
}


class Portal(Datasette):
    """Datasette with the archive of originals at hand (None: originals are not on offer)."""

    def __init__(self, database: Path, archive: Archive | None, **settings: Any) -> None:
        if not pm.is_registered(plugin):
            pm.register(plugin, "portal")
        self.archive = archive
        self.cache = Cache(database)
        self.originals = Originals(archive) if archive else None
        super().__init__(
            files=[str(database)],
            metadata=describe.metadata(),
            template_dir=str(_HERE / "templates"),
            static_mounts=[("static", str(_HERE / "static"))],
            settings={**SETTINGS, **settings},
        )

    def add_database(self, db: Any, name: str | None = None, route: str | None = None) -> Any:
        if db.path and name is None:
            # Metadata, links and published addresses all say /gongkai, whatever the file is called.
            return super().add_database(KeptDatabase(self, db.path, self.cache), DATABASE, route)
        return super().add_database(db, name, route)

    def _table_permission_allows(self, database: str, table: str) -> list[Any]:
        # Our metadata has no `allow` anywhere (a test holds it to that): Datasette copies all of it for each table and check.
        return []

    def close(self) -> None:
        """Stops the process that reads originals and closes the database."""
        if self.originals is not None:
            self.originals.close()
        for database in self.databases.values():
            database.close()
