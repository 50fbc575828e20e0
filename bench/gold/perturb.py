"""Layouts of real life, each a small named change of a case. They compose: any few of them may meet in one report.

A change returns True if it found something to change. What it makes of the truth (a blank, a unit, a row of its own) it writes
into ``case.expected``; a change of looks alone leaves the truth as it is.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.gold.cases import Case
from tests.sites import labels
from tests.sites.layout import Block, Cell, Grid, Text
from tests.sites.truth import TruthCell, number

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
_APPLICANTS = [c for c, _ in labels.APPLICANTS]


def _number_keys(case: Case, table: str | None = None) -> list[tuple[str, str, str]]:
    return [k for k, c in case.expected.items() if c.state == "number" and table in (None, k[0])]


def _reprint(case: Case, key: tuple[str, str, str], printed: str, unit: str | None = None) -> None:
    case.set_cell(key, TruthCell(case.expected[key].value, printed, unit=unit))


# --- values -----------------------------------------------------------------------------------------------------------


@perturbation(OLD)
def change_in_words(case: Case, rng: random.Random) -> bool:
    """本年增/减: 减4, 增3."""
    for key in _number_keys(case):
        value = case.expected[key].value
        if key[2] == "items_change" and value:
            _reprint(case, key, f"{'增' if value > 0 else '减'}{abs(value)}")
    return True


@perturbation(OLD)
def change_with_sign(case: Case, rng: random.Random) -> bool:
    """本年增/减: +3, −4 with the dashes of typographers."""
    for key in _number_keys(case):
        value = case.expected[key].value
        if key[2] == "items_change" and value:
            _reprint(case, key, f"+{value}" if value > 0 else f"{rng.choice('-–－')}{-value}")
    return True


@perturbation(OLD)
def amount_with_unit(case: Case, rng: random.Random) -> bool:
    key = ("art20_9", "government_procurement", "procurement_amount")
    unit = rng.choice(("万元", "元", " 万元"))
    _reprint(case, key, f"{case.expected[key].value}{unit}", unit.strip())
    return True


@perturbation(MATRIX, CELLED)
def zeros_left_blank(case: Case, rng: random.Random) -> bool:
    zeros = [k for k in _number_keys(case, "applications") if case.expected[k].value == 0 and k[2] != "total"]
    for key in zeros:
        case.set_cell(key, TruthCell(None, "", "blank"))
    return bool(zeros)


@perturbation(MATRIX, CELLED)
def only_totals_filled(case: Case, rng: random.Random) -> bool:
    for key in _number_keys(case, "applications"):
        if key[2] != "total":
            case.set_cell(key, TruthCell(None, "", "blank"))
    return True


@perturbation(MATRIX, CELLED)
def totals_of_outcomes_blank(case: Case, rng: random.Random) -> bool:
    """The column 总计 is filled only in the rows that are totals themselves."""
    kept = {"new_received", "carried_in", "total_processed", "carried_forward"}
    for key in _number_keys(case, "applications"):
        if key[2] == "total" and key[1] not in kept:
            case.set_cell(key, TruthCell(None, "", "blank"))
    return True


@perturbation(MATRIX, CELLED)
def random_blanks(case: Case, rng: random.Random) -> bool:
    """Cells of one row of outcomes left out; the sums can then not be checked, and nothing is to be made up."""
    row = rng.choice([k[1] for k in case.expected if k[0] == "applications" and k[1] not in ("total_processed", "carried_in")])
    for column in rng.sample(_APPLICANTS, rng.randint(1, 5)):
        case.set_cell(("applications", row, column), TruthCell(None, "", "blank"))
    case.lawful |= {"A1", "A2", "A3", "A6"}
    return True


@perturbation(MATRIX)
def rules_do_not_apply(case: Case, rng: random.Random) -> bool:
    mark = rng.choice(("/", "—", "-", "--", "无", "／"))
    for key in list(case.expected):
        if key[:2] == ("art20_1", "regulations"):
            case.set_cell(key, TruthCell(None, mark, "not_applicable"))
    return True


@perturbation(ALL)
def digits_full_width(case: Case, rng: random.Random) -> bool:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for key in rng.sample(_number_keys(case), 20):
        _reprint(case, key, case.expected[key].printed.translate(wide), case.expected[key].unit)
    return True


@perturbation(ALL, CELLED)
def spaces_round_numbers(case: Case, rng: random.Random) -> bool:
    """NBSP and ideographic spaces round digits; the printed text is what stands between them."""
    chosen = set(rng.sample(_number_keys(case), 40))
    case.map_cells(lambda c: replace(c, text=rng.choice(("\u00a0{}", "{}\u00a0", "　{}", " {} ")).format(c.text)) if c.key in chosen else c)
    return True


@perturbation(ALL)
def unit_behind_number(case: Case, rng: random.Random) -> bool:
    for key in rng.sample(_number_keys(case), 12):
        cell = case.expected[key]
        if cell.unit is None and isinstance(cell.value, int) and key[2] not in ("fees_collected", "procurement_amount", "items_change") and key[1] not in ("budget", "request_fees_collected"):
            case.set_cell(key, TruthCell(cell.value, f"{cell.printed}件", unit="件"))
    return True


@perturbation(ALL)
def thousands_separated(case: Case, rng: random.Random) -> bool:
    large = [k for k in _number_keys(case) if isinstance(v := case.expected[k].value, int) and abs(v) >= 1000 and case.expected[k].printed == str(v)]
    for key in large:
        _reprint(case, key, f"{case.expected[key].value:,}".replace(",", rng.choice(",，")))
    return bool(large)


@perturbation(ALL, frozenset({"html", "docx", "tika", "markdown", "xlsx", "rtf"}))
def thousands_apart(case: Case, rng: random.Random) -> bool:
    """Groups of three parted by a space that does not break."""
    large = [k for k in _number_keys(case) if isinstance(v := case.expected[k].value, int) and abs(v) >= 1000 and case.expected[k].printed == str(v)]
    gap = rng.choice("\u00a0\u202f")
    for key in large:
        _reprint(case, key, f"{case.expected[key].value:,}".replace(",", gap))
    return bool(large)


@perturbation(MATRIX)
def large_city(case: Case, rng: random.Random) -> bool:
    """Decisions by the million, as whole provinces report them."""
    for key in _number_keys(case):
        if key[2] == "decisions":
            value = rng.randint(1_000_000, 20_000_000)
            case.set_cell(key, number(value))
    return True


# --- labels -----------------------------------------------------------------------------------------------------------


def _relabel_any(case: Case, pairs: dict[str, str]) -> bool:
    found = [case.relabel(old, new) for old, new in pairs.items()]  # each of them, also after the first that is found
    return any(found)


@perturbation(MATRIX)
def fee_misspelt(case: Case, rng: random.Random) -> bool:
    return case.relabel("行政事业性收费", "行政事业型收费")


@perturbation(OLD)
def change_backslash(case: Case, rng: random.Random) -> bool:
    return case.relabel("本年增/减", rng.choice(("本年增\\减", "本年增／减", "本年增减")))


@perturbation(OLD)
def glosses(case: Case, rng: random.Random) -> bool:
    """Explanations in the headers, as one province prints them."""
    year = case.report.year
    return _relabel_any(case, {
        "上一年项目数量": f"上一年项目数量（指{year - 1}年事项数）",
        "本年增/减": f"本年增/减（指{year}年增加或减少的事项数，减用负值表示，如-8）",
        "处理决定数量": f"处理决定数量（指{year}年办件量）",
        "规章": "规章（设区的市、自治州人民政府应提供相关数据）",
        "规范性文件": "规范性文件（行政机关制定发布的决定、公告、通告等，一般情况下属于规范性文件）",
    })


@perturbation(OLD)
def truncated_headers(case: Case, rng: random.Random) -> bool:
    """The second line of two headers is lost: both read 本年新."""
    return _relabel_any(case, {"本年新制作数量": "本年新", "本年新公开数量": "本年新"})


@perturbation(OLD)
def wrapped_headers(case: Case, rng: random.Random) -> bool:
    gap = rng.choice((" ", "\n", "  "))
    return _relabel_any(case, {
        "本年新制作数量": f"本年新{gap}制作数量", "本年新公开数量": f"本年新{gap}公开数量", "对外公开总数量": f"对外公开{gap}总数量",
    })


@perturbation(frozenset({"2021", "mixed"}))
def stock_header_short(case: Case, rng: random.Random) -> bool:
    return _relabel_any(case, {"现行有效件数": "现行有效件", "行政规范性文件": "规范性文件"})


@perturbation(MATRIX)
def rules_spaced(case: Case, rng: random.Random) -> bool:
    return case.relabel("规章", rng.choice(("规 章", "规　章", "规  章")))


@perturbation(MATRIX)
def captions_differ(case: Case, rng: random.Random) -> bool:
    styles = ("第二十条 第（{}）项", "第二十条  第({})项", "第二十条第({})项", "第二十条第（{}）项内容")
    return _relabel_any(case, {f"第二十条第（{n}）项": rng.choice(styles).format(n) for n in "一五六八九"})


@perturbation(MATRIX)
def corner_bracket_misplaced(case: Case, rng: random.Random) -> bool:
    return case.relabel(labels.CORNER, "(本列)数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和)")


@perturbation(MATRIX)
def short_labels(case: Case, rng: random.Random) -> bool:
    return _relabel_any(case, {
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期不缴费",
    })


@perturbation(MATRIX)
def number_words_dropped(case: Case, rng: random.Random) -> bool:
    return _relabel_any(case, {"5.属于三类内部事务信息": "5.属于内部事务信息", "6.属于四类过程性信息": "6.属于过程性信息"})


@perturbation(MATRIX)
def quotes_straight(case: Case, rng: random.Random) -> bool:
    return case.relabel("3.危及“三安全一稳定”", rng.choice(('3.危及"三安全一稳定"', "3.危及三安全一稳定", "3.危及“三安全\n一稳定”")))


@perturbation(ALL)
def brackets_half_width(case: Case, rng: random.Random) -> bool:
    case.map_cells(lambda c: c if c.key else replace(c, text=c.text.replace("（", "(").replace("）", ")")))
    return True


@perturbation(ALL)
def numbering_differs(case: Case, rng: random.Random) -> bool:
    """1. → 1、 or 1．"""
    mark = rng.choice(("、", "．", ". "))
    case.map_cells(lambda c: c if c.key else replace(c, text=re.sub(r"^(　*\d)\.", rf"\1{mark}", c.text)))
    return True


@perturbation(ALL)
def numbering_lost(case: Case, rng: random.Random) -> bool:
    """Numbers in front of the innermost labels gone, as automatic numbering does when text is taken out."""
    case.map_cells(lambda c: c if c.key else replace(c, text=re.sub(r"^(　*)\d\.", r"\1", c.text)))
    return True


@perturbation(ALL)
def spaces_in_labels(case: Case, rng: random.Random) -> bool:
    gap = rng.choice((" ", "\u00a0", "　"))

    def change(cell: Cell) -> Cell:
        if cell.key or cell.kind == "vertical" or len(cell.text) < 4 or rng.random() > 0.4:
            return cell
        at = rng.randint(2, len(cell.text) - 1)
        return replace(cell, text=cell.text[:at] + gap + cell.text[at:])

    case.map_cells(change)
    return True


@perturbation(ALL)
def lines_in_labels(case: Case, rng: random.Random) -> bool:
    def change(cell: Cell) -> Cell:
        if cell.key or cell.kind == "vertical" or len(cell.text) < 5 or rng.random() > 0.5:
            return cell
        at = rng.randint(2, len(cell.text) - 2)
        return replace(cell, text=cell.text[:at] + "\n" + cell.text[at:])

    case.map_cells(change)
    return True


@perturbation(ALL)
def character_lost(case: Case, rng: random.Random) -> bool:
    """One character of one long label is missing, not of its number."""
    long = sorted({c.text for p in case.parts if isinstance(p, Grid) for r in p.rows for c in r if not c.key and len(c.text) >= 9})
    old = rng.choice(long)
    at = rng.randint(4, len(old) - 1)
    return case.relabel(old, old[:at] + old[at + 1:])


_RADICALS = str.maketrans("一二人八十大文方无止自行金民见长门", "⼀⼆⼈⼋⼗⼤⽂⽅⽆⽌⾃⾏⾦⺠⻅⻓⻔")


@perturbation(ALL, ANY_CHARACTER)
def radicals(case: Case, rng: random.Random) -> bool:
    """Kangxi and CJK radicals in place of characters, as print-to-PDF fonts leave them."""
    case.map_cells(lambda c: c if c.key else replace(c, text=c.text.translate(_RADICALS)))
    return True


_TRADITIONAL = str.maketrans(
    "规规范总计数项开复议诉讼结处审维纠现现办类业构关系员会为与动执请无时条机检没确责费转过进错门问间据从众务区单发国对属应废强径护报权经续继职范获补认设访话读谈负财购辑这采隐题额驳长",
    "規規範總計數項開復議訴訟結處審維糾現現辦類業構關係員會為與動執請無時條機檢沒確責費轉過進錯門問間據從眾務區單發國對屬應廢強徑護報權經續繼職範獲補認設訪話讀談負財購輯這採隱題額駁長",
)


@perturbation(ALL, ANY_CHARACTER)
def traditional(case: Case, rng: random.Random) -> bool:
    """Labels in traditional characters, as sites offer their pages in both scripts."""
    case.map_cells(lambda c: c if c.key else replace(c, text=c.text.translate(_TRADITIONAL)))
    return True


@perturbation(MATRIX)
def suits_named_otherwise(case: Case, rng: random.Random) -> bool:
    return _relabel_any(case, {"未经复议直接起诉": "未经复议直接诉讼", "复议后起诉": "复议后诉讼"})


@perturbation(MATRIX)
def other_written_otherwise(case: Case, rng: random.Random) -> bool:
    return _relabel_any(case, {"其他": rng.choice(("其它", "其 他", "其他组织")), "总计": rng.choice(("合计", "总 计", "总计"))})


# --- structure --------------------------------------------------------------------------------------------------------


def _change_grid(case: Case, table: str, change: Callable[[Grid], Grid]) -> bool:
    before = case.parts
    # The stump of a table that was cut in two has neither header nor groups to change.
    case.map_grids(lambda g: change(g) if g.id == table and g.rows[0][0].kind == "header" else g)
    return case.parts != before


@perturbation(MATRIX, CELLED)
def total_header_at_the_top(case: Case, rng: random.Random) -> bool:
    """总计 stands in the first row of the header, beside 申请人情况."""

    def change(grid: Grid) -> Grid:
        first, second, third, *rest = grid.rows
        if len(first) != 2 or len(second) != 3 or second[2].rowspan != 2:
            return grid
        corner, people = first
        top = (corner, replace(people, colspan=people.colspan - 1), replace(second[2], rowspan=3))
        return replace(grid, rows=(top, second[:2], third, *rest))

    return _change_grid(case, "applications", change)


@perturbation(MATRIX, CELLED)
def total_header_at_the_bottom(case: Case, rng: random.Random) -> bool:
    """总计 stands in the last row of the header, after 其他."""

    def change(grid: Grid) -> Grid:
        first, second, third, *rest = grid.rows
        if len(first) != 2 or len(second) != 3 or second[2].rowspan != 2:
            return grid
        middle = (second[0], replace(second[1], colspan=second[1].colspan + 1))
        return replace(grid, rows=(first, middle, (*third, replace(second[2], rowspan=1)), *rest))

    return _change_grid(case, "applications", change)


@perturbation(MATRIX, CELLED)
def header_over_two_rows(case: Case, rng: random.Random) -> bool:
    """商业企业 in two cells, one above the other."""

    def change(grid: Grid) -> Grid:
        first, second, third, *rest = grid.rows
        if any(len(c.text) not in (2, 4, 6) or c.rowspan > 1 for c in third) or len(third) != 5 or len(second) != 3:
            return grid
        upper = tuple(replace(c, text=c.text[:len(c.text) // 2]) for c in third)
        lower = tuple(replace(c, text=c.text[len(c.text) // 2:]) for c in third)
        return replace(
            grid, rows=(
                tuple(replace(c, rowspan=c.rowspan + 1) if c.rowspan > 1 else c for c in first),
                tuple(replace(c, rowspan=c.rowspan + 1) if c.rowspan > 1 else c for c in second), upper, lower, *rest,
            )
        )

    return _change_grid(case, "applications", change)


@perturbation(MATRIX, CELLED)
def blank_trailing_rows(case: Case, rng: random.Random) -> bool:
    """A row of empty cells at the end of section 2's tables."""

    def change(grid: Grid) -> Grid:
        if not grid.id.startswith(("art20", "proactive")):
            return grid
        return replace(grid, rows=(*grid.rows, tuple(replace(c, text="", key=None, kind="label") for c in grid.rows[-1])))

    case.map_grids(change)
    return True


