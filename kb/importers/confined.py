"""A file is parsed in a child process of its own: limited in time and memory, without network, killed if it is late.

The child starts in a tenth of a second, for it imports only the parser, and Python keeps what it has compiled of that.
Then it forgoes writing, and gets the bytes through a pipe. What goes wrong in it becomes one sentence that names the
file.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

from kb.children import ENTER, settings
from kb.errors import InputProblem
from kb.importers.source import SourceText

PROMPT, PATIENT, PICTURE = 5.0, 20.0, 40.0
"""Seconds that a file may take: where somebody waits before a page, on the command line, and a picture anywhere.

A picture takes 4 s of the processor and may take 20; on a busy machine that is more by the clock.
"""

_START = (
    "import json, sys\n"
    "order = json.loads(sys.argv[1])\n"
    "sys.path += [place for place in order['path'] if place not in sys.path]\n"
    f"{ENTER}"
    "from kb.importers.parser import main\n"
    "main(order)\n"
)


def parsed(kind: str, content: bytes, name: str, seconds: float) -> SourceText:
    """What the parser of this kind makes of a file.

    Raises:
        InputProblem: the parser says so, or it did not end well.
    """
    order = {"kind": kind, "name": name, "seconds": seconds, **settings()}
    reply = _reply([sys.executable, "-I", "-c", _START, json.dumps(order)], content, name, seconds)
    if fault := reply.get("fault"):
        raise InputProblem(str(fault))
    hidden = reply.get("hidden")
    return SourceText(
        str(reply.get("text", "")),
        str(reply.get("title", "")),
        str(reply.get("main", "")),
        tuple(map(str, hidden)) if isinstance(hidden, list) else (),
    )


def _reply(command: list[str], content: bytes, name: str, seconds: float) -> dict[str, object]:
    try:
        child = subprocess.Popen(  # noqa: S603 — our own Python and our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            close_fds=True,
        )
    except OSError as error:
        raise InputProblem(f"启动不了读文件的进程，{name} 没有读：{error.strerror}") from error
    with child:
        try:
            out, _ = child.communicate(content, seconds)
        except subprocess.TimeoutExpired as error:
            raise InputProblem(f"{name} 读了 {seconds:g} 秒还没有读完，已停下：请另存一份，或只留要用的部分") from error
        finally:
            _kill(child)
    try:
        reply = json.loads(out)
    except ValueError:
        reply = None
    if not isinstance(reply, dict):
        raise InputProblem(f"{name} 读不了，可能已损坏，也可能要用的时间或内存太多：请重新保存一份，或只留要用的部分")
    return reply


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and all that it started, if it still runs."""
    if child.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
