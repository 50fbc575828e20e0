"""Tables computed from what was read: metrics, coverage, comparisons, likenesses."""

from __future__ import annotations

from collections.abc import Iterator

from etl.load.indicators import GROWTHS, RATES, SUMS, TOTALS
from etl.load.schema.model import COVERAGE_STATES, Column, Table
from etl.load.schema.shared import FORM, LEVEL, QUALITY, REGION_CODES, REPORT

RANKED_RATES = ("refusal_rate", "disclosure_rate", "unavailable_rate", "backlog_rate", "review_correction_rate",
                "litigation_correction_rate", "dispute_rate", "request_growth")
RANKED_TOTALS = ("requests", "fees_collected_yuan")
#: The printed numbers and the rates that are summed up by year: all requests, and refusals by their ground.
SUMMED_TOTALS = ("requests", *next(s.terms for s in SUMS if s.code == "denied_total"))
SUMMED_RATES = tuple(code for code in RANKED_RATES if code != "request_growth")


def _metrics_columns() -> Iterator[Column]:
    yield REPORT
    yield Column("agency_id", "TEXT", "机关编号", "Publishing authority", references="agencies.id")
    yield Column("year", "INTEGER", "报告年度", "Year reported on")
    yield Column("region_code", "TEXT", "区划代码", "Division code", references="regions.code")
    yield from REGION_CODES
    yield LEVEL
    yield FORM
    yield QUALITY
    for total in TOTALS:
        yield Column(total.code, "NUMERIC", total.zh, total.en)
    for computed in SUMS:
        yield Column(computed.code, "NUMERIC", computed.zh, computed.en)
    for rate in (*RATES, *GROWTHS):
        yield Column(rate.code, "REAL", rate.zh, rate.en)
        yield Column(f"{rate.code}_numerator", "NUMERIC", f"{rate.zh}：分子", f"{rate.en}: numerator")
        yield Column(f"{rate.code}_denominator", "NUMERIC", f"{rate.zh}：分母", f"{rate.en}: denominator")
    yield Column(
        "missing", "JSON", "未能计算的指标及原因：{指标: [缺少的数字]}，分母为零时为 [\"zero\"]",
        "Why a figure is NULL: {code: [missing figures]}, or [\"zero\"] for a denominator of zero; rates of other forms are left out",
    )


def _place_columns() -> Iterator[Column]:
    yield Column("region_code", "TEXT", "区划代码", "Division code", True, "regions.code")
    yield Column("year", "INTEGER", "报告年度", "Year reported on", True)
    yield Column("reports", "INTEGER", "报告份数", "Reports", True)
    for rate in RATES:
        if rate.code in SUMMED_RATES:
            yield Column(f"{rate.code}_n", "INTEGER", f"{rate.zh}：可算的报告份数", f"{rate.en}: reports that have it", True)
            yield Column(f"{rate.code}_numerator", "NUMERIC", f"{rate.zh}：分子之和", f"{rate.en}: sum of numerators")
            yield Column(f"{rate.code}_denominator", "NUMERIC", f"{rate.zh}：分母之和", f"{rate.en}: sum of denominators")