@perturbation(OLD, CELLED)
def row_with_number_in_the_label(case: Case, rng: random.Random) -> bool:
    """…发布总数量…：18, label and number in one cell over the whole row."""
    text = f"{case.report.year}年本行政区域（或本部门）政府信息公开发布总数量（非新闻类、消息类）：{rng.randint(2, 900)}"

    def change(grid: Grid) -> Grid:
        if grid.id not in ("proactive", "art20_9"):
            return grid
        return replace(grid, rows=(*grid.rows, (Cell(text, colspan=len(grid.widths)),)))

    case.map_grids(change)
    return True


@perturbation(OLD)
def row_of_other_documents(case: Case, rng: random.Random) -> bool:
    """An extra row 其他主动公开文件 below 规范性文件."""

    def change(grid: Grid) -> Grid:
        at = next((i for i, row in enumerate(grid.rows) if any(c.key and c.key[:2] == ("art20_1", "normative_documents") for c in row)), None)
        if at is None:
            return grid
        row: list[Cell] = []
        for c in grid.rows[at]:
            if c.key is None:
                row.append(replace(c, text="其他主动公开文件（含以本单位名义制发的其他文件）"))
                continue
            key = ("art20_1", "other_proactive_documents", c.key[2])
            value = rng.randint(1, 999)
            case.expected[key] = number(value)
            case.tolerated.add(key)
            row.append(replace(c, text=str(value), key=key))
        return replace(grid, rows=(*grid.rows[:at + 1], tuple(row), *grid.rows[at + 1:]))

    case.map_grids(change)
    case.lawful.add("C3")
    return True


