"""What one sentence says in figures: requests and their outcomes, disputes, documents, channels and all the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from etl.parse.facts import patterns as p
from etl.parse.facts import requests
from etl.parse.facts.categories import NAMED, categories
from etl.parse.facts.channels import CHANNEL_NAMES, channel_facts
from etl.parse.facts.disputes import disputes
from etl.parse.facts.kinds import KINDS
from etl.parse.facts.model import Found, Said, counted, zero
from etl.parse.facts.numbers import Amount, amount, in_digits, in_yuan
from etl.parse.facts.order import Moved, reordered
from etl.parse.facts.papers import document_series, documents
from etl.parse.facts.prose import BLOT

_FIGURE = re.compile(r"[^\d]*\d")
_EXCEPT = re.compile("除[^，；。]{1,20}外[^，；。]*$")  # 除1件外均未收费


def read_sentence(text: str, seen: str, start: int) -> list[Said]:
    """All that a sentence says in figures, whatever it means for the year; ``start`` is its place in the section."""
    digits, spans = in_digits(seen)
    every = list(_read_whole(digits))
    orders = [Moved(digits, list(range(len(digits))), []), *reordered(digits)]
    told = [(orders[0], with_the_rest(found, digits[found.end :], every)) for found in every]
    told += [(moved, found) for moved in orders[1:] for found in _moved(moved, every)]
    return [_said(text, [spans[i] for i in order.places], found, start) for order, found in told]


def _moved(sentence: Moved, every: Sequence[Found]) -> Iterator[Found]:
    """What a sentence in another order says of the numbers that things were moved to, where no fact has them yet."""
    places = sentence.places
    unread = [(a, b) for a, b in sentence.numbers if not any(f.start < places[b - 1] + 1 and places[a] < f.end for f in every)]
    if unread:
        yield from (found for found in _read_whole(sentence.text) if any(found.start <= a and b <= found.end for a, b in unread))


def _said(text: str, spans: list[tuple[int, int]], found: Found, start: int) -> Said:
    """A finding in the words of the sentence, in the order in which it was read: ``spans`` says where each character that was read stands."""
    own = spans[found.start : found.end]
    placed = replace(found, start=start + min(first for first, _ in own), end=start + max(last for _, last in own))
    before, quote, after = ("".join(text[first:last] for (first, last), _ in groupby(part)) for part in (spans[: found.start], own, spans[found.end :]))
    return Said(placed, before, quote, after)


def _read_whole(text: str) -> Iterator[Found]:
    for phrase in list(p.RESPECTIVELY.finditer(text)):
        yield from _respectively(phrase)
        first, last = phrase.span("values")
        text = text[:first] + BLOT * (last - first) + text[last:]
    text = p.SEVERAL_VALUES.sub(lambda m: BLOT * len(m[0]), text)
    yield from _read(text, 0)


def _respectively(phrase: re.Match[str]) -> Iterator[Found]:
    """One sentence for each pair of name and value; nothing if they are not as many, or if one pair says nothing."""
    names = re.split(r"、|和|及|与|以及", p.ALL_LISTED.sub("", phrase["names"]))
    values = [m[0] for m in p.VALUE.finditer(phrase["values"])]
    if len(names) != len(values):
        return
    shared = p.SHARED_TAIL.search(names[-1])
    tail = shared[0] if shared and shared.start() else ""  # 发布量、点击量: each has its own
    names[-1] = names[-1].removesuffix(tail)
    said: list[Found] = []
    for name, value in zip(names, values, strict=True):
        pairs = (list(_read(f"{name}{middle}{value}", 0)) for middle in dict.fromkeys((phrase["verb"], "", tail, tail + phrase["verb"])))
        found = next((pair for pair in pairs if any(f.code != "items_published_total" for f in pair)), [])
        if not found:
            return
        said += [replace(f, start=phrase.start(), end=phrase.end()) for f in found]
    yield from said


def _read(seen: str, start: int) -> Iterator[Found]:
    """All that patterns find in a sentence, whatever it means for the year."""
    asked = list(_requests(seen, start))
    yield from asked
    yield from _shares(seen, start, asked)
    yield from disputes(seen, start)
    yield from _negations(seen, start)
    yield from documents(seen, start)
    yield from document_series(seen, start)
    for code, match in _matches(p.PATTERNS, seen):
        said = amount(match)
        if code == "processing_fee_yuan":
            said = in_yuan(said)
        yield counted(code, said, start + match.start(), start + match.end())
    for code, said, first, last in channel_facts(seen):
        yield counted(code, said, start + first, start + last)
    if (summed := _summed(seen, NAMED, CHANNEL_NAMES)) and p.ALL_CATEGORIES.match(seen):
        yield counted("items_published_total", summed.said, start + summed.start, start + summed.end)
    yield from categories(seen, start)


def _matches(table: Sequence[p.Pattern], text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Matches of a table of patterns that pass their conditions; a code's first pattern wins where spans overlap."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for pattern in filter(lambda known: known.may_match(text), table) if re.search(r"\d", text) else ():
        for match in pattern.regex.finditer(text):
            if any(match.start() < b and a < match.end() for a, b in spans.get(pattern.code, ())):
                continue
            if pattern.needs and not p.condition(pattern.needs).search(text[: match.end()]):
                continue
            if pattern.without and p.condition(pattern.without).search(_looked_at(text, match, pattern.clause)):
                continue
            spans.setdefault(pattern.code, []).append(match.span())
            yield pattern.code, match


def _looked_at(text: str, match: re.Match[str], clause: str) -> str:
    if clause == "match":
        return match[0]
    start = 0 if clause == "sentence" else max(text.rfind(mark, 0, match.start()) for mark in "，；。、：") + 1
    return text[start : match.end()]


def _requests(text: str, offset: int) -> Iterator[Found]:
    text = re.sub("[^；。]+", lambda m: BLOT * len(m[0]) if (desk := requests.OTHER_DESK.search(m[0])) and "公开" not in _up_to_figure(m[0], desk.end()) else m[0], text)
    told, text = text, re.sub("[^；。]+", lambda m: _applied_for(m[0]), text)
    text = requests.OUTCOME_OF_GROUND.sub(lambda m: BLOT * len(m["whole"]) + m["ground"] + "：", text)
    text = requests.OUTCOME_ON_GROUND.sub(lambda m: BLOT * (len(m[0]) - len(m["ground"])) + m["ground"], text)
    if ("申请" in told and "申请" not in text) or (told != text and "公开" not in text):
        return  # 受理变更申请12件，予以公开12件
    summed = _summed(text, p.PART_OF_SUM, p.NO_SUM)
    received: list[tuple[Amount, int]] = []
    for code, match in _matches((*requests.REQUESTS, *requests.APPLICANTS), text):
        if code == "requests_received" and requests.WITH_CARRIED.match(text, match.end()):
            code = "requests_handled"
        if code == "requests_received" and requests.WITH_OTHER_THINGS.search(text[: match.start()]):
            continue
        if code in requests.BY_APPLICANT and not match[0][0].isdigit() and re.search(r"[\u4e00-\u9fff]{2}(?:和|及|与|以及|、)$", text[: match.start()]) and not re.search(
                r"\d[^，。；\d]{1,3}(?:和|及|与|以及|、)$", text[: match.start()]):
            continue  # 网上和信函申请共33件: a figure of both
        if code in ("requests_received", "requests_handled"):
            received.append((amount(match), match.end()))
        yield counted(code, amount(match), offset + match.start(), offset + match.end())
    for total, end in received:
        yield from (counted(code, amount(m), offset + m.start(), offset + m.end()) for code, m in _asked_by(text, total, end))
    if summed and "申请" in text[summed.scope : summed.end]:
        yield counted("requests_received", summed.said, offset + summed.start, offset + summed.end)
    for word in requests.OUTCOME.finditer(text):
        joint = re.search(
            r"(?:公开|提供|处理)[”\"]?(?:及|和|与|、|或|或者)[“\"]?(?:予以|作)?$|(?:收到|受理|(?:^|；|申请\d{1,6}件（)(?:其中)?包?[含括])$", text[: word.start()])
        number = requests.OUTCOME_NUMBER.match(text, word.end())
        if word[0] in ("其他", "其它") and not requests.AFTER_OUTCOME.search(text[: word.start()]):
            continue
        joint = joint or (number and (requests.OUTCOMES_MERGED.search(number[0]) or requests.OUTCOMES_MERGED.match(text, number.end())))
        if number and not joint and number["unit"] != "件次":
            yield counted(str(word.lastgroup), amount(number), offset + word.start(), offset + number.end())
    for behind in requests.OUTCOME_BEHIND.finditer(text):
        code = next(code for code in requests.OUTCOMES if behind[code])
        if re.search("(?<!其)中，", text) and code in requests.GROUPS:
            continue  # 已答复的8件中，2件予以公开: of some
        if "，" in behind[0] and ("结转" in text or re.search(r"\d[件条宗][，、][^，、；。\d]*$", text[: behind.start()])):
            continue  # 收到5件，上年结转1件，均予以公开: all of both
        yield counted(code, amount(behind), offset + behind.start(), offset + behind.end())


def _asked_by(text: str, total: Amount, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Ways and applicants behind the number of requests that ends at ``end``: those that add up to it, and ways right behind it."""
    for pattern in requests.PARTS:
        parts = {code: m for m in pattern.finditer(text, end) for code in requests.BY_APPLICANT if m.groupdict().get(code)}
        whole = sum(amount(m).value for m in parts.values())
        first = min((m.start() for m in parts.values()), default=end)
        listed = pattern is requests.PARTS[0] and whole <= total.value and "线上" not in text and requests.PARTS_FOLLOW.fullmatch(text[end:first])
        if listed or (len(parts) > 1 and whole == total.value):
            yield from parts.items()


