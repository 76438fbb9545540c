"""Nearest vectors: Chroma in memory and in a folder, an exact scan beside it, and no way to the default embedder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.embedders import HashEmbedder
from kb.errors import IndexProblem
from kb.passages import Passage
from kb.store import ChromaVectors, _batches
from kb.vectors import ExactVectors, LeadingVectors, compared, paired


def _shelf(count: int) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            id=f"示例法@2021-01-01#{n}", kind="article", title="示例法", number=f"第{n}条", headings="", text=f"条文{n}"
        )
        for n in range(1, count + 1)
    )


def _rows(count: int, dimensions: int = 32, seed: int = 1) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


@pytest.fixture
def memory() -> Iterator[ChromaVectors]:
    """A collection in memory."""
    opened = ChromaVectors.build(None, "test-memory", _shelf(40), _rows(40))
    yield opened
    opened.close()


def test_chroma_finds_what_the_exact_scan_finds(memory: ChromaVectors) -> None:
    """Same positions, same similarities, same order."""
    question = _rows(1, seed=9)[0]

    found, exact = paired(memory.search(question, 10)), paired(ExactVectors(_rows(40)).search(question, 10))

    assert [at for at, _ in found] == [at for at, _ in exact]
    assert [score for _, score in found] == pytest.approx([score for _, score in exact], abs=1e-6)


def test_more_than_there_are_gives_all(memory: ChromaVectors) -> None:
    """Asking for a hundred of forty is no error."""
    assert len(memory.search(_rows(1)[0], 100)[0]) == 40


def test_equal_similarities_stand_by_position() -> None:
    """Ties are broken by position, also at the cut."""
    same = np.repeat(_rows(1), 6, axis=0)

    assert ExactVectors(same).search(same[0], 3)[0].tolist() == [0, 1, 2]


def test_leading_components_find_what_the_whole_vectors_find() -> None:
    """Of vectors that vary most along some axes nearly all of the nearest, with their own similarities, in order."""
    seed = np.random.default_rng(5)
    axes = np.geomspace(1, 0.02, 160)
    rows = (seed.normal(size=(6000, 160)) * axes).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    turned = rows @ np.linalg.qr(seed.normal(size=(160, 160)))[0].astype(np.float32)
    leading, whole = LeadingVectors(turned), ExactVectors(turned)

    for question in turned[::300]:
        at, scores = leading.search(question, 100)
        expected, exact = whole.search(question, 100)
        assert len(set(at.tolist()) & set(expected.tolist())) >= 99
        assert scores == pytest.approx(exact[: len(scores)], abs=1e-4)
        assert scores.tolist() == sorted(scores.tolist(), reverse=True)


@pytest.mark.parametrize(("count", "kind"), [(20_000, ExactVectors), (20_001, LeadingVectors)])
def test_many_are_compared_by_their_leading_components(count: int, kind: type[ExactVectors]) -> None:
    """Twenty thousand are compared whole."""
    assert type(compared(np.eye(8, dtype=np.float32)[np.arange(count) % 8])) is kind


def test_a_folder_is_read_back(tmp_path: Path) -> None:
    """What one process wrote, another opens by its name."""
    ChromaVectors.build(tmp_path / "chroma", "youju-a", _shelf(30), _rows(30)).close()

    opened = ChromaVectors.open(tmp_path / "chroma", "youju-a", [p.id for p in _shelf(30)], _rows(30))

    assert [(at, round(score, 5)) for at, score in paired(opened.search(_rows(30)[7], 1))] == [(7, 1.0)]
    opened.close()


@pytest.mark.parametrize("count", [2, 3, 101, 1001])
def test_opening_and_asking_leaves_the_index_files_as_they_are(tmp_path: Path, count: int) -> None:
    """All rows are compacted when written, so the checksums of an index folder hold for ever."""

    def marks() -> dict[str, str]:
        files = (p for p in (tmp_path / "chroma").rglob("*.*") if p.suffix != ".sqlite3")
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}

    ChromaVectors.build(tmp_path / "chroma", "youju-a", _shelf(count), _rows(count)).close()
    before = marks()
    for _ in range(2):
        opened = ChromaVectors.open(tmp_path / "chroma", "youju-a", [p.id for p in _shelf(count)], _rows(count))
        opened.search(_rows(1)[0], 5)
        opened.close()

    assert len(before) == 5
    assert marks() == before


@pytest.mark.parametrize(
    ("name", "count", "vectors"),
    [
        ("youju-other", 30, _rows(30)),  # another index's collection
        ("youju-a", 29, _rows(29)),  # too many rows in it
        ("youju-a", 30, _rows(30, seed=5)),  # not these vectors
    ],
)
def test_a_collection_that_does_not_fit_is_refused(
    tmp_path: Path, name: str, count: int, vectors: NDArray[np.float32]
) -> None:
    """A wrong, short or foreign collection is noticed at opening, not in an answer."""
    ChromaVectors.build(tmp_path / "chroma", "youju-a", _shelf(30), _rows(30)).close()

    with pytest.raises(IndexProblem):
        ChromaVectors.open(tmp_path / "chroma", name, [p.id for p in _shelf(count)], vectors)


def test_a_fault_inside_chroma_is_an_index_problem(memory: ChromaVectors) -> None:
    """Whatever it raises comes out as one kind of error."""
    with pytest.raises(IndexProblem, match="向量库"):
        memory.search(np.ones(5, dtype=np.float32), 3)


def test_langchain_sees_the_same_collection(memory: ChromaVectors) -> None:
    """Other programs get a LangChain vector store with our embedder, never Chroma's own."""
    embedder = HashEmbedder(32)
    store = memory.as_langchain(embedder)

    found = store.similarity_search("条文", k=3)

    assert len(found) == 3
    assert found[0].metadata["title"] == "示例法"
    assert found[0].page_content.startswith("条文")
    assert [d.page_content for d in found] == [
        _shelf(40)[at].text for at in memory.search(embedder.embed_query("条文"), 3)[0]
    ]


def test_memory_is_given_back() -> None:
    """Two searchers of one corpus do not disturb each other, and a closed one leaves nothing."""
    first = ChromaVectors.build(None, "test-first", _shelf(5), _rows(5))
    second = ChromaVectors.build(None, "test-second", _shelf(6), _rows(6))
    first.close()

    assert len(second.search(_rows(1)[0], 9)[0]) == 6
    with pytest.raises(IndexProblem):
        first.search(_rows(1)[0], 1)
    second.close()


@pytest.mark.parametrize(("count", "most"), [(0, 5), (1, 5), (5, 5), (6, 5), (5462, 5461), (55404, 5461)])
def test_batches_are_even(count: int, most: int) -> None:
    """No batch is beyond the limit, and none is a left-over of one row."""
    sizes = _batches(count, most)

    assert sum(sizes) == count
    assert max(sizes) <= most
    assert max(sizes) - min(sizes) <= 1