@perturbation(OLD)
def services_split(case: Case, rng: random.Random) -> bool:
    """行政检查 and 行政确认 in place of 其他对外管理服务事项."""

    def change(grid: Grid) -> Grid:
        rows: list[tuple[Cell, ...]] = []
        for row in grid.rows:
            if not any(c.key and c.key[1] == "other_external_services" for c in row):
                rows.append(row)
                continue
            for code, label in (("administrative_inspection", "行政检查"), ("administrative_confirmation", "行政确认")):
                new: list[Cell] = []
                for c in row:
                    if c.key is None:
                        new.append(replace(c, text=label))
                        continue
                    key = ("art20_5", code, c.key[2])
                    value = rng.randint(1, 999)
                    case.expected[key] = number(value)
                    case.tolerated.add(key)
                    new.append(replace(c, text=str(value), key=key))
                rows.append(tuple(new))
        return replace(grid, rows=tuple(rows))

    case.map_grids(change)
    for key in [k for k in case.expected if k[1] == "other_external_services"]:
        del case.expected[key]
    return True


@perturbation(MATRIX, CELLED)
def group_rows_with_numbers(case: Case, rng: random.Random) -> bool:
    """（三）不予公开 has a row of its own with the sums, its parts follow below."""
    form = "2019" if case.form == "mixed" else case.form
    groups = {label: (code, [c for c, _ in children]) for code, label, children in labels.RESULT_PARTS[form] if children}

    def change(grid: Grid) -> Grid:
        rows: list[tuple[Cell, ...]] = []
        grown = 0
        for row in grid.rows:
            head = next((c for c in row if c.text in groups and c.rowspan > 1), None)
            if head is None:
                rows.append(row)
                continue
            code, children = groups[head.text]
            sums: list[Cell] = []
            for column in _APPLICANTS:
                parts = [case.expected["applications", child, column] for child in children]
                key = ("applications", code, column)
                case.expected[key] = number(sum(p.value or 0 for p in parts))
                case.tolerated.add(key)
                sums.append(Cell(case.expected[key].printed, "number", key=key))
            before = [c for c in row if c.kind == "vertical"]
            rows.append((*before, replace(head, rowspan=1, colspan=2), *sums))
            rest = [c for c in row if c is not head and c.kind != "vertical"]
            rows.append((Cell("", rowspan=len(children)), *rest))
            grown += 1
        return replace(
            grid, rows=tuple(tuple(replace(c, rowspan=c.rowspan + grown) if c.kind == "vertical" else c for c in row) for row in rows)
        )

    children = [child for _, codes in groups.values() for child in codes]
    rows = [case.expected.get(("applications", child, column)) for child in children for column in _APPLICANTS]
    if any(cell is None or cell.state != "number" for cell in rows):  # a row may be missing
        return False
    return _change_grid(case, "applications", change)


