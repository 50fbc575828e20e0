"""What the sample sites of the publishing systems share: invented bodies, pages with the national meta tags, routes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape

from tests.sites import docx, html, pdf, truth
from tests.sites.layout import blocks
from tests.sites.truth import Agency, SampleReport
from tests.sites.web import Answer, Asked, Reply

HTML = "text/html; charset=utf-8"
JSON = "application/json;charset=UTF-8"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
YEARS = (2021, 2024)
Route = Reply | str | Callable[[Asked], "Reply | str | None"]


@dataclass(frozen=True)
class Wanted:
    """A report that a crawl must bring home; addresses are paths."""

    url: str
    title: str
    publisher: str
    year: int
    published_on: str | None
    attachments: tuple[str, ...] = ()
    document: str = ""
    """Where the bytes of the report are, if not at ``url``."""


@dataclass
class PlatformSite:
    key: str
    host: str
    name: str
    entry: str
    card: dict[str, object] = field(default_factory=dict)
    robots: str | int | None = None
    routes: dict[str, Route] = field(default_factory=dict)
    """By path, or by path with query; the latter first."""
    wanted: list[Wanted] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    """Paths that must not be asked: decoys, other hosts' pages, what robots.txt forbids."""

    def answer(self, asked: Asked) -> Reply | None:
        route = self.routes.get(asked.target, self.routes.get(asked.path))
        found = route(asked) if callable(route) else route
        if found is None:
            return None
        reply = found if isinstance(found, Reply) else Reply(found, headers={"Content-Type": HTML})
        return _conditional(asked, reply)

    def article(
        self, path: str, report: SampleReport, *, container: str, kind: str = "html", file: str = "", file_path: str = "",
        listed: bool = True, metas: bool = True, body: str | None = None,
    ) -> None:
        """Adds a report: ``kind`` is html, pdf or docx; the last two are files (``file`` the link, ``file_path`` where it is)."""
        content = html.body(blocks(report)) if kind == "html" else f"<p>现将{escape(report.title)}予以公布。</p>"
        files = ""
        if kind != "html":
            files = f'<p>附件：<a href="{escape(file)}">附件：{escape(report.title)}.{kind}</a></p>'
            data, media = (as_pdf(report), PDF) if kind == "pdf" else (as_docx(report), DOCX)
            self.routes.setdefault(file_path, Reply(data, headers={"Content-Type": media}))
        self.routes[path] = body or self.page(report.title, content + files, report=report if metas else None, container=container)
        if listed:
            self.wanted.append(Wanted(
                path, report.title, report.publisher, report.year, report.published_on, (file_path,) if kind != "html" else (),
                file_path if kind != "html" else path,
            ))

    def page(
        self, title: str, content: str, *, report: SampleReport | None = None, container: str = 'div class="main"',
        crumbs: Sequence[str] = ("首页", "政府信息公开", "政府信息公开年报"), extra: str = "",
    ) -> str:
        """A page of this site; ``container`` opens the element round the content, ``extra`` goes below it."""
        named = {"SiteName": self.name, "SiteIDCode": "9901310001", "ColumnName": crumbs[-1]}
        if report is not None:
            named |= html.article_metas(report)
        metas = "\n".join(f'<meta name="{k}" content="{escape(v)}">' for k, v in named.items())
        info = "" if report is None else (
            f"<ul class='xxgk_info'><li>索&nbsp;引&nbsp;号：{report.agency.id}-{report.year}</li>"
            f"<li>发布机构：{escape(report.publisher)}</li><li>发布日期：{report.published_on}</li></ul>"
            f"<h1>{escape(report.title)}</h1>"
        )
        tag = container.split()[0]
        trail = " > ".join(f"<a href='{'/' if i == 0 else self.entry}'>{escape(c)}</a>" for i, c in enumerate(crumbs))
        return (
            f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(title)}_{escape(self.name)}</title>\n{metas}\n</head><body>"
            f"<div class='head'><a href='/'>{escape(self.name)}</a><ul><li><a href='/'>首页</a></li><li><a href='/zwdt/'>政务动态</a></li></ul></div>"
            f"<div class='wz'>当前位置：{trail}</div>{info}<{container}>{content}</{tag}>{extra}"
            f"<div class='foot'>主办：{escape(self.name)}　示例站点，机关和数字均为虚构</div></body></html>"
        )


