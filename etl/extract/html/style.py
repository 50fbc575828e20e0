"""What a page's own style sheets, and its elements' own styles, say of each element: the heavier rule over the lighter.

Only what the page itself carries is known: a sheet in a file of its own is not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from etl.extract.limits import MAX_DEPTH
from etl.remembered import remembered

#: Properties that change what is read.
_WANTED = frozenset({
    "display", "visibility", "opacity", "clip", "clip-path", "font-size", "text-indent", "left", "top", "bottom", "mso-hide", "float", "position",
    "text-decoration", "text-decoration-line", "vertical-align", "unicode-bidi", "direction", "flex-direction", "order", "content",
    "grid-template-columns", "grid-column", "grid-row", "grid-area", "color", "background", "background-color", "background-image", "background-clip", "mso-text-raise",
})
_MOST_RULES = 3_000
_MOST_MATCHES = 200_000
"""Elements held against selectors; a page needs far fewer, and a sheet may be written to keep a reader busy."""
_STEPS = 4
_LONGEST = 5_000
"""Characters of the declarations of one rule."""
_SIMPLE = re.compile(r"(?P<below>>)?(?P<tag>[a-z][a-z0-9-]*)?(?P<rest>(?:[.#][\w-]+)*)", re.I)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;\"'])*)", re.I)
_IMPORTANT = re.compile(r"!\s*important\s*$", re.I)
_GENERATED = re.compile(r"::?(before|after)$", re.I)
_ESCAPED = re.compile(r"\\([0-9a-f]{1,5})\s?", re.I)
"""A character that a sheet writes by its number."""
_HINT = re.compile(f"(?<![a-z])(?:{'|'.join(sorted(_WANTED, key=len, reverse=True))})", re.I)

_Specificity = tuple[int, int, int]
_Weight = tuple[bool, _Specificity, int]

#: Property → value of one element, in lower case. What stands ahead of its text or behind it is called ``before content``, ``after content``.
Style = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Compound:
    """One step of a selector: p.note#first, or >p.note#first right below the step ahead."""

    tag: str | None
    ids: frozenset[str]
    classes: frozenset[str]
    below: bool

    def matches(self, element: etree._Element) -> bool:
        return (self.tag in (None, element.tag) and self.ids <= {element.get("id")}
                and self.classes <= set(element.get("class", "").split()))


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: Sequence[_Compound]
    generated: str
    """``before`` or ``after`` where it speaks of what stands there, else empty."""
    declarations: Sequence[tuple[str, str, bool]]


class _Cascade:
    """What has been said of each element, and with which weight."""

    def __init__(self) -> None:
        self.said: dict[lxml_html.HtmlElement, dict[str, tuple[_Weight, str]]] = defaultdict(dict)

    def add(self, element: lxml_html.HtmlElement, rule: _Rule, specificity: _Specificity, order: int) -> None:
        held = self.said[element]
        for name, value, important in rule.declarations:
            name = f"{rule.generated} {name}" if rule.generated else name
            weight = (important, specificity, order)
            if name not in held or weight >= held[name][0]:
                held[name] = weight, value


def styles(root: lxml_html.HtmlElement) -> dict[lxml_html.HtmlElement, Style]:
    """The style of every element of which the page says something that matters."""
    cascade = _Cascade()
    _sheets(root, cascade)
    for element in root.iter():
        if (style := element.get("style")) and (said := _declarations(style)):
            cascade.add(element, _Rule((), "", said), (99, 0, 0), 0)
    return {element: {name: value for name, (_, value) in held.items()} for element, held in cascade.said.items()}


def _sheets(root: lxml_html.HtmlElement, cascade: _Cascade) -> None:
    sheets = [e for e in root.iter("style") if (e.get("media") or "all").strip().lower() in ("all", "screen")]
    named: dict[str, list[lxml_html.HtmlElement]] = defaultdict(list)
    for element in root.iter() if sheets else ():
        named[element.tag].append(element)
        if key := element.get("id"):
            named[f"#{key}"].append(element)
        for key in element.get("class", "").split():
            named[f".{key}"].append(element)
    left = _MOST_MATCHES
    for order, (names, said) in enumerate(islice(_said(sheets), _MOST_RULES)):
        for name in names.split(","):
            rule = _rule(name.strip(), said)
            last = rule.selector[-1] if rule.selector else None
            key = next((k for k in (*(f"#{i}" for i in last.ids), *(f".{c}" for c in last.classes), last.tag) if k), "") if last else ""
            near = named.get(key, ())
            left -= len(near)
            if left < 0:
                return
            weight = (sum(len(c.ids) for c in rule.selector), sum(len(c.classes) for c in rule.selector),
                      sum(c.tag is not None for c in rule.selector))
            for element in near:
                if _selects(rule.selector, element):
                    cascade.add(element, rule, weight, order)


def _said(sheets: Sequence[lxml_html.HtmlElement]) -> Iterator[tuple[str, Sequence[tuple[str, str, bool]]]]:
    for sheet in sheets:
        for names, style in _blocks(sheet.text or ""):
            if said := _declarations(style):
                yield names, said


@remembered
def _declarations(style: str) -> tuple[tuple[str, str, bool], ...]:
    """(property, value, whether it is important), those that matter."""
    if not _HINT.search(style):
        return ()
    found = ((m[1].lower(), m[2].strip()) for m in _DECLARATION.finditer(style[:_LONGEST]))
    return tuple((name, _ESCAPED.sub(_character, value) if name == "content" else _IMPORTANT.sub("", value).strip().lower(), bool(_IMPORTANT.search(value)))
                 for name, value in found if name in _WANTED)


def _character(escaped: re.Match[str]) -> str:
    """What an escape stands for, where a tree may hold it."""
    character = chr(int(escaped[1], 16))
    return character if character.isprintable() or "\ue000" <= character <= "\uf8ff" else ""


def _rule(name: str, said: Sequence[tuple[str, str, bool]]) -> _Rule:
    """With no selector where it asks for more than names: what the visitor does, what stands beside."""
    generated = _GENERATED.search(name)
    steps = re.sub(r"\s*>\s*", " >", name[: generated.start() if generated else None]).split()
    found = [_SIMPLE.fullmatch(step) for step in steps]
    if not all(found) or not 0 < len(found) <= _STEPS:
        return _Rule((), "", ())
    selector = [_Compound(m["tag"].lower() if m["tag"] else None, frozenset(re.findall(r"#([\w-]+)", m["rest"])),
                          frozenset(re.findall(r"\.([\w-]+)", m["rest"])), bool(m["below"])) for m in found if m]
    return _Rule(selector, generated[1].lower() if generated else "", said)


def _selects(selector: Sequence[_Compound], element: etree._Element) -> bool:
    if not selector[-1].matches(element):
        return False
    steps = list(selector)
    for ancestor in islice(element.iterancestors(), MAX_DEPTH):
        if len(steps) == 1:
            break
        if steps[-2].matches(ancestor):
            steps.pop()
        elif steps[-1].below:
            return False
    return len(steps) == 1


def _blocks(sheet: str, outermost: bool = True) -> Iterator[tuple[str, str]]:
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
            yield from _blocks(inner, outermost=False)
        elif not names.startswith("@"):
            yield names, inner
        at = stop
