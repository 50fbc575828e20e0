"""Pages of a fixed-layout file (PDF, OFD) put together to one document: tables over page breaks, running headers.

The readers hand over what each page shows; everything that needs more than one page is decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from etl.documents import Block, Box, Cell, Paragraph, Table
from etl.extract.grid import BoxedCell, clusters, from_boxes, table
from etl.extract.limits import MAX_CELLS, MAX_TABLES, at_most
from etl.extract.pages.columns import in_columns
from etl.extract.pages.glyphs import (
    blotted,
    once,
    spacing,
    struck_out,
    tightened,
    untied,
    with_marks,
    without_added,
    without_struck,
    written_over,
)
from etl.extract.pages.layout import Glyph, Line, lines, share_out
from etl.extract.pages.marks import UNSURE, Mark, marked
from etl.extract.pages.narrow import cell_texts, is_above, whole
from etl.extract.pages.rulings import Segment
from etl.text import squeeze

_PAGE_NUMBER = re.compile(r"^[-—–_~·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，共]+\s*\d{1,4}\s*页?)?[-—–_~·.\s]*$|^Page\s*\d+.*$", re.I)
_NUMBER = re.compile(r"[+\-−–]?[\d.,，]*\d|[/—]+")
_TOLERANCE = 3.0
_LINE, _SENTENCE = 40, 12
"""Characters above which a framed cell holds prose, no caption: whatever it says, and where it has the marks of a sentence."""
_CLAUSE = re.compile(r"^[^(]*,(?!\d)|[。;]$")
"""A comma outside brackets (the labels of the form have them inside alone), or the end of a clause."""


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str
    top: float
    bottom: float
    places: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Cells of one ruled table on one page."""

    cells: tuple[BoxedCell, ...]

    @property
    def bbox(self) -> Box:
        x0, top, x1, bottom = zip(*(c.bbox for c in self.cells), strict=True)
        return min(x0), min(top), max(x1), max(bottom)

    @property
    def top(self) -> float:
        return min(c.bbox[1] for c in self.cells)

    @property
    def bottom(self) -> float:
        return max(c.bbox[3] for c in self.cells)

    @property
    def columns(self) -> list[float]:
        return _columns(self.cells)

    @property
    def first_columns(self) -> list[float]:
        """Of the cells at its upper edge."""
        top = self.top + _TOLERANCE
        return _columns(c for c in self.cells if c.bbox[1] <= top)

    @property
    def last_columns(self) -> list[float]:
        bottom = self.bottom - _TOLERANCE
        return _columns(c for c in self.cells if c.bbox[3] >= bottom)


def _columns(cells: Iterable[BoxedCell]) -> list[float]:
    return clusters((x for c in cells for x in (c.bbox[0], c.bbox[2])), 2.5)


Part = TextLine | RuledTable


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    height: float
    parts: tuple[Part, ...]
    """In reading order; text inside a table is not among the lines."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one page of a file draws: characters, the cells of its ruled tables, the lines across it, and what is as small as letters."""

    width: float
    height: float
    glyphs: Sequence[Glyph]
    tables: Sequence[Sequence[Box]]
    across: Sequence[Segment]
    marks: Sequence[Mark] = ()


_WIDE, _GUTTER, _EDGE = 1.2, 0.03, 0.08
"""Width of a sheet with two pages, as a share of its height; what is empty between these, of its width; and the height of a strip at
the top and the foot for what was printed on the sheet as a whole."""
_BOTH = 0.2
"""Share of a file's letters that stand on the left pages, and on the right ones, at least: a column of values has few."""


def pages(sheets: Sequence[Sheet]) -> list[Page]:
    """The pages of a file. Where each of its sheets is wide and empty down its middle, two stand on each, side by side: a title, or
    prose that is set across such a sheet, leaves no middle empty."""
    if sheets and all(map(_has_gutter, sheets)):
        halves = [(_part(s, 0, s.width / 2), _part(s, s.width / 2, s.width)) for s in sheets]
        letters = [sum(g.text.isalpha() for half in side for g in half.glyphs) for side in zip(*halves, strict=True)]
        if min(letters) >= _BOTH * sum(letters) > 0:
            sheets = [half for both in halves for half in both]
    usual = spacing([s.glyphs for s in sheets])
    return [page(n, s, usual) for n, s in enumerate(sheets, 1)]


