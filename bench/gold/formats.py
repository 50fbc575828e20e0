"""The formats in which a case is written: name, family, and a function from case to bytes."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from bench.gold import converters, word
from bench.gold.case import Case
from tests.extract import scan, writers
from tests.sites import docx, html, pdf, positioned, text
from tests.sites.layout import Block, Cell, Grid, Text

Writer = Callable[[Case, random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    family: str
    file: str
    write: Writer
    headers: Mapping[str, str]
    has_page: bool = False
    """The page around the report names publisher and date of publication."""
    slow: bool = False
    """Takes seconds a page: read only when asked for by name."""
    office: bool = False
    """LibreOffice writes it, in seconds a file."""


FORMATS: dict[str, Format] = {}


def _format(
    name: str, family: str, file: str, headers: Mapping[str, str] | None = None, has_page: bool = False, slow: bool = False,
    office: bool = False,
) -> Callable[[Writer], Writer]:
    def register(write: Writer) -> Writer:
        FORMATS[name] = Format(name, family, file, write, headers or {}, has_page, slow, office)
        return write

    return register


def _page(case: Case, content: str, charset: str | None = "utf-8") -> str:
    report = case.report
    metas = html.article_metas(report) | ({"ContentSource": case.put_up_by} if case.put_up_by else {})
    return html.page(
        report.title, content, site=case.site, breadcrumb=("首页", "政府信息公开", "政府信息公开年报"), metas=metas, info=html.article_info(report, 7), charset=charset,
    )


@_format("html", "html", "t.html", {"content-type": "text/html; charset=utf-8"}, True)
def _html(case: Case, rng: random.Random) -> bytes:
    return _page(case, html.body(case.parts)).encode()


@_format("html-word", "html", "t.html", {"content-type": "text/html"}, True)
def _html_word(case: Case, rng: random.Random) -> bytes:
    return _page(case, html.body(case.parts, word=True)).encode()


@_format("html-gb18030", "html", "t.html", {"content-type": "text/html"}, True)
def _html_gb(case: Case, rng: random.Random) -> bytes:
    charset = rng.choice((None, "gb2312", "gbk"))
    return _page(case, html.body(case.parts, word=rng.random() < 0.5), charset).encode("gb18030")


@_format("html-wild-spans", "html", "t.html", {"content-type": "text/html; charset=utf-8"}, True)
def _html_wild(case: Case, rng: random.Random) -> bytes:
    """Column spans that do not add up from row to row: only the order of cells can be trusted."""

    def change(cell: Cell) -> Cell:
        if cell.key is not None and rng.random() < 0.15:
            return replace(cell, colspan=2)
        if cell.kind == "caption":
            return replace(cell, colspan=rng.choice((1, 3, 9)))
        return cell

    parts = tuple(
        replace(p, rows=tuple(tuple(change(c) for c in row) for row in p.rows))
        if isinstance(p, Grid) and p.id.startswith(("art20", "proactive")) else p for p in case.parts
    )
    return _page(case, html.body(parts)).encode()


@_format("html-nested", "html", "t.html", {"content-type": "text/html; charset=utf-8"}, True)
def _html_nested(case: Case, rng: random.Random) -> bytes:
    """The whole report inside a table that lays out the page, each table in a cell of its own."""
    pieces = []
    for part in case.parts:
        if isinstance(part, Grid):
            pieces.append(f'<table width="100%"><tr><td>{html.table(part, word=rng.random() < 0.3)}</td></tr></table>')
        elif part.kind != "title":
            pieces.append(f"<p>{escape(part.text)}</p>")
    return _page(case, f'<table border="0"><tr><td>{"".join(pieces)}</td></tr></table>').encode()


@_format("html-bare", "html", "t.html")
def _html_bare(case: Case, rng: random.Random) -> bytes:
    """No page around the report: the title is a centred paragraph, cells are paragraphs in cells, tags in capitals."""
    out = ["<HTML><BODY>"]
    for part in case.parts:
        if isinstance(part, Grid):
            rows = "".join(
                "<TR>" + "".join(
                    f"<TD colspan={c.colspan} rowspan={c.rowspan}><P align=center><FONT size=2>{escape(c.text) or '&nbsp;'}</FONT>"
                    for c in row
                ) for row in part.rows
            )
            out.append(f"<TABLE border=1>{rows}</TABLE>")
        else:
            out.append(f"<P>{'<CENTER>' if part.kind == 'title' else ''}{escape(part.text)}")
    return "\n".join(out).encode()


@_format("html-lines", "spaced", "t.html", {"content-type": "text/html; charset=utf-8"}, True)
def _html_lines(case: Case, rng: random.Random) -> bytes:
    """No table at all: each cell is a paragraph."""
    pieces = [
        f"<p>{escape(t)}</p>" for part in case.parts if isinstance(part, Grid) or part.kind != "title"
        for t in ([c.text for row in part.rows for c in row if c.text] if isinstance(part, Grid) else [part.text])
    ]
    return _page(case, "\n".join(pieces)).encode()


@_format("html-positioned", "pdf", "t.html", {"content-type": "text/html; charset=utf-8"})
def _html_positioned(case: Case, rng: random.Random) -> bytes:
    """A PDF turned into HTML: each run of text at a place of its own, no tables."""
    style = replace(_style(rng), ruled="none", boxed=())
    return positioned.write(case.parts, case.report.title, style, rng).encode()


@_format("mhtml", "html", "t.mht", None, True)
def _mhtml(case: Case, rng: random.Random) -> bytes:
    charset = rng.choice(("utf-8", "gb2312"))
    return writers.mhtml(_page(case, html.body(case.parts, word=True), charset), charset if charset == "utf-8" else "gb18030")


@_format("docx", "docx", "t.docx")
def _docx(case: Case, rng: random.Random) -> bytes:
    return docx.write(case.parts, case.report.title, rng.choice(("", "　　")))


@_format("docx-tracked", "docx", "t.docx")
def _docx_tracked(case: Case, rng: random.Random) -> bytes:
    return word.tracked(_docx(case, rng), rng)


@_format("docx-framed", "docx", "t.docx")
def _docx_framed(case: Case, rng: random.Random) -> bytes:
    return word.framed(_docx(case, rng), rng)


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def _converted(data: bytes, target: str, source: str = "in.docx", *options: str) -> bytes:
    """The file as LibreOffice saves it in another format. Raises FileNotFoundError without LibreOffice."""
    if OFFICE is None:
        raise FileNotFoundError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, source)
        written.write_bytes(data)
        subprocess.run(
            [OFFICE, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile", *options, "--convert-to", target,
             "--outdir", folder, str(written)], check=True, timeout=180, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        return Path(folder, f"in.{target.partition(':')[0]}").read_bytes()


@_format("docx-office", "docx", "t.docx", office=True)
def _docx_office(case: Case, rng: random.Random) -> bytes:
    """A page of a site as LibreOffice saves it: its own styles, spans and widths."""
    content = html.body(case.parts, word=rng.random() < 0.5)
    page = f"<html><meta charset=utf-8><body><h1>{escape(case.report.title)}</h1>{content}</body></html>".encode()
    return _converted(page, "docx:MS Word 2007 XML", "in.html", "--infilter=HTML (StarWriter)")


@_format("doc", "docx", "t.doc", office=True)
def _doc(case: Case, rng: random.Random) -> bytes:
    return _converted(_docx(case, rng), "doc")


@_format("rtf-office", "docx", "t.rtf", office=True)
def _rtf_office(case: Case, rng: random.Random) -> bytes:
    return _converted(_docx(case, rng), "rtf")


def _style(rng: random.Random) -> pdf.Style:
    return pdf.Style(
        body_size=rng.choice((10.5, 12, 14)), table_size=rng.choice((7, 8, 9, 10.5)), start=rng.randint(0, 500),
        margin_x=rng.choice((50, 72, 90)), boxed=rng.choice(((), (), ("text",))),
        page_number=rng.choice(("- {} -", "{}", "第 {} 页", "")), header=rng.choice(("", "", "政府信息公开年度报告（示例）")),
    )


@_format("pdf", "pdf", "t.pdf")
def _pdf(case: Case, rng: random.Random) -> bytes:
    return pdf.write(case.parts, case.report.title, _style(rng))


@_format("pdf-torn-rows", "pdf", "t.pdf")
def _pdf_torn(case: Case, rng: random.Random) -> bytes:
    return pdf.write(case.parts, case.report.title, replace(_style(rng), split_rows=True))


@_format("pdf-narrow", "pdf", "t.pdf")
def _pdf_narrow(case: Case, rng: random.Random) -> bytes:
    parts = tuple(pdf.narrow_labels(p) if isinstance(p, Grid) and len(p.widths) == 10 else p for p in case.parts)
    return pdf.write(parts, case.report.title, _style(rng))


@_format("pdf-half-ruled", "pdf", "t.pdf")
def _pdf_half(case: Case, rng: random.Random) -> bytes:
    return pdf.write(case.parts, case.report.title, replace(_style(rng), ruled="horizontal", boxed=()))


@_format("pdf-unruled", "pdf", "t.pdf")
def _pdf_unruled(case: Case, rng: random.Random) -> bytes:
    return pdf.write(case.parts, case.report.title, replace(_style(rng), ruled="none", boxed=()))


@_format("pdf-scan", "pdf", "t.pdf", slow=True)
def _pdf_scan(case: Case, rng: random.Random) -> bytes:
    """A clean scan at 200 dpi, a little askew."""
    return scan.scanned(_pdf(case, rng), rng.randrange(1 << 30), angle=rng.uniform(-0.7, 0.7))


@_format("pdf-scan-poor", "pdf", "t.pdf", slow=True)
def _pdf_scan_poor(case: Case, rng: random.Random) -> bytes:
    """A scan at 150 dpi, blurred, noisy and well compressed: what cannot be read must be said."""
    return scan.scanned(_pdf(case, rng), rng.randrange(1 << 30), dpi=150, angle=rng.uniform(-2, 2), blur=0.8, noise=20, quality=55)


@_format("text-tika", "tika", "t.txt")
def _tika(case: Case, rng: random.Random) -> bytes:
    return text.cells_by_line(case.parts).encode()


@_format("text-spaced", "spaced", "t.txt")
def _spaced(case: Case, rng: random.Random) -> bytes:
    spacing = text.Spacing(
        after=rng.random() < 0.4, label=rng.choice((6, 8, 9, 12)), torn_headers=rng.random() < 0.7,
        footer=rng.choice(("", "- {} -", "{}", "Page {} - 年报_示例局")),
    )
    return text.spaced_blocks(case.parts, spacing).encode()


@_format("text-aligned", "spaced", "t.txt")
def _aligned(case: Case, rng: random.Random) -> bytes:
    page = rng.choice((40, 58, 72))
    return text.aligned(case.parts, rng.choice((110, 128, 150)), page, rng.choice(("- {} -", "{}", "—{}—"))).encode()


@_format("text-flat", "spaced", "t.txt")
def _flat(case: Case, rng: random.Random) -> bytes:
    return text.flat(case.parts).encode()


@_format("xlsx", "xlsx", "t.xlsx")
def _xlsx(case: Case, rng: random.Random) -> bytes:
    return writers.xlsx(case.parts)


@_format("xlsx-sheets", "xlsx", "t.xlsx")
def _xlsx_sheets(case: Case, rng: random.Random) -> bytes:
    """A sheet for each section with tables and for the prose between them, none beginning in the first cell."""
    sheets: list[tuple[str, list[Block]]] = [("封面", [])]
    tables = False
    for i, part in enumerate(case.parts):
        if isinstance(part, Text) and part.kind == "heading":
            ahead = any(isinstance(p, Grid) for p in case.parts[i + 1 : i + 3])
            if ahead or tables:
                sheets.append((f"表{len(sheets)}", []))
            tables = ahead
        sheets[-1][1].append(part)
    return writers.workbook(sheets, margin=(rng.randint(0, 3), rng.randint(0, 2)))


@_format("xls", "xlsx", "t.xls", office=True)
def _xls(case: Case, rng: random.Random) -> bytes:
    return _converted(_xlsx(case, rng), "xls:MS Excel 97", "in.xlsx")


@_format("ods", "xlsx", "t.ods", office=True)
def _ods(case: Case, rng: random.Random) -> bytes:
    return _converted(_xlsx(case, rng), "ods", "in.xlsx")


@_format("excel-xml", "xlsx", "t.xls")
def _excel_xml(case: Case, rng: random.Random) -> bytes:
    return writers.excel_xml(case.parts)


@_format("archive", "xlsx", "t.zip")
def _archive(case: Case, rng: random.Random) -> bytes:
    """The prose in one file, the tables as sheets of another, and a note to both."""
    prose = docx.write([p for p in case.parts if isinstance(p, Text)], case.report.title)
    sheets = [(f"表{n}", [p]) for n, p in enumerate((p for p in case.parts if isinstance(p, Grid)), 1)]
    return writers.packed({"附件/附表.xlsx": writers.workbook(sheets), "附件/年报.docx": prose, "说明.txt": "附件为年度报告及附表。".encode("gbk")})


@_format("rtf", "rtf", "t.rtf")
def _rtf(case: Case, rng: random.Random) -> bytes:
    return writers.rtf(case.parts, unicode=rng.random() < 0.5)


@_format("ofd", "ofd", "t.ofd")
def _ofd(case: Case, rng: random.Random) -> bytes:
    return writers.ofd(case.parts)


@_format("markdown", "markdown", "t.md")
def _markdown(case: Case, rng: random.Random) -> bytes:
    return text.pipes(case.parts, repeat=rng.random() < 0.4).encode()


def _text(written: Callable[[Iterable[Block], random.Random], str]) -> Writer:
    return lambda case, rng: written(case.parts, rng).encode()


for _name, (_family, _written) in converters.WRITERS.items():
    _format(_name, _family, "t.txt")(_text(_written))
