"""The figures of ``metrics`` as data: which cells are taken over, which sums are computed, which rates are made of them.

A term is the code of a figure, with ``-`` in front where it is subtracted. A figure whose cell is absent, blank, not
applicable or unreadable is missing, and whatever is made of a missing figure is missing too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from etl.forms import APPLICATIONS, REVIEW, STATISTICS

Terms = tuple[str, ...]
#: The forms whose rows these figures were held against. The same code in two forms means comparable; whether a sum has all its
#: parts in another form is for a person to say, so that a new form is named here and is not taken in by itself.
FORMS_2019 = ("2019", "2021")


@dataclass(frozen=True, slots=True)
class Total:
    """A figure taken over from one cell; the first of ``cells`` that the report has."""

    code: str
    zh: str
    en: str
    cells: tuple[tuple[str, str, str], ...]
    """table, row, column."""
    yuan: bool = False
    """The value in yuan is taken, not the printed one."""
    forms: tuple[str, ...] = FORMS_2019


@dataclass(frozen=True, slots=True)
class Sum:
    """A computed figure: a sum of others."""

    code: str
    zh: str
    en: str
    terms: Terms
    otherwise: Terms = ()
    """What it is made of where the report has none of the cells of ``terms`` at all (another form)."""
    forms: tuple[str, ...] = FORMS_2019


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate; its numerator and denominator stand beside it as ``<code>_numerator`` and ``<code>_denominator``."""

    code: str
    zh: str
    en: str
    numerator: Terms
    denominator: Terms
    kind: Literal["share", "ratio"]
    """``share`` lies between 0 and 1 where the report is consistent; a ``ratio`` need not."""
    zh_note: str = ""
    en_note: str = ""
    forms: tuple[str, ...] = FORMS_2019


def _requests(code: str, zh: str, en: str) -> Total:
    return Total(code, zh, en, ((APPLICATIONS, code, "total"),))


DENIED = ("state_secret", "prohibited_by_law", "security_stability", "third_party_rights", "internal_affairs",
          "process_information", "enforcement_file", "administrative_query")
_DENIED_ZH = ("属于国家秘密", "其他法律行政法规禁止公开", "危及“三安全一稳定”", "保护第三方合法权益", "属于三类内部事务信息",
              "属于四类过程性信息", "属于行政执法案卷", "属于行政查询事项")
_DENIED_EN = ("state secrets", "prohibited by other law", "security or stability", "rights of third parties", "internal affairs",
              "process information", "enforcement files", "matters of administrative query")
_ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other_org")
_ORGANISATIONS_ZH = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他法人或组织")
_ORGANISATIONS_EN = ("businesses", "research institutions", "public-interest organisations", "legal service providers", "other organisations")
_CHANNELS = (("review", "行政复议", "administrative review"), ("litigation_direct", "未经复议直接起诉", "litigation without review"),
             ("litigation_after_review", "复议后起诉", "litigation after review"))
_OUTCOMES = (("upheld", "结果维持", "upheld"), ("corrected", "结果纠正", "corrected"), ("other_result", "其他结果", "other result"),
             ("pending", "尚未审结", "pending"), ("total", "总计", "total"))
_JOINED = {"review_total": "review_total", "review_upheld": "review_upheld", "review_corrected": "review_corrected"}

