-- title: 与上年相比的骤增骤减 | Sudden jumps against last year
-- description: 同一机关同一项目与上一年相差十倍以上。首先怀疑统计范围变了（本级或全市）、单位填错或少一位数，其次才是真的变化。 | The same item of the same authority ten times more or less than the year before. Suspect a changed scope, a wrong unit or a lost digit first, a true change last.
-- param year: 年度（如 2023，不填为全部） | Year (empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column cell: 单元格 | Cell
-- column left_value: 去年（推算） | Last year, or computed
-- column right_value: 今年所印 | Printed this year
-- column message: 说明 | What jumped
-- column report_id: 报告 | Report
-- column other_report_id: 上年报告 | Last year's report
select coalesce(a.name, r.publisher) as agency, r.year, f.table_name || '/' || f.row_code || '/' || f.column_code as cell, f.left_value, f.right_value, f.message,
  f.report_id, f.other_report_id
from (select * from findings where rule = 'C14' and (:year = '' or year = cast(:year as integer))
  order by year desc, report_id, position limit 500) f
join reports r on r.id = f.report_id left join agencies a on a.id = r.agency_id
order by f.year desc, f.report_id, f.position
limit 500
