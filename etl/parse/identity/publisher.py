"""Who publishes: the names that all places give, the most trusted first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from etl import regions
from etl.parse.identity.agreement import POSTS, compare
from etl.parse.identity.completion import completed, same_org, tier_fits
from etl.parse.identity.evidence import AGENCY_LINE, Evidence, bare_site
from etl.parse.names import BODY, Name, apart, is_spelled, joint, read_name, strangers, two_names
from etl.parse.titles import clean
from etl.report import Finding
from etl.text import squeeze

#: Where a name is the title's: nobody else the page names stands in for it.
_TITLES = ("title", "page title")
#: Places that are part of the document itself.
_PRINTED = ("title", "first paragraph", "byline")
#: Places that name who put a report up as often as whose it is.
_POSTED = ("agency", "breadcrumb", "registry card", "site")
#: The ends of places that others lie in.
_PLACES = tuple("省市县区旗州盟")
_VILLAGE = re.compile(r"(?:社区|村|[村居]民?委(?:员?会)?|支部)$|某")
_UNIT = re.compile(r"(?:局|委|委员会|(?<!大)厅|政府办(?:公室)?|.街道(?:办事处)?|.镇|.乡|.苏木|^[市县区旗州盟](?:人民)?政府"
                   r"|联合会|协会|红十字会|总工会|联合社|档案馆|中学|小学|医院|管委会|开发区|(?:事务服务|交易|控制|促进|保障)中心|[大支]队"
                   r"|..(?<!公开|政府)办公室)$")
#: XX县某镇: a copy from which the names were taken.
_ANONYMOUS = re.compile(r"某|[Xx×*]{2}")
_WRITES = re.compile(r"(?:特|现)?(?:组织)?(?:编制|公布|发布|撰写|形成|制定|制作)(?:了|完成)?(?:本[级机单][关位]?)?$")
_WRITTEN_BY = re.compile(r"(?:本|年度)报告(?:是)?由(?P<who>[\u4e00-\u9fff()]{4,40}?)(?:根据|按照|依据|依照|负责|组织|编制|编写|撰写|发布)")
_SELF = re.compile(
    r"[我本](?P<what>自治区|自治州|自治县|街道|苏木|省|市|县|区|旗|州|盟|镇|乡|局|厅|委|办|中心|校|院)(?![\u4e00-\u9fff]?级|域|质|土)"
    r"|我(?P<other>大队|支队|公司|馆|队(?!伍)|站|所(?![在有需属])|园|社(?![会区])|处(?![理于罚])|行(?![政业为]))"
)
_TOWNS = ("镇", "乡", "街道", "苏木")
#: What a body calls itself that bodies of other kinds do not; 我县 says every bureau of a county.
_UNITS = (*_TOWNS, "局", "厅", "委", "办", "中心", "校", "院", "大队", "支队", "公司", "馆", "队", "站", "所", "园", "社", "处", "行")
#: How the names of those end that speak so, and of all others.
_ENDS = {"局": ("局",), "厅": ("厅",), "委": ("委", "委员会"), "办": ("办", "办公室"), "中心": ("中心",)}
_GOVERNMENTS = ("人民政府", "办事处", "委员会", "公署")
#: An office within a bureau, and none that is a bureau itself (地方志编纂委员会办公室).
_OFFICE_OF_BODY = re.compile("(?:局|厅|部|署|国家.{4,12}委员会)(?:办公[厅室]|综合[处科股])$")
#: Schools by their names, and bureaus that a reform turned from 委 to 局 or back.
_CALLED = {"校": "[校学园]", "局": "[局委]", "委": "[局委]"}
#: Where news is put up: a field that names one says nothing on whose report it is.
_MEDIA = re.compile("融媒|传媒|新闻(?!出版)|电视台")
_DATE_LINE = re.compile(
    r"\(?(?:20\d{2}年\d{1,2}月(?:\d{1,2}日)?|20\d{2}[-./]\d{1,2}[-./]\d{1,2}"
    r"|二[零〇○◯OoО0][零〇○◯OoО0一二三四五六七八九十]{1,2}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)\)?$"
)


def find_publisher(evidence: Evidence) -> tuple[Name | None, Name | None]:
    """The publisher, and where only part of its name is known (乡人民政府) that part."""
    if _note_strangers(evidence):
        return None, None
    names = [(where, name) for where, name in _names(evidence) if where == "title" or not _VILLAGE.search(name.official)]
    part: Name | None = None
    others: list[tuple[str, str]] = []
    unread = _unread(evidence)
    for index, (where, name) in enumerate(names):
        if name.speaks_of_itself:
            part = part or name
            continue
        whole = name if name.complete else completed(evidence, name, [n for _, n in names[index + 1:]])
        if whole is None and name.kind == "government" and where in _TITLES:
            spoken = _from_text(evidence)
            whole = spoken if spoken and same_org(spoken, name) else None
        banner = where in ("title", "first paragraph") and whole is not None and _rules(whole) and evidence.is_line(whole.official)
        if whole and (where in _POSTED or banner) and (called := _called_otherwise(evidence, whole)):
            others.append((whole.official, called))
            continue
        if whole and unread and where in _POSTED and unread not in squeeze(whole.official):
            return None, part  # 宁海县高桥村2022年…, put up by the county's office
        if whole and part and part.kind == "department" and where == "agency" and whole.kind == "office":
            return None, part  # of a bureau in the office's column
        if whole and part and part.tier and part.kind == whole.kind == "department" and not tier_fits(whole.place, part.tier):
            return None, part  # 区水利局 is none of the city's
        if whole and part and where == "site" and not (same_org(whole, part) or POSTS.search(part.org)):
            return None, part  # 来源：灌溉管理局 on the site of the bureau above it
        if whole:
            if where == "title":
                _note_joint(evidence)
                _note_speaker(evidence, whole)
            compare(evidence, whole, names)
            _note_misread(evidence, whole, names)
            if where == "page title":
                _note_stale(evidence, whole, names)
            return whole, part or name
        part = part or name
        if where in _TITLES:
            return None, part  # a title that says 审计局 is not by whoever else the page names
    spoken = None if unread else _from_text(evidence)
    if others and not spoken:
        posted, called = others[0]
        evidence.conflict("identity", "warning", f"{posted}发布，而正文自称“{called}”，无法判断是谁的报告", posted, called)
    return spoken, part


def _note_misread(evidence: Evidence, name: Name, names: Iterable[tuple[str, Name]]) -> None:
    """A finding for a place that the table does not know and that was recognised on a picture only: a rare character is read as a like one."""
    told = {other.official for where, other in names if where not in _PRINTED}
    if evidence.document.reader.startswith("ocr") and name.unknown_place and name.official not in told:
        evidence.conflict("identity", "warning", f"{name.official}：机关名称由图像识别而来，区划表中没有此地，可能有误认的字", name.official, None)


def _note_stale(evidence: Evidence, name: Name, names: Iterable[tuple[str, Name]]) -> None:
    """A finding for a name that only a title of another year gives: a file made of another one may keep what that was called."""
    years, text = {t.year for t in evidence.page_titles if t.who}, squeeze(evidence.opening + evidence.body)
    said = name.org in text and any(p.name in text for p in name.places)
    if years and not years & {None, evidence.year} and not said and not any(n.official == name.official for where, n in names if where != "page title"):
        message = f"{name.official}：只见于另一年度的页面标题，可能不是本报告的机关"
        evidence.findings.append(Finding("identity", "warning", message, "reading", left=name.official))


def _called_otherwise(evidence: Evidence, name: Name) -> str:
    """What the text calls its body most, where a body of that name does not: 我镇 under 来源：宁海县人民政府办公室."""
    text = evidence.opening + "\n" + evidence.body
    spoken = Counter(m["what"] or m["other"] for m in _SELF.finditer(text)).most_common(1)
    if _rules(name) and not spoken and "我单位" in text:
        return "我单位"
    what = spoken[0][0] if spoken else ""
    fits = name.level == "township" if what in _TOWNS else bool(re.search(_CALLED.get(what, what), name.official))
    return f"我{what}" if what in _UNITS and not fits else ""


def _note_speaker(evidence: Evidence, name: Name) -> None:
    """A finding where the title names a government, which its text speaks of as no government does: 宁海县2022年…, and 我局 throughout."""
    called = _called_otherwise(evidence, name) if _rules(name) and not name.org else ""
    if called not in ("", "我办", "我单位") and not re.search("[我本](?:自治)?[省市县区旗州盟]", evidence.opening + evidence.body):
        evidence.conflict("identity", "warning", f"标题为{name.official}，而正文自称“{called}”，可能是其他机关的报告", name.official, called)


def _unread(evidence: Evidence) -> str:
    """What stands for the publisher in the title where no name is read from it, if it begins with a place or ends like a unit."""
    title = evidence.best_title
    who = title.who if title and title.year else ""
    if not who or read_name(who, evidence.year):
        return ""
    place = regions.match(who, evidence.year).length
    return who if (0 < place < len(who)) or _VILLAGE.search(who) or _ANONYMOUS.search(who) else ""


def _note_strangers(evidence: Evidence) -> bool:
    """Whether the title names bodies of two places, over one line or two; a portal's banner above a title is none of them."""
    best = evidence.best_title
    for title in evidence.printed_titles:
        if best is None or not title.who.endswith(best.who) or not (two := strangers(title.who, title.year)):
            continue
        if title is best or two[0].kind != "government" or two[0].level == "township":
            first, second = two[0].official, two[1].official
            evidence.conflict("identity", "warning", f"标题中有两个机关：{first}、{second}，无法判断是谁的报告", first, second)
            return True
    return False


