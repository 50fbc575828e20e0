"""A report that is more than one answer: split over several pages, or with pictures for tables; how these are kept as one document."""

from __future__ import annotations

import hashlib
import re
from base64 import encodebytes
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.pages.page import Page
from crawler.pages.urls import canonical, resolve, site_of
from crawler.platforms.base import NEXT
from crawler.platforms.pagers import pager
from etl.extract.anchors import STATISTIC
from etl.text import squeeze

#: A report of more pages than this is none.
MAX_PARTS = 30
#: So many pictures of an article are asked for.
MAX_PICTURES = 20
#: An address that can stand in a header line as it is written: a line break in it would begin another header.
_ADDRESS = re.compile(r"[!-~]{1,2000}")
#: What the site itself is drawn with, and what is no photograph or scan of a page.
_ORNAMENT = re.compile(r"(?i)\.(?:gif|svg|ico)(?:[?#]|$)|logo|icon|qrcode|ewm|weixin|/(?:css|style|skin|theme|template|res|static)s?/")
_NARROW = 300
#: Prose may use a label of the tables or two; so many stand in tables.
_LABELS = 3
#: The end of an address with the page's number, and without.
_NUMBERED = re.compile(r"(?<=[^/])[_-]\d{1,2}(?:\.\w+)?$")
_ENDING = re.compile(r"\.\w+$")
_PAGE_NUMBER = re.compile(r"(?i)p|pn|page_?(?:no|num|index)?|cur(?:rent)?_?page|index")


def next_part(parts: Sequence[Page]) -> str | None:
    """The address of the page on which the report goes on after these pages; None where it ends.

    A pager counts only where it leads to the report's own address with another number in it: ``t1_2.html`` after
    ``t1.html`` or ``t1_1.html``, or the same path with another page in its query. Anything else is another article.
    """
    page, met = parts[-1], {canonical(p.url) for p in parts}
    own = [u for u in _promised(page, len(parts)) if _same_article(u, parts[0].url) and canonical(u) not in met]
    return own[0] if own else None


def _promised(page: Page, read: int) -> list[str]:
    """Where the page's pagers lead next: its script first, then its link to the next page, then the next number."""
    found = []
    if (told := pager(page.scripts)) and told.current < told.last:
        found.append(urljoin(page.url, told.name(told.current + 1)))
    words = [(squeeze(a.title), a.url) for a in page.anchors]
    found += [url for word, url in words if NEXT.match(word)]
    return found + [url for word, url in words if word.strip("[]第页") == str(read + 1)]


def _same_article(url: str, first: str) -> bool:
    here, there = urlsplit(first), urlsplit(url)
    if here.netloc != there.netloc:
        return False
    if here.path == there.path:
        given, asked = set(parse_qsl(here.query)), set(parse_qsl(there.query))
        return given != asked and all(_PAGE_NUMBER.fullmatch(name) and value.isdigit() for name, value in given ^ asked)
    # The first page may bear a number, too; but what looks like one may be that of the article.
    own = {_ENDING.sub("", here.path), _NUMBERED.sub("", here.path)}
    return bool(_NUMBERED.search(there.path)) and _NUMBERED.sub("", there.path) in own and here.query == there.query


def pictures(pages: Sequence[Page]) -> dict[str, str]:
    """Pictures that may be the tables of a report: as its pages write their addresses → in full, in their order.

    Empty where the pages have tables of their own. Another site's pictures and those that make up the site's look are left out.
    """
    found: dict[str, str] = {}
    if len({m[0][:8] for page in pages for m in STATISTIC.finditer(page.squeezed)}) >= _LABELS:
        return found
    for page in pages:
        for image in page.root.xpath("//img[not(ancestor::header or ancestor::footer or ancestor::nav or ancestor::aside)]"):
            written = image.get("src") or ""
            width = re.match(r"\d+", image.get("width") or "")
            if not _ADDRESS.fullmatch(written) or _ORNAMENT.search(written) or (width and int(width[0]) < _NARROW):
                continue
            if (url := resolve(page.base, written)) and site_of(url) == site_of(page.url):
                found.setdefault(written, url)
    return dict(list(found.items())[:MAX_PICTURES])


def bundle(parts: Sequence[Page], drawn: Mapping[str, Page] | None = None) -> bytes:
    """The pages as they came, in their order, as one MIME message (``multipart/mixed``): the same pages, the same bytes.

    ``drawn``: the pictures of the pages, by their addresses as the pages write them.
    """
    drawn = drawn or {}
    boundary = "part-" + hashlib.sha256(b"".join(p.body for p in (*parts, *drawn.values()))).hexdigest()[:32]
    lines = ["MIME-Version: 1.0", f'Content-Type: multipart/mixed; boundary="{boundary}"', ""]
    for part in parts:
        kind = part.headers.get("content-type", "")
        lines += [
            f"--{boundary}", f"Content-Type: {kind if kind.isascii() and 'html' in kind else 'text/html'}",
            f"Content-Location: {part.url}", "Content-Transfer-Encoding: base64", "", encodebytes(part.body).decode("ascii").rstrip(),
        ]
    for written, picture in drawn.items():
        lines += [
            f"--{boundary}", f"Content-Type: {picture.headers['content-type']}", f"Content-Location: {written}",
            "Content-Transfer-Encoding: base64", "", encodebytes(picture.body).decode("ascii").rstrip(),
        ]
    return "\n".join([*lines, f"--{boundary}--", ""]).replace("\n", "\r\n").encode("ascii", "backslashreplace")
