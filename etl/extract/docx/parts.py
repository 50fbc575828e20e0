"""The package of a DOCX: its parts, found by the relations between them."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress

from docx.opc.package import OpcPackage
from docx.opc.part import Part, XmlPart
from docx.opc.rel import Relationships
from lxml import etree

from etl.errors import ReadError
from etl.extract.foreign import parsing
from etl.extract.limits import at_most
from etl.extract.package import checked, child, parse_xml, slashed, unpacked

_MOST_LINKS = 2 << 20
_TYPES = "[Content_Types].xml"


def open_package(data: bytes) -> OpcPackage:
    # python-docx reads every part whole, whatever its size, and looks for the target of each link among all parts.
    members = unpacked(data)
    at_most(sum(len(said) for name, said in members.items() if name.endswith(".rels")), _MOST_LINKS, "bytes of links between parts")
    with suppress(ReadError), parsing("the document"):
        package = OpcPackage.open(io.BytesIO(data))
        main_part(package)
        return package
    with parsing("the document"):
        return OpcPackage.open(io.BytesIO(_mended({slashed(name).lstrip("/"): said for name, said in members.items()})))


def _mended(members: Mapping[str, bytes]) -> bytes:
    """The package again, less the relationships to parts it does not have (``word/NULL`` and the like). A document put into it
    whole, which its program calls what it is (an XML part), is no XML."""
    packed = {name for name, said in members.items() if said.startswith(b"PK\3\4")}
    endings = {name.rpartition(".")[2] for name in packed}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        for name, data in sorted(members.items()):
            if name.endswith(".rels"):
                root = parse_xml(data, name)
                folder = posixpath.dirname(posixpath.dirname(name))
                for link in list(root):
                    target = link.get("Target", "")
                    path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                    if link.get("TargetMode") != "External" and path not in members:
                        root.remove(link)
                data = etree.tostring(root)
            elif name == _TYPES:
                root = parse_xml(data, name)
                for kind in root:
                    if kind.get("PartName", "").lstrip("/") in packed or kind.get("Extension") in endings:
                        kind.set("ContentType", "application/zip")
                data = etree.tostring(root)
            copy.writestr(name, data)
    return out.getvalue()


def main_part(package: OpcPackage) -> Part:
    for part in _linked(package.rels, "/officeDocument"):
        return part
    raise ReadError("corrupt", "the package names no document part")


def _linked(links: Relationships, kind: str) -> Iterator[Part]:
    """The parts that links of a kind lead to, by the end of its name; a damaged file may have links of none."""
    return (link.target_part for link in links.values() if not link.is_external and (link.reltype or "").endswith(kind))


def root(part: Part, what: str) -> etree._Element:
    """The content of a part. python-docx has parsed those that it knows, all but the kin of macros and templates."""
    return checked(part.element, what) if isinstance(part, XmlPart) else parse_xml(part.blob, what)


def at(part: Part, link: str | None) -> Part | None:
    """The part that a link leads to; None where it leads nowhere, or out of the package."""
    found = part.rels.get(link or "")
    return None if found is None or found.is_external else found.target_part


def related(part: Part, kind: str) -> Iterator[Part]:
    return _linked(part.rels, "/" + kind)


def core(package: OpcPackage, name: str) -> str | None:
    for part in _linked(package.rels, "core-properties"):
        element = child(root(part, "the core properties"), name)
        return (element.text or "").strip() or None if element is not None else None
    return None