def _note_joint(evidence: Evidence) -> None:
    """A finding where the title names two bureaus that report together: the first is kept."""
    printed = evidence.best_title
    two = two_names(printed.who, evidence.year) if printed else None
    if two and joint(two):
        first, second = two[0].official, two[1].official
        evidence.conflict("identity", "info", f"标题列出两个机关：{first}、{second}，取前者", first, second)


def _names(evidence: Evidence) -> Iterator[tuple[str, Name]]:
    """Names of the publisher from all places, most trusted first; those a place does not give are left out."""
    year = evidence.year
    printed = evidence.best_title
    who = re.sub("^([省市县区旗州])$", r"\1政府", printed.who) if printed else ""  # 2023年市政府信息公开…
    if name := read_name(who, year):
        bureau = read_name(printed.aside, year) if printed and printed.aside and _rules(name) else None
        yield "title", (_within(name, bureau, year) if bureau else None) or name
    if name := _from_opening(evidence):
        yield "first paragraph", name
    yield from (("byline", name) for name in _bylines(evidence))
    stated = [(title, name) for title in evidence.page_titles if title.who and (name := read_name(title.who, year))]
    banners = [name for title, name in stated if _rules(name) and evidence.is_of_site(title)]
    yield from (("page title", name) for _, name in stated if name not in banners)
    yield from (("page title", name) for name in _links(evidence))
    given = [n for text in evidence.agencies() if (n := _agency(text, year) or _unit(text, year))]
    crumbs = [n for text in evidence.crumbs() if (n := _agency(text, year) or _unit(text, year))]
    beside = [n for text in evidence.title_parts() if (n := _agency(bare_site(text), year)) and not _rules(n) and not _posts(n)]
    crumbs += beside if len({n.official for n in beside}) == 1 else []
    # The office that puts up what others publish is asked after the column in which it did, and so is the government whose site it is.
    yield from (("agency", name) for name in given if not _posts(name) and not _rules(name))
    yield from (("breadcrumb", name) for name in crumbs if name.kind != "office")
    yield from (("agency", name) for name in [*given, *banners] if _rules(name))
    yield from (("breadcrumb", name) for name in crumbs if name.kind == "office")
    yield from (("agency", name) for text in evidence.page_agencies() if (name := _agency(text, year)))
    yield from (("agency", name) for name in given if _posts(name) and name.complete and not _MEDIA.search(name.org))
    if evidence.origin.source_name and (name := read_name(evidence.origin.source_name, year)):
        yield "registry card", name
    # The site of a bureau or a ministry is where it puts up its own.
    sites = [name for site in evidence.own_sites() if (name := read_name(site, year)) and is_spelled(name, site)]
    yield from (("site", name) for name in sites if name.kind in ("central", "department") and name.complete and not _posts(name))


