"""Whether a figure is the whole that the body reports: no part of it, not that of others around, no threshold or peak."""

from __future__ import annotations

import re
from itertools import accumulate

from etl import regions
from etl.parse.facts.channels import CHANNEL_NAMES
from etl.parse.facts.kinds import KINDS
from etl.parse.facts.model import Said
from etl.parse.facts.numbers import in_digits
from etl.parse.facts.patterns import any_of, compiled
from etl.parse.facts.reporter import AROUND, OURSELVES, Reporter
from etl.parse.facts.requests import BY_APPLICANT, OUTCOMES
from etl.parse.facts.when import FLOWS
from etl.parse.facts.whose import OBJECTS, acts_another, heads_others
from etl.report import BUREAUS, GOVERNMENTS, Level

_OWN = rf"{OURSELVES}|[省市县区州旗]?[局厅委办](?:机关|本级)"

#: Figures that a government gives of its whole place.
_WHOLE_PLACE = re.compile(
    r"items_published_total|requests|review|litigation|training_courses|trainees|meetings|inspections|assessments|response_topics|_issued")
#: What the tables of a government give for the whole place.
_TOLD_WHOLE = re.compile("items_published_total|requests|review|litigation|.*_issued")
#: 全国发布120万条; 全县共公开5632条，本机关公开320条: figures of others where the body's own follows.
_ALL_STATES = re.compile(r"全国(?!人大|政协|文明|百强|一体)[^，；：]*$")
_ALL_AROUND = re.compile(AROUND + "(?![^，；：]*(?:其中|本级))[^，；：]*$")
_ITS_OWN = re.compile(rf"[^。]*?[，；](?:我[省市县区州旗]|{OURSELVES})(?![^，；]*级)[^，；。]{{0,24}}\d")
#: 全市共收到356件，其中市局本级12件: the whole that a bureau's own is a part of; 其中省政府办公厅57件, 县政府办公室收到8件: that an office's is,
#: or stands beside.
_SHARE_OF_ITS_OWN = re.compile(rf"[^。]*?[，；（]其中[，：]?(?:{_OWN}|[省市县区州旗](?:政府)?本级)[^，；。]{{0,24}}\d")
_SHARE_OF_OFFICE = re.compile(
    r"[^。]*?(?:[，；（]|。(?=其中))(?P<among>其中[，：]?)?(?:(?:(?!公开|发布|制发|印发)[^，；。\d]){0,8}政府办(?:公[室厅])?|[我本](?:办|机关|单位)"
    r"|[省市县区州旗]?本级)(?P<did>[^，；。\d]{0,16})\d")
_AROUND = re.compile(AROUND + "(?![^；]*(?:；|[我本][局委厅办]|本机关))")
#: 其中本局收到申请12件: a bureau's own, however much larger than it the whole is.
_OF_ITS_OWN = re.compile(rf"其中[，：]?(?:{_OWN})[^，；。\d]{{0,6}}$")
#: 下属单位公开300条, 我局及所属单位公开900条, 指导各乡镇公开3200条, 报请市政府出台3件: what others do, alone, with the body or with its help.
_OF_OTHERS = re.compile(
    r"^(?:20\d\d年)?(?:(?:[我本全][局委厅院校关]|局?机关|集团|公司|学校|医院)(?:及其?|和|与)?)?(?:[各局委厅部]?(?:[下所直隶附]属|二级)|各分局"
    r"|[部局委厅]属|基层|(?:全.)?公?共?企事业单位|[^，；\d]*等\d+[家个]单位)"
    r"|参与(?=.{0,4}$)|(?:协助|配合|参与|代为?|报请?|提请)(?:办理?|答复)?(?:[省市县区州旗镇乡]|上级|法院|本级|同级|兄弟|群众|(?<=代办)(?!事))"
    r"|(?:指导|督[促导]|推动|帮助|带动|鼓励|引导)(?!下(?![属级辖])).{0,8}(?:各|单位|部门|[县区镇乡村校局])")
