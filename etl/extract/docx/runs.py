"""The text of a DOCX paragraph as Word shows it: what is hidden, deleted, struck out or printed white on white is none of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from lxml import etree

from etl.extract.docx.numbering import Styles, number_of
from etl.extract.marks import BLACK, OBJECT, in_font, is_other_ink, is_small_mark
from etl.extract.package import attribute, child, is_on, local

#: Deleted or hidden content, a word's pronunciation (``rt``), and the second copy of what ``mc:Choice`` holds.
DROPPED = frozenset({
    "del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr",
    "tcPr", "proofErr", "bookmarkStart", "bookmarkEnd", "annotationRef", "footnoteRef", "rt",
})
#: What stands in a paragraph and is no text of its own: text boxes, drawn words, pictures, embedded files.
HELD = frozenset({"txbxContent", "textpath", "blip", "imagedata", "object"})
_LIFTED = 4
"""Half points above the line from which on a digit is a mark."""
_TINY = 4
"""Half points up to which letters are too small to be seen."""
USUAL = 21
"""Half points of letters where neither run nor style tells."""
_WHITE = re.compile(r"(?:[Ff][7-9A-Fa-f]){3}")
_MARK = re.compile(r"[\[(（〔【]?(\d{0,2})[\])）〕】]?")
_NOTES = frozenset({"footnoteReference", "endnoteReference"})
#: Fields that show something of which the file may keep no text: sums (=SUM(LEFT)) not reckoned yet, and equations (a number in a circle).
_RECKONED = re.compile(r"\s*(?:=|EQ\b)", re.I)
#: Parts of an equation that make another number of the digits in it.
_STRUCTURES = frozenset({"f", "rad", "sSup", "sSub", "sSubSup", "sPre", "nary", "limLow", "limUpp", "eqArr", "m", "func", "d"})


@dataclass(slots=True)
class _Field:
    """A field (PAGE, =SUM(LEFT), a list to choose from) whose end has not come yet."""

    start: int
    """How many pieces of text stand before it."""
    choice: str
    code: str = ""
    result: bool = False
    """Its code is over: what follows is what it shows."""


def text(paragraph: etree._Element, styles: Styles, held: list[etree._Element]) -> str:
    """The paragraph's text, with tabs and line breaks; the :data:`HELD` elements in it are added to ``held``."""
    out: list[str] = []
    fields: list[_Field] = []
    stack = [iter(paragraph)]
    base = styles.of_paragraph(child(paragraph, "pPr")).letters
    ahead, font, ink = 0, "", BLACK
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        name = local(element)
        if name == "t":
            out.append(in_font(element.text or "", font))
        elif name in ("tab", "ptab"):
            out.append("\t")
        elif name in ("br", "cr"):
            out.append("\n" if attribute(element, "type") in (None, "textWrapping") else "")
        elif name == "noBreakHyphen":
            out.append("-")
        elif name == "sym":
            out.append(_symbol(element))
        elif name == "fldChar":
            _turn(fields, element, out)
        elif name == "fldSimple" and not _plain(element) and _RECKONED.match(attribute(element, "instr") or ""):
            out.append(OBJECT)
        elif name == "instrText" and fields:
            fields[-1].code += element.text or ""
        elif name in HELD:
            held.append(element)
        elif name == "r":
            look = _look(element, styles, base)
            if _is_unseen(element, look, styles):
                continue
            if any(map(str.strip, out)) and (mark := _mark(element, look)) is not None:
                out.append(mark)
            else:
                size = number_of(attribute(look.get("sz"), "val"), USUAL)
                colour = attribute(look.get("color"), "val") or BLACK
                if ahead and out and (is_small_mark(said := _plain(element), size, out[-1], ahead) or is_other_ink(said, colour, out[-1], ink)):
                    out.append(" ")
                ahead, font, ink = size, attribute(look.get("rFonts"), "ascii") or "", colour
                stack.append(iter(element))
        elif name in _STRUCTURES and _is_equation(element):
            out.append(OBJECT)
        elif name and name not in DROPPED:
            stack.append(iter(element))
    return "".join(out)


