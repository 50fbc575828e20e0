"""Whose figure it is, and of what: the report's body or others around it, the whole or a part, disclosure or other work."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.parse.facts.channels import CHANNEL_NAMES
from etl.parse.facts.kinds import KINDS
from etl.parse.facts.model import Said
from etl.parse.facts.numbers import amount, in_digits
from etl.parse.facts.patterns import any_of, compiled
from etl.parse.facts.requests import OUTCOMES
from etl.parse.facts.when import FLOWS
from etl.report import BUREAUS, GOVERNMENTS, Identity, Level

#: How a body calls itself and all bodies around it, for what is compared with the tables as well.
OURSELVES = r"[本我](?:机关|单位|部门?|级|局|委|厅|办|镇|乡|街道|院|校|所|中心)"
AROUND = r"(?:全|(?=[省市县区州盟旗镇乡街村]{2,4}[两三四]级))(?:[省市县区州盟旗镇乡]|街道|系统|行业)(?!人民)"
#: 我市水务局: a body of the place, not the place itself.
_OF_PLACE = r"[^，；：、\d]{1,10}?(?:局|委员会|厅|办(?!事)|中心|院|学校?|公司|所|队|[乡镇](?!村))"
_OFFICES = "(?:(?:人民)?政府(?:办公?[室厅]?|本级)?|办事处|本级)"
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
_SHARE_OF_OFFICE = re.compile(r"[^。]*?[，；（](?P<among>其中[，：]?)?(?:[^，；。\d]{0,8}政府办(?:公[室厅])?|[我本](?:办|机关|单位))(?P<did>[^，；。\d]{0,8})\d")
_AROUND = re.compile(AROUND + "(?![^；]*(?:；|[我本][局委厅办]|本机关))")
#: 其中本局收到申请12件: a bureau's own, however much larger than it the whole is.
_OF_ITS_OWN = re.compile(rf"其中[，：]?(?:{_OWN})[^，；。\d]{{0,6}}$")
#: 下属单位公开300条, 我局及所属单位公开900条, 指导各乡镇公开3200条, 报请市政府出台3件: what others do, alone, with the body or with its help.
_OF_OTHERS = re.compile(
    r"^(?:20\d\d年)?(?:(?:[我本全][局委厅院校关]|局?机关|集团|公司)(?:及其?|和|与)?)?(?:[各局委厅部]?(?:下属|所属|直属)|各分局|[部局委厅]属|基层|(?:全.)?公?共?企事业单位|[^，；\d]*等\d+[家个]单位)"
    r"|参与(?=.{0,4}$)|(?:协助|配合|参与|代为?|报请?|提请)(?:办理?|答复)?(?:[省市县区州旗镇乡]|上级|法院|本级|同级|兄弟|群众|(?<=代办)(?!事))|(?:指导|督[促导])(?!下(?![属级辖])).{0,8}(?:各|单位|部门|[镇乡村校局])")
#: 派出机构受理1206件，答复1198件: what goes on about the same body.
_ALSO = re.compile(r"(?:受理|收到|公开)[^，；。\d]*\d+[^，；。\d]{1,2}，(?:均|已|全部|按[时期]|共)*$")
_BODY = r"[省市县区州旗](?!直?机关)[^，；、：\d]{2,10}(?:中心|局|委|厅|院|公司|大队)"
#: 复议案件14件，其中涉及县公安局6件: cases against others as well.
_AGAINST_OTHERS = re.compile(rf"[，（]其中[，：]?(?:涉及?|以)?(?P<who>{_BODY})[^，；。\d]{{0,4}}\d")
#: 县级机关受理26件，乡镇受理9件; 县政府办收到12件，县住建局收到10件: one of several that stand beside each other.
_OF_ONE = re.compile(r"(?:[省市县区](?:[级直]属?各?(?:行政|政府)?(?:机关|部门|单位)|本级)|各(?:部门|单位)|(?<!全.)(?:政府(?!信息)|委)(?:办公?[室厅]?|机关|本级)?)[^，；。\d]*\d[^，；。]*$")
_OF_OTHER_TIERS = re.compile(
    rf"(?![，；（]其中)[^。]{{0,30}}?[，；、](?:(?:各?(?:部门(?!户)|单位|乡|镇|街道|市县|县区|区县|[县区]（|基层|下级)|[市县区]级)[^，。；\d]*\d|{_BODY}(?!转|移)[^，。；\d]{{0,12}}\d)")
#: 县融媒体中心发布8652条; 省水利厅、市水利局下发6件; 各设区市部门共收到213件: who acts, named at the head of a clause.
_SEVERAL = (
    r"(?:辖区内?|下辖)?(?:\d+|[一二三四五六七八九十]+)个(?:社区|[村居](?!民)|乡|镇|街道|区县|县区)|(?:[^，；：、\d“”《》（）网我本]{0,6}?[省市县区州旗][级属直]?)?各(?![类种项渠方平大])[^，；：、\d“”《》（）]{0,10}?(?:部门|单位|机关|[市县区州旗镇乡村校院站所]|街道|社区|企业|机构)|(?:[省市县区州旗][级属直]?)?(?:部门(?!户)|单位)|乡镇|镇[乡街]|街镇|区县|县区|市[县州]|派出(?:机构|所)|[下所直省市县区州]属(?!于)|.{2,6}分局|.{2,6}系统(?=[各内共公收受])|.{0,4}(?:人大|政协)(?=公开|发布)")
#: 全市各区县公开12.6万条: not the city's own bodies.
_SOME_OF_PLACE = re.compile(r"(?:\d+个|各)[市县区旗乡镇街道办事处]+(?!.*(?:部门|单位|机关))")
#: What makes the bodies behind it objects: 邀请人大代表、企业代表, 在县档案馆、图书馆.
_OBJECTS = (r"(?:根据|[按依]照|依据|通过|落实|针对|结合|围绕|配合|协助|联合|会同|参[加与]|邀请|组织|制定|制发|出台|印发|修[订改]|废止|公布|编[印发制]|积极|充分|利用|依托|借助|面向"
            r"|[报向对在被为与和同从据以将把受请经])")
_NO_NAME = rf"(?!{_OBJECTS})"
_PART_OF_NAME = r"[^，；：、\d到开布理办交动送据“”《》（）网我本]"
_ONE = (
    rf"{_NO_NAME}(?:上级|国家|{_PART_OF_NAME}{{0,5}}[省市县区州旗](?!直?机关|长))"
    r"[^，；：、\d“”《》（）网我本]{0,10}?(?:[局委厅馆](?![办员])|(?:政务公开|(?<![转交承督查领主举代协开催补]))办(?:公室)?+|院|署|中心|公司|大队|所|政府(?!办)|镇|街道|学校|[中小大]学)"
    rf"|{_NO_NAME}{_PART_OF_NAME}{{1,10}}?(?:[中小大]学|学[院校]|[一二三四五六七八九十]中|幼儿园|医院|卫生院|法院|公司|集团|企业|派出所|司法所|工作队|[村居]委会|[镇乡](?=[公发收受])|(?<=档案)馆|(?<=图书)馆|(?<![全内支总干局])部(?![门分署位]))")
#: 省厅及厅直属单位, 局机关和下属单位.
_WITH_OTHERS = re.compile(r"(?:机关|本级)?(?:(?:及其?|和|与|、)(?:[^，；\d]{0,6}(?:[下所直局厅委部]属|下辖|单位|部门|学校|分局)|各(?:[市县区镇乡村]|街道|社区|分局))|[下所直]属|\d+个(?:社区|[村居](?!民)))")
#: 受理31件，不计入本报告; 热线受理15623件，转我局342件; 以县政府名义制发6件，以县政府办名义制发5件.
_NOT_ITS_OWN = re.compile(r"[^。；\d]{0,10}(?:不|未)(?:计入|纳入|列入)|，[^，；\d]{0,4}[转交]办?[给由]?[我本]|，以[^，；。\d]{2,12}名义")
#: 县融媒体中心抖音号 is that body's own, 县政府网站 everybody's who publishes there.
_ACTOR = re.compile(
    rf"(?:据(?=.*(?:统计|通报|监测))[^，；]{{0,10}})?(?:(?P<several>{_SEVERAL})|{_ONE})(?:（[^（）]{{1,6}}）)?"
    r"(?!(?<=政府)[^，；：\d]{0,6}(?:网|门户|官[网方微]|公众号|微|平台|系统|公报|公告|专栏|账?号|信箱|热线)|[^，；：\d]{0,4}(?:信箱|热线|公报)|信息公开|[的及和与）]|[^，；\d]{0,6}转[办来交送给]|等(?![^，；]{0,6}(?:单位|部门|机构|企业))|代表|人员|群众|要求|部署|高度|领导|主[要任]|$)")
_WHEN = re.compile(r"^(?:20\d\d年度?|[全今]年|年内|本年度|同时|此外|[另而]外?|其中|我[省市县区州旗镇乡](?=各))*")
#: 通过信函受理申请22件; 收到申请57件自然人申请; 102件，剔除重复件后为89件: a part by the way or by who asks, and what is set right at once.
_ONE_WAY = re.compile("通过(?!.*(?:等|各|多种)).*(?:信函|邮|网|当面|现场|传真|系统|平台|窗口|在线)")
_PART_OR_WRONG = re.compile(r"(?:自然人|公民|法人|企业|组织|个人|网[上络]|信函)|，(?:剔除|扣除|去除|合并)[^，。；\d]{0,10}后|[^。；]*(?:登记为|核定为|实际登记|按(?=\d+件处理))\d")
#: 信息中心更新信息126条: a part of a body, where one item may go through several hands.
_OF_INNER = re.compile(r"^(?:20\d\d年)?(?![我本])[^\d省市县区州旗]{1,8}(?:中心|(?:[科股]|(?<!办事)处)室?|大队|所|站)(?:全年|今年|共计?|累计|主动|负责|更新|[在通].{0,8})*$")
#: 各村公示栏, 村级公示栏, 配合县融媒体中心网站: not the body's own.
_CHANNEL_OF_OTHERS = re.compile(r"(?:各(?![类种项渠方平大级])[^，；：在用通\d]{1,10}|[村组社]级[^，；：\d]{0,4}|(?:配合|协助|指导|督促)[^，；：\d]*)$")
#: 推进全县政府网站集约化: the sites of all.
_OF_ALL_AROUND = re.compile(AROUND + "(?:各级|政府|政务)*$")
#: 开设专题5个，发布信息2380条: of these alone.
_IN_COLUMNS = re.compile("(?:专栏|栏目|专题|专区)\\d{1,3}个，$")
#: 区级建议32件、市级5件: of one tier's congress each.
_TIER = re.compile(r"(全国|[省市县区州旗镇乡])级?(?=人大|政协|[、，]|[^，；、。\d]{0,4}(?:建议|提案)|\d)")
#: 参加省厅培训3次，受训12人次: another body's training.
_TAKEN_PART = re.compile(
    r"(?:接受|迎接)[^，；：。]*(?:检查|督查|抽查|考[核评]|评估|测评)|参[加与][^，；：。]{0,16}?(?:上级|中央|国[家办务]|[省市州县区](?:级|厅|局|委|政[府务]|府|里|直|、))(?:(?!，[^，]{0,4}(?:举办|组织|开展|召开|自)).)*$")
#: 市档案馆接收公开信息230件: papers that go from one to another.
_HANDED_ON = re.compile("接收|移[交送]|报送|上报|抄送|归档")
#: 阅读量超1000次的有12篇, 单篇最高阅读量3.2万次: a threshold and a peak.
_THRESHOLD = re.compile(r"(?:超过?|逾|以[上下]|不足|大于|[过达]到?)[\d.万千百余多]{1,10}[^，。；\d]{0,4}$")
_MOST = re.compile("(?:单[次日月]最|最多)[^，。；]*$")
_PEAK = re.compile(r"(?:单[篇条个日]|最[高多大]|峰值)[^，。；]*$")
#: 转发上级政策解读62条; 以市政府名义印发规范性文件2件.
_MADE_BY_OTHERS = re.compile("转[发载]")
_IN_NAME_OF = re.compile("以(?P<who>[^，；。以]{2,12})的?名义")
#: Somebody named in quotes, one column of the site, or several channels one after the other: what they publish is not all.
_NAMED = re.compile(r"[”》\"](?!.*等(?:渠道|平台|方式|途径|载体))[^，。；]{0,12}$|(?:专栏|栏目|专题|专区)(?:\d{1,3}个[，、])?[^，。；]{0,6}$|[”》]等?(?:专栏|栏目|专题|专区)，[^，。；]{0,6}$|知识库[^，。；]{0,6}$|分别$")
#: 依托县融媒体中心平台发布信息86条.
_BY_PLATFORM = re.compile("(?:依托|通过|利用|借助|运用|在)[^，；]*平台[^，；]{0,8}$")
_ALL_CHANNELS = re.compile("等(?!(?:政务)?新?媒体)|其他|各[种类渠途方平]|多种")
#: 因拆迁被提起诉讼5件: of another cause than disclosure.
_OTHER_CAUSE = re.compile(r"因(?!此|上述|本|不服(?!行政[处许强征]|工伤|征[收地补]|拆迁)|其|该|公开|信息|政府信息|依申请)[^，。；公开]{2,16}(?:被|引[起发]|提起|产生|导致)")
#: 办理行政复议案件125件: cases that a body decides or conducts as its work, unless disclosure is spoken of.
_CASES_AS_WORK = re.compile(r"(?:办理|审理|审结|代理|承办|受理|办结|应诉)(?:的|了|各类|全[市县区省州])?(?:行政)?(?:复议|诉讼|应诉)|收到(?:行政)?复议申请|行政应诉|作为被")
#: Cases that a body judges, a second instance, another body's: never this body's own.
_AS_JUDGE = re.compile(any_of(r"""
    (?:[一二再]审|上诉|申诉)(?!均|都|判)[^，；。、\d]{0,10}\d+\D{0,2}$ (?:审[理结]|代理)的?(?:行政)?(?:复议|诉讼|应诉) 第三人
    作为(?:行政)?复议机关 复议[机局][关构]?(?:共计?|不予|全年|累计)*(?:收到|受理|审理|办理|审结)
    法院(?!.*(?:[我本]|被告|[送转维]))[^，；：\d]{0,6}(?:审[理结]|受理|通报) 涉及?[下所直]属[^，；。]{0,6}(?:复议|诉讼) 以(?:[省市县区]政府|各[^，；。]{0,4}|[^，；。]{1,8}(?:部门|单位|局))为被 代理[省市县区] 不服[省市县区][^，；。]{1,10}[局委厅办]
