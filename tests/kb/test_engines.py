"""One contract for every engine: the exact scan, Chroma in a folder and on a server, Milvus in a file and on a server.

What an engine proposes must not be seen in an answer: the same passages, the same scores, on every day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.embedders import HashEmbedder
from kb.errors import IndexProblem
from kb.milvus import MilvusVectors
from kb.passages import FOREVER, Passage
from kb.remote import server_of
from kb.search import Searcher
from kb.servers import Limited
from kb.store import ChromaVectors
from kb.vectors import ExactVectors, VectorIndex

pytestmark = pytest.mark.usefixtures("patience", "untried")

TODAY = date(2026, 11, 22)
_SUBJECTS = ("催收人", "贷款人", "借款人", "担保人", "银行", "平台", "联系人", "法院", "律师", "债务人")
_ACTS = ("不得骚扰", "应当告知", "可以起诉", "不得泄露", "应当退还", "不得冒充", "可以投诉", "不得预扣", "应当更正")
_OBJECTS = ("他人", "利息", "个人信息", "本金", "合同", "证据", "征信记录")


def _passage(number: int, text: str, until: int = FOREVER) -> Passage:
    return Passage(
        id=f"示例法@2021-01-01#{number}",
        kind="article",
        title="示例法",
        number=f"第{number}条",
        headings="",
        text=text,
        in_force=20210101,
        until=until,
        instrument="示例法",
    )


SHELF = tuple(
    _passage(n, f"{subject}{act}{thing}。")
    for n, (subject, act, thing) in enumerate(((s, a, o) for s in _SUBJECTS for a in _ACTS for o in _OBJECTS), 1)
)
PROBES = ("催收骚扰我", "利息能不能预先扣", "征信记录错了怎么办", "平台冒充法院", "银行泄露个人信息", "合同")


class _Counting(HashEmbedder):
    """Remembers how many passages it embedded."""

    embedded = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        return super().embed(texts)


ENGINES = ("exact", "Chroma in a folder", "Chroma server", "Milvus in a file", "Milvus server")


@pytest.fixture(scope="module", params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path | str]:
    """Where an index of each engine lives; Chroma's folder is asked however few passages there are."""
    folder = tmp_path_factory.mktemp("place")
    if "server" in request.param:
        server: Any = request.getfixturevalue(request.param.lower().replace(" ", "_"))
        yield str(server.url)
    elif request.param == "Milvus in a file":
        if find_spec("pymilvus") is None or find_spec("milvus_lite") is None:
            pytest.skip("Milvus is not installed")
        yield f"milvus:{folder / 'youju.db'}"
    else:
        with pytest.MonkeyPatch.context() as patch:
            if request.param == "Chroma in a folder":
                patch.setattr("kb.opening.COMPARED_UP_TO", 0)
            yield folder


@pytest.fixture(scope="module")
def beside(place: Path | str, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - one for each place
    """What stays on this machine."""
    return tmp_path_factory.mktemp("beside")


@pytest.fixture
def build(place: Path | str, beside: Path, request: pytest.FixtureRequest) -> Callable[..., Searcher]:
    """Publishes passages in that place, unless they are there, and opens them as its readers do."""

    def made(passages: Sequence[Passage], embedder: HashEmbedder | None = None) -> Searcher:
        opened = Searcher.build(passages, embedder or HashEmbedder(), place, beside=beside)
        request.addfinalizer(opened.close)
        assert opened.notice == ""
        assert isinstance(opened.vectors, _kind(place))
        return opened

    return made


@pytest.fixture(scope="module")
def exact() -> Searcher:
    """The exact scan, in memory."""
    return Searcher.build(SHELF, HashEmbedder(), None)


def _kind(place: Path | str) -> type[VectorIndex]:
    if server_of(place):
        return Limited
    return ExactVectors if _exact() else ChromaVectors


def _exact() -> bool:
    import kb.opening

    return bool(vars(kb.opening)["COMPARED_UP_TO"])


def test_the_same_passages_with_the_same_scores(build: Callable[..., Searcher], exact: Searcher) -> None:
    """Whatever proposes them: ids, order and scores are those of the exact scan."""
    opened = build(SHELF)

    for text in PROBES:
        found, wanted = opened.find(text, TODAY, k=20), exact.find(text, TODAY, k=20)
        assert [hit.passage.id for hit in found] == [hit.passage.id for hit in wanted]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted], abs=1e-5)


