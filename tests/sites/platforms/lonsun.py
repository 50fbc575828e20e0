"""Lonsun: the column page is the latest report, with tabs for the years; a list of another kind pages with ``pageIndex``."""

from __future__ import annotations

from tests.sites.platforms.base import Asked, PlatformSite, Reply, Wanted, decoys, reports, role, row, split


def tabs() -> PlatformSite:
    made = PlatformSite("lonsun", "127.0.1.15", "示例寅县人民政府", "/public/column/10?type=3&nav=3")
    found = [r for r in reports("lonsun", made.name[:4]) if role(r) == "office"]
    found.sort(key=lambda r: -r.year)

    def answer(asked: Asked) -> Reply | str | None:
        year = asked.query.get("timeFrame", str(found[0].year))
        report = next((r for r in found if str(r.year) == year), None)
        if report is None or asked.query.get("type") != "3":
            return None
        built = PlatformSite("x", "", made.name, made.entry)
        built.article("/x", report, container='div class="j-fontContent"')
        links = "".join(f"<li><a href='/public/column/10?type=3&nav=3&timeFrame={r.year}'>{r.year}年</a></li>" for r in found)
        return str(built.routes["/x"]).replace("<div class='wz'>", f"<ul class='years'>{links}</ul><div class='wz'>")

    made.routes["/public/column/10"] = answer
    for report in found:
        # The latest stands at two addresses, the column's own and its year's; the one met first is kept.
        tail = f"&timeFrame={report.year}" if report.year != found[0].year else ""
        made.wanted.append(Wanted(f"/public/column/10?type=3&nav=3{tail}", report.title, report.publisher, report.year, report.published_on))
    return made


def paged() -> PlatformSite:
    made = PlatformSite("lonsunlist", "127.0.1.16", "示例卯县人民政府", "/public/column/10?type=4&catId=7&action=list")
    rows = []
    for number, report in enumerate(reports("lonsunlist", made.name[:4]), 9001):
        path = f"/public/content/{number}"
        made.article(path, report, container='div class="j-fontContent"')
        rows.append(row(path, report.title, report.published_on))
    rows += [row(p, t, d) for p, t, d in decoys(made, lambda n: f"/public/content/80{n}")]
    parts = split(rows, 5)

    def answer(asked: Asked) -> str:
        number = int(asked.query.get("pageIndex", "1"))
        part = parts[number - 1] if number <= len(parts) else []
        script = f"<script>Ls.pagination({{id: 'page', pageIndex: {number}, pageCount: {len(parts)}, linkUrl: '/content/column/7'}});</script>"
        return made.page("政府信息公开年报", f"<ul>{''.join(part)}</ul>{script}")

    made.routes["/public/column/10"] = answer
    made.routes["/content/column/7"] = answer
    return made
