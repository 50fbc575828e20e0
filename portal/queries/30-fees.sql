-- title: 行政事业性收费 | Administrative fees collected
-- description: 2021 年格式起的“本年收费金额”，按印出或格式规定的单位（万元）折成元。这是机关全部行政事业性收费，不是信息公开的处理费。填错单位（把元填进万元）很常见，数额离奇的先看原件。2019 年格式同一行印的是项目数，不可相比。 | The fee line of the 2021 form, in yuan by the unit printed or fixed (10,000 yuan). These are all administrative fees of the body, not fees for requests. Wrong units are common: look at the original. The 2019 form counts items in the same row and cannot be compared.
-- param year: 年度（如 2023，不填为全部） | Year (such as 2023; empty for all)
-- param level: 层级（province、prefecture、county、township、department，不填为全部） | Level (province, prefecture, county, township, department; empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column form: 格式 | Form
-- column report_id: 报告 | Report
-- column fees_yuan: 收费（元） | Fees, yuan
-- column level: 层级 | Level
-- column doubts: 存疑条数 | Doubts
select coalesce(a.name, r.publisher) as agency, m.year, m.fees_collected_yuan as fees_yuan,
  (select count(*) from findings f where f.report_id = m.report_id and f.rule = 'C10') as doubts,
  m.level, m.form, m.report_id
from metrics m join reports r on r.id = m.report_id left join agencies a on a.id = m.agency_id
where m.fees_collected_yuan is not null
  and (:year = '' or m.year = cast(:year as integer))
  and (:level = '' or m.level = :level)
order by m.fees_collected_yuan desc
limit 200
