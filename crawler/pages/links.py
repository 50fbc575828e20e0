"""The links of a page, wherever they stand: in ``href``, in ``onclick``, in options, in markup or records inside scripts.

Scripts are never run: addresses are found that stand in them in full, or that their texts make when joined (:mod:`crawler.pages.calls`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import lxml.html
from lxml import etree

from crawler.pages.calls import Functions
from crawler.pages.titles import judge
from crawler.pages.urls import resolve
from etl.dates import CHINA
from etl.text import fold, squeeze

_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
#: A date before or after what a link says.
_DATED = re.compile(r"^\W{0,2}(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}\W{1,2}|\W{0,2}(?<!\d)(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}\W{0,2}$")
_QUOTED = re.compile(r"""'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)\"""")
#: A text that is an address: a path, or a name with the ending of a page or a file; nothing glued together by a script.
_ADDRESS = re.compile(r"(?:https?://|//|\.{0,2}/)?[^\s'\"<>{}$+()]+")
_PAGE_OR_FILE = re.compile(
    r"(?i)\.(?:s?html?|jspx?|jhtml|aspx?|php|do|action|pdf|docx?|wps|ofd|xlsx?|rtf|zip|rar)(?:[?#].*)?$|^(?:https?://|//|\.{0,2}/).*\w"
)
#: What a link says that says nothing: its row does.
_WORDLESS = re.compile(
    r"^\W*(?:点击)?(?:在线)?(?:查看|查阅|阅读|浏览|打开|下载|详情|详细|进入|预览|view|more|html|pdf|word|docx?|ofd)*(?:详情|详细|全文|更多|附件"
    r"|文件)?\W*$", re.I)
