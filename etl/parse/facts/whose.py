"""Who acts: whether a sentence's figure is by another body than the one that reports, named before it."""

from __future__ import annotations

import re

from etl import regions
from etl.parse.facts.reporter import AROUND, Reporter
from etl.report import BUREAUS, GOVERNMENTS

#: 县融媒体中心发布8652条; 省水利厅、市水利局下发6件; 各设区市部门共收到213件: who acts, named at the head of a clause.
_SEVERAL = (
    r"(?:[一二三四五六七八九十两\d]{1,3}(?:[市县区旗镇乡]|街道)){2,4}(?=[^，；：、\d]{0,4}[公发收受召举制])"
    r"|(?:\d+|数?[一二三四五六七八九十两几百]{1,4})[个家户所][^，；：、\d“”《》（）网我本]{0,8}?(?:企业|公司|学校|医院|院校|机构|单位|部门|局|地市"
    r"|市[州县]|州市|县市)|(?:辖区内?|下辖)?(?:\d+|[一二三四五六七八九十两几数]+)个(?:社区|(?:行政)?[村居](?!民)|乡|镇|街道|区县|县区)"
    r"|(?:[^，；：、\d“”《》（）网我本]{0,6}?[省市县区州旗][级属直]?(?:机关)?)?各(?![类种项渠方平大])[^，；：、\d“”《》（）]{0,10}?(?:部门|单位"
    r"|机关|[市县区州旗镇乡村校院站所室队]|街道|社区|企业|机构)|(?:[省市县区州旗][级属直]?)?(?:部门(?!户)|单位)"
    r"|其[他它](?:部门|单位|机关|[科股处]室)|乡镇|[村组]级(?=[公发收受召举])|镇[乡街]|街镇|区县|县区|市[县州]|派出(?:机构|所)"
    r"|[下所直隶省市县区州部局厅委镇乡]属(?!于)|[省市县区州旗]本级|(?:兄弟|驻.)单位|.{2,6}分局|.{1,6}系统(?=[各内共公收受现开有运])"
    r"|.{0,4}(?:人大|政协|[纪团]委)(?=公开|发布|通过|在)")
#: 全市各区县公开12.6万条: not the city's own bodies.
_SOME_OF_PLACE = re.compile(r"(?:各(?:行政村|村|社区|学校|医院)|(?:\d+个|各)[设市县区旗乡镇街道办事处]+)(?!.*(?:部门|单位|机关))")
#: What makes the bodies behind it objects: 邀请人大代表、企业代表, 在县档案馆、图书馆.
_TOWARDS = "(?:根据|[按依]照|落实|贯彻|针对|结合|围绕|聚焦|面向|对照)"
OBJECTS = (
    r"(?:根据|[按依]照|依据|通过|落实|针对|结合|围绕|配合|协助|联合|会同|参[加与]|邀请|登载|刊[登载]|组织|制定|制发|出台|印发|修[订改]|废止|公布"
    r"|编[印发制]|积极|充分|利用|依托|借助|面向"
    r"|[报向对在被为与和同从据以将把受请]|经(?!开区|济|信))")
_NO_NAME = rf"(?!{OBJECTS})"
#: 围绕教育、医疗…: what 、 parts is one clause.
_LIST = re.compile(rf"{OBJECTS}|[各全]|[^、\d]{{2,12}}{_TOWARDS}[^、\d]*、")
_PART_OF_NAME = r"[^，；：、\d到开布理办交动送据“”《》（）网我本]"
_ONE = (
    rf"{_NO_NAME}(?:国家税务总局(?=[^，；\d]{{2,12}}税务局)|上级|国家|{_PART_OF_NAME}{{0,5}}(?:开发)?[省市县区州旗](?!直?机关|长))"
    r"[^，；：、\d“”《》（）网我本]{0,10}?(?:委员会|管委会|[局委厅馆](?![办员]|(?<=委)编|[宣组统].部)|总?工会|[残妇科文]联|科协|红十字会|工商联"
    r"|(?:政务公开|(?<![转交承督查领主举代协开催补]))办(?:公[室厅])?+|院|署|中心|公司|队|支行|所|(?<!网)站(?!点)|政府(?!办(?![理结]))|镇|街道|学校"
    r"|[中小大]学|[宣组统].部)"
    rf"|[村居]民?委员?会|派出所|司法所|融媒体中心|景区(?=公|微|官)|上级(?=公开|发布|举[办行]|召开|组织|开展|制发)"
    rf"|该(?:[局委厅办校院行队市县区镇乡村]|街道|单位|部门|公司|中心)"
    rf"|{_NO_NAME}{_PART_OF_NAME}{{1,10}}?(?:[中小大]学|学[院校]|[一二三四五六七八九十]中|(?<=[省市县区州旗镇乡])[一二三四五六七八九十][高小]"
    rf"|幼儿园|(?:园|开发|经开|高新|景)区(?=[公发收受主举召制印微官]|通过|全年|门户|网站)|(?<=..)[局村](?=[公发收受主举召制印开回运]|通过|在)|医院|卫生院|法院"
    rf"|公司|集团|(?<!商业)企业(?!\d)|派出所|司法所|工作队|[村居]委会|[镇乡](?:人民)?政府(?!办(?![理结]))"
    rf"|(?<![乡各入赴下].)(?<![乡各入赴下])[镇乡](?=[公发收受主举召制印微官开办配被]|通过|全年|门户|网站|信箱|热线)|(?<=档案)馆|(?<=图书)馆"
    rf"|(?<![全内支总干局])部(?![门分署位]))")
