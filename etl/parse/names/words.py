"""The words that names of bodies are made of, as patterns; data for the modules beside this one."""

from __future__ import annotations

import re

from etl.report import Level

PLACE_END = "省|市|县|区|旗|州|盟|镇|乡|街道|苏木"
TOWN_END = "镇|乡|街道|苏木"
GOVERNMENT = re.compile(r"(?:人民)?政府|(?:行政)?公署|行署")
OFFICE = re.compile(r"(?P<body>(?:人民)?政府|府|行政公署|行署|公署)?(?P<office>办公厅|办公室|办|党政(?:综合)?办(?:公室)?)")
TOWN = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{1,12}}?(?P<end>{TOWN_END}))(?P<body>(?:人民)?政府(?:办公室|党政(?:综合)?办(?:公室)?)?|办事处|(?<=街道)办"
    rf"|党政(?:综合)?办(?:公室)?|)"
)
BARE_OFFICE = re.compile(r"(?P<place>(?!.{0,8}驻)[\u4e00-\u9fff]{1,8})(?:街道)?办事处")
ZONE_WORD = (
    r"(?:开发区|示范区|高新区|经开区|新区|园区|产业园区?|保税港?区|集中区|投资区|旅游区|自贸(?:试验)?(?:片)?区|试验区|风景(?:名胜)?区|度假区|管理区"
    r"|工业园区?|科技园区?|合作区|实验区|林区|新城|生态城|化工园)")
ZONE = re.compile(rf"[\u4e00-\u9fff()—·-]{{2,24}}?{ZONE_WORD}")
ZONE_OF_PLACE = re.compile(rf"[\u4e00-\u9fff()—·-]{{0,24}}?{ZONE_WORD}")
#: A zone without a name of its own: which one it is, only its surroundings can say.
BARE_ZONE = re.compile(rf"(?:高新技术产业|经济技术|经济|高新|国家级|省级)?{ZONE_WORD}(?P<rest>管委会|管理委员会|.*分局|)")
ADMINISTRATION = re.compile(r"(?:管理委员会|管委会|管理局|党工委管委会)(?P<office>(?:党政)?(?:综合)?办公室)?")
BODY_END = re.compile(
    r"(?:局|厅|委员会|委|办公室|办|中心|处|站|院|馆|队|集团|公司|协会|联合会|联社|总社|所|学校|医院|大学|学院|部|署|海关|台|行|组|公署|团|会|场"
    r"|分局|(?<!人)社|室|联|科协|中学|小学|幼儿园|校|厂|师|(?:公路|管理|养护|[工车机电]务)段)$"
)
#: Ends that a name has in a title but that are no bodies: a site, a column, a kind of paper.
NOT_A_BODY = re.compile(
    r"某|网站(?!管理|建设)|门户|网$|专栏|栏目|平台$|目录|指南|年报|首页|来源|原创|(?<!太)本站|日报|晚报|报社|编辑|单位|部门|街乡镇|乡镇街道|^各"
    r"|各(?:单位|部门|乡镇|街道|有关)|记者|作者|管理员|admin|未知|暂无|信息公开|图解|解读"
)
TIER = re.compile(
    r"^(?:本|我|该|全)?(?P<tier>自治区|自治州|自治县|街道|苏木|省|市(?!场|容|政(?![府协务法策]))|县|区(?!域|划)|旗|州|盟|镇|乡(?!村|镇|企))(?=$"
    r"|人民政府|政府|[\u4e00-\u9fff]{1,24}(?:局|厅|委|办|中心|室|处|会|社|站|院|队|馆|公司|集团|学|校|幼儿园|厂|台|联|协)$)"
)
SELF = re.compile(r"^(?:本|我|该)(?:局|厅|委|办|单位|机关|部门|中心|院|处|会)|^(?:本|我|该)$")
UNKNOWN_PLACE = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{2,9}}?(?P<end>自治州|自治县|自治旗|{PLACE_END}))(?=人民政府|政府|行政公署|行署|办事处|管理委员会|管委会|$"
    rf"|[\u4e00-\u9fff]{{2,30}}$)"
)
# 城市管理局, 社区建设局 and their like begin with words, not with the names of places.
WORDS = re.compile(
    r"^(?:城市|都市|社区|园区|景区|地区|灾区|辖区|城乡|乡镇|街镇|村镇|本市|市场|农村|住房|文化|交通|生态|自然|国有|民政|"
    r"卫生|人力|政务|行政|发展|公共|机关|工业|科学|教育|财政|审计|统计|司法|公安|水利|应急|商务|医疗|退役|外事|信访|林业|畜牧|供销)"
)
#: Parts of a town, with no government of their own.
QUARTER = re.compile(r"(?:社|小|片|校|景|院|库|辖)区$")
#: A regiment of the corps of Xinjiang, by its number: 一四三团, 143团场.
NUMBERED_TROOP = r"第?[一二三四五六七八九十百零〇\d]{1,6}团(?:场)?(?:镇)?"
#: Farms are firms, parts of a county or of the corps: a name that does not say which has no level.
FARM = re.compile("[农林牧渔][牧林]?场$|[总一二三四五六七八九十]场$|团$")
STATE = "中华人民共和国"
# Words that stand in no name of a place: what holds them is a phrase.
PHRASE = re.compile(
    r"[的了是们您读看图]|关于|召开|举办|举行|印发|做好|开展|组织|我[省市县区旗州盟镇乡]|全[省市县区旗州盟镇乡]|各[省市县区旗州盟镇乡]")
