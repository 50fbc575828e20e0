"""Reconsideration and litigation: how many cases, and how they ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.parse.facts.model import Found, counted, zero
from etl.parse.facts.numbers import amount
from etl.parse.facts.patterns import DISPUTES, GROWN_TO, RESULTS, compiled
from etl.parse.facts.reporter import OURSELVES

#: Outcomes inside one clause belong to the block named last.
_DISPUTE = re.compile("|".join(f"(?P<{code}>{words})" for code, words in DISPUTES.items()))
_DISPUTE_NUMBER = compiled(
    r"(?:案件|案|申请|事项|共计?|合计|累计|仅|达到?|发生|数量|总数|总计|总量|数|为|计|了|：|的|有|新增|收到|收案|受理|情况|方面|全年){0,5}(?:" + GROWN_TO + r")?#件|起|宗|例|次|条#")
_RESULT = re.compile("|".join(f"(?P<{code}>{words})" for code, words in RESULTS.items()))
_RESULT_NUMBER = compiled(r"(?:的|案件|共|为|数|了|：|有){0,3}#件|起|宗|例|次|#(?<=[件起宗例次\d])(?:(?<!\d)|(?=[，；、）]|$))")
#: 2件维持，1件尚未审结.
_RESULT_BEHIND = compiled(
    rf"(?<=[，、：中])#件|起|宗#(?:案件)?(?:被|为|已|获|予以|得到|复议机关|法院|判决"
    rf"|裁定)*(?:{'|'.join(f'(?P<{code}>{words})' for code, words in RESULTS.items() if code != 'other')})(?=[，。；、）]|$)")
#: 撤销2件，确认违法1件: ways of putting right, each with its number, before or behind.
_RIGHTED = re.compile(
    r"(?<![动行告人])(?P<a>纠正|纠错|撤销|变更|确认违法|责令|败诉)[^，。；、（\d]{0,12}(?P<n>\d+)[件起宗例]"
    r"|(?P<m>\d+)[件起宗例](?:被|为|依法)*(?P<b>纠正|纠错|撤销|变更|确认违法|责令|败诉)")
#: 诉讼1件，尚未审结; 复议2件、诉讼3件，均获维持: how the one case, or all before it, ended.
_ENDS = RESULTS | {"upheld": rf"{RESULTS['upheld']}|(?:维持|驳回)(?:或者?(?:维持|驳回))?"}
_ENDED = re.compile(
    r"(?:(?P<all>均|全部)(?:已|被|为|获|予以|得到|复议机关|法院|依法|判决|裁定|作出|结果)*"
    r"|[，（](?:(?!请求|要求|全部|[均都不未维撤]|建议)[^，；。、（）\d]){0,12})"
    rf"(?:{'|'.join(f'(?P<{code}>{words})' for code, words in _ENDS.items())})(?(all)|(?:我[局厅委办镇县市区])?(?:答复|决定|判决)?(?=[，；）]|$))")
#: 诉讼1件，系复议后起诉，尚未审结.
_SUED_HOW = re.compile("(?:[，（][^，；。、\\d]{0,4}(?:复议后|直接)(?:提起)?(?:行政)?(?:起诉|诉讼)）?)?")
#: What part of the cases is told of before their end, and that they are those that have one.
_SOME, _DECIDED = r"(\d+)[件起宗例]", re.compile(r"(?:审结|办结|结案|作出(?:复议)?决定|判决)的?\d+[件起宗例][^\d]*$")
_INSTANCE = re.compile(r"(?:案件)?[：，（]?[一二]审(?:案件)?\d")
#: None of either: what may stand between the negation and the end of the clause.
_NO_DISPUTE = re.compile(
    r"(?:未(?:发生|出现|收到|产生|引发|有|被|因)|没有(?:发生|出现|收到)?|不存在|无)"
    r"(?P<body>[^。；，\d]{0,30}?(?:复议|诉讼)[^。；\d]{0,24}?)"
    r"(?=[。；！\n]|$|，(?!申请|提起))"
)
_NO_DISPUTE_BODY = re.compile(
    r"(?:因|就|由于|涉及|关于|针对|有关|对|政府|政务|依申请|不予|信息|公开|工作|方面|答复|行为|问题|引起|引发|导致|而|被|所|的|事务|我[县区市]|" + OURSELVES + "|"
    r"申请|提起|提出|发生|产生|新增|新收|行政|复议|诉讼|申诉|、|，|和|及|或|与|者|以及|情况|案件|事项|现象|情形|类|相关|有|没有|无|任何|一起|案|件"
    r"|数量|公民|法人|群众|其他|组织)+"
)
_ZERO_DISPUTES = re.compile(
    r"(?:行政)?复议(?:案件)?[、和及]?(?:提起)?(?:行政)?诉讼(?:案件)?(?:、申诉)?(?:情况|数量|数)?(?:均|都)?[为：]?(?:0(?:件|起|宗)?(?![\d.])|零"
    r"|(?<=：)[^：；\d申]{0,12}?(?:无|没有|未|没有发生|未发生|未出现)(?=[；]|$))")


def disputes(text: str, offset: int) -> Iterator[Found]:
    """Cases of one sentence and their outcomes; what ；parts has its own."""
    for clause in re.finditer(r"[^；]+", text):
        yield from _dispute_clause(clause[0], offset + clause.start())


def _dispute_clause(text: str, offset: int) -> Iterator[Found]:
    if neither := _ZERO_DISPUTES.search(text):
        yield from (zero(f"{b}_cases", "件", offset, neither.span()) for b in ("review", "litigation"))
        return
    for none in _NO_DISPUTE.finditer(text):
        if _NO_DISPUTE_BODY.fullmatch(none["body"]):
            for code, word in (("review", "复议"), ("litigation", "诉讼")):
                if word in none["body"]:
                    yield zero(f"{code}_cases", "件", offset, none.span())
    blocks = list(_DISPUTE.finditer(text))
    cases: list[Found] = []
    for i, block in enumerate(blocks):
        code = str(block.lastgroup)
        until = blocks[i + 1].start() if i + 1 < len(blocks) else len(text)
        number = _DISPUTE_NUMBER.match(text, block.end())
        joint = i > 0 and re.fullmatch(r"(?:、|和|及|与|以及|或|提起|申请|被)*", text[blocks[i - 1].end() : block.start()])
        withdrawn = re.search(r"(?:撤[回销诉]|驳回|不予受理|纠[错正]|[败胜]诉|维持)(?:的|了)?$", text[: block.start()])
        if number and not joint and not withdrawn:
            cases.append(counted(f"{code}_cases", amount(number), offset + block.start(), offset + number.end()))
        over = _closes(text, block.end(), until)
        one_instance = _INSTANCE.match(text, block.end())  # 诉讼一审9件，驳回6件；二审5件: no sum is told
        told = [] if one_instance else list(_results(text, code, block.end(), over or until, offset, bool(joint)))
        few = cases[-1].value if number and cases and cases[-1].start == offset + block.start() else None
        if "_" not in code or few is None or sum(float(r.value) for r in told) <= float(few):  # 复议后起诉3件、直接起诉1件，维持3件: of both
            yield from told
        outer = [b for b in blocks[:i] if over and b.start() < text.rfind("（", 0, block.start())]
        if over and outer:
            yield from _results(text, str(outer[-1].lastgroup), over, until, offset, False)
    yield from cases
    for ended in _ENDED.finditer(text):
        result = next(code for code in RESULTS if ended[code])
        of = {m[0][-2:] for m in _DISPUTE.finditer(re.split("[，；]", text[: ended.start()])[-1])} if ended["all"] else set()
        for case in cases:
            end = case.end - offset
            if of and not any(word in text[case.start - offset : end] for word in of):
                continue  # 复议3件、诉讼1件，复议均维持
            of_it = end <= ended.start() and not _RESULT.search(text, end, ended.start()) if ended["all"] else bool(_SUED_HOW.fullmatch(text, end, ended.start())) and case.value == 1
            if of_it and not (case.code.startswith("review") and "驳回" in ended[0]):
                between = text[end : ended.start()]
                for other in cases:
                    between = between.replace(text[other.start - offset : other.end - offset], "")
                some = [int(number) for number in re.findall(_SOME, between)]
                value = case.value if sum(some) in (0, case.value) else some[-1] if _DECIDED.search(between) else None
                if value is not None:  # 诉讼3件，已审结2件，均驳回: of these two
                    yield replace(case, value=value, code=case.code.replace("cases", result), end=offset + ended.end())


def _closes(text: str, start: int, end: int) -> int:
    """Where the bracket round what stands at ``start`` is closed, 0 if it stands in none: 诉讼4件（复议后起诉3件），维持3件 is of all four."""
    closed, opened = text.find("）", start, end), text.find("（", start, end)
    return closed if closed >= 0 and not 0 <= opened < closed else 0


def _results(text: str, block: str, start: int, end: int, offset: int, joint: bool) -> Iterator[Found]:
    every = list(_RIGHTED.finditer(text, start, end))
    alone = len({m["a"] or m["b"] for m in every}) < 2  # else each is a part, but for one that the others add up to
    numbers = [int(m["n"] or m["m"]) for m in every]
    for word in _RESULT.finditer(text, start, end):
        number = _RESULT_NUMBER.match(text, word.end())
        if block == "review" and "驳回" in word[0]:
            continue  # of a request for reconsideration, it upholds nothing
        whole = word.lastgroup != "corrected" or alone or (number and _is_sum(word[0], amount(number).value, numbers))
        if number and number.end() <= end and not joint and whole:
            yield counted(f"{block}_{word.lastgroup}", amount(number), offset + word.start(), offset + number.end())
    for behind in _RESULT_BEHIND.finditer(text, start, end):
        result = next(code for code in RESULTS if code != "other" and behind[code])
        whole = result != "corrected" or alone or _is_sum(behind[result], amount(behind).value, numbers)
        if not joint and whole and not (block == "review" and "驳回" in behind[result]):
            yield counted(f"{block}_{result}", amount(behind), offset + behind.start(), offset + behind.end())


def _is_sum(word: str, value: float, numbers: Sequence[int]) -> bool:
    """纠正3件，其中撤销2件、确认违法1件: whether the word is one for all ways, and its number the others' sum."""
    return bool(re.search("纠|败诉", word)) and 2 * value == sum(numbers)
