"""Whole reports as editors, front-end frameworks and office programs put them into a page. Nothing may be read wrong, or lost unsaid."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from html import escape

import pytest

from etl import forms
from etl.process import process
from etl.report import Origin
from tests.parse.layouts import Grid
from tests.parse.real_layouts import (
    HEADINGS,
    TITLE,
    WEB,
    YEARS,
    Draft,
    Sample,
    check_reading,
    consistent,
    draft,
    html_table,
    layout,
    page,
    tried,
    whole,
)

DOUBTFUL = ("clean", "source_errors", "needs_review", "unreadable")
EVERY = frozenset({*forms.PROACTIVE, "applications", "review_litigation"})


def web(*of: str):
    return layout(*of, among=WEB)


def every_table(d: Draft, make: Callable[[Grid, int], str], **sample) -> Sample:
    """All tables as ``make`` writes them, from the grid and how many rows of it are header."""
    return page(d, "".join(make(g, 2) for g in d.grids), make(d.applications, 3), make(d.review, 3), **sample)


def every_cell(d: Draft, cell: Callable[[str], str], **sample) -> Sample:
    return page(d, "".join(html_table(g, cell) for g in d.grids), html_table(d.applications, cell), html_table(d.review, cell), **sample)


def rows(grid: Grid) -> str:
    return html_table(grid).removeprefix("<table border=1>").removesuffix("</table>")


def number(text: str, shown: str) -> str:
    return shown if text.isdigit() else text


def more(text: str) -> str:
    """Another number than the one printed."""
    return str(int(text) + 3) if text.isdigit() else ""


def styled(sample: Sample, style: str) -> Sample:
    sample.data = sample.data.replace(b"</title>", f"</title><style>{style}</style>".encode())
    return sample


def body_of(sample: Sample) -> str:
    return sample.data.decode().split("<div id=zoom>")[1].removesuffix("</div></body></html>")


def shell(d: Draft, inner: str, body: str = "") -> bytes:
    title = TITLE.format(year=YEARS[d.form])
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}{inner}</body></html>".encode()


# --- tables drawn by frameworks ------------------------------------------------------------------------------------


def el_table(grid: Grid, head: int) -> str:
    return ('<div class="el-table el-table--border"><div class="hidden-columns"><div></div></div><div class="el-table__header-wrapper">'
            f'<table class="el-table__header" cellspacing=0><colgroup><col name="c1"></colgroup><thead>{rows(grid[:head])}</thead></table></div>'
            f'<div class="el-table__body-wrapper"><table class="el-table__body"><tbody>{rows(grid[head:])}</tbody></table></div></div>')


@web("2019", "2021")
def header_and_body_are_two_tables(d: Draft) -> Sample:
    return every_table(d, el_table)


@web("2021")
def fixed_columns_repeat_the_table(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        return el_table(grid, head).removesuffix("</div>") + f'<div class="el-table__fixed" style="width:90px">{el_table(grid, head)}</div></div>'
    return every_table(d, table)


@web("2021")
def fixed_first_column_alone(d: Draft) -> Sample:
    """The table once whole and once its labels alone, in front of it."""
    def table(grid: Grid, head: int) -> str:
        labels = [[c for c in row if not c[0].isdigit()][:1] for row in grid]
        return f'<div class="fixed-left">{html_table(labels)}</div>{html_table(grid)}'
    return page(d, three=table(d.applications, 3))


@web("2021")
def ant_table(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        return (f'<div class="ant-table"><div class="ant-table-header"><table>{rows(grid[:head])}</table></div><div class="ant-table-body"><table>'
                f'<tbody class="ant-table-tbody"><tr aria-hidden="true" class="ant-table-measure-row" style="height:0px">'
                f'{"<td style=padding:0px;height:0px><div style=height:0px;overflow:hidden>&nbsp;</div></td>" * 10}</tr>{rows(grid[head:])}</tbody></table></div></div>')
    return every_table(d, table)


@web("2021")
def labels_for_small_screens(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        return html_table(grid).replace("<td>", '<td data-label="数量" data-title="件">')
    return every_table(d, table)


@web("2021")
def names_in_each_cell(d: Draft) -> Sample:
    """A label in front of each number, which a sheet in a file of its own hides; below the header, and without any."""
    names = [c.label for c in d.table("applications").columns]
    grid = d.applications
    for row in grid[3:]:
        for i, name in enumerate(names):
            text, down, across = row[i - 7]
            row[i - 7] = (f'<span class="xs-name">{name}：</span>{text}', down, across)
    return page(d, three=html_table(grid))


@web("2021")
def names_in_each_cell_alone(d: Draft) -> Sample:
    return page(d, three=html_table(_with_names(d.applications[3:], [c.label for c in d.table("applications").columns])))


@web("2021")
def names_in_each_cell_in_another_order(d: Draft) -> Sample:
    """Not as the header has them: which is right nobody knows."""
    names = [c.label for c in d.table("applications").columns]
    grid = d.applications[:3] + _with_names(d.applications[3:], [names[1], names[0], *names[2:]])
    return page(d, three=html_table(grid), quality=DOUBTFUL, lost=frozenset({"applications"}))


def _with_names(rows: Grid, names: list[str]) -> Grid:
    return [[*row[:-7], *((name + t, down, across) for name, (t, down, across) in zip(names, row[-7:], strict=True))] for row in rows]


@web("2021")
def labels_before_by_style(d: Draft) -> Sample:
    """Small screens show the column's name before each number."""
    sample = every_table(d, lambda g, head: html_table(g).replace("<td>", '<td data-label="数量">'))
    return styled(sample, "@media (max-width:600px){td::before{content:attr(data-label)}} .x:before{content:'\\e601'}")


