"""Asking a portal in one line: an event loop of its own for each question or each chain of questions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from portal.app import Portal


def ask(portal: Portal, path: str, **headers: str) -> httpx.Response:
    """GET through Datasette's own client."""
    return run(lambda: portal.client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()}))


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        return await work()

    return asyncio.run(main())
