"""What to do with a page: is it a report, does it announce one, which links lead further. A pure function."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from crawler.challenge import is_shell, soft_404
from crawler.links import redirection, unwrapped
from crawler.page import Page
from crawler.platforms import Attachment, Follow, ListEntry, Platform, Role, choose
from crawler.platforms.base import IMAGES, content, is_file
from crawler.reports import is_report
from crawler.titles import judge, year_of
from crawler.urls import canonical, extension, is_twin, site_of
from etl.text import squeeze

_FILE_NAMES = re.compile(r"附件|附表|下载|点击|查看|全文|年报|年度报告|工作报告|信息公开|正文|统计表|\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)$", re.I)
#: A list deeper than this below the entry is no list of annual reports.
MAX_DEPTH = 4


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
    """``soft_404`` or ``shell_page``: nothing on the page is to be trusted."""


def read_page(
    page: Page, role: Role, *, link_title: str = "", sure: bool = True, depth: int = 0, platform: str | None = None,
    hosts: Iterable[str] = (), year: int | None = None, files: Iterable[Attachment] = (),
) -> Reading:
    """Decides what a page is. ``role`` is what the link to it promised; the page itself is believed more.

    ``hosts``: further hosts that belong to the source; ``files``: what the list already named as the article's files.
    """
    system, ignored = choose(page, platform), Counter[str]()
    report = page.is_html and is_report(page)
    if page.is_html and not report:
        if soft_404(page):
            return Reading(system.name, trouble="soft_404")
        if is_shell(page) and not system.items(page) and not system.next_pages(page):
            inner = tuple(_inner(page, hosts, ignored))
            return Reading(system.name, follows=inner, trouble=None if inner and depth <= MAX_DEPTH else "shell_page")
    announced = (role == "article" and sure and judge(link_title).kind == "report") or judge(page.title).kind == "report"
    entries: tuple[ListEntry, ...] = ()
    follows: tuple[Follow, ...] = ()
    if role in ("entry", "list") or not report:
        entries = tuple(_own(page, system.items(page), hosts, ignored))
    if role == "article":
        # A file that an article page names is the article's own, not a further report.
        entries = tuple(e for e in entries if not is_file(e.url, e.title))
    attachments: tuple[Attachment, ...] = ()
    lists = role in ("entry", "list") or (not report and any(e.sure for e in entries))
    article = report or (role == "article" and not lists) or (announced and not entries)
    if article and page.is_html:
        attachments = tuple(_files(page, system, report, hosts, ignored, files))
        if announced and not report and not attachments and not entries:
            # Its text may stand in a page that it shows inside itself.
            attachments = tuple(Attachment(f.url) for f in _inner(page, hosts, ignored))
    if lists and depth <= MAX_DEPTH:
        follows = (*_lists(page, system.next_pages(page), hosts, ignored), *(() if entries or report else _inner(page, hosts, ignored)))
    elif role == "article" and not report:
        entries = ()
    if lists:
        _count_decoys(page, ignored)
    if year is not None:
        entries = tuple(e for e in entries if year_of(e.title) in (None, year))
        follows = tuple(f for f in follows if f.kind != "column" or year_of(f.title) in (None, year, year + 1))
    # A page that only announces is the document where it has no file to offer: what is wrong with it is then said.
    document = report or (article and announced and not attachments and not entries)
    if role == "article" and not (document or attachments or entries or follows):
        ignored["not_a_report_page"] += 1
    return Reading(system.name, document, entries, follows, attachments, dict(ignored))


def _own(page: Page, entries: Iterable[ListEntry], hosts: Iterable[str], ignored: Counter[str]) -> Iterable[ListEntry]:
    """Entries of the site itself, each page once, a mobile view only where there is no other."""
    chosen: dict[str, ListEntry] = {}
    here = canonical(page.url)
    for entry in entries:
        if not _same_site(page, entry.url, hosts):
            ignored["external"] += 1
            continue
        key = canonical(entry.url)
        if key == here:
            continue
        if key in chosen:
            ignored["twin"] += chosen[key].url != entry.url
            if is_twin(chosen[key].url) and not is_twin(entry.url):
                chosen[key] = entry
            continue
        chosen[key] = entry
    return chosen.values()


def _lists(page: Page, follows: Iterable[Follow], hosts: Iterable[str], ignored: Counter[str]) -> Iterable[Follow]:
    here = canonical(page.url)
    for follow in follows:
        if canonical(follow.url, follow.method, follow.body) == here:
            continue
        if not _same_site(page, follow.url, hosts):
            ignored["external"] += 1
            continue
        yield follow


def _inner(page: Page, hosts: Iterable[str], ignored: Counter[str]) -> Iterable[Follow]:
    """What a page without a list of its own shows inside itself, and where its script sends the reader at once."""
    inner = [url for url in page.frames if not is_file(url)]
    if is_shell(page) and (target := redirection(page.scripts, page.base)):
        inner.append(target)
    return _lists(page, [Follow(url, title=page.title, kind="guess") for url in inner], hosts, ignored)


def _files(
    page: Page, system: Platform, report: bool, hosts: Iterable[str], ignored: Counter[str], named: Iterable[Attachment],
) -> Iterable[Attachment]:
    """The files of an article that may hold the report. Pictures only where the page has no text of its own."""
    inside = {id(a) for box in content(page) if box.tag != "body" for a in box.iter("a")}
    boxed = bool(inside)
    marked = {unwrapped(a.url, page.base) for a in page.anchors if id(a.element) in inside}
    files = {canonical(f.url): f for f in (*system.attachments(page), *named)}
    for file in files.values():
        verdict = judge(PurePosixPath(file.title).stem if file.title else "")
        if verdict.kind == "decoy":
            ignored[verdict.reason] += 1
        elif not _same_site(page, file.url, hosts):
            ignored["external"] += 1
        elif extension(file.url) in IMAGES:
            if not report:
                yield file
        elif boxed and file.url not in marked and not _FILE_NAMES.search(squeeze(file.title) or _name(file.url)):
            ignored["unrelated_file"] += 1
        else:
            yield file


def _name(url: str) -> str:
    return unquote(urlsplit(url).path).rsplit("/", 1)[-1]


def _same_site(page: Page, url: str, hosts: Iterable[str]) -> bool:
    return site_of(url) == site_of(page.url) or (urlsplit(url).hostname or "") in set(hosts)


def _count_decoys(page: Page, ignored: Counter[str]) -> None:
    """Rows of the list that look like a report and are none, by name."""
    rows = {a.url: judge(a.title) for a in page.anchors if a.date or year_of(a.title)}
    ignored.update(v.reason for v in rows.values() if v.kind == "decoy")
