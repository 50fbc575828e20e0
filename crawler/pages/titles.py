"""What a link's text says: an annual report, a column that holds them, a public body, something else, or a known decoy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from etl.text import squeeze

Kind = Literal["report", "column", "weak", "body", "decoy", "other"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` names the decoy, for the statistics."""

    kind: Kind
    reason: str = ""


_YEAR = r"(?:(?:19|20)\d{2}|[二2][〇○ОO零0][〇○ОO零0一二][〇○ОO零0一二三四五六七八九])"
_SUBJECT = r"(?:政府信息|政务信息|信息主动|信息|政务|政府)公开"
_SHORT = r"(?:年度?报告?|年度?工作报告|工作年度报告|工作年报|工作报告|报告|年报|工作总结|年度总结)"
# Named, because what is skipped is counted by name. The first group is no report whatever else the title says; the second
# only where the title does not plainly announce an annual report on disclosure (a bureau of the environment has one, too).
_NEVER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("website_report", r"政府网站(?:监管|工作)?(?:年度)?(?:工作)?(?:年度)?报[表告]|网站.{0,6}年度(?:工作)?报表|网站监管"),
        ("companion", r"图解|一图|图说|长图|漫画|动画|视频解读|图片解读|[Hh]5|数说|速览"),
        ("guidance",
            r"^(?:关于|.{2,30}关于).{2,60}(?:通知|意见|办法|函|公告|通告)(?:[（(].*)?$"
            r"|(?:年报|报告)(?:编制|发布|填报|审核)?(?:的)?(?:格式|模板|制度|范本|目录|要求)"),
        ("assessment", r"第三方评估|测评结果|考核结果|问卷|征求意见"),
    )
)
_ELSE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("rule_of_law", r"法治(?:政府|建设)|依法行政"),
        ("on_request_form", r"依申请公开"),
        ("housing_fund", r"住房公积金"),
        ("legal_person", r"事业单位法人|法人年度报告"),
        ("budget", r"预算|决算|财务|审计结果"),
        ("statistics", r"统计(?:年报|年鉴|公报)"),
        ("assessment", r"评估报告"),
        ("other_report", r"(?:生态环境|环境质量|企业社会责任|安全生产|质量|双随机|权责清单|人大代表|政协委员|建议提案).{0,20}(?:报告|年报|情况)$"),
    )
)
_HAS_YEAR = re.compile(_YEAR)
_REPORT = re.compile(rf"{_SUBJECT}.*?{_SHORT}")
_COLUMN = re.compile(
    rf"^(?:法定|本级|部门|本机关|历年)?(?:{_SUBJECT})(?:工作)?(?:年度)?(?:工作)?(?:年度)?(?:报告|年报|年度报告)(?:专栏|栏目|列表|目录|公示|库)?$"
    rf"|^(?:历年)?年报(?:专栏)?$|^年度报告$")
_YEAR_COLUMN = re.compile(rf"^{_YEAR}年?(?:度)?(?:{_SUBJECT})?(?:工作)?(?:年度)?(?:年报|报告|年度报告)?$")
_GROUP = re.compile(
    r"^(?:[县市区州省盟旗]{1,2}[直级属]?)?(?:政府)?(?:各|工作|组成|直属|职能|所属)?(?:部门|单位|机构|委办局|乡镇|乡镇街道|镇街|街道|镇办|园区|县区"
    r"|区县|市县|县市区|镇乡)"
    r"(?:街道|办事处|机构|单位|部门)?(?:政府)?(?:信息公开)?(?:年度)?(?:年报|报告)?$"
)
_WEAK = re.compile(rf"{_YEAR}.{{0,6}}(?:年报|年度报告|年度工作报告)|{_SUBJECT}.*{_SHORT}")
#: A name of a public body and nothing else: in a column of annual reports its link may be its report.
_BODY = re.compile(
    r"^[\u4e00-\u9fff（）()·\d]{1,30}(?:人民政府|政府|办公室|办公厅|办|局|委|委员会|厅|部|署|院|中心|镇|乡|街道|苏木|办事处|管委会|支队|大队|总队"
    r"|公司|集团|银行|协会|联合会|总工会|馆|台|站|所|校|学校|园区|开发区|分局)$"
)
#: Addresses and column names that say: annual reports are kept here.
_PLACE = re.compile(
    r"(?i)z?f?xxgk(?:gz)?(?:nb|ndbg|ndgzbg|bg|gznb)|gknb|ndbg|annual_?report|gkndbg|gknbxq|nianbao|/nb(?:_|/|$)|nb_?\d{2,}"
)
_PLACE_NAME = re.compile(rf"{_SUBJECT}(?:工作)?(?:年度)?(?:年报|报告)|^年报$|年度报告")


def judge(text: str) -> Verdict:
    """What the text (or ``title``) of a link announces."""
    title = squeeze(text).strip("·•-—[]【】()《》〈〉>»:：.。…")
    if not title:
        return Verdict("other")
    for name, pattern in _NEVER:
        if pattern.search(title):
            return Verdict("decoy", name)
    if _YEAR_COLUMN.match(title) or _COLUMN.match(title) or _GROUP.match(title):
        return Verdict("column")
    if _HAS_YEAR.search(title) and _REPORT.search(title):
        return Verdict("report")
    for name, pattern in _ELSE:
        if pattern.search(title):
            return Verdict("decoy", name)
    if _WEAK.search(title):
        return Verdict("weak")
    if _BODY.match(title):
        return Verdict("body")
    return Verdict("other")


def is_report_place(url: str, *names: str | None) -> bool:
    """Whether an address or one of a page's names (column, breadcrumb, title) is that of an annual-report column."""
    return bool(_PLACE.search(url)) or any(_PLACE_NAME.search(squeeze(n)) for n in names if n)


def year_of(text: str) -> int | None:
    """The one year a title names, or None when it names none or several."""
    years = {int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d{2})(?=年|\D|$)", squeeze(text))}
    return years.pop() if len(years) == 1 else None
