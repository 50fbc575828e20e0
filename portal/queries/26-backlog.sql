-- title: 积压最多的机关 | Biggest backlogs
-- description: 结转下年度的件数除以新收加上年结转。年底集中收到的申请本就办不完，高于 25% 才值得看。 | Requests carried into the next year divided by those received and carried in. Requests filed in December cannot be done by New Year: look twice above 25%.
-- param min_requests=30: 最少件数（新收加上年结转） | Least number of requests (received and carried in)
-- param year: 年度（如 2023，不填为全部） | Year (such as 2023; empty for all)
-- param level: 层级（province、prefecture、county、township、department，不填为全部） | Level (province, prefecture, county, township, department; empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column form: 格式 | Form
-- column report_id: 报告 | Report
-- column backlog_percent: 结转率（%） | Carried forward, %
-- column carried_forward: 结转下年度（件） | Carried forward
-- column caseload: 新收加上年结转（件） | Received and carried in
select coalesce(a.name, r.publisher) as agency, m.year,
  round(100.0 * m.backlog_rate, 1) as backlog_percent,
  m.backlog_rate_numerator as carried_forward, m.backlog_rate_denominator as caseload, m.form, m.report_id
from metrics m join reports r on r.id = m.report_id left join agencies a on a.id = m.agency_id
where m.backlog_rate is not null
  and m.backlog_rate_denominator >= cast(coalesce(nullif(:min_requests, ''), '30') as integer)
  and (:year = '' or m.year = cast(:year as integer))
  and (:level = '' or m.level = :level)
order by m.backlog_rate desc, m.backlog_rate_denominator desc
limit 200
