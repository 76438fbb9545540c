"""What an index of a size costs: each stage of its building, memory, disk, and the time of a question.

Every measurement runs in a process of its own (`apart`), so that one does not sit in the memory of another.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from evals.intervals import Estimate, bootstrap
from evals.metrics import percentile
from evals.rankings import PLAIN
from evals.tables import tell
from kb import (
    EF_SEARCH,
    ChromaVectors,
    Embedder,
    ExactVectors,
    Passage,
    Searcher,
    collection_name,
    open_embedder,
    paired,
    read_articles,
    read_corpus,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STAGES = {"BM25": "建立关键词索引", "vectors": "计算词向量", "Chroma": "写入向量库", "check": "核对并写盘"}
"""Stages of building, and what `Searcher.build` calls them."""

FILES = {"BM25": "lexical", "Chroma": "chroma", "vectors": "vectors.npy", "texts": "passages.jsonl"}
"""Parts of an index on disk, and what they are called there."""

K = 20
"""How many passages each question asks for, as `Searcher.find` does."""

WARM = 10
"""Questions asked before any is timed."""

_MB = 1e6
_Job = TypeVar("_Job")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Job:
    """One size: what is indexed, where, and the questions that it is then asked."""

    place: Path
    size: int = 0
    """Passages; 0: the own library as it is, with parts and guides."""
    articles: Path | None = None
    """A corpus to take them from; None: articles of the own library."""
    embedder: str | None = None
    questions: tuple[str, ...] = ()

    def passages(self) -> tuple[Passage, ...]:
        """What is indexed."""
        if self.articles:
            return grown(read_articles(self.articles), self.size)
        own = read_corpus().passages
        return grown([p for p in own if p.kind == "article"], self.size) if self.size else own


@dataclass(frozen=True, slots=True)
class Built:
    """A building: passages, seconds in all and by stage, peak memory in MB, and MB on disk by part."""

    passages: int
    seconds: float
    stages: Mapping[str, float]
    peak: float | None
    disk: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of a question: the median and the 95th percentile."""

    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Reach:
    """Chroma at one `ef_search`: recall@10 against the exact scan, and its times."""

    neighbours: int
    recall: Estimate | None
    times: Times


@dataclass(frozen=True, slots=True)
class Asked:
    """Times of each way to ask, Chroma's reaches, and the peak memory in MB of the process that asked."""

    times: Mapping[str, Times]
    reaches: tuple[Reach, ...]
    peak: float | None


def apart(measure: Callable[[_Job], _Made], job: _Job) -> _Made:
    """Measure in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, job).result()


def grown(passages: Sequence[Passage], size: int) -> tuple[Passage, ...]:
    """So many passages: spread over all there are, and beyond these copies of them.

    A copy has another id and another title, so that no two vectors are the same: equal ones would tell nothing of
    nearest neighbours.
    """
    count = len(passages)
    if size <= count:
        return tuple(passages[at * count // size] for at in range(size))
    return tuple(_copied(passages[at % count], at // count) for at in range(size))


def _copied(passage: Passage, copy: int) -> Passage:
    if not copy:
        return passage
    return replace(passage, id=f"{passage.id}~copy{copy}", title=f"{passage.title}（{copy + 1}）", echo="")


class Stopwatch:
    """A progress that adds up the seconds before each call for the stage that it names."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """The time since the call before went into this stage."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now
        tell(stage, done, total)


def build(job: Job) -> Built:
    """Build the index of a job in its place."""
    passages, embedder = job.passages(), open_embedder(job.embedder)
    watch = Stopwatch()
    searcher = Searcher.build(passages, embedder, job.place, progress=watch)
    watch(STAGES["check"], 1, 1)
    searcher.close()
    stages = {name: watch.seconds.get(stage, 0.0) for name, stage in STAGES.items()}
    return Built(len(passages), sum(watch.seconds.values()), stages, peak_memory(), on_disk(job.place))