@web("2021")
def numbers_by_style(d: Draft) -> Sample:
    """The numbers are shown by the style sheet from an attribute."""
    def cell(text: str) -> str:
        return number(text, f'<i class="n" data-n="{text}"></i>')
    return styled(every_cell(d, cell, quality=DOUBTFUL, lost=EVERY), "i.n::before{content:attr(data-n)}")


@web("2021")
def numbers_in_attributes(d: Draft) -> Sample:
    """The page's script would fill them in."""
    def cell(text: str) -> str:
        return number(text, f'<span class="count-up" data-to="{text}"></span>')
    return every_cell(d, cell, quality=DOUBTFUL, lost=EVERY)


@web("2021")
def numbers_that_count_up(d: Draft) -> Sample:
    """A script counts from 0 to the number that an attribute holds."""
    def cell(text: str) -> str:
        return number(text, f'<span class="count-up" data-to="{text}">0</span>')
    return every_cell(d, cell, quality=DOUBTFUL, lost=EVERY)


@web("2021")
def templates_not_filled(d: Draft) -> Sample:
    def cell(text: str) -> str:
        return number(text, "{{ item.num }}")
    return every_cell(d, cell, quality=DOUBTFUL, lost=EVERY)


# --- cells that hold something else than text ----------------------------------------------------------------------


@web("2019", "2021")
def numbers_in_fields(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f'<input type="text" readonly value="{t}">'))


@web("2021")
def numbers_in_disabled_fields_without_a_type(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f'<div class="el-input"><input class="el-input__inner" disabled value={t}></div>'))


@web("2021")
def numbers_in_textareas(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f"<textarea rows=1 readonly>{t}</textarea>"))


@web("2021")
def numbers_in_selects(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f"<select disabled><option>0</option><option selected>{t}</option></select>"))


@web("2021")
def numbers_on_buttons(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f'<button type="button" class="el-button--text">{t}</button>'))


@web("2021")
def numbers_in_formulas(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f"<math><mrow><mn>{t}</mn></mrow></math>"), quality=DOUBTFUL, lost=EVERY)


@web("2021")
def numbers_as_pictures(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f'<img src="/img/n{t}.gif" width="18" height="14">'), quality=DOUBTFUL, lost=EVERY)


@web("2021")
def numbers_as_pictures_of_digits(d: Draft) -> Sample:
    def cell(t: str) -> str:
        return number(t, "".join(f'<img src="/img/{c}.png" alt="">' for c in t))
    return every_cell(d, cell, quality=DOUBTFUL, lost=EVERY)


@web("2021")
def numbers_as_drawings(d: Draft) -> Sample:
    def cell(t: str) -> str:
        return number(t, f'<svg width=30 height=12><path d="M0 {t}L3 4"/></svg>')
    return every_cell(d, cell, quality=DOUBTFUL, lost=EVERY)


@web("2021")
def some_digits_as_pictures(d: Draft) -> Sample:
    """One digit of a number is a picture among the text of the others."""
    def cell(t: str) -> str:
        return t[:-1] + '<img src="/img/d.png">' if t.isdigit() and len(t) > 2 else t
    return every_cell(d, cell, quality=DOUBTFUL, lost=EVERY)


@web("2021")
def spacers_in_blank_cells(d: Draft) -> Sample:
    """A spacer makes no number, and no doubt."""
    grid = d.applications
    for row in grid[3:]:
        row[-2] = ('<img src="/images/spacer.gif" width=1 height=1>', 1, 1)
    for key in [k for k in d.values if k[0] == "applications" and k[2] == "other_org"]:
        d.values[key] = None
    return page(d, three=html_table(grid), lawful=frozenset({"A1", "A2", "A3", "A4", "A5", "A6", "A7"}), quality=DOUBTFUL)


@web("2021")
def text_turned_round(d: Draft) -> Sample:
    """Written backwards, and turned by the direction of the text."""
    return every_cell(d, lambda t: number(t, f'<bdo dir="rtl">{t[::-1]}</bdo>'), quality=DOUBTFUL, lost=EVERY)


@web("2021")
def digits_without_ink(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f'<b style="color:transparent">7</b>{t}<i style="color: rgba(0, 0, 0, 0)">8</i>'))


@web("2021")
def white_digits_beside_the_number(d: Draft) -> Sample:
    """Which nobody sees, unless the cell is dark."""
    return every_cell(d, lambda t: number(t, f'<font style="color:#FFF">8</font>{t}'), quality=DOUBTFUL, lost=EVERY)


@web("2021")
def white_digits_on_a_dark_ground(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f'<span style="color:white">{t}</span>'))


@web("2021")
def marks_in_a_raised_position(d: Draft) -> Sample:
    """As Word raises letters; digits that all are raised are a number."""
    raised = '<span style="position:relative;top:-4.0pt;mso-text-raise:4.0pt">{}</span>'
    return every_cell(d, lambda t: number(t, t + raised.format(1) if len(t) % 2 else "".join(map(raised.format, t))))


@web("2021")
def text_turned_round_by_style(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f'<span style="unicode-bidi:bidi-override;direction:rtl">{t[::-1]}</span>'), quality=DOUBTFUL, lost=EVERY)


