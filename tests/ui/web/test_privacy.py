"""What the page says of the reader's words is true: each sentence of 关于 is held to what the program does."""

from __future__ import annotations

import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant import Assistant, ExtractiveComposer
from ui.web import build_app, guard
from ui.web.rooms.ask import KEPT_SECONDS
from ui.web.words import word

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page

    Visit = Callable[..., AbstractContextManager[Page]]
    Ask = Callable[[Page, str], str]
    Served = Callable[[FastAPI], AbstractContextManager[str]]

MARK = "青石板巷的猫"
QUESTION = f"催收半夜打电话，还说要来{MARK}旁边堵我，合法吗？"

TOLD = {
    "没有 Cookie": "test_a_visit_leaves_nothing_behind",
    "关掉页面或点“快速离开”就忘掉": "test_a_closed_page_is_forgotten",
    "最多留一小时": "test_an_hour_is_an_hour",
    "不写进日志，不存到硬盘": "test_a_visit_leaves_nothing_behind",
    "通话记录只在你的浏览器里": "",  # the room of evidence
    "发给谁": "test_visits.test_nothing_is_sent_before_the_reader_agrees",
    "先遮掉": "test_opinions.test_raw_words_sent_past_the_form_are_masked",
    "你点了才留": "test_chat.test_the_conversation_stays_only_if_asked_and_goes_with_a_tap",
}
"""What is promised, and the test that holds it."""


def test_every_promise_is_still_made_and_has_a_test() -> None:
    """A sentence of the page that changes must be held to the program again."""
    said = word("zh", "about.privacy")

    assert [promise for promise in TOLD if promise not in said] == []
    here = Path(__file__)
    for held in filter(None, TOLD.values()):
        module, _, name = held.rpartition(".")
        assert f"def {name}(" in (here.with_name(f"{module}.py") if module else here).read_text("utf-8")


def test_an_hour_is_an_hour() -> None:
    """What is said of an idle visit is the setting."""
    assert KEPT_SECONDS == 3600


def test_a_fault_of_our_own_tells_its_place_and_no_word(
    assistant: Assistant, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """What broke is written down as a line of the code; the reader's words, which the error holds, are not."""
    from starlette.testclient import TestClient

    class Broken:
        name = "broken"

        def compose(self, material: object) -> object:
            raise ZeroDivisionError(f"{QUESTION} {material}")

    app = build_app(assistant.with_composer(Broken()))  # type: ignore[arg-type]
    with TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False) as page:
        given = page.post("/api/v1/ask", json={"text": QUESTION})
    gc.collect()
    said = "".join(capsys.readouterr()) + caplog.text

    assert given.status_code in {500, 503}
    assert "ZeroDivisionError" in said
    assert MARK not in said + given.text


def test_no_page_may_listen_or_look() -> None:
    """Neither microphone nor camera nor place, and no other site is reached."""
    assert "microphone=()" in guard.HEADERS["permissions-policy"]
    assert guard.POLICY["connect-src"] == "'self'"


@pytest.mark.browser
def test_a_closed_page_is_forgotten(visit: Visit, ask: Ask, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the visit nor any string with the reader's words is left in this process."""
    monkeypatch.setenv("GRADIO_HEARTBEAT_INTERVAL", "0.5")
    others = _known(app)
    with visit((1280, 860)) as page:
        ask(page, QUESTION)
        own = _known(app) - others
        assert own
        page.click("#leave")
        page.wait_for_url("**/youju/blank*")
        page.wait_for_function("document.body?.innerText === ''")
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        page.goto("about:blank")
        _wait_until_forgotten(own, app)
    gc.collect()
    visits = [one for one in gc.get_objects() if type(one).__name__ in {"Visit", "Past"}]
    assert not [one for one in visits if MARK in repr(one)]


class _Slow:
    """A composer that waits for the test."""

    name = "slow"

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()

    def compose(self, material: Any) -> Any:
        """Tell that a question is here, and wait."""
        self.asked.set()
        assert self.go_on.wait(60)
        return ExtractiveComposer().compose(material)


@pytest.mark.browser
def test_a_page_closed_while_it_is_answered_is_forgotten(
    browser: Browser, assistant: Assistant, on_a_socket: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer that comes after the reader has gone brings nothing back."""
    monkeypatch.setenv("GRADIO_HEARTBEAT_INTERVAL", "0.5")
    slow = _Slow()
    app = build_app(assistant.with_composer(slow))
    with on_a_socket(app) as address:
        page = browser.new_context().new_page()
        page.goto(address)
        page.fill("#question textarea", QUESTION)
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#stop:visible")
        assert slow.asked.wait(60)
        own = _known(app)
        assert own
        page.context.close()
        time.sleep(2)
        slow.go_on.set()
        _wait_until_forgotten(own, app)


def _wait_until_forgotten(sessions: set[str], app: FastAPI) -> None:
    """Gradio notices a closed page after an interval of its heartbeat."""
    deadline = time.monotonic() + 30
    while sessions & _known(app) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
    assert not sessions & _known(app)


def _known(app: FastAPI) -> set[str]:
    """Sessions of which a visit is kept, an event, or a message that nobody fetched."""
    page = app.state.page
    queue = page._queue
    events = {event.session_hash for event in queue.event_ids_to_events.values()}
    return {*page.state_holder.session_data, *queue.pending_messages_per_session, *events}


@pytest.mark.browser
def test_a_visit_leaves_nothing_behind(browser: Browser, tmp_path: Path, index: Path) -> None:
    """Served as a command: asked through the page, no cookie; then no file and no line of output has the words."""
    shutil.copytree(index, tmp_path / "index")
    program = textwrap.dedent(f"""
        import sys
        from assistant import Assistant, Settings
        from ui.web import serve
        assistant = Assistant.open(Settings(store={str(tmp_path / "index")!r}))
        sys.exit(serve(assistant, host="127.0.0.1", port=0, auth=None))
    """)
    homes = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
    for name in homes:
        (tmp_path / name).mkdir()
    own = {name: str(tmp_path / name) for name in homes}
    kept = {name: value for name, value in os.environ.items() if name != "GRADIO_TEMP_DIR"}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=kept | own
    ) as running:
        assert running.stdout
        assert running.stderr
        found = re.search(r"http://127\.0\.0\.1:\d+", running.stdout.readline())
        assert found
        context = browser.new_context()
        page = context.new_page()
        page.goto(found[0])
        page.wait_for_selector("#question textarea")
        page.fill("#question textarea", QUESTION)
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#newest .answer", timeout=30_000)
        during = _with_words(tmp_path)
        assert context.cookies() == []
        context.close()
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=20)
    assert MARK not in out + err
    assert during == _with_words(tmp_path) == []


def _with_words(folder: Path) -> list[Path]:
    """Files that hold the reader's words."""
    return [path for path in folder.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()]
