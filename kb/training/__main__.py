"""`python -m kb.training PAIRS --articles FILE.jsonl.gz --out kb/model`: train the embedding model, same every time."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from kb.answered import write_answers
from kb.corpus import DATA, read_corpus
from kb.spelling import standard
from kb.static_model import DIGEST, StaticEmbedder
from kb.training.fit import Encoded, Settings, Source, contrast, warm_start
from kb.training.pairs import (
    answered_questions,
    asked_pairs,
    general_pairs,
    guide_pairs,
    question_pairs,
    read_pairs,
    read_statutes,
    statute_views,
    wording_lines,
)
from kb.training.vocabulary import build_tokenizer

OWN = Path(__file__).parent
"""Where the questions lie that only training needs."""
REPEATS = {"stard_train": 4}
"""How often a source is seen in an epoch; once where it is not named."""
ORDERED = {"asked", "general"}
"""Sources whose pairs stand in the order of the law (on our training questions R@10 .746, mixed .736)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Train and write the model; exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m kb.training", description=__doc__)
    parser.add_argument("pairs", type=Path, help="folder of *.jsonl pairs: q, a, source")
    parser.add_argument("--articles", type=Path, required=True, help="statutes for self-supervised views (.jsonl.gz)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--held-out", type=Path, help="questions not to train on, a line each")
    parser.add_argument("--answered-only", action="store_true", help="keep the model; write only the past questions")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    args = parser.parse_args(argv)
    settings = Settings(epochs=args.epochs, seed=args.seed)
    began = time.perf_counter()
    held_out = set(args.held_out.read_text("utf-8").splitlines()) if args.held_out else set()
    corpus, statutes = read_corpus(), read_statutes(args.articles)
    asked = answered_questions(args.pairs, statutes, corpus, OWN / "questions.jsonl", held_out)
    if args.answered_only:
        _write_answered(args.out, asked)
        return 0
    rng = random.Random(settings.seed)  # noqa: S311 - the same draws every time
    pairs = [
        *read_pairs(args.pairs, held_out),
        *(p for p in guide_pairs(corpus, held_out) if p.query not in held_out and p.answer not in held_out),
        *asked_pairs(corpus, held_out),
        *question_pairs(corpus, OWN / "questions.jsonl", held_out),
        *general_pairs(DATA / "beyond", statutes),
        *statute_views(statutes, rng),
    ]
    shelf = [a.text for i in corpus.instruments.values() for v in i.versions for a in v.articles]
    lines = sorted(set(wording_lines(DATA / "beyond", statutes)))
    (DATA / "beyond" / "texts.txt").write_text("\n".join(lines) + "\n", "utf-8")
    texts = [f"{s.heading}\n{s.text}" for s in statutes] + shelf + [t for p in pairs for t in (p.query, p.answer)]
    tokenizer = build_tokenizer(dict.fromkeys(texts))
    _say(f"{tokenizer.get_vocab_size()} pieces, {len(pairs)} pairs, {time.perf_counter() - began:.0f} s")
    unique = list(dict.fromkeys(texts))
    encoded = [e.ids for e in tokenizer.encode_batch(unique, add_special_tokens=False)]
    start = warm_start([ids for ids in encoded if ids], tokenizer.get_vocab_size(), settings)
    _say(f"warm start, {time.perf_counter() - began:.0f} s")
    marks = {text: at for at, text in enumerate(unique)}
    sources: dict[str, list[Encoded]] = {}
    for pair in pairs:
        one, two = marks[pair.query], marks[pair.answer]
        if encoded[one] and encoded[two]:
            sources.setdefault(pair.source, []).append(Encoded(encoded[one], encoded[two], (one, two)))
    repeated = [Source(rows * REPEATS.get(name, 1), name in ORDERED) for name, rows in sorted(sources.items())]

    def progress(done: int, steps: int, loss: float) -> None:
        if done % 50 == 0 or done == steps:
            _say(f"step {done} of {steps}, loss {loss:.3f}, {time.perf_counter() - began:.0f} s")

    torch.set_num_threads(2)
    table = contrast(start, repeated, settings, progress)
    write_model(args.out, tokenizer, table.astype(np.float16))
    _write_answered(args.out, asked)
    _say(f"{args.out}: {sum(p.stat().st_size for p in args.out.rglob('*') if p.is_file()) / 1e6:.1f} MB")
    return 0


def _write_answered(folder: Path, asked: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    count = write_answers(folder, ((standard(question), texts) for question, texts in asked), StaticEmbedder(folder))
    _say(f"{count} questions with their articles")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - a training run tells how far it is


def write_model(folder: Path, tokenizer: Tokenizer, table: NDArray[np.float16]) -> None:
    """A sentence-transformers StaticEmbedding folder (the class path is that of 5.x, which 6.x reads too)."""
    part = folder / "0_StaticEmbedding"
    part.mkdir(parents=True, exist_ok=True)
    kinds = [("0", "0_StaticEmbedding", "StaticEmbedding"), ("1", "1_Normalize", "Normalize")]
    modules = [
        {"idx": int(at), "name": at, "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, path, kind in kinds
    ]
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "1_Normalize" / "config.json").write_text("{}\n", "utf-8")
    (folder / "modules.json").write_text(json.dumps(modules, indent=1) + "\n", "utf-8")
    save_file({"embedding.weight": table}, part / "model.safetensors")
    tokenizer.save(str(part / "tokenizer.json"))
    (part / "model.safetensors").chmod(0o644)  # safetensors writes for its owner alone
    (folder / DIGEST).unlink(missing_ok=True)
    (folder / DIGEST).write_text(f"{StaticEmbedder(folder).digest}\n", "ascii")


if __name__ == "__main__":
    sys.exit(main())
