-- title: 在报告正文里找词 | Find words in the prose
-- description: 中文全文检索，两个字的词也找得到。空格表示都要有。正文里的数字常与表格不同，见“核对发现”。 | Chinese full-text search; two-character words work; a space means both. Numbers in prose often differ from the tables: see the findings.
-- param q=复议: 要找的词 | Words
-- param year: 年度（如 2023，不填为全部） | Year (empty for all)
-- column agency: 机关 | Authority
-- column year: 年度 | Year
-- column heading: 部分 | Section
-- column passage: 原文 | Passage
-- column report_id: 报告 | Report
select coalesce(a.name, r.publisher) as agency, r.year, s.heading,
  substr(s.text, max(1, instr(s.text, coalesce(nullif(:q, ''), '复议')) - 40), 140) as passage, s.report_id
from sections s join reports r on r.id = s.report_id left join agencies a on a.id = r.agency_id
where s.id in (select rowid from sections_fts where sections_fts match escape_fts(coalesce(nullif(:q, ''), '复议')))
  and (:year = '' or r.year = cast(:year as integer))
order by r.year desc, s.report_id, s.position
limit 200
