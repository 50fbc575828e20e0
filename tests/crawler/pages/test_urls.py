from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.urls import canonical, extension, is_twin, resolve, site_of


@pytest.mark.parametrize(("one", "other"), [
    ("http://www.shili.gov.cn/a/index.html", "https://shili.gov.cn/a/"),
    ("http://shili.gov.cn//a/./b/../c.html", "http://shili.gov.cn:80/a/c.html"),
    ("http://m.shili.gov.cn/art/2026/1/22/art_1_2.html", "http://www.shili.gov.cn/art/2026/1/22/art_1_2.html"),
    ("http://shili.gov.cn/202004/t20200430_1_wap.html", "http://shili.gov.cn/202004/t20200430_1.html"),
    ("http://shili.gov.cn/202601/t20260128_1_app.shtml", "http://shili.gov.cn/202601/t20260128_1.shtml"),
    ("http://shili.gov.cn/gkmlpt/content/1/2/mpost_3.html", "http://shili.gov.cn/gkmlpt/content/1/2/post_3.html"),
    ("http://big5.www.gov.cn/gate/big5/www.gov.cn//gzdt/1.htm", "http://www.gov.cn/gzdt/1.htm"),
    ("http://shili.gov.cn/x.jsp?fbtime=2017&area=A1", "https://shili.gov.cn/x.jsp?area=A1&fbtime=2017"),
    ("http://shili.gov.cn/a.shtml?ddtab=true", "http://shili.gov.cn/a.shtml"),
    ("http://shili.gov.cn/a.html#top", "http://shili.gov.cn/a.html"),
    ("http://shili.gov.cn/a.jsp;jsessionid=9F?id=1", "http://shili.gov.cn/a.jsp?id=1"),
    ("HTTP://SHILI.GOV.CN/A.html", "http://shili.gov.cn/A.html"),
])
def test_twins_share_a_key(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), [
    ("http://a.shili.gov.cn/x", "http://b.shili.gov.cn/x"),
    ("http://shili.gov.cn/a.html", "http://shili.gov.cn/A.html"),
    ("http://shili.gov.cn/?id=1", "http://shili.gov.cn/?id=2"),
    ("http://127.0.0.2:80/a", "http://127.0.0.2:81/a"),
    ("http://whly.shili.gov.cn/gkmlpt/annualreport#11", "http://whly.shili.gov.cn/gkmlpt/annualreport#12"),
    ("http://shili.gov.cn/%C4%EA.html", "http://shili.gov.cn/%B1%A8.html"),  # GBK
    ("http://shili.gov.cn/a?q=%C4%EA", "http://shili.gov.cn/a?q=%B1%A8"),
    ("http://m.gov.cn/", "http://gov.cn/"),
])
def test_different_pages_do_not(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_a_posted_form_is_part_of_the_name() -> None:
    assert canonical("http://shili.gov.cn/s", "POST", b"page=1") != canonical("http://shili.gov.cn/s", "POST", b"page=2")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
def test_a_key_names_itself(tail: str) -> None:
    key = canonical("http://shili.gov.cn/" + tail.replace("\\", "/"))
    assert canonical("http://" + key) == key


@given(st.text(max_size=60))
def test_any_link_resolves_to_an_address_or_nothing(href: str) -> None:
    found = resolve("http://shili.gov.cn/a/b.html", href)
    assert found is None or found.startswith(("http://", "https://"))


def test_links_that_lead_nowhere() -> None:
    for href in ("javascript:void(0)", "mailto:a@b.cn", "#", "", "  ", "JavaScript:;", "http://[", "http://a:b/"):
        assert resolve("http://shili.gov.cn/", href) is None
    assert resolve("http://shili.gov.cn/a/", "./202301\\t1.html") == "http://shili.gov.cn/a/202301/t1.html"


def test_twins_sites_and_extensions() -> None:
    assert is_twin("http://m.shili.gov.cn/a")
    assert not is_twin("http://www.shili.gov.cn/a")
    assert site_of("http://czj.shili.gov.cn/") == site_of("http://www.shili.gov.cn/")
    assert site_of("http://127.0.0.2:8/") != site_of("http://127.0.0.3:8/")
    assert extension("http://shili.gov.cn/module/download/downfile.jsp?classid=0&filename=ab12.pdf") == "pdf"
    assert extension("http://shili.gov.cn/a/P02.DOCX") == "docx"
    assert extension("http://shili.gov.cn/content_556") == ""
