"""OFD (GB/T 33190), the Chinese fixed-layout format: a zip of XML pages, put through the same grid code as PDF."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from etl.documents import Document
from etl.errors import ReadError
from etl.extract import insets, kinds, paged
from etl.extract.limits import MAX_PAGES, at_most
from etl.extract.ofd.parts import Files, Resources, named, text
from etl.extract.ofd.sheet import POINTS, Sheet, numbers
from etl.extract.package import child, local, open_zip
from etl.extract.rulings import ruled_tables
from etl.report import Origin


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: corrupt, encrypted, too_large, empty. A page that is a picture comes as one."""
    with open_zip(data) as package:
        files = Files(package)
        root = files.xml("OFD.xml")
        if files.has("Encryptions.xml") or files.has("Encryption.xml"):
            raise ReadError("encrypted", "the OFD file needs a password")
        bodies = [e for e in root if local(e) == "DocBody"]
        starts = [start for body in bodies for start in named(body, "DocRoot") if start]
        if not starts:
            raise ReadError("corrupt", "the OFD file names no document")
        about = child(bodies[0], "DocInfo")
        info = {local(e): text(e) for e in about if text(e)} if about is not None else {}
        pages, pictures = [], []
        for number, sheet in enumerate((sheet for start in starts for sheet in _sheets(files, files.inside("", start))), 1):
            at_most(number, MAX_PAGES, "pages")
            glyphs = sheet.visible()
            pages.append(paged.page(number, sheet.height, glyphs, ruled_tables(sheet.across, sheet.down)))
            pictures += [insets.Found(number, top, picture) for top, picture in sorted(sheet.insets(glyphs))]
    if not pictures and not any(page.parts for page in pages):
        raise ReadError("empty", "the OFD file has no text")
    return insets.placed(Document(
        media_type=kinds.OFD, blocks=paged.blocks(pages), reader="ofd", title=info.get("Title"), meta=info,
        wrapped=True, pages=len(pages), warnings=paged.warnings(pages),
    ), pictures)


def _sheets(files: Files, path: str) -> Iterator[Sheet]:
    """The pages of the document that begins at ``path``, drawn."""
    document, folder = files.xml(path), posixpath.dirname(path)
    common = child(document, "CommonData")
    resources = Resources()
    resources.add(files, folder, named(common, "PublicRes", "DocumentRes"))
    templates = {e.get("ID", ""): e.get("BaseLoc", "") for e in document.iter() if local(e) == "TemplatePage"}
    default = numbers(text(child(common, "PageArea", "PhysicalBox")))
    for entry in (e for e in document.iter() if local(e) == "Page" and e.get("BaseLoc")):
        place = files.inside(folder, entry.get("BaseLoc", ""))
        content = files.xml(place)
        resources.add(files, posixpath.dirname(place), named(content, "PageRes"))
        x, y, width, height = [*(numbers(text(child(content, "Area", "PhysicalBox"))) or default or [0, 0, 210, 297]), 210, 297][:4]
        sheet = Sheet(files, resources, x, y, width * POINTS, height * POINTS)
        for used in (e for e in content if local(e) == "Template"):
            if template := templates.get(used.get("TemplateID", "")):
                sheet.draw(files.xml(files.inside(folder, template)), added=True)
        sheet.draw(content)
        yield sheet
