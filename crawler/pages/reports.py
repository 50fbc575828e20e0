"""Whether a page is an annual report, by the phrases that only the official forms use. Numbers are none of its business."""

from __future__ import annotations

import re

from crawler.pages.page import Page

# Phrases of the official forms, of any generation, that a guide, a rule or a list does not use.
_MARKS = tuple(
    re.compile(p)
    for p in (
        r"总体情况|^.{0,12}概述",
        r"主动公开政府信息(?:的)?(?:工作)?(?:的)?情况",
        r"收到和处理政府信息公开申请|依申请公开政府信息(?:的)?(?:办理)?情况|政府信息公开申请(?:的)?(?:办理|处理)?情况",
        r"本年新收政府信息公开申请|上年结转政府信息公开申请",
        r"(?:因)?政府信息公开(?:工作)?(?:被)?(?:申请)?(?:提起)?行政复议(?:、|和|，|及|与)?(?:被)?(?:提起)?行政诉讼",
        r"存在的?(?:主要)?问题(?:及|和|、|与|以及)(?:下一步)?(?:改进|整改|工作)",
        r"其他需要(?:报告|说明)的(?:事项|情况)",
        r"政府信息公开情况统计表",
        r"(?:收费|费用)(?:及|和)减免",
        r"第二十条第[（(]?[一五六八九]",
        r"(?:统计|报告)(?:数据的)?期限(?:自|从|为)",
    )
)


def is_report(page: Page) -> bool:
    """Whether the page's own text is that of an annual report: at least two phrases only the forms use, and some length."""
    text = page.squeezed
    if len(text) < 150:
        return False
    marks = sum(1 for mark in _MARKS if mark.search(text))
    return marks >= 3 or (marks == 2 and len(text) > 400 and bool(re.search(r"年度报告|年报|20\d\d年", text)))
