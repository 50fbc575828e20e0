"""The one function that crawler, ingest, parse and rebuild all call: bytes in, a report or a classified failure out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from etl.errors import ReadError
from etl.report import Origin, Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exactly one of ``report`` and ``error`` is set."""

    sha256: str
    report: Report | None = None
    error: ReadError | None = None


def process(data: bytes, origin: Origin) -> Outcome:
    """Reads, parses and checks one file. Pure: no network, no disk, no clock; the same bytes give the same outcome.

    Never raises :class:`~etl.errors.ReadError`: it is returned. Any other exception is a defect and passes through.
    """
    from etl.check import check
    from etl.extract import extract
    from etl.parse import parse

    digest = hashlib.sha256(data).hexdigest()
    try:
        return Outcome(digest, report=check(parse(extract(data, origin), origin, digest)))
    except ReadError as error:
        return Outcome(digest, error=error)
