"""Text that no report has, long and all alike: what reads who, when, what kind and which figures looks at every character a few times only."""

from __future__ import annotations

import time

import pytest

from etl.dates import find_periods
from etl.documents import Document, Paragraph
from etl.parse.facts.engine import facts
from etl.parse.identity import identify
from etl.parse.kind import why_no_report
from etl.parse.sections import cut
from etl.report import Identity, Origin, Section

LONG = 30_000


@pytest.mark.parametrize("text", [
    "2022年1月1日" + " " * LONG, "没有" * LONG + "复议",
    *(pytest.param(text, marks=pytest.mark.slow) for text in ("12\n", "（", "收到申请", "X2022年政府信息公开工作年度报告", "1 ", "一是", "> ", "政务", "行政复议、", "信息公开平台")),
], ids=lambda t: t[:12].strip() or "space")
def test_monsters_are_read_in_no_time(text: str) -> None:
    text = (text * (LONG // len(text) + 1))[:LONG]
    fields = {"ArticleTitle": text, "breadcrumb": text, "ContentSource": text, "SiteName": text, "PubDate": text}
    lines = ("示例县2022年政府信息公开工作年度报告", text, "一、总体情况", text)
    document = Document("text/html", tuple(Paragraph(line) for line in lines), "test", title=text, meta=fields)
    origin = Origin(name=text, list_title=text, page_title=text, breadcrumb=text, source_name=text, list_date=text)
    started = time.process_time()
    sections = cut(document)
    identify(document, sections, origin)
    why_no_report(document, sections, origin, 0)
    facts((Section(1, "一、总体情况", text), Section(5, "五、问题", text)), Identity(year=2022))
    find_periods(text)
    assert time.process_time() - started < 10  # half a second alone; minutes if anything were quadratic
