"""Which articles an article refers to, on provisions as they are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kb import Absence, ArticleNumber, Corpus, Reason, read_corpus

if TYPE_CHECKING:
    from kb import Article, Version


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The shipped library."""
    return read_corpus()


def place(corpus: Corpus, ref: str) -> tuple[Version, Article]:
    """The version and the article of `民法典@2021-01-01#1033`."""
    name, _, rest = ref.partition("@")
    day, _, key = rest.partition("#")
    version = next(v for v in corpus.instruments[name].versions if v.in_force.isoformat() == day)
    return version, next(a for a in version.articles if a.number.key == key)


def read(corpus: Corpus, ref: str) -> list[tuple[str, str]]:
    """The words that refer, and what they refer to."""
    version, article = place(corpus, ref)
    return [
        (article.paragraphs[p.paragraph - 1][p.line][slice(*p.span)], p.citation.ref)
        for p in corpus.crossrefs.of(version, article)
    ]


@pytest.mark.parametrize(
    ("ref", "said", "meant"),
    [
        ("治安管理处罚法@2026-01-01#50", "前款第五项", "治安管理处罚法@2026-01-01#50.1.5"),
        ("治安管理处罚法@2026-01-01#50", "前款", "治安管理处罚法@2026-01-01#50.1"),
        ("网络安全法@2026-01-01#71", "本法第四十六条", "网络安全法@2026-01-01#46"),
        ("民法典@2021-01-01#1065", "第一千零六十三条", "民法典@2021-01-01#1063"),
        ("民间借贷规定@2020-08-20#13", "《中华人民共和国合同法》第五十二条", "合同法#52"),
        ("民间借贷规定@2021-01-01#12", "本规定第十三条", "民间借贷规定@2021-01-01#13"),
        ("民间借贷规定@2021-01-01#12", "第一百五十四条", "民法典#154"),
        ("民法典担保制度解释@2021-01-01#20", "民法典第六百九十五条第一款", "民法典#695.1"),
        ("深圳个人破产条例@2021-03-01#36", "本条第一款第五项", "深圳个人破产条例@2021-03-01#36.1.5"),
        ("刑法@2024-03-01#294", "前三款", "刑法@2024-03-01#294.1"),
        ("刑法@2024-03-01#294", "前三款", "刑法@2024-03-01#294.3"),
        ("治安管理处罚法@2026-01-01#23", "第一项", "治安管理处罚法@2026-01-01#23.1.1"),
        ("电信条例@2016-02-06#61", "本条例第五十六条", "电信条例@2016-02-06#56"),
        ("虚假诉讼解释@2018-10-01#3", "刑法第三百零七条之一第一款", "刑法#307-1.1"),
    ],
)
def test_words_that_refer(corpus: Corpus, ref: str, said: str, meant: str) -> None:
    """本法, 前款, 本条, bare numbers and other laws' titles each lead where a lawyer would look."""
    assert (said, meant) in read(corpus, ref)


def test_references_into_the_library_resolve(corpus: Corpus) -> None:
    """Own articles exist: no reference of a law to itself names a paragraph, an item or a number that it has not."""
    wrong = []
    for instrument in corpus.instruments.values():
        for version in instrument.versions:
            for article in version.articles:
                for pointer in corpus.crossrefs.of(version, article):
                    found = corpus.on(version.in_force).resolve(pointer.citation)
                    own = pointer.citation.instrument == instrument.id
                    if own and isinstance(found, Absence) and found.reason is not Reason.NOT_HELD:
                        wrong.append((instrument.id, article.number.key, pointer))

    assert wrong == []


def test_words_are_those_of_the_article(corpus: Corpus) -> None:
    """Each span holds words, begins with one that refers, and spans do not overlap unless they are the same."""
    version, _ = place(corpus, "治安管理处罚法@2026-01-01#50")
    for article in version.articles:
        spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for p in corpus.crossrefs.of(version, article):
            spans.setdefault((p.paragraph, p.line), []).append(p.span)
            words = article.paragraphs[p.paragraph - 1][p.line][slice(*p.span)]
            assert words.endswith(("条", "款", "项")) or "条之" in words, words
        for row in spans.values():
            apart = sorted(set(row))
            assert all(a[1] <= b[0] for a, b in pairwise(apart)), article.number


def test_who_refers_to_an_article(corpus: Corpus) -> None:
    """The other direction: interpretations that rest on an article, and articles of the same text alone."""
    version, article = place(corpus, "民法典@2021-01-01#695")
    found = {one.ref for one in corpus.crossrefs.to(version, article.number)}

    assert "民法典担保制度解释@2021-01-01#20" in found
    old, _ = place(corpus, "治安管理处罚法@2013-01-01#42")
    for number in (one.number for one in old.articles):
        assert all(one.version is old for one in corpus.crossrefs.to(old, number) if one.instrument == old.instrument)


def test_nothing_refers_to_what_is_not_there(corpus: Corpus) -> None:
    """An unknown number has no referring articles, and is no fault."""
    version, _ = place(corpus, "民法典@2021-01-01#1033")
    assert corpus.crossrefs.to(version, ArticleNumber(9999)) == ()
