"""A batch that is cut off goes on where it stopped, and loses nothing and asks nothing twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kb import YoujuError
from ui.cli import main
from ui.commands import cores

QUESTIONS = ("催收能录音吗", "催收打给我妈说我欠钱", "利息36%还要还吗", "催收骂我怎么办")


def _given(folder: Path, count: int) -> tuple[Path, Path]:
    given = folder / "in.jsonl"
    rows = ({"id": f"q{n}", "text": f"{QUESTIONS[n % 4]}，第{n}个人问"} for n in range(count))
    given.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return given, folder / "out.jsonl"


def _written(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_a_killed_batch_is_finished_by_running_it_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """SIGKILL amid two cores, a line half written: every question is answered once, and the old answers stay."""
    count = cores.SMALL + 4
    given, out = _given(tmp_path, count)
    command = [sys.executable, "-m", "ui.cli", "ask", "--batch", str(given), "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while running.poll() is None and (not out.exists() or out.read_bytes().count(b"\n") < 3):
            _wait(running)
        running.send_signal(signal.SIGKILL)
    before = [line for line in out.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]
    assert 3 <= len(before) < count
    out.write_text("".join(before) + '{"id": "q9', "utf-8")

    assert main(["ask", "--batch", str(given), "--out", str(out)]) == 0

    lines = _written(out)
    assert [line["id"] for line in lines] == [f"q{n}" for n in range(count)]
    assert out.read_text("utf-8").startswith("".join(before))
    assert f"已有 {len(before)} 条" in capsys.readouterr().err


def _wait(running: subprocess.Popen[bytes]) -> None:
    """Until the program ends, or a little while."""
    try:
        running.wait(0.05)
    except subprocess.TimeoutExpired:
        return


def test_an_answer_to_another_question_is_asked_again(tmp_path: Path) -> None:
    """The id alone does not make it the same; a line that is not asked any more goes too."""
    given, out = _given(tmp_path, 2)
    main(["ask", "--batch", str(given), "--out", str(out)])
    first = _written(out)
    given.write_text(
        given.read_text("utf-8").replace("催收能录音吗", "催收半夜打电话合法吗").replace('"q1"', '"r1"'), "utf-8"
    )

    assert main(["ask", "--batch", str(given), "--out", str(out)]) == 0

    again = _written(out)
    assert [line["id"] for line in again] == ["q0", "r1"]
    assert again[0]["question"] != first[0]["question"]


def test_a_finished_batch_asks_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bad lines count as done too; OUT stays as it is."""
    given, out = _given(tmp_path, 2)
    given.write_text(given.read_text("utf-8") + "{nonsense\n", "utf-8")
    main(["ask", "--batch", str(given), "--out", str(out)])
    before = out.read_bytes()

    assert main(["ask", "--batch", str(given), "--out", str(out)]) == 0

    assert out.read_bytes() == before
    assert "已有 3 条" in capsys.readouterr().err


def test_two_processes_give_the_results_of_one() -> None:
    """In the order of the rows, each process with what it opened for itself."""
    rows = list(range(7))

    assert list(cores.each(rows, _times, _open, 3, 2)) == list(cores.each(rows, _times, _open, 3, 1))
    assert cores.workers(1) == 1


def _times(opened: int, row: int) -> int:
    if row < 0:
        raise YoujuError("negative")
    return opened * row


def _open() -> int:
    return 3
