"""How requests, who makes them and how they end are told: data for :mod:`etl.parse.facts.sentences`, written as in ``patterns``."""

from __future__ import annotations

import re

from etl.parse.facts.patterns import (
    ABOUT,
    ALONE,
    APPLY,
    BY_ITSELF,
    CASES,
    THEN_OWN,
    Pattern,
    any_of,
    compiled,
    told,
)

# A match that speaks of something else than requests as a whole.
_PART_OF_REQUESTS = any_of(r"""
    复议 诉讼 法院 投诉 举报 信访 热线 咨询 立案 提案 建议 意见
    补正 更正 异议 撤[回销] 转[办送交来结] 结转 不予处理 其他处理 逾期 费 不属于 不符合 不全 不完整 不明 重复 多次
    网[络上] 在线 线上 线下 信[函件] 邮 当面 现场 传真 书面 口头 窗口 平台
    自然人 法人 企业 公民个人 个人申请 律师 某 同一 (?:关于|有关|涉及|要求)(?!(?:公开|获取|提供)?(?:政府|政务)?信息)
""")

#: 依申请公开情况：全年，我局共: before what was received or done.
_HEADED = rf"(?:依申请公开|信息公开申请)(?:政府|信息|工作|办理|受理|的|情况|方面)*(?:[：，]{BY_ITSELF})?"

