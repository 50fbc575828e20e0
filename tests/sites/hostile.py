"""The hostile site: each of its hosts refuses, breaks, lies or traps in a way of its own."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from tests.sites.web import Asked, Reply

TITLE = "示例县教育局2023年政府信息公开工作年度报告"
LIST = f"<html><body><h1>政府信息公开年报</h1><p>示例县教育局的年度报告都在这里公布，欢迎查阅，示例文本。</p><ul><li><a href='/zfxxgknb/1.html'>{TITLE}</a><span>2024-01-10</span></li></ul></body></html>"
ARTICLE = f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>一、总体情况</p><p>2023年，示例县教育局主动公开信息12条，示例文本。</p>
<p>二、主动公开政府信息情况</p><p>见下表。</p><p>三、收到和处理政府信息公开申请情况</p><p>本年新收政府信息公开申请1件，均已答复，示例文本。</p>
<p>四、政府信息公开行政复议、行政诉讼情况</p><p>本年没有。</p><p>五、存在的主要问题及改进情况</p><p>一是公开内容不够细，二是解读形式不够多，将继续改进，示例文本。</p>
<p>六、其他需要报告的事项</p><p>无。</p></body></html>"""
FRONT = "<html><head><title>示例县人民政府门户网站</title></head><body><ul>" + "".join(f"<li><a href='/n{n}.html'>示例县召开第{n}次工作会议</a></li>" for n in range(20)) + "</ul></body></html>"
WALL = "<html><head></head><body><script>document.cookie='__jsl_clearance_s=1';location.href=location.pathname</script></body></html>"


def ordinary(asked: Asked) -> str | None:
    return LIST if asked.path == "/zfxxgknb/" else ARTICLE if asked.path == "/zfxxgknb/1.html" else None


def unread(asked: Asked) -> Reply | str | None:
    """A list that goes on where no reader sees, and never changes."""
    if asked.path != "/zfxxgknb/":
        return ordinary(asked)
    if asked.headers.get("if-none-match") == '"1"':
        return Reply(status=304)
    return Reply(LIST.replace("</ul>", "</ul><a onclick='load(2)'>下一页</a>共3页"), headers={"Content-Type": "text/html", "ETag": '"1"'})


def fixed(reply: Reply) -> Callable[[Asked], Reply]:
    return lambda asked: reply


def article(reply: Reply) -> Callable[[Asked], Reply | str | None]:
    """An ordinary list whose one article answers so."""
    return lambda asked: reply if asked.path == "/zfxxgknb/1.html" else ordinary(asked)


def busy(times: int, reply: Reply) -> Callable[[Asked], Reply | str | None]:
    """The list answers so for the first few times."""
    left = itertools.count(times, -1)
    return lambda asked: reply if asked.path == "/zfxxgknb/" and next(left) > 0 else ordinary(asked)


def flapping() -> Callable[[Asked], Reply | str | None]:
    """Every other answer is an error."""
    count = itertools.count()
    return lambda asked: Reply("", 502) if next(count) % 2 else ordinary(asked)


def endless(asked: Asked) -> str | None:
    """A list whose every page names news and a further page."""
    number = int(asked.path.rpartition("_")[2].removesuffix(".html")) if "_" in asked.path else 0
    first = LIST.partition("<ul>")[2].partition("</ul>")[0] if not number else f"<li><a href='/news/{number}.html'>工作动态第{number}期</a></li>"
    more = f"<a href='/zfxxgknb/index_{number + 1}.html'>下一页</a>"
    return ARTICLE if asked.path == "/zfxxgknb/1.html" else f"<html><body><h1>政府信息公开年报</h1><p>年度报告都在这里公布，示例文本。</p><ul>{first}</ul>{more}</body></html>"


def drip() -> Iterator[bytes]:
    yield b"<html><body>"
    for _ in range(200):
        yield b"x"


def several(*statuses: int) -> Callable[[Asked], Reply | str | None]:
    """A list of as many articles, each answered with one of the statuses (200: a report)."""
    rows = "".join(f"<li><a href='/zfxxgknb/{n}.html'>示例县第{n}局2023年政府信息公开工作年度报告</a></li>" for n in range(len(statuses)))

    def answer(asked: Asked) -> Reply | str | None:
        if asked.path == "/zfxxgknb/":
            return f"<html><body><h1>政府信息公开年报</h1><p>年度报告都在这里公布，欢迎查阅，示例文本，示例文本，示例文本。</p><ul>{rows}</ul></body></html>"
        status = statuses[int(asked.path.split("/")[-1].split(".")[0])]
        return Reply(ARTICLE if status == 200 else "<html></html>", status)

    return answer