def _up_to_figure(text: str, at: int) -> str:
    return text[: found.end()] if (found := _FIGURE.match(text, at)) else text


def _applied_for(part: str) -> str:
    """A part of a sentence without other applications, and all of it blotted out where none but those are told of: what is answered then is theirs."""
    own = requests.APPLICATION.sub(_other_application, part)
    return BLOT * len(part) if own != part and "申请" not in own and not re.search("(?<!予以)(?<!不予)(?<!部分)公开", own) else own


def _other_application(match: re.Match[str]) -> str:
    """What is applied for is information or not said; 公租房申请, 法律援助申请, 村务公开申请 are blotted out."""
    what = requests.APPLIED.sub("", match["what"], count=1)
    own = not requests.OTHER_DISCLOSURE.search(what) if re.search("公开|政[府务]信息|信息的?$|依$", what) else requests.WHO_APPLIES.fullmatch(what)
    return match[0] if own else match[0].removesuffix("申请") + 2 * BLOT


class _Sum(NamedTuple):
    said: Amount
    scope: int
    """Where its first part stands."""
    start: int
    end: int


def _summed(text: str, part: re.Pattern[str], unless: re.Pattern[str]) -> _Sum | None:
    """收到网上申请7件，信函申请5件，合计12件: the sum said of parts that add up to it; of those behind ；alone, where it has two there."""
    found = p.SUM.search(text)
    if found is None:
        return None
    scopes = (text.rfind("；", 0, found.start()) + 1, 0)
    scope = next((at for at in scopes if len(part.findall(text, at, found.start())) > 1), None)
    if scope is None or unless.search(text, scope, found.start()):
        return None
    total = amount(found)
    whole = sum(amount(m).value for m in part.finditer(text, scope, found.start()))
    return _Sum(total, scope, found.start(), found.end()) if whole == total.value else None


