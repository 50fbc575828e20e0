"""From the text of sections to facts: what sentences say, which of it is this year's, and one figure of each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from etl.parse.facts import patterns as p
from etl.parse.facts.channels import CHANNEL_NAMES
from etl.parse.facts.kinds import KINDS
from etl.parse.facts.prose import END, Prose, prepare, told_from
from etl.parse.facts.sentences import Found, read_sentence
from etl.report import Fact, Level, Section

#: The section on problems and plans, by its heading, else by its number in the forms since 2014: its figures count nothing of the year.
PROBLEMS = 5
_OF_PROBLEMS = re.compile("问题|不足|改进|打算")
_OF_FIGURES = re.compile("主动公开|申请|收费|复议|诉讼")
_LONGEST_TEXT = 300
_BUREAUS: tuple[Level, ...] = ("department", "ministry")


@dataclass(frozen=True, slots=True)
class Candidate:
    fact: Fact
    total: bool
    """The text says 共, 总, 全年 or the like: the figure of all."""
    part: bool
    """It stands after 其中."""


def facts(sections: tuple[Section, ...], year: int | None = None, level: Level | None = None) -> tuple[Fact, ...]:
    """Facts of all sections, in the order of the text; codes are those of :data:`etl.parse.facts.KINDS`.

    ``year`` is the report's; without it the prose itself tells it as far as it does. ``level`` is the publisher's: of 全县…12件，其中本机关3件
    a government means the whole and a bureau itself; where it is unknown neither is taken.

    ``quote`` is the exact slice ``section.text[start:end]``; ``value`` is scaled (2万 → 20000), except that money keeps its
    printed unit (万元); ``approximate`` where the text says 余, 多, 约, 近, 超 or scales a count by 万. Never raises.
    """
    prepared = [(section, prepare(section.text)) for section in sections]
    known = str(year) if year else _report_year([prose for _, prose in prepared])
    if known:
        prepared = [(section, told_from(prose, int(known))) for section, prose in prepared]
    candidates = [c for section, prose in prepared for c in _section(section, prose, known, level)]
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


def _section(section: Section, prose: Prose, year: str | None, level: Level | None) -> Iterator[Candidate]:
    found: list[Found] = []
    if _on_problems(section):
        found += _problems(prose)
    else:
        found += _contacts(prose)
        for start, end in prose.sentences():
            found += [
                f for f in _sentence(prose, start, end, level in _BUREAUS)
                if _in_time(prose, start, f, year) and not _outgrown(prose, start, end, f, year)
                and not _other_papers(section, prose, start, end, f) and not _of_others(prose, start, end, f, level)
            ]
            found += _statements(prose, start, end)
    for item in sorted(found, key=lambda f: (f.start, f.end)):
        quote, first, last = prose.quote(item.start, item.end)
        before = prose.text[max(0, item.start - 6) : item.end]
        yield Candidate(
            Fact(item.code, item.value, item.unit, item.approximate, section.number, quote, first, last),
            bool(p.TOTAL_MARK.search(before)), "其中" in re.split(rf"[。！？{END}]", prose.text[: item.start])[-1],
        )


def _on_problems(section: Section) -> bool:
    if section.number == PROBLEMS:
        return not _OF_FIGURES.search(section.heading)  # before 2014 section five told of disputes
    return section.number is not None and section.number > PROBLEMS and bool(_OF_PROBLEMS.search(section.heading))


def _sentence(prose: Prose, start: int, end: int, of_bureau: bool) -> Iterator[Found]:
    every = list(read_sentence(prose.seen[start:end], start))
    by_channel = {f.end for f in every if f.code.endswith("_items") and f.code != "items_published_total"}
    for found in every:
        before = prose.text[start : found.start]
        own = of_bureau and p.AROUND.search(before.split("其中")[0]) and p.OF_ITS_OWN.search(before)
        part = ("其中" in before and not own) or p.COMPARED.search(prose.text[found.start : found.end])
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


def _in_time(prose: Prose, start: int, found: Found, year: str | None) -> bool:
    """Whether the figure is one of the report's year, as far as its sentence tells, and not a plan."""
    before, upto = prose.text[start : found.start], prose.text[start : found.end]
    if p.PLAN.search(upto) or p.RATE.search(re.split(r"[，；：、]", upto)[-1] + prose.text[found.end : found.end + 2]):
        return False
    if p.PUBLISHED.search(found.code) and (day := p.UP_TO_DAY.search(before)):
        besides = before[: day.start()] + END + before[day.end() :]
        if not (p.THIS_YEAR.search(besides) or re.search(rf"{year}年(?![\d底末])", besides)):
            return False
    marks = [(m.end(), True) for m in p.THIS_YEAR.finditer(before)]
    marks += [(m.end(), m[1] == year) for m in p.YEAR.finditer(before) if not _only_compared(before, m)]
    if not re.match(r"requests_carried", found.code):
        marks += [(m.end(), False) for time in (p.OTHER_TIME, p.ONE_DAY) for m in time.finditer(before)]
    # 2020年至2022年 ends where 2022年 does, and outweighs it.
    marks += [(m.end() + 1, False) for m in p.YEARS.finditer(before)]
    if p.FLOWS.search(found.code) and (gathered := p.GATHERED.search(upto)) and not (
            p.THIS_YEAR.search(gathered[0]) or re.search(rf"{year}年(?![\d底末])", gathered[0])):
        marks.append((gathered.end(), False))
    return max(marks, default=(0, True))[1]


