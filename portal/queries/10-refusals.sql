-- title: 不予公开率最高的机关 | Highest refusal rates
-- description: 不予公开件数除以办理总计，件数太少的机关不列入。不予公开不等于没有公开的全部：无法提供、不予处理、撤回都另计。2019 年起才有这些栏目，2018 年以前的拒绝理由不同，不在此列。 | Requests refused divided by requests processed; authorities with few requests are left out. Refused is not all that was not disclosed: unavailable, not processed and withdrawn are counted apart. The grounds exist since the 2019 form only; earlier reports are not in the list.
-- param min_requests=30: 最少办理件数 | Least number of requests processed
-- param year: 年度（如 2023，不填为全部） | Year (such as 2023; empty for all)
-- param level: 层级（province、prefecture、county、township、department，不填为全部） | Level (province, prefecture, county, township, department; empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column form: 格式 | Form
-- column report_id: 报告 | Report
-- column refusal_percent: 不予公开率（%） | Refused, %
-- column refused: 不予公开（件） | Refused
-- column processed: 办理总计（件） | Processed
select coalesce(a.name, r.publisher) as agency, m.year,
  round(100.0 * m.refusal_rate, 1) as refusal_percent,
  m.refusal_rate_numerator as refused, m.refusal_rate_denominator as processed,
  m.form, m.report_id
from metrics m join reports r on r.id = m.report_id left join agencies a on a.id = m.agency_id
where m.refusal_rate is not null
  and m.refusal_rate_denominator >= cast(coalesce(nullif(:min_requests, ''), '30') as integer)
  and (:year = '' or m.year = cast(:year as integer))
  and (:level = '' or m.level = :level)
order by m.refusal_rate desc, m.refusal_rate_denominator desc
limit 200
