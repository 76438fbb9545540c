"""A vector server of one's own: how long an index takes to get there, and how long it takes to name neighbours."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from evals.growth import Job, Times, recall_at_ten, timed
from evals.tables import tell
from kb import ExactVectors, InputProblem, embedded, open_embedder, paired, server_of

DEPTHS = (20, 300)
"""Neighbours asked for: what is shown, and what the fusion looks at."""


@dataclass(frozen=True, slots=True)
class Served:
    """Passages, seconds to publish and to open, times by depth, and recall@10 against the exact scan."""

    passages: int
    publish: float
    ready: float
    times: tuple[Times, ...]
    recall: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What is put on a server, and where that is."""

    job: Job
    address: str


def serve(trial: Trial) -> Served:
    """Publish the passages of a job, and ask its questions; the index that was there before is put back by nobody."""
    server, embedder = server_of(trial.address), open_embedder(trial.job.embedder)
    if server is None:
        raise InputProblem(f"{trial.address} 不是向量库的地址：写成 http://主机:端口 或 milvus://主机:端口。")
    passages = trial.job.passages()
    matrix = embedded(passages, embedder, tell)
    before = time.perf_counter()
    held = server.publish(
        passages, matrix, "f" * 32, embedder.name, lambda done: tell("写入向量库", done, len(passages))
    )
    published = time.perf_counter()
    vectors = server.vectors(held, [p.id for p in passages], matrix)
    opened = time.perf_counter()
    rows = {text: embedder.embed_query(text) for text in trial.job.questions}

    def nearest(k: int) -> Callable[[str], object]:
        return lambda text: vectors.search(rows[text], k)

    times = tuple(timed(trial.job.questions, nearest(k)) for k in DEPTHS)
    exact = ExactVectors(matrix)
    recalls = [
        recall_at_ten(paired(vectors.search(row, 10)), paired(exact.search(row, 10)))
        for row in rows.values()
        if row.any()
    ]
    vectors.close()
    return Served(len(passages), published - before, opened - published, times, sum(recalls) / len(recalls))
