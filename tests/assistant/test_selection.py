"""What an answer rests on: a section is chosen by its words, and by the ways people are known to ask for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.selection import ALIKE, ENOUGH, GUIDES, OUTSIDE, USUAL, Evidence, Fits, choose_sections, read_fits
from assistant.topics import UNKNOWN
from assistant.training.topics import learn
from kb import Corpus, Hit, YoujuError, open_embedder


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


def _hits(corpus: Corpus, scores: Sequence[float]) -> tuple[Hit, ...]:
    """Guide sections that were found with these scores, none of which shares a word with 甲乙."""
    passages = [p for p in corpus.passages if p.kind == "guide"][: len(scores)]
    return tuple(Hit(p, score, ("lexical",)) for p, score in zip(passages, scores, strict=True))


FITS = Fits(-2.0, (6.0, -0.5, -0.5, 0.0, 0.0))


def test_the_farther_ahead_the_likelier(corpus: Corpus) -> None:
    """A section that the search has well before all others; one beside an equal is less sure, one behind least."""
    evidence = Evidence(corpus, lambda _: 0.5, FITS)

    ahead = list(evidence.chances("甲乙", _hits(corpus, (1.0, 0.2))).values())
    beside = list(evidence.chances("甲乙", _hits(corpus, (1.0, 1.0))).values())

    assert ahead[0] > beside[0] > ahead[1]
    assert ahead[0] == pytest.approx(1 / (1 + math.exp(2.0 - 6.0 * 0.8)))


def test_the_nearer_to_ways_to_ask_the_likelier(corpus: Corpus, asked: tuple[str, str]) -> None:
    """By the meaning of the nearest few; where no model tells, all sections are as near as is usual."""
    found = next(p for p in corpus.passages if p.id == asked[0])
    hits = (Hit(found, 1.0, ("vector",)),)
    known, told = Evidence(corpus, lambda _: 0.5, FITS, open_embedder()), Evidence(corpus, lambda _: 0.5, FITS)

    def near(evidence: Evidence, question: str) -> float:
        ((_, traits),) = evidence.traits(question, hits)
        return traits.near

    assert near(known, asked[1]) > near(known, "彩票中奖以后去哪里领钱") + 0.2
    assert near(told, asked[1]) == near(told, "彩票中奖以后去哪里领钱") == USUAL


def test_the_more_messages_ask_for_it_the_likelier(corpus: Corpus) -> None:
    """By the table of topics; a section that it does not know, as of another library, is as likely as is usual."""
    passages = [p for p in corpus.passages if p.kind == "guide"][:3]
    hits = tuple(Hit(passage, 1.0, ("lexical",)) for passage in passages)
    known = [(passages[0].id, f"甲乙丙{end}") for end in "子丑"] + [(passages[1].id, f"丁戊己{end}") for end in "子丑"]
    evidence = Evidence(corpus, lambda _: 0.5, FITS, topics=learn(known))

    traits = dict(evidence.traits("丁戊己", hits))

    assert traits[passages[1].id].told > traits[passages[0].id].told
    assert traits[passages[2].id].told == UNKNOWN


def test_what_messages_ask_for_is_weighed_however_far_behind_it_was_found(corpus: Corpus) -> None:
    """Beside the best few; no other is taken in."""
    passages = [p for p in corpus.passages if p.kind == "guide"][: GUIDES + 3]
    hits = tuple(Hit(passage, 1.0 - at / 100, ("lexical",)) for at, passage in enumerate(passages))
    behind = passages[GUIDES + 1].id
    known = [(ref, f"{word}{end}") for ref, word in ((behind, "甲乙"), (passages[0].id, "丙丁")) for end in "子丑"]

    met = dict(Evidence(corpus, lambda _: 0.5, FITS, topics=learn(known)).traits("甲乙", hits))

    assert list(met) == [p.id for p in passages[:GUIDES]] + [behind]


def test_what_is_none_of_this_field_has_no_section(corpus: Corpus) -> None:
    """However well it is found; a sentence of the field in it is enough to have one."""
    hits = _hits(corpus, (1.0, 0.1))
    evidence = Evidence(corpus, lambda text: 0.1 if text.startswith("欠钱") else 0.95, FITS)

    assert evidence.chances("米饭要蒸多久才会软", hits) == {}
    assert evidence.chances("米饭要蒸多久才会软。欠钱的人天天来吃饭", hits)


def test_less_likely_sections_are_not_chosen(corpus: Corpus) -> None:
    """Best first, and none below the least chance."""
    evidence = Evidence(corpus, lambda _: 0.5, FITS)

    chosen = choose_sections("甲乙", _hits(corpus, (1.0, 0.5, 0.1)), corpus, evidence)

    assert [one.ref for one in chosen] == [hit.passage.id for hit in _hits(corpus, (1.0,))]
    assert all(one.chance >= ENOUGH for one in chosen)


def test_without_the_learned_table_words_of_the_field_tell(corpus: Corpus) -> None:
    """Where the model is not here."""
    evidence = Evidence(corpus)

    assert evidence.outside("催收天天打电话") < OUTSIDE <= evidence.outside("米饭要蒸多久")


def test_weights_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    """With the command that makes them anew."""
    (tmp_path / "sections.toml").write_text("base = 1\nmargin = 2\n", "utf-8")

    with pytest.raises(YoujuError, match=r"python -m assistant\.training sections"):
        read_fits(tmp_path / "sections.toml")