@web("2021")
def digits_in_boxes_from_right_to_left(d: Draft) -> Sample:
    def cell(t: str) -> str:
        return number(t, f'<span style="display:flex;flex-direction:row-reverse">{"".join(f"<i>{c}</i>" for c in reversed(t))}</span>')
    return every_cell(d, cell, quality=DOUBTFUL, lost=EVERY)


@web("2021")
def invisible_characters(d: Draft) -> Sample:
    def cell(t: str) -> str:
        return "&#8203;".join(t) if t.isdigit() else "&shy;".join(t) + "&#8206;&#65279;"
    return every_cell(d, cell)


@web("2021")
def isolated_directions(d: Draft) -> Sample:
    return every_cell(d, lambda t: f"&#8296;{t}&#8297;" if t.isdigit() else f"&#8235;{t}&#8236;")


@web("2021")
def readings_beside_characters(d: Draft) -> Sample:
    return every_cell(d, lambda t: t if t.isdigit() else t.replace("政", "<ruby>政<rp>(</rp><rt>zheng</rt><rp>)</rp></ruby>"))


@web("2021")
def each_digit_in_a_span(d: Draft) -> Sample:
    return every_cell(d, lambda t: "".join(f"<span lang=EN-US>{c}</span>" for c in t))


@web("2021")
def last_years_number_behind(d: Draft) -> Sample:
    """This year's number, and last year's below it in the cell."""
    return every_cell(d, lambda t: number(t, f"{t}<br><small>上年{more(t)}</small>"), quality=DOUBTFUL, lost=EVERY)


@web("2021")
def a_number_and_its_growth(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f"{t}<span class=up>↑{more(t)}%</span>"), quality=DOUBTFUL, lost=EVERY)


@web("2021")
def two_numbers_side_by_side(d: Draft) -> Sample:
    """Two numbers in boxes of their own in one cell."""
    return every_cell(d, lambda t: number(t, f"<div>{t}</div><div>{more(t)}</div>"), quality=DOUBTFUL, lost=EVERY)


@web("2021")
def two_numbers_in_floating_boxes(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f'<span style="float:left">{t}</span><span style="float:right">{more(t)}</span>'),
                      quality=DOUBTFUL, lost=EVERY)


@web("2021")
def two_numbers_in_inline_blocks(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f'<span style="display:inline-block;width:40px">{t}</span><span style="display:inline-block">{more(t)}</span>'),
                      quality=DOUBTFUL, lost=EVERY)


# --- rows and spans ------------------------------------------------------------------------------------------------


