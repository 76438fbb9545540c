"""Chroma is opened by a child first: what takes the child down, or gives it wrong answers, never reaches us."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kb import generations, seals, trial
from kb.embedders import HashEmbedder
from kb.errors import IndexProblem
from kb.hnsw import check_graph
from kb.indexing import write_index
from kb.passages import Passage
from kb.search import Searcher
from kb.store import collection_name
from kb.trial import try_chroma
from kb.vectors import ExactVectors

EMBEDDER = HashEmbedder(64)
SHELF = tuple(
    Passage(f"示例法#{n}", "article", "示例法", f"第{n}条", "", f"第{n}种货物不得掺假。") for n in range(1, 61)
)
MARK = generations.fingerprint(SHELF, EMBEDDER.name)
NAME, IDS = collection_name(MARK), [p.id for p in SHELF]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole index folder, built once."""
    place = tmp_path_factory.mktemp("place")

    def write(new: Path) -> str:
        write_index(new, place, MARK, SHELF, EMBEDDER, lambda *_: None)
        return EMBEDDER.name

    return generations.ensure(place, MARK, write)[0]


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return shutil.copytree(built, tmp_path / "index")


def test_a_sound_folder_passes_and_stays_as_it_is(folder: Path) -> None:
    """The child leaves nothing behind that a checksum would see."""
    try_chroma(folder, NAME, IDS)

    seals.verify(folder)


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("data_level0.bin", lambda whole: b"\xff" * 64 + whole[64:], r"中途退出：-11"),
        ("data_level0.bin", lambda whole: whole[:100], "不可用"),
        ("header.bin", lambda whole: whole[:1], "不可用"),
        ("chroma.sqlite3", lambda whole: whole[:4096], "不可用"),
    ],
)
def test_a_file_damaged_after_it_was_checked_takes_only_the_child_down(
    folder: Path, name: str, damage: Callable[[bytes], bytes], said: str
) -> None:
    """Some damage ends a process by SIGSEGV, some is not told at all, only the neighbours are wrong."""
    (path,) = folder.rglob(name)
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(IndexProblem, match=said):
        try_chroma(folder, NAME, IDS)


def test_other_vectors_than_were_written_are_noticed(folder: Path) -> None:
    """The rows are asked for by their own vectors: an index that knows others is not ours."""
    np.save(folder / "vectors.npy", np.eye(len(SHELF), 64, dtype=np.float32), allow_pickle=False)

    with pytest.raises(IndexProblem, match="已损坏"):
        try_chroma(folder, NAME, IDS)


def test_a_child_that_takes_too_long_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is killed at its time."""
    monkeypatch.setattr(trial, "PATIENCE", 0.01)

    with pytest.raises(IndexProblem, match=r"试开了 0\.01 秒"):
        try_chroma(folder, NAME, IDS)


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Chroma that ends whatever process loads it, for every process that starts from now on."""
    package = tmp_path / "deadly" / "chromadb"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    monkeypatch.syspath_prepend(package.parent)


def test_a_chroma_that_dies_on_a_good_folder_costs_no_answer(
    folder: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The searcher compares one by one, says so, and finds the same; this process lives."""
    monkeypatch.setattr("kb.opening.COMPARED_UP_TO", 0)
    expected = Searcher.build(SHELF, EMBEDDER, None).find("第七种货物", None)
    request.getfixturevalue("deadly")

    opened = Searcher.from_folder(generations.Held(folder, seals.verify(folder)), SHELF, EMBEDDER)

    assert isinstance(opened.vectors, ExactVectors)
    assert "逐条比较" in opened.notice
    assert opened.find("第七种货物", None) == expected
    with pytest.raises(IndexProblem, match="试开它的进程"):
        opened.as_langchain()


def test_what_was_damaged_since_we_opened_is_not_lent(folder: Path) -> None:
    """A searcher that runs for weeks checks Chroma's folder again before it opens it for another program."""
    opened = Searcher.from_folder(generations.Held(folder, seals.verify(folder)), SHELF, EMBEDDER)
    (path,) = folder.rglob("header.bin")
    path.write_bytes(path.read_bytes()[:50])

    with pytest.raises(IndexProblem, match=r"header\.bin"):
        opened.as_langchain()


GRAPH = ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin")


@pytest.mark.parametrize("name", GRAPH)
def test_a_graph_that_was_not_written_to_its_end_is_noticed(folder: Path, name: str) -> None:
    """Chroma does not say when the disk was full for a moment; its files do, by what they are short of."""
    vectors = generations.read_vectors(folder)
    check_graph(folder / "chroma", vectors)
    (path,) = folder.rglob(name)
    path.write_bytes(path.read_bytes()[:-4])

    with pytest.raises(IndexProblem, match="没有写完整"):
        check_graph(folder / "chroma", vectors)


@pytest.mark.parametrize(("name", "at"), [("header.bin", 20), ("data_level0.bin", 10_480), ("data_level0.bin", 300)])
def test_a_write_that_was_lost_in_the_middle_is_noticed(folder: Path, name: str, at: int) -> None:
    """A file of the right length may have a hole where the disk was full."""
    (path,) = folder.rglob(name)
    whole = path.read_bytes()
    path.write_bytes((whole[:at] + bytes(1100) + whole[at + 1100 :])[: len(whole)])

    with pytest.raises(IndexProblem, match="没有写完整"):
        check_graph(folder / "chroma", generations.read_vectors(folder))


def test_a_graph_of_other_vectors_is_noticed(folder: Path) -> None:
    """A renewal that was lost leaves rows of before."""
    vectors = generations.read_vectors(folder).copy()
    vectors[7:9] = -vectors[7:9]

    with pytest.raises(IndexProblem, match="没有写完整"):
        check_graph(folder / "chroma", vectors)
