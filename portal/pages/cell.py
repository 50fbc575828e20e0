"""``/report/<id>/cell/<table>/<row>/<column>``: a number, and the very cell of the original that it was read from."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Request, Response

from etl.archive import ArchiveError
from etl.documents import Cell, Table
from etl.errors import ReadError
from etl.report import ReportCell
from portal.app import Portal
from portal.findings import place
from portal.originals import Busy
from portal.page import Page, safe_url
from portal.reader import PageImage
from portal.readings import readings

#: Rows of a huge table that are shown round the cell.
_ROWS_AROUND = 40
#: The line stands this far from the cell, and so much of the page is enlarged, in points.
_MARGIN = 3
_CROP = 320, 110


def has_pages(media_type: str | None) -> bool:
    """Whether a page of it can be shown as a picture: a PDF, or a picture itself."""
    return media_type == "application/pdf" or (media_type or "").startswith("image/")


@dataclass(frozen=True, slots=True)
class Marked:
    """A row of the original's table for the page: its cells, and which of them is the one asked for."""

    cells: tuple[tuple[Cell, bool], ...]


async def cell(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    names = request.url_vars
    key = names["table"], names["row"], names["column"]
    report = await page.row(
        "select r.*, coalesce(a.name, r.publisher) as agency from reports r left join agencies a on a.id = r.agency_id"
        " where r.id = ?", [names["id"]])
    if report is None:
        raise page.missing("没有这份报告。", "There is no such report.")
    reading = (await readings(page, names["id"])).get(key)
    if reading is None:
        raise page.missing("这份报告里没有这一格。", "The report has no such cell.")
    findings = await page.rows(
        "select * from findings where report_id = ? and table_name = ?"
        " and (row_code is null or row_code = ?) and (column_code is null or column_code = ?) order by position",
        [names["id"], *key])
    changes = await page.rows(
        "select * from cell_changes where report_id = ? and table_name = ? and row_code = ? and column_code = ?"
        " order by to_version", [names["id"], *key])
    return await page.render(
        "cell.html", report=report, key=key, reading=reading, findings=findings, changes=changes,
        name=place(*key, page.lang, report["form"]), source_url=safe_url(report["url"]),
        **await _original(page, report, reading),
    )


async def _original(page: Page, report: Any, reading: ReportCell) -> dict[str, Any]:
    """The original with the cell marked: a page with a box where there is one, else a table, else why not."""
    originals = page.datasette.originals
    sha256, problem = report["document_sha256"], None
    if originals is None:
        return {"problem": page.t("本门户没有配置档案库。", "This portal has no archive.")}
    try:
        if has_pages(report["media_type"]) and reading.page and reading.bbox:
            # A file inside an archive has its type, but the archive's bytes: its tables can be read all the same.
            with suppress(ReadError):
                image = await originals.page(sha256, reading.page)
                return {"image": image, **_outline(reading.bbox, image), "problem": None}
        rows, exact = marked(await originals.tables(sha256), reading)
        if rows:
            return {"table_rows": rows, "exact": exact, "problem": None}
        problem = page.t("原件里找不到这一格的位置，请下载原件查看。", "Its place in the original was not kept: download the original.")
    except KeyError:
        problem = page.t("档案库里没有这份原件。", "The archive does not hold the original.")
    except ArchiveError as error:
        problem = str(error)
    except ReadError as error:
        problem = page.t(f"原件无法重读（{error.kind}）。", f"The original cannot be read again: {error.message}.")
    except Busy:
        problem = page.t("正在读取的原件太多，请稍后再试。", "Too many originals are being read: try again in a moment.")
    return {"problem": problem}


def _outline(bbox: tuple[float, float, float, float], image: PageImage) -> dict[str, Any]:
    """Left, top, width and height in points: of the line round the cell, and of the piece of the page round it that is enlarged."""
    left, top, right, bottom = bbox
    box = left - _MARGIN, top - _MARGIN, right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN
    width, height = min(max(_CROP[0], box[2] + 20), image.width), min(max(_CROP[1], box[3] + 20), image.height)
    x = min(max((left + right - width) / 2, 0), image.width - width)
    y = min(max((top + bottom - height) / 2, 0), image.height - height)
    return {"box": box, "crop": (x, y, width, height)}


def marked(tables: tuple[Table, ...], reading: ReportCell) -> tuple[tuple[Marked, ...], bool]:
    """The rows of the table that holds the cell, with it marked; and whether columns stand as in the original."""
    table = next((t for t in tables if t.index == reading.table_index), None)
    if table is None or reading.row_index is None:
        return (), True
    first = max(0, reading.row_index - _ROWS_AROUND)
    shown = table.rows[first : reading.row_index + _ROWS_AROUND]
    rows = tuple(
        Marked(tuple((c, c.row == reading.row_index and c.column == reading.column_index) for c in row)) for row in shown
    )
    return rows, table.exact


async def page_image(datasette: Portal, request: Request) -> Response:
    """``/page/<sha256>/<number>.png``: a page of an archived PDF or picture that is a report's."""
    page = Page(datasette, request)
    sha256, number = request.url_vars["sha256"], int(request.url_vars["number"])
    known = has_pages(await page.one("select media_type from documents where sha256 = ?", [sha256]))
    missing = page.missing("没有这一页。", "There is no such page.")
    if not known or datasette.originals is None:
        raise missing
    try:
        image = await datasette.originals.page(sha256, number)
    except (KeyError, ArchiveError, ReadError):
        raise missing from None
    except Busy:
        return Response.text("busy", status=503, headers={"Retry-After": "5"})
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(image.png, headers=headers, content_type="image/png")