REQUESTS: tuple[Pattern, ...] = (
    told("requests_received",
       rf"(?:本年新收|新收|收到|受理|(?<!直)接收到?|接到|接受|收取|登记)@30申请(?:案件|事项|情况|件|表|书|信息"
       rf"|公开(?:政府)?信息)?(?:，(?=共))?{ABOUT}#{CASES}|项#",
       without=_PART_OF_REQUESTS),
    told("requests_received",
        rf"(?<!未)(?<!没有)(?:收到|受理|接收到?|接到)(?:共|共计|到|了|各类|的)?#{CASES}#@8(?:{APPLY})?@6申请(?!复议|人|行政|答复)",
       without=_PART_OF_REQUESTS),
    told("requests_received",
        rf"(?<!自然人)(?<!办理|处理|办结|答复)(?<![理结复]的)依申请公开(?:政府信息)?(?:申请|事项|信息|案件|收?件)?{ABOUT}#件|条|宗|起#", needs="^(?!.*(?:答复|办结|办理|处理|回复)[^，；]*、[^，；、]*$)",
       without="公开率|" + _PART_OF_REQUESTS, clause="segment"),
    told("requests_received",
        rf"公开申请(?:收件)?(?:总量|总数|数量|量|数)(?:共|为|是|：|达|有){{0,2}}#{CASES}#", without=_PART_OF_REQUESTS + "|处理|办理|答复|办结",
       clause="segment"),
    told("requests_received", rf"新收(?:到)?{ABOUT}#{CASES}#", needs="申请", without=_PART_OF_REQUESTS, clause="segment"),
    told("requests_received", rf"(?:收到|受理){ABOUT}#{CASES}#", needs=rf"(?:公开申请|依申请公开)\d+.{THEN_OWN}(?:收到|受理)\d+.$"),
    told("requests_received", rf"{ALONE}(?:政府)?信息公开申请(?:案件|事项)?{ABOUT}#{CASES}#"),
    told("requests_received", rf"{ALONE}#{CASES}#(?:政府)?信息公开申请(?:案件|事项)?(?=[，；]|$)"),
    told("requests_received", rf"{_HEADED}(?:收到|受理|接收|接到|新收)(?:申请)?{ABOUT}#件|条|份#"),
    told("requests_handled", rf"{_HEADED}办理{ABOUT}#件|条|份#"),
    told("requests_handled",
       rf"(?:收办|(?<!继续)办理|(?<!不予|其他)处理)(?:(?!结果)@20申请(?:案件|事项)?|依申请公开(?:政府信息|事项|信息|案件|件)?){ABOUT}#{CASES}#",
       without=_PART_OF_REQUESTS + "|不予|按[时期]办"),
    told("requests_handled", rf"共(?:收办|办理|处理){ABOUT}#{CASES}#", needs="申请[^。]*结转", without=_PART_OF_REQUESTS, clause="segment"),
    told("requests_carried_in",
        rf"(?:上(?:一)?年(?:度)?\ufffc*(?:结转|转结|转[来入]|遗留)(?!下)|(?:结转|转结|承接)\ufffc*上一?年度?)@16{ABOUT}#{CASES}#", without="[以分]公开|提供|处理|答复|办结"),
    told("requests_carried_in", rf"(?<=件[，、])(?:结转|转结)#{CASES}#(?=[），；。])", needs=
        r"(?:（|其中[，：]?|包括)(?:本年度?)?新收[^，、；（）]*[，、]?[^，、；（）]*$"),
    told("requests_carried_in", rf"#{CASES}#(?:为|是|系|属于?)?(?:上(?:一)?年(?:度)?)\ufffc*(?:结转|转结|遗留)"),
    told("requests_answered",
       r"(?<!公开|提供|处理|不予|受理|应当)(?<!应)(?<!公开的)(?:已|均|全部|按[时期]|依法|共|已经)?(?:答复|办结|办理完毕)(?:"
       + APPLY + rf")?(?:申请)?(?:件)?{ABOUT}#{CASES}#(?!，延期[^，；。\d]{{0,6}}[1-9])",
       needs=r"申请|上年度?结转\d|应当?答复\d", without=
           r"公开答复|办结率|答复率|复议|诉讼|热线|信箱|来[件信]|提案|建议|信访|工单|咨询|投诉|留言|事项|上年|口头|电话|书面|[延逾超]期|当面|现场"
           r"|邮[寄件]|短信|上门|[”\"]", clause="segment"),
    told("requests_answered",
        rf"(?<![转收]的)#{CASES}#(?:信息公开)?申请(?:均|已|全部)+(?:[在按依于](?![^。]*[延逾超]期)[^，；。\d]{{0,8}})?(?:予以|进行|作出"
        rf"|完成)?(?:答复|办结)"),
    told("requests_answered", rf"#{CASES}#(?:均|已|全部)*按[时期](?:答复|办结)(?![^。]*[延逾超]期)", needs="申请", without="其余|另"),
    told("requests_answered",
        rf"#{CASES}#(?<!\D0.)，(?:均|已|全部)+(?:[在按依于](?!.*[延逾超]期)[^，；。\d]{{0,8}})?(?:予以|进行|作出|完成)?(?:答复|办结)", needs=r"^(?!.*结转).*申请[^，；]*，[^，；]*$"),
    told("requests_carried_forward",
       rf"(?:结转|顺延|延期?|转)(?:到|至|入|为)?\ufffc*(?:下(?:一)?年(?:度)?|次年|明年)(?:度)?[^，。；：、（\d\n]{{0,10}}?{ABOUT}#{CASES}#"),
    told("requests_carried_forward", rf"(?<=[，；、])结转#{CASES}#(?=[，；]|$)", needs="申请.*(?:办结|答复|处理)"),
    told("requests_carried_forward", rf"(?:结转|顺延)#{CASES}#[到至]\ufffc*(?:下一?年度?|次年)"),
    told("requests_carried_forward",
       rf"(?:另有|尚有|还有|其余|有|剩余)?#{CASES}#@14(?:顺延|结转|延期?|转)(?:到|至|入|为)?\ufffc*(?:下(?:一)?年(?:度)?|次年)", needs="申请|结转|答复"),
)

