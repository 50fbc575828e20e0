"""What a change of layout is, where all are kept by name, and what many of them do."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from bench.gold.case import Case
from tests.sites import labels
from tests.sites.layout import Block, Grid, Text
from tests.sites.truth import TruthCell

Change = Callable[[Case, random.Random], bool]

ALL = frozenset({"2019", "2021", "2014", "mixed"})
MATRIX = ALL - {"2014"}
#: Formats in which a blank cell still is a cell, and in which cells keep their place.
CELLED = frozenset({"html", "docx", "pdf", "tika", "markdown", "xlsx", "rtf", "ofd"})
#: Formats whose writer can hold any character.
ANY_CHARACTER = frozenset({"html", "docx", "tika", "spaced", "markdown", "xlsx", "ofd"})


@dataclass(frozen=True, slots=True)
class Perturbation:
    name: str
    change: Change
    forms: frozenset[str]
    formats: frozenset[str] | None
    """None: all of them."""
    breaks: bool

    def suits(self, form: str, family: str) -> bool:
        return form in self.forms and (self.formats is None or family in self.formats)


PERTURBATIONS: dict[str, Perturbation] = {}


def perturbation(
    forms: frozenset[str] = ALL, formats: frozenset[str] | None = None, breaks: bool = False
) -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        PERTURBATIONS[change.__name__] = Perturbation(change.__name__, change, forms, formats, breaks)
        return change

    return register


OLD, NEW = frozenset({"2019"}), frozenset({"2021"})
APPLICANTS = [c for c, _ in labels.APPLICANTS]


def number_keys(case: Case, table: str | None = None) -> list[tuple[str, str, str]]:
    return [k for k, c in case.expected.items() if c.state == "number" and table in (None, k[0])]


def some_numbers(case: Case, rng: random.Random, most: int) -> list[tuple[str, str, str]]:
    """Keys of so many numbers, or of all where a change before left fewer."""
    keys = number_keys(case)
    return rng.sample(keys, min(most, len(keys)))


def has_subtotal(case: Case) -> bool:
    """Whether table 3 has a column 小计."""
    return any(c.text == "小计" for row in case.grid("applications").rows for c in row)


def reprint(case: Case, key: tuple[str, str, str], printed: str, unit: str | None = None) -> None:
    case.set_cell(key, TruthCell(case.expected[key].value, printed, unit=unit))


def change_grid(case: Case, table: str, change: Callable[[Grid], Grid]) -> bool:
    before = case.parts
    # The stump of a table that was cut in two has neither header nor groups to change.
    case.map_grids(lambda g: change(g) if g.id == table and g.rows[0][0].kind == "header" else g)
    return case.parts != before


def heading_at(case: Case, number: str = "") -> int | None:
    """Where the first heading stands, or the first with this number; None where there is none."""
    return next((i for i, p in enumerate(case.parts) if isinstance(p, Text) and p.kind == "heading" and p.text.strip().startswith(number)), None)


def insert(case: Case, at: int, *blocks: Block) -> None:
    case.parts = (*case.parts[:at], *blocks, *case.parts[at:])
