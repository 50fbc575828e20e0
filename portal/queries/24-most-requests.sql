-- title: 收到申请最多的机关 | Most requests received
-- description: 本年新收申请件数。一个人可以提很多件，件数不是人数；政府的报告可能把所属部门合并在内。2014 年格式与 2019 年以后的“收到申请”可以相接，但口径有别，请看“格式”。 | Requests newly received. One person can file many: these are requests, not people. A government's own report may include its departments. The figure exists in the 2014 form too and may be compared, with care: see the form.
-- param year: 年度（如 2023，不填为全部） | Year (such as 2023; empty for all)
-- param level: 层级（province、prefecture、county、township、department，不填为全部） | Level (province, prefecture, county, township, department; empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column form: 格式 | Form
-- column report_id: 报告 | Report
-- column requests: 收到申请（件） | Requests
-- column growth_percent: 比上年（%） | Against last year, %
-- column natural_person_percent: 自然人占比（%） | From natural persons, %
select coalesce(a.name, r.publisher) as agency, m.year, m.requests,
  round(100.0 * m.request_growth, 1) as growth_percent,
  round(100.0 * m.natural_person_share, 1) as natural_person_percent, m.form, m.report_id
from metrics m join reports r on r.id = m.report_id left join agencies a on a.id = m.agency_id
where m.requests is not null
  and (:year = '' or m.year = cast(:year as integer))
  and (:level = '' or m.level = :level)
order by m.requests desc
limit 200
