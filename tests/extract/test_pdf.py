"""Both PDF readers, on the same files: grids with spans, page breaks, frames, open sides, and what must be refused."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from etl.documents import Document, Table
from etl.errors import ReadError
from etl.extract import extract
from etl.report import Origin
from etl.text import squeeze
from tests.extract import common
from tests.sites import pdf as writer

READERS = ["pdfplumber", "pdfium"]
SIZE = (595, 842)

pytestmark = pytest.mark.parametrize("reader", READERS)


def read(data: bytes, reader: str) -> Document:
    return extract(data, Origin(), reader)


def drawn(*pages: Callable[[Canvas], None], **options) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=SIZE, **options)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text(canvas: Canvas, x: float, top: float, said: str, size: float = 10) -> None:
    """Text whose line begins at x and whose middle is ``top`` points below the page's upper edge."""
    canvas.setFont("Helvetica", size)
    canvas.drawString(x, SIZE[1] - top - size / 3, said)


def box(canvas: Canvas, x0: float, top: float, x1: float, bottom: float, **options) -> None:
    canvas.rect(x0, SIZE[1] - bottom, x1 - x0, bottom - top, **options)


def line(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.line(x0, SIZE[1] - y0, x1, SIZE[1] - y1)


def grid(canvas: Canvas, rows: list[list[str]], left: float = 100, top: float = 100, width: float = 60, height: float = 20) -> None:
    for r, row in enumerate(rows):
        for c, said in enumerate(row):
            x, y = left + c * width, top + r * height
            box(canvas, x, y, x + width, y + height)
            text(canvas, x + 5, y + height / 2, said)


ROWS = [["item", "a1", "b2"], ["row1", "11", "12"], ["row2", "21", "22"]]


def only(document: Document) -> Table:
    assert len(document.tables) == 1
    return document.tables[0]


@pytest.mark.parametrize(("form", "style"), [
    ("2021", writer.Style()), ("2019", writer.Style(start=150, boxed=("text",))),
    ("2021", writer.Style(start=61, header="示例县人民政府", table_size=8)), ("2019", writer.Style(start=-20, padding=6)),
])
def test_sample_leaf_cells_keep_row_and_column(reader, form, style):
    blocks = common.blocks(form)
    document = read(writer.write(blocks, "示例", style), reader)
    written, found = common.written(blocks), common.read(document)
    assert len(found) == len(written)
    for wrote, got in zip(written, found, strict=True):
        assert [c for c in got if c[4].replace(".", "").isdigit()] == [c for c in wrote if c[4].replace(".", "").isdigit()]
        # A label that a page break cuts in two is the only difference.
        assert squeeze("".join(t for *_, t in sorted(got, key=lambda c: (c[1], c[0])))) == squeeze("".join(t for *_, t in sorted(wrote, key=lambda c: (c[1], c[0]))))
    said = squeeze("".join(p.text for p in document.paragraphs))
    assert all(squeeze(b.text) in said for b in blocks if not hasattr(b, "rows") and len(b.text) < 20)
    assert "-2-" not in said
    assert document.wrapped
    assert document.pages


def test_every_cell_has_page_and_box(reader):
    cells = list(only(read(drawn(lambda c: grid(c, ROWS)), reader)).cells())
    assert all(c.page == 1 and c.bbox for c in cells)
    assert [round(v) for v in cells[4].bbox or ()] == [160, 120, 220, 140]


def test_text_stands_once_and_in_order(reader):
    def page(canvas: Canvas) -> None:
        text(canvas, 100, 60, "before")
        grid(canvas, ROWS)
        text(canvas, 100, 200, "after   the  table")
        text(canvas, 300, 200, "far")

    document = read(drawn(page), reader)
    assert [b.text if hasattr(b, "text") else "TABLE" for b in document.blocks] == ["before", "TABLE", "after the table" + " " * 12 + "far"] or [
        b.text.split() if hasattr(b, "text") else "TABLE" for b in document.blocks
    ] == [["before"], "TABLE", ["after", "the", "table", "far"]]


def test_table_goes_on_over_the_page(reader):
    def first(canvas: Canvas) -> None:
        text(canvas, 100, 50, "before")
        grid(canvas, [*ROWS, ["row3", "31", "32"]], top=700)
        text(canvas, 290, 820, "- 1 -")

    def second(canvas: Canvas) -> None:
        grid(canvas, [["row4", "41", "42"]], top=72)
        text(canvas, 290, 820, "- 2 -")

    table = only(read(drawn(first, second), reader))
    assert [row[0].text for row in table.rows] == ["item", "row1", "row2", "row3", "row4"]
    assert [c.page for c in table.rows[4]] == [2, 2, 2]


def test_repeated_header_row_is_left_out(reader):
    pages = [lambda c: grid(c, ROWS, top=700), lambda c: grid(c, [ROWS[0], ["row3", "31", "32"]], top=72)]
    assert [row[0].text for row in only(read(drawn(*pages), reader)).rows] == ["item", "row1", "row2", "row3"]


def test_another_table_on_the_next_page_stays_another(reader):
    pages = [lambda c: grid(c, ROWS, top=700), lambda c: grid(c, ROWS, top=72, width=50)]
    assert len(read(drawn(*pages), reader).tables) == 2


def test_text_between_parts_them(reader):
    def second(canvas: Canvas) -> None:
        text(canvas, 100, 80, "a new section begins here")
        grid(canvas, ROWS, top=120)

    assert len(read(drawn(lambda c: grid(c, ROWS, top=700), second), reader).tables) == 2


def test_caption_row_alone_at_the_foot_belongs_to_the_table(reader):
    def first(canvas: Canvas) -> None:
        box(canvas, 100, 740, 280, 760)
        text(canvas, 110, 750, "caption")

    table = only(read(drawn(first, lambda c: grid(c, ROWS, top=72)), reader))
    assert common.cells(table)[0] == (0, 0, 1, 3, "caption")
    assert len(table.rows) == 4


def test_cell_that_a_page_s_end_leaves_open_is_one(reader):
    """A group's label goes on over the page, where the rows beside it end."""
    def page(left: list[str], rows: list[list[str]], top: float, closed: str) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            bottom = top + 20 * len(rows)
            for r, row in enumerate(rows):
                grid(canvas, [row], left=220, top=top + 20 * r)
            for x in (100, 160):
                line(canvas, x, top, x, bottom)
            line(canvas, *((100, top, 220, top) if closed == "top" else (100, bottom, 220, bottom)))
            for at, said in zip((105, 165), left, strict=True):
                text(canvas, at, top + 10, said)
        return draw

    first = page(["results", "refused"], [["row1", "11", "12", "13"], ["row2", "21", "22", "23"]], 780, "top")
    rows = only(read(drawn(first, page(["", ""], [["row3", "31", "32", "33"]], 20, "bottom")), reader)).rows
    assert [[c.text for c in row if c.text] for row in rows] == [["results", "refused", "row1", "11", "12", "13"], ["row2", "21", "22", "23"], ["row3", "31", "32", "33"]]


def test_table_that_is_drawn_whole_on_either_page(reader):
    """As some programs print a page of the web: what lies beyond the page's end is drawn, and cut off."""
    def page(top: float) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            box(canvas, 100, top, 160, top + 160)
            text(canvas, 105, top + 130, "results")
            for r in range(4):
                grid(canvas, [[f"row{r}", f"{r}1", f"{r}2"]], left=160, top=top + 40 * r, height=40)
        return draw

    table = only(read(drawn(page(745), page(745 - 842)), reader))
    shown = [[c.text for c in row if c.text and c.text != "results"] for row in table.rows]
    assert [row for row in shown if row] == [[f"row{r}", f"{r}1", f"{r}2"] for r in range(4)]
    assert all(c.bbox[1] >= 0 and c.bbox[3] <= SIZE[1] for row in table.rows for c in row)


@pytest.mark.parametrize("frame", [(90, 290), (20, 575)])
def test_table_torn_below_a_caption_that_is_wider(reader, frame):
    def first(canvas: Canvas) -> None:
        box(canvas, frame[0], 680, frame[1], 700)
        text(canvas, 110, 690, "caption")
        grid(canvas, ROWS, top=700)

    document = read(drawn(first, lambda c: grid(c, [["row3", "31", "32"]], top=72)), reader)
    assert [p.text for p in document.paragraphs] == ["caption"]
    assert [[c.text for c in row if c.text] for row in only(document).rows] == [*ROWS, ["row3", "31", "32"]]


def test_labels_divided_only_behind_the_tear_below_a_wider_caption(reader):
    def first(canvas: Canvas) -> None:
        box(canvas, 90, 680, 340, 700)
        text(canvas, 110, 690, "caption")
        box(canvas, 100, 700, 220, 720)
        text(canvas, 110, 710, "wide")
        grid(canvas, [["11", "12"]], left=220, top=700)

    table = only(read(drawn(first, lambda c: grid(c, [["group", "row", "21", "22"]], top=72)), reader))
    assert [[(c.text, c.colspan) for c in row if c.text][1:] for row in table.rows] == [[], [("11", 1), ("12", 1)], [("row", 1), ("21", 1), ("22", 1)]]


def test_frames_that_hang_on_a_table_and_reach_beyond_it_are_none_of_it(reader):
    def page(canvas: Canvas) -> None:
        for n, said in enumerate(("a sentence.", "who signed", "caption")):
            box(canvas, 90, 40 + 20 * n, 290, 60 + 20 * n)
            text(canvas, 110, 50 + 20 * n, said)
        grid(canvas, ROWS)

    document = read(drawn(page), reader)
    assert [p.text for p in document.paragraphs] == ["a sentence.", "who signed", "caption"]
    assert [[c.text for c in row] for row in only(document).rows] == ROWS


def test_frame_round_prose_is_no_table(reader):
    def page(canvas: Canvas) -> None:
        box(canvas, 80, 80, 500, 160)
        for n in range(3):
            text(canvas, 90, 100 + 20 * n, "prose that stands in a frame of its own")

    document = read(drawn(page), reader)
    assert not document.tables
    assert len(document.paragraphs) == 3


def test_frames_round_prose_torn_by_a_page_are_no_table(reader):
    def above(canvas: Canvas) -> None:
        box(canvas, 80, 700, 500, 730)
        text(canvas, 90, 715, "44 were reviewed, 15 upheld,")

    def below(canvas: Canvas) -> None:
        box(canvas, 80, 80, 500, 110)
        text(canvas, 90, 95, "and 94 sued.")

    document = read(drawn(above, below), reader)
    assert not document.tables
    assert len(document.paragraphs) == 2


def test_frame_round_the_page_is_no_table(reader):
    def page(canvas: Canvas) -> None:
        box(canvas, 20, 20, 575, 822)
        text(canvas, 100, 60, "before")
        grid(canvas, ROWS)

    document = read(drawn(page), reader)
    assert common.texts(only(document)) == ROWS
    assert [p.text for p in document.paragraphs] == ["before"]


def test_frame_within_a_cell_is_no_table(reader):
    """That of a field for input, printed with the page."""
    def page(canvas: Canvas) -> None:
        grid(canvas, ROWS, width=90, height=30)
        box(canvas, 195, 135, 225, 155)

    document = read(drawn(page), reader)
    assert common.texts(only(document)) == ROWS
    assert not document.paragraphs


@pytest.mark.parametrize("sides", ["left", "right", "top", "bottom", "leftright", "leftrighttopbottom"])
def test_open_sides_lose_no_column(reader, sides):
    def page(canvas: Canvas) -> None:
        for n in range(4):
            if not (n == 0 and "top" in sides) and not (n == 3 and "bottom" in sides):
                line(canvas, 100, 100 + 20 * n, 280, 100 + 20 * n)
            if not (n == 0 and "left" in sides) and not (n == 3 and "right" in sides):
                line(canvas, 100 + 60 * n, 100, 100 + 60 * n, 160)
        for r, row in enumerate(ROWS):
            for c, said in enumerate(row):
                text(canvas, 105 + 60 * c, 110 + 20 * r, said)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


@pytest.mark.parametrize("lines", ["across", "down", "frame", "none"])
def test_table_without_half_of_its_lines_comes_as_lines_with_places(reader, lines):
    def page(canvas: Canvas) -> None:
        text(canvas, 100, 60, "before the table stands a line of prose")
        for n in range(4):
            if lines == "across" or (lines == "frame" and n in (0, 3)):
                line(canvas, 100, 100 + 20 * n, 280, 100 + 20 * n)
            if lines == "down" or (lines in ("frame", "across") and n in (0, 3)):
                line(canvas, 100 + 60 * n, 100, 100 + 60 * n, 160)
        if lines == "down":
            box(canvas, 100, 100, 280, 160)
        for r, row in enumerate(ROWS):
            for c, said in enumerate(row):
                text(canvas, 105 + 60 * c, 110 + 20 * r, said)

    document = read(drawn(page), reader)
    assert not document.tables
    rows = document.paragraphs[1:]
    assert [p.text.split() for p in rows] == ROWS
    assert [[round(place[0]) for place in p.places] for p in rows] == [[105, 165, 225]] * 3


def test_lines_drawn_as_wedges(reader):
    """As browsers draw the edges of a cell: four-sided, thin, their ends cut at an angle."""

    def wedge(canvas: Canvas, *points: tuple[float, float]) -> None:
        path = canvas.beginPath()
        path.moveTo(points[0][0], SIZE[1] - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, SIZE[1] - y)
        path.close()
        canvas.drawPath(path, fill=1, stroke=0)

    def page(canvas: Canvas) -> None:
        for n in range(4):
            at = 20 * n
            wedge(canvas, (100, 100 + at), (280, 100 + at), (279, 101 + at), (101, 101 + at))
            wedge(canvas, (100 + 3 * at, 100), (101 + 3 * at, 101), (101 + 3 * at, 159), (100 + 3 * at, 160))
        for r, row in enumerate(ROWS):
            for c, said in enumerate(row):
                text(canvas, 105 + 60 * c, 111 + 20 * r, said)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


def test_lines_drawn_as_thin_boxes_and_double(reader):
    def page(canvas: Canvas) -> None:
        for n in range(4):
            box(canvas, 100, 100 + 20 * n, 280, 100.7 + 20 * n, fill=1, stroke=0)
            box(canvas, 100 + 60 * n, 100, 100.7 + 60 * n, 160, fill=1, stroke=0)
            line(canvas, 100, 102 + 20 * n, 280, 102 + 20 * n)
        for r, row in enumerate(ROWS):
            for c, said in enumerate(row):
                text(canvas, 105 + 60 * c, 111 + 20 * r, said)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


def test_edges_of_a_narrow_column_are_pieces_of_the_lines_on_either_side(reader):
    """Each cell draws its own edge, and a column is narrower than a line is long: what it parts stays parted."""
    stops = [100, 160, 164.5, 220, 280]

    def page(canvas: Canvas) -> None:
        for n in range(4):
            for a, b in pairwise(stops):
                box(canvas, a, 100 + 20 * n, b, 100.7 + 20 * n, fill=1, stroke=0)
        for x in (100, 160, 164.5, 280):
            box(canvas, x, 100, x + 0.7, 160, fill=1, stroke=0)
        for n, said in enumerate(("11", "12", "13")):
            text(canvas, 105, 110 + 20 * n, f"row{n}")
            text(canvas, 200, 110 + 20 * n, said)

    assert common.texts(only(read(drawn(page), reader))) == [["row0", "", "11"], ["row1", "", "12"], ["row2", "", "13"]]


def test_dotted_lines(reader):
    """Dots as browsers draw them, each a square."""
    def page(canvas: Canvas) -> None:
        for n in range(4):
            for k in range(121):
                box(canvas, 100 + 1.5 * k, 100 + 20 * n, 100.75 + 1.5 * k, 100.75 + 20 * n, fill=1, stroke=0)
            for k in range(41):
                box(canvas, 100 + 60 * n, 100 + 1.5 * k, 100.75 + 60 * n, 100.75 + 1.5 * k, fill=1, stroke=0)
        for r, row in enumerate(ROWS):
            for c, said in enumerate(row):
                text(canvas, 105 + 60 * c, 110 + 20 * r, said)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


def test_dashed_lines(reader):
    def page(canvas: Canvas) -> None:
        for n in range(4):
            for k in range(60):
                line(canvas, 100 + 3 * k, 100 + 20 * n, 102 + 3 * k, 100 + 20 * n)
            for k in range(20):
                line(canvas, 100 + 60 * n, 100 + 3 * k, 100 + 60 * n, 102 + 3 * k)
        for r, row in enumerate(ROWS):
            for c, said in enumerate(row):
                text(canvas, 105 + 60 * c, 110 + 20 * r, said)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


def test_backgrounds_rule_nothing(reader):
    def page(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        box(canvas, 90, 300, 400, 340, fill=1, stroke=0)
        box(canvas, 90, 340, 400, 380, fill=1, stroke=0)
        canvas.setFillGray(0)
        text(canvas, 100, 320, "marked prose")

    document = read(drawn(page), reader)
    assert not document.tables
    assert document.paragraphs[0].text == "marked prose"


def test_diagonal_of_a_corner_cell_rules_nothing(reader):
    def page(canvas: Canvas) -> None:
        grid(canvas, ROWS)
        line(canvas, 100, 100, 160, 120)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


def test_watermark_is_left_out(reader):
    def page(canvas: Canvas) -> None:
        grid(canvas, ROWS)
        canvas.saveState()
        canvas.translate(120, 690)
        canvas.rotate(30)
        canvas.setFont("Helvetica", 40)
        canvas.drawString(0, 0, "98765")
        canvas.restoreState()

    assert common.texts(only(read(drawn(page), reader))) == ROWS


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize(("size", "rise"), [(6.5, 3.5), (8.3, 3.3), (5, 5)])
@pytest.mark.parametrize("mark", ["1", "12"])
def test_raised_digit_is_the_mark_of_a_footnote(reader, mark, size, rise, last):
    def page(canvas: Canvas) -> None:
        """The mark is drawn behind its number, or behind all others."""
        grid(canvas, [ROWS[0], ["row1", "11", "12"] if last else ["row1", "", ""], ROWS[2]])
        if not last:
            text(canvas, 165, 130, "11")
        canvas.setFont("Helvetica", size)
        canvas.drawString(165 + 2 * 5.56, SIZE[1] - 130 - 10 / 3 + rise, mark)
        if not last:
            text(canvas, 225, 130, "12")

    assert common.texts(only(read(drawn(page), reader)))[1] == ["row1", f"11〔{mark}〕", "12"]


def test_digits_that_are_small_as_a_whole_are_no_marks(reader):
    def page(canvas: Canvas) -> None:
        grid(canvas, ROWS)
        text(canvas, 305, 130, "77", 5)
        text(canvas, 320, 130, "5", 5)

    assert ["77", "5"] in [p.text.split() for p in read(drawn(page), reader).paragraphs]


def test_text_that_is_not_drawn_is_left_out_and_named(reader):
    def page(canvas: Canvas) -> None:
        grid(canvas, ROWS)
        hidden = canvas.beginText(172, SIZE[1] - 133)
        hidden.setFont("Helvetica", 10)
        hidden.setTextRenderMode(3)
        hidden.textOut("999")
        hidden.setTextRenderMode(0)
        canvas.drawText(hidden)
        text(canvas, 100, 300, "seen")

    document = read(drawn(page), reader)
    assert common.texts(only(document)) == ROWS
    assert [p.text for p in document.paragraphs] == ["seen"]
    assert any("3 characters that cannot be seen" in w for w in document.warnings)


def test_small_digits_of_the_line_above_are_no_marks(reader):
    """A browser prints the date over the first row of a page."""
    def page(canvas: Canvas) -> None:
        text(canvas, 130, 88, "11/21/26, 11:13", 8)
        for r, row in enumerate(ROWS):
            for c, said in enumerate(row):
                text(canvas, 105 + 60 * c, 100 + 20 * r, said, 12)

    assert [p.text.split() for p in read(drawn(page), reader).paragraphs] == [["11/21/26,", "11:13"], *ROWS]


def test_cells_in_boxes_of_their_own_make_one_table(reader):
    """As a browser prints a table whose borders are apart."""
    def page(canvas: Canvas) -> None:
        for r, row in enumerate(ROWS):
            for c, said in enumerate(row):
                x, y = 100 + 62.25 * c, 100 + 22.25 * r
                box(canvas, x, y, x + 60, y + 20)
                text(canvas, x + 5, y + 10, said)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


@pytest.mark.parametrize(("correction", "shown"), [("14", "14"), ("", "\ufffd\ufffd")])
def test_number_that_is_struck_out_does_not_count(reader, correction, shown):
    def page(canvas: Canvas) -> None:
        grid(canvas, ROWS)
        line(canvas, 164, 129.5, 177, 129.5)
        text(canvas, 182, 130, correction)

    assert common.texts(only(read(drawn(page), reader)))[1] == ["row1", shown, "12"]


def test_number_of_which_a_part_is_struck_out_is_none(reader):
    """Its rest may be the correction: 11, made 14, is no 1114."""
    def page(canvas: Canvas) -> None:
        grid(canvas, [ROWS[0], ["row1", "1114", "12"], *ROWS[2:]])
        line(canvas, 164, 129.5, 176, 129.5)

    assert common.texts(only(read(drawn(page), reader)))[1] == ["row1", "\ufffd" * 4, "12"]


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("x", [172, 186, 245])
def test_number_of_a_stamp_is_no_part_of_a_cell_s_number(reader, x, ruled, first):
    def stamp(canvas: Canvas) -> None:
        canvas.setFont("Courier-Bold", 9)
        canvas.drawString(x, SIZE[1] - 133, "2021")

    def page(canvas: Canvas) -> None:
        if first:
            stamp(canvas)
        for r, cells in enumerate((["head", "colA", "colB", "colC"], ["row1", "11", "", "13"], ["row2", "21", "22", "23"], ["row3", "31", "32", "33"])):
            for k, said in enumerate(cells):
                text(canvas, 105 + 60 * k, 110 + 20 * r, said)
                if ruled:
                    box(canvas, 100 + 60 * k, 100 + 20 * r, 160 + 60 * k, 120 + 20 * r)
        text(canvas, 100, 300, "prose below")
        if not first:
            stamp(canvas)

    document = read(drawn(page), reader)
    row = next(t.rows[1] for t in document.tables) if ruled else document.paragraphs[1].text.split()
    texts = [c.text for c in row] if ruled else row
    assert not any("2021" in t for t in texts)
    assert any("\ufffd" in t for t in texts)


@pytest.mark.parametrize("ink", ["grey", "thin", "large"])
def test_upright_watermark_enters_no_cell(reader, ink):
    if (ink, reader) == ("thin", "pdfplumber"):
        pytest.skip("pdfplumber does not tell how much of an ink covers")

    def page(canvas: Canvas) -> None:
        grid(canvas, ROWS)
        for n in range(10):
            text(canvas, 100, 300 + 20 * n, "prose of the page that is printed in black")
        canvas.saveState()
        if ink == "grey":
            canvas.setFillGray(0.8)
        if ink == "thin":
            canvas.setFillAlpha(0.3)
        text(canvas, 166, 152, "2024-01-31", 30 if ink == "large" else 10)
        canvas.restoreState()

    document = read(drawn(page), reader)
    assert common.texts(only(document)) == ROWS
    assert len(document.paragraphs) == 10
    assert bool(document.warnings) == (ink == "large")


def test_number_printed_over_another_is_neither(reader):
    def page(canvas: Canvas) -> None:
        grid(canvas, [["item", "a1", "b2"], ["row1", "46", "74"], ["row2", "5", "6"]])
        text(canvas, 150, 130, "20240131")

    assert common.texts(only(read(drawn(page), reader)))[2] == ["row2", "5", "6"]
    assert not any(c.text in ("46", "20240131") or c.text.isdecimal() for c in only(read(drawn(page), reader)).rows[1][1:2])


def spaced(canvas: Canvas, x: float, top: float, said: str, apart: float) -> None:
    """Text with a gap behind each of its characters, as a share of its size."""
    canvas.setFont("Helvetica", 10)
    canvas.drawString(x, SIZE[1] - top - 10 / 3, said, charSpace=10 * apart)


@pytest.mark.parametrize("apart", [0.1, 0.25, 0.4])
def test_letter_spaced_numbers_are_whole(reader, apart):
    numbers = [["1234", "56", "789"], ["0.45", "6", "90"], ["2345", "-78", "91"]]

    def page(canvas: Canvas) -> None:
        grid(canvas, [["", "", ""]] * 3)
        for r, row in enumerate(numbers):
            for c, said in enumerate(row):
                spaced(canvas, 105 + 60 * c, 110 + 20 * r, said, apart)
                spaced(canvas, 105 + 80 * c, 310 + 20 * r, said, apart)

    document = read(drawn(page), reader)
    assert common.texts(only(document)) == numbers
    assert [p.text.split() for p in document.paragraphs] == numbers


def test_slanted_type_is_read(reader):
    """Word slants a font that has no italics of its own, as those of Chinese have none."""
    def page(canvas: Canvas) -> None:
        grid(canvas, [["", "", ""]] * 3)
        for r, row in enumerate([["1234", "56", "780"], ["1", "20", "3"], ["46", "55", "9"]]):
            for c, said in enumerate(row):
                line = canvas.beginText()
                line.setTextTransform(1, 0, 0.33, 1, 105 + 60 * c, SIZE[1] - 112 - 20 * r)
                line.setFont("Helvetica", 10)
                line.textOut(said)
                canvas.drawText(line)

    assert common.texts(only(read(drawn(page), reader))) == [["1234", "56", "780"], ["1", "20", "3"], ["46", "55", "9"]]


def test_single_digits_side_by_side_stay_apart(reader):
    rows = [["1", "0", "2"], ["0", "3", "5"], ["4", "0", "0"]]

    def page(canvas: Canvas) -> None:
        for r, row in enumerate(rows * 4):
            spaced(canvas, 105, 110 + 20 * r, "".join(row), 0.4)

    assert [p.text.split() for p in read(drawn(page), reader).paragraphs] == rows * 4


@pytest.mark.parametrize("way", ["covered", "drawn anew", "white", "outside", "without ink", "cut away", "cut away by its form"])
def test_what_cannot_be_seen_is_not_read(reader, way):
    def page(canvas: Canvas) -> None:
        grid(canvas, ROWS)
        if way in ("covered", "drawn anew"):
            text(canvas, 180, 130, "19")
            canvas.setFillGray(1)
            box(canvas, 179, 123, 195, 137, stroke=0, fill=1)
            if way == "drawn anew":
                canvas.setFillGray(0)
                text(canvas, 180, 130, "1")
        if way == "white":
            canvas.setFillGray(1)
            text(canvas, 180, 130, "19")
        if way == "without ink":
            canvas.setFillAlpha(0)
            text(canvas, 180, 130, "19")
        if way.startswith("cut away"):
            clip = canvas.beginPath()
            clip.rect(30, 30, 60, 60)
            canvas.saveState()
            canvas.clipPath(clip, stroke=0) if way == "cut away" else canvas.beginForm("f", 30, 30, 90, 90)
            text(canvas, 180, 130, "19")
            if way != "cut away":
                canvas.endForm()
                canvas.doForm("f")
            canvas.restoreState()
        if way == "outside":
            canvas.setCropBox((50, 50, 400, 800))
            text(canvas, 30, 130, "19")

    document = read(drawn(page), reader)
    rows = common.texts(only(document))
    assert [[cell.replace(" ", "") for cell in row] for row in rows] == [r if r != ROWS[1] or way != "drawn anew" else [r[0], r[1] + "1", *r[2:]] for r in ROWS]
    assert document.warnings
    assert not document.paragraphs


@pytest.mark.parametrize(("way", "shown"), [
    ("0 covered", "\ufffd"), ("half of 0 covered", "\ufffd"), ("lower half covered", "\ufffd"), ("0 cut away", "\ufffd"), ("half of 0 cut away", "\ufffd"),
    ("0 covered, 5 in its place", "125"), ("edge covered", "120"),
])
def test_number_of_which_a_part_is_hidden_is_none(reader, way, shown):
    def page(canvas: Canvas) -> None:
        grid(canvas, [["item", "a1", "b2"], ["row1", "", "12"], ["row2", "21", "22"]])
        canvas.saveState()
        if "cut away" in way:
            clip = canvas.beginPath()
            clip.rect(161, SIZE[1] - 139, 18 if "half" in way else 16, 18)
            canvas.clipPath(clip, stroke=0)
        text(canvas, 165, 130, "120")  # each digit is 5.56 wide
        canvas.restoreState()
        canvas.setFillGray(1)
        left = 165 if "lower" in way else 179 if "half" in way else 176
        if "covered" in way:
            box(canvas, left, 138 if "edge" in way else 130 if "lower" in way else 122, 190, 139, stroke=0, fill=1)
        if "5" in way:
            canvas.setFillGray(0)
            text(canvas, 176.12, 130, "5")

    said = common.texts(only(read(drawn(page), reader)))[1][1]
    assert "\ufffd" in said if shown == "\ufffd" else said == shown


def test_page_drawn_by_a_scaled_form_is_read(reader):
    def page(canvas: Canvas) -> None:
        canvas.beginForm("f")
        grid(canvas, ROWS)
        canvas.endForm()
        canvas.translate(20, 10)
        canvas.scale(0.8, 0.8)
        canvas.doForm("f")

    assert common.texts(only(read(drawn(page), reader))) == ROWS


def test_filled_fields_of_a_form_are_read(reader):
    def page(canvas: Canvas) -> None:
        grid(canvas, [[cell if cell != "21" else "" for cell in row] for row in ROWS])
        canvas.acroForm.textfield(name="f", value="21", x=162, y=SIZE[1] - 158, width=56, height=16, fontSize=10, borderWidth=0)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


@pytest.mark.parametrize(("flags", "shown"), [(0, "\ufffd\ufffd"), (pdfium.FPDF_ANNOT_FLAG_PRINT, "\ufffd\ufffd"), (pdfium.FPDF_ANNOT_FLAG_HIDDEN, "11")])
def test_what_a_screen_shows_over_a_number_counts(reader, flags, shown):
    """A white box with another number, put upon the page in a type of its own, whether or not it is to be printed: the number below
    does not count, and that of the box is a stamp's."""
    file = pypdfium2.PdfDocument(drawn(lambda canvas: grid(canvas, ROWS)))
    page = file[0]
    box = pdfium.FPDFPageObj_CreateNewRect(162, 704, 40, 16)
    pdfium.FPDFPageObj_SetFillColor(box, 255, 255, 255, 255)
    pdfium.FPDFPath_SetDrawMode(box, pdfium.FPDF_FILLMODE_WINDING, 0)
    said = pdfium.FPDFPageObj_NewTextObj(file, b"Helvetica", 10)
    pdfium.FPDFText_SetText(said, (pdfium.FPDF_WCHAR * 3)(*b"77", 0))
    pdfium.FPDFPageObj_Transform(said, 1, 0, 0, 1, 165, 709)
    note = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_STAMP)
    pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(162, 720, 202, 704))
    assert all(pdfium.FPDFAnnot_AppendObject(note, part) for part in (box, said))
    pdfium.FPDFAnnot_SetFlags(note, flags)
    pdfium.FPDFPage_CloseAnnot(note)
    file.save(out := io.BytesIO())
    assert common.texts(only(read(out.getvalue(), reader))) == [ROWS[0], ["row1", shown, "12"], ROWS[2]]


