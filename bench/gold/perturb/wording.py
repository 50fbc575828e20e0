"""Labels written otherwise."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from bench.gold.case import Case
from bench.gold.perturb.registry import ALL, ANY_CHARACTER, MATRIX, NEW, OLD, perturbation
from tests.sites import labels
from tests.sites.layout import Cell, Grid


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


@perturbation(NEW)
def commas_in_labels(case: Case, rng: random.Random) -> bool:
    return _relabel_any(case, {
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1、申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请":
            "2、申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其政府信息公开申请",
    })


@perturbation(MATRIX)
def results_label_wrapped(case: Case, rng: random.Random) -> bool:
    """三、本年度办理结果 in lines of a few characters instead of one below the other."""
    return case.relabel(labels.RESULTS, rng.choice(("三、本\n年度办\n理结果", "三、\n本年度\n办理\n结果", "三、本年度办理结果")), kind="label")


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
def brackets_mixed(case: Case, rng: random.Random) -> bool:
    """(一） and （一), as typed by hand."""
    wide, half = rng.choice((("（", "("), ("）", ")")))
    case.map_cells(lambda c: c if c.key or rng.random() < 0.5 else replace(c, text=c.text.replace(wide, half, 1)))
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


_NO_LABELS = frozenset({"vertical", "number"})
"""Kinds of cells that are not broken: labels set upright are already, and sums and other sets are numbers."""


@perturbation(ALL)
def spaces_in_labels(case: Case, rng: random.Random) -> bool:
    gap = rng.choice((" ", "\u00a0", "　"))

    def change(cell: Cell) -> Cell:
        if cell.key or cell.kind in _NO_LABELS or len(cell.text) < 4 or rng.random() > 0.4:
            return cell
        at = rng.randint(2, len(cell.text) - 1)
        return replace(cell, text=cell.text[:at] + gap + cell.text[at:])

    case.map_cells(change)
    return True


@perturbation(ALL)
def lines_in_labels(case: Case, rng: random.Random) -> bool:
    def change(cell: Cell) -> Cell:
        if cell.key or cell.kind in _NO_LABELS or len(cell.text) < 5 or rng.random() > 0.5:
            return cell
        at = rng.randint(2, len(cell.text) - 2)
        return replace(cell, text=cell.text[:at] + "\n" + cell.text[at:])

    case.map_cells(change)
    return True


@perturbation(ALL)
def character_lost(case: Case, rng: random.Random) -> bool:
    """One character of one long label is missing, not of its number, and not the 万 of its unit: another unit would be said."""
    long = sorted({c.text for p in case.parts if isinstance(p, Grid) for r in p.rows for c in r if not c.key and len(c.text) >= 9})
    old = rng.choice(long)
    at = rng.randint(4, len(old) - 1)
    return old[at] != "万" and case.relabel(old, old[:at] + old[at + 1:])


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


@perturbation(MATRIX, ANY_CHARACTER)
def documents_of_a_mirror(case: Case, rng: random.Random) -> bool:
    """文件 turned into 檔案, as machines turn simplified into traditional words."""
    return _relabel_any(case, {"规范性文件": "規範性檔案", "行政规范性文件": "行政規範性檔案"})


@perturbation(MATRIX)
def suits_named_otherwise(case: Case, rng: random.Random) -> bool:
    return _relabel_any(case, {"未经复议直接起诉": "未经复议直接诉讼", "复议后起诉": "复议后诉讼"})


@perturbation(MATRIX)
def other_written_otherwise(case: Case, rng: random.Random) -> bool:
    words = {"其他": rng.choice(("其它", "其 他", "其他组织")), "总计": rng.choice(("合计", "总 计", "总计"))}
    # headers alone: 3.其他 without its number is a row, and no row is called 其他组织
    case.map_cells(lambda c: replace(c, text=words.get(c.text, c.text)) if c.kind == "header" else c)
    return True
