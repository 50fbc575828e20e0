"""The sample sites as pages: what each host holds, and exactly what a crawl of it must bring home."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape

from tests.sites import docx, html, pdf, truth
from tests.sites.layout import Grid, blocks
from tests.sites.truth import SampleReport

HTML, PDF = "text/html; charset=utf-8", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLUMN = "/zfxxgk/zfxxgknb/"


@dataclass(frozen=True, slots=True)
class Page:
    body: bytes
    media_type: str = HTML
    modified: str = "2025-01-02"
    """ISO date sent as Last-Modified (07:00:00 GMT)."""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Expected:
    """A report that a crawl must find. Addresses are paths on ``host``."""

    site: str
    host: str
    url: str
    """The article, or the file itself where the list links to it."""
    title: str
    publisher: str
    year: int
    published_on: str
    attachments: tuple[str, ...]
    document: str
    """Where the bytes are that hold the report."""
    report: SampleReport


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list page."""

    date: str
    href: str
    title: str


@dataclass(slots=True)
class Site:
    key: str
    host: str
    name: str
    card: Mapping[str, str | int]
    """The registry card without its address."""
    robots: str | None = None
    pages: dict[str, Page] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)
    untouchable: list[str] = field(default_factory=list)
    """Paths that a well-behaved crawler never asks for."""
    refused: list[str] = field(default_factory=list)
    """Paths of pages that look like reports and are none."""

    def add(self, path: str, body: str | bytes, media_type: str = HTML, modified: str = "2025-01-02") -> None:
        self.pages[path] = Page(body.encode() if isinstance(body, str) else body, media_type, modified)


def _cut(title: str) -> str:
    return title if len(title) <= 20 else title[:18] + "…"


def _items(entries: Sequence[Entry]) -> str:
    return "\n".join(
        f'<li><a href="{e.href}" target="_blank" title="{escape(e.title)}">{escape(_cut(e.title))}</a><span>{e.date}</span></li>'
        for e in entries
    )


def _list_pages(
    site: Site, entries: Sequence[Entry], size: int, declared: int, pager: str = 'createPageHTML({n}, {i}, "index", "html");',
    name: Callable[[int], str] = lambda i: f"index_{i}.html" if i else "index.html", charset: str = "utf-8",
) -> None:
    """List pages of ``size`` lines; ``declared`` is the number of pages that the pager claims."""
    crumbs = ("首页", "政府信息公开", "政府信息公开年报")
    for i in range(0, len(entries), size):
        number = i // size
        script = pager.format(n=declared, i=number)
        content = f'<ul class="list">\n{_items(entries[i:i + size])}\n</ul>\n<div class="page"><script>{script}</script></div>'
        text = html.page("政府信息公开年报", content, site=site.name, breadcrumb=crumbs, article=False, charset=charset)
        media_type = HTML if charset == "utf-8" else "text/html"
        site.add(COLUMN + name(number), text.encode("gb18030" if charset == "gb2312" else charset), media_type)
    site.pages[COLUMN] = site.pages[COLUMN + name(0)]


@cache
def _pdf(agency_id: str, year: int, boxed: bool, narrow: bool) -> bytes:
    report = truth.report(agency_id, year)
    parts = blocks(report, one_table=not narrow)
    if narrow:
        parts = tuple(pdf.narrow_labels(b) if isinstance(b, Grid) else b for b in parts)
    style = pdf.Style(boxed=("text",) if boxed else (), start=_START.get((agency_id, year), 0))
    return pdf.write(parts, report.title, style)


#: Space above the title that lets a page end in the middle of （四）无法提供.
_START = {("xian", 2021): 84, ("huanjing", 2020): 24}


@cache
def _docx(agency_id: str, year: int, blank: str = "") -> bytes:
    report = truth.report(agency_id, year)
    return docx.write(blocks(report), report.title, blank)


def pdf_of(report: SampleReport, *, boxed: bool = False, narrow: bool = False) -> bytes:
    return _pdf(report.agency.id, report.year, boxed, narrow)


def docx_of(report: SampleReport) -> bytes:
    # Two of the template's ideographic spaces fill a blank cell of one body, nothing those of the others.
    return _docx(report.agency.id, report.year, "　　" if report.agency.id == "jiedao" else "")