def test_paper_that_pages_inherit_is_as_large_below_an_annotation(reader):
    paper = b"/MediaBox [ 0 0 %d %d ]" % SIZE
    plain = drawn(lambda canvas: grid(canvas, ROWS, left=410, top=20))
    assert paper in plain
    file = pypdfium2.PdfDocument(plain.replace(paper, b"").replace(b"/Type /Pages", b"/Type /Pages " + paper))
    note = pdfium.FPDFPage_CreateAnnot(page := file[0], pdfium.FPDF_ANNOT_FREETEXT)
    pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(50, 100, 90, 80))
    pdfium.FPDFPage_CloseAnnot(note)
    page.close()
    file.save(out := io.BytesIO())
    assert common.texts(only(read(out.getvalue(), reader))) == ROWS


_LINE, _FRAME = "1 0 0 RG 164 712 m 177 712 l S", "1 0 0 RG 163 706 30 12 re S"


@pytest.mark.parametrize(("notes", "shown"), [
    ([(pdfium.FPDF_ANNOT_STRIKEOUT, _LINE)], "\ufffd\ufffd"), ([(pdfium.FPDF_ANNOT_INK, _LINE)], "\ufffd\ufffd"), ([(pdfium.FPDF_ANNOT_UNDERLINE, _LINE)], "\ufffd\ufffd"),
    ([(pdfium.FPDF_ANNOT_SQUARE, "1 g 163 706 30 12 re f")], ""), ([(pdfium.FPDF_ANNOT_SQUARE, "0 g 163 706 30 12 re f")], "\ufffd\ufffd"), ([(pdfium.FPDF_ANNOT_SQUARE, _FRAME)], "11"),
    ([(pdfium.FPDF_ANNOT_INK, "40 40 m 60 40 l S"), (pdfium.FPDF_ANNOT_SQUARE, _FRAME)], "11"),
], ids=["struck out", "a pen", "a line", "a box", "a bar", "a frame", "a frame beside a line"])
def test_number_that_an_annotation_takes_away_is_none(reader, notes, shown):
    """A frame round a number leaves it where it is, and is no ruling of the table."""
    file = pypdfium2.PdfDocument(drawn(lambda canvas: grid(canvas, ROWS)))
    page = file[0]
    for kind, content in notes:
        note = pdfium.FPDFPage_CreateAnnot(page, kind)
        pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(20, 720, 202, 20))
        if content.endswith("f"):
            pdfium.FPDFAnnot_SetColor(note, pdfium.FPDFANNOT_COLORTYPE_InteriorColor, 255, 255, 255, 255)
        stream = ctypes.create_string_buffer(content.encode("utf-16-le") + b"\0\0")
        pdfium.FPDFAnnot_SetAP(note, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, ctypes.cast(stream, pdfium.FPDF_WIDESTRING))
        pdfium.FPDFPage_CloseAnnot(note)
    page.close()
    file.save(out := io.BytesIO())
    data = out.getvalue().replace(b"/Underline", b"/Line")  # which pdfium does not make
    assert common.texts(only(read(data, reader))) == [ROWS[0], ["row1", shown, "12"], ROWS[2]]


