"""How the page runs and ends: whoever asked is answered, nobody waits for a model that is slow, nothing is left."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.outside import LEFT, WATCH
from ui.web.scratch import PREFIX

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")

QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"
PROGRAM = (
    WATCH
    + """
import threading
from assistant import Assistant, ExtractiveComposer, Settings
from ui.web import serve

class Slow(ExtractiveComposer):
    '''Writes as slowly as a busy machine or a busy model does: not before a line comes in.'''
    name, recipient = "openai:slow", ""
    may_write = threading.Event()
    def compose(self, material):
        print("asked", flush=True)
        self.may_write.wait()
        return super().compose(material)

def listen():
    sys.stdin.readline()
    Slow.may_write.set()

threading.Thread(target=listen, daemon=True).start()
assistant = Assistant.open(Settings(store={store!r}))
assistant.ask({question!r})  # what loads late is there
sys.exit(serve(assistant.with_composer(Slow()), host="127.0.0.1", port=0, auth=None, log="json"))
"""
)


class Running:
    """A page in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address
        self.answers: list[Any] = []
        self._threads: list[threading.Thread] = []

    def asked(self, *doors: Callable[[str], Callable[[], Any]]) -> None:
        """Ask at each door in a thread, and come back once all the questions are worked on."""
        for door in doors:
            self._threads.append(threading.Thread(target=self._ask, args=(door(self.address),)))
            self._threads[-1].start()
        assert self.process.stdout
        for line in iter(self.process.stdout.readline, ""):
            doors = doors[line.strip() == "asked" :]
            if not doors:
                return
        pytest.fail("it ended before it was asked")

    def _ask(self, ask: Callable[[], Any]) -> None:
        try:
            self.answers.append(ask())
        except httpx.TransportError:
            self.process.kill()  # nobody need wait for it

    def ended(self) -> str:
        """Wait for the end, and for the answers; its log."""
        assert self.process.stderr
        log = self.process.stderr.read()
        self.process.wait(30)
        for one in self._threads:
            one.join(60)
        return log


@contextmanager
def _running(store: str, scratch: Path) -> Iterator[Running]:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(store=store, question=QUESTION)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={k: v for k, v in os.environ.items() if k != "GRADIO_TEMP_DIR"} | {"TMPDIR": str(scratch)},
    ) as process:  # fmt: skip
        assert process.stdout
        found = None
        while not found and (line := process.stdout.readline()):
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
        try:
            assert found, process.stderr.read() if process.stderr else ""
            yield Running(process, found[0])
        finally:
            process.kill()


def _within() -> float:
    """Ten seconds; longer where others keep the processors busy as well, for then all takes longer."""
    return 10 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _is_served(address: str) -> bool:
    try:
        httpx.get(f"{address}/healthz", timeout=5)
    except httpx.TransportError:  # refused, or cut off while it waited to be let in
        return False
    return True


def _by_route(address: str) -> Callable[[], Any]:
    """A program's question."""
    return lambda: httpx.post(f"{address}/api/v1/ask", json={"text": QUESTION}, timeout=60).json()


def _on_the_page(address: str) -> Callable[[], Any]:
    """A reader's question as the page sends it, the visit's heartbeat beside it."""
    session = "a1b2c3d4e5f"

    def beat() -> None:
        with httpx.Client(timeout=60) as client, client.stream("GET", f"{address}/gradio_api/heartbeat/{session}") as s:
            for _ in s.iter_text():
                pass

    def ask() -> Any:
        threading.Thread(target=beat, daemon=True).start()
        with httpx.Client(timeout=60, headers={"origin": address}) as client:
            config = client.get(f"{address}/config").json()
            event = next(d["id"] for d in config["dependencies"] if d["api_name"] == "ask")
            data = {"data": [QUESTION, "", "zh"], "fn_index": event, "session_hash": session}
            assert client.post(f"{address}/gradio_api/queue/join", json=data).status_code == 200
            with client.stream("GET", f"{address}/gradio_api/queue/data", params={"session_hash": session}) as stream:
                for line in stream.iter_lines():
                    said = json.loads(line.removeprefix("data: ") or "{}")
                    if said.get("msg") == "process_completed":
                        return said["output"]["data"][0]
        return None

    return ask


def _left_by_a_kill(scratch: Path) -> Path:
    """A folder as `kill -9` leaves it, an hour ago."""
    left = scratch / f"{PREFIX}left"
    left.mkdir(0o700)
    (left / "upload.txt").write_text(QUESTION, "utf-8")
    (left / "alive").touch()
    for one in (left / "alive", left):
        os.utime(one, (time.time() - 3600,) * 2)
    return left


def test_whoever_asked_is_answered_and_nothing_is_left(store: str, tmp_path: Path) -> None:
    """SIGTERM amid a question at each door and a heartbeat: both are answered, nobody else is let in, status 0.

    What a killed page had left is gone from the start. Nobody beyond this machine is asked for anything, as an audit
    hook sees; no fault is logged, and no file stays.
    """
    left = _left_by_a_kill(tmp_path)
    with _running(store, tmp_path) as page:
        assert not left.exists()
        page.asked(_by_route, _on_the_page)
        page.process.send_signal(signal.SIGTERM)
        while _is_served(page.address):
            time.sleep(0.02)
        assert page.process.poll() is None
        assert page.process.stdin
        page.process.stdin.write("write\n")
        page.process.stdin.flush()
        log = page.ended()

    assert page.process.returncode == 0, log
    assert [answer["verdict"] for answer in page.answers] == ["likely_unlawful"] * 2
    assert LEFT not in log
    events = [json.loads(line)["event"] for line in log.splitlines()]
    assert set(events) == {"start", "request", "stop"}
    assert events.count("stop") == 1
    assert not list(tmp_path.rglob("*"))


def test_a_slow_model_holds_nobody_up(store: str, tmp_path: Path) -> None:
    """After some seconds the answer is made without it, and the process does not wait for what nobody reads."""
    with _running(store, tmp_path) as page:
        page.asked(_by_route)
        began = time.monotonic()
        page.process.send_signal(signal.SIGTERM)
        log = page.ended()
        took = time.monotonic() - began

    assert page.process.returncode == 0, log
    assert took < _within()
    assert page.answers[0]["model"] == "extractive"
    assert "重新启动" in page.answers[0]["notice"]
    assert not list(tmp_path.glob(f"{PREFIX}*"))
