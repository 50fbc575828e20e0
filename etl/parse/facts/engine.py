"""From the text of sections to facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from etl.parse.facts import patterns as p
from etl.parse.facts.channels import CHANNEL_NAMES, channel_facts
from etl.parse.facts.kinds import CHANNELS, KINDS
from etl.parse.facts.numbers import Amount, amount, in_yuan
from etl.parse.facts.prose import BLOT, END, Prose, prepare
from etl.report import Fact, Section

#: The section on problems and plans: its figures count nothing of the year.
PROBLEMS = 5
_LONGEST_TEXT = 300
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
class Candidate:
    fact: Fact
    total: bool
    """The text says 共, 总, 全年 or the like: the figure of all."""


def facts(sections: tuple[Section, ...], year: int | None = None) -> tuple[Fact, ...]:
    """Facts of all sections, in the order of the text; codes are those of :data:`etl.parse.facts.KINDS`.

    ``year`` is the report's; without it the prose itself tells it as far as it does.

    ``quote`` is the exact slice ``section.text[start:end]``; ``value`` is scaled (2万 → 20000), except that money keeps its
    printed unit (万元); ``approximate`` where the text says 余, 多, 约, 近, 超 or scales a count by 万. Never raises.
    """
    prepared = [(section, prepare(section.text)) for section in sections]
    known = str(year) if year else _report_year([prose for _, prose in prepared])
    candidates = [c for section, prose in prepared for c in _section(section, prose, known)]
    return _weighed(candidates)


def _report_year(proses: Sequence[Prose]) -> str | None:
    """The year the report is about, as far as the prose itself tells: the end of its period, else the year named most."""
    for prose in proses:
        if match := p.PERIOD.search(prose.text):
            return match["y2"] or match["y1"]
    named = [y for prose in proses for y in p.YEAR.findall(prose.text)]
    ranked = Counter(named).most_common(2)
    if not ranked:
        return None
    top, second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0
    return top[0] if (named[0] == top[0] and top[1] > second) or top[1] >= 3 * max(second, 1) else None


def _section(section: Section, prose: Prose, year: str | None) -> Iterator[Candidate]:
    found: list[Found] = []
    if section.number == PROBLEMS:
        found += _problems(prose)
    else:
        found += _contacts(prose)
        for start, end in prose.sentences():
            found += [f for f in _sentence(prose, start, end) if _in_time(prose, start, f, year)]
            found += _statements(prose, start, end)
    for item in sorted(found, key=lambda f: (f.start, f.end)):
        quote, first, last = prose.quote(item.start, item.end)
        before = prose.text[max(0, item.start - 6) : item.end]
        yield Candidate(
            Fact(item.code, item.value, item.unit, item.approximate, section.number, quote, first, last),
            bool(p.TOTAL_MARK.search(before)),
        )


def _sentence(prose: Prose, start: int, end: int) -> Iterator[Found]:
    every = list(_unfiltered(prose, start, end))
    by_channel = {f.end for f in every if f.code.endswith("_items") and f.code != "items_published_total"}
    for found in every:
        before = prose.text[start : found.start]
        part = "其中" in before or p.COMPARED.search(prose.text[found.start : found.end])
        if KINDS[found.code].whole and part and found.value != 0 and "新收" not in prose.text[found.start : found.end]:
            continue
        if found.code == "items_published_total" and (found.end in by_channel or _of_some_channels(before)):
            continue
        if isinstance(found.value, float) and found.unit != "%" and "元" not in (found.unit or ""):
            continue  # half an item: misread
        yield found


def _of_some_channels(before: str) -> bool:
    """What stands before a total since the last number names channels without saying that they are all, or somebody's own."""
    lately = re.split(r"[\d；]", before)[-1]
    return bool(p.NAMED.search(before) or (CHANNEL_NAMES.search(lately) and not p.ALL_CHANNELS.search(lately)))


def _unfiltered(prose: Prose, start: int, end: int) -> Iterator[Found]:
    seen = prose.seen[start:end]
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
    for code, match in _matches((*p.REQUESTS, *p.APPLICANTS), text):
        if code == "requests_received" and re.match(r"[^（）]{0,4}（[^（）]*含上(?:一)?年度?[^（）]*(?:结转|转结)", text[match.end():]):
            code = "requests_handled"
        if code in _BY_APPLICANT and re.search(r"(?:申请|[\u4e00-\u9fff]{2})(?:和|及|与|以及)$|申请、$", text[: match.start()]) and not re.search(
                r"\d[^，。；\d]{1,3}(?:和|及|与|以及|、)$", text[: match.start()]):
            continue  # 网上和信函申请共33件: a figure of both
        yield _counted(code, amount(match), offset + match.start(), offset + match.end())
    for word in p.OUTCOME.finditer(text):
        joint = re.search(r"(?:公开|提供|处理)(?:及|和|与|、|或|或者)(?:予以|作)?$", text[: word.start()])
        number = p.OUTCOME_NUMBER.match(text, word.end())
        if number and not joint:
            yield _counted(str(word.lastgroup), amount(number), offset + word.start(), offset + number.end())


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
        if number and not joint:
            cases.append(_counted(f"{code}_cases", amount(number), offset + block.start(), offset + number.end()))
        yield from _results(text, code, block.end(), until, offset, bool(joint))
    yield from cases
    if (upheld := p.ALL_UPHELD.search(text)) and cases:
        for case in cases:
            if case.end <= offset + upheld.start():
                code = case.code.replace("_cases", "_upheld")
                yield Found(code, case.value, case.unit, case.approximate, case.start, offset + upheld.end())


