"""Who reports, for which year, and where.

Order of trust, the same for every question (docs/identity.md tells it with its reasons):

1. the title line of the document;
2. its first paragraphs, up to the first section;
3. what the page says of itself: ``ArticleTitle``, 发布机构, ``ContentSource``, ``PubDate``, then its breadcrumb;
4. for an attachment, the same of the page it hangs on;
5. the text and the date of the link that led here, then the file's name;
6. the registry card;
7. the running text, where it speaks of itself (我镇) and names one body only;
8. the address, for the date only, where nothing else is known and the report's year bears it out.

A place further down completes what a place further up leaves open; it never overrules it. Where two disagree, the higher
one stands and a finding says so. Unknown is None.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import get_args

from etl import regions
from etl.dates import find_dates, find_periods, find_years, parse_date
from etl.documents import Document
from etl.parse.names import Name, read_name
from etl.parse.sections import preamble, prose
from etl.parse.titles import Title, clean, read_title, title_lines
from etl.regions import Division
from etl.report import Finding, Identity, Level, Origin, Section
from etl.text import fold, squeeze

_AGENCY_FIELDS = ("发布机构", "发文机构", "发布单位", "公开主体", "发文单位", "责任部门", "ContentSource", "信息来源", "来源", "Author")
_DATE_FIELDS = ("PubDate", "发布日期", "发布时间", "公开日期", "公开时间")
_TITLE_FIELDS = ("ArticleTitle", "信息名称", "名称", "标题", "文件名称")
_SITE_FIELDS = ("SiteName",)
_COLUMN_FIELDS = ("ColumnName",)
_CRUMB_SPLIT = re.compile(r"\s*(?:[>›»＞→]|(?<=\S)\s/\s|-{2,})\s*")
_UNIT = re.compile(r"(?:局|委|委员会|(?<!大)厅|政府办(?:公室)?|.街道(?:办事处)?|.镇|.乡|.苏木)$")
_WRITES = re.compile(r"(?:特|现)?(?:组织)?(?:编制|公布|发布|撰写|形成|制定|制作)(?:了|完成)?(?:本[级机单][关位]?)?$")
_WHERE = {
    "title": "标题", "first paragraph": "首段", "page title": "页面标题", "agency": "发布机构", "breadcrumb": "栏目", "registry card": "站点登记", "text": "正文",
}
# Offices that put up what others publish.
_POSTS = re.compile(r"办公室|中心|数据|政务|审批|网信|信息化|融媒|电子")
_STEM_END = re.compile(r"(?<=..)(?:街道|省|市|县|区|旗|镇|乡|苏木)$")
_TITLES = ("title", "page title")
_SITE_TAIL = re.compile(r"(?:门户|政务|信息)*(?:网站?|平台|信息网|政务网)(?:群|集群)?$|(?:政府)?信息公开(?:专栏|平台|网)?$|欢迎您.*$")
_PRINTED_DATE = re.compile(
    r"(?:发布(?:日期|时间)|公开(?:日期|时间)|发文(?:日期|时间)|日期|时间|更新时间)[:：]\s*(?P<date>\d{4}[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?)"
)
_URL_DATES = (
    re.compile(r"/(?P<y>20\d{2})(?P<m>\d{2})/t(?P=y)(?P=m)(?P<d>\d{2})_"),
    re.compile(r"/art/(?P<y>20\d{2})/(?P<m>\d{1,2})/(?P<d>\d{1,2})/"),
    re.compile(r"/(?P<y>20\d{2})[-/](?P<m>\d{2})[-/](?P<d>\d{2})/"),
)
_LEVEL_OF_TIER: dict[str, Level] = {
    "省": "province", "自治区": "province", "州": "prefecture", "自治州": "prefecture", "盟": "prefecture", "县": "county",
    "自治县": "county", "旗": "county", "区": "county", "镇": "township", "乡": "township", "街道": "township", "苏木": "township",
}
_PLACE_OF_SITE = re.compile(r"(?:人民政府|政府|行政公署)(?:办公[室厅])?$")
_SELF = re.compile(r"[我本](?P<what>自治区|自治州|自治县|街道|苏木|省|市|县|区|旗|州|盟|镇|乡|局|厅|委|办|中心)(?![\u4e00-\u9fff]?级|域|质|土)")
_BODY = (
    r"(?:人民政府(?:办公室|办公厅)?|行政公署|办事处|管委会|管理委员会|[^,。;:!?、()《》\s\d我]{0,18}?(?:局|厅|委员会|办公室|中心|管理处|联合会))"
)

@dataclass(frozen=True)
class _Evidence:
    """Everything that may name the body, the places or the year, in the order of trust."""

    document: Document
    sections: tuple[Section, ...]
    origin: Origin
    year: int | None = None
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def opening(self) -> str:
        return fold(prose(preamble(self.document), self.document.wrapped))

    @cached_property
    def body(self) -> str:
        return fold("\n".join(s.text for s in self.sections))[:40_000]

    @cached_property
    def printed_titles(self) -> tuple[Title, ...]:
        return title_lines(self.document)

    @cached_property
    def page_titles(self) -> tuple[Title, ...]:
        """Titles stated outside the document's own text, most trusted first."""
        page = self.origin.page_meta
        texts = [
            *_values(self.document.meta, _TITLE_FIELDS), self.document.title, *_values(page, _TITLE_FIELDS),
            self.origin.page_title, self.origin.list_title, self.origin.name,
        ]
        found: list[Title] = []
        for text in texts:
            for part in re.split(r"\s*[|]\s*|_(?=[^_]*(?:网|政府|平台)[^_]*$)|(?<=报告)\s*-+\s*|(?<=年报)\s*-+\s*", text or ""):
                if (title := read_title(part)) and title not in found:
                    found.append(title)
        return tuple(found)

    def agencies(self) -> Iterator[str]:
        """Names that fields of the page give, before breadcrumbs."""
        yield from _values(self.document.meta, _AGENCY_FIELDS)
        for line in self.opening.splitlines()[:30]:
            if found := re.match(r"\s*(?:发布机构|发布单位|公开主体|信息来源|来源)\s*[:：]\s*(\S{2,30})", line):
                yield found[1]

    def crumbs(self) -> Iterator[str]:
        for text in (self.document.meta.get("breadcrumb"), self.origin.breadcrumb, self.origin.page_meta.get("breadcrumb")):
            yield from reversed(_CRUMB_SPLIT.split(text or ""))

    def sites(self) -> Iterator[str]:
        """Names of the site, without 门户网站."""
        for meta in (self.document.meta, self.origin.page_meta):
            for value in _values(meta, _SITE_FIELDS):
                yield _SITE_TAIL.sub("", squeeze(value))

    def site_codes(self) -> Iterator[Division]:
        """The division that the site's ten-digit identification code begins with."""
        for meta in (self.document.meta, self.origin.page_meta):
            for value in _values(meta, ("SiteIDCode",)):
                if re.fullmatch(r"\d{10}", value.strip()) and (found := regions.by_code(value.strip()[:6])):
                    yield found

    @cached_property
    def card(self) -> Division | None:
        return regions.by_code(self.origin.region_code) if self.origin.region_code else None

    def surroundings(self) -> Iterator[tuple[Division, ...]]:
        """Places named around the publisher's name, the strongest first; each may mean several divisions."""
        if self.card:
            yield (self.card,)
        yield from ((d,) for d in self.site_codes())
        texts = [
            self.origin.source_name, *self.sites(), *self.agencies(), *_values(self.origin.page_meta, _AGENCY_FIELDS),
            *self.crumbs(), *(t.who for t in self.printed_titles), *(t.who for t in self.page_titles),
        ]
        for text in texts:
            if found := regions.match(_SITE_TAIL.sub("", squeeze(text or "")), self.year).divisions:
                yield found


