"""A page over fakes for AppTest, and real servers with a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import assistant.web.engine
from assistant.web import session
from assistant.web.engine import forget_engine
from tests.conftest import missing_program
from tests.fakes import FakeAssistant, FakeLibrary
from tests.once import copy

ROOT = Path(__file__).parents[2]
APP = ROOT / "app.py"
FAKE_PAGE = Path(__file__).parent / "fake_page.py"
WAIT = 120  # seconds a page may take on a busy machine


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh data directory that the pages use, in Korean."""
    monkeypatch.setenv("GAKJU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GAKJU_INTERFACE", "ko")
    yield tmp_path / "home"
    forget_engine(tmp_path / "home")


@pytest.fixture
def fakes(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with the fakes in the place of the library and the assistant."""

    def opener(settings, opening, indexing):
        library = FakeLibrary(home=settings.home)
        return library, FakeAssistant(library)

    monkeypatch.setattr(assistant.web.engine, "open_library", opener)
    return home


def opened(page: str = "") -> AppTest:
    """A tab with the app in it, the opening of its library ended, at the page of that address."""
    at = AppTest.from_file(str(APP), default_timeout=WAIT)
    if page:
        at._page_hash = calc_hash(page)  # AppTest itself only goes to pages that are files
    at.run()
    session.engine().wait(WAIT)
    return at.run()


# ── the browser ─────────────────────────────────────────────────────────────────────────────────

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The system's Chromium; without one the test is skipped, loudly, or fails where nothing may be."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    missing_program("chromium")
    raise AssertionError


@pytest.fixture(scope="module")  # while it runs, nothing else in this thread can run an event loop
def browser() -> Iterator[object]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT * 1000)
    path = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def serving(
    script: Path, home: Path, *, command: list[str] | None = None, interface: str = "ko"
) -> Iterator[str]:
    """The address of a served chat over `home`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = command or [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    run = [part.replace("PORT", str(port)) for part in run]
    environment = os.environ | {"GAKJU_HOME": str(home), "PYTHONPATH": str(ROOT)}
    environment |= {"GAKJU_INTERFACE": interface} if interface else {}
    log = home.parent / f"server-{port}.log"
    with log.open("wb") as out:
        server = subprocess.Popen(run, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + WAIT
            while time.monotonic() < until and not _answers(f"{address}/_stcore/health"):
                assert server.poll() is None, log.read_text("utf-8", "replace")
                time.sleep(0.2)
            yield address
        finally:
            server.terminate()
            server.wait(30)
    assert "Traceback" not in log.read_text("utf-8", "replace"), log.read_text("utf-8", "replace")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except OSError:
        return False


@pytest.fixture(scope="session")
def fake_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The chat over the fakes."""
    with serving(FAKE_PAGE, tmp_path_factory.mktemp("fake") / "home") as address:
        yield address


@pytest.fixture(scope="session")
def server(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`gakju chat` over a copy of the shipped library."""
    home = copy(shipped_home, tmp_path_factory)
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "chat", "--port", "PORT"]
    with serving(APP, home, command=command) as address:
        yield address


@pytest.fixture
def tab(browser) -> Iterator[Callable[..., object]]:
    """Opens tabs; whatever any of them asks of another host than this one fails the test."""
    contexts, strangers = [], []

    def note(request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            strangers.append(request.url)

    def open_tab(address: str, **options: object):
        defaults = {"locale": "ko-KR", "viewport": {"width": 1280, "height": 900}}
        context = browser.new_context(reduced_motion="reduce", **(defaults | options))
        context.set_default_timeout(WAIT * 1000)
        context.on("request", note)
        contexts.append(context)
        page = context.new_page()
        page.on("websocket", lambda socket: note(type("Request", (), {"url": socket.url})))
        page.goto(address)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert strangers == []


@pytest.fixture(scope="module")
def real_home(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The pages over a copy of the shipped library, opened once for a module's tests."""
    home = copy(shipped_home, tmp_path_factory)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAKJU_HOME", str(home))
        patch.setenv("GAKJU_INTERFACE", "ko")
        assert session.engine().wait(WAIT)
        yield home
        forget_engine(home)
