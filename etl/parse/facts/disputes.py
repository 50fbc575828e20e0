"""Reconsideration and litigation: how many cases, and how they ended."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.parse.facts import patterns as p
from etl.parse.facts.model import Found, counted, zero
from etl.parse.facts.numbers import amount


def disputes(text: str, offset: int) -> Iterator[Found]:
    """Cases of one sentence and their outcomes; what ；parts has its own."""
    for clause in re.finditer(r"[^；]+", text):
        yield from _dispute_clause(clause[0], offset + clause.start())


def _dispute_clause(text: str, offset: int) -> Iterator[Found]:
    if neither := p.ZERO_DISPUTES.search(text):
        yield from (zero(f"{b}_cases", "件", offset, neither.span()) for b in ("review", "litigation"))
        return
    for none in p.NO_DISPUTE.finditer(text):
        if p.NO_DISPUTE_BODY.fullmatch(none["body"]):
            for code, word in (("review", "复议"), ("litigation", "诉讼")):
                if word in none["body"]:
                    yield zero(f"{code}_cases", "件", offset, none.span())
    blocks = list(p.DISPUTE.finditer(text))
    cases: list[Found] = []
    for i, block in enumerate(blocks):
        code = str(block.lastgroup)
        until = blocks[i + 1].start() if i + 1 < len(blocks) else len(text)
        number = p.DISPUTE_NUMBER.match(text, block.end())
        joint = i > 0 and re.fullmatch(r"(?:、|和|及|与|以及|或|提起|申请|被)*", text[blocks[i - 1].end() : block.start()])
        withdrawn = re.search(r"(?:撤[回销诉]|驳回|不予受理)(?:的|了)?$", text[: block.start()])
        if number and not joint and not withdrawn:
            cases.append(counted(f"{code}_cases", amount(number), offset + block.start(), offset + number.end()))
        yield from _results(text, code, block.end(), until, offset, bool(joint))
    yield from cases
    if (upheld := p.ALL_UPHELD.search(text)) and cases:
        for case in cases:
            if case.end <= offset + upheld.start() and not (case.code.startswith("review") and "驳回" in upheld[0]):
                code = case.code.replace("_cases", "_upheld")
                yield Found(code, case.value, case.unit, case.approximate, case.start, offset + upheld.end())


def _results(text: str, block: str, start: int, end: int, offset: int, joint: bool) -> Iterator[Found]:
    for word in p.RESULT.finditer(text, start, end):
        number = p.RESULT_NUMBER.match(text, word.end())
        if block == "review" and "驳回" in word[0]:
            continue  # of a request for reconsideration, it upholds nothing
        if number and number.end() <= end and not joint:
            yield counted(f"{block}_{word.lastgroup}", amount(number), offset + word.start(), offset + number.end())
