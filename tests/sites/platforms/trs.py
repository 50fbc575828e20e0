"""TRS WCM, its two other dialects of ``createPageHTML``: 0-based with six arguments and ``.shtml``, 1-based with a variable."""

from __future__ import annotations

from tests.sites.platforms.base import PlatformSite, Reply, decoys, reports, row, split


def six() -> PlatformSite:
    """``createPageHTML(countPage, 0, "index", "shtml", "black2", 6)``; relative links; one file listed as ``..``."""
    site = PlatformSite("trs6", "127.0.1.1", "示例甲县人民政府", "/zfxxgk/zfxxgknb/", {"platform": "trs"}, robots="User-agent: *\nDisallow:\n")
    found = reports("trs6", site.name[:4])
    rows = []
    for number, report in enumerate(found, 1001):
        stamp = report.published_on.replace("-", "")
        name = f"{stamp[:6]}/t{stamp}_{number}.shtml"
        kind = ("html", "html", "docx", "pdf")[number % 4]
        file = f"P0{stamp}{number:010}.{kind}"
        site.article(
            site.entry + name, report, container='div class="TRS_UEDITOR trs_paper_default"', kind=kind, file=f"./{file}",
            file_path=f"{site.entry}{stamp[:6]}/{file}",
        )
        href = f"../zfxxgknb/{name}" if number % 5 == 0 else f"./{name}"
        rows.append(row(href, report.title, report.published_on))
    rows += [row(p, t, d) for p, t, d in decoys(site, lambda n: f"{site.entry}202402/t2024020{n + 1}_90{n}.shtml")]
    # A list declares more pages than it has, and one page in the middle is missing.
    parts = split(rows, 5)
    parts.insert(1, [])
    for number, part in enumerate(parts):
        script = f'<script>var countPage = {len(parts)}; var currentPage = {number};</script><script>createPageHTML(countPage, {number}, "index", "shtml", "black2", 6);</script>'
        page = site.page("政府信息公开年报", f"<ul>{''.join(part)}</ul>{script}")
        name = f"index_{number}.shtml" if number else "index.shtml"
        site.routes[site.entry + name] = page if part else Reply("<html><head></head><body></body></html>", 404)
    site.routes[site.entry] = site.routes[site.entry + "index.shtml"]
    return site


def counted() -> PlatformSite:
    """Year folders below the column; ``createPageHTML('paging', total, current, 'rlist', 'html', 4)`` counts from one."""
    site = PlatformSite("trs1", "127.0.1.2", "示例乙县人民政府", "/syrsj/gknb/rlist.html")
    found = reports("trs1", site.name[:4])
    folders = []
    for year in sorted({r.year for r in found}, reverse=True):
        folder = f"/syrsj/gknb/{year}n/"
        folders.append(f'<li><a href="/syrsj/gknb/{year}n/rlist.html">{year}年</a></li>')
        rows = []
        for number, report in enumerate((r for r in found if r.year == year), 1):
            stamp = report.published_on.replace("-", "")
            path = f"{folder}{stamp[:6]}/t{stamp}_{year}{number}.html"
            site.article(path, report, container='div id="Zoom"')
            rows.append(row(path, report.title, report.published_on))
        parts = split(rows, 2)
        for number, part in enumerate(parts, 1):
            script = f"<script>createPageHTML('paging', {len(parts)}, {number}, 'rlist', 'html', 3);</script>"
            name = f"rlist_{number}.html" if number > 1 else "rlist.html"
            site.routes[folder + name] = site.page(f"{year}年", f"<ul>{''.join(part)}</ul>{script}")
    site.routes[site.entry] = site.page("政府信息公开年报", f"<ul>{''.join(folders)}</ul>")
    return site
