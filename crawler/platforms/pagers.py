"""Where a list goes on, however its page says so: in a script, a link, a row of numbers, a form, an answer in JSON."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode, urljoin, urlsplit

import lxml.html

from crawler.pages.calls import Asked, join
from crawler.pages.links import Anchor, anchors, fragment, objects
from crawler.pages.page import Page
from crawler.pages.titles import judge
from crawler.pages.urls import canonical, resolve, site_of
from crawler.platforms.base import NEXT, Follow, with_query
from etl.text import squeeze

_CALL = re.compile(r"createPageHTML\s*\(([^()]*)\)")
_WRITTEN = re.compile(r"(?<!\w)(\w{1,40})\\?[\"']\s?\+\s?[\"']_[\"']\s?\+\s?\w{1,40}\s?\+\s?[\"']\.[\"']\s?\+\s?[\"'](s?html?)\b")
_ARGUMENT = re.compile(r"""'([^']*)'|"([^"]*)"|([^\s,'"]+)""")
_BASE64 = re.compile(r"[\"']([A-Za-z0-9+/]{80,}={0,2})[\"']")
_TOTAL = re.compile(
    r"(?i)(?<![A-Za-z])(?:pages?|page_?counts?|total_?pages?|count_?pages?|page_?total)['\"]?\s*[:=]\s*(?:parseInt\()?['\"]?(\d{1,4})(?!\d)")
_TURNED = re.compile(r"\blocation(?:\.href)?\s*=(?!=)\s*((?:'[^'\n]{0,300}'|\"[^\"\n]{0,300}\"|[\w.$]{1,80}|[\s+]){1,40})")
_TEXT = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_OPEN = "PAGENUMBER"
_PAGE_NAME = re.compile(r"(?i)(?:cur(?:rent)?_?)?(?:page|p|pn)_?(?:no|num|number|index)?")
_FORM = (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),)
#: Fields that JSON holds as numbers.
_COUNTS = re.compile(r"(?i)page|size|rows|limit|num|index")
_JSON = (("Content-Type", "application/json; charset=UTF-8"),)
_ALL = re.compile(r"(?i)(?:total|records?|row)_?(?:count|num(?:ber)?|elements|records|rows|size)?|count")
#: A call that names a further page, or the next one.
_TO_NEXT = re.compile(r"(?i)[(,]\s*['\"]?(?:[2-9]|[1-9]\d+)['\"]?\s*[,)]|(?:next|page)\w*\(\s*(?:this)?\s*\)")
#: So many pages of a list are named at most by one row of numbers.
_MOST = 30


@dataclass(frozen=True, slots=True)
class Pager:
    """``total`` pages named ``stem.ext``, ``stem_K.ext``; ``current`` and the K of the first page count from ``base``."""

    total: int
    current: int
    stem: str
    ext: str
    base: int

    def name(self, number: int) -> str:
        """The file of a page, numbered as the script numbers it."""
        return f"{self.stem}.{self.ext}" if number <= self.base else f"{self.stem}_{number}.{self.ext}"

    @property
    def last(self) -> int:
        return self.total - 1 + self.base


def further(page: Page) -> list[Follow]:
    """Where the list of a page goes on; empty at its end, or where the page does not say."""
    if page.is_json:
        return _next_answer(page)
    return follow_pager(page) or _counted(page) or next_link(page) or _numbers(page) or _turned(page) or _form(page) or _hidden(page)


def pager(script: str) -> Pager | None:
    """What the page's script says about its list, in any of the dialects of TRS; None when it says nothing.

    ``createPageHTML(total, current0, "index", "html"…)`` counts from 0 (page 2 is ``index_1``);
    ``createPageHTML('id', total, current1, 'index', 'html', …)`` counts from 1 (page 2 is ``index_2``).
    The oldest writes its links itself, from ``countPage`` and ``currentPage``, and counts from 0.
    """
    for call in _CALL.finditer(script):
        arguments = [(text or other or bare, bool(bare)) for text, other, bare in _ARGUMENT.findall(call[1])]
        if not arguments:
            continue
        base = 0 if arguments[0][1] else 1
        if len(arguments) < 4 + base:
            continue
        numbers = [_number(script, a) for a, _ in arguments[base : base + 2]]
        stem, ext = arguments[base + 2][0], arguments[base + 3][0]
        if numbers[0] is None or numbers[1] is None or not re.fullmatch(r"[\w.\-/]+", stem) or not re.fullmatch(r"s?html?|jsp|aspx?", ext):
            continue  # the definition of the function, or a call we do not know
        return Pager(numbers[0], numbers[1], stem, ext, base)
    total, current = _number(script, "countPage"), _number(script, "currentPage")
    written = None if total is None or current is None else _WRITTEN.search(script)
    return Pager(total, current, written[1], written[2], 0) if written else None  # type: ignore[arg-type]


