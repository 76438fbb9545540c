"""The statute book: one day's law. A citation in, the provision or the reason for its absence out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kb import Absence, ArticleNumber, Citation, Corpus, Moved, Provision, Reason, Status

Law = Callable[..., Corpus]
OLD, NEW = date(2015, 1, 1), date(2024, 1, 1)
BEFORE, AFTER = date(2020, 6, 1), date(2025, 6, 1)


def ref(corpus: Corpus, citation: str, day: date = AFTER) -> str:
    """The reference a citation resolves to on a day, or the reason why it does not."""
    cited = corpus.citation(citation)
    assert cited is not None
    found = corpus.on(day).resolve(cited)
    return found.ref if isinstance(found, Provision) else found.reason.value


def absence(corpus: Corpus, citation: str, day: date = AFTER) -> Absence:
    """What is known of a citation that points at nothing."""
    cited = corpus.citation(citation)
    assert cited is not None
    found = corpus.on(day).resolve(cited)
    assert isinstance(found, Absence)
    return found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (OLD, "安宁法@2015-01-01#7"),
        (date(2023, 12, 31), "安宁法@2015-01-01#7"),
        (NEW, "安宁法@2024-01-01#7"),
        (date(2014, 12, 31), "not_yet"),
    ],
)
def test_the_day_decides_which_version_is_cited(library: Corpus, day: date, found: str) -> None:
    """A version applies from its day in force until, and without, the day it ends."""
    assert ref(library, "安宁法第七条", day) == found


@pytest.mark.parametrize(
    ("citation", "found"),
    [
        ("安宁法@2015-01-01#7", "安宁法@2015-01-01#7"),
        ("《安宁法》（2014年）第七条", "安宁法@2015-01-01#7"),
        ("《安宁法》（2015年）第七条", "安宁法@2015-01-01#7"),
        ("《安宁法》（2023修正）第七条", "安宁法@2024-01-01#7"),
        ("《安宁法》（1999年）第七条", "not_held"),
        ("安宁法@2016-01-01#7", "not_held"),
    ],
)
def test_a_named_version_is_found_in_force_or_not(library: Corpus, citation: str, found: str) -> None:
    """By its day in force or a year; a version that is not on the shelf is never replaced by another."""
    assert ref(library, citation) == found


@pytest.mark.parametrize(
    ("citation", "found"),
    [
        ("安宁法第十一条第一款第三项", "安宁法@2024-01-01#11.1.3"),
        ("安宁法第十一条第三项", "安宁法@2024-01-01#11.1.3"),
        ("安宁法第十一条第二款", "安宁法@2024-01-01#11.2"),
        ("安宁法第十一条之一", "安宁法@2024-01-01#11-1"),
        ("安宁法第二条", "安宁法@2024-01-01#2"),
        ("安宁法第十一条第三款", "no_unit"),
        ("安宁法第十一条第四项", "no_unit"),
        ("安宁法第十一条第二款第一项", "no_unit"),
        ("安宁法#11.0.1", "no_unit"),
        ("安宁法#11.1.99999", "no_unit"),
        ("安宁法第二十四条", "not_held"),
        ("安宁法第二十五条", "no_article"),
        ("安宁法第99999条", "no_article"),
        ("安宁法#0", "no_article"),
        ("安宁法#s5.3", "not_held"),
        ("安宁法", "not_held"),
        ("旧债法第四条", "repealed"),
        ("旧债法", "repealed"),
        ("敲钟管理条例第三条", "phantom"),
        ("《夜间敲钟管理条例》第三条", "phantom"),
        ("《渡船法》第三条", "unknown_instrument"),
        ("催告公约#0", "催告公约@2019-03-01#0"),
        ("催告公约", "催告公约@2019-03-01#0"),
    ],
)
def test_each_unit_is_found_or_its_absence_has_its_reason(library: Corpus, citation: str, found: str) -> None:
    """Existing, not held and not existing are told apart, down to the item."""
    assert ref(library, citation) == found


@pytest.mark.parametrize(
    ("citation", "words"),
    [
        ("安宁法第二十五条", "只有24条，没有第二十五条"),
        ("安宁法第99999条", "没有第99999条"),
        ("安宁法第十一条第三款", "《安宁法》第十一条没有第三款"),
        ("安宁法第二十四条", "没有收录，无法核对"),
        ("安宁法", "共24条"),
        ("旧债法第四条", "已于2015-01-01废止，由《安宁法》取代"),
        ("《夜间敲钟管理条例》", "没有这个条例。"),
        ("《渡船法》第三条", "资料库不认识《渡船法》"),
        ("《安宁法》（1999年）第七条", "没有《安宁法》1999年的版本"),
    ],
)
def test_an_absence_says_what_is_known(library: Corpus, citation: str, words: str) -> None:
    """The note is a sentence a reader understands."""
    assert words in absence(library, citation).note


def test_a_law_that_is_not_in_force_yet_says_when_it_will_be(library: Corpus) -> None:
    """The day it comes into force stands in the note."""
    found = absence(library, "安宁法解释第五条", date(2024, 5, 31))

    assert found.reason is Reason.NOT_YET
    assert "2024-06-01才施行" in found.note


def test_of_two_versions_of_one_year_the_one_in_force_is_meant(law: Law) -> None:
    """2020年修正 may be the first or the second of that year; the day decides."""
    days = (date(2020, 3, 1), date(2020, 9, 1), date(2022, 1, 1))
    corpus = law("**第一条** 甲。", "**第一条** 乙。", "**第一条** 丙。", days=days)

    assert ref(corpus, "《示例法》（2020年）第一条", date(2020, 4, 1)) == "示例法@2020-03-01#1"
    assert ref(corpus, "《示例法》（2020年）第一条", date(2023, 1, 1)) == "示例法@2020-09-01#1"


def test_a_suffixed_article_exists_only_where_the_shelf_says_so(law: Law) -> None:
    """Of a version whose articles are counted, 第一条之一 is held, or listed as inserted, or there is none."""
    counted, uncounted = law("**第一条** 甲。", last=2), law("**第一条** 甲。")
    own = counted.instruments["示例法"]
    listed = replace(own, versions=(replace(own.versions[0], inserted=("1-1",)),))

    assert ref(counted, "示例法第一条之一") == "no_article"
    assert ref(uncounted, "示例法第一条之一") == "not_held"
    assert ref(replace(counted, instruments={"示例法": listed}), "示例法第一条之一") == "not_held"


def test_an_item_that_two_paragraphs_have_is_that_of_the_first(law: Law) -> None:
    """第二项 without a paragraph is ambiguous, not absent."""
    corpus = law("**第一条** 甲：\n（一）乙；\n（二）丙。\n\n丁：\n（一）戊；\n（二）己。")

    assert ref(corpus, "示例法第一条第二项") == "示例法@2020-01-01#1.1.2"


def test_status_tells_changed_from_gone(library: Corpus) -> None:
    """A former version is superseded, a law without successor repealed, a coming one not yet in force."""
    old = library.provision("安宁法@2015-01-01#7", AFTER)
    gone = library.provision("旧债法@2001-06-01#4", AFTER)
    new = library.provision("安宁法@2024-01-01#7", AFTER)
    assert old and gone and new  # noqa: PT018

    assert library.on(AFTER).status(old) is Status.SUPERSEDED
    assert library.on(AFTER).status(gone) is Status.REPEALED
    assert library.on(AFTER).status(new) is Status.IN_FORCE
    assert library.on(BEFORE).status(new) is Status.NOT_YET


def test_a_moved_article_is_followed_both_ways(library: Corpus) -> None:
    """Successors lead from the old number to the new, predecessors back."""
    book = library.on(AFTER)

    assert [m.new for m in book.successors("安宁法@2015-01-01#7")] == [("安宁法@2024-01-01#11",)]
    assert {m.old for m in book.predecessors("安宁法@2024-01-01#11")} == {"安宁法@2015-01-01#7", "旧债法@2001-06-01#4"}
    assert book.successors("安宁法@2015-01-01#2") == ()


def test_the_book_of_a_day_keeps_all_rows_of_one_article(law: Law) -> None:
    """An article that was split has more than one row, and none is lost."""
    rows = (
        Moved("示例法@2010-01-01#1", ("示例法@2020-01-01#1",), "甲"),
        Moved("示例法@2010-01-01#1", ("示例法@2020-01-01#2",), "乙"),
    )
    corpus = law("**第一条** 甲。\n\n**第二条** 乙。", moved=rows)

    assert corpus.on(AFTER).successors("示例法@2010-01-01#1") == rows


def test_a_citation_by_number_alone_keeps_its_label() -> None:
    """A citation can always be written, even with a number that no law has."""
    assert (
        str(Citation("安宁法", ArticleNumber(99999, 12), 10_001, 77_777))
        == "《安宁法》第99999条之十二第10001款第77777项"
    )
