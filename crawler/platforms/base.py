"""What every publishing system answers: is this one of yours, what does the list hold, where does it go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.pages.links import Anchor, is_path, strings, unwrapped
from crawler.pages.page import Page
from crawler.pages.titles import is_report_place, judge, year_of
from crawler.pages.urls import extension, resolve, site_of

Role = Literal["entry", "list", "article", "attachment"]


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One row of a list."""

    url: str
    title: str
    date: str | None = None
    """ISO date printed beside it."""
    sure: bool = True
    """False when only the column, not the title, says that it is a report."""
    attachments: tuple[Attachment, ...] = ()
    """Files that the list itself names (APIs do)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Follow:
    """A further page of the same list, or a list below it."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    title: str = ""
    kind: Literal["page", "column", "guess"] = "page"
    """``page``: the list goes on there; ``column``: another list begins there; ``guess``: something may be there."""


class Platform(Protocol):
    """A publishing system. Modules are pure: they look at a :class:`~crawler.pages.page.Page` and say what they see."""

    name: str

    def detect(self, page: Page) -> float:
        """How sure it is that the page comes from this system: 0 (no) to 1 (its own marks in the body)."""

    def items(self, page: Page) -> Sequence[ListEntry]:
        """The reports a list page names, in the order of the page."""

    def next_pages(self, page: Page) -> Sequence[Follow]:
        """Where the list goes on, and the lists below it."""

    def attachments(self, page: Page) -> Sequence[Attachment]:
        """The files of an article page that may be the report."""


#: Formats that a report may come in; anything else a page links to is no report.
REPORT_FILES = frozenset(
    {"pdf", "doc", "docx", "wps", "wpsx", "ofd", "rtf", "xls", "xlsx", "et", "zip", "rar", "7z", "jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif"}
)
IMAGES = frozenset({"jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif"})
_DOWNLOADS = re.compile(
    r"(?i)/[\w-]*(?:down(?:load|file)?|attach(?:ment)?|getfile|openfile)[\w-]*(?:\.(?:jsp|do|action|aspx?|php|ashx))?(?:\?|$)|/attachment/\d"
    r"|DownloadAttachUrl"
)
#: Endings of addresses that lead to pages.
_PAGES = frozenset({"htm", "html", "shtml", "jhtml", "xhtml"})
_OFFERED = re.compile(r"^\W*(?:附件|下载|点击|全文|查看|正文)")
#: Containers that hold an article's text, most telling first.
CONTAINERS = (
    "#ivs_content", ".TRS_Editor", ".trs_editor_view", ".TRS_UEDITOR", "#zoom", "#Zoom", "#zoomcon", "#con_con",
    "#vsb_content", "#vsb_content_2", "#vsb_content_4", "#vsb_content_500", ".v_news_content", ".Custom_UnionStyle",
    "#UCAP-CONTENT", ".Article_content", ".article-content", ".news_cont_d_wrap", ".tyxxy_main", ".bt-content",
    ".main-txt", ".detail-content", ".xxgk_content", ".zw-content", ".j-fontContent", "#content", "article", "main",
)
NEXT = re.compile(r"^(?:下一?页|后一?页|下1页|next(?:page)?|>|>>|›|»)(?:[>›»]*)$", re.I)
_CUT = re.compile(r"(?:政府|办公室|局|委|委员会|办|厅|院|中心|镇|乡|街道|办事处|管委会)[12]?\d{0,2}\.{2,}$")
_CHROME = re.compile(r"(?i)logo|icon|weixin|wechat|qrcode|ewm|banner|share|print|close|dangzheng|jiucuo|beian|gongan|blank|spacer|btn")


def content(page: Page) -> list:
    """The elements that hold the article's text; the body when none of the known containers is there."""
    for selector in CONTAINERS:
        found = [e for e in page.root.cssselect(selector) if len("".join(e.itertext()).strip()) > 30 or e.cssselect("a[href], img")]
        if found:
            return found
    body = page.root.find("body")
    return [page.root if body is None else body]


def file_links(page: Page) -> list[Attachment]:
    """Every file of a report's format that a page links to, images of the text included, in order, each once."""
    found: dict[str, Attachment] = {}
    boxes = [box for box in content(page) if box.tag != "body"]
    inside = {id(e) for box in boxes for e in box.iter()}
    for anchor in page.anchors:
        url = unwrapped(anchor.url, page.base)
        offered = id(anchor.element) in inside and _OFFERED.match(anchor.title) and extension(url) not in _PAGES and url.count("/") > 3
        if offered or is_file(url, anchor.title) or anchor.element.get("download") is not None:
            found.setdefault(url, Attachment(url, anchor.title))
    named = (resolve(page.base, text) for text in strings(page.scripts) if is_path(text))
    for target in (*page.frames, *filter(None, named)):
        if extension(target) in REPORT_FILES - IMAGES:
            found.setdefault(target, Attachment(target))
    return list(found.values())


