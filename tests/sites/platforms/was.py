"""TRS WAS: the column page is a shell, the list comes by POST only, its last page repeats."""

from __future__ import annotations

from urllib.parse import parse_qsl

from tests.sites.platforms.base import HTML, Asked, PlatformSite, Reply, reports, split


def site() -> PlatformSite:
    made = PlatformSite("was", "127.0.1.19", "示例午局", "/XXGK/XXGK/index_180.html")
    rows = []
    for number, report in enumerate(reports("was", "示例午县"), 1):
        path = f"/XXGK/XXGK/{report.published_on[:7].replace('-', '')}/t{report.published_on.replace('-', '')}_{number}.html"
        made.article(path, report, container='div class="content_t"')
        rows.append(
            f"<tr><td>{number}</td><td class='t_l'><a name='{number}' href='{path}'>{report.title}</a>"
            f"<ul><li>索引号：{number}</li><li>发文日期：{report.published_on}</li></ul></td></tr>"
        )
    parts = split(rows, 5)

    def answer(asked: Asked) -> Reply:
        form = dict(parse_qsl(asked.body.decode()))
        if asked.method != "POST" or form.get("channelid") != "278090":
            return Reply(status=302, headers={"Location": "/shell.html"})
        number = min(int(form["page"]), len(parts))  # past the end the last page comes again
        return Reply(f"<table>{''.join(parts[number - 1])}</table>", headers={"Content-Type": HTML})

    made.routes["/was5/web/search"] = answer
    made.routes["/shell.html"] = "<html><head><script>var a=1;</script></head><body></body></html>"
    fields = "".join(f"<input type='hidden' name='{n}' value='{v}'>" for n, v in (("channelid", "278090"), ("perpage", "5"), ("sw", "")))
    made.routes[made.entry] = made.page(
        "政府信息公开年报", f"<form id='f' action='/was5/web/search'>{fields}</form><p>列表由脚本载入，示例站点，请稍候片刻，如无内容请刷新页面重试。</p>"
    )
    return made
