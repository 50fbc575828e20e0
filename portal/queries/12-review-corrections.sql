-- title: 行政复议中被纠正最多的机关 | Most corrections on administrative review
-- description: 复议结果纠正的件数，旁列已审结件数。纠错率只按已审结案件算；“其他结果”里可能有机关自行改正后撤回的案件。政府的报告可能把所属部门的案件合并在内。 | Reviews that ended in a correction, with the concluded cases beside them. The rate counts concluded cases only; “other result” may hide cases withdrawn after the authority gave way. A government's own report may include its departments.
-- param min_concluded=1: 最少已审结件数 | Least number of concluded reviews
-- param year: 年度（如 2023，不填为全部） | Year (such as 2023; empty for all)
-- param level: 层级（province、prefecture、county、township、department，不填为全部） | Level (province, prefecture, county, township, department; empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column form: 格式 | Form
-- column report_id: 报告 | Report
-- column corrected: 结果纠正（件） | Corrected
-- column concluded: 已审结（件） | Concluded
-- column correction_percent: 纠错率（%） | Corrected, %
-- column reviews: 复议总计（件） | Reviews
select coalesce(a.name, r.publisher) as agency, m.year, m.review_corrected as corrected,
  m.review_correction_rate_denominator as concluded,
  round(100.0 * m.review_correction_rate, 1) as correction_percent,
  m.review_total as reviews, m.form, m.report_id
from metrics m join reports r on r.id = m.report_id left join agencies a on a.id = m.agency_id
where m.review_corrected > 0
  and (m.review_correction_rate_denominator is null
    or m.review_correction_rate_denominator >= cast(coalesce(nullif(:min_concluded, ''), '1') as integer))
  and (:year = '' or m.year = cast(:year as integer))
  and (:level = '' or m.level = :level)
order by m.review_corrected desc, m.review_correction_rate desc
limit 200
