"""Danger now comes before the law, and what may happen or is over does not."""

from __future__ import annotations

import pytest

from assistant.answer import Action
from tests.assistant.sentences import SCOPE, said


@pytest.mark.parametrize("text", said("danger", "known"))
def test_danger_now_comes_before_the_law_which_is_still_answered(text: str) -> None:
    """At the door, held, followed, beaten: 110 first; the answer goes on."""
    first = SCOPE.notice(text)

    assert first is not None
    assert (first.route, first.action, first.final) == ("danger", Action.ANSWER, False)
    assert "110" in first.text


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
    found = SCOPE.all_notices("他们在门口砸门。我想找人打那个催收一顿")

    assert [(n.route, n.final) for n in found] == [("danger", False), ("wrongdoing", True)]
