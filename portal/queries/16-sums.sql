-- title: 对不上的合计 | Sums that do not add up
-- description: 报告自己印的合计与各分项之和不等，或不符合格式规定的勾稽关系。只列出在原文的错误；读取存疑的不在此列。一处不符可能只是笔误或机构改革中的移交，宜先看原件再问机关。 | Totals that do not equal their parts, or identities of the form that do not hold. Only faults of the document itself; doubtful readings are left out. A difference may be a slip, or a transfer between authorities: look at the original and ask.
-- param year: 年度（如 2023，不填为全部） | Year (empty for all)
-- param rule: 规则编号（如 A2，不填为全部） | Rule (such as A2; empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column form: 格式 | Form
-- column report_id: 报告 | Report
-- column rule: 规则 | Rule
-- column left_value: 一边 | One side
-- column right_value: 另一边 | Other side
-- column cell: 单元格 | Cell
-- column message: 说明 | What does not agree
select coalesce(a.name, r.publisher) as agency, r.year, f.rule,
  coalesce(f.left_value, f.left_text) as left_value,
  coalesce(f.right_value, f.right_text) as right_value,
  f.message,
  f.table_name || '/' || coalesce(f.row_code, case f.table_name when 'applications' then 'total_processed' when 'review_litigation' then 'cases' end)
    || '/' || coalesce(f.column_code, case f.table_name when 'applications' then 'total' end) as cell, r.form, f.report_id
from reports r cross join findings f on f.report_id = r.id left join agencies a on a.id = r.agency_id
where +r.errors > 0 and (:year = '' or r.year = cast(:year as integer))
  and f.severity = 'error' and f.origin = 'source' and f.scope = 'report'
  and (:rule = '' or f.rule = :rule)
order by r.year desc, r.errors desc, r.rowid desc, f.position
limit 500
