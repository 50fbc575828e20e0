"""Atom (RFC 4287) and JSON Feed 1.1 from one list of entries."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from markupsafe import Markup

from portal.language import Lang
from portal.xml import printable

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    """Never changes and is never used again: the entry's permanent address."""
    url: str
    title: str
    text: str
    updated: str
    """UTC, ISO 8601 with Z."""


@dataclass(frozen=True, slots=True)
class Feed:
    url: str
    home: str
    title: str
    lang: Lang
    entries: Sequence[Entry]

    @property
    def updated(self) -> str:
        return max((e.updated for e in self.entries), default="1970-01-01T00:00:00Z")


def links(lang: Lang, path_of: Callable[[str], str], path: str) -> Markup:
    """The two forms of a feed, for people; a reader of feeds says no language, so that its address does."""
    query = "?lang=en" if lang == "en" else ""
    return Markup('<a href="{0}.atom{1}">Atom</a>{2}<a href="{0}.json{1}">JSON</a>').format(path_of(path), query, "、" if lang == "zh" else ", ")


def atom(feed: Feed) -> bytes:
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.lang})
    _texts(root, id=feed.url, title=feed.title, updated=feed.updated)
    _link(root, "self", feed.url)
    _link(root, "alternate", feed.home)
    author = ElementTree.SubElement(root, f"{{{_ATOM}}}author")
    _texts(author, name="公开 gongkai")
    for entry in feed.entries:
        node = ElementTree.SubElement(root, f"{{{_ATOM}}}entry")
        _texts(node, id=entry.id, title=entry.title, updated=entry.updated, summary=entry.text)
        _link(node, "alternate", entry.url)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _texts(node: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(node, f"{{{_ATOM}}}{name}").text = printable(text)


def _link(node: ElementTree.Element, relation: str, url: str) -> None:
    ElementTree.SubElement(node, f"{{{_ATOM}}}link", rel=relation, href=printable(url))


def json_feed(feed: Feed) -> str:
    return json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.home, "feed_url": feed.url,
        "language": feed.lang,
        "items": [
            {"id": e.id, "url": e.url, "title": e.title, "content_text": e.text, "date_modified": e.updated}
            for e in feed.entries
        ],
    }, ensure_ascii=False, indent=1)
