"""Reports for the tests of load and publish: one truth in words of our own, and any report hypothesis can think of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from etl import forms
from etl.errors import ReadError
from etl.load.schema import APPLICANTS, LEVELS, QUALITIES, SEVERITIES
from etl.numbers import read_cell
from etl.report import ExtraRow, Fact, Finding, Identity, Origin, Outcome, Report, ReportCell, Section, State

TOWN = "示例县甲镇人民政府"
#: What each applicant column of a row adds to the row's first number.
_DETAIL = ("denied_state_secret", "denied_process_information", "unavailable_not_held", "rejected_duplicate")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def cell(table: str, row: str, column: str, printed: str, **place: object) -> ReportCell:
    reading = read_cell(printed)
    return ReportCell(table, row, column, reading.value, reading.printed, reading.state, reading.unit, **place)  # type: ignore[arg-type]


def cells_2021(new: int = 8, carried_in: int = 1, carried_forward: int = 2, review: int = 1, **printed: str) -> list[ReportCell]:
    """A whole report after the form of 2021 that adds up; all requests come from natural persons.

    ``printed`` gives other text to ``row__column`` of the applications table.
    """
    processed = new + carried_in - carried_forward
    values = {"new_received": new, "carried_in": carried_in, "granted": processed - 2, "partially_granted": 1,
              "denied_state_secret": 1, "total_processed": processed, "carried_forward": carried_forward}
    found = []
    form = forms.load("2021")
    applications = form.table("applications")
    assert applications
    for i, row in enumerate(applications.data_rows):
        for j, column in enumerate(APPLICANTS):
            value = values.get(row.code, 0) if column in ("natural_person", "total") else 0
            text = printed.get(f"{row.code}__{column}", str(value))
            found.append(cell("applications", row.code, column, text, page=2, table_index=1, row_index=i + 3,
                              column_index=j + 3, bbox=(10.0 * j, 20.5, 10.0 * j + 9, 30.25), form="2021"))
    for name, row_code, column_code, text in (
        ("art20_1", "normative_documents", "issued_this_year", "3"), ("art20_1", "normative_documents", "repealed_this_year", "1"),
        ("art20_1", "normative_documents", "in_force", "12"), ("art20_1", "regulations", "issued_this_year", "/"),
        ("art20_5", "administrative_licensing", "decisions", ""), ("art20_6", "administrative_penalty", "decisions", "5"),
        ("art20_6", "administrative_coercion", "decisions", "0"), ("art20_8", "administrative_fees", "fees_collected", "16.877万元"),
    ):
        one = cell(name, row_code, column_code, text, table_index=0)
        found.append(replace(one, unit="万元", value_yuan=168770) if name == "art20_8" else one)
    for channel in forms.CHANNELS:
        total = review if channel == "review" else 0
        for outcome in forms.OUTCOMES:
            number = total if outcome in ("corrected", "total") else 0
            found.append(cell("review_litigation", "cases", f"{channel}_{outcome}", str(number), table_index=2, row_index=3))
    return found


def report(
    publisher: str | None = TOWN, year: int | None = 2022, data: str = "", *, published_on: str | None = "2023-01-20",
    cells: list[ReportCell] | None = None, text: str = "本镇公开政府信息，办理行政复议一件。", level: str | None = "township",
    region: str | None = "浙江省/宁波市/宁海县", region_code: str | None = "330226", quality: str = "clean", form: str | None = "2021",
    **more: object,
) -> Report:
    found = cells_2021() if cells is None else cells
    seed = f"{publisher}{year}{data}{text}{[(c.key, c.printed) for c in found]}"
    title = f"{publisher}{year}年政府信息公开工作年度报告（示例）"
    return Report(
        sha256=sha(seed), media_type="text/html",
        identity=Identity(publisher, year, title, published_on, level, region, region_code),  # type: ignore[arg-type]
        form=form, cells=tuple(found), quality=quality, reader="lxml",  # type: ignore[arg-type]
        sections=(Section(1, "一、总体情况", text), Section(5, "五、存在的主要问题及改进情况", "人手少，明年改进。")), **more,  # type: ignore[arg-type]
    )


def outcome(found: Report) -> Outcome:
    return Outcome(found.sha256, report=found)


def failed(kind: str = "encrypted", name: str = "a") -> Outcome:
    return Outcome(sha(name), error=ReadError(kind, "this file needs a password"))  # type: ignore[arg-type]


def origin(url: str | None = "http://town.example.gov.cn/1.html", at: str | None = "2023-02-01T00:00:00Z", **more: object) -> Origin:
    return Origin(url=url, fetched_at=at, **more)  # type: ignore[arg-type]


# Anything at all

_TEXT = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(["", "/", "０", "1,024", "无", "16.877万元", "x\ud800y", "a\0b"])
_NUMBER = (
    st.integers(-(2**66), 2**66) | st.floats(allow_nan=True, allow_infinity=True) | st.integers(0, 500) | st.sampled_from([16.0, 0.1, 1e18, 1e22, -0.0])
)
_INDEX = st.none() | st.integers(0, 40)
_CODES = [
    (t.id, r.code, c.code) for form in forms.forms() for t in form.tables for r in t.rows for c in t.columns
]
_STRANGE = [("applications", "unheard_of", "org_subtotal"), ("art20_1", "x", "y"), ("elsewhere", "a", "b"), ("review_litigation", "cases", "other")]


@st.composite
def _cells(draw: st.DrawFn) -> ReportCell:
    state = draw(st.sampled_from(list(State)))
    value = draw(_NUMBER) if state is State.NUMBER else None
    plain = value is not None and draw(st.booleans())
    table, row, column = draw(st.sampled_from(_CODES) | st.sampled_from(_STRANGE))
    return ReportCell(
        table, row, column, value, str(value) if plain else draw(_TEXT), state, draw(st.none() | st.sampled_from(["件", "万元"])),
        draw(st.none() | st.integers(0, 10**9)) if state is State.NUMBER else None, draw(st.none() | st.sampled_from(forms.IDS)),
        draw(_INDEX), draw(_INDEX), draw(_INDEX), draw(_INDEX), draw(st.none() | st.tuples(*[st.floats(-1e4, 1e4)] * 4)),
        draw(st.none() | _TEXT),
    )


_VALUE = st.none() | _NUMBER | _TEXT
any_report = st.builds(
    Report, st.builds(sha, st.text(max_size=4)), st.just("text/html"),
    st.builds(Identity, st.none() | _TEXT, st.none() | st.integers(2004, 2030), st.none() | _TEXT, st.none() | st.just("2023-01-01"),
              st.none() | st.sampled_from(LEVELS), st.none() | _TEXT, st.none() | st.sampled_from(["330226", "990101", "330226101", "x"])),
    st.none() | st.sampled_from(forms.IDS),
    sections=st.lists(st.builds(Section, _INDEX, _TEXT, _TEXT), max_size=3).map(tuple),
    cells=st.lists(_cells(), max_size=25).map(tuple),
    extras=st.lists(st.builds(ExtraRow, st.just("art20_1"), _TEXT, st.lists(_TEXT, max_size=3).map(tuple), st.none() | _TEXT, _INDEX, _INDEX, _INDEX), max_size=2).map(tuple),
    facts=st.lists(st.builds(Fact, st.just("wechat_followers"), _VALUE, st.none() | _TEXT, st.booleans(), _INDEX, _TEXT, _INDEX, _INDEX), max_size=3).map(tuple),
    findings=st.lists(st.builds(Finding, st.just("A2"), st.sampled_from(SEVERITIES), _TEXT, st.sampled_from(["source", "reading"]),
                                st.none() | _TEXT, st.none() | _TEXT, st.none() | _TEXT, _VALUE, _VALUE), max_size=3).map(tuple),
    warnings=st.lists(_TEXT, max_size=2).map(tuple), quality=st.sampled_from(QUALITIES), reader=st.just("lxml"),
)


def dump(db: object, without: Mapping[str, tuple[str, ...]] | tuple[str, ...] = ()) -> dict[str, list[tuple]]:
    """Every row of every table of the schema, in the order of its key."""
    from etl.load.schema import TABLES

    conn = db.conn  # type: ignore[attr-defined]
    return {
        t.name: conn.execute(f'SELECT * FROM "{t.name}" ORDER BY {", ".join(t.key)}').fetchall()
        for t in TABLES if t.name not in without
    }
