"""Anhui's "Openness": a list a body and year, tabs for the years, links to the other bodies."""

from __future__ import annotations

from tests.sites.platforms.base import PlatformSite, reports, role, row


def site() -> PlatformSite:
    made = PlatformSite("openness", "127.0.1.17", "示例辰区人民政府", "/OpennessAnnualReport/year/6/2024.html")
    found = reports("openness", made.name[:4])
    numbers = {"office": 6, "edu": 7, "town": 8}
    names = {6: "区政府办", 7: "区教育局", 8: "青石镇"}
    years = sorted({r.year for r in found})
    for body, number in numbers.items():
        others = "".join(f"<li><a href='/OpennessAnnualReport/year/{n}/2024.html'>{name}</a></li>" for n, name in names.items())
        tabs = "".join(f"<a href='/OpennessAnnualReport/year/{number}/{y}.html'>{y}年</a>" for y in years)
        for year in years:
            rows = []
            for report in (r for r in found if r.year == year and role(r) == body):
                path = f"/{'Xxgk' if year < 2024 else 'Openness'}AnnualReport/show/{number}{year}.html"
                made.article(path, report, container='div class="xxgk_content"')
                rows.append(row(path, report.title, report.published_on))
            made.routes[f"/OpennessAnnualReport/year/{number}/{year}.html"] = made.page(
                "政府信息公开年报", f"<div>{tabs}</div><ul>{''.join(rows)}</ul>", extra=f"<ul class='organs'>{others}</ul>",
                crumbs=("网站首页", names[number], "政府信息公开年报"),
            )
    return made
