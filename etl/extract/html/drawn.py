"""Tables that are no ``<table>``: drawn by roles, by ``display``, as a grid of boxes, or as rows of words side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from lxml import html as lxml_html

from etl.extract.anchors import STATISTIC
from etl.extract.html.style import Style
from etl.numbers import read_cell
from etl.report import State
from etl.text import squeeze

_TAGS = {"table": "table", "inline-table": "table", "table-row": "tr", "table-cell": "td", "table-caption": "caption",
         "table-row-group": "tbody", "table-header-group": "thead", "table-footer-group": "tfoot"}
_ROLES = {"table": "table", "grid": "table", "row": "tr", "rowgroup": "tbody", "cell": "td", "gridcell": "td", "columnheader": "th",
          "rowheader": "th", "caption": "caption"}
#: Elements that may stand for anything: only these become parts of a table.
_PLAIN = frozenset({"div", "span", "section", "article", "p", "ul", "ol", "li", "dl", "dt", "dd", "label", "em", "b", "i", "strong", "a", "form"})
_WORDS = frozenset({"span", "em", "b", "i", "strong", "a", "label", "font", "u"})
_ROWS = frozenset({"li", "p", "div", "section", "dd"})
_WIDEST = 60
"""Columns of a grid; a longer list of them was written to keep a reader busy."""
_LEAST = 4
"""Numbers that a table holds at least."""
_CELL = 200
"""Characters of a cell at most."""
_REPEAT = re.compile(r"repeat\(\s*(\d{1,3})\s*,((?:[^()]|\([^()]*\))*)\)")
_ORDER = re.compile(r"-?\d{1,9}")
_SPAN = re.compile(r"span\s+(\d{1,3})")
_LINES = re.compile(r"(\d{1,3})(?:\s*/\s*(?:(-?\d{1,3})|span\s+(\d{1,3})))?")


def draw_tables(root: lxml_html.HtmlElement, said: Mapping[lxml_html.HtmlElement, Style]) -> None:
    """Changes the tree in place."""
    for element in list(root.iter()):
        style = said.get(element, {})
        if "flex" in style.get("display", "") or "grid" in style.get("display", ""):
            _arrange(element, style, said)
        if element.tag not in _PLAIN and "-" not in str(element.tag):  # browsers know no names with a hyphen: they are a page's own
            continue
        tag = _ROLES.get(element.get("role", "")) or _TAGS.get(style.get("display", ""))
        if tag:
            element.tag = tag
            for name in ("rowspan", "colspan"):
                if span := element.get(f"aria-{name}"):
                    element.set(name, span)
        elif style.get("display") in ("grid", "inline-grid") and (columns := _columns(style.get("grid-template-columns", ""))):
            _draw_grid(element, columns, said)
    for element in list(root.iter("ul", "ol", "dl", "div", "section", "article")):
        _draw_rows(element)


def _arrange(element: lxml_html.HtmlElement, style: Style, said: Mapping[lxml_html.HtmlElement, Style]) -> None:
    """Puts what stands in a row of boxes in the order in which it is shown."""
    order = {child: said.get(child, {}).get("order", "0") for child in element}
    backwards = style.get("flex-direction", "").endswith("reverse")
    if backwards or set(order.values()) > {"0"}:
        shown = sorted(element, key=lambda child: int(order[child]) if _ORDER.fullmatch(order[child]) else 0)
        element[:] = reversed(shown) if backwards else shown


def _columns(template: str) -> int:
    """How many columns a grid has; 0 where the width of the window decides."""
    written = _REPEAT.sub(lambda m: " x" * min(int(m[1]) * len(_tracks(m[2])), _WIDEST + 1), template)
    tracks = _tracks(written)
    return len(tracks) if 1 < len(tracks) <= _WIDEST and not re.search("auto-fi|subgrid", written) else 0


def _tracks(template: str) -> list[str]:
    return re.sub(r"\[[^\]]*\]", " ", re.sub(r"\([^()]*\)", "()", template)).split()


def _draw_grid(element: lxml_html.HtmlElement, columns: int, said: Mapping[lxml_html.HtmlElement, Style]) -> None:
    """Rows of as many columns as the grid has, filled as a browser fills them; only where its boxes are a table's cells."""
    boxes = list(_boxes(element, said))
    texts = [squeeze(b.text_content()) for b in boxes]
    numbers = sum(_is_number(t) for t in texts)
    told = numbers >= _LEAST or (numbers and STATISTIC.search("".join(texts)))
    if not told or max(map(len, texts)) > _CELL or any(next(b.iter("table"), None) is not None for b in boxes):
        return
    taken: set[tuple[int, int]] = set()
    rows: dict[int, dict[int, lxml_html.HtmlElement]] = {}
    row = column = 0
    for box in boxes:
        style = said.get(box, {})
        area = [*style.get("grid-area", "").split("/"), "", "", ""]
        start, across = _extent(style.get("grid-column", f"{area[1]}/{area[3]}".strip(" /")), columns)
        top, down = _extent(style.get("grid-row", f"{area[0]}/{area[2]}".strip(" /")), 1)
        across = min(across, columns)
        if top is not None:
            row, column = top, (start or 0) if top != row or start is not None else column
        elif start is not None and start < column:
            row, column = row + 1, start
        elif start is not None:
            column = start
        while column + across > columns or any((row + a, column + b) in taken for a in range(down) for b in range(across)):
            row, column = (row + 1, start or 0) if column + across >= columns or start is not None else (row, column + 1)
        taken |= {(row + a, column + b) for a in range(down) for b in range(across)}
        box.set("colspan", str(across))
        box.set("rowspan", str(down))
        rows.setdefault(row, {})[column] = box
        column += across
    for box in boxes:
        box.tag = "td"
    element.tag = "table"
    of_row = {r: rows.get(r, {}) for r in sorted({r for r, _ in taken})}
    element[:] = [_row([own[k] if k in own else lxml_html.Element("td") for k in range(max(own, default=-1) + 1) if k in own or (r, k) not in taken])
                  for r, own in of_row.items()]


