"""What only a report has: the headings of its sections and the fixed labels of its tables. Used to find it, not to read it."""

from __future__ import annotations

import re

from etl.documents import Document, Paragraph
from etl.text import squeeze

SECTION = re.compile(
    r"^(?:[(（]?[一二三四五六七1-7][)）]?[、.．,，:：]?)?(?:本年度)?(?:(?:政府信息公开工作的?)?总体情况|概述|"
    r"(?:行政机关)?主动公开(?:政府)*信息的?情况|政府信息主动公开情况|收到和处理政府信息公开申请|依申请公开政府信息|政府信息依申请公开|"
    r"政府信息公开(?:工作)?(?:被申请)?行政复议|因政府信息公开|(?:政府信息公开工作)?存在的?(?:主要)?问题|其[他它]需要报告)"
)
"""Matches squeezed text that begins like one of the six sections."""
STATISTIC = re.compile(
    r"第二十条第|本年新收政府信息公开申请|上年结转政府信息公开申请|结转下年度继续办理|勾稽关系|结果维持.{0,200}结果纠正|"
    r"主动公开政府信息数|制发规范性文件总?数|收到申请数|规范性文件.{0,200}行政许可"
)
"""Found in the squeezed text of a statistical table."""


def sections(document: Document) -> frozenset[str]:
    """The headings of the official sections that a document has, as far as they are alike everywhere."""
    return frozenset(m.group(0) for b in document.paragraphs if (m := SECTION.match(squeeze(b.text))))


def labels(document: Document) -> frozenset[str]:
    """Which labels of the official tables it has: their beginnings."""
    texts = (t for b in document.blocks for t in ([b.text] if isinstance(b, Paragraph) else ("".join(c.text for c in row) for row in b.rows)))
    return frozenset(text[m.start():m.start() + 12] for text in map(squeeze, texts) for m in STATISTIC.finditer(text))