def is_file(url: str, title: str = "") -> bool:
    """Whether a link leads to a file a report may come in, by address or by the name it is shown under."""
    if extension(url) in REPORT_FILES - IMAGES:
        return True
    named = re.search(r"\.(\w{2,5})\W*$", title)
    if named and named[1].lower() in REPORT_FILES - IMAGES:
        return extension(url) not in _PAGES
    return not named and bool(_DOWNLOADS.search(url))


def text_images(page: Page) -> list[Attachment]:
    """Pictures inside the article's text, large enough by name and place to be pages of it."""
    found: dict[str, Attachment] = {}
    for box in content(page):
        if box.tag == "body":
            continue
        for image in box.iter("img"):
            url = resolve(page.base, image.get("src") or image.get("data-src") or "")
            sides = [(image.get(side) or "").rstrip("px") for side in ("width", "height")]
            small = any(side.isdigit() and int(side) < 200 for side in sides)
            if url and extension(url) in IMAGES and not _CHROME.search(url.rsplit("/", 1)[-1]) and not small:
                found.setdefault(url, Attachment(url, image.get("title") or image.get("alt") or ""))
    return list(found.values())


def with_query(url: str, **values: str) -> str:
    """An address with some of its parameters changed."""
    parts = urlsplit(url)
    told = dict(parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape"))  # in whatever charset
    return parts._replace(query=urlencode({**told, **values}, errors="surrogateescape")).geturl()


def whole(text: str | None, other: int) -> int:
    """A number that a page tells, or another one where it tells none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else other


def beside(page: Page, parameter: str) -> list[Follow]:
    """Beside the report of one year, those of the two years before and after it: a year without a report ends nothing."""
    year = page.query.get(parameter, "")
    if not re.fullmatch(r"(?:19|20)\d{2}", year):
        return []
    years = (str(int(year) + step) for step in (1, -1, 2, -2))
    return [Follow(with_query(page.url, **{parameter: y}), title=y, kind="guess") for y in years]


def report_entries(page: Page, links: Sequence[Anchor], article: re.Pattern[str] | None = None) -> list[ListEntry]:
    """The links that announce a report; in an annual-report column also those that only the column explains.

    ``article``: the shape of article addresses on this system, which weakly titled links must have.
    """
    place = is_report_place(page.url, page.named("ColumnName"), page.breadcrumb, page.title)
    found: dict[str, ListEntry] = {}
    for link in links:
        verdict = judge(link.title)
        shaped = (article is not None and bool(article.search(link.url))) or extension(link.url) in REPORT_FILES - IMAGES
        shaped = shaped or (verdict.kind == "body" and _is_below(link.url, page.url))
        if verdict.kind == "report":
            entry = ListEntry(link.url, link.title, link.date)
        elif place and shaped and (verdict.kind in ("weak", "column", "body") or (verdict.kind == "other" and _may_say(link.title))):
            entry = ListEntry(link.url, link.title, link.date, sure=False)
        else:
            continue
        known = found.get(link.url)
        # The same link may stand twice (picture and text): the one that says more stays.
        if known is None or (entry.sure, bool(entry.date), len(entry.title)) > (known.sure, bool(known.date), len(known.title)):
            found[link.url] = entry
    return list(found.values())


def _may_say(title: str) -> bool:
    """Whether a title that announces nothing may stand for a report: it names a year, or is cut off behind a body's name."""
    return year_of(title) is not None or bool(_CUT.search(title))


def _is_below(url: str, column: str) -> bool:
    """Whether an address is that of a page, and no list, in or below the folder of a column."""
    here, there = urlsplit(column), urlsplit(url)
    folder = here.path.rpartition("/")[0] + "/"
    return folder != "/" and there.path.startswith(folder) and extension(url) in _PAGES and not re.search(r"/(?:index|list)\w*\.\w+$", there.path)


def _is_part(url: str, column: str) -> bool:
    """Whether an address is that of a part of a column: a folder below it, or the same page with other parameters."""
    here, there = urlsplit(column), urlsplit(url)
    folder = here.path.rpartition("/")[0] + "/"
    if there.path == here.path:
        return there.query not in ("", here.query)
    below = there.path.startswith(folder) and "/" in there.path.removeprefix(folder)
    return folder != "/" and below and bool(re.search(r"/(?:(?:index|list)\w*\.\w+)?$", there.path))


def columns(page: Page, links: Sequence[Anchor]) -> list[Follow]:
    """Lists below or beside this one: the menu entry of the annual reports, year folders, groups of departments."""
    place = is_report_place(page.url, page.named("ColumnName"), page.breadcrumb, page.title)
    found: dict[str, Follow] = {}
    for link in links:
        if site_of(link.url) != site_of(page.url) or is_file(link.url, link.title):
            continue
        verdict = judge(link.title)
        by_name = verdict.kind == "column" and (place or is_report_place("", link.title))
        # Below a column of annual reports, the folder of a body is its column.
        below = verdict.kind == "body" and place and _is_part(link.url, page.url)
        if by_name or below:
            found.setdefault(link.url, Follow(link.url, title=link.title, kind="column"))
    return list(found.values())
