"""Nothing is sent to where nothing may be sent. The socket is patched: a broken guard fails here and sends nothing."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.network.guard import Guard, Refused


@pytest.mark.parametrize("url", [
    "http://www.shili.gov.cn/", "https://shili.gov.cn:8443/a", "http://SHILI.GOV.CN./",
])
def test_government_sites_may_be_asked(url: str) -> None:
    Guard().check_url(url)


@pytest.mark.parametrize("url", [
    "http://www.example.com/", "http://gov.cn.example.com/", "http://notgov.cn/", "http://shiligov.cn/", "http://evil.com/.gov.cn",
    "http://shili.gov.cn@evil.com/", "http://user:pw@shili.gov.cn/", "ftp://shili.gov.cn/", "file:///etc/passwd", "http:///x",
    "http://127.0.0.1/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[fe80::1]/",
    "http://0.0.0.0/", "http://224.0.0.1/", "http://127.1/", "http://0x7f000001/", "http://2130706433/", "http://0177.0.0.1/",
    "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://1.25.240.11:8082/", "http://localhost/", "http://100.64.0.1/",
])
def test_everything_else_may_not(url: str) -> None:
    with pytest.raises(Refused):
        Guard().check_url(url)


def test_the_operator_may_name_hosts_and_networks() -> None:
    guard = Guard(("127.0.0.0/8", "sites.example", "1.25.240.11", "localhost:8001", "fd00::/8"))
    for url in ("http://127.0.0.5:81/", "http://sites.example/", "http://1.25.240.11:8082/", "http://localhost:8001/", "http://[fd00::1]/"):
        guard.check_url(url)
    for url in ("http://10.0.0.1/", "http://other.example/", "http://1.25.240.12/"):
        with pytest.raises(Refused):
            guard.check_url(url)


def test_what_a_name_resolves_to_is_judged_too() -> None:
    guard = Guard(("sites.example",))
    guard.check_address("8.8.8.8", "www.shili.gov.cn")
    for address in ("127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "fe80::1", "::ffff:10.0.0.1", "0.0.0.0", "224.1.1.1", "2002:7f00:1::"):
        for host in ("www.shili.gov.cn", "sites.example"):
            with pytest.raises(Refused):
                guard.check_address(address, host)
    Guard(("localhost",)).check_address("127.0.0.1", "localhost")
    Guard(("sites.example", "127.0.0.0/8")).check_address("127.0.0.1", "sites.example")


def test_sample_sites_are_told_from_real_ones() -> None:
    guard = Guard(("127.0.0.0/8", "intranet.shili", "8.8.0.0/16"))
    assert guard.is_local("http://127.0.0.2:8/")
    assert not guard.is_local("http://www.shili.gov.cn/")
    assert not guard.is_local("http://intranet.shili/")
    assert not guard.is_local("http://8.8.8.8/")
    assert not Guard().is_local("http://127.0.0.2:8/")


@given(st.ip_addresses())
def test_no_address_that_is_not_public_passes(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    try:
        Guard().check_address(address, "www.shili.gov.cn")
    except Refused:
        return
    assert address.is_global
    assert not address.is_multicast
