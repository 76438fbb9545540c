"""A visit: asked, stopped, taken back, asked again; and the reader's word before a chat model elsewhere is asked."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from assistant import Assistant, ExtractiveComposer
from ui.web.stages import telling
from ui.web.visits import Desk, Shown, Visit, shown
from ui.web.words import word

QUESTION = "我叫张三丰，电话13812345678，催收半夜打电话，合法吗？"
NEXT = "那打给我单位呢？"


class _Elsewhere:
    """A composer beyond this machine, as slow as the test wants."""

    name = "openai:elsewhere"
    recipient = "models.example.cn"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        self.go_on.set()

    def compose(self, material: Any) -> Any:
        """Note who asked."""
        self.asked.append(material.question.text)
        self.go_on.wait(5)
        return ExtractiveComposer().compose(material)


@pytest.fixture
def model() -> _Elsewhere:
    """A chat model elsewhere."""
    return _Elsewhere()


@pytest.fixture
def desk(assistant: Assistant, model: _Elsewhere) -> Desk:
    """A desk that has it."""
    return Desk(telling(assistant.with_composer(model)))


def _last(desk: Desk, visit: Visit, asked: str) -> Shown:
    return list(desk.answer(visit, asked))[-1]


def test_nothing_is_sent_before_the_reader_agrees(desk: Desk, model: _Elsewhere) -> None:
    """The recipient is named and the masked words are shown; the word holds for the visit."""
    visit = Visit("zh")

    asked = _last(desk, visit, QUESTION)

    assert "models.example.cn" in asked.newest
    assert "我叫〔姓名1〕，电话〔手机1〕" in asked.newest
    assert model.asked == []

    visit.agreed = True
    _last(desk, visit, visit.pending)
    _last(desk, visit, NEXT)
    assert model.asked == [QUESTION, NEXT]


def test_who_declines_gets_an_answer_all_the_same(desk: Desk, model: _Elsewhere, assistant: Assistant) -> None:
    """Made without the model, for the whole visit."""
    visit = Visit("zh")
    _last(desk, visit, QUESTION)
    visit.agreed = False

    given = _last(desk, visit, visit.pending)
    _last(desk, visit, NEXT)

    assert assistant.ask(QUESTION).headline in given.newest
    assert model.asked == []


def test_danger_to_life_is_answered_before_any_question_of_models(desk: Desk, model: _Elsewhere) -> None:
    """The numbers at once; afterwards a question is still asked for consent."""
    visit = Visit("zh")

    given = _last(desk, visit, "我不想活了")

    assert "tel:12356" in given.newest
    assert "models.example.cn" in _last(desk, visit, QUESTION).newest
    assert model.asked == []


def test_stop_gives_the_question_back_and_forgets_it(desk: Desk, model: _Elsewhere) -> None:
    """At once, though the model still writes; the page and the conversation are as before."""
    visit = Visit("zh", agreed=True)
    _last(desk, visit, NEXT)
    before, talk = visit.turns, visit.conversation
    model.go_on.clear()
    working = desk.answer(visit, QUESTION)
    assert "stages" in next(working).newest

    visit.stopped.set()
    started = time.perf_counter()
    ended = list(working)[-1]

    assert time.perf_counter() - started < 2
    assert ended.given_back == QUESTION
    assert (visit.turns, visit.conversation) == (before, talk)
    assert ended.newest == before[-1].shown
    model.go_on.set()


def test_a_turn_taken_back_is_unknown_to_the_next(assistant: Assistant) -> None:
    """Edit and ask again: what was said in it does not count."""
    desk, visit = Desk(telling(assistant)), Visit("zh")
    _last(desk, visit, "催收给我单位领导打电话说我欠钱，合法吗？")
    _last(desk, visit, "是网贷。")
    visit.take_back()

    assert word("zh", "ask_back") in shown(visit).newest
    assert len(visit.turns) == 1
    again = _last(desk, visit, "是银行信用卡。")
    assert "网络消费信贷" not in again.newest


def test_a_question_that_cannot_be_asked_comes_back_to_be_mended(assistant: Assistant) -> None:
    """One sentence, the two buttons, and the words in their box again."""
    desk, visit = Desk(telling(assistant)), Visit("zh")

    given = _last(desk, visit, "催" * 9000)

    assert "最多 8000 个字" in given.newest
    assert given.given_back == "催" * 9000
    assert "again" in given.newest
    assert visit.conversation is None
