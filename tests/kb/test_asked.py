"""Ways to ask: written for the newest version, inherited by what came before, and fit for any copy of the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb import Corpus, Moved, Problem, read_corpus, ways_by_wording
from kb.asked import ways_by_ref, wording_key
from kb.corpus import DATA
from kb.files import read_texts, read_ways
from kb.foreign import read_articles

FIRST, SECOND = date(2020, 1, 1), date(2026, 1, 1)
OLD = "**第一条** 半夜不得摇铃催账。\n\n**第二条** 收账人应当出示腰牌。\n\n**第三条** 钟楼每日敲钟三次。"
NEW = (
    "**第一条** 半夜不得摇铃催账，违者罚铜钱。\n\n**第三条** 桥税由县令收取，船家免交。\n\n"
    "**第四条** 收账人应当出示腰牌。"
)
WAYS = {"示例法": {"1": ("夜里摇铃吵醒我",), "3": ("过桥要交钱吗",), "4": ("他没亮腰牌",)}}


@pytest.fixture
def corpus(law: Callable[..., Corpus]) -> Corpus:
    """Two versions: the second article has moved to the fourth place, the third is another rule."""
    moved = (Moved("示例法@2020-01-01#2", ("示例法@2026-01-01#4",), ""),)
    return law(OLD, NEW, days=(FIRST, SECOND), moved=moved)


def test_an_older_version_is_asked_for_in_the_same_words(corpus: Corpus) -> None:
    """Where the article moved, or kept its number and most of its words; not where the number has another rule."""
    found = ways_by_ref(corpus.instruments.values(), WAYS, corpus.moved)

    assert found == {
        "示例法@2026-01-01#1": ("夜里摇铃吵醒我",),
        "示例法@2026-01-01#3": ("过桥要交钱吗",),
        "示例法@2026-01-01#4": ("他没亮腰牌",),
        "示例法@2020-01-01#1": ("夜里摇铃吵醒我",),
        "示例法@2020-01-01#2": ("他没亮腰牌",),
    }


def test_width_and_spaces_are_no_words() -> None:
    """A copy of an article has its key; another wording has another."""
    assert wording_key("第一款：半夜\n　不得摇铃。") == wording_key("第一款:半夜不得摇铃。")
    assert wording_key("半夜不得摇铃。") != wording_key("半夜得摇铃。")


def test_a_copy_in_another_corpus_is_asked_for_in_the_same_words(tmp_path: Path) -> None:
    """By its words, whatever the corpus calls it; a changed text gets none."""
    corpus = read_corpus()
    ways = ways_by_wording(corpus)
    provision = corpus.provision("民法典#1032", date(2026, 11, 26))
    assert provision is not None
    rows = "\n".join(
        f'{{"instrument": "某法典", "article": {n}, "text": "{text}"}}'
        for n, text in enumerate((provision.article.text.replace("\n", "　"), "自然人没有隐私权。"), 1)
    )
    (tmp_path / "a.jsonl").write_text(rows, "utf-8")

    copy, other = read_articles(tmp_path / "a.jsonl", ways)

    assert copy.asked.split("\n")[: len(corpus.asked["民法典"]["1032"])] == list(corpus.asked["民法典"]["1032"])
    assert other.asked == ""


def test_the_shelf_beyond_is_whole() -> None:
    """Every file can be read, every article has the key of its words, and nobody asks in an empty line."""
    problems: list[Problem] = []
    texts = read_texts(DATA / "beyond" / "texts.txt")

    asked = {
        f"{name}#{number}": lines
        for _, name, ways in read_ways(DATA / "beyond", DATA, problems)
        for number, lines in ways.items()
    }

    assert not problems
    assert set(asked) == set(texts)
    assert len(asked) > 5000
    assert all(len(lines) >= 2 and all(line.strip() for line in lines) for lines in asked.values())


def test_most_of_the_shelf_can_be_asked_for() -> None:
    """Five ways or more for each provision a borrower could need; lint sees to the rest."""
    asked = read_corpus().asked

    assert sum(len(ways) for ways in asked.values()) > 2300
    assert all(len(lines) >= 5 for ways in asked.values() for lines in ways.values())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("instrument = ", "不是合法的 TOML"),
        ('instrument = "示例法"\nways = 3', "应只有"),
        ('instrument = "示例法"\nother = 1\n[ways]', "应只有"),
        ('instrument = "示例法"\n[ways]\n"1" = [3]', "应是一组文字"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(text: str, fault: str, tmp_path: Path) -> None:
    """With its name, and the others are still read."""
    (tmp_path / "a.toml").write_text(text, "utf-8")
    (tmp_path / "b.toml").write_text('instrument = "示例法"\n[ways]\n"1" = ["怎么问"]', "utf-8")
    problems: list[Problem] = []

    assert [ways for _, _, ways in read_ways(tmp_path, tmp_path, problems)] == [{"1": ("怎么问",)}]
    assert [(p.file, fault in p.message) for p in problems] == [("a.toml", True)]
