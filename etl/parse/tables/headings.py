"""What the lines over the sets of a table say of them: whose numbers each holds, and of which year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from etl.documents import Document, Paragraph, Table
from etl.parse.grid import GridRow
from etl.parse.names import read_name
from etl.parse.tables.years import YEAR_BEFORE, year_said
from etl.text import squeeze, strip_numbering

_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_CAPTION = re.compile(
    r"^(20\d\d)年度?:?$|(?<!\d)(20\d\d)年度?(?:[^。,;]{0,30})(?:数据|(?:统计|情况)表?|报表|表格|一览表|明细表|同期|对[比照])(?:如下)?(?:\([^()]*\)"
    r"|:)?$")
_NAMED = re.compile("^[^:。,;]{1,8}:(?=.)")
"""What may stand ahead of a year: 报告期：2022年, 表1：2022年度."""
_BEHIND = re.compile(r"(?<=.)\([^()]*\)$|(?<=年)1-12月(?=$)")
_COMPARED = re.compile("对[比照]|供?参考")
_BEFORE = re.compile("上一?年|去年|同期")

_BESIDE_A_NAME = re.compile(r"^[^:]*:(?=.)|[:。]$|\([^()]*\)|20\d\d年度?|(?:的|数据|统计|情况|[报附]?表)+$")
"""What may stand beside a name: 填报单位：市教育局, 市教育局2021年统计表."""
_OWN = re.compile("[本我](?:机关|单位|部门|[局委办厅院镇乡])")
_LEVEL = re.compile(f"{_OWN.pattern}|[省市县区州盟旗镇乡局委]?(?:政府)?本级|[局委]机关")
_PUT_RIGHT = re.compile("(?:[更订修]正|[修更]改|调整|变更)(前|后)(?!.*[为。])")
"""What is said over numbers that were put right, and over those from before."""
_SECTION = re.compile("[一二三四五六七][、.]")
_OF_ALL = re.compile("汇总|^全[省市县区州盟旗镇乡系]|下[属辖级]|[所直局委厅]属|各(?:[市县区镇乡街]|部门|单位)")
"""A heading over the numbers of the body's own level; over those of others with it, or without."""
_TITLE = r"(?:人民政府)?(?:关于)?(?:20\d\d年度?)?(?:政府信息|信息|政务)公开.{0,12}?(?:年度报告|年报)"
"""What stands behind the body's name in the title of its report."""


def lines_ahead(n: int, sets: Mapping[int, Sequence[GridRow]], above: Mapping[int, Sequence[str]]) -> list[str]:
    """The lines ahead of a set, the nearest first; not those ahead of the set before it, nor, where another table stands between, one that
    is printed over several: it is said of the next one alone."""
    first, at = sets[n][0], sets[n][0].table.index
    before = max((i for m, rows in sets.items() if m != n for r in rows if (i := r.table.index) < at), default=-1)
    printed = Counter(line for lines in above.values() for line in set(lines))
    further = (line for i in range(at - 1, before, -1) for line in above.get(i, ()) if printed[line] == 1)
    return [words_of(first), *above.get(at, ()), *further]


def each_its_heading(ahead: dict[int, list[str]]) -> dict[int, list[str]]:
    """The lines ahead of sets in their order. Headings of whom each is, all ahead of the first (of tables in an attachment), are one a set."""
    headings = [[line for line in lines if is_of_own_level(line) or _OF_ALL.search(_name_in(line))] for lines in ahead.values()]
    if len(ahead) > 1 and len(headings[0]) == len(ahead) and not any(headings[1:]):
        return {n: [line] for n, line in zip(ahead, reversed(headings[0]), strict=True)}
    return ahead


def whose_sets(lines: Mapping[int, Sequence[str]], document: Document) -> dict[int, bool | None]:
    """Whether sets are the body's own or another's, as the nearest line ahead of each says that names one."""
    ahead = takewhile(lambda b: not isinstance(b, Table), document.blocks)
    titles = squeeze("".join((document.title or "", *(b.text for b in ahead if isinstance(b, Paragraph)))))
    return {n: next((own for line in of_set if (own := _is_own(line, titles)) is not None), None) for n, of_set in lines.items()}


def _is_own(line: str, titles: str) -> bool | None:
    """Whether a line says that what follows is of the body that the report's title names, or was put right; None where it says neither."""
    if put_right := _PUT_RIGHT.search(squeeze(line)):
        return put_right[1] == "后"
    said = _name_in(line)
    if _OWN.fullmatch(said):
        return True
    return bool(re.search(re.escape(_body(said)) + _TITLE, _body(titles))) if read_name(said) and not _LEVEL.fullmatch(said) else None


def _body(name: str) -> str:
    """A name in which a government is called in full, and without its office, which is the same body."""
    return re.sub("(?:人民)?政府(?!信息)(?:办公[室厅])?", "人民政府", name)


def is_of_all(lines: Iterable[str]) -> bool:
    """Whether the nearest line that says of whom a set is, in its section, says of all bodies together."""
    telling = (name for line in lines if _OF_ALL.search(name := _name_in(line)) or _LEVEL.fullmatch(name) or _SECTION.match(squeeze(line)))
    return _OF_ALL.search(next(telling, "")) is not None


def is_of_own_level(line: str) -> bool:
    """Whether a line is a heading over the numbers of the body's own level: 本级, 本机关."""
    return _LEVEL.fullmatch(_name_in(line)) is not None


def _name_in(line: str) -> str:
    """The name that a line over a table may hold."""
    return _BESIDE_A_NAME.sub("", strip_numbering(squeeze(line)))


def captioned_years(above: Mapping[int, Sequence[str]]) -> dict[int, int]:
    """The year that the caption right above a table, or above others with nothing between them, says its numbers are of, by the table's number;
    :data:`~.years.YEAR_BEFORE` for 上年."""
    years: dict[int, int] = {}
    for i, lines in above.items():
        line = squeeze(lines[0]) if lines else ""
        found = _CAPTION.search(line)
        if found and len(set(_YEAR.findall(line))) == 1:
            years[i] = int(found[1] or found[2])
        elif year_said(line) == YEAR_BEFORE:
            years[i] = YEAR_BEFORE
        elif not line and i - 1 in years:
            years[i] = years[i - 1]
    return years


def year_in(lines: Iterable[str]) -> int | None:
    """The one year that the nearest line with a year names, sentences aside."""
    for line in lines:
        if (year := year_said(line)) is not None or (not line.endswith("。") and (years := set(_YEAR.findall(squeeze(line))))):
            return year if year is not None else int(years.pop()) if len(years) == 1 else None
    return None


def year_of_caption(caption: str) -> int | None:
    """The year that a line says the numbers below it are of; what is there to be compared is of a year before."""
    said = squeeze(caption)
    line = _BEHIND.sub("", _NAMED.sub("", strip_numbering(said)))
    if year_said(line) is not None or _CAPTION.search(line):
        return year_in([line])
    years = set(_YEAR.findall(said))
    if not _COMPARED.search(said) or len(years) > 1:
        return None
    return int(years.pop()) if years else YEAR_BEFORE if _BEFORE.search(said) else None


def words_of(row: GridRow) -> str:
    """The words of a set's first row, which may name its year."""
    return "" if row.has_values else "".join(c.text for c in row.table.rows[row.index])
