"""Reports that repeat another: the same prose after masking names, years and digits, or the same numbers.

Prose is compared as its set of five-character shingles: the share of all shingles that both have (Jaccard). A report is
compared with the year before of its own body, and with those of other bodies of the same or a neighbouring year that a
one-permutation MinHash finds likely; every pair kept was then compared in full.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import sqlite_utils

from etl.load.database import insert_sql, values
from etl.load.years import SHORTEST, Year, equal_tables, table_print
from etl.text import squeeze

#: Pairs less alike than this are not kept.
LEAST = 0.8
_SHINGLE = 5
_BINS = 64
_BANDS = 16
#: A group of reports larger than this shares boilerplate rather than copies; its pairs are not looked at.
_LARGEST_GROUP = 60
_EMPTY = 0xFFFFFFFF
_DIGITS = re.compile(r"[0-9０-９〇一二三四五六七八九十百千万两.,%％]+")
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")
_SUFFIX = re.compile(r"(?:人民政府.*|办事处|街道|自治区|自治州|自治县|省|市|县|区|旗|镇|乡|盟|州)$")


def masked(text: str, names: Iterable[str]) -> str:
    """The Han characters of a text without the names given (and their short forms), years and numbers."""
    found = squeeze(text)
    words = {squeeze(name) for name in names}
    words |= {short for word in words if len(short := _SUFFIX.sub("", word)) >= 2}
    for word in sorted(words - {""}, key=len, reverse=True):
        found = found.replace(word, " ")
    return _NOT_HAN.sub("", _DIGITS.sub("", found))


def shingles(text: str) -> frozenset[str]:
    """The five-character pieces of a masked text."""
    return frozenset(text[i:i + _SHINGLE] for i in range(len(text) - _SHINGLE + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of all pieces that both have, from 0 to 1; 0 where there are none."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def signature(pieces: frozenset[str]) -> bytes | None:
    """64 numbers of 32 bits that two texts share in about the measure of their likeness; None for too short a text."""
    if len(pieces) < SHORTEST:
        return None
    bins = [_EMPTY] * _BINS
    for piece in pieces:
        value = int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8).digest(), "big")
        place, rest = value % _BINS, value >> 32
        bins[place] = min(bins[place], rest)
    # An empty bin borrows from the next that is filled, so that equal texts agree there too.
    for i in range(_BINS):
        if bins[i] == _EMPTY:
            step = next(s for s in range(1, _BINS) if bins[(i + s) % _BINS] != _EMPTY)
            bins[i] = (bins[(i + step) % _BINS] + step) & (_EMPTY - 1)
    return struct.pack(f">{_BINS}I", *bins)


@dataclass(frozen=True, slots=True)
class _Prose:
    pieces: frozenset[str]
    characters: int


@dataclass(frozen=True, slots=True)
class _Signed:
    report_id: str
    agency_id: str
    year: int
    signature: bytes | None
    tables: str | None


class Likenesses:
    """Keeps ``similarities`` and ``signatures`` in line with the reports. Used by one derivation."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db
        self._changed: set[str] = set()
        self._prose = lru_cache(maxsize=512)(self._read_prose)

    def add(self, year: Year) -> None:
        """Notes a report that changed: its signature is made again, and all its pairs are compared again."""
        self._changed.add(year.report_id)
        prose = self._prose(year.report_id)
        row = {"report_id": year.report_id, "prose": signature(prose.pieces), "tables": table_print(year)}
        self.db.conn.execute(insert_sql("signatures", "INSERT OR REPLACE"), values("signatures", row))

    def with_year_before(self, after: Year, before: Year) -> tuple[float, int]:
        """Likeness of the prose of two years of one body and the characters compared; kept where they repeat."""
        one, other = self._prose(after.report_id), self._prose(before.report_id)
        score, characters = likeness(one.pieces, other.pieces), min(one.characters, other.characters)
        self._keep(after.report_id, before.report_id, "previous_year", score, characters, equal_tables(before, after))
        return score, characters

    def forget_years(self, report_ids: Iterable[str]) -> None:
        """Before a body's years are compared again."""
        self.db.conn.executemany(
            "DELETE FROM similarities WHERE report_id = ? AND kind = 'previous_year'", [(r,) for r in report_ids]
        )

    def settle(self) -> None:
        """Finds the pairs of different bodies, when any report changed, went or came."""
        self.db.execute("DELETE FROM signatures WHERE report_id NOT IN (SELECT id FROM reports)")
        held = dict(self.db.execute("SELECT report_id || ' ' || other_report_id, report_id FROM similarities WHERE kind = 'other_agency'").fetchall())
        signed = [
            _Signed(*row) for row in self.db.execute(
                "SELECT s.report_id, r.agency_id, r.year, s.prose, s.tables FROM signatures s JOIN reports r ON r.id = s.report_id"
                " WHERE r.agency_id IS NOT NULL AND r.year IS NOT NULL ORDER BY r.year, s.report_id"
            )
        ]
        likely = _pairs(signed)
        for gone in held.keys() - {f"{a.report_id} {b.report_id}" for a, b in likely}:
            self.db.execute("DELETE FROM similarities WHERE report_id = ? AND other_report_id = ?", gone.split(" "))
        for later, earlier in sorted(likely, key=lambda p: (p[0].report_id, p[1].report_id)):
            known = f"{later.report_id} {earlier.report_id}" in held
            if known and self._changed.isdisjoint((later.report_id, earlier.report_id)):
                continue
            one, other = self._prose(later.report_id), self._prose(earlier.report_id)
            same = later.tables is not None and later.tables == earlier.tables
            self._keep(
                later.report_id, earlier.report_id, "other_agency", likeness(one.pieces, other.pieces),
                min(one.characters, other.characters), same,
            )

    def _keep(self, report_id: str, other: str, kind: str, score: float, characters: int, tables: bool) -> None:
        if not tables and (score < LEAST or characters < SHORTEST):
            self.db.conn.execute("DELETE FROM similarities WHERE report_id = ? AND other_report_id = ?", (report_id, other))
            return
        row = {
            "report_id": report_id, "other_report_id": other, "kind": kind, "score": round(score, 4), "characters": characters,
            "equal_tables": int(tables),
        }
        self.db.conn.execute(insert_sql("similarities", "INSERT OR REPLACE"), values("similarities", row))

    def _read_prose(self, report_id: str) -> _Prose:
        names = self.db.conn.execute(
            "SELECT publisher, region FROM report_versions WHERE report_id = ? AND state = 'current'", (report_id,)
        ).fetchone() or ()
        words = [part for name in names if name for part in name.split("/")]
        text = "\n".join(
            row[0] for row in self.db.conn.execute("SELECT text FROM sections WHERE report_id = ? ORDER BY position", (report_id,))
        )
        prose = masked(text, words)
        return _Prose(shingles(prose), len(prose))


