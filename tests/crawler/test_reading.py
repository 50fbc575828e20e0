"""What a page is taken for, and which links of it are followed."""

from __future__ import annotations

import pytest

from crawler.pages.challenge import is_shell, soft_404, wall
from crawler.pages.links import first_date
from crawler.pages.page import Page
from crawler.pages.reports import is_report
from crawler.platforms.trs import pager
from crawler.reading import read_page

URL = "http://www.shili.gov.cn/zfxxgk/zfxxgknb/"
REPORT = (
    "<p>一、总体情况</p><p>2023年，示例局主动公开各类信息若干条，示例文本，示例文本，示例文本，示例文本，示例文本。</p><p>二、主动公开政府信息情况</p>"
    "<table><tr><td>第二十条第（一）项</td></tr></table><p>三、收到和处理政府信息公开申请情况</p><table><tr><td>一、本年新收政府信息公开申请数量</td></tr></table>"
    "<p>四、政府信息公开行政复议、行政诉讼情况</p><p>五、存在的主要问题及改进情况</p><p>六、其他需要报告的事项</p>"
)


def page(body: str, url: str = URL, title: str = "政府信息公开年报", **more: object) -> Page:
    return Page(url, f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), **more)  # type: ignore[arg-type]


def rows(*titles: str) -> str:
    return "<ul>" + "".join(f"<li><a href='./t2024010{n}_{n}.html'>{t}</a><span>2024-01-0{n}</span></li>" for n, t in enumerate(titles, 1)) + "</ul>"


@pytest.mark.parametrize(("script", "wanted"), [
    ('createPageHTML(3, 0, "index", "html");', (3, 0, "index", "html", 0, 2, "index_1.html")),
    ("createPageHTML(12,3,'index','shtml','black2',20)", (12, 3, "index", "shtml", 0, 11, "index_1.shtml")),
    ("createPageHTML('paging', 5, 2, 'index', 'html', 21)", (5, 2, "index", "html", 1, 5, "index.html")),
    ("createPageHTML('page_div',10, 1,'xxgk_list','shtml',149);", (10, 1, "xxgk_list", "shtml", 1, 10, "xxgk_list.shtml")),
    ('var countPage = 7; createPageHTML(countPage, 2, "index", "html");', (7, 2, "index", "html", 0, 6, "index_1.html")),
    ('function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){} createPageHTML(2, 0, "rlist", "shtml");', (2, 0, "rlist", "shtml", 0, 1, "rlist_1.shtml")),
])
def test_three_dialects_share_a_name(script: str, wanted: tuple[object, ...]) -> None:
    found = pager(script)
    assert found is not None
    assert (found.total, found.current, found.stem, found.ext, found.base, found.last, found.name(1)) == wanted


@pytest.mark.parametrize("script", ["", "createPageHTML()", "createPageHTML(n, m, 'index', 'html')", "createPageHTML(3, 0)", "createPageHTML(3,0,'../../etc','passwd')"])
def test_what_is_no_pager(script: str) -> None:
    assert pager(script) is None


def test_a_list() -> None:
    reading = read_page(page(rows("示例局2023年政府信息公开工作年度报告", "图解：示例局2023年政府信息公开工作年度报告", "示例县教育局", "最新通知")), "entry")
    assert [(e.title, e.date, e.sure) for e in reading.entries] == [
        ("示例局2023年政府信息公开工作年度报告", "2024-01-01", True), ("示例县教育局", "2024-01-03", False),
    ]
    assert reading.ignored == {"companion": 1}
    assert not reading.document
    assert reading.trouble is None


def test_a_title_cut_off_behind_a_name_may_be_a_report_and_news_are_none() -> None:
    cut = rows("示例县人民政府办公室2...", "示例县教育局…", "示例县人民政府召开第三次…", "示例县教育局开展检查...")
    assert [(e.title, e.sure) for e in read_page(page(cut), "entry").entries] == [("示例县人民政府办公室2...", False), ("示例县教育局...", False)]


def test_a_list_that_is_itself_the_report() -> None:
    years = "<ul><li><a href='/zfxxgk/zfxxgknb/2022n/'>2022年</a></li></ul>"
    reading = read_page(page(REPORT + years), "entry")
    assert reading.document
    assert [f.url for f in reading.follows] == ["http://www.shili.gov.cn/zfxxgk/zfxxgknb/2022n/"]


def test_a_front_page_leads_to_the_column_by_its_menu() -> None:
    menu = "<ul><li><a href='/zn.html'>政府信息公开指南</a></li><li><a href='/gk/nb/'>政府信息公开年报</a></li><li><a href='/bm/'>部门</a></li></ul>"
    reading = read_page(page(menu + "<p>示例县人民政府门户网站欢迎您，示例文本，示例文本，示例文本。</p>", "http://www.shili.gov.cn/", "示例县人民政府"), "entry")
    assert [f.url for f in reading.follows] == ["http://www.shili.gov.cn/gk/nb/"]


def test_an_article_with_its_files() -> None:
    files = (
        "<div class='TRS_Editor'><p>现予公布。</p><a href='./P020240110.pdf'>附件：示例局2023年政府信息公开工作年度报告.pdf</a>"
        "<a href='/down/downfile.jsp?classid=0&filename=ab.docx'>附件</a></div><a href='/logo.pdf'>网站使用手册</a><a href='http://other.gov.cn/x.pdf'>附件</a>"
    )
    reading = read_page(page(files, URL + "t1.html", "示例局2023年政府信息公开工作年度报告"), "article", link_title="示例局2023年政府信息公开工作年度报告")
    assert [a.url.rsplit("/", 1)[1] for a in reading.attachments] == ["P020240110.pdf", "downfile.jsp?classid=0&filename=ab.docx"]
    assert reading.ignored == {"unrelated_file": 1, "external": 1}
    assert not reading.document, "a page that only announces is no document where it has files"