def _number(script: str, argument: str) -> int | None:
    """A number, or the value of a variable such as ``countPage``."""
    if argument.isdigit():
        return int(argument)
    if re.fullmatch(r"[A-Za-z_$][\w$]*", argument) and (found := re.search(rf"\b{re.escape(argument)}\s*=\s*['\"]?(\d+)", script)):
        return int(found[1])
    return None


def follow_pager(page: Page) -> list[Follow]:
    """Where the list goes on, if the page's script says so."""
    found = pager(page.scripts)
    return numbered(page, found.current, found.last, found.name) if found else []


def numbered(page: Page, current: int, total: int, name: Callable[[int], str]) -> list[Follow]:
    """The next two of ``total`` pages (one that is declared but missing must not hide those behind it), by relative name."""
    folder = page.url if urlsplit(page.url).path.endswith("/") else urljoin(page.url, ".")
    return [Follow(urljoin(folder, name(n))) for n in range(current + 1, min(current + 2, total) + 1)]


def _counted(page: Page) -> list[Follow]:
    """``…/1.html``, ``…/2.html``: the script names the number of pages with ``parseInt('N')``."""
    here = re.search(r"/(\d{1,4})(\.s?html?)$", urlsplit(page.url).path)
    total = re.search(r"parseInt\(\s*['\"](\d{1,4})['\"]", page.scripts)
    if not here or not total:
        return []
    return numbered(page, int(here[1]), int(total[1]), lambda n: f"{n}{here[2]}")


def says_next(element: lxml.html.HtmlElement, title: str) -> bool:
    """Whether a link says "next page"."""
    return bool(NEXT.match(squeeze(title).strip("[]【】()（）"))) or "next" in (element.get("class") or "").lower().split()


def next_link(page: Page) -> list[Follow]:
    """The link that says "next page"."""
    for anchor in page.anchors:
        if says_next(anchor.element, anchor.title) and site_of(anchor.url) == site_of(page.url) and anchor.url != page.url:
            return [Follow(anchor.url)]
    return []


def _numbers(page: Page) -> list[Follow]:
    """A pager of numbers only: all pages that it names, which lie in the folder of the page itself."""
    rows: dict[lxml.html.HtmlElement, dict[int, str]] = {}
    folder = urlsplit(page.url)._replace(query="", fragment="").geturl().rpartition("/")[0]
    for anchor in page.anchors:
        number = _page_number(anchor)
        parent = anchor.element.getparent()
        if number is None or parent is None or urlsplit(anchor.url)._replace(query="", fragment="").geturl().rpartition("/")[0] != folder:
            continue
        # A list item of its own round each number.
        row = parent.getparent() if len(parent) == 1 and parent.getparent() is not None else parent
        rows.setdefault(row, {}).setdefault(number, anchor.url)
    for named in rows.values():
        # From the beginning, or one after another; the page's own number may be no link.
        row = max(named) - min(named) <= len(named)
        if (row or {1, 2} & named.keys()) and len({canonical(url) for url in named.values()}) == len(named):
            return [Follow(url) for _, url in sorted(named.items())][:_MOST]
    return []


def _page_number(anchor: Anchor) -> int | None:
    found = re.fullmatch(r"\[?第?(\d{1,3})页?\]?", squeeze(anchor.title))
    return int(found[1]) if found else None


def _turned(page: Page) -> list[Follow]:
    """A script that turns the page by an address with one part open, such as ``'list_' + o.curr + '.html'``."""
    total = _TOTAL.search(page.scripts)
    if not total or int(total[1]) < 2:
        return []
    for expression in _TURNED.findall(page.scripts):
        names = set(re.findall(r"[A-Za-z_$][\w.$]*", _TEXT.sub(" ", expression)))
        if len(names) != 1 or not (written := join(expression, dict.fromkeys(names, _OPEN))) or written.count(_OPEN) != 1:
            continue
        pattern = resolve(page.base, written) or ""
        here = re.fullmatch(re.escape(pattern).replace(_OPEN, r"(\d{1,4})"), page.url)
        return numbered(page, int(here[1]) if here else 1, int(total[1]), partial(_filled, pattern))
    return []


