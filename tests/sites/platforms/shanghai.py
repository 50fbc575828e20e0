"""Shanghai's portal: two kinds of pagination script, an archive of years with irregular names."""

from __future__ import annotations

from tests.sites.platforms.base import PlatformSite, hex32, reports, row, split


def site() -> PlatformSite:
    made = PlatformSite("shanghai", "127.0.1.18", "示例巳区人民政府", "/nb_17198/index.html")
    found = reports("shanghai", made.name[:4], (2021, 2022, 2023, 2024))
    recent = [r for r in found if r.year >= 2023]
    rows = []
    for number, report in enumerate(recent, 1):
        path = f"/nb_17198/{report.published_on.replace('-', '')}/{hex32('sh', number)}.html"
        made.article(path, report, container='div id="ivs_content" class="Article_content"')
        rows.append(row(path, report.title, report.published_on))
    archive = "".join(f"<li><a href='/xxgk{y}gdnb/index.html'>{y}年</a></li>" for y in (2022, 2021))
    parts = split(rows, 4)
    for number, part in enumerate(parts, 1):
        script = f"<script>$('#page').pagination(\"setPage\", {number}, {len(parts)});</script>"
        name = "index.html" if number == 1 else f"index_{number}.html"
        made.routes["/nb_17198/" + name] = made.page("政府信息公开年报", f"<ul>{''.join(part)}</ul><ul>{archive}</ul>{script}")
    for year in (2022, 2021):
        rows = []
        for number, report in enumerate((r for r in found if r.year == year), 1):
            path = f"/xxgk{year}gdnb/20200617/t0035_{year}{number}.html"
            made.article(path, report, container='div class="Article_content"')
            rows.append(row(path, report.title, report.published_on))
        parts = split(rows, 2)
        for number, part in enumerate(parts, 1):
            script = f"<script>$('.pagination').pagination({{totalPage:{len(parts)}, current: {number}}});</script>"
            name = "index.html" if number == 1 else f"index_{number}.html"
            made.routes[f"/xxgk{year}gdnb/" + name] = made.page(f"{year}年", f"<ul>{''.join(part)}</ul>{script}")
    return made
