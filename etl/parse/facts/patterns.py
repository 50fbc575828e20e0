"""What facts there are but those on requests, and how they are said: data for :mod:`etl.parse.facts.sentences`.

In a pattern ``#条|篇#`` stands for a number with one of these units and ``@8`` for up to eight characters that are neither
digit nor punctuation. Patterns see folded text: Chinese punctuation, no white space, misleading numbers blotted out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from etl.parse.facts.numbers import number


@dataclass(frozen=True)
class Pattern:
    code: str
    written: str
    needs: str | None = None
    """What the same sentence must say up to the match's end."""
    without: str | None = None
    """What the match, or the clause before it, must not say."""
    clause: Literal["match", "segment", "sentence"] = "match"
    """Where ``without`` looks: in the match alone, from the last punctuation on, or from the sentence's beginning."""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is first used: together they take longer than all else that a command loads."""
        return compiled(self.written)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """What every match says, one word of each choice: what the pattern spells outside of classes, nested groups and repetitions."""
        bare = _NO_WORD.sub("\0", self.written)
        while (fewer := _GROUP.sub(lambda m: f"<{m['words']}>" if m["words"] else "\0", bare)) != bare:
            bare = fewer
        if "|" in re.sub("<[^>]*>", "", bare):
            return ()
        return tuple(tuple((m[1] or m[0]).split("|")) for m in re.finditer(r"<([^>]*)>|[\u4e00-\u9fff]+", bare))

    def may_match(self, text: str) -> bool:
        """Whether a text says the pattern's words: a quick test, that most patterns need not be compiled for most reports."""
        return all(any(word in text for word in choice) for choice in self.words)


_NO_WORD = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\.|#[^#]+#|@\d+|[\u4e00-\u9fff](?=[?*+{])")
_GROUP = re.compile(r"\((?:\?:(?P<words>[\u4e00-\u9fff|]+)\)(?![?*+{])|[^()]*\))")

