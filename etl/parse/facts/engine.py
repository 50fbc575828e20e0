"""From the text of sections to facts: what sentences say, which of it is this year's, and one figure of each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from etl.parse.facts import patterns as p
from etl.parse.facts.channels import CHANNEL_NAMES
from etl.parse.facts.deed import is_another_deed
from etl.parse.facts.kinds import KINDS
from etl.parse.facts.matter import for_disclosure, of_other_work
from etl.parse.facts.model import Found
from etl.parse.facts.prose import END, Prose, prepare, told_from
from etl.parse.facts.reporter import AROUND, Reporter
from etl.parse.facts.requests import OUTCOMES
from etl.parse.facts.sentences import read_sentence
from etl.parse.facts.share import is_part, of_others
from etl.parse.facts.when import (
    BEGINS_ANEW,
    STOCKS,
    begins_with_other_year,
    by_school_year,
    covered,
    heads_year,
    in_year,
    names_year,
    report_year,
)
from etl.parse.facts.whose import ACTS, acts_another, heads_others
from etl.report import GOVERNMENTS, Fact, Identity, Section

#: The section on problems and plans, by its heading, else by its number in the forms since 2014: its figures count nothing of the year.
PROBLEMS = 5
_OF_PROBLEMS = re.compile("问题|不足|改进|打算")
_OF_FIGURES = re.compile("主动公开|申请|收费|复议|诉讼")
_OF_STAFF = re.compile("人员|机构|经费|培训|会议|咨询|投诉|举报|信访|热线|信箱|提案|保障|监督|平台|统计|解读|回应")
_OF_WORK = re.compile("总体|概述|概况|成效|做法|工作开展|主要工作|措施和")
_LONGEST_TEXT = 300
#: What numbers the items of section 5; a label that an item may begin with; the words that lead in to problems or to measures.
_ITEM_HEAD = re.compile(
    r"[一二三四五六七八九十]是(?!否)|(?:(?<=[。；：，\n])|^)(?:(?:第[一二三四五六七八九十]|首先|其次|再次|最后)，"
    r"|（(?:[一二三四五六七八九十]{1,2}|\d{1,2})）|\d{1,2}[、.](?!\d))")
_ITEM_LABEL = re.compile("[^，。；：]{2,14}：")
_LEADS = re.compile("(?P<problem>问题|不足|短板|薄弱|差距|[仍还]存在)|(?P<measure>改进|整改|措施|下一?步|今后|打算|努力方向|针对|从以下)")
_NOTE = re.compile(r"[(（]?(?:备注|附注|注|说明)\d?[:：]")
"""A note on a table says how its figures were counted, and gives those of others."""
#: 公众号粉丝3.6万人。全年发布信息860条: by the channel of the sentence before.
_BARE = re.compile(r"(?:全年|今年|本年度?|共计?|累计|总计|已|，)*(?:发布|更新|发送)(?:各类|相关)?信息[^，。；]*")
_TOTAL = re.compile(r"共|总|累计|合计|全年")
#: 政府信息公开行政复议12件 beside 全年行政复议总数86件: the cases that are told apart.
_NAMED = re.compile(r"公开[^，。；\d]{0,8}(?:复议|诉讼)")
#: 收到申请3件 goes on about the body of the sentence before, 全年共收到3件 begins anew.
_GOES_ON = re.compile("(?!全年|今年|本年|共|累计|总)")
#: 本年度没有发生。 is all that a section says below its heading.
_NONE = r"(?:(?:20\d\d|[今全本])年度?|[本我][镇乡县市区局委厅院]|本?(?:机关|单位|街道)|[，均暂尚也])*(?:无|没有|未发生|没有发生|未出现|0)"
#: A body of which nothing is known.
UNKNOWN = Identity()


@dataclass(frozen=True, slots=True)
class Candidate:
    fact: Fact
    total: bool
    """The text says 共, 总, 全年 or the like: the figure of all."""
    part: bool
    """It stands after 其中."""
    named: bool = False
    """It is said to be of cases over disclosure."""
    around: bool = False  # a government's office gives it of all bodies of the place


@dataclass(frozen=True, slots=True)
class _Told:
    """What the paragraph's sentences so far are about, with which one goes on that names neither a body nor a year: another body's figures,
    another year's."""

    others: bool = False
    other_year: bool = False