#: 派出机构受理1206件，答复1198件: what goes on about the same body.
_ALSO = re.compile(r"(?:受理|收到|公开)[^，；。\d]*\d+[^，；。\d]{1,2}，(?:均|已|全部|按[时期]|共)*$")
_BODY = r"[省市县区州旗](?!直?机关)[^，；、：\d]{2,10}(?:中心|局|委|厅|院|公司|大队)"
#: 复议案件14件，其中涉及县公安局6件: cases against others as well.
_AGAINST_OTHERS = re.compile(rf"[，（]其中[，：]?(?:涉及?|以)?(?P<who>{_BODY})[^，；。\d]{{0,4}}\d")
#: 县级机关受理26件，乡镇受理9件; 县政府办收到12件，县住建局收到10件: one of several that stand beside each other.
_OF_ONE = re.compile(
    r"(?:[省市县区](?:[级直]属?各?(?:行政|政府)?(?:机关|部门|单位)|本级)|各(?:部门|单位)"
    r"|(?<!全.)(?:政府(?!信息)|委)(?:办公?[室厅]?|机关|本级)?)[^，；。\d]*\d[^，；。]*$")
_OF_OTHER_TIERS = re.compile(
    rf"(?![，；（]其中)[^。]{{0,30}}?[，；、](?:(?:各?(?:部门(?!户)|单位|乡|镇|街道|市县|县区|区县|[县区]（|基层|下级)|[市县区]级)[^，。；\d]*\d"
    rf"|{_BODY}(?!转|移)[^，。；\d]{{0,12}}\d)")
#: 受理31件，不计入本报告; 热线受理15623件，转我局342件; 以县政府名义制发6件，以县政府办名义制发5件.
_NOT_ITS_OWN = re.compile(
    r"[^。；\d]{0,10}(?:不|未)(?:计入|纳入|列入)|，[^，；\d]{0,4}[转交]办?[给由]?[我本]"
    r"|，以(?:[^，；。\d]{2,12}名义|(?:各?(?:部门|单位|乡镇|街道)|下[属级])[^，；。\d]{0,6}为被)"
    r"|，其中(?:涉及?|采[用编]|刊[登发载]|关于|反映)[我本]")
#: 通过信函受理申请22件; 收到申请57件自然人申请; 102件，剔除重复件后为89件: a part by the way or by who asks, and what is set right at once.
_ONE_WAY = re.compile(
    "通过(?!.*(?:等|各|多种)).*(?:信函|邮|网|当面|现场|传真|系统|平台|窗口|在线)"
    "|^(?:当面|现场|网[上络]|邮寄|信函|在线|传真|窗口|电子邮件)(?:申请|平台|系统|窗口|方式|渠道|共|直接)*$")
_BY_WAY = re.compile("(?:前台|窗口)?(?:当面|现场|网[上络]|邮寄|信函|在线|传真|电子邮件)(?:收|受|接|申请)")
_PART_OR_WRONG = re.compile(
    r"(?:自然人|公民|法人|企业|组织|个人|网[上络]|信函)|，(?:剔除|扣除|去除|合并)[^，。；\d]{0,10}后"
    r"|[^。；]*(?:登记为|核定为|(?:实际|正式)(?:登记|受理)|按(?=\d+件处理))\d")
#: 公开2件（自然人1件、企业1件）: who asked for what was granted, no count of all who asked.
_OF_OUTCOME = re.compile(r"(?:(?<!申请|信息)公开|提供|(?:不予|其他)处理)的?\d+[件条]（[^（）]*$")
#: 信息中心更新信息126条: a part of a body, where one item may go through several hands.
_OF_INNER = re.compile(
    r"^(?:20\d\d年)?(?![我本])[^\d省市县区州旗]{0,10}(?:中心|(?:[科股]|(?<!办事)处)室?|[大支中]队|所|站|分[院校]"
    r"|(?:党[委组政]?|党工委|[校院]长|[局厅院校]|学校|公司|集团|行政|综合)办(?:公室)?|校?(?:团委|工会|学生会|研究生会))(?:全年|今年|共计?|累计|主动"
    r"|负责|更新|[在通].{0,8})*$")
