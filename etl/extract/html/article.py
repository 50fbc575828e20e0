"""Where on a page the report stands."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import html as lxml_html

from etl.extract.anchors import SECTION, STATISTIC
from etl.extract.html.flow import DROPPED, HEADINGS, is_hidden, tidy
from etl.text import squeeze

_CONTAINERS = re.compile(
    r"^(?:ivs_content|trs_editor\w*|webeditorview|custom_unionstyle|zoom(?:con)?|article\w*|article-content|detail-content|"
    r"xxgk_content|zw-content|content|main-content|text-content|vsb_content\w*|v_news_content|news_content|pages_content|con_text)$",
    re.I,
)
_LONGEST = 1000
"""Characters of a title with all its white space, at most: what holds the page is not looked through at each of its depths."""
_TITLE = re.compile(r"年度?报告|年报|公开(?:工作)?(?:情况)?的?报告")
_YEAR = re.compile(r"\d{4}|[二〇○零]{2}")
#: A body ahead of the subject, where a title names no year.
_WHOSE = re.compile(r"[\u4e00-\u9fff]{2,}[府局厅委办会院处所站镇乡道](?:政府|政务)信息公开")


def statistical_tables(root: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """The tables, none of which holds another, that say what only a report's do."""
    return [table for table in root.iter("table") if table.find(".//table") is None and STATISTIC.search(squeeze(table.text_content()))]


def anchors(body: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """Elements that only the report has: statistical tables (the innermost) and section headings."""
    unseen: dict[lxml_html.HtmlElement, bool] = {}
    links: dict[lxml_html.HtmlElement, bool] = {}
    found = [table for table in statistical_tables(body) if not _within(table, _is_unseen, unseen)]
    for element in body.iter():
        if not isinstance(element.tag, str) or element.tag in DROPPED or element.tag in ("a", "title"):
            continue
        for node, text in ((element, element.text), (element.getparent(), element.tail)):
            if node is None or not text or not text.strip():
                continue
            line = squeeze(text)
            if len(line) < 60 and (SECTION.match(line) or STATISTIC.search(line)) and not (
                _within(node, lambda e: e.tag == "a", links) or _within(node, _is_unseen, unseen)
            ):
                found.append(node)
    return found


def _within(element: lxml_html.HtmlElement, test: Callable[[lxml_html.HtmlElement], bool], known: dict[lxml_html.HtmlElement, bool]) -> bool:
    """Whether an element, or one that holds it, passes a test; ``known`` are answers had before, for pages nest deeply."""
    path = []
    above: lxml_html.HtmlElement | None = element
    while above is not None and above not in known:
        path.append(above)
        above = above.getparent()
    answer = above is not None and known[above]
    for inner in reversed(path):
        answer = known[inner] = answer or test(inner)
    return answer


def _is_unseen(element: lxml_html.HtmlElement) -> bool:
    return element.tag in DROPPED or is_hidden(element)


def is_out_of_sight(element: lxml_html.HtmlElement) -> bool:
    return any(_is_unseen(e) for e in (element, *element.iterancestors()))


def smallest(body: lxml_html.HtmlElement, anchors: list[lxml_html.HtmlElement]) -> lxml_html.HtmlElement:
    """The smallest element that holds every anchor, widened to the article's own container where there is one."""
    common = list(anchors[0].iterancestors()) if anchors[0].tag == "table" else [anchors[0], *anchors[0].iterancestors()]
    place = {element: i for i, element in enumerate(common)}
    smallest = common[0]
    for other in anchors[1:]:
        while other not in place:
            other = other.getparent()
        smallest = common[max(place[smallest], place[other])]
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
    """The article's title where it stands outside the container: the last one ahead of it, as menus at the side list other reports; a
    link names another page."""
    if container is body or any(map(is_entitled, container.iter("h1"))):
        return None
    inside, around = set(container.iter()), set(container.iterancestors())
    outside = [e for e in body.iter("h1", "h2", "h3", "div", "p", "td", "span", "strong", "b", "font", "center") if e not in inside and e not in around]
    place = {element: i for i, element in enumerate(body.iter())}
    found = [e for e in outside if _is_heading(e) and is_entitled(e) and not is_out_of_sight(e)]
    found = [e for e in found if not is_link(e)] or found
    found = [e for e in found if _YEAR.search(e.text_content())] or found
    # Of a box of the title, which holds date and source too, the innermost comes last.
    ahead = [e for e in found if place[e] < place[container]] or [e for e in found if found[0] in (e, *e.iterancestors())]
    if not found:
        lines = (e for e in outside if e.text and _TITLE.search(e.text) and place[e] < place[container])
        ahead = [e for e in lines if is_entitled(e) and not is_out_of_sight(e) and next(e.iterancestors("a"), None) is None and not is_link(e)]
        if len({squeeze(e.text_content()) for e in ahead}) > 1:
            return None
    return tidy(ahead[-1].text_content()) if ahead else None


def _is_heading(element: lxml_html.HtmlElement) -> bool:
    named = element.get("class", "") + " " + element.get("id", "")
    return element.tag in ("h1", "h2", "h3") or bool(re.search(r"title|bt\b|tit", named, re.I))


def is_entitled(element: lxml_html.HtmlElement) -> bool:
    """Whether an element holds the title of a yearly report: with its year, or the body that it is of."""
    said = element.text_content()
    text = squeeze(said) if len(said) <= _LONGEST else ""
    return 6 <= len(text) <= 80 and bool(_TITLE.search(text)) and bool(_YEAR.search(text) or _WHOSE.match(text))


def is_link(element: lxml_html.HtmlElement) -> bool:
    """Whether the title that an element holds is a link: 上一篇：…"""
    rest = squeeze(element.text_content())
    for a in element.iter("a"):
        rest = rest.replace(squeeze(a.text_content()) or rest, "")
    return not _TITLE.search(rest)