def _within(government: Name, bureau: Name, year: int | None) -> Name | None:
    """The bureau in brackets behind a title of its government: 宁海县2022年…(县水利局)."""
    if bureau.kind != "department" or bureau.complete:
        return bureau if bureau.kind == "department" and not apart(bureau.places, government.places) else None
    fits = bureau.org and (not bureau.tier or tier_fits(government.place, bureau.tier))
    return read_name(government.place + bureau.org, year) if fits else None


def _links(evidence: Evidence) -> Iterator[Name]:
    """The body that the link, the file or the page is named after and nothing else: 1.宁海县教育局.docx."""
    page = (evidence.document.meta.get("ArticleTitle"), evidence.document.title)
    for text in (evidence.origin.list_title, evidence.origin.name, *page):
        name = read_name(clean(text).strip("_-|"), evidence.year) if text else None
        banner = name and text in page and (_posts(name) or _rules(name))
        if name and not banner and not name.speaks_of_itself and (name.org or name.level == "township"):
            yield name


def _posts(name: Name) -> bool:
    return name.kind == "office" or (name.kind == "department" and bool(POSTS.search(name.org)))


def _rules(name: Name) -> bool:
    return name.kind == "government" and name.level != "township"


def _agency(text: str, year: int | None) -> Name | None:
    """A name in a field that may hold anything: bodies only, whole (宁海县财政局) or with their tier (县财政局); no place alone."""
    name = read_name(text, year)
    if name is None:
        return None
    if name.complete and is_spelled(name, text):
        if name.kind == "office" and name.level == "township":
            return read_name(name.place, year)  # 力洋镇党政办 puts up what its town publishes
        own = read_name(name.official[:-3], year) if _OFFICE_OF_BODY.search(name.official) else None
        return own if own and own.complete and own.kind in ("central", "department") else name
    return name if name.tier and name.kind == "department" else None


