"""What was done to what a figure counts: a deed of its own makes it another thing (删除公开信息126条, 取消新闻发布会2场, 督办热线工单36件)."""

from __future__ import annotations

import re

from etl.parse.facts.model import Said
from etl.parse.facts.requests import GROUPS

#: Nothing between a deed and what it is done to says that it was over (审核后发布), and one of two.
_TO = r"(?![^，；]*(?:后|下|并|再|无误|基础|前提|以及|[、和及与]))[^，；\d]*$"
#: Of published items: looked through, taken down, put right, taken over from others, added later.
_TO_ITEMS = re.compile(
    r"(?:审[核查校读签]|复[核查审]|[核抽排巡自]查|检查|监测(?![^，；]*(?:站|平台|系统|中心|[局院所处科队]))|扫描|清[理除查]|整改|纠正|更正|修正"
    r"|删[除减]|撤[回下销除]|下[架线]|隐藏|转[载发]|补[充录发登]"
    rf"|迁移|导入|备份|(?:群众|公民|个人|企业|申请人|法人|当事人)(?:申请|要求|请求)){_TO}|(?:漏|误|错)报?$")
#: 未按时公开12件, 将召开3次, 至少举办2场, 多公开26条, 指导编制6件: not done, not yet, to be done, more than before, and not by itself.
_NOT_DONE = re.compile(
    "(?:未(?!收到|接到|受理)|没有|没能|不再|停止|暂停|拟|将|准备|打算|指导|督[促导]|协助|配合|(?<![尽所回响反供对适相顺因呼效])应当?|必须|至少"
    "|(?<!众)(?<!许)(?<!更)[多少]|漏|误)(?:能|曾|按[时期]|及时|主动|如期|予以)*(?:[在通][^，；\\d]{0,12})?"
    "(?:公开|发布|推送|更新|召开|举[办行]|开展|组织|办理|回复|编[发印制]|收取|运维|制[发定作]|出台|印发|收到|$)(?!的)")
#: Kinds of facts, and what done to them, at the end of the clause before the figure, makes it another thing.
_DEEDS = tuple((re.compile(codes), re.compile(deed)) for codes, deed in (
    ("interpretations", rf"(?:审[核查校]|转[载发]|收集|推荐){_TO}"),
    # Called off, watched, made ready, served.
    ("press_conferences|online_interviews|livestreams|inspections|training_courses",
     rf"(?:取消|推迟|延期|筹[备划办]|保障|协[助办]|配合|观看|收看|回放|旁听|列席|转播){_TO}"),
    # Passed on to those who answer, or urged.
    ("hotline_cases|mailbox_letters",
     "^(?!.*(?:收|接|承办|受理|办理|办结|处[理置]|答复|回复)).*(?:转[办交送派]|督办|退[回单]|交办|派[发单])[^，；\\d]{0,8}(?:123\\d\\d)?$"),
    # 协办建议12件 beside 主办 is a part of what was dealt with.
    ("npc|cppcc", "(?<![、和及或与])[协会分]办的?$"),
    # 化解因信息公开引发的行政复议3件, 旁听行政诉讼2件: none against it.
    ("review|litigation", "避免|化解|调解|预防|防止|减少|指导|督办|旁听|观摩|协助"),
    # 指导答复6件, told by who answers them; 补正后予以公开2件, 涉及第三方的不予公开3件, 提案予以公开8件, 拟予以公开1件: of some, of other things, not yet.
    ("requests_(?:received|handled|answered)", "(?:指导|督[促导]|协助|配合)(?:做好|完成|开展|依法)*$"),
    (f"(?:{'|'.join(GROUPS)}|requests_answered)$",
     r"(?:复议|诉讼|判决|裁定|补正|第三方意见|同一申请人|重复申请)[^，；\d]{0,6}$|(?:涉及|因)[^，；\d]{2,10}的?$|(?:应当?|将|拟|须)$"
     r"|(?:咨询|留言|热线|窗口[^，；\d]{0,2}|审批|提案|建议|(?:登记|查询|许可)申请|工单)[^，；\d]{0,2}$"),
))
#: 转办申请12件: passed on before it was anybody's.
_PASSED_ON = re.compile("^(?!.*(?:收|接|受理)).*(?:转[办交送]|退回|移[交送]|督办)的?[^，；\\d]{0,6}$")


def is_another_deed(said: Said) -> bool:
    """Whether the figure counts what something else was done to than its kind says."""
    code, clause = said.code, said.clause
    if said.found.value == 0:
        return False
    if any(codes.match(code) and deed.search(clause) for codes, deed in _DEEDS):
        return True
    if code.startswith(("requests_received", "requests_handled", "requests_answered")):
        return bool(_PASSED_ON.search((clause + said.quote).partition("政府信息公开申请")[0]))
    if code.startswith(("requests", "review", "litigation")):
        return False
    if _NOT_DONE.search(clause + said.quote):
        return True
    if code == "category_items" or not code.endswith(("_total", "_items")) or code.startswith(("npc", "cppcc")):
        return False
    verb = re.search("(?:主动)?(?:公开|发布|更新|推送|刊[登发载]|发送)|信息", said.quote)
    lead = re.sub("“[^“”]*”", "", clause + said.quote[: verb.start() if verb else 0])  # an account called “市场监测”
    return bool(_TO_ITEMS.search(lead)) and not re.search("(?:经|通过)[^，；]{0,10}[审查核]", lead)