def with_the_rest(found: Found, after: str, every: Sequence[Found]) -> Found:
    """局长参加在线访谈1期，科室负责人参加11期，共12期: the sum that the sentence says of parts of one kind."""
    total = p.REST_AND_SUM.match(after) if found.code in p.SUMMED else None
    if total is None or any(o.code != found.code and found.end < o.end <= found.end + total.end() for o in every):
        return found
    *rest, whole = [int(n) for n in re.findall(r"\d+", total[0])]
    units = set(re.findall(r"\d+(.)", total[0]))
    if units != {found.unit} or found.value + sum(rest) != whole:  # type: ignore[operator]
        return found
    return replace(found, value=whole, end=found.end + total.end())


def _shares(text: str, offset: int, asked: Sequence[Found]) -> Iterator[Found]:
    for found in asked:
        after = found.end - offset
        if f"{found.code}_share" in KINDS and (match := p.SHARE.match(text, after)):
            yield counted(f"{found.code}_share", amount(match), found.start, offset + match.end())
        if found.code in ("requests_received", "requests_handled"):
            change = p.CHANGE.match(text, after)
            if change:
                said = amount(change)
                sign = 1 if change["way"] in ("增长", "上升", "增加", "提高") else -1
                yield Found("requests_received_change", sign * said.value, "%", said.approximate,
                            offset + change.start() + change[0].startswith("，"), offset + change.end())


def _negations(text: str, offset: int) -> Iterator[Found]:
    for code, pattern in p.NEGATIONS:
        for match in pattern.finditer(text):
            none = p.EVERY_WAY.sub("", match["none"])
            told = (code != "requests_received" or p.NONE_AT_ALL.fullmatch(none)) and not _EXCEPT.search(text[: match.start()])
            if told and not p.NEGATION_PART.search(none) and float(match["zero"] or 0) == 0:
                yield zero(code, KINDS[code].unit or "件", offset, match.span())
