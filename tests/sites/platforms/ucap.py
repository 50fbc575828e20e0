"""UCAP: a static pager, and a list that comes as JSON."""

from __future__ import annotations

import json

from tests.sites.platforms.base import JSON, Asked, PlatformSite, Reply, decoys, hex32, reports, row, split


def _articles(made: PlatformSite) -> list[tuple[str, str, str]]:
    found = []
    for number, report in enumerate(reports(made.key, made.name[:4]), 1):
        stamp = report.published_on[:7].replace("-", "")
        name = hex32(made.key, number)
        path = f"/site/c100/{stamp}/{name}.shtml"
        file = f"/site/c100/{stamp}/{name}/files/{hex32('file', number)}.docx"
        made.article(path, report, container='div class="article-content" id="zoomcon"', kind="docx" if number % 5 == 0 else "html", file=file, file_path=file)
        found.append((path, report.title, report.published_on))
    return [*found, *decoys(made, lambda n: f"/site/c100/202402/{hex32(made.key, 'decoy', n)}.shtml")]


def static() -> PlatformSite:
    made = PlatformSite("ucap", "127.0.1.13", "示例子县人民政府", "/site/xxgknb/xxgk_list.shtml")
    rows = [row(*one) for one in _articles(made)]
    parts = split(rows, 6)
    for number, part in enumerate(parts, 1):
        script = f"<div id='page_div'></div><script>createPageHTML('page_div',{len(parts)}, {number},'xxgk_list','shtml',{len(rows)});</script>"
        name = "xxgk_list.shtml" if number == 1 else f"xxgk_list_{number}.shtml"
        made.routes["/site/xxgknb/" + name] = made.page("政府信息公开年报", f"<ul class='pageList newsList'>{''.join(part)}</ul>{script}")
    return made


def search() -> PlatformSite:
    made = PlatformSite("ucapjson", "127.0.1.14", "示例丑县人民政府", "/site/gknb/newxxgk_index.shtml")
    rows = _articles(made)
    channel = hex32("channel")

    def answer(asked: Asked) -> Reply:
        number, size = int(asked.query["page"]), 5
        results = [
            {"title": f"<em>{t}</em>", "url": p, "publishedTimeStr": f"{d} 09:30"} for p, t, d in rows[(number - 1) * size:number * size]
        ]
        return Reply(json.dumps({"data": {"total": len(rows), "page": number, "rows": size, "results": results}}, ensure_ascii=False), headers={"Content-Type": JSON})

    made.routes[f"/search/{channel}"] = answer
    made.routes[made.entry] = made.page(
        "政府信息公开年报", "<ul id='list'></ul><p>列表由脚本载入，示例站点，请稍候片刻，如无内容请刷新页面重试。</p>"
        f"<script>$.get('/search/{channel}?_isAgg=true&_isJson=true&_pageSize=20&_template=index&_rangeTimeGte=&_channelName=&page=', show);</script>",
    )
    return made