def _results(text: str, block: str, start: int, end: int, offset: int, joint: bool) -> Iterator[Found]:
    for word in p.RESULT.finditer(text, start, end):
        number = p.RESULT_NUMBER.match(text, word.end())
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
    for noun in p.DOCUMENT_NOUN.finditer(text):
        kind = "regulations" if noun[0] == "规章" else "normative_documents"
        rest, at = text[noun.end():], 0
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
        if p.CATEGORY_WORD.search(name) and (0 <= among < match.start() or "动态" in name):
            yield _counted("category_items", amount(match), offset + match.end("name") - len(name), offset + match.end())


def _in_time(prose: Prose, start: int, found: Found, year: str | None) -> bool:
    """Whether the figure is one of the report's year, as far as its sentence tells, and not a plan."""
    before, upto = prose.text[start : found.start], prose.text[start : found.end]
    if p.PLAN.search(upto) or p.RATE.search(re.split(r"[，；：、]", prose.text[start : found.end + 2])[-1]):
        return False
    marks = [(m.end(), True) for m in p.THIS_YEAR.finditer(before)]
    marks += [(m.end(), m[1] == year) for m in p.YEAR.finditer(before)]
    if not re.match(r"requests_carried", found.code):
        marks += [(m.end(), False) for m in p.OTHER_TIME.finditer(before)]
    # 2020年至2022年 ends where 2022年 does, and outweighs it.
    marks += [(m.end() + 1, False) for m in p.YEARS.finditer(before)]
    if p.FLOWS.search(found.code) and (gathered := p.GATHERED.search(upto)) and not (
            p.THIS_YEAR.search(gathered[0]) or re.search(rf"{year}年(?![\d底末])", gathered[0])):
        marks.append((gathered.end(), False))
    return max(marks, default=(0, True))[1]


def _statements(prose: Prose, start: int, end: int) -> Iterator[Found]:
    for clause in re.finditer(r"[^；]+", prose.text[start:end]):
        first, last = start + clause.start(), start + clause.end()
        for code, pattern in p.STATEMENTS:
            if pattern.search(clause[0]) and len(clause[0]) <= _LONGEST_TEXT:
                yield Found(code, prose.quote(first, last)[0], None, False, first, last)


def _contacts(prose: Prose) -> Iterator[Found]:
    for code, pattern in p.CONTACTS:
        for match in pattern.finditer(prose.text):
            quote, _, _ = prose.quote(*match.span("v"))
            yield Found(code, "".join(quote.split()), None, False, *match.span())
    if period := p.PERIOD.search(prose.text):
        first = int(period["y1"]), int(period["m1"]), int(period["d1"])
        last = int(period["y2"] or period["y1"]), int(period["m2"]), int(period["d2"])
        for code, parts in (("period_from", first), ("period_to", last)):
            try:
                day = date(*parts)
            except ValueError:
                return  # digits were lost
            yield Found(code, day.isoformat(), None, False, *period.span())


def _problems(prose: Prose) -> Iterator[Found]:
    """The items of section 5: what follows 一是, 二是… or （一）, （二）…; measures from the first word of remedy on."""
    text = prose.text
    heads = list(re.finditer(r"[一二三四五六七八九十]是(?!否)|(?:(?<=[。；\n])|^)(?:（[一二三四五六七八九十]{1,2}）|\d{1,2}[、.](?!\d))", text))
    remedy = re.search(r"改进(?:措施|情况|方向|办法)|下一步|今后|针对(?:以上|上述|存在)", text)
    for head in heads:
        item = re.split(rf"[。；{END}]", text[head.end() : head.end() + _LONGEST_TEXT + 1], maxsplit=1)[0]
        if not 4 <= len(item) <= _LONGEST_TEXT or p.NO_ITEM.search(item):
            continue
        end = head.end() + len(item)
        code = "measure" if remedy and remedy.start() < head.start() else "problem"
        yield Found(code, prose.quote(head.end(), end)[0], None, False, head.end(), end)


def _weighed(candidates: Sequence[Candidate]) -> tuple[Fact, ...]:
    """One fact of each single kind: where the text gives several values the only one said to be the total, else none."""
    by_code: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_code.setdefault(candidate.fact.fact, []).append(candidate)
    chosen = {code: _chosen(rivals) for code, rivals in by_code.items() if KINDS[code].single}
    kept = (c.fact for c in candidates if chosen.get(c.fact.fact, c.fact) is c.fact)
    return tuple(dict.fromkeys(kept))


def _chosen(rivals: Sequence[Candidate]) -> Fact | None:
    if len({c.fact.value for c in rivals}) > 1:
        rivals = [c for c in rivals if c.total]
    return rivals[0].fact if len({c.fact.value for c in rivals}) == 1 else None