TOTALS: tuple[Total, ...] = (
    Total("requests", "本年收到申请数", "Requests received in the year (joins the 2014 form with the later ones)",
          ((APPLICATIONS, "new_received", "total"), (STATISTICS, "requests_received", "value")), forms=("2014", *FORMS_2019)),
    _requests("new_received", "本年新收申请", "Requests newly received"),
    _requests("carried_in", "上年结转申请", "Requests carried over from the year before"),
    *(Total(f"new_{code}", f"本年新收：{zh}", f"Newly received from {en}", ((APPLICATIONS, "new_received", code),))
      for code, zh, en in zip(("natural_person", *_ORGANISATIONS), ("自然人", *_ORGANISATIONS_ZH),
                              ("natural persons", *_ORGANISATIONS_EN), strict=True)),
    _requests("granted", "予以公开", "Granted in full"),
    _requests("partially_granted", "部分公开", "Granted in part"),
    *(_requests(f"denied_{code}", f"不予公开：{zh}", f"Refused: {en}")
      for code, zh, en in zip(DENIED, _DENIED_ZH, _DENIED_EN, strict=True)),
    _requests("unavailable_not_held", "无法提供：本机关不掌握", "Unavailable: not held"),
    _requests("unavailable_needs_creation", "无法提供：没有现成信息需另行制作", "Unavailable: would have to be created"),
    _requests("unavailable_unclear_after_correction", "无法提供：补正后申请内容仍不明确", "Unavailable: still unclear after correction"),
    _requests("rejected_petition_complaint", "不予处理：信访举报投诉类", "Not processed: petitions and complaints"),
    _requests("rejected_duplicate", "不予处理：重复申请", "Not processed: repeated requests"),
    _requests("rejected_published_material", "不予处理：要求提供公开出版物", "Not processed: published material"),
    _requests("rejected_excessive", "不予处理：无正当理由大量反复申请", "Not processed: excessive requests"),
    _requests("rejected_reconfirmation", "不予处理：要求确认或重新出具已获取信息", "Not processed: reconfirmation of information already had"),
    _requests("other_overdue_correction", "其他处理：逾期不补正", "Other: not corrected in time"),
    _requests("other_overdue_fee", "其他处理：逾期未缴费", "Other: fee not paid in time"),
    _requests("other_misc", "其他处理：其他", "Other: miscellaneous, mostly withdrawn"),
    _requests("total_processed", "办理总计（原文所印）", "Processed, total as printed"),
    _requests("carried_forward", "结转下年度继续办理", "Carried over into the next year"),
    *(Total(f"{channel}_{outcome}", f"{zh}：{outcome_zh}", f"{en.capitalize()}: {outcome_en}",
            ((REVIEW, "cases", f"{channel}_{outcome}"),
             *(((STATISTICS, _JOINED[f"{channel}_{outcome}"], "value"),) if f"{channel}_{outcome}" in _JOINED else ())),
            forms=("2014", *FORMS_2019) if f"{channel}_{outcome}" in _JOINED else FORMS_2019)
      for channel, zh, en in _CHANNELS for outcome, outcome_zh, outcome_en in _OUTCOMES),
    Total("regulations_issued", "本年制发规章", "Government rules issued", (("art20_1", "regulations", "issued_this_year"),), forms=("2021",)),
    Total("normative_documents_made", "本年新制作规范性文件", "Normative documents newly made",
          (("art20_1", "normative_documents", "made_this_year"),), forms=("2019",)),
    Total("normative_documents_issued", "本年制发行政规范性文件", "Normative documents issued",
          (("art20_1", "normative_documents", "issued_this_year"),), forms=("2021",)),
    Total("normative_documents_repealed", "本年废止行政规范性文件", "Normative documents repealed",
          (("art20_1", "normative_documents", "repealed_this_year"),), forms=("2021",)),
    Total("normative_documents_in_force", "现行有效行政规范性文件", "Normative documents in force",
          (("art20_1", "normative_documents", "in_force"),), forms=("2021",)),
    Total("licensing_decisions", "行政许可处理决定", "Licensing decisions", (("art20_5", "administrative_licensing", "decisions"),)),
    Total("penalty_decisions", "行政处罚处理决定", "Penalty decisions", (("art20_6", "administrative_penalty", "decisions"),)),
    Total("coercion_decisions", "行政强制处理决定", "Coercion decisions", (("art20_6", "administrative_coercion", "decisions"),)),
    Total("fees_collected_yuan", "行政事业性收费（元）", "Administrative fees collected, in yuan",
          (("art20_8", "administrative_fees", "fees_collected"),), yuan=True, forms=("2021",)),
    Total("procurement_amount_yuan", "采购总金额（元）", "Procurement, in yuan",
          (("art20_9", "government_procurement", "procurement_amount"),), yuan=True, forms=("2019",)),
)

