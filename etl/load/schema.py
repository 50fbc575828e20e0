"""The database as data: every table and column with its type, its keys and what it means in Chinese and English.

The DDL, the page ``docs/database.md``, the data package of a release and the portal's descriptions are all made from here.

How a printed cell is told apart in SQL
    One-cell-a-row tables (``proactive_disclosure``, ``statistics_2014``, ``other_cells``) carry ``value``, ``printed`` and
    ``state``; a cell that the document does not have has no row.
    Wide tables (``applications``, ``disputes``) have a column a cell. ``states`` is a JSON object that names every cell
    of the row whose state is not ``number``: ``blank``, ``not_applicable`` or ``unreadable``. So NULL in a column means
    the cell is absent, unless ``states`` names it. ``printed`` is a JSON object with the printed text of the cells whose
    text is not the plain number: always ``""`` for a blank, the mark for ``not_applicable``, what was seen for
    ``unreadable``, and for a number only where it was printed otherwise than plainly (``16.877万元``, ``５``).
    Both are NULL when they would be empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from etl import regions
from etl.forms import CHANNELS, OUTCOMES
from etl.load.indicators import GROWTHS, RATES, SUMS, TOTALS
from etl.report import FindingOrigin, Level, Quality, Severity, State

APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org", "total")
DISPUTE_OUTCOMES = OUTCOMES
LEVELS: tuple[str, ...] = get_args(Level)
QUALITIES: tuple[str, ...] = get_args(Quality)
SEVERITIES: tuple[str, ...] = get_args(Severity)
ORIGINS: tuple[str, ...] = get_args(FindingOrigin)
STATES: tuple[str, ...] = tuple(s.value for s in State)
REGION_LEVELS: tuple[str, ...] = regions.LEVELS
VERSION_STATES = ("current", "duplicate", "superseded", "alternate")
COVERAGE_STATES = ("published", "late", "doubtful_date", "unreadable", "missing", "not_due")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Literal["TEXT", "INTEGER", "NUMERIC", "REAL", "JSON", "BLOB"]
    zh: str
    en: str
    required: bool = False
    references: str | None = None
    """``table.column`` of the foreign key."""
    one_of: tuple[str, ...] = ()
    """The only values allowed, besides NULL where not required."""

    @property
    def sql_type(self) -> str:
        return "TEXT" if self.type == "JSON" else self.type


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    kind: Literal["data", "derived", "record", "internal"]
    """``data`` read from documents, ``derived`` computed from it, ``record`` what was done, ``internal`` for the house."""
    title_zh: str
    title_en: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    clustered: bool = False
    """Rows lie in the order of the key (WITHOUT ROWID): for many small rows that are read by report."""

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


_REPORT = Column("report_id", "TEXT", "报告编号", "The report", True, "reports.id")
_FORM = Column("form", "TEXT", "格式代次：2008、2014、2019、2021", "Generation of the official form: 2008, 2014, 2019 or 2021")
_PAGE = Column("page", "INTEGER", "原文页码，自 1 起", "Page of the original, from 1")
_TABLE_INDEX = Column("table_index", "INTEGER", "原文第几个表，自 0 起", "Table of the original, from 0")
_ROW_INDEX = Column("row_index", "INTEGER", "表内第几行，自 0 起", "Row within that table, from 0")
_COLUMN_INDEX = Column("column_index", "INTEGER", "表内第几列，自 0 起", "Column within that table, from 0")
_BBOX = Column("bbox", "JSON", "页面上的方框：左、上、右、下（磅）", "Box on the page: left, top, right, bottom, in points")
_NOTE = Column("note", "TEXT", "读取时的存疑说明", "Why the reading is in doubt, if it is")
_UNIT = Column("unit", "TEXT", "计量单位：印出的，否则格式规定的", "Unit: as printed, else as fixed by the form")
_PRINTED = Column("printed", "TEXT", "原文所印文字", "Text as printed", True)
_STATE = Column(
    "state", "TEXT", "单元格状态：number 数字、blank 空白、not_applicable 不适用、unreadable 无法读取",
    "State of the cell: number, blank, not_applicable or unreadable", True, one_of=STATES,
)
_YUAN = Column(
    "value_yuan", "NUMERIC", "折合元；单位未印出且格式未规定时为空",
    "Amount in yuan; NULL where the unit is neither printed nor fixed by the form",
)
_POSITION = Column("position", "INTEGER", "次序，自 0 起", "Order, from 0", True)
_WIDE_TAIL = (
    Column("printed", "JSON", "所印文字不是普通数字的单元格：{列: 文字}", "Cells whose printed text is not the plain number: {column: text}"),
    Column("states", "JSON", "状态不是数字的单元格：{列: 状态}；未列出且为空值者，原文没有该单元格",
           "Cells whose state is not number: {column: state}; a NULL not named here is a cell that the document does not have"),
    _UNIT, _FORM, _PAGE, _TABLE_INDEX, _ROW_INDEX,
    Column("column_indexes", "JSON", "各单元格在表内的列号，按列的次序", "Column of each cell within the table, in the order of the columns"),
    Column("bboxes", "JSON", "各单元格在页面上的方框，按列的次序", "Box of each cell on the page, in the order of the columns"),
    Column("details", "JSON", "与本行其他单元格不同之处（页码、单位、说明等）", "What sets a cell apart from the rest of its row (page, unit, note …)"),
)
_APPLICANT_LABELS = {
    "natural_person": ("自然人", "natural persons"),
    "business": ("商业企业", "businesses"),
    "research": ("科研机构", "research institutions"),
    "public_interest": ("社会公益组织", "public-interest organisations"),
    "legal_service": ("法律服务机构", "legal service providers"),
    "other_org": ("其他法人或组织", "other organisations"),
    "total": ("总计（原文所印）", "total as printed"),
}
_OUTCOME_LABELS = {
    "upheld": ("结果维持", "upheld"),
    "corrected": ("结果纠正", "corrected"),
    "other_result": ("其他结果", "other result"),
    "pending": ("尚未审结", "pending"),
    "total": ("总计（原文所印）", "total as printed"),
}
_REGION_CODES = (
    Column("province_code", "TEXT", "省级区划代码", "Code of the province", references="regions.code"),
    Column("prefecture_code", "TEXT", "地级区划代码", "Code of the prefecture", references="regions.code"),
    Column("county_code", "TEXT", "县级区划代码", "Code of the county", references="regions.code"),
)
_LEVEL = Column(
    "level", "TEXT", "机关层级：部委、省、市、县、乡镇街道、部门",
    "Level: ministry, province, prefecture, county, township (a government at its tier) or department", one_of=LEVELS,
)
_QUALITY = Column(
    "quality", "TEXT", "读取质量：clean 无误、source_errors 原文有误、needs_review 待核、unreadable 无法读取、no_tables 无统计表",
    "Quality of the reading: clean, source_errors (the document contradicts itself), needs_review, unreadable or no_tables", True, one_of=QUALITIES,
)
_FTS = Column("fts_id", "INTEGER", "全文索引键", "Key of the full-text index", True)

_CORE = (
    Table(
        "regions", "data", "行政区划", "Administrative divisions",
        "现行县级以上区划全部载入，乡级与旧区划按需载入。",
        "Every present division down to the county; townships and former divisions as reports name them.",
        (
            Column("code", "TEXT", "区划代码：县级以上 6 位，乡级 9 位", "Division code: 6 digits down to the county, 9 for a township", True),
            Column("name", "TEXT", "名称", "Name", True),
            Column("level", "TEXT", "层级", "Tier; zone: a development zone without a code of GB/T 2260", one_of=REGION_LEVELS),
            Column("parent_code", "TEXT", "上级区划代码", "Code of the division above", references="regions.code"),
            Column("path", "TEXT", "自省起的名称路径", "Path of names from the province down"),
            Column("source", "TEXT", "来源：dataset 区划数据，document 报告或站点卡片", "Source: dataset, or document (named by a report or a source card)", True,
                   one_of=("dataset", "document")),
        ),
        ("code",), (("parent_code",), ("level",), ("name",)), clustered=True,
    ),
    Table(
        "agencies", "data", "公开机关", "Publishing authorities",
        "发布报告的机关。编号由区划代码与归一后的名称得出，重建不变。",
        "One row per publishing authority. The id comes from region code and folded name and survives rebuilds.",
        (
            Column("id", "TEXT", "机关编号", "Identifier", True),
            Column("name", "TEXT", "名称（最近一期报告所印）", "Name as printed in the latest report", True),
            _LEVEL,
            Column("region_code", "TEXT", "区划代码", "Division code", references="regions.code"),
            *_REGION_CODES,
            Column("place", "TEXT", "所在地：自省起的名称路径", "Where it is: names from the province down"),
            Column("first_year", "INTEGER", "最早报告年度", "First year reported on"),
            Column("last_year", "INTEGER", "最近报告年度", "Last year reported on"),
            Column("reports", "INTEGER", "报告份数", "Number of reports", True),
            _FTS,
        ),
        ("id",), (("level",), ("region_code",), ("province_code",), ("prefecture_code",), ("county_code",), ("name",)), (("fts_id",),),
    ),
    Table(
        "reports", "data", "年度报告", "Annual reports",
        "每个机关每年度一份，为当前版本。", "One row per authority and year: the current version.",
        (
            Column("id", "TEXT", "报告编号：机关编号-年度", "Identifier: agency id and year", True),
            Column("agency_id", "TEXT", "机关编号；不明时为空", "Publishing authority; NULL where unknown", references="agencies.id"),
            Column("year", "INTEGER", "报告年度", "Year reported on"),
            Column("title", "TEXT", "标题", "Title"),
            Column("publisher", "TEXT", "本报告所印机关名称", "Publisher as this report prints it"),
            Column("published_on", "TEXT", "发布日期", "Date of publication, ISO"),
            _FORM, _LEVEL,
            Column("region_code", "TEXT", "区划代码", "Division code", references="regions.code"),
            *_REGION_CODES,
            Column("url", "TEXT", "原文网址", "Address of the original"),
            Column("page_url", "TEXT", "附件所在页面网址", "For an attachment: the page it hangs on"),
            Column("document_sha256", "TEXT", "原件的 SHA-256", "SHA-256 of the original", True, "documents.sha256"),
            Column("media_type", "TEXT", "原件格式", "Media type of the original", True),
            Column("fetched_at", "TEXT", "抓取时间（UTC）", "When it was fetched, UTC"),
            Column("source_id", "TEXT", "来源站点编号", "Source it was found at"),
            Column("version", "INTEGER", "当前版本号", "Number of the current version", True),
            Column("versions", "INTEGER", "见过的不同内容数", "How many different contents have been seen", True),
            _QUALITY,
            Column("cells", "INTEGER", "单元格数", "Cells that the document has", True),
            Column("cells_read", "INTEGER", "可读单元格数", "Cells whose state is not unreadable", True),
            Column("errors", "INTEGER", "原文自身的错误数", "Findings of severity error that the document itself is to blame for", True),
            Column("reader", "TEXT", "读取程序", "Reader that read it"),
            Column("warnings", "JSON", "读取时的提醒", "Warnings of the reader"),
            Column("content_sha256", "TEXT", "内容（单元格与正文）指纹", "Fingerprint of the content (cells and sections)", True),
            _FTS,
        ),
        ("id",),
        (("agency_id", "year"), ("year", "level"), ("year", "quality"), ("year", "form"), ("year", "errors"), ("form",), ("level",), ("quality",), ("region_code",),
         # What is counted within a province is read from the index alone.
         ("province_code", "year", "level"), ("province_code", "year", "quality"), ("prefecture_code",), ("county_code",), ("published_on",), ("document_sha256",), ("source_id",), ("fetched_at",)),
        (("fts_id",),),
    ),
    Table(
        "sections", "data", "报告正文", "Sections of reports",
        "报告的各个部分，可中文全文检索。", "Sections of a report, with full-text search in Chinese.",
        (
            Column("id", "INTEGER", "部分编号", "Identifier, also the key of the full-text index", True),
            _REPORT, _POSITION,
            Column("number", "INTEGER", "部分序号（一至六）", "Number of the section (1 to 6)"),
            Column("heading", "TEXT", "标题", "Heading", True),
            Column("text", "TEXT", "正文", "Text", True),
        ),
        ("id",), (), (("report_id", "position"),),
    ),
    Table(
        "applications", "data", "收到和处理申请情况", "Requests received and handled",
        "年报表三。每份报告每行一条；denied_total、unavailable_total、rejected_total 等是小计行，只在原文印有数字时出现。",
        "Table 3 of the report, one row per report and printed row. Group rows such as denied_total appear only where the document prints numbers in them.",
        (
            _REPORT,
            Column("outcome", "TEXT", "行代码，见 labels", "Code of the row, see labels", True),
            *(Column(code, "NUMERIC", f"申请人：{_APPLICANT_LABELS[code][0]}" if code != "total" else _APPLICANT_LABELS[code][0],
                     f"Applicants: {_APPLICANT_LABELS[code][1]}" if code != "total" else "Total as printed") for code in APPLICANTS),
            *_WIDE_TAIL,
        ),
        ("report_id", "outcome"), (("outcome", "total"),), clustered=True,
    ),
    Table(
        "proactive_disclosure", "data", "主动公开情况", "Proactive disclosure",
        "年报表二，每个数字一条。", "Table 2 of the report, one row per number.",
        (
            _REPORT,
            Column("article", "TEXT", "条例条款（art20_1 等）", "Article of the Regulations (art20_1 …)", True),
            Column("item", "TEXT", "行代码，见 labels", "Code of the row, see labels", True),
            Column("measure", "TEXT", "列代码，见 labels", "Code of the column, see labels", True),
            Column("value", "NUMERIC", "数值", "Value"),
            _UNIT, _YUAN, _PRINTED, _STATE, _FORM, _PAGE, _TABLE_INDEX, _ROW_INDEX, _COLUMN_INDEX, _BBOX, _NOTE,
        ),
        ("report_id", "article", "item", "measure"), (("item", "measure", "value"),), clustered=True,
    ),
    Table(
        "disputes", "data", "行政复议、行政诉讼情况", "Administrative review and litigation",
        "年报表四。每份报告每个渠道一条。", "Table 4 of the report, one row per report and channel.",
        (
            _REPORT,
            Column("channel", "TEXT", "渠道：review 行政复议、litigation_direct 未经复议直接起诉、litigation_after_review 复议后起诉",
                   "Channel: review, litigation_direct or litigation_after_review", True, one_of=CHANNELS),
            *(Column(code, "NUMERIC", _OUTCOME_LABELS[code][0], _OUTCOME_LABELS[code][1].capitalize()) for code in DISPUTE_OUTCOMES),
            *_WIDE_TAIL,
        ),
        ("report_id", "channel"), (("channel", "total"),), clustered=True,
    ),
    Table(
        "statistics_2014", "data", "2014 年格式统计表", "Statistics of the 2014 form",
        "2014—2018 年度《政府信息公开情况统计表》，每项指标一条。", "The statistical return of 2014 to 2018, one row per indicator.",
        (
            _REPORT,
            Column("indicator", "TEXT", "指标代码，见 labels", "Code of the indicator, see labels", True),
            Column("value", "NUMERIC", "数值", "Value"),
            _UNIT, _YUAN, _PRINTED, _STATE, _FORM, _PAGE, _TABLE_INDEX, _ROW_INDEX, _COLUMN_INDEX, _BBOX, _NOTE,
        ),
        ("report_id", "indicator"), (("indicator", "value"),), clustered=True,
    ),
    Table(
        "other_cells", "data", "其他单元格", "Other cells",
        "有代码、但不属于上述各表行列的单元格。", "Cells whose row or column code has no place in the tables above.",
        (
            _REPORT,
            Column("table_name", "TEXT", "表代码", "Code of the table", True),
            Column("row_code", "TEXT", "行代码", "Code of the row", True),
            Column("column_code", "TEXT", "列代码", "Code of the column", True),
            Column("value", "NUMERIC", "数值", "Value"),
            _UNIT, _YUAN, _PRINTED, _STATE, _FORM, _PAGE, _TABLE_INDEX, _ROW_INDEX, _COLUMN_INDEX, _BBOX, _NOTE,
        ),
        ("report_id", "table_name", "row_code", "column_code"), clustered=True,
    ),
    Table(
        "extra_rows", "data", "格式以外的行", "Rows outside the form",
        "统计表中官方格式没有的行，照原样保存。", "Rows inside a statistical table that the official form does not have, kept as printed.",
        (
            _REPORT, _POSITION,
            Column("table_name", "TEXT", "表代码", "Code of the table", True),
            Column("code", "TEXT", "行代码（已知变体）", "Code of the row, for known variants"),
            Column("label", "TEXT", "行标签", "Label as printed", True),
            Column("printed", "JSON", "各格所印文字", "Printed text of its cells", True),
            _PAGE, _TABLE_INDEX, _ROW_INDEX,
        ),
        ("report_id", "position"), (("code",),),
    ),
    Table(
        "facts", "data", "正文中的数字", "Numbers said in prose",
        "从正文读出的数字，附原句。", "Numbers read from the text of a report, each with its quotation.",
        (
            _REPORT, _POSITION,
            Column("fact", "TEXT", "事项代码，见 labels", "Code of the fact, see labels", True),
            Column("value", "NUMERIC", "数值", "Value, where it is a number"),
            Column("value_text", "TEXT", "文字值", "Value, where it is text"),
            Column("unit", "TEXT", "单位", "Unit as printed"),
            Column("approximate", "INTEGER", "约数", "1 where the text says about, more than …", True),
            Column("section", "INTEGER", "所在部分序号", "Number of the section"),
            Column("quote", "TEXT", "原句", "Quoted phrase", True),
            Column("start_char", "INTEGER", "引文起始字符", "First character of the quotation within the section's text"),
            Column("end_char", "INTEGER", "引文结束字符", "Character after the quotation"),
        ),
        ("report_id", "position"), (("fact", "value"),),
    ),
    Table(
        "findings", "data", "核对发现", "Findings",
        "不符合勾稽关系或合理性规则之处。", "Broken identities and rules of plausibility.",
        (
            _REPORT,
            Column("scope", "TEXT", "范围：report 本报告之内，years 与其他年度相比", "report (within one report) or years (against other years)", True,
                   one_of=("report", "years")),
            _POSITION,
            Column("rule", "TEXT", "规则编号", "Code of the rule", True),
            Column("severity", "TEXT", "严重程度", "Severity: error, warning or info", True, one_of=SEVERITIES),
            Column("origin", "TEXT", "出处：source 原文之误，reading 读取存疑", "source (the document is wrong) or reading (our reading is in doubt)", True, one_of=ORIGINS),
            Column("table_name", "TEXT", "表代码", "Code of the table"),
            Column("row_code", "TEXT", "行代码", "Code of the row"),
            Column("column_code", "TEXT", "列代码", "Code of the column"),
            Column("left_value", "NUMERIC", "一边的数值", "One side, where it is a number"),
            Column("left_text", "TEXT", "一边的文字", "One side, where it is text"),
            Column("right_value", "NUMERIC", "另一边的数值", "The other side, where it is a number"),
            Column("right_text", "TEXT", "另一边的文字", "The other side, where it is text"),
            Column("message", "TEXT", "说明", "What does not agree", True),
            Column("other_report_id", "TEXT", "相比的另一份报告", "The report compared with"),
            Column("year", "INTEGER", "报告年度", "Year of the report"),
        ),
        ("report_id", "scope", "position"), (("rule", "year", "severity"), ("severity",), ("origin",), ("other_report_id",)),
    ),
)

RANKED_RATES = ("refusal_rate", "disclosure_rate", "unavailable_rate", "backlog_rate", "review_correction_rate",
                "litigation_correction_rate", "dispute_rate", "request_growth")
RANKED_TOTALS = ("requests", "fees_collected_yuan")
#: The printed numbers and the rates that are summed up by year: all requests, and refusals by their ground.
SUMMED_TOTALS = ("requests", *next(s.terms for s in SUMS if s.code == "denied_total"))
SUMMED_RATES = tuple(code for code in RANKED_RATES if code != "request_growth")


def _metrics_columns() -> Iterator[Column]:
    yield _REPORT
    yield Column("agency_id", "TEXT", "机关编号", "Publishing authority", references="agencies.id")
    yield Column("year", "INTEGER", "报告年度", "Year reported on")
    yield Column("region_code", "TEXT", "区划代码", "Division code", references="regions.code")
    yield from _REGION_CODES
    yield _LEVEL
    yield _FORM
    yield _QUALITY
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


_DERIVED = (
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
            Column("year", "INTEGER", "报告年度", "Year reported on", True), _LEVEL, _FORM,
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
            Column("state", "TEXT", "状态：published 已发布、late 逾期发布、doubtful_date 日期存疑、unreadable 无法读取、missing 未见、not_due 未到期",
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
            Column("kind", "TEXT", "种类：previous_year 与本机关上年雷同，other_agency 与其他机关雷同", "Kind: previous_year (its own) or other_agency", True,
                   one_of=("previous_year", "other_agency")),
            Column("score", "REAL", "正文相似度（0 至 1，已遮去名称、年份与数字）", "Likeness of the prose, 0 to 1, after masking names, years and digits"),
            Column("characters", "INTEGER", "比较的字数", "Characters compared"),
            Column("equal_tables", "INTEGER", "非零统计表完全相同", "Equal tables: 1 where the non-zero tables are equal", True),
        ),
        ("report_id", "other_report_id"), (("other_report_id",), ("kind", "score")), clustered=True,
    ),
)

_RECORDS = (
    Table(
        "report_versions", "record", "报告版本", "Versions of reports",
        "见过的每个原件与地址；current 为采用者，duplicate 内容相同，superseded 已被同一地址的新内容取代，alternate 为其他地址的不同内容。",
        "Every document and address seen: current, duplicate (equal content), superseded (replaced at its address) or alternate (other content elsewhere).",
        (
            _REPORT,
            Column("version", "INTEGER", "版本号：不同内容按出现先后编号", "Number of the content, by first appearance", True),
            Column("state", "TEXT", "状态", "State: current, duplicate, superseded or alternate", True, one_of=VERSION_STATES),
            Column("document_sha256", "TEXT", "原件的 SHA-256", "SHA-256 of the original", True, "documents.sha256"),
            Column("address", "TEXT", "网址，本地文件为文件名", "Address, or the name of a local file", True),
            Column("url", "TEXT", "网址", "Address of the original"),
            Column("page_url", "TEXT", "附件所在页面网址", "For an attachment: the page it hangs on"),
            Column("source_id", "TEXT", "来源站点编号", "Source it was found at"),
            Column("fetched_at", "TEXT", "抓取时间（UTC）", "When it was fetched, UTC"),
            Column("title", "TEXT", "标题", "Title"),
            Column("publisher", "TEXT", "机关名称", "Publisher"),
            Column("year", "INTEGER", "报告年度", "Year reported on"),
            Column("published_on", "TEXT", "发布日期", "Date of publication"),
            _LEVEL,
            Column("region", "TEXT", "名称路径", "Path of names of the division"),
            Column("region_code", "TEXT", "区划代码", "Division code"),
            _FORM, _QUALITY,
            Column("cells", "INTEGER", "单元格数", "Cells", True),
            Column("cells_read", "INTEGER", "可读单元格数", "Cells whose state is not unreadable", True),
            Column("media_type", "TEXT", "原件格式", "Media type of the original", True),
            Column("reader", "TEXT", "读取程序", "Reader that read it"),
            Column("content_sha256", "TEXT", "内容指纹", "Fingerprint of the content", True),
            Column("fingerprint", "TEXT", "整个读取结果的指纹", "Fingerprint of the whole reading", True),
        ),
        ("report_id", "document_sha256", "address"), (("document_sha256", "address"), ("address",), ("state",)),
    ),
    Table(
        "cell_changes", "record", "数字改动", "Changed cells",
        "同一地址前后两个版本之间改动的单元格。", "Cells that differ between two successive versions at one address.",
        (
            _REPORT,
            Column("from_version", "INTEGER", "原版本号", "Version before", True),
            Column("to_version", "INTEGER", "新版本号", "Version after", True),
            Column("table_name", "TEXT", "表代码", "Code of the table", True),
            Column("row_code", "TEXT", "行代码", "Code of the row", True),
            Column("column_code", "TEXT", "列代码", "Code of the column", True),
            Column("old_value", "NUMERIC", "原数值", "Value before"),
            Column("old_state", "TEXT", "原状态；absent 为无此单元格", "State before; absent where there was no cell", True, one_of=(*STATES, "absent")),
            Column("old_printed", "TEXT", "原文字", "Printed before"),
            Column("new_value", "NUMERIC", "新数值", "Value after"),
            Column("new_state", "TEXT", "新状态；absent 为无此单元格", "State after; absent where there is no cell any more", True, one_of=(*STATES, "absent")),
            Column("new_printed", "TEXT", "新文字", "Printed after"),
            Column("address", "TEXT", "网址", "Address", True),
            Column("seen_at", "TEXT", "见到新版本的时间", "When the new version was first seen"),
        ),
        ("report_id", "from_version", "to_version", "table_name", "row_code", "column_code"), (("seen_at",),),
    ),
    Table(
        "documents", "record", "原件", "Original files",
        "存档中的每个文件。", "Every file that was read from the archive.",
        (
            Column("sha256", "TEXT", "SHA-256", "SHA-256 of the bytes", True),
            Column("media_type", "TEXT", "格式", "Media type"),
            Column("bytes", "INTEGER", "大小（字节）", "Size in bytes", True),
            Column("state", "TEXT", "状态：report 读成报告，failed 未能读取", "State: report, or failed", True, one_of=("report", "failed")),
            Column("error_kind", "TEXT", "失败种类", "Kind of failure"),
            Column("error_message", "TEXT", "失败说明", "What failed"),
            Column("url", "TEXT", "首见网址", "Address where it was first met"),
            Column("name", "TEXT", "文件名", "File name"),
            Column("fetched_at", "TEXT", "首见时间", "When it was first met"),
        ),
        ("sha256",), (("state",), ("error_kind",), ("media_type",), ("url",)),
    ),
    Table(
        "fetches", "record", "请求", "Requests made",
        "爬虫发出的每个请求。", "Every request that the crawler made.",
        (
            Column("url", "TEXT", "网址", "Address", True),
            Column("fetched_at", "TEXT", "时间（UTC）", "When, UTC", True),
            Column("status", "INTEGER", "HTTP 状态码", "HTTP status"),
            Column("sha256", "TEXT", "所得文件的 SHA-256", "SHA-256 of what came"),
            Column("etag", "TEXT", "ETag", "ETag"),
            Column("last_modified", "TEXT", "Last-Modified", "Last-Modified"),
            Column("media_type", "TEXT", "格式", "Media type"),
            Column("bytes", "INTEGER", "大小（字节）", "Size in bytes"),
            Column("source_id", "TEXT", "来源站点编号", "Source"),
            Column("run_id", "TEXT", "运行编号", "Run"),
            Column("error", "TEXT", "错误", "What went wrong"),
            Column("from_cache", "INTEGER", "服务器答复未改动", "1 where the server said that nothing had changed", True),
            Column("details", "JSON", "其他记录", "Whatever else was recorded"),
        ),
        ("url", "fetched_at"), (("sha256",), ("source_id", "fetched_at"), ("run_id",), ("status",)),
    ),
    Table(
        "failures", "record", "失败", "Failures",
        "未能抓取或读取者，以及再试所需。", "What could not be fetched or read, with what is needed to retry it.",
        (
            Column("id", "TEXT", "编号", "Identifier", True),
            Column("source_id", "TEXT", "来源站点编号", "Source"),
            Column("url", "TEXT", "网址，本地文件为文件名", "Address, or the name of a local file"),
            Column("stage", "TEXT", "阶段", "Stage: fetch, list, read …", True),
            Column("kind", "TEXT", "种类", "Kind", True),
            Column("message", "TEXT", "说明", "One clear sentence", True),
            Column("sha256", "TEXT", "文件的 SHA-256", "SHA-256 of the file"),
            Column("first_seen", "TEXT", "首次", "First seen"),
            Column("last_seen", "TEXT", "最近", "Last seen"),
            Column("retry_after", "TEXT", "何时再试", "When to try again"),
            Column("resolved_at", "TEXT", "解决时间", "When the address was fetched without error afterwards"),
            Column("run_id", "TEXT", "最近一次运行", "Last run that met it"),
            Column("details", "JSON", "其他记录", "Whatever else was recorded"),
        ),
        ("id",), (("source_id",), ("url",), ("stage", "kind"), ("sha256",), ("last_seen",)),
    ),
    Table(
        "sources", "record", "来源站点", "Sources",
        "站点卡片。", "Registry cards of government sites.",
        (
            Column("id", "TEXT", "编号", "Identifier", True),
            Column("url", "TEXT", "网址", "Address", True),
            Column("name", "TEXT", "机关名称", "Authority; NULL where the site publishes for many"),
            Column("region_code", "TEXT", "区划代码", "Division code"),
            Column("level", "TEXT", "层级", "Level", one_of=LEVELS),
            Column("platform", "TEXT", "发布系统", "Publishing system"),
            Column("min_reports", "INTEGER", "最少报告数", "Fewer reports than this are an alarm"),
            Column("active", "INTEGER", "在册", "1 while the registry has it", True),
            Column("card", "JSON", "卡片全文", "The whole card", True),
        ),
        ("id",), (("platform",), ("region_code",), ("level",)),
    ),
    Table(
        "runs", "record", "运行", "Runs",
        "每次运行及其小结。", "Every run with its summary.",
        (
            Column("id", "TEXT", "编号", "Identifier", True),
            Column("kind", "TEXT", "种类", "Kind: nightly, crawl, ingest, rebuild …"),
            Column("state", "TEXT", "状态", "State: running, finished, failed …"),
            Column("started_at", "TEXT", "开始", "Started"),
            Column("finished_at", "TEXT", "结束", "Finished"),
            Column("summary", "JSON", "小结", "Summary"),
        ),
        ("id",), (("started_at",), ("kind",)),
    ),
    Table(
        "labels", "record", "代码表", "Labels",
        "各表行列代码及其在官方格式中的名称，以及正文事项（facts）与核对规则（findings）的名称。",
        "Codes of rows and columns with their wording in the official forms; of facts and of rules too.",
        (
            Column("table_name", "TEXT", "表代码", "Code of the table", True),
            Column("kind", "TEXT", "row 行，column 列", "row or column", True),
            Column("code", "TEXT", "代码", "Code", True),
            Column("form", "TEXT", "格式代次；事项与规则为空文字", "Generation of the form; empty for facts and rules", True),
            Column("label_zh", "TEXT", "中文名称", "Wording, in Chinese that of the form", True),
            Column("label_en", "TEXT", "英文名称", "In English", True),
            Column("unit", "TEXT", "单位", "Unit"),
            Column("position", "INTEGER", "在格式中的次序", "Order within the form", True),
        ),
        ("table_name", "kind", "code", "form"), (("code",),), clustered=True,
    ),
)

_INTERNAL = (
    Table(
        "version_contents", "internal", "非当前版本的内容", "Contents of other versions",
        "未采用的版本的读取结果。", "The readings of the versions that are not current.",
        (
            _REPORT,
            Column("content_sha256", "TEXT", "内容指纹", "Fingerprint of the content", True),
            Column("report", "JSON", "读取结果", "The reading, as gongkai parse prints it", True),
        ),
        ("report_id", "content_sha256"),
    ),
    Table(
        "signatures", "internal", "雷同比对特征", "Signatures",
        "查找雷同报告所用的特征。", "By which reports that repeat others are found.",
        (
            Column("report_id", "TEXT", "报告编号", "The report", True),
            Column("prose", "BLOB", "正文特征", "MinHash of the masked prose"),
            Column("tables", "TEXT", "统计数字特征", "Hash of the non-zero numbers"),
        ),
        ("report_id",), clustered=True,
    ),
    Table(
        "pending", "internal", "待派生", "To be derived",
        "改动过、尚未重新计算的机关与报告。", "Reports and authorities that changed since the derived tables were computed.",
        (
            Column("kind", "TEXT", "种类：report 或 agency", "Kind: report or agency", True, one_of=("report", "agency")),
            Column("id", "TEXT", "编号", "Identifier", True),
        ),
        ("kind", "id"), clustered=True,
    ),
    Table(
        "meta", "internal", "数据库信息", "About the database",
        "数据库自身的信息。", "What the database knows about itself.",
        (
            Column("key", "TEXT", "键", "Key", True),
            Column("value", "TEXT", "值", "Value"),
        ),
        ("key",), clustered=True,
    ),
)

TABLES: tuple[Table, ...] = _CORE + _DERIVED + _RECORDS + _INTERNAL
#: Tables that hang on a report and are rewritten with it, children first.
CHILDREN = ("sections", "applications", "proactive_disclosure", "disputes", "statistics_2014", "other_cells", "extra_rows", "facts")


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """A full-text index over character bigrams (:mod:`etl.load.segment`); ``rowid`` is the table's ``key`` column."""

    name: str
    table: str
    key: str
    columns: tuple[str, ...]
    spelt: tuple[str, ...] = ()
    """Columns that are found by their pinyin too (:mod:`etl.pinyin`)."""


