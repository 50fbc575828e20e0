"""One name for one page: the canonical key of an address, and which hosts belong together."""

from __future__ import annotations

import ipaddress
import posixpath
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, unquote_to_bytes, urljoin, urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

_VIEWS = frozenset({"www", "m", "wap", "mobile", "3g", "wx"})
_MOBILE_FILE = re.compile(r"_(?:wap|app|mobile)(?=\.s?html?$)")
_MOBILE_POST = re.compile(r"/mpost_(?=\d)")
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|aspx?|php)$")
_GATE = re.compile(r"^/gate/(?:big5|gb)/(?P<rest>[^/]+\.[^/]+(?:/.*)?)$")
# Names of query parameters that choose a look or count a visit, never a page.
_NOISE = frozenset({"ddtab", "jsessionid", "from", "isappinstalled", "spm", "_", "rnd", "random", "timestamp"})
_RETURNED = ("__VIEWSTATE", "__EVENTVALIDATION", "__PREVIOUSPAGE", "__RequestVerificationToken")
# A fragment that is a route of a script, not a place in a page.
_ROUTES = re.compile(r"/gkmlpt/(?:annualreport|index|guide|policy)$")


def resolve(base: str, href: str) -> str | None:
    """The absolute http(s) address of a link, or None for anything else (``javascript:``, ``mailto:``, ``#``…)."""
    href = href.strip().replace("\n", "").replace("\r", "").replace("\t", "")
    if not href or href.startswith("#") or re.match(r"(?i)(javascript|mailto|tel|data|about|file|ftp):", href):
        return None
    try:
        url = urljoin(base, href.replace("\\", "/"))
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises on a port that is no number
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return url


def asked_from(url: str, charset: str) -> str:
    """The address that a browser asks for a link on a page in some charset, in which it sends the query."""
    path, mark, query = url.partition("?")
    return path + mark + "".join(c if c.isascii() else quote(c, encoding=charset, errors="xmlcharrefreplace") for c in query)


def canonical(url: str, method: str = "GET", body: bytes = b"") -> str:
    """A key that twins share: http and https, with and without ``www``, mobile and big5 views, reordered queries.

    The key names a page; it is not an address to ask.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    path = parts.path or "/"
    if host.startswith("big5.") and (gate := _GATE.match(re.sub(r"/{2,}", "/", path))):
        inner = urlsplit("//" + gate["rest"])
        host, path = (inner.hostname or host), inner.path or "/"
    if not is_address(host):
        host = main_host(host)
    port = f":{parts.port}" if parts.port and (parts.scheme, parts.port) not in (("http", 80), ("https", 443)) else ""
    path = quote(unquote_to_bytes(re.sub(r"/{2,}", "/", path)), safe="/:@!$&'()*+,;=~-._%")
    normal = posixpath.normpath(path)
    path = normal + "/" if path.endswith(("/", "/.", "/..")) and normal != "/" else normal
    path = re.sub(r";jsessionid=[^/]*$", "", path, flags=re.I)
    path = _MOBILE_POST.sub("/post_", _MOBILE_FILE.sub("", path))
    path = _INDEX.sub("/", path)
    pairs = (pair.partition("=") for pair in parts.query.split("&") if pair)
    query = "&".join(sorted(_plain(k) + "=" + _plain(v) for k, _, v in pairs if k.lower() not in _NOISE))
    fragment = f"#{parts.fragment}" if parts.fragment and _ROUTES.search(path) else ""
    key = f"{host}{port}{path}{'?' + query if query else ''}{fragment}"
    return key if method == "GET" else f"{method} {key} {_posted(body.decode('utf-8', 'replace'))}"


def _posted(body: str) -> str:
    """The fields of a form that choose a page, without what the server only wants back as it gave it."""
    return "&".join(pair for pair in body.split("&") if not pair.startswith(_RETURNED))


def main_host(host: str) -> str:
    """A host without the label that only chooses a view: www.shili.gov.cn and m.shili.gov.cn are shili.gov.cn."""
    label, _, rest = host.partition(".")
    views = rest.count(".") >= 2 and label in _VIEWS
    return rest if views or (label == "www" and "." in rest) else host


def _plain(text: str) -> str:
    """One spelling of a part of a query; bytes of any encoding stay apart."""
    return quote(unquote_to_bytes(text.replace("+", " ")), safe="~-._/:,")


def is_twin(url: str) -> bool:
    """Whether an address is a mobile or traditional-script view of another one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return bool(
        re.match(r"(?:m|wap|mobile|3g|wx|big5)\.", host)
        or _MOBILE_FILE.search(parts.path)
        or _MOBILE_POST.search(parts.path)
    )


def is_front(url: str) -> bool:
    """Whether an address is that of a site's front page."""
    parts = urlsplit(url)
    return not parts.query and _INDEX.sub("/", parts.path or "/") == "/"


def is_address(host: str) -> bool:
    """Whether a host is an IP address, not a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def site_of(url: str) -> str:
    """What is one site for the question which links to follow: the registrable domain, or the address itself."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if is_address(host):
        return host
    return _suffixes()(host).top_domain_under_public_suffix or host


@cache
def _suffixes() -> TLDExtract:
    """The public suffixes as they were packed. Loaded late: with all that it fetches lists by, it takes longer than a listing of cards."""
    from tldextract import TLDExtract

    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=False)


def extension(url: str) -> str:
    """The file extension an address ends in, lower case without the dot; also from ``filename=`` in the query."""
    parts = urlsplit(url)
    names = [v for k, v in parse_qsl(parts.query) if k.lower() in ("filename", "file", "name")]
    for name in (*names, unquote(parts.path).rsplit("/", 1)[-1]):
        if match := re.search(r"\.([A-Za-z0-9]{2,5})$", name):
            return match[1].lower()
    return ""


def host_of(url: str) -> str:
    """The host of an address, lower case; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