def _boxes(element: lxml_html.HtmlElement, said: Mapping[lxml_html.HtmlElement, Style]) -> Iterable[lxml_html.HtmlElement]:
    """The boxes that a grid places: its children, or theirs where they are no boxes themselves."""
    for child in element:
        if child.get("hidden") is None and isinstance(child.tag, str):
            yield from child if said.get(child, {}).get("display") == "contents" else (child,)


def _extent(place: str, columns: int) -> tuple[int | None, int]:
    """First column, where it is said, and how many: ``span 3``, ``2 / 4``, ``1 / -1``, ``2``."""
    if lines := _LINES.match(place):
        start = int(lines[1]) - 1
        stop = start + int(lines[3] or 1) if not lines[2] else columns if lines[2].startswith("-") else int(lines[2]) - 1
        return start, min(max(1, stop - start), _WIDEST)
    span = _SPAN.search(place)
    return None, max(1, int(span[1])) if span else 1


def _row(cells: Sequence[lxml_html.HtmlElement]) -> lxml_html.HtmlElement:
    row = lxml_html.Element("tr")
    row.extend(cells)
    return row


def _draw_rows(parent: lxml_html.HtmlElement) -> None:
    """Neighbouring lines of words side by side, nothing between them, become a table: only where the words of one line
    after another are labels first and then numbers, to the end, and what they say is in a table of the report."""
    for is_row, run in groupby(list(parent), key=_is_row):
        rows = list(run)
        if not is_row or len(rows) < 2 or not STATISTIC.search(squeeze("".join(r.text_content() for r in rows))):
            continue
        if not any(_is_number(squeeze(c.text_content())) for r in rows for c in r):
            continue
        table = lxml_html.Element("table")
        table.tail, rows[-1].tail = rows[-1].tail, None
        parent.insert(parent.index(rows[0]), table)
        for row in rows:
            row.tag, row.tail = "tr", None
            for cell in row:
                cell.tag, cell.tail = "td", None
        table.extend(rows)


def _is_row(element: lxml_html.HtmlElement) -> bool:
    """Words in elements of their own; behind the first number nothing but numbers. Word's elements are no cells: it parts a word,
    and a number, wherever script or spelling change."""
    cells = list(element)
    if element.tag not in _ROWS or not cells or (element.text or "").strip():
        return False
    if any(c.tag not in _WORDS or (c.tail or "").strip() or c.get("lang") or "mso-" in c.get("style", "")
           or next(c.iter("p", "div", "li", "table", "br"), None) is not None for c in cells):
        return False
    texts = [squeeze(c.text_content()) for c in cells]
    first = next((i for i, t in enumerate(texts) if _is_number(t)), len(texts))
    return max(map(len, texts)) <= _CELL and (first > 0 or len(texts) > _LEAST) and all(map(_is_value, texts[first:]))


def _is_number(text: str) -> bool:
    return read_cell(text).state is State.NUMBER


def _is_value(text: str) -> bool:
    return read_cell(text).state is not State.UNREADABLE
