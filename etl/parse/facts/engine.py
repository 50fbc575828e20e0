"""From the text of sections to facts."""

from __future__ import annotations

from etl.report import Fact, Section


def facts(sections: tuple[Section, ...]) -> tuple[Fact, ...]:
    """Facts of all sections, in the order of the text.

    ``quote`` is the exact slice ``section.text[start:end]``; ``value`` is scaled (2万 → 20000), ``unit`` as printed
    without 万; ``approximate`` where the text says 余, 多, 约, 近, 超 or the like. Never raises.
    """
    return ()
