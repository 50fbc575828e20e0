"""The text of a DOCX paragraph as Word shows it: what is hidden, deleted, struck out or printed white on white is none of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from etl.extract.docx.numbering import Styles, number_of
from etl.extract.package import attribute, child, local

#: Deleted or hidden content, a word's pronunciation (``rt``), and the second copy of what ``mc:Choice`` holds.
DROPPED = frozenset({
    "del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr",
    "tcPr", "proofErr", "bookmarkStart", "bookmarkEnd", "annotationRef", "footnoteRef", "rt",
})
#: What stands in a paragraph and is no text of its own: text boxes, pictures, embedded files.
HELD = frozenset({"txbxContent", "blip", "imagedata", "object"})
_LIFTED = 4
"""Half points above the line from which on a digit is a mark."""
_WHITE = re.compile(r"(?:[Ff][7-9A-Fa-f]){3}")


@dataclass(slots=True)
class _Field:
    """A field (PAGE, =SUM(LEFT), a list to choose from) whose end has not come yet."""

    start: int
    """How many pieces of text stand before it."""
    choice: str
    result: bool = False
    """Its code is over: what follows is what it shows."""


def text(paragraph: etree._Element, styles: Styles, held: list[etree._Element]) -> str:
    """The paragraph's text, with tabs and line breaks; the :data:`HELD` elements in it are added to ``held``."""
    out: list[str] = []
    fields: list[_Field] = []
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        name = local(element)
        if name == "t":
            out.append(element.text or "")
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
        elif name in HELD:
            held.append(element)
        elif name == "r" and _is_unseen(element, styles):
            continue
        elif name == "r" and _is_raised_number(element, styles) and any(map(str.strip, out)):
            # a footnote's number behind a figure must not become a digit of it
            out.append(f"〔{_plain(element)}〕")
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
                out.append(field.choice)


def _choice(choices: etree._Element | None) -> str:
    """The entry chosen from a form's list, which is no text in the file."""
    entries = [attribute(e, "val") or "" for e in choices if local(e) == "listEntry"] if choices is not None else []
    chosen = number_of(attribute(child(choices, "result"), "val"), 0)
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _said(run: etree._Element, word: str, styles: Styles) -> etree._Element | None:
    """A property of a run: its own, else its style's, else its paragraph's style's."""
    own = child(run, "rPr", word)
    if own is not None:
        return own
    paragraph = next((e for e in run.iterancestors() if local(e) == "p"), None)
    named = child(run, "rPr", "rStyle"), child(paragraph, "pPr", "pStyle")
    return next((found for name in named if (found := styles.runs.get((attribute(name, "val") or "", word))) is not None), None)


def _is_unseen(run: etree._Element, styles: Styles) -> bool:
    if any(is_on(_said(run, word, styles)) for word in ("vanish", "strike", "dstrike")):
        return True
    colour = attribute(_said(run, "color", styles), "val") or ""
    return bool(_WHITE.fullmatch(colour)) and not _has_ground(run, styles)


def _has_ground(run: etree._Element, styles: Styles) -> bool:
    """Whether something that is not white may lie below a run: white letters are then to be read."""
    if child(run, "rPr", "highlight") is not None or _is_shaded(child(run, "rPr", "shd")):
        return True
    for element in run.iterancestors():
        name = local(element)
        if name in ("txbxContent", "hdr", "ftr"):
            return True
        properties = child(element, f"{name}Pr")
        if _is_shaded(child(properties, "shd")) or attribute(child(properties, f"{name}Style"), "val") in styles.shaded:
            return True
        if name == "body":
            return any(local(e) == "background" for e in element.itersiblings(preceding=True))
    return False


def _is_shaded(shading: etree._Element | None) -> bool:
    fill = attribute(shading, "fill") or "auto"
    return shading is not None and ((fill != "auto" and not _WHITE.fullmatch(fill)) or attribute(shading, "val") not in (None, "clear", "nil"))


def _is_raised_number(run: etree._Element, styles: Styles) -> bool:
    raised = attribute(_said(run, "vertAlign", styles), "val") == "superscript"
    lifted = number_of(attribute(_said(run, "position", styles), "val"), 0) >= _LIFTED
    return (raised or lifted) and bool(re.fullmatch(r"\d{1,2}", _plain(run)))


def _plain(run: etree._Element) -> str:
    return "".join(t.text or "" for t in run.iter() if local(t) == "t").strip()


def is_on(switch: etree._Element | None) -> bool:
    """Whether a property is set: its element is there and does not say no."""
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off")


def _symbol(element: etree._Element) -> str:
    try:
        code = int(attribute(element, "char") or "", 16)
        # The font Symbol has the digits and marks of ASCII in their places, moved to where no character has a meaning.
        return chr(code - 0xF000 if attribute(element, "font") == "Symbol" and 0xF020 <= code < 0xF040 else code)
    except (ValueError, OverflowError):
        return ""
