"""Reports broken on purpose: their numbers contradict each other and must be read as printed."""

from __future__ import annotations

import random

from bench.gold.cases import Case
from bench.gold.perturb.registry import APPLICANTS, MATRIX, perturbation
from tests.sites import labels
from tests.sites.truth import number


@perturbation(MATRIX, breaks=True)
def total_is_wrong(case: Case, rng: random.Random) -> bool:
    key = ("applications", rng.choice(("granted", "new_received", "total_processed")), "total")
    if case.expected[key].state != "number":
        return False
    case.set_cell(key, number((case.expected[key].value or 0) + rng.randint(1, 9)))
    case.consistent = False
    return True


@perturbation(MATRIX, breaks=True)
def dispute_total_is_wrong(case: Case, rng: random.Random) -> bool:
    key = ("review_litigation", "cases", f"{rng.choice(labels.CHANNELS)[0]}_total")
    case.set_cell(key, number((case.expected[key].value or 0) + rng.randint(1, 9)))
    case.consistent = False
    return True


@perturbation(MATRIX, breaks=True)
def cells_shifted(case: Case, rng: random.Random) -> bool:
    """The filler typed one row a column too far to the right: the numbers stay as printed."""
    row = rng.choice(("granted", "unavailable_not_held"))
    keys = [("applications", row, c) for c in APPLICANTS]
    if any(k not in case.expected or case.expected[k].state != "number" for k in keys):
        return False
    values = [case.expected[k].value or 0 for k in keys]
    if sum(values[:5]) == values[5]:
        return False  # shifted, the row still adds up: nobody could tell
    for key, value in zip(keys[1:], values[:-1], strict=True):
        case.set_cell(key, number(value))
    case.set_cell(keys[0], number(0))
    case.consistent = False
    return True
