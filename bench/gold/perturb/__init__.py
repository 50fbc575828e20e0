"""Layouts of real life, each a small named change of a case. They compose: any few of them may meet in one report.

A change returns True if it found something to change. What it makes of the truth (a blank, a unit, a row of its own) it writes
into ``case.expected``; a change of looks alone leaves the truth as it is.
"""

from __future__ import annotations

import random

# Their order is that in which changes are drawn: the same seed gives the same cases.
from bench.gold.perturb import values, wording, rows, tables, page, broken  # isort: skip  # noqa: F401
from bench.gold.perturb.registry import PERTURBATIONS, Perturbation

__all__ = ["PERTURBATIONS", "Perturbation", "draw"]


def draw(form: str, family: str, rng: random.Random, count: int) -> list[Perturbation]:
    """``count`` different changes that suit a form and a family of formats; one in seven reports is broken on purpose."""
    fitting = [p for p in PERTURBATIONS.values() if p.suits(form, family) and not p.breaks]
    chosen = rng.sample(fitting, min(count, len(fitting)))
    breaking = [p for p in PERTURBATIONS.values() if p.suits(form, family) and p.breaks]
    if breaking and rng.random() < 1 / 7:
        chosen.append(rng.choice(breaking))
    return chosen
