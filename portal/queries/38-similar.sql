-- title: 雷同的报告 | Reports that repeat another
-- description: 遮去名称、年份和数字后正文几乎相同，或非零的统计表完全相同。照搬格式语句难免相似；值得看的是问题与改进也一字不差。 | Prose nearly the same after masking names, years and digits, or equal non-zero tables. Formula phrases make all reports alike; look at the section on problems and remedies.
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column likeness_percent: 相似度（%） | Likeness, %
-- column equal_tables: 表格相同 | Equal tables
-- column kind: 种类 | Kind
-- column other_agency: 与之雷同的机关 | Repeats
-- column other_year: 其年度 | of the year
-- column compared: 对照 | Side by side
-- column other_report_id: 与之雷同的报告 | The report it repeats
-- column report_id: 报告 | Report
select coalesce(a.name, r.publisher) as agency, r.year, s.kind, round(100.0 * s.score, 1) as likeness_percent,
  s.equal_tables, coalesce(b.name, o.publisher) as other_agency, o.year as other_year,
  s.report_id || '/' || s.other_report_id as compared, s.report_id, s.other_report_id
from similarities s join reports r on r.id = s.report_id left join agencies a on a.id = r.agency_id
join reports o on o.id = s.other_report_id left join agencies b on b.id = o.agency_id
order by s.score desc, r.year desc
limit 300
