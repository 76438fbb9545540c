"""Fits token vectors: a warm start from tf-idf, then contrastive learning on pairs.

Warm start: truncated SVD of the log-tf-idf matrix (latent semantic analysis, Deerwester et al. 1990). Then InfoNCE with
negatives from the batch (van den Oord et al. 2018) on the mean of token vectors, at nested widths (Matryoshka
representation learning, Kusupati et al. 2022).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

Ids = Sequence[int]


@dataclass(frozen=True, slots=True)
class Settings:
    """How it is fitted; the defaults are those of the retrieval study that this model follows."""

    dimensions: int = 256
    widths: tuple[int, ...] = (256, 128, 64)
    spread: float = 0.025
    temperature: float = 0.05
    rate: float = 3e-3
    epochs: int = 8
    batch: int = 1024
    dropout: float = 0.15
    """Share of a query's tokens that are left out at random."""
    seed: int = 7


def warm_start(texts: Sequence[Ids], size: int, settings: Settings) -> NDArray[np.float32]:
    """Token vectors (size, d) from the texts in which tokens stand together."""
    rows = np.repeat(np.arange(len(texts)), [len(t) for t in texts])
    columns = np.fromiter((i for t in texts for i in t), dtype=np.int64)
    counts = csr_matrix((np.ones(len(columns), dtype=np.float32), (rows, columns)), shape=(len(texts), size))
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    spread = np.bincount(counts.indices, minlength=size)
    idf = np.log(1 + len(texts) / np.maximum(spread, 1)).astype(np.float32)
    weighted = normalize(csr_matrix(counts.multiply(idf[None, :])))
    _, strengths, right = randomized_svd(weighted, settings.dimensions, random_state=settings.seed, n_iter=3)
    vectors = (right.T * np.sqrt(strengths)[None, :] * idf[:, None]).astype(np.float32)
    return np.asarray(vectors * (settings.spread / max(float(vectors.std()), 1e-9)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A pair as token ids, and marks by which texts that are the same are known."""

    query: Ids
    answer: Ids
    marks: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """Pairs that make up batches of their own."""

    pairs: Sequence[Encoded]
    ordered: bool = False
    """Pairs of one law stand together, and so in one batch: the others there are near misses, not strangers."""


def contrast(
    start: NDArray[np.float32],
    sources: Sequence[Source],
    settings: Settings,
    progress: Callable[[int, int, float], None],
) -> NDArray[np.float32]:
    """Token vectors after contrastive learning; each batch is of one source."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)  # noqa: S311 - the same draws every time
    table = torch.nn.Parameter(torch.from_numpy(start.copy()))
    optimizer = torch.optim.Adam([table], lr=settings.rate)
    per_epoch = sum(-(-len(source.pairs) // settings.batch) for source in sources)
    steps, done = per_epoch * settings.epochs, 0
    for _ in range(settings.epochs):
        batches = [b for source in sources for b in _batches(source, settings.batch, rng)]
        rng.shuffle(batches)
        for batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = settings.rate * (1 - done / steps)
            loss = _loss(table, batch, settings, rng)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            done += 1
            progress(done, steps, float(loss.detach()))
    return table.detach().numpy()


def _batches(source: Source, size: int, rng: random.Random) -> list[list[Encoded]]:
    order = list(source.pairs)
    if source.ordered:
        at = rng.randrange(min(size, len(order)))  # elsewhere in every epoch
        order = order[at:] + order[:at]
    else:
        rng.shuffle(order)
    return [order[at : at + size] for at in range(0, len(order), size) if len(order[at : at + size]) > 1]


def _loss(table: torch.Tensor, batch: Sequence[Encoded], settings: Settings, rng: random.Random) -> torch.Tensor:
    queries = _means(table, [_dropped(p.query, settings.dropout, rng) for p in batch])
    answers = _means(table, [p.answer for p in batch])
    marks = [torch.tensor([p.marks[side] for p in batch]) for side in (0, 1)]
    same = (marks[0][:, None] == marks[0][None, :]) | (marks[1][:, None] == marks[1][None, :])
    same.fill_diagonal_(fill_value=False)
    goal = torch.arange(len(batch))
    total = torch.zeros(())
    for width in settings.widths:
        one, two = (torch.nn.functional.normalize(x[:, :width], dim=1) for x in (queries, answers))
        scores = (one @ two.T / settings.temperature).masked_fill(same, -1e4)
        total = total + torch.nn.functional.cross_entropy(scores, goal)
        total = total + torch.nn.functional.cross_entropy(scores.T, goal)
    return total / (2 * len(settings.widths))


def _means(table: torch.Tensor, texts: Sequence[Ids]) -> torch.Tensor:
    ids = torch.tensor([i for t in texts for i in t], dtype=torch.long)
    offsets = torch.tensor(np.cumsum([0, *(len(t) for t in texts[:-1])]), dtype=torch.long)
    return torch.nn.functional.embedding_bag(ids, table, offsets, mode="mean")


def _dropped(ids: Ids, share: float, rng: random.Random) -> Ids:
    kept = [i for i in ids if rng.random() >= share]
    return kept or ids