def identify(document: Document, sections: tuple[Section, ...], origin: Origin) -> Identity:
    """Publisher, year, title, date, level and region of a report; what is unknown is None.

    Total: never raises on any document. ``findings`` hold the conflicts between the places that name them: F1 for
    years, ``identity`` for the publisher, always with origin ``source``.
    """
    evidence = _Evidence(document, sections, origin)
    published = _published(evidence)
    year = _year(evidence, published)
    evidence = replace(evidence, year=year)
    name, part = _publisher(evidence)
    division = _region(evidence, name)
    if published is None and year is not None:
        published = _url_date(origin, year)
    return Identity(
        publisher=name.official if name else None,
        year=year,
        title=_title(evidence),
        published_on=published.isoformat() if published else None,
        level=_level(evidence, name or part, division),
        region=division.path if division else None,
        region_code=division.code if division else _card_code(evidence, name),
        findings=tuple(evidence.findings),
    )


# --- title -----------------------------------------------------------------------------------------------------------

def _best_printed(evidence: _Evidence) -> Title | None:
    """The printed title whose publisher can be read; the fullest otherwise."""
    named = [t for t in evidence.printed_titles if t.who and read_name(t.who, t.year)]
    return max(named, key=lambda t: t.weight, default=None) or next(
        (t for t in evidence.printed_titles if not t.who or t.year), None
    )


