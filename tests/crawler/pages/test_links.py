"""Links wherever a page may hide them: what is listed, what an article offers, where a page without a list leads."""

from __future__ import annotations

import json
import time

import pytest

from crawler.leads import children
from crawler.memory import PageRef
from crawler.pages.page import Page
from crawler.pages.urls import canonical
from crawler.platforms.base import with_query
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
    f"<li><a href='javascript:;' data-href='{PATH}'>{TITLE}</a><span>2024-01-18</span></li>",
    f"<li onclick=\"show('5')\">{TITLE}<span>2024-01-18</span></li><script>function show(id){{ window.open('/zfxxgk/nb/202401/t20240118_' + id + '.html'); }}</script>",
    f"<a href='javascript:view(202401, \"t20240118\")'>{TITLE}</a> 2024-01-18<script>var view = function(m, n) {{ var u = '/zfxxgk/nb/'+m+'/'; location.href = u + n + '_5.html'; }}</script>",
    f"<li class='tab' data-url='{PATH}'>{TITLE}<span>2024-01-18</span></li>",
    f'<script>window.__STATE__={{"list":[{{"id":1,"ext":{{"a":1}},"title":"{TITLE}","meta":{{"url":"{PATH}"}},"time":"2024-01-18"}}]}}</script>',
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


@pytest.mark.parametrize("feed", [
    f"<?xml version='1.0'?><rss version='2.0'><channel><link>/</link><item><title><![CDATA[{TITLE}]]></title><link>{SITE}{PATH}</link><pubDate>Thu, 18 Jan 2024 23:00:00 +0800</pubDate></item></channel></rss>",
    f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>{TITLE}</title><link rel='alternate' href='{PATH}'/><updated>2024-01-18T08:00:00+08:00</updated></entry></feed>",
])
def test_a_report_is_found_in_a_feed(feed: str) -> None:
    (entry,) = read_page(Page(SITE + "/rss.xml", feed.encode()), "entry").entries
    assert (entry.url, entry.title, entry.date) == (SITE + PATH, TITLE, "2024-01-18")
    assert read_page(Page(SITE + "/rss.xml", b"<rss>" + b"<a>" * 50_000), "entry").entries == ()


@pytest.mark.parametrize(("heading", "followed"), [("政府信息公开年报", True), ("通知公告", False)])
def test_more_leads_to_the_list_that_its_heading_names(heading: str, followed: bool) -> None:
    reading = read(f"<div class='tab'><h3>{heading}<a href='/gk/list/'>更多&gt;&gt;</a></h3><ul><li><a href='{PATH}'>{TITLE}</a></li></ul></div>")
    assert [(f.url, f.kind) for f in reading.follows] == [(SITE + "/gk/list/", "column")] * followed


def test_a_report_is_found_in_json_however_deep() -> None:
    record = {"id": 7, "title": TITLE, "channel": {"name": "年报"}, "attrs": {"url": PATH}, "files": [], "time": "2024-01-18 10:00"}
    data = json.dumps({"code": 0, "data": {"list": [record, {"title": "示例通知", "attrs": {"url": "/x/9.html"}}], "pages": [1, 2]}})
    reading = read_page(Page(SITE + "/api/list?channel=3&pageNum=1", data.encode()), "entry")
    assert [(e.url, e.title, e.date) for e in reading.entries] == [(SITE + PATH, TITLE, "2024-01-18")]
    assert [f.url for f in reading.follows] == [SITE + "/api/list?channel=3&pageNum=2"]


FORM = "<form id='f' method='post' action='list.do'><input type='hidden' name='c' value='5'><input type='hidden' name='pageNo' value='1'><input type='submit' name='go'></form>"
TURN = "<script>function turn(n){document.getElementById('pageNo').value=n;document.getElementById('f').submit();}</script>"
CHOICES = (
    "<select name='size'><option value='20'>每页20条</option><option value='50'>每页50条</option></select><select name='dw'><option>全部</option></select>"
    "<select name='y'><option value='2022'>2022</option><option value='2023' selected>2023</option></select><select name='none'></select></form>"
)
STATE = (
    "<form method='post' action='./list.aspx'><input type='hidden' name='__EVENTTARGET'><input type='hidden' name='__EVENTARGUMENT'>"
    "<input type='hidden' name='__VIEWSTATE' value='/wEP1'></form><script>var theForm = document.forms['form1'];function __doPostBack(t, a) "
    "{ if (!theForm.onsubmit || (theForm.onsubmit() != false)) { theForm.__EVENTTARGET.value = t; theForm.__EVENTARGUMENT.value = a; theForm.submit(); } }</script>"
)