def _has_gutter(sheet: Sheet) -> bool:
    start, end = ((0.5 + side * _GUTTER / 2) * sheet.width for side in (-1, 1))
    top, bottom = _EDGE * sheet.height, (1 - _EDGE) * sheet.height
    written = ((g.x0, g.x1) for g in sheet.glyphs if top < g.center[1] < bottom and not g.text.isspace())
    ruled = ((s.start, s.end) for s in sheet.across if top < s.at < bottom)
    return sheet.width > _WIDE * sheet.height and not any(x0 < end and start < x1 for x0, x1 in (*written, *ruled))


def _part(sheet: Sheet, left: float, right: float) -> Sheet:
    """What stands between two places across a sheet, as a sheet of its own."""
    return Sheet(
        right - left, sheet.height, [replace(g, x0=g.x0 - left, x1=g.x1 - left) for g in sheet.glyphs if left <= g.center[0] < right],
        [[(x0 - left, top, x1 - left, bottom) for x0, top, x1, bottom in table] for table in sheet.tables if left <= table[0][0] < right],
        [Segment(s.at, s.start - left, s.end - left) for s in sheet.across if left <= s.start < right],
        [replace(m, box=(m.box[0] - left, m.box[1], m.box[2] - left, m.box[3])) for m in sheet.marks if left <= m.box[0] < right],
    )


def page(number: int, sheet: Sheet, usual: float = 0.0) -> Page:
    """A page from what it draws; ``usual`` is the spacing of digits in its file. A frame round other tables is none itself."""
    tables = [t for t in sheet.tables if len(t) > 1 or not any(_holds(t[0], o[0]) for o in sheet.tables if o is not t)]
    glyphs = once(sheet.glyphs)
    over = written_over(glyphs)
    own = [g for i, g in enumerate(glyphs) if i not in over]
    glyphs = struck_out(untied(tightened(blotted(with_marks(own)), usual)), ((s.at, s.start, s.end) for s in sheet.across))
    ruled, inside, warnings = _ruled(number, glyphs, tables, sheet.marks)
    if open_ones := [boxes for boxes, table in zip(tables, ruled, strict=True) if _is_open(table.cells)]:
        ruled, inside, warnings = _ruled(number, glyphs, [t for t in tables if t not in open_ones], sheet.marks)
    outside = map(Line, map(tuple, without_added([without_struck(line.glyphs) for line in lines(g for i, g in enumerate(glyphs) if i not in inside)])))
    parts: list[tuple[float, Part]] = [(table.top, table) for table in ruled]
    parts += [(top, TextLine(line.text, line.bbox[1], line.bbox[3], line.places)) for top, line in in_columns(list(outside), [t.bbox for t in ruled])]
    if over:
        warnings += (f"page {number}: text printed over other text is left out",)
    return Page(number, sheet.height, tuple(part for _, part in sorted(parts, key=itemgetter(0))), warnings)


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] - 1 <= inner[0] and outer[1] - 1 <= inner[1] and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1
        and outer != inner
    )


def _ruled(number: int, glyphs: Sequence[Glyph], tables: Sequence[Sequence[Box]],
           marks: Sequence[Mark]) -> tuple[list[RuledTable], frozenset[int], tuple[str, ...]]:
    """The tables with their texts, which glyphs stand in them, and what is doubtful about that."""
    shares = share_out(glyphs, (box for boxes in tables for box in boxes))
    glyphs = [replace(g, text=UNSURE) if i in shares.doubtful else g for i, g in enumerate(glyphs)]
    texts: dict[Box, str] = {}
    for boxes in tables:
        texts |= zip(boxes, cell_texts(boxes, without_added([without_struck([glyphs[i] for i in shares.held[box]]) for box in boxes])), strict=True)
    texts |= dict.fromkeys(marked(marks, glyphs, shares.held), UNSURE)
    ruled = [RuledTable(_without_idle_edges([BoxedCell(texts[box], box, number) for box in boxes])) for boxes in tables]
    warnings = []
    if shares.crossing:
        warnings.append(f"page {number}: {shares.crossing} numbers cross the edge of their cell")
    if shares.overprint:
        warnings.append(f"page {number}: text printed over a table is left out")
    return ruled, shares.overprint.union(*shares.held.values()), tuple(warnings)


