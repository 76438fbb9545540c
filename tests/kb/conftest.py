"""An invented library, and small ones built from Markdown in a test; never real law."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from kb import (
    Authority,
    Corpus,
    Instrument,
    Moved,
    Phantom,
    Searcher,
    Version,
    Wording,
    open_embedder,
    read_corpus,
)
from kb.markup import parse_version

LIBRARY = Path(__file__).parents[1] / "library"
"""An invented statute in two versions with a moved article, what stands around it, and three guides."""

FIRST_DAY = date(2020, 1, 1)


def _law(
    *texts: str,
    name: str = "示例法",
    full: str = "",
    authority: Authority = Authority.LAW,
    aliases: Sequence[str] = (),
    days: Sequence[date] = (FIRST_DAY,),
    ended: date | None = None,
    last: int | None = None,
    wording: Wording = Wording.EXACT,
    document: str = "",
    replaced_by: str = "",
    moved: Sequence[Moved] = (),
    phantoms: Sequence[Phantom] = (),
    others: Sequence[Instrument] = (),
) -> Corpus:
    """Each text is one version, in force from the day at its place in `days` until the next; the last until `ended`."""
    versions = []
    for text, day, until in zip(texts, days, (*days[1:], ended), strict=True):
        parsed, problems = parse_version(f'+++\ninstrument = "{name}"\nin_force = {day}\n+++\n\n{text}', "test.md")
        assert parsed is not None, problems
        assert problems == ()
        versions.append(
            Version(name, day, until, promulgated=day, wording=wording, last_article=last, articles=parsed.articles)
        )
    instrument = Instrument(
        name,
        full or f"中华人民共和国{name}",
        authority,
        aliases=tuple(aliases),
        document=document,
        replaced_by=replaced_by,
        versions=tuple(versions),
    )
    return Corpus({i.id: i for i in (instrument, *others)}, phantoms=tuple(phantoms), moved=tuple(moved))


@pytest.fixture
def law() -> Callable[..., Corpus]:
    """`law("**第二条** ……")`: a corpus with one instrument, 《示例法》 where no other name is given."""
    return _law


@pytest.fixture(scope="session")
def library() -> Corpus:
    """The invented library, read from its folder without a problem."""
    corpus = read_corpus(LIBRARY)
    assert corpus.problems == ()
    return corpus


@pytest.fixture(scope="session")
def shelf() -> Corpus:
    """The library that ships with youju."""
    return read_corpus()


@pytest.fixture(scope="session")
def shelf_searcher(shelf: Corpus) -> Searcher:
    """A searcher over the shipped library with the shipped embedding model."""
    return Searcher.build(shelf.passages, open_embedder(), None, concepts=shelf.concepts)
