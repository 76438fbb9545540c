"""Passages: one for each article of each version and each section of a guide, with the days they apply."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import Authority, Corpus
from kb.passages import FOREVER, day_number


@given(st.dates(), st.dates())
def test_days_as_numbers_sort_as_days_do(one: date, other: date) -> None:
    """The index compares numbers."""
    assert (day_number(one) < day_number(other)) == (one < other)


def test_every_article_of_every_version_is_a_passage(library: Corpus) -> None:
    """Ids are readable references, and unique."""
    ids = [p.id for p in library.passages]

    assert len(ids) == len(set(ids))
    assert {"安宁法@2015-01-01#7", "安宁法@2024-01-01#7", "安宁法@2024-01-01#11-1", "催告公约@2019-03-01#0"} <= set(ids)
    assert {"guide:bells#fine", "guide:doors#badge", "guide:neighbours#told"} <= set(ids)


def test_an_article_of_several_units_is_cut_into_them(library: Corpus) -> None:
    """Items with the lead they hang on, paragraphs without items whole; an article of one paragraph has no parts."""
    parts = {p.id: p for p in library.passages if p.kind == "part"}
    article = next(p for p in library.passages if p.id == "安宁法@2024-01-01#11")
    item = parts["安宁法@2024-01-01#11.1.3"]

    assert item.within == article.id
    assert item.number == "第十一条第一款第三项"
    assert item.text == article.text.split("\n")[0] + "\n" + next(x for x in article.text.split("\n") if "（三）" in x)
    assert (item.authority, item.in_force, item.until) == (article.authority, article.in_force, article.until)
    for passage in (p for p in library.passages if p.kind == "article"):
        units = [p for p in parts.values() if p.within == passage.id]
        assert len(units) != 1
        assert {line for p in units for line in p.text.split("\n")} in (set(), set(passage.text.split("\n")))


@pytest.mark.parametrize(
    ("passage", "day", "applies"),
    [
        ("安宁法@2015-01-01#7", 20231231, True),
        ("安宁法@2015-01-01#7", 20240101, False),
        ("安宁法@2024-01-01#7", 20240101, True),
        ("安宁法@2024-01-01#7", 20231231, False),
        ("旧债法@2001-06-01#4", 20200101, False),
        ("guide:bells#fine", 19900101, True),
    ],
)
def test_a_passage_applies_on_the_days_of_its_version(library: Corpus, passage: str, day: int, applies: bool) -> None:
    """From the first day to the last; guides always."""
    (found,) = [p for p in library.passages if p.id == passage]

    assert found.in_force_on(day) is applies


def test_a_passage_carries_what_search_and_readers_need(library: Corpus) -> None:
    """Title, number, headings, rank, text; a guide the questions people ask and the articles it rests on."""
    passages = {p.id: p for p in library.passages}
    law, guide = passages["安宁法@2024-01-01#11"], passages["guide:bells#fine"]

    assert (law.title, law.number, law.headings) == ("中华人民共和国安宁法", "第十一条", "第二章 罚则")
    assert (law.authority, law.until, law.instrument) == (Authority.LAW, FOREVER, "安宁法")
    assert "（三）向欠账人的邻居" in law.text
    assert (guide.kind, guide.number, guide.authority) == ("guide", "夜里在我窗下敲钟，要罚款吗？", Authority.GUIDE)
    assert guide.asked == "半夜摇铃催账怎么办\n敲钟犯不犯法"
    assert guide.cites == "安宁法#11 安宁法解释#5"