def _without_idle_edges(cells: Sequence[BoxedCell]) -> tuple[BoxedCell, ...]:
    """The cells without edges that part a blank from the cell above or below it, and no row from another: browsers draw one through
    a cell of several rows that a page's end tore."""
    found: list[BoxedCell] = []
    edges = sorted(edge for c in cells for edge in (c.bbox[1], c.bbox[3]))
    for cell in sorted(cells, key=lambda c: (round(c.bbox[0]), c.bbox[1])):
        last, at = found[-1] if found else None, cell.bbox[1]
        if (last and not (last.text.strip() and cell.text.strip()) and abs(last.bbox[3] - at) <= _TOLERANCE and is_above(last.bbox, cell.bbox)
                and bisect_right(edges, at + _TOLERANCE) - bisect_left(edges, at - _TOLERANCE) == 2):
            found[-1] = replace(last, text=last.text + cell.text, bbox=(*last.bbox[:3], cell.bbox[3]))
        else:
            found.append(cell)
    return tuple(sorted(found, key=lambda c: (c.bbox[1], c.bbox[0])))


def _is_open(cells: Sequence[BoxedCell]) -> bool:
    """Whether the lines between columns, or those between rows, are missing: then most numbers share a cell with others beside or
    above them, and the text is better read by where it stands."""
    shared = alone = 0
    apart = mixed = False
    for cell in cells:
        rows = [re.split(r" {2,}", line) for line in cell.text.split("\n")]
        beside = [w for row in rows if len(row) > 1 for part in row for w in part.split() if _NUMBER.fullmatch(w)]
        stacked = [row[0] for row in rows if len(row) == 1 and _NUMBER.fullmatch(row[0])]
        apart |= any(len(row) > 1 for row in rows)
        mixed |= 0 < len(stacked) < len(rows)
        shared += len(beside) + (len(stacked) if len(stacked) > 2 else 0)
        alone += len(stacked) if len(stacked) <= 2 else 0
    return shared > alone or (apart and _axes(cells, 0) <= 2) or (mixed and _axes(cells, 1) <= 2)


def _axes(cells: Sequence[BoxedCell], axis: int) -> int:
    """How many lines between columns (0) or rows (1) the cells lie between."""
    return len(clusters((edge for c in cells for edge in (c.bbox[axis], c.bbox[axis + 2])), 4))


def blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Paragraphs (physical lines) and tables; page numbers and running headers are left out."""
    pages = _with_whole_numbers(pages)
    running = _running(pages)
    kept = [(p, [part for part in p.parts if not _is_furniture(part, p, running)]) for p in pages]
    numbers = _bare_numbers(kept)
    return tuple(_joined([(p.number, part) for p, parts in kept for part in parts if id(part) not in numbers]))


def _with_whole_numbers(pages: Sequence[Page]) -> list[Page]:
    """The pages, numbers whole that the end of one tore within their cells."""
    found = list(pages)
    for at in range(1, len(found)):
        upper = next((part for part in reversed(found[at - 1].parts) if isinstance(part, RuledTable)), None)
        lower = next((part for part in found[at].parts if isinstance(part, RuledTable)), None)
        if upper and lower and _are_level(upper.columns, lower.columns):
            for n, old, cells in zip((at - 1, at), (upper, lower), whole(upper.cells, lower.cells), strict=True):
                found[n] = replace(found[n], parts=tuple(RuledTable(cells) if part is old else part for part in found[n].parts))
    return found


def without_gaps(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, in whose tables no row ends with one blank area where most rows have several cells, but with fewer cells: so browsers
    and office programs draw a row that lacks cells, whose numbers stand in the first columns then, whatever columns they are of."""
    return tuple(replace(b, rows=tuple(map(_but_gap, b.rows, [b] * len(b.rows)))) if isinstance(b, Table) else b for b in blocks)


def _but_gap(row: Sequence[Cell], whole: Table) -> tuple[Cell, ...]:
    last = row[-1] if row else None
    if last is None or last.colspan < 2 or last.rowspan > 1 or last.text.strip() or not any(_NUMBER.fullmatch(squeeze(c.text)) for c in row):
        return tuple(row)
    beside = [[c for c in other if c.column + c.colspan > last.column] for other in whole.rows]
    divided = sum(len(cells) > 1 and cells[0].column >= last.column for cells in beside)
    return tuple(row[:-1]) if 2 * divided > len(whole.rows) else tuple(row)


def warnings(pages: Sequence[Page]) -> tuple[str, ...]:
    return tuple(warning for p in pages for warning in p.warnings)


