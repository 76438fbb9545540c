"""Every damage of every file of an index is found before it is opened; the service answers, says so, and mends it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import IndexProblem
from kb.seals import verify
from tests.faults.conftest import PART, Workshop

pytestmark = pytest.mark.fault

Damage = Callable[[bytes, bytes], bytes | None]
"""Of a file, and of its like in another index."""

DAMAGES: dict[str, Damage] = {
    "deleted": lambda *_: None,
    "empty": lambda *_: b"",
    "one byte": lambda whole, _: whole[:1],
    "half": lambda whole, _: whole[: len(whole) // 2],
    "one byte short": lambda whole, _: whole[:-1],
    "garbage at the start": lambda whole, _: os.urandom(64)[: len(whole)] + whole[64:],
    "garbage in the middle": lambda whole, _: whole[: len(whole) // 2] + os.urandom(64) + whole[len(whole) // 2 + 64 :],
    "garbage at the end": lambda whole, _: whole[:-64] + os.urandom(min(64, len(whole))),
    "swapped": lambda _, other: other,
}


def _folder(place: Path) -> Path:
    return place / "builds" / (place / "CURRENT").read_text("utf-8").strip()


def _like(folder: Path) -> dict[str, str]:
    """The files of an index, by what they are: Chroma and tantivy give some of them names of chance."""
    return {_kind(name): name for name in [*verify(folder).files, "manifest.json"]}


def _kind(name: str) -> str:
    path = Path(name)
    return path.suffix if path.parts[0] == "lexical" and len(path.stem) == 32 else path.name


@pytest.fixture(scope="module")
def two(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two index folders."""
    workshop.reset()
    workshop.do("build", "third")
    other = tmp_path_factory.mktemp("other") / "other"
    shutil.copytree(_folder(workshop.place), other)
    workshop.reset()
    return _folder(workshop.place), other


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damage_of_every_file_is_found_before_it_is_opened(two: tuple[Path, Path], damage: str) -> None:
    """Some of it makes Chroma take the whole process down; nothing native may see it."""
    folder, other = two
    names, others = _like(folder), _like(other)
    assert names.keys() == others.keys()
    assert len(names) >= 16
    assert {
        "chroma.sqlite3",
        "header.bin",
        "data_level0.bin",
        "link_lists.bin",
        ".idx",
        "meta.json",
        "counts.npz",
    } <= names.keys()
    unseen = []
    for kind, name in names.items():
        path = folder / name
        before = path.read_bytes()
        after = DAMAGES[damage](before, (other / others[kind]).read_bytes())
        path.write_bytes(after) if after is not None else path.unlink()
        try:
            manifest = verify(folder)
            # a whole manifest of another index tells of files that are not here
            unseen += [name] if after != before and (damage != "swapped" or manifest != verify(other)) else []
        except IndexProblem:
            pass
        path.write_bytes(before)

    assert unseen == []
    verify(folder)


def _cases() -> list[tuple[str, str]]:
    kinds = (
        *("manifest.json", "passages.jsonl", "vectors.npy", "chroma.sqlite3", "header.bin", "data_level0.bin"),
        *("length.bin", "link_lists.bin", "index_metadata.pickle", "meta.json", ".managed.json", ".idx", ".term"),
        *(".store", ".fast", ".fieldnorm", ".pos", "counts.npz"),
    )
    if PART:
        return [(kind, damage) for kind in kinds for damage in DAMAGES]
    names = list(DAMAGES)
    return [(kind, names[(3 + 2 * at) % len(names)]) for at, kind in enumerate(kinds)]


@pytest.mark.parametrize(("kind", "damage"), _cases())
def test_a_service_answers_says_so_and_mends(
    workshop: Workshop, two: tuple[Path, Path], kind: str, damage: str
) -> None:
    """Whatever is damaged: the known answers are found at once, 索引修复中 is said, and then the index is whole."""
    workshop.reset()
    folder, other = _folder(workshop.place), two[1]
    path = folder / _like(folder)[kind]
    before = path.read_bytes()
    after = DAMAGES[damage](before, (other / _like(other)[kind]).read_bytes())
    if after == before:
        assert damage == "swapped" or len(before) < 2, f"{damage} leaves {kind} as it was"
        pytest.skip("this file is the same in every index, or too short for this damage")
    path.write_bytes(after) if after is not None else path.unlink()

    said = workshop.do("serve")

    notice, misses, same, by_vectors = said["at_once"]
    assert said["signal"] == 0
    assert notice.startswith("索引修复中")
    assert misses == 0
    assert same is by_vectors is (kind not in {"vectors.npy", "manifest.json"})  # else words alone search
    assert said["mended"] == ["", 0, True]
    found = workshop.do("start")
    assert (found["shelf"], found["whole"], found["chroma"], found["left"]) == ("first", True, 0, [])
    assert _folder(workshop.place) != folder
