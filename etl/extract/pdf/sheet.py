"""One page of a PDF as pdfium reads it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pypdfium2

from etl.extract.pages import paged
from etl.extract.pages.layout import Glyph
from etl.extract.pages.marks import UNSURE
from etl.extract.pages.rulings import on_page, ruled_tables
from etl.extract.pages.visible import unslanted
from etl.extract.pdf.fonts import Faces
from etl.extract.pdf.letters import apart, characters, owner, sight
from etl.extract.pdf.objects import Point
from etl.extract.pdf.overlaid import is_overlaid
from etl.extract.pdf.strokes import Drawings, drawings

_PICTURE = 0.25
"""Share of a page that the picture of a table or of a page takes."""
_OUTLINED = 50
"""Shapes of a page whose characters are shapes, at least."""
_STAMP = 40
"""Characters a scanned page may have besides: page number, header, a mark of the scanner."""


@dataclass(slots=True)
class Sheet:
    width: float
    height: float
    own: Drawings
    unmapped: int
    invisible: int
    """Characters that are drawn without colour: what some program took a picture for."""
    glyphs: list[Glyph] = field(default_factory=list)
    is_overlaid: bool = False
    """The text stands upon a picture of itself."""
    is_unsure: bool = False
    """The font draws what its text says is blank."""

    @property
    def is_scan(self) -> bool:
        """The page is a picture; what characters it has are a stamp, or what some other program took the picture for."""
        return self.is_pictured and (not self.own.texts or len(self.glyphs) < _STAMP or self.invisible >= _STAMP or self.is_overlaid)

    @property
    def is_pictured(self) -> bool:
        return self.own.pictured >= _PICTURE

    @property
    def is_outlined(self) -> bool:
        """The characters were made shapes, as for a printer."""
        return not self.glyphs and self.own.shapes >= _OUTLINED

    @property
    def is_renamed(self) -> bool:
        """Some text has another one that is to be read aloud or copied in its place, and is no mere word."""
        return any(text.is_renamed for text in self.own.pieces.values())

    @property
    def drawn(self) -> paged.Sheet:
        across, down = on_page(self.own.across, self.own.down, self.width, self.height)
        return paged.Sheet(self.width, self.height, self.glyphs, ruled_tables(across, down), across, self.own.marks)


def look_at(pdf: pypdfium2.PdfDocument, number: int, faces: Faces | None = None) -> Sheet:
    """Page ``number`` (from 0) of an open file; ``faces`` are told of its digits."""
    page = pdf[number]
    text = page.get_textpage()
    try:
        left, bottom, right, top = crop = page.get_bbox()
        chars, unmapped = characters(text)
        turns = Counter(char.turn for char in chars if char.turn is not None)
        upright = turns.most_common(1)[0][0] if turns else page.get_rotation() % 360
        width, height = right - left, top - bottom

        def shown(x: float, y: float) -> Point:
            """From the page's own space to points from the top left corner, text upright."""
            x, y = x - left, top - y
            if upright == 90:
                return height - y, x
            if upright == 180:
                return width - x, height - y
            return (y, width - x) if upright == 270 else (x, y)

        own = drawings(page, shown)
        seen = sight(text, chars, own.pieces, own.grounds, crop)
        sheet = Sheet(*((width, height) if upright in (0, 180) else (height, width)), own, unmapped, len(seen.hidden))
        sheet.is_unsure = any(char.text == UNSURE for char in chars)
        alone = apart(text, chars, own.pieces)
        has_forms = any(piece.form for piece in own.pieces.values())
        for char in chars:
            if char.turn == upright and char.index not in seen.hidden and char.index not in seen.faint:  # what leans or is faint is a watermark
                (xa, ya), (xb, yb) = shown(char.box[0], char.box[1]), shown(char.box[2], char.box[3])
                box = unslanted((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)), char.slant)
                piece = owner(text, char.index, own.pieces) if has_forms else None
                said = UNSURE if char.index in seen.torn else char.text
                form = piece.form if piece else 0
                sheet.glyphs.append(Glyph(said, *box, char.index in alone, base=shown(*char.origin)[1], size=char.size, form=form))
        sheet.is_overlaid = sheet.is_pictured and not sheet.is_scan and is_overlaid(page, text)
        if faces and not sheet.is_scan:
            faces.look(page, text, ((char.index, char.text) for char in chars))
        return sheet
    finally:
        text.close()
        page.close()
