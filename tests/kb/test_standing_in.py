"""An index that is kept, renewed, damaged or gone: there is an answer whatever breaks, and a word about it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.embedders import HashEmbedder
from kb.errors import IndexProblem
from kb.lexical import LexicalIndex
from kb.search import Searcher
from kb.store import ChromaVectors
from kb.vectors import ExactVectors, Nearest
from tests.kb.conftest import read_only
from tests.kb.searched import CONCEPTS, EMBEDDER, EMBEDDER_512, SHELF, TODAY, article, refs


@pytest.fixture(scope="module")
def searcher() -> Iterator[Searcher]:
    """One searcher in memory, with a concept."""
    opened = Searcher.build(SHELF, EMBEDDER, None, concepts=CONCEPTS)
    yield opened
    opened.close()


def test_memory_says_that_nothing_is_kept(searcher: Searcher) -> None:
    """`notice` is for the reader."""
    assert "内存" in searcher.notice


def test_no_passages_is_no_error(tmp_path: Path) -> None:
    """An empty library, or one with a single article, is searched like any other."""
    for number, passages in enumerate(((), SHELF[:1])):
        opened = Searcher.build(passages, EMBEDDER, tmp_path / str(number))
        assert len(opened.find("骚扰", TODAY)) == len(passages)
        assert opened.notice == ""


# what is kept in a folder


@pytest.fixture
def by_chroma(monkeypatch: pytest.MonkeyPatch, untried: None) -> None:  # noqa: ARG001 - not by a child first
    """Chroma is asked however few passages there are."""
    monkeypatch.setattr("kb.opening.COMPARED_UP_TO", 0)


def test_few_passages_are_compared_one_by_one(tmp_path: Path) -> None:
    """Exact and the same every time; Chroma's folder is there for those who want it, and is not opened."""
    opened = Searcher.build(SHELF, EMBEDDER, tmp_path)

    assert isinstance(opened.vectors, ExactVectors)
    assert list(tmp_path.glob("builds/*/chroma/chroma.sqlite3"))
    opened.close()


def test_other_programs_get_the_index_as_a_langchain_vector_store(tmp_path: Path) -> None:
    """Whichever way the searcher itself compares; an index in memory has none, and says so."""
    opened = Searcher.build(SHELF, EMBEDDER, tmp_path)

    found = opened.as_langchain().similarity_search("骚扰他人", k=1)

    assert found[0].page_content == opened.find("骚扰他人", None, k=1)[0].passage.text
    opened.close()
    with pytest.raises(IndexProblem, match="youju index"):
        Searcher.build(SHELF, EMBEDDER, None).as_langchain()


@pytest.mark.usefixtures("by_chroma")
def test_the_second_start_builds_nothing(tmp_path: Path) -> None:
    """It opens what the first wrote, and answers alike."""
    stages: list[str] = []
    first = Searcher.build(SHELF, EMBEDDER, tmp_path, progress=lambda stage, *_: stages.append(stage))
    expected = first.find("骚扰他人", TODAY)
    first.close()
    assert {"建立关键词索引", "计算词向量", "写入向量库"} <= set(stages)

    stages.clear()
    second = Searcher.build(SHELF, EMBEDDER, tmp_path, progress=lambda stage, *_: stages.append(stage))

    assert stages == []
    assert (second.notice, second.fingerprint) == ("", first.fingerprint)
    assert isinstance(second.vectors, ChromaVectors)
    assert second.find("骚扰他人", TODAY) == expected
    second.close()


def test_a_changed_library_or_embedder_is_indexed_anew(tmp_path: Path) -> None:
    """A stale index never answers."""
    Searcher.build(SHELF, EMBEDDER, tmp_path).close()

    changed = Searcher.build((*SHELF, article("补充法#1", "第一条", "不得冒充公检法。")), EMBEDDER, tmp_path)
    other = Searcher.build(SHELF, HashEmbedder(32), tmp_path)

    assert refs(changed.find("冒充公检法", TODAY))[0] == "补充法#1"
    assert len({changed.fingerprint, other.fingerprint}) == 2
    assert changed.notice == other.notice == ""
    changed.close()
    other.close()


