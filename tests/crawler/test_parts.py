"""A report that its site splits over pages: read as one, archived as one, or left out loudly."""

from __future__ import annotations

import email
import io
from collections.abc import Callable
from dataclasses import replace
from html import escape

import pytest
from PIL import Image

from crawler.gathering import Gathering
from crawler.memory import PageRef
from crawler.pages.page import Page
from crawler.parts import bundle, next_part, pictures
from crawler.registry import Card
from etl.archive import Archive
from etl.extract import extract
from etl.process import process
from etl.report import Origin
from tests.crawler.conftest import Project
from tests.extract.test_insets import drawn
from tests.extract.test_ocr import png
from tests.sites import html
from tests.sites.layout import Grid, blocks
from tests.sites.platforms.base import PlatformSite, reports, row
from tests.sites.truth import SampleReport
from tests.sites.web import Reply, Web

COUNTY = "甲示例县"


def pager(style: str, stem: str, number: int, count: int) -> str:
    """What stands below page ``number`` of ``count``: the address of page n is ``stem_n`` but for the first."""
    if style == "trs":
        return f"<script>createPageHTML({count}, {number - 1}, '{stem.rpartition('/')[2]}', 'html');</script>".replace("'", '"')
    def at(n: int) -> str:
        if style == "query":
            return f"{stem}.jsp?id=7" + (f"&page={n}" if n > 1 else "")
        return f"{stem}_{n}.html" if n > 1 else f"{stem}.html"
    links = "".join(f"<a href='{at(n)}'>{n}</a> " for n in range(1, count + 1))
    if style != "numbers" and number < count:
        links += f"<a href='{at(number + 1)}'>下一页</a>"
    return f"<div class='pagination'>{links}</div>"


def address(style: str, stem: str, number: int) -> str:
    if style == "trs":
        return f"{stem}.html" if number == 1 else f"{stem}_{number - 1}.html"
    if style == "query":
        return f"{stem}.jsp?id=7" + (f"&page={number}" if number > 1 else "")
    return f"{stem}.html" if number == 1 else f"{stem}_{number}.html"


def split_site(styles: tuple[str, ...], cuts: tuple[int, ...] = (2, 6)) -> PlatformSite:
    """A list of reports, each split at these blocks in a style of its own; the last one is not split."""
    site = PlatformSite("split", "127.0.79.1", COUNTY + "人民政府", "/zfxxgknb/")
    rows = []
    for style, report in zip((*styles, "whole"), reports("split", COUNTY), strict=False):
        stem = f"/zfxxgknb/202401/t2024011{len(rows)}_{500 + len(rows)}"
        content = blocks(report)
        bounds = (0, *cuts, len(content)) if style != "whole" else (0, len(content))
        count = len(bounds) - 1
        for number in range(1, count + 1):
            body = html.body(content[bounds[number - 1]:bounds[number]])
            turn = pager(style, stem, number, count) if count > 1 else ""
            after = "<p>上一篇：<a href='/zfxxgknb/202401/t20240119_900.html'>示例通知</a></p>"
            site.routes[address(style, stem, number)] = site.page(report.title, body, report=report, container="div class='TRS_Editor'", extra=turn + after)
        rows.append(row(address(style, stem, 1), report.title, str(report.published_on)))
    site.routes["/zfxxgknb/"] = site.page("政府信息公开年报", f"<ul>{''.join(rows)}</ul>")
    return site


STYLES = ("trs", "next", "numbers", "query")


@pytest.fixture
def serve(web: Callable[..., Web], project: Project) -> Callable[[PlatformSite], Web]:
    def start(site: PlatformSite) -> Web:
        server = web(answer=site.answer)
        project.cards = [{"id": "split", "url": server.url(site.entry), "min_reports": 5}]
        return server

    return start


CELLS = "select r.title, c.section, c.row_key, c.column_key, c.text from cells c join reports r on r.id = c.report_id order by 1, 2, 3, 4"


def test_the_pages_of_a_report_are_one_document(project: Project, serve: Callable[[PlatformSite], Web]) -> None:
    site = split_site(STYLES)
    server = serve(site)
    first = project.crawl()
    assert first["ok"], first["alarms"]
    told = {r.title: r for r in reports("split", COUNTY)[:5]}
    assert {t for (t,) in project.rows("select title from reports")} == set(told)
    assert dict(project.rows("select media_type, count(*) from documents group by 1")) == {"multipart/related": 4, "text/html": 1}
    assert {q for (q,) in project.rows("select distinct quality from reports")} <= {"clean", "source_errors"}
    assert len(server.paths()) == len(set(server.paths())) == len(site.routes)
    # An unsplit site brings the same cells.
    before = len(server.log)
    again = project.crawl()["sources"]["split"]
    assert (again["new"], again["changed"], again["unchanged"], again["vanished"]) == (0, 0, 5, 0)
    assert len(server.log) > before


