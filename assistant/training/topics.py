"""Softmax regression of low rank over runs of characters, for `assistant.topics`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from assistant.folded import plain
from assistant.topics import Topics, runs_of
from assistant.training.features import rounded
from kb import respelt, standard

DIMENSIONS, ROUNDS, BATCH, RATE, SMOOTHED, SEED = 64, 8, 128, 5e-3, 0.05, 0
DROPPED = 0.3
"""Share of a message's runs that each round leaves out at random."""
OFTEN = 2
"""In how many texts a run must stand."""


class _Table(nn.Module):
    """What is learned: of runs a vector and a weight, of sections a vector and a bias."""

    def __init__(self, rare: torch.Tensor, sections: int) -> None:
        super().__init__()
        self.vectors = nn.EmbeddingBag(len(rare), DIMENSIONS, mode="sum", sparse=True)
        nn.init.normal_(self.vectors.weight, 0, 0.1)
        self.weights = nn.Parameter(rare)
        self.heads = nn.Linear(DIMENSIONS, sections)

    def forward(self, texts: Sequence[torch.Tensor]) -> torch.Tensor:
        """Scores (texts, sections) of texts, each given as the rows of its runs."""
        sizes = torch.tensor([len(text) for text in texts])
        runs, starts = torch.cat(list(texts)), torch.cumsum(sizes, 0) - sizes
        weights = self.weights[runs].clamp(min=0)
        of = torch.repeat_interleave(torch.arange(len(texts)), sizes)
        lengths = torch.zeros(len(texts)).index_add_(0, of, weights * weights).sqrt().clamp(min=1e-3)
        meant: torch.Tensor = self.vectors(runs, starts, per_sample_weights=weights)
        scores: torch.Tensor = self.heads(meant / lengths[:, None])
        return scores


def learn(known: Sequence[tuple[str, str]]) -> Topics:
    """The table of texts, each with the reference of the section that it asks for; the same from the same texts."""
    chance = torch.Generator().manual_seed(SEED)
    torch.manual_seed(SEED)
    texts = [sorted(set(runs_of(plain(standard(respelt(text)))))) for _, text in known]
    counts = Counter(run for text in texts for run in text)
    runs = {run: row for row, run in enumerate(sorted(run for run, count in counts.items() if count >= OFTEN))}
    sections = {ref: row for row, ref in enumerate(sorted({ref for ref, _ in known}))}
    rare = np.log(len(known) / np.array([counts[run] for run in runs]))
    table = _Table(torch.tensor(rare / rare.mean(), dtype=torch.float32), len(sections))
    rows = [torch.tensor([runs[run] for run in text if run in runs] or [0]) for text in texts]
    answers = torch.tensor([sections[ref] for ref, _ in known])
    sparse = torch.optim.SparseAdam(list(table.vectors.parameters()), lr=RATE)
    dense = torch.optim.Adam([table.weights, *table.heads.parameters()], lr=RATE)
    optimizers: tuple[torch.optim.Optimizer, ...] = (sparse, dense)
    for _ in range(ROUNDS):
        for batch in torch.split(torch.randperm(len(rows), generator=chance), BATCH):
            kept = [_thinned(rows[at], chance) for at in batch.tolist()]
            loss = nn.functional.cross_entropy(table(kept), answers[batch], label_smoothing=SMOOTHED)
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            for optimizer in optimizers:
                optimizer.step()
    vectors, scale = rounded(table.vectors.weight.detach().numpy().astype(np.float64))
    numbers = (part.detach().numpy() for part in (table.weights.clamp(min=0), table.heads.weight, table.heads.bias))
    return Topics(sections, runs, vectors, scale, *numbers)


def _thinned(runs: torch.Tensor, chance: torch.Generator) -> torch.Tensor:
    kept = runs[torch.rand(len(runs), generator=chance) >= DROPPED]
    return kept if len(kept) else runs[:1]
