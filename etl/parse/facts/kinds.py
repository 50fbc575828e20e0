"""The kinds of facts: what :mod:`etl.parse.facts.patterns` finds, with names, usual units and how often a report has one."""

from __future__ import annotations

from dataclasses import dataclass


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


def _k(code: str, zh: str, en: str, unit: str | None = None, single: bool = True, whole: bool = False) -> Kind:
    return Kind(code, zh, en, unit, single, whole)


#: Channels of publication: code → (names, zh, en). A longer name wins over a shorter one inside it.
CHANNELS: dict[str, tuple[str, str, str]] = {
    "platform": (r"信息公开(?:统一)?平台|公开平台|信息公开专[栏网]", "政府信息公开平台", "disclosure platform"),
    "website": (r"(?:政府|门户|官方){0,3}网站|门户网|官网|政务网", "政府网站", "website"),
    "video": (r"(?:微信)?视频号|抖音号?|快手号?|短视频(?:平台|账号)?", "短视频账号", "video account"),
    "wechat_group": (r"微信(?:工作|村民|居民|党员)?群", "微信群", "WeChat groups"),
    "wechat": (r"(?:政务)?微信(?:公众)?(?:平台|账号|号)?|(?:政务)?公众号", "微信公众号", "WeChat account"),
    "weibo": (r"(?:政务|官方)?微博", "微博", "Weibo"),
    "toutiao": (r"今日头条号?|头条号", "头条号", "Toutiao account"),
    "app": (r"APP|App|app|客户端|小程序", "客户端、小程序", "app"),
    "gazette": (r"政府公报|公报", "政府公报", "gazette"),
    "board": (r"公(?:告|示|开)栏|宣传栏|电子(?:显示)?屏|LED屏|显示屏", "公告栏、公示栏", "notice board"),
    "broadcast": (r"广播|电视台?|电台|大喇叭", "广播电视", "radio and television"),
    "press": (r"报纸|报刊|纸媒|日报", "报刊", "newspapers"),
    "new_media": (r"(?:政务)?新媒体(?:平台|账号)?", "政务新媒体", "new media"),
    "other_channel": (r"其他(?:方式|渠道|途径|平台)|宣传(?:册|单|页)|便民手册", "其他方式", "other ways"),
}

