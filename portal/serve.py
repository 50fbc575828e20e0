"""``gongkai serve``: the portal over HTTP."""

from __future__ import annotations

import errno
import socket
import sqlite3
import threading
import webbrowser
from contextlib import closing, suppress
from pathlib import Path

import click

from etl.archive import Archive
from etl.load.migrations import VERSION
from etl.settings import Settings

#: Without these no page of the portal can be drawn.
_NEEDED = frozenset({"agencies", "reports", "sections", "applications", "findings", "documents", "runs"})


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 8001, open_browser: bool = False) -> None:
    """Serves until interrupted. Raises :class:`click.ClickException`, one clear sentence, where it cannot start."""
    check_database(settings.database)
    import uvicorn  # only now: Datasette is slow to load, and whoever has no database yet is told so at once

    from portal.app import Portal

    with closing(listen(host, port)) as listener:
        address = _address(host, listener.getsockname()[1])
        portal = Portal(settings.database, Archive(settings.archive))
        config = uvicorn.Config(portal.app(), log_level="warning", lifespan="on", server_header=False)
        click.echo(f"公开门户 Portal: {address}  (Ctrl+C 停止 to stop)")
        if open_browser:
            threading.Timer(1, webbrowser.open, [address]).start()
        try:
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[listener])
        finally:
            portal.close()


def check_database(path: Path) -> None:
    """Raises :class:`click.ClickException` unless the file is a database of ours."""
    if not path.is_file():
        raise click.ClickException(
            f"There is no database at {path}: run `gongkai nightly` (or `gongkai demo` for sample data) first."
        )
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            version = connection.execute("pragma user_version").fetchone()[0]
            names = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{path} cannot be opened as a database: {error}.") from error
    if missing := _NEEDED - names:
        raise click.ClickException(
            f"{path} is not a database of gongkai (no table {', '.join(sorted(missing))}): run `gongkai nightly` first."
        )
    if version != VERSION:
        age, remedy = ("an older", "run `gongkai nightly` once") if version < VERSION else ("a newer", "update this program")
        raise click.ClickException(f"{path} was written by {age} version of gongkai: {remedy}.")


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a taken port is found before anything starts; port 0 takes a free one."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        reason = "the port is in use" if error.errno == errno.EADDRINUSE else error.strerror or str(error)
        raise click.ClickException(f"Cannot serve on {host}:{port}: {reason}; choose another with --port.") from error
    return listener


def _address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