@perturbation(MATRIX, CELLED)
def subtotal_of_organisations(case: Case, rng: random.Random) -> bool:
    """A seventh column 小计 under 法人或其他组织."""

    def change(grid: Grid) -> Grid:
        first, second, third, *rest = grid.rows
        if len(third) != 5 or len(second) < 2:
            return grid
        rows: list[tuple[Cell, ...]] = []
        for row in rest:
            numbers = [c for c in row if c.key]
            if len(numbers) != 7 or any(case.expected[c.key].state != "number" for c in numbers if c.key):
                return grid
            subtotal = sum(int(case.expected[c.key].value or 0) for c in numbers[1:6] if c.key)
            at = row.index(numbers[6])
            rows.append((*row[:at], Cell(str(subtotal), "number"), *row[at:]))
        return replace(
            grid, widths=(*grid.widths, 1), rows=(
                (first[0], replace(first[1], colspan=first[1].colspan + 1), *first[2:]),
                (second[0], replace(second[1], colspan=second[1].colspan + 1), *second[2:]),
                (*third, Cell("小计", "header")), *rows,
            )
        )

    return _change_grid(case, "applications", change)


@perturbation(MATRIX, frozenset({"html", "docx", "tika", "markdown"}))
def table_in_two(case: Case, rng: random.Random) -> bool:
    """Table 3 breaks off before 三、 or 四、 and goes on as a table of its own, without a header."""

    def change(grid: Grid) -> Grid | tuple[Grid, ...]:
        if grid.id != "applications" or not any(c.kind == "vertical" for row in grid.rows for c in row):
            return grid
        at = len(grid.rows) - 1 if rng.random() < 0.5 else next(i for i, row in enumerate(grid.rows) if any(c.kind == "vertical" for c in row))
        return replace(grid, rows=grid.rows[:at]), replace(grid, rows=grid.rows[at:])

    case.map_grids(change)
    return True


