"""BM25: words, pairs, article numbers, titles and the ways people ask; in memory, in a folder, on a read-only disk."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb.errors import IndexProblem
from kb.lexical import LexicalIndex
from kb.passages import Passage
from kb.ranks import Authority
from kb.words import article_keys, words
from tests.kb.conftest import read_only


def _article(number: str, text: str, title: str = "示例法") -> Passage:
    return Passage(id=f"{title}#{number}", kind="article", title=title, number=number, headings="", text=text)


SHELF = (
    _article("第一条", "催收人不得骚扰他人的安宁。"),
    _article("第二条", "借款的利息不得预先在本金中扣除。"),
    _article("第二百九十三条之一", "催收高利放贷等产生的非法债务，情节严重的，处三年以下有期徒刑。", "示例刑法"),
    Passage(
        id="guide:fees#prepaid",
        kind="guide",
        title="收费",
        number="砍头息要还吗？",
        headings="费用",
        text="本金按实际到手的数额算。",
        asked="借一万只到手八千 ｜ 先扣利息合法吗",
        authority=Authority.GUIDE,
    ),
)


def _positions(index: LexicalIndex, text: str) -> list[int]:
    return [at for at, _ in index.search(text, 10)]


def test_shared_words_rank_first() -> None:
    """The passage that says it stands before those that do not."""
    assert _positions(LexicalIndex.build(SHELF), "利息可以预先扣除吗")[0] == 1


def test_a_guide_is_found_by_the_ways_people_ask() -> None:
    """`asked` is searched though it is never shown."""
    assert _positions(LexicalIndex.build(SHELF), "到手八千怎么办")[0] == 3


@pytest.mark.parametrize("written", ["第293条之一", "第二百九十三条之一", "第２９３条之一"])
def test_an_article_number_is_found_in_every_form(written: str) -> None:
    """Numbers are one term, in one form."""
    assert _positions(LexicalIndex.build(SHELF), written)[0] == 2


def test_article_keys() -> None:
    """Every number of a text, in its order; what is no number is skipped."""
    assert article_keys("第一千零三十三条、第1034条和第二百九十三条之一，第零零条") == ("1033", "1034", "293-1", "0")


def test_slang_is_one_word() -> None:
    """What borrowers say is in the dictionary."""
    assert {"砍头息", "爆通讯录", "呼死你"} <= set(words("砍头息、爆通讯录、呼死你"))


def test_what_was_also_meant_weighs_less_than_what_was_said() -> None:
    """The law's words help, the asker's own lead."""
    index = LexicalIndex.build(SHELF)

    assert _positions(index, "骚扰") == [0]
    assert index.search("骚扰安宁", 10, also="本金")[0][0] == 0
    assert {at for at, _ in index.search("骚扰", 10, also="本金")} == {0, 1, 3}


def test_equal_scores_stand_by_position() -> None:
    """Order is never an accident."""
    index = LexicalIndex.build([_article(f"第{n}条", "催收人不得骚扰他人。") for n in "一二三四五六"])

    assert _positions(index, "骚扰") == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("text", ["", "？！", "\n", "zzz", "\ud800"])
def test_nothing_to_look_for_finds_nothing(text: str) -> None:
    """No term, no hit, no error."""
    assert LexicalIndex.build(SHELF).search(text, 5) == ()


def test_a_folder_answers_as_memory_does(tmp_path: Path) -> None:
    """What was built is found again by who opens it, twice the same."""
    built = LexicalIndex.build(SHELF, tmp_path / "lexical")
    opened = LexicalIndex.open(tmp_path / "lexical")

    assert opened.count == len(SHELF)
    for text in ("催收", "示例法第二条", "利息"):
        assert opened.search(text, 5) == built.search(text, 5) == LexicalIndex.build(SHELF).search(text, 5)


@pytest.mark.skipif(os.name == "nt", reason="folders have no write permission there")
def test_where_no_lock_can_be_written_a_copy_is_opened() -> None:
    """A read-only disk is no reason not to search."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "lexical"
        LexicalIndex.build(SHELF, folder)
        with read_only(Path(place)):
            assert _positions(LexicalIndex.open(folder), "利息预先扣除")[0] == 1


@pytest.mark.skipif(os.name == "nt", reason="folders have no write permission there")
def test_a_copy_that_cannot_be_opened_is_named_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it stays among the temporary files."""
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as copies:
        LexicalIndex.build(SHELF, Path(place) / "lexical")
        for path in Path(place).rglob("*.term"):
            path.unlink()
        Path(copies).chmod(0o777)
        monkeypatch.setattr(tempfile, "tempdir", copies)
        with read_only(Path(place)), pytest.raises(IndexProblem, match="youju index"):
            LexicalIndex.open(Path(place) / "lexical")
        assert list(Path(copies).iterdir()) == []


def test_a_damaged_folder_is_an_index_problem(tmp_path: Path) -> None:
    """It is named, with the mend."""
    LexicalIndex.build(SHELF, tmp_path / "lexical")
    (tmp_path / "lexical" / "meta.json").write_text("{")

    with pytest.raises(IndexProblem, match="youju index"):
        LexicalIndex.open(tmp_path / "lexical")


def test_what_is_remembered_of_a_question_changes_nothing() -> None:
    """Asked again, in another order, from other threads: every score to its last digit."""
    asked = [("利息预先扣除", "本金\n利息"), ("骚扰", "安宁\n本金"), ("从来没有人问过", "")]
    fresh = {text: LexicalIndex.build(SHELF).search(text, 9, also=also) for text, also in asked}
    index = LexicalIndex.build(SHELF)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: (one[0], index.search(one[0], 9, also=one[1])), asked[::-1] * 20))

    assert all(ranking == fresh[text] for text, ranking in found)
    assert fresh["从来没有人问过"] == ()


def test_lines_that_are_meant_count_as_one_text() -> None:
    """Whether the law's words come in one line or in several."""
    index = LexicalIndex.build(SHELF)

    one, several = (dict(index.search("骚扰", 9, also=also)) for also in ("本金、利息", "本金\n利息"))

    assert one == pytest.approx(several, rel=1e-6)
