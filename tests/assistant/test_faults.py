"""However a chat model fails, the answer made without it is there in time, and nothing unverified is shown."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant import Assistant
from assistant.breaker import Breaker
from assistant.chain import open_chat_model

QUESTION = "催收天天发恐吓短信，警察管吗？"
TRUTH = "多次发送恐吓信息干扰你正常生活的，处五日以下拘留或者一千元以下罚款（《治安管理处罚法》第五十条第一款第五项）。"
LIE = "网贷过了三年就不用还了。"
BUDGET = 0.8
"""Seconds; twenty in use."""


def _event(words: str) -> bytes:
    chunk = {"choices": [{"index": 0, "delta": {"content": words}}], "id": "1", "object": "chat.completion.chunk"}
    return f"data: {json.dumps(chunk)}\n\n".encode()


class _Faulty(BaseHTTPRequestHandler):
    """One way to fail for each address: `/dripping/v1/chat/completions`."""

    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        fault = self.path.split("/")[1]
        if fault.isdecimal():
            self.send_response(int(fault))
            self.send_header("Retry-After", "60")
            self.end_headers()
            return
        if fault == "silent":
            self.server.over.wait(10)  # type: ignore[attr-defined]
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if fault == "html" else "text/event-stream")
        self.end_headers()
        try:
            for piece in _PIECES[fault](self.server.over):  # type: ignore[attr-defined]
                self.wfile.write(piece)
                self.wfile.flush()
        except OSError:
            pass  # nobody listens any more

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gave it
        """Quiet."""


def _dripping(over: threading.Event) -> Iterator[bytes]:
    for byte in _event(TRUTH):
        yield bytes([byte])
        if over.wait(0.2):
            return


def _endless(over: threading.Event) -> Iterator[bytes]:
    while not over.wait(0.01):
        yield _event("")


_PIECES: dict[str, Callable[[threading.Event], Iterator[bytes]]] = {
    "html": lambda _: iter([b"<!doctype html><html><body>gateway</body></html>"]),
    "garbage": lambda _: iter([b"data: \xff\xfe\x00{]\n\n"]),
    "empty": lambda _: iter([]),
    "blank": lambda _: iter([_event(""), b"data: [DONE]\n\n"]),
    "dripping": _dripping,
    "endless": _endless,
    "torn": lambda _: iter([_event(TRUTH)[:-30]]),
    "broken": lambda _: iter([_event(TRUTH), b'data: {"error": {"message": "overloaded"}}\n\n']),
    "huge": lambda _: iter([_event(LIE * 700_000)]),
    "lies": lambda _: iter([_event(LIE), b"data: [DONE]\n\n"]),
    "cut": lambda _: iter([_event(TRUTH + TRUTH[:31])]),
}


@pytest.fixture(scope="module")
def faulty() -> Iterator[str]:
    """A server on this machine that fails as it is asked to."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Faulty)
    server.daemon_threads = True
    server.over = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.over.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def offline(assistant: Assistant) -> Assistant:
    """An assistant without a model, warm."""
    assistant.ask(QUESTION)
    return assistant


def _with_model(offline: Assistant, monkeypatch: pytest.MonkeyPatch, address: str) -> Assistant:
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    composer = open_chat_model("openai:faulty", allow_remote=True, budget=BUDGET)
    return offline.with_composer(composer)


ROUTES = ["401", "429", "500", "503", "silent", *(name for name in _PIECES if name != "cut")]


@pytest.mark.parametrize("fault", ROUTES)
def test_the_answer_without_a_model_is_there_in_time(
    faulty: str, offline: Assistant, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Two seconds after the budget at the latest: word for word the answer made without a model, and it says so."""
    assistant = _with_model(offline, monkeypatch, f"{faulty}/{fault}/v1")
    started = time.perf_counter()

    answer = assistant.ask(QUESTION)

    assert time.perf_counter() - started < BUDGET + 2
    assert (answer.model, answer.text) == ("extractive", offline.ask(QUESTION).text)
    assert "不用大模型" in answer.notice
    assert "\n" not in answer.notice


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1", "http://model.invalid/v1"], ids=["refused", "no name"])
def test_a_model_that_cannot_be_reached(offline: Assistant, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """A closed port, a name that nobody knows."""
    known = socket.getaddrinfo

    def looked_up(host: str, *rest: object, **options: object) -> object:
        if host == "model.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return known(host, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    answer = _with_model(offline, monkeypatch, address).ask(QUESTION)

    assert (answer.model, answer.text) == ("extractive", offline.ask(QUESTION).text)


def test_a_sentence_that_was_cut_off_is_not_shown(
    faulty: str, offline: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was whole stays."""
    answer = _with_model(offline, monkeypatch, f"{faulty}/cut/v1").ask(QUESTION)

    assert answer.model == "openai:faulty"
    assert answer.text.count(TRUTH[:20]) == 1


def test_a_model_that_keeps_failing_is_left_alone(
    faulty: str, offline: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After three failures it is not asked; the answer comes at once, and says why."""
    assistant = _with_model(offline, monkeypatch, f"{faulty}/500/v1")
    for _ in range(3):
        assistant.ask(QUESTION)
    before = _Faulty.asked

    answer = assistant.ask(QUESTION)

    assert _Faulty.asked == before
    assert "过一分钟再试" in answer.notice
    assert answer.text == offline.ask(QUESTION).text


def test_after_the_pause_one_try_decides() -> None:
    """Three failures in a minute open it; a minute later one may try, and its luck is everybody's."""
    now = 0.0
    breaker = Breaker(clock=lambda: now)
    for _ in range(3):
        assert breaker.allows()
        breaker.failed()
    assert not breaker.allows()

    now = 61.0
    assert breaker.allows()
    assert not breaker.allows()  # one at a time
    breaker.failed()
    assert not breaker.allows()

    now = 122.0
    assert breaker.allows()
    breaker.worked()
    assert breaker.allows()


def test_failures_far_apart_do_not_count() -> None:
    """Three in an hour are none of a model that is down."""
    now = 0.0
    breaker = Breaker(clock=lambda: now)
    for minute in range(3):
        now = minute * 70.0
        breaker.failed()

    assert breaker.allows()
