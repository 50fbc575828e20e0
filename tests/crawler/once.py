"""One crawl in a process of its own, its summary as JSON.

Twisted's reactor starts once a process, so every crawl of a test is a process: a fork of one that has loaded the crawler
(:mod:`tests.forks`). The socket is patched here: names resolve only as a test says, and a connection to anything but loopback is
written down and refused, so that a broken guard sends nothing.
"""

from __future__ import annotations

import errno
import functools
import ipaddress
import itertools
import json
import os
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.forks import begin

ATTEMPTS: list[str] = []
DNS: dict[str, list[list[str]]] = {}
"""For each name its answers, one list a question; the last one stays."""


def patch() -> None:
    """Before Twisted is imported, which takes the resolver's function then."""
    real_lookup, real_connect = socket.getaddrinfo, socket.socket.connect_ex

    def lookup(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        try:
            ipaddress.ip_address(name)
        except ValueError:
            answers = DNS.get(name)
            if not answers:
                raise socket.gaierror(socket.EAI_NONAME, "no such name") from None
            now = answers.pop(0) if len(answers) > 1 else answers[0]
            return [found for address in now for found in real_lookup(address, port, *rest, **more)]
        return real_lookup(host, port, *rest, **more)

    def connect(self: socket.socket, address: Any) -> int:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not ipaddress.ip_address(address[0]).is_loopback:
            ATTEMPTS.append(address[0])
            return errno.ECONNREFUSED
        return real_connect(self, address)

    socket.getaddrinfo = lookup
    socket.socket.connect_ex = connect  # type: ignore[method-assign]


def die_before(step: int | str) -> None:
    """Kills the process before one of the steps that leave something behind, given by its number or name."""
    from crawler.memory import Memory
    from etl.archive import Archive
    from etl.load import Writer

    steps = itertools.count(1)

    def counted(what: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(what)
        def call(*arguments: Any, **more: Any) -> Any:
            if step in (next(steps), what.__name__):
                os.kill(os.getpid(), signal.SIGKILL)
            return what(*arguments, **more)

        return call

    for of, names in (
        (Memory, ("queue", "answered", "failed", "set_links", "save_source", "save_host")), (Archive, ("put", "append")),
        (Writer, ("load", "fetch", "failure", "derive")),
    ):
        for name in names:
            setattr(of, name, counted(getattr(of, name)))


def run(told: dict[str, Any], folder: Path, environment: Mapping[str, str]) -> None:
    """What the fork does; ``out`` and ``err`` in the folder hold what it says."""
    begin(Path.cwd(), folder / "out", folder / "err", {**os.environ, **environment})
    from crawler.run import crawl
    from etl.runs import new_run_id
    from etl.settings import load_settings

    flags, step = told.pop("flags", {}), told.pop("die_before", None)
    DNS.update(told.pop("dns", {}))
    if step is not None:
        die_before(step)
    summary = crawl(load_settings({}, **told), run_id=new_run_id("crawl"), **flags)
    print(json.dumps({**summary.to_json(), "sources": {s.source_id: asdict(s) for s in summary.sources}, "attempts": ATTEMPTS}), flush=True)
