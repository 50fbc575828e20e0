"""The kinds of facts: what :mod:`etl.parse.facts.patterns` finds, with names, usual units and how often a report has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact. ``single``: a report has one, so different values with nothing to choose between them give none.
    ``whole``: the figure of all, never one said as a part (after 其中)."""

    code: str
    zh: str
    en: str
    unit: str | None = None
    single: bool = True
    whole: bool = False


#: Channels of publication: code → (names, zh, en). A longer name wins over a shorter one inside it.
CHANNELS: dict[str, tuple[str, str, str]] = {
    "platform": (r"信息公开(?:统一)?平台|公开平台|信息公开(?:专栏|专?网(?![站页]))", "政府信息公开平台", "disclosure platform"),
    "website": (r"(?:政府|门户|官方){0,3}网站|门户网|官网|政务网|(?<!中国)政府网(?![上站络格])", "政府网站", "website"),
    "video": (r"(?:微信)?视频号|抖音号?|快手号?|(?<!发布)(?<!推送)(?<!原创)短视频(?:平台|账号)?", "短视频账号", "video account"),
    "wechat_group": (r"微信(?:工作|村民|居民|党员)?群", "微信群", "WeChat groups"),
    "wechat": (r"(?:政务)?微信(?:公众|订阅|服务)?(?:平台|账号|号)?|(?:政务)?(?:公众|订阅|服务)(?:号|平台)", "微信公众号", "WeChat account"),
    "weibo": (r"(?:政务|官方)?微博", "微博", "Weibo"),
    "toutiao": (r"今日头条号?|头条(?:号|(?=[、和及]|平台|账号))", "头条号", "Toutiao account"),
    "app": (r"APP|App|app|客户端|小程序", "客户端、小程序", "app"),
    "gazette": (r"政府公报|公报", "政府公报", "gazette"),
    "board": (r"公(?:告|示|开)栏(?!目)|宣传栏|电子(?:显示|大)?屏|LED(?:电子)?(?:显示|大)?屏|显示屏", "公告栏、公示栏", "notice board"),
    "broadcast": (r"广播(?:、?电视)?台?|电视台?|电台|大喇叭", "广播电视", "radio and television"),
    "press": (r"报纸|报刊|纸媒|日报(?!\d)", "报刊", "newspapers"),
    "new_media": (r"(?:政务)?新媒体(?:平台|账号)?", "政务新媒体", "new media"),
    "other_channel": (r"其他(?:方式|渠道|途径|平台)|宣传(?:册|单|页)|便民手册", "其他方式", "other ways"),
}

_OUTCOMES: dict[str, tuple[str, str]] = {
    "requests_granted": ("予以公开", "requests granted"),
    "requests_partially_granted": ("部分公开", "requests partly granted"),
    "requests_denied": ("不予公开", "requests denied"),
    "requests_unavailable": ("无法提供", "information that cannot be provided"),
    "requests_rejected": ("不予处理", "requests not processed"),
    "requests_other": ("其他处理", "requests handled otherwise"),
    "requests_denied_state_secret": ("属于国家秘密", "denied: state secret"),
    "requests_denied_prohibited_by_law": ("其他法律行政法规禁止公开", "denied: prohibited by other law"),
    "requests_denied_security_stability": ("危及“三安全一稳定”", "denied: security and stability"),
    "requests_denied_third_party_rights": ("保护第三方合法权益", "denied: rights of third parties"),
    "requests_denied_internal_affairs": ("属于三类内部事务信息", "denied: internal affairs"),
    "requests_denied_process_information": ("属于四类过程性信息", "denied: process information"),
    "requests_denied_enforcement_file": ("属于行政执法案卷", "denied: enforcement file"),
    "requests_denied_administrative_query": ("属于行政查询事项", "denied: matter for a register query"),
    "requests_unavailable_not_held": ("本机关不掌握相关政府信息", "not held by the authority"),
    "requests_unavailable_needs_creation": ("没有现成信息需要另行制作", "would have to be created"),
    "requests_unavailable_unclear_after_correction": ("补正后申请内容仍不明确", "still unclear after correction"),
    "requests_rejected_petition_complaint": ("信访举报投诉类申请", "not processed: petition or complaint"),
    "requests_rejected_duplicate": ("重复申请", "not processed: duplicate"),
    "requests_rejected_published_material": ("要求提供公开出版物", "not processed: published material"),
    "requests_rejected_excessive": ("无正当理由大量反复申请", "not processed: excessive"),
    "requests_rejected_reconfirmation": ("要求确认或重新出具已获取信息", "not processed: asks to confirm again"),
    "requests_natural_person": ("自然人申请", "requests by natural persons"),
    "requests_organisation": ("法人或其他组织申请", "requests by organisations"),
    "requests_online": ("网络申请", "requests made online"),
    "requests_by_letter": ("信函申请", "requests by letter"),
    "requests_in_person": ("当面申请", "requests in person"),
    "requests_by_fax": ("传真申请", "requests by fax"),
    "requests_by_email": ("电子邮件申请", "requests by e-mail"),
}
_DISPUTES = {"review": ("行政复议", "administrative reconsideration"), "litigation": ("行政诉讼", "litigation"),
             "litigation_direct": ("未经复议直接起诉", "litigation without reconsideration"),
             "litigation_after_review": ("复议后起诉", "litigation after reconsideration")}
