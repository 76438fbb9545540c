"""The law as values: numbers that sort as the law does, units found or not, versions that live through time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import Article, ArticleNumber, Authority, Instrument, Provision, Status, Version
from kb.law import unit_key, unit_label

ARTICLE = Article(
    ArticleNumber(50),
    (("甲：", "（一）乙；", "（二）丙。"), ("丁：", "（一）戊；", "（十一）己。"), ("庚。",)),
)


@pytest.mark.parametrize(
    ("paragraph", "item", "text"),
    [
        (None, None, "甲：\n（一）乙；\n（二）丙。\n丁：\n（一）戊；\n（十一）己。\n庚。"),
        (1, None, "甲：\n（一）乙；\n（二）丙。"),
        (3, None, "庚。"),
        (1, 2, "（二）丙。"),
        (2, 11, "（十一）己。"),
        (None, 2, "（二）丙。"),
        (None, 11, "（十一）己。"),
        (4, None, None),
        (0, None, None),
        (3, 1, None),
        (1, 3, None),
        (None, 9, None),
        (1, 99_999, None),
    ],
)
def test_a_unit_is_its_own_words_or_nothing(paragraph: int | None, item: int | None, text: str | None) -> None:
    """Paragraphs and items count from 1; an item without a paragraph is looked for in the first that has it."""
    assert ARTICLE.part(paragraph, item) == text


def test_numbers_sort_as_the_law_does() -> None:
    """第二百九十三条之一 stands between 第二百九十三条 and 第二百九十四条."""
    numbers = [ArticleNumber(294), ArticleNumber(293, 1), ArticleNumber(9), ArticleNumber(293)]

    assert [str(n) for n in sorted(numbers)] == ["第九条", "第二百九十三条", "第二百九十三条之一", "第二百九十四条"]


@pytest.mark.parametrize(
    ("number", "paragraph", "item", "key", "label"),
    [
        (ArticleNumber(50), 1, 5, "50.1.5", "第五十条第一款第五项"),
        (ArticleNumber(50), None, 5, "50..5", "第五十条第五项"),
        (ArticleNumber(50), 2, None, "50.2", "第五十条第二款"),
        (ArticleNumber(293, 1), None, None, "293-1", "第二百九十三条之一"),
        (ArticleNumber(division="s5.3"), None, None, "s5.3", "第5.3节"),
        (ArticleNumber(division="ch3"), None, None, "ch3", "第三章"),
        (ArticleNumber(), None, None, "0", ""),
        (ArticleNumber(12_345), None, None, "12345", "第12345条"),
    ],
)
def test_a_unit_is_written_for_programs_and_for_people(
    number: ArticleNumber, paragraph: int | None, item: int | None, key: str, label: str
) -> None:
    """`50.1.5` and 第五十条第一款第五项 are the same unit."""
    assert (unit_key(number, paragraph, item), unit_label(number, paragraph, item)) == (key, label)


VERSIONS = (
    Version("法", date(2010, 1, 1), date(2015, 1, 1)),
    Version("法", date(2015, 1, 1), date(2020, 1, 1)),
    Version("法", date(2027, 1, 1)),
)
INSTRUMENT = Instrument("法", "某法", Authority.LAW, versions=VERSIONS)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_at_most_one_version_applies_on_a_day(day: date) -> None:
    """The version of a day is the one whose days hold it, and only that one is in force."""
    version = INSTRUMENT.version_on(day)
    in_force = [v for v in VERSIONS if INSTRUMENT.status_on(v, day) is Status.IN_FORCE]

    assert in_force == ([version] if version else [])


def test_a_version_ends_on_the_first_day_it_no_longer_applies() -> None:
    """`until` itself is no longer covered."""
    first = VERSIONS[0]

    assert first.in_force_on(date(2014, 12, 31))
    assert not first.in_force_on(date(2015, 1, 1))


@pytest.mark.parametrize(
    ("at", "day", "status"),
    [
        (0, date(2009, 1, 1), Status.NOT_YET),
        (0, date(2012, 1, 1), Status.IN_FORCE),
        (0, date(2016, 1, 1), Status.SUPERSEDED),
        (2, date(2026, 1, 1), Status.NOT_YET),
    ],
)
def test_the_day_decides_what_a_version_is(at: int, day: date, status: Status) -> None:
    """Not yet, in force, superseded."""
    assert INSTRUMENT.status_on(VERSIONS[at], day) is status


def test_without_a_successor_an_ended_version_is_repealed() -> None:
    """Gone with its instrument, and not merely changed."""
    dead = Instrument("法", "某法", Authority.LAW, versions=VERSIONS[:1])

    assert dead.status_on(VERSIONS[0], date(2016, 1, 1)) is Status.REPEALED


def test_a_version_that_is_changed_finds_its_own_articles() -> None:
    """The index of articles is made anew for each version."""
    version = Version("法", date(2010, 1, 1), articles=(ARTICLE,))
    other = replace(version, articles=(Article(ArticleNumber(7), (("新。",),)),))

    assert version.article(ArticleNumber(7)) is None
    assert other.article(ArticleNumber(50)) is None
    assert other.article(ArticleNumber(7)) is not None


def test_where_an_article_stands_in_its_file_is_no_part_of_what_it_is() -> None:
    """Two files may hold the same article on different lines."""
    assert replace(ARTICLE, line=9) == ARTICLE


def test_a_provision_knows_its_reference_and_label() -> None:
    """With the day of its version, and （条号待核） where the number is unconfirmed."""
    version = Version("法", date(2010, 1, 1), articles=(ARTICLE,))
    provision = Provision(INSTRUMENT, version, ARTICLE, 1, 2)
    doubtful = Provision(INSTRUMENT, version, replace(ARTICLE, unconfirmed=True))

    assert (provision.ref, provision.article_ref) == ("法@2010-01-01#50.1.2", "法@2010-01-01#50")
    assert (provision.label, provision.text) == ("《法》第五十条第一款第二项", "（二）丙。")
    assert doubtful.label == "《法》第五十条（条号待核）"


def test_only_the_last_ranks_do_not_bind() -> None:
    """Breaking a standard, an industry rule or a guide is not breaking the law."""
    assert [a.value for a in Authority if not a.binding] == ["standard", "industry_rule", "guide"]
    assert all(a.chinese for a in Authority)
