-- title: 没有找到的报告 | Reports that were not found
-- description: 机关前后年度都有报告、唯独这一年没有，或最近应公布的一年还没有。没有找到不等于没有发布：网站改版、换了地址或读不出来都可能，核实后再下结论。 | Years without a report between two that have one, or the latest year that was due. Not found is not the same as not published: a site may have moved it. Check before you write.
-- param year: 年度（如 2023，不填为全部） | Year (empty for all)
-- column agency: 机关 | Authority
-- column agency_id: 机关页 | Page of the authority
-- column year: 年度 | Year
-- column level: 层级 | Level
-- column due_on: 应公布日期 | Due
-- column checked_at: 最近查看 | Last looked at
select a.name as agency, c.year, a.level, c.due_on, c.checked_at, c.agency_id
from coverage c join agencies a on a.id = c.agency_id
where c.state = 'missing'
  and c.year between iif(:year = '', 0, cast(:year as integer)) and iif(:year = '', 9999, cast(:year as integer))
order by c.year desc, c.agency_id desc
limit 500
