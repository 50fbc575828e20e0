"""Layouts by someone who never saw the readers: each a whole report whose numbers a person reads without guessing."""

from __future__ import annotations

import pytest

from tests.parse.real_layouts import Draft, Sample, check_reading, draft, html_table, layout, page

BLIND: dict[str, tuple] = {}


def blind(*of: str):
    return layout(*of, among=BLIND)


# --- marks of notes, and what a style says of them --------------------------------------------------------------------


def styled(d: Draft, mark: str, sheet: str = "") -> Sample:
    """Every number of table 2 with a mark of a note behind it."""
    two = "".join(html_table(g, cell=lambda t: t + mark if t.isdigit() else t) for g in d.grids)
    sample = page(d, two=two)
    sample.data = sample.data.replace(b"</title>", f"</title><style>{sheet}</style>".encode())
    return sample


@blind()
def a_digit_raised_by_its_style(d: Draft) -> Sample:
    return styled(d, "<span style='font-size:8pt;vertical-align:super'>2</span>")


@blind()
def a_digit_raised_by_the_style_sheet(d: Draft) -> Sample:
    return styled(d, "<em class='note'>1</em>", ".note{vertical-align:super}")


@blind()
def an_old_number_struck_out_by_the_style_sheet(d: Draft) -> Sample:
    return styled(d, "<span class='old'>7</span>", ".old{color:#999;text-decoration-line:line-through}")


@pytest.mark.parametrize("name", BLIND)
def test_nothing_is_read_wrong(name):
    make, form = BLIND[name]
    check_reading(make(draft(form)))