SHORT_FORMS = {
    "发展改革委": "发展和改革委员会", "发展和改革委": "发展和改革委员会", "发改委": "发展和改革委员会", "发改局": "发展和改革局",
    "人社局": "人力资源和社会保障局", "人社厅": "人力资源和社会保障厅", "卫健委": "卫生健康委员会", "卫生健康委": "卫生健康委员会",
    "卫健局": "卫生健康局", "国资委": "国有资产监督管理委员会", "市监局": "市场监督管理局", "市场监管局": "市场监督管理局",
    "工信局": "工业和信息化局", "工信厅": "工业和信息化厅", "住建厅": "住房和城乡建设厅", "医保局": "医疗保障局",
    "残联": "残疾人联合会", "住建局": "住房和城乡建设局", "工商联": "工商业联合会",
}
#: Bodies named after nobody else: a customs district, a court of the railways, a national park, a company or farm of the state, a university and the
#: hospitals that belong to one.
OWN_NAME = re.compile(
    r"海关$|铁路运输.*院$|^国营[\u4e00-\u9fff]{2,8}场$|海事局$|^新疆生产建设兵团|^北大荒.*(?:集团|公司)$|国家公园管理局$"
    r"|^中国[\u4e00-\u9fff]{2,}公司$|[\u4e00-\u9fff]{2}(?:大学|学院|科学院)(?:.{0,16}医院)?$")
#: The tier that the last word of a place's name says.
LEVEL_OF_TIER: dict[str, Level] = {
    "省": "province", "自治区": "province", "自治州": "prefecture", "州": "prefecture", "盟": "prefecture", "地区": "prefecture",
    "自治县": "county", "县": "county", "自治旗": "county", "旗": "county", "区": "county", "镇": "township", "乡": "township",
    "街道": "township", "苏木": "township",
}
#: What follows the place in the name of a body met in running text.
BODY = (
    r"(?:人民政府(?:办公室|办公厅)?|行政公署|办事处|管委会|管理委员会"
    r"|[^,。;:!?、()《》\s\d我]{0,18}?(?:局|厅|委员会|办公室|中心|管理处|联合会))"
)


def expanded(org: str) -> str:
    """The official form of a short form that can mean one thing only."""
    return SHORT_FORMS.get(org, org)
