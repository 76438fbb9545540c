"""Where the page listens, and how it ends."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from assistant import Assistant
from kb import InputProblem
from ui.web import serve
from ui.web.server import check_auth, open_listener

if TYPE_CHECKING:
    pass

TODAY = date(2026, 11, 22)
HERE = "http://127.0.0.1:7860"
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.invalid"])  # noqa: S104
def test_others_are_not_let_in_without_a_password(host: str) -> None:
    """Listening beyond this machine needs --auth; said in one sentence."""
    with pytest.raises(InputProblem, match="--auth") as refused:
        check_auth(host, None)

    assert "\n" not in str(refused.value)
    check_auth(host, "user:password")
    check_auth(host, None, i_know=True)


@pytest.mark.parametrize("auth", ["", "user", "user:", ":password"])
def test_half_a_password_is_none(auth: str) -> None:
    """Both parts are needed."""
    with pytest.raises(InputProblem, match="用户:密码"):
        check_auth("127.0.0.1", auth)


def test_a_port_in_use_is_one_sentence(assistant: Assistant) -> None:
    """Said at once, before anything slow is loaded."""
    with open_listener("127.0.0.1", 0, None) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputProblem, match=f"端口 {port} 已经有程序在用"):
            serve(assistant, host="127.0.0.1", port=port, auth=None)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("127.0.0.1", -1)])
def test_an_address_that_cannot_be_is_one_sentence(host: str, port: int) -> None:
    """Ports that do not exist."""
    with pytest.raises(InputProblem), open_listener(host, port, "user:password"):
        pass


def test_the_command_serves_and_ends_cleanly(assistant: Assistant, store: str, tmp_path: Path) -> None:
    """It prints where it is, answers, asks nobody else for anything, leaves no file, and SIGTERM ends it with 0.

    A browser's heartbeat is open meanwhile; what the process reaches for is written down by an audit hook.
    """
    del assistant  # it has built the index
    program = textwrap.dedent(f"""
        import sys
        def watch(event, args):
            places = {{"socket.connect": args[1:], "socket.sendto": args[1:], "socket.getaddrinfo": args[:1]}}
            if event in places and "127.0.0.1" not in str(places[event]):
                print("left this machine:", event, places[event], file=sys.stderr)
        sys.addaudithook(watch)
        from assistant import Answer, Assistant, Settings
        from ui.web import serve
        assistant = Assistant.open(Settings(store={store!r}))
        sys.exit(serve(assistant, host="127.0.0.1", port=0, auth=None))
    """)
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(scratch),
    ) as running:
        assert running.stdout
        assert running.stderr
        found = re.search(r"http://127\.0\.0\.1:\d+", running.stdout.readline())
        assert found, running.stderr.read()
        with httpx.stream("GET", f"{found[0]}/gradio_api/heartbeat/abc", timeout=10) as heartbeat:
            assert heartbeat.status_code == 200
            assert httpx.post(f"{found[0]}/api/v1/ask", json={"text": QUESTION}, timeout=30).status_code == 200
            running.send_signal(signal.SIGTERM)
            running.wait(15)
        assert running.returncode == 0, running.stderr.read()
        assert running.stderr.read() == ""
    assert [path for path in scratch.rglob("*") if path.is_file()] == []


def _environment(scratch: Path) -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if name != "GRADIO_TEMP_DIR"} | {"TMPDIR": str(scratch)}
