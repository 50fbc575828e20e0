"""Tables that only lay out the page: shared by the readers of Word's formats (DOCX, RTF), and the text made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

PARAGRAPHS, CHARACTERS = 8, 300
"""From which on a cell holds a page of prose, no entry of a table. A label that runs down its column has as many paragraphs, of a
character each."""
Held = tuple[Sequence[str], Sequence[int]]
"""What a cell holds: its paragraphs, and how many cells each of the tables in it has."""


def is_frame(cells: Iterable[Held]) -> bool:
    """Whether a table has one cell, or one that holds prose at length or a table larger than all of it."""
    held = list(cells)
    return len(held) == 1 or any(
        (len(said) >= PARAGRAPHS and sum(map(len, said)) >= CHARACTERS) or any(size > len(held) for size in inner) for said, inner in held)
