"""Pairs: what must stay the same when a question changes its guise, and what must change with the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from evals.cases import Case, read_cases
from evals.pairs import AFTER, BEFORE, NEW, OLD, Pair, held_together, make_pairs, metamorphic_suite, written_pairs
from evals.replies import Reply, read_reply
from evals.suites import QUESTIONS

Json = dict[str, Any]
PLAIN = Case("A", "own", "simple", ("问",), "因", action="answer")


def _reply(honest: Json, day: date, *refs: str, verdict: str = "unlawful") -> Reply:
    shown = [honest["citations"][0] | {"n": n, "ref": ref} for n, ref in enumerate(refs, 1)]
    return read_reply(honest | {"as_of": day.isoformat(), "citations": shown, "verdict": verdict})


def test_the_same_seed_draws_the_same_pairs_and_another_draws_others() -> None:
    """A figure can be made again."""
    cases = read_cases(QUESTIONS)

    assert make_pairs(cases) == make_pairs(cases)
    assert make_pairs(cases, seed=1) != make_pairs(cases)
    assert all(pair.variant.turns != pair.base.turns for pair in make_pairs(cases) if pair.change != "date")
    assert not any(pair.base.held_out for pair in make_pairs(cases))


def test_the_order_of_facts_changes_and_the_question_stays_last() -> None:
    """Of three sentences the first moves behind the second."""
    case = replace(PLAIN, turns=("甲来了。乙走了。合法吗？",))
    (pair,) = (p for p in make_pairs([case], count=5) if p.change == "order")

    assert pair.variant.turns == ("乙走了。甲来了。合法吗？",)


def test_another_verdict_or_another_article_parts_a_pair(honest: Json) -> None:
    """Paragraphs of one article are no difference."""
    pair = Pair("M", "polite", PLAIN, PLAIN)
    base = _reply(honest, AFTER, "示例法@2026-01-01#2.1.1")

    assert held_together(pair, base, _reply(honest, AFTER, "示例法@2026-01-01#2.2")).failed == ()
    assert held_together(pair, base, _reply(honest, AFTER, "示例法@2026-01-01#1")).failed == ("citations",)
    parted = held_together(pair, base, _reply(honest, AFTER, "示例法@2026-01-01#2", verdict="lawful"))
    assert parted.failed == ("verdict",)
    assert "unlawful 变成 lawful" in parted.message
    assert held_together(pair, base, None).failed == ("error",)


def test_the_day_switches_the_number_and_the_other_sides_text_breaks_the_gate(honest: Json) -> None:
    """Nothing cited is a miss; the text of the other side is a fault of the run."""
    pair = Pair("M", "date", PLAIN, PLAIN)
    old, new = _reply(honest, BEFORE, OLD + ".1.5"), _reply(honest, AFTER, NEW + ".1.5")

    assert held_together(pair, old, new).failed == ()
    stale = held_together(pair, old, _reply(honest, AFTER, OLD))
    silent = held_together(pair, _reply(honest, BEFORE), new)

    assert stale.failed == ("missing", "switch")
    assert silent.failed == ("missing",)
    assert "没有换对条号" in metamorphic_suite([silent]).broken[0]
    assert "没有换对条号" in metamorphic_suite([stale]).broken[0]
    assert metamorphic_suite([held_together(pair, old, new)]).broken == ()


def test_a_spoken_day_is_held_to_the_text_of_that_day(honest: Json) -> None:
    """What must be cited is missing, what must not is cited, or all is well."""
    pair = Pair("D", "spoken", PLAIN, PLAIN, frozenset({OLD}), frozenset({NEW}))
    right, wrong = _reply(honest, BEFORE, OLD + ".1.1"), _reply(honest, BEFORE, NEW)

    assert held_together(pair, right, right).failed == ()
    assert held_together(pair, wrong, wrong).failed == ("missing", "switch")


def test_the_written_pairs_change_their_words_and_the_spoken_days_have_a_day() -> None:
    """Every row of both files is read."""
    pairs = written_pairs()
    written = [p for p in pairs if p.change != "spoken"]
    spoken = [p for p in pairs if p.change == "spoken"]

    assert len(written) >= 60
    assert len(spoken) >= 12
    assert all(p.base.turns != p.variant.turns for p in written)
    assert all(p.base.today and p.cites for p in spoken)
    assert not {p.id for p in pairs} & {p.id for p in make_pairs(read_cases(QUESTIONS))}
