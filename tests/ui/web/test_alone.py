"""One sitting through every room with the network cut: neither the browser nor the server asks anybody for anything."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from assistant import Assistant
from tests.canaries import CANARIES, STORY, forms
from tests.outside import WATCH
from ui.web.rooms import ROOMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

SERVER = WATCH + textwrap.dedent("""
    from assistant import Assistant, Settings
    from ui.web import serve
    sys.exit(serve(Assistant.open(Settings(store={store!r})), host="127.0.0.1", port=0, auth=None))
""")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """The only temporary folder that the server knows."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    return folder


@pytest.fixture
def server(assistant: Assistant, store: str, scratch: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A page of its own process, whose every step to a socket is written down."""
    del assistant  # it has built the index
    program = SERVER.format(store=store)
    environment = {k: v for k, v in os.environ.items() if k != "GRADIO_TEMP_DIR"} | {"TMPDIR": str(scratch)}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as running:
        assert running.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+", running.stdout.readline())
        if not found:
            running.kill()
            pytest.fail(running.stderr.read() if running.stderr else "")
        yield found[0], running
        running.kill()


@pytest.mark.browser
def test_one_sitting_leaves_no_trace_anywhere(
    server: tuple[str, subprocess.Popen[str]], browser: Browser, scratch: Path, store: str
) -> None:
    """No foreign host is asked or looked up, and nothing typed is in any output or file, in any form."""
    address, running = server
    context = browser.new_context(viewport={"width": 360, "height": 780}, is_mobile=True, has_touch=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(address)
    page.wait_for_selector("#question textarea", state="attached")
    for room in ROOMS:
        page.evaluate("room => { location.hash = room }", room.id)
        page.wait_for_selector(f"#room-{room.id}", state="visible")
    page.evaluate("location.hash = 'call'")
    page.fill("#call-words textarea", f"再不还钱打断你的腿。{STORY}")
    page.click("#call-check")
    page.wait_for_selector("#call-result .answer", timeout=30_000)
    page.evaluate("location.hash = 'ask'")
    page.fill("#question textarea", f"{STORY}催收半夜打电话合法吗？")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#newest .answer", timeout=30_000)
    page.locator("#newest .mark").first.click()
    page.wait_for_selector("#sheet.open #sheet-words h2")
    assert [page.evaluate(f"{store}.length") for store in ("localStorage", "sessionStorage")] == [0, 0]
    assert page.evaluate("indexedDB.databases().then(d => d.length)") == 0
    assert page.evaluate("navigator.serviceWorker?.getRegistrations().then(r => r.length) ?? 0") == 0
    assert context.cookies() == []
    page.click("#sheet-close")
    page.click("#leave")
    page.wait_for_url("**/youju/blank*")
    written = _bytes_below(scratch) + _bytes_below(Path(store))
    context.close()
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=20)

    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    assert err == ""
    assert running.returncode == 0
    for canary in CANARIES:
        for form in forms(canary):
            assert form not in written, canary
            assert form not in (out + err).encode(), canary
    assert [path for path in scratch.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare here")
def test_the_page_answers_without_any_network(assistant: Assistant, store: str) -> None:
    """In a network of its own, where there is nothing but loopback: it starts, and answers."""
    del assistant  # it has built the index
    cut = ["unshare", "--user", "--map-root-user", "--net"]
    if subprocess.run([*cut, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let a process cut its own network")
    program = textwrap.dedent(f"""
        from starlette.testclient import TestClient
        from assistant import Assistant, Settings
        from ui.web import build_app
        app = build_app(Assistant.open(Settings(store={store!r})))
        with TestClient(app, base_url="http://127.0.0.1") as page:
            assert page.get("/").status_code == 200
            print(page.post("/api/v1/ask", json={{"text": "催收半夜打电话合法吗？"}}).json()["verdict"])
    """)
    ended = subprocess.run(
        [*cut, sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=300
    )

    assert ended.stdout.strip() == "breaches_industry_rule", ended.stderr


def _bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