def _turn(fields: list[_Field], element: etree._Element, out: list[str]) -> None:
    """A field begins, comes to its result, or ends; what stood in its code (the result of a field inside it) is not shown."""
    kind = attribute(element, "fldCharType")
    if kind == "begin":
        fields.append(_Field(len(out), _choice(child(element, "ffData", "ddList"))))
    elif fields:
        field = fields[-1]
        if not field.result:
            del out[field.start:]
            field.result = True
        if kind == "end":
            fields.pop()
            if not any(out[field.start:]):
                out.append(OBJECT if _RECKONED.match(field.code) else field.choice)


def _choice(choices: etree._Element | None) -> str:
    """The entry chosen from a form's list, which is no text in the file."""
    entries = [attribute(e, "val") or "" for e in choices if local(e) == "listEntry"] if choices is not None else []
    chosen = number_of(attribute(child(choices, "result"), "val"), 0)
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _look(run: etree._Element, styles: Styles, base: Mapping[str, etree._Element]) -> Mapping[str, etree._Element]:
    """The properties of a run: its own, else its style's, else those of its paragraph's style."""
    own = child(run, "rPr")
    return base if own is None else {**base, **styles.named(child(own, "rStyle")).letters, **{local(e): e for e in own}}


def _is_unseen(run: etree._Element, look: Mapping[str, etree._Element], styles: Styles) -> bool:
    if not look:
        return False
    if any(is_on(look.get(word)) for word in ("vanish", "strike", "dstrike")):
        return True
    if number_of(attribute(look.get("sz"), "val"), _TINY + 1) <= _TINY or child(look.get("textFill"), "noFill") is not None:
        return True
    colour = look.get("color")
    paper = attribute(colour, "themeColor") == "background1" and attribute(colour, "themeShade") is None
    said = "FFFFFF" if paper else attribute(colour, "val") or "auto"
    return said != "auto" and (ground := _ground(run, styles)) is not None and (said.upper() == ground.upper() or bool(_WHITE.fullmatch(said) and _WHITE.fullmatch(ground)))


def _ground(run: etree._Element, styles: Styles) -> str | None:
    """The colour of what lies below a run, as RRGGBB; None where it is not known."""
    if child(run, "rPr", "highlight") is not None:
        return None
    for element in chain((run,), run.iterancestors()):
        name = local(element)
        if name in ("txbxContent", "hdr", "ftr"):
            return None
        properties = child(element, f"{name}Pr")
        shading = child(properties, "shd")
        fill = attribute(shading, "fill") or "auto"
        if shading is not None and attribute(shading, "val") not in (None, "clear", "nil"):
            return None  # a pattern of two colours
        if fill != "auto":
            return fill
        if styles.named(child(properties, f"{name}Style")).shaded:
            return None
        if name == "body":
            return None if any(local(e) == "background" for e in element.itersiblings(preceding=True)) else "FFFFFF"
    return None


def _mark(run: etree._Element, look: Mapping[str, etree._Element]) -> str | None:
    """The number of a footnote, which behind a figure must not become a digit of it; nothing for brackets raised around one; None
    for a run of another kind."""
    raised = attribute(look.get("vertAlign"), "val") in ("superscript", "subscript")
    lifted = number_of(attribute(look.get("position"), "val"), 0) >= _LIFTED
    of_note = any(local(e) in _NOTES for e in run)
    match = _MARK.fullmatch(_plain(run)) if raised or lifted or of_note else None
    return None if match is None or not match.group() else f"〔{match.group(1)}〕" if match.group(1) else ""


def _is_equation(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.partition("}")[0].endswith("/math")


def _plain(run: etree._Element) -> str:
    return "".join(t.text or "" for t in run.iter() if local(t) == "t").strip()


def _symbol(element: etree._Element) -> str:
    try:
        return in_font(chr(int(attribute(element, "char") or "", 16)), attribute(element, "font") or "")
    except (ValueError, OverflowError):
        return ""
