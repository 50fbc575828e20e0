"""Shapes of the long tail, for the generic reader: counted pages, a packed pager, query pages, a column that is a report."""

from __future__ import annotations

import base64

from tests.sites.platforms.base import Asked, PlatformSite, Reply, decoys, reports, role, row, split


def site() -> PlatformSite:
    """The front page; its menu leads to the column, the column to five lists of different making."""
    made = PlatformSite("misc", "127.0.1.20", "示例未县人民政府", "/", robots="User-agent: *\nDisallow: /zfxxgk/neibu/\n")
    found = reports("misc", made.name[:4], (2021, 2022, 2023, 2024))
    made.routes["/"] = made.page(
        made.name, "<ul><li><a href='/zfxxgk/zn.html'>政府信息公开指南</a></li><li><a href='/zfxxgk/nb/index.html'>政府信息公开年报</a></li></ul>", crumbs=("首页",)
    )
    by_year = {year: [r for r in found if r.year == year] for year in (2021, 2022, 2023, 2024)}
    counted(made, by_year[2021], "/zfxxgk/nb/2021n/")
    packed(made, by_year[2022], "/zfxxgk/nb/2022n/")
    queried(made, by_year[2023])
    office, *others = sorted(by_year[2024], key=lambda r: role(r) != "office")
    # The folder of a year is itself the report of the one who keeps the site.
    made.article("/zfxxgk/nb/2024n/", office, container="div class='text'")
    rows = []
    for number, report in enumerate(others, 556):
        path = f"/zfxxgk/nb/content_{number}"
        made.article(path, report, container="article")
        rows.append(row(path, report.title, report.published_on))
    rows += [row(p, t, d) for p, t, d in decoys(made, lambda n: f"/zfxxgk/nb/content_{n}")]
    rows.append(row("/zfxxgk/neibu/content_1", "示例未县2018年政府信息公开工作年度报告", "2019-02-01"))
    made.forbidden.append("/zfxxgk/neibu/content_1")
    links = "".join(
        f"<li><a href='{href}'>{title}</a></li>" for href, title in (
            ("/zfxxgk/nb/2024n/", "2024年"), ("/zfxxgk/nb/InfoPublic.aspx?cid=1&page=1", "2023年度"), ("/zfxxgk/nb/2022n/", "2022年"),
            ("/zfxxgk/nb/2021n/1.html", "2021年年报"),
        )
    )
    made.routes["/zfxxgk/nb/index.html"] = made.page("政府信息公开年报", f"<ul>{links}</ul><ul>{''.join(rows)}</ul>")
    return made


def counted(made: PlatformSite, found: list, folder: str) -> None:
    """``1.html``, ``2.html``; articles named by 19 digits."""
    rows = []
    for number, report in enumerate(found):
        path = f"{folder}{1753311688616128510 + number}.html"
        made.article(path, report, container="div class='xxgk_content'")
        rows.append(row(path, report.title, report.published_on))
    parts = split(rows, 1)
    for number, part in enumerate(parts, 1):
        script = f"<script>var pages = parseInt('{len(parts)}'); show({number}, pages);</script>"
        made.routes[f"{folder}{number}.html"] = made.page("政府信息公开年报", f"<ul>{''.join(part)}</ul>{script}")


def packed(made: PlatformSite, found: list, folder: str) -> None:
    """The pager is markup in base64 that a script unpacks."""
    rows = []
    for number, report in enumerate(found):
        path = f"{folder}Content-266923{number}.html"
        made.article(path, report, container="div id='content'")
        rows.append(row(path, report.title, report.published_on))
    parts = split(rows, 2)
    for number, part in enumerate(parts, 1):
        href = f"{folder}index_{number + 1}.html"
        markup = f"<div class='pager'><span>{number}</span><a class='a' href='{href}'>下一页</a><a href='{folder}'>首页</a></div>" if number < len(parts) else "<div class='pager'><span>没有更多内容</span><a href='#'>回到顶部</a></div>"
        script = f"<script>document.write(decode('{base64.b64encode(markup.encode()).decode()}'));</script>"
        made.routes[folder if number == 1 else f"{folder}index_{number}.html"] = made.page("政府信息公开年报", f"<ul>{''.join(part)}</ul>{script}")


def queried(made: PlatformSite, found: list) -> None:
    """``InfoPublic.aspx?cid=1&page=2``."""
    rows = []
    for number, report in enumerate(found, 20220125):
        path = f"/zfxxgk/GovOpenShow.aspx?id={number}"
        made.article(path, report, container="div class='detail-content'")
        rows.append(row(path, report.title, report.published_on))
    parts = split(rows, 2)

    def answer(asked: Asked) -> Reply | str:
        number = int(asked.query.get("page", "1"))
        more = f"<a href='InfoPublic.aspx?page={number + 1}&cid=1'>下一页</a>" if number < len(parts) else "<a>下一页</a>"
        return made.page("政府信息公开年报", f"<ul>{''.join(parts[number - 1])}</ul>{more}")

    made.routes["/zfxxgk/nb/InfoPublic.aspx"] = answer