"""))
#: 制发公文35件，其中主动公开12件、依申请公开8件、不予公开15件: of papers made, by whether they may be published, no requests.
_PAPERS = re.compile(r"公文|公开属性|属性(?:源头)?(?:认定|界定|管理)|主动公开[^。；，\d]{0,6}\d+[件份条篇][、，]依申请公开[^。；，\d]{0,6}\d+[件份条篇][、，]和?不(?:予)?公开"
                     r"|主动公开\d+([件份条篇])[、，]依申请公开\d+\1|依申请公开\d+([件份条篇])[、，]主动公开\d+\2")
#: 提案3件，予以公开8件; 受理举报36件，不予处理4件: what became of other things than applications.
_OTHER_WORD = "建议|提案|公文|属性|举报(?!、?投诉类)|信访(?!、?举报)|投诉(?!类)|咨询|留言|反映|工单|抽[检查]|检验"
_OTHER_SUBJECT = re.compile(f"主动公开|审查|{_OTHER_WORD}")
#: 行政执法案件办结36件，结转下年3件; 热线接听326次，答复326件: what is carried over or answered is what was spoken of last.
_SUBJECTS = re.compile(f"复议(?:申请)?|诉讼|执法|立案|结案|审计|{_OTHER_WORD}|热线|电话|来[电信]|信箱|公开|申请")
_CALLS = re.compile("热线|电话|来电|接听")
#: 上年结转的5件中予以公开2件; 新收的89件申请中，予以公开33件, where more were carried in: of these alone.
_OF_SOME = re.compile(r"(?:(?:结转|新收)的?\d+件(?:申请)?中[^；]*|(?:结转|当年)办[理结][^，；\d]*)$")
#: 税务行政处罚236件，税务行政复议3件: disputes in a sentence on the body's own trade.
_OTHER_TRADE = re.compile("(?<!信息)类(?:行政)?(?:复议|诉讼)|立案|受案|处罚|接警|举报|执法|抽检")
#: What is done for disclosure and for other work as well; 组织法治培训2次，其中信息公开1次 says both, and the part is meant.
_ALSO_OTHER_WORK = re.compile("training_courses|trainees|meetings|publicity_events|inspections|assessments|complaints|research_papers|review|litigation")
_DISCLOSURE = re.compile("公开|政务(?!服务|礼仪|培训)")
#: What a body does, teaches and examines as its own work.
_OTHER_WORK = re.compile(any_of("""
    就业 创业 技能 职业 安全生产 消防 防[汛火灾控] 党[员务建] 农[民业技机村] 实用技术 电商 急救 救护 干部(?=培训) 医[务护疗] 护理 教师 家长 纳税人 反诈 驾驶 风险 (?<!营商)环境 食品 药品 疫情 满意度 政务(?=服务|礼仪|培训)
