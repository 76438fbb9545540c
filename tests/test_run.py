"""run.py, started for real on a small project that needs no network: every claim of its first page."""

from __future__ import annotations

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

RUN = Path(__file__).resolve().parents[1] / "run.py"

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "youju"
version = "1"
"""

BACKEND = """
import os, pathlib, time, zipfile

INFO = "youju-1.dist-info/"
FILES = {
    "youju.pth": str(pathlib.Path(__file__).parent),
    INFO + "METADATA": "Metadata-Version: 2.1\\nName: youju\\nVersion: 1\\nProvides-Extra: test\\n",
    INFO + "WHEEL": "Wheel-Version: 1.0\\nGenerator: toy\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    INFO + "entry_points.txt": "[console_scripts]\\nyouju = toy:main\\n",
}

def build_editable(folder, config_settings=None, metadata_directory=None):
    pathlib.Path(__file__).with_name("building").touch()
    time.sleep(float(os.environ.get("TOY_SECONDS", 0)))
    with zipfile.ZipFile(pathlib.Path(folder, "youju-1-py3-none-any.whl"), "w") as wheel:
        for name, text in FILES.items():
            wheel.writestr(name, text)
        wheel.writestr(INFO + "RECORD", "".join(f"{name},,\\n" for name in [*FILES, INFO + "RECORD"]))
    return "youju-1-py3-none-any.whl"
"""

TOY = """
import json, os, sys

def main():
    print(json.dumps({"arguments": sys.argv[1:], "environment": dict(os.environ), "folder": os.getcwd()}))
    return 7
"""


@pytest.fixture(autouse=True)
def _interrupts_are_heard() -> Iterator[None]:
    """A shell's background job ignores Ctrl+C, and would hand that on to what these tests start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project whose environment was made by run.py."""
    project = _project(tmp_path_factory.mktemp("有 据"))
    first = _start(project, "ask", "半夜")
    assert first.returncode == 7, first.stderr
    assert "第一次运行" in first.stderr
    return project


def test_an_older_python_reads_the_file_and_is_told_in_one_sentence() -> None:
    """run.py parses as Python 3.6 and ends with exit status 2 before any newer module is imported."""
    ast.parse(RUN.read_text("utf-8"), feature_version=(3, 6))
    program = f"import sys; sys.version_info = (3, 8, 0); exec(open({str(RUN)!r}, encoding='utf-8').read())"

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert told.returncode == 2
    assert "Python 3.11" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_second_start_goes_straight_to_the_command(installed: Path, tmp_path: Path) -> None:
    """Arguments, folder and exit status are the command's own; nothing is installed or said."""
    second = _start(installed, "ask", "空 格", "--json", cwd=tmp_path)

    seen = json.loads(second.stdout)
    assert (second.returncode, second.stderr) == (7, "")
    assert seen["arguments"] == ["ask", "空 格", "--json"]
    assert Path(seen["folder"]) == tmp_path


