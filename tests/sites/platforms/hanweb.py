"""Hanweb: rows as CDATA in a script; three ways of paging; the yearly report jsp; the directory by POST."""

from __future__ import annotations

from urllib.parse import parse_qsl

from tests.sites.platforms.base import (
    HTML,
    Asked,
    PlatformSite,
    Reply,
    Wanted,
    decoys,
    hex32,
    reports,
    role,
    short,
)

XML = "text/xml; charset=utf-8"


def _row(style: int, href: str, title: str, date: str) -> str:
    """The rows differ from site to site: quotes, date in brackets, stray tags."""
    return (
        f"<li><a href='{href}' title='{title}' target='_blank'>{short(title)}</a><span>{date}</span></li>",
        f'<li><s></s><a href="{href}" title="{title}">{short(title)}</a><span class="pull-right">\n{date}\n</span></br></li>',
        f'<tr><td><a href="{href}">{title}</a></td><td>[{date}]</td></tr>',
    )[style]


def _records(rows: list[str]) -> str:
    return "<recordset>" + "".join(f"<record><![CDATA[{r}]]></record>" for r in rows) + "</recordset>"


def _site(key: str, host: str, name: str, entry: str, style: int) -> tuple[PlatformSite, list[str]]:
    site = PlatformSite(key, host, name, entry)
    rows = []
    for number, report in enumerate(reports(key, name[:4]), 5001):
        year, month, day = report.published_on.split("-")
        path = f"/art/{year}/{int(month)}/{int(day)}/art_101_{number}.html"
        if number % 4 == 0:
            file = hex32(key, number) + ".pdf"
            link = f"/module/download/downfile.jsp?classid=0&filename={file}"
            site.article(path, report, container='div id="zoom" class="main-txt"', kind="pdf", file=link, file_path=f"/attach/0/{file}")
            site.routes[link] = Reply(status=302, headers={"Location": f"/attach/0/{file}"})
        else:
            site.article(path, report, container='div id="zoom"')
        rows.append(_row(style, path, report.title, report.published_on))
    rows += [_row(style, p, t, d) for p, t, d in decoys(site, lambda n: f"/art/2024/2/{n + 1}/art_101_90{n}.html")]
    return site, rows


def nextgroup() -> PlatformSite:
    """Pages by ``nextgroup``, answered only to the column page; past the end a body of a few bytes that still names a next one."""
    site, rows = _site("hanweb", "127.0.1.3", "示例丙县人民政府", "/col/col101/index.html", 0)
    proxy = "/module/web/jpage/dataproxy.jsp"
    common = "&appid=1&webid=1&path=/&columnid=101&unitid=201&webname=%E7%A4%BA%E4%BE%8B&permissiontype=0"
    size = 6

    def group(number: int) -> str:
        return f'<nextgroup><![CDATA[<a href="{"./dataproxy.jsp" if number > 1 else proxy}?page={number}{common}"></a>]]></nextgroup>'

    def answer(asked: Asked) -> Reply:
        if not asked.headers.get("referer", "").endswith(("/col/col101/index.html", "/col/col101/")):
            return Reply("forbidden", 403)
        number = int(asked.query["page"])
        part = rows[number * size:(number + 1) * size]
        body = f"<datastore>{group(number + 1)}{_records(part)}</datastore>" if part else f"<datastore>{group(number + 1)}</datastore>"
        return Reply(body, headers={"Content-Type": XML, "ETag": ""})

    store = f"<datastore>{group(1)}{_records(rows[:size])}</datastore>"
    site.routes[site.entry] = site.page(
        "政府信息公开年报", f'<div id="201"><script type="text/xml">{store}</script></div><script>var p = {{perPage:{size}, totalRecord:{len(rows)}}};</script>'
    )
    site.routes[proxy] = answer
    return site


def numbered() -> PlatformSite:
    """Records by number: GET answers nothing here, POST does."""
    site, rows = _site("hanwebp", "127.0.1.4", "示例丁县人民政府", "/col/col102/index.html", 2)
    size = 2

    def answer(asked: Asked) -> Reply:
        form = dict(parse_qsl(asked.body.decode()))
        if asked.method != "POST" or form.get("columnid") != "102" or form.get("unitid") != "202":
            return Reply("<datastore></datastore>", headers={"Content-Type": XML})
        part = rows[int(asked.query["startrecord"]) - 1:int(asked.query["endrecord"])]
        return Reply(f"<datastore><totalrecord>{len(rows)}</totalrecord>{_records(part)}</datastore>", headers={"Content-Type": XML})

    script = (
        "<script>$('#202').jpage({webid:'1', path:'/', columnid:'102', unitid:'202', webname:'示例', permissiontype:'0', "
        f"perPage:{size}, totalRecord:{len(rows)}, proxyUrl:'/module/jpage/dataproxy.jsp'}});</script>"
    )
    store = f"<script type='text/xml'><datastore>{_records(rows[:size * 3])}</datastore></script>"
    site.routes[site.entry] = site.page("政府信息公开年报", f"<div id='202'>{store}</div>{script}")
    site.routes["/module/jpage/dataproxy.jsp"] = answer
    return site