def _title(evidence: _Evidence) -> str | None:
    printed = _best_printed(evidence)
    if printed and printed.weight:
        return printed.text
    for title in evidence.page_titles:
        if title.weight:
            return re.sub(r"\.\w{2,4}$", "", title.text)
    if printed:
        return printed.text
    given = next(iter(_values(evidence.document.meta, ("ArticleTitle",))), None) or evidence.origin.page_title
    return clean(given) if given else None


# --- year ------------------------------------------------------------------------------------------------------------

def _year(evidence: _Evidence, published: date | None) -> int | None:
    printed = next((t for t in (_best_printed(evidence), *evidence.printed_titles) if t and t.year), None)
    period = _period_year(evidence)
    outside = next((t.year for t in evidence.page_titles if t.year), None)
    spoken = _spoken_year(evidence)
    title = printed.year if printed else None
    if title and published and title >= published.year and period and period < published.year:
        # A report cannot appear before its year is over: the title names the year of issue.
        _conflict(evidence, "F1", "warning", "标题中的年份在发布之日尚未结束，按统计期限取年份", title, period)
        return period
    claims = [("标题", title), ("统计期限", period), ("页面标题", outside), ("正文第一部分", spoken)]
    known = [(where, year) for where, year in claims if year]
    if not known:
        guess = published.year - 1 if published else None
        return guess if guess and any(y.year == guess for y in find_years(evidence.body)) else None
    where, year = known[0]
    for other, different in known[1:]:
        if different != year and (other != "正文第一部分" or _speaks_only_of(evidence, different, year)):
            _conflict(evidence, "F1", "warning", f"年份不一致：{where}为{year}，{other}为{different}", year, different)
            break
    return year


def _period_year(evidence: _Evidence) -> int | None:
    """The year of the period that the figures cover, if the opening or section 1 states one undamaged."""
    first = evidence.sections[0].text if evidence.sections else ""
    for text in (evidence.opening, fold(first)):
        years = {
            p.year for p in find_periods(text)
            if p.year and p.start and p.end and (p.end - p.start).days > 300
        }
        if len(years) == 1:
            return years.pop()
        damaged = next((d.printed for d in find_dates(text) if d.damaged), None)
        if damaged:
            _conflict(evidence, "F1", "info", f"文中日期残缺，无法辨认：{damaged}", damaged, None)
            return None
    return None


def _spoken_years(evidence: _Evidence) -> list[int]:
    """The years that section 1 names, each as often as it does; not those of whole dates, titles in 《》 and numbers of papers."""
    text = next((s.text for s in evidence.sections if s.number in (1, None)), "")
    text = re.sub(r"《[^》]*》|[〔\[(]\d{4}[〕\])]", "", fold(text))
    days = {d.start for d in find_dates(text)}
    return [y.year for y in find_years(text) if y.start not in days]


