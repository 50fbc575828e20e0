"""Tables of other markup amid text: HTML, which Markdown falls back on where cells span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.documents import Block

_TABLE = re.compile(r"<(/?)table\b", re.I)


@dataclass(frozen=True, slots=True)
class Marked:
    blocks: Sequence[Block]
    end: int


def read(lines: Sequence[str], at: int) -> Marked | None:
    """What stands between ``<table`` in the line and the end of its outermost table; None where none begins or it never ends."""
    if "<" not in lines[at] or not (start := _TABLE.search(lines[at])) or start[1]:
        return None
    depth = last = 0
    for n in range(at, len(lines)):
        for tag in _TABLE.finditer(lines[n]) if "<" in lines[n] else ():
            depth += -1 if tag[1] else 1
            last = n if tag[1] else last
        if depth <= 0:
            break
    # a table that never ends is mended as a browser does, up to the end of the last one
    return Marked(_blocks("\n".join(lines[at : last + 1])), last + 1) if last or depth <= 0 else Marked((), len(lines))


def _blocks(text: str) -> Sequence[Block]:
    # Imported when needed: that reader reads tables written with bars by this package.
    from etl.extract.html import seen
    from etl.extract.html.blocks import content

    return content(seen(text)[1])