#: 省政府公报在我县发放2000册: of a government that the body is not.
_GAZETTE = re.compile("([省市县区州旗])?(?:人民)?政府(?:办公[室厅])?公报")
#: 各村公示栏, 村级公示栏, 配合县融媒体中心网站: not the body's own.
_CHANNEL_OF_OTHERS = re.compile(
    r"(?:各(?![类种项渠方平大级])[^，；：在用通\d]{1,10}|[村组社]级[^，；：\d]{0,4}|嘎查村?|社区|[村居](?:[居（][^，；、）]{0,3}）?)?|连队"
    r"|\d+[个家][^，；：、\d]{0,6}(?:部门|单位|乡镇|街道|[局委])的?子?|(?:配合|协助|指导|督促)[^，；：\d]*)$")
#: 村务公开栏: no bureau's.
_VILLAGE_BOARD = re.compile("(?:[村居]务|[村居屯]民?|连队)$")
#: 推进全县政府网站集约化: the sites of all.
#: 区政府行政复议2件，部门4件: of its own, beside its bureaus'.
_OF_GOVERNMENT, _OF_BUREAUS = re.compile("^(?!.*(?:共|计)).*[省市县区州旗](?:人民)?政府(?!网|门户)"), re.compile(
    "[，、；](?:各|所属|[省市县区]直?属?)?(?:部门|乡镇|镇街|街道)[^，；。\\d]{0,10}\\d")
_OF_ALL_AROUND = re.compile(AROUND +
    r"(?:各级|各?(?:部门|单位)|(?:通过|在)?[省市县区州旗]?(?:人民)?(?:政府|(?<=[省市县区州旗]))|政务|[^，；\d]{1,8}系统|、)*$")
#: 开设专题5个，发布信息2380条: of these alone.
_IN_COLUMNS = re.compile("(?:专栏|栏目|专题|专区)(?:\\d{1,3}个)?，$")
#: 区级建议32件、市级5件: of one tier's congress each.
_TIER = re.compile(r"(全国|[省市县区州旗镇乡])级?(?=人大|政协|[、，]|[^，；、。\d]{0,4}(?:建议|提案)|\d)")
#: 市档案馆接收公开信息230件: papers that go from one to another.
_HANDED_ON = re.compile("接收|移[交送]|报送|上报|抄送|归档")
#: 阅读量超1000次的有12篇, 单篇最高阅读量3.2万次: a threshold and a peak.
_THRESHOLD = re.compile(r"(?:超过?|逾|以[上下]|不足|大于|[过达]到?)[\d.万千百余多]{1,10}[^，。；\d]{0,4}$")
#: 公开100条以内, 公开100条的单位有3个; 收到18件，经核实为12件: no count, or one that is set right at once.
_BOUND_AFTER = re.compile(
    r"以[内下]|的(?:要求|[^，；。\d]{0,4}(?:单位|部门|学校|乡镇|企业|个人))|，(?:后?经?核[实查对]|更正|修正|实际应?)[^，；。\d]{0,2}为\d")
_PEAK = re.compile("(?:单[篇条个次日月](?!位)|最(?:高(?!人民)|多|大(?!限度|程度))|峰值)[^，。；]*$")
#: 转发上级政策解读62条; 以市政府名义印发规范性文件2件.
_MADE_BY_OTHERS = re.compile("转[发载]")
_IN_NAME_OF = re.compile("以(?P<who>[^，；。以]{2,12})的?名义")
#: 农业农村部网站刊发12条: that body's own channel.
_AT_BODY = re.compile(
    r"(?:^|[，；：、在过到向被])(?:全年|今年|其中)?(?P<who>(?![全今]年"
    r"|其中)(?:[^，；：、在过到向被\d“”]{1,14}?(?:(?<![内全总干支])部|(?<![业大展餐])(?<!服务)厅|局|署|委员会|监会)|国务院|新华[社网]"
    r"|人民(?:日报|网)|学习强国))的?$")
