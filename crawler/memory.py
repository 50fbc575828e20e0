"""What the crawler remembers between runs: pages and their links, hosts, sources. The frontier's truth is here.

A SQLite file of its own (``crawl.db`` beside the database); where several machines crawl together, the same in Redis
(:mod:`crawler.shared.memory`). It is memory, not data: lost, everything is asked again and nothing is loaded twice.
Written in small transactions in the order of what happened, so that a crawl killed at any point goes on where it was.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from crawler.pages.urls import canonical
from crawler.platforms.base import Role

log = logging.getLogger(__name__)

State = Literal["pending", "answered", "archived", "done", "failed"]

_SCHEMA = """
create table pages (
  key text primary key, source_id text not null, url text not null, method text not null, body blob not null,
  headers text not null, role text not null, depth integer not null, title text not null, date text, context text not null,
  state text not null, campaign text not null, platform_version integer, status integer, etag text, last_modified text,
  sha256 text, origin text, result text, result_of text, first_seen text not null, fetched_at text, checked_at text,
  changed_at text, failures integer not null default 0
) without rowid;
create index pages_source on pages (source_id, campaign, state);
create index pages_state on pages (state);
create table links (parent text not null, position integer not null, child text not null, primary key (parent, position)) without rowid;
create table hosts (
  host text primary key, robots text, robots_status integer, robots_at text, cool_until text, cool_reason text, cool_times integer not null default 0,
  night text, requests integer not null default 0, transport text, delay real
) without rowid;
create table sources (
  source_id text primary key, campaign text, begun_at text, ended_at text, checked_at text, misses integer not null default 0,
  reports integer, last_new_at text
) without rowid;
"""
VERSION = 3


@dataclass(frozen=True, slots=True)
class PageRef:
    """One page to ask, with everything needed to ask it again in another process."""

    source_id: str
    url: str
    role: Role
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    depth: int = 0
    title: str = ""
    """Text of the link that led here."""
    date: str | None = None
    context: dict[str, Any] = field(default_factory=dict)
    """What the page that named it knew, as JSON values; see :mod:`crawler.leads`."""

    @property
    def key(self) -> str:
        return canonical(self.url, self.method, self.body)


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a page."""

    ref: PageRef
    state: State
    campaign: str
    platform_version: int | None
    status: int | None
    etag: str | None
    last_modified: str | None
    sha256: str | None
    origin: str | None
    """JSON: where the bytes came from, while they are archived and not yet loaded."""
    result: str | None
    """What became of the document: a status of the writer, ``failed:KIND`` or ``vanished``."""
    result_of: str | None
    """SHA-256 of the bytes that the result speaks of."""
    first_seen: str
    fetched_at: str | None
    checked_at: str | None
    changed_at: str | None
    """When its document last turned out to be new or changed."""
    failures: int


@dataclass(frozen=True, slots=True)
class SourceState:
    source_id: str
    campaign: str | None = None
    begun_at: str | None = None
    ended_at: str | None = None
    checked_at: str | None = None
    misses: int = 0
    """Visits in a row whose entry could not be read."""
    reports: int | None = None
    """Reports found in the last whole visit."""
    last_new_at: str | None = None


