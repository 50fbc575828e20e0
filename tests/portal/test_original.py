"""Originals are handed out byte for byte, as downloads, and can run nothing."""

from __future__ import annotations

import asyncio

import pytest

from etl.report import Origin
from portal.app import Portal
from portal.cells import render
from portal.page import safe_url
from portal.pages.original import content_type, disposition, file_name
from tests.portal.asking import ask
from tests.portal.conftest import Home

HTML, PDF = "text/html", "application/pdf"


def test_every_original_is_the_archived_bytes_as_a_download(home: Home, portal: Portal) -> None:
    archived = list(home.archive.documents())[:6]
    assert archived
    for sha256 in archived:
        answer = ask(portal, f"/original/{sha256}")
        assert answer.content == home.archive.get(sha256)
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "html" not in answer.headers["content-type"]
        assert ask(portal, f"/original/{sha256}", if_none_match=answer.headers["etag"]).status_code == 304


def test_what_is_not_there(portal: Portal) -> None:
    assert ask(portal, "/original/" + "0" * 64).status_code == 404
    assert ask(portal, "/gongkai.db").status_code == 403
    assert ask(portal, "/original/" + "0" * 63).status_code == 404


def test_no_archive_no_originals(home: Home) -> None:
    portal = Portal(home.database, None)
    sha256 = next(iter(home.archive.documents()))
    assert ask(portal, f"/original/{sha256}").status_code == 404
    portal.close()


@pytest.mark.parametrize(
    ("origin", "media_type", "name"),
    [
        (Origin(name="年报.pdf"), PDF, "年报.pdf"),
        (Origin(name="年报.html"), PDF, "年报.pdf"),
        (Origin(url="http://x.gov.cn/a/P0123.docx?x=1"), None, "P0123.docx"),
        (Origin(name='../../etc/pa"ss\r\nwd'), HTML, "pa_ss_wd.html"),
        (Origin(name="..."), None, "ffffffffffffffff.bin"),
        (Origin(), HTML, "ffffffffffffffff.html"),
    ],
)
def test_names(origin: Origin, media_type: str | None, name: str) -> None:
    assert file_name([origin], media_type, "f" * 64) == name


def test_headers_hold_no_line_breaks_or_foreign_letters() -> None:
    assert disposition("年报.pdf") == "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf"


def test_no_type_that_a_browser_would_run() -> None:
    for media_type in (HTML, "application/xhtml+xml", "image/svg+xml", "text/xml", "text/plain", None):
        assert content_type(media_type) == "application/octet-stream"
    assert content_type(PDF) == PDF


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.cn", "http://", "x", "", None,
                                 "http://[::1"])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_url(url) is None
    assert "<a" not in str(render(url, "url", "reports", str))


def test_cells_link_to_pages_and_escape() -> None:
    assert str(render("330000-ab-2020", "report_id", "findings", str)) == (
        '<a href="/report/330000-ab-2020">330000-ab-2020</a>')
    assert render('"><script>', "report_id", None, str) is None
    assert str(render({"value": "a1", "label": "<b>"}, "agency_id", None, str)) == '<a href="/agency/a1">&lt;b&gt;</a>'
    assert "NULL" in str(render(None, "total", "applications", str))
    assert "<a" in str(render("http://x.gov.cn/", "url", None, str))
    assert render(0, "total", "applications", str) is None
    assert render("ab" * 32, "document_sha256", "reports", str) == f'<a href="/original/{"ab" * 32}">abababababab…</a>'
    assert render("abcdef", "document_sha256", "reports", str) is None
    assert render("a-2020/b-2021", "compared", None, str) == '<a href="/similar/a-2020/b-2021">对照</a>'


def test_every_answer_carries_the_policy(portal: Portal) -> None:
    async def headers() -> list[dict[str, str]]:
        paths = ("/", "/gongkai", "/gongkai.json", "/gongkai/reports", "/static/portal.css", "/none", "/gongkai/reports.csv")
        return [dict((await portal.client.get(path)).headers) for path in paths]

    for found in asyncio.run(headers()):
        assert "default-src 'none'" in found["content-security-policy"]
        assert "script-src" not in found["content-security-policy"]
        assert "unsafe" not in found["content-security-policy"]
        assert found["x-content-type-options"] == "nosniff"


def test_no_page_has_a_script_or_an_inline_style(home: Home, portal: Portal) -> None:
    for path in ("/", "/search?q=公开", "/gongkai", "/gongkai/reports", "/gongkai/sums", "/gongkai?sql=select+1", "/none",
                 "/gongkai/labels/applications,row,granted,2021"):
        page = ask(portal, path).text
        assert "<script" not in page, path
        assert "style=" not in page.replace("stylesheet", ""), path
        assert "http-equiv" not in page
