"""VSB: pages that count down, attachments behind a script with a GBK file name, one behind a picture puzzle."""

from __future__ import annotations

from tests.sites.platforms.base import (
    HTML,
    PlatformSite,
    Reply,
    as_docx,
    decoys,
    reports,
    row,
    split,
)


def site() -> PlatformSite:
    made = PlatformSite("vsb", "127.0.1.8", "示例辛县人民政府", "/zfxxgk/zfxxgknb.htm")
    rows = []
    for number, report in enumerate(reports("vsb", made.name[:4]), 1):
        path = f"/info/1648/{47200 + number}.htm"
        if number in (3, 4):
            link = f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid={number}"
            made.article(path, report, container='div id="vsb_content_4"', kind="docx", file=link, file_path=link)
            name = f"{report.title}.docx".encode("gb18030").decode("latin-1")
            made.routes[link] = Reply(as_docx(report), headers={
                "Content-Type": "application/octet-stream", "Content-Disposition": f'attachment; filename="{name}"',
            })
        else:
            made.article(path, report, container='div id="vsb_content_4" class="v_news_content"')
        rows.append(row(f"../info/1648/{47200 + number}.htm" if number > 4 else f"info/1648/{47200 + number}.htm", report.title, report.published_on))
    rows = [r.replace('href="info', 'href="/info').replace('href="../info', 'href="/info') for r in rows]
    rows += [row(p, t, d) for p, t, d in decoys(made, lambda n: f"/info/1648/90{n}.htm")]
    puzzle = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=99"
    made.routes[puzzle] = Reply("<html><body><form>请输入验证码<input name='codeValue'></form></body></html>", headers={"Content-Type": HTML})
    made.routes["/info/1648/1.htm"] = made.page(
        "示例辛县水利局2019年政府信息公开工作年度报告", f"<p>现予公布。</p><p><a href='{puzzle}'>附件【年度报告.docx】</a></p>", container='div id="vsb_content"'
    )
    rows.append(row("/info/1648/1.htm", "示例辛县水利局2019年政府信息公开工作年度报告", "2020-01-20"))
    parts = split(rows, 6)
    total = len(parts)
    for number, part in enumerate(parts, 1):
        older = total - number  # the number of the page after this one
        href = "" if number == total else (f"zfxxgknb/{older}.htm" if number == 1 else f"{older}.htm")
        following = f'<span class="p_next p_fun"><a href="{href}">下页</a></span>' if href else '<span class="p_next_d p_fun_d">下页</span>'
        pager = (
            f'<div class="pb_sys_common pb_sys_normal pb_sys_style1"><span class="p_t">共{len(rows)}条</span><span class="p_pages">'
            f'<span class="p_no"><a href="zfxxgknb/1.htm">{total}</a></span>{following}</span><span class="p_t">{number}/{total}</span></div>'
        )
        path = made.entry if number == 1 else f"/zfxxgk/zfxxgknb/{older + 1}.htm"
        made.routes[path] = made.page("政府信息公开年报", f"<ul>{''.join(part)}</ul>{pager}")
    return made
