"""Of what a figure is: disclosure or the body's other work, which counts training, checks and cases as well."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.parse.facts.model import Said
from etl.parse.facts.numbers import amount, in_digits
from etl.parse.facts.patterns import RESULTS, any_of, compiled
from etl.parse.facts.reporter import Reporter
from etl.parse.facts.requests import OUTCOMES

#: 参加省厅培训3次，受训12人次: another body's training.
_TAKEN_PART = re.compile(
    r"(?:接受|迎接|配合|协助(?!下))[^，；：。]*(?:检查|督查|抽查|考[核评]|评估|测评)|(?:派|安排)[^，；：。]{0,8}参[加与]"
    r"|参[加与][^，；：。]{0,16}?(?:上级|中央|国[家办务]|省市|市县"
    r"|[省市州县区旗盟](?:级|厅|局|委|政[府务]|府|里|直|、))(?:(?!，[^，]{0,4}(?:举办|组织|开展|召开|自)).)*$")
_SOME_TAKEN_PART = re.compile("[，（]其中[，：]?(?:参[加与]|接受)")
#: 因拆迁被提起诉讼5件: of another cause than disclosure.
_OTHER_CAUSE = re.compile(
    r"因(?!此|上述|本|不服(?!行政[处许强征]|工伤|征[收地补]|拆迁)|其|该|公开|信息|政府信息|依申请)[^，。；公开]{2,16}(?:被|引[起发]|提起|产生|导致)")
#: 办理行政复议案件125件: cases that a body decides or conducts as its work, unless disclosure is spoken of.
_CASES_AS_WORK = re.compile(
    r"(?:办理|审理|审结|代理|承办|受理|办结|应诉)[^，；：、。\d]{0,6}?(?:行政)?(?:复议|诉讼|应诉)|收到(?:行政)?复议申请|行政应诉|作为被")
#: Cases that a body judges, a second instance, another body's: never this body's own.
_AS_JUDGE = re.compile(any_of(r"""
    (?:[一二再]审|上诉|申诉)(?!均|都|判)[^，；。、\d]{0,10}\d+(?:\D{0,2}|[件起宗例]（[^（）]*)$ (?:审[理结]|代理)的?(?:行政)?(?:复议|诉讼|应诉) 第三人
    为(?:行政)?复议机关 复议[机局][关构]?(?:共计?|不予|全年|累计)*(?:收到|受理|审理|办理|审结)
    法院(?!.*(?:[我本]|被告|[送转维]))[^，；：\d]{0,6}(?:审[理结]|受理|通报) 涉及?[下所直]属[^，；。]{0,6}(?:复议|诉讼) 以[^，；。]{1,12}为被 代理(?:[省市县区]|政府) 不服(?:[省市县区][^，；。]{1,10}[局委厅办]|的(?:行政)?复议)
