"""Timing in alternation, and the lines of the table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

Step = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Line:
    """Ours beside another in one unit. ``rate``: more is better, else less."""

    what: str
    unit: str
    ours: float
    other: str = ""
    theirs: float | None = None

    @property
    def ratio(self) -> str:
        return "" if not self.theirs else f"{self.ours / self.theirs:.2f}"

    def __str__(self) -> str:
        theirs = "" if self.theirs is None else _figure(self.theirs)
        return f"| {self.what} | {self.unit} | {_figure(self.ours)} | {self.other} | {theirs} | {self.ratio} |"


HEADER = "| what | unit | ours | limit or peer | theirs | ours/theirs |\n|---|---|---:|---|---:|---:|"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def seconds(step: Step) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def alternate(steps: Iterable[Step], runs: int) -> list[float]:
    """Median seconds of each step over ``runs`` rounds. Each round runs every step once, so that a busy moment of the machine meets
    all alike; a first round is not counted."""
    steps = list(steps)
    taken: list[list[float]] = [[] for _ in steps]
    for turn in range(runs + 1):
        for times, step in zip(taken, steps, strict=True):
            spent = seconds(step)
            if turn:
                times.append(spent)
    return [median(times) for times in taken]