@pytest.mark.parametrize(
    "name", ["vectors.npy", "passages.jsonl", "manifest.json", "header.bin", "chroma.sqlite3", "meta.json", "*.idx"]
)
def test_a_damaged_file_is_noticed_and_the_index_rebuilt(tmp_path: Path, name: str) -> None:
    """Cut in half, it is found before it is opened; the reader notices nothing but the time."""
    first = Searcher.build(SHELF, EMBEDDER, tmp_path)
    expected = first.find("骚扰他人", TODAY)
    first.close()
    (damaged,) = (tmp_path / "builds").rglob(name)
    damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size // 2])

    again = Searcher.build(SHELF, EMBEDDER, tmp_path)

    assert again.notice == ""
    assert again.find("骚扰他人", TODAY) == expected
    again.close()


@pytest.mark.parametrize("exact_up_to", [20_000, 0])
def test_a_reader_keeps_its_index_while_others_build_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exact_up_to: int
) -> None:
    """Nothing is taken from under a running searcher, Chroma's neither, even when its folder has been swept away."""
    monkeypatch.setattr("kb.opening.COMPARED_UP_TO", exact_up_to)
    reader = Searcher.build(SHELF, EMBEDDER, tmp_path)
    expected = reader.find("骚扰他人", TODAY)

    monkeypatch.setattr("kb.opening.COMPARED_UP_TO", 20_000)
    for count in (3, 5):
        Searcher.build(SHELF[:count], EMBEDDER, tmp_path).close()

    assert len(list((tmp_path / "builds").iterdir())) == 2
    assert reader.find("骚扰他人", TODAY) == expected
    assert refs(reader.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"
    reader.close()


def test_the_last_good_index_stands_in_for_a_damaged_one(tmp_path: Path) -> None:
    """Where nothing can be rebuilt, an older answer with a warning is better than none."""
    for passages in (SHELF, SHELF[:5]):
        Searcher.build(passages, EMBEDDER_512, tmp_path).close()
    newest = tmp_path / "builds" / (tmp_path / "CURRENT").read_text("utf-8").strip()
    (newest / "passages.jsonl").write_bytes(b"")

    opened = Searcher.open(tmp_path)

    assert "用的是上一份：请运行 youju index" in opened.notice
    assert opened.passages == SHELF
    opened.close()


@pytest.mark.parametrize(
    ("name", "said", "rankings"),
    [
        ("vectors.npy", "现在只用关键词检索", {"lexical"}),
        ("meta.json", "关键词部分已损坏", {"lexical", "vector"}),
        ("chroma.sqlite3", "向量库部分已损坏", {"lexical", "vector"}),
    ],
)
def test_what_is_whole_of_an_index_built_elsewhere_serves(
    tmp_path: Path, name: str, said: str, rankings: set[str]
) -> None:
    """Its passages are of its day; an older index would be of an older law."""
    for passages in (SHELF[:5], SHELF):
        Searcher.build(passages, EMBEDDER_512, tmp_path).close()
    newest = tmp_path / "builds" / (tmp_path / "CURRENT").read_text("utf-8").strip()
    (damaged,) = newest.rglob(name)
    damaged.write_bytes(b"")

    opened = Searcher.open(tmp_path)

    assert said in opened.notice
    assert opened.notice.endswith("请运行 youju index 重建。")
    assert opened.passages == SHELF
    assert set(opened.find("骚扰他人", TODAY)[0].rankings) == rankings
    opened.close()


def test_an_index_built_elsewhere_brings_its_passages(tmp_path: Path) -> None:
    """It opens with the embedder it was built with."""
    built = Searcher.build(SHELF, EMBEDDER_512, tmp_path)

    opened = Searcher.open(tmp_path, concepts=CONCEPTS)

    assert opened.passages == SHELF
    assert (opened.notice, opened.fingerprint) == ("", built.fingerprint)
    assert opened.find("骚扰他人", TODAY) == built.find("骚扰他人", TODAY)
    with pytest.raises(IndexProblem, match="youju index"):
        Searcher.open(tmp_path / "absent")
    built.close()
    opened.close()


@pytest.mark.parametrize("name", [None, "broken"])
def test_without_its_embedder_an_index_is_searched_by_words(tmp_path: Path, name: str | None) -> None:
    """A model that cannot be loaded, or is another, costs recall, and the reader is told."""
    Searcher.build(SHELF, EMBEDDER, tmp_path).close()  # 64 dimensions; opening expects 512
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "modules.json").write_text("no list")

    opened = Searcher.open(tmp_path, name and str(tmp_path / name))

    assert "只用关键词" in opened.notice
    assert refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"
    assert {r for h in opened.find("骚扰", TODAY) for r in h.rankings} == {"lexical"}


