"""Word files by someone who never saw the readers: what a cell shows, whichever way its format is said."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from etl.extract import extract
from etl.numbers import read_cell
from etl.report import Origin


def shown(mark: Callable[[Run], None], number: str = "12", other: str = "1") -> int | float | None:
    """The number read from a cell that prints ``number`` and behind it ``other``, formatted by ``mark``."""
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "信息内容", "本年处理决定数量", "行政许可"
    paragraph = table.cell(1, 1).paragraphs[0]
    if number:
        paragraph.add_run(number)
    mark(paragraph.add_run(other))
    out = io.BytesIO()
    document.save(out)
    read = extract(out.getvalue(), Origin(name="report.docx")).tables[0]
    return read_cell(read.rows[1][1].text).value


def styled(word: str) -> Callable[[Run], None]:
    """A character style, based on another that has the property."""
    def mark(run: Run) -> None:
        styles = run.part.document.styles
        base = styles.add_style("注", WD_STYLE_TYPE.CHARACTER)
        setattr(base.font, word, True)
        run.style = styles.add_style("注标", WD_STYLE_TYPE.CHARACTER)
        run.style.base_style = base
    return mark


def lifted(half_points: str) -> Callable[[Run], None]:
    def mark(run: Run) -> None:
        position = OxmlElement("w:position")
        position.set(qn("w:val"), half_points)
        run._r.get_or_add_rPr().append(position)
    return mark


@pytest.mark.parametrize("mark", [styled("superscript"), lifted("8"), styled("strike"), styled("hidden")])
def test_a_mark_behind_a_number_is_no_digit_of_it(mark):
    assert shown(mark) == 12


@pytest.mark.parametrize(("mark", "number"), [(lifted("2"), "12"), (lifted("8"), ""), (styled("superscript"), ""), (styled("bold"), "12")])
def test_a_number_is_whole_however_it_is_formatted(mark, number):
    assert shown(mark, number) == int(number + "1")


@pytest.mark.parametrize("mark", ["{\\super 1}", "\\super 1\\nosupersub ", "{\\up6 2}", "{\\strike 4}", "{\\striked1 4}", "{\\v 9}", "{\\mvf 9}"])
def test_a_mark_behind_a_number_of_an_rtf(mark):
    row = "\\trowd\\cellx2000\\cellx4000\\intbl %s\\cell %s\\cell\\row\n"
    text = "{\\rtf1\\ansi\n" + row % ("a", "12" + mark) + row % ("b", "{\\super 7}") + "\\pard end\\par}"
    cells = extract(text.encode(), Origin(name="report.rtf")).tables[0].rows
    assert [read_cell(r[1].text).value for r in cells] == [12, 7]


@pytest.mark.parametrize(("written", "shown"), [("\\fs24 43\\fs12 2", "43 2"), ("\\fs12 43{\\fs12 2}", "432"), ("43{\\fs18 2}", "432")])
def test_a_digit_in_small_type_of_an_rtf(written, shown):
    text = "{\\rtf1\\ansi\n" + f"\\trowd\\cellx2000\\cellx4000\\intbl a\\cell {written}\\cell\\row\n" * 2 + "\\pard end\\par}"
    assert extract(text.encode(), Origin(name="report.rtf")).tables[0].rows[0][1].text == shown
