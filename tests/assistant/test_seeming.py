"""Words of a cue are passed over where what stands beside them tells another matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.conduct import read_rules
from assistant.cues import Cues
from assistant.seeming import TABLE, Seeming, read_seeming, slots_beside
from assistant.training.corpus import CUES, read_told
from evals.hearing import CUES as SCORED
from evals.labelled import read_labelled
from kb import YoujuError

RULES, CUES_ALONE = read_rules(hearing=None), read_rules(hearing=None, seeming=None)
SLOTS = 4096


def _against(text: str, start: int, end: int) -> Seeming:
    """A table in which everything beside these words speaks against them."""
    weights = bytearray(SLOTS)
    for slot in slots_beside(text, start, end, SLOTS):
        weights[slot] = 0x80  # the least of signed bytes
    return Seeming(bytes(weights), 1.0, 1.0, 0.3, frozenset({"insult"}))


def test_what_was_learned_to_tell_another_matter_is_passed_over() -> None:
    """Beside the same words elsewhere, and for a fact that nothing was learned of, the table says nothing."""
    film, text = "昨晚那部电影里收数佬一直骂我偶像", "平台的人吼了我妈"
    table = _against(film, 12, 14)

    assert film[12:14] == "骂我"
    assert table.only_seems("insult", film, 12, 14)
    assert not table.only_seems("violence", film, 12, 14)
    assert not table.only_seems("insult", text, 4, 6)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("insult", "刚才骂我还说明天去我单位闹"),
        ("threat-scene", "刚才骂我还说明天去我单位闹"),
        ("third-party-contacted", "催收能打我同事吗"),
        ("upfront-interest", "年化利率多少算高利贷? 砍头息合法吗?"),
        ("insult", "他们半夜打电话骂我，这算违法吗"),
    ],
)
def test_what_is_told_or_asked_to_be_lawful_is_heard(fact: str, text: str) -> None:
    """Told plainly, or asked in general, which is answered as if it were done."""
    assert fact in RULES.facts_in(text)


def test_a_question_in_general_is_heard_whatever_stands_beside_it() -> None:
    """The same words are passed over where nobody asks whether that is lawful."""
    text = "催收骂我"
    seeming = _against(text, 2, 4)
    cues = Cues([fact for fact in CUES_ALONE.facts if fact.id == "insult"], CUES_ALONE.words, seeming)

    assert "insult" not in cues.facts_in(text)
    assert "insult" in cues.facts_in("催收骂我合法吗")


def test_look_alikes_that_were_learned_are_mostly_known() -> None:
    """Of those in which cues alone hear the fact, at least a fifth is passed over; of what is told, hardly any."""
    passed = {True: 0, False: 0}
    of = {True: 0, False: 0}
    for line in read_told(CUES):
        alone, heard = CUES_ALONE.facts_in(line.text).keys(), RULES.facts_in(line.text).keys()
        for tells, facts in ((True, line.facts), (False, line.seeming)):
            of[tells] += len(facts & alone)
            passed[tells] += len((facts & alone) - heard)

    assert passed[False] > of[False] / 5
    assert passed[True] < of[True] / 50


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"no table"])
def test_a_damaged_table_is_named(tmp_path: Path, damage: bytes) -> None:
    """With the command that makes it anew; so is one that was cut off."""
    for name, held in (("a.bin", damage), ("b.bin", TABLE.read_bytes()[:-1])):
        (tmp_path / name).write_bytes(held)
        with pytest.raises(YoujuError, match=rf"{name}.*training seeming"):
            read_seeming(tmp_path / name)


def test_nothing_that_is_scored_was_learned() -> None:
    """No sentence of the set stands among those that the table is learned from."""
    learned = {line.text for line in (*read_told(CUES), *read_told())}

    assert learned.isdisjoint(text for _, text in read_labelled(SCORED))
