"""A Chroma folder made of the one before it holds exactly what one built anew would."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.passages import Passage
from kb.ranks import Authority
from kb.renewal import Rows, renew
from kb.store import ChromaVectors


def _passages(count: int) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            id=f"示例法@2021-01-01#{n}",
            kind="article",
            title="示例法",
            number=f"第{n}条",
            headings="",
            text=f"条文{n}。",
            authority=Authority.LAW,
            in_force=20210101,
        )
        for n in range(1, count + 1)
    )


def _vectors(count: int, seed: int = 1) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, 16)).astype(np.float32)
    normed: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return normed


def _built(folder: Path, count: int = 200) -> Rows:
    rows = Rows("youju-before", _passages(count), _vectors(count))
    ChromaVectors.build(folder, rows.name, rows.passages, rows.vectors).close()
    return rows


def _one_changed_one_gone_one_new(before: Rows) -> Rows:
    passages, vectors = list(before.passages), before.vectors.copy()
    passages[7] = replace(passages[7], text="改过的条文。")
    vectors[7] = -vectors[7]
    passages[20] = replace(passages[20], id="示例法@2021-01-01#900")
    return Rows("youju-after", tuple(passages), vectors)


def _reworded(before: Rows, text: str) -> Rows:
    """The first six with other words."""
    passages = tuple(replace(p, text=text) if at < 6 else p for at, p in enumerate(before.passages))
    return Rows(f"youju-{text.count('又')}", passages, before.vectors)


def test_what_changed_is_found_what_is_gone_is_not(tmp_path: Path) -> None:
    """By its new vector, with its new words; rows and neighbours are those of an index built anew."""
    before = _built(tmp_path / "a")
    after = _one_changed_one_gone_one_new(before)

    assert renew(tmp_path / "a", tmp_path / "b", before, after)

    opened = ChromaVectors.open(tmp_path / "b", after.name, [p.id for p in after.passages], after.vectors)
    for row in (7, 20, 0, 199):
        assert opened.search(after.vectors[row], 1)[0][0] == row
    assert opened._collection.get(ids=[after.passages[7].id])["documents"] == ["改过的条文。"]
    assert opened._collection.get(ids=[before.passages[20].id])["ids"] == []
    opened.close()


def test_opening_leaves_the_files_of_a_renewed_folder_as_they_are(tmp_path: Path) -> None:
    """Or its checksums would not hold."""

    def marks() -> dict[str, str]:
        files = (p for p in (tmp_path / "b").rglob("*.*") if p.suffix != ".sqlite3")
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}

    before = _built(tmp_path / "a")
    after = _one_changed_one_gone_one_new(before)
    renew(tmp_path / "a", tmp_path / "b", before, after)
    first = marks()

    for _ in range(2):
        opened = ChromaVectors.open(tmp_path / "b", after.name, [p.id for p in after.passages], after.vectors)
        opened.search(after.vectors[0], 5)
        opened.close()

    assert marks() == first


@pytest.mark.parametrize("changed", [0, 10, 11])
def test_much_that_changed_is_built_anew(tmp_path: Path, changed: int) -> None:
    """Up to a twentieth of the rows is written into a copy; more, and nothing is made."""
    before = _built(tmp_path / "a")
    passages = tuple(replace(p, text="改。") if at < changed else p for at, p in enumerate(before.passages))

    made = renew(tmp_path / "a", tmp_path / "b", before, Rows("youju-after", passages, before.vectors))

    assert made is (changed <= 10)
    assert (tmp_path / "b").exists() is made


def test_small_changes_add_up(tmp_path: Path) -> None:
    """The second renewal counts what the first one wrote: six and six are more than a twentieth of 200."""
    before = _built(tmp_path / "a")
    once = _reworded(before, "改。")
    twice = _reworded(once, "又改。")

    assert renew(tmp_path / "a", tmp_path / "b", before, once)
    assert not renew(tmp_path / "b", tmp_path / "c", once, twice)
