"""A Word document of one XML file, of today or of Word 2003, as programs that fill in a template often save it under the name .doc."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from lxml import etree

from etl.extract.package import attribute, binary, child, local, parse_xml

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#: What Word 2003 called otherwise; its notes stand in the text.
_NAMES = {"vmerge": "vMerge", "hmerge": "hMerge", "footnote": "del", "endnote": "del"}
_CHANGES = {"Word.Insertion": "ins", "Word.Deletion": "del", "Word.Comment": "del"}
_SAID = {b" w:h-rule=": b" w:hRule=", b'"text-wrapping"': b'"textWrapping"', b'w:type="Fixed"': b'w:type="fixed"'}

Parts = dict[str, tuple[str, bytes]]
"""Kind and content by path."""


def package(data: bytes) -> bytes | None:
    """The same document as a zip of its parts; None where it is no such document. Raises ``ReadError("corrupt")``."""
    root = parse_xml(data, "the document")
    if local(root) == "package":
        return _zip({attribute(part, "name") or "": (attribute(part, "contentType") or "", _content(part)) for part in root})
    return _zip(_of_2003(root)) if local(root) == "wordDocument" else None


def _zip(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        types = [f"<Override PartName={quoteattr(name)} ContentType={quoteattr(kind)}/>" for name, (kind, _) in parts.items() if kind]
        rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        written.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}">{rels}{"".join(types)}</Types>')
        for name, (_, content) in parts.items():
            written.writestr(name.lstrip("/"), content)
    return out.getvalue()


def _of_2003(root: etree._Element) -> Parts:
    """The parts of a document of Word 2003: what it changed, and calls as today, but for the pictures in it and the numbers of lists, which it
    writes out."""
    held = {f"p{n}": e for n, e in enumerate(root.iter("{*}binData"))}
    pictures = {attribute(e, "name"): number for number, e in held.items()}
    numbers: dict[str, int] = {}
    for element in list(root.iter("*")):
        name = local(element)
        if name == "annotation":
            element.tag = _CHANGES.get(attribute(element, "type") or "", name)
        elif name == "listPr":
            said = attribute(child(element, "t"), "val")
            element[:] = []
            element.tag = "numPr"
            if said and any(map(str.isalnum, said)):
                etree.SubElement(element, "numId", val=str(numbers.setdefault(said, len(numbers) + 1)))
        elif name == "imagedata" and (number := pictures.get(attribute(element, "src"))):
            element.set("id", number)
        elif name in _NAMES:
            element.tag = _NAMES[name]
    lists = "".join(f'<abstractNum abstractNumId="{n}"><lvl ilvl="0"><lvlText val={quoteattr(said)}/></lvl></abstractNum>'
                    f'<num numId="{n}"><abstractNumId val="{n}"/></num>' for said, n in numbers.items())
    styles, content = child(root, "styles"), etree.tostring(root, encoding="utf-8")
    for old, new in _SAID.items():
        content = content.replace(old, new)
    links = [_link("s", "styles", "styles.xml"), _link("n", "numbering", "numbering.xml"), *(_link(number, "image", number) for number in held)]
    return {f"/word/{number}": ("image/x", binary(e, "the document")) for number, e in held.items()} | {
        "/word/document.xml": (_MAIN, content), "/word/numbering.xml": ("application/xml", f"<numbering>{lists}</numbering>".encode()),
        "/word/styles.xml": ("application/xml", b"<styles/>" if styles is None else etree.tostring(styles)),
        "/_rels/.rels": ("", _linked([_link("d", "officeDocument", "word/document.xml")])), "/word/_rels/document.xml.rels": ("", _linked(links)),
    }


def _link(number: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{number}" Type="{_KIND}{kind}" Target="{target}"/>'


def _linked(links: Iterable[str]) -> bytes:
    return f'<Relationships xmlns="{_LINKS}">{"".join(links)}</Relationships>'.encode()


def _content(part: etree._Element) -> bytes:
    tree = child(part, "xmlData")
    return etree.tostring(tree[0]) if tree is not None and len(tree) else binary(child(part, "binaryData"), "the document")
