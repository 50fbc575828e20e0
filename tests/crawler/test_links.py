"""Links wherever a page may hide them: what is listed, what an article offers, where a page without a list leads."""

from __future__ import annotations

import pytest

from crawler.page import Page
from crawler.reading import Reading, read_page

SITE = "http://www.shili.gov.cn"
TITLE = "示例县教育局2023年政府信息公开工作年度报告"
PATH = "/zfxxgk/nb/202401/t20240118_5.html"
FILE = "/upload/2024/5.pdf"


def read(content: str, role: str = "list", url: str = "/zfxxgk/nb/index.html", head: str = "") -> Reading:
    text = f"<html><head><title>政府信息公开年报</title>{head}</head><body><p>示例县的年度报告都在这里公布，欢迎查阅，示例文本。</p>{content}</body></html>"
    return read_page(Page(SITE + url, text.encode()), role, link_title=TITLE if role == "article" else "")  # type: ignore[arg-type]


@pytest.mark.parametrize("row", [
    f'<li><a href="javascript:void(0)" onclick="window.open(\'{PATH}\')" title="{TITLE}">{TITLE[:9]}…</a><span>2024-01-18</span></li>',
    f"<li><a href=\"javascript:openDetail('{PATH}')\">{TITLE}</a><span>2024-01-18</span></li>",
    f"<li onclick=\"location.href='{PATH}'\"><span>{TITLE}</span><span>2024-01-18</span></li>",
    f"<li><a href='#' onclick=\"window.location.href='{PATH}';return false;\">{TITLE}</a><span>2024-01-18</span></li>",
    f"<table><tr><td>1</td><td>{TITLE}</td><td>2024-01-18</td><td><a href='{PATH}'>查看</a></td></tr></table>",
    f'<script>var list = [{{"title":"{TITLE}","url":"{PATH}","date":"2024-01-18"}}]; show(list);</script>',
    f"<script>rows[0]=['{TITLE}','{PATH}','2024-01-18'];</script>",
    f"<script>document.write('<li><a href=\"{PATH}\">{TITLE}</a><span>2024-01-18</span></li>');</script>",
    f'<script>var data = {{"list":[{{"name":"{TITLE.encode("unicode_escape").decode()}","href":"{PATH.replace("/", chr(92) + "/")}","time":"2024-01-18"}}]}};</script>',
    f"<li><a href=' {PATH[:20]}\n{PATH[20:]} '>{TITLE}</a><span>2024-01-18</span></li>",
    f"<li><a href='{PATH.replace('/', chr(92))}'>{TITLE}</a><span>2024-01-18</span></li>",
])
def test_a_report_is_found_however_it_is_linked(row: str) -> None:
    (entry,) = read(f"<ul>{row}</ul>").entries
    assert (entry.url, entry.title, entry.date) == (SITE + PATH, TITLE, "2024-01-18")


@pytest.mark.parametrize("script", [
    "<script>html += '<li><a href=\"' + item.url + '\">' + item.title + '</a></li>';</script>",
    f"<script>var t = {{name: '{TITLE}', tpl: '/x/${{id}}.html'}};</script>",
    f"<script>alert('{TITLE}')</script>",
    f"<div onclick=\"go('/a.html')\"><a href='http://www.example.com/'>外部</a>{TITLE}</div>",
])
def test_what_a_script_puts_together_is_no_link(script: str) -> None:
    assert read(script).entries == ()


def test_a_base_address_counts_for_relative_links() -> None:
    (entry,) = read(f"<a href='nb/5.html'>{TITLE}</a>", url="/portal/view.jsp?id=7", head="<base href='/zfxxgk/'>").entries
    assert entry.url == SITE + "/zfxxgk/nb/5.html"


@pytest.mark.parametrize("content", [
    "<iframe src='{}'></iframe>", "<embed src='{}' type='application/pdf'>", "<object data='{}'></object>",
    "<object><param name='src' value='{}'></object>", "<iframe src='/pdfjs/web/viewer.html?file={}'></iframe>",
    "<a href='/pdfjs/web/viewer.html?file={}'>在线阅读</a>", "<script>var pdfUrl = '{}'; PDFObject.embed(pdfUrl, '#pdf');</script>",
    "<script>showVsbpdfIframe('{}', '100%', '600', '0');</script>", "<span onclick=\"window.open('{}')\">附件</span>",
])
def test_a_file_is_found_however_it_is_shown(content: str) -> None:
    found = read(f"<div id='zoom'><p>全文如下。</p>{content.format(FILE)}</div>", "article", PATH).attachments
    assert [f.url for f in found] == [SITE + FILE]


@pytest.mark.parametrize("link", [
    f"<a href='/download?id=1'>附件：{TITLE}.pdf</a>", f"<a href='/attach/down.do?fid=2'>{TITLE}</a>", f"<a href='/file/get/3'>{TITLE}.docx</a>",
    "<a href='/common/fileDownload.action?id=4'>下载附件</a>", f"<a href='/u/cms/www/5' download='{TITLE}.pdf'>点击查看全文</a>",
])
def test_a_file_without_an_ending_is_known_by_what_it_is_called(link: str) -> None:
    reading = read(f"<div id='zoom'><p>现予公布，详见附件。</p>{link}</div>", "article", PATH)
    assert len(reading.attachments) == 1
    assert not reading.document


@pytest.mark.parametrize(("content", "target"), [
    ("<iframe src='/inner/list.jsp?cid=5'></iframe>", "/inner/list.jsp?cid=5"),
    ("<select><option value=''>请选择单位</option><option value='/zfxxgk/nb/jyj/'>示例县教育局</option></select>", "/zfxxgk/nb/jyj/"),
    ("<ul><li><a href='jyj/'>示例县教育局</a></li></ul>", "/zfxxgk/nb/jyj/"),
    ("<ul><li><a href='index.html?org=7'>示例县教育局</a></li></ul>", "/zfxxgk/nb/index.html?org=7"),
])
def test_a_column_leads_on(content: str, target: str) -> None:
    assert [f.url for f in read(content).follows] == [SITE + target]


@pytest.mark.parametrize("script", [
    "window.location.href='/zfxxgk/nb/';", 'location.replace("/zfxxgk/nb/")', 'top.location = "zfxxgk/nb/";', "self.location='./zfxxgk/nb/'",
])
def test_a_page_that_only_sends_on_is_followed(script: str) -> None:
    page = Page(SITE + "/", f"<html><head><title></title><script>{script}</script></head><body></body></html>".encode())
    reading = read_page(page, "entry")
    assert (reading.trouble, [f.url for f in reading.follows]) == (None, [SITE + "/zfxxgk/nb/"])


def test_a_frameset_is_followed() -> None:
    page = Page(SITE + "/nb/", b"<html><head><title></title></head><frameset><frame src='menu.html'><frame src='list.html'></frameset></html>")
    assert [f.url for f in read_page(page, "entry").follows] == [SITE + "/nb/menu.html", SITE + "/nb/list.html"]
