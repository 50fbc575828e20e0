"""All places that may say who reports, for when and where, one property or iterator for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from etl import regions
from etl.documents import Document
from etl.parse.names import read_name
from etl.parse.sections import preamble, prose
from etl.parse.titles import Title, clean, read_title, title_lines
from etl.regions import Division
from etl.report import Finding, FindingOrigin, Origin, Section, Severity
from etl.text import fold, squeeze

AGENCY_FIELDS = (
    "发布机构", "发文机构", "发布单位", "公开主体", "发文单位", "责任部门", "ContentSource", "信息来源", "来源", "Author",
)
DATE_FIELDS = (
    "PubDate", "发布日期", "发布时间", "公布日期", "公布时间", "公开日期", "公开时间", "publishdate", "datePublished", "article:published_time", "og:published_time",
    "og:release_date", "DC.date.issued", "DCTERMS.issued",
)
TITLE_FIELDS = ("ArticleTitle", "信息名称", "名称", "标题", "文件名称")
_CRUMB_SPLIT = re.compile(r"[>›»＞→]|(?<=\S)\s/\s|-{2,}")
_TITLE_SPLIT = re.compile(r"[|]|_(?=[^_]*(?:网|政府|平台)[^_]*$)|(?<=报告|年报|总结)\s{0,4}-+")
AGENCY_LINE = re.compile(
    r"(?<!\S)(?:发布机[构关]|公开机[构关]|(?:发布|填报|编制|报告|公开)?单位|编制机[构关]|公开主体|信息来源|来源)\s{0,4}[:：]\s{0,20}([^\s(]{2,30})")
_SITE_TAIL = re.compile(
    r"(?:门户|政务|信息){0,3}(?:网站?|平台|信息网|政务网)(?:群|集群)?$|(?:政府)?信息公开(?:专栏|平台|网)?$|欢迎您.*$"
)
_TITLE_PART, _SITE = re.compile(r"[|_\s—–-]+"), re.compile("(?:网站?|平台|人民政府)$")
_BANNER = re.compile("[\u4e00-\u9fff]{2,14}人民政府(?:(?:门户)?网站?)?")
#: The end of a place that may be unknown.
_PLACE = re.compile(r"[省市县区旗州盟镇乡村]$")
#: What stands under the last section: the signature with its date.
_LAST_LINES = 8
#: Characters of running text, of a line with a label and of a field that are looked at: beyond stands nothing that says who reports.
_LONGEST_ENTRY = 16
_MOST, _LONGEST_LINE, _LONGEST_FIELD = 40_000, 200, 500


@dataclass(frozen=True)
class Evidence:
    """The document, its origin, and what is known so far: the year, and the conflicts found."""

    document: Document
    sections: tuple[Section, ...]
    origin: Origin
    year: int | None = None
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def opening(self) -> str:
        """What stands before the first section, folded."""
        return fold(prose(preamble(self.document), self.document.wrapped))[:_MOST]

    @cached_property
    def body(self) -> str:
        return fold("\n".join(s.text for s in self.sections))[:_MOST]

    @cached_property
    def first_section(self) -> str:
        return next((s.text for s in self.sections if s.number in (1, None)), "")[:_MOST]

    @cached_property
    def last_lines(self) -> tuple[str, ...]:
        """The lines that may hold the signature, the last first."""
        lines = [p.text for p in self.document.paragraphs if p.text.strip()]
        return tuple(reversed(lines[-_LAST_LINES:]))

    @cached_property
    def printed_titles(self) -> tuple[Title, ...]:
        return title_lines(self.document, self.menu)

    @cached_property
    def menu(self) -> frozenset[str]:
        """Lines above the text that name bureaus for short or towns, one below the other: no title is made of several."""
        lines = [squeeze(p.text) for p in preamble(self.document)[:60] if p.text.strip()]
        kinds = [_kind_in_menu(line, self.year) for line in lines]
        beside = ({i, i + 1} for i in range(len(lines) - 1) if kinds[i] and kinds[i] == kinds[i + 1])
        return frozenset(lines[i] for pair in beside for i in pair)

    @cached_property
    def best_title(self) -> Title | None:
        """The printed title whose publisher can be read; the fullest otherwise."""
        named = [t for t in self.printed_titles if t.who and read_name(t.who, t.year) and not self._under_banner(t)]
        return max(named, key=lambda t: t.weight, default=None) or next(
            (t for t in self.printed_titles if not t.who or t.year), None
        )

    @cached_property
    def _lines(self) -> frozenset[str]:
        return frozenset(clean(p.text) for p in preamble(self.document))

    def is_line(self, name: str) -> bool:
        """Whether a name stands in a line of its own above the text: it may be the banner of the site."""
        return name in self._lines

    def _under_banner(self, title: Title) -> bool:
        """Whether the title begins with the portal's banner, and then a whole name begins anew: the banner is a whole government's name, a
        bureau's over another one's title in a line of its own, the last line of a menu (依申请公开), which names neither a body nor a
        place, or a column's (宁海县政府信息公开)."""
        for own in self.printed_titles:
            if own.who and title.who != own.who and title.text.endswith(own.text) and title.years == own.years:
                name = read_name(own.who, own.year)
                if name is None or not (name.complete or name.tier):
                    continue
                if not title.who.endswith(own.who):
                    return own.text in self._lines
                ahead = title.who.removesuffix(own.who)
                banner = read_name(ahead, title.year)
                if banner is None and len(ahead) > 2 and not _PLACE.search(ahead):
                    return True
                if banner and banner.kind == "government" and banner.complete and (
                        name.tier or name.chained > 1 or any(d.level != "township" for d in name.places)):
                    return True
                if banner and banner.kind == "department" and own.text in self._lines and (banner.complete or name.places):
                    return True
        return False

    @cached_property
    def page_titles(self) -> tuple[Title, ...]:
        """Titles stated outside the document's own text, most trusted first."""
        page = self.origin.page_meta
        texts = [
            *values(self.document.meta, TITLE_FIELDS), self.document.title, *values(page, TITLE_FIELDS),
            self.origin.page_title, self.origin.list_title, self.origin.name,
        ]
        found: list[Title] = []
        for text in texts:
            for part in _TITLE_SPLIT.split((text or "")[:_LONGEST_FIELD]):
                # A page's own title may list site and column before it, parted by spaces only.
                whole = [t for piece in part.split() if (t := read_title(piece)) and t.who and t.year]
                title = whole[0] if len(whole) == 1 else read_title(part)
                if title and title not in found:
                    found.append(title)
        return tuple(found)

    def is_of_site(self, title: Title) -> bool:
        """Whether the page's own title sets the name of its site ahead of a title that stands elsewhere without any: 宁海县人民政府 年报 2022年…."""
        bare = any(t.text != title.text and not t.who and title.text.endswith(t.text) for t in (*self.printed_titles, *self.page_titles))
        ahead = (squeeze(text).removesuffix(squeeze(text.split(maxsplit=1)[-1])) for text in (self.document.title, self.origin.page_title) if text and text.strip())
        return bare and title.who in (*ahead, *self.own_sites())

    def agencies(self) -> Iterator[str]:
        """Names that the document's fields give."""
        yield from values(self.document.meta, AGENCY_FIELDS)
        for line in preamble(self.document)[:30]:
            yield from AGENCY_LINE.findall(fold(line.text[:_LONGEST_LINE]).replace("|", " "))

    def page_agencies(self) -> Iterator[str]:
        """The same of the page that an attachment hangs on."""
        yield from values(self.origin.page_meta, AGENCY_FIELDS)

    def crumbs(self) -> Iterator[str]:
        """Parts of the breadcrumbs, the innermost first, and the names of columns."""
        for meta in (self.document.meta, self.origin.page_meta):
            yield from values(meta, ("ColumnName",))
        for text in (self.document.meta.get("breadcrumb"), self.origin.breadcrumb, self.origin.page_meta.get("breadcrumb")):
            yield from reversed(_CRUMB_SPLIT.split((text or "")[:_LONGEST_FIELD]))

    def title_parts(self) -> Iterator[str]:
        """What stands beside the title in the page's own, parted from it: 2022年政府信息公开年报-宁海县财政局."""
        for title in (self.document.title, self.origin.page_title):
            yield from _TITLE_PART.split((title or "")[:_LONGEST_FIELD])[1:]

    def own_sites(self) -> Iterator[str]:
        """Names of the site by its field, without 门户网站."""
        for meta in (self.document.meta, self.origin.page_meta):
            for value in values(meta, ("SiteName",)):
                yield bare_site(value)

    def sites(self) -> Iterator[str]:
        """Names of the site, without 门户网站: by its field, the page's own title and its banner above the text."""
        yield from self.own_sites()
        yield from (bare_site(line) for line in self.opening.splitlines() if _BANNER.fullmatch(squeeze(line)))
        for title in (self.document.title, self.origin.page_title):
            yield from (bare_site(part) for part in _TITLE_PART.split((title or "")[:_LONGEST_FIELD]) if _SITE.search(part))

    def site_codes(self) -> Iterator[Division]:
        """The division that the site's ten-digit identification code begins with."""
        for meta in (self.document.meta, self.origin.page_meta):
            for value in values(meta, ("SiteIDCode",)):
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
            self.origin.source_name, *self.sites(), *self.agencies(), *self.page_agencies(),
            *self.crumbs(), *self.title_parts(), *(t.who for t in self.printed_titles), *(t.who for t in self.page_titles),
        ]
        for text in texts:
            site = bare_site(text or "")  # maybe by the name of today
            if found := regions.match(site, self.year).divisions or regions.match(site).divisions:
                yield found

    def conflict(
        self, rule: str, severity: Severity, message: str, left: int | str | None, right: int | str | None
    ) -> None:
        """Notes once that two places disagree; the source is to blame, not our reading, unless the words were recognised on a picture."""
        origin: FindingOrigin = "reading" if self.document.reader.startswith("ocr") else "source"
        finding = Finding(rule, severity, message, origin, left=left, right=right)
        if finding not in self.findings:
            self.findings.append(finding)


def _kind_in_menu(line: str, year: int | None) -> str:
    name = read_name(line, year) if len(line) <= _LONGEST_ENTRY else None
    if name is None or (name.complete and name.level != "township"):
        return ""
    return "town" if name.complete else name.kind if name.kind == "department" and not name.tier else ""


def values(meta: Mapping[str, str], names: tuple[str, ...]) -> list[str]:
    """Values of the named fields in the order of the names, whatever the case of their spelling; no empty ones, none whole that is far
    too long for a field."""
    folded = {squeeze(k[:_LONGEST_LINE]).lower(): v[:_LONGEST_FIELD] for k, v in meta.items()}
    found = (folded.get(name.lower(), "") for name in names)
    return [v for v in found if v and v.strip() and v.strip().lower() not in ("null", "none", "undefined")]


def bare_site(text: str) -> str:
    """The body in the name of its site: 宁海县人民政府门户网站 → 宁海县人民政府."""
    return _SITE_TAIL.sub("", squeeze(text))