@perturbation(MATRIX, CELLED)
def header_repeated(case: Case, rng: random.Random) -> bool:
    """The header of table 3 again before its last row, as on a new page."""

    def change(grid: Grid) -> Grid:
        header = grid.rows[:3]
        if any(c.key for row in header for c in row) or sum(c.rowspan for c in header[0]) < 3:
            return grid
        return replace(grid, rows=(*grid.rows[:-1], *header, grid.rows[-1]))

    return _change_grid(case, "applications", change)


@perturbation(MATRIX)
def row_repeated(case: Case, rng: random.Random) -> bool:
    """One row stands twice with the same numbers."""

    def change(grid: Grid) -> Grid:
        return replace(grid, rows=(*grid.rows, grid.rows[-1]))

    case.lawful.add("repeated_row")
    return _change_grid(case, "applications", change)


@perturbation(MATRIX)
def rows_swapped(case: Case, rng: random.Random) -> bool:
    """行政强制 before 行政处罚, 规范性文件 before 规章."""

    def change(grid: Grid) -> Grid:
        rows = list(grid.rows)
        for first, second in (("administrative_penalty", "administrative_coercion"), ("regulations", "normative_documents")):
            at = [i for i, row in enumerate(rows) for code in (first, second) if any(c.key and c.key[1] == code for c in row)]
            if len(at) == 2:
                rows[at[0]], rows[at[1]] = rows[at[1]], rows[at[0]]
        return replace(grid, rows=tuple(rows))

    case.map_grids(change)
    return True