"""))
#: 制发公文35件，其中主动公开12件、依申请公开8件、不予公开15件: of papers made, by whether they may be published, no requests.
_PAPERS = re.compile(
    r"公文|公开属性|属性(?:源头)?(?:认定|界定|管理)"
    r"|主动公开[^。；，\d]{0,6}\d+[件份条篇][^。]*?依申请公开[^。；，\d]{0,6}\d+[件份条篇][、，]和?不(?:予)?公开"
                     r"|主动公开\d+([件份条篇])[、，]依申请公开\d+\1|依申请公开\d+([件份条篇])[、，]主动公开\d+\2")
#: 提案3件，予以公开8件; 受理举报36件，不予处理4件: what became of other things than applications.
_OTHER_WORD = "建议|提案|公文|属性|举报(?!、?投诉类)|信访(?!、?举报)|投诉(?!类)|咨询|留言|反映|工单|抽[检查]|检验"
_OTHER_SUBJECT = re.compile(f"主动公开|审查|规范性文件|规章|{_OTHER_WORD}")
_REQUESTS = re.compile("申请|答复|办结")
#: 收到申请12件，大厅受理事项2600件，办结2500件: of what came last.
_RECEIVED = re.compile(r"(?:收到|受理|接到|接收|接听)([^，；\d]{0,12}(?:申请|公开|事项|举报|投诉|咨询|工单|来信|案件|信访|诉求|留言|来电|问题|线索|业务|办件))[^，；\d]*\d")
#: 行政处罚312件，均未发生复议.
_NONE_OF_THESE = re.compile(r"(?:处罚|执法|许可|征收|强制|审批)[^，；]*\d[^，；]*，(?:均|都)")
_ANOTHER_DEED = re.compile("，(?=[^，；]*(?:收到|发布|主动公开|召开|举办|开展|运维|培训|公开(?:政府)?信息|访问))")
#: 行政执法案件办结36件，结转下年3件; 热线接听326次，答复326件: what is carried over or answered is what was spoken of last.
_ANSWERED = re.compile(r"(?<=答复)(?:的?\d+件)?(?:申请)?中?[：，](?:属于?)?已?主动公开(?:范围)?的?(?=\d+件)")  # 答复：已主动公开39件，同意公开84件
_SUBJECTS = re.compile(f"复议(?:申请)?|诉讼|执法(?!案卷)|立案|结案|审计|{_OTHER_WORD}|热线|电话|来[电信]|信箱|信息公开|依申请公开|申请")
_CALLS = re.compile("热线|电话|来电|接听")
#: 上年结转的5件中予以公开2件; 新收的89件申请中，予以公开33件, where more were carried in: of these alone.
_OF_SOME = re.compile(r"(?:(?:结转|新收)的?\d+件(?:申请)?中[^；]*|(?:结转|当年)办[理结][^，；\d]*)$")
#: What says that the cases told beside it are those of disclosure.
_OF_CASES = re.compile("公开|申请|信息")
#: 政府公报4期, 编发公报4期; 统计公报1期, 价格公报12期 are no gazettes.
_GAZETTE = re.compile("(?:政府|办公[厅室]|管委会|[省市县区州旗府]|[编印版制出发送阅放行刊期册份本办订了的]|^|[，：、“《”（])公报")
#: What may stand before 行政复议 and says nothing of its matter.
_NO_MATTER = any_of(
    "公开 信息 申请 提 被 引 发生 出现 产生 [接收]到? 受理 [审办]理 应诉 案件 新 [本我全各某] [因由为对向以从与和及或] 导致 政[府务] [省市县区镇乡街] [局厅委办] 机关 单位 级 其 另 此外 同时 目前 共 计 累 均 都 败诉 纠 维持 撤 驳 未 无 没有 不 直接 起诉 经 法院 涉 关于 针 相 一 二 年 依 进行 完成 参与 结")
#: 工伤认定行政复议31件，行政诉讼19件; 行政处罚236件，行政复议3件, also where the section is on disputes: over what the body decides.
_OTHER_MATTER = re.compile(any_of(
    "工伤 认定 处罚 许可 强制 征[收地用] 拆迁 补偿 登记 确权 裁决 治安 土地 规划 社保 劳动 养老 商标 食品 环[评保] 执法 履职 [林产]权 职称")
                           +
                               "[^，；：、。\\d公申信]{0,6}(?:复议|诉讼|应诉)(?!.*公开)"
                               "|(?:^|[，；：、。\ufffc])(?:全年|[今本]年度?|年内|另外?)*(?:(?!" + _NO_MATTER +
                               ")[\u4e00-\u9fff]){2,8}行政(?:复议|诉讼)(?!.*公开)"
                               "|^(?!.*公开).*(?:(?<!信息)类(?:行政)?(?:复议|诉讼)|立案|受案|处罚|接警|执法|抽检)")
#: 受理复议案件12件，其中县政府为被申请人3件: cases that it decides, some of which are its own.
_SOME_AGAINST = re.compile("[^；。]*其中[^；。\\d]{0,16}为被(?:申请人|告)")
#: 公开提案18件的办理结果; 主办建议6件、会办9件: put out, and those of which it is the first of several.
_RESULTS_OF = re.compile(r"(?:、[^，；。]*)?的?(?:办理)?(?:结果|情况|答复|复文|复函)")
_LED, _JOINED = re.compile("主办|领办|牵头"), re.compile(r"[，、；][^，、；。\d]{0,4}[会协分]办[^，；。\d]{0,8}\d")
#: 粮食库存检查2次, 安全培训126期: of what, where it is neither disclosure nor said.
_TASK_WORDS = compiled(any_of("""
    举办 举行 组织 开展 召开 进行 实施 接受 完成 先后 业务 专题 专项 工作 日常 常态化? 定期 不定期 (?<!双)随机 全面 全覆盖 集中 联合 内部 线上 线下 网上 现场 实地 集体 全员 轮流 回头看 各类(?=培训) 各项 相关 有关 系统 季度 年度 月度 半年 [全今本]年度? 自[办行主] 认真 积极 按期 分[批期]
    政务 政府 信息 网站 监测 通报 简报 动态 新媒体 栏目 平台 账号 目录 内容 发布 条例 保密 审查 工作人员 人员 骨干 信息员 联络员 村[级组]? 社区 [镇乡街]道? 干部 职工 学习 能力 提升 素质 知识 讲座 活动 辅导 轮训
    培训[班会]? 检查 巡查 督查 督导 抽查 自查 排查 考核 考评 评估 测评 全?[我本全]?(?:[省县区州旗镇乡局街系]|市(?!场))道? 单位 部门 科室 乡镇 情况 进行 共计? 累计 总计 合计 多 余 以上 近 约 [一二三四五六七八九十] 班?次数? [期个轮名人份性] (?<!市)场 的 了 和 及 与 、 对 等
