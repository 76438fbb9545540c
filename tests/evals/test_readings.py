"""Citations that were read: the file, and the figures made of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.cases import Case
from evals.figures import Figure, figures, unjudged
from evals.metrics import Rate
from evals.readings import READ, Grades, precision_as_read, read_grades
from evals.replies import read_reply
from evals.report import Report
from evals.scores import Asked, Score, score
from evals.suites import all_questions
from kb import Corpus, InputProblem

Json = dict[str, Any]
ROW = {"case": "A-1", "ref": "民法典@2021-01-01#1033", "grade": "needed"}


def _file(folder: Path, *rows: Json) -> Path:
    path = folder / "read.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def _scored(corpus: Corpus, answer: Json, **given: Any) -> Score:
    case = Case(**({"id": "A-1", "source": "own", "kind": "simple", "turns": ("问",), "reason": "因"} | given))
    return score(Asked(case, (read_reply(answer),), 0.2), corpus)


def _figures(scores: tuple[Score, ...], grades: Grades) -> dict[str, Figure]:
    return {f.id: f for f in figures(scores, grades)}


def test_a_grade_is_found_by_case_and_article(tmp_path: Path) -> None:
    """One line grades one cited article of one case."""
    beside = ROW | {"ref": "民法典@2021-01-01#675", "grade": "beside", "reason": "没问还债"}

    grades = read_grades(_file(tmp_path, ROW, beside))

    assert grades == {("A-1", ROW["ref"]): "needed", ("A-1", beside["ref"]): "beside"}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ROW | {"grade": "good"}, "grade 不认识 good"),
        (ROW | {"grade": "beside"}, "要写 reason"),
        (ROW | {"reason": "很要紧"}, "要写 reason"),
        (ROW | {"ref": "民法典#1033"}, "ref 应是"),
        (ROW | {"ref": "民法典@2021-01-01#1033.1"}, "ref 应是"),
        (ROW | {"note": "x"}, "未知字段 note"),
        ({"case": "A-1", "ref": ROW["ref"]}, "缺少字段 grade"),
        (ROW, "前面已经有了"),
    ],
)
def test_a_malformed_row_is_refused(tmp_path: Path, row: Json, told: str) -> None:
    """What is no grade is refused with its line."""
    with pytest.raises(InputProblem, match=rf"read\.jsonl:2: .*{told}"):
        read_grades(_file(tmp_path, ROW, row))


def test_only_open_cases_are_read() -> None:
    """Every graded case is one of ours, and none is held out."""
    cases = {case.id: case for case in all_questions()}

    assert {case for case, _ in read_grades(READ) if case not in cases or cases[case].held_out} == set()


def test_precision_counts_needed_and_helpful() -> None:
    """What is helpful is not beside the point; nothing read is no rate."""
    assert precision_as_read(["needed", "helpful", "beside"]) == Rate(2, 3)
    assert precision_as_read([]).value is None


def test_what_nobody_has_read_is_counted_apart(honest: Json, corpus: Corpus) -> None:
    """An unread citation is neither right nor wrong; one of a case held out is not even unread."""
    shown = _scored(corpus, honest)
    hidden = _scored(corpus, honest, id="A-2", split="held_out")
    first, *others = shown.cited
    assert others

    found = _figures((shown, hidden), {("A-1", first): "beside"})

    assert (found["precision_as_read"].value, found["precision_as_read"].n) == (0.0, 1)
    assert (found["citations_unread"].value, found["citations_unread"].n) == (len(others) / len(shown.cited), 2)
    assert unjudged((shown, hidden), {("A-1", first): "beside"}) == tuple(("A-1", ref) for ref in others)


def test_the_report_names_what_is_unread(honest: Json, corpus: Corpus) -> None:
    """Whoever reads on finds in the result which citations are left."""
    shown = _scored(corpus, honest)
    grades = {("A-1", ref): "needed" for ref in shown.cited[1:]}

    report = Report("all", (shown,), grades=grades)

    assert report.to_dict()["unread"] == [{"case": "A-1", "ref": shown.cited[0]}]