def facts(sections: tuple[Section, ...], identity: Identity = UNKNOWN, opening: str = "") -> tuple[Fact, ...]:
    """Facts of all sections, in the order of the text, behind the period and the contacts that the ``opening`` above them tells; codes are those of :data:`etl.parse.facts.kinds.KINDS`.

    Without the report's year the prose itself tells it as far as it does. The publisher's level says what 全县…12件，其中本机关3件 means: to a
    government the whole, to a bureau itself, neither where it is unknown; its name says whose the figures of a named body are.

    ``quote`` is the exact slice ``section.text[start:end]``; ``value`` is scaled (2万 → 20000), except that money keeps its
    printed unit (万元); ``approximate`` where the text says 余, 多, 约, 近, 超 or scales a count by 万. Never raises.
    """
    prepared = [(section, prepare(_heading(section) + section.text)) for section in sections]
    opened = prepare(opening)
    proses = [opened, *(prose for _, prose in prepared)]
    known = str(identity.year) if identity.year else report_year(proses)
    if known:
        prepared = [(section, told_from(prose, int(known))) for section, prose in prepared]
    reporter = Reporter.of(identity)
    candidates = [c for section, prose in prepared for c in _section(section, prose, known, reporter)]
    if by_school_year(proses, identity.title):
        candidates = [c for c in candidates if isinstance(c.fact.value, str) or STOCKS.search(c.fact.fact)]  # no other figure is of the calendar year
    above = (Candidate(Fact(f.code, f.value, None, False, None, opened.quote(f.start, f.end)[0]), False, False) for f in _contacts(opened))
    return _weighed([*above, *candidates])


def _section(section: Section, prose: Prose, year: str | None, reporter: Reporter) -> Iterator[Candidate]:
    found: list[Found] = []
    if _on_problems(section):
        found += _problems(prose)
    else:
        found += _contacts(prose)
        of_year, of_others = heads_year(section.heading, year), False
        at, in_note, headed, told = -1, False, False, _Told()
        for start, end in prose.sentences():
            sentence = prose.text[start:end]
            opens = at < 0 or END in prose.text[at:start]
            if prose.is_line(start, end):
                of_year, of_others = heads_year(sentence, year, of_year), heads_others(sentence, reporter, of_others)
            if opens:
                in_note = bool(_NOTE.match(prose.text, prose.text.rfind(END, 0, start) + 1))
                headed = heads_others(re.split("(?<=：)", sentence)[0], reporter)
                told = _Told(others=headed)
            elif not ACTS.match(sentence) or not (headed or _GOES_ON.match(sentence)):
                told = replace(told, others=False)
            at = start
            if told.others and (anew := BEGINS_ANEW.search(sentence)):
                start, told = start + anew.end(), replace(told, others=False)  # …；我局召开会议2次
                sentence = prose.text[start:end]
            if in_note or of_others or told.others:
                continue
            if names_year(sentence):
                told = replace(told, other_year=False)
            own, others = _sentence(prose, start, end, section.heading, year, reporter, of_year and not told.other_year)
            found += own
            if opens and others and reporter.level in GOVERNMENTS and re.match(f"{reporter.around}(?!.*\\d)", sentence):
                headed = True  # 县教育局聚焦招生热点。全年召开新闻发布会12场: all of its paragraph is that bureau's
            told = _Told(others or told.others, told.other_year or (begins_with_other_year(sentence, year) and bool(re.search(r"\d", prose.seen[start:end]))))
            found += _statements(prose, start, end)
    for item in sorted(found, key=lambda f: (f.start, f.end)):
        quote, first, last = _place(section, prose, item)
        before = prose.text[max(0, item.start - 6) : item.end]
        yield Candidate(
            Fact(item.code, item.value, item.unit, item.approximate, section.number, quote, first, last),
            bool(_TOTAL.search(before)), "其中" in re.split(rf"[。！？{END}]", prose.text[: item.start])[-1],
            bool(_NAMED.search(prose.text[max(0, item.start - 10) : item.end])),
            reporter.office and bool(re.search(f"{AROUND}(?!.*(?:{reporter.names.pattern}))", re.split(rf"。(?!其中)|{END}", prose.text[: item.start])[-1])),
        )


