"""OFD (GB/T 33190), the Chinese fixed-layout format: a zip of XML pages, put through the same grid code as PDF."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from etl.documents import Document
from etl.errors import ReadError
from etl.extract import paged
from etl.extract.layout import Glyph
from etl.extract.limits import MAX_CHARS_PER_PAGE, MAX_LINES_PER_PAGE, MAX_PAGES, at_most
from etl.extract.package import child, local, member, open_zip, parse_xml
from etl.extract.rulings import Segment, path_segments, ruled_tables
from etl.report import Origin

_POINTS = 72 / 25.4
_CURVES = {"Q": 4, "B": 6, "A": 7}
_PATH = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:[eE]-?\d+)?")
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: corrupt, encrypted, too_large, needs_ocr, empty."""
    with open_zip(data) as package:
        files = _Files(package)
        root = files.xml("OFD.xml")
        if files.has("Encryptions.xml") or files.has("Encryption.xml"):
            raise ReadError("encrypted", "the OFD file needs a password")
        body = child(root, "DocBody")
        start = _text(child(body, "DocRoot"))
        if not start:
            raise ReadError("corrupt", "the OFD file names no document")
        about = child(body, "DocInfo")
        info = {local(e): _text(e) for e in about if _text(e)} if about is not None else {}
        base = files.inside("", start)
        document = files.xml(base)
        folder = posixpath.dirname(base)
        templates = {
            e.get("ID", ""): e.get("BaseLoc", "") for e in document.iter() if local(e) == "TemplatePage"
        }
        entries = [e for e in document.iter() if local(e) == "Page" and e.get("BaseLoc")]
        at_most(len(entries), MAX_PAGES, "pages")
        default = _numbers(_text(child(document, "CommonData", "PageArea", "PhysicalBox")))
        pages, characters, images = [], 0, 0
        for number, entry in enumerate(entries, 1):
            content = files.xml(files.inside(folder, entry.get("BaseLoc", "")))
            box = _numbers(_text(child(content, "Area", "PhysicalBox"))) or default or [0, 0, 210, 297]
            sheet = _Sheet(box[0], box[1])
            for used in [e for e in content if local(e) == "Template"]:
                if place := templates.get(used.get("TemplateID", "")):
                    sheet.draw(files.xml(files.inside(folder, place)))
            sheet.draw(content)
            characters += len(sheet.glyphs)
            images += sheet.images
            pages.append(paged.page(number, box[3] * _POINTS, sheet.glyphs, ruled_tables(sheet.across, sheet.down)))
    if not characters:
        if images:
            raise ReadError("needs_ocr", "the OFD file holds pictures of pages and no text")
        raise ReadError("empty", "the OFD file has no text")
    return Document(
        media_type="application/ofd", blocks=paged.blocks(pages), reader="ofd", title=info.get("Title"), meta=info,
        wrapped=True, pages=len(pages), warnings=paged.warnings(pages),
    )


@dataclass(slots=True)
class _Files:
    package: zipfile.ZipFile

    def has(self, name: str) -> bool:
        return any(n.lower() == name.lower() for n in self.package.namelist())

    def inside(self, folder: str, place: str) -> str:
        """A path inside the package: from its root when it begins with a slash, else from ``folder``."""
        path = posixpath.normpath(posixpath.join("/", folder, place)).lstrip("/")
        return next((n for n in self.package.namelist() if n.lstrip("/").lower() == path.lower()), path)

    def xml(self, name: str) -> etree._Element:
        try:
            return parse_xml(member(self.package, self.inside("", name)), name)
        except KeyError as error:
            raise ReadError("corrupt", f"the OFD file lacks its part {name}") from error


