"""Sites with bad TLS: a way down the ladder that still verifies certificates, remembered a host."""

from __future__ import annotations

import contextlib
import datetime
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from crawler.network.transport import ladder, plain
from tests.crawler.conftest import Project
from tests.sites.hostile import ARTICLE, ordinary
from tests.sites.web import Reply, Web

NAMES = ("good", "curve", "short", "own", "expired", "wrongname")


def certificate(folder: Path, name: str, key: Any, issuer: tuple[x509.Certificate, Any] | None, *, host: str, days: int = 30) -> Path:
    now = datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer[0].subject if issuer else subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=60)).not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer is None and name == "authority", path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(issuer[1] if issuer else key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + built.public_bytes(serialization.Encoding.PEM)
    )
    return file


class OneCurve:
    """Stands before a TLS server and breaks off with every client that offers more than P-256."""

    def __init__(self, host: str, behind: tuple[str, int]) -> None:
        self.behind = behind
        self.refused = 0
        self.listener = socket.create_server((host, 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        hello = client.recv(16384)
        if b"\x00\x1d" in _groups(hello):  # x25519
            self.refused += 1
            client.sendall(b"\x15\x03\x03\x00\x02\x02\x28")  # fatal alert: handshake failure
            client.close()
            return
        server = socket.create_connection(self.behind)
        server.sendall(hello)
        threading.Thread(target=_pump, args=(client, server), daemon=True).start()
        _pump(server, client)


def _groups(hello: bytes) -> list[bytes]:
    """The curves that a ClientHello offers."""
    at = hello.find(b"\x00\x0a\x00", 50)
    while at > 0:
        size = int.from_bytes(hello[at + 4:at + 6], "big")
        if int.from_bytes(hello[at + 2:at + 4], "big") == size + 2 and size % 2 == 0:
            return [hello[i:i + 2] for i in range(at + 6, at + 6 + size, 2)]
        at = hello.find(b"\x00\x0a\x00", at + 1)
    return []


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def authority(folder: Path, project: Project) -> tuple[x509.Certificate, Any]:
    """A certificate authority that the crawls of a project trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    file = certificate(folder, "authority", key, None, host="ca.shili.gov.cn")
    project.environment = {"SSL_CERT_FILE": str(file)}
    return x509.load_pem_x509_certificate(file.read_bytes()[file.read_bytes().index(b"-----BEGIN CERT"):]), key


@pytest.fixture
def secure(tmp_path: Path, project: Project) -> Iterator[dict[str, Web]]:
    made: dict[str, Web] = {}
    root = authority(tmp_path, project)
    project.settings = {"allow_hosts": "127.0.78.0/24", "contact": "ops@shili.gov.cn", "dns": {}}
    for number, name in enumerate(NAMES, 1):
        host = f"{name}.shili.gov.cn"
        key = rsa.generate_private_key(65537, 1024) if name == "short" else ec.generate_private_key(ec.SECP256R1())
        named = "another.shili.gov.cn" if name == "wrongname" else host
        file = certificate(tmp_path, name, key, None if name == "own" else root, host=named, days=-1 if name == "expired" else 30)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if name == "short":
            context.set_ciphers("DEFAULT:@SECLEVEL=1")
        context.load_cert_chain(file)
        made[name] = Web(f"127.0.78.{number}", answer=ordinary, tls=context, name=host).start()
        project.settings["dns"][host] = [[made[name].host]]
    project.cards = [{"id": name, "url": made[name].url("/zfxxgknb/")} for name in NAMES]
    yield made
    for web in made.values():
        web.close()


def test_a_ladder_that_keeps_verifying(project: Project, secure: dict[str, Web]) -> None:
    front = OneCurve("127.0.78.100", ("127.0.78.2", secure["curve"].port))
    project.settings["dns"]["curve.shili.gov.cn"] = [["127.0.78.100"]]
    project.cards[1]["url"] = f"https://curve.shili.gov.cn:{front.port}/zfxxgknb/"
    first = project.crawl()["sources"]
    refused, asked = front.refused, len(secure["good"].log)
    second = project.crawl()["sources"]
    front.listener.close()
    for name in ("good", "curve", "short"):
        assert first[name]["found"] == second[name]["found"] == 1, (name, first[name]["failed"], second[name]["failed"], project.rows("select * from failures"))
    for name in ("own", "expired", "wrongname"):
        assert first[name]["failed"] == {"tls": 1}
        assert not secure[name].log, "nothing is sent over a connection that cannot be trusted"
    ways = {
        source: {w for (w,) in project.rows("select json_extract(details, '$.transport') from fetches where source_id = ? and status is not null", source)}
        for source in NAMES
    }
    assert (ways["good"], ways["curve"], ways["short"]) == ({"tls"}, {"tls-p256"}, {"tls-seclevel1"})
    # The second time the way is known.
    assert (refused, front.refused) == (1, 1)
    assert len(secure["good"].log) > asked


@pytest.mark.parametrize("twin", ["silent", "garbage"])
def test_a_site_whose_https_is_dead_is_read_over_plain_http(project: Project, twin: str, tmp_path: Path) -> None:
    """Nothing listens on port 443, or what listens there speaks no TLS. Once the server is mended, it is read over TLS again."""
    try:
        plain_web = Web("127.0.78.60", answer=ordinary, port=80).start()
    except OSError as error:
        pytest.skip(f"port 80 cannot be opened here: {error}")
    listener = Web("127.0.78.60", answer=ordinary, port=443).start() if twin == "garbage" else None
    project.settings = {"allow_hosts": "127.0.78.0/24", "contact": "ops@shili.gov.cn", "dns": {"plain.shili.gov.cn": [["127.0.78.60"]]}}
    project.cards = [{"id": "plain", "url": "https://plain.shili.gov.cn/zfxxgknb/"}]
    try:
        summary = project.crawl()["sources"]["plain"]
    finally:
        for web in filter(None, (plain_web, listener)):
            web.close()
    assert (summary["found"], summary["failed"]) == (1, {}), project.rows("select kind, message from failures")
    ways = dict(project.rows("select url, json_extract(details, '$.transport') from fetches where status = 200"))
    assert ways["https://plain.shili.gov.cn/zfxxgknb/"] == "http"
    file = certificate(tmp_path, "plain", ec.generate_private_key(ec.SECP256R1()), authority(tmp_path, project), host="plain.shili.gov.cn")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    mended = Web("127.0.78.60", answer=ordinary, port=443, tls=context).start()
    leads_on = Web("127.0.78.60", port=80, answer=lambda asked: Reply(
        b"", 301, {"Location": f"https://plain.shili.gov.cn{asked.target}"})).start() if twin == "garbage" else None
    try:
        summary = project.crawl()["sources"]["plain"]
    finally:
        for web in filter(None, (mended, leads_on)):
            web.close()
    assert (summary["found"], summary["failed"]) == (1, {}), project.rows("select kind, message from failures")
    assert mended.paths()


def _last_rung(project: Project, port: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same server for a card that does not allow the last rung of TLS, and for one that does; each in a home of its own."""
    found = []
    for legacy in (False, True):
        one = Project(project.home / str(legacy), settings=project.settings, environment=project.environment)
        one.cards = [{"id": "old", "url": f"https://old.shili.gov.cn:{port}/zfxxgknb/", "quirks": {"legacy_tls": legacy}}]
        found.append(one.crawl()["sources"]["old"])
        ways = {w for (w,) in one.rows("select json_extract(details, '$.transport') from fetches where status = 200")}
        assert ways == ({"tls-legacy"} if legacy else set())
    return found[0], found[1]


@pytest.mark.slow
def test_a_certificate_signed_with_sha1_is_taken_only_where_the_card_says_so(project: Project, tmp_path: Path) -> None:
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("openssl is not installed, and nothing else here signs with SHA-1")
    authority(tmp_path, project)
    file = certificate(tmp_path, "old", rsa.generate_private_key(65537, 2048), None, host="old.shili.gov.cn")
    signed = subprocess.run(
        [openssl, "x509", "-in", file, "-CA", tmp_path / "authority.pem", "-sha1", "-days", "20", "-set_serial", "7"], check=True, capture_output=True,
    ).stdout
    assert b"BEGIN CERTIFICATE" in signed
    file.write_bytes(file.read_bytes().partition(b"-----BEGIN CERT")[0] + signed)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(file)
    server = Web("127.0.78.70", answer=ordinary, tls=context).start()
    project.settings = {"allow_hosts": "127.0.78.0/24", "contact": "ops@shili.gov.cn", "dns": {"old.shili.gov.cn": [["127.0.78.70"]]}}
    with contextlib.closing(server):
        refused, taken = _last_rung(project, server.port)
    assert (refused["failed"], taken["failed"], taken["found"]) == ({"tls": 1}, {}, 1)


@pytest.mark.slow
def test_a_server_without_safe_renegotiation_is_asked_only_where_the_card_says_so(project: Project, tmp_path: Path) -> None:
    """OpenSSL cannot be such a server, GnuTLS can."""
    if (serve := shutil.which("gnutls-serv")) is None:
        pytest.skip("gnutls-serv (Debian: gnutls-bin) is not installed")
    file = certificate(tmp_path, "old", ec.generate_private_key(ec.SECP256R1()), authority(tmp_path, project), host="old.shili.gov.cn")
    (tmp_path / "report.html").write_text(ARTICLE, encoding="utf-8")
    with socket.create_server(("127.0.78.71", 0)) as free:
        port = free.getsockname()[1]
    running = subprocess.Popen(
        [serve, "--http", f"--httpdata={tmp_path / 'report.html'}", f"--port={port}", f"--x509keyfile={file}", f"--x509certfile={file}",
         "--priority=NORMAL:-VERS-TLS1.3:%DISABLE_SAFE_RENEGOTIATION", "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    project.settings = {"allow_hosts": "127.0.78.0/24", "contact": "ops@shili.gov.cn", "dns": {"old.shili.gov.cn": [["127.0.78.71"]]}}
    try:
        _wait_for("127.0.78.71", port)
        refused, taken = _last_rung(project, port)
    finally:
        running.kill()
        running.wait()
    assert (refused["failed"], taken["failed"], taken["found"]) == ({"tls": 1}, {}, 1)


def _wait_for(host: str, port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection((host, port)):
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


def test_the_rungs() -> None:
    assert ladder("https://a.gov.cn/", None, False) == ["tls", "tls-p256", "tls-seclevel1", "http"]
    assert ladder("https://a.gov.cn/", None, True) == ["tls", "tls-p256", "tls-seclevel1", "tls-legacy", "http"]
    assert ladder("https://a.gov.cn:8443/", None, False) == ["tls", "tls-p256", "tls-seclevel1"]
    assert ladder("https://a.gov.cn/", "tls-seclevel1", False) == ["tls-seclevel1", "tls", "tls-p256", "http"]
    assert ladder("https://a.gov.cn:8443/", "http", False) == ["tls", "tls-p256", "tls-seclevel1"]
    assert plain("https://a.gov.cn/x?y=1") == "http://a.gov.cn/x?y=1"
    assert plain("https://a.gov.cn:443/") == "http://a.gov.cn/"
