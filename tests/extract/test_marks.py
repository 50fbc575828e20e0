"""A cell of a PDF in which something is drawn as small as letters, and no text, is no blank: outlines of digits, pictures of them."""

from __future__ import annotations

import pytest

from etl.extract import extract
from etl.report import Origin
from tests.extract.test_pdf_layers import layered

#: Cells of the page are 40 wide and 20 high; the first begins at 100, 690.
SEVEN = b"110 708 m 116 708 l 116 706 l 113 696 l 111 696 l 114 706 l 110 706 l f\n"
ONE = b"110 703 m 111 705 l 111.6 705 l 111.6 697 l 110.7 697 l 110.7 703 l f\n"
PICTURE = b"q 6 0 0 10 110 695 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"
SEAL = b"1 0 0 rg 132 708 m 143 708 l 140 696 l f\n"


@pytest.mark.parametrize(("drawn", "text"), [
    (SEVEN, "\ufffd"), (ONE, "\ufffd"), (PICTURE, "\ufffd"), (SEVEN.replace(b" f", b" s"), "\ufffd"),
    (SEVEN + b"BT /F 10 Tf 120 700 Td (3) Tj ET\n", "3"),
    (b"BT /F 10 Tf 110 697 Td (3) Tj ET\n" + PICTURE, "\ufffd"), (PICTURE + b"BT /F 10 Tf 110 697 Td (3) Tj ET\n", "3"),
    (b"1 g " + SEVEN, ""), (b"0.8 g " + SEVEN, ""), (SEVEN + b"1 g 105 692 20 17 re f\n", ""),
    (b"100 690 m 140 710 l S 100 690 m 100.5 690 l 140 710 l 139.5 710 l f\n", ""),
    (b"105 700 m 125 700 l 125 699.2 l 105 699.2 l f 105 702 m 125 702 l S\n", ""),
    (b"0 0 1 rg 101 692 m 139 692 l 140 709 l 102 709.5 l f\n", ""),
    (SEAL + SEVEN.replace(b"f", b"1 0 0 rg f"), ""),
])
@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_what_is_drawn_in_a_cell_without_text_is_no_blank(drawn, text, reader):
    """Not so what nobody sees, lines and grounds, and ink that lies upon the edges of cells as well: a seal."""
    document = extract(layered(b"", b"q " + drawn + b" Q\n"), Origin(), reader)
    assert [[cell.text for cell in row] for row in document.tables[0].rows] == [[text, "77"]]
