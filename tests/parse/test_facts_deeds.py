"""What was done to a thing, or is still to be done, counts no such things: each way of saying it with every kind that it could be taken for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.parse.facts.engine import facts
from etl.report import Identity, Section

BUREAU = Identity(publisher="样板县教育局", year=2024, level="department", region="样板省/样板市/样板县")


def disputes(sentence: str) -> dict[str, object]:
    return {f.fact: f.value for f in facts((Section(4, "四、行政复议、行政诉讼情况", sentence),), BUREAU)}


def counted(sentence: str) -> set[str]:
    number, heading = (6, "六、其他需要报告的事项") if "处理费" in sentence else (1, "一、总体情况")
    return {f.fact for f in facts((Section(number, heading, sentence),), BUREAU) if f.value == 137}


#: What a bureau says of itself, with a place for what makes it another thing.
OWN = {
    "items_published_total": "2024年，我局{}主动公开政府信息137条。", "website_items": "2024年，我局{}通过政府网站发布信息137条。",
    "wechat_items": "2024年，我局{}在微信公众号发布信息137条。", "interpretations": "2024年，我局{}发布政策解读137篇。",
    "press_conferences": "2024年，我局{}召开新闻发布会137场。", "training_courses": "2024年，我局{}举办政务公开培训137期。",
    "meetings": "2024年，我局{}召开政务公开工作会议137次。", "inspections": "2024年，我局{}开展政务公开检查137次。",
    "hotline_cases": "2024年，我局{}办理12345热线工单137件。", "npc_cppcc_items": "2024年，我局{}办理建议提案137件。",
    "processing_fee_yuan": "2024年，我局{}收取信息处理费137元。", "media_accounts": "2024年，我局{}运维政务新媒体账号137个。",
    "consultations": "2024年，我局{}开展意见征集137次。", "normative_documents_issued": "2024年，我局{}制发规范性文件137件。",
    "online_interviews": "2024年，我局{}举办在线访谈137期。",
}


@pytest.mark.parametrize("kind", OWN)
def test_the_plain_sentence_is_read(kind: str) -> None:
    assert counted(OWN[kind].format("")) == {kind}


@pytest.mark.parametrize("modal", ["将", "拟", "计划", "至少", "未能", "未按时", "比上年多", "较去年同期少", "应", "不再", "指导", "协助"])
@pytest.mark.parametrize("kind", OWN)
def test_what_is_not_done_or_not_by_itself_is_not_counted(kind: str, modal: str) -> None:
    assert counted(OWN[kind].format(modal)) == set()


@pytest.mark.parametrize("sentence", [
    "2024年，我局删除过期公开信息137条。", "2024年，我局整改网站发布信息137条。", "2024年，我局排查网站已公开信息137条。", "2024年，我局抽查各单位公开信息137条。",
    "2024年，我局监测政务新媒体发布信息137条。", "2024年，我局审查公开信息137条。", "2024年，我局转载发布信息137条。", "2024年，我局隐藏公开信息137条。",
    "2024年，我局漏公开信息137条。", "2024年，我局补充公开信息137条。", "群众要求公开政府信息137条。", "2024年，我局审核政策解读137篇。",
    "2024年，我局取消新闻发布会137场。", "2024年，我局观看在线访谈137期。", "2024年，我局配合开展政务公开检查137次。", "2024年，我局协办建议提案137件。",
    "2024年，我局督办12345热线工单137件。", "2024年，我局转办政府信息公开申请137件。", "2024年，我局指导答复政府信息公开申请137件。",
    "其他部门收到政府信息公开申请137件。", "在高考工作中，召开新闻发布会137场。", "五一假期，发布信息137条。", "聚焦民生领域，公开信息137条。",
    "针对招生入学，在微信公众号发布信息137条。", "结合乡村振兴，公开信息137条。",
    "热线座席137个。", "召开热线工作会议137次。", "开通局长信箱137个。", "县报发布信息137条。", "信用中国发布信息137条。", "村村响发布信息137条。", "中央媒体发布信息137条。", "收到征地拆迁类政府信息公开申请137件。", "召开疫情防控新闻发布会137场。", "办理民生类12345热线工单137件。", "两个街道公开信息137条。", "十二个部门公开信息137条。", "两家直属单位公开信息137条。", "三区四县共收到政府信息公开申请137件。", "收到公开申请180件，其中当面43件、邮件137件。", "召开居民议事会68次，收集意见137条。", "去年制发规范性文件140件，政府网站发布137件。", "去年制作解读材料140篇，在网站发布137篇。", "运营政务新媒体3个（微信2个、微博1个），粉丝137人。", "召开政务公开专题会议、培训会137次。", "新闻发布会发布信息137条。", "主动公开政府信息任务137条，实际完成180条。",
])
def test_another_deed_is_not_counted(sentence: str) -> None:
    assert counted(sentence) == set()


@pytest.mark.parametrize(("sentence", "kind"), [
    ("经审核后公开政府信息137条。", "items_published_total"), ("严格审核，及时公开政府信息137条。", "items_published_total"),
    ("经保密审查公开政府信息137条。", "items_published_total"), ("按照条例要求主动公开政府信息137条。", "items_published_total"),
    ("据统计公开政府信息137条。", "items_published_total"), ("围绕中心工作，主动公开政府信息137条。", "items_published_total"),
    ("应公开尽公开，主动公开信息137条。", "items_published_total"), ("多渠道公开信息137条。", "items_published_total"),
    ("围绕教育改革，全年主动公开信息137条。", "items_published_total"), ("办理12345热线转办工单137件。", "hotline_cases"),
    ("主办、协办建议提案137件。", "npc_cppcc_items"), ("将办理的建议提案137件全部公开。", "npc_cppcc_items"),
    ("全局答复申请137件，其中同意公开102件。", "requests_answered"), ("“样板市场监管”微信公众号推送信息137条。", "wechat_items"), ("“样板巡查”微信公众号推送信息137条。", "wechat_items"),
    ("解读回应在微信公众号发布信息137条。", "wechat_items"),
])
def test_what_stands_beside_the_deed_takes_nothing_away(sentence: str, kind: str) -> None:
    assert counted(sentence) == {kind}


@pytest.mark.parametrize(("sentence", "read"), [
    ("行政诉讼3件，已审结2件，均驳回诉讼请求。", {"litigation_cases": 3, "litigation_upheld": 2}), ("行政复议3件，其中受理2件，均维持。", {"review_cases": 3}),
    ("行政复议4件，其中省政府受理3件、市政府受理1件，均维持。", {"review_cases": 4, "review_upheld": 4}),
    ("行政诉讼4件（复议后起诉3件、直接起诉1件），维持3件、尚未审结1件。",
     {"litigation_cases": 4, "litigation_after_review_cases": 3, "litigation_direct_cases": 1, "litigation_upheld": 3, "litigation_pending": 1}),
    ("行政诉讼4件，其中复议后起诉3件、直接起诉1件，维持3件、纠正1件。", {"litigation_cases": 4, "litigation_after_review_cases": 3, "litigation_direct_cases": 1}),
    ("行政诉讼一审9件，判决驳回诉讼请求6件；二审5件，均维持原判。", {}), ("样板市财政局发生政府信息公开行政复议案件3件。", {}),
])
def test_the_end_is_that_of_the_cases_it_is_told_of(sentence: str, read: dict[str, object]) -> None:
    assert disputes(sentence) == read


def test_an_office_tells_of_one_matter_only_what_is_its_own() -> None:
    office = Identity(publisher="样板州人民政府办公室", year=2024, level="department", region="样板省/样板州")
    text = "全州受理申请312件，办结308件。其中：同意公开201件，部分公开32件。州政府办公室受理21件，答复21件：同意公开15件，不予公开6件。"
    disputes = "全州行政复议16件，维持11件；行政诉讼8件，维持7件。州政府办公室无行政复议、行政诉讼。"
    found = facts((Section(2, "二、依申请公开", text), Section(3, "三、复议诉讼", disputes)), office)
    told = {(f.fact, f.value) for f in found}
    assert told >= {("requests_granted", 15), ("review_cases", 0), ("litigation_cases", 0)}
    assert not {v for k, v in told if k.startswith(("requests", "review", "litigation"))} & {312, 308, 201, 32, 16, 11, 8, 7}


#: Two matters parted by ；: neither lends the other its subject, its channel or its year.
PARTED = [
    ("未收到政府信息公开申请；受理提取申请5.6万件，贷款申请2361件，办结2350件。", {"requests_received": 0}),
    ("发布信息依法审查，不予公开12条，予以公开312条；收到政府信息公开申请18件。", {"requests_received": 18}),
    ("收到行政复议申请35件，受理32件；公开信息超额完成。", {}),
    ("受理政府信息公开申请1件；受理群众反映事项312件，不予处理6件。", {"requests_received": 1}),
    ("开展政府网站专项整治，组织检查4次；共公开信息三百余条。", {"inspections": 4, "items_published_total": 300}),
    ("政府公报编发12期；发布稿件1102篇。", {}),
    ("修订行政规范性文件3件，新制定47件，共50件；以传真形式申请0件。", {"normative_documents_amended": 3, "requests_by_fax": 0}),
    ("收到依申请公开3件；培训12场次、1200余人次。", {"requests_received": 3}),
    ("现行有效的行政规范性文件共计43件，全部公开；受理申请12件。", {"normative_documents_in_force": 43, "requests_received": 12}),
    ("收到政府信息公开申请213件，办结207件；不动产登记申请1206件，办结1206件，不予处理3件。", {"requests_received": 213, "requests_answered": 207}),
    ("收到公开申请5件；处理投诉2件，投诉处理结果予以公开2件。", {"requests_received": 5}),
    ("未收到公开申请；2023年收到申请13件，当年办结12件。", {"requests_received": 0}),
    ("回复局长信箱来信37件；办结审批事项1206件，按时办结率100%。", {"mailbox_letters": 37}),
    ("主动公开政府信息37条；“双公示”信息报送126条，合格率100%。", {"items_published_total": 37}),
    ("收到政府信息公开申请37件，政务服务大厅受理事项2600件，办结2500件。", {"requests_received": 37}),
    ("主动公开政府信息37条，开展市场检查360次。", {"items_published_total": 37}),
    ("主动公开政府信息37条，办理行政复议案件86件，审结80件。", {"items_published_total": 37}),
    ("主动公开政府信息37条，行政处罚312件，均未发生行政复议和行政诉讼。", {"items_published_total": 37}),
    ("收到政府信息公开申请37件，公文公开属性认定312件，其中主动公开206件、依申请公开71件、不予公开35件。", {"requests_received": 37}),
    ("主动公开政府信息37条，起草政府规章2件。", {"items_published_total": 37}),
    ("微信公众号发布原创信息368条、转载信息245条。", {}), ("争取中央资金1.2亿元；主动公开政府信息37条。", {"items_published_total": 37}),
    ("组织法律知识培训12期，参训860人次；开展作风督查12次，通报3期。", {}),
    ("开通服务热线3条；融媒体中心发布新闻8612条，抖音号粉丝36万。", {}), ("120急救热线接听电话8612个；完成等级保护测评1次。", {}),
    ("主动公开政府信息356条；开展季度检查四次。", {"items_published_total": 356}), ("行政复议1件（因征地补偿）；选派12人参加政务公开培训。", {}),
    ("公开内容：1.组织机构2条；2.部门文件38条；3.规划总结4条；制定行政规范性文件8件，废止3件，现行有效45件。",
     {"category_items": 44, "normative_documents_issued": 8, "normative_documents_repealed": 3, "normative_documents_in_force": 45}),
]


@pytest.mark.parametrize(("sentence", "read"), PARTED)
def test_what_a_mark_parts_has_a_subject_of_its_own(sentence: str, read: dict[str, int]) -> None:
    told: dict[str, int] = {}
    for fact in facts((Section(1, "一、总体情况", sentence),), BUREAU):
        told[fact.fact] = told.get(fact.fact, 0) + int(fact.value or 0)
    assert told == read


@pytest.mark.parametrize("who", ["相关部门", "成员单位", "第三方机构", "群众", "媒体", "记者", "教研室", "机关党支部", "监测站", "社区", "学生家长", "复议机关", "县人大"])
@pytest.mark.parametrize("kind", OWN)
def test_what_somebody_else_did_is_not_counted(kind: str, who: str) -> None:
    assert counted(OWN[kind].replace("我局", who).format("")) == set()


@pytest.mark.parametrize("lead", [
    "", "全年", "我局", "局机关", "县教育局", "教育局", "我单位", "在县委县政府坚强领导下，", "按照县政府统一部署，", "据统计，", "一是", "同时，", "截至年底全年共",
    "为进一步做好政务公开，", "通过加强组织领导，", "政府信息公开工作机构",
])
@pytest.mark.parametrize("kind", OWN)
def test_what_leads_in_takes_nothing_away(kind: str, lead: str) -> None:
    assert counted(OWN[kind].replace("我局", lead).format("")) == {kind}


@pytest.mark.parametrize("lead", ["机构改革前，", "汛期，", "十年间，", "多年来，", "前一年，", "每个工作日，", "第一阶段，", "本次活动，", "下半年，", "2023年同期，", "成立以来，"])
@pytest.mark.parametrize("kind", [k for k in OWN if k != "media_accounts"])
def test_another_time_is_not_counted(kind: str, lead: str) -> None:
    assert counted(OWN[kind].replace("2024年，我局", lead).format("")) == set()


@pytest.mark.parametrize("some", ["补正后", "涉及第三方的", "经复议责令", "征求第三方意见后", "拟", "应", "建议提案", "电话咨询", "窗口办件", "不动产登记申请", "因信访"])
@pytest.mark.parametrize("outcome", ["予以公开", "部分公开", "不予公开", "无法提供", "不予处理"])
def test_what_became_of_some_requests_is_no_outcome_of_all(outcome: str, some: str) -> None:
    assert counted(f"2024年，我局收到政府信息公开申请200件，{some}{outcome}137件。") == set()


@pytest.mark.parametrize("tail", ["以内", "的要求", "的单位有3个", "，后经核查为12件", "（累计数）", "（2023年数）", "，数据截至6月底", "，均为去年数据", "每月", "的目标"])
@pytest.mark.parametrize("kind", [k for k in OWN if k != "media_accounts"])
def test_what_follows_takes_the_figure_back(kind: str, tail: str) -> None:
    assert counted(OWN[kind].format("").replace("。", tail + "。")) == set()


def test_an_office_keeps_its_governments_site_and_gazette() -> None:
    office = Identity(publisher="样板县人民政府办公室", year=2024, level="department", region="样板省/样板市/样板县")
    text = "县政府门户网站全年发布各类信息1120条。县政府公报编印4期，发放2400册。"
    told = {f.fact: f.value for f in facts((Section(1, "一、总体情况", text),), office)}
    assert told == {"website_items": 1120, "gazette_issues": 4, "gazette_copies": 2400}


def test_an_address_of_mail_ends_at_the_space_behind_it() -> None:
    told = {f.fact: f.value for f in facts((), BUREAU, opening="联系地址：样板镇河街67号（邮编725800），Email：xxgk@example.gov.cn Tel:0915-7823456")}
    assert told["contact_email"] == "xxgk@example.gov.cn"
    assert told["contact_address"] == "样板镇河街67号"


def test_what_was_done_about_one_problem_makes_no_measure_of_the_next() -> None:
    text = "存在问题及改进情况\n（1）个别栏目更新不及时。改进情况：建立台账。\n（2）公开形式不够丰富。改进情况：开设专栏。"
    told = [(f.fact, f.value) for f in facts((Section(5, "五、存在的主要问题及改进情况", text),), BUREAU)]
    assert told == [("problem", "个别栏目更新不及时"), ("problem", "公开形式不够丰富")]


def test_items_are_numbered_in_words_as_well() -> None:
    text = "首先，部分单位重视不够。其次，信息质量有待提高。最后，平台建设滞后。"
    told = [f.value for f in facts((Section(5, "五、存在的主要问题及改进情况", text),), BUREAU)]
    assert told == ["部分单位重视不够", "信息质量有待提高", "平台建设滞后"]


#: What bodies boast of beside disclosure: none of it is a fact here.
OTHER_WORK = [
    "公开招标项目36个，金额1.2亿元", "动物防疫检查312次", "办理居住证1,206张",
    "受理低保申请126件，批准86件", "党务公开信息126条", "报社刊发稿件1.2万篇",
    "政协视察12次", "“信用中国”公示行政处罚312条", "争取中央资金1.2亿元",
    "完成疫苗接种12.6万剂次", "发布地质灾害预警12次", "完成年度统计公报1篇",
    "120急救热线接听电话8,612个", "印发公文312份", "在省级以上媒体刊发稿件126篇",
    "裁判文书上网3,126份", "政府网站集约化平台运行稳定，系统可用率99.9%", "核发许可证126个，注销36个",
    "政务服务大厅受理事项2.6万件，办结2.5万件", "受理贷款申请312笔", "办结行政审批事项12,306件，按时办结率100%",
    "公示项目资金36项", "受理商标申请126件", "电力抢修312次",
    "企业开办平均用时0.5天，新设企业1,206户", "考核干部126名", "财务公开12次",
    "解决拖欠农民工工资126起，涉及金额860万元", "信用修复126件", "编发党建信息86期",
    "电子证照共享调用126万次", "召开党组会议24次，审议议题136个", "农技培训126场，发放技术资料1.2万份",
    "全年开展安全生产检查312次，整改隐患1,206处", "权责清单事项312项", "告知承诺事项126项",
    "开展作风建设督查12次，通报3期", "举办招聘会36场，提供岗位1.2万个", "政务云承载系统86个",
    "受理助学贷款申请1,206份", "收到人民来信126封，回复率100%", "档案馆接收档案1.2万卷，提供查阅1,206人次",
    "开展义诊活动36场，服务群众2,860人次", "发布典型案例12件", "环境监测报告发布12期",
    "慰问困难群众312户，发放慰问金36万元", "举办就业技能培训班46期，培训2,310人", "召开全县教育工作会议3次",
    "救助流浪乞讨人员126人次", "编制公共服务事项清单126项", "审计项目42个，查出问题资金1.2亿元",
    "办理法律援助案件126件", "组织政银企对接会12场", "办理不动产登记3.6万件",
    "发放惠农补贴资金3,126万元，涉及农户1.2万户", "开放数据集312个", "12315受理投诉举报3,126件",
    "开通服务热线3条，接听电话1.2万个", "人大常委会评议工作3次", "新增城镇就业1.2万人",
    "发布空气质量日报365期、水质月报12期", "退税审批312件", "新建5G基站312个",
    "领导干部下访86人次", "发布招标公告86条", "图书馆接待读者12.6万人次，外借图书8.6万册",
    "“双公示”信息报送3,126条，合格率100%", "林业巡查860次，处置火情3起", "公开招聘教师126名",
    "发布气象预警信号126次、天气预报短信36万条", "县长接待日接访群众36批126人", "放映公益电影312场",
]
#: The same things planned, done by others, and done at another time: none of them the body's own of the year.
DECOYS = [
    sentence.replace("137", "86").removesuffix("。")
    for own in OWN.values()
    for sentence in (own.format("计划"), own.format("未能"), own.replace("我局", "相关部门").format(""), own.replace("我局", "县公安局").format(""),
                     own.replace("2024年，我局", "2023年同期，").format(""), own.replace("2024年，我局", "每个工作日，").format(""))
]
TOLD = {kind: sentence for kind, sentence in OWN.items() if kind != "processing_fee_yuan"}


def test_other_work_is_no_fact() -> None:
    read = {sentence: counted_all(sentence) for sentence in OTHER_WORK}
    assert {sentence: found for sentence, found in read.items() if found} == {}


def counted_all(text: str) -> list[tuple[str, object]]:
    return sorted((f.fact, f.value) for f in facts((Section(1, "一、总体情况", text),), BUREAU))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_paragraph_says_what_its_sentences_say(data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(sorted(TOLD)), min_size=1, max_size=6, unique=True))
    noise = data.draw(st.lists(st.sampled_from(OTHER_WORK + DECOYS), max_size=6, unique=True))
    pieces = data.draw(st.permutations([*((kind, TOLD[kind].format("").removesuffix("。")) for kind in kinds), *(("", n) for n in noise)]))
    text = "".join(piece + data.draw(st.sampled_from("。；")) for _, piece in pieces).rstrip("；。") + "。"
    assert {kind for kind, value in counted_all(text) if value == 137} == set(kinds), text
    assert [kind for kind, value in counted_all(text) if value != 137] == [], text


#: A body, how its report speaks of it, and who else is named in it.
BODIES = [
    (Identity(publisher="白河县人民政府", year=2024, level="county", region="陕西省/安康市/白河县"),
     "我县 全县 县政府 白河县 全县各级行政机关 全县各部门、各镇", "全市 安康市 市政府 省政府 旬阳市 县教育局 城关镇 县委宣传部 邻县 县融媒体中心"),
    (Identity(publisher="安康市人民政府", year=2024, level="prefecture", region="陕西省/安康市"),
     "我市 全市 市政府 安康市 全市各级行政机关", "全省 陕西省 白河县 市教育局 各县区 高新区 汉滨区 恒口示范区"),
    (Identity(publisher="白河县城关镇人民政府", year=2024, level="township", region="陕西省/安康市/白河县/城关镇"),
     "我镇 全镇 镇政府 城关镇 镇党委政府 本镇", "全县 县政府 茅坪镇 各村 12个村 狮子山社区 镇中心小学 镇派出所"),
    (Identity(publisher="安康市教育局", year=2024, level="department", region="陕西省/安康市"),
     "我局 市教育局 全局 局机关 市局 安康市教育局", "全市 全市教育系统 省教育厅 教育部 汉滨区教育局 市政府 市属学校 市招办"),
    (Identity(publisher="国家税务总局安康市税务局", year=2024, level="department", region="陕西省/安康市"),
     "我局 市税务局 市局机关 安康市税务局 国家税务总局安康市税务局", "全市税务系统 各县区税务局 省税务局 税务总局 市财政局"),
]
BODIES += [
    (Identity(publisher="样板海关", year=2024, level="department"), "我关 海关 样板海关 全关 本关", "海关总署 各隶属海关 北京海关 市商务局"),
    (Identity(publisher="国家统计局安徽调查总队", year=2024, level="department", region="安徽省"), "我队 总队 安徽调查总队 本队", "国家统计局 各市调查队 省统计局 合肥调查队"),
    (Identity(publisher="合肥高新技术产业开发区管理委员会", year=2024, level="department", region="安徽省/合肥市"),
     "管委会 高新区 高新区管委会 全区 我区 合肥高新区", "合肥市 市政府 蜀山区 经开区 各街道 区属企业 高新区税务局"),
    (Identity(publisher="白河县人民政府办公室", year=2024, level="department", region="陕西省/安康市/白河县"),
     "县政府办 县政府办公室 我办 办公室", "县教育局 市政府办 全市 省政府 城关镇 各镇 县委办 各部门"),
    (Identity(publisher="白河县公安局", year=2024, level="department", region="陕西省/安康市/白河县"),
     "我局 县公安局 公安局 全局 公安机关 县局", "市公安局 省公安厅 公安部 交警大队 各派出所 县检察院 市局 紫阳县公安局"),
]
ASKED = {"items": "主动公开政府信息137条", "requests": "收到政府信息公开申请137件", "website": "通过政府网站发布信息137条", "press": "召开新闻发布会137场",
         "training": "举办政务公开培训137期", "mailbox": "回复信箱来信137件"}


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize(("body", "own", "others"), BODIES, ids=[body.publisher for body, _, _ in BODIES])
def test_each_body_is_known_by_its_names_and_others_by_theirs(body: Identity, own: str, others: str, what: str) -> None:
    def told(who: str) -> bool:
        return any(f.value == 137 for f in facts((Section(1, "一、总体情况", f"2024年，{who}{ASKED[what]}。"),), body))

    assert [who for who in own.split() if not told(who)] == []
    assert [who for who in others.split() if told(who)] == []


#: What leads in to the year's total, and is neither a part of it nor by somebody else.
LEADS = [
    "2024年，我局未雨绸缪抓公开，", "我局多措并举，", "我局多措并举", "将政务公开纳入考核，",
    "我局将信息公开工作与业务工作同部署，全年", "少数民族语言", "我局努力做到应公尽公，", "我局协助配合相关部门，",
    "指导思想明确，", "在县政府办指导下，", "督促整改到位，", "为保障群众知情权，",
    "没有发生泄密事件，", "监测平台显示，", "落实三审三校，", "涉及群众切身利益的信息应公开尽公开，",
    "关于政府信息公开工作，我局", "突出重点，", "聚焦群众关切，", "围绕县委县政府中心工作，",
    "结合工作实际，", "结合本局实际，主动", "针对薄弱环节，", "积极稳妥",
    "我局高度重视，主动", "我局紧紧围绕高质量发展，全年", "聚焦企业和群众需求，", "坚持问题导向，",
    "坚持以公开为常态、不公开为例外，", "严格落实公开要求，", "按照五公开要求", "依法依规",
    "第一时间", "及时准确", "常态化", "分类",
    "集中", "同步", "全方位",
]


@pytest.mark.parametrize("lead", LEADS)
def test_a_lead_says_nothing_of_how_much_is_meant(lead: str) -> None:
    assert counted(f"{lead}公开信息137条。") == {"items_published_total"}
    assert counted(f"{lead}办理建议提案137件。") == {"npc_cppcc_items"}
