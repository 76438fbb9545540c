"""What terms score is worked out from how often they stand, kept within bounds, summed, and is what tantivy says."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb import lexical, postings, words
from kb.counts import COUNTS, Counts, Tally, read_counts
from kb.errors import IndexProblem
from kb.lexical import LexicalIndex, read_known
from kb.passages import Passage
from kb.postings import Postings, Terms

FIELDS = ("words", "title")
BOOSTS = {"words": 1.0, "title": 0.5}
SHELF: tuple[tuple[list[str], list[str]], ...] = (
    (["催收 利息", "催收"], ["催收"]),
    (["利息"], []),
    ([], []),
    (["催收 费用 费用"], ["费用"]),
)
"""Of each passage, its fields line by line."""


def _counts() -> Counts:
    tally = Tally(len(FIELDS))
    for fields in SHELF:
        tally.add(fields)
    return tally.counts()


def _text(*terms: str) -> Terms:
    return ((FIELDS, terms),)


def _articles(count: int) -> list[Passage]:
    """Of all lengths, in words that are common and rare."""
    chance = random.Random(5)  # noqa: S311 - nothing secret
    signs = "催收人不得骚扰他人的安宁借款利息预先在本金中扣除信用卡逾期"
    return [
        Passage(
            f"示例法#{at}",
            "article",
            "示例法",
            f"第{at}条",
            "",
            "".join(chance.choices(signs, k=at * at // 9)),
            "怎么还钱",
        )
        for at in range(1, count + 1)
    ]


def test_every_passage_of_a_term_is_counted() -> None:
    """How often it stands there, and how long the field is; lines of one field are one text."""
    counts = _counts()
    at = counts.terms["催收"]
    span = slice(int(counts.starts[at]), int(counts.starts[at + 1]))

    assert counts.positions[span].tolist() == [0, 3]
    assert counts.times[span].tolist() == [2, 1]
    assert counts.lengths.tolist() == [[3, 1, 0, 3], [1, 0, 0, 1]]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """To the last number; where nothing was written there is nothing, and what is damaged is named."""
    counts = _counts()
    assert read_counts(tmp_path) is None

    counts.write(tmp_path)
    read = read_counts(tmp_path)

    assert read is not None
    assert read.terms == counts.terms
    for name in ("starts", "positions", "times", "lengths"):
        assert np.array_equal(getattr(read, name), getattr(counts, name))

    (tmp_path / COUNTS).write_bytes((tmp_path / COUNTS).read_bytes()[:-30])
    with pytest.raises(IndexProblem, match="youju index"):
        read_counts(tmp_path)


def test_the_terms_of_a_passage_are_had_back_from_the_counts() -> None:
    """Field by field, as often as they stood there, in whatever order."""
    found = [tuple(sorted(text.split()) for text in fields) for fields in _counts().texts()]

    assert found == [tuple(sorted(" ".join(lines).split()) for lines in fields) for fields in SHELF]


def test_an_index_that_is_renewed_counts_as_one_that_is_made_anew(tmp_path: Path) -> None:
    """Passages changed, gone, new and moved: the same scores to the last digit, though most was never cut again."""
    old = tuple(_articles(40))
    new = (
        replace(old[7], text="利息催收利息"),
        *old[20:],
        *old[3:7],
        replace(old[0], id="示例法#99", text="全新的安宁"),
    )
    LexicalIndex.build(old, tmp_path / "old")
    known = read_known(tmp_path / "old", old)
    assert known is not None

    renewed, anew = LexicalIndex.build(new, tmp_path / "new", None, known), LexicalIndex.build(new)

    for text in ("催收人骚扰", "全新的安宁", "第二十五条 利息怎么预先扣除"):
        assert renewed.search(text, 50) == anew.search(text, 50)
    assert renewed.search("全新的安宁", 1)[0][0] == len(new) - 1


def test_of_an_index_in_the_same_order_only_what_changed_is_written(tmp_path: Path) -> None:
    """The words before are gone and the new ones there, whether terms are summed or tantivy is asked."""
    old = tuple(_articles(40))
    new = (*old[:7], replace(old[7], text="全新的安宁"), *old[8:])
    LexicalIndex.build(old, tmp_path / "old")
    known = read_known(tmp_path / "old", old)
    assert known is not None

    renewed, anew = LexicalIndex.build(new, tmp_path / "new", None, known), LexicalIndex.build(new)

    for text in ("催收人骚扰", "全新的安宁", old[7].text):
        assert renewed.search(text, 50) == anew.search(text, 50)
    shutil.copytree(tmp_path / "new", tmp_path / "bare", ignore=shutil.ignore_patterns(COUNTS))
    bare = LexicalIndex.open(tmp_path / "bare")
    assert bare.count == len(new)
    assert bare.search("全新的安宁", 1)[0][0] == 7


def test_what_was_cut_with_another_dictionary_is_cut_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that the dictionary has learned since are in every passage's terms."""
    shelf = tuple(_articles(5))
    LexicalIndex.build(shelf, tmp_path / "old")
    monkeypatch.setattr(words, "LEGAL_WORDS", words.LEGAL_WORDS + "\n骚扰他人")

    assert read_known(tmp_path / "old", shelf) is None