@dataclass(frozen=True, slots=True)
class Publication:
    """How one report is published."""

    kind: str
    """html, word, html+pdf, pdf, docx, direct-pdf."""
    moved_to: str | None = None
    """ISO date of the site's migration, which the address then bears instead of the day of publication."""
    boxed: bool = False
    narrow: bool = False
    split_tables: bool = False
    charset: str | None = "utf-8"


_HOW: dict[tuple[str, int], Publication] = {
    ("xian", 2019): Publication("word"),
    ("xian", 2020): Publication("html", moved_to="2023-08-16"),
    ("xian", 2021): Publication("pdf"),
    ("xian", 2022): Publication("word"),
    ("xian", 2023): Publication("docx"),
    ("xian", 2024): Publication("html"),
    ("jiaoyu", 2019): Publication("docx"),
    ("jiaoyu", 2020): Publication("word"),
    ("jiaoyu", 2021): Publication("html"),
    ("jiaoyu", 2022): Publication("word"),
    ("jiaoyu", 2023): Publication("pdf", boxed=True),
    ("jiaoyu", 2024): Publication("html"),
    ("zhen", 2019): Publication("html", split_tables=True),
    ("zhen", 2020): Publication("docx"),
    ("zhen", 2021): Publication("word"),
    ("zhen", 2023): Publication("html", split_tables=True),
    ("zhen", 2024): Publication("pdf", narrow=True),
    ("jiedao", 2020): Publication("html"),
    ("jiedao", 2021): Publication("word", split_tables=True),
    ("jiedao", 2022): Publication("docx"),
    ("jiedao", 2023): Publication("html"),
    ("jiedao", 2024): Publication("html"),
    ("huanjing", 2019): Publication("word", charset=None),
    ("huanjing", 2020): Publication("pdf", charset="gb2312"),
    ("huanjing", 2021): Publication("direct-pdf", charset="gb2312", boxed=True),
    ("huanjing", 2022): Publication("html", charset="gb2312"),
    ("huanjing", 2024): Publication("docx", charset="gb2312"),
    ("shi", 2019): Publication("html"),
    ("shi", 2020): Publication("pdf"),
    ("shi", 2021): Publication("word", split_tables=True),
    ("shi", 2022): Publication("html+pdf"),
    ("shi", 2023): Publication("pdf", narrow=True),
    ("shi", 2024): Publication("html"),
}


def _encode(text: str, charset: str | None) -> tuple[bytes, str]:
    """Bytes and Content-Type; None: GB18030 that neither header nor page declares."""
    if charset == "utf-8":
        return text.encode(), HTML
    return text.encode("gb18030"), "text/html"


def _article(site: Site, report: SampleReport, number: int, unit: str = "") -> Entry:
    """Adds one report to a site: its page, its files, what is expected of it. Returns its line for the list."""
    how = _HOW[report.agency.id, report.year]
    stamp = (how.moved_to or report.published_on).replace("-", "")
    folder = f"{COLUMN}{unit}{stamp[:6]}/"
    name = f"t{stamp}_{number}.html"
    file = f"P0{stamp}{number:09}"
    crumbs = ("首页", "政府信息公开", *((report.publisher,) if unit else ()), "政府信息公开年报")
    href = f"./{unit}{stamp[:6]}/{name}"
    day = report.published_on

    if how.kind == "direct-pdf":
        path = f"{folder}{file}.pdf"
        site.add(path, pdf_of(report, boxed=how.boxed), PDF, day)
        site.expected.append(
            Expected(site.key, site.host, path, report.title, report.publisher, report.year, day, (), path, report)
        )
        return Entry(day, f"./{unit}{stamp[:6]}/{file}.pdf", report.title)

    files: list[tuple[str, str]] = []
    if how.kind.endswith("pdf"):
        files.append((f"./{file}.pdf", f"{report.title}.pdf"))
        site.add(f"{folder}{file}.pdf", pdf_of(report, boxed=how.boxed, narrow=how.narrow), PDF, day)
    if how.kind == "docx":
        files.append((f"./{file}.docx", f"{report.title}.docx"))
        site.add(f"{folder}{file}.docx", docx_of(report), DOCX, day)
    inline = how.kind.startswith(("html", "word"))
    if inline:
        content = html.body(blocks(report, one_table=not how.split_tables), word=how.kind == "word")
    else:
        content = f"<p>现将{escape(report.title)}予以公布，全文请见附件。</p>"
    text = html.page(
        report.title, content, site=site.name, breadcrumb=crumbs, metas=html.article_metas(report),
        info=html.article_info(report, number), charset=how.charset, attachments=files,
        alternate=name.replace(".html", "_wap.html") if (report.agency.id, report.year) == ("xian", 2022) else None,
    )
    body, media_type = _encode(text, how.charset)
    site.add(folder + name, body, media_type, how.moved_to or day)
    attachments = tuple(folder + h[2:] for h, _ in files)
    site.expected.append(
        Expected(
            site.key, site.host, folder + name, report.title, report.publisher, report.year, day, attachments,
            folder + name if inline else attachments[0], report,
        )
    )
    return Entry(day, href, report.title)