@perturbation(MATRIX)
def row_missing(case: Case, rng: random.Random) -> bool:
    """One sub-row of table 3 is not there at all: no cells, no zeros."""
    form = "2019" if case.form == "mixed" else case.form
    groups = [children for _, _, children in labels.RESULT_PARTS[form] if len(children) > 2]
    code = rng.choice(rng.choice(groups)[1:])[0]

    def change(grid: Grid) -> Grid:
        at = next((i for i, row in enumerate(grid.rows) if any(c.key and c.key[1] == code for c in row)), None)
        if at is None or any(c.rowspan > 1 for c in grid.rows[at]):
            return grid
        rows = []
        placed = {id(cell): row for row, _, cell in grid.placed()}
        for i, row in enumerate(grid.rows):
            if i != at:
                rows.append(tuple(
                    replace(c, rowspan=c.rowspan - 1) if placed[id(c)] < at < placed[id(c)] + c.rowspan else c for c in row
                ))
        return replace(grid, rows=tuple(rows))

    if not _change_grid(case, "applications", change):
        return False
    for column in _APPLICANTS:
        del case.expected["applications", code, column]
    case.lawful |= {"A3", "A8"}
    return True


@perturbation(MATRIX)
def captions_of_tables(case: Case, rng: random.Random) -> bool:
    """A line 表二：… above each table."""
    names = {"applications": "表三：收到和处理政府信息公开申请情况", "review_litigation": "表四：政府信息公开行政复议、行政诉讼情况"}
    case.map_grids(lambda g: (Text(names.get(g.id, "表二：主动公开政府信息情况")), g))
    return True