def test_split_and_whole_read_alike() -> None:
    report = reports("split", COUNTY)[0]
    content, site = blocks(report), split_site(())
    def page(body: str) -> bytes:
        return site.page(report.title, body, report=report, container="div class='TRS_Editor'").encode()
    origin = Origin(url="http://127.0.79.1/zfxxgknb/202401/t1_1.html")
    whole = process(page(html.body(content)), origin).report
    assert whole is not None
    for cut in range(1, len(content)):
        pages = [Page(f"http://a/{n}.html", page(html.body(part))) for n, part in enumerate((content[:cut], content[cut:]))]
        joined = process(bundle(pages), origin).report
        assert joined is not None, cut
        assert replace(joined, sha256="", media_type="", identity=whole.identity) == replace(whole, sha256="", media_type=""), cut


@pytest.mark.parametrize("answer", [
    Reply("", 404), pytest.param(Reply("", 503), marks=pytest.mark.slow),
    pytest.param(Reply(status=302, headers={"Location": "http://10.0.0.1/x"}), marks=pytest.mark.slow),
])
def test_a_report_whose_further_page_cannot_be_had_is_left_out_loudly(project: Project, serve: Callable[[PlatformSite], Web], answer: Reply) -> None:
    site = split_site(STYLES[:1])
    serve(site)
    lost = next(path for path in site.routes if path.endswith("_2.html"))
    held, site.routes[lost] = site.routes[lost], answer
    summary = project.crawl()
    assert summary["sources"]["split"]["failed"] == {"article_continues": 1}
    assert not summary["ok"]
    assert any("not all of its pages" in alarm for alarm in summary["alarms"])
    assert project.rows("select count(*) from reports") == [(1,)]
    site.routes[lost] = held
    assert project.crawl()["sources"]["split"]["new"] == 1


@pytest.mark.parametrize(("url", "markup", "further"), [
    ("http://a.gov.cn/x/t1_22.html", "<a href='t1_22_1.html'>下一页</a>", "http://a.gov.cn/x/t1_22_1.html"),
    ("http://a.gov.cn/x/5_1.html", "<a href='5_2.html'>下一页</a>", "http://a.gov.cn/x/5_2.html"),
    ("http://a.gov.cn/x/5.html", "<a href='5-2.html'>2</a>", "http://a.gov.cn/x/5-2.html"),
    ("http://a.gov.cn/x/5", "<a href='5_2'>[2]</a>", "http://a.gov.cn/x/5_2"),
    ("http://a.gov.cn/v.jsp?id=5", "<a href='v.jsp?id=5&pageNo=2'>下页</a>", "http://a.gov.cn/v.jsp?id=5&pageNo=2"),
    ("http://a.gov.cn/x/t1.html", "<script>createPageHTML(1, 0, \"t1\", \"html\");</script>", None),
    ("http://a.gov.cn/x/t1.html", "<script>createPageHTML(3, 0, \"t1\", \"html\");</script>", "http://a.gov.cn/x/t1_1.html"),
    ("http://a.gov.cn/x/t1.html", "<script>createPageHTML(3, 0, \"index\", \"html\");</script>", None),
    ("http://a.gov.cn/x/5.html", "<a href='6.html'>下一页</a>", None),
    ("http://a.gov.cn/art/art_12_345.html", "<a href='/art/art_12_346.html'>下一页</a>", None),
    ("http://a.gov.cn/v.jsp?id=5", "<a href='v.jsp?id=6'>下一页</a>", None),
    ("http://a.gov.cn/x/5.html", "<a href='5_2.html'>2023年</a>", None),
    ("http://a.gov.cn/x/5.html", "<a href='http://b.gov.cn/x/5_2.html'>下一页</a>", None),
])
def test_where_a_report_goes_on(url: str, markup: str, further: str | None) -> None:
    assert next_part([Page(url, f"<html><body>{markup}</body></html>".encode())]) == further


def test_the_archived_document_holds_the_bytes_of_each_page() -> None:
    pages = [Page("http://a.gov.cn/1.html", "<p>示例甲</p>\r\n ".encode("gb18030"), headers={"content-type": "text/html; charset=GB18030"}),
             Page("http://a.gov.cn/1_2.html", b"\x00\xff<p>x</p>")]
    kept = bundle(pages)
    assert kept == bundle(pages)
    parts = email.message_from_bytes(kept).get_payload()
    assert [p.get_payload(decode=True) for p in parts] == [p.body for p in pages]  # type: ignore[union-attr]
    assert extract(kept, Origin()).paragraphs[0].text == escape("示例甲")


# --- tables that are pictures ----------------------------------------------------------------------------------------


def pictured_site(picture: Callable[[Grid, int], Reply]) -> tuple[PlatformSite, SampleReport]:
    """A list of one report, whose tables are pictures beside its page; ``picture`` gives the one of a table."""
    site, report = PlatformSite("split", "127.0.79.1", COUNTY + "人民政府", "/zfxxgknb/"), reports("split", COUNTY)[0]
    path, body = "/zfxxgknb/202401/t20240110_500.html", ""
    for number, block in enumerate(blocks(report)):
        if isinstance(block, Grid):
            body += f"<p><img src='./W02024{number}.png' width='600'></p>"
            site.routes[f"/zfxxgknb/202401/W02024{number}.png"] = picture(block, number)
        else:
            body += html.body([block])
    body += "<img src='/images/logo.png'><img src='share.gif'><img src='w.png' width='20'><img src='http://127.0.79.9/far.png'>"
    site.routes[path] = site.page(report.title, body, report=report, container="div class='TRS_Editor'")
    site.routes["/zfxxgknb/"] = site.page("政府信息公开年报", f"<ul>{row(path, report.title, str(report.published_on))}</ul>")
    return site, report