@pytest.mark.parametrize(("pager", "target"), [
    ("<span>1</span><a href='index_2.html'>2</a><a href='index_3.html'>3</a>", "index_2.html"),
    ("<ul><li class='on'>1</li><li><a href='?page=2'>2</a></li></ul>", "index.html?page=2"),
    ("<select><option value='index.html?p=1'>第1页</option><option value='index.html?p=2'>第2页</option></select>", "index.html?p=1"),
    ("<a href='index_2.html'><img src='/n.gif' alt='下一页'></a>", "index_2.html"), ("<a href='index_2.html'>[下一页]</a>", "index_2.html"),
    ("<a href='javascript:go(2)'>下一页</a><script>function go(n){location.href='index_'+n+'.html'}</script>", "index_2.html"),
    ("<script>var pageCount=3; laypage({pages:pageCount,jump:function(o){location.href='index_'+o.curr+'.html';}})</script>", "index_2.html"),
    ("<script>var currentPage = 0;var nextPage = currentPage+1;var countPage = 3;document.write(\"<a href=\\\"index\"+\"_\" + nextPage + \".\"+\"html\\\">下一页</a>\")</script>", "index_1.html"),
    (f"{FORM}{TURN}<a href='javascript:turn(2)'>下一页</a>", ("list.do", b"c=5&pageNo=2")),
    (f"{FORM.replace('</form>', CHOICES)}{TURN}<a href='javascript:turn(2)'>下一页</a>", ("list.do", b"c=5&pageNo=2&size=20&dw=%E5%85%A8%E9%83%A8&y=2023")),
    (f"{FORM}{TURN}<b>1</b><a href='#' onclick='turn(2)'>2</a><a href='#' onclick='turn(3)'>3</a>", ("list.do", b"c=5&pageNo=2")),
    (f"{STATE}<a href=\"javascript:__doPostBack('Pager1','2')\">下一页</a>", ("list.aspx", b"__EVENTTARGET=Pager1&__EVENTARGUMENT=2&__VIEWSTATE=%2FwEP1")),
])
def test_a_list_goes_on_however_its_page_says_so(pager: str, target: str | tuple[str, bytes]) -> None:
    reading = read(f"<ul><li><a href='{PATH}'>{TITLE}</a></li></ul><div>{pager}</div>")
    path, body = (target, b"") if isinstance(target, str) else target
    first = reading.follows[0]
    assert (first.url, first.method, first.body) == (f"{SITE}/zfxxgk/nb/{path}", "POST" if body else "GET", body)
    assert not bool(reading.unread)


@pytest.mark.parametrize(("pager", "goes_on"), [
    ("共3页 <a href='javascript:go(2)'>下一页</a>", True), ("第1/4页", True), ("<a onclick='load(2)'>下一页</a>", True), ("共1页 <a onclick='load(2)'>下一页</a>", False),
    ("<a href='javascript:void(0)'>下一页</a>", False), ("更新日期：2024/1/12", False), ("<a onclick='load(1)'>下一页</a>", False),
    ("<a href='/day/1.html'>1</a><a href='/day/2.html'>2</a>", False), ("<a href='javascript:nextPage()'>下一页</a>", True),
])
def test_a_list_that_goes_on_in_a_way_that_cannot_be_read_says_so(pager: str, goes_on: bool) -> None:
    reading = read(f"<ul><li><a href='{PATH}'>{TITLE}</a></li></ul>{pager}")
    assert ([f.url for f in reading.follows], bool(reading.unread)) == ([], goes_on)


def test_data_that_a_script_asks_for_is_asked_for_where_the_page_leads_nowhere() -> None:
    script = "<script>$.ajax({url:'/data/list.json',type:'get',success:show}); $.get('/js/a.js');</script>"
    assert [f.url for f in read(script).follows] == [SITE + "/data/list.json"]
    assert read(f"<a href='{PATH}'>{TITLE}</a>{script}").follows == ()


