"""What an answer rests on: a section is chosen by its words, and by the ways people are known to ask for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.selection import ALIKE, Evidence
from kb import Corpus


@pytest.fixture(scope="module")
def asked(corpus: Corpus) -> tuple[str, str]:
    """A section's reference and one way to ask for it that is made of common words."""
    guide, section = next((g, s) for g in corpus.guides for s in g.sections if "你就说能不能不还" in s.asked)
    return guide.section_ref(section), "你就说能不能不还"


def test_a_known_way_to_ask_counts_whole(corpus: Corpus, asked: tuple[str, str]) -> None:
    """Even where its words are all too common to tell anything by themselves."""
    ref, words = asked
    bare = replace(
        corpus,
        guides=tuple(replace(g, sections=tuple(replace(s, asked=()) for s in g.sections)) for g in corpus.guides),
    )

    assert Evidence(corpus).share(words, ref) == 1.0
    assert Evidence(bare).share(words, ref) < 1.0


def test_a_line_of_a_conversation_is_enough(corpus: Corpus, asked: tuple[str, str]) -> None:
    """The newest turn stands on a line of its own."""
    ref, words = asked

    assert Evidence(corpus).share(f"他们昨天给我打了很多电话\n最后问一遍，{words}", ref) >= ALIKE


def test_another_question_is_not_taken_for_it(corpus: Corpus, asked: tuple[str, str]) -> None:
    """A few common words shared are no likeness."""
    evidence = Evidence(corpus)

    assert evidence._alike(evidence.weighed("你就说彩票能不能中奖").lines, asked[0]) == 0.0