#: 县政府网站访问量 in a bureau's report: what it publishes there is its own, who comes there is not.
_CROWD = re.compile("followers|reads|visit|columns")
_AT_GOVERNMENT = re.compile(r"(?:^|[，；：在])(?P<who>[^，；：在\d]{0,8}[省市县区州旗](?:人民)?政府)[^，；：\d]{0,8}$")
#: 负责运维的市政府门户网站, 承担县政府网站运维: a site that a bureau keeps for all, whose figures are everybody's.
_KEEPS = "(?:运[维营行]|维护|主[管办]|承[办担建]|建设|内容保障)"
_KEPT_FOR_ALL = re.compile(
    rf"{_KEEPS}[^，；。专]{{0,10}}?[省市县区州旗](?:人民)?政府[^，；。专]{{0,8}}(?:网站|门户网|平台)"
    rf"|[省市县区州旗](?:人民)?政府[^，；。专]{{0,8}}网站[^，；。专]{{0,8}}{_KEEPS}")
#: 上级网站刊登我镇信息; 县政府网站全年公开信息12360条: all that such a site has, where nobody publishes on it.
_SHOWN_BY_OTHERS, _SITE_OF_ALL = re.compile("(?:刊[登发载]|采[用编]|转[发载]|登载)了?[我本]"), re.compile("[省市县区州旗](?:人民)?政府(?:门户)?网站(?:全年|总|日)")
#: Somebody named in quotes, one column of the site, or several channels one after the other: what they publish is not all.
_NAMED = re.compile(
    r"(?:[”》\"]|两微(?:一.)?)(?!.*等(?:渠道|平台|方式|途径|载体))[^，。；]{0,12}$"
    r"|(?:专栏|栏目|专题|专区|(?<!各)领域)(?:\d{1,3}个[，、])?[^，。；]{0,6}$|[”》]等?(?:专栏|栏目|专题|专区)，[^，。；]{0,6}$"
    r"|(?:知识库|[中英外]文版)[^，。；]{0,6}$|分别$|\d个[，、](?:全年|累计|共)*$|(?:(?<!\d)号|群[内里中]?)(?:全年|共|累计)*$")
#: 在局官微发布信息320条, 依托县融媒体中心平台发布信息86条, 校园新闻网发布信息862条: whatever it is, that is one way; 在做好审查的基础上 is none.
_BY_MEANS = re.compile(
    "(?:依托|通过|利用|借助|运用|在)(?![^，；]*(?:基础|方面|[时期]限|范围|过程|形式|工作|期间|前提|要求|年度?)[内中上下里]?[^，；]{0,8}$)[^，；]{2,}$"
    "|(?:依托|通过|利用|借助|运用|在)[^，；]*(?:平台|网页|媒体|系统|目录)[^，；]{0,8}$|(?:(?<!互联)网|平台|官微)(?:上|共|累计|全年|主动)*$")
#: 县报发布信息86条, 信用中国公开信息36条: of what a clause begins with, a paper or a site.
_BY_SOMEBODY = re.compile(
    "(?:20\\d\\d年度?|全年|今年|其中|1\\d{4})*(?P<who>(?![在通利依借运采以向])[\\u4e00-\\u9fffA-Za-z]{0,12}?(?:报|(?<!平)台|网|号|媒体?|中国|强国|村村响|明白纸|刊|杂志|手册|热线|论坛|头条))"
    "(?:全年|今年|共|累计|主动)*(?:公开|发布|更新|发送)")