def _place(section: Section, prose: Prose, item: Found) -> tuple[str, int | None, int | None]:
    """The words of a fact and where they stand in the section's text: a heading has no place (四、行政复议2件，均维持)."""
    quote, first, last = prose.quote(item.start, item.end)
    above = len(_heading(section))
    if last <= above:
        return quote, None, None
    first = max(first, above)  # 三、依申请公开 above 全年收到12件
    return prose.original[first:last], first - above, last - above


def _heading(section: Section) -> str:
    """What is read above a section's text."""
    runs_on = re.search(r"\d\D?$", section.heading) or re.match(rf"\d+[件条宗元](?!\d)|{_NONE}(?:[。；]|\s*$)", section.text)
    return "" if _on_problems(section) else section.heading + ("：" if runs_on else "\n\n")  # 四、行政复议9件：维持8件，纠正1件


def _on_problems(section: Section) -> bool:
    if section.number == PROBLEMS:
        # Before 2014 section five told of disputes, of staff or of fees.
        return not (_OF_FIGURES.search(section.heading) or (_OF_STAFF.search(section.heading) and not _OF_PROBLEMS.search(section.heading)))
    if section.number in (None, 1) or not _OF_PROBLEMS.search(section.heading):
        return False
    return bool(section.number and section.number > PROBLEMS) or not (_OF_FIGURES.search(section.heading) or _OF_WORK.search(section.heading))


def _sentence(prose: Prose, start: int, end: int, heading: str, year: str | None, reporter: Reporter, of_year: bool) -> tuple[list[Found], bool]:
    """What a sentence says of the body's own year, and whether all that it counts is another body's, or it is about one and counts nothing, as in a
    government's report; a bureau's begins with what those above it asked for."""
    every = read_sentence(prose.text[start:end], prose.seen[start:end], start)
    by_channel = {f.end for f in (said.found for said in every) if f.code.endswith("_items") and f.code != "items_published_total"}
    own: list[Found] = []
    parts = Counter((f.code, f.value) for f in (said.found for said in every) if f.code in OUTCOMES or f.code.startswith("columns"))
    instead: set[int] = set()
    paragraph = prose.text.rfind(END, 0, start)
    above = prose.text[prose.text.rfind(END, 0, max(paragraph, 0)) + 1 : start]
    for said in every:
        found = said.found
        if found.code == "items_published_total" and (found.end in by_channel or (
                _BARE.fullmatch(said.upto) and CHANNEL_NAMES.search(re.split(f"[。{END}]", prose.text[: max(start - 1, 0)])[-1]))):
            continue
        if parts[found.code, found.value] > 1:
            continue  # 涉及商业秘密不予公开1件，涉及个人隐私不予公开1件; 开设A专栏1个，开设B专栏1个
        if isinstance(found.value, float) and found.unit != "%" and "元" not in (found.unit or ""):
            continue  # half an item: misread
        if found.start in instead or is_part(said, reporter.level) or not in_year(said, year, of_year) or of_others(said, reporter) or is_another_deed(said) or of_other_work(said, heading, above, reporter):
            continue
        meant = for_disclosure(said)
        if meant is not said:
            instead.add(found.start)
        if meant:
            own.append(meant.found)
    of_another = (acts_another(said.upto, reporter) and not CHANNEL_NAMES.search(said.quote) for said in every)
    return own, not own and (all(of_another) if every else reporter.level in GOVERNMENTS and acts_another(prose.text[start:end], reporter))


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
            # A space ends an address of mail that is whole up to there: a@b.cn Tel
            whole = pattern.match(match[0].partition(match["v"])[0] + quote.split()[0]) if code == "contact_email" else None
            yield Found(code, whole["v"] if whole else "".join(quote.split()), None, False, *match.span())
    if period := covered(prose):
        for code, day in (("period_from", period.start), ("period_to", period.end)):
            yield Found(code, str(day), None, False, period.at, period.at + len(period.printed))


