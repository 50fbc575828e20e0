"""Debian's Chromium on the portal over the sample reports. Skipped, saying so, where there is no Chromium."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.portal.conftest import Home, filled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["filled"]
ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-extensions", "--renderer-process-limit=1"]
_SERVE = """
import sys
from etl.settings import load_settings
from portal.serve import serve
serve(load_settings({}, home=sys.argv[1]), port=int(sys.argv[2]))
"""


@dataclass
class Visit:
    """A page in the browser and what its console said."""

    page: Page
    url: str
    said: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page


@pytest.fixture(scope="module")
def home(filled: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(shutil.copytree(filled.path, tmp_path_factory.mktemp("browser") / "home"), filled.expected)


@pytest.fixture(scope="module")
def url(home: Home) -> Iterator[str]:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", _SERVE, str(home.path), str(port)], cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while True:
        try:
            httpx.get(address + "/static/portal.css")
            break
        except httpx.TransportError:
            assert process.poll() is None, "the portal did not start"
            assert time.monotonic() < deadline, "the portal did not answer"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def kept() -> Iterator[dict[str, Visit]]:
    """Windows that several tests use one after the other."""
    windows: dict[str, Visit] = {}
    yield windows
    for window in windows.values():
        window.page.context.close()


@pytest.fixture
def visit(browser: Browser, url: str, kept: dict[str, Visit]) -> Iterator[Callable[..., Visit]]:
    """Opens a browser window: ``visit(width=…, lang=…)``; with ``keep``, the one that another test opened in the same way.

    Fails the test if any console spoke of an error.
    """
    opened: list[Visit] = []

    def open_window(width: int = 1200, lang: str = "zh", keep: bool = False, **options: Any) -> Visit:
        asked, size = repr((lang, options)), {"width": width, "height": 900}
        if not keep or asked not in kept:
            context = browser.new_context(viewport=size, locale={"zh": "zh-CN", "en": "en-GB"}[lang], **options)
            made = Visit(context.new_page(), url)
            made.page.on("console", lambda message: made.said.append(f"{message.type}: {message.text}"))
            made.page.on("pageerror", lambda error: made.said.append(f"error: {error}"))
            # A request that the next page cut off has not failed.
            made.page.on("requestfailed", lambda request: request.failure == "net::ERR_ABORTED" or made.said.append(f"failed: {request.url}"))
            if keep:
                kept[asked] = made
        window = kept[asked] if keep else made
        window.said.clear()
        window.page.set_viewport_size(size)
        opened.append(window)
        return window

    yield open_window
    for window in opened:
        if window not in kept.values():
            window.page.context.close()
    assert [said for window in opened for said in window.said] == []