def _spoken_year(evidence: _Evidence) -> int | None:
    """The year that section 1 speaks of: the first it names, if it names none more often."""
    years = _spoken_years(evidence)
    counts = Counter(years)
    return years[0] if years and counts[years[0]] == max(counts.values()) else None


def _speaks_only_of(evidence: _Evidence, spoken: int, year: int) -> bool:
    """Whether section 1 speaks of another year more than in passing, and never of the report's."""
    years = _spoken_years(evidence)
    return years.count(spoken) > 1 and year not in years


# --- date of publication ---------------------------------------------------------------------------------------------

def _published(evidence: _Evidence) -> date | None:
    for value in _values(evidence.document.meta, _DATE_FIELDS):
        if found := parse_date(value):
            return found
    if printed := _PRINTED_DATE.search(evidence.opening):
        return parse_date(printed["date"])
    for value in _values(evidence.origin.page_meta, _DATE_FIELDS):
        if found := parse_date(value):
            return found
    return parse_date(evidence.origin.list_date)


def _url_date(origin: Origin, year: int) -> date | None:
    """The day in the address, only if it falls where a report of that year is published; migrations restamp the rest."""
    for url in (origin.page_url, origin.url):
        for pattern in _URL_DATES:
            if match := pattern.search(url or ""):
                found = parse_date(f"{match['y']}-{match['m']}-{match['d']}")
                if found and date(year + 1, 1, 1) <= found <= date(year + 1, 3, 31):
                    return found
    return None


# --- publisher -------------------------------------------------------------------------------------------------------

def _publisher(evidence: _Evidence) -> tuple[Name | None, Name | None]:
    """The publisher, and where only part of its name is known (乡人民政府) that part."""
    names = list(_names(evidence))
    part: Name | None = None
    for index, (where, name) in enumerate(names):
        whole = name if name.complete else _completed(evidence, name, [n for _, n in names[index + 1:]])
        if whole is None and name.kind == "government" and where in _TITLES:
            spoken = _from_text(evidence)
            whole = spoken if spoken and _same_org(spoken, name) else None
        if whole:
            _compare(evidence, whole, names)
            return whole, part or name
        part = part or name
        if where in _TITLES:
            return None, part  # a title that says 审计局 is not by whoever else the page names
    return (None, part) if part else (_from_text(evidence), None)


def _names(evidence: _Evidence) -> Iterator[tuple[str, Name]]:
    """Names of the publisher from all places, most trusted first; those a place does not give are left out."""
    year = evidence.year
    printed = _best_printed(evidence)
    if printed and printed.who and (name := read_name(printed.who, year)):
        yield "title", name
    if name := _from_opening(evidence):
        yield "first paragraph", name
    for title in evidence.page_titles:
        if title.who and (name := read_name(title.who, year)):
            yield "page title", name
    for text in evidence.agencies():
        if name := _agency(text, year):
            yield "agency", name
    for text in evidence.crumbs():
        if name := _agency(text, year) or _unit(text, year):
            yield "breadcrumb", name
    for text in _values(evidence.origin.page_meta, _AGENCY_FIELDS):
        if name := _agency(text, year):
            yield "agency", name
    if evidence.origin.source_name and (name := read_name(evidence.origin.source_name, year)):
        yield "registry card", name


def _agency(text: str, year: int | None) -> Name | None:
    """A name in a field that may hold anything: bodies only, whole (宁海县财政局) or with their tier (县财政局); no place alone."""
    name = read_name(text, year)
    if name is None:
        return None
    whole = name.complete and name.official == squeeze(text)
    return name if whole or (name.tier and name.kind == "department") else None


def _unit(text: str, year: int | None) -> Name | None:
    """A part of a breadcrumb that names the unit whose column this is: 财政局, 政府办, 力洋镇."""
    name = read_name(text, year)
    if name is None or not _UNIT.search(squeeze(text)):
        return None
    return name if not name.complete or name.level == "township" else None


