"""Columns that several tables have."""

from __future__ import annotations

from etl.load.schema.model import LEVELS, QUALITIES, STATES, Column

REPORT = Column("report_id", "TEXT", "报告编号", "The report", True, "reports.id")
FORM = Column("form", "TEXT", "格式代次：2008、2014、2019、2021", "Generation of the official form: 2008, 2014, 2019 or 2021")
PAGE = Column("page", "INTEGER", "原文页码，自 1 起", "Page of the original, from 1")
TABLE_INDEX = Column("table_index", "INTEGER", "原文第几个表，自 0 起", "Table of the original, from 0")
ROW_INDEX = Column("row_index", "INTEGER", "表内第几行，自 0 起", "Row within that table, from 0")
COLUMN_INDEX = Column("column_index", "INTEGER", "表内第几列，自 0 起", "Column within that table, from 0")
BBOX = Column("bbox", "JSON", "页面上的方框：左、上、右、下（磅）", "Box on the page: left, top, right, bottom, in points")
NOTE = Column("note", "TEXT", "读取时的存疑说明", "Why the reading is in doubt, if it is")
UNIT = Column("unit", "TEXT", "计量单位：印出的，否则格式规定的", "Unit: as printed, else as fixed by the form")
PRINTED = Column("printed", "TEXT", "原文所印文字", "Text as printed", True)
STATE = Column(
    "state", "TEXT", "单元格状态：number 数字、blank 空白、not_applicable 不适用、unreadable 无法读取",
    "State of the cell: number, blank, not_applicable or unreadable", True, one_of=STATES,
)
YUAN = Column(
    "value_yuan", "NUMERIC", "折合元；单位未印出且格式未规定时为空",
    "Amount in yuan; NULL where the unit is neither printed nor fixed by the form",
)
POSITION = Column("position", "INTEGER", "次序，自 0 起", "Order, from 0", True)
WIDE_TAIL = (
    Column("printed", "JSON", "所印文字不是普通数字的单元格：{列: 文字}", "Cells whose printed text is not the plain number: {column: text}"),
    Column("states", "JSON", "状态不是数字的单元格：{列: 状态}；未列出且为空值者，原文没有该单元格",
           "Cells whose state is not number: {column: state}; a NULL not named here is a cell that the document does not have"),
    UNIT, FORM, PAGE, TABLE_INDEX, ROW_INDEX,
    Column("column_indexes", "JSON", "各单元格在表内的列号，按列的次序", "Column of each cell within the table, in the order of the columns"),
    Column("bboxes", "JSON", "各单元格在页面上的方框，按列的次序", "Box of each cell on the page, in the order of the columns"),
    Column("details", "JSON", "与本行其他单元格不同之处（页码、单位、说明等）",
        "What sets a cell apart from the rest of its row (page, unit, note …)"),
)
APPLICANT_LABELS = {
    "natural_person": ("自然人", "natural persons"),
    "business": ("商业企业", "businesses"),
    "research": ("科研机构", "research institutions"),
    "public_interest": ("社会公益组织", "public-interest organisations"),
    "legal_service": ("法律服务机构", "legal service providers"),
    "other_org": ("其他法人或组织", "other organisations"),
    "total": ("总计（原文所印）", "total as printed"),
}
OUTCOME_LABELS = {
    "upheld": ("结果维持", "upheld"),
    "corrected": ("结果纠正", "corrected"),
    "other_result": ("其他结果", "other result"),
    "pending": ("尚未审结", "pending"),
    "total": ("总计（原文所印）", "total as printed"),
}
REGION_CODES = (
    Column("province_code", "TEXT", "省级区划代码", "Code of the province", references="regions.code"),
    Column("prefecture_code", "TEXT", "地级区划代码", "Code of the prefecture", references="regions.code"),
    Column("county_code", "TEXT", "县级区划代码", "Code of the county", references="regions.code"),
)
LEVEL = Column(
    "level", "TEXT", "机关层级：部委、省、市、县、乡镇街道、部门",
    "Level: ministry, province, prefecture, county, township (a government at its tier) or department", one_of=LEVELS,
)
QUALITY = Column(
    "quality", "TEXT", "读取质量：clean 无误、source_errors 原文有误、needs_review 待核、unreadable 无法读取、no_tables 无统计表",
    "Quality of the reading: clean, source_errors (the document contradicts itself), needs_review, unreadable or no_tables", True, one_of=QUALITIES,
)
FTS = Column("fts_id", "INTEGER", "全文索引键", "Key of the full-text index", True)