@pytest.mark.parametrize(("script", "question"), [
    ("var u = '/api/list'; $.getJSON(u, show)", ("/api/list", b"")),
    ("var n = 1; $.get('/api/list', {channel: 'nb', page: n, pageSize: 3, t: time()}, show)", ("/api/list?channel=nb&page=1&pageSize=3", b"")),
    ("$.post('/api/list', {page: 1}, show)", ("/api/list", b"page=1")),
    ("$.ajax({data: JSON.stringify({id: '7', page: 1}), url: '/api/list', type: 'POST'})", ("/api/list", b'{"id": "7", "page": 1}')),
    ("fetch('/api/list', {method: 'POST', body: JSON.stringify({page: 1})})", ("/api/list", b'{"page": 1}')),
    ("axios.post(base + '/list', {page: 1})", None), ("$.get(u, show)", None), ("$('#x').load('/inc/list.html')", ("/inc/list.html", b"")),
    ("var x = new XMLHttpRequest(); x.open('GET', '/api/list?n=1', true);", ("/api/list?n=1", b"")), ("$(window).load(function(){go()})", None),
])
def test_what_a_script_asks_is_asked_with_the_fields_that_stand_there(script: str, question: tuple[str, bytes] | None) -> None:
    asked = [(f.url.removeprefix(SITE), f.body) for f in read(f"<script>{script}</script>").follows]
    assert asked == ([question] if question else [])


def test_answers_to_a_question_go_on_by_its_number_or_say_how_much_is_missing() -> None:
    rows = {"total": 30, "rows": [{"title": TITLE, "url": PATH}]}
    page = Page(SITE + "/api/list", json.dumps(rows).encode(), sent=b'{"id": "7", "page": 1}')
    (follow,) = read_page(page, "list").follows
    assert (follow.url, follow.method, follow.body) == (page.url, "POST", b'{"id": "7", "page": 2}')
    assert read_page(Page(SITE + "/api/list", json.dumps(rows).encode()), "list").unread
    assert not read_page(Page(SITE + "/api/list", json.dumps({**rows, "total": 1}).encode()), "list").unread


@pytest.mark.parametrize(("body", "dates"), [
    (f'callback({{"d": [{{"name": "{TITLE}", "lj": "{PATH}", "sj": "2024-01-18"}}]}});', ["2024-01-18"]),
    (f'{{"id": 1700000000, "docTitle": "<em>{TITLE}</em>", "url": "{PATH}", "crtime": 1705507200000}}', ["2024-01-18"]),
    (f'[{{"title": "{TITLE}", "url": "{PATH}"}}]', [None]), (f'[{{"title": "示例通知", "url": "{PATH}"}}]', []),
])
def test_json_under_whatever_names(body: str, dates: list[str | None]) -> None:
    reading = read_page(Page(SITE + "/api/list", body.encode()), "list")
    assert [(e.url, e.title, e.date) for e in reading.entries] == [(SITE + PATH, TITLE, date) for date in dates]


def test_json_that_names_reports_without_an_address_is_told() -> None:
    assert read_page(Page(SITE + "/api/list", json.dumps([{"id": 5, "title": TITLE}]).encode()), "list").unread


@pytest.mark.parametrize("code", ["location.href='list.jsp?nd='+this.value", "go(this.options[this.selectedIndex].value)"])
def test_a_year_that_is_chosen_leads_to_its_list(code: str) -> None:
    choice = f'<select onchange="{code}"><option value="2023" selected>2023年</option><option value="2022">2022年</option></select>'
    go = "<script>function go(y) { window.location = 'list.jsp?nd=' + y; }</script>"
    assert [f.url for f in read(choice + go).follows] == [f"{SITE}/zfxxgk/nb/list.jsp?nd={year}" for year in (2023, 2022)]
    assert read(choice.replace(code, "turn(this)")).unread


def test_a_cell_in_a_table_of_bodies_and_years_is_called_by_both() -> None:
    table = f"<table><tr><th>单位</th><th>2022年</th><th>2023年</th></tr><tr><td>示例县教育局</td><td><a href='/zfxxgk/nb/202401/t20240117_4.html'>查看</a></td><td><a href='{PATH}'>查看</a></td></tr></table>"
    assert [(e.url, e.title, e.sure) for e in read(table).entries] == [
        (SITE + "/zfxxgk/nb/202401/t20240117_4.html", "示例县教育局 2022年", False), (SITE + PATH, "示例县教育局 2023年", False),
    ]