@perturbation(ALL)
def decoy_table(case: Case, rng: random.Random) -> bool:
    """A table of the author's own in section 1, with words that the official tables use, too."""
    rows = [("类别", "数量", "其他")] + [
        (word, str(rng.randint(1000, 9999)), str(rng.randint(1000, 9999))) for word in ("机构职能", "工作动态", "通知公告", "总计")
    ]
    grid = Grid("decoy", tuple(tuple(Cell(t, "header") for t in row) for row in rows), (1, 1, 1))
    at = next(i for i, p in enumerate(case.parts) if isinstance(p, Text) and p.kind == "heading") + 2
    case.parts = (*case.parts[:at], grid, *case.parts[at:])
    return True


@perturbation(ALL, CELLED)
def last_year_below(case: Case, rng: random.Random) -> bool:
    """The tables of the year before once more at the end, with their own numbers: none of them is the report's."""
    before: list[Block] = [Text(f"附件：{case.report.year - 1}年度统计数据")]

    def other(cell: Cell) -> Cell:
        return replace(cell, text=str(rng.randint(1000, 9999))) if cell.key else cell

    grids = [p for p in case.parts if isinstance(p, Grid)]
    before += [replace(g, rows=tuple(tuple(replace(other(c), key=None) for c in row) for row in g.rows)) for g in grids]
    case.parts = (*case.parts, *before)
    return True


@perturbation(ALL, CELLED)
def region_beside_authority(case: Case, rng: random.Random) -> bool:
    """Each table twice, of the authority alone and of its whole region: the first is the report's."""

    def other(cell: Cell) -> Cell:
        return cell if cell.key is None else replace(cell, text=str((case.expected[cell.key].value or 0) + rng.randint(1000, 9999)), key=None)

    def twice(grid: Grid) -> tuple[Block, ...]:
        region = replace(grid, rows=tuple(tuple(other(c) for c in row) for row in grid.rows))
        return Text("（一）本级"), grid, Text("（二）全县汇总"), region

    case.map_grids(twice)
    return True


@perturbation(MATRIX, frozenset({"html", "spaced"}))
def blanks_dropped(case: Case, rng: random.Random) -> bool:
    """In a few rows of table 3 the cells without a number are not there: the others have moved up."""
    rows = rng.sample(["granted", "partially_granted", "unavailable_not_held", "rejected_duplicate", "carried_in"], 2)
    gone = {("applications", row, column) for row in rows for column in rng.sample(_APPLICANTS[:-1], rng.randint(1, 5))}
    if any(case.expected[k].state != "number" for row in rows for column in _APPLICANTS for k in [("applications", row, column)]):
        return False

    def change(grid: Grid) -> Grid:
        return replace(grid, rows=tuple(tuple(c for c in row if c.key not in gone) for row in grid.rows))

    if not _change_grid(case, "applications", change):
        return False
    for row in rows:
        keys = [("applications", row, column) for column in _APPLICANTS]
        left = [k for k in keys if k not in gone]
        for key in gone.intersection(keys):
            del case.expected[key]
        total = sum(case.expected[k].value or 0 for k in left[:-1])
        case.set_cell(left[-1], number(total))
        case.unplaceable.update(left)
    case.lawful |= {"A1", "A2", "A3", "A6", "A8", "A10"}
    return True


