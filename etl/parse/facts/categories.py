"""Categories of what was published: 公开信息318条，其中动态201条、公告44条."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from etl.parse.facts.channels import CHANNEL_NAMES
from etl.parse.facts.model import Found, counted
from etl.parse.facts.numbers import amount
from etl.parse.facts.patterns import any_of, compiled

_TOLD = re.compile(r"申请|(?:公开|发布|更新)(?!申请)[^，；。\d]{0,16}\d")
#: What is called a category by its name, after 其中 or (动态) anywhere.
NAMED = compiled(r"(?P<name>[\u4e00-\u9fff]{2,14}?(?:(?:类|方面)?(?:的)?(?:政府)?信息|类(?=\d+[条篇])))(?:数量|总数|数|共)?#条|件|篇|项#")
_NAME = re.compile(r"类$|动态|人事|概况|财政|规划|统计|法规|机构|公示|公告|通知|业务|民生|其他类|概览|类信息")
_OFFICIAL = re.compile("机构|法规|规划|业务|财政|概况|人事|动态|公文|工作信息")
#: What a list counts the parts of, what leads in to it, and one of its items. Behind a bare colon or bracket the items must add up;
#: 从内容看, … is of a number said elsewhere.
_WHOLE = compiled(
    r"(?<![请予分意])(?:公[开布示]|发布|更新|上传|推送)[^，；：、。（）\d读申复诉]{0,24}#条|件|篇"
    r"|项#(?:（(?!其中|主要|包括|含|[^（）]*\d[条篇件项][，、；][^（）]*\d)[^（）]*）|，[较比同是](?:[^，；：。（）]|（[^（）]*）){0,24}"
    r"|，(?:涵盖|涉及|覆盖)[^，；：。（）]{0,16}|，增[^，；：。（）]{0,16}){0,2}")
_AMONG = re.compile(r"[，；。（](?:其中|含|(?:主要|内容)?(?:包括|包含|涉及|涵盖)|主要[是有为]|分别[是为])(?:包括|有)?[，：]?")
_BY_SUBJECT = re.compile(
    r"(?:^|(?<=[，；：。]))(?:在?(?:\ufffc+|今年|本年度?)?(?:主动)?公开的(?:政府|各类)*信息中，"
    r"|(?:从|按照?)(?:公开|信息)?(?:内容|类别|类型|种类)(?:来?看|[划区]?分|统计)?[，：])"
    r"|(?:公开(?:信息)?的?(?:主要)?内容|重点领域(?:信息|公开)*)(?:[为有是：]|包括)+")
_ITEM = compiled(
    r"[，、；和及]?\ufffc*(?:发布|公开|涉及|本年|今年|新增)*(?P<name>(?!占)[\u4e00-\u9fff“”]{2,16}?"
    r"|[\u4e00-\u9fff]{1,8}(?:、[\u4e00-\u9fff]{1,8}){1,3}类)(?:数量|总数|数|共|为|有|：|（)*#条|件|篇|项|个|份"
    r"|期#）?(?:（[^（）]*）)?(?:，?[约共]?占[^，；、。]*%)?(?=[，、；。和及）]|$)")
#: 1.机构概况类：公开4条；: a line of its own.
_LINE = compiled(r"\ufffc*(?P<name>[\u4e00-\u9fff]{2,12}类)(?:政府)?(?:信息)?：?(?:主动)?公开(?:信息)?#条|件|篇|项#；?")
#: Bodies, channels, times and forms, and what became of an item: no category.
_NO_NAME = re.compile(any_of("""
    [局委办厅室府镇乡院区市县道门位](?:公[开布]|发布|受理|收到)$ [予分意]公开 处理$ 提供$ 当面 信函 自然人 [局委办厅室镇乡处馆院县市区村]$ 街道$ 部门$ 单位$ 本级$ 机关$ 政府$ 社区$ 学校$ 企业$ 公司$ 中心$ 申请 办结 (?<!提案)(?<!建议)办理$ 审核 完成 意见 (?<!代表)建议(?!提案) 留言 采[纳用] 渠道 方式 形式 途径 季度 [上下]半年 [去今前每]年 上一?年 年$ 月份?$ ^(?:公开|发布)$ 新增 转[发载] 原创 点赞 评论
    来[信电访] 咨询 投诉 回复 答复 整改 删除 撤 修改 制[定发] 废止 现行有效 行政复议 行政诉讼 学习强国 信用中国 [融媒]媒?体 村村响 明白纸 [网号台群]$ (?<![日月周旬季年通简快公预])报$ 发布会 政务服务网 结转 ^主动公开(?:信息)?$ 两微 ^更新$ 栏目 专[栏题区] 视频 音频 图[文解片] 文字 动漫 平台 门户 网[站页]