SUMS: tuple[Sum, ...] = (
    Sum("new_org_total", "本年新收：法人或其他组织合计（计算）", "Newly received from organisations, computed",
        tuple(f"new_{code}" for code in _ORGANISATIONS)),
    Sum("denied_total", "不予公开合计（计算）", "Refused, computed from the eight grounds", tuple(f"denied_{code}" for code in DENIED)),
    Sum("unavailable_total", "无法提供合计（计算）", "Unavailable, computed from its three rows",
        ("unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear_after_correction")),
    Sum("rejected_total", "不予处理合计（计算）", "Not processed, computed from its five rows",
        ("rejected_petition_complaint", "rejected_duplicate", "rejected_published_material", "rejected_excessive", "rejected_reconfirmation")),
    Sum("other_total", "其他处理合计（2019 年格式为所印数字，2021 年格式为计算）",
        "Other: the printed row of the 2019 form, computed from three rows in 2021's",
        ("other_overdue_correction", "other_overdue_fee", "other_misc"), ("other_printed",)),
    Sum("litigation_total", "行政诉讼总计（计算）", "Litigation, both channels, computed", ("litigation_direct_total", "litigation_after_review_total"),
        ("litigation_2014",), ("2014", *FORMS_2019)),
    Sum("litigation_corrected", "行政诉讼结果纠正（计算）", "Litigation corrected, both channels, computed",
        ("litigation_direct_corrected", "litigation_after_review_corrected"), ("litigation_corrected_2014",), ("2014", *FORMS_2019)),
    Sum("litigation_pending", "行政诉讼尚未审结（计算）", "Litigation pending, both channels, computed",
        ("litigation_direct_pending", "litigation_after_review_pending")),
)

#: Cells that a sum stands on and that are no column of their own.
HIDDEN: tuple[Total, ...] = (
    Total("other_printed", "", "", ((APPLICATIONS, "other_total", "total"),)),
    Total("litigation_2014", "", "", ((STATISTICS, "litigation_total", "value"),)),
    Total("litigation_corrected_2014", "", "", ((STATISTICS, "litigation_corrected", "value"),)),
)

_CASELOAD = ("new_received", "carried_in")
_BASE = ("total_processed",)
_LITIGATION = ("litigation_direct_total", "litigation_after_review_total")