def test_without_an_embedder_words_are_enough(tmp_path: Path) -> None:
    """BM25 alone is a searcher."""
    for place in (None, tmp_path):
        opened = Searcher.build(SHELF, None, place)
        assert refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"


# what breaks


@pytest.mark.skipif(os.name == "nt", reason="folders have no write permission there")
def test_a_place_that_cannot_be_written_means_memory() -> None:
    """The question is answered; the reader is told that the next start takes as long."""
    with tempfile.TemporaryDirectory() as place, read_only(Path(place)):
        opened = Searcher.build(SHELF, EMBEDDER, Path(place) / "index")

        assert "没有写入权限），这次只放在内存里" in opened.notice
        assert place in opened.notice
        assert refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"
        opened.close()


@pytest.mark.skipif(os.name == "nt", reason="folders have no write permission there")
@pytest.mark.usefixtures("by_chroma")
def test_an_index_on_a_read_only_disk_is_used_as_it_is() -> None:
    """Neither tantivy nor Chroma can open it there; a copy and the exact scan can, with the same answer."""
    with tempfile.TemporaryDirectory() as place:
        first = Searcher.build(SHELF, EMBEDDER, Path(place))
        expected = first.find("骚扰他人", TODAY)
        first.close()
        with read_only(Path(place)):
            opened = Searcher.build(SHELF, EMBEDDER, Path(place))

            assert isinstance(opened.vectors, ExactVectors)
            assert "逐条比较" in opened.notice
            assert refs(opened.find("骚扰他人", TODAY)) == refs(expected)


def test_a_full_disk_means_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there before stays whole, and is used again when there is space."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        opened = Searcher.build(SHELF, EMBEDDER, tmp_path)
        assert "磁盘空间不足），这次只放在内存里" in opened.notice
        assert refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"
    again = Searcher.build(SHELF, EMBEDDER, tmp_path)
    assert again.notice == ""
    opened.close()
    again.close()


@pytest.mark.usefixtures("by_chroma")
def test_chroma_that_fails_while_asked_is_replaced(tmp_path: Path) -> None:
    """The very question that met the fault is answered, and so is the next."""
    opened = Searcher.build(SHELF, EMBEDDER, tmp_path)
    expected = opened.find("骚扰他人", TODAY)
    opened.find("利息", TODAY)  # the last question is remembered
    assert isinstance(opened.vectors, ChromaVectors)
    opened.vectors.close()

    assert opened.find("骚扰他人", TODAY) == expected
    assert opened.find("骚扰他人", TODAY) == expected
    assert isinstance(opened.vectors, ExactVectors)
    assert opened.notice.count("逐条比较") == 1


@pytest.mark.usefixtures("by_chroma")
def test_chroma_that_cannot_start_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder and in memory alike."""
    Searcher.build(SHELF, EMBEDDER, tmp_path).close()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no Chroma today")

    monkeypatch.setattr("chromadb.PersistentClient", broken)
    monkeypatch.setattr("chromadb.EphemeralClient", broken)
    folder, memory = Searcher.build(SHELF, EMBEDDER, tmp_path), Searcher.build(SHELF, EMBEDDER, None)

    assert "no Chroma today" in folder.notice
    for opened in (folder, memory):
        assert isinstance(opened.vectors, ExactVectors)
        assert refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"


def test_a_day_that_another_thread_made_us_forget_is_no_error() -> None:
    """What is remembered of days is let go of as others are asked for, at any moment."""

    class Forgetful(dict[Any, Any]):
        def __setitem__(self, key: Any, value: Any) -> None: ...

    opened = Searcher.build(SHELF, EMBEDDER, None)
    expected = opened.find("利息预先扣除", TODAY)
    opened._applicable._known = Forgetful()

    assert opened.find("利息预先扣除", TODAY) == expected


def test_vectors_that_cannot_be_replaced_leave_words() -> None:
    """BM25 alone answers, and the notice says so."""

    class Failing:
        def search(self, vector: NDArray[np.float32], k: int) -> Nearest:
            raise IndexProblem(f"向量库不可用（{len(vector)}，{k}）。")

        def close(self) -> None: ...

    lexical = LexicalIndex.build(SHELF)
    opened = Searcher(SHELF, lexical, Failing(), embedder=EMBEDDER)

    assert refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"
    assert opened.vectors is None
    assert "只用关键词" in opened.notice