def _outgrown(prose: Prose, start: int, end: int, found: Found, year: str | None) -> bool:
    """Whether the sentence goes on from this figure to the year's own: 由280条增至302条, 累计15230条，今年1823条."""
    upto, after = prose.text[start : found.end], prose.text[found.end : end]
    if p.GROWN_FROM.search(upto) and p.GROWN_TO.match(after):
        return True
    told = p.OF_THIS_YEAR.match(after) if p.FLOWS.search(found.code) and p.ALL_YEARS.search(upto) else None
    return bool(told and told["year"] in (None, year))


def _of_others(prose: Prose, start: int, end: int, found: Found, level: Level | None) -> bool:
    """Whether the figure is the whole country's, that of all bodies around where the body's own follows, one part's of the place, a threshold
    or a peak."""
    upto, after = prose.text[start : found.end], prose.text[found.end : end]
    if p.FLOWS.search(found.code) and (p.ALL_STATES.search(upto) or (p.ALL_AROUND.search(upto) and p.ITS_OWN.match(after))):
        return True
    around = p.AROUND.search(upto) if level in (None, *_BUREAUS) else None
    if around and "其中" not in upto and (p.SHARE_OF_ITS_OWN.match(after) or (level and p.OF_ALL_BODIES.match(upto, around.start()))):
        return True
    if p.WHOLE_PLACE.search(found.code) and (
            (p.OF_ONE_TIER.search(upto) and p.OF_OTHER_TIERS.match(after))
            or (level not in (None, "township", *_BUREAUS) and p.OF_ONE_BODY.search(prose.text[start : found.start]))):
        return True
    return bool((after.startswith("的") and p.THRESHOLD.search(upto)) or ("reads" in found.code and p.PEAK.search(upto)))


def _other_papers(section: Section, prose: Prose, start: int, end: int, found: Found) -> bool:
    """Whether what is counted only shares its name: papers made, by whether they may be published, or cases that the body decides or
    conducts, whatever they are about, as 司法局 do."""
    if found.code in ("requests_received", "requests_denied") and p.PAPERS.search(prose.text[start:end]):
        return not re.search("收到|受理|新收|申请(?!公开)", prose.text[start:end])
    if not found.code.startswith(("review", "litigation")) or re.search("复议|诉讼|公开", section.heading):
        return False
    against = re.search("公开|被纠|败诉", prose.text[start : found.end] + prose.text[found.end : end].split("其中")[0])
    upto = prose.text[start : found.end]
    return (against is None and bool(p.CASES_AS_WORK.search(upto))) or bool(p.OTHER_CAUSE.search(upto))


def _only_compared(before: str, named: re.Match[str]) -> bool:
    """较2022年增加12件，结转3件: the year says when only up to the end of its clause."""
    return before[: named.start()].endswith(("较", "比", "与", "同")) and bool(re.search("[，；]", before[named.end():]))


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
    """One fact of each single kind: where the text gives several values the one that is no part, then the only one said
    to be the total, else none."""
    by_code: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_code.setdefault(candidate.fact.fact, []).append(candidate)
    chosen = {code: _chosen(rivals) for code, rivals in by_code.items() if KINDS[code].single}
    kept = (c.fact for c in candidates if chosen.get(c.fact.fact, c.fact) is c.fact)
    return tuple(dict.fromkeys(kept))


def _chosen(rivals: Sequence[Candidate]) -> Fact | None:
    if len({c.fact.value for c in rivals}) > 1:
        rivals = [c for c in rivals if not c.part] or rivals
    if len({c.fact.value for c in rivals}) > 1:
        rivals = [c for c in rivals if c.total]
    return rivals[0].fact if len({c.fact.value for c in rivals}) == 1 else None