@pytest.mark.parametrize(("opaque", "shown"), [(255, "\ufffd"), (120, "11")])
def test_picture_hides_what_its_mask_does(reader, opaque, shown):
    def page(canvas: Canvas) -> None:
        grid(canvas, ROWS)
        picture = ImageReader(Image.new("RGBA", (41, 17), (255, 255, 255, opaque)))
        canvas.drawImage(picture, 163, 706, 30, 12, mask="auto")

    assert common.texts(only(read(drawn(page), reader))) == [ROWS[0], ["row1", shown, "12"], ROWS[2]]


@pytest.mark.parametrize(("flags", "look", "shown"), [
    (0, "0 g /Helv 10 Tf", "\ufffd\ufffd\ufffd\ufffd"), (0, "0 g /Helv 1.2.3 Tf", "\ufffd\ufffd\ufffd\ufffd"), (pdfium.FPDF_ANNOT_FLAG_HIDDEN, "0 g /Helv 10 Tf", "11"),
])
def test_text_that_a_program_shows_by_what_is_told_of_it_is_upon_the_page(reader, flags, look, shown):
    """An annotation without a drawing of its own."""
    file = pypdfium2.PdfDocument(drawn(lambda canvas: grid(canvas, ROWS)))
    note = pdfium.FPDFPage_CreateAnnot(file[0], pdfium.FPDF_ANNOT_FREETEXT)
    pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(164, 720, 202, 704))
    for key, said in ((b"Contents", "77"), (b"DA", look)):
        pdfium.FPDFAnnot_SetStringValue(note, key, (pdfium.FPDF_WCHAR * (len(said) + 1))(*said.encode(), 0))
    pdfium.FPDFAnnot_SetFlags(note, flags)
    pdfium.FPDFPage_CloseAnnot(note)
    file.save(out := io.BytesIO())
    assert common.texts(only(read(out.getvalue(), reader))) == [ROWS[0], ["row1", shown, "12"], ROWS[2]]