#: How the table below reads.
told = Pattern
#: Conditions are compiled when a match asks for them.
condition = cache(re.compile)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern with its ``#units#`` and ``@n`` written out, the marks as two ranges: folded text has none else between ， and ；, and a set of
    more takes ten times as long to compile."""
    pattern = re.sub(r"#([^#]+)#", lambda m: number(m[1]), pattern)
    return re.compile(re.sub(r"@(\d+)", r"[^、。，-；\\d]{0,\1}?", pattern))


def either_way(code: str, what: str, units: str, verb: str = "", beyond: str = "", **conditions: Any) -> tuple[Pattern, Pattern]:
    """新闻发布会12场 and 12场新闻发布会; with a verb 组织检查3次 and 组织3次检查; ``beyond`` the former stands what follows."""
    before, between = (f"{verb}@24", f"{verb}(?:了|各类)?#{units}#(?!关于|涉及)@24") if verb else ("", f"#{units}#(?!关于|涉及)@8")
    return told(code, f"{before}{what}{ABOUT}#{units}#{beyond}", **conditions), told(code, between + what, **conditions)


def any_of(words: str) -> str:
    """Words and patterns parted by white space, as alternatives."""
    return f"(?:{'|'.join(words.split())})"


GROWN_TO = "[由从较比][^、。，-；\\d]{1,20}?[增升降减提][^、。，-；\\d]{0,4}[到至为](?:\ufffc+的)?"
ABOUT = f"(?:{GROWN_TO}|\ufffb+|数量|总数|总量|次数|数|总计|共计|合计|累计|共|计|仅|为|了|有|达到|达|：|的){{0,3}}"
#: When and by the body itself; nothing else before it in its clause.
BY_ITSELF = r"(?:\ufffc++|全年|今年|本年度?|年内|共|计|累计|总|新|[我本全][\u4e00-\u9fff]{1,2}|我?(?:[镇乡局县市区省厅委办]|街道)|有|，){0,8}"
ALONE = rf"(?:^|(?<=[，；：])){BY_ITSELF}"
CASES = "件|条|份|宗|例|起"
DOCS = "件|份|个|部|项|条"
_TIMES = "次|场|期|个|场次|班次"
APPLY = r"(?:政府|政务|依申请)?(?:信息)?公开"
#: 各市共公开信息2051条，我局公开426条; 上年公开信息281条，今年公开318条: what is counted is said once, of another body or year.
THEN_OWN = (
    r"，(?:其中[，：]?)?(?:\ufffc+|今年|本年度?|(?:[我本省市县区州][^，；：、\d]{0,6}?(?:局|委|厅)|[省市县区州]本级|我?街道"
    r"|[我本](?:[省市县区州旗镇乡级]|机关|单位|部门))(?:本级|机关)?)(?:仅|共|全年)*")

#: 上级转办2件，直接收到10件，合计12件; nothing else than requests may stand before such a sum.
SUM = compiled(rf"(?<=[，；：])(?:全[省市县区年]|以上)?(?:共计|合计|总计|共)(?:收到|受理|公开|发布)?(?:申请|信息)?#{CASES}#")
PART_OF_SUM = compiled(rf"#{CASES}#")
#: 政策类信息24条，…，其他信息216条，共306条: all that was published, unless one column, field or tier is spoken of.
ALL_CATEGORIES = re.compile("(?:(?!栏|专[题区]|方面|领域|基层|属).)*(?:公开|发布).*其他")
NO_SUM = re.compile("结转|转结|答复|公开(?!件)[^申，。；]{0,4}\\d|提供|处理|复议|诉讼|咨询|信访|热线|其中")

#: What may be told part by part and then in all; what follows a part up to the sum.
SUMMED = frozenset({"training_courses", "online_interviews", "press_conferences", "livestreams", "consultations", "inspections", "meetings", "interpretations"})
REST_AND_SUM = re.compile(
    r"(?:[，、；][^，、；。\d]{0,20}(?:参[加与]|上线|做客|举[办行]|组织|开展|召开|解读)(?:在线访谈|新闻发布会"
    r"|材料)?\d+[次期场个篇条件])+[，；][^，；。\d]{0,6}(?:共计?|合计|总计)[^，；。\d]{0,6}\d+[次期场个篇条件]")

SHARE = compiled(r"[，（]?(?:约|共)?(?:(?:占|占比|所占比例)(?:申请)?@10|(?<=（))#%#")
_LAST_YEAR = "(?:去年|上年度?)\ufffc*(?:同期)?"
CHANGE = compiled(
    r"(?:（[^（）]{0,80}）)?，?(?:申请)?(?:数量|数|量)?"
    rf"(?:(?:较|比|同比)[^。；，\d]{{0,12}}(?:增加|减少|增长|下降|多|少)[^。；，\d%]{{0,8}}[件条宗]，(?:同比)?|与?{_LAST_YEAR}相比|同比"
    rf"|[较比]{_LAST_YEAR}(?:的?\d+[件条宗])?)(?:同期)?"
    r"(?P<way>增长|上升|增加|提高|下降|减少|回落|降低)(?:了)?#%#"
)

_BOTH_CHAMBERS = any_of(
    "建议、?和?(?:政协)?(?:委员)?提案 人大代表建议[、和及][省市县区州]?(?:政协)?(?:委员)?提案 议案、?提案 (?:人大)?(?:代表)?建议[、和及]政协(?:委员)?提案 两会建议提案")
#: 公开建议提案办理结果20件: how many were put out, not how many were handled.
_RESULTS_SHOWN = "(?:公开|公布|发布)[^；]*(?:建议|提案)[^，；]*(?:结果|情况|答复|复[函文])[^，；]*$"
_ON_DISCLOSURE = r"(?:研究|部署|安排|听取|学习|专题|推[进动]|传达|协调|讨论|解决|审议|就)[^。；\d]{0,24}公开"
#: 召开政务公开推进会3次, 召开局务会3次，研究政务公开工作.
_MET = rf"召开(?=[^，。；、]*(?:公开|领导小组(?:专题|工作)?会)|[^，。；、]*[，、][^，。；\d其]{{0,6}}{_ON_DISCLOSURE}(?![^，。；\d]{{0,10}}\d))"
_OTHER_MEETINGS = "新闻|培训|听证|[村居厂校院财党]务公开"
_CALLS, _LETTERS, _AND = "(?:热线|电话|来[电访])", "(?:信箱|留言板?|来[信访])", r"[^，；。、\d]{0,4}[、和及与][^，；。\d]{0,10}"
#: 热线与信箱共受理320件: a figure of both.
_ALONE = f"^(?!.*(?:{_CALLS}{_AND}{_LETTERS}|{_LETTERS}{_AND}{_CALLS}|、[^，；、\\d]{{0,8}}(?:{_CALLS}|{_LETTERS})[^，；、\\d]{{0,6}}等)[^，；]*$)"

#: Facts that one pattern finds, wherever it stands.
PATTERNS: tuple[Pattern, ...] = (
    # items published
    told("items_published_total",
       rf"(?<!申请|不予|不宜|会议|布会|短信|审核)(?<!应)(?<!应主动)(?<![多少])(?<![村居党厂校院财账]务)(?<!）务)(?:公开|发布|更新|发送)(?:了)?(?:各类"
       rf"|各种|有关|相关|本级)?(?:政府|政务|公开|工作)?(?:信息|资讯)(?:公开)?@4{ABOUT}#条|件|篇|项#",
       without=r"解读|不予|申请|复议|诉讼|栏目|目录|动态|人事|处罚|许可|财政|事项|处理费|任务"),
    told("items_published_total", rf"{ALONE}(?:政府|政务)?信息(?:主动)?公开{ABOUT}#条|篇#"),
    told("items_published_total", rf"{ALONE}主动公开(?:了)?#条|篇#(?=，其中|[；（]|$)"),
    told("items_published_total",
        r"(?<!各)(?:公开|发布)(?:了)?#条|件|篇#(?:各类|有关|相关)?(?:(?:政府|政务)(?:公开)?)?信息(?!公开|申请)", without="发布[^政]*$"),
    told("items_published_total", r"公开(?:了)?#条|件|篇#(?=[，；。（]|$)",
       needs=
           rf"应(?:主动)?公开[^。；，]{{0,8}}信息.*(?:实际|已)(?:主动)?公开[^公开]*$"
           rf"|(?:^|[，；])[^，；网微平]*公开(?:了|各类|各种|有关|相关|政府|政务|公开|的"
           rf"|[本我][局委厅办院镇乡县市区])*信息\d[\d.]*[万余多]*[条件篇]{THEN_OWN}公开[^公开]*$"),
    told("items_published_total", r"(?<=，其中)(?:\ufffc+|今年|本年度?)(?:新增|增加)#条|件|篇#(?=[，；。]|$)", needs=
        r"累计[^，；。]*公开[^，；。\d]*信息\d+[^，；。\d]{1,3}，其中[^，]*$"),
    # documents
    told("policy_documents_disclosed", rf"(?:(?:公开|发布)@30政策性?|政策性)文件{ABOUT}#{DOCS}#", needs="公开|发布", without="解读", clause="segment"),
    told("personnel_documents_disclosed", rf"人事任免(?:类)?(?:文件|信息|事项)?{ABOUT}#{DOCS}#", needs="公开|发布"),
    told("other_documents_disclosed", rf"(?:政府|机关)其他文件{ABOUT}#{DOCS}#", needs="公开"),
    # interpretation, press, consultation
    *either_way("interpretations",
        "(?:政策|文件)(?:性文件)?(?:的)?(?:图文|图解|专家|文字|音视频|视频)?解读(?:材料|稿件|信息|文章|产品|文件|稿)?(?:发布)?", "个|篇|条|件|次|期|份|则|部|场", without="带头|负责人|[省市县区局厅镇乡委]长(?!热线)", clause="segment"),
    told("interpretations",
        rf"(?:解读(?:材料|稿件?|文章|产品|(?:重要)?(?:政策|(?:政策性?)?文件))|(?:配套|同步)(?:发布|编制|制作)?解读"
        rf"|(?:各类|等)(?:形式的?)?(?:政策)?解读|(?:发布|制作|编[发制]|配[发套])解读){ABOUT}#个|篇|条|件|份|则#"),
    *either_way("press_conferences",
        r"(?:新闻|例行)(?:通气|发布)(?:会|活动)(?:、(?:媒体)?通气会)?(?:总)?(?:次)?(?:（[^（）\d]*会）)?(?:召开|举[办行])?", _TIMES, without="(?:参加|出席)(?!或|和|及|、)[^，；]*$", clause="sentence"),
    told("press_conference_leaders", r"(?:领导|负责(?:人|同志))@10出席@20#人次#"),
    told("press_conference_leaders", rf"(?:领导|负责(?:人|同志))(?:参加|出席)@6新闻发布会(?:次)?{ABOUT}#人次|次|场#"),
    *either_way("online_interviews", r"(?:在线|网络|视频|网上)访谈[”\"]?(?:活动|节目)?(?:次)?", _TIMES, needs="^(?!.*其中[^；]*视频访谈[^，；]*$)", without="(?:负责人|负责同志|领导)参[加与]", clause="segment"),
    told("livestreams", rf"直播[”\"]?(?:活动)?{ABOUT}#{_TIMES}#", without="(?:参[加与]|做客|庭审)[^，；]*$", clause="sentence"),
    told("consultations",
        rf"(?:征集调查|(?:意见|民意)征集|征求意见|网[上络]调查(?:征集)?|民意调查)(?:活动|公告|事项)?{ABOUT}#期|次|个|项|件|场#", without="第三方", clause="sentence"),
    told("consultations", r"(?:意见征集|征求意见)(?:公告|事项)#条|份#"),
    told("consultations", rf"征集@12(?:意见|建议)(?:活动)?{ABOUT}#期|次|场#"),
    told("consultation_comments",
        rf"(?:收到|征集到|收集到?|征求到|征[集求](?![^，。；]{{0,16}}\d[件份]))(?:公众|群众|社会公众|各类|社会|网民|各方面"
        rf"|社会各界){{0,2}}(?:的)?(?:反馈|有效)*(?:意见(?:、|和|及)?建议|意见|建议){ABOUT}#条|件|份#(?![、，和及][^，；、\d]{{0,8}}提案)", needs="^(?!.*(?:议事会|座谈会?|恳谈会?|走访|接待日|调研)[^；]*$)", without="信箱|留言|热线|向[^，；]{0,6}(?:部门|单位|委员|代表)", clause="segment"),
    told("response_topics",
        rf"回应(?:(?:公众|群众|社会)?(?:关注|关切)?的?(?:热点|重大舆情|舆情|问题)@6"
        rf"|(?:公众|群众|社会|民生)(?:关注|关切)(?:的?(?:热点)?(?:事项|问题))?){ABOUT}#次|件|个|条|起#"),
    told("response_via_weibo_wechat", rf"(?:微博(?:、|和)?微信|微信(?:、|和)?微博)回应事件{ABOUT}#次|件#"),
    told("response_via_other", rf"其他方式回应事件{ABOUT}#次|件#"),
    # gazette
    told("gazette_issues", r"公报[》”\"]?@10#期#"),
    told("gazette_copies", r"公报[》”\"]?@16(?:\d+期[，、]?(?![^，。；\d]{0,2}[刊登收载])@4)?#册|份|本#"),
    told("gazette_copies", rf"(?:印[发刷制]|发行|赠阅|发放)(?:量)?{ABOUT}#册|份|本#", needs="公报"),
    told("gazette_copies", r"#册|份|本#@6[《“\"]?@8公报"),
    # money
    told("processing_fee_yuan",
        rf"信息(?:公开)?处理费(?:用)?(?:共?\d+[件笔次宗])?(?:[，、](?=共|合计|总|计|金额))?@12{ABOUT}#元#", without="标准|每|减|免|退|应收", clause="segment"),
    told("processing_fee_yuan", rf"实际收取(?:的)?(?:总?金额|(?:信息)?处理费|费用)?(?:\d+[件宗])?{ABOUT}#元#"),
    told("processing_fee_cases",
        r"信息(?:公开)?处理费(?:(?:共|为|：)*[\d.]+元，涉及(?:申请)?)?共?#件|笔|次|宗#", without="不|未|减|免|退", clause="segment"),
    told("processing_fee_cases", r"收取#件|宗#[^。；，、\d]{0,16}信息(?:公开)?处理费", without="不|未|减|免"),
    told("processing_fee_cases", r"#件|宗#[^。；，、\d]{0,24}收取@6信息(?:公开)?处理费", without="不|未|减|免"),
    told("procurement_items", rf"政府(?:集中)?采购(?:中)?(?:采购)?(?:项目)?(?:信息)?{ABOUT}#项|个|件|次#"),
    told("procurement_amount", rf"(?:采购)?总?金额{ABOUT}#元#", needs=
        r"采购总?金额[^，；]*$|政府(?:集中)?采购[^，；。]*\d+[项个件次]，总?金额[^，；]*$"),
    # staff, platforms, supervision
    told("media_accounts",
        rf"政务新媒体(?:开设|运营|备案)?(?:账号|平台)?(?:运行)?{ABOUT}#个|家#", without="新[增开]|关[停闭]|注销|整合|清理|[抽检巡]查", clause="segment"),
    told("media_accounts", r"(?:开设|运营|运维|开通|管理|备案|现有|全[局厅委省市县区镇])(?:的)?#个|家#政务新媒体(?:账号)?"),
    *either_way("columns_opened", "专(?:题专栏|栏|题)", "个|类|项", "(?:开设|增设|新增|新设|设立|新建|开辟)", beyond=
        r"(?![、和及][^，。；]{0,20}专[栏题]\d|，新[增开设][^，。；]{0,30}专[栏题])"),
    told("columns_opened",
        r"(?:开设|增设|新增|新设|设立|新建|开辟)(?:了)?(?:[“《][^“”《》\d]{1,20}[”》][、和]?){1,9}等?#个|类|项#@4(?:专(?:题专栏|栏|题)|栏目)"),
    told("columns_improved", rf"(?<![“《\"设辟])(?<![增设建立][、和及并])(?:优化|完善|调整|升级|改版)@10(?:专栏|专题|栏目){ABOUT}#个|类|项#"),
    *either_way("inspections", "(?:检查|巡查|督查|抽查|自查|排查)", "次|轮", "(?:组织|开展|进行|实施)", needs="(?:公开|网站|新媒体|栏目)(?=[^；]*$)", without="对[我本]", clause="segment"),
    told("pass_rate", r"合格率@8#%#", needs="(?:网站|新媒体|公开|栏目|平台|账号|抽查|检查)(?=[^；]*$)", without=
        "双随机|双公示|报送|水质|监测|产品|食品|药品|质量|安全|企业|执法|卫生|工程", clause="sentence"),
    told("monitoring_reports",
        rf"(?:(?:网站|公开|新媒体)[^，。；\d]{{0,8}}监测|监测(?=评估|分))(?:评估)?(?:分)?报告{ABOUT}#份|期|篇#", without="水质|环境|质量|产品|疫情|气象|病虫", clause="sentence"),
    told("work_bulletins", rf"(?:工作)?(?:通报|简报)[》”]?{ABOUT}#期|份#"),
    told("assessments", rf"(?:考核|评估|考评|测评)(?:工作)?{ABOUT}#次|轮#", without="对[我本]|等保|等级保护|安全|密码", clause="segment"),
    told("commended_units", r"对@16#个|家#单位[^，。；]{0,20}?表[扬彰]"),
    told("commended_persons", r"#名|位#个人@10表[扬彰]"),
    told("research_papers", rf"(?:调研|理论|研究)(?:成果|文章|报告|论文){ABOUT}#篇|项|份|个#"),
    *either_way("training_courses", "培训(?:班|会|活动|讲座)?", "次|期|场|场次|班次|个|轮", "(?:举办|组织|开展|召开)", without=
        r"参加|^[^班]*\d个[^班]*$|会议?[、和及与][^，；。\d]{0,6}培训"),
    told("training_courses", rf"(?<![^，。；：、（])@10培训(?:班|会)?{ABOUT}#次|期|场|场次|班次#", needs=
        r"^(?!.*会议?[、和及与][^，；。\d]{0,6}培训[^，；]*$).*(?:公开(?=[^；]*$)|自[办行]|(?:业务|专题|工作)[^，。；]{0,4}培训)", without="参加|接受"),
    told("trainees",
        rf"(?:(?:接受)?培训(?!机构)@12(?:人员|人数|干部|学员|骨干|信息员|联络员)|(?:接受)?培训|参训(?:人员|人数|干部)?|受训(?:人员)?"
        rf"|参加(?:培训)?人[员数]|覆盖(?:人员)?){ABOUT}#人次|人|名|余人#", needs="培训|参训"),
    told("trainees", r"#人次|人|名#@6(?:参加|接受|参与)(?:了)?@8培训"),
    told("trainees", r"(?<=[次期场个轮])[、，（]?(?:共有?|累计|计)?#人次|人|名#(?:参[加训]|(?=[，；、）]|$))", needs=
        r"培训[^，；\d]*\d+[次期场个轮]次?[、，（]?(?:共有?|累计|计)?[约近]?\d+(?:[余多]?(?:人次|人|名)参[加训]|人次|人|名)$"),
    told("trainees", r"(?<=[期次场个轮][，（])参加#人次|人|名#", needs=r"培训[^，；\d]*\d+[期次场个轮][，（]参加\d+[人名]次?$"),
    told("meetings", rf"{_MET}@40会(?:议)?(?:、@8会议?)?@16{ABOUT}#次|场#(?!、[^，；、\d训]{{1,10}}会议?\d)", without=_OTHER_MEETINGS),
    told("meetings", rf"{_MET}(?:了)?#次|场#[^，。；\d、]{{0,22}}?会议?", without=_OTHER_MEETINGS),
    told("meetings", r"#次#召开@12会议?@24公开", without=_OTHER_MEETINGS),
    told("meetings", r"(?:会|专题|会议?\d{1,3}次，其中)@4研究@8公开@8#次#"),
    told("publicity_events", rf"(?:宣[讲传]|辅导|普法)(?:活动|讲座|会)?{ABOUT}#场|次|场次#"),
    told("offices", rf"专门机构{ABOUT}#个#"),
    *either_way("reading_points", "(?:公开)?(?:信息)?查[阅询](?:点|场所|室|中心)", "个|处|家", without="省(?:人民)?政府公报在[我本全][^省]", clause="segment"),
    told("staff", rf"(?:安排|配备|确定|明确|设置|落实|从事)@14(?:工作人员|人员|信息员|联络员){ABOUT}#名|人|位#", without="[专全兼]职"),
    told("staff", r"人员#名|人|位#(?=(?:[，（]其中[，：]?|（)[专全兼]职)"),
    told("staff", rf"公开@4(?:工作人员|信息员|联络员){ABOUT}#名|人|位#", without="[专全兼]职|参|[训会查]"),
    told("staff_full_time", r"#名|人|位#[专全]职(?!、?兼职)"),
    told("staff_full_time", rf"[专全]职@10(?:人员|工作者|信息员|员)?{ABOUT}#名|人|位#(?![专兼]职)", without="兼职|）|[教执消网护辅调安社]"),
    told("staff_part_time", r"#名|人|位#兼职"),
    told("staff_part_time", rf"(?<!专)(?<!专、)兼职@10(?:人员|工作者|信息员|员)?{ABOUT}#名|人|位#(?![专兼]职)", without="专职|）"),
    told("mailbox_letters",
        rf"(?:信箱|网上信访|留言板)(?:共)?(?:办理|回复|受理|答复|收到|处理)?@12{ABOUT}#件|封|条|个#(?![、，][^，。；、\d]{{0,6}}信箱\d)", needs=_ALONE + r"(?!.*信箱[^，；。、\d]{0,4}\d[^；。]*信箱)", without=
        r"转[来办交]|信访总量|垃圾|依申请|(?:开[设通]|设[立置]|公[开布])[^，；。\d]*信箱\d+个", clause="segment"),
    told("mailbox_completion_rate", r"办结率@4#%#", needs="(?:信箱|来信|来件)(?=[^；]*$)", without="审批|事项|网格|信访|热线|提案|建议", clause="sentence"),
    told("hotline_cases",
        rf"(?:热线|市长(?:公开)?电话|便民服务平台|(?<=\ufffc)(?:平台(?=[^，；。\d]{{0,4}}工单)|工单))(?:电话)?(?:平台)?(?:共)?(?:办理|受理|接听"
        rf"|接到|回复|办结|处理|转办)?@14{ABOUT}#件|个|条|次|起#", needs=_ALONE, without=
        "参[加与]|领导|直播|上线|走进|做客|节目|知识库|申请|咨询|会议|[座坐]席|席位|人员|急救|报警|抢修|(?:开通|设立|公布)[^，；]*\\d条", clause="segment"),
    told("npc_items",
        rf"(?:人大(?:[^，；。、]{{0,8}}会议)?(?:代表)?(?:意见)?建议"
        rf"|(?<![^，；：、收到办理])建议(?=\d+件[、，和及](?:政协)?(?:委员)?提案\d))(?:办理)?(?:结果|情况|答复)?{ABOUT}#件|条|项#", without=_RESULTS_SHOWN, clause="segment"),
    told("cppcc_items", rf"(?:政协(?:委员)?)?提案(?:办理)?(?:结果|情况|答复)?{ABOUT}#件|条|项#",
       without=
           rf"(?:建议(?:、|和|及|与)?(?:[省市县区])?(?:政协)?(?:委员)?提案|议案、?提案)(?!：\D)[^，；]*$|[教职]代|职工|{_RESULTS_SHOWN}", clause="sentence"),
    *either_way("npc_cppcc_items", f"{_BOTH_CHAMBERS}(?:办理(?:结果|情况|答复))?", "件|条|项", without=_RESULTS_SHOWN, clause="sentence"),
    told("complaints", rf"^举报投诉(?:总)?数量{ABOUT}#件#"),
    told("complaints", rf"(?:公开)@12(?:举报|投诉)(?:、投诉)?{ABOUT}#件|起|次|宗#", without="申请|处理"),
)

#: What is done with normative documents and regulations. ``reviewed`` is no figure of the form: documents gone through, whatever became of them.
VERBS: dict[str, str] = {
    "in_force": r"现行有效|继续有效|保留",
    "repealed": r"(?:废止|失效)(?:[和、及](?:宣布)?(?:废止|失效))?(?!的?文件)",
    "reviewed": r"清理|梳理|审查|备案|归集|收录|起草|草拟|报送|报备|评估|论证|汇编",
    "amended": r"修改|修订",
    "issued": r"制发|制定|出台|印发|新制作",
    "disclosed": r"(?<!政务)(?<!信息)(?<!申请)公开|发布(?!会|厅)|公布",
}

#: Reconsideration and litigation, and how they end.
DISPUTES: dict[str, str] = {
    "litigation_after_review": r"(?:经)?复议后(?:起诉|诉讼|提起(?:行政)?诉讼)",
    "litigation_direct": r"(?:未经复议(?:程序)?(?:而)?)?直接(?:起诉|诉讼|提起(?:行政)?诉讼)",
    "litigation": r"(?:行政)?诉讼(?!请求)|被起?诉(?=\d)",
    "review": r"(?:行政)?(?:(?<!被)复议|(?<=被)复议(?!机))",
}
RESULTS: dict[str, str] = {
    "upheld": r"(?:结果)?(?:被)?维持(?:原?(?:具体)?(?:行政)?行为)?(?:或者?驳回(?:原告)?(?:诉讼请求)?)?|驳回(?:原告)?(?:诉讼)?请求",
    "corrected":
        r"(?:结果)?(?:被)?(?:依法)?(?:纠正|纠错|撤销(?:(?:或者?|、)确认违法|(?<![动行告人]撤销)(?=\d(?!.*(?:确认违法|责令)))))"
        r"|(?<!或)(?<!或者)(?<!、)确认违法|败诉",
    "other": r"其[他它](?:结果|情形|(?=\d))",
    "pending": r"尚?未(?:审|办)?结案?(?!转)|(?:正在|尚在)审理中?",
}

#: Nothing received, carried over or charged. Group ``none`` is what is denied; a number after it must be 0.
NEGATIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("requests_received", re.compile(
        r"(?:未有?|没有|尚?无|尚未)(?:(?:新?收|接)到?|接收到?|受理到?|收悉|出现|发生|产生)?(?:过)?(?P<none>[^。；，\d]{0,30}?)(?:"
        r"(?:公开|信息|(?<=新收)|(?<=新收到))(?:政府信息)?(?:的|类)?(?:书面)?申请(?:数|数量|书|表|件|事项|情况|案件)?"
        r"|申请(?:获取|公开)(?:政府)?信息|依申请公开(?:的)?(?:政府信息)?(?:申请|事项|件(?!数)|案件|情况)?)"
        r"(?:为|：)?(?P<zero>\d+(?:\.\d+)?)?(?:[件条份宗例])?(?=[，。；、）！\n]|$|的?情况|的?情形|及|和|也|故)")),
    ("requests_received", re.compile(r"公开(?:申请)?(?:受理|办理)?(?:数量|总量|总数|量|数)(?P<none>)(?:为|是)(?:零|(?P<zero>0)(?![\d.]))")),
    ("normative_documents_issued", re.compile(
        r"(?:未|没有|无)(?:新)?(?:制[定发]|出台|印发)(?:过)?(?P<none>[^。；，\d]{0,8}?)规范性文件(?P<zero>\d+)?(?=[，。；、）\n]|$)")),
    ("press_conferences", re.compile(r"(?:未|没有)(?:召开|举办|举行)(?:过)?(?P<none>[^。；，\d]{0,6}?)新闻发布会(?P<zero>\d+)?(?=[，。；、）\n]|$)")),
    ("complaints", re.compile(
        r"(?:未|没有)(?:收到|接到|发生)(?:过)?(?P<none>[^。；，\d]{0,10}?公开(?:工作)?(?:方面)?)的?(?:举报|投诉)(?P<zero>\d+)?")),
    ("requests_carried_in", re.compile(r"(?:无|没有|未有)(?P<none>)上(?:一)?年(?:度)?(?:结转|转结)(?P<zero>\d+)?")),
    ("requests_carried_in", re.compile(
        r"上(?:一)?年(?:度)?(?:无|没有)(?P<none>)(?:结转|转结)(?:的)?(?:申请|件|事项)*(?P<zero>0)?(?=[，。；、）！\n]|$)")),
    ("requests_carried_forward", re.compile(r"(?:无|没有|未有)(?P<none>)(?:申请)?(?:结转|顺延)[到至]?下(?:一)?年(?:度)?(?P<zero>\d+)?")),
    ("processing_fee_yuan", re.compile(
        r"(?<!其余|以下|以内|免费)(?<!以[下内]的)(?:未(?!按)|没有|不|无|未有|未发生|没有发生)(?P<none>[^。；，\d]{0,12}?)(?:收取|收费|产生)(?:过"
        r"|任何)?"
        r"(?:(?![^。；，\d]*(?:检索|复制|邮寄))[^。；，\d]{0,14}?(?:处理费用?|费用))?(?P<zero>\d+(?:\.\d+)?)?元?(?=[，。；、）！\n]|$|的?情况|事项"
        r"|及减免|和减免|、减免)")),
    ("processing_fee_yuan", re.compile(
        r"(?<![性企])(?:收费|收取(?:费用|金额))(?:及?减免|情况|金额|总额)*(?P<none>)[：为共计]*(?:(?P<zero>0)元|(?<=：)无(?=[。；]|$))")),
)
#: 书面、网上等形式的: whatever way.
EVERY_WAY = re.compile(
    "(?:(?:网[络上]|在线|线[上下]|信函|邮[寄件]|电子邮件|当面|现场|传真|书面|口头|互联网)[、和或及]?)+等(?:各种|各类|多种|任何)?(?:形式|方式|渠道"
    "|途径)的?")
#: What may be said of requests none of which came: who might have asked, and of what in general.
NONE_AT_ALL = re.compile(any_of(r"""
    任何 一[件条例起份] 有 过 的 了 到 新 新增 公民 众 法人 自然人 其[他它] 组织 或者? 和 及 与 、 个人 单位 居民 村民 市民 群众 公众 社会(?:公众|各界)? 申请人 当事人 服务对象 企业 商业 机构
    提[出交] 提请 来自? 向 对 [我本全][\u4e00-\u9fff]{1,2} 要求 主动 有关 相关 关于 涉及 属于 各[类种级] 书面 正式 通过 以 各种 形式 方式 渠道 [省市县区州旗镇乡] 政府 政务 信息 公开 依?申请 类 工作 方面 本机关 国家 行政 获取 行政机关 机关 部门
    本?年度?内? 今年 全年