_DONE = {"disclosed": ("公开", "disclosed"), "issued": ("制发", "issued"), "amended": ("修改", "amended"),
         "repealed": ("废止（失效）", "repealed"), "in_force": ("现行有效", "in force")}
_FAMILIES = {"<channel>": {code: (zh, en) for code, (_, zh, en) in CHANNELS.items()},
             "<done>": _DONE, "<outcome>": _OUTCOMES, "<dispute>": _DISPUTES}

#: Code, Chinese, English and unit; ``many``: not single. Lines with a word in <> stand for one of each of its family.
_TABLE = """
period_from | 统计期起 | period from
period_to | 统计期止 | period to
contact_office | 联系机构 | office to contact
contact_phone | 联系电话（办公） | telephone of the office
contact_fax | 传真 | fax
contact_postcode | 邮编 | postcode
contact_email | 电子邮箱 | e-mail
contact_address | 联系地址 | address
items_published_total | 公开政府信息总数 | items published in total | 条 | whole
category_items | 分类公开信息数 | items of one category | 条 | many
<channel>_items | <channel>公开信息数 | items published by <channel> | 条 | many
<channel>_posts | <channel>推送次数 | rounds of posting by <channel> | 次 | many
<channel>_followers | <channel>关注用户数 | followers of <channel> | 人 | many
<channel>_reads | <channel>阅读（点击）量 | reads of <channel> | 次 | many
reads | 阅读（点击）量 | reads, channel not said | 次 | many
site_visits | 网站访问量 | visits to the site | 次
site_visitors | 网站访客量 | visitors of the site | 人次
normative_documents_<done> | 行政规范性文件<done>数 | normative documents <done> | 件
regulations_<done> | 规章<done>数 | regulations <done> | 件
policy_documents_disclosed | 公开政策性文件数 | policy documents disclosed | 件
personnel_documents_disclosed | 公开人事任免数 | appointments disclosed | 件
other_documents_disclosed | 公开政府其他文件数 | other documents disclosed | 件
interpretations | 政策解读数 | policy interpretations | 条
press_conferences | 新闻发布会（活动）数 | press conferences | 场
press_conference_leaders | 领导出席新闻发布会人次 | leaders at press conferences | 人次
online_interviews | 在线访谈次数 | online interviews | 次
livestreams | 直播次数 | livestreams | 次
consultations | 意见征集期数 | consultations | 期
consultation_comments | 收到公众意见数 | comments received | 条
response_topics | 回应热点、舆情数 | public concerns answered | 次
response_via_weibo_wechat | 微博微信回应事件数 | answers by Weibo and WeChat | 次
response_via_other | 其他方式回应事件数 | answers in other ways | 次
gazette_issues | 公报期数 | issues of the gazette | 期
gazette_copies | 公报册数 | copies of the gazette | 册
requests_received | 新收申请数 | requests received | 件 | whole
requests_received_change | 申请数同比变化 | change of requests against last year | %
requests_handled | 收办（办理）申请数 | requests handled | 件 | whole
requests_carried_in | 上年结转申请数 | requests carried in | 件
requests_answered | 答复（办结）申请数 | requests answered | 件 | whole
requests_carried_forward | 结转下年度申请数 | requests carried forward | 件
<outcome> | <outcome>件数 | <outcome> | 件
<outcome>_share | <outcome>占比 | share of <outcome> | %
<dispute>_cases | <dispute>数量 | <dispute>: cases | 件
<dispute>_upheld | <dispute>维持 | <dispute>: upheld | 件
<dispute>_corrected | <dispute>纠正 | <dispute>: corrected | 件
<dispute>_other | <dispute>其他结果 | <dispute>: other result | 件
<dispute>_pending | <dispute>尚未审结 | <dispute>: pending | 件
processing_fee_yuan | 信息处理费（元） | processing fee, yuan | 元 | whole
processing_fee_cases | 收取信息处理费件数 | requests charged a processing fee | 件 | whole
procurement_items | 政府采购项目数 | procurement items | 项
procurement_amount | 政府采购金额 | procurement amount | 元
media_accounts | 政务新媒体账号数 | new media accounts | 个
columns_opened | 新开设专栏数 | web columns opened | 个
columns_improved | 优化专栏数 | web columns improved | 个
inspections | 检查次数 | inspections | 次
pass_rate | 合格率 | pass rate | %
monitoring_reports | 监测报告数 | monitoring reports | 份
work_bulletins | 工作通报、简报期数 | bulletins | 期
assessments | 考核评估次数 | assessments | 次
commended_units | 通报表扬单位数 | units commended | 个
commended_persons | 通报表扬个人数 | persons commended | 名
research_papers | 调研成果数 | research papers | 篇
training_courses | 培训次数 | training courses | 次
trainees | 培训人次 | persons trained | 人次
meetings | 召开会议次数 | meetings | 次
publicity_events | 宣讲、辅导场次 | publicity events | 场
offices | 专门机构数 | offices for disclosure | 个
reading_points | 查阅点数 | reading points | 个
staff | 工作人员数 | staff | 人
staff_full_time | 专职人员数 | full-time staff | 人
staff_part_time | 兼职人员数 | part-time staff | 人
mailbox_letters | 信箱办件数 | letters to the mailbox | 件
mailbox_completion_rate | 信箱办结率 | completion rate of the mailbox | %
hotline_cases | 热线办件数 | hotline cases | 件
npc_items | 人大建议办理数 | proposals of people's deputies | 件
cppcc_items | 政协提案办理数 | proposals of the consultative conference | 件
npc_cppcc_items | 建议提案办理数 | proposals of both | 件
complaints | 举报投诉数 | complaints | 件
assessment | 工作考核情况 | statement on assessment
public_review | 社会评议情况 | statement on public review
accountability | 责任追究情况 | statement on accountability
problem | 存在问题 | problem named | | many
measure | 改进措施 | measure announced | | many
"""


def _kinds() -> Iterator[Kind]:
    """The table with each family written out, member by member."""
    rows = ([*map(str.strip, line.split("|")), "", ""] for line in _TABLE.strip().splitlines())
    for family, lines in groupby(rows, lambda row: next((f for f in _FAMILIES if f in row[0]), "<>")):
        alike = list(lines)
        for member, (said_zh, said_en) in _FAMILIES.get(family, {"": ("", "")}).items():
            for code, zh, en, unit, often, *_ in alike:
                zh = zh.replace(family, said_zh).replace("申请件数", "申请数")
                yield Kind(code.replace(family, member), zh, en.replace(family, said_en), unit or None, often != "many", often == "whole")


KINDS: dict[str, Kind] = {kind.code: kind for kind in _kinds()}
