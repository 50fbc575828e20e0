"""Two independent readings of the same bytes, made one.

Where they agree the cell stands, and a broken identity is the document's own. Where they disagree the identities of the
form decide, if they can decide in one way only; else nobody knows, and the cell is unreadable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations, product

from etl.check.cells import name
from etl.check.judge import judge
from etl.check.model import Grid, Key, infers
from etl.check.rules import equations
from etl.documents import BY_ORDER, UNSURE
from etl.forms import REVIEW
from etl.report import Finding, Report, ReportCell, State

#: Up to so many disputed cells that hang together every mixture of the two readings is tried.
_EXHAUSTIVE = 8
#: What is said of the reporter, not of the cells: another reading of the tables is no help there.
_NOT_CELLS = frozenset({"R8", "F1", "F3", "F4"})

Choice = Mapping[Key, ReportCell | None]


def needs_second_reading(report: Report) -> bool:
    """Whether something in this checked reading is odd enough to read the document in another way: an identity that
    fails, cells that are missing, unreadable or mended."""
    prose = _NOT_CELLS - {"F4"} if infers(report) else _NOT_CELLS  # lines inferred from a page: the other reader may see the heading
    return any(
        f.rule not in prose and f not in report.identity.findings
        and (f.severity == "error" or (f.origin == "reading" and f.severity != "info"))
        for f in report.findings
    )


def reconcile(first: Report, second: Report) -> Report:
    """The judged report made of two readings of the same bytes by independent ways.

    Cells, places and prose are the first's. A disputed cell takes the reading that the identities demand, or becomes
    ``unreadable`` with both readings in its note and a finding R6. A table that only one of the two found is kept but
    not trusted. The result is final: :func:`etl.check.check` would forget what the second reading said.
    """
    one, two = _index(first), _index(second)
    alone = {k[0] for k in one} ^ {k[0] for k in two}
    # The grid stands where the order of its cells alone says nothing, and knows which columns there are.
    columns = {(k[0], k[2]) for k in one}
    ordered = second.reader == f"{first.reader}/order"
    unplaced = _unplaced(second) | {k for k in two if k[0] not in alone and (k[0], k[2]) not in columns} if ordered else set()
    keys = [k for k in dict.fromkeys((*one, *two)) if k[0] not in alone and k not in unplaced]
    two = {k: c for k, c in two.items() if k not in unplaced}
    same = frozenset(k for k in keys if _same(one.get(k), two.get(k)))
    disputed = [k for k in keys if k not in same]
    # What neither reading is sure of is not made sure by both: one recogniser errs twice in the same way.
    agreed = frozenset(k for k in same if not (_unsure(one.get(k)) and _unsure(two.get(k))))
    one |= {k: replace(one[k], note=two[k].note) for k in agreed if _unsure(one[k])}
    settled = _settle(first, one, two, disputed)
    merged = _merge(first, {**one, **two, **one}, {
        k: _decided(settled[k], one.get(k), two.get(k)) if k in settled else _unreadable(k, one.get(k), two.get(k))
        for k in disputed
    })
    return judge(
        merged, agreed=agreed, disputed=frozenset(k for k in disputed if k not in settled), same_headings=_same_headings(first, second),
        extra=(*_only_once(alone, one, first, second), *_differences(merged, disputed, settled, one, two)),
    )


def _same_headings(first: Report, second: Report) -> bool:
    """Two readers found the same headings; the same reader's lines in another order are no second reading of them."""
    independent = not second.reader.startswith(first.reader)
    return independent and [s.number for s in first.sections] == [s.number for s in second.sections]


def _index(report: Report) -> dict[Key, ReportCell]:
    cells: dict[Key, ReportCell] = {}
    for cell in report.cells:
        cells.setdefault(cell.key, cell)
    return cells


def _unplaced(report: Report) -> set[Key]:
    """Cells that show the values of a whole row, because the reading could put them into no columns: it says nothing of
    what stands there, nor that there are such cells."""
    shown = Counter((c.table, c.row, c.printed) for c in report.cells if c.state is State.UNREADABLE)
    return {c.key for c in report.cells if c.state is State.UNREADABLE and c.printed and shown[c.table, c.row, c.printed] > 1}


def _same(a: ReportCell | None, b: ReportCell | None) -> bool:
    if a is None or b is None:
        return False
    # A row placed by its order alone, which a sum contradicts, is no guess any more where the other reader saw its label.
    guessed = (b.note or "").startswith(BY_ORDER) and a.printed == b.printed
    return guessed or (a.state, a.value, a.unit) == (b.state, b.value, b.unit)


def _unsure(cell: ReportCell | None) -> bool:
    return cell is not None and cell.note is not None and cell.note.startswith(UNSURE)


def _merge(first: Report, cells: Mapping[Key, ReportCell], changed: Choice) -> Report:
    every = (changed.get(key, cell) for key, cell in cells.items())
    # table 4 is the same in two forms: it tells neither
    form = first.form or next((c.form for c in cells.values() if c.form and c.table != REVIEW), None)
    return replace(first, form=form, cells=tuple(c for c in every if c is not None))


