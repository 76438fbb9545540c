"""The shipped library for tests of the assistant, read once."""

from datetime import date

import pytest

from assistant import Assistant, Verifier
from kb import Corpus, Likeness, read_corpus

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The library as it ships."""
    return read_corpus()


@pytest.fixture(scope="session")
def likeness(corpus: Corpus) -> Likeness:
    """Bigram weights of the shipped library."""
    return Likeness(corpus.instruments.values())


@pytest.fixture(scope="session")
def verifier(corpus: Corpus, likeness: Likeness) -> Verifier:
    """A verifier for the law of 2026-11-22."""
    return Verifier(corpus.on(TODAY), corpus.finder, likeness)


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The shipped library and its index, built once for all tests, on 2026-11-22."""
    return Assistant.open(today=lambda: TODAY)
