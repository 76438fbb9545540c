"""docs/operations.md is tried step by step: its blocks marked `tried` run in one terminal, in the order they stand.

What needs a machine of its own (systemd, a container engine, apt) is not marked, and the document says so; of those
blocks every `youju` command is held to the program by test_readme.py, every file by test_deploy.py.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kb import Checker, Finding, Likeness, read_corpus

TODAY = date(2026, 11, 26)
ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "operations.md"
_TRIED = re.compile(r"^```sh tried\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt" or not shutil.which("curl"), reason="the steps are a Unix terminal's, with curl")
def test_every_step_does_what_it_says(tmp_path: Path, index: Path) -> None:
    """Start, ask, look, stop; back up and restore; a new library and back. The first step that fails ends it.

    The index of the library as it ships is there already; that of the new library is built.
    """
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, command in {"youju": [sys.executable, "-m", "ui.cli"], "python3": [sys.executable]}.items():
        (tools / name).write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', "utf-8")
        (tools / name).chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    steps = _TRIED.findall(
        DOCUMENT.read_text("utf-8").replace(":7860", f":{port}").replace("--port 7860", f"--port {port}")
    )
    marked = "\n".join(f"echo '== step {number}' >&2\n{step}" for number, step in enumerate(steps, 1))
    # whatever is still open at the end is closed, so that a failed step leaves nothing behind
    script = f"set -euo pipefail\ntrap 'jobs -p | xargs -r kill 2>/dev/null' EXIT\n{marked}"
    place = tmp_path / "here"
    place.mkdir()
    shutil.copytree(index, place / "index")
    environment = {name: value for name, value in os.environ.items() if name != "GRADIO_TEMP_DIR"}
    environment |= {"PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}

    ended = subprocess.run(
        ["/bin/bash", "-c", script], cwd=place, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip

    assert ended.returncode == 0, f"{ended.stdout[-2000:]}\n{ended.stderr[-4000:]}"
    assert ended.stderr.count("== step") == len(steps)
    assert '"status":"ready"' in ended.stdout


def test_what_is_not_tried_is_said_to_be_so() -> None:
    """Only blocks that need another machine are unmarked, and each of them is for systemd, a container, or law."""
    untried = [
        body for language, words, body in _BLOCK.findall(DOCUMENT.read_text("utf-8")) if language == "sh" and not words
    ]

    assert untried
    for body in untried:
        assert re.search(r"systemctl|/opt/youju|youju (?:lint|impact)", body), body


def test_every_file_it_names_is_there() -> None:
    """Of deploy/ and docs/; and every file of deploy/ is told of."""
    text = DOCUMENT.read_text("utf-8")
    named = set(re.findall(r"\bdeploy/[\w.]+\b", text))

    assert all((ROOT / name).is_file() for name in named)
    assert {path.name for path in (ROOT / "deploy").iterdir()} - {"Dockerfile"} <= {
        name.split("/")[1] for name in named
    }


def test_every_figure_it_names_is_counted() -> None:
    """The table of figures is the program's, all of them."""
    from ui.web.metrics import text
    from ui.web.tally import Counts, Standing

    counted = re.findall(
        r"^# TYPE (youju_\w+) (\w+)", text(Counts(), Standing("", "", "", "", "", resting=False)).decode(), re.MULTILINE
    )
    told = set(re.findall(r"`(youju_\w+)", DOCUMENT.read_text("utf-8")))

    assert {name for name, _ in counted} == told


def test_the_law_it_cites_is_right() -> None:
    """Each article exists, is in force, every quotation is the law's own; what is not held is named, not cited."""
    corpus = read_corpus()
    checker = Checker(corpus.on(TODAY), corpus.finder, Likeness(corpus.instruments.values()))

    checked = checker.check(DOCUMENT.read_text("utf-8"))

    assert len(checked) >= 12
    assert {
        one.mention.raw: one.explain for one in checked if one.finding is not Finding.OK and one.mention.citation.number
    } == {}