""") + "|[^\u4e00-\u9fff]")
_PUBLICITY = re.compile("政策|宣[传讲]|普法|法[律规]|条例|解读|“[^”]*公开[^”]*”")
#: 复议9件（均为工伤类），其中维持4件.
_ALL_OF_OTHER = re.compile("（均[为系是](?![^）]*公开)[^（）]{2,12}(?:类|纠纷|案件)）")
#: What is done for disclosure and for other work as well; 组织法治培训2次，其中信息公开1次 says both, and the part is meant.
_ALSO_OTHER_WORK = re.compile(
    "training_courses|trainees|meetings|publicity_events|inspections|assessments|work_bulletins|complaints|research_papers|review|litigation")
_DISCLOSURE = re.compile("(?<![村居党财厂校院账]务)公开|政务(?!服务|礼仪|培训)")
#: What a body does, teaches and examines as its own work.
_OTHER_WORK = re.compile(any_of("""
    就业 创业 技能 职业 安全生产 消防 防[汛火灾控] 党[员务建] [村居财厂校院账]务公开 医德 保密 廉[政洁] 应急 财务 执法 农[民业技机村] 实用技术 电商 急救 救护 干部(?=培训) 医[务护疗] 护理 教师 家长 纳税人 反诈 驾驶 风险 (?<!营商)环境 食品 药品 疫情 满意度 政务(?=服务|礼仪|培训)
