"""Markup that a page does not show by itself: frames and scripts that write in place, and articles that a script fetches from a
string, a template, a hidden field or the text of another element."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from html import escape, unescape
from itertools import islice
from urllib.parse import unquote

from lxml import html as lxml_html

_LONG = 50
"""Characters from which on a string may be an article."""
_MOST = 200
"""Strings that are looked at; a page has a few."""
_TEMPLATE = re.compile(r"text/(?:html|plain|(?:x-)?\w*-?(?:template|tmpl|handlebars|mustache)\w*)|text/ng-template", re.I)
_STRINGS = tuple(re.compile(rf"{q}((?:[^{q}\\]|\\.)*){q}", re.S) for q in "\"'`")
_WRITE = re.compile(r"\s*document\.write(?:ln)?\s*\(\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)\s*\)\s*;?\s*", re.S)
#: An article put together of several strings.
_PUT_TOGETHER = re.compile(r"""\+=\s*["'`]|["'`]\s*\+\s*["'`]|\.(?:push|append|write)\(\s*["'`]""")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{200,}={0,2}")
_ENTRY_BEGINS, _ENTRY = re.compile(r"<(?:item|entry)\b"), re.compile(r"<(?:item|entry)\b[^>]*>(.*?)</(?:item|entry)>", re.S)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_ELEMENT = re.compile(r"<(?:\w+:)?(\w+)\b[^<>]*>([^<]+)</")
_TAG = re.compile(r"<(?:p|div|span|table|tr|td|section|h[1-6])\b", re.I)


def write_in_place(root: lxml_html.HtmlElement) -> None:
    """Puts what frames (``srcdoc``) and scripts (``document.write`` of one string) write where they stand."""
    for element in list(root.iter("iframe", "script")):
        written = element.get("srcdoc", "") if element.tag == "iframe" else _document_written(element.text or "")
        if (element.tag == "script" or _TAG.search(written)) and written and element.getparent() is not None:
            for child in list(element):
                element.remove(child)
            element.tag, element.text = "div", None
            element.append(lxml_html.fragment_fromstring(_body(written), create_parent="div"))


def _document_written(script: str) -> str:
    """What a script writes that does nothing else."""
    written, at = [], 0
    while match := _WRITE.match(script, at):
        written.append(_unquoted(match[1][1:-1]))
        at = match.end()
    return "".join(written) if at == len(script) else ""


def _body(markup: str) -> str:
    """What stands in the body, where the markup is a whole page; comments, which no reader sees, left out."""
    markup = re.sub(r"<!--.*?-->", "", markup, flags=re.S)
    match = re.search(r"<body[^>]*>(.*?)(?:</body>|\Z)", markup, re.S | re.I)
    return re.sub(r"<!doctype[^>]*>|<head\b.*?</head>|</?html[^>]*>", "", match[1] if match else markup, flags=re.S | re.I)


def articles(root: lxml_html.HtmlElement, text: str) -> Iterator[str]:
    """Markup that stands in the page as text."""
    texts = (inner for value in _texts(root, text) for inner in (value, *_nested(value)))
    found = (m for value in texts if len(value) >= _LONG and _TAG.search(m := _plain(value)))
    yield from islice(dict.fromkeys(found), _MOST)


def carried(text: str) -> tuple[str, str] | None:
    """The one article in an answer of an interface (JSON) or in a feed (RSS, Atom), and what is said beside it, as JSON; None where the text is
    neither, or holds several."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            data = json.loads(text, strict=False)
            found = [m for value in _leaves(data) if len(value) >= _LONG and _TAG.search(m := _plain(value))]
        except (ValueError, RecursionError):
            return None
    elif len(_ENTRY_BEGINS.findall(text)) == 1 and text.count("<![CDATA[") < _MOST and (found_entry := _ENTRY.search(text)):
        entry = _CDATA.sub(lambda m: escape(m[1]), found_entry[1])
        data = {name: unescape(value).strip() for name, value in _ELEMENT.findall(entry)}
        found = [value for value in data.values() if _TAG.search(value)]
    else:
        return None
    return (found[0], json.dumps(data, ensure_ascii=False)) if len(found) == 1 else None


def _leaves(data: object) -> Iterator[str]:
    """All strings of data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _leaves(value)


def _nested(value: str) -> Iterator[str]:
    """The strings of data that stands in a string itself: JSON.parse("{…}")."""
    if re.match(r"[{\[][\s{\[]*\"", value.lstrip()):
        yield from _strings(value)


def _plain(value: str) -> str:
    """Markup that was written in another way, for an attribute, an address or a script."""
    if _BASE64.fullmatch(value.strip()):
        with suppress(ValueError):
            return b64decode(value).decode()
    if "<" not in value and "%3C" in value.upper():
        value = unquote(value.replace("+", " "))
    return unescape(value) if "<" not in value and "&lt;" in value else value


def _texts(root: lxml_html.HtmlElement, text: str) -> Iterator[str]:
    if text.lstrip()[:1] in ("{", "["):
        yield from _strings(text)
    for element in root.iter():
        if element.tag == "script":
            script = element.text or ""
            if _TEMPLATE.fullmatch(element.get("type", "")):
                yield script
            else:
                yield from _strings(script)
        elif element.tag in ("template", "noscript", "noframes"):
            yield (element.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in element)
        elif element.tag in ("textarea", "xmp", "pre", "div", "body") and element.text and "<" in element.text:
            yield element.text
        for value in element.values():
            if len(value) >= _LONG:
                yield value


def _strings(script: str) -> Iterator[str]:
    together = len(_PUT_TOGETHER.findall(script)) > 1
    for pattern in _STRINGS:
        parts = []
        for match in pattern.finditer(script):
            if len(match[1]) >= _LONG and (value := _unquoted(match[1])):
                yield value
            if together and "<" in match[1]:
                parts.append(_unquoted(match[1]))
        yield "".join(parts)


def _unquoted(written: str) -> str:
    """The text of a string as a script writes it; empty where it is none."""
    written = re.sub(r"\\x([0-9a-fA-F]{2})", r"\\u00\1", written).replace("\\'", "'").replace("\\`", "`")
    written = re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', written)
    try:
        return str(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return ""
