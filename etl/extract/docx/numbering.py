"""What a DOCX says of its paragraphs elsewhere: styles that are headings, and automatic numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docx.opc.part import Part
from lxml import etree

from etl.extract.docx.parts import related, root
from etl.extract.package import attribute, child, local

_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NO_OUTLINE = 9
"""The outline level that Word writes for body text."""
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with those that it is based on."""

    heading: bool = False
    """It is a title or heading, by name, by outline level, or because it is based on one."""
    number: tuple[str, int] | None = None
    """Numbering and level that it brings along."""
    letters: Mapping[str, etree._Element] = field(default_factory=dict)
    """Properties of its characters, by their names."""
    shaded: bool = False
    """It puts a ground below text."""


@dataclass(slots=True)
class Styles:
    """Styles by their identifiers, each looked into when it is asked for."""

    found: Mapping[str, etree._Element] = field(default_factory=dict)
    known: dict[str, Style] = field(default_factory=dict)
    usual: str = ""
    """That of paragraphs which name none."""
    below: Sequence[etree._Element] = ()
    """What holds for all paragraphs where no style says otherwise."""

    @classmethod
    def of(cls, main: Part) -> Styles:
        parts = [root(part, "the styles") for part in related(main, "styles")]
        found = {attribute(e, "styleId") or "": e for part in parts for e in part if local(e) == "style"}
        usual = (name for name, e in found.items() if attribute(e, "type") == "paragraph" and attribute(e, "default") in ("1", "true", "on"))
        below = [e for part in parts if (e := child(part, "docDefaults", "rPrDefault")) is not None]
        return cls(found, usual=next(usual, ""), below=below)

    def named(self, element: etree._Element | None) -> Style:
        """The style that a property such as ``rStyle`` names."""
        name = attribute(element, "val") or ""
        if name not in self.known:
            self.known[name] = _style(list(_ancestry(self.found, name)))
        return self.known[name]

    def of_paragraph(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph with these properties."""
        name = attribute(child(properties, "pStyle"), "val")
        if name is None or name not in self.found:
            name = self.usual
        if (key := f"{name} ¶") not in self.known:
            self.known[key] = _style([*_ancestry(self.found, name), *self.below])
        return self.known[key]


def _style(chain: Sequence[etree._Element]) -> Style:
    numbering = next((n for style in chain if (n := child(style, "pPr", "numPr")) is not None and child(n, "numId") is not None), None)
    number = attribute(child(numbering, "numId"), "val")
    letters: dict[str, etree._Element] = {}
    for properties in (child(style, "rPr") for style in reversed(chain)):
        letters |= {local(e): e for e in properties} if properties is not None else {}
    return Style(
        next((said for style in chain if (said := _is_heading(style)) is not None), False),
        (number, number_of(attribute(child(numbering, "ilvl"), "val"), 0)) if number else None,
        letters, any(next(style.iter("{*}shd"), None) is not None for style in chain),
    )


def _ancestry(styles: Mapping[str, etree._Element], name: str) -> Iterator[etree._Element]:
    """A style and those that it is based on, nearest first."""
    for _ in range(_LONGEST_CHAIN):
        style = styles.get(name)
        if style is None:
            return
        yield style
        name = attribute(child(style, "basedOn"), "val") or ""


def _is_heading(style: etree._Element) -> bool | None:
    """Whether a style says by itself that it is a heading; None where it does not say."""
    if (attribute(child(style, "name"), "val") or "").lower().startswith(("heading", "title", "标题")):
        return True
    return outline(child(style, "pPr"))


def outline(properties: etree._Element | None) -> bool | None:
    """Whether paragraph properties put it into the outline; None where they do not say."""
    level = attribute(child(properties, "outlineLvl"), "val")
    return None if level is None else number_of(level, _NO_OUTLINE) < _NO_OUTLINE


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int
    shared: str
    """The list of whose numbers its own go on, as those of others that are based on it do."""
    restarts: bool = False
    """Its next number is the first."""


@dataclass(slots=True)
class Numbering:
    """Automatic list numbers, which are no text in the file: 一、 before 总体情况 may come from here."""

    levels: dict[tuple[str, int], _Level]
    styles: Styles
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, main: Part, styles: Styles) -> Numbering:
        levels: dict[tuple[str, int], _Level] = {}
        for part in related(main, "numbering"):
            content = root(part, "the numbering")
            abstract = {attribute(e, "abstractNumId"): e for e in content if local(e) == "abstractNum"}
            for num in (e for e in content if local(e) == "num"):
                number = attribute(num, "numId") or ""
                shared = attribute(child(num, "abstractNumId"), "val") or ""
                base = abstract.get(shared)
                for level in [e for e in base if local(e) == "lvl"] if base is not None else []:
                    depth = number_of(attribute(level, "ilvl"), 0)
                    levels[number, depth] = _Level(
                        attribute(child(level, "numFmt"), "val") or "decimal",
                        attribute(child(level, "lvlText"), "val") or "",
                        number_of(attribute(child(level, "start"), "val"), 1), shared,
                    )
                for override in (e for e in num if local(e) == "lvlOverride"):
                    key = number, number_of(attribute(override, "ilvl"), 0)
                    if key in levels and (start := attribute(child(override, "startOverride"), "val")):
                        levels[key].start, levels[key].restarts = number_of(start, 1), True
        return cls(levels, styles)

    def next(self, properties: etree._Element | None) -> str:
        """The number that stands before the paragraph with these properties, or nothing."""
        key = self._key(properties)
        if key is None or (own := self.levels.get(key)) is None:
            return ""
        number, depth = key
        self.counts[own.shared, depth] = own.start if own.restarts else self.counts.get((own.shared, depth), own.start - 1) + 1
        own.restarts = False
        for deeper in range(depth + 1, 9):
            self.counts.pop((own.shared, deeper), None)

        def said(match: re.Match[str]) -> str:
            above = int(match.group(1)) - 1
            level = self.levels.get((number, above))
            return _format(self.counts.get((own.shared, above), level.start), level.form) if level else ""

        return re.sub(r"%(\d)", said, own.text) if own.form not in ("bullet", "none") else ""

    def _key(self, properties: etree._Element | None) -> tuple[str, int] | None:
        numbering = child(properties, "numPr")
        if numbering is not None and (number := attribute(child(numbering, "numId"), "val")):
            return None if number == "0" else (number, number_of(attribute(child(numbering, "ilvl"), "val"), 0))
        return self.styles.of_paragraph(properties).number


def number_of(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default


def _format(number: int, form: str) -> str:
    if form in ("chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting",
                "ideographDigital", "chineseLegalSimplified", "taiwaneseCounting", "koreanDigital2"):
        return _han(number)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if form == "lowerLetter" else 65) + number - 1)
    return str(number)


def _han(number: int) -> str:
    """Chinese numeral below 100, as headings use it: 一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