def _from_opening(evidence: _Evidence) -> Name | None:
    """The body of which the opening says that this is its report: …编制X2020年政府信息公开工作年度报告."""
    text = squeeze(re.sub(r"\n", "", evidence.opening))
    found: list[Name] = []
    for match in re.finditer(r"[\u4e00-\u9fff()]{2,40}(?=(?:19|20)\d{2}年度?(?:政府|政务)?信息公开)", text):
        if (name := _tail(_WRITES.sub("", match[0]), evidence.year)) and name not in found:
            found.append(name)
    return found[0] if len({n.official for n in found}) == 1 else None


def _tail(text: str, year: int | None) -> Name | None:
    """The longest end of a clause that is a whole name beginning with a known place."""
    for start in range(len(text) - 2):
        part = text[start:]
        if regions.match(part, year).length and (name := read_name(part, year)) and name.complete:
            return name
    return None


def _from_text(evidence: _Evidence) -> Name | None:
    """The body that the running text speaks as (我镇, 我局), if it names one such body and no other."""
    text = evidence.opening + "\n" + evidence.body
    spoken = Counter(m["what"] for m in _SELF.finditer(text))
    if not spoken:
        return None
    what = spoken.most_common(1)[0][0]
    flat = squeeze(text)
    names: dict[str, Name] = {}
    for start, end, _ in mentions(flat, evidence.year):
        place = flat[start:end]
        if what in ("局", "厅", "委", "办", "中心"):
            body = re.match(_BODY, flat[end:])
            name = read_name(place + body[0], evidence.year) if body else None
        else:
            name = read_name(place, evidence.year) if place.endswith(what) else None
        if name and name.complete and (name.org or name.official).endswith((what, "人民政府", "办事处", "委员会", "公署")):
            names.setdefault(name.official, name)
    return next(iter(names.values())) if len(names) == 1 else None


def mentions(text: str, year: int | None = None) -> Iterator[tuple[int, int, tuple[Division, ...]]]:
    """Places named in running text: start, end and what they may mean, without overlap."""
    at = 0
    while at < len(text):
        found = regions.match(text[at : at + 40], year) if regions.may_begin(text, at) else None
        if found and found.length:
            yield at, at + found.length, found.divisions
            at += found.length
        else:
            at += 1


def _completed(evidence: _Evidence, part: Name, others: list[Name]) -> Name | None:
    """审计局 → 杨凌示范区审计局: by a whole name elsewhere that ends in it, else by the place the site or card is of."""
    ending = part.org or part.official
    for other in others:
        if other.complete and _same_org(other, part):
            return other
    if part.kind == "department" and not part.org:
        return None
    seats = _seats(evidence)
    for place in seats:
        if part.tier and not _tier_fits(place, part.tier):
            continue
        if not part.tier and part.kind != "department":
            continue
        name = read_name(place + (ending or ""), evidence.year)
        if name and name.complete:
            return name
    return None


def _seats(evidence: _Evidence) -> list[str]:
    """Places whose bodies publish here: by the card, the site and its breadcrumb."""
    seats: list[str] = []
    texts = [evidence.origin.source_name or "", *evidence.sites(), *evidence.crumbs()]
    for text in texts:
        name = read_name(_SITE_TAIL.sub("", squeeze(text)), evidence.year) if text else None
        if name and name.place and name.kind in ("government", "administration", "department"):
            seats.append(name.place)
    for division in (evidence.card, *evidence.site_codes()):
        while division:
            seats.append(division.name)
            division = next(reversed(regions.ancestors(division)), None) if division.level == "township" else None
    return list(dict.fromkeys(seats))


def _tier_fits(place: str, tier: str) -> bool:
    return place.endswith(tier) and not (tier == "区" and place.endswith("自治区"))


def _same_org(name: Name, part: Name) -> bool:
    """Whether a whole name is the completion of a part of one."""
    if part.kind == "department":
        return bool(part.org) and name.kind == "department" and (name.org == part.org or name.official.endswith(part.org))
    return name.kind == part.kind and (not part.tier or name.place.endswith(part.tier))