"""))
#: 行政执法培训12场，政务公开培训2场，共计培训860人次: so many at both.
_COURSE = re.compile(r"([^，、；\d]*)培训[^，、；\d]{0,4}\d+[次期场个]")
_TASKS = re.compile(r"training_courses|trainees|inspections|assessments|monitoring_reports|work_bulletins")
_PART_FOR_DISCLOSURE = compiled(r"[，；（](?:其中|涉及|包括|含)[，：]?(?:[^，。；：\d公]{1,16}\d+[次期场个人]{1,2}[、，])*[^，。；：\d]{0,16}(?:公开|政务)[^，。；：\d]{0,10}#次|期|场|场次|班次|个|轮|人次|人|名|件|起|例|宗|项|份|篇#")
#: 复议12件，均与政府信息公开无关; 诉讼12件，无涉及政府信息公开的案件.
_NOT_FOR_DISCLOSURE = re.compile(any_of(r"""
    (?:、[^，；。（]{2,12}|，[^，；。\d]{0,16})?[，；（][^，；。]{0,12}(?:公开[^，；。]{0,6}无关|(?:[均都]非|不是|不属于)[^，；。]{0,6}公开|(?:[无未不]|没有)涉及[^，；。]{0,8}公开)
    ，(?:内容|原因|[案事诉]由)[为系是](?![^，；。]*公开)
    ，(?:均|全部|都)?(?:[为系是]|属于?)(?![^，；。]*公开)[^，；。]{2,12}(?:类|纠纷|决定)
    (?:、[^，；。（]{2,12})?（均[为系是](?![^，；。]*公开)[^，；。]{2,12}案件）
