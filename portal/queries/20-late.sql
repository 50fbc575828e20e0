-- title: 发布迟了的报告 | Reports published late
-- description: 2019 年度起，部门和乡镇应在次年 1 月 31 日前、政府在 3 月 31 日前公布；此前一律 3 月 31 日。网站迁移会给旧报告新的日期，迟得离谱的另标为“日期存疑”，不在此列。 | From the 2019 report on departments and townships must publish by 31 January, governments by 31 March; before that all by 31 March. A site's migration gives old reports new dates: implausibly late dates are set apart as doubtful and not listed.
-- param year: 年度（如 2023，不填为全部） | Year (empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column level: 层级 | Level
-- column published_on: 发布日期 | Published
-- column due_on: 应公布日期 | Due
-- column days_late: 迟几天 | Days late
-- column report_id: 报告 | Report
select a.name as agency, c.year, a.level, c.published_on, c.due_on, c.days_late, c.report_id
from coverage c join agencies a on a.id = c.agency_id
where c.state = 'late'
  and (:year = '' or c.year = cast(:year as integer))
order by c.days_late desc, c.agency_id desc, c.year desc
limit 500