_WAYS = {
    "requests_online": "网络|网上|在线|互联网|网站|网页|平台",
    "requests_by_letter": "信函|信件|邮寄|快递|EMS|书信|来信|邮政|寄送",
    "requests_in_person": "当面|现场|窗口|来访",
    "requests_by_fax": "传真",
    "requests_by_email": "电子邮件|电子邮箱|邮箱",
}
_SENT = "(?:平台|渠道|方式|形式|提[交出]|递交|寄[送出]|收到|申请)*"
# Said of a person who asks or of a way to ask, directly before or after the word 申请.
APPLICANTS: tuple[Pattern, ...] = (
    told("requests_natural_person", rf"(?:自然人|公民|个人)(?:提出|提交)?(?:的)?(?:申请)?{ABOUT}#{CASES}#", needs="申请"),
    told("requests_natural_person",
        rf"#{CASES}#，(?:申请人)?(?:均|全部)(?:为|系|是|由)(?:自然人|公民|个人)(?=申请|提|[，；]|$)", needs="(?:收到|受理|新收)[^，；]*申请[^，；]*，[^，；]*$"),
    told("requests_natural_person", rf"#{CASES}#(?:为|系|是|来自)(?:自然人|公民|个人)(?=申请|提[出交]|[，；、]|$)", needs="申请"),
    told("requests_organisation", rf"法人(?:或|和|及|与|、)?(?:者)?其他组织(?:提出|提交)?(?:的)?(?:申请)?{ABOUT}#{CASES}#", needs="申请"),
    *(told(code, rf"#{CASES}#(?:通过|以)(?:{words})+{_SENT}(?=[，；、。）]|$)", needs="申请") for code, words in _WAYS.items()),
    *(told(code,
        rf"(?:{words})(?:平台)?(?:渠道|方式|形式)?(?:(?:提交|提出|收到|接收)?的?申请|提[交出]的?){ABOUT}#{CASES}#", needs="申请") for code, words in _WAYS.items()),
)
BY_APPLICANT = frozenset(pattern.code for pattern in APPLICANTS)
#: 收到申请253件，…。网上158件、信函71件、当面24件: ways, or those who asked, that add up to all that came; and ways right behind it.
PARTS_FOLLOW = re.compile(r"[，。：（—]+(?:(?:其中|[^，；。\d]{0,8}(?:方式|渠道|途径)[^，；。\d]{0,4})[，：]?)?(?:通过)?")
PARTS = tuple(compiled(
    rf"(?:(?<=[，；：。（中看以])|(?<=[政门][府户])|(?<=[^\u4e00-\u9fff]、)"
    rf"|(?<=[件条份宗例起]、))(?:通过)?(?:{'|'.join(f'(?P<{code}>(?:{words})+)' for code, words in family.items())}){_SENT}#{CASES}#") for family in (
    _WAYS | {"requests_online": _WAYS["requests_online"] + "|线上"}, {"requests_natural_person": "自然人|公民|个人", "requests_organisation": "(?:法人(?:(?:或|和|及|与|、)?者?其他组织)?|单位|企业)"}))

#: 受理群众办事申请1236件, 成绩复核申请56份: what is applied for, and the words that say only who asks and how.
APPLICATION = re.compile(
    r"(?:(?<![^，；：、（）\ufffc])(?=[^，。；：、（）\d\ufffc]{1,30}?申请[^，。；：、（）\d]{0,6}\d)|(?<=申请)(?=[及和与])|收到|受理|接收到?|接到"
    r"|接受|收取|登记|办理|处理|答复|办结|审核|审批)"
    r"(?P<what>[^，。；：、（）\d\ufffc]{1,30}?)申请")
APPLIED = re.compile(
    ".*?(?:收到|受理|接收到?|接到|接受|收取|新收)|(?:.{1,10}(?:局|委|办|厅|室|府|机关|单位|中心))?(?=.*(?:办理|处理|答复|办结|登记)$)")
