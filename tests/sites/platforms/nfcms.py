"""NFCMS: articles ``content/post_N.html``, a pager with numbers only."""

from __future__ import annotations

from tests.sites.platforms.base import PlatformSite, decoys, reports, row, split


def site() -> PlatformSite:
    made = PlatformSite("nfcms", "127.0.1.12", "示例癸市人民政府", "/zwgk/zfxxgknb/")
    rows = []
    for number, report in enumerate(reports("nfcms", made.name[:4]), 700):
        path = f"{made.entry}content/post_{number}.html"
        made.article(path, report, container='div class="news_cont_d_wrap"')
        rows.append(row(path, report.title, report.published_on))
    rows += [row(p, t, d) for p, t, d in decoys(made, lambda n: f"{made.entry}content/post_1{n}.html")]
    parts = split(rows, 6)
    names = ["index.html", *(f"index_{n}.html" for n in range(2, len(parts) + 1))]
    pager = "".join(f'<a href="{name}">{n}</a>' for n, name in enumerate(names, 1))
    for name, part in zip(names, parts, strict=True):
        text = made.page("政府信息公开年报", f"<ul>{''.join(part)}</ul><div class='pages'>{pager}</div><script>var NFCMS_SITE_ID = '440001';</script>")
        made.routes[made.entry + name] = text
    made.routes[made.entry] = made.routes[made.entry + "index.html"]
    return made
