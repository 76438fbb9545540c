"""How the page ends: whoever asked is answered, nobody waits for a model that is slow, nothing is left on the disk."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import Assistant
from ui.web.scratch import PREFIX

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")

QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"
PROGRAM = """
import sys, threading, time
from assistant import Assistant, ExtractiveComposer, Settings
from ui.web import serve

class Slow(ExtractiveComposer):
    '''Writes as slowly as a busy machine or a busy model does.'''
    name, recipient = "openai:slow", ""
    def compose(self, material):
        print("asked", flush=True)
        time.sleep({seconds})
        return super().compose(material)

assistant = Assistant.open(Settings(store={store!r}))
assistant.ask({question!r})  # what loads late is there
sys.exit(serve(assistant.with_composer(Slow()), host="127.0.0.1", port=0, auth=None, log="json"))
"""


class Running:
    """A page in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address
        self.answers: list[Any] = []

    def asking(self, ask: Callable[[], Any]) -> threading.Thread:
        """Ask in a thread, and come back once the question is worked on."""

        def asked() -> None:
            try:
                self.answers.append(ask())
            except httpx.TransportError:
                self.process.kill()  # nobody need wait for it

        thread = threading.Thread(target=asked)
        thread.start()
        assert self.process.stdout
        assert any(line.strip() == "asked" for line in iter(self.process.stdout.readline, ""))
        return thread

    def stopped(self) -> tuple[float, str]:
        """Tell it to stop; how long it took, and its log."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.stderr
        log = self.process.stderr.read()
        self.process.wait(20)
        return time.monotonic() - began, log


@pytest.fixture
def running(assistant: Assistant, store: str, tmp_path: Path) -> Callable[..., Any]:
    """Opens a page whose answers take some seconds."""
    del assistant  # it has built the index

    @contextmanager
    def opened(seconds: float) -> Iterator[Running]:
        program = textwrap.dedent(PROGRAM).format(store=store, seconds=seconds, question=QUESTION)
        with subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={k: v for k, v in os.environ.items() if k != "GRADIO_TEMP_DIR"} | {"TMPDIR": str(tmp_path)},
        ) as process:
            assert process.stdout
            found = None
            while not found and (line := process.stdout.readline()):
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
            try:
                assert found, process.stderr.read() if process.stderr else ""
                yield Running(process, found[0])
            finally:
                process.kill()

    return opened


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


@pytest.mark.parametrize("door", [_by_route, _on_the_page])
def test_whoever_asked_is_answered(
    running: Callable[..., Any], door: Callable[[str], Callable[[], Any]], tmp_path: Path
) -> None:
    """SIGTERM: no new visitor is let in, the answer under way arrives, the end is clean and nothing is left."""
    with running(2) as page:
        asked = page.asking(door(page.address))
        took, log = page.stopped()
        asked.join(60)

    assert page.process.returncode == 0, log
    assert took < _within()
    assert page.answers
    assert page.answers[0]["verdict"] == "likely_unlawful"
    assert [json.loads(line)["event"] for line in log.splitlines()].count("stop") == 1
    assert not list(tmp_path.glob(f"{PREFIX}*"))


def test_a_slow_model_holds_nobody_up(running: Callable[..., Any], tmp_path: Path) -> None:
    """After some seconds the answer is made without it, and the process does not wait for what nobody reads."""
    with running(30) as page:
        asked = page.asking(_by_route(page.address))
        took, log = page.stopped()
        asked.join(60)

    assert page.process.returncode == 0, log
    assert took < _within()
    assert page.answers[0]["model"] == "extractive"
    assert "重新启动" in page.answers[0]["notice"]
    assert not list(tmp_path.glob(f"{PREFIX}*"))


def test_new_visitors_are_not_let_in(running: Callable[..., Any]) -> None:
    """Their connection is refused at once, so that a proxy asks another replica."""
    with running(3) as page:
        asked = page.asking(_by_route(page.address))
        page.process.send_signal(signal.SIGTERM)
        while _is_served(page.address):
            time.sleep(0.05)
        assert page.process.poll() is None
        asked.join(60)
        page.process.wait(30)

    assert page.answers[0]["action"] == "answer"


def test_what_a_kill_left_the_next_start_sweeps(running: Callable[..., Any], tmp_path: Path) -> None:
    """kill -9 while somebody asks: the next start removes the folder at once, and answers."""
    with running(5) as page:
        page.asking(_by_route(page.address))
        page.process.kill()
        page.process.wait(10)
    (left,) = tmp_path.glob(f"{PREFIX}*")
    (left / "upload.txt").write_text(QUESTION)
    with running(0) as page:
        assert not left.exists()
        assert httpx.post(f"{page.address}/api/v1/ask", json={"text": QUESTION}, timeout=60).status_code == 200
        page.stopped()

    assert not list(tmp_path.glob(f"{PREFIX}*"))