WHO_APPLIES = re.compile(any_of(r"""
    补正后 其 撤[回销] 到期 办理 处理 答复 办结 (?<!业)登记 其中 含 包括 均 已 应 按[期时] 及时 年内 系统 内 外 另 所有 对 在 法定期限内 件 新[收增] 转?下年度? 继续 信访、?举报、?投诉类 共计? 到 了 的 过
    各[类种] 全部 有效 书面 正式 公众 群众 社会(?:公众|各界)? 公民 众 法人 自然人 其他组织 或者? 和 及 商业 企业 科研机构 (?:社会)?公益组织 法律服务机构 个人 单位 居民 村民 市民 网民 申请人 当事人 律师 同一 多次 重复
    提[出交] 来自? 向 [我本全][\u4e00-\u9fff]{1,2} 要求 主动 通过 以 从 由 [政省市县区]?政?府?网[上络站] 互联网 线[上下] 信[函件] 邮[件寄箱] 电子 当面 现场 窗口 在线 平台
    传真 口头 电话 渠道 方式 途径 形式 以[^，；。\d]{1,8}为(?:答复|申请|受理|办理)?(?:主体|对象|机关)的? 等 政府 政务 依法? 法定 相关 有关 关于 新 上级 (?:[省市县区州][政府]*办(?:公[室厅])?|信访局|[上主]级)(?=转) 转[办来] [省市县区] 有 为 本年度? 今年 全年 累计 直接 行政 复议 诉讼 上年度? 去年 结转
""") + "*")
OTHER_DISCLOSURE = re.compile("[村居党财院校厂]务公开|[村居]级|查询$|病历|账目|档案公开")
#: 受理热线、信访、依申请公开事项260件: a figure of all of them.
WITH_OTHER_THINGS = re.compile("(?:信访|热线|咨询|投诉|举报|来[信访电]|工单|诉求|留言|提案|建议|[\ufffc”\"])(?:件|类|事项)?[、和及与]$")
#: Desks at which everything is applied for.
OTHER_DESK = re.compile(r"(?:政务服务|大厅|(?:审批|办事|服务)窗口|便民服务|服务中心|[”\"])[^，。；]{0,12}(?:收到|受理|接收|办理)|依申请(?:查|办)")

#: Outcomes of requests: code → words. The number follows, a remark in brackets may stand between.
OUTCOMES: dict[str, str] = {
    "requests_granted":
        r"予以公开|(?<![不方])同意公开|全部公开|准予公开"
        r"|(?<=[：，、为中（])公开(?=\d+[件宗起条](?:，?占[^，；、]*%)?[，、；](?:部分公开|不予?公开|无法提供|不掌握|(?:信息)?不存在|不属于|非本))",
    "requests_partially_granted": r"(?:予以|同意)?部分(?:同意)?公开",
    "requests_denied": r"不予公开|(?<!方)不同意公开",
    "requests_unavailable": r"无法提供",
    "requests_rejected": r"不予处理",
    "requests_other": r"(?:作|做|作出)?其[他它](?:方式)?处理|其[他它](?=\d)",
    "requests_denied_state_secret": r"(?:属于?|涉及|(?<=[：、，（]))国家秘密",
    "requests_denied_prohibited_by_law": r"(?:其他)?法律(?:、)?行政法规禁止公开",
    "requests_denied_security_stability": r"危及[“”\"]?三安全一稳定[“”\"]?",
    "requests_denied_third_party_rights": r"(?:保护|涉及|损害)第三方(?:合法)?权益",
    "requests_denied_internal_affairs": r"(?:属于?)?(?:三类)?内部事务信息",
    "requests_denied_process_information": r"(?:属于?)?(?:四类)?过程性信息",
    "requests_denied_enforcement_file": r"(?:属于?)?行政执法案卷(?:信息)?",
    "requests_denied_administrative_query": r"(?:属于)?行政查询事项",
    "requests_unavailable_not_held": r"(?:本机关|(?<=[（、，]))不掌握(?:(?:相关)?(?:政府)?信息)?",
    "requests_unavailable_needs_creation": r"(?:没有|无)现成信息(?:、)?(?:需要?另行制作)?|(?<=[（、，])需要?另行制作",
    "requests_unavailable_unclear_after_correction": r"补正后(?:申请)?(?:内容)?仍不明确",
    "requests_rejected_petition_complaint": r"信访(?:、)?举报(?:、)?投诉(?:类(?:申请)?|(?=\d+件[、，]重复申请))",
    "requests_rejected_duplicate": r"重复申请",
    "requests_rejected_published_material": r"要求提供公开出版物",
    "requests_rejected_excessive": r"无正当理由大量反复申请",
    "requests_rejected_reconfirmation": r"(?:要求行政机关)?确认或(?:者)?重新出具已获取信息",
}
OUTCOME = re.compile("|".join(f"(?P<{code}>{words})" for code, words in reversed(OUTCOMES.items())))
#: 不予公开（属于国家秘密）2件: the number is of the ground that the bracket names.
OUTCOME_OF_GROUND = re.compile(rf"(?P<whole>(?:不予公开|无法提供|不予处理)（)(?P<ground>{OUTCOME.pattern})）")
#: 因本机关不掌握相关信息无法提供3件, 属于行政执法案卷不予公开18件: of the ground as well.
OUTCOME_ON_GROUND = re.compile(rf"因?(?P<ground>{OUTCOME.pattern})[，而]?(?:无法提供|不予公开|不予处理)的?(?=\d)")
#: 予以公开12件，其他5件: one more outcome.
AFTER_OUTCOME = compiled(rf"(?:{'|'.join(tuple(OUTCOMES.values())[:5])})[^，；、\d]{{0,4}}#件#[，、；]$")
GROUPS = tuple(OUTCOMES)[:6]
#: 予以公开（含部分公开）150件, 予以公开12件，占60%（含部分公开2件）, 予以公开的8件中: more than the one outcome, or a part to come.
OUTCOMES_MERGED = re.compile(
    rf"(?:，?占[^，；（）]{{0,8}}?[\d.]+%)?（(?:其中)?(?:包?含|包括)[^（）]*(?:{'|'.join(OUTCOMES[code] for code in GROUPS)})"
    rf"|[^，；（）\d]{{0,4}}中，[^；]*部分公开")
