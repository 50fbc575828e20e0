"""What to do with a page: is it a report, does it announce one, which links lead further. A pure function."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from crawler.pages.challenge import is_shell, soft_404
from crawler.pages.links import redirection, unaddressed, unled, unwrapped
from crawler.pages.page import Page
from crawler.pages.reports import is_report
from crawler.pages.titles import judge, year_of
from crawler.pages.urls import canonical, extension, is_twin, site_of
from crawler.platforms import Attachment, Follow, ListEntry, Platform, Role, choose
from crawler.platforms.base import IMAGES, content, is_file
from crawler.platforms.pagers import has_more, question
from etl.text import squeeze

_FILE_NAMES = re.compile(r"附件|附表|下载|点击|查看|全文|年报|年度报告|工作报告|信息公开|正文|统计表|\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)$", re.I)
_SCRIPTS = frozenset({"js", "css", "png", "jpg", "gif", "svg", "woff"})
#: A list deeper than this below the entry is no list of annual reports.
MAX_DEPTH = 4

#: What is wrong with a page that is not to be trusted, a sentence each.
TROUBLE = {
    "soft_404": "the page says that there is no such page",
    "shell_page": "the page is empty but for scripts",
    "other_page": "the page says nothing of the report that its link announces",
}


@dataclass(frozen=True, slots=True)
class Reading:
    platform: str
    document: bool = False
    """The page itself goes to the pipelines."""
    entries: tuple[ListEntry, ...] = ()
    follows: tuple[Follow, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    ignored: Mapping[str, int] = field(default_factory=dict)
    """Links passed over, by reason."""
    trouble: str | None = None
    """A key of :data:`TROUBLE`: nothing on the page is to be trusted."""
    unread: str = ""
    """What of the list cannot be read, a sentence; empty where nothing is known to be missing."""


def read_page(
    page: Page, role: Role, *, link_title: str = "", sure: bool = True, depth: int = 0, platform: str | None = None,
    hosts: Iterable[str] = (), year: int | None = None, files: Iterable[Attachment] = (),
) -> Reading:
    """Decides what a page is. ``role`` is what the link to it promised; the page itself is believed more.

    ``hosts``: further hosts that belong to the source; ``files``: what the list already named as the article's files.
    """
    links = _Links(page, choose(page, platform), frozenset(hosts))
    report = page.is_html and is_report(page)
    if page.is_html and not report and (nothing := _nothing_there(links, depth)):
        return nothing
    announced = (role == "article" and sure and judge(link_title).kind == "report") or judge(page.title).kind == "report"
    entries = _entries(links, role, report)
    is_list = role != "article" or bool(entries)
    is_article = report or not is_list or (announced and not entries)
    attachments = _files(links, report, announced and not entries, files) if is_article and page.is_html else ()
    follows = _follows(links, bool(entries) or report) if is_list and depth <= MAX_DEPTH else ()
    if is_list:
        links.count_decoys()
    if year is not None:
        entries = tuple(e for e in entries if year_of(e.title) in (None, year))
        follows = tuple(f for f in follows if f.kind != "column" or year_of(f.title) in (None, year, year + 1))
    # A page that only announces is the document where it has no file to offer: what is wrong with it is then said.
    document = report or (is_article and announced and not (attachments or entries))
    if document and not report and not _announces(page):
        return Reading(links.system.name, ignored=dict(links.ignored), trouble="other_page")
    if role == "article" and not (document or attachments or entries or follows):
        links.ignored["not_a_report_page"] += 1
    unread = _unread(page, entries, follows) if is_list else ""
    return Reading(links.system.name, document, entries, follows, attachments, dict(links.ignored), unread=unread)


def _unread(page: Page, entries: tuple[ListEntry, ...], follows: tuple[Follow, ...]) -> str:
    """What of a list is there and cannot be read without running its scripts."""
    named = unaddressed(page.json) if page.is_json else unled(page.root, page.base, page.functions) if page.is_html else ()
    if {squeeze(t) for t in named} - {squeeze(e.title) for e in entries}:
        return "the list names reports, but does not say where they are in a way that can be read"
    if entries and not any(f.kind == "page" for f in follows) and has_more(page):
        return "the list has further pages, but does not say where in a way that can be read"
    return ""


def _announces(page: Page) -> bool:
    """Whether a page itself says that it is a report, in its title or a line: a link's word alone may lead to a front page."""
    lines = (page.title, *page.visible.split("\n")) if page.is_html else ()
    return not lines or any(judge(line).kind == "report" for line in lines if len(line) < 120)