#: 相关部门公开信息86条, 第三方机构开展检查2次, 教研室举办培训3期, 群众发布86条: nobody's name, and not what a body calls itself.
_SOMEBODY = re.compile(
    r"(?:2\d{3}年度?，?|全年|今年)*(?:其中)?(?:广大|部分|有关|相关|社会|辖区内?|所辖|全体|其他|少数|个别|一些|学生|农村)?"
    r"(?:群众|网民|居民|村民(?!小组|委)|公众|市民|企业|商户|家长|教师|师生|学生|志愿者|(?<![新融])媒体|记者|专家|律师(?!事务所)|申请人|当事人"
    r"|第三方(?:机构|公司|单位)?|承包商|运营商|央视|新华社|[部省市县区镇]里|该系统|某[省市县区镇乡]|邻[省市县区]|国务院|党中央|自治区|兵团|[交特巡]警[大支]队"
    rf"|{_NO_NAME}(?![本我全各])(?:{_PART_OF_NAME}{{2,4}}(?:部门|单位)"
    rf"|{_PART_OF_NAME}{{0,6}}(?:教研室|科室|股室|支部|工会|小组|分局|[大支总]队|事务中心|监测站|法院|检察院|街道|社区|协会|商会"
    rf"|(?<!受理)(?<!工作)机构|复议机关|事务所|总局|总署|调查队|团场|气象台|(?<=.)海关|(?:高新|经开|开发|示范)区)"
    r"|原[^，；：、\d]{1,8}[局委办厅]|[^，；：、\d]{0,2}(?:县|市|区|省)?(?:人大|政协)|民办学校|[国省市县]内))")
#: 省厅及厅直属单位, 局机关和下属单位.
_WITH_OTHERS = re.compile(
    r"(?:机关|本级)?(?:(?:及其?|和|与|、)(?:[^，；\d]{0,6}(?:[下所直局厅委部]属|下辖|单位|部门|学校|分局)"
    r"|(?:各|(?=社区|村(?![民务])))(?:[市县区镇乡村]|街道|社区|分局)|\d+个)|[下所直]属|\d+个(?:社区|[村居](?!民)))")
#: 县融媒体中心抖音号 is that body's own, 县政府网站 everybody's who publishes there.
_ACTOR = re.compile(
    rf"(?:据(?=.*(?:统计|通报|监测))[^，；]{{0,10}})?(?:我(?=[省市县区州旗镇乡]{_PART_OF_NAME}{{1,10}}?(?:[局委厅院所校]|中心"
    rf"|公司)))?(?:(?P<several>{_SEVERAL})|{_ONE})(?:（[^（）]{{1,6}}）)?"
    r"(?!(?<![镇乡]政府)(?<![镇乡]人民政府)(?<=政府)(?:(?!开[设辟通]|新[开增设])[^，；：\d通在利依全年]){0,6}(?:网|门户|官网|平台|系统|公报|公告"
    r"|专栏)|[^，；：\d]{0,4}公报|信息公开|[的及和与）]|[^，；\d]{0,6}转[办来交送给]|等(?![^，；]{0,6}(?:单位|部门|机构|企业))|代表|人员|群众|要求"
    r"|部署|高度|领导|主[要任]|$)")
#: 县公安局被提起复议2件: no court or other body that decides.
_IS_SUED = re.compile(
    r"(?:全年|共计?|累计|发生|产生|出现)*+(?:因[^，；]{0,24}?)?(?:被|(?:发生|产生|出现)?(?:政府)?(?:信息公开)?类?的?(?:行政)?(?:复议|诉讼)(?:案件)?"
    r"(?:情况|全年|发生|产生|出现|共计?|合计|总[计数]|数量?|累计|[仅为有达：])*(?:\d|$))")
