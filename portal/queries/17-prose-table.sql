-- title: 正文与表格说法不一 | Prose that contradicts the table
-- description: 正文里说的件数、结转、复议诉讼数与同一份报告的表格不同。正文可能按另一口径（备案数、只算本年新收），先看原文两处再下结论。 | Numbers in the prose differ from the table of the same report. The prose may count on another basis (cases filed, this year's only): read both places before you conclude.
-- param year: 年度（如 2023，不填为全部） | Year (empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column rule: 规则 | Rule
-- column left_value: 正文所说 | In the prose
-- column right_value: 表中所印 | In the table
-- column cell: 单元格 | Cell
-- column message: 说明 | What does not agree
-- column form: 格式 | Form
-- column report_id: 报告 | Report
select coalesce(a.name, r.publisher) as agency, r.year, f.rule, coalesce(f.left_value, f.left_text) as left_value,
  coalesce(f.right_value, f.right_text) as right_value, f.message,
  f.table_name || '/' || coalesce(f.row_code, case f.table_name when 'applications' then 'total_processed' when 'review_litigation' then 'cases' end)
    || '/' || coalesce(f.column_code, case f.table_name when 'applications' then 'total' end) as cell, r.form, f.report_id
from (select rowid from findings where rule >= 'D' and rule < 'E' and severity <> 'info'
  and (:year = '' or year = cast(:year as integer)) order by year desc, rowid limit 500) newest
join findings f on f.rowid = newest.rowid
join reports r on r.id = f.report_id left join agencies a on a.id = r.agency_id
order by f.year desc, f.report_id, f.position
limit 500