"""))


def is_part(said: Said, level: Level | None) -> bool:
    """Whether a figure that should be the whole is one after 其中, of a comparison, or of some channels alone."""
    running = said.running.rpartition("。")[2]
    own = level in BUREAUS and _AROUND.search(said.before.split("其中")[0]) and _OF_ITS_OWN.search(said.before)
    part = ("其中" in running and not own) or re.match("，另外?(?:办结|答复|收到|受理)", said.after)
    if KINDS[said.code].whole and part and said.found.value != 0 and "新收" not in said.quote:
        return True
    if said.code not in ("requests_received", "items_published_total"):
        return False
    if "直接" in said.clause[-2:] + said.quote[:2] and re.search(r"转[办来交送][^，；\d]*\d", said.sentence):
        return True
    if _ONE_WAY.search(said.clause):
        return True
    return bool(_PART_OR_WRONG.match(said.after)) if said.code == "requests_received" else _of_some_channels(said.before)


def _of_some_channels(before: str) -> bool:
    """What stands before a total since the last number names channels without saying that they are all, or somebody's own."""
    lately = re.split(r"[\d；]", before)[-1]
    return bool(_NAMED.search(before) or ((CHANNEL_NAMES.search(lately) or _BY_PLATFORM.search(lately)) and not _ALL_CHANNELS.search(lately)))


