"""A page as the platforms see it: address, bytes, decoded text and tree. Free of Scrapy."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import lxml.html
from lxml import etree

from crawler.pages.calls import Functions
from crawler.pages.links import Anchor, anchors, fed, frames, recorded, scripted
from crawler.pages.urls import asked_from, resolve
from etl.extract.encoding import Decoded, decode
from etl.text import fold, squeeze

#: A function that is handed JSON (JSONP).
_CALLED = re.compile(r"(?:/\*\*/)?\s*[A-Za-z_$][\w.$]{0,60}\s*\(\s*(?=[{\[])")
_SILENT = frozenset({"script", "style", "noscript", "template", "head"})
_BLOCKS = frozenset({"p", "div", "li", "tr", "td", "th", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "section"})


@dataclass(frozen=True)
class Page:
    """One response. ``url`` is the final one, after redirects."""

    url: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    sent: bytes = b""
    """What was posted to get this page."""

    @cached_property
    def form(self) -> dict[str, str]:
        """The fields that were posted to get this page, as a form or as JSON."""
        if self.sent[:1] == b"{":
            return {name: str(value) for name, value in json.loads(self.sent).items()}
        return dict(parse_qsl(self.sent.decode("utf-8", "replace"), keep_blank_values=True))

    @cached_property
    def query(self) -> dict[str, str]:
        """The parameters of the address."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    @cached_property
    def json(self) -> Any:
        """The body as JSON, or the JSON that it hands to a function; None where it is neither."""
        try:
            called = _CALLED.match(self.text)
            return json.loads(self.text[called.end():].rstrip("); \r\n") if called else self.text)
        except (ValueError, RecursionError):  # brackets may nest without end
            return None

    @cached_property
    def _decoded(self) -> Decoded:
        return decode(self.body, self.headers.get("content-type"), markup=True)

    @property
    def text(self) -> str:
        return self._decoded.text

    @cached_property
    def is_html(self) -> bool:
        """Whether the bytes are a page, whatever the server calls them."""
        head = self.body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if head.startswith((b"%pdf", b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89png", b"\xff\xd8", b"rar!", b"7z\xbc")):
            return False
        if self.is_json:
            return False
        marks = (b"<html", b"<!doctype html", b"<head", b"<body", b"<script", b"<meta", b"<div", b"<ul", b"<table", b"<?xml", b"<datastore", b"<record", b"<rss", b"<feed")
        kind = self.headers.get("content-type", "").lower()
        return any(m in head for m in marks) or ("html" in kind and b"\x00" not in head)

    @cached_property
    def is_json(self) -> bool:
        head = self.body[:128].lstrip(b"\xef\xbb\xbf \t\r\n")
        return (head[:1] in (b"{", b"[") or bool(_CALLED.match(head.decode("latin-1")))) and self.json is not None

    @cached_property
    def root(self) -> lxml.html.HtmlElement:
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False)
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", self.text.replace("\x00", ""))
        try:
            return lxml.html.document_fromstring(text.encode("utf-8", "replace") or b"<html/>", parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError):
            return lxml.html.document_fromstring(b"<html></html>")

    @cached_property
    def base(self) -> str:
        for href in self.root.xpath("//base/@href"):
            return resolve(self.url, href) or self.url
        return self.url

    @cached_property
    def meta(self) -> dict[str, str]:
        """Named metas, by the name as printed; empty and ``null`` contents are left out."""
        found: dict[str, str] = {}
        for element in self.root.iter("meta"):
            name = element.get("name") or element.get("Name") or element.get("property")
            content = fold(element.get("content") or "").strip()
            if name and content and content != "null":
                found.setdefault(name.strip(), content)
        return found

    def named(self, name: str) -> str | None:
        """A meta by its name, in any case."""
        wanted = name.lower()
        return next((v for k, v in self.meta.items() if k.lower() == wanted), None)

    @cached_property
    def title(self) -> str:
        """The page's own title: ``ArticleTitle``, else ``<title>``."""
        if told := self.named("ArticleTitle"):
            return told
        return " ".join((self.root.findtext(".//title") or "").split())

    @cached_property
    def breadcrumb(self) -> str | None:
        """The trail that ends in this page, joined by `` > ``."""
        for element in self.root.xpath("//*[contains(., '当前位置') or contains(., '您的位置') or contains(., '您现在的位置')]"):
            text = " ".join(element.text_content().split())
            if 0 < len(text) < 200:
                trail = re.sub(r"^.*?位置[:：]?\s*", "", text)
                parts = [p.strip() for p in re.split(r"\s*(?:>>?|›|»|→|/)\s*", trail) if p.strip()]
                return " > ".join(parts) or None
        return None

    @cached_property
    def visible(self) -> str:
        """The text of the page without scripts and styles, in one line per block."""
        return "\n".join(filter(None, (" ".join(line.split()) for line in _visible_text(self.root).split("\n"))))

    @cached_property
    def squeezed(self) -> str:
        return squeeze(self.visible)

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every followable link, in the order of the page; then those that only its scripts name."""
        if re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", self.body[:2048]):
            return tuple(fed(self.text, self.url))
        if self.is_json:
            shown, script = tuple(recorded(self.json, self.base)), json.dumps(self.json, ensure_ascii=False)
        else:
            shown, script = tuple(anchors(self.root, self.base, self.functions)), self.scripts
        known = {a.url for a in shown}
        found = shown + tuple(a for a in scripted(script, self.base) if a.url not in known)
        return tuple(a if a.url.isascii() else replace(a, url=asked_from(a.url, self._decoded.charset)) for a in found)

    @cached_property
    def frames(self) -> tuple[str, ...]:
        """Addresses of what the page shows inside itself."""
        return tuple(frames(self.root, self.base))

    @cached_property
    def functions(self) -> Functions:
        """What the page's own scripts define."""
        return Functions(self.scripts, self.root)

    @cached_property
    def scripts(self) -> str:
        """The text of all inline scripts."""
        return "\n".join(s.text or "" for s in self.root.iter("script"))


def _visible_text(root: lxml.html.HtmlElement) -> str:
    """Text outside scripts and styles, a line break at each block. Without recursion: markup may nest without end."""
    parts: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not silent:
                parts.append(element.tail or "")
            continue
        hides = element.tag in _SILENT
        if event == "start":
            silent += hides
            if not silent:
                parts.append("\n" if element.tag in _BLOCKS else "")
                parts.append(element.text or "")
        else:
            silent -= hides
            if not silent:
                parts.append("\n" if element.tag in _BLOCKS else "")
                parts.append(element.tail or "")
    return "".join(parts)
