"""What one sentence says in figures: requests and their outcomes, disputes, documents, channels and all the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from etl.parse.facts import patterns as p
from etl.parse.facts.channels import channel_facts
from etl.parse.facts.kinds import CHANNELS, KINDS
from etl.parse.facts.numbers import Amount, amount, in_yuan
from etl.parse.facts.prose import BLOT

_REMARK = re.compile(r"（[^（）]{0,40}\d+(?![\d年月日.])[^（）]{0,40}）")
_BY_APPLICANT = frozenset(pattern.code for pattern in p.APPLICANTS)


@dataclass(frozen=True, slots=True)
class Found:
    """A fact before it is weighed against the others; ``start`` and ``end`` are places in the folded text."""

    code: str
    value: int | float | str
    unit: str | None
    approximate: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in its sentence: the sentence before it, its own words, and the rest."""

    found: Found
    before: str
    quote: str
    after: str

    @property
    def code(self) -> str:
        return self.found.code

    @property
    def upto(self) -> str:
        return self.before + self.quote

    @property
    def running(self) -> str:
        """The sentence before it; what a bracket counts is over with it: 复议2件（上年1件），诉讼0件."""
        return _REMARK.sub(lambda m: BLOT * len(m[0]), self.before)

    @property
    def sentence(self) -> str:
        return self.before + self.quote + self.after


def read_sentence(seen: str, start: int) -> Iterator[Found]:
    """All that a sentence says in figures, whatever it means for the year; ``start`` is its place in the section."""
    for phrase in list(p.RESPECTIVELY.finditer(seen)):
        yield from _respectively(phrase, start)
        first, last = phrase.span("values")
        seen = seen[:first] + BLOT * (last - first) + seen[last:]
    yield from _read(seen, start)


def _respectively(phrase: re.Match[str], offset: int) -> Iterator[Found]:
    """One sentence for each pair of name and value; nothing if they are not as many, or if one pair says nothing."""
    names = re.split(r"、|和|及|与|以及", phrase["names"])
    values = [m[0] for m in p.VALUE.finditer(phrase["values"])]
    if len(names) != len(values):
        return
    shared = p.SHARED_TAIL.search(names[-1])
    tail = shared[0] if shared else ""
    names[-1] = names[-1].removesuffix(tail)
    said: list[Found] = []
    for name, value in zip(names, values, strict=True):
        pairs = (list(_read(f"{name}{middle}{value}", 0)) for middle in dict.fromkeys((phrase["verb"], "", tail, tail + phrase["verb"])))
        found = next((pair for pair in pairs if any(f.code != "items_published_total" for f in pair)), [])
        if not found:
            return
        said += [replace(f, start=offset + phrase.start(), end=offset + phrase.end()) for f in found]
    yield from said


def _read(seen: str, start: int) -> Iterator[Found]:
    """All that patterns find in a sentence, whatever it means for the year."""
    requests = list(_requests(seen, start))
    yield from requests
    yield from _shares(seen, start, requests)
    yield from _disputes(seen, start)
    yield from _negations(seen, start)
    yield from _documents(seen, start)
    yield from _document_series(seen, start)
    for code, match in _matches(p.PATTERNS, seen):
        said = amount(match)
        if code == "processing_fee_yuan":
            said = in_yuan(said)
        yield _counted(code, said, start + match.start(), start + match.end())
    for code, said, first, last in channel_facts(seen):
        yield _counted(code, said, start + first, start + last)
    yield from _categories(seen, start)


def _counted(code: str, said: Amount, start: int, end: int) -> Found:
    return Found(code, said.value, said.unit or KINDS[code].unit, said.approximate, start, end)


