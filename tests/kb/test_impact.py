"""What becomes of articles between two texts, and where they are cited: told for an invented law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb import (
    DATA,
    Corpus,
    Cut,
    Fate,
    InstrumentChange,
    Look,
    Moved,
    Place,
    Source,
    Touched,
    changes,
    library_sources,
    places,
    touched,
    units,
)

OLD, NEW = date(2020, 1, 1), date(2027, 1, 1)
BEFORE, AFTER = date(2026, 12, 31), NEW

EARLIER = """**第一条** 为了保护窗台上的花盆，制定本法。

**第二条** 浇水的人应当用绿色的壶，不得用红色的壶。

**第三条** 夜里在他人窗下敲锣的，处三十贝以下罚款。

**第四条** 花盆应当每年登记一次，登记费五贝。

**第六条** 花匠进入他人阳台以前，应当出示蓝色的木牌，并说明来意。

**第七条** 打碎花盆的，赔偿原价。偷走花盆的，处一百贝罚款。
"""
LATER = """**第一条** 为了保护窗台上的花盆，制定本法。

**第二条** 浇水的人应当用绿色或者黄色的壶，不得用红色的壶。

**第三条** 渡船靠岸以前，乘客不得倚靠船舷。

**第五条** 夜里在他人窗下敲锣、放烟火的，处六十贝以下罚款。

**第八条** 花匠进入他人阳台以前，应当出示蓝色的木牌，并且说明来意。

**第九条** 打碎花盆的，赔偿原价。

**第十条** 偷走花盆的，处二百贝罚款。
"""
MAP = (
    Moved("花盆法@2020-01-01#3", ("花盆法@2027-01-01#5",), "罚款加倍。"),
    Moved("花盆法@2020-01-01#7", ("花盆法@2027-01-01#9", "花盆法@2027-01-01#10"), "分成两条。"),
)


@pytest.fixture
def corpus(law: Callable[..., Corpus]) -> Corpus:
    """An invented law in two texts, with a map of two rows."""
    return law(EARLIER, LATER, name="花盆法", days=(OLD, NEW), moved=MAP)


@pytest.fixture
def change(corpus: Corpus) -> InstrumentChange:
    """What the second text changed."""
    (found,) = changes(corpus.on(BEFORE), corpus.on(AFTER))
    return found


@pytest.mark.parametrize(
    ("number", "fate", "targets"),
    [
        ("2", Fate.CHANGED, ()),
        ("3", Fate.MOVED, ("花盆法@2027-01-01#5",)),
        ("6", Fate.MOVED, ("花盆法@2027-01-01#8",)),
        ("7", Fate.MOVED, ("花盆法@2027-01-01#9", "花盆法@2027-01-01#10")),
    ],
)
def test_what_became_of_an_article(change: InstrumentChange, number: str, fate: Fate, targets: tuple[str, ...]) -> None:
    """Changed under its number; moved and split as the map tells; moved by its own words where the map is silent."""
    found = next(a for a in change.articles if a.number.key == number and a.fate is not Fate.NEW)

    assert (found.fate, found.targets) == (fate, targets)


def test_what_stays_is_no_change_and_a_reused_number_is_new(change: InstrumentChange) -> None:
    """第一条 is as it was; the number 3 went on to another rule."""
    assert not [a for a in change.articles if a.number.key == "1"]
    assert [a.number.key for a in change.articles if a.fate is Fate.NEW] == ["3"]


def test_words_are_compared_with_where_the_rule_stands_now(change: InstrumentChange) -> None:
    """A moved article is held against its new number, not against what took its old one."""
    moved = next(a for a in change.articles if a.number.key == "3" and a.fate is Fate.MOVED)

    assert "放烟火" in "".join(p.text for p in moved.pieces if p.change == "added")
    assert not [p for p in moved.pieces if "渡船" in p.text]


def test_a_repealed_article(change: InstrumentChange) -> None:
    """第四条 has no successor, neither by the map nor by its words."""
    assert [a.number.key for a in change.articles if a.fate is Fate.REPEALED] == ["4"]


def test_an_old_text_that_is_not_held_is_not_called_unchanged(law: Callable[..., Corpus]) -> None:
    """A version of which only 第一条 is held: the others are taken to have changed, without words to compare."""
    short = law("**第一条** 为了保护窗台上的花盆，制定本法。\n", EARLIER, name="花盆法", days=(OLD, NEW), last=7)
    (found,) = changes(short.on(BEFORE), short.on(AFTER))

    assert {a.number.key: (a.fate, a.pieces) for a in found.articles}["4"] == (Fate.CHANGED, ())


def test_nothing_changed_between_two_days_of_one_text(corpus: Corpus) -> None:
    """Two days under one version are one law."""
    assert changes(corpus.on(OLD), corpus.on(BEFORE)) == ()


GUIDE = """+++
id = "pots"
title = "花盆"
topic = "花盆"
reviewed = {day}
licence = "CC-BY-4.0"
+++