def _decoy(site: Site, date: str, number: int, title: str, content: str) -> Entry:
    stamp = date.replace("-", "")
    path = f"{COLUMN}{stamp[:6]}/t{stamp}_{number}.html"
    metas = {"ArticleTitle": title, "PubDate": f"{date} 10:00", "ContentSource": site.name}
    crumbs = ("首页", "政府信息公开", "政府信息公开年报")
    site.add(path, html.page(title, content, site=site.name, breadcrumb=crumbs, metas=metas), HTML, date)
    site.refused.append(path)
    return Entry(date, f"./{stamp[:6]}/t{stamp}_{number}.html", title)


def _website_table() -> str:
    rows = (
        ("独立用户访问总量（单位：个）", "18342"), ("网站总访问量（单位：次）", "96510"), ("信息发布总数（单位：条）", "1204"),
        ("概况类信息更新量", "12"), ("政务动态信息更新量", "804"), ("信息公开目录信息更新量", "388"),
        ("专栏专题数量（单位：个）", "9"), ("留言办理收到数量（单位：条）", "57"), ("平均办理时间（单位：天）", "3"),
    )
    return "<table border='1'>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows) + "</table>"


_RULE_OF_LAW = (
    "<p>一、2023年度推进法治政府建设工作情况</p><p>示例县深化行政执法规范化建设，办理行政复议案件41件，"
    "组织行政执法人员培训3期，行政机关负责人出庭应诉率保持较高水平。</p>"
    "<p>二、存在的问题和原因</p><p>部分单位依法决策的程序还不够完备。</p>"
    "<p>三、下一年度工作安排</p><p>完善重大行政决策目录管理，做好政府信息公开和合法性审查的衔接。</p>"
)


def _common(site: Site, charset: str = "utf-8") -> None:
    """Front page and the other fixed entries of the column of government information."""
    fixed = {
        "/zfxxgk/zfxxgkzn/index.html": ("政府信息公开指南", "<p>本指南说明政府信息的分类、获取方式和申请流程，示例文本。</p>"),
        "/zfxxgk/zfxxgkzd/index.html": ("政府信息公开制度", "<p>政府信息公开年度报告制度：每年按期公布上一年度报告。示例文本。</p>"),
        "/zfxxgk/fdzdgknr/index.html": ("法定主动公开内容", "<p>机构职能、规划信息、统计信息等栏目，示例文本。</p>"),
        "/zfxxgk/ysqgk/index.html": ("依申请公开", "<p>申请人可以当面、邮寄或者在线提出申请，示例文本。</p>"),
    }
    for path, (title, content) in fixed.items():
        text = html.page(title, content, site=site.name, breadcrumb=("首页", title), charset=charset)
        body, media_type = _encode(text, charset)
        site.add(path, body, media_type)
    front = html.page(
        "首页", '<ul><li><a href="/zfxxgk/zfxxgknb/">政府信息公开年报</a></li></ul>', site=site.name, breadcrumb=("首页",),
        article=False, charset=charset,
    )
    body, media_type = _encode(front, charset)
    site.add("/", body, media_type)


def _of(*agencies: str) -> Iterator[SampleReport]:
    """Reports of some bodies, newest first."""
    found = [r for r in truth.reports() if r.agency.id in agencies]
    return iter(sorted(found, key=lambda r: r.published_on, reverse=True))


def _newest_first(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda e: e.date, reverse=True)


