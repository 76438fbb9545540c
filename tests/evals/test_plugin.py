"""`pytest --youju-cases`: a test for each case, and nothing for whoever does not ask."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONFTEST = """
import pytest
from evals import plugin

class Answer:
    def __init__(self, action): self.action = action
    def to_dict(self):
        return {"as_of": "2026-11-22", "action": self.action, "verdict": "not_applicable", "headline": "",
                "text": "好",
                "claims": [], "citations": [], "hits": [], "findings": [], "ask_back": [], "steps": [], "channels": [],
                "withheld": [], "model": "fake", "corpus": "x"}

class Fake:
    from kb import Corpus
    corpus = Corpus({}, (), ())
    def ask(self, text, /, *, as_of=None): return Answer("decline" if "拒" in text else "answer")
    def conversation(self): return self

plugin._opened = lambda config: config.stash.setdefault(plugin._OPEN, Fake()) or Fake()
"""


def _pytest(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "evals.plugin", "-p", "no:cacheprovider", *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def _case(name: str, text: str) -> str:
    head = {"id": name, "source": "own", "kind": "simple", "split": "open", "reason": "因"}
    return json.dumps({**head, "text": text, "expect": [], "action": "answer"}) + "\n"


def test_each_case_is_a_test_and_its_failure_says_why(tmp_path: Path) -> None:
    """One passes, one fails with the check and the question; no traceback."""
    (tmp_path / "conftest.py").write_text(CONFTEST, "utf-8")
    (tmp_path / "my.jsonl").write_text(_case("A-1", "问") + _case("A-2", "拒我"), "utf-8")
    ended = _pytest(tmp_path, "--youju-cases", "my.jsonl")

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "1 failed, 1 passed" in ended.stdout
    assert "处理方式不对：应为 answer，答作 decline" in ended.stdout
    assert "Traceback" not in ended.stdout


def test_a_file_at_fault_stops_the_collection_with_one_sentence(tmp_path: Path) -> None:
    """File and line."""
    (tmp_path / "my.jsonl").write_text("{}\n", "utf-8")
    ended = _pytest(tmp_path, "--youju-cases", "my.jsonl")

    assert ended.returncode == 2
    assert "my.jsonl:1" in ended.stdout


def test_other_runs_load_nothing_and_see_no_case(tmp_path: Path) -> None:
    """Without the option, a file of cases is no test, and neither library nor assistant is imported."""
    (tmp_path / "my.jsonl").write_text(_case("A-1", "问"), "utf-8")
    (tmp_path / "test_own.py").write_text(
        "import sys\n\ndef test_own():\n    assert not {'kb', 'assistant', 'evals.runner'} & set(sys.modules)\n",
        "utf-8",
    )
    ended = _pytest(tmp_path)

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "1 passed" in ended.stdout
