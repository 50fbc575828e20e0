"""Whether a figure in prose and the tables count the same thing: only then does a difference blame anybody."""

from __future__ import annotations

import re

from etl.check.document import GOVERNMENTS
from etl.check.model import Grid
from etl.parse.facts.whose import AROUND, OURSELVES
from etl.report import Fact
from etl.text import squeeze

_SENTENCE = re.compile(r"[。！？；\n]")
#: Bodies beside or above the one that reports. 全县 is a county's own scope, or the authority's alone: nobody can tell.
_REGION = re.compile(
    AROUND + r"|各(?:级|地|乡镇?|镇|街道|县|区|市|旗|部门|单位|直属)|"
    r"(?:省|市|县|区|州)(?:级|直|属)(?:各|机关|部门|单位)|所属|下属|基层|(?:及|和|与)[省市县区州镇乡][^,，。;；]{0,12}(?:室|局|委|部门|单位)"
)
_ITSELF = re.compile(OURSELVES + "|(?<!各)机关本级|自身")
_WHOLE_TOWN = re.compile("全(?:[镇乡]|街道)")
_GOVERNMENT = re.compile(r"[省市县区州镇乡](?:人民)?(?:政府|委)(?:办公?[室厅]?)?(?:共|全年)?(?:收到|受理|转|交|答复|$)")
#: The year up to another day than its last.
_PART_OF_YEAR = re.compile(r"截[至止]?(?:到)?(?:20\d\d年)?(?!12月|年[底末]|目前)(?:\d{1,2}月|.{0,4}(?:上半年|季度))")
_LETTERS = re.compile("信箱|来信|信访|热线|工单|留言|提案|建议|举报|投诉|复议|诉讼")
_OF_ANSWERED = re.compile(r"(?:答复|办结|办理|处理)[^，,；;]*[，,]其中")
_OF_ONE_KIND = re.compile(r"[（(](?:均|都|全部)?(?:为|是|由|来自)?(?:自然人|公民|个人|法人|企业)[^其\d]*[）)]")
_ONE_PERSON = re.compile("同一(?:名|个)?(?:申请)?人|[一1]名|某|个别")
_MANNER = re.compile("(?:延期|提前|逾期|超期|当场|当日|首次|部分)$")
_OF_THE_PARTY = re.compile("党(?:组|委|内|工委)?规范性文件")


def same_basis(grid: Grid, fact: Fact) -> bool:
    """Whether the tables of this report may be held against the figure, as far as its sentence tells."""
    before, quote, after = _sentence(grid, fact)
    if _of_others(grid, before) or _PART_OF_YEAR.search(before):
        return False
    said = before + quote
    if fact.fact.startswith(("normative_documents", "regulations")):
        return not _OF_THE_PARTY.search(said)
    if fact.fact == "requests_received":
        return not _OF_ANSWERED.search(before) and not _OF_ONE_KIND.match(after)
    if fact.fact in ("requests_carried_in", "requests_carried_forward", "requests_answered"):
        return not _MANNER.search(before) and ("申请" in said + after or not _LETTERS.search(before))
    return fact.fact != "requests_rejected_duplicate" or not _ONE_PERSON.search(before)


def _of_others(grid: Grid, before: str) -> bool:
    """The last body named before the figure is not the one that reports, or not that one alone."""
    rest = before[max((m.end() for m in _ITSELF.finditer(before)), default=0):]
    level = grid.report.identity.level
    rest = _WHOLE_TOWN.sub("", rest) if level == "township" else rest
    return bool(_REGION.search(rest) or (level not in GOVERNMENTS and _GOVERNMENT.search(rest)))


def _sentence(grid: Grid, fact: Fact) -> tuple[str, str, str]:
    """The fact's sentence before it, its quote, and the rest; the quote alone where its place is unknown."""
    text = next((s.text for s in grid.report.sections if s.number == fact.section), "")
    if fact.start is None or fact.end is None:
        return "", squeeze(fact.quote), ""
    start = max((m.end() for m in _SENTENCE.finditer(text, 0, fact.start)), default=0)
    end = _SENTENCE.search(text, fact.end)
    return squeeze(text[start:fact.start]), squeeze(fact.quote), squeeze(text[fact.end:end.start() if end else len(text)])