def county() -> Site:
    """TRS: a paged list whose last page is declared and missing, with every kind of thing that is no report."""
    site = Site(
        "county", "127.0.0.2", "示例县人民政府",
        {
            "id": "sample-county", "name": "示例县人民政府", "region_code": "330000", "level": "county",
            "platform": "trs", "min_reports": 6,
        },
        robots="User-agent: *\nDisallow: /neibu/\n",
    )
    entries = [_article(site, r, 1001 + i) for i, r in enumerate(_of("xian"))]
    mobile = next(e for e in site.expected if e.year == 2022)
    wap = mobile.url.replace(".html", "_wap.html")
    report = mobile.report
    site.add(
        wap,
        html.page(
            report.title, html.body(blocks(report)), site=site.name + "手机版", breadcrumb=("首页", "政府信息公开年报"),
            metas=html.article_metas(report),
        ),
        modified=report.published_on,
    )
    entries += [
        _decoy(
            site, "2024-03-25", 1101, "图解：示例县人民政府2023年政府信息公开工作年度报告",
            '<p><img src="./W020240325_tj.jpg" alt="一图读懂"/></p><p>一图读懂示例县2023年政府信息公开工作。</p>',
        ),
        _decoy(site, "2024-01-12", 1102, "示例县人民政府网站2023年政府网站工作年度报表", _website_table()),
        _decoy(site, "2024-03-02", 1103, "示例县2023年法治政府建设年度报告", _RULE_OF_LAW),
        Entry("2019-03-12", "http://www.example.com/zfxxgk/2018.html", "示例县人民政府2018年政府信息公开工作年度报告"),
        Entry("2018-03-12", "/neibu/2017.html", "示例县人民政府2017年政府信息公开工作年度报告"),
        Entry("2017-03-20", "./201703/t20170320_999.html", "示例县人民政府2016年政府信息公开工作年度报告"),
        Entry(report.published_on, "." + wap[len(COLUMN) - 1:], report.title),
    ]
    site.add("/neibu/2017.html", "<html><body>内部页面</body></html>")
    site.untouchable.append("/neibu/2017.html")
    _list_pages(site, _newest_first(entries), 7, declared=3)
    _common(site)
    return site


def portal() -> Site:
    """The portal of a county: one column for many bodies, each with a folder of its own."""
    site = Site(
        "portal", "127.0.0.3", "示例县政务公开平台",
        {"id": "sample-portal", "region_code": "330000", "min_reports": 12},
        robots=None,
    )
    entries = [
        _article(site, r, 2001 + i, f"{r.agency.id}/") for i, r in enumerate(_of("jiaoyu", "zhen", "jiedao"))
    ]
    entries.append(
        _decoy(
            site, "2023-12-20", 2101, "关于做好2023年政府信息公开工作年度报告编制发布工作的通知（示例）",
            "<p>各乡镇、街道，县直各部门：请于1月31日前编制并发布年度报告，格式按照统一模板执行。</p>",
        )
    )
    _list_pages(site, _newest_first(entries), 10, declared=2)
    _common(site)
    return site


def bureau() -> Site:
    """A department's own site, all of it in GB 2312; one page does not say so. One list line leads straight to a PDF."""
    site = Site(
        "bureau", "127.0.0.4", "示例市生态环境局",
        {
            "id": "sample-bureau", "name": "示例市生态环境局", "region_code": "330000", "level": "department",
            "min_reports": 4,
        },
        robots="User-agent: *\nAllow: /\nCrawl-delay: 0\n",
    )
    entries = [_article(site, r, 3001 + i) for i, r in enumerate(_of("huanjing"))]
    _list_pages(site, _newest_first(entries), 20, declared=1, charset="gb2312")
    _common(site, "gb2312")
    return site


def city() -> Site:
    """TRS with the pager that counts from one and names its container."""
    site = Site(
        "city", "127.0.0.5", "示例市人民政府",
        {
            "id": "sample-city", "name": "示例市人民政府", "region_code": "330000", "level": "prefecture",
            "platform": "trs", "min_reports": 5,
        },
        robots="User-agent: *\nDisallow:\n",
    )
    entries = [_article(site, r, 4001 + i) for i, r in enumerate(_of("shi"))]
    _list_pages(
        site, _newest_first(entries), 4, declared=2, pager="createPageHTML('paging', {n}, {i}, 'index', 'html', 6);",
        name=lambda i: f"index_{i + 1}.html" if i else "index.html",
    )
    _common(site)
    return site


@cache
def _built() -> tuple[Site, ...]:
    return county(), portal(), bureau(), city()


def sites() -> tuple[Site, ...]:
    """Fresh copies of all sites: a test may edit its own."""
    return tuple(replace(s, pages=dict(s.pages)) for s in _built())
