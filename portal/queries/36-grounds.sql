-- title: 用哪条理由不公开 | Grounds of refusal
-- description: 八项不予公开理由各有多少件，旁列印出该项数字的报告份数。2019 年改了理由的种类，更早的不在此列。 | The eight grounds of refusal with the number of reports that print each. The grounds changed in 2019; earlier reports are not counted.
-- param year: 年度（如 2023，不填为全部） | Year (such as 2023; empty for all)
-- param level: 层级（province、prefecture、county、township、department，不填为全部） | Level (province, prefecture, county, township, department; empty for all)
-- column ground: 理由 | Ground
-- column refused: 件数 | Requests refused
-- column reports: 印有此数的报告 | Reports that print it
-- column reports_above_zero: 其中大于 0 的报告 | of which above zero
select coalesce((select l.label_zh from labels l where l.table_name = 'applications' and l.kind = 'row'
    and l.code = p.outcome and l.form = '2021'), p.outcome) as ground,
  sum(p.total) as refused, count(p.total) as reports, count(case when p.total > 0 then 1 end) as reports_above_zero
from applications p join reports m on m.id = p.report_id
where p.outcome in ('denied_state_secret', 'denied_prohibited_by_law', 'denied_security_stability',
  'denied_third_party_rights', 'denied_internal_affairs', 'denied_process_information', 'denied_enforcement_file',
  'denied_administrative_query')
  and (:year = '' or m.year = cast(:year as integer))
  and (:level = '' or m.level = :level)
group by p.outcome
order by refused desc
