"""Guangdong's platform: a tree in ``window._CONFIG``, JSON lists whose pages 0 and 1 are the same, a second body under a path."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html import escape

from tests.sites import html as writer
from tests.sites.layout import blocks
from tests.sites.platforms.base import HTML, JSON, PDF, Asked, PlatformSite, Reply, decoys, reports, role

_PER_PAGE = 50


def site(key: str = "gkmlpt", host: str = "127.0.1.10", name: str = "示例壬市人民政府", entry: str = "/gkmlpt/index") -> PlatformSite:
    made = PlatformSite(key, host, name, entry)
    found = reports(key, made.name[:4])
    main = [r for r in found if role(r) != "edu"]
    _body(made, "", 11, main, 900)
    _body(made, "/jiaoyuju", 21, [r for r in found if role(r) == "edu"], 950)
    return made


def _body(made: PlatformSite, prefix: str, category: int, found: list, first: int) -> None:
    articles = []
    for number, report in enumerate(found, first):
        path = f"{prefix}/gkmlpt/content/0/{number // 10}/post_{number}.html"
        files = []
        content = writer.body(blocks(report))
        if number % 5 == 0:
            file = f"{prefix}/attachment/0/{number}/{number}.pdf"
            files = [{"id": number, "name": f"{report.title}.pdf", "type": "pdf", "mime": PDF, "size": "1024", "url": f"http://{made.host}{{port}}{file}"}]
            made.article(path, report, container='div class="article-content"', kind="pdf", file=file, file_path=file)
            made.routes[path] = made.page(report.title, "<p>年度报告见附件。</p>", report=report, container='div class="article-content"')
            content = "<p>年度报告见附件。</p>"
        else:
            made.article(path, report, container='div class="article-content"')
        detail = json.dumps({"DETAIL": {"content": escape(content)}}, ensure_ascii=False)
        made.routes[path] = str(made.routes[path]).replace("</body>", f"<script>window._CONFIG = {detail}</script></body>")
        made.routes[path.replace("post_", "mpost_")] = made.routes[path]
        made.forbidden.append(path.replace("post_", "mpost_"))
        moment = int(datetime.fromisoformat(report.published_on + "T01:00:00+00:00").astimezone(UTC).timestamp())
        articles.append({
            "id": number, "title": report.title, "publisher": report.publisher, "date": moment, "display_publish_time": moment,
            "url": path, "post_url": path.replace("post_", "mpost_"), "attachment": files,
        })
    external = {"id": 1, "title": f"{made.name}2020年政府信息公开工作年度报告", "date": 1610000000, "url": "https://mp.weixin.qq.com/s/x", "post_url": "", "attachment": []}
    articles.append(external)
    articles += [
        {"id": 9, "title": t, "date": 1707000000, "url": p, "post_url": p, "attachment": []}
        for p, t, _ in decoys(made, lambda n: f"{prefix}/gkmlpt/content/0/9/post_99{n}.html")
    ]
    # Something to fill pages: reports stand on the first and the last of three.
    filler = [{"id": n, "title": f"示例通知第{n}号", "date": 1600000000, "url": f"{prefix}/x/{n}.html", "post_url": "", "attachment": []} for n in range(130 - len(articles))]
    rows = [*articles[:6], *filler, *articles[6:]]

    def answer(asked: Asked) -> Reply:
        if asked.query.get("sid") != "999001":
            return Reply('{"articles":[]}', headers={"Content-Type": JSON})
        number = max(1, int(asked.query.get("page", "1")))
        part = rows[(number - 1) * _PER_PAGE:number * _PER_PAGE]
        body = json.dumps({"classify": {"id": category, "post_count": len(rows)}, "total": len(rows), "articles": part}, ensure_ascii=False)
        return Reply(body.replace("{port}", ":" + asked.headers["host"].rpartition(":")[2]), headers={"Content-Type": JSON})

    made.routes[f"{prefix}/gkmlpt/api/all/{category}"] = answer
    tree = [
        {"id": category - 1, "name": "政策文件", "jump_url": "", "post_count": 3, "children": [{"id": 1, "name": "规范性文件]", "jump_url": "", "children": []}]},
        {"id": category - 2, "name": "法定主动公开内容", "jump_url": "", "children": [{"id": category, "name": "政府信息公开年报", "jump_url": "", "post_count": 130, "children": []}]},
    ]
    script = f"<script>window._CONFIG = {{ SITE_NAME: '示例', SID: '999001', TREE: {json.dumps(tree, ensure_ascii=False)}, SERVICE_AREA_ID: 1 }};</script>"
    other = "" if prefix else "<a href='/jiaoyuju/gkmlpt/index'>教育局</a>"
    page = made.page("政府信息公开目录", f"<div id='app'><p>政府信息公开目录系统，内容由脚本载入，示例站点，仅供测试，请稍候片刻。</p>{other}</div>{script}")
    made.routes[f"{prefix}/gkmlpt/index"] = Reply(page, headers={"Content-Type": HTML})
    made.routes[f"{prefix}/gkmlpt/annualreport"] = Reply(page, headers={"Content-Type": HTML})


def annual() -> PlatformSite:
    """Entered by the address of the column itself, ``annualreport#11``."""
    made = site("gkmlptroute", "127.0.1.11", "示例申市人民政府", "/gkmlpt/annualreport#11")
    made.wanted = [w for w in made.wanted if not w.url.startswith("/jiaoyuju")]
    page = made.routes["/gkmlpt/annualreport"]
    assert isinstance(page, Reply)
    made.routes["/gkmlpt/annualreport"] = Reply(str(page.body).replace("<a href='/jiaoyuju/gkmlpt/index'>教育局</a>", ""), headers=page.headers)
    return made