#: “示例发布”粉丝12.6万，全年发布信息3260条: of the account that has so many followers.
_FOLLOWED = re.compile("粉丝|关注(?:用户|人|量)")
#: 县政府领导, 部门主要负责人: whose they are.
_LEADERS = re.compile(r"(?:主要|有关|相关|分管|党[委政组]|班子|行政)*$")
_UNIT = re.compile("(?:[大支中]队|中心|所|站)$")
_TIER_ALONE = re.compile("[省市县区州旗]$")
#: 仲村镇：公开信息86条.
_LABEL = re.compile("(?:^|[：；])(?P<who>[^，；：、\\d]{2,24})：[^：；]*$")
#: 全市培训56场次，其中市级举办2场次.
_COURSES_BEFORE = re.compile(r"培训[^，；。\d]{0,8}\d.*其中")
#: 累计公开28654条，其中2010年新增公开9872条: all of the year.
_OF_THIS_YEAR_ALONE = re.compile(r"累计[^，；。]*\d[条件篇]，其中[，：]?(?:20\d\d年度?|今年|本年度?)[^，；。\d]*\d[\d.]*\D{1,3}$")
#: 聚焦乡村振兴，公开信息86条: of that alone, unless it is what all of the work is for or the year's count follows.
_ON_TOPIC = re.compile(
    "(?:^|[，；：])(?:聚焦|围绕|针对|结合|紧[扣盯贴]|突出|瞄准|就|关于|涉及)(?P<topic>(?![^；：\\d]*应公开)[^；：\\d]{2,40}?)[，：]?(?:主动|及时|依法"
    "|[我本][局委厅办院镇乡县市区]|积极|[在通][^，]{0,12})*$")
_NO_TOPIC = compiled(any_of(
    "中心 [镇乡街]{2} 街道 村居 部门 单位 工作 任务 大局 全局 重点 重要 群众 百姓 企业 市民 社会 公众 公民 服务 对象 各界 人民 基层 关[切注心] 的 需求 期待 诉求 热点 难点 焦点 问题 职[能责] 业务 要求 部署 精神 实际 [省市县区州旗局]委 [省市县区]?政府 政务 信息 公开 条例 规定 薄弱 环节 短板 不足 上级 反馈 整改 关系 切身 利益 民生? 目标 主线 主题 主责 主业 本职 定位 [我本全][省市县区州旗镇乡局委厅院] 和 与 及 、 ， 等 年度? 内容 事项 质量 实效 效果 标准化 规范化 五公开"))
#: 收到征地拆迁类政府信息公开申请86件, 疫情防控新闻发布会17场: of one kind among them.
_OF_ONE_KIND = re.compile(
    r"(?:涉(?!密|嫌|外(?!资))[\u4e00-\u9fff]|涉及[^，；\d]{2,10}|疫情防控|[抗防]疫|原创|重复|疑难|[\u4e00-\u9fff]{2}(?<!各)(?<!等)(?:类|领域))的?"
    r"(?:政府|政务|依申请)*(?:信息公开的?申请|新闻发布会|(?:行政)?规范性文件|(?:人大)?(?:代表)?建议|(?:政协)?(?:委员)?提案|123\d\d|热线"
    r"|工单)[^，；\d]*\d*$")
_OF_KINDS = re.compile("requests_(?:received|handled|answered)$|press_conferences|hotline_cases|npc|cppcc|normative_documents_issued")
_ALL_CHANNELS = re.compile("等(?!(?:政务)?新?媒体)|其他|各[种类渠途方平]|不同|多[种个渠]")
#: 收到57件，其中网上40件；办结56件: no part of what was received.
_OVER = re.compile("。|；(?=(?:共计?|已|均|全部|全年|[年当]年?内?|本年度?|按[时期])*$)")