def _compare(evidence: _Evidence, name: Name, names: list[tuple[str, Name]]) -> None:
    """A finding for the most trusted other place that names another body."""
    others = [(where, other) for where, other in names if other.complete and where != "page title"]
    if speaker := _speaker(evidence, name):
        others.append(("text", speaker))
    for where, other in others:
        if not _compatible(name, other):
            message = f"发布机关不一致：报告为{name.official}，{_WHERE[where]}为{other.official}"
            _conflict(evidence, "identity", "warning", message, name.official, other.official)
            return


def _speaker(evidence: _Evidence, name: Name) -> Name | None:
    """Another body of the same kind with which the first section begins, while the publisher's place is never named.

    So reads a copy in which only the title was changed.
    """
    first = squeeze(next((s.text for s in evidence.sections if s.number in (1, None)), ""))[:100]
    text = squeeze(evidence.body)
    own = {p.name for p in name.places} | {name.place}
    if not name.places or any(re.sub(_STEM_END, "", place) in text for place in own if place):
        return None
    for start, end, _ in mentions(first, evidence.year):
        body = re.match(_BODY, first[end:]) if name.kind == "department" else None
        other = read_name(first[start:end] + (body[0] if body else ""), evidence.year)
        if other and other.complete and (other.kind, other.level, other.key) == (name.kind, name.level, name.key):
            return other
    return None


def _compatible(one: Name, other: Name) -> bool:
    """Whether two names can stand on one report: a body and its government's portal or office, or two spellings."""
    a, b = squeeze(one.official), squeeze(other.official)
    if a.endswith(b) or b.endswith(a):
        return True
    if one.unknown_place or other.unknown_place:
        # What the table does not know may lie inside each other, unless both are of one tier.
        if one.place != other.place and (one.kind, one.level, one.place[-1:]) == (other.kind, other.level, other.place[-1:]):
            return False
    elif one.places and other.places:
        pairs = ((x, y) for x in one.places for y in other.places)
        if not any(regions.within(x, y) or regions.within(y, x) for x, y in pairs):
            return False
    if one.kind == other.kind == "department":
        return one.key in other.key or other.key in one.key or bool(_POSTS.search(one.org) or _POSTS.search(other.org))
    return True


# --- region and level ------------------------------------------------------------------------------------------------

def _region(evidence: _Evidence, name: Name | None) -> Division | None:
    if name is None:
        return evidence.card and regions.present(evidence.card)
    if name.level == "ministry":
        return None
    if not name.places or (name.unknown_place and not name.chained):
        return _home(evidence, name)
    found = _narrow(evidence, name)
    if found is None:
        return None if _settled(name) else _home(evidence, name)
    card = evidence.card
    if card and not (regions.within(found, card) or regions.within(card, found)):
        _conflict(
            evidence, "identity", "warning", f"所属地区不一致：{name.official}位于{found.path}，站点登记为{card.path}",
            found.code, card.code,
        )
    return regions.present(found)


def _home(evidence: _Evidence, name: Name) -> Division | None:
    """Where the card, else the site is, for a body whose own place the table does not have; finer where it has it."""
    homes = [evidence.card] if evidence.card else list(evidence.site_codes())
    if not homes:
        homes = [d for site in evidence.sites() if (d := regions.resolve(_PLACE_OF_SITE.sub("", site), evidence.year))]
    if len({h.code for h in homes}) != 1:
        return None
    inside = [d for d in _distinct(name.places) if regions.within(d, homes[0])]
    return regions.present(inside[0] if len(inside) == 1 else homes[0])


def _card_code(evidence: _Evidence, name: Name | None) -> str | None:
    """The card's code where the table of divisions has neither it nor the publisher's place."""
    code = (evidence.origin.region_code or "").strip()
    unknown = evidence.card is None and re.fullmatch(r"\d{6}(?:\d{3})?", code)
    return code if unknown and (name is None or not name.places) else None


