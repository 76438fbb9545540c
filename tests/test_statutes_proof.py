"""Every exact provision on the shelf is proven, character by character, against the reference texts of the law.

The reference (one article a line, with the days of its version) is no part of the project; where it is absent the
proof is skipped. On a day D the record in force is that with `effective` ≤ D and `repealed` null or later than D.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb import Corpus, Instrument, Version, Wording, read_corpus

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference" / "statutes.jsonl"

Record = Mapping[str, object]
Records = Mapping[str, list[Record]]
"""The records of the reference by instrument."""


@pytest.fixture(scope="module")
def reference() -> Records:
    """All records by instrument."""
    if not REFERENCE.is_file():
        pytest.skip(f"the reference texts are not here ({REFERENCE}): nothing can be proven")
    records: dict[str, list[Record]] = {}
    with REFERENCE.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            records.setdefault(record["instrument"], []).append(record)
    return records


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The library that ships with youju."""
    return read_corpus()


def in_force(records: Iterable[Record], day: date) -> dict[tuple[object, object], Record]:
    """The records in force on a day, by article and suffix."""
    iso = day.isoformat()
    return {
        (r["article"], r["suffix"]): r
        for r in sorted(records, key=lambda r: str(r["effective"]))
        if str(r["effective"]) <= iso and (r["repealed"] is None or str(r["repealed"]) > iso)
    }


def wording_faults(corpus: Corpus, reference: Records) -> tuple[int, list[str]]:
    """How many exact articles were compared, and each that differs or has no record."""
    compared, faults = 0, []
    for instrument in corpus.instruments.values():
        for version in instrument.versions:
            if version.wording is not Wording.EXACT:
                continue
            records = in_force(reference.get(instrument.id, ()), version.in_force)
            for article in version.articles:
                where = f"{instrument.id}@{version.in_force}#{article.number.key}"
                record = records.get((article.number.number, article.number.suffix))
                if article.number.division or record is None:
                    faults.append(f"{where}: the reference has no such article on that day")
                    continue
                compared += 1
                if article.text != record["text"]:
                    faults.append(f"{where}: {_difference(article.text, str(record['text']))}")
    return compared, faults


def _difference(typed: str, law: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(typed, law, strict=False)) if a != b), min(len(typed), len(law)))
    return f"character {at}: {typed[max(0, at - 8) : at + 8]!r} should be {law[max(0, at - 8) : at + 8]!r}"


def day_faults(corpus: Corpus, reference: Records) -> tuple[int, list[str]]:
    """How many exact versions were compared, and each whose days or number of articles differ."""
    compared, faults = 0, []
    for instrument in corpus.instruments.values():
        for version in instrument.versions:
            own = [r for r in reference.get(instrument.id, ()) if r["effective"] == version.in_force.isoformat()]
            if version.wording is not Wording.EXACT:
                continue
            if not own:
                faults.append(f"{instrument.id}@{version.in_force}: the reference has no version of that day")
                continue
            compared += 1
            faults += [
                f"{instrument.id}@{version.in_force}: {f}" for f in _version_faults(instrument, version, own, reference)
            ]
    return compared, faults


def _version_faults(instrument: Instrument, version: Version, own: list[Record], reference: Records) -> list[str]:
    faults = []
    until = version.until.isoformat() if version.until else None
    promulgated = version.promulgated.isoformat() if version.promulgated else None
    # an amendment of a few articles has records of its own; those it left alone end with the version before
    if until not in {r["repealed"] for r in own}:
        faults.append(f"until is {until}, not {sorted({str(r['repealed']) for r in own})}")
    if promulgated not in {r["version"] for r in own}:
        faults.append(f"promulgated is {promulgated}, not {sorted({str(r['version']) for r in own})}")
    numbers = {n for n, _ in in_force(reference[instrument.id], version.in_force) if n}
    last = max((int(str(n)) for n in numbers), default=None)
    whole = last is None or numbers == set(range(1, last + 1))
    if whole and version.last_article != last:
        faults.append(f"articles is {version.last_article}, not {last}")
    return faults


def test_every_exact_provision_is_the_laws_own_wording(corpus: Corpus, reference: Records) -> None:
    """Character by character, for every article of every version whose wording is exact."""
    compared, faults = wording_faults(corpus, reference)

    assert "\n".join(faults) == ""
    assert compared > 200


def test_days_and_numbers_of_articles_agree_with_the_reference(corpus: Corpus, reference: Records) -> None:
    """In force, until, promulgated, and the number of articles where the reference holds the whole version."""
    compared, faults = day_faults(corpus, reference)

    assert "\n".join(faults) == ""
    assert compared > 60


def test_no_exact_article_is_left_out_of_the_proof(corpus: Corpus, reference: Records) -> None:
    """As many are compared as there are on the shelf."""
    held = sum(len(v.articles) for i in corpus.instruments.values() for v in i.versions if v.wording is Wording.EXACT)

    assert wording_faults(corpus, reference)[0] == held


@pytest.mark.parametrize(
    ("old", "new"), [("五百元", "五千元"), ("，", ","), ("（一）", "(一)"), ("。", ""), ("不得", "不应")]
)
def test_one_wrong_character_fails_the_proof(corpus: Corpus, reference: Records, old: str, new: str) -> None:
    """A planted figure, comma, bracket, stop or word is found, in every article that has it."""
    planted = [
        _with_version(corpus, instrument, at, old, new)
        for instrument in corpus.instruments.values()
        for at, version in enumerate(instrument.versions)
        if version.wording is Wording.EXACT and any(old in a.text for a in version.articles)
    ]

    assert planted
    for damaged, expected in planted[:5]:
        assert len(wording_faults(damaged, reference)[1]) == expected


def _with_version(corpus: Corpus, instrument: Instrument, at: int, old: str, new: str) -> tuple[Corpus, int]:
    """The corpus with `old` once replaced in each article of one version that has it, and how many these are."""
    version = instrument.versions[at]
    articles = []
    for article in version.articles:
        lines = article.text.replace(old, new, 1).split("\n")
        articles.append(replace(article, paragraphs=tuple((line,) for line in lines)))
    versions = list(instrument.versions)
    versions[at] = replace(version, articles=tuple(articles))
    damaged = replace(instrument, versions=tuple(versions))
    return (
        replace(corpus, instruments={**corpus.instruments, instrument.id: damaged}),
        sum(old in a.text for a in version.articles),
    )


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
    corpus: Corpus, reference: Records, changed: dict[str, date | int]
) -> None:
    """The days and the number of articles of a version are compared too."""
    law = corpus.instruments["治安管理处罚法"]
    damaged = replace(law, versions=(replace(law.versions[0], **changed), *law.versions[1:]))  # type: ignore[arg-type]

    assert day_faults(replace(corpus, instruments={**corpus.instruments, law.id: damaged}), reference)[1]


def test_an_article_that_the_reference_lacks_fails_the_proof(corpus: Corpus, reference: Records) -> None:
    """Exact wording that nobody can prove is not exact."""
    assert wording_faults(corpus, {**reference, "治安管理处罚法": []})[1]


def test_an_empty_reference_proves_nothing(corpus: Corpus) -> None:
    """Where nothing was compared, the proof does not pass."""
    compared, faults = wording_faults(corpus, {})

    assert compared == 0
    assert faults
