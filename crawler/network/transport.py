"""Ways to reach a host that plain TLS does not reach, from the best down. Certificates are verified on every one.

Old servers answer only to one curve, have short keys, or want unsafe renegotiation; some have no working TLS at all but plain
HTTP. Which way worked is remembered a host and written down with every answer.
"""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import urlsplit

from OpenSSL import SSL
from twisted.internet._sslverify import ClientTLSOptions, OpenSSLCertificateOptions, platformTrust
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

Rung = Literal["tls", "tls-p256", "tls-seclevel1", "tls-legacy", "http"]
LADDER: tuple[Rung, ...] = ("tls", "tls-p256", "tls-seclevel1", "tls-legacy", "http")
_LEGACY_SERVER_CONNECT = 0x4
_CIPHERS = {"tls-seclevel1": b"DEFAULT:@SECLEVEL=1", "tls-legacy": b"DEFAULT:@SECLEVEL=0"}


def ladder(url: str, known: str | None, legacy: bool) -> list[Rung]:
    """The rungs to try for an address: the one that worked before, then from the best down, because a server may have been mended.
    ``legacy``: unsafe renegotiation, too."""
    rungs = [r for r in LADDER if (r != "tls-legacy" or legacy) and (r != "http" or urlsplit(url).port in (None, 443))]
    return sorted(rungs, key=lambda rung: rung != known)


def plain(url: str) -> str:
    """The same page without TLS."""
    parts = urlsplit(url)
    return parts._replace(scheme="http", netloc=parts.netloc.removesuffix(":443")).geturl()


class _Options(OpenSSLCertificateOptions):
    """Certificate options whose context is adjusted before it is used."""

    def __init__(self, rung: Rung) -> None:
        self._rung = rung
        super().__init__(trustRoot=platformTrust(), fixBrokenPeers=True)
        if rung == "tls-legacy":
            self._options |= _LEGACY_SERVER_CONNECT

    def _makeContext(self, *args: Any, **kwargs: Any) -> SSL.Context:
        context = super()._makeContext(*args, **kwargs)
        # pyOpenSSL has no name for the first call and refuses the second one on a context that it has used.
        if self._rung == "tls-p256":
            SSL._lib.SSL_CTX_set1_curves_list(context._context, b"P-256")
        if self._rung in _CIPHERS:
            SSL._lib.SSL_CTX_set_cipher_list(context._context, _CIPHERS[self._rung])
        return context


@implementer(IPolicyForHTTPS)
class RungPolicy:
    """How to make TLS connections on one rung."""

    def __init__(self, rung: Rung) -> None:
        self.rung = rung

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        return ClientTLSOptions(_Options(self.rung)._makeTLSConnection, hostname.decode("ascii"))
