"""Counts as Prometheus reads them. The package is loaded at the first look, so that nobody else waits for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from ui.web.tally import BOUNDS, Counts, Standing, Times

KIND = CONTENT_TYPE_LATEST


def text(counts: Counts, standing: Standing) -> bytes:
    """Everything as text: what was counted, what stands, and this process."""
    registry = CollectorRegistry()
    registry.register(_Page(counts, standing))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class _Page:
    def __init__(self, counts: Counts, standing: Standing) -> None:
        self._counts = counts
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        """Each family with its rows."""
        yield from _counted(self._counts)
        yield from _standing(self._standing)


def _counted(counts: Counts) -> Iterator[Metric]:
    requests = CounterMetricFamily("youju_requests", "Requests by route and HTTP status.", labels=["route", "status"])
    for (route, status), number in sorted(counts.requests.items()):
        requests.add_metric([route, str(status)], number)
    yield requests
    times = HistogramMetricFamily("youju_request_seconds", "Time of a request, streams left out.", labels=["route"])
    for route, spread in sorted(counts.request_times.items()):
        times.add_metric([route], _buckets(spread), spread.seconds)
    yield times
    answers = CounterMetricFamily(
        "youju_answers", "Answers by action, verdict and who wrote.", labels=["action", "verdict", "by"]
    )
    for labels, number in sorted(counts.answers.items()):
        answers.add_metric(labels, number)
    yield answers
    yield _histogram("youju_answer_seconds", "Time of an answer, by whichever door.", counts.answer_times)
    yield CounterMetricFamily("youju_withheld", "Sentences that were proposed and not shown.", counts.withheld)
    models = CounterMetricFamily("youju_model_calls", "Calls of the chat model by outcome.", labels=["outcome"])
    for outcome in ("answered", "failed", "resting"):
        models.add_metric([outcome], counts.models.get(outcome, 0))
    yield models
    yield _histogram("youju_model_seconds", "Time of a call of the chat model.", counts.model_times)
    yield CounterMetricFamily("youju_faults", "Faults that were logged.", counts.faults)


def _standing(standing: Standing) -> Iterator[Metric]:
    info = GaugeMetricFamily(
        "youju_info", "What answers: versions and fingerprints.", labels=["version", "corpus", "index", "model"]
    )
    info.add_metric([standing.version, standing.corpus, standing.index, standing.model], 1)
    yield info
    yield GaugeMetricFamily("youju_ready", "1 if a search in the index answers.", int(standing.ready))
    yield GaugeMetricFamily("youju_degraded", "1 if something does not work as it should.", int(bool(standing.notice)))
    yield GaugeMetricFamily("youju_passages", "Passages of the index.", standing.passages)
    questions = GaugeMetricFamily("youju_questions", "Questions that wait or are worked on.", labels=["door", "state"])
    questions.add_metric(["page", "waiting"], standing.waiting)
    questions.add_metric(["page", "running"], standing.running)
    questions.add_metric(["programs", "any"], standing.programs)
    yield questions
    if standing.resting is not None:
        yield GaugeMetricFamily(
            "youju_model_resting", "1 if the chat model is left alone after failures.", int(standing.resting)
        )
    yield GaugeMetricFamily("youju_threads", "Threads of this process.", threading.active_count())


def _histogram(name: str, words: str, spread: Times) -> HistogramMetricFamily:
    family = HistogramMetricFamily(name, words)
    family.add_metric([], _buckets(spread), spread.seconds)
    return family


def _buckets(spread: Times) -> list[tuple[str, float]]:
    """Bounds with how many took no longer."""
    total, rows = 0, []
    for bound, number in zip((*map(str, BOUNDS), "+Inf"), spread.buckets, strict=True):
        total += number
        rows.append((bound, float(total)))
    return rows