#: What begins a clause that names nobody: 共收到12件. 余姚市收到12件, 跃龙街道公众号粉丝8600人: a place acts by its name alone; 宁海县门户网站 is where everybody there publishes.
_PLACE = re.compile("[省市县区旗州盟镇乡道木]$")
ACTS = re.compile(
    "(?:全年|共计?|累计|通过|主动|新|已|还|也|在)*(?:公开(?!平台|专栏|网)|发布|收到|受理|答复|办[理结]|召开|举[办行]|组织|开展|编[发制印辑]"
    "|制[发定]|出台|印发|废止|修[改订]|撰写|发放|回应|领导|因|被"
    "|微信|微博|抖音|官微|公众号|视频号|客户端|公[示告]栏|广播|电视|政务(?:微|新媒体)|开[设通]|设[立置]|配备|运[维营]|优化|收取|征[集求]|更新|推送"
    "|培训)")
_DOES = re.compile(rf"(?:(?:在|通过|利用|依托)[^，；：\d]{{2,14}}?)?(?:{ACTS.pattern}|回复|接[听到]|处理|监测|发送)")
_WHEN = re.compile(r"^(?:。|目前|现有?|20\d\d年度?|[全今]年|年内|本年度|同时|此外|[另而]外?|其中|我[省市县区州旗镇乡](?=各))*")


def _clauses(upto: str) -> list[str]:
    """The clauses before a figure, and what 、 parts in them unless that is a list of objects; without brackets."""
    bare = re.sub("（[^（）]*）|(?<=[对向])(?:[^，；：。、]{1,12}、)+|(?<=[省市县区镇乡街])、(?=[市县区镇乡村街、]{1,5}[两三四]级)", "", upto)
    return [part for clause in re.split("[，：；]|(?=。)", bare) for part in ([clause] if _LIST.match(clause) else clause.split("、"))]


def acts_another(upto: str, reporter: Reporter, several: bool = False, whole: bool = False) -> bool:
    """Whether the body that acts, named last at the head of a clause before the figure, is not the publisher (``several``: but many;
    ``whole``: or a part of it)."""
    latest = True  # in the last sentence of several on the same requests
    for back, told in enumerate(reversed(_clauses(upto))):
        clause = _WHEN.sub("", told)
        if whole and latest and reporter.inner and reporter.inner.match(clause) and "转" not in clause and (not back or re.search(r"\d", clause)):
            return True
        if own := reporter.names.match(clause):
            whole_place = reporter.level in GOVERNMENTS and reporter.level != "township" and not reporter.office
            return bool(_WITH_OTHERS.match(clause, own.end())) and not whole_place
        if around := re.match(f"(?:[在由]|{re.escape(reporter.place)})?(?P<who>{AROUND})", clause):
            return reporter.level is not None and not (re.match(reporter.around, around["who"]) and not _SOME_OF_PLACE.match(clause, around.end()))
        if actor := _ACTOR.match(clause):
            if clause.startswith("各级") and reporter.level not in BUREAUS:
                return False  # all of the place
            return bool((reporter.known and (not several or _IS_SUED.match(clause, actor.end()))) or actor["several"])
        if reporter.place and _place_acts(clause, reporter):
            return True
        if not back and reporter.known and not several and (who := _SOMEBODY.match(clause)) and _DOES.match(clause, who.end()):
            return reporter.level in BUREAUS or not who[0].endswith("街道")
        latest = latest and not told.startswith("。")
    return False


#: 1.县教育局。, （三）各镇街工作情况: a heading that names who did what stands below it, and nothing else.
_HEADS = re.compile(
    r"(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．])?(?P<who>[^，。；：、\d“”]{1,20}?(?:[局委厅办院校所镇乡]|街道|中心|(?<!政府)部门"
    r"|单位|办公室|政府|镇街|乡镇))"
    r"(?:(?:(?:政府|政务)?信息|政务)?公开)?(?:的?(?:工作|具体|主要|典型)*(?:情况|做法|经验))?[：:]?")


def heads_others(line: str, reporter: Reporter, before: bool = False) -> bool:
    """Whether a line is the heading of what another body did, or many; ``before`` if it is no heading at all but counts something."""
    if heading := _HEADS.fullmatch(line):
        return acts_another(heading["who"] + "公开信息", reporter)
    return before and bool(re.search(r"\d", line[4:]))


def _place_acts(clause: str, reporter: Reporter) -> bool:
    """Whether a clause begins with the name of a place that acts and is not the publisher's, or is and the publisher is one of its bureaus."""
    named = clause[: regions.match(clause).length]
    own = reporter.level in GOVERNMENTS and named.endswith(reporter.place)
    return len(named) > 2 and bool(_PLACE.search(named) and _DOES.match(clause, len(named))) and not own