"""))
#: 行政执法培训12场，政务公开培训2场，共计培训860人次; 培训3期，其中农机2期、政务公开1期，共培训260人次: so many at both.
_COURSE = re.compile(
    r"([^，、；\d]*)(?:培训[^，、；\d]{0,4}|(?<=其中)[^，、；\d]{1,8}|(?<=[期次场]、)(?![^，、；\d]*会)[^，、；\d]{1,8})\d+[次期场个]")
_COURSES = re.compile("(?:举[办行]|组织|开展|召开)[^，；：、]*培训|[^，；：、]{0,6}培训")
_CHECKED = re.compile("(?:^|[，；：])(?:组织|开展|进行)[^，；：]*(?:检查|督查|督导|巡查|抽查)[^，；：]*(?=，$)")
_TASKS = re.compile(r"training_courses|trainees|inspections|assessments|monitoring_reports|work_bulletins")
_PART_FOR_DISCLOSURE = compiled(
    r"(?:[，；（](?:其中|涉及|包括|含)[，：]?|：)(?:[^，。；：\d公]{1,16}\d+[次期场个人]{1,2}[、，])*[^，。；：\d]{0,16}(?:公开"
    r"|政务)[^，。；：\d]{0,10}#次|期|场|场次|班次|个|轮|人次|人|名|件|起|例|宗|项|份|篇#")
#: 复议12件，均与政府信息公开无关; 诉讼12件，无涉及政府信息公开的案件.
_NOT_FOR_DISCLOSURE = re.compile(any_of(r"""
    (?:、[^，；。（]{2,12}|，[^，；。\d]{0,16}|，[^，；。]{0,20}(?=，(?:以上)?(?:均|都|全部)))?[，；（][^，；。]{0,12}(?:公开[^，；。]{0,6}无关|(?:[均都]非|不是|不属于)[^，；。]{0,6}公开|(?:[无未不]|没有)涉及[^，；。]{0,8}公开)
    ，(?:内容|原因|[案事诉]由)[为系是](?![^，；。]*公开)
    (?:[，、](?:行政)?诉讼\d+[件起宗例])?，(?:均|全部|都)?(?:[为系是]|属于?)(?![^，；。]*公开)[^，；。]{2,12}(?:类|纠纷|决定)
    （因(?![^（）]*公开)[^（）]{2,16}）
    ，(?:均|全部|都)?(?:[为系是]|属于?|涉及)(?![^，；。]*公开)[^，；。\d]{0,10}(?:认定|争议|征收|征地|拆迁|补偿|许可|处罚|登记|确权)(?=[，；。]|$)
    （不含[^）]*公开
    ，(?:均|全部|都)?因(?![^，；。]*(?:公开|信息))[^，；。]{2,16}(?:引[起发]|产生|提起)
    (?:、[^，；。（]{2,12})?（均[为系是](?![^，；。]*公开)[^，；。]{2,12}(?:类|纠纷|案件)）
