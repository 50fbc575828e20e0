"""OFD (GB/T 33190), the Chinese fixed-layout format: a zip of XML pages, put through the same grid code as PDF.

``parts`` opens the package and knows what pages draw with; this module finds the pages, with what templates, notes and seals add to them;
``sheet`` draws each (``space`` says where things stand) and tells what of it is seen; ``faces`` looks at the digits of its fonts.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from etl.documents import Document
from etl.errors import ReadError
from etl.extract import insets, kinds
from etl.extract.limits import MAX_CHARS_PER_PAGE, MAX_PAGES, at_most
from etl.extract.ofd import faces
from etl.extract.ofd.parts import Resources, named, text
from etl.extract.ofd.sheet import Sheet
from etl.extract.ofd.space import POINTS, numbers
from etl.extract.package import Files, child, local
from etl.extract.pages import paged
from etl.extract.pages.marks import seen
from etl.extract.pages.rulings import ruled_tables
from etl.report import Origin

_MOST_CHARACTERS = 4 * MAX_CHARS_PER_PAGE
_PICTURE = re.compile(rb"PK\x03\x04|\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a")
"""How the picture in a seal begins, which a signature holds in a form of its own."""
_Stamps = dict[str, list[tuple[etree._Element, bytes]]]
"""Where seals stand on a page, and their pictures."""
_MOST_FONTS = 12
"""Fonts whose digits are looked at: each takes a moment."""


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: corrupt, encrypted, too_large, empty. A page that is a picture comes as one."""
    files = Files(data)
    root = files.xml("OFD.xml")
    if files.has("Encryptions.xml") or files.has("Encryption.xml"):
        raise ReadError("encrypted", "the OFD file needs a password")
    bodies = [e for e in root if local(e) == "DocBody"]
    starts = [(start, _stamps(files, body)) for body in bodies if (start := _start(files, body))]
    if not starts:
        raise ReadError("corrupt", "the OFD file names no document")
    about = child(bodies[0], "DocInfo")
    info = {local(e): text(e) for e in about if text(e)} if about is not None else {}
    sheets: list[Sheet] = []
    for sheet in (sheet for start, stamps in starts for sheet in _sheets(files, start, stamps)):
        sheets.append(sheet)
        at_most(len(sheets), MAX_PAGES, "pages")
        at_most(sum(len(sheet.printed) for sheet in sheets), _MOST_CHARACTERS, "characters on its pages")
    _check_fonts(files, sheets)
    glyphs = [sheet.visible() for sheet in sheets]
    pages = paged.pages([
        paged.Sheet(sheet.width, sheet.height, shown, ruled_tables(sheet.across, sheet.down), sheet.across, seen(sheet.marks, sheet.grounds))
        for sheet, shown in zip(sheets, glyphs, strict=True)
    ])
    pictures = [
        insets.Found(number, top, picture) for number, (sheet, shown) in enumerate(zip(sheets, glyphs, strict=True), 1)
        for top, picture in sorted(sheet.insets(shown))
    ]
    if not pictures and not any(page.parts for page in pages):
        raise ReadError("empty", "the OFD file has no text")
    return insets.placed(Document(
        media_type=kinds.OFD, blocks=paged.blocks(pages), reader="ofd", title=info.get("Title"), meta=info,
        wrapped=True, pages=len(pages), warnings=paged.warnings(pages),
    ), pictures)


def _start(files: Files, body: etree._Element) -> str:
    """Where a document begins: of its versions, where it keeps several, that which it shows."""
    for version in (e for e in body.iter() if local(e) == "Version" and e.get("Current") == "true"):
        path = files.inside("", version.get("BaseLoc", ""))
        for start in named(files.xml(path) if files.has(path) else None, "DocRoot"):
            return files.inside(posixpath.dirname(path), start)
    return next((files.inside("", start) for start in named(body, "DocRoot") if start), "")


