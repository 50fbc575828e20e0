"""Datasette's database with its counts and facets kept: on large tables they cost most of a page and are the same for all."""

from __future__ import annotations

import re
from typing import Any

from datasette.database import Database, QueryInterrupted

from portal.cache import Cache

#: How Datasette counts: ``select count(*) from …`` and ``select col as value, count(*) as count from (…``.
_COUNT = re.compile(r"\s*select\s+(?:\S+\s+as\s+value,\s*)?count\(\*\)", re.IGNORECASE)
#: Milliseconds for the number of rows beside each table in the overview; longer counts are left out.
_COUNT_LIMIT = 100


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
        answer = await self._cache.get(("count", sql, held, *sorted(options.items())), count)
        if isinstance(answer, QueryInterrupted):
            raise answer
        return answer

    async def table_counts(self, limit: int = _COUNT_LIMIT) -> Any:
        return await super().table_counts(max(limit, _COUNT_LIMIT))