def hosts(outside: str) -> dict[str, dict[str, Any]]:
    """What :class:`~tests.sites.web.Web` needs for each host, by key. ``outside``: an address that nobody may be led to."""
    redirect = fixed(Reply(status=302, headers={"Location": outside}))
    return {
        "ordinary": {"answer": ordinary},
        "wall521": {"answer": fixed(Reply(WALL, 521))},
        "wall412": {"answer": fixed(Reply(b"", 412))},
        "wallscript": {"answer": fixed(Reply(WALL))},
        "forbidden": {"answer": fixed(Reply("<html>403</html>", 403))},
        "shell": {"answer": fixed(Reply("<html><head><script src='/app.js'></script></head><body><div id='app'></div></body></html>"))},
        "soft404": {"answer": fixed(Reply("<html><head><title>404</title></head><body><p>抱歉，您访问的页面不存在或已被删除</p><a href='/'>返回首页</a></body></html>"))},
        "gone": {"answer": fixed(Reply("<html></html>", 404))},
        "away": {"answer": redirect},
        "private": {"answer": fixed(Reply(status=301, headers={"Location": "http://10.0.0.1/admin"}))},
        "meta": {"answer": fixed(Reply("<html><head><meta http-equiv='refresh' content='0;url=http://169.254.169.254/latest/'></head></html>"))},
        "loop": {"answer": lambda asked: Reply(status=302, headers={"Location": f"/zfxxgknb/?n={int(asked.query.get('n', 0)) + 1}"})},
        "busy": {"answer": busy(1, Reply("", 429, {"Retry-After": "1"}))},
        "busyhours": {"answer": fixed(Reply("", 429, {"Retry-After": "7200"}))},
        "broken": {"answer": fixed(Reply("<html>500</html>", 500))},
        "robotsall": {"robots": "User-agent: *\nDisallow: /\n", "answer": ordinary},
        "robots403": {"robots": 403, "answer": ordinary},
        "robots500": {"robots": 500, "answer": ordinary},
        "robotspath": {"robots": "User-agent: gongkai\nDisallow: /zfxxgknb/1\n", "answer": ordinary},
        "big": {"answer": article(Reply(b"%PDF-1.4 " + b"0" * 3_000_000))},
        "bigchunked": {"answer": article(Reply([b"%PDF-1.4 "] + [b"0" * 500_000] * 6))},
        "bomb": {"answer": article(Reply(gzip.compress(b"<html>" + b"0" * 200_000_000), headers={"Content-Encoding": "gzip"}))},
        "notgzip": {"answer": article(Reply(ARTICLE, headers={"Content-Encoding": "gzip"}))},
        "slow": {"answer": article(Reply(drip(), pause=0.1))},
        "torn": {"answer": article(Reply(b"%PDF-1.4", headers={"Content-Length": "5000", "Connection": "close"}))},
        "empty": {"answer": article(Reply(b""))},
        "notfile": {"answer": article(Reply(f"<html><head><title>{TITLE}</title></head><body><p>{TITLE}全文见附件。</p><a href='/a.pdf'>附件：{TITLE}.pdf</a></body></html>"))},
        "torngzip": {"answer": article(Reply(gzip.compress((ARTICLE * 3).encode())[:-200], headers={"Content-Encoding": "gzip"}))},
        "wallwords": {"answer": fixed(Reply("<html><head><title>访问被拦截</title></head><body>请完成安全验证后继续访问<a href='/'>返回</a></body></html>"))},
        "home": {"answer": lambda asked: FRONT if asked.path == "/" else article(Reply(status=301, headers={"Location": "/"}))(asked)},
        "homelist": {"answer": lambda asked: FRONT if asked.path == "/" else Reply(status=301, headers={"Location": "/"})},
        "ftp": {"answer": fixed(Reply(status=302, headers={"Location": "ftp://ftp.shili.gov.cn/"}))},
        "script": {"answer": fixed(Reply(status=302, headers={"Location": "javascript:alert(1)"}))},
        "robotsbom": {"robots": "\ufeffUser-agent: *\nDisallow: /\n", "answer": ordinary},
        "flapping": {"answer": flapping()},
        "endless": {"answer": endless},
        "unread": {"answer": unread},
        "nothing": {"answer": fixed(Reply(FRONT))},
        "otherpage": {"answer": article(Reply(FRONT))},
        "garbage": {"answer": article(Reply(b"\x00\x01\x02" * 500, headers={"Content-Type": "application/octet-stream"}))},
        "onefile": {"answer": several(200, 403, 200)},
        "allfiles": {"answer": several(403, 403, 200, 200, 200, 200)},
    }