RATES: tuple[Rate, ...] = (
    Rate("full_disclosure_rate", "公开率", "Full disclosure rate", ("granted",), _BASE, "share",
         "含“已主动公开，告知查询”等答复。", "Answers that point to published information count as granted."),
    Rate("disclosure_rate", "实质公开率", "Disclosure rate", ("granted", "partially_granted"), _BASE, "share",
         "分母含申请人撤回等其他处理。", "The base includes requests that were withdrawn."),
    Rate("disclosure_rate_decided", "实质公开率（不含其他）", "Disclosure rate without miscellaneous outcomes", ("granted", "partially_granted"),
         ("total_processed", "-other_misc"), "share", "分母减去“其他”（多为撤回）；仅 2021 年格式。",
         "The base leaves out miscellaneous outcomes, mostly withdrawals; 2021 form only.", ("2021",)),
    Rate("refusal_rate", "不予公开率", "Refusal rate", ("denied_total",), _BASE, "share",
         "不等于“未公开”的全部。", "Not everything that was not disclosed."),
    Rate("unavailable_rate", "无法提供率", "Unavailable rate", ("unavailable_total",), _BASE, "share",
         "多为本机关不掌握，受申请对象是否找对影响。", "Mostly information not held; sensitive to requests sent to the wrong body."),
    Rate("rejected_rate", "不予处理率", "Not-processed rate", ("rejected_total",), _BASE, "share", "多为信访举报投诉。", "Mostly petitions."),
    Rate("other_rate", "其他处理率", "Other outcomes rate", ("other_total",), _BASE, "share",
         "2019 年格式合并计算，2021 年格式分列。", "One row in the 2019 form, three in 2021's."),
    Rate("non_disclosure_share", "未公开比例", "Share not disclosed", ("total_processed", "-granted", "-partially_granted"), _BASE, "share",
         "含撤回与逾期。", "Includes withdrawn and lapsed requests."),
    *(Rate(f"denied_{code}_share", f"不予公开理由占比：{zh}", f"Share of refusals: {en}", (f"denied_{code}",), ("denied_total",), "share",
           "数目小，宜看件数。", "Small numbers: look at the counts.") for code, zh, en in zip(DENIED, _DENIED_ZH, _DENIED_EN, strict=True)),
    Rate("security_grounds_share", "涉密涉安理由占比", "Share of refusals for secrecy or security",
         ("denied_state_secret", "denied_security_stability"), ("denied_total",), "share"),
    Rate("internal_process_share", "内部与过程性信息理由占比", "Share of refusals for internal or process information",
         ("denied_internal_affairs", "denied_process_information"), ("denied_total",), "share", "2019 年起新增的理由。", "Grounds new since 2019."),
    Rate("not_held_share", "不掌握占比", "Not-held share", ("unavailable_not_held",), _BASE, "share",
         "“不存在”与“属其他机关”合计。", "Does not exist and belongs elsewhere, together."),
    Rate("abuse_label_share", "滥用类占比", "Share labelled as abuse", ("rejected_excessive", "rejected_duplicate"), _BASE, "share",
         "无正当理由大量反复申请与重复申请。", "Excessive and repeated requests."),
    Rate("overdue_fee_share", "逾期未缴费占比", "Share lapsed for an unpaid fee", ("other_overdue_fee",), _CASELOAD, "share",
         "仅 2021 年格式。", "2021 form only.", ("2021",)),
    Rate("backlog_rate", "结转率", "Backlog rate", ("carried_forward",), _CASELOAD, "share",
         "受年末申请影响。", "Rises with requests filed in December."),
    Rate("clearance_rate", "办结率", "Clearance rate", ("total_processed",), _CASELOAD, "share"),
    Rate("natural_person_share", "自然人申请占比", "Share of requests from natural persons", ("new_natural_person",), ("new_received",), "share"),
    Rate("org_share", "法人或其他组织申请占比", "Share of requests from organisations", ("new_org_total",), ("new_received",), "share"),
    *(Rate(f"{code}_share", f"{zh}申请占比", f"Share of requests from {en}", (f"new_{code}",), ("new_received",), "share")
      for code, zh, en in zip(_ORGANISATIONS, _ORGANISATIONS_ZH, _ORGANISATIONS_EN, strict=True)),
    Rate("dispute_rate", "争议转化率", "Dispute rate", ("review_total", *_LITIGATION), ("new_received",), "ratio",
         "复议后起诉与复议重复计同一争议。", "Litigation after review counts the same dispute twice."),
    Rate("review_rate", "复议率", "Review rate", ("review_total",), _BASE, "ratio"),
    Rate("review_correction_rate", "复议纠错率", "Correction rate on review", ("review_corrected",), ("review_total", "-review_pending"), "share",
         "只计已审结案件。", "Concluded cases only."),
    Rate("review_correction_share", "复议纠错占比（含未审结）", "Corrected share of all reviews", ("review_corrected",), ("review_total",), "share"),
    Rate("litigation_correction_rate", "诉讼纠错率", "Correction rate in litigation",
         ("litigation_direct_corrected", "litigation_after_review_corrected"),
         (*_LITIGATION, "-litigation_direct_pending", "-litigation_after_review_pending"), "share", "只计已审结案件。", "Concluded cases only."),
    Rate("correction_per_request", "纠错转化率", "Corrections per request",
         ("review_corrected", "litigation_direct_corrected", "litigation_after_review_corrected"), ("new_received",), "ratio"),
    Rate("review_pending_share", "复议未审结占比", "Pending share of reviews", ("review_pending",), ("review_total",), "share"),
    Rate("litigation_pending_share", "诉讼未审结占比", "Pending share of litigation",
         ("litigation_direct_pending", "litigation_after_review_pending"), _LITIGATION, "share"),
    Rate("repeat_litigation_rate", "复议后再诉率", "Litigation after review per review upheld", ("litigation_after_review_total",),
         ("review_upheld",), "ratio", "有一年时滞。", "Lags by a year."),
    Rate("licensing_to_enforcement", "许可与处罚强制之比", "Licensing decisions per penalty or coercion decision", ("licensing_decisions",),
         ("penalty_decisions", "coercion_decisions"), "ratio", "粗略替代指标。", "A rough proxy."),
    Rate("normative_churn", "规范性文件更替率", "Turnover of normative documents",
         ("normative_documents_issued", "normative_documents_repealed"), ("normative_documents_in_force",), "ratio",
         "集中清理年份会偏高；仅 2021 年格式。", "High in years of clean-ups; 2021 form only.", ("2021",)),
)

#: Rates against the report of the year before, only where both follow the 2019 form or a later one.
GROWTHS: tuple[Rate, ...] = (
    Rate("request_growth", "新收申请增长率", "Growth of requests newly received", ("new_received", "-previous_new_received"),
         ("previous_new_received",), "ratio", "与上年报告比，不跨 2018/2019 年格式更替。",
         "Against the report of the year before; never across the change of forms in 2019."),
)