@perturbation(ALL)
def sentence_before_tables(case: Case, rng: random.Random) -> bool:
    case.map_grids(lambda g: (Text("该部分以表格形式报告。表格如下："), g))
    return True


@perturbation(frozenset({"2014"}))
def indicators_left_out(case: Case, rng: random.Random) -> bool:
    codes = rng.sample(["press_conferences_by_leader", "online_interviews_by_leader", "complaints_total", "reading_points", "budget"], 2)

    def change(grid: Grid) -> Grid:
        return replace(grid, rows=tuple(row for row in grid.rows if not any(c.key and c.key[1] in codes for c in row)))

    case.map_grids(change)
    for code in codes:
        del case.expected["stat_table", code, "value"]
    return True


@perturbation(frozenset({"2014"}))
def indicators_added(case: Case, rng: random.Random) -> bool:
    extra = (Cell("（五）建立健全政府信息公开制度数"), Cell("项"), Cell(str(rng.randint(1, 30)), "number"))

    def change(grid: Grid) -> Grid:
        at = next((i for i, row in enumerate(grid.rows) if row[0].text.strip("　").startswith("二、")), None)
        if at is None:
            return grid
        row = extra if len(grid.widths) == 3 else (extra[0], extra[2])
        return replace(grid, rows=(*grid.rows[:at], row, *grid.rows[at:]))

    case.map_grids(change)
    return True


@perturbation(frozenset({"2014"}))
def units_in_labels(case: Case, rng: random.Random) -> bool:
    """Two columns: the unit stands in brackets behind the indicator."""

    def change(grid: Grid) -> Grid:
        if grid.id != "stat_table":
            return grid
        rows = [(row[0], row[2]) if row[0].kind == "header" or row[2].key is None else (replace(row[0], text=f"{row[0].text}（单位：{row[1].text}）"), row[2]) for row in grid.rows]
        return replace(grid, rows=tuple(rows), widths=(4, 1))

    case.map_grids(change)
    return True


# --- broken on purpose ------------------------------------------------------------------------------------------------


@perturbation(MATRIX, breaks=True)
def total_is_wrong(case: Case, rng: random.Random) -> bool:
    key = ("applications", rng.choice(("granted", "new_received", "total_processed")), "total")
    if case.expected[key].state != "number":
        return False
    case.set_cell(key, number((case.expected[key].value or 0) + rng.randint(1, 9)))
    case.consistent = False
    return True


@perturbation(MATRIX, breaks=True)
def dispute_total_is_wrong(case: Case, rng: random.Random) -> bool:
    key = ("review_litigation", "cases", f"{rng.choice(labels.CHANNELS)[0]}_total")
    case.set_cell(key, number((case.expected[key].value or 0) + rng.randint(1, 9)))
    case.consistent = False
    return True


@perturbation(MATRIX, breaks=True)
def cells_shifted(case: Case, rng: random.Random) -> bool:
    """The filler typed one row a column too far to the right: the numbers stay as printed."""
    row = rng.choice(("granted", "unavailable_not_held"))
    keys = [("applications", row, c) for c in _APPLICANTS]
    if any(case.expected[k].state != "number" for k in keys):
        return False
    values = [case.expected[k].value or 0 for k in keys]
    if sum(values[:5]) == values[5]:
        return False  # shifted, the row still adds up: nobody could tell
    for key, value in zip(keys[1:], values[:-1], strict=True):
        case.set_cell(key, number(value))
    case.set_cell(keys[0], number(0))
    case.consistent = False
    return True


def draw(form: str, family: str, rng: random.Random, count: int) -> list[Perturbation]:
    """``count`` different changes that suit a form and a family of formats; one in seven reports is broken on purpose."""
    fitting = [p for p in PERTURBATIONS.values() if p.suits(form, family) and not p.breaks]
    chosen = rng.sample(fitting, min(count, len(fitting)))
    breaking = [p for p in PERTURBATIONS.values() if p.suits(form, family) and p.breaks]
    if breaking and rng.random() < 1 / 7:
        chosen.append(rng.choice(breaking))
    return chosen
