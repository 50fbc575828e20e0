-- title: 用哪条理由不公开 | Grounds of refusal
-- description: 八项不予公开理由各有多少件，旁列印出该项数字的报告份数。2019 年改了理由的种类，更早的不在此列。 | The eight grounds of refusal with the number of reports that print each. The grounds changed in 2019; earlier reports are not counted.
-- param year: 年度（如 2023，不填为全部） | Year (such as 2023; empty for all)
-- param level: 层级（province、prefecture、county、township、department，不填为全部） | Level (province, prefecture, county, township, department; empty for all)
-- column ground: 理由 | Ground
-- column ground_en: 理由（英文） | Ground, in English
-- column refused: 件数 | Requests refused
-- column reports: 印有此数的报告 | Reports that print it
-- column reports_above_zero: 其中大于 0 的报告 | of which above zero
select coalesce(i.label_zh, s.code) as ground, coalesce(i.label_en, s.code) as ground_en, sum(s.total) as refused,
  sum(s.with_figure) as reports, sum(s.above_zero) as reports_above_zero
from year_sums s left join indicators i on i.code = s.code
where s.code like 'denied!_%' escape '!' and s.year >= 2019
  and (:year = '' or s.year = cast(:year as integer))
  and (:level = '' or s.level = :level)
group by s.code having sum(s.with_figure) > 0
order by refused desc
