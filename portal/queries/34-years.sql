-- title: 逐年合计与覆盖 | Year by year, with coverage
-- description: 每年收到申请与办理的合计，旁列有这一数字的报告份数。只加印出了数字的报告，份数每年不同，增减首先可能是覆盖不同。2018 与 2019 年之间格式改变，“不予公开”不可相接。政府报告可能已含部门，各层级相加会重复，宜按层级看。 | Requests received and refused each year with the number of reports that print the figure. Coverage differs from year to year and is the first reason for a change. The form changed between 2018 and 2019: refusals must not be joined. Government reports may include their departments, so choose one level.
-- param level: 层级（province、prefecture、county、township、department，不填为全部） | Level (province, prefecture, county, township, department; empty for all)
-- column year: 年度 | Year
-- column form: 格式 | Form
-- column era: 可比区间（不跨 2018/2019） | Comparable within (not across 2018/2019)
-- column reports: 报告（份） | Reports
-- column reports_with_requests: 印有收到申请数的报告 | Reports that print requests
-- column requests: 收到申请（件） | Requests
-- column reports_with_refusals: 可算不予公开的报告 | Reports with refusals
-- column refused: 不予公开（件） | Refused
-- column processed: 办理总计（件，同上报告） | Processed, same reports
-- column refusal_percent: 不予公开率（%） | Refused, %
select q.year, q.form, case when q.year >= 2019 then '2019–' else '–2018' end as era, sum(q.reports) as reports,
  sum(q.with_figure) as reports_with_requests, sum(q.total) as requests, sum(f.with_figure) as reports_with_refusals, sum(f.total) as refused,
  sum(f.denominator) as processed, round(100.0 * sum(f.total) / nullif(sum(f.denominator), 0), 1) as refusal_percent
from year_sums q join year_sums f on f.code = 'refusal_rate' and f.year = q.year and f.level is q.level and f.form is q.form
where q.code = 'requests' and (:level = '' or q.level = :level)
group by q.year, q.form
order by q.year desc, q.form
