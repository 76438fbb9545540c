"""A run asks every case, survives a crash, and reports."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evals import evaluate
from evals.cases import Case
from evals.runner import QUESTIONS, Answers, run
from kb import InputProblem

Json = dict[str, Any]
Make = Callable[[Mapping[str, Json | Exception]], Any]


def _case(name: str, *turns: str, as_of: date | None = None) -> Case:
    return Case(name, "own", "simple", turns, "因", as_of=as_of)


def _rows(path: Path, *rows: Json) -> Path:
    base: Json = {"source": "own", "kind": "simple", "expect": [], "split": "open", "reason": "因"}
    path.write_text("\n".join(json.dumps(base | row) for row in rows), encoding="utf-8")
    return path


def test_day_and_turns_reach_the_assistant(honest: Json, assistant: Make) -> None:
    """A case's day is passed on; turns go through one conversation, in order."""
    fake = assistant({"甲": honest, "乙": honest, "丙": honest})
    cases = (_case("1", "甲", as_of=date(2025, 12, 31)), _case("2", "乙", "丙", as_of=date(2024, 6, 1)))

    asked = run(cases, fake)

    assert fake.asked == [("甲", date(2025, 12, 31)), ("乙", date(2024, 6, 1)), ("丙", date(2024, 6, 1))]
    assert [len(a.replies) for a in asked] == [1, 2]


@pytest.mark.parametrize("crash", [ValueError("坏了"), {"as_of": "never"}])
def test_a_crash_is_counted_and_the_run_goes_on(honest: Json, assistant: Make, crash: Json | Exception) -> None:
    """An exception, or an answer that breaks its promise, fails its case; the next is asked all the same."""
    told: list[tuple[int, int]] = []

    first, second = run(
        (_case("1", "甲"), _case("2", "乙")), assistant({"甲": crash, "乙": honest}), lambda *at: told.append(at)
    )

    assert first.error
    assert first.replies == ()
    assert not second.error
    assert told == [(1, 2), (2, 2)]


def test_an_own_file_of_cases_is_evaluated_against_a_baseline(honest: Json, assistant: Make, tmp_path: Path) -> None:
    """Suite as a file, limit, baseline: the report knows what got worse."""
    rows = ({"id": "1", "text": "甲", "action": "answer"}, {"id": "2", "text": "乙", "action": "decline"})
    suite = str(_rows(tmp_path / "own.jsonl", *rows))
    fake = assistant({"甲": honest, "乙": honest})

    report = evaluate(fake, suite=suite)
    (tmp_path / "baseline.json").write_text(report.to_baseline("示例"), encoding="utf-8")
    worse = evaluate(
        assistant({"甲": honest | {"action": "decline"}, "乙": honest}),
        suite=suite,
        baseline=tmp_path / "baseline.json",
    )

    assert report.passed
    assert report.suite == "own"
    assert report.failed == {"1": (), "2": ("action",)}
    assert report.corpus == fake.corpus.fingerprint
    assert len(evaluate(fake, suite=suite, limit=1).scores) == 1
    assert not worse.passed
    assert worse.comparison
    assert worse.comparison.newly_failing == {"1": ("action",)}


def test_the_fingerprint_of_the_cases_follows_their_content(honest: Json, assistant: Make, tmp_path: Path) -> None:
    """A changed expectation changes it; a moved line does not."""
    fake = assistant({"甲": honest})

    def digest(name: str, *rows: Json) -> str:
        return evaluate(fake, suite=str(_rows(tmp_path / name, *rows)), limit=1).cases_digest

    plain: Json = {"id": "1", "text": "甲"}
    assert digest("a.jsonl", plain) == digest("b.jsonl", plain, plain | {"id": "2"})
    assert digest("a.jsonl", plain) != digest("c.jsonl", plain | {"must_say": ["乙"]})


def test_what_cannot_be_run_is_one_clear_sentence(assistant: Make, tmp_path: Path) -> None:
    """An unknown suite, a limit of nothing, a missing file or baseline: told before anything is asked."""
    fake = assistant({})

    for given in (
        {"suite": "nothing"},
        {"limit": 0},
        {"suite": str(tmp_path / "none.jsonl")},
        {"baseline": tmp_path / "none.json"},
    ):
        with pytest.raises(InputProblem):
            evaluate(fake, **given)
    assert fake.asked == []


def test_the_shipped_questions_run_from_end_to_end(honest: Json, assistant: Make) -> None:
    """Every shipped case can be asked and scored; the invented library fails them, and no case is an error."""

    class Same(dict[str, Json]):
        """The honest answer to whatever is asked."""

        def __missing__(self, question: str) -> Json:
            return honest

    fake: Answers = assistant(Same())
    report = evaluate(fake, today=date(2026, 11, 26))

    files = (QUESTIONS, *(QUESTIONS.with_name(f"{name}.jsonl") for name in ("conversations", "injections")))
    assert len(report.scores) == sum(len(file.read_text(encoding="utf-8").strip().splitlines()) for file in files)
    assert not [row for row in report.gates if row.gate.value == "error" and row.faults]
    assert json.dumps(report.to_dict(), ensure_ascii=False)
    assert report.to_text()
    assert report.to_html()
