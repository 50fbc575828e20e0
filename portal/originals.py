"""Archived originals, read again for the reader's eyes: on demand, in a worker process, kept for a while."""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from etl.archive import Archive
from etl.documents import Table
from etl.errors import ReadError
from etl.report import Origin
from etl.workers import WorkerPool, WorkersError
from portal.reader import PageImage, Reread, job

#: What is kept in memory; a page's picture takes 50 to 300 KB, the tables of a report about as much.
KEPT_BYTES = 64 << 20
#: Readers who wait at once; more are asked to come back, so that a crawler cannot fill the memory with jobs.
MAX_WAITING = 16


class Busy(Exception):
    """Too many originals are being read at this moment."""


class Originals:
    """The archive, with what was read from it. One file is read at a time, each at most once."""

    def __init__(self, archive: Archive, timeout: float = 60, memory: int = 2 << 30) -> None:
        self.archive = archive
        self._kept: OrderedDict[tuple[str, object], tuple[Any, int]] = OrderedDict()
        self._running: dict[tuple[str, object], asyncio.Task[Any]] = {}
        self._pool: WorkerPool | None = None
        self._settings = (timeout, memory)

    async def tables(self, sha256: str) -> tuple[Table, ...]:
        """Raises KeyError (not archived), :class:`ReadError`, :class:`Busy`."""
        return await self._read(sha256, "tables", {"want": "tables"})

    async def page(self, sha256: str, number: int) -> PageImage:
        """The picture of a page of a PDF or a picture, from 1. Raises as :meth:`tables`."""
        return await self._read(sha256, number, {"want": "page", "page": number})

    async def _read(self, sha256: str, what: object, wanted: dict[str, object]) -> Any:
        key = (sha256, what)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key][0]
        task = self._running.get(key)
        if task is None:
            if len(self._running) >= MAX_WAITING:
                raise Busy
            task = asyncio.create_task(self._work(key, lambda: self._submit(sha256, wanted)))
            self._running[key] = task
        # A reader who goes away must not take the answer from the others who wait for it.
        return await asyncio.shield(task)

    async def _work(self, key: tuple[str, object], submit: Callable[[], Awaitable[Any]]) -> Any:
        try:
            result = await submit()
        finally:
            del self._running[key]
        self._keep(key, result)
        return result

    async def _submit(self, sha256: str, wanted: dict[str, object]) -> Any:
        data = await asyncio.to_thread(self.archive.get, sha256)
        origins = await asyncio.to_thread(self.archive.origins, sha256)
        if self._pool is None:
            timeout, memory = self._settings
            self._pool = WorkerPool(1, timeout, memory, "portal.reader:work")
        future = self._pool.submit(job(data, **wanted), origins[0] if origins else Origin())
        try:
            outcome = await asyncio.wrap_future(future)
        except WorkersError as error:
            raise ReadError("crashed", str(error)) from error
        if outcome.error or not isinstance(outcome, Reread):
            raise outcome.error or ReadError("crashed", "the reader gave no answer")
        return outcome.image or outcome.tables

    def _keep(self, key: tuple[str, object], result: Any) -> None:
        size = len(result.png) if isinstance(result, PageImage) else _size(result)
        self._kept[key] = result, size
        while sum(size for _, size in self._kept.values()) > KEPT_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()


def _size(tables: tuple[Table, ...]) -> int:
    """Memory that tables take, nearly: their cells and texts."""
    return sum(300 + sys.getsizeof(cell.text) for table in tables for cell in table.cells())