"""))


def categories(text: str, offset: int) -> Iterator[Found]:
    """Items of each category that a sentence tells apart."""
    listed = {found.end: replace(found, start=offset + found.start, end=offset + found.end) for found in _listed(text)}
    among = text.find("其中")
    for match in NAMED.finditer(text):
        name = re.sub(r"^(?:其中|发布|公开|主动|包括|含|共|了|及|和|各类|关于)+", "", re.sub("^.*(?:公开|发布)(?=..)(?!类|信息)", "", match["name"]))
        if not name or re.search("等各|咨询|投诉|建议|意见|留言", name) or CHANNEL_NAMES.search(name) or match.end() in listed:
            continue
        told = _TOLD.findall(text, 0, match.start())
        if told and told[-1] == "申请":
            continue  # 收到申请12件，其中规划类信息5件
        if _NAME.search(name) and (0 <= among <= match.start() or "动态" in name):
            yield counted("category_items", amount(match), offset + match.end("name") - len(name), offset + match.end())
    if not listed and (line := _LINE.fullmatch(text)):
        yield counted("category_items", amount(line), offset + line.start("name"), offset + line.end())
    yield from listed.values()


def _listed(text: str) -> Iterator[Found]:
    """The items of lists of two and more, none of which names anything else than a category."""
    for whole in _WHOLE.finditer(text):
        total, among = amount(whole).value, _AMONG.match(text, whole.end())
        of_items = whole["unit"] in ("条", "篇") or "信息" in whole[0]  # 公布权力事项320项，其中许可42项 are none
        if of_items and (among or re.match("[：（]", text[whole.end() :])):
            found = list(_items(text, among.end() if among else whole.end() + 1))
            told = sum(f.value for f in found)  # type: ignore[misc]
            yield from found if told == total or (among and told < total) else ()
    opening = list(_items(text, 0)) if "申请" not in text else []
    if all(f.unit == "条" and re.search(r"类(?:信息)?\d", text[f.start : f.end]) for f in opening) and any(_OFFICIAL.search(text[f.start : f.end]) for f in opening):
        yield from opening  # 机构职能类信息6条，占8%；法规文件类2条
    for subject in _BY_SUBJECT.finditer(text) if "申请" not in text and re.search("公开|发布", text) else ():
        yield from (f for f in _items(text, subject.end()) if f.unit in ("条", "篇", "件"))


def _items(text: str, at: int) -> Iterator[Found]:
    found: list[Found] = []
    mark = ""  # what parts the first two
    while item := _ITEM.match(text, at):
        another = mark not in ("", item[0][0])
        other = _NO_NAME.search(item["name"].removesuffix("的")) or CHANNEL_NAMES.search(item[0])
        if item[0][0] == "；" and found and found[-1].unit != item["unit"]:
            break  # the next matter
        if other and not another:
            return  # one of the same list
        if another and (other or "；" in (item[0][0], mark)):
            break
        mark = mark or item[0][0] * bool(found)
        found.append(counted("category_items", amount(item), item.start("name"), item.end("unit")))
        at = item.end()
    yield from found if len(found) > 1 else ()