_REQUEST_KINDS: dict[str, tuple[str, str]] = {
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
_BLOCKS = {"review": ("行政复议", "administrative reconsideration"), "litigation": ("行政诉讼", "litigation"),
           "litigation_direct": ("未经复议直接起诉", "litigation without reconsideration"),
           "litigation_after_review": ("复议后起诉", "litigation after reconsideration")}
_RESULTS = {"cases": ("数量", "cases"), "upheld": ("维持", "upheld"), "corrected": ("纠正", "corrected"),
            "other": ("其他结果", "other result"), "pending": ("尚未审结", "pending")}


def _kinds() -> tuple[Kind, ...]:
    found = [
        _k("period_from", "统计期起", "period from"), _k("period_to", "统计期止", "period to"),
        _k("contact_office", "联系机构", "office to contact"), _k("contact_phone", "联系电话（办公）", "telephone of the office"),
        _k("contact_fax", "传真", "fax"), _k("contact_postcode", "邮编", "postcode"),
        _k("contact_email", "电子邮箱", "e-mail"), _k("contact_address", "联系地址", "address"),
        _k("items_published_total", "公开政府信息总数", "items published in total", "条", whole=True),
        _k("category_items", "分类公开信息数", "items of one category", "条", single=False),
    ]
    for code, (_, zh, en) in CHANNELS.items():
        found += [_k(f"{code}_items", f"{zh}公开信息数", f"items published by {en}", "条", single=False),
                  _k(f"{code}_posts", f"{zh}推送次数", f"rounds of posting by {en}", "次", single=False),
                  _k(f"{code}_followers", f"{zh}关注用户数", f"followers of {en}", "人", single=False),
                  _k(f"{code}_reads", f"{zh}阅读（点击）量", f"reads of {en}", "次", single=False)]
    found += [
        _k("reads", "阅读（点击）量", "reads, channel not said", "次", single=False),
        _k("site_visits", "网站访问量", "visits to the site", "次"), _k("site_visitors", "网站访客量", "visitors of the site", "人次"),
    ]
    for verb, zh, en in (("disclosed", "公开", "disclosed"), ("issued", "制发", "issued"), ("amended", "修改", "amended"),
                         ("repealed", "废止（失效）", "repealed"), ("in_force", "现行有效", "in force")):
        found += [_k(f"normative_documents_{verb}", f"行政规范性文件{zh}数", f"normative documents {en}", "件"),
                  _k(f"regulations_{verb}", f"规章{zh}数", f"regulations {en}", "件")]
    found += [
        _k("policy_documents_disclosed", "公开政策性文件数", "policy documents disclosed", "件"),
        _k("personnel_documents_disclosed", "公开人事任免数", "appointments disclosed", "件"),
        _k("other_documents_disclosed", "公开政府其他文件数", "other documents disclosed", "件"),
        _k("interpretations", "政策解读数", "policy interpretations", "条"),
        _k("press_conferences", "新闻发布会（活动）数", "press conferences", "场"),
        _k("press_conference_leaders", "领导出席新闻发布会人次", "leaders at press conferences", "人次"),
        _k("online_interviews", "在线访谈次数", "online interviews", "次"), _k("livestreams", "直播次数", "livestreams", "次"),
        _k("consultations", "意见征集期数", "consultations", "期"), _k("consultation_comments", "收到公众意见数", "comments received", "条"),
        _k("response_topics", "回应热点、舆情数", "public concerns answered", "次"),
        _k("response_via_weibo_wechat", "微博微信回应事件数", "answers by Weibo and WeChat", "次"),
        _k("response_via_other", "其他方式回应事件数", "answers in other ways", "次"),
        _k("gazette_issues", "公报期数", "issues of the gazette", "期"), _k("gazette_copies", "公报册数", "copies of the gazette", "册"),
        _k("requests_received", "新收申请数", "requests received", "件", whole=True),
        _k("requests_received_change", "申请数同比变化", "change of requests against last year", "%"),
        _k("requests_handled", "收办（办理）申请数", "requests handled", "件", whole=True),
        _k("requests_carried_in", "上年结转申请数", "requests carried in", "件"),
        _k("requests_answered", "答复（办结）申请数", "requests answered", "件", whole=True),
        _k("requests_carried_forward", "结转下年度申请数", "requests carried forward", "件"),
    ]
    for code, (zh, en) in _REQUEST_KINDS.items():
        found += [_k(code, f"{zh}件数" if zh[-2:] != "申请" else f"{zh}数", en, "件"),
                  _k(f"{code}_share", f"{zh}占比", f"share of {en}", "%")]
    for block, (zh, en) in _BLOCKS.items():
        found += [_k(f"{block}_{result}", f"{zh}{name}", f"{en}: {english}", "件")
                  for result, (name, english) in _RESULTS.items()]
    found += [
        _k("processing_fee_yuan", "信息处理费（元）", "processing fee, yuan", "元", whole=True),
        _k("processing_fee_cases", "收取信息处理费件数", "requests charged a processing fee", "件", whole=True),
        _k("procurement_items", "政府采购项目数", "procurement items", "项"), _k("procurement_amount", "政府采购金额", "procurement amount", "元"),
        _k("media_accounts", "政务新媒体账号数", "new media accounts", "个"), _k("columns_opened", "新开设专栏数", "web columns opened", "个"),
        _k("columns_improved", "优化专栏数", "web columns improved", "个"), _k("inspections", "检查次数", "inspections", "次"),
        _k("pass_rate", "合格率", "pass rate", "%"), _k("monitoring_reports", "监测报告数", "monitoring reports", "份"),
        _k("work_bulletins", "工作通报、简报期数", "bulletins", "期"), _k("assessments", "考核评估次数", "assessments", "次"),
        _k("commended_units", "通报表扬单位数", "units commended", "个"), _k("commended_persons", "通报表扬个人数", "persons commended", "名"),
        _k("research_papers", "调研成果数", "research papers", "篇"), _k("training_courses", "培训次数", "training courses", "次"),
        _k("trainees", "培训人次", "persons trained", "人次"), _k("meetings", "召开会议次数", "meetings", "次"),
        _k("publicity_events", "宣讲、辅导场次", "publicity events", "场"), _k("offices", "专门机构数", "offices for disclosure", "个"),
        _k("reading_points", "查阅点数", "reading points", "个"), _k("staff", "工作人员数", "staff", "人"),
        _k("staff_full_time", "专职人员数", "full-time staff", "人"), _k("staff_part_time", "兼职人员数", "part-time staff", "人"),
        _k("mailbox_letters", "信箱办件数", "letters to the mailbox", "件"), _k("mailbox_completion_rate", "信箱办结率", "completion rate of the mailbox", "%"),
        _k("hotline_cases", "热线办件数", "hotline cases", "件"), _k("npc_items", "人大建议办理数", "proposals of people's deputies", "件"),
        _k("cppcc_items", "政协提案办理数", "proposals of the consultative conference", "件"),
        _k("npc_cppcc_items", "建议提案办理数", "proposals of both", "件"), _k("complaints", "举报投诉数", "complaints", "件"),
        _k("assessment", "工作考核情况", "statement on assessment"), _k("public_review", "社会评议情况", "statement on public review"),
        _k("accountability", "责任追究情况", "statement on accountability"),
        _k("problem", "存在问题", "problem named", single=False), _k("measure", "改进措施", "measure announced", single=False),
    ]
    return tuple(found)


KINDS: dict[str, Kind] = {kind.code: kind for kind in _kinds()}