OUTCOME_NUMBER = compiled(
    r"(?:答复(?=”))?”?(?:（(?!(?:属|涉|因|危|三安全)[^（）\d]*）)[^（）]*）)?(?:的|共|申请|答复|决定|信息|数|计|有|为|：|了|政府信息){0,4}" + f"#{CASES}#")

#: 其中2件予以公开，1件部分公开; 收到申请5件，均予以公开.
OUTCOME_BEHIND = compiled(
    rf"(?:(?<=[，、：；中])|(?=\d+件，[均全])|(?<!\d)(?=1件，已))#{CASES}#(?:均|已|因"
    rf"|，(?:均|全部)?已?(?:依法|按[时期])?)?(?:{OUTCOME.pattern})(?:无法提供|不予公开|不予处理)?(?=[，。；、（）]|$)")

#: 受理86件（含上年结转6件）, 受理86件，其中上年结转6件: what was received with what had been carried over.
WITH_CARRIED = re.compile(
    r"(?:，均[^，；。（）\d]{1,14})?[^（）]{0,4}(?:（[^（）]*含(?:上(?:一)?年度?[^（）]*)?(?:结转|转结)(?![^（）\d]*[下次至到])"
    r"|[，（](?:其中|包括|包含|含)[，：]?(?:(?:本年度?)?新收[^，、；\d]{0,6}\d+件[，、])?(?:\d+件(?:为|是|系|属于?)?)?上(?:一)?年度?\ufffc*(?:结转"
    r"|转结)|[（：](?:本年度?)?新收[^，、；（）\d]{0,6}\d+件[，、](?:上(?:一)?年度?\ufffc*)?(?:结转|转结)[^，、；（）\d]{0,4}\d"
    r"|[（：](?:上(?:一)?年度?\ufffc*)?(?:结转|转结)[^，、；（）\d]{0,4}\d+件[，、](?:本年度?)?新收[^，、；（）\d]{0,6}\d"
    r"|，\d+件(?:为|是|系)(?:本年|今年|新)[^，、；\d]{0,6}[，、]\d+件(?:为|是|系)上一?年)")