def test_scores_are_those_of_tantivy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of short and long texts, words and pairs, what was said and what was meant: the same passages come first."""
    shelf = _articles(60)
    asked = [("催收人骚扰", ""), ("第五条 利息怎么预先扣除", "信用卡逾期\n本金"), ("安宁安宁，借款", "催收")]
    ours = LexicalIndex.build(shelf)
    monkeypatch.setattr(lexical, "UP_TO", 0)
    theirs = LexicalIndex.build(shelf)

    for text, also in asked:
        mine, its = ours.best(text, 60, also=also), theirs.best(text, 60, also=also)
        assert len(mine[0]) > 20
        assert dict(zip(*mine, strict=True)) == pytest.approx(dict(zip(*its, strict=True)), rel=1e-5)
        assert mine[0].tolist()[:5] == its[0].tolist()[:5]


def test_a_passage_scores_what_its_terms_do() -> None:
    """Each as often as it is asked for; without any a passage scores nothing, and an unknown term adds nothing."""
    kept = Postings(_counts(), FIELDS)
    one, other, nobody, both = kept.scores(_text("催收", "费用", "费用", "无"), BOOSTS).tolist()

    assert other == nobody == 0 < one < both
    fee, claim = (kept.scores(_text(term), BOOSTS)[3] for term in ("费用", "催收"))
    assert both == pytest.approx(2 * fee + claim)
    assert kept.scores((), BOOSTS).tolist() == [0.0] * 4


def test_of_the_fields_only_those_asked_for_count() -> None:
    """Each by its own weight."""
    kept = Postings(_counts(), FIELDS)
    words, title, all_ = (
        kept.scores(_text("催收"), boosts)[0]
        for boosts in ({"words": 1.0}, {"title": 1.0}, {"words": 1.0, "title": 2.0})
    )

    assert all_ == pytest.approx(words + 2 * title)


def test_a_line_is_summed_once_and_every_line_counts() -> None:
    """Lines come again with their concept, and also twice in one question."""
    asked: list[str] = []
    kept = Postings(_counts(), FIELDS)

    def terms(line: str) -> Terms:
        asked.append(line)
        return _text(line)

    first, again = (kept.of_lines(("催收", "利息", "催收"), terms, BOOSTS).tolist() for _ in range(2))
    alone = np.sum([kept.scores(_text(line), BOOSTS) for line in ("催收", "利息", "催收")], axis=0)

    assert first == again == pytest.approx(alone.tolist(), rel=1e-6)
    assert asked == ["催收", "利息"]


def test_what_is_kept_has_a_bound_and_the_sum_does_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it the oldest lines go."""
    kept = Postings(_counts(), FIELDS)
    whole = kept.of_lines(("催收", "利息", "费用"), _text, BOOSTS).tolist()
    monkeypatch.setattr(postings, "_LINES_KEPT", 4)
    bounded = Postings(_counts(), FIELDS)

    for _ in range(2):
        assert bounded.of_lines(("催收", "利息", "费用"), _text, BOOSTS).tolist() == whole

    assert len(bounded._lines) == 1
