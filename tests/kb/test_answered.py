"""Questions that were answered before lift the articles that answered them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb.answered import FILE, Answered, read_answers, write_answers
from kb.asked import wording_key
from kb.embedders import MODEL_FOLDER, HashEmbedder
from kb.errors import ModelProblem
from kb.fusion import ANSWERED, LEXICAL, Scores
from kb.lexical import LexicalIndex
from kb.passages import Passage
from kb.search import Searcher
from kb.static_model import StaticEmbedder
from kb.vectors import ExactVectors
from tests.kb.searched import article, static_model

QUESTIONS = ("半夜敲锣要钱行不行", "先扣了利息怎么还", "邻居养鸡太吵", "钟楼上能不能晾衣服", "木牌丢了怎么补")
BELLS = article("示例法@2021-01-01#1", "第一条", "日落以后不得敲锣催收。")
FEES = article("示例法@2021-01-01#2", "第二条", "利息不得预先扣除。")
OLDER = replace(article("示例法@2011-01-01#9", "第九条", "入夜不得敲锣。"), asked="半夜敲锣")
NEWER = replace(BELLS, asked="半夜敲锣")
PLAIN = article("示例法@2021-01-01#3", "第三条", "木牌由村里发。")
SHELF = (NEWER, FEES, OLDER, PLAIN)
ROWS = tuple(
    zip(QUESTIONS, ((BELLS.text,), (FEES.text,), ("别处的条文。",), ("又一条。",), ("再一条。",)), strict=True)
)


@pytest.fixture
def model(tmp_path: Path) -> StaticEmbedder:
    """A tiny model whose folder has past questions beside it."""
    embedder = StaticEmbedder(static_model(tmp_path / "model", QUESTIONS))
    write_answers(embedder.folder, ROWS, embedder)
    return embedder


def _lifted(model: StaticEmbedder, shelf: tuple[Passage, ...], question: str) -> dict[str, float]:
    answers = read_answers(model)
    assert answers
    scored = Answered(answers, shelf).lifted(
        Scores(np.zeros(len(shelf)), np.zeros(len(shelf), np.uint8)), model.embed_query(question), 0.2
    )
    return {shelf[at].id: float(scored.values[at]) for at in np.flatnonzero(scored.marks & ANSWERED)}


def test_the_article_that_answered_a_question_is_likelier_for_one_like_it(model: StaticEmbedder) -> None:
    """By as much as it is given at most where it is the nearest; and what answers other questions gets less."""
    found = _lifted(model, SHELF, "夜里敲锣要钱行不行")

    assert found[BELLS.id] == pytest.approx(0.2)
    assert found.get(FEES.id, 0.0) < 0.1
    assert PLAIN.id not in found


def test_an_article_is_known_by_its_words_in_any_corpus(model: StaticEmbedder) -> None:
    """Whatever it is called there, and however it is spaced; other words are another article."""
    copy = article("某集#77", "第七十七条", "日落以后 不得敲锣催收。")
    other = article("某集#78", "第七十八条", "日落以后不得敲锣。")

    assert _lifted(model, (copy, other), QUESTIONS[0]) == {copy.id: pytest.approx(0.2)}


def test_other_versions_that_are_asked_for_in_the_same_words_are_lifted_too(model: StaticEmbedder) -> None:
    """A question about last year finds last year's article."""
    found = _lifted(model, SHELF, QUESTIONS[0])

    assert found[OLDER.id] == found[NEWER.id]


def test_scores_stay_at_most_one_and_what_was_found_stays_found(model: StaticEmbedder) -> None:
    """The mark says that past questions helped, beside what else found it."""
    answers = read_answers(model)
    assert answers
    before = Scores(np.array([0.9, 0.3, 0.0, 0.0]), np.array([LEXICAL, LEXICAL, 0, 0], np.uint8))

    after = Answered(answers, SHELF).lifted(before, model.embed_query(QUESTIONS[0]), 0.2)

    assert after.values.max() == 1.0
    assert after.marks[0] == LEXICAL | ANSWERED
    assert before.values[0] == 0.9


def test_a_search_finds_what_only_a_past_question_knows(model: StaticEmbedder) -> None:
    """No word and no vector leads from the question to the article; the question before does."""
    lexical, vectors = LexicalIndex.build(SHELF), ExactVectors(np.zeros((len(SHELF), model.dimensions), np.float32))
    shelf = (replace(NEWER, asked=""), *SHELF[1:])

    def first(searcher: Searcher) -> tuple[str, ...]:
        return tuple(h.passage.id for h in searcher.find("扣钱", None, kind="article") if "answered" in h.rankings)

    assert first(Searcher(shelf, lexical, vectors, embedder=model))[0] == FEES.id
    assert not first(Searcher(shelf, lexical, embedder=model)), "without vectors words search alone"


def test_the_file_holds_no_text(model: StaticEmbedder) -> None:
    """Public questions are trained on, and none of them is passed on."""
    with np.load(model.folder / FILE) as held:
        kept = b"".join(held[name].tobytes() for name in held.files)

    assert not [q for q in QUESTIONS if q[:3].encode() in kept]
    assert wording_key(BELLS.text) in kept.hex()


def test_past_questions_of_another_model_are_not_used(model: StaticEmbedder, tmp_path: Path) -> None:
    """Its vectors mean nothing here: it is said, and the rest of the search answers."""
    other = StaticEmbedder(static_model(tmp_path / "other", (*QUESTIONS, "丙")))
    (other.folder / FILE).write_bytes((model.folder / FILE).read_bytes())

    with pytest.raises(ModelProblem, match="另一个模型"):
        read_answers(other)
    searcher = Searcher(
        SHELF, LexicalIndex.build(SHELF), ExactVectors(other.embed([p.text for p in SHELF])), embedder=other
    )
    assert "另一个模型" in searcher.notice
    assert searcher.find("敲锣", None)


@pytest.mark.parametrize("size", [0, 40, -9])
def test_a_damaged_file_is_said(model: StaticEmbedder, size: int) -> None:
    """Cut short anywhere."""
    path = model.folder / FILE
    path.write_bytes(path.read_bytes()[:size])

    with pytest.raises(ModelProblem, match="已损坏"):
        read_answers(model)


def test_a_model_without_past_questions_has_none(tmp_path: Path) -> None:
    """Nor has feature hashing, nor no model at all."""
    assert read_answers(StaticEmbedder(static_model(tmp_path / "model", QUESTIONS))) is None
    assert read_answers(HashEmbedder()) is None
    assert read_answers(None) is None


def test_the_model_that_ships_has_past_questions_of_its_own() -> None:
    """Those of this very model: a model trained anew must bring its own."""
    answers = read_answers(StaticEmbedder(MODEL_FOLDER))

    assert answers
    assert len(answers.vectors) > 1000
