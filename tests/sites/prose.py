"""Sections 一, 五 and 六 of the sample reports: invented text whose numbers agree with the tables."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.sites import labels
from tests.sites.truth import Number, SampleReport

_FIELDS = {
    "xian": ("重大建设项目、财政预决算、乡村振兴衔接资金和营商环境", "县级重点项目调度会", "县政务服务大厅"),
    "jiaoyu": ("义务教育招生入学、学区划分、教师招聘和校外培训机构治理", "全县教育工作会议", "各中小学和幼儿园"),
    "zhen": ("惠农补贴发放、最低生活保障、农村危房改造和村级财务", "镇党委扩大会议", "各行政村公开栏"),
    "jiedao": ("老旧小区改造、社区养老服务、临时救助和物业管理", "街道办公会议", "各社区党群服务中心"),
    "huanjing": ("环境影响评价审批、排污许可、空气质量和生态环境行政处罚", "生态环境保护督察整改推进会", "各县级分局"),
    "shi": ("政府规章、行政规范性文件、城市更新和公共资源配置", "市政府常务会议", "市图书馆和市档案馆"),
}
_YEAR_THEME = {
    2019: "新修订的《中华人民共和国政府信息公开条例》自5月15日起施行，{we}组织专题学习，逐条对照修订了依申请公开的答复文书和办理流程。",
    2020: "面对新冠肺炎疫情，{we}第一时间公开防控通告、定点医疗机构和复工复产扶持政策，让群众看得到、找得着、用得上。",
    2021: "{we}全面推进基层政务公开标准化规范化，编制公开事项目录，把公开要求嵌入办文、办事、办会的各个环节。",
    2022: "围绕助企纾困和稳岗就业，{we}集中发布减税降费、以工代赈和创业担保贷款等政策清单，并逐项附上办事指引。",
    2023: "{we}改版政府信息公开平台，合并重复栏目，增设历年行政规范性文件库，支持按主题、文号和有效性检索。",
    2024: "{we}清理整合政务新媒体账号，建立信息发布三级审核台账，对转载内容同样落实先审后发。",
}
_OPENINGS = (
    "{year}年，{publisher}坚持以公开为常态、不公开为例外，围绕{field}等群众关心的事项，持续提升政府信息公开的质量和时效。",
    "{year}年，{publisher}认真落实政府信息公开条例和上级部署，把公开工作与业务工作同安排、同检查，重点做好{field}等信息的公开。",
    "过去一年，{publisher}聚焦{field}，以公开促落实、促规范、促服务，各项工作稳步推进。",
)
_MANAGEMENT = (
    "严格执行公文公开属性源头认定，起草公文时同步确定主动公开、依申请公开或者不予公开，并在发文单上说明理由。",
    "对历年发布的文件逐件核对效力状态，已经废止或者失效的在原页面显著标注，避免群众误用。",
    "落实信息发布保密审查制度，发布前由科室、分管负责人和保密员依次把关，全年未发生失泄密事件。",
    "完善政府信息动态调整机制，对不予公开的信息定期评估，情势变化后可以公开的及时转为主动公开。",
)
_PLATFORM = (
    "在{place}设立政府信息查阅点，配备自助查询终端和志愿者，为老年人、残疾人提供引导。",
    "优化网站首页布局，推行一键检索和大字版页面，精简层级，群众平均三次点击即可找到所需文件。",
    "发挥公告栏、广播和便民服务手册的作用，让不常上网的群众同样能够及时了解政策。",
)
_SUPERVISION = (
    "把政府信息公开纳入年度绩效考核，占分值百分之四，{assessments}次通报检查情况，问题限期整改。",
    "邀请人大代表、政协委员和企业代表开展社会评议，收集意见{comments}条并逐一回应；全年未发生需要追究责任的情形。",
    "定期检查网站栏目更新情况，共开展检查{assessments}次，发现的空白栏目和错别字当月整改完毕；收到社会评议意见{comments}条。",
)
_PROBLEMS = (
    ("一是政策解读形式较为单一，以文字转述为主，图表和案例偏少", "一是丰富解读形式，重要政策同步制作问答和短视频，由起草人员现场讲解"),
    ("一是部分科室主动公开意识不强，信息报送不够及时", "一是健全季度通报制度，明确各科室信息员，逾期报送的在月度例会上说明原因"),
    ("一是依申请公开答复的说理不够充分，个别文书引用条款不准确", "一是统一答复文书模板，疑难申请由法律顾问会商，做到事实清楚、依据准确"),
    ("一是公开平台的检索功能不够便捷，历史文件数字化程度不高", "一是推进历史文件数字化，补录重要文件的文号、成文日期和效力状态"),
    ("一是基层从事公开工作的人员变动频繁，业务熟练程度参差不齐", "一是实行新任信息员跟班学习，编印办理手册，建立互查互评机制"),
)
_SECOND = (
    ("二是与群众互动不够，意见征集后的反馈有待加强", "二是完善意见征集反馈，征集结束后二十个工作日内公布采纳情况"),
    ("二是公开内容与群众需求仍有差距，民生领域信息不够细化", "二是围绕就业、教育、医疗等领域细化公开内容，按季度更新群众常问事项"),
    ("二是新媒体运营力量薄弱，原创内容比例偏低", "二是加强新媒体队伍建设，每月策划一期专题，提高原创内容比例"),
)


def headings(report: SampleReport) -> tuple[str, ...]:
    official = list(labels.HEADINGS)
    who = (report.agency.id, report.year)
    if who == ("zhen", 2020):
        official[0] = "1、 总体情况"
    if report.agency.id == "jiedao":
        official[4] = "五、存在的主要问题和改进情况"
        official[5] = "六、其他需要报告事项"
    if who == ("jiaoyu", 2023):
        official[5] = "　　六、其他需要报告的事项"
    return tuple(official)


def _requests(report: SampleReport) -> str:
    new, taken, done, ahead = (
        report.count(r) for r in ("new_received", "carried_in", "total_processed", "carried_forward")
    )
    if new == 0 and taken == 0:
        return f"{report.year}年，{report.agency.we}未收到政府信息公开申请，也没有上年结转的申请。"
    text = f"全年共收到政府信息公开申请{new}件"
    text += f"，上年结转{taken}件；" if taken else "，无上年结转申请；"
    text += f"已办结答复{done}件" if not report.findings_expected else "均在法定期限内办理"
    if ahead and not report.findings_expected:
        text += f"，结转下年度继续办理{ahead}件"
    elif not report.findings_expected:
        text += "，无结转下年度的申请"
    granted = report.count("granted")
    if granted and not report.findings_expected:
        text += f"。其中予以公开{granted}件、部分公开{report.count('partially_granted')}件"
    return text + "。"


def _disputes(report: SampleReport) -> str:
    def total(channel: str) -> int:
        return int(report.value("review_litigation", "cases", f"{channel}_total") or 0)

    review, suits = total("review"), total("litigation_direct") + total("litigation_after_review")
    if report.findings_expected:
        return "因政府信息公开引发的行政复议、行政诉讼情况见本报告第四部分。"
    if not review and not suits:
        return "全年未发生因政府信息公开工作引起的行政复议和行政诉讼。"
    return f"全年发生政府信息公开行政复议{review}件，行政诉讼{suits}件。"


def write(report: SampleReport, rng: random.Random) -> SampleReport:
    """Adds preamble, sections and the numbers they say."""
    body, year = report.agency, report.year
    field, meeting, place = _FIELDS[body.id]
    size = 1 + body.scale ** 0.5
    website, wechat, board = (round(size * rng.uniform(a, b)) for a, b in ((60, 130), (25, 70), (8, 20)))
    followers, reads = round(size * rng.uniform(600, 1900)), round(size * rng.uniform(9_000, 30_000))
    courses, meetings, assessments = rng.randint(1, 6), rng.randint(2, 9), rng.randint(2, 4)
    trainees, comments = courses * rng.randint(23, 64), rng.randint(5, 60)
    interpretations = rng.randint(2, 6 + round(size))
    facts: list[tuple[str, Number]] = [
        ("items_published_total", website + wechat + board), ("wechat_followers", followers),
        ("wechat_reads", reads), ("training_courses", courses), ("trainees", trainees),
        ("interpretations", interpretations), ("meetings", meetings),
    ]
    words = {
        "year": year, "publisher": body.publisher, "field": field, "we": body.we, "place": place,
        "assessments": assessments, "comments": comments,
    }
    first = (
        rng.choice(_OPENINGS).format(**words) + _YEAR_THEME[year].format(**words),
        "（一）主动公开情况",
        f"全年通过各类渠道主动公开政府信息{website + wechat + board}条，其中通过政府网站发布信息{website}条，"
        f"通过“{body.wechat}”微信公众号发布信息{wechat}条，通过公告栏等途径发布信息{board}条。"
        f"发布政策解读{interpretations}篇，回应群众关切的热点问题。",
        "（二）依申请公开情况",
        _requests(report) + _disputes(report),
        "（三）政府信息管理情况",
        "".join(rng.sample(_MANAGEMENT, 2)),
        "（四）平台建设情况",
        rng.choice(_PLATFORM).format(**words)
        + f"“{body.wechat}”微信公众号用户数达到{followers}人，全年总阅读量{reads}人次。",
        "（五）监督保障情况",
        f"{body.we}召开{meeting}等会议{meetings}次研究部署公开工作，举办业务培训{courses}期，培训{trainees}人次。"
        + rng.choice(_SUPERVISION).format(**words),
    )
    problem, measure = rng.choice(_PROBLEMS)
    problem_2, measure_2 = rng.choice(_SECOND)
    fifth = (
        f"{year}年，{body.we}政府信息公开工作取得一定成效，但仍存在一些不足：{problem}；{problem_2}。",
        f"下一步，{body.we}将着力做好以下工作：{measure}；{measure_2}。",
    )
    sixth = _sixth(report, rng, facts)
    lead = ("该部分以表格形式报告。表格如下：",) if body.id == "zhen" else ()
    texts = (first, lead, lead, lead, fifth, sixth)
    return replace(
        report, preamble=_preamble(report), sections=tuple(zip(headings(report), texts, strict=True)),
        facts=tuple(facts),
    )


def _preamble(report: SampleReport) -> tuple[str, ...]:
    body, year = report.agency, report.year
    return (
        f"根据《中华人民共和国政府信息公开条例》规定，现公布{body.publisher}{year}年政府信息公开工作年度报告。"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
        f"如对本报告有疑问，请与{body.publisher}政务公开工作机构联系（电话：{body.phone}）。",
        "（本报告为软件示例，机关、事项和数字均属虚构。）",
    )


def _sixth(report: SampleReport, rng: random.Random, facts: list[tuple[str, Number]]) -> tuple[str, ...]:
    if report.agency.scale >= 50 and report.form == "2021":
        cases = rng.randint(1, 7)
        fee = cases * rng.choice((100, 140, 260, 310))
        facts.append(("processing_fee_yuan", fee))
        return (f"{report.year}年，{report.agency.we}依法对{cases}件申请收取政府信息公开信息处理费{fee}元。",)
    if report.form == "2021" and rng.random() < 0.5:
        facts.append(("processing_fee_yuan", 0))
        return ("按照政府信息公开信息处理费管理办法，本年度收取信息处理费0元。",)
    return (rng.choice(("本年度无其他需要报告的事项。", "无", f"{report.year}年没有其他需要报告的事项。")),)