def is_part(said: Said, level: Level | None) -> bool:
    """Whether a figure that should be the whole is one after 其中, of a comparison, or of some channels alone."""
    running = _told_apart(_OVER.split(said.running)[-1])
    own = level in BUREAUS and _AROUND.search(said.before.split("其中")[0]) and _OF_ITS_OWN.search(said.before)
    alone = said.code == "items_published_total" and _OF_THIS_YEAR_ALONE.search(said.before + said.quote)
    part = ("其中" in running and not own and not alone) or re.match("，(?:另外?(?:办结|答复|收到|受理)|其余\\d)", said.after)
    if said.code in BY_APPLICANT and _OF_OUTCOME.search(in_digits(said.before)[0]):
        return True
    if said.code.startswith("train") and _COURSES_BEFORE.search(running) and "公开" not in running.rpartition("其中")[2]:
        return True
    # 收到101件，其中新收98件 says all that came; 办结95件，其中当年新收92件 does not.
    came = "新收" in said.quote and not re.search("(?:办结|答复|办理完毕)[^，；]*\\d.*其中", running)
    if KINDS[said.code].whole and part and said.found.value != 0 and not came:
        return True
    if said.code.endswith(("items_published_total", "_items")) and not said.code.startswith(("category", "npc", "cppcc")) and _on_topic(said):
        return True
    if _OF_KINDS.match(said.code) and said.found.value != 0 and _OF_ONE_KIND.search(re.sub(r"\d+\D{1,2}$", "", said.clause + said.quote)):
        return True
    if said.code not in ("requests_received", "requests_answered", "items_published_total"):
        return False
    directly = "直接" in said.clause[-2:] + said.quote[:2] and bool(re.search(r"转[办来交送][^，；\d]*\d", said.sentence))
    if directly or said.code == "requests_answered":
        return directly
    if _ONE_WAY.search(said.clause) or _BY_WAY.match(said.quote):
        return True
    return bool(_PART_OR_WRONG.match(said.after)) if said.code == "requests_received" else _of_some_channels(said.before, said.quote)


def _on_topic(said: Said) -> bool:
    """Whether it is said to be on one matter, and not to be of the year: 围绕中心工作 is on all of them."""
    topic = None if re.search("年|共|计|总", said.clause + said.quote) else _ON_TOPIC.search(said.before)
    return topic is not None and len(_NO_TOPIC.sub("", topic["topic"].split("，")[0])) > 1


def _by_somebody(said: Said, reporter: Reporter) -> bool:
    """Whether a clause on what was published begins with a paper or a site, in which others publish as well."""
    begins = _BY_SOMEBODY.match(said.clause + said.quote) if said.code == "items_published_total" else None
    return begins is not None and not reporter.names.match(begins["who"]) and begins["who"] not in reporter.name


def _told_apart(running: str) -> str:
    """What goes on about the whole, where the parts after 其中 have added up to it: 213件，其中网上165件、信函48件，办结207件."""
    whole, _, parts = running.rpartition("其中")
    total, told = re.findall(r"\d+(?![\d年])", whole), list(re.finditer(r"\d+(?![\d.]*%)", parts))
    over = next((m.end() for m, s in zip(told, accumulate(int(m[0]) for m in told), strict=True) if total and s in (int(total[-1]), max(map(int, total)))), None)
    return running if over is None else parts[over:]


def _of_some_channels(before: str, quote: str) -> bool:
    """What stands before a total since the last number names channels without saying that they are all, or somebody's own."""
    if _FOLLOWED.search(before.rpartition("；")[2]) and not re.search("主动|政[府务]", quote):
        return True
    lately = re.split(r"[\d；]", before)[-1]
    return bool(_NAMED.search(before) or ((CHANNEL_NAMES.search(lately) or _BY_MEANS.search(lately)) and not _ALL_CHANNELS.search(lately)))


def of_others(said: Said, reporter: Reporter) -> bool:
    """Whether the figure is of more or of less than the body: of others around, done by others, of one channel or of its best day."""
    if (label := _LABEL.search(said.before)) and heads_others(label["who"], reporter):
        return True
    return _by_somebody(said, reporter) or _share_follows(said, reporter) or _done_by_others(said, reporter) or _in_others_channel(said, reporter) or _extreme(said)


