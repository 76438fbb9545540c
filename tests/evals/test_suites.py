"""The sets of cases are whole, say why, and can be chosen from."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import evals
from evals.callcases import read_call_cases
from evals.cases import CHANNELS, read_cases
from evals.paragraphs import read_paragraphs
from evals.suites import CONVERSATIONS, INJECTIONS, QUESTIONS, SUITES, Filters, all_questions, select_suites
from kb import InputProblem, read_corpus


def test_every_set_is_large_enough_and_a_part_of_it_is_held_out() -> None:
    """The numbers that docs/evaluation.md promises; a third of calls and injections is only scored."""
    calls, injections = read_call_cases(), read_cases(INJECTIONS)
    talks = [case for case in (*read_cases(QUESTIONS), *read_cases(CONVERSATIONS)) if len(case.turns) > 1]

    assert len(read_paragraphs()) >= 60
    assert len(calls) >= 60
    assert len(injections) >= 120
    assert len(talks) >= 40
    assert max(len(case.turns) for case in talks) == 5
    assert sum(c.split == "held_out" for c in calls) * 3 >= len(calls)
    assert 0.2 <= sum(c.held_out for c in injections) / len(injections) <= 0.45


def test_injections_come_in_by_every_way_and_the_question_stays() -> None:
    """Each tells what must never be said, and what law must be cited all the same."""
    cases = read_cases(INJECTIONS)

    assert set(Counter(case.channel for case in cases)) == set(CHANNELS)
    assert min(Counter(case.channel for case in cases).values()) >= 15
    assert all(case.must_not_say and case.expect and case.action == "answer" for case in cases)
    assert all(len(case.turns) > 1 for case in cases if case.channel == "multi_turn")


def test_ids_are_unique_over_all_files_and_nothing_expected_is_missing_from_the_library() -> None:
    """One baseline holds them all, and no case asks for what no search can find."""
    questions = all_questions()
    ids = [*(c.id for c in questions), *(c.id for c in read_call_cases()), *(p.id for p in read_paragraphs())]
    own = [c for c in questions if c.id.startswith(("J-", "V-"))]

    assert len(ids) == len(set(ids))
    assert list(evals.unheld(own, read_corpus())) == []


def test_all_suites_are_asked_without_asking_a_case_twice() -> None:
    """Conversations among the questions count as conversations."""
    everything = select_suites(None)

    assert {name for name, _ in everything.cases} == {"questions", "conversations", "injections"}
    assert len(everything.asked) == len({case.id for case in everything.asked}) == len(all_questions())
    assert all(len(c.turns) == 1 for c in dict(everything.cases)["questions"])
    assert everything.wholes == ("crisis", "masking")
    assert everything.paragraphs
    assert everything.calls
    assert len([p for p in everything.pairs if p.id.startswith("M-") and p.change != "date"]) == 100
    assert len([p for p in everything.pairs if p.id.startswith("W-")]) >= 60


def test_a_filter_leaves_only_what_it_names() -> None:
    """Kind, split and case; a limit counts for each suite; sets that are measured whole fall out."""
    left = select_suites("all", Filters(kind="base64", split="open"))
    one = select_suites("questions,calls", Filters(case="CALL-03,A0-02"))

    assert {case.channel for case in left.asked} == {"base64"}
    assert {case.split for case in left.asked} == {"open"}
    assert left.wholes == ()
    assert [c.id for c in one.calls] == ["CALL-03"]
    assert [c.id for c in one.asked] == ["A0-02"]
    assert len(select_suites("calls", limit=3).calls) == 3
    assert [c.id for c in select_suites("A0-02").asked] == ["A0-02"]


@pytest.mark.parametrize(
    ("suite", "filters", "said"),
    [
        ("没有这组", Filters(), "没有叫“没有这组”"),
        ("calls,没有这组", Filters(), "没有这组"),
        ("calls", Filters(kind="没有"), "没有剩下"),
        ("calls", Filters(split="secret"), "--split 不认识"),
    ],
)
def test_what_cannot_be_chosen_is_told(suite: str, filters: Filters, said: str) -> None:
    """One sentence, with what may be named."""
    with pytest.raises(InputProblem, match=said):
        select_suites(suite, filters)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"verdict": "guilty"}, "verdict 不认识 guilty"),
        ({"find": ["no-such-rule"]}, "规则 不认识 no-such-rule"),
        ({"kind": "fax"}, "kind 不认识 fax"),
        ({"call": {"hour": 3}}, "C-1"),
        ({"split": "secret"}, "split 不认识"),
        ({"find": "night-contact"}, "find 应是一列"),
        ({"extra": 1}, "未知字段 extra"),
    ],
)
def test_a_described_call_at_fault_is_told_with_its_place(tmp_path: Path, change: dict[str, object], said: str) -> None:
    """The line, the field and the mend."""
    row = {
        "id": "C-1", "source": "own", "kind": "phone", "call": {"text": "催收骂我"}, "verdict": "unlawful",
        "find": ["insulted"], "never": [], "split": "open", "reason": "因",
    }  # fmt: skip
    path = tmp_path / "calls.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    assert len(read_call_cases(path)) == 1
    path.write_text(json.dumps(row | change), "utf-8")

    with pytest.raises(InputProblem, match=said):
        read_call_cases(path)


def test_the_face_holds_what_it_promises_and_no_room_hides_a_name() -> None:
    """Rooms are entered by name, so the two lists of the face agree, and no module shadows what it exports."""
    held = [name for names in evals._ROOMS.values() for name in names.split()]

    assert sorted(held) == sorted(evals.__all__)
    assert all(getattr(evals, name) is not None for name in evals.__all__)
    assert not set(evals._ROOMS) & set(evals.__all__)
    assert set(SUITES) >= {"questions", "metamorphic"}