def _settled(name: Name) -> bool:
    """Whether the name alone tells the place: a county or more, or a town with its county before it."""
    return name.chained > 1 or any(d.level != "township" for d in name.places)


def _narrow(evidence: _Evidence, name: Name) -> Division | None:
    """Of all divisions that the name may mean, the one that the surroundings bear out; None if several are left."""
    left = _distinct(name.places)
    lone_town = len(left) == 1 and not _settled(name)
    for around in evidence.surroundings():
        kept = [d for d in left if any(regions.within(d, a) or regions.within(a, d) for a in around)]
        if kept:
            left = kept
        elif not _settled(name) and not any(a.level == "township" for a in around):
            # The town of this name that the table knows lies elsewhere: the one meant is not in the table.
            return None
        if len(left) == 1 and not lone_town:
            break
    if len(left) > 1:
        left = _by_text(evidence, left)
    if len(left) != 1:
        return None
    return left[0] if _settled(name) or not lone_town or _only_one(left[0]) or _borne_out(evidence, left[0]) else None


def _distinct(places: tuple[Division, ...]) -> list[Division]:
    """Former and present rows of one division count once, the present one if there is one."""
    found: dict[str, Division] = {}
    for division in places:
        today = regions.present(division)
        found.setdefault(today.code, today)
    return list(found.values())


def _only_one(town: Division) -> bool:
    """Whether no other township shares the stem: 九间楼乡 may have become a 镇, but then there is one of them still."""
    stem = re.sub(r"(?:街道|镇|乡|苏木)$", "", town.name)
    return len(stem) > 1 and sum(len(regions.by_name(stem + end)) for end in ("街道", "镇", "乡", "苏木")) == 1


def _borne_out(evidence: _Evidence, town: Division) -> bool:
    """Whether anything around or in the text speaks of a place that the town lies in."""
    near = any(regions.within(town, a) for around in evidence.surroundings() for a in around if a.code != town.code)
    return near or bool(_by_text(evidence, [town]))


def _by_text(evidence: _Evidence, candidates: list[Division]) -> list[Division]:
    """The candidates whose county, prefecture or province the text names; the county counts most."""
    text = squeeze(evidence.opening + evidence.body)
    scores: list[tuple[int, Division]] = []
    for division in candidates:
        above = {d.level: d for d in regions.ancestors(division)}
        score = 0
        for weight, level in ((4, "county"), (2, "prefecture"), (1, "province")):
            if level in above and any(n in text for n in (above[level].name, *regions.aliases(above[level]))):
                score += weight
        scores.append((score, division))
    best = max((s for s, _ in scores), default=0)
    return [d for s, d in scores if s == best] if best else []


def _level(evidence: _Evidence, name: Name | None, division: Division | None) -> Level | None:
    given = evidence.origin.level
    card: Level | None = given if given in get_args(Level) else None  # type: ignore[assignment]
    if name is None:
        return card
    if name.level:
        return name.level
    if not name.complete:
        tier = _LEVEL_OF_TIER.get(name.tier)
        return "department" if name.kind == "department" and name.org else tier or card
    if name.kind in ("government", "office") and division and not name.unknown_place and division.level != "zone":
        return division.level
    return card


# --- small things ----------------------------------------------------------------------------------------------------

def _values(meta: Mapping[str, str], names: tuple[str, ...]) -> list[str]:
    """Values of the named fields in the order of the names, whatever the case of their spelling; no empty ones."""
    folded = {squeeze(k).lower(): v for k, v in meta.items()}
    found = (folded.get(name.lower(), "") for name in names)
    return [v for v in found if v and v.strip() and v.strip().lower() not in ("null", "none", "undefined")]


def _conflict(
    evidence: _Evidence, rule: str, severity: str, message: str, left: int | str | None, right: int | str | None
) -> None:
    finding = Finding(rule, severity, message, "source", left=left, right=right)  # type: ignore[arg-type]
    if finding not in evidence.findings:
        evidence.findings.append(finding)
