"""Which addresses may be asked at all: ``.gov.cn`` or hosts named by the operator, and no private network.

Asked for every URL, for every redirect, and for every address that a name resolves to, because a name may change its
answer between two questions.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Refused(Exception):
    """An address that must not be asked; the message is one sentence."""


class Guard:
    """``allow`` holds host names and networks (``GONGKAI_ALLOW_HOSTS``)."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self._networks: list[Network] = []
        self._names: set[str] = set()
        for item in allow:
            name, _, port = item.rpartition(":")
            item = name if name and port.isdigit() and ":" not in name else item
            try:
                self._networks.append(ipaddress.ip_network(item.strip("[]"), strict=False))
            except ValueError:
                self._names.add(item.lower().rstrip("."))

    def check_url(self, url: str) -> None:
        """Raises :class:`Refused` unless scheme and host may be asked. Resolves nothing."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").lower().rstrip(".")
        except ValueError:
            raise Refused(f"{url[:200]} is no address") from None
        if parts.scheme not in ("http", "https") or not host:
            raise Refused(f"{url[:200]} is no http or https address")
        if parts.username is not None or parts.password is not None:
            raise Refused(f"{host} is asked with a name and password in the address")
        address = _address(host)
        if address is not None:
            self.check_address(address, host)
            if not self._listed(address):
                raise Refused(f"{host} is an address outside .gov.cn and not named in GONGKAI_ALLOW_HOSTS")
        elif not (host.endswith(".gov.cn") or host in self._names):
            raise Refused(f"{host} is outside .gov.cn and not named in GONGKAI_ALLOW_HOSTS")

    def check_address(self, address: Address | str, host: str) -> None:
        """Raises :class:`Refused` for an address that is not public, unless its network is listed.

        ``localhost``, once listed by name, may be what it always is.
        """
        ip = _plain(ipaddress.ip_address(address) if isinstance(address, str) else address)
        if self._listed(ip) or (ip.is_loopback and host == "localhost" and host in self._names):
            return
        if not ip.is_global or ip.is_multicast or ip.is_reserved:
            raise Refused(f"{host} leads to {ip}, which is no public address")

    def is_local(self, url: str) -> bool:
        """Whether an allowed URL leads to a loopback address that the operator listed: a sample site, no real one."""
        host = (urlsplit(url).hostname or "").lower().rstrip(".")
        address = _address(host)
        if address is not None:
            return address.is_loopback and self._listed(address)
        return host in self._names and (host == "localhost" or host.endswith((".localhost", ".test", ".example", ".invalid")))

    def _listed(self, address: Address) -> bool:
        return any(address in network for network in self._networks if network.version == address.version)


def _address(host: str) -> Address | None:
    try:
        return _plain(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        pass
    # What the system's resolver would still take for an IPv4 address: 127.1, 0x7f000001, 2130706433.
    if host and all(c in "0123456789abcdefx." for c in host) and not host.endswith(".gov.cn"):
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    return None


def _plain(address: Address) -> Address:
    """IPv4 addresses that wear IPv6 clothes, as themselves."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address
