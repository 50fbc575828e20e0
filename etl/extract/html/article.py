"""Where on a page the report stands."""

from __future__ import annotations

import re

from lxml import html as lxml_html

from etl.extract.anchors import SECTION, STATISTIC
from etl.extract.html.flow import DROPPED, HEADINGS, is_hidden, tidy
from etl.text import squeeze

_CONTAINERS = re.compile(
    r"^(?:ivs_content|trs_editor\w*|webeditorview|custom_unionstyle|zoom(?:con)?|article\w*|article-content|detail-content|"
    r"xxgk_content|zw-content|content|main-content|text-content|vsb_content\w*|v_news_content|news_content|pages_content|con_text)$",
    re.I,
)
_TITLE = re.compile(r"年度?报告|年报")


def anchors(body: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """Elements that only the report has: statistical tables (the innermost) and section headings."""
    found: list[lxml_html.HtmlElement] = []
    for element in body.iter("table"):
        if not is_out_of_sight(element) and element.find(".//table") is None and STATISTIC.search(squeeze(element.text_content())):
            found.append(element)
    for element in body.iter():
        if not isinstance(element.tag, str) or element.tag in DROPPED or element.tag in ("a", "title"):
            continue
        for node, text in ((element, element.text), (element.getparent(), element.tail)):
            if node is None or not text or not text.strip():
                continue
            line = squeeze(text)
            if len(line) < 60 and (SECTION.match(line) or STATISTIC.search(line)) and not _in_link(node) and not is_out_of_sight(node):
                found.append(node)
    return found


def _in_link(element: lxml_html.HtmlElement) -> bool:
    return element.tag == "a" or any(a.tag == "a" for a in element.iterancestors())


def is_out_of_sight(element: lxml_html.HtmlElement) -> bool:
    return element.tag in DROPPED or any(e.tag in DROPPED or is_hidden(e) for e in (element, *element.iterancestors()))


def smallest(body: lxml_html.HtmlElement, anchors: list[lxml_html.HtmlElement]) -> lxml_html.HtmlElement:
    """The smallest element that holds every anchor, widened to the article's own container where there is one."""
    common = list(anchors[0].iterancestors()) if anchors[0].tag == "table" else [anchors[0], *anchors[0].iterancestors()]
    for other in anchors[1:]:
        line = {other, *other.iterancestors()}
        common = [e for e in common if e in line]
    smallest = common[0]
    while smallest is not body and (smallest.tag in ("tr", "td", "th", "tbody", "table", "p", "span", "font", "b", "strong") or smallest.tag in HEADINGS):
        parent = smallest.getparent()
        if parent is None:
            break
        smallest = parent
    for element in (smallest, *smallest.iterancestors()):
        if element is body:
            break
        if _named_container(element):
            return element
    return smallest


def _named_container(element: lxml_html.HtmlElement) -> bool:
    names = [element.get("id", ""), *element.get("class", "").split()]
    return element.tag in ("article", "main") or any(_CONTAINERS.match(name) for name in names)


def longest_container(body: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """For a page without the usual headings: the named container with most text outside links, else the body."""
    best, most = body, 0
    for element in body.iter():
        if isinstance(element.tag, str) and _named_container(element) and not is_out_of_sight(element):
            links = sum(len(squeeze(a.text_content())) for a in element.iter("a"))
            size = len(squeeze(element.text_content())) - 2 * links
            if size > most:
                best, most = element, size
    return best if most > 40 else body


def page_heading(body: lxml_html.HtmlElement, container: lxml_html.HtmlElement) -> str | None:
    """The article's title where it stands outside the container."""
    inside = set(container.iter())
    if container is body:
        return None
    for element in body.iter("h1", "h2", "h3", "div", "p"):
        if element in inside or is_out_of_sight(element) or container in element.iter():
            continue
        if element.tag in ("div", "p") and not re.search(r"title|bt\b|tit", element.get("class", "") + " " + element.get("id", ""), re.I):
            continue
        text = tidy(element.text_content())
        if 6 <= len(squeeze(text)) <= 80 and _TITLE.search(squeeze(text)) and re.search(r"\d{4}|[二〇○零]{2}", squeeze(text)):
            return text
    return None
