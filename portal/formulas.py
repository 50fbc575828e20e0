"""CSV whose texts no spreadsheet takes for formulas: what documents print is put into cells, never run there."""

from __future__ import annotations

import csv
import io
import re

#: ``=…`` and ``@…`` always, ``+…`` and ``-…`` unless a number or a mark such as ``-`` or ``--``.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\s*[\d.,%\s]*$)(?!-*$)")


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if _FORMULA.match(text) else text


class CsvGuard:
    """Passes a CSV file through in pieces, cut anywhere, and makes its texts harmless row by row."""

    def __init__(self) -> None:
        self._held = b""
        self._quotes = 0

    def feed(self, piece: bytes, *, last: bool = False) -> bytes:
        """What can be passed on; a row that is not whole yet is held back. ``last``: nothing follows."""
        self._held += piece
        self._quotes += piece.count(b'"')
        if not last and (self._quotes % 2 or not self._held.endswith(b"\n")):
            return b""
        rows, self._held, self._quotes = self._held, b"", 0
        if not any(sign in rows for sign in b"=@+-\t"):
            return rows
        out = io.StringIO()
        writer = csv.writer(out)
        csv.field_size_limit(max(csv.field_size_limit(), len(rows)))
        for row in csv.reader(io.StringIO(rows.decode("utf-8"), newline="")):
            writer.writerow([harmless(cell) for cell in row])
        return out.getvalue().encode("utf-8")