def _entries(links: _Links, role: Role, report: bool) -> tuple[ListEntry, ...]:
    """The reports that the page lists. An article's own links make it a list only where one of them surely is a report."""
    if role != "article":
        return tuple(links.entries())
    # A file that an article page names is the article's own, not a further report.
    entries = () if report else tuple(e for e in links.entries() if not is_file(e.url, e.title))
    return entries if any(e.sure for e in entries) else ()


def _files(links: _Links, report: bool, announces: bool, named: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The article's files; where it announces a report and has neither text nor file, the pages that it shows inside itself."""
    files = tuple(links.files(report, named))
    return files or (tuple(Attachment(f.url) for f in links.inside()) if announces and not report else ())


def _follows(links: _Links, has_content: bool) -> tuple[Follow, ...]:
    """Where a list goes on; the pages inside it too if it shows nothing of its own, or the data it asks for if it leads nowhere."""
    further = tuple(links.further())
    return (*further, *(() if has_content else links.inside(data=not further)))


def _nothing_there(links: _Links, depth: int) -> Reading | None:
    """The reading of a page that says that it is none, or is empty but for scripts; None if it is neither."""
    page, system = links.page, links.system
    missing = soft_404(page)
    if not (missing or is_shell(page)) or system.items(page):
        return None
    if missing:
        return Reading(system.name, trouble="soft_404")
    if system.next_pages(page):
        return None
    inner = tuple(links.inside(data=True))
    return Reading(system.name, follows=inner, trouble=None if inner and depth <= MAX_DEPTH else "shell_page")


@dataclass(frozen=True)
class _Links:
    """What the links of a page lead to, and what of them is passed over."""

    page: Page
    system: Platform
    hosts: frozenset[str]
    ignored: Counter[str] = field(default_factory=Counter)

    def entries(self) -> Iterable[ListEntry]:
        """Entries of the site itself, each page once, a mobile view only where there is no other."""
        chosen: dict[str, ListEntry] = {}
        for entry in filter(self._is_own, self.system.items(self.page)):
            key = canonical(entry.url)
            if key == canonical(self.page.url):
                continue
            if key in chosen:
                self.ignored["twin"] += chosen[key].url != entry.url
                if not is_twin(chosen[key].url) or is_twin(entry.url):
                    continue
            chosen[key] = entry
        return chosen.values()

    def further(self) -> Iterable[Follow]:
        """Where the list goes on, and lists below it."""
        return self._elsewhere(self.system.next_pages(self.page))

    def inside(self, data: bool = False) -> Iterable[Follow]:
        """What a page without a list of its own shows inside itself, and where its script sends the reader at once; ``data``:
        also what it asks for."""
        page = self.page
        urls = [url for url in page.frames if not is_file(url)]
        if is_shell(page) and (target := redirection(page.scripts, page.base)):
            urls.append(target)
        inner = [Follow(url, title=page.title, kind="guess") for url in urls]
        if data:
            inner += [f for asked in page.functions.asked() if (f := question(page, asked)) and extension(f.url) not in _SCRIPTS]
        return self._elsewhere(inner)

    def files(self, report: bool, named: Iterable[Attachment]) -> Iterable[Attachment]:
        """The files of an article that may hold the report. Pictures only where the page has no text of its own."""
        page = self.page
        inside = {id(a) for box in content(page) if box.tag != "body" for a in box.iter("a")}
        marked = {unwrapped(a.url, page.base) for a in page.anchors if id(a.element) in inside}
        found = {canonical(f.url): f for f in (*self.system.attachments(page), *named)}
        for file in found.values():
            verdict = judge(PurePosixPath(file.title).stem if file.title else "")
            if verdict.kind == "decoy":
                self.ignored[verdict.reason] += 1
            elif not self._is_own(file):
                pass
            elif extension(file.url) in IMAGES:
                if not report:
                    yield file
            elif inside and file.url not in marked and not _FILE_NAMES.search(squeeze(file.title) or _name(file.url)):
                self.ignored["unrelated_file"] += 1
            else:
                yield file

    def count_decoys(self) -> None:
        """Rows of the list that look like a report and are none, by name."""
        rows = {a.url: judge(a.title) for a in self.page.anchors if a.date or year_of(a.title)}
        self.ignored.update(v.reason for v in rows.values() if v.kind == "decoy")

    def _elsewhere(self, follows: Iterable[Follow]) -> Iterable[Follow]:
        here = canonical(self.page.url)
        return (f for f in follows if canonical(f.url, f.method, f.body) != here and self._is_own(f))

    def _is_own(self, link: ListEntry | Follow | Attachment) -> bool:
        """Whether it stays on the site; counted where it does not."""
        own = site_of(link.url) == site_of(self.page.url) or (urlsplit(link.url).hostname or "") in self.hosts
        if not own:
            self.ignored["external"] += 1
        return own


def _name(url: str) -> str:
    return unquote(urlsplit(url).path).rsplit("/", 1)[-1]