_MORE = re.compile(r"(?i)^\W*(?:更多|more)\W*$")
_LONGEST_HEADING = 30
#: So many elements, at most, are a heading with what belongs to it.
_MOST_ROUND = 12
_LONGEST_TITLE = 200
_OWN_VALUE = re.compile(r"\b(?:this|event\.target)\.(?:options\[this\.selectedIndex\]\.)?value\b")
#: Names under which JSON keeps what its objects are called, and when.
_TITLE_NAME = re.compile(r"(?i)title|(?:^|_)name|name$|^bt$|subject|topic")
_TIME_NAME = re.compile(r"(?i)time|date|publish|^[a-z]*(?:sj|rq)$")
#: Seconds or milliseconds since 1970, of this century.
_SECONDS = re.compile(r"(1\d{9})(?:\d{3})?")
#: The smallest piece of a script that holds one record: no braces or brackets inside.
_RECORDS = re.compile(r"\{[^{}]{10,4000}\}|\[[^\[\]{}]{10,2000}\]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of a page: the absolute address, what it says, and the date printed beside it."""

    url: str
    title: str
    """The ``title`` attribute where it says more than the text, else the text; that of its row where it says nothing."""
    date: str | None
    """ISO date."""
    element: lxml.html.HtmlElement = field(compare=False, repr=False)


def anchors(root: lxml.html.HtmlElement, base: str, functions: Functions | None = None) -> Iterator[Anchor]:
    """The links below an element, with the date that stands in the same row. ``functions``: those that its scripts may call."""
    for element in root.iter("a", "area", "option", "li", "tr", "td", "div", "span", "p", "input", "button"):
        url = _target(element, base, functions)
        if url is None:
            continue
        said = element.text_content() if element.text_content().strip() else " ".join(i.get("alt") or "" for i in element.iter("img"))
        text = _DATED.sub("", fold(" ".join(said.split())))
        told = fold(" ".join((element.get("title") or "").split()))
        # A shortened text ends in dots; the title attribute then says it whole.
        title = told if told and (not text or len(told) >= len(text) or text.endswith(("...", "…"))) else text
        if _WORDLESS.match(title):
            title = _row_title(element) or title
        yield Anchor(url, title, _date_beside(element), element)


def _target(element: lxml.html.HtmlElement, base: str, functions: Functions | None) -> str | None:
    """Where an element leads: by ``href``, an option's ``value``, or the first address in its script."""
    if element.tag in ("a", "area"):
        href = element.get("href")
        if href and (url := resolve(base, href)):
            return url
        script = f"{element.get('onclick') or ''};{href or ''}"
    elif element.tag == "option":
        value = (element.get("value") or "").strip()
        return resolve(base, value) if is_path(value) else _scripted(_chosen(element), base, functions)
    else:
        script = element.get("onclick") or ""
    kept = element.get("data-href") or element.get("data-url") or ""
    if not (script or kept) or (element.tag != "a" and (next(element.iter("a"), None) is not None or len(element.text_content()) > _LONGEST_TITLE)):
        return None
    return resolve(base, kept) if is_path(kept) else _scripted(script, base, functions)


def _chosen(option: lxml.html.HtmlElement) -> str:
    """What a script does when an option is chosen, the option's value in its place."""
    code = next((s.get("onchange") or "" for s in option.iterancestors("select")), "")
    value = re.sub(r"['\"\\\n]", "", option.get("value") or option.text_content().strip())
    return _OWN_VALUE.sub(lambda _: f"'{value}'", code)


def _scripted(script: str, base: str, functions: Functions | None) -> str | None:
    """Where a call leads: by the function that the page defines, else by the first address in the call itself."""
    if functions and (written := functions.address(script)) and (url := resolve(base, written)):
        return url
    for text in strings(script):
        if is_path(text) and not text.endswith("=") and (url := resolve(base, text)):
            return url
    return None


def strings(script: str) -> Iterator[str]:
    """The string literals of a script, with slashes unescaped."""
    for one, two in _QUOTED.findall(script):
        yield (one or two).replace("\\/", "/").replace("\\\"", '"').replace("\\'", "'").strip()


def is_path(text: str) -> bool:
    """Whether a text of a script is an address in full."""
    return bool(_ADDRESS.fullmatch(text) and _PAGE_OR_FILE.search(text))


def _row_title(element: lxml.html.HtmlElement) -> str | None:
    """The part of the row that announces a report, where the row has hardly another link, else what the row and the column of a table
    are called; of "more", the heading that it stands beside."""
    if _MORE.match(squeeze(element.text_content())):
        small = (e for e in islice(element.iterancestors(), 2) if sum(1 for _ in islice(e.iter(), _MOST_ROUND + 1)) <= _MOST_ROUND)
        heads = (squeeze(e.text_content().replace(element.text_content(), "")) for e in small)
        return next((head for head in heads if len(head) < _LONGEST_HEADING and judge(head).kind == "column"), None)
    row = next((e for e in element.iterancestors("tr", "li", "dl", "p")), None)
    if row is None:
        return None
    others = sum(1 for a in row.iter("a") if a.get("href") and a is not element)
    parts = (fold(" ".join(part.split())) for part in row.itertext()) if others <= 1 else ()
    return next((p for p in parts if judge(p).kind == "report"), None) or _cell_title(element, row)


def _cell_title(element: lxml.html.HtmlElement, row: lxml.html.HtmlElement) -> str | None:
    """What a cell in a table of bodies and years stands for: what its row and its column are called."""
    cell = next((e for e in (element, *element.iterancestors()) if e.getparent() is row), None)
    head = next((t.find(".//tr") for t in row.iterancestors("table")), None)
    if cell is None or head is None or head is row or row.index(cell) >= len(head):
        return None
    names = [c.text_content() for c in row if isinstance(c.tag, str) and next(c.iter("a"), None) is None]
    return fold(" ".join(" ".join([*names, head[row.index(cell)].text_content()]).split())) or None


def scripted(scripts: str, base: str) -> Iterator[Anchor]:
    """Reports that a script will show: markup it writes, and records with a title and an address."""
    for state in states(scripts):
        yield from recorded(state, base)
    scripts = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), scripts)
    if "<a" in scripts:
        for anchor in anchors(fragment(scripts.replace("\\/", "/").replace('\\"', '"').replace("\\'", "'")), base):
            tells = judge(anchor.title).kind != "other" or re.search(r"(?i)\.(?:pdf|docx?|wps|ofd)$", anchor.url)
            if tells and not re.search(r"['\"+{}]|%7B|%22|%27", anchor.url):
                yield anchor
    for record in _RECORDS.findall(scripts):
        values = list(strings(record))
        title = next((re.sub(r"<[^>]+>", "", v) for v in values if judge(re.sub(r"<[^>]+>", "", v)).kind == "report"), None)
        url = next((u for v in values if is_path(v) and (u := resolve(base, v))), None)
        if title and url:
            yield Anchor(url, fold(title), first_date(record), lxml.html.Element("a"))