@dataclass(frozen=True, slots=True)
class Reporter:
    """The body whose report it is, as far as its level and its name tell."""

    level: Level | None
    names: re.Pattern[str]
    """How it calls itself: 我局, 区教体局 and 区局 of 崇川区教育体育局, a town also 全镇."""
    office: bool
    """The office of a government, which may tell of the whole place and of itself."""
    around: str
    """What it calls all bodies whose figures are its own: 全县 for a county, nothing for a bureau."""
    known: bool
    inner: re.Pattern[str] | None
    """How a government calls what is its own level's or its office's alone (市本级, 市政府办公室: a part of what its report tells), and an office
    the government to which others apply."""

    @classmethod
    def of(cls, identity: Identity) -> Reporter:
        name, place = identity.publisher or "", (identity.region or "").rpartition("/")[2]
        tier = place[-1:] if place[-1:] in tuple("省市县区州旗") else "[省市县区州旗]"
        around = "(?!)" if identity.level in BUREAUS else f"全(?:{tier}|[镇乡]|街道)|{tier}"
        if identity.level == "township":
            own, around = f"[我全]?(?:[镇乡](?!人大|中心|卫生|[司派村])|街道){_OFFICES}?" + f"|{re.escape(place)}{_OFFICES}?" * bool(place), "全(?:镇|乡|街道)"
        elif identity.level in GOVERNMENTS:
            own = f"我{tier}(?!{_OF_PLACE})|{tier}(?:{_OFFICES}|政务公开[^，；\\d]{{0,8}}办)" + f"|{re.escape(place)}(?:{_OFFICES}|(?!{_OF_PLACE}))" * bool(place)
        else:
            org = name.rpartition(place)[2] if place in name and place else name
            end = "委|会" if org.endswith("委员会") else re.escape(org[-1:]) or "(?!)"
            short = f"[{re.escape(org or '-')}]{{2,}}(?:{end})"
            own = f"(?:{re.escape(place)}|{tier}|(?<![省市县区州旗家])){short}|{place[-1:] or '总'}(?:{end})"
        own = f"{re.escape(name)}|{own}" if len(name) > 2 else own
        own = f"{tier}政?府办(?:公[室厅])?|{own}" if (office := name.endswith(("办公室", "办公厅"))) and "政府" in name else own
        inner = None
        if office:
            inner = re.compile(rf"(?:我?{tier}|{re.escape(place)})(?:人民)?政府(?:本级)?(?!办|门户|网|信息|系统)(?=[^，；]*(?:申请|复议|诉讼))")
        elif identity.level in GOVERNMENTS and identity.level != "township":
            inner = re.compile(rf"(?:我?{tier}|{re.escape(place)}|(?=本级))(?:(?:人民)?政府)?(?:本级(?:政府)?|机关|政?府?办公?[室厅]|政?府办)")
        names = re.compile(rf"(?:我[省市县区州旗](?={_OF_PLACE})|{re.escape(place)})?(?:{own})|{OURSELVES}|(?<![各属直])[部局厅委](?:本级|机关)")
        return cls(identity.level, names, office, around, bool(name) or identity.level in GOVERNMENTS, inner)