def ask(job: Job) -> Asked:
    """Ask a built index its questions, each way by itself, in one thread of ours.

    Chroma is asked last, for its reach is changed in the index itself.
    """
    corpus = read_corpus()
    day = None if job.size else corpus.verified
    searcher = Searcher.open(job.place, job.embedder, concepts=corpus.concepts)
    embedder, matrix = searcher.embedder, searcher.matrix
    times = {
        "fused": timed(job.questions, lambda text: searcher.find(text, day, k=K)),
        "BM25 alone": timed(job.questions, lambda text: searcher.lexical.search(text, K, boosts=PLAIN)),
    }
    if embedder is None or matrix is None:
        return Asked(times, (), peak_memory())
    exact, chroma = ExactVectors(matrix), _chroma(job, searcher, matrix)
    times["exact vectors alone"] = timed(job.questions, lambda text: exact.search(embedder.embed_query(text), K))
    times["Chroma alone"] = timed(job.questions, lambda text: chroma.search(embedder.embed_query(text), K))
    peak = peak_memory()
    chroma.close()
    searcher.close()  # whoever holds the collection open keeps its reach
    reaches = []
    for neighbours in (EF_SEARCH // 2, EF_SEARCH, 2 * EF_SEARCH):
        before = _chroma(job, searcher, matrix)
        before.reach(neighbours)
        before.close()
        again = _chroma(job, searcher, matrix)
        reaches.append(_reached(neighbours, again, exact, embedder, job.questions))
        again.close()
    return Asked(times, tuple(reaches), peak)


def _chroma(job: Job, searcher: Searcher, matrix: NDArray[np.float32]) -> ChromaVectors:
    """The collection of the one index of a place, which a small one does not open by itself."""
    (folder,) = job.place.glob("builds/*/chroma")
    return ChromaVectors.open(folder, collection_name(searcher.fingerprint), [p.id for p in searcher.passages], matrix)


def _reached(
    neighbours: int, chroma: ChromaVectors, exact: ExactVectors, embedder: Embedder, questions: Sequence[str]
) -> Reach:
    queries = [row for row in map(embedder.embed_query, questions) if row.any()]
    recalls = [recall_at_ten(paired(chroma.search(row, 10)), paired(exact.search(row, 10))) for row in queries]
    return Reach(
        neighbours, bootstrap(recalls), timed(questions, lambda text: chroma.search(embedder.embed_query(text), K))
    )


def recall_at_ten(found: Sequence[tuple[int, float]], exact: Sequence[tuple[int, float]]) -> float:
    """Of the ten nearest, the share that was found; what is as near as the tenth is one of them.

    So ties do not count. The distance threshold of ann-benchmarks (Aumüller et al. 2020).
    """
    wanted = exact[:10]
    return sum(score >= wanted[-1][1] - 1e-6 for _, score in found[:10]) / len(wanted)


def timed(questions: Sequence[str], answer: Callable[[str], object]) -> Times:
    """Milliseconds of each question, one after another, after some that are not counted."""
    for text in questions[:WARM]:
        answer(text)
    spent = []
    for text in questions:
        before = time.perf_counter()
        answer(text)
        spent.append((time.perf_counter() - before) * 1000)
    return Times(percentile(spent, 0.5), percentile(spent, 0.95))


def rebuild(job: Job) -> tuple[float, float]:
    """Seconds to build the own library's index, and to build it again after one article has changed (median of 3)."""
    passages, embedder = list(job.passages()), open_embedder(job.embedder)
    spent = []
    for at in range(4):
        before = time.perf_counter()
        Searcher.build(passages, embedder, job.place, progress=tell).close()
        spent.append(time.perf_counter() - before)
        passages[at] = replace(passages[at], text=f"{passages[at].text}本条自公布之日起施行。")
    return spent[0], statistics.median(spent[1:])


def on_disk(place: Path) -> dict[str, float]:
    """MB of each part of the newest index of a place."""
    (folder,) = place.glob("builds/*")
    return {name: _size(folder / part) / _MB for name, part in FILES.items()}


def _size(path: Path) -> int:
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


def peak_memory() -> float | None:
    """The most memory that this process has held at once, in MB; None where the system does not say."""
    status = Path("/proc/self/status")
    if status.is_file():  # `getrusage` counts the parent's memory too, up to the moment of `exec`
        line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / _MB
    if sys.platform == "win32":
        return None
    import resource

    most: Any = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most) / _MB if sys.platform == "darwin" else float(most) * 1024 / _MB