def photograph(colour: int) -> Reply:
    out = io.BytesIO()
    Image.new("L", (300, 200), colour).save(out, "PNG")
    return Reply(out.getvalue(), headers={"Content-Type": "image/png"})


def test_the_pictures_of_a_report_are_kept_with_its_page(project: Project, serve: Callable[[PlatformSite], Web]) -> None:
    site, report = pictured_site(lambda grid, number: photograph(200 + number))
    drawings = sorted(path for path in site.routes if path.endswith(".png"))
    site.routes[drawings[-1]] = Reply("", 404)
    server = serve(site)
    project.cards[0]["min_reports"] = 1
    told = project.crawl()["sources"]["split"]
    assert (told["new"], told["failed"], told["ignored"]["picture_lost"]) == (1, {}, 1)
    assert sorted(p for p in server.paths() if p.endswith((".png", ".gif"))) == drawings
    [(sha256, media_type)] = project.rows("select sha256, media_type from documents")
    assert media_type == "multipart/related"
    kept = email.message_from_bytes(Archive(str(project.home / "archive")).get(sha256)).get_payload()
    assert [p.get_content_type() for p in kept] == ["text/html", *["image/png"] * (len(drawings) - 1)]  # type: ignore[union-attr]
    assert project.rows("select title, quality from reports") == [(report.title, "needs_review")]
    asked = len(server.log)
    again = project.crawl()["sources"]["split"]
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1)
    assert not [p for p in server.paths()[asked:] if p.endswith(".png")]  # the page says that it has not changed


def test_a_report_may_be_split_and_have_pictures() -> None:
    first, second = ("<html><p>总体情况</p><img src='a.png'><a href='1_2.html'>下一页</a></html>", "<html><img src='b.png'><img src='c.png'></html>")
    ref, address = PageRef("split", "http://a.gov.cn/1.html", "article"), "http://a.gov.cn/"
    picture = {"content-type": "image/png"}
    report = Gathering(ref, (Page(ref.url, first.encode(), headers={"etag": "x", "content-length": "9", "server": "s"}),))
    asked = []
    for answer in (Page(address + "1_2.html", second.encode()), Page("", b"a", 200, picture), Page("", b"no such file", 404), None):
        asked.append(report.wanted)
        report = report.took(answer, "the server did not answer in time")
    assert asked == [address + name for name in ("1_2.html", "a.png", "b.png", "c.png")]
    assert report.wanted is None
    item = report.item(Card(id="split", url=address))
    assert [p.get_payload(decode=True) for p in email.message_from_bytes(item.data).get_payload()] == [first.encode(), second.encode(), b"a"]  # type: ignore[union-attr]
    assert (item.etag, item.origin.url, item.origin.headers) == (None, ref.url, {"server": "s"})


@pytest.mark.slow
def test_tables_that_a_page_shows_as_pictures_are_read(project: Project, serve: Callable[[PlatformSite], Web]) -> None:
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    site, report = pictured_site(lambda grid, number: Reply(png(drawn(grid)), headers={"Content-Type": "image/png"}))
    serve(site)
    project.cards[0]["min_reports"] = 1
    summary = project.crawl()
    assert summary["ok"], summary["alarms"]
    [(quality, cells)] = project.rows("select quality, cells_read from reports")
    assert (quality, cells) == ("clean", len(report.cells))
    assert project.rows("select total from applications where outcome = 'new_received'") == [(report.cells["applications", "new_received", "total"].value,)]


@pytest.mark.parametrize(("markup", "wanted"), [
    ("<img src='a.jpg'>", {"a.jpg": "http://a.gov.cn/x/a.jpg"}),
    ("<base href='http://a.gov.cn/y/'><img src='a.jpg'>", {"a.jpg": "http://a.gov.cn/y/a.jpg"}),
    ("<img src='a.jpg'><table><tr><td>本年新收政府信息公开申请数量<td>上年结转政府信息公开申请数量<td>结转下年度继续办理</tr></table>", {}),
    ("<header><img src='a.jpg'></header><img src='/res/b.jpg'><img src='data:image/png;base64,AA'>", {}),
    ("<img src='a.jpg\r\nContent-Type: text/html'><img src='a b.jpg'><img src='图.jpg'>", {}),
    ("".join(f"<img src='{n}.jpg'>" for n in range(99)), {f"{n}.jpg": f"http://a.gov.cn/x/{n}.jpg" for n in range(20)}),
])
def test_which_pictures_are_asked_for(markup: str, wanted: dict[str, str]) -> None:
    assert pictures([Page("http://a.gov.cn/x/t1.html", f"<html><body><p>总体情况</p>{markup}</body></html>".encode())]) == wanted