def _conditional(asked: Asked, reply: Reply) -> Reply:
    """The same with an ETag, or 304 to who has it already."""
    if reply.status != 200 or asked.method != "GET" or not isinstance(reply.body, str | bytes) or reply.headers.get("ETag") == "":
        return reply
    data = reply.body.encode() if isinstance(reply.body, str) else reply.body
    tag = f'"{hashlib.sha256(data).hexdigest()[:20]}"'
    if asked.headers.get("if-none-match") == tag:
        return Reply(status=304, headers={"ETag": tag})
    return Reply(data, 200, {**reply.headers, "ETag": tag}, reply.pause)


#: The provinces in which the invented counties of the sites lie, so that the map and the places of the samples show something.
PROVINCES = ("110000", "130000", "210000", "230000", "310000", "320000", "340000", "350000", "360000", "370000", "410000", "420000",
             "430000", "440000", "450000", "510000", "530000", "610000", "650000")


def province(key: str) -> str:
    """The code of the province of a site; the same for a key always."""
    return PROVINCES[int(hex32(key), 16) % len(PROVINCES)]


#: The three bodies of an invented county, under the ids by which the truth knows what such a body writes.
ROLES = {"xian": "office", "jiaoyu": "edu", "zhen": "town"}


def bodies(key: str, county: str) -> tuple[Agency, ...]:
    """A county government's office, a department, a township."""
    return (
        Agency("xian", f"{county}人民政府办公室", "county", province(key), key, 12, "我办", "000-55502001", f"{county}发布",
               "{publisher}{year}年政府信息公开工作年度报告", seed=key),
        Agency("jiaoyu", f"{county}教育局", "department", province(key), key, 6, "我局", "000-55502002", f"{county}教育",
               "{publisher}{year}年政府信息公开工作年度报告", seed=key),
        Agency("zhen", f"{county}青石镇人民政府", "township", province(key), key, 1, "我镇", "000-55502003", "青石镇",
               "{publisher}{year}年度政府信息公开年度报告", seed=key),
    )


def role(report: SampleReport) -> str:
    """office, edu or town."""
    return ROLES[report.agency.id]


@cache
def reports(key: str, county: str, years: tuple[int, ...] = YEARS) -> tuple[SampleReport, ...]:
    """Reports of the three bodies, newest first."""
    found = [r for body in bodies(key, county) for r in truth._reports_of(body) if r.year in years]
    return tuple(sorted(found, key=lambda r: (r.published_on, r.agency.id), reverse=True))


def as_pdf(report: SampleReport) -> bytes:
    return pdf.write(blocks(report), report.title, pdf.Style())


def as_docx(report: SampleReport) -> bytes:
    return docx.write(blocks(report), report.title, "")


def hex32(*parts: object) -> str:
    """32 hexadecimal digits that follow from the parts."""
    return hashlib.md5("/".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def short(title: str) -> str:
    return title if len(title) < 18 else title[:16] + "..."


def row(href: str, title: str, date: str) -> str:
    """The plainest row of a list."""
    return f'<li><a href="{escape(href)}" title="{escape(title)}" target="_blank">{escape(short(title))}</a><span>{date}</span></li>'


#: Rows that look like reports, and their titles.
DECOYS = ("图解：{name}2023年政府信息公开工作年度报告", "{name}2023年政府网站工作年度报表", "{name}2023年法治政府建设年度报告")


def decoys(site: PlatformSite, address: Callable[[int], str]) -> list[tuple[str, str, str]]:
    """(address, title, date) of decoys, which must not be asked."""
    found = []
    for number, pattern in enumerate(DECOYS):
        path = address(number)
        site.routes[path] = site.page(pattern.format(name=site.name), "<p>示例内容</p>")
        site.forbidden.append(path)
        found.append((path, pattern.format(name=site.name), "2024-02-0" + str(number + 1)))
    return found


def split(rows: Sequence[str], size: int) -> list[list[str]]:
    return [list(rows[i:i + size]) for i in range(0, len(rows), size)]


__all__ = ["Answer", "Asked", "PlatformSite", "Reply", "Wanted"]
