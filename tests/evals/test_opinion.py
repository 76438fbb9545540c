"""A model's opinion: counted over repeats, never a gate."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from evals.cases import Case
from evals.opinion import Claimed, claims_of, judge
from evals.replies import read_reply
from evals.report import Report
from evals.scores import Asked, score
from kb import Corpus

Json = dict[str, Any]
CLAIMS = (Claimed("A-1", "甲句", "法一"), Claimed("A-2", "乙句", "法二"))


def test_variance_over_repeats_is_told() -> None:
    """The first sentence is carried in every round, the second in two of three; 不支持 holds 支持 and is no."""
    answers = {"甲句": cycle(["支持"]), "乙句": cycle(["支持", "不支持。", "支持"])}
    found = judge(CLAIMS, lambda text: next(answers["甲句" if "甲句" in text else "乙句"]), "fake:1", 3)

    assert found.rounds == (1.0, 0.5, 1.0)
    assert found.share is not None
    assert round(found.share.value, 3) == 0.833
    assert round(found.deviation, 3) == 0.236
    assert (found.unanimous.count, found.unanimous.of) == (1, 2)
    assert found.doubted == ()


def test_a_reply_that_says_neither_is_counted_and_does_not_carry() -> None:
    """A model that chatters is no witness."""
    found = judge(CLAIMS, lambda _: "你好", "fake:1", 2)

    assert found.unread == 4
    assert found.share is not None
    assert found.share.value == 0
    assert [case for case, _ in found.doubted] == ["A-1", "A-2"]


def test_only_open_cases_are_put_to_it_and_a_bad_opinion_fails_nothing(honest: Json, corpus: Corpus) -> None:
    """What is held out never leaves; the run passes as it did."""

    def asked(split: str) -> Any:
        case = Case(split, "own", "simple", ("问",), "因", split=split)
        return score(Asked(case, (read_reply(honest),), 0.1), corpus)

    scores = (asked("open"), asked("held_out"))
    claims = claims_of(scores, corpus, seed=8)
    report = Report("all", scores, judgement=judge(claims, lambda _: "不支持", "fake:1", 1))

    assert {c.case for c in claims} == {"open"}
    assert "一千元以下罚款" in claims[0].sentence + claims[-1].sentence
    assert report.passed
    assert "只作参考" in report.to_text()
