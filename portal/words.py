"""The codes of the data in words: one table for templates, tables and facets."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from etl.forms import forms
from portal.language import Lang

#: The language of the request being answered; Datasette's hook for cells is not told the request.
LANGUAGE: ContextVar[Lang] = ContextVar("language", default="zh")

WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "quality": {
        "clean": ("无误", "clean"), "source_errors": ("原文自相矛盾", "the report contradicts itself"),
        "needs_review": ("待人工核对", "needs review"), "unreadable": ("无法读取", "unreadable"), "no_tables": ("没有统计表", "no tables"),
    },
    "form": {form.id: form.short for form in forms()},
    "level": {
        "ministry": ("国务院部门", "ministry"), "province": ("省级政府", "province"), "prefecture": ("市级政府", "prefecture"),
        "county": ("县级政府", "county"), "township": ("乡镇、街道", "township"), "department": ("部门", "department"),
    },
    "severity": {"error": ("错误", "Error"), "warning": ("存疑", "Warning"), "info": ("说明", "Note")},
    "origin": {"source": ("出在原文", "in the document itself"), "reading": ("读取存疑", "our reading is in doubt")},
    "version": {
        "current": ("现行", "current"), "duplicate": ("重复", "duplicate"), "superseded": ("已被取代", "superseded"),
        "alternate": ("另一份", "alternate"),
    },
    "media": {
        "application/pdf": ("PDF", "PDF"), "text/html": ("网页", "HTML"), "text/plain": ("文本", "text"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("Word", "Word"),
        "application/msword": ("Word", "Word"),
    },
    "coverage": {
        "published": ("已发布", "published"), "late": ("迟发", "late"), "doubtful_date": ("日期存疑", "date in doubt"),
        "unreadable": ("无法读取", "unreadable"), "missing": ("未见", "not found"), "not_due": ("未到期", "not due yet"),
    },
    "likeness": {
        "previous_year": ("与本机关上年", "its own, of the year before"), "other_agency": ("与其他机关", "another authority's"),
    },
    "yes": {"0": ("否", "no"), "1": ("是", "yes")},
    "unit": {
        "件": ("件", "items"), "项": ("项", "items"), "条": ("条", "items"), "次": ("次", "times"), "人": ("人", "persons"),
        "人次": ("人次", "attendances"), "篇": ("篇", "articles"), "个": ("个", "items"), "万元": ("万元", "× 10,000 yuan"), "元": ("元", "yuan"),
        "亿元": ("亿元", "× 100 million yuan"),
    },
    "state": {
        "number": ("印有数字", "a number is printed"), "blank": ("空白：有这一格，但没有填", "blank: the cell is there and empty"),
        "not_applicable": ("不适用：填的是“/”之类", "not applicable: a mark such as “/”"),
        "unreadable": ("有字，但读不成数字", "something is there that is no number"),
    },
}
#: Table (or canned query) and column → which of the above; ``*`` stands for every other one.
_COLUMNS: Mapping[tuple[str, str], str | None] = {
    ("*", "quality"): "quality", ("*", "severity"): "severity", ("findings", "origin"): "origin",
    ("report_versions", "state"): "version", ("coverage", "state"): "coverage", ("*", "media_type"): "media",
    ("*", "level"): "level", ("regions", "level"): None, ("similarities", "kind"): "likeness", ("similar", "kind"): "likeness",
    ("*", "equal_tables"): "yes",
}


def word(kind: str, code: object, lang: Lang) -> str:
    """The code in words; itself where it has none, ``不明`` for nothing."""
    pair = WORDS[kind].get(str(code))
    if pair:
        return pair[lang == "en"]
    return ("不明", "unknown")[lang == "en"] if code is None else str(code)


def kind_of(table: str | None, column: str) -> str | None:
    """Which table of words a column's codes are found in."""
    return _COLUMNS.get((table or "", column), _COLUMNS.get(("*", column)))
