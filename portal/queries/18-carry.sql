-- title: 今年的上年结转不等于去年的结转下年 | Carried in does not equal what was carried forward
-- description: 同一机关相邻两年的报告相比：今年“上年结转”应等于去年“结转下年度”。机构合并、申请撤回后重启、报告范围改变都会造成正当的差异。只比较 2019 年及以后的报告。 | Two successive reports of one authority: this year's carried-in should be last year's carried-forward. Mergers, re-opened requests and a changed scope are lawful reasons for a difference. Reports of 2019 and later only.
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column report_id: 报告 | Report
-- column left_value: 去年（推算） | Last year, or computed
-- column right_value: 今年所印 | Printed this year
-- column cell: 单元格 | Cell
-- column message: 说明 | What does not agree
-- column other_report_id: 上年报告 | Last year's report
select coalesce(a.name, r.publisher) as agency, r.year, f.left_value, f.right_value, f.message,
  f.table_name || '/' || f.row_code || '/' || f.column_code as cell,
  f.report_id, f.other_report_id
from (select * from findings where rule = 'E1' order by year desc, abs(left_value - right_value) desc limit 500) f
join reports r on r.id = f.report_id left join agencies a on a.id = r.agency_id
order by f.year desc, abs(f.left_value - f.right_value) desc
limit 500
