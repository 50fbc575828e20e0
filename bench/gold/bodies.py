"""Who reports: bodies of real places at every level, with what must be known of them. Names of departments are invented (示例)."""

from __future__ import annotations

import random

from tests.sites.truth import Agency

#: Real divisions with their GB/T 2260 codes: name as it stands in titles, path, code, level of its government.
PLACES = (
    ("宁海县", "浙江省/宁波市/宁海县", "330226", "county"),
    ("德惠市", "吉林省/长春市/德惠市", "220183", "county"),
    ("依兰县", "黑龙江省/哈尔滨市/依兰县", "230123", "county"),
    ("昌图县", "辽宁省/铁岭市/昌图县", "211224", "county"),
    ("绥江县", "云南省/昭通市/绥江县", "530626", "county"),
    ("尼勒克县", "新疆维吾尔自治区/伊犁哈萨克自治州/尼勒克县", "654028", "county"),
    ("淮安市", "江苏省/淮安市", "320800", "prefecture"),
    ("宿迁市", "江苏省/宿迁市", "321300", "prefecture"),
    ("海南藏族自治州", "青海省/海南藏族自治州", "632500", "prefecture"),
    ("海南省", "海南省", "460000", "province"),
    ("上海市", "上海市", "310000", "province"),
    # named like another place, or told from others of one name only by the place before them
    ("天津市河北区", "天津市/河北区", "120105", "county"),
    ("北京市朝阳区", "北京市/朝阳区", "110105", "county"),
    ("南京市鼓楼区", "江苏省/南京市/鼓楼区", "320106", "county"),
    ("福州市鼓楼区", "福建省/福州市/鼓楼区", "350102", "county"),
    ("吉林省吉林市", "吉林省/吉林市", "220200", "prefecture"),
    ("乌海市海南区", "内蒙古自治区/乌海市/海南区", "150303", "county"),
    ("济宁市市中区", "山东省/济宁市/市中区", "370802", "county"),
    ("青岛市市北区", "山东省/青岛市/市北区", "370203", "county"),
    ("阳泉市城区", "山西省/阳泉市/城区", "140302", "county"),
    ("临汾市乡宁县", "山西省/临汾市/乡宁县", "141029", "county"),
    ("海北藏族自治州门源回族自治县", "青海省/海北藏族自治州/门源回族自治县", "632221", "county"),
    ("张掖市民乐县", "甘肃省/张掖市/民乐县", "620722", "county"),
    ("河南蒙古族自治县", "青海省/黄南藏族自治州/河南蒙古族自治县", "632324", "county"),
    ("杭州市西湖区", "浙江省/杭州市/西湖区", "330106", "county"),
)
TOWNS = (
    ("宁海县力洋镇", "浙江省/宁波市/宁海县/力洋镇", "330226102"),
    ("济源市下冶镇", "河南省/济源市/下冶镇", "419001110"),
    ("绥江县会仪镇", "云南省/昭通市/绥江县/会仪镇", "530626104"),
    ("松阳县大东坝镇", "浙江省/丽水市/松阳县/大东坝镇", "331124104"),
    ("柳河县向阳镇", "吉林省/通化市/柳河县/向阳镇", "220524108"),
    ("五河县城关镇", "安徽省/蚌埠市/五河县/城关镇", "340322100"),
    ("祥云县云南驿镇", "云南省/大理白族自治州/祥云县/云南驿镇", "532923103"),
    ("北京市房山区河北镇", "北京市/房山区/河北镇", "110111107"),
    ("衢州市衢江区湖南镇", "浙江省/衢州市/衢江区/湖南镇", "330803113"),
    ("克山县河南乡", "黑龙江省/齐齐哈尔市/克山县/河南乡", "230229200"),
)
STREETS = (
    ("青岛市市北区辽宁路街道", "山东省/青岛市/市北区/辽宁路街道", "370203005"),
    ("西安市莲湖区青年路街道", "陕西省/西安市/莲湖区/青年路街道", "610104001"),
    ("乌鲁木齐市新市区北京路街道", "新疆维吾尔自治区/乌鲁木齐市/新市区/北京路街道", "650104001"),
    ("广州市越秀区人民街道", "广东省/广州市/越秀区/人民街道", "440104010"),
)
DEPARTMENTS = ("示例管理局", "示例服务中心", "示例委员会", "示例和信息化局", "示例保障局", "示例执法局")
TITLES = (
    "{publisher}{year}年政府信息公开工作年度报告", "{publisher}{year}年度政府信息公开工作年度报告",
    "{publisher}政府信息公开工作{year}年度报告", "{publisher}关于{year}年度政府信息公开工作的年度报告",
    "{publisher}{year}年政府信息公开年度报告", "{publisher}{year}年信息公开年度报告", "{year}年{publisher}政府信息公开工作年度报告",
    "{publisher}{year}年政务信息公开工作年度报告",
)
_OWN_WORD = {"province": "我省", "prefecture": "我市", "county": "我县", "township": "我镇"}


def draw(rng: random.Random) -> tuple[Agency, str, str]:
    """A body with its region's path and code: half of them departments, the others governments, their offices, towns and streets."""
    kind = rng.random()
    if kind < 0.5:
        place, region, code, _ = rng.choice(PLACES)
        publisher, level, we = place + rng.choice(DEPARTMENTS), "department", "我局"
    elif kind < 0.75:
        place, region, code, level = rng.choice(PLACES)
        publisher, we = f"{place}人民政府{_office(level) if rng.random() < 0.3 else ''}", _OWN_WORD[level]
    elif kind < 0.92:
        place, region, code = rng.choice(TOWNS)
        publisher, level, we = f"{place}人民政府", "township", "我镇"
    else:
        place, region, code = rng.choice(STREETS)
        publisher, level, we = f"{place}办事处", "township", "街道"
    body = Agency("huanjing", publisher, level, code, "gold", 40, we, "000-55509999", "示例公众号", rng.choice(TITLES))
    return body, region, code


def _office(level: str) -> str:
    return "办公厅" if level in ("province", "prefecture") else "办公室"
