"""Rows of the concept table lift the provisions that such a question is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from kb import Corpus
from kb.fusion import CONCEPT, LEXICAL, NAMES, Allowed, Scores
from kb.law import Concept
from kb.passages import FOREVER, Passage
from kb.ranks import Authority
from kb.search import Searcher
from kb.sought import Sought


def _article(ref: str, asked: str = "", in_force: int = 20210101, until: int = FOREVER) -> Passage:
    return Passage(ref, "article", "示例法", "第一条", "", "正文", asked, Authority.LAW, in_force, until)


OLD = _article("罚则法@2013-01-01#42", "老发短信骂我", 20130101, 20260101)
OTHER = _article("罚则法@2013-01-01#50", "挡着警察办事", 20130101, 20260101)
NEW = _article("罚则法@2026-01-01#50", "老发短信骂我", 20260101)
ALONE, PLAIN = _article("示例法@2021-01-01#7"), _article("示例法@2021-01-01#8")
SHELF = (OLD, OTHER, NEW, ALONE, PLAIN)
ROWS = (
    Concept("insults", ("骂我",), ("侮辱",), ("罚则法#50", "示例法#7")),
    Concept("calls", ("打爆",), ("安宁",), ("罚则法#50", "不在架上#1")),
)
ALL = Allowed(bytes([1] * len(SHELF)), len(SHELF), len(SHELF))
SOUGHT = Sought(ROWS, SHELF)


_Found = dict[int, tuple[float, tuple[str, ...]]]


def _lifted(sought: Sought, before: dict[int, float], named: tuple[int, ...], allowed: Allowed = ALL) -> _Found:
    """What words found, and what becomes of it."""
    scored = Scores(np.zeros(len(SHELF)), np.zeros(len(SHELF), np.uint8))
    for at, score in before.items():
        scored.add(at, score, LEXICAL)
    after = sought.lifted(scored, named, allowed)
    return {at: (float(after.values[at]), NAMES[mark]) for at, mark in enumerate(after.marks) if mark}


def _score(found: _Found, passage: Passage) -> float:
    return found.get(SHELF.index(passage), (0.0, ()))[0]


def test_a_named_row_brings_its_provisions_most_telling_first() -> None:
    """Even where nothing else found them, and says which ranking did."""
    found = _lifted(SOUGHT, {}, (0,))

    assert _score(found, NEW) > _score(found, ALONE) > 0
    assert found[SHELF.index(NEW)][1] == NAMES[CONCEPT]
    assert PLAIN not in {SHELF[at] for at in found}


def test_two_rows_say_more_than_one() -> None:
    """A provision that both name gains more than by either."""
    assert _score(_lifted(SOUGHT, {}, (0, 1)), NEW) > _score(_lifted(SOUGHT, {}, (0,)), NEW)


def test_an_older_version_is_lifted_where_the_rule_was() -> None:
    """By the ways people ask, which moved with it; not what else had the number."""
    found = _lifted(SOUGHT, {}, (0,))

    assert _score(found, OLD) == _score(found, NEW)
    assert _score(found, OTHER) == 0


def test_what_may_not_be_found_is_not_lifted() -> None:
    """Law of another day stays out."""
    mask = bytes(passage is not NEW for passage in SHELF)

    assert SHELF.index(NEW) not in _lifted(SOUGHT, {}, (0,), Allowed(mask, 4, 5))


def test_what_many_rows_name_is_likelier_once_it_is_found() -> None:
    """Without any row named; what hardly fits gains nothing."""
    at, plain = SHELF.index(NEW), SHELF.index(PLAIN)
    found = _lifted(SOUGHT, {at: 0.5, plain: 0.5}, ())

    assert found[at][0] > found[plain][0] == 0.5
    assert _lifted(SOUGHT, {at: 0.01}, ())[at][0] == 0.01


def test_no_score_is_above_one() -> None:
    """A score above 1 is a citation's; the order stays."""
    at, plain = SHELF.index(NEW), SHELF.index(PLAIN)
    found = _lifted(SOUGHT, {at: 1.0, plain: 0.9}, (0, 1))

    assert found[at][0] == 1 > found[plain][0] > 0


def test_a_table_without_provisions_changes_nothing() -> None:
    """As for a corpus that the table was not written for."""
    bare = Sought(tuple(replace(row, articles=()) for row in ROWS), SHELF)

    assert _lifted(bare, {0: 0.4}, (0, 1)) == {0: (0.4, ("lexical",))}


def test_each_named_provision_is_held(shelf: Corpus) -> None:
    """A row that names what is not there would lift nothing; each row names two or more, each once."""
    day = date(2026, 11, 26)
    lost = [ref for row in shelf.concepts for ref in row.articles if not shelf.provision(ref, day)]

    assert not lost
    assert all(len(set(row.articles)) == len(row.articles) for row in shelf.concepts)
    assert sum(len(row.articles) >= 2 for row in shelf.concepts) >= 0.9 * len(shelf.concepts)


def test_the_other_sides_are_among_the_first_ten(shelf_searcher: Searcher) -> None:
    """Of a complaint that has no word for them: what the trade's own rules say of it."""
    hits = shelf_searcher.find("催收把我通讯录打了个遍，同事全知道了", date(2026, 11, 26), k=10, kind="article")

    assert {"消费贷催收指引", "GB/T45251-2025"} & {hit.passage.instrument for hit in hits}