def test_a_query_is_asked_in_the_charset_of_its_page() -> None:
    page = "<meta charset='gb2312'><p>示例县的年度报告都在这里公布，欢迎查阅。</p><a href='list.asp?dw=教育局'>政府信息公开年报</a><a href='list.asp?dw=%BD%CC'>下一页</a>"
    follows = read_page(Page(SITE + "/nb/", page.encode("gb18030")), "list").follows
    assert [f.url for f in follows] == [f"{SITE}/nb/list.asp?dw=%BD%CC", f"{SITE}/nb/list.asp?dw=%BD%CC%D3%FD%BE%D6"]
    assert with_query(follows[0].url, page="2") == f"{SITE}/nb/list.asp?dw=%BD%CC&page=2"


def test_an_entry_that_reads_as_a_column_keeps_the_date_of_its_row() -> None:
    page = Page(SITE + "/zfxxgk/nb/", "<title>政府信息公开年报</title><p>示例县的年度报告都在这里公布，欢迎查阅。</p><li><a href='/zfxxgk/nb/2023.html'>2023年政府信息公开年度报告</a> 2024-01-18</li>".encode())
    found = children(PageRef("shili", page.url, "entry"), page, read_page(page, "entry"))
    assert {(ref.role, ref.date) for ref in found} == {("list", "2024-01-18"), ("article", "2024-01-18")}


@pytest.mark.parametrize(("answer", "goes_on"), [
    ({"rows": [{"title": "示例通知", "url": "/a/1.html"}]}, False), ({"total": 9, "rows": [{"title": "示例通知", "url": "/a/1.html"}]}, True),
    ({"total": 2, "rows": [{"title": "示例通知", "url": "/a/1.html"}]}, False), ({"rows": [{"title": TITLE, "url": PATH}]}, True),
])
def test_an_answer_of_other_rows_goes_on_where_it_says_that_there_are_more(answer: dict[str, object], goes_on: bool) -> None:
    assert bool(read_page(Page(SITE + "/api/list?page=2", json.dumps(answer).encode()), "list").follows) == goes_on


def test_a_report_that_only_a_script_elsewhere_opens_is_told() -> None:
    clicks = f"<script src='/js/list.js'></script><li><a href='{PATH}'>{TITLE.replace('2023', '2022')}</a></li>"
    row = f"<li><a href='javascript:void(0)' onclick=\"view('5')\">{TITLE}</a></li>"
    assert read(clicks + row).unread
    assert not read(clicks + row + f"<li><a href='{PATH}?2'>{TITLE}</a></li>").unread
    assert not read(clicks + row.replace(TITLE, "示例通知")).unread


@pytest.mark.parametrize("script", [
    "function f(a){" * 10_000, "location.href=" + "a+" * 30_000, "x=" + "a" * 100_000, "=[{" * 50_000, "function f(a){" + "{" * 100_000,
    "axios.post(" + "a" * 60 + "!", "$.ajax({url: u, data: {a: " + "b.c" * 20 + "!}})",
])
def test_endless_scripts_are_read_in_time(script: str) -> None:
    begun = time.process_time()
    read(f"<a href='javascript:f(1)'>下一页</a><script>{script}</script>")
    assert time.process_time() - begun < 3


def test_brackets_without_end_are_no_json() -> None:
    assert not Page(SITE, b"[" * 200_000).is_json


def test_what_a_server_only_wants_back_does_not_tell_two_pages_apart() -> None:
    keys = {canonical(SITE + "/list.aspx", "POST", f"__EVENTARGUMENT={n}&__VIEWSTATE=%2F{v}".encode()) for n, v in ((2, "a"), (2, "b"), (3, "a"))}
    assert len(keys) == 2


def test_a_base_address_counts_for_relative_links() -> None:
    (entry,) = read(f"<a href='nb/5.html'>{TITLE}</a>", url="/portal/view.jsp?id=7", head="<base href='/zfxxgk/'>").entries
    assert entry.url == SITE + "/zfxxgk/nb/5.html"


@pytest.mark.parametrize("content", [
    "<iframe src='{}'></iframe>", "<embed src='{}' type='application/pdf'>", "<object data='{}'></object>",
    "<object><param name='src' value='{}'></object>", "<iframe src='/pdfjs/web/viewer.html?file={}'></iframe>",
    "<a href='/pdfjs/web/viewer.html?file={}'>在线阅读</a>", "<script>var pdfUrl = '{}'; PDFObject.embed(pdfUrl, '#pdf');</script>",
    "<script>showVsbpdfIframe('{}', '100%', '600', '0');</script>", "<script>var files='<a href=\"{}\">附件1</a>';document.write(files);</script>", "<span onclick=\"window.open('{}')\">附件</span>",
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