def recorded(data: object, base: str) -> Iterator[Anchor]:
    """What JSON names: each the smallest object with a title and an address, however deep these lie in it."""
    for node in objects(data):
        near, title = _near(node), _named(node)
        url = next((u for _, v in near if isinstance(v, str) and is_path(v) and (u := resolve(base, v))), None)
        if title and url:
            dates = (day_of(v) for name, v in near if (isinstance(v, str) and not v.isdigit()) or _TIME_NAME.search(name))
            yield Anchor(url, title, next(filter(None, dates), None), lxml.html.Element("a"))


def _near(node: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The names and values of an object of JSON, and of the objects right in it."""
    return [*node.items(), *(pair for inner in node.values() if isinstance(inner, dict) for pair in inner.items())]


def _named(node: Mapping[str, Any]) -> str | None:
    """What an object of JSON is called: the text that announces a report, else what stands where titles do."""
    texts = {name: fold(re.sub(r"<[^>]+>", "", v)) for name, v in node.items() if isinstance(v, str) and 0 < len(v) < 2 * _LONGEST_TITLE}
    report = (text for text in texts.values() if judge(text).kind == "report" and len(text) < _LONGEST_TITLE)
    return next(report, None) or next((text for name, text in texts.items() if _TITLE_NAME.search(name)), None)


def objects(data: object) -> Iterator[dict[str, Any]]:
    """Every object in JSON, however deep it lies, in the order in which they begin."""
    waiting: list[object] = [data]
    while waiting:
        node = waiting.pop()
        inner = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
        waiting += reversed([i for i in inner if isinstance(i, dict | list)])
        if isinstance(node, dict):
            yield node


def fed(text: str, base: str) -> Iterator[Anchor]:
    """What a feed (RSS, Atom) names."""
    root = etree.fromstring(text.encode("utf-8", "replace"), etree.XMLParser(recover=True, resolve_entities=False, no_network=True, encoding="utf-8"))
    for item in () if root is None else root.iter("{*}item", "{*}entry"):
        told = {etree.QName(e).localname: (e.text or "").strip() or e.get("href") or "" for e in item.iterchildren("{*}*")}
        date = next((told[name] for name in ("pubDate", "published", "date", "updated") if told.get(name)), "")
        if told.get("title") and (url := resolve(base, told.get("link", ""))):
            yield Anchor(url, fold(told["title"]), first_date(date) or _mailed(date), lxml.html.Element("a"))


def _mailed(date: str) -> str | None:
    """A date as letters bear it (``Mon, 15 Jan 2024 09:00:00 +0800``), as ISO: the day as it is written."""
    with suppress(ValueError, TypeError):
        return parsedate_to_datetime(date).date().isoformat()
    return None


def unled(root: lxml.html.HtmlElement, base: str, functions: Functions) -> Iterator[str]:
    """Titles of reports that a click would open, and years that a choice would, in a way that cannot be read."""
    for element in root.iter("a", "li", "tr", "td", "div", "span", "p", "option"):
        chosen = _chosen(element) if element.tag == "option" else ""
        clicked = chosen or element.get("onclick") or (element.get("href") or "").strip().lower().startswith("javascript:")
        if not clicked or len(text := element.text_content()) > _LONGEST_TITLE or _target(element, base, functions):
            continue
        kind = judge(title := fold(" ".join(text.split()))).kind
        if (kind == "report" or (chosen and kind == "column")) and next(element.iter("a"), element) is element:
            yield title


def unaddressed(data: object) -> Iterator[str]:
    """Titles of reports that JSON names without an address."""
    for node in objects(data):
        if (title := _named(node)) and judge(title).kind == "report" and not any(isinstance(v, str) and is_path(v) for _, v in _near(node)):
            yield title


def states(scripts: str) -> Iterator[object]:
    """The JSON that a page's scripts hold: what a variable is set to, as far as it is JSON."""
    for found in islice(re.finditer(r"=\s*(?=[\[{]\s*[\[{\"])", scripts), 20):
        with suppress(ValueError, RecursionError):
            yield json.JSONDecoder().raw_decode(scripts, found.end())[0]


def frames(root: lxml.html.HtmlElement, base: str) -> list[str]:
    """Addresses of what a page shows inside itself, files in a viewer by their own address."""
    found = [
        value for element in root.iter("frame", "iframe", "embed", "object", "param")
        for value in (element.get("src") or element.get("data") or _parameter(element),) if value
    ]
    return list(dict.fromkeys(unwrapped(url, base) for value in found if (url := resolve(base, value))))


def _parameter(element: lxml.html.HtmlElement) -> str | None:
    return element.get("value") if (element.get("name") or "").lower() in ("src", "movie", "filename", "url", "data") else None


def unwrapped(url: str, base: str) -> str:
    """The file that a viewer's address names (``viewer.html?file=/a/b.pdf``), or the address itself."""
    for name, value in parse_qsl(urlsplit(url).query):
        if name.lower() in ("file", "url", "src", "pdf", "path") and re.search(r"(?i)\.(?:pdf|docx?|ofd|wps|xlsx?)$", value):
            return resolve(base, value) or url
    return url


def fragment(html: str) -> lxml.html.HtmlElement:
    """A piece of markup as a tree."""
    return lxml.html.fragment_fromstring(html.replace("\x00", "") or " ", create_parent="div")


def _date_beside(element: lxml.html.HtmlElement) -> str | None:
    """The date in the smallest block around a link that holds only this link."""
    inside = first_date(element.text_content())
    node = element
    for _ in range(3):
        parent = node.getparent()
        if parent is None or parent.tag in ("body", "html"):
            break
        if any(a.get("href") and a is not element for a in parent.iter("a")):
            # The row of a table may hold a link per cell; a list item that holds two is no single row.
            break
        node = parent
        if found := first_date(node.text_content()):
            return found
    tail = first_date(element.tail or "")
    return tail or inside


def first_date(text: str) -> str | None:
    """The first full date in a text, as ISO; None when there is none or it is impossible."""
    if match := _DATE.search(fold(text)):
        year, month, day = (int(g) for g in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04d}-{month:02d}-{day:02d}"
    return None


def day_of(value: object) -> str | None:
    """The day that a value of JSON tells: a date as text, or seconds or milliseconds since 1970, as the day in Beijing."""
    if found := _SECONDS.fullmatch(str(value)):
        return datetime.fromtimestamp(int(found[1]), CHINA).date().isoformat()
    return first_date(value) if isinstance(value, str) else None


def redirection(scripts: str, base: str) -> str | None:
    """Where a script sends the reader at once, if the address stands there in full."""
    found = re.search(r"""(?:\blocation(?:\.href)?\s*=\s*|\blocation\.(?:replace|assign)\(\s*)['"]([^'"+]+)['"]""", scripts)
    return resolve(base, squeeze(found[1])) if found else None
