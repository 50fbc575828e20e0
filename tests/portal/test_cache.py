from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import Any

from portal.cache import Cache


def test_readers_who_ask_at_once_wait_for_one_answer_and_a_failure_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"")
    cache = Cache(tmp_path / "a.db")
    asked: list[str] = []

    async def compute() -> int:
        asked.append("")
        await asyncio.sleep(0)
        return 7

    async def fail() -> int:
        raise ValueError

    async def ask() -> list[Any]:
        found = await asyncio.gather(*(cache.get("sum", compute) for _ in range(3)))
        failed = await asyncio.gather(*(cache.get(("odd", i), fail) for i in range(3)), return_exceptions=True)
        assert [type(error) for error in failed] == [ValueError] * 3
        return found

    assert asyncio.run(ask()) == [7, 7, 7]
    assert len(asked) == 1
    gc.collect()  # failures hold the places that they came through, in a circle
    assert not cache._locks
