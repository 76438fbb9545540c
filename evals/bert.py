"""The time of a question in a BERT of bge-small-zh's shape: random weights, nothing downloaded; speed is all it has.

The shape is that of BAAI/bge-small-zh-v1.5: 4 layers, hidden size 512, 8 heads, inner size 2,048, 21,128 pieces. A
trained model of that shape takes the same time, for the arithmetic does not depend on the weights.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any

from evals.metrics import percentile
from kb import open_embedder

VOCABULARY, LONGEST = 21_128, 512
WARM = 10


@dataclass(frozen=True, slots=True)
class Encoder:
    """What is timed: a BERT with so many threads, or (0 threads) an embedder of youju's."""

    questions: tuple[str, ...]
    threads: int = 0
    embedder: str | None = None


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoder: its numbers in millions, milliseconds of a question (p50, p95), seconds until it is ready."""

    name: str
    threads: int
    parameters: float | None
    p50: float | None
    p95: float | None
    ready: float


def encode(job: Encoder) -> Encoding:
    """Encode every question by itself; only in a process of its own, for it sets torch's threads."""
    began = time.perf_counter()
    if job.threads:
        name, parameters, one = _bert(job.threads)
    else:
        embedder = open_embedder(job.embedder)
        name, parameters, one = embedder.name, None, embedder.embed_query
    ready = time.perf_counter() - began
    spent = []
    for text in (*job.questions[:WARM], *job.questions):
        before = time.perf_counter()
        one(text)
        spent.append((time.perf_counter() - before) * 1000)
    spent = spent[len(job.questions[:WARM]) :]
    return Encoding(name, job.threads or 1, parameters, percentile(spent, 0.5), percentile(spent, 0.95), ready)


def _bert(threads: int) -> tuple[str, float, Any]:
    """A name, millions of parameters, and a function of a text; a character is a piece, as it is in Chinese BERTs."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from transformers import BertConfig, BertModel

    torch.set_num_threads(threads)
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=VOCABULARY,
        hidden_size=512,
        num_hidden_layers=4,
        num_attention_heads=8,
        intermediate_size=2048,
        max_position_embeddings=LONGEST,
    )
    model: Any = BertModel(config, add_pooling_layer=False)
    model.eval()

    def one(text: str) -> Any:
        pieces = [101, *(ord(character) % VOCABULARY for character in text[: LONGEST - 2]), 102]
        with torch.inference_mode():
            row = model(input_ids=torch.tensor([pieces])).last_hidden_state[0, 0]
            return torch.nn.functional.normalize(row, dim=0).numpy()

    return "BERT, bge-small-zh's shape", sum(p.numel() for p in model.parameters()) / 1e6, one