"""))


def of_other_work(said: Said, heading: str, above: str, reporter: Reporter) -> bool:
    """Whether what is counted only shares its name: papers made, by whether they may be published, cases that the body decides or
    conducts, whatever they are about, as 司法局 do, or training and checks in its own trade. ``above``: what its paragraph says before
    the sentence, and the line on top of it."""
    code = said.code.removesuffix("_share")
    if _TASKS.match(said.code):
        clause = said.upto.rpartition("；")[2]
        courses = _COURSE.findall(said.before) if said.code == "trainees" and re.search("共|[合累总]计", said.clause + said.quote) else []
        if _TAKEN_PART.search(clause) or _SOME_TAKEN_PART.match(said.after) or (len(courses) > 1 and not all(map(_DISCLOSURE.search, courses))):
            return True
        return any(not _DISCLOSURE.search(clause[clause.rfind("，", 0, other.start()) + 1 :]) for other in _OTHER_WORK.finditer(clause))
    if said.code.startswith(("npc", "cppcc")):
        shown = re.search("公[开布示]|发布", said.upto.rpartition("；")[2]) and _RESULTS_OF.match(said.after)
        return bool(shown or (_LED.search(said.clause + said.quote) and ("其中" in said.before or _JOINED.match(said.after))))
    if said.code.startswith("gazette") and "公报" in said.clause + said.quote and not _GAZETTE.search(said.clause + said.quote):
        return True
    if said.code in ("requests_received", "requests_handled", "requests_answered") and _CALLS.search(said.upto if said.code.endswith("answered") else said.clause + said.quote):
        return True
    if (code in OUTCOMES or code == "requests_answered") and (got := _RECEIVED.findall(said.before)) and not re.search("申请|公开", got[-1]):
        return True
    if said.code.startswith(("requests_carried", "requests_answered")) and (subjects := _SUBJECTS.findall(said.upto)):
        return subjects[-1] not in ("信息公开", "依申请公开", "申请")
    if code in OUTCOMES and re.search("公文[^，；]*属性(?!.*申请(?!公开))", said.before):
        return True
    if code in ("requests_received", "requests_denied") and _PAPERS.search(said.sentence):
        return not re.search("收到|受理|新收|申请(?!公开)", re.split("；", said.before)[-1] + said.quote + re.split("；", said.after)[0])
    if code in OUTCOMES and "结转" in said.sentence and _OF_SOME.search(said.before):
        return True
    if code in OUTCOMES and "申请" not in said.before + said.quote + said.after.partition("；")[0]:
        return bool(_OTHER_SUBJECT.search(_ANSWERED.sub("", said.upto))) or (said.quote.startswith("国家秘密") and "不予公开" not in said.before)
    if code in OUTCOMES and "；" in said.before and not _REQUESTS.search(part := said.before.rpartition("；")[2] + said.quote):
        return bool(_OTHER_SUBJECT.search(part)) or said.quote.startswith("国家秘密")
    if not said.code.startswith(("review", "litigation")):
        return False
    if said.found.value == 0 and _NONE_OF_THESE.search(said.before + said.quote[:1]):
        return True
    own = list(re.finditer(rf"以?(?:{reporter.names.pattern})作?为被(?:申请人|告)的?", said.upto)) if "为被" in said.upto else []
    upto = said.upto[: own[-1].start()] + said.upto[own[-1].end() :] if own else said.upto
    decided = re.search("受理|[办审]理|审结|收到", said.clause + said.quote) and _SOME_AGAINST.match(said.after)
    if decided or (reporter.court and "被" not in said.clause) or _AS_JUDGE.search(said.upto[own[-1].end() :] if own else upto.rpartition("；")[2]) or (_AS_JUDGE.match(said.after[1:]) and said.after.startswith("（")):
        return True
    if _OTHER_MATTER.search(said.upto.rpartition("；")[2]) and not _DISCLOSURE.search(said.after.split("；")[0]):
        return True
    cause = _OTHER_CAUSE.search(said.upto)
    caused = bool(cause and "公开" not in said.upto[cause.end() :])
    if _ALL_OF_OTHER.search(said.before) or (caused and not re.search("信息|答复|申请", cause[0])):  # type: ignore[index]
        return True
    if re.search("复议|诉讼|公开", heading):
        return False
    before = said.upto
    after = re.split("；(?!均|都|全部|其中)", said.after)[0]
    if _CASES_AS_WORK.search(said.clause + said.quote) or re.search("办理|代理|审理|承办|受理", said.clause):
        # of what it does as its work other parts of the sentence say nothing
        before, after = re.split(r"\d[^，；]*[，；]|；", said.before)[-1] + said.quote, _ANOTHER_DEED.split(after)[0]
    against = re.search("公开|被纠|败诉", re.sub("(?:未|没有|无)[^，；]*", "", before + after.split("其中")[0]))
    if heading and against is None and said.found.value and not _OF_CASES.search(above + said.sentence):
        return True  # 我局被提起诉讼2件: over whatever
    return (against is None and bool(_CASES_AS_WORK.search(upto)) and not (own and _PART_FOR_DISCLOSURE.match(said.after))) or caused


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
        # 对全省煤矿培训6300人次, 消防宣传126场, 编发水务简报26期: what stands before its own words says of what
        if said.code == "work_bulletins" and not said.clause and (checked := _CHECKED.search(said.before)):
            return None if len(_TASK_WORDS.sub("", checked[0])) > 1 else said  # 作风督查12次，通报3期
        of_what = said.code in ("publicity_events", "work_bulletins") or (said.code == "trainees" and said.clause.startswith("对"))
        lead = _PUBLICITY.sub("", re.split("[编印下刊][发印制]|发布", said.clause)[-1]) if of_what else ""
        if said.code == "trainees" and not re.match("(?:接受)?培训", said.quote) and (courses := _COURSES.findall(said.before)):
            return None if not _DISCLOSURE.search(courses[-1]) and len(_TASK_WORDS.sub("", courses[-1])) > 1 else said  # 窗口人员培训24期，1180人次
        named = (lead or said.code in ("training_courses", "inspections")) and len(_TASK_WORDS.sub("", lead + (said.quote if said.code == "training_courses" else _PUBLICITY.sub("", said.quote)))) > 1
        return None if named else said
    own = amount(part)
    if own.unit != said.found.unit or (said.code.endswith(tuple(RESULTS)) and "其中" not in part[0]):
        return None  # 维持2件，涉及信息公开1件
    return replace(said, found=replace(said.found, value=own.value, approximate=own.approximate, end=said.found.end + spans[part.end() - 1][1]))
