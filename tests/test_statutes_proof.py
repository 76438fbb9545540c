"""Every exact provision on the shelf is proven, character by character, against the reference texts of the law.

The reference (one article a line, with the days of its version) is no part of the project; where it is absent that
proof is skipped, and the record of the last one (`kb/data/proven.txt`, a SHA-256 for each article) stands in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb import Corpus, Instrument, Version, Wording, prove, read_corpus, read_reference
from kb.proof import Reference, record_of

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference" / "statutes.jsonl"


@pytest.fixture(scope="module")
def reference() -> Reference:
    """All records by instrument."""
    if not REFERENCE.is_file():
        pytest.skip(f"the reference texts are not here ({REFERENCE}): nothing can be proven")
    return read_reference(REFERENCE)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The library that ships with youju."""
    return read_corpus()


def test_every_exact_provision_is_the_laws_own_wording(corpus: Corpus, reference: Reference) -> None:
    """Words, days, and numbers of articles, for every version whose wording is exact; none is left out."""
    proof = prove(corpus, reference)
    exact = [v for i in corpus.instruments.values() for v in i.versions if v.wording is Wording.EXACT]

    assert "\n".join(map(str, proof.problems)) == ""
    assert proof.articles == sum(len(v.articles) for v in exact)
    assert proof.versions == len(exact)
    assert proof.articles >= 700
    assert len({v.instrument for v in exact if v.articles}) >= 60


def test_the_record_stands_in_for_the_proof(corpus: Corpus) -> None:
    """Each exact article has the SHA-256 that it had when it was proven; where no reference is, this is the proof."""
    assert dict(corpus.proven) == record_of(corpus)


@pytest.mark.parametrize(
    ("old", "new"), [("五百元", "五千元"), ("，", ","), ("（一）", "(一)"), ("。", ""), ("不得", "不应")]
)
def test_one_wrong_character_fails_the_proof(corpus: Corpus, reference: Reference, old: str, new: str) -> None:
    """A planted figure, comma, bracket, stop or word is found, in every article that has it."""
    planted = [
        _with_version(corpus, instrument, at, old, new)
        for instrument in corpus.instruments.values()
        for at, version in enumerate(instrument.versions)
        if version.wording is Wording.EXACT and any(old in a.text for a in version.articles)
    ]

    assert planted
    for damaged, expected in planted[:5]:
        assert len(prove(damaged, reference).problems) == expected


def _with_version(corpus: Corpus, instrument: Instrument, at: int, old: str, new: str) -> tuple[Corpus, int]:
    """The corpus with `old` once replaced in each article of one version that has it, and how many these are."""
    version = instrument.versions[at]
    articles = []
    for article in version.articles:
        lines = article.text.replace(old, new, 1).split("\n")
        articles.append(replace(article, paragraphs=tuple((line,) for line in lines)))
    changed = replace(version, articles=tuple(articles))
    return _with(corpus, instrument, at, changed), sum(old in a.text for a in version.articles)


def _with(corpus: Corpus, instrument: Instrument, at: int, version: Version) -> Corpus:
    versions = (*instrument.versions[:at], version, *instrument.versions[at + 1 :])
    return replace(corpus, instruments={**corpus.instruments, instrument.id: replace(instrument, versions=versions)})


@pytest.mark.parametrize(
    "changed",
    [
        {"until": date(2025, 12, 31)},
        {"promulgated": date(2012, 10, 27)},
        {"last_article": 118},
        {"in_force": date(2013, 1, 2)},
    ],
)
def test_a_wrong_day_or_number_fails_the_proof(
    corpus: Corpus, reference: Reference, changed: dict[str, date | int]
) -> None:
    """The days and the number of articles of a version are compared too."""
    law = corpus.instruments["治安管理处罚法"]
    damaged = _with(corpus, law, 0, replace(law.versions[0], **changed))  # type: ignore[arg-type]

    assert prove(damaged, reference).problems


def test_an_article_that_the_reference_lacks_fails_the_proof(corpus: Corpus, reference: Reference) -> None:
    """Exact wording that nobody can prove is not exact."""
    assert prove(corpus, {**reference, "治安管理处罚法": ()}).problems


def test_an_empty_reference_proves_nothing(corpus: Corpus) -> None:
    """Where nothing was compared, the proof does not pass."""
    proof = prove(corpus, {})

    assert proof.articles == 0
    assert proof.problems
