"""Names to addresses, with the guard inside: the connection goes to exactly the addresses that were checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer, provider

from crawler.network.guard import Guard, Refused


@provider(IResolutionReceiver)
class _Checked:
    """Lets through only what the guard allows, IPv4 first."""

    def __init__(self, receiver: Any, host: str, resolver: GuardedResolver) -> None:
        self._receiver = receiver
        self._host = host
        self._resolver = resolver
        self._held: list[Any] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:
        host = getattr(address, "host", "")
        try:
            self._resolver.guard.check_address(host.split("%")[0], self._host)
        except (Refused, ValueError) as error:
            self._resolver.refused[self._host] = str(error)
        else:
            self._held.append(address)

    def resolutionComplete(self) -> None:
        for address in sorted(self._held, key=lambda a: ":" in a.host):
            self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """``TWISTED_DNS_RESOLVER``. A name whose every answer is refused resolves to nothing; ``refused`` says why."""

    #: By host, why an answer was refused; read when the download fails.
    refused: dict[str, str] = {}  # noqa: RUF012  one reactor, one resolver

    def __init__(self, reactor: Any, cache_size: int, guard: Guard) -> None:
        super().__init__(reactor, cache_size)
        self.guard = guard

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        return cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"), guard_of(crawler))

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        self.refused.pop(hostName, None)
        checked: Any = _Checked(resolutionReceiver, hostName.lower().rstrip("."), self)
        return super().resolveHostName(checked, hostName, portNumber, addressTypes, transportSemantics)


def guard_of(crawler: Crawler) -> Guard:
    """The guard that a crawl's settings describe."""
    return Guard(crawler.settings.getlist("GONGKAI_ALLOW_HOSTS"))
