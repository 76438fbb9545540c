"""Cases are read strictly: what is not understood is named with its line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import Action, Conclusion
from evals.cases import ACTIONS, VERDICTS, parse_cases, read_cases, select, unheld
from evals.runner import QUESTIONS
from kb import Corpus, InputProblem

GOOD: dict[str, Any] = {
    "id": "A-1",
    "source": "own",
    "kind": "simple",
    "text": "合法吗？",
    "expect": [["示例法#2", "示例公约#0"]],
    "split": "open",
    "reason": "示例。",
}


def _write(path: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_every_field_arrives(tmp_path: Path) -> None:
    """Text, groups, day, alternatives of the verdict and the line are read."""
    rest = {
        "as_of": "2025-12-31",
        "action": "answer",
        "verdict": "lawful|not_applicable",
        "must_say": ["甲|乙"],
        "must_not_say": ["丙"],
    }
    (case,) = read_cases(_write(tmp_path / "c.jsonl", GOOD | rest))

    assert case.turns == ("合法吗？",)
    assert case.expect == (("示例法#2", "示例公约#0"),)
    assert case.as_of == date(2025, 12, 31)
    assert (case.action, case.verdicts) == ("answer", ("lawful", "not_applicable"))
    assert (case.must_say, case.must_not_say, case.line) == (("甲|乙",), ("丙",), 1)


def test_a_list_of_turns_is_one_conversation(tmp_path: Path) -> None:
    """A list of texts is one case with several turns."""
    (case,) = read_cases(_write(tmp_path / "c.jsonl", GOOD | {"text": ["先说这个", "再问那个"]}))

    assert case.turns == ("先说这个", "再问那个")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"colour": "red"}, "未知字段 colour"),
        ({"kind": "funny"}, "kind 不认识 funny"),
        ({"split": "train"}, "split 不认识 train"),
        ({"action": "shrug"}, "action 不认识 shrug"),
        ({"verdict": "guilty"}, "verdict 不认识 guilty"),
        ({"expect": [["示例法第2条"]]}, "看不懂的引用 示例法第2条"),
        ({"expect": ["示例法#2"]}, "expect 的每一组"),
        ({"expect": [[]]}, "空组"),
        ({"as_of": "2025-02-30"}, "as_of 不是日期"),
        ({"text": ""}, "text"),
        ({"text": []}, "text 里没有话"),
        ({"must_say": "甲"}, "must_say 应是一列"),
        ({"must_not_say": ["甲|"]}, "两边都要有字"),
        ({"id": 7}, "id 应是不空的文字"),
    ],
)
def test_a_fault_names_its_file_and_line(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    """Every kind of fault says where it is and what it is."""
    path = _write(tmp_path / "c.jsonl", GOOD, GOOD | {"id": "A-2"} | change)

    with pytest.raises(InputProblem, match=r"c\.jsonl:2: ") as raised:
        read_cases(path)
    assert told in str(raised.value)


def test_a_missing_field_a_doubled_id_and_broken_json_are_told_together() -> None:
    """All faults come at once; a doubled id names the first line."""
    bare = {k: v for k, v in GOOD.items() if k != "reason"}
    text = "\n".join(json.dumps(row) for row in (GOOD, GOOD, bare | {"id": "B"})) + "\n{nonsense\n[]\n"

    _, problems = parse_cases(text, "c.jsonl")

    assert [p.line for p in problems] == [2, 3, 4, 5]
    assert "A-1 与第 1 行重复" in problems[0].message
    assert "缺少字段 reason" in problems[1].message


@pytest.mark.parametrize("content", [b"", b"\xff\xfe"])
def test_an_empty_or_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file without cases, or not in UTF-8, is one clear sentence."""
    path = tmp_path / "c.jsonl"
    path.write_bytes(content)

    with pytest.raises(InputProblem):
        read_cases(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing file is one clear sentence."""
    with pytest.raises(InputProblem, match="读不出来"):
        read_cases(tmp_path / "none.jsonl")


def test_a_suite_is_a_kind_a_split_or_an_id() -> None:
    """Names may be joined with commas; an unknown one is told."""
    rows = [GOOD, GOOD | {"id": "A-2", "kind": "crisis"}, GOOD | {"id": "A-3", "split": "held_out"}]
    cases, _ = parse_cases("\n".join(json.dumps(row) for row in rows), "c.jsonl")

    assert [c.id for c in select(cases, None)] == ["A-1", "A-2", "A-3"]
    assert [c.id for c in select(cases, "crisis")] == ["A-2"]
    assert [c.id for c in select(cases, "held_out, A-1")] == ["A-1", "A-3"]
    with pytest.raises(InputProblem, match="没有叫“nothing”的题组"):
        select(cases, "nothing")


def test_what_the_library_does_not_hold_is_told(corpus: Corpus) -> None:
    """No search can find an article that is not held; the case's author should know."""
    row = GOOD | {"expect": [["示例法#2", "示例法#3", "示例公约#0", "示例法@2013-01-01#2", "早年法#7"]]}
    cases, _ = parse_cases(json.dumps(row), "c.jsonl")

    assert [ref for _, ref in unheld(cases, corpus)] == ["示例法#3", "示例法@2013-01-01#2"]


def test_the_words_are_those_of_the_answer() -> None:
    """Actions and verdicts of cases are the words that programs see."""
    assert set(ACTIONS) == {a.value for a in Action}
    assert set(VERDICTS) == {c.value for c in Conclusion}


def test_the_shipped_questions_are_cases() -> None:
    """The questions that ship can be read, and cover every kind."""
    cases = read_cases(QUESTIONS)

    assert len(cases) >= 172
    assert len({c.kind for c in cases}) == 12