def _unit(text: str, year: int | None) -> Name | None:
    """A part of a breadcrumb that names the unit whose column this is: 财政局, 政府办, 力洋镇."""
    name = read_name(text, year)
    if name is None or not (_UNIT.search(squeeze(text)) or _UNIT.search(name.official)):
        return None
    return name if not name.complete or name.level == "township" else None


def _from_opening(evidence: Evidence) -> Name | None:
    """The body of which the opening says that this is its report: …编制X2020年政府信息公开工作年度报告, 本报告由X编制."""
    lines = (line for line in evidence.opening.splitlines() if squeeze(line) not in evidence.menu)
    # 来源：宁海县司法局 ends where its line does.
    text = squeeze("".join(line + "," * bool(AGENCY_LINE.search(line)) for line in lines))
    if _ANONYMOUS.search(text):
        return None
    named = [
        _WRITES.sub("", m[0])
        for m in re.finditer(r"(?<![、\u4e00-\u9fff()\ufffd])[\u4e00-\u9fff()]{2,40}(?=(?P<year>(?:19|20)\d{2})年度?(?:政府|政务)?信息公开)", text)
        if evidence.year in (None, int(m["year"]))  # not the link to last year's
    ]
    for claims in ([m["who"] for m in _WRITTEN_BY.finditer(text)], named):
        found = [name for claim in claims if (name := _tail(claim, evidence.year))]
        if found:
            return found[0] if len({n.official for n in found}) == 1 else None
    return None


def _tail(text: str, year: int | None) -> Name | None:
    """A clause that is a whole name, else its longest end that is one and begins with a known place, inside no other."""
    two = two_names(text, year)
    if two and joint(two):
        return None  # lines are joined here: the one above may be a banner
    whole = read_name(text, year)
    if whole and whole.complete and (whole.places or whole.kind in ("central", "administration")):
        return whole
    for start in range(len(text) - 2):
        part = text[start:]
        place = regions.match(part, year).length
        if not place or text[:start].endswith(_PLACES) or regions.inside_a_word(text, start, start + place):
            continue
        if (name := read_name(part, year)) and name.complete:
            return name
    return None


def _bylines(evidence: Evidence) -> Iterator[Name]:
    """Lines that hold a name and nothing else: below the title, or with a date as the signature at the end."""
    opening = evidence.opening.splitlines()
    below = next((i for i, line in enumerate(opening) if re.search(r"(?:报告|年报)\W*(?:20\d\d年度?\W*)?$", squeeze(line))), len(opening))
    for line in opening[below + 1 :][:4]:
        # A government's name alone may as well be the banner of its portal.
        if (name := _lone_name(line, evidence.year)) and (name.kind != "government" or name.level == "township"):
            yield name
    later = ""
    for line in evidence.last_lines:
        dated = _DATE_LINE.search(squeeze(line)) or _DATE_LINE.fullmatch(later)
        if dated and (name := _lone_name(line, evidence.year)):
            yield name
        later = squeeze(line)


def _lone_name(line: str, year: int | None) -> Name | None:
    text = _DATE_LINE.sub("", squeeze(line)).strip("-—")
    if text.endswith((":", "：")):
        return None  # whom a letter is to
    text = re.sub(r"^\(([^()]*)\)$", r"\1", text)
    name = read_name(text, year) if 4 <= len(text) <= 40 else None
    return name if name and name.complete and is_spelled(name, text) else None


def _from_text(evidence: Evidence) -> Name | None:
    """The body that the running text speaks as (我镇, 我局), if it names one such body and no other."""
    text = evidence.opening + "\n" + evidence.body
    spoken = Counter(m["what"] or m["other"] for m in _SELF.finditer(text))
    if not spoken:
        return None
    what = spoken.most_common(1)[0][0]
    flat = squeeze(text)
    names: dict[str, Name] = {}
    for start, end, _ in regions.mentions(flat, evidence.year):
        place = flat[start:end]
        if what in _ENDS:
            body = re.match(BODY, flat[end:])
            name = read_name(place + body[0], evidence.year) if body else None
        else:
            name = read_name(place, evidence.year) if place.endswith(what) else None
        if name and name.complete and (name.org or name.official).endswith(_ENDS.get(what, _GOVERNMENTS)):
            names.setdefault(name.official, name)
    return next(iter(names.values())) if len(names) == 1 else None