def _share_follows(said: Said, reporter: Reporter) -> bool:
    """Whether the sentence goes on from this figure, of all or of one around, to the body's own or the next one's."""
    upto, after, clause = said.upto, said.after, said.clause + said.quote
    if reporter.office and (office := _SHARE_OF_OFFICE.match(after)):
        did = office["did"]
        same = not did or did[-2:] in clause or (said.code == "requests_received" and re.search("收|受理", did))
        if office["among"] or same:
            return True
    if (FLOWS.search(said.code) or said.code == "hotline_cases") and (_ALL_STATES.search(upto) or (_ALL_AROUND.search(upto) and _ITS_OWN.match(after))):
        return True
    if reporter.level not in (None, "ministry") and _ALL_STATES.match(clause):
        return True
    if reporter.level in (None, *BUREAUS) and _AROUND.search(upto) and "其中" not in upto and _SHARE_OF_ITS_OWN.match(after):
        return True
    if said.code.endswith("_share") and (of := re.search(AROUND, said.quote)) and not (reporter.level in GOVERNMENTS and re.match(reporter.around, of[0])):
        return True  # 占全市的12%: of what others have as well
    if said.code.startswith(("npc", "cppcc")) and "重点" in clause:
        return True
    one_of_two = reporter.inner and not reporter.office and _TOLD_WHOLE.match(said.code) and not re.search(f"共|计|{AROUND}", clause)
    if one_of_two and re.match(rf"[，、；](?:{reporter.inner.pattern})[^，；。\d]{{0,12}}\d", after):  # type: ignore[union-attr]
        return True  # 县政府制定3件、县政府办制定5件
    if reporter.level in GOVERNMENTS and _TOLD_WHOLE.match(said.code) and _OF_GOVERNMENT.search(clause) and _OF_BUREAUS.match(after):
        return True
    if said.code.startswith(("npc", "cppcc")) and (tiers := set(_TIER.findall(re.split(r"(?<=\d[件条项])、|[，；]", upto)[-1]))):
        return tiers != set(_TIER.findall(said.sentence)) or ("全国" in tiers and reporter.level != "ministry")
    return bool(_WHOLE_PLACE.search(said.code) and "_issued" not in said.code and _OF_ONE.search(upto) and _OF_OTHER_TIERS.match(after))


def _led_by_others(said: Said, reporter: Reporter) -> bool:
    """Whether those who lead another body were there: 县政府领导出席 in a bureau's report."""
    whose = _LEADERS.sub("", re.split("、|和|及", said.clause)[-1])
    return bool(whose) and acts_another(whose + "政府" * bool(_TIER_ALONE.fullmatch(whose)) + "召开", reporter)


def _done_by_others(said: Said, reporter: Reporter) -> bool:
    """Whether another body did it, alone, for this one, with its help or in its name; or handed it on."""
    upto, after, told_whole = said.upto, said.after, bool(_TOLD_WHOLE.match(said.code))
    if _NOT_ITS_OWN.match(after) or _OF_OTHERS.search(re.split("[，；：]", _ALSO.sub("", said.before))[-1]):
        return True
    if said.code.startswith(("interpretations", "policy", "normative", "regulations")) and _MADE_BY_OTHERS.search(said.clause + said.quote):
        return True
    if told_whole and (named := _IN_NAME_OF.search(said.clause)) and not reporter.names.match(named["who"]):
        return True
    if _WHOLE_PLACE.search(said.code) and (re.match("（由[省市县区]", after) or _HANDED_ON.search(said.clause)):
        return True
    cases = said.code.startswith(("review", "litigation"))  # which courts and other bodies decide
    if cases and (against := _AGAINST_OTHERS.match(after)) and not reporter.names.match(against["who"]):
        return True
    if said.code == "press_conference_leaders" and _led_by_others(said, reporter):
        return True
    if said.code == "reading_points" and reporter.level in GOVERNMENTS:
        return False  # a place's stand in its library
    by = said.before if said.code in BY_APPLICANT else upto  # 其中单位23件
    by = by if said.code.removesuffix("_share") in OUTCOMES else by.rpartition("；")[2]
    if reporter.level in GOVERNMENTS and _adds_up(said, by):
        return False
    if said.code == "category_items":
        by = re.sub("(?:其中|[：（])(?!.*[：（]).*$", "", re.split("其中|。[从按]", said.before)[0] + "：")  # 其中医院动态12条 names no actor
    if said.code == "trainees" and "参" in said.quote + after[:6]:
        by = by[: by.rfind("，") + 1]  # who is trained may come from elsewhere
    return acts_another(_told_apart(by), reporter, several=cases, whole=told_whole)


