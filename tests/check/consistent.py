"""Consistent reports, made by program: hypothesis draws the cells that are free, the rest follows from the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from etl import forms
from etl.report import Identity, Report, ReportCell, Section, State

Values = dict[tuple[str, str, str], int | float]
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")
HEADINGS = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
            "五、存在的主要问题及改进情况", "六、其他需要报告的事项")
_counts = st.integers(0, 60)


def cell(key: tuple[str, str, str], value: int | float | None, form: str, **more: object) -> ReportCell:
    state = State.BLANK if value is None else State.NUMBER
    amounts = {"fees_collected", "procurement_amount", "request_fees_collected", "budget"}
    unit = "万元" if key[2] in amounts or key[1] in amounts else None
    made = ReportCell(*key, value, "" if value is None else str(value), state, unit=unit, form=form,
                      value_yuan=value and value * 10_000 if unit else None)
    return replace(made, **more)  # type: ignore[arg-type]


def report(values: Mapping[tuple[str, str, str], int | float | None], form: str, reader: str = "lxml") -> Report:
    """A report of a county bureau with six sections and these cells."""
    year = {"2014": 2016, "2019": 2020, "2021": 2023}[form]
    sections = tuple(Section(n, heading, "示例文字。") for n, heading in enumerate(HEADINGS, 1)) if form != "2014" else ()
    return Report(
        sha256="0" * 64, media_type="text/html", form=form, reader=reader, sections=sections,
        identity=Identity(publisher="示例县教育局", year=year, level="department", published_on=f"{year + 1}-01-15"),
        cells=tuple(cell(key, value, form) for key, value in values.items()),
    )


def changed(given: Report, key: tuple[str, str, str], **fields: object) -> Report:
    """The same report with other fields in one cell."""
    assert any(c.key == key for c in given.cells), key
    return replace(given, cells=tuple(
        replace(c, **fields) if c.key == key else c for c in given.cells))  # type: ignore[arg-type]


def valued(given: Report, key: tuple[str, str, str], value: int | float | None) -> Report:
    return changed(given, key, value=value, printed="" if value is None else str(value),
                   state=State.BLANK if value is None else State.NUMBER)


def without(given: Report, *keys: tuple[str, str, str]) -> Report:
    return replace(given, cells=tuple(c for c in given.cells if c.key not in keys))


@st.composite
def application_values(draw: st.DrawFn, form: str) -> Values:
    table = forms.load(form).table(forms.APPLICATIONS)
    assert table is not None
    outcomes = [r.code for r in table.data_rows if r.code not in
                ("new_received", "carried_in", "total_processed", "carried_forward")]
    rows: dict[str, dict[str, int]] = {r.code: {} for r in table.data_rows}
    for column in APPLICANTS:
        for code in outcomes:
            rows[code][column] = draw(_counts)
        done = sum(rows[code][column] for code in outcomes)
        ahead = draw(st.integers(0, done // 5))
        taken = draw(st.integers(0, done // 4))
        rows["total_processed"][column], rows["carried_forward"][column] = done, ahead
        rows["carried_in"][column], rows["new_received"][column] = taken, done + ahead - taken
    return {(table.id, code, column): value for code, row in rows.items()
            for column, value in {**row, "total": sum(row.values())}.items()}


@st.composite
def dispute_values(draw: st.DrawFn) -> Values:
    values: Values = {}
    for channel in forms.CHANNELS:
        parts = [draw(_counts) for _ in forms.OUTCOMES[:-1]]
        for outcome, value in zip(forms.OUTCOMES, (*parts, sum(parts)), strict=True):
            values[forms.REVIEW, "cases", f"{channel}_{outcome}"] = value
    return values


@st.composite
def proactive_values(draw: st.DrawFn, form: str) -> Values:
    values: Values = {}
    for name in forms.PROACTIVE:
        table = forms.load(form).table(name)
        for row in table.data_rows if table else ():
            for column in table.columns if table else ():
                values[name, row.code, column.code] = draw(_counts)
            if (key := (name, row.code, "items_change")) in values:
                values[key] = draw(st.integers(-int(values[name, row.code, "items_last_year"]), 50))
            if (key := (name, row.code, "fees_collected")) in values:
                values[key] = draw(st.integers(0, 10_000)) / 100
    return values


@st.composite
def statistics_values(draw: st.DrawFn) -> Values:
    table = forms.load("2014").table(forms.STATISTICS)
    assert table is not None
    values = {r.code: draw(_counts) for r in table.data_rows}
    for head in ("replies_denied", "replies", "requests_received", "requests_completed", "review_total", "litigation_total", "staff"):
        values[head] = sum(values[r.code] for r in table.children(head))
    values["proactive_items"] = max(values["proactive_normative_documents"], *(
        values[f"proactive_via_{c}"] for c in ("gazette", "website", "weibo", "wechat", "other")))
    for part, whole in (("press_conferences_by_leader", "press_conferences"), ("online_interviews_by_leader", "online_interviews")):
        values[part] = draw(st.integers(0, values[whole]))
    return {(table.id, code, "value"): value for code, value in values.items()}


@st.composite
def reports(draw: st.DrawFn, form: str) -> Report:
    if form == "2014":
        return report(draw(statistics_values()), form)
    return report({**draw(proactive_values(form)), **draw(application_values(form)), **draw(dispute_values())}, form)


def any_report() -> st.SearchStrategy[Report]:
    return st.sampled_from(("2014", "2019", "2021")).flatmap(reports)


def plain(form: str) -> Report:
    """One fixed consistent report, every operand of an identity different from 0."""
    if form == "2014":
        table = forms.load("2014").table(forms.STATISTICS)
        assert table is not None
        values = {r.code: 3 for r in table.data_rows}
        values.update(replies_denied=18, requests_received=12, requests_completed=6, review_total=9, litigation_total=9, staff=6)
        values["replies"] = sum(values[r.code] for r in table.children("replies"))
        values["requests_completed"] = values["replies"]
        values["completed_extended"] = values["replies"] - values["completed_on_time"]
        values["requests_received"] = values["replies"]
        values["requests_online"] = values["replies"] - 9
        return report({(table.id, code, "value"): v for code, v in values.items()}, form)
    values_: Values = {}
    for name in forms.PROACTIVE:
        official = forms.load(form).table(name)
        for row in official.data_rows if official else ():
            for column in official.columns if official else ():
                values_[name, row.code, column.code] = 2
    for row_code in ("regulations",):
        values_.update({k: 0 for k in values_ if k[1] == row_code})
    applications = forms.load(form).table(forms.APPLICATIONS)
    assert applications is not None
    outcomes = [r.code for r in applications.data_rows][2:-2]
    done = 5 * len(outcomes)
    heads = {"new_received": done - 1, "carried_in": 3, "total_processed": done, "carried_forward": 2}
    for row in applications.data_rows:
        each = heads.get(row.code, 5)
        for applicant in APPLICANTS:
            values_[forms.APPLICATIONS, row.code, applicant] = each
        values_[forms.APPLICATIONS, row.code, "total"] = 6 * each
    for channel in forms.CHANNELS:
        for i, outcome in enumerate(forms.OUTCOMES):
            values_[forms.REVIEW, "cases", f"{channel}_{outcome}"] = (1, 2, 3, 4, 10)[i]
    return report(values_, form)
