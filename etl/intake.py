"""The steps that every document takes after it was found: archive, journal, rows. Crawler and ingest share them.

What is written to the database is written to the journal first, so that a rebuild can replay it in the same order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from etl.archive import Archive, origin_address, origin_values
from etl.report import Origin, Outcome
from etl.runs import now

if TYPE_CHECKING:
    from etl.load import Writer


class Intake:
    """Takes documents, fetches, failures and the run itself into archive and database. One thread at a time."""

    def __init__(self, archive: Archive, writer: Writer, run_id: str) -> None:
        self.archive = archive
        self.writer = writer
        self.run_id = run_id

    def keep(self, data: bytes, origin: Origin) -> str:
        """Archives the bytes, before anything reads them; returns their SHA-256."""
        return self.archive.put(data, origin)

    def load(self, outcome: Outcome, origin: Origin, label: str | None = None) -> str:
        """Writes the rows of a document that was kept; what could not be read becomes a failure, seen now.

        ``label`` names the file in that failure, where the address (or file name) of its origin says too little.

        Returns what :meth:`etl.load.Writer.load` returns: new, changed, unchanged, duplicate, alternate or failed.
        """
        met: dict[str, Any] = {"sha256": outcome.sha256, "address": origin_address(origin), "at": now()}
        if self.archive.origin(outcome.sha256, origin_address(origin)) != origin:
            # Met again in other circumstances: a rebuild must read it with these, as it is read now.
            met["origin"] = origin_values(origin)
        self._journal("observation", met)
        state = load_kept(self.writer, self.archive, outcome, origin)
        if outcome.error is not None:
            named = {"file": label} if label and label != origin_address(origin) else {}
            self.failure({
                "source_id": origin.source_id, "url": origin_address(origin), "stage": "read", "kind": outcome.error.kind,
                "message": outcome.error.message, "sha256": outcome.sha256, **named,
            })
        return state

    def fetch(self, record: Mapping[str, Any]) -> None:
        """A request that was made; see :meth:`etl.load.Writer.fetch`."""
        self.writer.fetch(self._journal("fetch", record))

    def failure(self, record: Mapping[str, Any]) -> None:
        """Something that failed; see :meth:`etl.load.Writer.failure`. Seen now, unless the record says when."""
        moment = now()
        self.writer.failure(self._journal("failure", {"first_seen": moment, "last_seen": moment, **record}))

    def run(self, record: Mapping[str, Any]) -> None:
        """The state of the run itself; see :meth:`etl.load.Writer.run`."""
        self.writer.run(self._journal("run", {"id": self.run_id, **record}))

    def sources(self, cards: Iterable[Mapping[str, Any]]) -> None:
        """The registry as it stands; see :meth:`etl.load.Writer.sources`. Journalled only when a card came, went or changed."""
        given = [dict(card) for card in cards]
        held = self.writer.db.execute("select card from sources where active = 1").fetchall()
        known = {card["id"]: card for card in (json.loads(text) for (text,) in held if text)}
        bare = {card["id"]: {key: value for key, value in card.items() if value is not None} for card in given}
        if known != json.loads(json.dumps(bare)):
            self.writer.sources(self._journal("sources", {"cards": given})["cards"])

    def _journal(self, event: str, record: Mapping[str, Any]) -> dict[str, Any]:
        row = {**record, "run_id": self.run_id}
        self.archive.append({"run_id": self.run_id, "event": event, "record": row})
        return row


def load_kept(writer: Writer, archive: Archive, outcome: Outcome, origin: Origin) -> str:
    """:meth:`etl.load.Writer.load` with the size and media type that the archive knows."""
    from etl.extract import sniff

    # A worker that was killed could not say what it was reading.
    media_type = outcome.media_type or sniff(archive.get(outcome.sha256))
    return writer.load(outcome, origin, media_type, archive.size(outcome.sha256))