def _acts_another(upto: str, reporter: Reporter, several: bool = False, whole: bool = False) -> bool:
    """Whether the body that acts, named last at the head of a clause before the figure, is not the publisher (``several``: but many;
    ``whole``: or a part of it)."""
    clauses = (part for clause in re.split("[，：；]", re.sub("（[^（）]*）|(?<=[省市县区镇乡街])、(?=[市县区镇乡村街、]{1,5}[两三四]级)", "", upto)) for part in ([clause] if re.match(_OBJECTS + "|[各全]", clause) else clause.split("、")))
    for back, clause in enumerate(reversed([_WHEN.sub("", c) for c in clauses])):
        if whole and reporter.inner and reporter.inner.match(clause) and "转" not in clause and (not back or re.search(r"\d", clause)):
            return True
        if own := reporter.names.match(clause):
            return bool(_WITH_OTHERS.match(clause, own.end()))
        if around := re.match(f"[在由]?(?P<who>{AROUND})", clause):
            return reporter.level is not None and not (re.match(reporter.around, around["who"]) and not _SOME_OF_PLACE.match(clause, around.end()))
        if actor := _ACTOR.match(clause):
            if clause.startswith("各级") and reporter.level not in BUREAUS:
                return False  # all of the place
            return bool((reporter.known and not several) or (actor["several"] and reporter.level))
    return False


