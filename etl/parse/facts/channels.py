"""Figures of channels: the website, the WeChat account, the notice board…

A sentence is read piece by piece. A figure belongs to the channel named before it in its piece; a piece that names
none goes on about the channel before it, as long as no other figure of that kind was given for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.parse.facts.kinds import CHANNELS
from etl.parse.facts.numbers import Amount, amount, number
from etl.parse.facts.patterns import GROWN_TO, compiled

Figure = tuple[str, Amount, int, int]

CHANNEL_NAMES = re.compile("|".join(f"(?P<{code}>{words})" for code, (words, _, _) in CHANNELS.items()))
_PIECE = re.compile(r"(?:[^，；。、：（）…]|：(?=\d))+")
_ITEMS = compiled("#条|篇|期|个|部|则|件|次#")
_POSTED = compiled("#条|篇|则|期#")
_PASTED = compiled("#条|篇|期|个|则|件|次|份|张#")
_FOLLOWERS = compiled("#人|名|个|户|位#")
_COUNT = compiled("[”》]?#人|#")
_OTHER_MATTER = re.compile("收到|意见|留言|建议|回[应复]|办理|受理|答复|咨询|申请|活动|访谈")  # that a piece may begin to count
_ASKED = re.compile("申请|答复|办结")
_READS = compiled("#次|人次|条|人#")
_PUBLISHED = re.compile(
    r"公示|播[放发出]|张贴|编发|发布|公[开布](?!征)|推送|刊[发登载]|更新|上传|转发|推文|推出|发[送文博帖稿]|博文|信息|文章|视频|稿件|作品|微博")
#: 公开信息1256条，其中网站860条: what the whole is of, its parts are of; not so in 收到意见56条，其中网站30条.
_OF_WHAT = re.compile(
    r"(?:公开"
    r"|发布)[^；：、（）\d意言请回答]{0,16}\d[\d.]*[^；：、（）\d]{0,3}(?:（次）)?(?:，[较比同占][^，；：、（）]{0,20})?(?:[，（；。]其中[，：]?"
    r"|。?[从按][^，。：\d]{2,8}[看分][：，]|[：（])[^；]{0,120}$")
_SHARED_BY = re.compile("(?:转[发载]|原创)(?:信息|图文|文章|作品|稿件|短?视频)*$")
#: 公众号粉丝3万人；全年推送286篇: of the channel before the mark.
_GOES_ON = re.compile("(?:全年|今年|累计|共|总|新增)*(?:推送|更新|推文|发文|编发|粉丝|关注|订阅|用户|阅读|点击|浏览|播放|访问)")
#: 制发规范性文件14件，政府网站发布13件: of these papers.
_OF_THINGS = re.compile(
    r"(?:文件|解读|材料|产品|稿件|建议|提案|访谈|规章|公告)(?:共|了)?\d+(?P<unit>[^，；。、\d])[，、](?:其中)?(?:均|全部|已|同步)*在?$")
_ROUNDS_OF = re.compile(r"[^，；。、\d]{0,8}(?:征集|调查|访谈|活动|检查|督查|培训|会议?)$")  # 发布12次民意征集
_ITEM_GAP = re.compile(
    r"(?:(?:\ufffc|信息公开(?:专[栏网页]|平台)|共|计|共计|累计|总计|已|均|主动|及时|对外|集中|分别|全年|今年|年内|本年度?|平台|账号|渠道|途径|方式"
    r"|等|上|为|：|了|的|各类|各种|有关|相关|政府|政务|公开|公布|发布|新增|"
                       r"推送|刊[发登载]|更新|上传|转发|推文|推出|发[送文博帖稿]|滚动|播[放发出]|张贴|编发|信息|文件[及和](?=信息)|文章|博文"
                       r"|短?视频|稿件|图文|消息|原创|作品|公示|公告|政策|微博|数量|总数|总量|数|达到|达"
                       r"|[我本](?:机关|部门|单位|级|局|委|厅|办|[省市县区镇乡]|街道)"
                       r"|(?:“[^”]{1,14}(?:局|委|厅|办|镇|乡|街道)”|[^，；、\d专]{0,4}?(?:街道|[镇乡局]))(?:专[栏区页]|子站|频道|[板版]块)"
                       r"|“[^”]{0,16}”|[”\"》])*)")
#: 在营业厅、网站发布264条: of both, though the first is no channel that is told apart.
_SHARED = re.compile("(?:^|[，；：。])(?:全年|今年|共|主动)*(?:在|通过|利用|依托|借助|运用|采取)[^，；：。\\d]{2,}(?:、|及|和|与|以及)$")
#: 公众号发布疫情通报、防控知识等信息1560条: what they are on says nothing of the channel.
_OF_MATTERS = re.compile(
    r"(?<=[发推公更][布送开新])[^，。；：（）\d]{2,40}等(?:各类|各种|相关)?(?=(?:政府|政务|原创)?(?:信息|图文|文章|稿件|消息|推文|短?视频)\d)")
# 2条政策文件和35条动态: the first counts one kind only.
_OF_SEVERAL_KINDS = re.compile(r"[^\d]{2,12}(?:和|及|与)\d")
# 粉丝35.2万: without a unit only at the end.
_BARE = re.compile(number("") + "$")
_VISITED = re.compile(
    r"(?P<what>(?<!独立用户)(?<!首页)(?:总|页面|独立)?(?:(?:访问|浏览|点击|访客|阅读)(?:总)?(?:次数|人次|总量|数|量)?|播放(?:总)?(?:次数|量|数)))"
    r"(?:共计?|累计|[总合]计|为|达到|达|首次|：){0,2}"
)
_FOLLOWED = re.compile(
    r"(?<!新增|原有|独立|净增|活跃|迁移|流失|访问)(?<!新增注册)(?:关注|粉丝|用户|订阅)(?:用户|关注|人|者|总)?(?:数量|数|量|总数)?"
    rf"(?:共|累计|为|达到|达|有|：|已|[增升]至|{GROWN_TO}){{0,2}}"
)
#: “示例卫健”粉丝6万人, 官微粉丝6万人: an account called by its name, or that may be of two channels.
_CALLED = re.compile("“[^“”]{2,16}”(?!专|栏|活动|主题)|官[微博]|两微")
#: “政务公开”专栏访问量36万次, 无障碍浏览900次, 政务服务网访问量560万次: visits to a part of the site, or to another one.
_PART_VISITED = re.compile(
    "无障碍|适老|长者|问答|网页|专[栏题区]|栏目|系统|平台|服务网|机器人|大厅|(?<![官户府开务联息众])网(?:总|年|累计)*(?:访问|点击|浏览)")


def channel_facts(text: str) -> Iterator[Figure]:
    """Figures of one sentence (folded, blotted): code, amount and span in the sentence."""
    subject: str | None = None
    open_list = False  # the piece before named a channel and gave no figure: 网站、微信发布100条 is of both
    given: set[str] = set()
    text = _OF_MATTERS.sub(lambda m: m[0] if CHANNEL_NAMES.search(m[0]) else "\ufffc" * len(m[0]), text)
    listed_kinds: set[str | None] = set()
    named: set[str | None] = set()
    in_bracket: set[str | None] = set()
    of_items = of_followers = in_row = False  # 网站公开信息860条，公众号662条: what the pieces before count
    for piece in _PIECE.finditer(text):
        names = list(CHANNEL_NAMES.finditer(piece[0]))
        if len(names) > 1 and names[0].lastgroup == "new_media" and not _is_joint(piece[0], names[0]):
            del names[0]  # 政务新媒体“示例发布”微信公众号
        if len(names) > 1 and (names[-2].lastgroup, names[-1].lastgroup) == ("website", "platform") and not re.search("[和及与或]", piece[0][names[-2].end() : names[-1].start()]):
            del names[-1]  # 县政府门户网站信息公开专栏
        kinds = {m.lastgroup for m in names}
        follows_list = open_list and piece.start() > 0 and text[piece.start() - 1] == "、"
        figures = bool(re.search(r"\d", piece[0]))
        if not names and text[piece.start() - 1] == "；" and not _GOES_ON.match(piece[0]):
            subject = None  # 组织网站检查4次；共公开信息300条
        same = follows_list and kinds == listed_kinds  # 宣传栏、公示栏 are one channel
        listed_kinds = kinds
        named = kinds | named if text[piece.start() - 1] != "；" else kinds
        of_all = not names and len(named) > 1 and re.search("共|累计|合计|总" if in_row else "共", piece[0])  # 微博31个，公众号68个，粉丝共36万，共发布1236条
        if len(kinds) > 1 or (names and follows_list and not same) or (names and (_is_joint(piece[0], names[-1]) or (not same and _SHARED.search(text[: piece.start() + names[0].start()])))):
            subject, open_list = None, not figures
            continue
        in_row = text[piece.start() - 1] == "、" if names else in_row  # 微博26条、抖音12条，累计粉丝3万
        if names:
            subject, given, open_list = names[0].lastgroup, set(), not figures
        elif figures:
            open_list = False
        if not names and _ASKED.search(piece[0]):
            subject = None  # 通过网站提出66件。答复87件
        called = _CALLED.match(piece[0])
        another = bool(called and not names and called[0] not in text[: piece.start()])
        if "）" in text[max(0, piece.start() - 2) : piece.start()] and len(in_bracket) > 1 and not names:
            subject = None  # 新媒体3个（微信2个、微博1个），粉丝13万
        in_bracket = kinds | (in_bracket if text[piece.start() - 1] == "、" else set())
        if another:
            subject = None  # an account, of no channel that is named
        if re.match(
            r"其中|以上|上述|合计\d|总计\d|[^\d]{0,6}主动公开(?:各类)?政府信息|全[市县区镇乡]|我[市县区镇乡局](?!微|网)", piece[0]) and not names:
            subject = None
        if of_all:
            subject = None
        # 编发推文118期、236条
        runs_on = of_items and text[piece.start() - 1] in "，、；"
        listed = bool(runs_on or _OF_WHAT.search(text, max(0, piece.start() - 160), piece.start() + names[0].start())) if names else f"{subject}_posts" in given
        found = list(_figures(piece[0], names[0] if names else None, subject, listed))
        of_items = any(code.endswith("_items") for code, *_ in found) or (of_items and not _OTHER_MATTER.search(piece[0]))
        if names and not found and of_followers and (bare := _COUNT.fullmatch(piece[0], names[0].end())):
            found = [(f"{subject}_followers", amount(bare), names[0].start(), bare.end())]  # 粉丝120万，其中微信41万、抖音52万
        of_followers = bool(_FOLLOWED.search(piece[0]) or (of_followers and found))
        for code, said, start, end in found:
            before = text[: piece.start() + end] if not CHANNEL_NAMES.search(text) else piece[0][: end]
            if code.startswith("site_") and (another or _PART_VISITED.search(before)):
                continue
            if code.endswith("_items") and (things := _OF_THINGS.search(text, 0, piece.start() + start)) and things["unit"] == said.unit and not re.search("信息|图文|文章", piece[0][start:end]):
                continue
            if names or code not in given or code == "site_visits":
                given.add(code)
                yield code, said, piece.start() + start, piece.start() + end


def _is_joint(piece: str, name: re.Match[str]) -> bool:
    joint = "和|及|与|以及|或" if name.lastgroup == "board" else "和|及|与|以及|或|等"
    return bool(re.match(rf"[”\"》]?(?:{joint})", piece[name.end() : name.end() + 4]))


def _figures(piece: str, name: re.Match[str] | None, subject: str | None, listed: bool) -> Iterator[Figure]:
    start = name.start() if name else 0
    after = name.end() if name else 0
    if visits := _VISITED.search(piece, after):
        places = (visits.end(), visits.end() - 1)
        found = next((m for at in places for units in (_READS, _BARE) if (m := units.match(piece, at))), None)
        if found:
            yield _read(visits["what"], subject), amount(found), min(start, visits.start()) if name else visits.start(), found.end()
    if subject is None:
        return
    followers = _FOLLOWED.search(piece, after)
    if followers and (found := _FOLLOWERS.match(piece, followers.end()) or _BARE.match(piece, followers.end())):
        yield f"{subject}_followers", amount(found), start if name else followers.start(), found.end()
    published = _PUBLISHED.search(piece[:start] + piece[after:])  # the 视频 of 视频号 says nothing
    if published is None and (subject != "video" or re.search("拍摄|录制", piece)) and not listed:
        return
    # 发布微博12条 counts what is published, 开通微博2个 the accounts.
    units = _PASTED if subject == "board" else _ITEMS if subject == "video" or _PUBLISHED.search(piece, after) else _POSTED
    begin = after if name else re.compile(r"(?:全年|今年|累计|共|共计)*").match(piece).end()  # type: ignore[union-attr]
    gap = _ITEM_GAP.match(piece, begin)
    assert gap
    found = units.match(piece, gap.end())
    again = found and subject in ("board", "broadcast") and found["unit"] == "条次"  # one item, again and again
    shared = found and _SHARED_BY.search(gap[0])  # 原创36条、转发24条; 转发1200次 by those who read
    if found and (again or shared or _OF_SEVERAL_KINDS.match(piece, found.end())):
        return
    if found and not (not _PUBLISHED.search(gap[0]) and name and name[0] != "短视频" and found["unit"] == "个"):  # so many accounts
        said = amount(found)
        if subject == "video" and said.unit == "次" and gap[0].endswith("播放"):
            yield "video_reads", said, start, found.end()  # 播放120万次
            return
        rounds = said.unit in ("次", "期")
        if rounds and _ROUNDS_OF.match(piece, found.end()):
            return
        yield "gazette_issues" if (subject, said.unit) == ("gazette", "期") else f"{subject}_{'posts' if rounds else 'items'}", said, start, found.end()
        if rounds and (second := _ITEMS.match(piece, found.end())):
            yield f"{subject}_items", amount(second), start, second.end()


def _read(what: str, subject: str | None) -> str:
    if "访客" in what:
        return "site_visitors"
    if subject == "website" or (subject is None and "访问" in what):
        return "site_visits"
    return f"{subject}_reads" if subject else "reads"
