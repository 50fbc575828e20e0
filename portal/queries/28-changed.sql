-- title: 发布之后被改动的数字 | Numbers changed after publication
-- description: 同一网址先后两次抓取，表中同一格的数字不同。改正笔误是正当的；值得问的是改了什么、有没有说明。 | The same address fetched twice with different numbers in the same cell. Correcting a slip is lawful; ask what was changed and whether it was said.
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column cell: 单元格 | Cell
-- column before: 原来印的 | Printed before
-- column after: 后来印的 | Printed after
-- column seen_at: 发现时间 | Seen
-- column report_id: 报告 | Report
select coalesce(a.name, r.publisher) as agency, r.year,
  c.table_name || '/' || c.row_code || '/' || c.column_code as cell,
  case c.old_state when 'absent' then '（无此格 absent）' else coalesce(c.old_printed, c.old_value) end as before,
  case c.new_state when 'absent' then '（无此格 absent）' else coalesce(c.new_printed, c.new_value) end as after,
  c.seen_at, c.report_id
from cell_changes c join reports r on r.id = c.report_id left join agencies a on a.id = r.agency_id
order by c.seen_at desc, c.report_id
limit 500