def _problems(prose: Prose) -> Iterator[Found]:
    """The items of section 5: what follows 一是, 二是… or （一）, （二）…; problems or measures by the words that lead in to them."""
    text, code, at = prose.text, "problem", 0
    heads = list(_ITEM_HEAD.finditer(text))
    for head, following in zip(heads, [*(h.start() for h in heads[1:]), len(text)], strict=False):
        code = _led_in(text[at : head.start()]) or code
        start = head.end()
        if (label := _ITEM_LABEL.match(text, start, following)) and (named := _led_in(label[0])):
            code, start = named, label.end()
        item = re.split(rf"[。；{END}]", text[start : min(start + _LONGEST_TEXT + 1, following)], maxsplit=1)[0].rstrip("，、：")
        if p.HEADS_ITEMS.fullmatch(item):
            code = _led_in(item + END) or code
        at = start + len(item)
        if 4 <= len(item) <= _LONGEST_TEXT and not p.NO_ITEM.search(item):
            yield Found(code, prose.quote(start, at)[0], None, False, start, at)


def _led_in(text: str) -> str | None:
    """Whether the last words before a list lead in to problems or to measures: 主要问题有：, 下一步将, or a line 改进措施; None if to neither or both."""
    lines = [line for line in re.split(f"[。！？；{END}]", text) if line]
    if not lines or not (text.endswith(("：", END, "，", "将", "有", "是")) or p.HEADS_ITEMS.fullmatch(lines[-1])):
        return None
    if "：" in lines[-1][:-1] and not text.endswith("："):
        return None  # 改进情况：建立台账。 tells what was done about the item above
    told = list(_LEADS.finditer(lines[-1]))
    if not told or re.search("(?:问题|不足)[和及与、]", lines[-1]):
        return None
    return told[-1].lastgroup


def _weighed(candidates: Sequence[Candidate]) -> tuple[Fact, ...]:
    """One fact of each single kind: where the text gives several values the one that is no part, then the only one said
    to be the total, else none."""
    # An office that tells of all bodies of its place and then of itself: of one matter only what is its own.
    own = {_matter(c) for c in candidates if not c.around and any(o.around and o.fact.fact == c.fact.fact for o in candidates)} - {None}
    candidates = [c for c in candidates if not (c.around and _matter(c) in own)]
    by_code: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_code.setdefault(candidate.fact.fact, []).append(candidate)
    chosen = {code: _chosen(rivals) for code, rivals in by_code.items() if KINDS[code].single}
    kept = (c.fact for c in candidates if chosen.get(c.fact.fact, c.fact) is c.fact)
    return tuple(dict.fromkeys(kept))


def _matter(candidate: Candidate) -> str | None:
    """What belongs together: all that became of the same requests, and of the same disputes."""
    return next((matter for matter in ("requests", "review", "litigation") if candidate.fact.fact.startswith(matter)), None)


def _chosen(rivals: Sequence[Candidate]) -> Fact | None:
    if len({c.fact.value for c in rivals}) > 1:
        rivals = [c for c in rivals if not c.part] or rivals
        rivals = [c for c in rivals if not c.around] or rivals
    if len({c.fact.value for c in rivals}) > 1:
        rivals = [c for c in rivals if c.named] or [c for c in rivals if c.total]
    return rivals[0].fact if len({c.fact.value for c in rivals}) == 1 else None
