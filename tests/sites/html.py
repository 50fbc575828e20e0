"""Writes a report as HTML, the way office suites and publishing systems of government sites do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from tests.sites.layout import Block, Cell, Grid, Text
from tests.sites.truth import SampleReport


def _word_spans(text: str) -> str:
    """Text as Word pastes it: a span for each run, and runs that begin in the middle of words and numbers."""
    pieces: list[str] = []
    for i in range(0, len(text), 3):
        font = "仿宋_GB2312" if i % 2 else "Times New Roman"
        run = escape(text[i:i + 3], quote=False)
        pieces.append(f'<span style="font-family:{font};mso-bidi-font-family:宋体" lang="EN-US">{run}</span>')
    return "".join(pieces)


def _cell(cell: Cell, word: bool) -> str:
    spans = "".join(
        f' {name}="{n}"' for name, n in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if n > 1
    )
    parts = list(cell.text) if cell.kind == "vertical" else cell.text.split("\n")
    text = "<br/>".join(escape(part, quote=False) for part in parts)
    if not word:
        return f"<td{spans}>{text or '&nbsp;'}</td>"
    if cell.kind == "number":
        # A blank is the paragraph that Word leaves there; digits of one number come in two spans.
        digits = cell.text
        inner = (
            f"<span>{escape(digits[:1])}</span><span>{escape(digits[1:])}</span><o:p></o:p>" if digits else "&nbsp;<o:p></o:p>"
        )
    elif cell.kind == "vertical":
        inner = text
    else:
        inner = "<br/>".join(_word_spans(part) for part in parts)
    width = f' width="{58 * cell.colspan}"'
    return f'<td{width}{spans} style="border:solid windowtext 1.0pt"><p class="MsoNormal" align="center">{inner}</p></td>'


def table(grid: Grid, word: bool = False) -> str:
    rows = "\n".join("<tr>" + "".join(_cell(c, word) for c in row) + "</tr>" for row in grid.rows)
    kind = 'class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0"' if word else 'border="1"'
    return f"<table {kind}><tbody>\n{rows}\n</tbody></table>"


def _paragraph(block: Text, word: bool) -> str:
    if not word:
        if block.kind in ("heading", "subheading"):
            return f"<p><strong>{escape(block.text, quote=False)}</strong></p>"
        return f"<p>{escape(block.text, quote=False)}</p>"
    bold = ("<b>", "</b>") if block.kind == "heading" else ("", "")
    inner = f"{bold[0]}{_word_spans(block.text)}{bold[1]}"
    if block.kind == "text":
        # A paragraph inside a paragraph: parsers close the outer one and leave an empty one behind.
        return f'<p class="MsoNormal" style="text-indent:32.0pt"><p>{inner}</p></p>'
    return f'<p class="MsoNormal">{inner}</p>'


def body(blocks: Iterable[Block], word: bool = False) -> str:
    """The report itself, without the page around it. The title is left to the page."""
    return "\n".join(
        table(b, word) if isinstance(b, Grid) else _paragraph(b, word)
        for b in blocks if isinstance(b, Grid) or b.kind != "title"
    )


def _metas(metas: Mapping[str, str]) -> str:
    return "\n".join(f'<meta name="{name}" content="{escape(value)}"/>' for name, value in metas.items())


def page(
    title: str,
    content: str,
    *,
    site: str,
    breadcrumb: Sequence[str],
    metas: Mapping[str, str] | None = None,
    info: Mapping[str, str] | None = None,
    charset: str | None = "utf-8",
    attachments: Sequence[tuple[str, str]] = (),
    article: bool = True,
    alternate: str | None = None,
) -> str:
    """A whole page with the chrome of a government site around ``content``."""
    named = {"SiteName": site, "SiteIDCode": "9901210001", "ColumnName": breadcrumb[-1], **(metas or {})}
    crumbs = " &gt; ".join(f'<a href="/">{escape(part)}</a>' for part in breadcrumb)
    rows = list((info or {}).items())
    table_rows = "".join(
        "<tr>" + "".join(f"<th>{'&nbsp;'.join(k) if len(k) == 3 else k}：</th><td>{escape(v)}</td>" for k, v in rows[i:i + 2]) + "</tr>"
        for i in range(0, len(rows), 2)
    )
    files = "".join(f'<p>附件：<a href="{href}">{escape(name)}</a></p>' for href, name in attachments)
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"/>' if charset else ""
    mobile = f'<a class="mobile" href="{alternate}">手机版</a>' if alternate else ""
    inner = (
        f'<table class="xxgk-info">{table_rows}</table>\n<h1>{escape(title)}</h1>\n'
        f'<div class="tools">浏览次数：<span id="hits"></span>次　字号：<a>大</a> <a>中</a> <a>小</a>　'
        f'<a>打印</a> {mobile}</div>\n<div class="TRS_Editor">\n{content}\n{files}</div>\n'
        '<div class="share">分享到：<a>微信</a><a>微博</a></div>\n'
        if article else content
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
{declared}
<title>{escape(title)}_{escape(site)}</title>
{_metas(named)}
<style>.top{{background:#b20}} table{{border-collapse:collapse}}</style>
<script>var hits = 0; document.title = document.title;</script>
</head>
<body>
<div class="top"><a href="/">{escape(site)}</a><p>示例站点，所有机关和数字均为虚构</p></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zfxxgk/zfxxgkzn/index.html">政府信息公开指南</a></li>
<li><a href="/zfxxgk/zfxxgkzd/index.html">政府信息公开制度</a></li><li><a href="/zfxxgk/fdzdgknr/index.html">法定主动公开内容</a></li>
<li><a href="/zfxxgk/zfxxgknb/index.html">政府信息公开年报</a></li><li><a href="/zfxxgk/ysqgk/index.html">依申请公开</a></li></ul>
<div class="position">当前位置：{crumbs}</div>
<div class="main">
{inner}</div>
<div class="footer"><p>主办：{escape(site)}　网站标识码：9901210001　备案号：示例备00000001号</p><p>联系电话：000-55500000</p></div>
</body>
</html>
"""


def article_metas(report: SampleReport, column: str = "政府信息公开年报") -> dict[str, str]:
    """The national meta tags of an article page."""
    return {
        "ColumnName": column,
        "ColumnType": "信息公开年报",
        "ArticleTitle": report.title,
        "PubDate": f"{report.published_on} 09:30",
        "ContentSource": report.publisher,
        "Keywords": "年度报告,政府信息公开",
        "Author": "null",
    }


def article_info(report: SampleReport, number: int) -> dict[str, str]:
    """The table at the head of an article page."""
    return {
        "索引号": f"990121-{report.agency.id}/{report.published_on[:4]}-{number:05}",
        "主题分类": "政务公开、政府信息公开年报",
        "发布机构": report.publisher,
        "发布日期": report.published_on,
        "名称": report.title,
        "文号": "无",
    }