def _stamps(files: Files, body: etree._Element) -> _Stamps:
    """The seals of a document's signatures, by the ID of the page: no bytes where a seal is not found."""
    found: _Stamps = {}
    for path in (files.inside("", said) for said in named(body, "Signatures")):
        for entry in files.xml(path) if files.has(path) else ():
            own = files.inside(posixpath.dirname(path), entry.get("BaseLoc", ""))
            if not files.has(own):
                continue
            signature = files.xml(own)
            places = (files.inside(posixpath.dirname(own), said) for said in (*named(signature, "SignedValue"), *named(child(signature, "SignedInfo", "Seal"), "BaseLoc")))
            seal = next((held[begin.start():] for place in places if files.has(place) and (begin := _PICTURE.search(held := files.bytes(place)))), b"")
            for stamp in (e for e in signature.iter() if local(e) == "StampAnnot"):
                found.setdefault(stamp.get("PageRef", ""), []).append((stamp, seal))
    return found


def _stamped(sheet: Sheet, place: etree._Element, seal: bytes) -> None:
    """Puts a seal upon a page: a picture, or an OFD of its own."""
    if not seal.startswith(b"PK"):
        sheet.stamp(place, seal)
        return
    files = Files(seal)
    starts = (start for body in files.xml("OFD.xml") if local(body) == "DocBody" and (start := _start(files, body)))
    for drawn in (drawn for start in starts for drawn in islice(_sheets(files, start, {}), 1)):
        sheet.overlay(place, drawn)


def _sheets(files: Files, path: str, stamps: _Stamps) -> Iterator[Sheet]:
    """The pages of the document that begins at ``path``, drawn."""
    document, folder = files.xml(path), posixpath.dirname(path)
    common = child(document, "CommonData")
    resources = Resources()
    resources.add(files, folder, named(common, "PublicRes", "DocumentRes"))
    templates = {e.get("ID", ""): e for e in document.iter() if local(e) == "TemplatePage"}
    default = numbers(text(child(common, "PageArea", "PhysicalBox")))
    notes = _notes(files, folder, document)
    for entry in (e for e in document.iter() if local(e) == "Page" and e.get("BaseLoc")):
        place = files.inside(folder, entry.get("BaseLoc", ""))
        content = files.xml(place)
        resources.add(files, posixpath.dirname(place), named(content, "PageRes"))
        x, y, width, height = [*(numbers(text(child(content, "Area", "PhysicalBox"))) or default or [0, 0, 210, 297]), 210, 297][:4]
        sheet = Sheet(files, resources, x, y, width * POINTS, height * POINTS)
        used = [(e.get("ZOrder"), t) for e in content if local(e) == "Template" and (t := templates.get(e.get("TemplateID", ""))) is not None]
        above = [t for order, t in used if (order or t.get("ZOrder")) == "Foreground"]
        drawn = {t: files.xml(files.inside(folder, t.get("BaseLoc", ""))) for _, t in used}
        for template in (t for t in drawn if t not in above):
            sheet.draw(drawn[template], added=True)
        sheet.draw(content)
        for template in above:
            sheet.draw(drawn[template], added=True)
        for note in notes.get(entry.get("ID", ""), ()):
            if note.get("Type") == "Stamp":
                sheet.seal(note)
            else:
                sheet.draw(note, added=True)
        for stamp, seal in stamps.get(entry.get("ID", ""), ()):
            try:
                _stamped(sheet, stamp, seal)
            except ReadError:  # the page is read all the same, but for what lies below
                sheet.stamp(stamp, b"")
        yield sheet


def _notes(files: Files, folder: str, document: etree._Element) -> dict[str, list[etree._Element]]:
    """What was put upon the pages later, by the ID of the page. A watermark says nothing on what it lies upon."""
    found: dict[str, list[etree._Element]] = {}
    for path in (files.inside(folder, said) for said in named(document, "Annotations")):
        for page in files.xml(path) if files.has(path) else ():
            for place in (files.inside(posixpath.dirname(path), said) for said in named(page, "FileLoc")):
                notes = [e for e in files.xml(place) if e.get("Type") != "Watermark" and e.get("Visible") != "false"] if files.has(place) else []
                found.setdefault(page.get("PageID", ""), []).extend(notes)
    return found


def _check_fonts(files: Files, sheets: Iterable[Sheet]) -> None:
    """Raises ``ReadError("unreadable_font")`` where a font draws digits that are not those of the text."""
    seen: dict[str, dict[str, int | None]] = {}
    for sheet in sheets:
        for path, digits in sheet.digits.items():
            seen.setdefault(path, {}).update(digits)
    for path, digits in islice(seen.items(), _MOST_FONTS):
        if files.has(path) and faces.lying(files.bytes(path), digits):
            raise ReadError("unreadable_font", "the digits look like others than they say")
