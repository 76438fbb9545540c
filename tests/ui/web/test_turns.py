"""Questions take turns in the order of their coming; who waits for a slow model holds nobody up."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from assistant import Answer, Assistant
from kb import ModelProblem
from ui.web import stages
from ui.web.stages import MODELS, Ahead, Stopped, ask_alone, outcome, telling, work
from ui.web.turns import Turns

WAIT = 300


def test_the_longest_waiting_has_the_next_turn() -> None:
    """Whoever stands first works first, and each can be told how many stand before."""
    turns, done = Turns(1), list[int]()
    tickets = [turns.stand() for _ in range(4)]
    ahead = [turns.ahead(one) for one in tickets]

    def works(number: int) -> None:
        with turns.taking(tickets[number]):
            done.append(number)

    threads = [threading.Thread(target=works, args=(number,)) for number in (3, 1, 2, 0)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(WAIT)

    assert ahead == [0, 1, 2, 3]
    assert done == [0, 1, 2, 3]


def test_who_leaves_the_line_holds_nobody_up() -> None:
    """A question that is stopped before its turn makes room for the next."""
    turns = Turns(1)
    first, second = turns.stand(), turns.stand()
    turns.leave(first)

    with turns.taking(second):
        assert turns.ahead(second) == 0


def test_a_lent_turn_is_worked_in_and_given_back() -> None:
    """While one only waits, the next in line works."""
    turns = Turns(1)
    with turns.taking(turns.stand()):
        with turns.lending(), turns.taking(turns.stand()):
            pass
        assert turns._free == 0
    assert turns._free == 1


class _Slow:
    """A chat model that writes nothing until it is told to."""

    name, recipient = "示例模型", ""

    def __init__(self) -> None:
        self.asked, self.may_end = threading.Semaphore(0), threading.Event()

    def compose(self, material: Any) -> Any:
        """Wait, then fail as a model does that took too long."""
        del material
        self.asked.release()
        assert self.may_end.wait(WAIT)
        raise ModelProblem("示例模型没有写完")


@pytest.fixture
def slow(assistant: Assistant) -> Any:
    """A slow model at work on as many questions as may wait for one, and the assistant that asks it."""
    model = _Slow()
    asking = telling(assistant.with_composer(model))
    waiting = [ask_alone(lambda: asking.ask("催收半夜打电话合法吗？")) for _ in range(MODELS)]
    for _ in waiting:
        assert model.asked.acquire(timeout=WAIT)
    yield asking
    model.may_end.set()
    assert {outcome(one).model for one in waiting} == {"extractive"}  # type: ignore[union-attr]


def test_a_slow_model_keeps_nobody_waiting_who_does_not_ask_it(slow: Assistant, assistant: Assistant) -> None:
    """While every place at the model is taken, a question without it is answered."""
    del slow
    ended = list(work(lambda: assistant.ask("催收爆通讯录合法吗？")))

    assert ended[-1].citations  # type: ignore[union-attr]


def test_one_more_question_is_answered_without_the_model(slow: Assistant) -> None:
    """It need not wait for a place, and is told why the model did not write."""
    (*_, ended) = work(lambda: slow.ask("催收爆通讯录合法吗？"))

    assert ended.model == "extractive"  # type: ignore[union-attr]
    assert "没有排上" in ended.notice  # type: ignore[union-attr]


def test_what_ends_because_of_the_stop_is_not_shown(assistant: Assistant) -> None:
    """The answer made without the model it no longer waits for may be ready before the stop is seen."""
    stopped = threading.Event()

    def ask() -> Answer:
        answer = assistant.ask("催收爆通讯录合法吗？")
        stopped.set()
        return answer

    (*_, ended) = work(ask, stopped)

    assert ended == Stopped()


def test_who_waits_is_told_the_place(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as others stand before, the stage is how many; it is never a stage again once work began."""
    turns = Turns(1)
    monkeypatch.setattr(stages, "_turns", turns)
    begun, may_end = threading.Event(), threading.Event()

    def busy() -> None:
        begun.set()
        assert may_end.wait(WAIT)

    first = ask_alone(busy)
    assert begun.wait(WAIT)
    behind = ask_alone(lambda: None)
    steps = work(lambda: assistant.ask("催收爆通讯录合法吗？"))
    place = next(steps)
    may_end.set()
    rest = list(steps)

    assert place == Ahead(1)
    assert not isinstance(rest[-1], Ahead | str)
    assert outcome(first) is None
    assert outcome(behind) is None
