"""The official forms of 2019 and 2021 as the writers print them.

A copy of their own on purpose: what writes a sample must share nothing with what reads it but the codes.
"""

from __future__ import annotations

from dataclasses import dataclass

Key = tuple[str, str, str]
"""Codes of table, row and column."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """One of the small tables of section 2."""

    id: str
    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


_ITEMS = (("items_last_year", "上一年项目数量"), ("items_change", "本年增/减"))
_DECISIONS = ("decisions", "处理决定数量")
_DECISIONS_21 = (("decisions", "本年处理决定数量"),)

PROACTIVE: dict[str, tuple[Matrix, ...]] = {
    "2019": (
        Matrix(
            "art20_1", "第二十条第（一）项",
            (("made_this_year", "本年新制作数量"), ("newly_disclosed_this_year", "本年新公开数量"),
             ("total_disclosed", "对外公开总数量")),
            (("regulations", "规章"), ("normative_documents", "规范性文件")),
        ),
        Matrix(
            "art20_5", "第二十条第（五）项", (*_ITEMS, _DECISIONS),
            (("administrative_licensing", "行政许可"), ("other_external_services", "其他对外管理服务事项")),
        ),
        Matrix(
            "art20_6", "第二十条第（六）项", (*_ITEMS, _DECISIONS),
            (("administrative_penalty", "行政处罚"), ("administrative_coercion", "行政强制")),
        ),
        Matrix("art20_8", "第二十条第（八）项", _ITEMS, (("administrative_fees", "行政事业性收费"),)),
        Matrix(
            "art20_9", "第二十条第（九）项",
            (("procurement_items", "采购项目数量"), ("procurement_amount", "采购总金额")),
            (("government_procurement", "政府集中采购"),),
        ),
    ),
    "2021": (
        Matrix(
            "art20_1", "第二十条第（一）项",
            (("issued_this_year", "本年制发件数"), ("repealed_this_year", "本年废止件数"),
             ("in_force", "现行有效件数")),
            (("regulations", "规章"), ("normative_documents", "行政规范性文件")),
        ),
        Matrix("art20_5", "第二十条第（五）项", _DECISIONS_21, (("administrative_licensing", "行政许可"),)),
        Matrix(
            "art20_6", "第二十条第（六）项", _DECISIONS_21,
            (("administrative_penalty", "行政处罚"), ("administrative_coercion", "行政强制")),
        ),
        Matrix(
            "art20_8", "第二十条第（八）项", (("fees_collected", "本年收费金额（单位：万元）"),),
            (("administrative_fees", "行政事业性收费"),),
        ),
    ),
}

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = (
    ("natural_person", "自然人"), ("business", "商业企业"), ("research", "科研机构"),
    ("public_interest", "社会公益组织"), ("legal_service", "法律服务机构"), ("other_org", "其他"),
    ("total", "总计"),
)
_DENIED = (
    ("denied_state_secret", "1.属于国家秘密"),
    ("denied_prohibited_by_law", "2.其他法律行政法规禁止公开"),
    ("denied_security_stability", "3.危及“三安全一稳定”"),
    ("denied_third_party_rights", "4.保护第三方合法权益"),
    ("denied_internal_affairs", "5.属于三类内部事务信息"),
    ("denied_process_information", "6.属于四类过程性信息"),
    ("denied_enforcement_file", "7.属于行政执法案卷"),
    ("denied_administrative_query", "8.属于行政查询事项"),
)
_UNAVAILABLE = (
    ("unavailable_not_held", "1.本机关不掌握相关政府信息"),
    ("unavailable_needs_creation", "2.没有现成信息需要另行制作"),
    ("unavailable_unclear_after_correction", "3.补正后申请内容仍不明确"),
)
_REJECTED = (
    ("rejected_petition_complaint", "1.信访举报投诉类申请"),
    ("rejected_duplicate", "2.重复申请"),
    ("rejected_published_material", "3.要求提供公开出版物"),
    ("rejected_excessive", "4.无正当理由大量反复申请"),
    ("rejected_reconfirmation", "5.要求行政机关确认或重新出具已获取信息"),
)
_OTHER_21 = (
    ("other_overdue_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("other_overdue_fee", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("other_misc", "3.其他"),
)
NEW = ("new_received", "一、本年新收政府信息公开申请数量")
CARRIED_IN = ("carried_in", "二、上年结转政府信息公开申请数量")
CARRIED_FORWARD = ("carried_forward", "四、结转下年度继续办理")
RESULTS = "三、本年度办理结果"
Results = tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
#: Parts of 三、本年度办理结果: code, label, sub-rows (empty where the part is a row of its own).
_RESULTS_HEAD: Results = (
    ("granted", "（一）予以公开", ()),
    ("partially_granted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ()),
    ("denied_total", "（三）不予公开", _DENIED),
    ("unavailable_total", "（四）无法提供", _UNAVAILABLE),
    ("rejected_total", "（五）不予处理", _REJECTED),
)
_RESULTS_TAIL: Results = (("total_processed", "（七）总计", ()),)
RESULT_PARTS: dict[str, Results] = {
    "2019": (*_RESULTS_HEAD, ("other_total", "（六）其他处理", ()), *_RESULTS_TAIL),
    "2021": (*_RESULTS_HEAD, ("other_total", "（六）其他处理", _OTHER_21), *_RESULTS_TAIL),
}

CHANNELS = (
    ("review", "行政复议"), ("litigation_direct", "未经复议直接起诉"), ("litigation_after_review", "复议后起诉"),
)
LITIGATION = "行政诉讼"
OUTCOMES = (
    ("upheld", "结果维持"), ("corrected", "结果纠正"), ("other_result", "其他结果"), ("pending", "尚未审结"),
    ("total", "总计"),
)
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def outcome_rows(form: str) -> tuple[str, ...]:
    """Codes of the result rows that hold single outcomes (no totals), in the form's order."""
    codes: list[str] = []
    for code, _, children in RESULT_PARTS[form]:
        if code != "total_processed":
            codes.extend(c for c, _ in children) if children else codes.append(code)
    return tuple(codes)


def application_rows(form: str) -> tuple[str, ...]:
    """Codes of the 23 (2019) or 25 (2021) rows of table 3 that hold numbers, in the form's order."""
    return ("new_received", "carried_in", *outcome_rows(form), "total_processed", "carried_forward")


def keys(form: str) -> tuple[Key, ...]:
    """Every cell of a form: 198 in 2019's, 200 in 2021's."""
    proactive = [(t.id, r, c) for t in PROACTIVE[form] for r, _ in t.rows for c, _ in t.columns]
    applications = [("applications", r, c) for r in application_rows(form) for c, _ in APPLICANTS]
    disputes = [("review_litigation", "cases", f"{b}_{o}") for b, _ in CHANNELS for o, _ in OUTCOMES]
    return (*proactive, *applications, *disputes)
