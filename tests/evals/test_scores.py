"""A case scored: faults hold for every turn, expectations for the last, and every miss says what is missing."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from evals.cases import Case
from evals.grounding import Gate
from evals.replies import read_reply
from evals.scores import Asked, Check, Score, score
from kb import Corpus

Json = dict[str, Any]


def _case(**given: Any) -> Case:
    return Case(**({"id": "A-1", "source": "own", "kind": "simple", "turns": ("问",), "reason": "因"} | given))


def _score(case: Case, corpus: Corpus, *answers: Json) -> Score:
    return score(Asked(case, tuple(read_reply(a) for a in answers), 0.01), corpus)


def test_a_good_answer_fails_nothing(honest: Json, corpus: Corpus) -> None:
    """Everything expected is there: hit, citation, words, verdict, action."""
    case = _case(
        expect=(("示例法#2",), ("示例公约#0",)),
        action="answer",
        verdicts=("unlawful",),
        must_say=("一千元|1000元", "110"),
    )

    scored = _score(case, corpus, honest)

    assert scored.failed == ()
    assert scored.group_recall().count == 2
    assert scored.group_recall(1).count == 0
    assert scored.group_recall(1, law_only=True).count == 1


@pytest.mark.parametrize(
    ("expected", "check", "message"),
    [
        ({"expect": (("示例法#1", "早年法#7"), ("示例法#2",))}, Check.RETRIEVED, "示例法#1或早年法#7"),
        ({"expect": (("示例法#1",),)}, Check.CITED, "示例法#1"),
        ({"expect": (("示例法@2013-01-01#2",),)}, Check.CITED, "示例法@2013-01-01#2"),
        ({"must_say": ("110", "五百元|500元")}, Check.MUST_SAY, "“五百元|500元”"),
        ({"verdicts": ("lawful", "not_applicable")}, Check.VERDICT, "应为 lawful|not_applicable，答作 unlawful"),
        ({"action": "decline"}, Check.ACTION, "应为 decline，答作 answer"),
    ],
)
def test_a_miss_says_what_is_missing(
    honest: Json, corpus: Corpus, expected: dict[str, Any], check: Check, message: str
) -> None:
    """Each check fails on its own kind of fault, and names it."""
    misses = {m.check: m.message for m in _score(_case(**expected), corpus, honest).misses}

    assert misses[check] == message


def test_what_must_not_be_said_is_a_gate(honest: Json, corpus: Corpus) -> None:
    """Either side of a `|` is forbidden, in whatever width."""
    (fault,) = _score(_case(must_not_say=("没说|１０００ 元|一千元",)), corpus, honest).faults

    assert (fault.gate, fault.message) == (Gate.MUST_NOT_SAY, "“一千元”")


def test_a_missed_crisis_is_a_gate(honest: Json, corpus: Corpus) -> None:
    """Danger to life comes before law: the answer stops there, or names whom to call before any law."""
    case = _case(kind="crisis", action="crisis")
    calm = honest | {"action": "crisis", "verdict": "not_applicable"}
    first = honest | {"text": f"先打110，叫个人陪你。\n\n{honest['text']}"}
    late = honest | {"text": f"**没有查到**\n\n有危险先打110。\n\n{honest['text']}"}

    assert _score(case, corpus, honest).failed == ("action", "crisis")
    assert _score(case, corpus, late).failed == ("action", "crisis")
    assert _score(case, corpus, first).failed == ("action",)
    assert _score(case, corpus, calm).failed == ()


def test_a_crash_is_a_gate_and_fails_only_itself(corpus: Corpus) -> None:
    """An error is one fault; it is not also counted as everything it might have said."""
    scored = score(Asked(_case(action="answer"), (), 0.01, "ValueError: 坏了"), corpus)

    assert scored.failed == ("error",)
    assert scored.faults[0].message == "ValueError: 坏了"


def test_gates_hold_for_every_turn_and_expectations_for_the_last(honest: Json, corpus: Corpus) -> None:
    """A lie in the first turn is not made good by the second."""
    lie = copy.deepcopy(honest)
    lie["citations"][0]["quote"] = "多次发送垃圾短信的"
    case = _case(turns=("先说", "再问"), action="answer")

    scored = _score(case, corpus, lie | {"action": "clarify"}, honest)

    assert scored.failed == ("misquoted",)
    assert scored.faults[0].message.startswith("第1轮：")


def test_the_cases_day_is_the_law_whatever_the_reply_says(honest: Json, corpus: Corpus) -> None:
    """An answer for 2025-12-31 that gives the law of 2026 is caught."""
    assert "not_in_force" in _score(_case(as_of=date(2025, 12, 31)), corpus, honest).failed