def _matches(table: Sequence[p.Pattern], text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Matches of a table of patterns that pass their conditions; a code's first pattern wins where spans overlap."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for pattern in table:
        for match in pattern.regex.finditer(text):
            if any(match.start() < b and a < match.end() for a, b in spans.get(pattern.code, ())):
                continue
            if pattern.needs and not pattern.needs.search(text[: match.end()]):
                continue
            if pattern.without and pattern.without.search(_looked_at(text, match, pattern.clause)):
                continue
            spans.setdefault(pattern.code, []).append(match.span())
            yield pattern.code, match


def _looked_at(text: str, match: re.Match[str], clause: str) -> str:
    if clause == "sentence":
        return text[: match.end()]
    if clause == "segment":
        return text[max(text.rfind(mark, 0, match.start()) for mark in "，；。、：") + 1 : match.end()]
    return match[0]


def _requests(text: str, offset: int) -> Iterator[Found]:
    text = p.APPLICATION.sub(_other_application, text)
    if p.OTHER_DESK.search(text) and "公开" not in text:
        return
    summed = _summed(text)
    for code, match in _matches((*p.REQUESTS, *p.APPLICANTS), text):
        if code == "requests_received" and summed and match.end() <= summed[0] and amount(match).value < summed[1].value:
            continue  # 上级转办2件，直接收到申请10件，合计12件: a part
        if code == "requests_received" and p.WITH_CARRIED.match(text, match.end()):
            code = "requests_handled"
        if code in _BY_APPLICANT and re.search(r"(?:申请|[\u4e00-\u9fff]{2})(?:和|及|与|以及)$|申请、$", text[: match.start()]) and not re.search(
                r"\d[^，。；\d]{1,3}(?:和|及|与|以及|、)$", text[: match.start()]):
            continue  # 网上和信函申请共33件: a figure of both
        yield _counted(code, amount(match), offset + match.start(), offset + match.end())
    if summed and "申请" in text:
        yield _counted("requests_received", summed[1], offset + summed[0], offset + summed[2])
    for word in p.OUTCOME.finditer(text):
        joint = re.search(r"(?:公开|提供|处理)(?:及|和|与|、|或|或者)(?:予以|作)?$", text[: word.start()])
        number = p.OUTCOME_NUMBER.match(text, word.end())
        if number and not joint:
            yield _counted(str(word.lastgroup), amount(number), offset + word.start(), offset + number.end())


def _other_application(match: re.Match[str]) -> str:
    """What is applied for is information or not said; 公租房申请, 法律援助申请, 村务公开申请 are blotted out."""
    what = match["what"]
    own = not p.OTHER_DISCLOSURE.search(what) if re.search("公开|信息", what) else p.WHO_APPLIES.fullmatch(what)
    return match[0] if own else match[0].removesuffix("申请") + 2 * BLOT


def _summed(text: str) -> tuple[int, Amount, int] | None:
    """收到网上申请7件，信函申请5件，合计12件: the sum said of ways and origins of requests that add up to it, with its place."""
    found = p.SUM_OF_REQUESTS.search(text)
    if found is None or p.NO_SUM.search(text[: found.start()]):
        return None
    parts = [amount(m).value for m in p.PART_OF_SUM.finditer(text[: found.start()])]
    total = amount(found)
    return (found.start(), total, found.end()) if len(parts) > 1 and sum(parts) == total.value else None


def _shares(text: str, offset: int, requests: Sequence[Found]) -> Iterator[Found]:
    for found in requests:
        after = found.end - offset
        if f"{found.code}_share" in KINDS and (match := p.SHARE.match(text, after)):
            yield _counted(f"{found.code}_share", amount(match), found.start, offset + match.end())
        if found.code in ("requests_received", "requests_handled"):
            change = p.CHANGE.match(text, after)
            if change:
                said = amount(change)
                sign = 1 if change["way"] in ("增长", "上升", "增加", "提高") else -1
                yield Found("requests_received_change", sign * said.value, "%", said.approximate,
                            offset + change.start() + change[0].startswith("，"), offset + change.end())


def _disputes(text: str, offset: int) -> Iterator[Found]:
    for clause in re.finditer(r"[^；]+", text):
        yield from _dispute_clause(clause[0], offset + clause.start())


def _dispute_clause(text: str, offset: int) -> Iterator[Found]:
    if zero := p.ZERO_DISPUTES.search(text):
        yield from (_zero(f"{b}_cases", "件", offset, zero.span()) for b in ("review", "litigation"))
        return
    for none in p.NO_DISPUTE.finditer(text):
        if p.NO_DISPUTE_BODY.fullmatch(none["body"]):
            for code, word in (("review", "复议"), ("litigation", "诉讼")):
                if word in none["body"]:
                    yield _zero(f"{code}_cases", "件", offset, none.span())
    blocks = list(p.DISPUTE.finditer(text))
    cases: list[Found] = []
    for i, block in enumerate(blocks):
        code = str(block.lastgroup)
        until = blocks[i + 1].start() if i + 1 < len(blocks) else len(text)
        number = p.DISPUTE_NUMBER.match(text, block.end())
        joint = i > 0 and re.fullmatch(r"(?:、|和|及|与|以及|或|提起|申请|被)+", text[blocks[i - 1].end() : block.start()])
        withdrawn = re.search(r"(?:撤[回销诉]|驳回|不予受理)(?:的|了)?$", text[: block.start()])
        if number and not joint and not withdrawn:
            cases.append(_counted(f"{code}_cases", amount(number), offset + block.start(), offset + number.end()))
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
            yield _counted(f"{block}_{word.lastgroup}", amount(number), offset + word.start(), offset + number.end())


def _zero(code: str, unit: str, offset: int, span: tuple[int, int]) -> Found:
    return Found(code, 0, unit, False, offset + span[0], offset + span[1])


def _negations(text: str, offset: int) -> Iterator[Found]:
    for code, pattern in p.NEGATIONS:
        for match in pattern.finditer(text):
            if not p.NEGATION_PART.search(match["none"]) and float(match["zero"] or 0) == 0:
                yield _zero(code, KINDS[code].unit or "件", offset, match.span())


def _documents(text: str, offset: int) -> Iterator[Found]:
    for match in p.DOCUMENTS.finditer(text):
        noun = match["noun"]
        before = list(p.VERB.finditer(text, max(text.rfind("；", 0, match.start()), 0), match.start()))
        verb = "repealed" if "文件" in noun and "规范" not in noun else before[-1].lastgroup if before else None
        if verb in (None, "reviewed"):
            continue
        kind = "regulations" if noun == "规章" else "normative_documents"
        start = match.start() if "规范" in noun or not before else before[-1].start()
        if len(text[start : match.start()]) > 16:
            start = match.start()
        yield _counted(f"{kind}_{verb}", amount(match), offset + start, offset + match.end())
        yield from _parts(text, kind, match.end(), offset)


def _document_series(text: str, offset: int) -> Iterator[Found]:
    """规范性文件制发3件、废止1件; 制发规范性文件3件，废止1件: what follows goes on about the same."""
    for noun in p.DOCUMENT_NOUN.finditer(text):
        kind = "regulations" if noun[0] == "规章" else "normative_documents"
        counted = p.DOCUMENTS.match(text, noun.start())
        rest, at = text[noun.end():], counted.end() - noun.end() if counted else 0
        while match := p.DOCUMENT_SERIES.match(rest, at):
            verb = next(code for code in p.VERBS if match[code])
            if verb != "reviewed":
                first = noun.start() if at == 0 else noun.end() + match.start(verb)
                yield _counted(f"{kind}_{verb}", amount(match), offset + first, offset + noun.end() + match.end())
            at = match.end()


def _parts(text: str, kind: str, start: int, offset: int) -> Iterator[Found]:
    """The bracket right after the number: （含新制定5件，修改4件，废止4件）."""
    bracket = re.compile(r"（[^（）]*）").match(text, start)
    if not bracket:
        return
    for part in p.REGULATION_PARTS.finditer(text, *bracket.span()):
        verb = "issued" if "制定" in part["part"] else "repealed" if part["part"] == "废止" else "amended"
        yield _counted(f"{kind}_{verb}", amount(part), offset + part.start(), offset + part.end())


def _categories(text: str, offset: int) -> Iterator[Found]:
    among = text.find("其中")
    for match in p.CATEGORY.finditer(text):
        name = re.sub(r"^(?:其中|发布|公开|主动|包括|含|共|了|及|和|各类|关于)+", "", match["name"])
        if not name or any(re.search(words, name) for words, _, _ in CHANNELS.values()):
            continue
        if p.CATEGORY_WORD.search(name) and (0 <= among <= match.start() or "动态" in name):
            yield _counted("category_items", amount(match), offset + match.end("name") - len(name), offset + match.end())