def test_nearly_all_of_the_nearest_are_found(build: Callable[..., Searcher]) -> None:
    """Recall@10 of vectors alone is at least .99 against the exact scan."""
    opened = build(SHELF)
    assert opened.vectors is not None
    assert opened.matrix is not None
    exact, questions = ExactVectors(opened.matrix), opened.matrix[::21] + 0.2 * opened.matrix[5::21]

    shares = [sum(opened.vectors.search(q, 10)[1] >= exact.search(q, 10)[1][-1] - 1e-6) / 10 for q in questions]

    assert len(shares) == 30
    assert np.mean(shares) >= 0.99


def test_a_vector_of_another_length_is_an_index_problem(build: Callable[..., Searcher], place: Path | str) -> None:
    """And no answer: engines say so, each in its own words, which come out as one kind of error."""
    opened = build(SHELF)
    if isinstance(opened.vectors, ExactVectors):
        pytest.skip("numpy's own error; our own embedder made both")
    assert opened.vectors is not None

    with pytest.raises(IndexProblem, match="向量库"):
        opened.vectors.search(np.ones(5, dtype=np.float32), 3)
    assert place


def test_a_second_reader_needs_nothing_but_the_place(build: Callable[..., Searcher], place: Path | str) -> None:
    """Passages come from there in their order, and the same answers from them."""
    first = build(SHELF)

    second = Searcher.open(place)

    assert second.passages == SHELF
    assert second.notice == ""
    assert second.find("催收骚扰我", TODAY, k=5) == first.find("催收骚扰我", TODAY, k=5)
    second.close()


def test_what_is_removed_is_gone_and_what_is_changed_is_found(build: Callable[..., Searcher]) -> None:
    """After a change nothing of the old wording is proposed; what did not change keeps its vector unembedded."""
    before = build(SHELF)
    changed = (*SHELF[:100], *SHELF[101:-1], replace(SHELF[-1], text="无人机不得跟踪借款人。"))
    embedder = _Counting()

    after = build(changed, embedder)

    assert before.matrix is not None
    assert after.matrix is not None
    assert after.vectors is not None
    assert embedder.embedded == 1
    assert (after.matrix[:100] == before.matrix[:100]).all()
    assert (after.matrix[100:-1] == before.matrix[101:-1]).all()
    positions = set(after.vectors.search(before.matrix[100], len(SHELF))[0].tolist())
    assert positions <= set(range(len(changed)))
    assert SHELF[100] not in [hit.passage for hit in after.find(SHELF[100].text, None, k=len(SHELF))]
    assert after.find("无人机跟踪", TODAY, k=1)[0].passage.text == "无人机不得跟踪借款人。"


def test_what_is_in_force_is_found_behind_all_that_is_not(build: Callable[..., Searcher]) -> None:
    """Engines know nothing of days: more is fetched until enough applies."""
    old = tuple(replace(p, until=20220101) for p in SHELF)
    new = tuple(_passage(1000 + n, f"催收人不得骚扰他人之{n}。") for n in range(5))

    opened = build((*old, *new))

    assert {hit.passage for hit in opened.find("催收人不得骚扰他人", TODAY, k=50)} == set(new)
    assert opened.find("催收人不得骚扰他人", date(2021, 6, 1), k=1)[0].passage.id == SHELF[0].id


def test_a_text_without_words_has_no_neighbours_and_is_no_error(build: Callable[..., Searcher]) -> None:
    """Its vector is all zeros, which some engines cannot scale."""
    opened = build((*SHELF, replace(_passage(2000, "……"), title="")))

    assert len(opened.find("催收骚扰", TODAY, k=3)) == 3
    assert opened.find("……", TODAY, k=3, kind="guide") == ()


def test_a_milvus_that_is_dropped_lets_go_of_its_connection() -> None:
    """As where a reader stopped waiting for it: pymilvus itself keeps each connection until it is closed."""
    pytest.importorskip("pymilvus")
    closed: list[str] = []

    class Client:
        def close(self) -> None:
            closed.append("closed")

    client: Any = Client()
    MilvusVectors(client, "youju", 3)

    assert closed == ["closed"]