def test_nothing_started_here_reports_to_anybody(installed: Path) -> None:
    """Tracing and telemetry are off even where the reader's shell has them on; foreign packages stay out."""
    seen = json.loads(_start(installed, LANGSMITH_TRACING="true", PYTHONPATH="/elsewhere").stdout)["environment"]

    assert seen["LANGSMITH_TRACING"] == "false"
    assert seen["ANONYMIZED_TELEMETRY"] == seen["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert seen["HF_HUB_OFFLINE"] == "1"
    assert "PYTHONPATH" not in seen


def test_a_changed_project_updates_the_environment_in_place(installed: Path) -> None:
    """New constraints ask for pip again, and keep what is installed."""
    (installed / ".venv" / "kept").touch()
    (installed / "constraints.txt").write_text("# changed\n", "utf-8")

    update = _start(installed, "law")

    assert "更新" in update.stderr
    assert (update.returncode, (installed / ".venv" / "kept").exists()) == (7, True)
    assert _start(installed, "law").stderr == ""


def test_the_tests_ask_for_their_extra_once(installed: Path) -> None:
    """`run.py test` installs the extra `test`; other commands install nothing anew, and an update keeps the extra."""
    assert "更新" in _start(installed, "test").stderr
    assert _start(installed, "law").stderr == ""
    (installed / "constraints.txt").write_text("# changed again\n", "utf-8")
    assert "更新" in _start(installed, "law").stderr
    again = _start(installed, "test", "-q").stderr
    assert "更新" not in again
    assert again.strip().endswith("No module named pytest")


def test_an_environment_that_moved_is_remade(installed: Path, tmp_path: Path) -> None:
    """A copied folder does not run the old folder's code."""
    shutil.copytree(installed, tmp_path / "moved", symlinks=True)

    moved = _start(tmp_path / "moved", "law")

    assert moved.returncode == 7
    assert "第一次运行" in moved.stderr
    assert json.loads(moved.stdout)["environment"]["LANGSMITH_TRACING"] == "false"


def test_an_interrupted_installation_leaves_no_stamp_and_the_next_start_begins_anew(tmp_path: Path) -> None:
    """Ctrl+C while pip runs: exit status 130, one sentence, no traceback; meanwhile a second start waits its turn."""
    project = _project(tmp_path)
    first = _open(project, "law", TOY_SECONDS="60")
    _wait_for(project / "building")
    second = _open(project, "law")
    time.sleep(0.5)
    assert second.poll() is None

    first.send_signal(signal.SIGINT)
    told = first.communicate(timeout=30)[1]
    stamp = (project / ".venv" / ".youju-stamp").read_text("utf-8")
    result, waited = second.communicate(timeout=120)

    assert first.returncode == 130
    assert "中断" in told
    assert "Traceback" not in told
    assert "place" not in stamp
    assert second.returncode == 7, waited
    assert "等它装完" in waited
    assert json.loads(result)["arguments"] == ["law"]


def test_an_update_cut_short_is_not_taken_for_complete(installed: Path) -> None:
    """A polite kill while pip changes an environment: the stamp is gone, and the next start begins anew."""
    (installed / "constraints.txt").write_text("# changed once more\n", "utf-8")
    (installed / "building").unlink()
    update = _open(installed, "law", TOY_SECONDS="60")
    _wait_for(installed / "building")

    update.terminate()
    update.communicate(timeout=30)

    assert update.returncode == 130
    assert "place" not in (installed / ".venv" / ".youju-stamp").read_text("utf-8")
    assert "第一次运行" in _start(installed, "law").stderr


def test_a_failed_installation_says_what_to_do(tmp_path: Path) -> None:
    """pip's failure: exit status 2, pip's last lines, one sentence, and no valid stamp."""
    project = _project(tmp_path)
    (project / "backend.py").write_text("raise SystemExit('broken on purpose')", "utf-8")

    failed = _start(project, "law")

    assert failed.returncode == 2
    assert "再运行一次同样的命令" in failed.stderr
    assert "Traceback" not in failed.stderr.splitlines()[-1]
    assert "place" not in (project / ".venv" / ".youju-stamp").read_text("utf-8")


def test_an_environment_without_python_is_remade_but_a_strangers_is_kept(tmp_path: Path) -> None:
    """A .venv that run.py did not make and cannot use is never emptied."""
    project = _project(tmp_path)
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").write_text("#!/bin/sh\necho 3.4\n", "utf-8")
    (project / ".venv" / "bin" / "python").chmod(0o755)

    refused = _start(project, "law")
    (project / ".venv" / "bin" / "python").unlink()
    remade = _start(project, "law")

    assert (refused.returncode, "改名或删除" in refused.stderr) == (2, True)
    assert remade.returncode == 7, remade.stderr


def _project(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    shutil.copy(RUN, folder)
    for name, text in {
        "pyproject.toml": PYPROJECT + 'optional-dependencies = { test = [] }\nscripts = { youju = "toy:main" }\n',
        "constraints.txt": "",
        "backend.py": BACKEND,
        "toy.py": TOY,
    }.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def _open(project: Path, *arguments: str, cwd: Path | None = None, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(project / "run.py"), *arguments],
        cwd=cwd,
        env={**os.environ, "PIP_NO_INDEX": "1", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _start(
    project: Path, *arguments: str, cwd: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    with _open(project, *arguments, cwd=cwd, **variables) as process:
        output, errors = process.communicate(timeout=120)
    return subprocess.CompletedProcess(arguments, process.returncode, output, errors)


def _wait_for(path: Path) -> None:
    until = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < until, f"{path} never came"
        time.sleep(0.1)
