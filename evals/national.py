"""The library with a whole corpus beside it in one index: how long it is built, and how long a whole answer takes.

Answers rest on the library alone, whatever else is found; what grows is the search, and what must be held in memory.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from assistant import Assistant
from evals.growth import Job, Times, peak_memory, timed
from evals.tables import tell
from kb import InputProblem, Passage, Searcher, open_embedder, read_articles, read_corpus


@dataclass(frozen=True, slots=True)
class Answered:
    """Passages in the index, seconds until it answered, milliseconds of an answer, most memory held in MB."""

    passages: int
    ready: float
    times: Times
    peak: float | None


def build(job: Job) -> tuple[float, float | None]:
    """Build the index; seconds, and the most memory held."""
    passages, embedder = _passages(job), open_embedder(job.embedder)
    before = time.perf_counter()
    Searcher.build(passages, embedder, job.place, progress=tell).close()
    return time.perf_counter() - before, peak_memory()


def answer(job: Job) -> Answered:
    """Open it, and answer every question once, as `youju ask` does."""
    before = time.perf_counter()
    corpus = read_corpus()
    searcher = Searcher.open(job.place, job.embedder, concepts=corpus.concepts)
    assistant = Assistant(corpus, searcher, today=lambda: corpus.verified)
    assistant.ask(job.questions[0])
    ready = time.perf_counter() - before
    times = timed(job.questions, assistant.ask)
    return Answered(len(searcher.passages), ready, times, peak_memory())


def _passages(job: Job) -> tuple[Passage, ...]:
    if job.articles is None:
        raise InputProblem("要说明旁边放哪些法条：--articles FILE.jsonl.gz")
    return (*read_corpus().passages, *read_articles(job.articles))