## 敲锣怎么办？ {{#gong}}
问法：花盆法第三条还有效吗

敲锣的，处三十贝以下罚款（《花盆法》第三条）。

## 用什么壶？ {{#can}}

“浇水的人应当用绿色的壶”（《花盆法》第二条）。该法第一条说的是花盆。
"""


def _graph(tmp_path: Path, corpus: Corpus, guide: str = GUIDE.format(day=OLD), rules: str = "") -> tuple[Place, ...]:
    (tmp_path / "guides").mkdir(exist_ok=True)
    (tmp_path / "guides" / "pots.md").write_text(guide, "utf-8")
    (tmp_path / "rules.toml").write_text(rules, "utf-8")
    own = Source("rule", tmp_path, "rules.toml", Cut.TABLES, "rules/")
    return places((*library_sources(tmp_path), own), corpus.finder)


def _looks(found: tuple[Touched, ...]) -> list[tuple[str, str, str, str]]:
    return [(*t.key, t.look.value) for t in found]


def test_places_are_found_with_file_line_and_unit(tmp_path: Path, corpus: Corpus) -> None:
    """A citation, one that points back, and one in the ways to ask, each in the section that a person mends."""
    found = _graph(tmp_path, corpus)

    assert [(p.kind, p.line, p.unit, p.citation.ref) for p in found] == [
        ("asked", 10, "guide:pots#gong", "花盆法#3"),
        ("guide", 12, "guide:pots#gong", "花盆法#3"),
        ("guide", 16, "guide:pots#can", "花盆法#2"),
        ("guide", 16, "guide:pots#can", "花盆法#1"),
    ]


def test_places_of_the_old_law_are_ranked(tmp_path: Path, corpus: Corpus) -> None:
    """What moved stands before what only reads otherwise, and what stayed is not listed."""
    law = changes(corpus.on(BEFORE), corpus.on(AFTER))
    found = touched(_graph(tmp_path, corpus), law, corpus.on(AFTER))

    assert _looks(found) == [
        ("asked", "guide:pots#gong", "3", "moved"),
        ("guide", "guide:pots#gong", "3", "moved"),
        ("guide", "guide:pots#can", "2", "changed"),
    ]
    assert "现在看《花盆法》第五条" in found[1].says
    assert "“浇水的人应当用绿色的壶”在新条文里不是原话" in found[2].says


def test_a_guide_reviewed_under_the_new_text_means_the_new_text(tmp_path: Path, corpus: Corpus) -> None:
    """第三条 of a guide reviewed since is the new 第三条: a second look, no mend."""
    law = changes(corpus.on(BEFORE), corpus.on(AFTER))
    found = touched(_graph(tmp_path, corpus, GUIDE.format(day=NEW)), law, corpus.on(AFTER))

    assert {t.look for t in found} == {Look.SETTLED}


RULES = """# 《花盆法》第六条 in a comment is no citation.
[[rule]]
id = "both"
law = [{ ref = "花盆法@2020-01-01#3", says = "…" }, { ref = "花盆法@2027-01-01#5", says = "…" }]

[[rule]]
id = "old-only"
law = [{ ref = "花盆法@2020-01-01#6.1", says = "花匠进入他人阳台以前，应当出示蓝色的木牌" }]

[[rule]]
id = "gone"
law = [{ ref = "花盆法#4", says = "…" }]
"""


def test_an_old_text_beside_the_new_one_is_kept_and_alone_is_to_be_moved(tmp_path: Path, corpus: Corpus) -> None:
    """Rules judge earlier acts by the old text; one that has only the old text is behind. An item is its article's."""
    law = changes(corpus.on(BEFORE), corpus.on(AFTER))
    found = touched(_graph(tmp_path, corpus, rules=RULES), law, corpus.on(AFTER))

    assert [x for x in _looks(found) if x[0] == "rule"] == [
        ("rule", "gone", "4", "broken"),
        ("rule", "old-only", "6", "moved"),
        ("rule", "both", "3", "kept"),
        ("rule", "both", "5", "settled"),
    ]


def test_units_that_were_rewritten_along_with_the_law_are_told(tmp_path: Path) -> None:
    """Two libraries are compared unit by unit: a section with other words is another, and so is one reviewed again."""
    for name, day in (("old", OLD), ("new", NEW)):
        (tmp_path / name / "guides").mkdir(parents=True)
        (tmp_path / name / "guides" / "pots.md").write_text(GUIDE.format(day=day), "utf-8")
    before, after = (units(library_sources(tmp_path / name)) for name in ("old", "new"))

    assert before.keys() == after.keys()
    assert all(before[unit] != after[unit] for unit in before)


def test_every_reference_of_the_moved_map_is_a_place(shelf: Corpus) -> None:
    """The library that ships: each row of moved.toml cites its old and its new articles."""
    found = {p.citation.ref for p in places(library_sources(DATA), shelf.finder) if p.kind == "moved"}

    assert {ref for row in shelf.moved for ref in (row.old, *row.new)} <= found
