"""Datasette's database with its counts and facets kept: on large tables they cost most of a page and are the same for all."""

from __future__ import annotations

import re
from typing import Any

from datasette.database import Database, QueryInterrupted

from portal.cache import Cache

#: How Datasette counts: ``select count(*) from …`` and ``select col as value, count(*) as count from (…``.
_COUNT = re.compile(r"\s*select\s+(?:\S+\s+as\s+value,\s*)?count\(\*\)", re.IGNORECASE)
#: Milliseconds for the number of rows that a search or a filter finds; a longer count is left out.
_COUNT_LIMIT = 500
#: The overview counts the rows of each table up to here: counting all of millions takes seconds, and SQLite lets nobody stop it.
MOST_COUNTED = 100_000


class KeptDatabase(Database):
    """Answers a count again from memory until the file changes. One that ran out of time is not tried again either."""

    def __init__(self, datasette: Any, path: str, cache: Cache) -> None:
        super().__init__(datasette, path=path, is_mutable=True)
        self._cache = cache

    async def execute(self, sql: str, params: Any = None, **options: Any) -> Any:
        if not _COUNT.match(sql):
            return await super().execute(sql, params, **options)
        execute = super().execute

        async def count() -> Any:
            try:
                return await execute(sql, params, **options)
            except QueryInterrupted as error:
                return error

        held = repr(sorted(params.items()) if isinstance(params, dict) else params)
        if "custom_time_limit" not in options:
            options["custom_time_limit"] = _COUNT_LIMIT
        answer = await self._cache.get(("count", sql, held, *sorted(options.items())), count)
        if isinstance(answer, QueryInterrupted):
            raise answer
        return answer

    async def table_counts(self, limit: int = _COUNT_LIMIT) -> Any:
        """Rows by table; None for those of more than :data:`MOST_COUNTED`, and for those that are hidden."""
        hidden = set(await self.hidden_table_names())
        counts: dict[str, int | None] = {}
        for table in await self.table_names():
            rows = None if table in hidden else await self.execute(f"select count(*) from (select 1 from [{table}] limit {MOST_COUNTED + 1})")
            number = rows.single_value() if rows else None
            counts[table] = number if number is not None and number <= MOST_COUNTED else None
        return counts
