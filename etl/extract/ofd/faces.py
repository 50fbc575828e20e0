"""Digits of the fonts that an OFD brings along: set as a PDF, for the check that a PDF's fonts are put to."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping

import pypdfium2
import pypdfium2.raw as c

from etl.extract.foreign import parsing
from etl.extract.pdf import fonts

_SIZE, _STEP, _LINES = 10, 20, 2
_MOST_GLYPHS = 65_536


def lying(font: bytes, digits: Mapping[str, int | None]) -> bool:
    """Whether digits look like others than they say. ``digits`` names the glyph of each, or None where the font's own table does."""
    named = {glyph: digit for digit, glyph in digits.items() if glyph is not None and 0 < glyph < _MOST_GLYPHS}
    with parsing("a font"):
        pdf = pypdfium2.PdfDocument.new()
        try:
            page = pdf.new_page(_STEP * (len(digits) + 2), _STEP * (_LINES + 2))
            if (face := _face(pdf, font, named)) is None:
                return False
            for line in range(1, _LINES + 1):
                for i, (digit, glyph) in enumerate(sorted(digits.items()), 1):
                    item = c.FPDFPageObj_CreateTextObj(pdf, face, ctypes.c_float(_SIZE))
                    if named:
                        c.FPDFText_SetCharcodes(item, (ctypes.c_uint32 * 1)(glyph or 0), 1)
                    else:
                        c.FPDFText_SetText(item, (c.FPDF_WCHAR * 2)(ord(digit), 0))
                    c.FPDFPageObj_Transform(item, 1, 0, 0, 1, i * _STEP, line * _STEP)
                    c.FPDFPage_InsertObject(page, item)
            c.FPDFPage_GenerateContent(page)
            page.close()
            return fonts.is_lying(pdf)
        finally:
            pdf.close()


def _face(pdf: pypdfium2.PdfDocument, font: bytes, named: Mapping[int, str]) -> object | None:
    """The font, with the characters that its glyphs are said to be; None where it is none."""
    data = (ctypes.c_uint8 * len(font)).from_buffer_copy(font)
    if not named:
        return c.FPDFText_LoadFont(pdf, data, len(font), c.FPDF_FONT_TRUETYPE, True) or None
    said = "".join(f"<{glyph:04x}> <{ord(digit):04x}>\n" for glyph, digit in named.items())
    characters = f"1 begincodespacerange <0000> <ffff> endcodespacerange {len(named)} beginbfchar {said} endbfchar endcmap"
    codes = b"".join(glyph.to_bytes(2) for glyph in range(max(named) + 1))
    glyphs = (ctypes.c_uint8 * len(codes)).from_buffer_copy(codes)
    return c.FPDFText_LoadCidType2Font(pdf, data, len(font), characters.encode(), glyphs, len(codes)) or None