def _another_gazette(sentence: str, reporter: Reporter) -> bool:
    """Whether the gazette spoken of is a government's that the body is not: 省政府公报在我县发放2000册."""
    named = re.search("([省市县区州旗])?(?:人民)?政府(?:办公[室厅])?公报", sentence)
    return bool(named and (reporter.level in ("department", "township") or (named[1] and reporter.level in GOVERNMENTS and not re.match(reporter.around, "全" + named[1]))))


def _before_channel(upto: str) -> str:
    """What stands before the channel named last, or all where none is named."""
    names = list(CHANNEL_NAMES.finditer(upto))
    return upto[: names[-1].start()] if names else upto


def of_others(said: Said, reporter: Reporter) -> bool:
    """Whether the figure is the whole country's, that of all bodies around where the body's own follows, one part's of the place, a threshold
    or a peak."""
    upto, after, level = said.upto, said.after, reporter.level
    if said.code.startswith("gazette") and _another_gazette(said.sentence, reporter):
        return True
    office = _SHARE_OF_OFFICE.match(after) if reporter.office else None
    if _NOT_ITS_OWN.match(after) or (office and (office["among"] or (office["did"] and (
            office["did"][-2:] in said.clause + said.quote or (said.code == "requests_received" and re.search("收|受理", office["did"])))))):
        return True
    if said.code.endswith(("_posts", "_items", "_reads", "_followers")) and (_IN_COLUMNS.search(said.before) or _CHANNEL_OF_OTHERS.search(_before_channel(upto))
            or ((level in BUREAUS or reporter.office) and _OF_ALL_AROUND.search(_before_channel(upto)))):
        return True
    if said.code.startswith(("npc", "cppcc")) and (tiers := set(_TIER.findall(re.split(r"(?<=\d[件条项])、|[，；]", upto)[-1]))) and tiers != set(_TIER.findall(said.sentence)):
        return True
    if said.code.startswith(("interpretations", "policy", "normative", "regulations")) and _MADE_BY_OTHERS.search(said.clause + said.quote):
        return True
    if (named := _IN_NAME_OF.search(said.clause)) and _TOLD_WHOLE.match(said.code) and not reporter.names.match(named["who"]):
        return True
    if said.code.endswith(("_posts", "_items", "_total")) and _OF_INNER.search(said.clause):
        return True
    if (FLOWS.search(said.code) or said.code == "hotline_cases") and (_ALL_STATES.search(upto) or (_ALL_AROUND.search(upto) and _ITS_OWN.match(after))):
        return True
    around = _AROUND.search(upto) if level in (None, *BUREAUS) else None
    if around and "其中" not in upto and _SHARE_OF_ITS_OWN.match(after):
        return True
    if _OF_OTHERS.search(re.split("[，；：]", _ALSO.sub("", said.before))[-1]):
        return True
    if _WHOLE_PLACE.search(said.code) and (re.match("（由[省市县区]", after) or _HANDED_ON.search(said.clause)
            or ("_issued" not in said.code and _OF_ONE.search(upto) and _OF_OTHER_TIERS.match(after))):
        return True
    # who is trained may come from elsewhere, and a place's reading points stand in its library
    by = upto if said.code.removesuffix("_share") in OUTCOMES else upto.rpartition("；")[2]
    by = by[: by.rfind("，") + 1] if said.code == "trainees" and "参" in said.quote + after[:6] else by
    cases = said.code.startswith(("review", "litigation"))  # which courts and other bodies decide
    if cases and (against := _AGAINST_OTHERS.match(after)) and not reporter.names.match(against["who"]):
        return True
    if not (said.code == "reading_points" and level in GOVERNMENTS) and _acts_another(by, reporter, several=cases, whole=bool(_TOLD_WHOLE.match(said.code))):
        return True
    return bool(_MOST.search(upto) or (after.startswith("的") and (_THRESHOLD.search(upto) or upto.endswith(("以上", "以下")))) or ("reads" in said.code and _PEAK.search(upto)))


