"""The page as the tests meet it: the shipped library on a fixed day, as a program and in a real Chromium."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from assistant import Assistant, Settings
from ui.web import build_app

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page
    from starlette.testclient import TestClient

    Visit = Callable[..., AbstractContextManager[Page]]

TODAY = date(2026, 11, 22)
HERE = "http://127.0.0.1:7860"

ATTACKS = (
    "<script>window.hit=1</script>",
    '<img src=x onerror="window.hit=1">',
    "<svg/onload=window.hit=1>",
    "![a](http://canary.example/a.png) [b](javascript:window.hit=1)",
    "{{constructor.constructor('window.hit=1')()}} ${window.hit=1}",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "</p></div><a href=\"javascript:window.hit=1\" data-cite='1-1'>第一条</a>",
    "<style>@import 'http://canary.example/a.css'</style><link rel=stylesheet href=http://canary.example/b.css>",
    '<math><mi//xlink:href="data:x,<script>window.hit=1</script>">',
    '\u202e<details open ontoggle=window.hit=1>\x00<noscript><p title="</noscript><img src=x onerror=window.hit=1>">',
)


@pytest.fixture(scope="session")
def attacks() -> tuple[str, ...]:
    """Words that would be a script, a picture or a link if anybody let them."""
    return ATTACKS


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The shipped library, with an index of its own, on the day the tests were written for."""
    return Assistant.open(Settings(store=str(tmp_path_factory.mktemp("web") / "index")), today=lambda: TODAY)


@pytest.fixture(scope="session")
def app(assistant: Assistant) -> FastAPI:
    """The whole page."""
    return build_app(assistant)


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """A program that calls it as this machine."""
    from starlette.testclient import TestClient

    with TestClient(app, base_url=HERE) as opened:
        yield opened


CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[str]:
    """The same page on a real socket."""
    import uvicorn

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        app.state.stop()
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without one the journeys are skipped."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Visit:
    """A browser of some size with the page open; call it with the size and, if it is another, the path.

    It must not ask any other host for anything, nor complain, nor be wider than the screen, nor keep anything.
    """

    @contextmanager
    def opened(size: tuple[int, int], path: str = "/") -> Iterator[Page]:
        narrow = size[0] < 700
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, is_mobile=narrow, has_touch=narrow, locale="en-US"
        )
        requests: list[str] = []
        complaints: list[str] = []
        context.on("request", lambda request: requests.append(request.url))
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(address + path)
        page.wait_for_selector("#question textarea", state="attached")
        yield page
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert {urlsplit(url).hostname for url in requests if not url.startswith("data:")} == {"127.0.0.1"}
        assert complaints == []
        assert context.cookies() == []
        context.close()

    return opened


@pytest.fixture(scope="session")
def ask() -> Callable[[Page, str], str]:
    """Asks in the chat, waits for the answer, gives its words."""

    def asked(page: Page, text: str) -> str:
        before = page.evaluate("document.querySelector('#newest .answer')?.dataset.turn ?? ''")
        page.fill("#question textarea", text)
        page.press("#question textarea", "Enter")
        page.wait_for_function(
            "n => (document.querySelector('#newest .answer')?.dataset.turn ?? n) !== n", arg=before, timeout=20_000
        )
        return page.inner_text("#newest .answer")

    return asked