def _filled(pattern: str, number: int) -> str:
    return pattern.replace(_OPEN, str(number))


def _form(page: Page) -> list[Follow]:
    """The form that a reader would send by the link "next page"."""
    for code in _calls(page):
        sent = page.functions.sent(code)
        if sent is None or not (url := resolve(page.base, sent.action or page.url)):
            continue
        if sent.method == "POST":
            follow = _post(page, url, sent.fields)
        else:
            follow = Follow(with_query(url, **sent.fields))
        if canonical(follow.url, follow.method, follow.body) != canonical(page.url, follow.method, page.sent):
            return [follow]
    return []


def _calls(page: Page) -> Iterator[str]:
    """The scripts of what says "next page", else of the number behind the page's own, which is none."""
    numbers: dict[int, str] = {}
    for element in page.root.iter("a", "span", "li", "input", "button", "div"):
        code = f"{element.get('onclick') or ''};{element.get('href') or ''}"
        if "(" not in code or element.get("disabled") is not None:
            continue
        text = squeeze(element.text_content() or element.get("value") or "")
        if says_next(element, text):
            yield code
        elif re.fullmatch(r"\d{1,3}", text):
            numbers.setdefault(int(text), code)
    # The page's own number is the one that is missing.
    own = next((n for n in range(1, max(numbers, default=0)) if n not in numbers), None)
    if own is not None and own + 1 in numbers:
        yield numbers[own + 1]


def question(page: Page, asked: Asked) -> Follow | None:
    """What a script of a page asks for its data."""
    if not (url := resolve(page.base, asked.url)):
        return None
    if asked.post:
        return replace(_post(page, url, asked.fields, asked.json), title=page.title, kind="guess")
    return Follow(with_query(url, **asked.fields) if asked.fields else url, title=page.title, kind="guess")


def _post(page: Page, url: str, fields: Mapping[str, str], as_json: bool = False) -> Follow:
    told = {name: int(value) if value.isdigit() and _COUNTS.search(name) else value for name, value in fields.items()}
    body = json.dumps(told, ensure_ascii=False) if as_json else urlencode(fields)
    return Follow(url, "POST", body.encode(), (*(_JSON if as_json else _FORM), ("Referer", page.url)))


def has_more(page: Page) -> bool:
    """Whether the first page of a list says that there are more: several pages or more rows counted, or a way to the next."""
    if page.is_json:
        return any(number > rows for rows, number in _rows(page.json))
    if told := re.search(r"(?:共|(?<![\d/])1/)(\d{1,4})页", page.squeezed):
        return int(told[1]) > 1
    return any(_TO_NEXT.search(code) for code in _calls(page))


def _rows(data: object) -> Iterator[tuple[int, int]]:
    """How many rows each list of an answer holds, and how many it says there are in all."""
    for node in objects(data):
        for rows in node.values():
            if isinstance(rows, list) and rows:
                yield from ((len(rows), number) for name, number in node.items() if isinstance(number, int) and _ALL.fullmatch(name))


def _hidden(page: Page) -> list[Follow]:
    """A pager whose markup a script unpacks from base64."""
    for packed in _BASE64.findall(page.scripts):
        try:
            markup = base64.b64decode(packed, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if "<a" in markup and "href" in markup:
            links = tuple(anchors(fragment(markup), page.base))
            if found := next_link(Page(page.url, markup.encode())):
                return found
            if links:
                return [Follow(link.url) for link in links]
    return []


def _next_answer(page: Page) -> list[Follow]:
    """The next answer of an address that numbers its pages, while this one names reports or says that there are more rows."""
    fields = {**page.query, **page.form}
    name = next((n for n, v in fields.items() if _PAGE_NAME.fullmatch(n) and v.isdigit() and len(v) < 5), None)
    if name is None or not page.anchors:
        return []
    more = any(number > rows * max(1, int(fields[name])) for rows, number in _rows(page.json))
    if not more and not any(judge(anchor.title).kind in ("report", "weak") for anchor in page.anchors):
        return []
    further = {name: str(int(fields[name]) + 1)}
    if name in page.form:
        return [_post(page, page.url, {**page.form, **further}, page.sent[:1] == b"{")]
    return [Follow(with_query(page.url, **further))]