@web("2019", "2021")
def a_table_for_each_row(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        return ("<table><tr><td>" + html_table(grid[:head]) + "</td></tr>" + "".join(f"<tr><td>{html_table([r])}</td></tr>" for r in grid[head:])
                + "</table>")
    flat = [[(t, 1, a) for t, _, a in r] for r in d.applications]
    grid = d.applications[:3] + [[(next(c[0] for c in reversed(r[:-7])), 1, 3), *r[-7:]] for r in flat[3:]]
    return page(d, "".join(table(g, 2) for g in d.grids), table(grid, 3), table(d.review, 3))


@web("2019", "2021")
def spans_to_the_end(d: Draft) -> Sample:
    """rowspan=0 and colspan=100%."""
    three = html_table(d.applications).replace('colspan="7"', 'colspan="100%"')
    results = max(down for r in d.applications for _, down, _ in r)
    carried = d.applications[-1]
    three = html_table(d.applications[:-1]).replace(f'rowspan="{results}"', 'rowspan="0"').replace("</table>", f"<tbody>{rows([carried])}</tbody></table>")
    return page(d, three=three)


@web("2019", "2021")
def foot_ahead_of_body(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        return f"<table><thead>{rows(grid[:head])}</thead><tfoot>{rows(grid[-1:])}</tfoot><tbody>{rows(grid[head:-1])}</tbody></table>"
    return page(d, "".join(table(g, 2) for g in d.grids), table(d.applications, 3))


@web("2019", "2021")
def head_behind_the_body(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        return f"<table><tbody>{rows(grid[head:])}</tbody><thead>{rows(grid[:head])}</thead></table>"
    return every_table(d, table)


@web("2021")
def header_repeated_for_print(d: Draft) -> Sample:
    grid = d.applications
    data = [[*([(t, 1, 1) for t, _, _ in r[:-7]][-1:]), *r[-7:]] for r in grid[3:]]
    data = [[(r[0][0], 1, 3), *r[1:]] for r in data]
    return page(d, three=html_table([*grid[:3], *data[:9], *grid[:3], *data[9:18], *grid[:3], *data[18:]]))


@web("2019", "2021")
def rows_packed_by_breaks(d: Draft) -> Sample:
    """All rows of a group in one, a line each."""
    t = d.table("applications")
    grid = d.applications[:3]
    data = t.data_rows
    for start in range(0, len(data), 5):
        part = data[start : start + 5]
        grid.append([("<br>".join(r.label for r in part), 1, 3),
                     *(("<br>".join(str(d.values["applications", r.code, c.code]) for r in part), 1, 1) for c in t.columns)])
    return page(d, three=html_table(grid))


@web("2021")
def rows_packed_by_paragraphs(d: Draft) -> Sample:
    """Section 2: both rows of a table in one, a paragraph each."""
    grids = []
    for g in d.grids:
        packed = [("".join(f"<p>{r[i][0]}</p>" for r in g[2:]), 1, 1) for i in range(len(g[2]))]
        grids.append([*g[:2], packed])
    return page(d, "".join(map(html_table, grids)))


@web("2021")
def columns_packed_in_one_cell(d: Draft) -> Sample:
    """The seven numbers of a row in one cell, with spaces."""
    grid = [[*r[:-7], (" ".join(c[0] for c in r[-7:]), 1, 7)] for r in d.applications[3:]]
    return page(d, three=html_table([*d.applications[:3], *grid]), quality=DOUBTFUL, lost=EVERY)


@web("2021")
def word_rows_of_no_height(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        more = "<![if !supportMisalignedColumns]><tr height=0>" + "<td width=40 style='border:none'></td>" * 10 + "</tr><![endif]>"
        return html_table(grid).replace("</table>", more + "</table>").replace(
            "<td>", "<td width=64 style='mso-border-alt:solid windowtext .5pt'><p class=MsoNormal><span lang=EN-US>").replace("</td>", "<o:p></o:p></span></p></td>")
    return every_table(d, table)


@web("2021")
def word_conditional_comments(d: Draft) -> Sample:
    sample = every_cell(d, lambda t: f"<p class=MsoNormal><!--[if gte mso 9]><xml><w:data>9</w:data></xml><![endif]--><span lang=EN-US style='mso-spacerun:yes'> {t}<o:p>&nbsp;</o:p></span></p>")
    sample.data = sample.data.replace(b"<head>", b"<head><!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->")
    return sample


@web("2021")
def tracked_changes(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f"<del cite='mailto:a' datetime=2024>{more(t)}</del><ins>{t}</ins>"))


@web("2021")
def struck_out_by_style(d: Draft) -> Sample:
    return styled(every_cell(d, lambda t: number(t, f'<span class="old">{more(t)}</span>{t}')), ".old{text-decoration:line-through}")


@web("2021")
def numbers_of_no_size_by_style(d: Draft) -> Sample:
    return styled(every_cell(d, lambda t: number(t, f'{t}<span class="z">7</span>')), ".z{font-size:0}")


@web("2021")
def numbers_hidden_by_the_usual_class(d: Draft) -> Sample:
    """The sheet that knows the class is a file of its own."""
    return every_cell(d, lambda t: number(t, f'{t}<span class="d-none">{more(t)}</span>'))


@web("2021")
def numbers_shown_in_wide_windows(d: Draft) -> Sample:
    return every_cell(d, lambda t: number(t, f'<span class="d-none d-md-inline">{t}</span>'))


@web("2021")
def numbers_without_ink(d: Draft) -> Sample:
    """Digits that nobody sees among those that all see."""
    return every_cell(d, lambda t: number(t, f'<span style="opacity:0">9</span>{t}'), quality=DOUBTFUL, lost=EVERY)


@web("2021")
def comments_of_word_in_the_cells(d: Draft) -> Sample:
    def cell(t: str) -> str:
        return number(t, f"{t}<span class=MsoCommentReference><span><![if !supportAnnotations]><a class=msocomanchor href='#_msocom_1'>[a1]</a><![endif]></span></span>")
    return every_cell(d, cell, quality=DOUBTFUL, lost=EVERY)


# --- where the report stands ---------------------------------------------------------------------------------------


@web("2021")
def wechat_article(d: Draft) -> Sample:
    """Hidden until its script has run."""
    sample = page(d)
    sample.data = shell(d, f'<div id="js_article"><h1 id="activity-name">{TITLE.format(year=YEARS[d.form])}</h1><div class="rich_media_content" id="js_content" '
                        f'style="visibility: hidden; opacity: 0;"><section data-role="outer" style="font-size:16px"><section powered-by="xiumi.us">{body_of(sample)}</section></section></div></div>'
                        '<div id="js_pc_qr_code" style="display:none">微信扫一扫 关注该公众号</div>')
    return sample


@web("2021")
def tabs_hidden_inline(d: Draft) -> Sample:
    return page(d, three=f'<div style="display:none">{html_table(d.applications)}</div>', quality=DOUBTFUL)


@web("2021")
def sections_in_tabs(d: Draft) -> Sample:
    """Each section in a pane of its own, of which all but the first are hidden."""
    sections = body_of(page(d)).split(f"<p>{HEADINGS[1]}")
    first, rest = sections[0], f"<p>{HEADINGS[1]}" + sections[1]
    panes = []
    for i, h in enumerate(HEADINGS[1:]):
        start = rest.index(f"<p>{h}")
        stop = rest.index(f"<p>{HEADINGS[i + 2]}") if i + 2 < len(HEADINGS) else len(rest)
        panes.append(f'<div role="tabpanel" style="display:none">{rest[start:stop]}</div>')
    return whole(d, first + "".join(panes))


@web("2021")
def folded_until_clicked(d: Draft) -> Sample:
    return page(d, three=f"<details><summary>点击展开</summary>{html_table(d.applications)}</details>")


@web("2021")
def desktop_and_mobile(d: Draft) -> Sample:
    """The table for wide windows and, as a list of cards, for narrow ones; which is hidden another file says."""
    t = d.table("applications")
    cards = "".join(f'<div class="card visible-xs"><h5>{r.label}</h5>' + "".join(
        f'<div>{c.label}：{d.values["applications", r.code, c.code]}</div>' for c in t.columns) + "</div>" for r in t.data_rows)
    return page(d, three=html_table(d.applications) + cards)


@web("2021")
def a_version_for_print(d: Draft) -> Sample:
    sample = page(d)
    sample.data = sample.data.replace(b"</body>", f'<div class="print-only" style="display:none">{body_of(sample)}</div></body>'.encode())
    return sample


@web("2019", "2021")
def page_in_a_frame_of_its_own(d: Draft) -> Sample:
    sample = page(d)
    sample.data = shell(d, f'<iframe srcdoc="{escape(sample.data.decode())}"></iframe>')
    return sample


@web("2021")
def table_in_a_frame_of_its_own(d: Draft) -> Sample:
    return page(d, three=f'<iframe width=100% srcdoc="{escape(html_table(d.applications))}"></iframe>')


@web("2021")
def table_in_a_frame_elsewhere(d: Draft) -> Sample:
    return page(d, three='<iframe src="/excel/table3.htm"></iframe>', quality=("needs_review",), lost=frozenset({"applications"}))


@web("2021")
def all_tables_in_frames_elsewhere(d: Draft) -> Sample:
    frame = '<iframe src="/excel/table.htm"></iframe>'
    return page(d, frame, frame, frame, quality=("needs_review", "unreadable"), lost=EVERY)


@web("2021")
def no_tables_at_all(d: Draft) -> Sample:
    """The numbers were forgotten: sections 2 to 4 hold nothing."""
    return page(d, "", "", "", quality=("needs_review", "no_tables"), lost=EVERY)


@web("2021")
def last_years_report_above(d: Draft) -> Sample:
    """The page is about this year's, and shows last year's ahead of it."""
    last = Draft(d.form, consistent(d.form, seed=2))
    sample = page(d, quality=("needs_review",))
    titles = [TITLE.format(year=y) for y in (YEARS[d.form] - 1, YEARS[d.form])]
    sample.data = shell(d, f"<div><h2>{titles[0]}</h2>{body_of(page(last)).split('</h1>')[1]}</div><h1>{titles[1]}</h1>{body_of(sample).split('</h1>')[1]}")
    return sample


@web("2021")
def last_years_table_above(d: Draft) -> Sample:
    """Both have their year above them."""
    last, year = Draft(d.form, consistent(d.form, seed=2)), YEARS[d.form]
    return page(d, three=f"<p>{year - 1}年：</p>{html_table(last.applications)}<p>{year}年：</p>{html_table(d.applications)}")


@web("2021")
def a_table_for_each_kind_of_applicant(d: Draft) -> Sample:
    """Table 3 printed once for persons, once for organisations, once for the totals."""
    head, body = d.applications[:3], d.applications[3:]
    labels = [r[:-7] for r in body]
    parts = [
        [[("办理情况", 1, 3), ("自然人", 1, 1)], *([*left, r[-7]] for left, r in zip(labels, body, strict=True))],
        [[("办理情况", 2, 3), ("法人或其他组织", 1, 5)], head[2], *([*left, *r[-6:-1]] for left, r in zip(labels, body, strict=True))],
        [[("办理情况", 1, 3), ("总计", 1, 1)], *([*left, r[-1]] for left, r in zip(labels, body, strict=True))],
    ]
    return page(d, three="".join(map(html_table, parts)))


@web("2021")
def sums_behind_their_groups(d: Draft) -> Sample:
    """Each group of table 3 ends with its sum, called nothing else."""
    t = d.table("applications")
    grid = [[("办理情况", 1, 1), *((c.label, 1, 1) for c in t.columns)]]
    for row in t.data_rows:
        grid.append([(row.label, 1, 1), *((str(d.values["applications", row.code, c.code]), 1, 1) for c in t.columns)])
        group = t.row(row.parent or "")
        parts = [r.code for r in t.data_rows if group and r.parent == group.code]
        if group and group.role == "group_derived" and row.code == parts[-1]:
            for c in t.columns:
                d.values["applications", group.code, c.code] = sum(d.values["applications", p, c.code] or 0 for p in parts)
            grid.append([("小计", 1, 1), *((str(d.values["applications", group.code, c.code]), 1, 1) for c in t.columns)])
    return page(d, three=html_table(grid))


@web("2021")
def words_of_labels_change_places(d: Draft) -> Sample:
    return page(d, three=html_table(d.applications).replace("信访举报投诉类", "信访投诉举报类"))


@web("2021")
def disputes_without_those_pending(d: Draft) -> Sample:
    """No column for 尚未审结: the others add up to the total."""
    pending = [k for k in d.values if k[0] == "review_litigation" and k[2].endswith("_pending")]
    for key in pending:
        total = (*key[:2], key[2].replace("pending", "total"))
        d.values[total] = (d.values[total] or 0) - (d.values[key] or 0)
    numbers = [(str(v), 1, 1) for k, v in d.values.items() if k[0] == "review_litigation" and k not in pending]
    for key in pending:
        del d.values[key]
    names = [(o, 1, 1) for o in ("结果维持", "结果纠正", "其他结果", "总计")]
    grid = [[("行政复议", 1, 4), ("行政诉讼", 1, 8)], [*((t, 2, 1) for t, _, _ in names), ("未经复议直接起诉", 1, 4), ("复议后起诉", 1, 4)], [*names, *names], numbers]
    return page(d, four=html_table(grid), quality=("needs_review",))


def _said(d: Draft, total_first: bool) -> str:
    t = d.table("applications")
    lines = []
    for row in t.data_rows:
        said = [(c.label, d.values["applications", row.code, c.code]) for c in t.columns]
        if total_first:
            said = [("", said[-1][1]), ("其中自然人", said[0][1]), *said[1:-1]]
        lines.append(f"<p>{row.label}{'' if total_first else '：'}{'，'.join(f'{name}{n}件' for name, n in said)}。</p>")
    return "".join(lines)


@web("2019", "2021")
def requests_in_sentences(d: Draft) -> Sample:
    return page(d, three=_said(d, total_first=False))


@web("2021")
def requests_in_sentences_the_total_first(d: Draft) -> Sample:
    return page(d, three=_said(d, total_first=True))


@web("2021")
def html_in_json(d: Draft) -> Sample:
    sample = page(d)
    data = json.dumps({"code": 0, "data": {"title": "示例", "body": body_of(sample), "hits": 3}}, ensure_ascii=False)
    sample.data = shell(d, f'<div id="app"></div><script>window.__NUXT__ = {data};</script>')
    return sample


@web("2021")
def html_in_escaped_json(d: Draft) -> Sample:
    sample = page(d)
    data = json.dumps({"detail": {"txt": body_of(sample)}}).replace("<", "\\u003c").replace("/", "\\/")
    sample.data = shell(d, f'<div id="app">加载中</div><script type="application/json">{data}</script>')
    return sample


@web("2021")
def html_in_a_textarea(d: Draft) -> Sample:
    sample = page(d)
    sample.data = shell(d, f'<textarea id="txt" style="display:none">{escape(body_of(sample))}</textarea><div id="show"></div>')
    return sample


@web("2021")
def html_in_a_template(d: Draft) -> Sample:
    sample = page(d)
    sample.data = shell(d, f'<script type="text/template" id="tpl">{body_of(sample)}</script><div id="show"></div>')
    return sample


@web("2021")
def html_in_a_template_element(d: Draft) -> Sample:
    sample = page(d)
    sample.data = shell(d, f"<template>{body_of(sample)}</template><div id=show></div>")
    return sample


@web("2021")
def html_without_script(d: Draft) -> Sample:
    sample = page(d)
    sample.data = shell(d, f"<noscript>{body_of(sample)}</noscript><div id=show></div>")
    return sample


@web("2021")
def html_without_frames(d: Draft) -> Sample:
    sample = page(d)
    framed = f"<frameset rows='*'><frame src='a.html'><noframes><body>{body_of(sample)}</body></noframes></frameset>"
    sample.data = shell(d, "").replace(b"<body></body>", framed.encode())
    return sample


@web("2021")
def html_in_a_hidden_field(d: Draft) -> Sample:
    sample = page(d)
    sample.data = shell(d, f'<input type="hidden" id="content" value="{escape(body_of(sample))}"><div id="show"></div>')
    return sample


@web("2021")
def html_in_a_script_string(d: Draft) -> Sample:
    sample = page(d)
    text = body_of(sample).replace("'", "\\'").replace("\n", "\\n")
    sample.data = shell(d, f"<script>var html = '{text}'; document.getElementById('show').innerHTML = html;</script><div id=show></div>")
    return sample


@web("2021")
def html_in_a_script_template(d: Draft) -> Sample:
    sample = page(d)
    sample.data = shell(d, f"<script>const html = `{body_of(sample)}`; show(html)</script><div id=show></div>")
    return sample


@web("2021")
def html_written_by_script(d: Draft) -> Sample:
    """A script writes the third table; nothing else of it is in the page."""
    text = json.dumps(html_table(d.applications), ensure_ascii=False)
    return page(d, three=f"<script>document.write({text})</script>")


@web("2021")
def numbers_written_by_script(d: Draft) -> Sample:
    """Each by a script in its cell."""
    return every_cell(d, lambda text: number(text, f"<script>document.write('{text}')</script>"))


@web("2021")
def headings_as_buttons(d: Draft) -> Sample:
    """Of parts that open."""
    sample = page(d)
    sample.data = re.sub(r"<p>([一二三四五六]、[^<]*)</p>", r"<button class=accordion>\1</button>", sample.data.decode()).encode()
    return sample


@web("2019", "2021")
def numbers_of_a_row_in_a_table_of_their_own(d: Draft) -> Sample:
    def row(cells: list[tuple[str, int, int]]) -> str:
        numbers = [c for c in cells if c[0].isdigit()]
        if len(numbers) < 2:
            return rows([cells])
        labels = rows([cells[: -len(numbers)]]).removesuffix("</tr>")
        return f"{labels}<td colspan={len(numbers)}>{html_table([numbers])}</td></tr>"
    return every_table(d, lambda grid, head: f"<table border=1>{''.join(map(row, grid))}</table>")


@web("2021")
def rows_that_end_and_never_begin(d: Draft) -> Sample:
    return every_table(d, lambda grid, head: html_table(grid).replace("<tr>", ""))


@web("2021")
def rows_that_are_a_body_each(d: Draft) -> Sample:
    return every_table(d, lambda grid, head: html_table(grid).replace("<tr>", "<tbody>").replace("</tr>", "</tbody>"))


@web("2019")
def columns_of_2019_cut_short(d: Draft) -> Sample:
    """Last year's items and the change since are the form's own columns, not another year's numbers."""
    cut = {"上一年项目数量": "上一年", "本年增/减": "本年"}
    return page(d, "".join(html_table(g, lambda t: cut.get(t, t)) for g in d.grids))


@web("2019")
def columns_of_2019_cut_short_in_one_table(d: Draft) -> Sample:
    """Below captions as wide as what each stands over."""
    cut = {"上一年项目数量": "上一年", "本年增/减": "本年"}
    first, *rest = d.grids
    wide = [[*row[:-1], (*row[-1][:2], row[-1][2] + 1)] for row in first]
    return page(d, html_table([row for grid in (wide, *rest) for row in grid], lambda t: cut.get(t, t)))


@web("2021")
def a_blank_beside_each_number(d: Draft) -> Sample:
    """Each heading stands over two columns, and the second is empty."""
    head = [[(t, down, across * 2) for t, down, across in row] for row in d.applications[:3]]
    body = [[*((t, down, across * 2) for t, down, across in r[:-7]), *(c for value in r[-7:] for c in (value, ("", 1, 1)))] for r in d.applications[3:]]
    return page(d, three=html_table(head + body))


def lines_as_strings(d: Draft) -> list[str]:
    """The page's lines (one for each table row) as a script writes them."""
    return [json.dumps(line, ensure_ascii=False).replace("</", "<\\/") for line in body_of(page(d)).replace("<tr>", "\n<tr>").split("\n")]


@web("2021")
def html_put_together_by_script(d: Draft) -> Sample:
    data = shell(d, f"<script>var s = '';{''.join(f's += {line};' for line in lines_as_strings(d))} show(s)</script><div id=show></div>")
    return Sample(data, d.values)


@web("2021")
def html_written_line_by_line(d: Draft) -> Sample:
    data = shell(d, f"<div><script>{''.join(f'document.writeln({line});' for line in lines_as_strings(d))}</script></div>")
    return Sample(data, d.values)


@web("2021")
def html_in_data_in_a_string(d: Draft) -> Sample:
    """JSON.parse of a string that holds another."""
    text = json.dumps(json.dumps({"title": "", "content": body_of(page(d))})).replace("</", "<\\/")
    return Sample(shell(d, f"<div id=app></div><script>show(JSON.parse({text}))</script>"), d.values)


@web("2021")
def html_in_base64(d: Draft) -> Sample:
    text = b64encode(body_of(page(d)).encode()).decode()
    return Sample(shell(d, f"<div id=app></div><script>show(decode(atob('{text}')))</script>"), d.values)


@web("2021")
def html_escaped_twice(d: Draft) -> Sample:
    sample = page(d)
    sample.data = shell(d, f"<div id=zoom>{escape(body_of(sample))}</div>")
    return sample


# --- rows that are no <tr> -----------------------------------------------------------------------------------------


def in_full(grid: Grid) -> list[list[str]]:
    """The grid with merged cells repeated, as a flat layout prints them."""
    width = max(sum(a for _, _, a in r) for r in grid)
    out = [[""] * width for _ in grid]
    taken: set[tuple[int, int]] = set()
    for i, row in enumerate(grid):
        j = 0
        for text, down, across in row:
            while (i, j) in taken:
                j += 1
            taken |= {(i + a, j + b) for a in range(down) for b in range(across)}
            out[i][j] = text
            j += across
    return out


@web("2019", "2021")
def rows_as_list_items(d: Draft) -> Sample:
    """Each row an item, each cell a span without anything between."""
    def table(grid: Grid, head: int) -> str:
        return "<ul>" + "".join("<li>" + "".join(f"<span>{t}</span>" for t in r) + "</li>" for r in in_full(grid)) + "</ul>"
    return every_table(d, table)


@web("2021")
def rows_as_lines_of_spans(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        return "<div class=tb>" + "".join("<p>" + "".join(f"<em>{t}</em>" for t, _, _ in r) + "</p>" for r in grid) + "</div>"
    return every_table(d, table)


@web("2021")
def rows_of_boxes(d: Draft) -> Sample:
    """Flex rows: each row a box of boxes."""
    def table(grid: Grid, head: int) -> str:
        return "<div class=tb>" + "".join('<div class="row">' + "".join(f'<div class="col">{t}</div>' for t, _, _ in r) + "</div>" for r in grid) + "</div>"
    return every_table(d, table)


@web("2021")
def rows_of_boxes_with_blanks(d: Draft) -> Sample:
    """Flex rows of which a box is empty."""
    for r in ("granted", "carried_forward"):
        d.values["applications", r, "research"] = None

    def table(grid: Grid, head: int) -> str:
        return '<div class=tb>' + "".join('<div style="display:flex">' + "".join(f'<div style="flex:1">{"" if t == "None" else t}</div>' for t, _, _ in r) + "</div>" for r in grid) + "</div>"
    return every_table(d, table, quality=DOUBTFUL, lost=EVERY, lawful=frozenset({"A1", "A2", "A3"}))


@web("2019", "2021")
def flat_grid(d: Draft) -> Sample:
    """No element of a row: the style says how many columns there are."""
    def table(grid: Grid, head: int) -> str:
        width = max(sum(a for _, _, a in r) for r in grid)
        return f'<div style="display:grid;grid-template-columns:repeat({width},1fr)">' + "".join(
            f'<div style="grid-column:span {a};grid-row:span {h}">{t}</div>' for r in grid for t, h, a in r) + "</div>"
    return every_table(d, table)


@web("2021")
def flat_grid_by_the_pages_style(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        full = in_full(grid)
        return f'<div class="g w{len(full[0])}">' + "".join(f"<div>{t}</div>" for r in full for t in r) + "</div>"
    sizes = "".join(f".w{n}{{grid-template-columns:{'80px ' * n}}}" for n in range(2, 16))
    return styled(every_table(d, table), f".g{{display:grid;gap:1px}}{sizes}")


@web("2021")
def flat_grid_of_unknown_width(d: Draft) -> Sample:
    """Which another file says."""
    def table(grid: Grid, head: int) -> str:
        return '<div class="my-grid">' + "".join(f"<span>{t}</span>" for r in grid for t, _, _ in r) + "</div>"
    return every_table(d, table, quality=DOUBTFUL, lost=EVERY)


@web("2021")
def rows_as_definitions(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        return "<dl>" + "".join("".join(f"<dt>{t}</dt>" if not t.isdigit() else f"<dd>{t}</dd>" for t, _, _ in r) for r in grid) + "</dl>"
    return every_table(d, table)


@web("2021")
def preformatted(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        return "<pre>" + "\n".join("\t".join(t or "-" for t in r) for r in in_full(grid)).replace("\t-", "\t") + "</pre>"
    return every_table(d, table)


@web("2021")
def code_block_of_a_table(d: Draft) -> Sample:
    """ASCII art between plus and minus."""
    def table(grid: Grid, head: int) -> str:
        full = in_full(grid)
        rule = "+" + "+".join("----" for _ in full[0]) + "+"
        return "<pre>" + "\n".join(x for r in full for x in (rule, "|" + "|".join(r) + "|")) + "\n" + rule + "</pre>"
    return every_table(d, table)


@web("2021")
def list_below_each_label(d: Draft) -> Sample:
    table = d.table("applications")
    three = "".join(f"<p>{r.label}</p><ul>" + "".join(f"<li>{c.label}：{d.values[table.id, r.code, c.code]}件</li>" for c in table.columns) + "</ul>"
                    for r in table.data_rows)
    return page(d, three=three)


def halves(d: Draft) -> tuple[str, str]:
    """Table 3 as its labels and its numbers, with a heading each."""
    full = in_full(d.applications)[3:]
    names = [c.label for c in d.table("applications").columns]
    return html_table([[(t, 1, 1)] for t in ("办理情况", *(next(t for t in r[2::-1] if t) for r in full))]), html_table([[(t, 1, 1) for t in r] for r in (names, *(r[3:] for r in full))])


@web("2021")
def labels_in_a_table_of_their_own(d: Draft) -> Sample:
    return page(d, three="<div>{}</div><div>{}</div>".format(*halves(d)))


@web("2021")
def labels_and_numbers_in_the_cells_of_a_frame(d: Draft) -> Sample:
    return page(d, three="<table><tr><td>{}</td><td>{}</td></tr></table>".format(*halves(d)))


@web("2021")
def rows_behind_a_table_that_was_closed_too_early(d: Draft) -> Sample:
    before, after = html_table(d.applications[:12]), html_table(d.applications[12:])
    return page(d, three=before + "</div>" + after.removeprefix("<table border=1>"))


@web("2021")
def numbers_of_a_row_in_one_cell(d: Draft) -> Sample:
    def row(cells) -> str:
        return html_table([[(c, 1, 1) for c in cells]])
    names = [c.label for c in d.table("applications").columns]
    lines = "".join(f"<tr><td>{r[2]}</td><td>{row(r[3:])}</td></tr>" for r in in_full(d.applications)[3:])
    return page(d, three=f"<table><tr><td>办理情况</td><td>{row(names)}</td></tr>{lines}</table>")


@web("2021", "2019")
def a_column_in_one_cell(d: Draft) -> Sample:
    """All labels a line each, and beside them the numbers of a column: more words than a cell of a table mostly has."""
    columns = d.table("applications").columns
    rows = [[r.label, *(str(d.values["applications", r.code, c.code]) for c in columns)] for r in d.table("applications").data_rows]
    head = [("办理情况", 1, 1), *((c.label, 1, 1) for c in columns)]
    return page(d, three=html_table([head, [("<br>".join(column), 1, 1) for column in zip(*rows, strict=True)]]))


def test_tables_of_as_many_rows_are_not_set_side_by_side_by_their_count_alone() -> None:
    d = draft()
    left, right = halves(d)
    three = left.replace("<tr><td>办理情况</td></tr>", "") + right.rsplit("<tr>", 1)[0] + "</table>"
    report = process(page(d, three=three).data, Origin(name="report.html")).report
    assert report
    assert not [c for c in report.cells if c.table == "applications" and c.value not in (None, d.values[c.key])]


@pytest.mark.parametrize("name", tried(WEB))
def test_nothing_is_read_wrong_or_lost_unsaid(name: str) -> None:
    make, form = WEB[name]
    check_reading(make(draft(form)))


def test_the_last_line_of_a_menu_is_no_part_of_the_publishers_name() -> None:
    sample = page(draft())
    menu = "".join(f"<li>{entry}</li>" for entry in ("政府信息公开指南", "政府信息公开年报", "依申请公开"))
    body = body_of(sample).replace("石家庄市示例管理局", "宁海县水利局")
    data = f"<html><meta charset=utf-8><table><tr><td><ul>{menu}</ul></td></tr><tr><td>{body}</td></tr></table></html>"
    report = process(data.encode(), Origin(name=sample.name)).report
    assert report
    assert report.identity.publisher == "宁海县水利局"
