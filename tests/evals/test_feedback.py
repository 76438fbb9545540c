"""Complaints become cases to be, and never cases by themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant import mask
from evals.cases import Case, read_cases
from evals.feedback import candidates, read_feedback
from kb import InputProblem

ROW = {
    "day": "2026-11-22",
    "reason": "wrong_law",
    "question": "催收一天打八个电话违法吗",
    "refs": ["民法典#1033"],
    "corpus": "abc",
}


def _file(tmp_path: Path, *rows: Any) -> Path:
    path = tmp_path / "feedback.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def test_rows_are_masked_once_more_and_each_question_stands_once(tmp_path: Path) -> None:
    """A slip of punctuation is no other question, and one that is a case already is left out."""
    rows = (
        ROW,
        ROW | {"question": "催收一天打八个电话，违法吗？", "reason": "unclear"},
        ROW | {"question": "他打13812345678骂我怎么办"},
        ROW | {"question": "录音能当证据吗？"},
    )
    known = Case("A", "own", "simple", ("录音能当证据吗",), "因")

    found = candidates(read_feedback(_file(tmp_path, *rows)), [known], lambda text: mask(text).text)

    assert (len(found.rows), found.repeated, found.known) == (2, 1, 1)
    assert "13812345678" not in found.to_text()
    assert found.rows[0]["expect"] == []
    assert "民法典#1033" in str(found.rows[0]["source"])


def test_a_candidate_is_refused_until_a_person_completes_it(tmp_path: Path) -> None:
    """Kind and reason are empty; filled in, it is a case."""
    out = tmp_path / "candidates.jsonl"
    found = candidates(read_feedback(_file(tmp_path, ROW)), [], str)
    out.write_text(found.to_text(), "utf-8")
    with pytest.raises(InputProblem, match="kind"):
        read_cases(out)
    out.write_text(json.dumps({**found.rows[0], "kind": "simple", "reason": "因"}), "utf-8")

    assert read_cases(out)[0].turns == (ROW["question"],)


@pytest.mark.parametrize(
    "row", [[], {"question": ""}, ROW | {"reason": "angry"}, ROW | {"refs": "民法典#1033"}], ids=repr
)
def test_a_row_at_fault_is_told_with_its_line(tmp_path: Path, row: Any) -> None:
    """File and line."""
    with pytest.raises(InputProblem, match=r"feedback\.jsonl:1"):
        read_feedback(_file(tmp_path, row))