class Memory:
    """One connection to the crawler's memory. Not shared between threads."""

    def __init__(self, path: Path | str) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open(path)
        except sqlite3.OperationalError:  # busy, no room, no right: the file itself is sound
            raise
        except sqlite3.DatabaseError as error:
            aside = Path(f"{path}.damaged")
            log.warning("%s is damaged (%s): it is put aside as %s, and everything is asked again", path, error, aside.name)
            self._db.close()
            Path(path).replace(aside)
            self._open(path)

    def _open(self, path: Path | str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        if self._db.execute("pragma user_version").fetchone()[0] != VERSION:
            # Memory of another version is dropped: it costs requests, never data.
            for (name,) in self._db.execute("select name from sqlite_master where type = 'table'").fetchall():
                self._db.execute(f'drop table "{name}"')
            self._db.executescript(f"begin; {_SCHEMA} pragma user_version = {VERSION}; commit;")

    def close(self) -> None:
        self._db.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    # -- pages ------------------------------------------------------------------------------------------------

    def page(self, key: str) -> Known | None:
        row = self._db.execute("select * from pages where key = ?", (key,)).fetchone()
        return known_of(row) if row else None

    def queue(self, refs: Iterable[PageRef], campaign: str, now: str) -> list[PageRef]:
        """Marks pages as to be asked in this campaign; returns those that were not yet, each once, in order."""
        with self._transaction():
            return [ref for ref in refs if self._queue(ref, campaign, now)]

    def _queue(self, ref: PageRef, campaign: str, now: str) -> bool:
        known = self._db.execute("select campaign from pages where key = ?", (ref.key,)).fetchone()
        if known is not None and known["campaign"] == campaign:
            return False
        row = {**row_of(ref), "campaign": campaign, "state": "pending", "first_seen": now}
        names = ", ".join(row)
        told = ", ".join(f"{name} = excluded.{name}" for name in row if name not in ("key", "first_seen"))
        self._db.execute(
            f"insert into pages ({names}) values ({', '.join(':' + name for name in row)}) on conflict (key) do update set {told}", row
        )
        return True

    def meet(self, key: str, campaign: str) -> None:
        """A page that a visit came by without asking it, because it was not due."""
        self._db.execute("update pages set campaign = ? where key = ?", (campaign, key))

    def waiting(self, source_id: str, campaign: str, *states: State) -> Iterator[Known]:
        """Pages of a campaign in one of these states, the earliest seen first."""
        marks = ", ".join("?" * len(states))
        rows = self._db.execute(
            f"select * from pages where source_id = ? and campaign = ? and state in ({marks}) order by depth, first_seen, key",
            (source_id, campaign, *states),
        ).fetchall()
        return map(known_of, rows)

    def archived(self) -> list[str]:
        """Pages whose document is in the archive and not yet dealt with."""
        return [row["key"] for row in self._db.execute("select key from pages where state = 'archived' order by fetched_at, key")]

    def answered(self, key: str, now: str, **values: Any) -> None:
        """Records what is known of a page after an answer: any column of ``pages``."""
        values = {"checked_at": now, **values}
        names = ", ".join(f"{name} = :{name}" for name in values)
        self._db.execute(f"update pages set {names} where key = :key", {**values, "key": key})

    def failed(self, key: str, now: str, result: str, status: int | None = None) -> None:
        self._db.execute(
            "update pages set state = 'failed', result = ?, status = ?, checked_at = ?, failures = failures + 1 where key = ?",
            (result, status, now, key),
        )

    def set_links(self, parent: str, children: Iterable[str]) -> None:
        """What a list page leads to, in its order; replaces what was remembered."""
        with self._transaction():
            self._db.execute("delete from links where parent = ?", (parent,))
            rows = [(parent, position, child) for position, child in enumerate(dict.fromkeys(children))]
            self._db.executemany("insert into links values (?, ?, ?)", rows)

    def links(self, parent: str) -> list[PageRef]:
        rows = self._db.execute(
            "select pages.* from links join pages on pages.key = links.child where parent = ? order by position", (parent,)
        ).fetchall()
        return [known_of(row).ref for row in rows]

    def contents(self, entries: Iterable[str]) -> list[str]:
        """SHA-256 of every document that was read and stands at a page that these entries lead to.

        By links, not by source: a page that two sources lead to is asked for one of them and stands for both.
        """
        keys = list(dict.fromkeys(entries))
        rows = self._db.execute(
            f"with recursive reached (key) as (values {', '.join(['(?)'] * len(keys))} union"
            " select child from links join reached on parent = reached.key)"
            " select distinct sha256 from pages join reached using (key) where state = 'done' and sha256 = result_of"
            " and result not like 'failed:%' and result <> 'vanished'", keys,
        ).fetchall()
        return [row["sha256"] for row in rows]

    def forget_unless(self, loaded: Callable[[str], bool]) -> int:
        """Makes pages unknown whose document the database does not have; returns how many there were."""
        rows = self._db.execute("select key, result_of from pages where result_of is not null").fetchall()
        lost = [row["key"] for row in rows if not loaded(row["result_of"])]
        with self._transaction():
            self._db.executemany(f"update pages set {', '.join(f'{name} = null' for name in LEARNED)} where key = ?", [(key,) for key in lost])
        return len(lost)

    def unseen(self, source_id: str, campaign: str) -> list[str]:
        """Pages of documents loaded earlier that this campaign has not met."""
        rows = self._db.execute(
            "select key from pages where source_id = ? and campaign <> ? and state = 'done' and sha256 is not null"
            " and role in ('article', 'attachment') and result <> 'vanished' and result not like 'failed:%'", (source_id, campaign),
        ).fetchall()
        return [row["key"] for row in rows]

    def vanished(self, key: str) -> None:
        """Marks a document as gone from its site, so that it is counted once."""
        self._db.execute("update pages set result = 'vanished' where key = ?", (key,))

    # -- sources ----------------------------------------------------------------------------------------------

    def source(self, source_id: str) -> SourceState:
        row = self._db.execute("select * from sources where source_id = ?", (source_id,)).fetchone()
        return SourceState(**dict(row)) if row else SourceState(source_id)

    def save_source(self, state: SourceState) -> None:
        self._db.execute(
            "insert or replace into sources values (?, ?, ?, ?, ?, ?, ?, ?)",
            (state.source_id, state.campaign, state.begun_at, state.ended_at, state.checked_at, state.misses, state.reports, state.last_new_at),
        )

    # -- hosts ------------------------------------------------------------------------------------------------

    def host(self, host: str) -> dict[str, Any]:
        """All columns of a host, None where nothing is known. Its robots.txt is kept under ``scheme://host:port``, all else under
        :func:`~crawler.pages.urls.main_host`."""
        row = self._db.execute("select * from hosts where host = ?", (host,)).fetchone()
        if row is None:
            self._db.execute("insert into hosts (host) values (?)", (host,))
            row = self._db.execute("select * from hosts where host = ?", (host,)).fetchone()
        return dict(row)

    def save_host(self, host: str, **values: Any) -> None:
        self.host(host)
        names = ", ".join(f"{name} = :{name}" for name in values)
        self._db.execute(f"update hosts set {names} where host = :host", {**values, "host": host})


#: What an answer teaches about a document.
LEARNED = ("etag", "last_modified", "sha256", "result", "result_of")


def row_of(ref: PageRef) -> dict[str, Any]:
    """The columns of ``pages`` that a reference fills."""
    return {
        "key": ref.key, "source_id": ref.source_id, "url": ref.url, "method": ref.method, "body": ref.body,
        "headers": json.dumps(ref.headers), "role": ref.role, "depth": ref.depth, "title": ref.title, "date": ref.date,
        "context": json.dumps(ref.context, ensure_ascii=False),
    }


def known_of(row: Mapping[str, Any] | sqlite3.Row) -> Known:
    """A row of ``pages``."""
    ref = PageRef(
        row["source_id"], row["url"], row["role"], row["method"], bytes(row["body"]),
        tuple((a, b) for a, b in json.loads(row["headers"])), row["depth"], row["title"], row["date"], json.loads(row["context"]),
    )
    return Known(
        ref, row["state"], row["campaign"], row["platform_version"], row["status"], row["etag"], row["last_modified"], row["sha256"],
        row["origin"], row["result"], row["result_of"], row["first_seen"], row["fetched_at"], row["checked_at"], row["changed_at"],
        row["failures"],
    )
