"""Zip packages (DOCX, XLSX, OFD, archives) opened with limits, and XML parsed without entities or network."""

from __future__ import annotations

import io
import posixpath
import zipfile
from base64 import b64decode

from lxml import etree

from etl.errors import ReadError
from etl.extract.foreign import parsing
from etl.extract.limits import MAX_ELEMENTS, MAX_EXPANDED, MAX_MEMBERS, MAX_XML, at_most


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Raises ``ReadError``: corrupt, encrypted, or too large when decompressed."""
    with parsing("the zip package"):
        package = zipfile.ZipFile(io.BytesIO(data))
    members = package.infolist()
    at_most(len(members), MAX_MEMBERS, "archive members")
    if sum(m.file_size for m in members) > MAX_EXPANDED:
        raise ReadError("too_large", f"the archive expands to more than {MAX_EXPANDED >> 20} MB")
    if any(m.flag_bits & 1 for m in members):
        raise ReadError("encrypted", "the archive needs a password")
    return package


def unpacked(data: bytes) -> dict[str, bytes]:
    """Every member by its name. Raises ``ReadError`` unless each unpacks, within the limits: declared sizes may lie."""
    found: dict[str, bytes] = {}
    left = MAX_EXPANDED
    with open_zip(data) as package:
        for item in package.infolist():
            if not item.is_dir():
                # Parsed, a part takes many times its size: it is refused here, not for want of memory there.
                limit = min(left, MAX_XML) if item.filename.endswith((".xml", ".rels")) else left
                found[item.filename] = member(package, item, limit)
                left -= len(found[item.filename])
    return found


class Files:
    """The members of a package by their paths from its root, whichever letters and slashes its program writes them in."""

    def __init__(self, data: bytes) -> None:
        """Raises ``ReadError``: corrupt, encrypted, too_large."""
        self._members = {slashed(name).lstrip("/").lower(): content for name, content in unpacked(data).items()}

    def has(self, path: str) -> bool:
        return path.lower() in self._members

    def inside(self, folder: str, place: str) -> str:
        """A path inside the package: from its root when it begins with a slash, else from ``folder``."""
        return posixpath.normpath(posixpath.join("/", folder, slashed(place))).lstrip("/")

    def bytes(self, path: str) -> bytes:
        """Raises ``ReadError("corrupt")`` where there is no such file."""
        if not self.has(path):
            raise ReadError("corrupt", f"the file lacks its part {path}")
        return self._members[path.lower()]

    def xml(self, path: str) -> etree._Element:
        return parse_xml(self.bytes(path), path)


def slashed(path: str) -> str:
    return path.replace("\\", "/")


def member(package: zipfile.ZipFile, name: str | zipfile.ZipInfo, limit: int = MAX_EXPANDED) -> bytes:
    """Bytes of one member, at most ``limit``, whatever size its header claims. ``KeyError`` where there is none."""
    info = package.getinfo(name) if isinstance(name, str) else name  # of several members of one name the name means the last
    with parsing(f"the member {info.filename!r} of the package"):
        try:
            with package.open(info) as stream:
                data = stream.read(limit + 1)
        except RuntimeError as error:  # zipfile's word for a member that is locked
            raise ReadError("encrypted", "the archive needs a password") from error
    if len(data) > limit:
        raise ReadError("too_large", f"the member {info.filename!r} expands to more than {limit >> 20} MB")
    return data


def parse_xml(data: bytes, what: str) -> etree._Element:
    """Root of an XML part; a document type declaration, which could hold entities, is refused."""
    at_most(len(data), MAX_XML, f"bytes in {what}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True)
    with parsing(what):
        root = etree.fromstring(data.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    return checked(root, what)


def checked(root: etree._Element, what: str) -> etree._Element:
    """The root of a part. Raises ``ReadError`` where it declares entities, or has too many elements."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError("corrupt", f"{what} declares entities, which no office program writes")
    at_most(sum(1 for _ in root.iter()), MAX_ELEMENTS, "elements")
    return root


def binary(element: etree._Element | None, what: str) -> bytes:
    """The bytes that an element holds as text (Base64); none where there is no element. Raises ``ReadError("corrupt")``."""
    try:
        return b64decode((element.text or "") if element is not None else "")
    except ValueError as error:
        raise ReadError("corrupt", f"{what} holds damaged binary data") from error


def local(element: etree._Element) -> str:
    """The element's name without its namespace (transitional and strict files differ only in that)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """The attribute with this local name, in whatever namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key == name or str(key).endswith("}" + name):
            return str(value)
    return None


def is_on(switch: etree._Element | None) -> bool:
    """Whether a property is set: its element is there and does not say no."""
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off")


def whole(text: str | None) -> int | None:
    """The count or number that an attribute says; None where it is none, or larger than any that an office program writes."""
    return int(text) if text and text.isdecimal() and len(text) < 8 else None


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The descendant reached by these local names, first match at each step."""
    for name in names:
        if element is None:
            return None
        element = next(element.iterchildren("{*}" + name), None)
    return element