DERIVED = (
    Table(
        "metrics", "derived", "指标", "Metrics",
        "每份报告一行，供排名与作图。合计与比率由所印数字算出；缺一项即为空，原因见 missing。",
        "One row per report, for ranking and charts. Sums and rates are computed from printed cells; one missing term makes them NULL, see missing.",
        tuple(_metrics_columns()), ("report_id",),
        (("agency_id", "year"), ("year", "level"), ("province_code", "year"), ("prefecture_code",), ("county_code",), ("form",), ("quality",),
         # What is asked for most, from the top: read in order, not sorted.
         ("requests",), ("disclosure_rate",),
         ("fees_collected_yuan",),
         # Rates of a few cases fill the top: they are passed over without a look at the rows.
         *((code, f"{code}_denominator", "year", "level") for code in ("refusal_rate", "backlog_rate")),
         ("review_corrected", "review_correction_rate", "review_correction_rate_denominator", "year", "level"),
         ("litigation_corrected", "litigation_total", "year", "level"),
         # The rankings asked for most: a year's are read from the index alone, for the rows are wide.
         *(("year", "level", code, f"{code}_denominator", "form") for code in RANKED_RATES),
         *(("year", "level", code, "form") for code in RANKED_TOTALS)),
    ),
    Table(
        "place_years", "derived", "分地区合计", "Sums by place and year",
        "每个区划（连同下级）每年度一行：报告份数，及各比率分子、分母之和；只加算得出该比率的报告。政府的报告可能已含所属部门，合计只宜粗看。",
        "One row per division, with all below it, and year: how many reports, and for each rate the sums of numerators and denominators over the "
        "reports that have it. A government's report may include its departments: the sums are a rough view.",
        tuple(_place_columns()), ("region_code", "year"), (("year",),), clustered=True,
    ),
    Table(
        "year_sums", "derived", "分年度合计", "Sums by year",
        "每年度、层级、格式与指标一行：只加印有该数字（或算得出该比率）的报告，份数列在旁边。2018 与 2019 年之间格式改变，不可相接。",
        "One row per year, level, form and figure: sums over the reports that have it, with their number beside. The form changed between 2018 and "
        "2019: do not join across.",
        (
            Column("year", "INTEGER", "报告年度", "Year reported on", True), LEVEL, FORM,
            Column("code", "TEXT", "指标代码，见 indicators", "Code of the figure, see indicators", True),
            Column("reports", "INTEGER", "报告份数", "Reports", True),
            Column("with_figure", "INTEGER", "有此数字的报告份数", "Reports that have the figure", True),
            Column("above_zero", "INTEGER", "其中大于 0 的份数", "Reports in which it is above 0", True),
            Column("total", "NUMERIC", "合计；比率为分子之和", "Sum; of a rate, of its numerators"),
            Column("denominator", "NUMERIC", "比率的分母之和", "Of a rate, the sum of its denominators"),
        ),
        ("year", "level", "form", "code"), (("code", "year"),),
    ),
    Table(
        "indicators", "derived", "指标定义", "Definitions of the metrics",
        "metrics 各列的定义与算式。", "How each figure of metrics is defined.",
        (
            Column("code", "TEXT", "代码，即 metrics 的列名", "Code, the name of the column in metrics", True),
            Column("position", "INTEGER", "次序", "Order", True),
            Column("kind", "TEXT", "种类：total 所印数字、sum 合计、share 占比、ratio 比值", "total (a printed cell), sum, share or ratio", True,
                   one_of=("total", "sum", "share", "ratio")),
            Column("label_zh", "TEXT", "中文名称", "Name in Chinese", True),
            Column("label_en", "TEXT", "英文名称", "Name in English", True),
            Column("numerator", "TEXT", "分子或算式", "Numerator, or what the figure is made of", True),
            Column("denominator", "TEXT", "分母", "Denominator of a share or ratio"),
            Column("forms", "TEXT", "适用的格式代次", "Generations of the form that have it", True),
            Column("note_zh", "TEXT", "读法（中文）", "How to read it, in Chinese"),
            Column("note_en", "TEXT", "读法（英文）", "How to read it, in English"),
        ),
        ("code",),
    ),
    Table(
        "coverage", "derived", "发布情况", "Coverage",
        "机关在首末两个年度之间以及到最近应公布年度为止，每年度是否发布。截止日：2019 年度起部门、乡镇为次年 1 月 31 日，政府为 3 月 31 日；此前均为 3 月 31 日。",
        "Whether an authority published, for every year from its first to the last that was due when its site was last looked at. "
        "Due: from 2019 on 31 January for departments and townships, 31 March for governments; before that 31 March.",
        (
            Column("agency_id", "TEXT", "机关编号", "Publishing authority", True, "agencies.id"),
            Column("year", "INTEGER", "报告年度", "Year reported on", True),
            Column("state", "TEXT",
                "状态：published 已发布、late 逾期发布、doubtful_date 日期存疑、unreadable 无法读取、missing 未见、not_due 未到期",
                   "State: published, late, doubtful_date (dated so late that a site migration is likelier), unreadable, missing or not_due", True,
                   one_of=COVERAGE_STATES),
            Column("report_id", "TEXT", "报告编号", "The report", references="reports.id"),
            Column("published_on", "TEXT", "发布日期", "Date of publication"),
            Column("due_on", "TEXT", "应公布日期；层级不明时为空", "Date it was due; NULL where the level is unknown"),
            Column("days_late", "INTEGER", "逾期天数；按期为 0，日期不明为空", "Days late; 0 when on time, NULL when the date is unknown"),
            Column("checked_at", "TEXT", "未见或未到期者：最近一次查看站点的时间", "For missing and not_due: when the site was last looked at"),
        ),
        ("agency_id", "year"), (("year", "state"), ("state", "days_late"), ("state", "year"), ("report_id",)), clustered=True,
    ),
    Table(
        "similarities", "derived", "雷同", "Similar reports",
        "正文或表格与另一份报告雷同。", "Reports whose prose or tables repeat another report's.",
        (
            Column("report_id", "TEXT", "报告编号（较晚者）", "The later report", True, "reports.id"),
            Column("other_report_id", "TEXT", "雷同的报告", "The report it repeats", True, "reports.id"),
            Column("kind", "TEXT",
                "种类：previous_year 与本机关上年雷同，other_agency 与其他机关雷同", "Kind: previous_year (its own) or other_agency", True,
                   one_of=("previous_year", "other_agency")),
            Column("score", "REAL", "正文相似度（0 至 1，已遮去名称、年份与数字）",
                "Likeness of the prose, 0 to 1, after masking names, years and digits"),
            Column("characters", "INTEGER", "比较的字数", "Characters compared"),
            Column("equal_tables", "INTEGER", "非零统计表完全相同", "Equal tables: 1 where the non-zero tables are equal", True),
        ),
        ("report_id", "other_report_id"), (("other_report_id",), ("kind", "score")), clustered=True,
    ),
)