def test_values_typed_into_a_printed_form_are_read(reader):
    """All in one type of their own and after all else, like a stamp; but each in a cell of its own."""
    rows = [["item", "unit", str(31 + r), str(70 + r)] for r in range(8)]

    def page(canvas: Canvas) -> None:
        grid(canvas, [[*row[:3], row[3] if r > 5 else ""] for r, row in enumerate(rows)])
        canvas.setFillColorRGB(0, 0, 0.6)
        for r in range(6):
            text(canvas, 290, 110 + 20 * r, rows[r][3], 11)

    assert common.texts(only(read(drawn(page), reader))) == rows


def test_white_print_on_a_dark_ground_is_read(reader):
    def page(canvas: Canvas) -> None:
        box(canvas, 90, 90, 400, 300, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.setStrokeGray(1)
        grid(canvas, ROWS)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


def test_page_printed_in_grey_throughout_is_read(reader):
    def page(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        grid(canvas, ROWS)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


@pytest.mark.parametrize("pages", [2, 3])
def test_header_and_footer_with_numbers_part_no_table(reader, pages):
    def sheet(n: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            text(canvas, 100, 30, f"date 2024-01-31 {n}:05")
            if n == 1:
                text(canvas, 100, 80, "title of the report")
            grid(canvas, [*(ROWS if n == 1 else []), [f"next{n}", "31", "32"]], top=72 if n > 1 else 700)
            text(canvas, 290, 815, f"page {n} of {pages} pages")
        return draw

    document = read(drawn(*(sheet(n) for n in range(1, pages + 1))), reader)
    assert len(only(document).rows) == 3 + pages
    assert [p.text for p in document.paragraphs] == ["title of the report"]


def test_rows_of_one_label_at_the_end_of_a_page_and_the_head_of_the_next_are_no_running_lines(reader):
    def row(y: float, number: str) -> Callable[[Canvas], None]:
        return lambda c: (text(c, 100, 400, f"page of {number}"), text(c, 100, y, "(2) corrected"), text(c, 400, y, number))

    said = [p.text for p in read(drawn(row(800, "99"), row(50, "414")), reader).paragraphs]
    assert [line.split()[-1] for line in said if "corrected" in line] == ["99", "414"]


def test_minus_whose_font_names_it_a_soft_hyphen_is_one(reader):
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def page(canvas: Canvas) -> None:
        grid(canvas, [["item", "change"], ["row1", ""]])
        canvas.setFont("Vera", 10)
        canvas.drawString(170, SIZE[1] - 134, "\u00ad8")

    assert common.texts(only(read(drawn(page), reader)))[1] == ["row1", "-8"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_font_that_calls_its_characters_twice_as_high_as_they_are(reader, turn):
    """Programs that write a PDF anew name the largest box of all glyphs, in which the lines above and below stand too."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def page(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        canvas.setFont("Vera", 10)
        for line in range(4):
            canvas.drawString(-100, -14 * line, f"row{line}  {1203 + line}")

    tall = drawn(page).replace(b"/Ascent 759.7656", b"/Ascent 2759.765").replace(b" 928.2227 ]", b" 2928.222 ]")
    assert b"2928.222" in tall
    assert [p.text.split() for p in read(tall, reader).paragraphs] == [[f"row{n}", str(1203 + n)] for n in range(4)]


@pytest.mark.parametrize("past", [0, 0.4, -0.4])
def test_two_numbers_that_meet_at_the_edge_of_their_cells_are_not_made_one(reader, past):
    def page(canvas: Canvas) -> None:
        grid(canvas, [["item", "a1", "b2"], ["row1", "", ""]])
        text(canvas, 220 - 4 * 5.56 + past, 130, "5208")
        text(canvas, 220 + past, 130, "26")

    assert not any(c.isdecimal() for said in common.texts(only(read(drawn(page), reader)))[1][1:] for c in said)


def test_merged_cells_span(reader):
    def page(canvas: Canvas) -> None:
        box(canvas, 100, 100, 160, 140)
        box(canvas, 160, 100, 280, 120)
        box(canvas, 160, 120, 220, 140)
        box(canvas, 220, 120, 280, 140)
        for x, y, said in ((110, 120, "corner"), (170, 110, "wide"), (170, 130, "1"), (230, 130, "2")):
            text(canvas, x, y, said)

    assert common.cells(only(read(drawn(page), reader))) == [(0, 0, 2, 1, "corner"), (0, 1, 1, 2, "wide"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2")]


def test_number_wider_than_its_cell_stays_whole_and_is_named(reader):
    rows = [["item", "a1", "b2"], ["row1", "", ""]]

    def page(canvas: Canvas) -> None:
        grid(canvas, rows, width=40)
        text(canvas, 137, 130, "1234567890")

    document = read(drawn(page), reader)
    assert "1234567890" in [c.text for c in only(document).cells()]
    assert "cross the edge" in document.warnings[0]


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(reader, turn, shown):
    def page(canvas: Canvas) -> None:
        width, height = SIZE
        canvas.setPageRotation(turn if shown else 0)
        canvas.translate(*{90: (width, 0), 180: (width, height), 270: (0, width if shown else height)}[turn])
        canvas.rotate(turn)
        canvas.translate(0, (width if turn != 180 else height) - height)
        grid(canvas, ROWS)

    assert common.texts(only(read(drawn(page), reader))) == ROWS


def test_paper_larger_than_what_is_shown_of_it(reader):
    """A printer's file with room round the page: the page's own edges tell what stands at its top and foot."""
    data = writer.write(common.blocks("2021"), "示例", writer.Style(header="示例县人民政府"))
    file = pypdfium2.PdfDocument(data)
    for page in file:
        left, bottom, right, top = page.get_mediabox()
        page.set_mediabox(left - 300, bottom - 200, right + 400, top + 100)
        page.set_cropbox(left, bottom, right, top)
        page.set_rotation(90)
    file.save(out := io.BytesIO())
    assert [common.texts(t) for t in read(out.getvalue(), reader).tables] == [common.texts(t) for t in read(data, reader).tables]


def test_character_printed_twice_is_bold(reader):
    def page(canvas: Canvas) -> None:
        grid(canvas, ROWS)
        text(canvas, 165.3, 130, "11")

    assert common.texts(only(read(drawn(page), reader))) == ROWS


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize(("rise", "shown"), [(0, "125"), (0.8, "\ufffd\ufffd\ufffd"), (-2, "\ufffd\ufffd\ufffd")])
def test_number_whose_digits_do_not_stand_level_is_none(reader, ruled, rise, shown):
    """Somebody put a digit beside the number, in its own type and ink."""
    def page(canvas: Canvas) -> None:
        if ruled:
            grid(canvas, [["", "34"], ["56", "78"]])
        for r, row in enumerate([["12", "34"], ["56", "78"]]):
            for c, said in enumerate(row):
                text(canvas, 105 + 60 * c, 110 + 20 * r, said)
                if (r, c) == (0, 0):
                    text(canvas, 105 + canvas.stringWidth("12", "Helvetica", 10), 110 + rise, "5")

    document = read(drawn(page), reader)
    words = [w for row in common.texts(only(document)) for w in row] if ruled else [w for p in document.paragraphs for w in p.text.split()]
    assert words == [shown, "34", "56", "78"]


@pytest.mark.parametrize(("x", "said"), [(105 + 11.12, "5"), (105 - 3.33, "-")])
def test_character_put_beside_a_number_at_another_time_makes_it_none(reader, x, said):
    """In the page's own type and size, on the same line: an annotation, an edited page."""
    def page(canvas: Canvas) -> None:
        grid(canvas, [["12", "34"], ["56", "78"]])
        text(canvas, x, 110, said)

    table = only(read(drawn(page), reader))
    assert [[cell.text.lstrip("-") for cell in row] for row in table.rows] == [["\ufffd" * (1 + said.isdecimal() + 1), "34"], ["56", "78"]]


@pytest.mark.parametrize(("size", "rise"), [(6, 0), (6, -2), (8, 0), (8.3, -1)])
def test_smaller_digit_behind_a_number_makes_it_none(reader, size, rise):
    """The mark of a note that was not raised."""
    def page(canvas: Canvas) -> None:
        for r, row in enumerate([["12", "34"], ["56", "78"]]):
            for c, said in enumerate(row):
                text(canvas, 105 + 60 * c, 110 + 20 * r, said)
                if (r, c) == (0, 0):
                    canvas.setFont("Helvetica", size)
                    canvas.drawString(105 + 2 * 5.56, SIZE[1] - 110 - 10 / 3 + rise, "1")

    assert [p.text.split() for p in read(drawn(page), reader).paragraphs] == [["\ufffd" * 3, "34"], ["56", "78"]]


@pytest.mark.parametrize("split", [False, True])
@pytest.mark.parametrize("at", [None, 1, 3])
def test_number_that_an_annotation_goes_on_is_none(reader, at, split):
    """In the page's own type and size, on the same line. The page itself may draw a number in several goes, as browsers do."""
    rows = [[str(100 * r + c) for c in (11, 12, 13)] for r in range(1, 5)]

    def page(canvas: Canvas) -> None:
        for r, row in enumerate(rows):
            for c, said in enumerate(row):
                x, width = 105 + 60 * c, canvas.stringWidth(said[:1], "Helvetica", 10)
                for left, part in [(x, said[:1]), (x + width, said[1:])] if split else [(x, said)]:
                    text(canvas, left, 110 + 20 * r, part)

    file = pypdfium2.PdfDocument(drawn(page))
    if at is not None:
        sheet, top = file[0], SIZE[1] - 110 - 20 * at
        said = pdfium.FPDFPageObj_NewTextObj(file, b"Helvetica", 10)
        pdfium.FPDFText_SetText(said, (pdfium.FPDF_WCHAR * 2)(*b"6", 0))
        pdfium.FPDFPageObj_Transform(said, 1, 0, 0, 1, 225 + 3 * 5.56, top - 10 / 3)
        note = pdfium.FPDFPage_CreateAnnot(sheet, pdfium.FPDF_ANNOT_STAMP)
        pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(241, top + 20, 260, top - 10))
        assert pdfium.FPDFAnnot_AppendObject(note, said)
        pdfium.FPDFPage_CloseAnnot(note)
    file.save(out := io.BytesIO())
    shown = [p.text.split()[-1] for p in read(out.getvalue(), reader).paragraphs]
    assert shown == [row[-1] if r != at else "\ufffd" * 4 for r, row in enumerate(rows)]


@pytest.mark.parametrize("said", ["-12", "0.6", "11"])
def test_shadow_a_point_off_is_bold(reader, said):
    def page(canvas: Canvas) -> None:
        grid(canvas, [["3", "4"], ["5", ""]])
        text(canvas, 165, 130, said)
        text(canvas, 166, 130, said)

    assert common.texts(only(read(drawn(page), reader))) == [["3", "4"], ["5", said]]


@pytest.mark.parametrize("under", [True, False])
def test_large_text_over_unruled_rows_is_left_out(reader, under):
    rows = [["one", "12", "345"], ["two", "67", "890"], ["three", "24", "135"]]

    def page(canvas: Canvas) -> None:
        def mark() -> None:
            canvas.setFillColorRGB(0.9, 0.3, 0.3)
            text(canvas, 100, 130, "SAMPLE ONLY", 40)
            canvas.setFillColorRGB(0, 0, 0)

        if under:
            mark()
        text(canvas, 100, 60, "Report", 22)
        for r, row in enumerate(rows):
            for c, said in enumerate(row):
                text(canvas, 110 + 90 * c, 110 + 20 * r, said)
        if not under:
            mark()

    document = read(drawn(page), reader)
    assert [p.text.split() for p in document.paragraphs] == [["Report"], *rows]
    assert document.warnings


def test_information_dictionary(reader):
    document = read(writer.write(common.blocks("2021"), "示例标题"), reader)
    assert document.title == "示例标题"
    assert document.meta["Author"] == "示例"
    assert document.reader == reader


def test_encrypted(reader):
    with pytest.raises(ReadError) as caught:
        read(drawn(lambda c: grid(c, ROWS), encrypt=StandardEncryption("secret")), reader)
    assert caught.value.kind == "encrypted"
    assert read(drawn(lambda c: grid(c, ROWS), encrypt=StandardEncryption("", ownerPassword="x")), reader).tables


@pytest.mark.parametrize("junk", [bytes(9000), b"\r\n<html>" + b"<p>x</p>" * 2000])
def test_what_a_server_adds_behind_the_end_harms_nothing(reader, junk):
    assert read(drawn(lambda c: text(c, 100, 100, "示例 12")) + junk, reader).paragraphs


def test_cut_off(reader):
    data = writer.write(common.blocks("2021"), "示例")
    for part in range(1, 10):
        with pytest.raises(ReadError) as caught:
            read(data[: len(data) * part // 10], reader)
        assert caught.value.kind == "corrupt"


def test_no_text(reader):
    with pytest.raises(ReadError) as caught:
        read(drawn(lambda c: box(c, 10, 10, 20, 20)), reader)
    assert caught.value.kind == "empty"


def test_pictures_only(reader):

    with pytest.raises(ReadError) as caught:
        read(drawn(lambda c: c.drawImage(ImageReader(Image.new("L", (200, 300), 128)), 0, 0, 595, 842)), reader)
    assert caught.value.kind == "needs_ocr"


def test_characters_made_shapes_are_a_picture(reader):
    """As designers hand a report to the printer: no text is left, but there is something to be seen."""
    def page(canvas: Canvas) -> None:
        for n in range(60):
            shape = canvas.beginPath()
            shape.moveTo(100 + 5 * n, 400)
            for corner in range(8):
                shape.lineTo(100 + 5 * n + corner % 3, 400 + corner)
            shape.close()
            canvas.drawPath(shape, stroke=0, fill=1)

    with pytest.raises(ReadError) as error:
        read(drawn(page), reader)
    assert error.value.kind == ("needs_ocr" if reader == "pdfium" else "empty")


def test_font_without_characters(reader):
    """A font whose map was lost: its numbers cannot be known."""
    data = writer.write(common.blocks("2021"), "示例")
    assert b"/ToUnicode" in data
    assert "TTFont" in str(type(pdfmetrics.getFont("SampleCJK")))
    broken = data.replace(b"/ToUnicode", b"/ToNowhere")
    with pytest.raises(ReadError) as caught:
        read(broken, reader)
    assert caught.value.kind == "unreadable_font"


def on_sheets(*pages: Callable[[Canvas], None]) -> bytes:
    """The pages two by two on sheets as wide as both."""
    pdf = pypdfium2.PdfDocument(drawn(*pages))
    sheets, out = pypdfium2.PdfDocument(pypdfium2.raw.FPDF_ImportNPagesToOne(pdf.raw, 2 * SIZE[0], SIZE[1], 2, 1)), io.BytesIO()
    sheets.save(out)
    return out.getvalue()


@pytest.mark.parametrize("ruled", [True, False])
def test_two_pages_on_one_sheet_are_two(reader, ruled):
    def page(name: str) -> Callable[[Canvas], None]:
        def write(canvas: Canvas) -> None:
            text(canvas, 100, 60, f"title of the page called {name}")
            for r in range(6):
                row = [name, str(11 + r), str(31 + r)]
                grid(canvas, [row], top=100 + 20 * r) if ruled else text(canvas, 100, 110 + 20 * r, "     ".join(row))
        return write

    document = read(on_sheets(page("alpha"), page("beta"), page("gamma")), reader)
    said = [t for table in document.tables for row in common.texts(table) for t in row] if ruled else " ".join(p.text for p in document.paragraphs).split()
    assert [t for t in said if t in ("alpha", "beta", "gamma") or t.isdecimal()].count("beta") == 6 + (not ruled)
    assert [p.text.split()[-1] for p in document.paragraphs if "title" in p.text] == ["alpha", "beta", "gamma"]
    assert said.index("beta") > len(said) - 1 - said[::-1].index("alpha")
    assert document.pages == 4


@pytest.mark.parametrize(("rows", "gone"), [(4, True), (1, False)])
def test_row_that_lacks_cells_has_none_at_its_end(reader, rows, gone):
    """A browser draws one blank area for them; an author merges the blank cells of a table of few rows."""
    def page(canvas: Canvas) -> None:
        full = [[f"row{r}", str(10 + r), str(20 + r), str(30 + r)] for r in range(rows)]
        grid(canvas, full)
        grid(canvas, [["short", "77"]], top=100 + 20 * rows)
        box(canvas, 220, 100 + 20 * rows, 340, 120 + 20 * rows)

    *_, last = only(read(drawn(page), reader)).rows
    assert [c.text for c in last] == ["short", "77", *([] if gone else [""])]


def test_wide_page_with_values_far_from_their_labels_is_one(reader):
    def page(canvas: Canvas) -> None:
        canvas.setPageSize((842, 595))
        for r, said in enumerate(["requests received this year", "of them by letter", "answered"]):
            canvas.drawString(60, 500 - 20 * r, said)
            canvas.drawString(640, 500 - 20 * r, f"{31 + r} pc")

    document = read(drawn(page), reader)
    assert [p.text.split() for p in document.paragraphs][1][-2:] == ["32", "pc"]