def test_a_report_in_pictures() -> None:
    body = "<div id='zoom'><p>示例局2023年政府信息公开工作年度报告（图片版），全文如下，示例文本。</p><img src='/x/1.jpg'><img src='/x/2.jpg'><img src='/i/logo.png'><img src='/i/a.gif' width='20'></div>"
    reading = read_page(page(body, URL + "t1.html", "示例局2023年政府信息公开工作年度报告"), "article")
    assert [a.url for a in reading.attachments] == ["http://www.shili.gov.cn/x/1.jpg", "http://www.shili.gov.cn/x/2.jpg"]
    with_text = read_page(page(body + REPORT, URL + "t1.html", "示例局2023年政府信息公开工作年度报告"), "article")
    assert with_text.document
    assert not with_text.attachments


def test_an_article_that_announces_and_has_nothing_is_the_document_so_that_its_fault_is_said() -> None:
    reading = read_page(page("<p>年度报告正在编制，敬请期待，示例文本，示例文本，示例文本，示例文本，示例文本。</p>", URL + "1.html", "示例局2023年政府信息公开工作年度报告"), "article")
    assert reading.document


def test_a_page_that_says_nothing_of_the_report_its_link_announces_is_none() -> None:
    news = "".join(f"<li><a href='/n{n}.html'>示例县召开第{n}次工作会议</a></li>" for n in range(40))
    front = page(f"<ul><li><a href='/nb/'>政府信息公开年报</a></li>{news}</ul>", URL + "1.html", "示例县人民政府")
    reading = read_page(front, "article", link_title="示例局2023年政府信息公开工作年度报告")
    assert (reading.document, reading.trouble) == (False, "other_page")


def test_a_weak_link_that_leads_to_no_report_is_counted() -> None:
    reading = read_page(page("<p>示例县教育局简介，示例文本，示例文本，示例文本，示例文本，示例文本，示例文本。</p>", URL + "1.html", "示例县教育局"), "article", link_title="示例县教育局", sure=False)
    assert (reading.document, dict(reading.ignored)) == (False, {"not_a_report_page": 1})


def test_guides_and_rules_are_no_reports() -> None:
    guide = "<h1>政府信息公开指南</h1><p>一、主动公开的内容</p><p>二、依申请公开</p><p>三、申请人认为侵犯其合法权益的，可以申请行政复议或者提起行政诉讼，示例文本。</p>" + "<p>示例文本，示例文本，示例文本。</p>" * 30
    assert not is_report(page(guide))
    assert is_report(page(REPORT))


def test_walls_shells_and_soft_404() -> None:
    script = "<html><script>document.cookie='__jsl=1'</script></html>"
    assert wall(Page(URL, script.encode())) == "challenge_script"
    assert wall(Page(URL, b"", 521)) == "challenge_521"
    assert wall(page(rows("示例局2023年政府信息公开工作年度报告") + script)) is None
    assert soft_404(page("<p>对不起，您访问的页面不存在！</p>", title="提示信息"))
    assert soft_404(page("<p>返回首页</p>", title="404 Not Found"))
    assert not soft_404(page(rows("示例局2023年政府信息公开工作年度报告")))
    assert is_shell(page("<div id='app'></div><script src='x.js'></script>"))


MENU = "<ul>" + "".join(f"<li><a href='/n{n}/'>示例栏目名称{n}</a></li>" for n in range(90)) + "</ul>"


@pytest.mark.parametrize(("body", "title", "kind"), [
    (MENU + "<p>很抱歉，您要访问的页面不存在！</p>", "页面不存在", "soft_404"), (MENU, "404", "soft_404"), ("<h1>运行时错误</h1><p>应用程序中的服务器错误，示例。</p>", "提示", "soft_404"),
    ("<p>网站正在升级维护中，请稍后再试，示例文本。</p>", "系统维护", "soft_404"), (rows("示例局2023年政府信息公开工作年度报告") + "<p>网站维护期间暂停服务，共404条</p>", "年报", None),
    (MENU + "<p>示例局关于页面不存在问题的整改说明</p>", "示例县人民政府", None),
    ("<p>抱歉，根据规定，本网站不对境外IP提供服务。</p>", "", "challenge_script"), ("<p>您的请求已被网站防火墙拦截！</p><a href='/'>返回</a>", "提示", "challenge_script"),
    ("<script>eval(function(p,a,c,k,e,d){return p}('x',5,5,'y'))</script>", "", "challenge_script"),
])
def test_what_is_said_in_place_of_a_page(body: str, title: str, kind: str | None) -> None:
    here = page(body, title=title)
    assert (wall(here) or read_page(here, "entry").trouble) == kind


def test_dates_beside_links() -> None:
    assert first_date("发布时间：2024年1月9日 10:00") == "2024-01-09"
    assert first_date("[2024/01/09]") == "2024-01-09"
    assert first_date("2024-13-40") is None
    assert first_date("第20240109号") is None


def test_deep_markup_does_no_harm() -> None:
    deep = Page(URL, b"<html><body>" + b"<div>" * 50_000 + "示例".encode() + b"</div>" * 50_000 + b"</body></html>")
    read_page(deep, "entry")
    assert not Page(URL, b"\x00\xff" * 100, headers={"content-type": "text/html"}).is_html