""") + "*")
NEGATION_PART = re.compile(
    r"网[络上]|在线|线上|线下|上级|转[来办]|信[函件]|邮|当面|现场|传真|书面|口头|窗口|自然人|企业|律师|复议|诉讼|不予|逾期|超期|答复|投诉|举报|不服"
    r"|违规|因|未|重复|频次|法人|公民|个人|其[他它]"
)

CONTACTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("contact_phone", re.compile(r"(?:电话(?:号码)?|联系方式)(?:为|是)?：?(?P<v>（?0\d{2,3}）?[—–-]{0,2}\d{7,8}(?:转\d{1,4})?)(?!\d)")),
    ("contact_fax", re.compile(r"传真(?:号码)?(?:为|是)?：?(?P<v>（?0\d{2,3}）?[—–-]{0,2}\d{7,8})(?!\d)")),
    ("contact_postcode", re.compile(r"邮(?:政)?编(?:码)?(?:为|是)?：?(?P<v>\d{6})(?!\d)")),
    ("contact_email", re.compile(r"(?:邮箱|邮件|E-?mail)(?:地址)?(?:为|是)?：?(?P<v>[\w.+-]{2,40}@[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+)", re.I)),
    ("contact_address", re.compile(r"地址(?:为|是)?：?(?P<v>[^，。；：（）、\n]{6,40})(?=[，。；（）\n]|$)")),
    ("contact_office", re.compile(r"(?:请)?(?:与|向|和)(?P<v>[\u4e00-\u9fff]{4,30}?(?:办公室|办|科|室|股|中心|处))(?:进行)?联系")),
    ("contact_office", re.compile(r"请(?:直接)?联系：?(?P<v>[\u4e00-\u9fff]{4,30}?(?:办公室|办|科|室|股|中心|处))(?=[（，。；])")),
)

#: Statements of supervision, kept as text.
STATEMENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("assessment", re.compile(r"工作考核|绩效考核|年度考核|考核(?:体系|评价|指标|范围)")),
    ("public_review", re.compile(r"社会评议|公众评议|群众评议")),
    ("accountability", re.compile(r"责任追究|追究责任|问责|追责")),
)

#: A heading or the beginning of a list, not one of its items.
HEADS_ITEMS = re.compile(
    r"(?:存在|主要|目前|下一?步|今后|工作|的|及|和|政府|信息|公开|问题|不足|改进|整改|措施|情况|方向|打算|思路|[一二三]、|20\d\d年){2,}")
NO_ITEM = re.compile(rf"[一二三]是(?!否)|^{HEADS_ITEMS.pattern}$")

_VALUE = re.sub(r"\?P<\w+>", "?:", number("%|条|篇|件|个|次|人|人次|期|部|则|起|宗|例|份|场|名"))
#: 网站、微信公众号发布信息分别为12条、5条: as many values as names, in order.
RESPECTIVELY = re.compile(
    rf"(?P<names>[^，。；：\d]{{2,60}}(?:(?:等|\d个)[^，。；：、\d]{{0,4}}(?:平台|渠道|载体|方式|途径"
    rf"|账号)，?)?)分别(?P<verb>[^，。；：、\d]{{0,12}}?)(?P<values>{_VALUE}(?:[、，和及与]{{1,2}}{_VALUE})+)")
VALUE = re.compile(_VALUE)
#: 粉丝136万、89万，分别发布信息4210条、6830条: of names that no pair was found for.
SEVERAL_VALUES = re.compile(rf"(?<=分别)[^，。；：、\d]{{0,12}}?{_VALUE}(?:[、，和及与]{{1,2}}{_VALUE})+")
#: 网站、微博等平台，分别: the word for all that were named.
ALL_LISTED = re.compile("(?:等|\\d个)[^，；、\\d]{0,6}(?:平台|渠道|载体|方式|途径|账号)，?$")
#: What the last of several names says for all of them.
SHARED_TAIL = re.compile(any_of(r"""
    (?:发布|公开|推送|更新|刊登|编发)(?:了)?(?:各类)?(?:政府|政务)*(?:信息|文章|稿件)?(?:数量|数)? (?:的)?申请(?:数量|数)? 案件(?:数量|数)? 数量
    (?:关注)?(?:粉丝|用户|关注)(?:人)?(?:数|量)? (?:总)?(?:阅读|点击|访问|浏览)(?:数|量)
""") + "$")
