"""The book of rules, in the order in which findings are listed."""

from __future__ import annotations

from collections.abc import Iterator

from etl.check import applications, disputes, document, proactive, prose, reading, statistics, years
from etl.check.model import Equation, Grid, Rule

RULES: tuple[Rule, ...] = (
    *applications.RULES, *disputes.RULES, *proactive.RULES, *prose.RULES, *years.RULES, *document.RULES, *statistics.RULES, *reading.RULES,
)
BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}


def equations(grid: Grid) -> Iterator[Equation]:
    """Every identity of the form whose operands the report prints, whether it holds or not."""
    yield from applications.equations(grid)
    yield from disputes.equations(grid)
    yield from statistics.equations(grid)