@dataclass(slots=True)
class _Sheet:
    x: float
    y: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Segment] = field(default_factory=list)
    down: list[Segment] = field(default_factory=list)
    images: int = 0

    def draw(self, content: etree._Element) -> None:
        for element in content.iter():
            name = local(element)
            if name == "TextObject":
                self._text(element)
                at_most(len(self.glyphs), MAX_CHARS_PER_PAGE, "characters on one page")
            elif name == "PathObject":
                self._path(element)
                at_most(len(self.across) + len(self.down), MAX_LINES_PER_PAGE, "rulings on one page")
            elif name == "ImageObject":
                self.images += 1

    def _shown(self, element: etree._Element, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = _matrix(element.get("CTM"))
        left, top = (_numbers(element.get("Boundary")) or [0, 0])[:2]
        return (left + a * x + c * y + e - self.x) * _POINTS, (top + b * x + d * y + f - self.y) * _POINTS

    def _text(self, element: etree._Element) -> None:
        size = _number(element.get("Size"), 3.5)
        a, b, c, d, _, _ = _matrix(element.get("CTM"))
        if a <= 0 or abs(b) > 0.2 * a or element.get("Visible") == "false":
            return  # leaning text is a watermark
        height = size * (c * c + d * d) ** 0.5 * _POINTS
        scale = _number(element.get("HScale"), 1)
        for code in (e for e in element if local(e) == "TextCode"):
            text = "".join(map(str, code.itertext())).strip("\r\n\t")
            x, y = _number(code.get("X"), 0), _number(code.get("Y"), size)
            steps, drops = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
            for i, char in enumerate(text):
                width = (size if ord(char) > 0x2E7F else size / 2) * scale
                if i < len(steps) and steps[i] > 0:
                    width = min(width, steps[i])
                left, base = self._shown(element, x, y)
                self.glyphs.append(Glyph(char, left, base - 0.86 * height, left + width * a * _POINTS, base + 0.14 * height))
                x += steps[i] if i < len(steps) else 0 if drops else width
                y += drops[i] if i < len(drops) else 0

    def _path(self, element: etree._Element) -> None:
        data = child(element, "AbbreviatedData")
        if data is None or element.get("Visible") == "false":
            return
        stroked, filled = element.get("Stroke", "true") != "false", element.get("Fill", "false") == "true"
        for points, closed in _subpaths(_text(data)):
            shown = [self._shown(element, x, y) for x, y in points]
            across, down = path_segments(shown, closed, filled, stroked)
            self.across += across
            self.down += down


def _subpaths(data: str) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Corner points of each stretch of straight lines, and whether it is closed."""
    tokens = _PATH.findall(data)
    points: list[tuple[float, float]] = []
    command, numbers = "", list[float]()
    for token in [*tokens, "S"]:
        if token[0].isalpha():
            command, numbers = token, []
            if token == "C" and points:
                yield points, True
                points = points[:1]
            continue
        numbers.append(float(token))
        if command in ("M", "S") and len(numbers) == 2:
            if len(points) > 1:
                yield points, points[0] == points[-1]
            points = [(numbers[0], numbers[1])]
            numbers = []
        elif command == "L" and len(numbers) == 2:
            points.append((numbers[0], numbers[1]))
            numbers = []
        elif len(numbers) == _CURVES.get(command, 2):
            if len(points) > 1:
                yield points, False
            points, numbers = [(numbers[-2], numbers[-1])], []
    if len(points) > 1:
        yield points, points[0] == points[-1]


def _deltas(said: str | None, count: int) -> list[float]:
    """``DeltaX`` and ``DeltaY``: numbers, with ``g n d`` for n times d."""
    out: list[float] = []
    parts = (said or "").split()
    at = 0
    while at < len(parts) and len(out) <= count:
        if parts[at] == "g" and at + 2 < len(parts):
            out += [_number(parts[at + 2], 0)] * min(count, int(_number(parts[at + 1], 0)))
            at += 3
        else:
            out.append(_number(parts[at], 0))
            at += 1
    return out


def _matrix(said: str | None) -> Matrix:
    numbers = _numbers(said)
    return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]) if len(numbers) == 6 else _IDENTITY


def _numbers(said: str | None) -> list[float]:
    parts = (said or "").split()
    return [_number(p, 0) for p in parts] if len(parts) >= 2 else []


def _number(said: str | None, default: float) -> float:
    try:
        value = float(said) if said is not None else default
    except ValueError:
        return default
    return value if abs(value) < 1e7 else default


def _text(element: etree._Element | None) -> str:
    return "".join(str(t) for t in element.itertext()).strip() if element is not None else ""
