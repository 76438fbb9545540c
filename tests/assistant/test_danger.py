"""Danger now comes before the law, and what may happen or is over does not."""

from __future__ import annotations

import pytest

from assistant.answer import Action
from tests.assistant.sentences import SCOPE, said


@pytest.mark.parametrize("text", said("danger", "known"))
def test_in_danger_now_nothing_else_is_answered(text: str) -> None:
    """At the door, held, followed, beaten, and no question: 110, in few words; law can wait."""
    first = SCOPE.notice(text)

    assert first is not None
    assert (first.route, first.action, first.final) == ("danger", Action.CRISIS, True)
    assert "110" in first.text
    assert len(first.text) <= 80


@pytest.mark.parametrize("text", said("danger", "with_law"))
def test_who_asks_of_the_law_in_danger_is_answered_behind_it(text: str) -> None:
    """110 first; the answer goes on."""
    first = SCOPE.notice(text)

    assert first is not None
    assert (first.route, first.action, first.final) == ("danger", Action.ANSWER, False)
    assert "110" in first.text


@pytest.mark.parametrize("text", said("danger", "hurt"))
def test_who_is_hurt_or_ill_now_is_told_to_call_an_ambulance(text: str) -> None:
    """Whatever else is asked beside it."""
    notice = SCOPE.all_notices(text)[-1]

    assert (notice.action, notice.final) == (Action.CRISIS, True)
    assert "120" in notice.text


@pytest.mark.parametrize("text", said("danger", "hurt_before"))
def test_wounds_and_illness_of_the_past_are_no_emergency(text: str) -> None:
    """Bills, compensation, figures of speech."""
    assert not [n for n in SCOPE.all_notices(text) if n.route in {"danger", "crisis"}]


@pytest.mark.parametrize("text", said("danger", "breaking_in"))
def test_who_is_about_to_be_broken_in_on_is_told_nothing_but_what_to_do(text: str) -> None:
    """The answer stops there: law can wait."""
    notice = SCOPE.all_notices(text)[-1]

    assert (notice.id, notice.action, notice.final) == ("danger-breaking-in", Action.CRISIS, True)


@pytest.mark.parametrize("text", said("danger", "look_alikes"))
def test_what_may_happen_or_is_over_is_no_danger_now(text: str) -> None:
    """Announced, past and general conduct, and calls (打电话), are plain questions."""
    assert SCOPE.notice(text) is None


def test_danger_is_told_before_a_refusal() -> None:
    """Notices come in order of gravity and end with the first that is final."""
    found = SCOPE.all_notices("他们在门口砸门，这合法吗。我想找人打那个催收一顿")

    assert [(n.route, n.final) for n in found] == [("danger", False), ("wrongdoing", True)]
