-- title: 用哪条理由不公开 | Grounds of refusal
-- description: 八项不予公开理由各有多少件，旁列印出该项数字的报告份数。2019 年改了理由的种类，更早的不在此列。 | The eight grounds of refusal with the number of reports that print each. The grounds changed in 2019; earlier reports are not counted.
-- param year: 年度（如 2023，不填为全部） | Year (such as 2023; empty for all)
-- param level: 层级（province、prefecture、county、township、department，不填为全部） | Level (province, prefecture, county, township, department; empty for all)
-- column ground: 理由 | Ground
-- column ground_en: 理由（英文） | Ground, in English
-- column refused: 件数 | Requests refused
-- column reports: 印有此数的报告 | Reports that print it
-- column reports_above_zero: 其中大于 0 的报告 | of which above zero
with t as materialized (
  select sum(m.denied_state_secret) as denied_state_secret, count(m.denied_state_secret) as denied_state_secret_n, count(case when m.denied_state_secret > 0 then 1 end) as denied_state_secret_p,
    sum(m.denied_prohibited_by_law) as denied_prohibited_by_law, count(m.denied_prohibited_by_law) as denied_prohibited_by_law_n, count(case when m.denied_prohibited_by_law > 0 then 1 end) as denied_prohibited_by_law_p,
    sum(m.denied_security_stability) as denied_security_stability, count(m.denied_security_stability) as denied_security_stability_n, count(case when m.denied_security_stability > 0 then 1 end) as denied_security_stability_p,
    sum(m.denied_third_party_rights) as denied_third_party_rights, count(m.denied_third_party_rights) as denied_third_party_rights_n, count(case when m.denied_third_party_rights > 0 then 1 end) as denied_third_party_rights_p,
    sum(m.denied_internal_affairs) as denied_internal_affairs, count(m.denied_internal_affairs) as denied_internal_affairs_n, count(case when m.denied_internal_affairs > 0 then 1 end) as denied_internal_affairs_p,
    sum(m.denied_process_information) as denied_process_information, count(m.denied_process_information) as denied_process_information_n, count(case when m.denied_process_information > 0 then 1 end) as denied_process_information_p,
    sum(m.denied_enforcement_file) as denied_enforcement_file, count(m.denied_enforcement_file) as denied_enforcement_file_n, count(case when m.denied_enforcement_file > 0 then 1 end) as denied_enforcement_file_p,
    sum(m.denied_administrative_query) as denied_administrative_query, count(m.denied_administrative_query) as denied_administrative_query_n, count(case when m.denied_administrative_query > 0 then 1 end) as denied_administrative_query_p
  from metrics m where m.year >= 2019
    and (:year = '' or m.year = cast(:year as integer))
    and (:level = '' or m.level = :level)
), u as (
  select 'denied_state_secret' as code, denied_state_secret as refused, denied_state_secret_n as reports, denied_state_secret_p as reports_above_zero from t
  union all select 'denied_prohibited_by_law' as code, denied_prohibited_by_law as refused, denied_prohibited_by_law_n as reports, denied_prohibited_by_law_p as reports_above_zero from t
  union all select 'denied_security_stability' as code, denied_security_stability as refused, denied_security_stability_n as reports, denied_security_stability_p as reports_above_zero from t
  union all select 'denied_third_party_rights' as code, denied_third_party_rights as refused, denied_third_party_rights_n as reports, denied_third_party_rights_p as reports_above_zero from t
  union all select 'denied_internal_affairs' as code, denied_internal_affairs as refused, denied_internal_affairs_n as reports, denied_internal_affairs_p as reports_above_zero from t
  union all select 'denied_process_information' as code, denied_process_information as refused, denied_process_information_n as reports, denied_process_information_p as reports_above_zero from t
  union all select 'denied_enforcement_file' as code, denied_enforcement_file as refused, denied_enforcement_file_n as reports, denied_enforcement_file_p as reports_above_zero from t
  union all select 'denied_administrative_query' as code, denied_administrative_query as refused, denied_administrative_query_n as reports, denied_administrative_query_p as reports_above_zero from t
)
select coalesce(i.label_zh, u.code) as ground, coalesce(i.label_en, u.code) as ground_en, u.refused, u.reports, u.reports_above_zero
from u left join indicators i on i.code = u.code where u.reports > 0
order by u.refused desc