def _settle(first: Report, one: Choice, two: Choice, disputed: Sequence[Key]) -> dict[Key, ReportCell]:
    """The disputed cells for which exactly one of the readings satisfies the identities."""
    base = {k: c for k, c in {**two, **one}.items() if c is not None}
    settled: dict[Key, ReportCell] = {}
    moved = _moved(one, two)
    for group in _components(first, base, one, two, disputed):
        found: list[tuple[ReportCell | None, ...]] = []
        for choice in _mixtures(group):
            picked = {k: (one, two)[pick].get(k) for k, pick in zip(group, choice, strict=True)}
            values = tuple(picked[k] for k in group)
            if values not in found and _supported(_merge(first, base, picked), frozenset(group)):
                found.append(values)
            if len(found) > 1:
                break
        if len(found) == 1:
            settled.update((k, c) for k, c in zip(group, found[0], strict=True) if c is not None and k[:2] not in moved)
    return settled


def _moved(one: Choice, two: Choice) -> set[tuple[str, str]]:
    """Rows (table, row) whose numbers the readings give to different rows: no sum tells the rows that it adds up from one another."""
    a, b = _numbers(one), _numbers(two)
    return {row for r, numbers in a.items() for s, others in b.items()
            if r[0] == s[0] and r != s and numbers == others and b.get(r) != numbers and a.get(s) != others for row in (r, s)}


def _numbers(cells: Choice) -> dict[tuple[str, str], dict[str, float]]:
    """The numbers of each row that has some, by their columns."""
    rows: dict[tuple[str, str], dict[str, float]] = {}
    for (table, row, column), cell in cells.items():
        if cell is not None and cell.value is not None:
            rows.setdefault((table, row), {})[column] = cell.value
    return rows


def _components(
    first: Report, base: Mapping[Key, ReportCell], one: Choice, two: Choice, disputed: Sequence[Key]
) -> Iterator[list[Key]]:
    """Disputed cells that share identities, directly or through each other."""
    groups: dict[Key, set[Key]] = {k: {k} for k in disputed}
    for side in (one, two):
        merged = _merge(first, base, {k: side.get(k) for k in disputed})
        for equation in equations(Grid(merged)):
            together = [c.key for c in equation.cells if c.key in groups]
            joined = set(chain.from_iterable(groups[k] for k in together))
            groups.update((k, joined) for k in joined)
    seen: set[Key] = set()
    for key in disputed:
        if key not in seen:
            seen |= groups[key]
            yield [k for k in disputed if k in groups[key]]


def _mixtures(group: Sequence[Key]) -> Iterator[tuple[int, ...]]:
    """Which reading each cell is taken from (0 or 1): every way for few cells; for many, either reading as a whole and
    with a cell, one or two rows, or one or two columns taken from the other."""
    if len(group) <= _EXHAUSTIVE:
        yield from product((0, 1), repeat=len(group))
        return
    rows = [frozenset(k for k in group if k[1] == row) for row in dict.fromkeys(k[1] for k in group)]
    columns = [frozenset(k for k in group if k[2] == column) for column in dict.fromkeys(k[2] for k in group)]
    pairs = (a | b for lines in (rows, columns) for a, b in combinations(lines, 2))
    flips: Iterable[frozenset[Key]] = dict.fromkeys(
        chain((frozenset(),), (frozenset({k}) for k in group), rows, columns, pairs))
    for flip in flips:
        for whole in (0, 1):
            yield tuple(1 - whole if k in flip else whole for k in group)


def _supported(report: Report, group: frozenset[Key]) -> bool:
    """Every cell of the group stands in an identity, and every identity it stands in holds."""
    supported: set[Key] = set()
    for equation in equations(Grid(report)):
        mine = group.intersection(c.key for c in equation.cells)
        if mine and not equation.holds:
            return False
        supported |= mine
    return supported == group


def _seen(cell: ReportCell | None) -> str:
    return "无此格" if cell is None else f"“{cell.printed}”"


def _decided(cell: ReportCell, a: ReportCell | None, b: ReportCell | None) -> ReportCell:
    place = a or cell
    return replace(
        cell, page=place.page, table_index=place.table_index, row_index=place.row_index, column_index=place.column_index,
        bbox=place.bbox, note=f"两次读取不同（{_seen(a)}与{_seen(b)}），依勾稽关系取{cell.printed or '空白'}",
    )


def _unreadable(key: Key, a: ReportCell | None, b: ReportCell | None) -> ReportCell:
    cell = a or b
    assert cell is not None
    printed = next((c.printed for c in (a, b) if c is not None and c.printed), "")
    return replace(cell, value=None, value_yuan=None, unit=None, state=State.UNREADABLE, printed=printed,
                   note=f"两次读取不同：{_seen(a)}与{_seen(b)}")


def _differences(
    merged: Report, disputed: Sequence[Key], settled: Mapping[Key, ReportCell], one: Choice, two: Choice
) -> Iterator[Finding]:
    grid = Grid(merged)
    for key in disputed:
        cell = grid.cell(*key)
        a, b = one.get(key), two.get(key)
        where = name(grid, cell) if cell else "/".join(key[1:])
        end = f"依勾稽关系取{cell.printed or '空白'}" if cell and key in settled else "无从判断"
        yield Finding("R6", "info" if key in settled else "warning", f"{where}：两次读取不同，{_seen(a)}与{_seen(b)}，{end}",
                      "reading", *key, left=a.printed if a else None,
                      right=b.printed if b else None)


def _only_once(alone: set[str], one: Choice, first: Report, second: Report) -> Iterator[Finding]:
    for table in sorted(alone):
        there = first if any(k[0] == table for k in one) else second
        yield Finding("R6", "warning", f"这张表只有一次读取（{there.reader}）读到，未能复核", "reading", table)