def _adds_up(said: Said, before: str) -> bool:
    """县政府35篇、部门16篇，共51篇: all of the place, whoever was named last."""
    *parts, whole = [int(n) for n in re.findall(r"\d+", before)] or [0]
    return len(parts) > 1 and sum(parts) == whole == said.found.value and bool(re.match("(?:共计?|合计|总计)", said.clause + said.quote))


def _in_others_channel(said: Said, reporter: Reporter) -> bool:
    """Whether it was published where others publish: another's gazette or account, the sites of all, a part of the body, one column."""
    if said.code.startswith("gazette") and (named := _GAZETTE.search(said.sentence)):
        another = reporter.level in GOVERNMENTS and named[1] and not re.match(reporter.around, "全" + named[1])
        if another or (reporter.level in ("department", "township") and not reporter.office):
            return True
    if said.code.endswith(("_posts", "_items", "_total")) and _of_inner(said.clause, reporter):
        return True
    told = said.clause + said.quote
    if _SHOWN_BY_OTHERS.search(told) or (reporter.level in (*BUREAUS, "township") and not reporter.office and _SITE_OF_ALL.match(told)):
        return True
    names = list(CHANNEL_NAMES.finditer(said.upto))
    before = said.upto[: names[-1].start()] if names else said.upto
    if reporter.known and (at := _AT_BODY.search(before)) and not re.search(f"(?:{reporter.names.pattern})$", at["who"]):
        return True
    at = _AT_GOVERNMENT.search(said.upto[: names[-1].end()]) if reporter.known and names else None
    if at and _CROWD.search(said.code) and not reporter.names.match(at["who"]) and not (said.code.startswith("columns") and re.match(OBJECTS, at[0].lstrip("，；："))):
        return True
    if reporter.level == "department" and not reporter.office and said.code.startswith(("website", "site")) and _KEPT_FOR_ALL.search(said.upto):
        return True
    if not said.code.endswith(("_posts", "_items", "_reads", "_followers")):
        return False
    if at and reporter.level in GOVERNMENTS and reporter.level != "township" and not _is_own_government(at["who"], reporter):
        return True  # 大同市政府网站 in the report of its district
    if names and _of_inner(re.split("[，；：]", before)[-1], reporter):
        return True  # 校团委公众号粉丝3.5万人，全年推送信息410条
    alone = reporter.level in BUREAUS or reporter.office
    return bool(_IN_COLUMNS.search(said.before) or _CHANNEL_OF_OTHERS.search(before) or (alone and _OF_ALL_AROUND.search(before)) or ((alone or reporter.level == "township") and _VILLAGE_BOARD.search(before)))


def _of_inner(clause: str, reporter: Reporter) -> bool:
    """Whether a clause begins with a part of the body, and no name of its own (支队 of a 消防救援支队)."""
    own = reporter.names.match(re.sub("^20\\d\\d年", "", clause))
    return bool(_OF_INNER.search(clause)) and not (own and _UNIT.search(own[0]))


def _is_own_government(who: str, reporter: Reporter) -> bool:
    """Whether words that end with a government's name (在市政府) end with the publisher's."""
    named = [divisions for _, _, divisions in regions.mentions(who)]
    if named and all(division.name != reporter.place for division in named[-1]):
        return False
    return bool(re.search(f"(?:{reporter.names.pattern})$", who))


def _extreme(said: Said) -> bool:
    """Whether it is a threshold or a peak: so many items with more reads than that, or the most of one day."""
    upto = said.upto
    if _BOUND_AFTER.match(said.after):
        return True
    return bool(_PEAK.search(upto) or ("突破" in said.quote and not _CROWD.search(said.code))
                or (said.after.startswith("的") and (_THRESHOLD.search(upto) or upto.endswith(("以上", "以下")))))