def _pairs(signed: list[_Signed]) -> set[tuple[_Signed, _Signed]]:
    """Pairs of reports of different bodies that are likely alike, the later one first."""
    found: set[tuple[_Signed, _Signed]] = set()
    rows = struct.calcsize(">I") * _BINS // _BANDS
    for at in range(0, rows * _BANDS, rows):
        found.update(_same(signed, lambda s, at=at: s.signature[at:at + rows] if s.signature else None))  # type: ignore[misc]
    found = {(a, b) for a, b in found if a.signature and b.signature and _estimate(a.signature, b.signature) >= LEAST - 0.15}
    found.update(_same(signed, lambda s: s.tables))
    return found


def _same(signed: list[_Signed], key: Callable[[_Signed], object]) -> Iterator[tuple[_Signed, _Signed]]:
    groups: dict[object, list[_Signed]] = defaultdict(list)
    for one in signed:
        value = key(one)
        if value is not None:
            groups[value].append(one)
    for group in groups.values():
        if 1 < len(group) <= _LARGEST_GROUP:
            for earlier, later in combinations(group, 2):
                if earlier.agency_id != later.agency_id and later.year - earlier.year <= 1:
                    yield later, earlier


def _estimate(one: bytes, other: bytes) -> float:
    pairs = zip(struct.iter_unpack(">I", one), struct.iter_unpack(">I", other), strict=True)
    return sum(a == b for a, b in pairs) / _BINS
