"""Cases leave for other programs whole, and nothing that is held out leaves."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evals.cases import Case
from evals.exports import export_inspect, export_promptfoo
from kb import InputProblem

CASES = (
    Case(
        "A-1", "own", "simple", ("问",), "因", expect=(("示例法@2026-01-01#2", "示例公约#0"),), as_of=date(2026, 1, 2),
        action="answer", verdicts=("unlawful",), must_say=("一千元|1000元",), must_not_say=("合法",),
    ),
    Case("A-2", "own", "simple", ("秘密",), "因", split="held_out"),
    Case("A-3", "own", "multi_turn", ("一", "二"), "因"),
)  # fmt: skip


def _inspect(tmp_path: Path) -> tuple[Any, dict[str, Any]]:
    """The written module without Inspect, and its one sample."""
    assert export_inspect(CASES, tmp_path / "out") == 1
    written = tmp_path / "out" / "inspect_task.py"
    names: dict[str, Any] = {"__file__": str(written), "__name__": "written"}
    exec(compile(written.read_text("utf-8"), str(written), "exec"), names)  # noqa: S102 - our own file
    (line,) = (tmp_path / "out" / "cases.jsonl").read_text("utf-8").splitlines()
    return names["faults"], json.loads(line)


def test_inspect_scores_as_we_do(honest: dict[str, Any], tmp_path: Path) -> None:
    """The file works without Inspect as far as it goes; right, and wrong in each way."""
    faults, sample = _inspect(tmp_path)

    assert faults(honest, sample) == []
    assert faults(honest | {"action": "decline"}, sample) == ["action: decline"]
    assert faults(honest | {"verdict": "lawful"}, sample) == ["verdict: lawful"]
    assert faults(honest | {"text": "合法", "claims": [], "citations": []}, sample)[-1] == "must_not_say: 合法"
    assert [f[:6] for f in faults(honest | {"text": "", "citations": []}, sample)] == ["cited:", "must_s"]


def test_promptfoo_gets_a_question_and_a_check_for_each_expectation(honest: dict[str, Any], tmp_path: Path) -> None:
    """The scripts run in Node where there is one."""
    out = tmp_path / "promptfooconfig.json"
    assert export_promptfoo(CASES, out) == 1
    (test,) = json.loads(out.read_text("utf-8"))["tests"]

    assert test["vars"] == {"question": "问", "as_of": "2026-01-02"}
    assert [c["metric"] for c in test["assert"]] == ["action", "verdict", "cited", "must_say", "must_not_say"]
    node = shutil.which("node")
    for check in test["assert"] if node else ():
        body = (
            f"const output = {json.dumps(honest)}; const r = (() => {{ {check['value']} }})(); console.log(r.pass ?? r)"
        )
        ended = subprocess.run([str(node), "-e", body], capture_output=True, text=True, check=False)
        assert ended.stdout.strip() == "true", (check["metric"], ended.stderr)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A file that is there stays."""
    (tmp_path / "a.json").write_text("mine", "utf-8")

    with pytest.raises(InputProblem, match="没有覆盖"):
        export_promptfoo(CASES, tmp_path / "a.json")
