"""Text of which each character stands by itself: it says what it says without the blanks."""

from __future__ import annotations

import pytest

from etl.extract import extract
from etl.parse.report import parse
from etl.report import Origin

_PARAGRAPHS = (
    "示例市水务局（示例）2022年政府信息公开工作年度报告",
    "一、总体情况",
    "2022年，本局主动公开政府信息12834条。“示例水务”微信公众号用户数达到23910人，全年总阅读量622973次，推送文章1466篇，"
    "收到政府信息公开申请37件，全部按时答复，其中予以公开的有25件，部分公开的有9件，不予公开的有3件。",
    "五、存在的主要问题及改进情况",
    "存在的问题：",
    "1.公开的内容还不够深入，公众看不懂的地方还多，答复申请有时不够快。改进措施：",
    "1.加强对各科室的培训，全年计划办班3期，做到人人会写、人人会发。",
    "六、其他需要报告的事项",
    "本局2022年没有收取信息处理费。本报告由示例市水务局编制，各位如有疑问请与本局联系。",
)


def said(text: str) -> list[tuple[str, object]]:
    origin = Origin()
    return [(f.fact, f.value) for f in parse(extract(text.encode(), origin), origin, "0" * 64).facts]


@pytest.mark.parametrize("width", range(24, 47, 4))
def test_facts_are_those_of_the_text_without_blanks(width):
    lines = [paragraph[i : i + width] for paragraph in _PARAGRAPHS for i in range(0, len(paragraph), width)]
    whole = said("\n".join(_PARAGRAPHS))
    assert {"wechat_reads", "requests_received", "problem", "measure"} <= {code for code, _ in whole}
    assert said("\n".join(map(" ".join, lines))) == whole