def yearly() -> PlatformSite:
    """``xxgkAnnualReport.jsp``: the page is the report of one body and year. One body lists its years, one does not."""
    address = "/module/xxgk/xxgkAnnualReport.jsp"
    site = PlatformSite("hanwebjsp", "127.0.1.5", "示例戊县人民政府", f"{address}?area=A1&fbtime=2022", {"platform": "hanweb"})
    found = reports("hanwebjsp", site.name[:4], (2021, 2022, 2023))
    pages = {}
    for report in found:
        area = {"office": "A1", "edu": "A2", "town": "A3"}[role(report)]
        pages[area, str(report.year)] = report

    def answer(asked: Asked) -> Reply | str | None:
        area, year = asked.query.get("area", ""), asked.query.get("fbtime", "")
        report = pages.get((area, year))
        if report is None:
            return site.page("政府信息公开年报", "<p>该年度暂无年报内容，请选择其他年度查看。示例站点提示信息，感谢您的访问与支持。</p>")
        built = PlatformSite("x", "", site.name, site.entry)
        built.article("/x", report, container='div id="zoom" class="bt-content"')
        body = str(built.routes["/x"])
        links = "".join(f"<li><a href='{address}?fbtime=2023&area={a}'>{n}</a></li>" for a, n in (("A2", "教育局年报"), ("A3", "青石镇年报")))
        tabs = "".join(f"<li><a href='{address}?area={area}&fbtime={y}'>{y}年</a></li>" for y in (2023, 2022, 2021))
        extra = {"A1": links, "A2": tabs, "A3": ""}[area]
        return body.replace("<div class='foot'>", f"<ul>{extra}</ul><div class='foot'>")

    site.routes[address] = answer
    for (area, year), report in pages.items():
        path = f"{address}?area={area}&fbtime={year}"
        site.wanted.append(Wanted(path, report.title, report.publisher, report.year, report.published_on))
    return site


def directory() -> PlatformSite:
    """The disclosure directory: rows by POST from ``search.jsp``."""
    site = PlatformSite("hanwebdir", "127.0.1.6", "示例己县人民政府", "/col/col103/index.html")
    rows = []
    for number, report in enumerate(reports("hanwebdir", site.name[:4]), 1):
        path = f"/art/{report.published_on[:4]}/1/{number}/art_103_{number}.html"
        site.article(path, report, container='div class="main-txt"')
        odd = "odd" if number % 2 else "even"
        rows.append(f"<tr class='tr_main_value_{odd}'><td>{number}</td><td><a href='{path}' title='{report.title}'>{short(report.title)}</a></td><td>{report.published_on}</td></tr>")

    def answer(asked: Asked) -> Reply | None:
        form = dict(parse_qsl(asked.body.decode()))
        if asked.method != "POST" or form.get("area") != "B7" or form.get("infotypeId") != "K0104":
            return Reply("<html><body>参数错误</body></html>", 400)
        number = int(form["currpage"])
        part = rows[(number - 1) * 5:number * 5]
        return Reply(
            f"<table>{''.join(part)}</table><table class='tb_title'><tr><td>第{number}页/共{-(-len(rows) // 5)}页</td></tr></table>",
            headers={"Content-Type": HTML},
        )

    fields = "".join(f"<input type='hidden' name='{n}' value='{v}'>" for n, v in (("infotypeId", "K0104"), ("jdid", "1"), ("area", "B7"), ("divid", "div103")))
    search = "<script>var url = '/module/xxgk/search.jsp?standardXxgk=0&isAllList=1&texttype=&fbtime=&currpage=1&sortfield=,compaltedate:0';</script>"
    site.routes[site.entry] = site.page("政府信息公开年报", f"<div id='div103'>{fields}{search}</div>")
    site.routes["/module/xxgk/search.jsp"] = answer
    return site
