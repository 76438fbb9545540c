"""What a collector did is heard in words that no cue has; and only by the model that the table was learned with."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant import read_rules
from assistant.hearing import TABLE, Hearing, Table, read_hearing, read_table, write_table
from kb import HashEmbedder, YoujuError, open_embedder

RULES, CUES = read_rules(), read_rules(hearing=None)


def _heard(text: str) -> frozenset[str]:
    """What is heard beside the cues."""
    assert RULES.hearing
    return frozenset(RULES.hearing.hear(text))


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("third-party-contacted", "我嫂子群里问大家是不是谁得罪人了，她收到一串催款的消息"),
        ("workplace-contacted", "前台姑娘悄悄跟我讲，总机这礼拜接了好些通找我要账的"),
        ("goods-taken", "他们趁我不在把我摆摊的三轮弄走了，说抵那笔账"),
        ("confinement", "两个大汉把我夹在中间，不签字不让起身"),
    ],
)
def test_deeds_are_heard_that_no_cue_hears(fact: str, text: str) -> None:
    """In sentences that were not learned from."""
    assert fact not in CUES.facts_in(text)
    assert fact in RULES.facts_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "催收能不能联系我的家人？",
        "他们从头到尾客客气气，没有一句难听的话",
        "法院的人来把我的车查封了",
        "我自己打电话跟我妈说了欠债的事",
        "请问分期还款要怎么申请",
    ],
)
def test_what_is_asked_denied_lawful_or_the_askers_own_is_no_deed(text: str) -> None:
    """It only has the words of one."""
    assert not _heard(text)


def test_who_names_nobody_and_asks_for_the_penalty_tells_nothing() -> None:
    """However much it sounds like a deed."""
    assert _heard("泼油漆堵锁眼怎么处罚")
    assert not RULES.facts_in("泼油漆堵锁眼怎么处罚").keys() & set(read_table().labels)


def test_a_fact_that_cues_tell_better_is_not_heard_beside_it() -> None:
    """What was counted stands above what only sounds like many calls."""
    embedder = HashEmbedder(8)
    always = replace(_table(embedder.name), labels=("frequent-calls", "rude"))
    rules = replace(RULES, hearing=Hearing(always, embedder))

    assert "frequent-calls" in rules.facts_in("这家老是下午打")
    assert "frequent-calls" not in rules.facts_in("这家都是下午打，一天一个")


def test_what_a_court_does_is_no_deed_of_a_collector() -> None:
    """Though it sounds like one."""
    text = "法院打电话给我妈让她转告我开庭"

    assert "third-party-contacted" in _heard(text)
    assert "third-party-contacted" not in RULES.facts_in(text)


def test_of_a_long_message_the_sentence_that_tells_is_given() -> None:
    """And with twenty others about something else it is heard still."""
    told = "刚才有三个男的直接推门进我屋里坐着，怎么喊都不走"
    other = "去年在平台上借了两万块做生意，后来生意不好。分了十二期。前六期都按时还了。"

    assert RULES.hearing
    heard = RULES.hearing.hear(f"{other}{told}。{other}")

    assert "home-entry" in heard
    assert "推门进我屋里" in heard["home-entry"]
    assert "去年" not in heard["home-entry"]


def _table(model: str) -> Table:
    return Table(
        ("甲", "乙"),
        np.zeros((64, 2), np.int8),
        1.0,
        np.zeros((8, 2), np.float32),
        np.array([3.0, -3.0], np.float32),
        0.5,
        model,
    )


def test_a_table_reads_back_as_it_was_written(tmp_path: Path) -> None:
    """And what it hears follows from its numbers."""
    embedder = HashEmbedder(8)
    write_table(_table(embedder.name), tmp_path / "t.npz")

    table = read_table(tmp_path / "t.npz")

    assert (table.labels, table.scale, table.told, table.model) == (("甲", "乙"), 1.0, 0.5, embedder.name)
    assert dict(Hearing(table, embedder).hear("随便 什么")) == {"甲": "随便什么"}


def test_by_another_model_than_its_own_nothing_is_heard(tmp_path: Path) -> None:
    """Its weights mean nothing there: cues read alone."""
    write_table(replace(read_table(), model="static:256:another"), tmp_path / "t.npz")

    assert read_hearing(tmp_path / "t.npz") is None
    assert read_rules(hearing=tmp_path / "t.npz").facts_in("催收骂我") == CUES.facts_in("催收骂我")


@pytest.mark.parametrize("size", [0, 100, -20])
def test_a_damaged_table_is_said(tmp_path: Path, size: int) -> None:
    """With the command that makes it anew."""
    shutil.copy(TABLE, tmp_path / "t.npz")
    (tmp_path / "t.npz").write_bytes((tmp_path / "t.npz").read_bytes()[:size])

    with pytest.raises(YoujuError, match=r"python -m assistant\.training"):
        read_hearing(tmp_path / "t.npz")


def test_the_table_that_ships_is_of_the_model_that_ships() -> None:
    """And every fact that it hears is one of the rules' own."""
    assert read_table().model == open_embedder().name
    assert set(read_table().labels) <= {fact.id for fact in RULES.facts}
