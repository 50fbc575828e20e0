"""Hanweb's newer platform: a shell, and HTML inside JSON from the unit API."""

from __future__ import annotations

import json

from tests.sites.platforms.base import JSON, Asked, PlatformSite, Reply, decoys, hex32, reports, row

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def site() -> PlatformSite:
    made = PlatformSite("jpaas", "127.0.1.7", "示例庚县人民政府", "/zwgk/xxgknb/index.html")
    rows = []
    for number, report in enumerate(reports("jpaas", made.name[:4]), 1):
        path = f"/zwgk/xxgknb/art/{report.published_on[:4]}/art_{hex32('jpaas', number)}.html"
        made.article(path, report, container='div id="con_con" class="ccontent"')
        rows.append(row(path, report.title, report.published_on))
    rows += [row(p, t, d) for p, t, d in decoys(made, lambda n: f"/zwgk/xxgknb/art/2024/art_{hex32('decoy', n)}.html")]
    wanted = {"parseType": "bulidstatic", "webId": "w1", "tplSetId": "t1", "pageType": "column", "tagId": "列表", "editType": "null", "pageId": "p1"}

    def answer(asked: Asked) -> Reply:
        query = dict(asked.query)
        told = json.loads(query.pop("paramJson", '{"pageNo":1,"pageSize":6}'))
        if query != wanted or ("/zwgk/" not in asked.headers.get("referer", "") and told["pageNo"] == 1):
            return Reply("forbidden", 403)
        size, number = told["pageSize"], told["pageNo"]
        part = rows[(number - 1) * size:number * size]
        return Reply(json.dumps({"code": 200, "data": {"html": f"<ul class='list'>{''.join(part)}</ul>"}}), headers={"Content-Type": JSON})

    told = "{'webId':'w1','pageId':'p1','tplSetId':'t1','tagId':'列表','parseType':'bulidstatic','pageType':'column','editType':'null'}"
    made.routes[made.entry] = made.page(
        "政府信息公开年报", f'<div class="loading" url="{_UNIT}" querydata="{told}"></div><script src="/jpaas-publish-server/front.js"></script>'
        "<p>正在加载，请稍候。如长时间没有内容，请刷新页面或联系网站管理员。</p>",
    )
    made.routes[_UNIT] = answer
    return made
