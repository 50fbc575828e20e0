"""A page as its readers see it: what its own style sheet hides is marked hidden, and what style or roles make a table becomes one.

Only what the page itself carries is known: a sheet in a file of its own is not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from etl.extract.anchors import SECTION, STATISTIC
from etl.extract.limits import MAX_DEPTH
from etl.text import squeeze

_MOST_RULES = 300
_MOST_MATCHES = 200_000
"""Elements held against selectors; a page needs far fewer, and a sheet may be written to keep a reader busy."""
_STEPS = 4
_LEAST_LEFT = 5
"""A fifth of the text, at least, is to be seen."""
_SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<rest>(?:[.#][\w-]+)*)", re.I)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([\w-]+)\s*(!\s*important)?", re.I)
_FAINT = re.compile(r"(?:^|;)\s*clip\s*:\s*rect\(\s*[01]|clip-path\s*:\s*inset\(\s*50%|(?:^|[;\s])visibility\s*:\s*collapse", re.I)
#: What a style says of text that a tag may say too: raised behind a number it marks a note, struck out it was corrected.
_TEXT = {"sup": re.compile(r"(?:^|;)\s*vertical-align\s*:\s*super", re.I),
         "s": re.compile(r"(?:^|;)\s*text-decoration[\w-]*\s*:[^;]*line-through", re.I)}
_SAID = re.compile("|".join(p.pattern for p in (_DISPLAY, _FAINT, *_TEXT.values())), re.I)
#: For the ears only, as the usual style sheets have it.
_SPOKEN = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"})
_TAGS = {"table": "table", "inline-table": "table", "table-row": "tr", "table-cell": "td", "table-caption": "caption",
         "table-row-group": "tbody", "table-header-group": "thead", "table-footer-group": "tfoot"}
_ROLES = {"table": "table", "grid": "table", "row": "tr", "rowgroup": "tbody", "cell": "td", "gridcell": "td", "columnheader": "th",
          "rowheader": "th", "caption": "caption"}
_INLINE = frozenset({"span", "a", "b", "i", "em", "strong", "font", "small", "u"})
#: Elements that may stand for anything: only these become parts of a table.
_PLAIN = frozenset({"div", "span", "section", "article", "p", "ul", "ol", "li", "dl", "dt", "dd", "label", "em", "b", "i", "strong", "a", "form"})

_Specificity = tuple[int, int, int]
_Weight = tuple[bool, _Specificity, int]


@dataclass(frozen=True, slots=True)
class _Compound:
    """One step of a selector: p.note#first."""

    tag: str | None
    ids: frozenset[str]
    classes: frozenset[str]

    def matches(self, element: etree._Element) -> bool:
        return (self.tag in (None, element.tag) and self.ids <= {element.get("id")}
                and self.classes <= set(element.get("class", "").split()))


@dataclass(slots=True)
class _Shown:
    """How an element is displayed, and the weight of the rule that says so."""

    display: str = ""
    weight: _Weight = (False, (0, 0, 0), 0)
    faint: bool = False
    text: str = ""
    """The tag that says of its text what its style says."""


@dataclass(slots=True)
class _Styles:
    of: dict[lxml_html.HtmlElement, _Shown] = field(default_factory=dict)

    def add(self, element: lxml_html.HtmlElement, style: str, specificity: _Specificity, order: int) -> None:
        shown = self.of.setdefault(element, _Shown())
        for match in _DISPLAY.finditer(style):
            weight = (match[2] is not None, specificity, order)
            if weight >= shown.weight:
                shown.display, shown.weight = match[1].lower(), weight
        shown.faint |= bool(_FAINT.search(style))
        shown.text = next((tag for tag, said in _TEXT.items() if said.search(style)), shown.text)


def as_seen(root: lxml_html.HtmlElement) -> None:
    """Changes the tree in place."""
    styles = _styles(root)
    hidden = {e for e, shown in styles.of.items() if shown.display == "none" or shown.faint}
    hidden |= {e for e in root.iter("span", "div", "p") if _SPOKEN & set(e.get("class", "").split())}
    _hide(root, hidden)
    for element, said in styles.of.items():
        if said.text and element.tag in _INLINE:
            element.tag = said.text
    for element in root.iter():
        if element.tag not in _PLAIN:
            continue
        shown = styles.of.get(element)
        tag = _ROLES.get(element.get("role", "")) or (_TAGS.get(shown.display) if shown else None)
        if tag:
            element.tag = tag
            for name in ("rowspan", "colspan"):
                if span := element.get(f"aria-{name}"):
                    element.set(name, span)


