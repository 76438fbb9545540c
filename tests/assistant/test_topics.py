"""Which section a message asks for, by a learned table: what it learns, keeps and says of a damaged file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.topics import LEAST, read_topics, runs_of, write_topics
from assistant.training.corpus import read_messages
from assistant.training.sections import NOTHING
from assistant.training.topics import learn
from kb import Corpus, YoujuError

KNOWN = [
    *(("guide:a#calls", text) for text in ("半夜打电话催我", "一天打三十个电话", "电话打到凌晨")),
    *(("guide:a#house", text) for text in ("房子会不会被拍卖", "法院要拍卖我家房子", "唯一住房能拍卖吗")),
]


def test_runs_of_one_and_two_characters() -> None:
    """Each once for where it stands."""
    assert list(runs_of("甲乙丙")) == ["甲", "乙", "丙", "甲乙", "乙丙"]


def test_the_order_of_sentences_says_nothing() -> None:
    """No run stands over the end of a sentence, so that a story told in another order is the same."""
    table = learn(KNOWN)

    assert set(runs_of("半夜打来。房子要拍卖？")) == set(runs_of("房子要拍卖？半夜打来。"))
    assert table.told("半夜打来。房子要拍卖？") == table.told("房子要拍卖？半夜打来。")


def test_a_text_is_known_by_others_like_it() -> None:
    """And what is told are chances: together they are one, and none is told as less than the least."""
    table = learn(KNOWN)

    told = table.told("夜里电话打个不停")

    assert max(told, key=told.__getitem__) == "guide:a#calls"
    assert np.exp(table.scores("夜里电话打个不停")).sum() == pytest.approx(1.0, abs=1e-4)
    assert min(told.values()) >= LEAST


def test_the_same_texts_make_the_same_table(tmp_path: Path) -> None:
    """And it is read back as it was written, but for rounding."""
    table, again = learn(KNOWN), learn(KNOWN)
    write_topics(table, tmp_path / "topics.npz")

    read = read_topics(tmp_path / "topics.npz")

    assert np.array_equal(table.vectors, again.vectors)
    assert np.allclose(table.scores("拍卖房子"), read.scores("拍卖房子"), atol=0.02)
    assert read.told("拍卖房子").keys() == {"guide:a#calls", "guide:a#house"}


def test_a_text_of_which_nothing_is_known() -> None:
    """Tells by how often each is asked for, and fails in nothing."""
    assert learn(KNOWN).told("") == learn(KNOWN).told("𠮷") != {}


def test_a_damaged_table_is_said(tmp_path: Path) -> None:
    """With the command that makes it anew."""
    (tmp_path / "topics.npz").write_bytes(b"PK")

    with pytest.raises(YoujuError, match=r"python -m assistant\.training topics"):
        read_topics(tmp_path / "topics.npz")


def test_every_section_has_messages_and_is_known(corpus: Corpus) -> None:
    """Whoever writes a section writes some messages for it, and learns the table anew."""
    refs = {guide.section_ref(section) for guide in corpus.guides for section in guide.sections}
    written = [ref for ref, _ in read_messages()]

    assert set(written) == refs == set(read_topics().sections) - {NOTHING}
