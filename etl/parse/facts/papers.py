"""Normative documents and regulations: issued, amended, repealed, in force, disclosed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.parse.facts.model import Found, counted
from etl.parse.facts.numbers import amount
from etl.parse.facts.patterns import ABOUT, DOCS, VERBS, compiled
from etl.parse.facts.prose import BLOT

#: Normative documents and regulations take their kind from the nearest verb before them.
_DOCUMENTS = compiled(rf"(?P<noun>规范性文件|规章|(?:失效|废止)的?文件)(?:（含[^（）\d]*）)?{ABOUT}#{DOCS}#")
_VERB = re.compile("|".join(f"(?P<{code}>{words})" for code, words in VERBS.items()))
#: 现行有效的12件规范性文件, 制定3件规范性文件.
_DOCUMENTS_BEHIND = compiled(
    rf"(?:{'|'.join(f'(?P<{code}>{words})' for code, words in VERBS.items())})[了的新]{{0,2}}#{DOCS}#(?:行政)?(?P<noun>规范性文件|规章)(?!\d)")
#: 规范性文件制发3件、废止1件: the noun is said once for all.
_DOCUMENT_SERIES = compiled(
    rf"(?:^|[、，：])(?:今年|本年度?|全年|年内)?(?:新|宣布"
    rf"|截[至止][^，。；\d]{{0,10}}?)?(?:{'|'.join(f'(?P<{code}>{words})' for code, words in VERBS.items())}){ABOUT}#{DOCS}#(?=[^\u4e00-\u9fff]|[和及与的]|$)")
_DOCUMENT_NOUN = re.compile(r"规范性文件|规章")
_REGULATION_PARTS = compiled(rf"(?P<part>新?制定|修[改订]|废止)(?:了)?{ABOUT}#{DOCS}#")
#: 废止、失效规范性文件12件，其中废止8件; 修订3件，新制定47件，共50件: sums of several kinds, though one verb stands last.
_SHARED_OUT = re.compile(r"[，（]其中，?(?:废止|失效|宣布失效|修[改订])|，(?:共计?|合计|总计)\d")
#: 清理涉及营商环境的规范性文件16件，修改2件: of some documents only.
_SOME = re.compile("(?:清理|梳理|审查)了?(?:涉|有关|关于|[^，；。]{2,8}领域)[^，；。]*$")


def documents(text: str, offset: int) -> Iterator[Found]:
    """Counts behind the noun; the verb before it says of what."""
    for match in _DOCUMENTS.finditer(text):
        noun = match["noun"]
        # what a bracket says is over with it: 规章13件（修改4件、废止4件），规范性文件60件
        bare = re.sub(r"（[^（）]*）", lambda m: BLOT * len(m[0]), text[: match.start()])
        before = list(_VERB.finditer(bare, max(bare.rfind("；"), 0)))
        if noun[:2] in ("失效", "废止"):  # 制发规范性文件6个，清理失效文件4个; without the noun of any papers
            shown = re.search("公[开布][^，；]*$", text[: match.start()])  # what has lapsed at any time
            verb = "repealed" if "规范性" in text[: match.start()] and not shown else None
        else:
            verb = before[-1].lastgroup if before else None
        if verb in (None, "reviewed") or (verb == "issued" and bare.startswith("的", before[-1].end()) and any(v.lastgroup == "reviewed" for v in before)):
            continue  # 清理以前印发的规范性文件
        if _SHARED_OUT.match(text, match.end()):
            continue
        kind = "regulations" if noun == "规章" else "normative_documents"
        start = match.start() if "规范" in noun or not before else before[-1].start()
        yield counted(f"{kind}_{verb}", amount(match), offset + start, offset + match.end())
        yield from _parts(text, kind, match.end(), offset)


    for match in _DOCUMENTS_BEHIND.finditer(text):
        verb = next(code for code in VERBS if match[code])
        if verb != "reviewed":
            kind = "regulations" if match["noun"] == "规章" else "normative_documents"
            yield counted(f"{kind}_{verb}", amount(match), offset + match.start(), offset + match.end())


def document_series(text: str, offset: int) -> Iterator[Found]:
    """规范性文件制发3件、废止1件; 制发规范性文件3件，废止1件: what follows goes on about the same."""
    for noun in _DOCUMENT_NOUN.finditer(text):
        kind = "regulations" if noun[0] == "规章" else "normative_documents"
        own = _DOCUMENTS.match(text, noun.start())
        rest, at = text[noun.end():], own.end() - noun.end() if own else 0
        if _SOME.search(text[: noun.start()]):
            continue
        while match := _DOCUMENT_SERIES.match(rest, at):
            verb = next(code for code in VERBS if match[code])
            if verb != "reviewed" and not _SHARED_OUT.match(rest, match.end()):
                first = noun.start() if at == 0 else noun.end() + match.start(verb)
                yield counted(f"{kind}_{verb}", amount(match), offset + first, offset + noun.end() + match.end())
            at = match.end()


def _parts(text: str, kind: str, start: int, offset: int) -> Iterator[Found]:
    """The bracket right after the number: （含新制定5件，修改4件，废止4件）."""
    bracket = re.compile(r"（[^（）]*）").match(text, start)
    if not bracket:
        return
    for part in _REGULATION_PARTS.finditer(text, *bracket.span()):
        verb = "issued" if "制定" in part["part"] else "repealed" if part["part"] == "废止" else "amended"
        yield counted(f"{kind}_{verb}", amount(part), offset + part.start(), offset + part.end())