def _styles(root: lxml_html.HtmlElement) -> _Styles:
    """What the page's sheets and its elements' own styles say, the heavier over the lighter."""
    found = _Styles()
    named: dict[str, list[lxml_html.HtmlElement]] = defaultdict(list)
    sheets = [e for e in root.iter("style") if (e.get("media") or "all").strip().lower() in ("all", "screen")]
    if sheets:
        for element in root.iter():
            for name in (element.tag, f"#{element.get('id', '')}", *(f".{c}" for c in element.get("class", "").split())):
                named[name].append(element)
    left = _MOST_MATCHES
    rules = ((names, style) for e in sheets for names, style in _rules(e.text or "") if _SAID.search(style))
    for order, (names, style) in enumerate(islice(rules, _MOST_RULES)):
        for selector in map(_selector, names.split(",")):
            last = selector[-1] if selector else None
            key = next((k for k in (*(f"#{i}" for i in last.ids), *(f".{c}" for c in last.classes), last.tag) if k), "") if last else ""
            near = named.get(key, ())
            left -= len(near)
            if left < 0:
                return found
            weight = (sum(len(c.ids) for c in selector), sum(len(c.classes) for c in selector), sum(c.tag is not None for c in selector))
            for element in near:
                if _selects(selector, element):
                    found.add(element, style, weight, order)
    for element in root.iter():
        if style := element.get("style"):
            found.add(element, style, (99, 0, 0), 0)
    return found


def _selector(name: str) -> Sequence[_Compound]:
    """The steps of a selector; none where it asks for more than names: what the visitor does, what stands beside."""
    steps = name.split()
    found = [_SIMPLE.fullmatch(step) for step in steps]
    if not all(found) or not 0 < len(found) <= _STEPS:
        return ()
    return [_Compound(m["tag"].lower() if m["tag"] else None, frozenset(re.findall(r"#([\w-]+)", m["rest"])),
                      frozenset(re.findall(r"\.([\w-]+)", m["rest"]))) for m in found if m]


def _selects(selector: Sequence[_Compound], element: etree._Element) -> bool:
    if not selector[-1].matches(element):
        return False
    above = list(selector[:-1])
    for ancestor in islice(element.iterancestors(), MAX_DEPTH):
        if not above:
            break
        if above[-1].matches(ancestor):
            above.pop()
    return not above


def _rules(sheet: str, outermost: bool = True) -> Iterator[tuple[str, str]]:
    """Selectors and declarations, those for paper or for a narrow window left out."""
    sheet = _COMMENT.sub("", sheet).replace("<!--", "").replace("-->", "")
    at = 0
    while (start := sheet.find("{", at)) >= 0:
        names = sheet[at:start].strip()
        stop, depth = start + 1, 1
        while stop < len(sheet) and depth:
            depth += {"{": 1, "}": -1}.get(sheet[stop], 0)
            stop += 1
        inner = sheet[start + 1 : stop - 1]
        if outermost and re.fullmatch(r"@media\s+(?:all|screen)", names, re.I):
            yield from _rules(inner, outermost=False)
        elif not names.startswith("@"):
            yield names, inner
        at = stop


def _hide(root: lxml_html.HtmlElement, hidden: set[lxml_html.HtmlElement]) -> None:
    """Marks them as hidden, but for what has a heading or caption of the report that stands nowhere else: a tab to be opened.

    None is, where next to nothing would be left: a page that its own script shows once it has loaded.
    """
    spots: set[tuple[str, lxml_html.HtmlElement | None]] = set()
    within: list[lxml_html.HtmlElement] = []
    total = left = 0
    for event, element in etree.iterwalk(root, events=("start", "end")) if hidden else ():
        if event == "start" and element in hidden:
            within.append(element)
        elif event == "end" and within and within[-1] is element:
            within.pop()
        text = element.text if event == "start" else element.tail
        if not text or element.tag in ("style", "script"):
            continue
        total += len(text.strip())
        left += 0 if within else len(text.strip())
        if line := _official(text):
            spots.add((line, within[-1] if within else None))
    if _LEAST_LEFT * left < total:
        return
    shown = {line for line, holder in spots if holder is None}
    kept: set[lxml_html.HtmlElement] = set()
    for line, holder in spots:
        while line not in shown and holder is not None and holder not in kept:
            kept.add(holder)
            holder = next((e for e in holder.iterancestors() if e in hidden), None)
    for element in hidden - kept:
        element.set("hidden", "")


def _official(text: str | None) -> str | None:
    line = squeeze(text) if text and len(text) < 500 else ""
    return line if len(line) < 60 and (SECTION.match(line) or STATISTIC.search(line)) else None
