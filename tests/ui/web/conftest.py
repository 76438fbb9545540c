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

from assistant import Assistant
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
    "<ScRiPt/x>window.hit=1</sCrIpT>",
    "<script src=http://canary.example/a.js></script>",
    "<scr<script>ipt>window.hit=1</scr</script>ipt>",
    '<img src=x onerror="window.hit=1">',
    "<img/src='x'/onerror=window.hit=1//",
    '<img srcset="http://canary.example/a.png 2x">',
    "<svg/onload=window.hit=1>",
    "<svg><animate onbegin=window.hit=1 attributeName=x></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=a onload=window.hit=1>#a'/></svg>",
    "<svg><foreignObject><body onload=window.hit=1></foreignObject></svg>",
    '<math><mi//xlink:href="data:x,<script>window.hit=1</script>">',
    "<math><maction actiontype=statusline xlink:href=javascript:window.hit=1>x</maction></math>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<iframe src=javascript:parent.hit=1></iframe>",
    "<object data=http://canary.example/a.swf></object><embed src=http://canary.example/b>",
    "<video><source onerror=window.hit=1></video><audio src=x onerror=window.hit=1>",
    "<body onload=window.hit=1><input autofocus onfocus=window.hit=1>",
    "<details open ontoggle=window.hit=1>x</details>",
    "<marquee onstart=window.hit=1>x</marquee>",
    "<form action=javascript:window.hit=1><button formaction=javascript:window.hit=1>x</form>",
    "<base href=http://canary.example/><meta http-equiv=refresh content='0;url=http://canary.example/'>",
    "<style>@import 'http://canary.example/a.css'</style><link rel=stylesheet href=http://canary.example/b.css>",
    "<style>*{background:url(http://canary.example/c.png)}</style>",
    "<p style=\"background:url('http://canary.example/d.png')\">x</p>",
    "<template shadowrootmode=open><script>window.hit=1</script></template>",
    "<x-canary onclick=window.hit=1 tabindex=1 id=x>x</x-canary>",
    "</p></div><a href=\"javascript:window.hit=1\" data-cite='1-1'>第一条</a>",
    "</textarea></script></title></style>--><script>window.hit=1</script>",
    "<!--><script>window.hit=1</script>-->",
    "<![CDATA[<script>window.hit=1</script>]]>",
    "![a](http://canary.example/a.png) [b](javascript:window.hit=1)",
    "![a](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9d2luZG93LmhpdD0xPg==)",
    "<http://canary.example/auto> https://canary.example/bare www.canary.example",
    "[a]: javascript:window.hit=1\n\n[x][a] [y](vbscript:window.hit=1) [z](data:text/html,<script>top.hit=1</script>)",
    "[1](http://canary.example) **[1]** [[1]](javascript:window.hit=1) [99] [-1]",
    "{{constructor.constructor('window.hit=1')()}} ${window.hit=1} #{window.hit=1} <%= window.hit=1 %>",
    "{%raw%}{{7*7}}{%endraw%} {{config}} ${{<%[%'\"}}%\\.",
    '\u202e<script>window.hit=1</script>\u202c\x00<noscript><p title="</noscript><img src=x onerror=window.hit=1>">',
    "<\x00script>window.hit=1</script\x00> <img\x00src=x onerror\x00=window.hit=1>",
    "＜script＞window.hit=1＜/script＞ ‹script›window.hit=1‹/script› \u02c2img src=x onerror=window.hit=1\u02c3",
    "&lt;script&gt;window.hit=1&lt;/script&gt; &#60;img src=x onerror=window.hit=1&#62;",
    "%3Cscript%3Ewindow.hit=1%3C/script%3E \\u003cscript\\u003ewindow.hit=1\\u003c/script\\u003e",
    '{"__proto__": {"hit": 1}, "constructor": {"prototype": {"hit": 1}}}',
    "__proto__[hit]=1&constructor.prototype.hit=1",
    "tel:110;ext=<script>window.hit=1</script> tel:javascript:window.hit=1",
    "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+window.hit=1//'>",
    "\ufeff\u200b<a href=\"jav&#x09;ascript:window.hit=1\">x</a><a href=' &#14; javascript:window.hit=1'>y</a>",
    "$(window.hit=1) `window.hit=1` $$\\href{javascript:window.hit=1}{x}$$ \\(\\url{http://canary.example}\\)",
)
"""Ways in which words became scripts, pictures, frames, styles or links somewhere."""


@pytest.fixture(scope="session")
def attacks() -> tuple[str, ...]:
    """Words that would be a script, a picture or a link if anybody let them."""
    return ATTACKS


@pytest.fixture(scope="session")
def store(index: Path) -> str:
    """The folder of the index, which other processes open too."""
    return str(index)


@pytest.fixture(scope="session")
def assistant(shipped: Assistant) -> Assistant:
    """The shipped library on the day the tests were written for."""
    return shipped.at(TODAY)


@pytest.fixture(scope="session")
def feedback_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the page keeps what readers say of answers."""
    return tmp_path_factory.mktemp("data") / "youju" / "feedback.jsonl"


@pytest.fixture(scope="session")
def app(assistant: Assistant, feedback_file: Path) -> FastAPI:
    """The whole page."""
    return build_app(assistant, feedback=feedback_file)


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
    with served(app) as found:
        yield found


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """An application on a socket of its own, as long as it is needed."""
    import uvicorn

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:  # or a test that fails leaves a thread for which pytest waits at its end
            app.state.stop()
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="session")
def serving() -> Callable[[FastAPI], AbstractContextManager[str]]:
    """Opens another application on a socket of its own."""
    return served


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


@pytest.fixture(scope="session")
def on_a_socket() -> Callable[[FastAPI], AbstractContextManager[str]]:
    """Puts another page on a socket of its own."""
    return served


@pytest.fixture
def visit(browser: Browser, address: str) -> Visit:
    """A browser of some size with the page open; call it with the size and, if it is another, the path.

    It must not ask any other host for anything, nor complain, nor be wider than the screen, nor keep anything but where
    the test says that the reader asked for it (`keeps`). `at`: another page than the shared one.
    """

    @contextmanager
    def opened(size: tuple[int, int], path: str = "/", at: str = address, *, keeps: bool = False) -> Iterator[Page]:
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
        page.goto(at + path)
        page.wait_for_selector("#question textarea", state="attached")
        yield page
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert {urlsplit(url).hostname for url in requests if not url.startswith("data:")} == {"127.0.0.1"}
        assert complaints == []
        assert context.cookies() == []
        if not keeps and page.url.startswith("http"):
            assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
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
            "n => (document.querySelector('#newest .answer')?.dataset.turn ?? n) !== n", arg=before, timeout=60_000
        )
        return page.inner_text("#newest .answer")

    return asked