def of_other_work(said: Said, heading: str, reporter: Reporter) -> bool:
    """Whether what is counted only shares its name: papers made, by whether they may be published, cases that the body decides or
    conducts, whatever they are about, as 司法局 do, or training and checks in its own trade."""
    if _TASKS.match(said.code):
        clause = said.upto.rpartition("；")[2]
        courses = _COURSE.findall(said.before) if said.code == "trainees" and re.search("[共合累总]计", said.clause + said.quote) else []
        if _TAKEN_PART.search(clause) or (len(courses) > 1 and not all(map(_DISCLOSURE.search, courses))):
            return True
        return any(not _DISCLOSURE.search(clause[clause.rfind("，", 0, other.start()) + 1 :]) for other in _OTHER_WORK.finditer(clause))
    if said.code in ("requests_received", "requests_handled", "requests_answered") and _CALLS.search(said.upto if said.code.endswith("answered") else said.clause + said.quote):
        return True
    if said.code.startswith(("requests_carried", "requests_answered")) and (subjects := _SUBJECTS.findall(said.upto)):
        return subjects[-1] not in ("公开", "申请")
    if said.code in ("requests_received", "requests_denied") and _PAPERS.search(said.sentence):
        return not re.search("收到|受理|新收|申请(?!公开)", re.split("；", said.before)[-1] + said.quote + re.split("；", said.after)[0])
    if said.code in OUTCOMES and "结转" in said.sentence and _OF_SOME.search(said.before):
        return True
    if said.code in OUTCOMES and "申请" not in said.sentence:
        return bool(_OTHER_SUBJECT.search(said.upto))
    if not said.code.startswith(("review", "litigation")):
        return False
    upto = said.upto if "为被" not in said.upto else re.sub(rf"以?(?:{reporter.names.pattern})作?为被(?:申请人|告)的?", "", said.upto)
    if _AS_JUDGE.search(upto):
        return True
    if re.search("复议|诉讼|公开", heading):
        return False
    against = re.search("公开|被纠|败诉", re.sub("(?:未|没有|无)[^，；]*", "", said.upto + said.after.split("其中")[0]))
    part = said.upto.rpartition("；")[2]
    if "公开" not in part + said.after.split("；")[0] and _OTHER_TRADE.search(part):
        return True
    return (against is None and bool(_CASES_AS_WORK.search(upto))) or bool(_OTHER_CAUSE.search(said.upto))


def for_disclosure(said: Said) -> Said | None:
    """The figure of what was done for disclosure, where its sentence tells it apart from the whole: None if nobody can say which."""
    if not _ALSO_OTHER_WORK.match(said.code) or _DISCLOSURE.search(re.split("[，；：]", said.before)[-1] + said.quote):
        return said
    if _NOT_FOR_DISCLOSURE.match(said.after):
        return None
    after, spans = in_digits(said.after)
    part = _PART_FOR_DISCLOSURE.match(after)
    if said.code.startswith(("review", "litigation")) and (part is None or re.search("复议|诉讼", part[0])):
        # 复议12件、诉讼8件，其中涉及信息公开的复议4件、诉讼3件: each part has its own
        return None if re.match("[^。；]{0,20}[，（]其中[^。；]*公开(?:类|[^。；]*(?:复议|诉讼))", said.after) else said
    if part is None:
        return said
    own = amount(part)
    if own.unit != said.found.unit:
        return None
    return replace(said, found=replace(said.found, value=own.value, approximate=own.approximate, end=said.found.end + spans[part.end() - 1][1]))
