"""What a page says of itself: meta tags, breadcrumb, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

from lxml import html as lxml_html

from etl.documents import Link
from etl.extract.html.flow import tidy
from etl.extract.html.info import info
from etl.text import squeeze

_CRUMB_CLASS = re.compile(r"bread|crumb|position|location|curpos|dqwz|current|wz\b|weizhi", re.I)
_CRUMB_TEXT = re.compile(r"^\s*(?:(?:您|你)?(?:现在|当前)?(?:的)?(?:所在)?位置(?:是)?|您所在的位置|首页)\s*[:：]?\s*(.*)$", re.S)
_DATE_PUBLISHED = re.compile(r'"(?:datePublished|(?:pub(?:lish(?:ed)?)?|release)(?:Date|Time)(?:Str)?)"\s{0,8}:\s{0,8}"([^"]{8,40})"')
_AGENCY = re.compile(r'"(?:source|author|(?:org|dept|publisher|publishOrg|department)(?:Name)?)"\s{0,8}:\s{0,8}"([\u4e00-\u9fff()（）]{4,40})"', re.I)
_ARTICLE_TITLE = re.compile(r'"(?:(?:[a-z]{1,9}T|t)itle|headline)"\s{0,8}:\s{0,8}"([^"\\]{8,80}(?:报告|年报))"')
#: A path without links: 成县人民政府 > 政府信息公开 > 城关镇.
_ARROWS = re.compile(r"[^>›»＞→]{2,}[>›»＞→][^>›»＞→]{2,}[>›»＞→]")
#: Whose site it is, at the foot of its pages.
_HOST = re.compile(r"(?:主\s?办(?:单位)?|版权所有)\s{0,4}[:：]\s{0,4}(?:中共[\u4e00-\u9fff]{2,12}委[、\s])?([\u4e00-\u9fff]{2,20}?人民政府)(?!信息)")
_CRUMB_PARTS = re.compile(r"\s*(?:[>›»＞→/\\|]|\n|(?:\s{2,}))+\s*")


def base(root: lxml_html.HtmlElement, url: str | None) -> str | None:
    base = root.find(".//base[@href]")
    with suppress(ValueError):
        return urljoin(url or "", "" if base is None else base.get("href", "")) or url
    return url


def links(root: lxml_html.HtmlElement, base: str | None) -> Iterator[Link]:
    for element in root.iter("a", "iframe", "embed", "object"):
        target = (element.get("href") or element.get("src") or element.get("data") or "").strip()
        if not target or target.startswith("#"):
            continue
        with suppress(ValueError):
            url = urljoin(base or "", target)
            if urlsplit(url).scheme in ("", "http", "https"):
                yield Link(url, tidy(element.get("title") or element.text_content()))


def pictures(container: lxml_html.HtmlElement, base: str | None) -> tuple[Link, ...]:
    """The article's pictures, icons aside, as links: they may show the tables that its text lacks."""
    found = []
    for image in container.iter("img"):
        source = image.get("src", "").strip()
        if source and not source.startswith("data:") and not re.search(r"icon|logo|share|weixin|qrcode|spacer|blank", source, re.I):
            with suppress(ValueError):
                found.append(Link(urljoin(base or "", source), tidy(image.get("title") or image.get("alt") or "")))
    return tuple(found)


def metadata(root: lxml_html.HtmlElement) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property")
        value = tidy(element.get("content") or "")
        if name and value and value.lower() != "null":
            meta.setdefault(name.strip(), value)
    if day := _published(root):
        meta.setdefault("datePublished", day)
    if crumb := _breadcrumb(root):
        meta["breadcrumb"] = crumb
    for label, value in info(root):
        meta.setdefault(label, value)
    hosts = {m[1] for m in _HOST.finditer(root.text_content())}
    if len(hosts) == 1 and not any(name.lower() == "sitename" for name in meta):
        meta["SiteName"] = hosts.pop()
    return meta


def _published(root: lxml_html.HtmlElement) -> str | None:
    """The one day of publication that structured data (JSON-LD), else a ``time`` element states; several are other articles'."""
    scripts = (s.text or "" for s in root.iter("script") if "ld+json" in s.get("type", ""))
    return _only(m for text in scripts for m in _DATE_PUBLISHED.findall(text)) or _only(
        day for t in root.iter("time") if (day := t.get("datetime", "").strip()))


def stated_beside(text: str) -> dict[str, str]:
    """What data that holds an article says of it beside it, where it speaks of no other."""
    found = {"ArticleTitle": _only(_ARTICLE_TITLE.findall(text)), "datePublished": _only(_DATE_PUBLISHED.findall(text)),
             "发布机构": _only(_AGENCY.findall(text))}
    return {name: value for name, value in found.items() if value}


def _only(values: Iterable[str]) -> str | None:
    several = set(values)
    return several.pop() if len(several) == 1 else None


def _breadcrumb(root: lxml_html.HtmlElement) -> str | None:
    for element in root.iter("div", "p", "span", "ul", "ol", "nav", "td", "section", "dl"):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        marked = bool(_CRUMB_CLASS.search(names))
        if not marked and not (element.text and "位置" in element.text):
            continue
        text = element.text_content()
        if len(squeeze(text)) > 160:
            continue
        links = [tidy(a.text_content()) for a in element.iter("a")]
        match = _CRUMB_TEXT.match(text)
        if not match and len(links) < 2 and not (marked and _ARROWS.search(text)):
            continue
        said = match.group(1) if match and not match.group(0).lstrip().startswith("首页") else text
        parts = [p for p in (tidy(re.sub(r"^.*位置(?:是)?\s*[:：]", "", part)) for part in _CRUMB_PARTS.split(said)) if p]
        if len(parts) < 2 <= len(links):
            parts = links
        if len(parts) == 1 and match and said.count("-") > 1:  # 首页-政务公开-县民政局
            parts = [tidy(p) for p in said.split("-")]
        if len(parts) > 1:
            return " > ".join(parts)
    return None