#: Contentless FTS5 tables: what was indexed is computed again from the table when a row goes.
SEARCH: tuple[SearchIndex, ...] = (
    SearchIndex("sections_fts", "sections", "id", ("heading", "text")),
    SearchIndex("reports_fts", "reports", "fts_id", ("title", "publisher")),
    SearchIndex("agencies_fts", "agencies", "fts_id", ("name", "place"), spelt=("name",)),
)


def table(name: str) -> Table:
    """The table of that name. Raises KeyError."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise KeyError(name) from None


_BY_NAME = {t.name: t for t in TABLES}


def ddl(spec: Table) -> list[str]:
    """The statements that create a table and its indexes."""
    integer_key = len(spec.key) == 1 and spec.column(spec.key[0]).type == "INTEGER"
    lines = [_column_ddl(c, integer_key and c.name == spec.key[0]) for c in spec.columns]
    if not integer_key:
        lines.append(f"PRIMARY KEY ({_names(spec.key)})")
    lines += [f"UNIQUE ({_names(columns)})" for columns in spec.unique]
    tail = " WITHOUT ROWID" if spec.clustered else ""
    indexes = (
        f'CREATE INDEX "idx_{spec.name}_{"_".join(columns)}" ON "{spec.name}" ({_names(columns)})' for columns in spec.indexes
    )
    return [f'CREATE TABLE "{spec.name}" (\n  ' + ",\n  ".join(lines) + f"\n){tail}", *indexes]


def search_ddl(index: SearchIndex) -> str:
    """The statement that creates a full-text index."""
    return (
        f'CREATE VIRTUAL TABLE "{index.name}" USING fts5({", ".join(index.columns)}, content=\'\', '
        "tokenize='unicode61 remove_diacritics 0')"
    )


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{c}"' for c in columns)


def _column_ddl(column: Column, primary: bool) -> str:
    parts = [f'"{column.name}" {column.sql_type}']
    if primary:
        parts.append("PRIMARY KEY")
    if column.required:
        parts.append("NOT NULL")
    if column.one_of:
        values = ", ".join(f"'{v}'" for v in column.one_of)
        parts.append(f'CHECK ("{column.name}" IN ({values}))')
    if column.references:
        other, key = column.references.split(".")
        # Deferred: regions refer to themselves, and a report's row is replaced before its children.
        parts.append(f'REFERENCES "{other}" ("{key}") DEFERRABLE INITIALLY DEFERRED')
    return " ".join(parts)