def _joined(parts: Sequence[tuple[int, Part]]) -> Iterator[Block]:
    count = at = 0
    while at < len(parts):
        number, part = parts[at]
        at += 1
        if isinstance(part, TextLine):
            yield Paragraph(part.text, number, places=part.places)
            continue
        group, last = [part], number
        while at < len(parts) and parts[at][0] == last + 1 and isinstance(below := parts[at][1], RuledTable) and _continues(group[-1], below):
            group.append(below)
            last += 1
            at += 1
        cells = [c for p in group for c in p.cells]
        at_most(len(cells), MAX_CELLS, "table cells")
        if _frames_prose(cells):
            yield from (Paragraph(line, c.page) for c in cells for line in c.text.split("\n") if line.strip())
            continue
        at_most(count, MAX_TABLES, "tables")
        yield table(count, from_boxes([p.cells for p in group]))
        count += 1


def _frames_prose(cells: Sequence[BoxedCell]) -> bool:
    """A frame round prose is no table: one cell, or one column with cells of a line's length or with the marks of a sentence."""
    if len(cells) <= 1:
        return True
    texts = [squeeze(c.text) for c in cells]
    return _axes(cells, 0) <= 2 and any(len(text) > _LINE or (len(text) > _SENTENCE and _CLAUSE.search(text)) for text in texts)


def _continues(upper: RuledTable, lower: RuledTable) -> bool:
    """The same table on the next page: the same outer edges, as a whole or where it was torn (a caption's frame may be wider), and
    the one's vertical lines among the other's."""
    a, b = upper.columns, lower.columns
    if not _are_level(a, b):
        torn = upper.last_columns, lower.first_columns
        if not _are_level(*torn):
            return False
        a, b = (_between(columns, edge[0], edge[-1]) for columns, edge in zip((a, b), torn, strict=True))
    few, many = sorted((a, b), key=len)
    if len(few) == 2 < len(many):
        narrow = upper if few is a else lower
        if any(len(squeeze(c.text)) > _LINE for c in narrow.cells):
            return False
    return all(any(abs(x - y) <= _TOLERANCE for y in many) for x in few)


def _between(columns: Sequence[float], start: float, end: float) -> list[float]:
    return [x for x in columns if start - _TOLERANCE <= x <= end + _TOLERANCE]


def _are_level(a: Sequence[float], b: Sequence[float]) -> bool:
    return abs(a[0] - b[0]) <= _TOLERANCE and abs(a[-1] - b[-1]) <= _TOLERANCE


def _running(pages: Sequence[Page]) -> set[str]:
    """Lines that stand first or last on most pages, whatever their numbers."""
    if len(pages) < 2:
        return set()
    seen: Counter[str] = Counter()
    for p in pages:
        seen.update({_but_numbers(t.text) for t in p.parts if isinstance(t, TextLine) and _at_edge(t, p, 0.1)})
    return {text for text, count in seen.items() if count >= min(3, len(pages)) and 2 * count > len(pages)}


def _but_numbers(text: str) -> str:
    """The words of a line: 第 3 页 is 第 4 页 on the next page. A line without words is its numbers."""
    words = re.sub(r"\d+", "0", squeeze(text))
    return words if any(c.isalpha() for c in words) else squeeze(text)


def _at_edge(line: TextLine, page: Page, share: float) -> bool:
    return line.bottom < share * page.height or line.top > (1 - share) * page.height


def _is_furniture(part: Part, page: Page, running: set[str]) -> bool:
    if not isinstance(part, TextLine) or not _at_edge(part, page, 0.12):
        return False
    text = part.text.strip()
    return _but_numbers(text) in running or (bool(_PAGE_NUMBER.match(text)) and not text.isdecimal())


def _bare_numbers(pages: Sequence[tuple[Page, Sequence[Part]]]) -> set[int]:
    """The parts (by identity) that are page numbers without a word: the outermost line of a page, counting on from page to page.
    Any other number there is the value of a row that the page's end tore."""
    found = [
        (part, int(part.text) - page.number)
        for page, parts in pages for part in {id(p): p for p in (*parts[:1], *parts[-1:])}.values()
        if isinstance(part, TextLine) and _at_edge(part, page, 0.12) and part.text.strip().isdecimal() and len(part.text.strip()) <= 4
    ]
    usual, count = Counter(ahead for _, ahead in found).most_common(1)[0] if found else (0, 0)
    return {id(part) for part, ahead in found if ahead == usual and (count > 1 or ahead == 0 or len(pages) == 1)}
