"""Files into archive and database: what ``gongkai ingest`` does with what :mod:`etl.inputs` finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from etl.errors import ReadError
from etl.inputs import Input, read_in_order
from etl.intake import Intake
from etl.workers import WorkerPool


@dataclass
class Ingested:
    """What became of the files: how many by state, and each that failed with its error."""

    states: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, ReadError]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.states.values())


def ingest(
    inputs: Iterable[Input], intake: Intake, pool: WorkerPool, done: Callable[[Input], None] = lambda _: None
) -> Ingested:
    """Archives every input, reads it in the pool and loads it; a file that fails is kept in ``failures`` and passed over.

    ``done`` is called after each. The caller derives (:meth:`etl.load.Writer.derive`).
    """
    result = Ingested()

    def keep(item: Input) -> None:
        if item.data is not None:
            intake.keep(item.data, item.origin)

    for item, outcome in read_in_order(pool, inputs, keep):
        label = item.origin.url or item.label
        if outcome.sha256:
            result.states[intake.load(outcome, item.origin, label)] += 1
        elif outcome.error is not None:
            result.states["failed"] += 1
            intake.failure({"url": label, "stage": "open", "kind": outcome.error.kind, "message": outcome.error.message})
        if outcome.error is not None:
            result.failures.append((item.label, outcome.error))
        done(item)
    return result
