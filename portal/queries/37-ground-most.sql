-- title: 以某一理由不公开最多的机关 | Most refusals on one ground
-- description: 选一条理由，看哪些机关用得最多；旁列不予公开合计，数目小的占比没有意义。理由在 2019 年改过，只列 2019 年起的报告。 | Choose a ground and see who uses it most, with all refusals beside it; shares of small numbers mean nothing. The grounds changed in 2019; earlier reports are not listed.
-- param ground=denied_process_information: 理由（代码，如 denied_state_secret、denied_internal_affairs、denied_process_information、denied_enforcement_file、denied_administrative_query） | Ground (its code, such as denied_state_secret, denied_internal_affairs, denied_process_information, denied_enforcement_file, denied_administrative_query)
-- param year: 年度（如 2023，不填为全部） | Year (empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column refused_on_ground: 以此理由（件） | On this ground
-- column refused: 不予公开合计（件，计算） | Refused, computed
-- column share_percent: 占不予公开（%） | Of refusals, %
-- column form: 格式 | Form
-- column report_id: 报告 | Report
select coalesce(a.name, r.publisher) as agency, r.year, p.total as refused_on_ground, m.denied_total as refused,
  round(100.0 * p.total / nullif(m.denied_total, 0), 1) as share_percent, r.form, p.report_id
from applications p join reports r on r.id = p.report_id left join metrics m on m.report_id = p.report_id
left join agencies a on a.id = r.agency_id
where p.outcome = coalesce(nullif(:ground, ''), 'denied_process_information') and p.total > 0
  and (:year = '' or r.year = cast(:year as integer))
order by p.total desc, p.report_id desc
limit 200
