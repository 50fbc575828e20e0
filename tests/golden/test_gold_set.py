"""The gold set in small: official layouts are read whole, odd ones never silently wrong. ``python -m bench.gold`` is the large run."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.gold.cases import FORMS, build
from bench.gold.formats import FORMATS, OFFICE
from bench.gold.measure import make, measure
from bench.gold.perturb import PERTURBATIONS
from etl.process import process
from etl.report import Origin, State
from tests.sites import text

#: Layouts that were once read wrongly: form, format, seed, change.
_FOUND = (
    ("2021", "markdown", "1.2", "none"),
    ("2021", "html-word", "2.1", "decoy_table"),
    ("2014", "html", "2.3", "decoy_table"),
    ("2019", "html-bare", "1.2", "decoy_table"),
    ("mixed", "text-spaced", "2.2", "rows_swapped"),
    ("2021", "text-tika", "4.0", "group_rows_with_numbers"),
    ("2019", "html", "1.0", "blanks_dropped"),
    ("2019", "pdf", "5.1", "region_beside_authority"),
    ("2014", "pdf", "j3.3", "none"),
    ("mixed", "html-lines", "8228.1", "headings_numbered_otherwise"),
    ("2008", "docx-framed", "7117.0", "none"),
    ("mixed", "text-frames", "1.2", "table_in_two"),
    ("2021", "html", "88.0", "labels_of_parts_lost"),
    ("2021", "html-positioned", "88.0", "labels_of_parts_lost"),
    ("2021", "docx-framed", "424242.0", "group_rows_with_numbers+labels_of_parts_lost"),
    ("2021", "html", "t.1", "disputes_in_totals"),
    ("2021", "html", "t.2", "disputes_in_totals"),
    ("2021", "pdf", "501.0", "lines_in_labels+group_rows_with_numbers"),
    ("2019", "pdf-half-ruled", "7002.1", "region_beside_authority+lines_in_labels"),
    ("2019", "text-dashes", "7002.1", "blanks_hold_spaces"),
    ("2019", "excel-xml", "7001.2", "headings_worded_otherwise"),
    ("2019", "pdf-half-ruled", "7004.0", "thousands_separated+captions_of_tables+row_of_other_documents"),
    ("mixed", "html-positioned", "7004.2", "only_totals_filled+totals_of_outcomes_blank"),
    ("2021", "pdf-torn-rows", "7004.0", "last_year_below"),
    ("2019", "pdf-unruled", "7009.0", "headings_gone"),
    ("2021", "html-positioned", "7009.0", "lines_in_labels"),
    ("2021", "text-spaced", "7011.1", "blanks_dropped"),
    ("2019", "pdf-half-ruled", "8001.0", "decoy_table+last_year_below"),
    ("2014", "pdf", "8004.1", "signed_and_dated+last_year_below"),
    ("2014", "text-spaced", "8011.0", "title_missing"),
    ("2019", "html-positioned", "8010.1", "spaces_in_labels+lines_in_labels"),
    ("2014", "html-positioned", "8007.0", "thousands_separated+decoy_table+lines_in_labels+units_in_labels"),
    ("2021", "html", "8001.1", "region_beside_authority+last_year_below"),
)


#: A scan takes a minute, LibreOffice seconds: their readers have tests of their own, and these run with ``make test-all``.
_QUICK = [name for name, style in FORMATS.items() if not (style.slow or style.office)]
#: Each layout is tried on the forms in turn, and on today's; the large run tries all on all.
_TURNS = [(name, FORMS[i % len(FORMS)]) for i, name in enumerate(FORMATS)]
_ALL = [
    *(pair if pair[0] in _QUICK else pytest.param(*pair, marks=pytest.mark.slow) for pair in _TURNS),
    *(pytest.param(name, "2021", marks=pytest.mark.slow) for name, form in _TURNS if form != "2021"),
]


@pytest.mark.parametrize(("name", "form"), _ALL)
def test_official_layout_is_read_whole(name: str, form: str) -> None:
    if FORMATS[name].office and OFFICE is None:
        pytest.skip("LibreOffice, which writes this format, is not installed")
    tally, bad = measure(form, name, "official", only=["none"])
    if name == "pdf-scan-poor":
        assert tally.silent == 0, bad[:3]  # what such a scan does not show is said, not guessed
        return
    assert (tally.right, tally.wrong, tally.missing) == (tally.cells, 0, 0), bad[:3]
    assert (tally.facts_right, tally.facts_wrong, tally.identity, tally.alarms) == (tally.facts, 0, {}, {}), bad[:3]


@pytest.mark.parametrize(("form", "name", "seed", "change"), _FOUND)
def test_layout_once_read_wrongly(form: str, name: str, seed: str, change: str) -> None:
    tally, bad = measure(form, name, seed, only=change.split("+"))
    assert (tally.right, tally.wrong) == (tally.cells, 0), bad[:3]
    assert (tally.facts_right, tally.facts_wrong, tally.identity) == (tally.facts, 0, {}), bad[:3]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_text_that_lost_its_repeated_lines_is_not_guessed(form: str) -> None:
    """Nobody can tell where the numbers stood that are left: a mirror printed each line once."""
    case = build(form, "repeats")
    lines = dict.fromkeys(text.flat(case.parts).split("\n\n"))
    report = process("\n\n".join(lines).encode(), Origin(name="t.txt")).report
    assert report is not None
    assert report.quality in ("needs_review", "unreadable")
    assert all(c.value == case.expected[c.key].value for c in report.cells if c.state is State.NUMBER)


@given(form=st.sampled_from(FORMS), name=st.sampled_from(sorted(_QUICK)), seed=st.integers(0, 10**6).map(str))
@settings(max_examples=settings().max_examples // 3, deadline=None, derandomize=True)
def test_no_layout_is_silently_wrong(form: str, name: str, seed: str) -> None:
    tally, bad = measure(form, name, seed)
    assert tally.silent == 0, [b for b in bad if b.kind == "silent"][:3]


def test_a_report_is_broken_only_where_the_numbers_that_are_left_show_it() -> None:
    """A blank takes the sums that it stands in out of play: what no other sum sees is no fault to be found."""
    tally, bad = measure("mixed", "rtf", "1.15", only=["random_blanks", "outcomes_are_wrong"])
    assert tally.undetected == 0, bad


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_gives_the_same_case(form: str) -> None:
    for name in ("html", "docx", "pdf", "xlsx"):
        (first, data), (second, again) = make(form, name, "same"), make(form, name, "same")
        assert (first.expected, data) == (second.expected, again)
    assert build(form, "same").parts != build(form, "other").parts


def test_every_change_finds_something_to_change() -> None:
    for change in PERTURBATIONS.values():
        form = next(f for f in FORMS if f in change.forms)
        name = next(n for n, f in FORMATS.items() if change.suits(form, f.family))
        assert any(make(form, name, f"{change.name}{i}", only=[change.name])[0].applied == [change.name] for i in range(8)), change.name
