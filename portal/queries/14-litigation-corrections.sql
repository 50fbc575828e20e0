-- title: 行政诉讼中被纠正最多的机关 | Most corrections in court
-- description: 未经复议直接起诉与复议后起诉两栏的纠正件数相加。任何一栏没有印出数字，合计即为空，不当作 0。2018 年以前只有一栏诉讼，数字可并列但栏目不同，请看“格式”。 | Corrections of both kinds of litigation, added up. Where either is not printed the sum is NULL, not 0. Reports before 2019 have one row for litigation: see the form.
-- param year: 年度（如 2023，不填为全部） | Year (such as 2023; empty for all)
-- param level: 层级（province、prefecture、county、township、department，不填为全部） | Level (province, prefecture, county, township, department; empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column form: 格式 | Form
-- column report_id: 报告 | Report
-- column corrected: 结果纠正（件） | Corrected
-- column litigation: 诉讼总计（件） | Lawsuits
-- column pending: 尚未审结（件） | Pending
-- column correction_percent: 纠错率（%，已审结） | Corrected of concluded, %
select coalesce(a.name, r.publisher) as agency, m.year, m.litigation_corrected as corrected,
  m.litigation_total as litigation, m.litigation_pending as pending,
  round(100.0 * m.litigation_correction_rate, 1) as correction_percent, m.form, m.report_id
from metrics m join reports r on r.id = m.report_id left join agencies a on a.id = m.agency_id
where m.litigation_corrected > 0
  and (:year = '' or m.year = cast(:year as integer))
  and (:level = '' or m.level = :level)
order by m.litigation_corrected desc, m.litigation_total desc
limit 200
