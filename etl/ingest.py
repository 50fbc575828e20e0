"""Files into archive and database: what ``gongkai ingest`` does with what :mod:`etl.inputs` finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.inputs import Input, read_in_order
from etl.intake import Intake
from etl.workers import WorkerPool


class Failed(NamedTuple):
    label: str
    kind: str
    message: str


@dataclass
class Ingested:
    """What became of the files: how many by state, and each that failed with its reason."""

    states: Counter[str] = field(default_factory=Counter)
    failures: list[Failed] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.states.values())

    def failed(self, label: str, kind: str, message: str) -> None:
        """Counts one that failed before it could be loaded."""
        self.states["failed"] += 1
        self.failures.append(Failed(label, kind, message))


def ingest(
    inputs: Iterable[Input], intake: Intake, pool: WorkerPool, result: Ingested, done: Callable[[Input], None] = lambda _: None
) -> None:
    """Archives every input, reads it in the pool and loads it; a file that fails is kept in ``failures`` and passed over.

    Adds to ``result``; ``done`` is called after each. The caller derives (:meth:`etl.load.Writer.derive`).
    """

    def keep(item: Input) -> None:
        if item.data is not None:
            intake.keep(item.data, item.origin)

    for item, outcome in read_in_order(pool, inputs, keep):
        label = item.origin.url or item.label
        error = outcome.error
        if outcome.sha256:
            result.states[intake.load(outcome, item.origin, label)] += 1
            if error is not None:
                result.failures.append(Failed(item.label, error.kind, error.message))
        elif error is not None:
            intake.failure({"url": label, "stage": "open", "kind": error.kind, "message": error.message})
            result.failed(item.label, error.kind, error.message)
        done(item)
