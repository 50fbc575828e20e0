"""Answers that look like a page and are none: bot walls, empty shells, errors dressed as success."""

from __future__ import annotations

import re

from crawler.pages.page import Page
from etl.text import squeeze

#: Statuses that the known walls answer with.
WALL_STATUSES = frozenset({412, 512, 521})
_WALL_SCRIPT = re.compile(
    r"document\.cookie|\$_ts|__jsl|jsluid|yunsuo_session|acw_sc__v|WAF|_waf_|challenge-platform|eval\(function\(p,a,c,k|(?:\\x[0-9a-f]{2}){4}", re.I
)
#: What the walls say that show no script: to a machine, or to a visitor that they take for an attacker.
_WALL_WORDS = re.compile(
    r"(?:安全|滑动|滑块|人机|访问)验证|(?:请求|访问|防火墙)(?:已)?被?(?:拦截|阻断)|疑似攻击|安全威胁|非法访问|访问(?:过于|太)频繁|accessdenied"
    r"|requestblocked|justamoment"
    r"|(?:不对|禁止|限制|不支持).{0,8}(?:境外|海外|国外|您所在(?:的)?地区).{0,12}(?:IP|访问|提供服务|用户)"
    r"|(?:境外|海外|国外).{0,6}(?:IP|访问).{0,6}(?:限制|禁止)", re.I
)
_MISSING = re.compile(
    r"(?:页面|网页|内容|文章|信息|文件|栏目)(?:不存在|未找到|找不到|已(?:被)?删除|已下线|走丢)"
    r"|(?:无法找到|找不到|没有找到|不存在)(?:该|此|您|你|相关)?.{0,12}(?:页面|网页|内容|文章)"
    r"|404(?:not)?found|pagenotfound|(?<![\d.])404(?![\d.条个件])|服务器错误|运行时错误|系统(?:发生)?(?:错误|异常|繁忙)"
    r"|(?:升级|系统|网站)维护(?:中|期间)|暂停(?:访问|服务)",
    re.I,
)
#: A title that says nothing else.
_MISSING_TITLE = re.compile(r"(?:提示|错误|出错了?|系统错误|error|404.{0,20}|.{0,12}(?:页面|网页|内容)(?:不存在|未找到|找不到|已删除).{0,12})", re.I)


def wall(page: Page) -> str | None:
    """The kind of a challenge (``challenge_412``, ``challenge_script``…), or None. A challenge is never solved."""
    if page.status in WALL_STATUSES:
        return f"challenge_{page.status}"
    links = sum(1 for a in page.anchors if a.title)
    if len(page.body) > 10_000 or not page.is_html or len(page.squeezed) > 200 or links > 2:
        return None
    script = not links and "<script" in page.text.lower() and _WALL_SCRIPT.search(page.text)
    return "challenge_script" if script or _WALL_WORDS.search(page.squeezed + squeeze(page.title)) else None


def puzzle(page: Page) -> bool:
    """Whether a picture puzzle stands before a file."""
    return page.is_html and ("codeValue" in page.text or "验证码" in page.text)


def soft_404(page: Page) -> bool:
    """Whether a page answered with 200 says that there is no such page, or that the server is out of order."""
    title = squeeze(page.title)
    if len(page.squeezed) > 600:  # the words of a site stand round what little it says
        return bool(_MISSING_TITLE.fullmatch(title) and _MISSING.search(title))
    return bool(_MISSING.search(title) or _MISSING.search(page.squeezed))


def is_shell(page: Page) -> bool:
    """Whether a page has nothing to read, nothing to see and nowhere to go: a frame for scripts, or nothing at all."""
    return len(page.squeezed) < 20 and sum(1 for a in page.anchors if a.title) < 2 and next(page.root.iter("img"), None) is None
