"""What is measured of a page that many use: one scenario each, over HTTP, with the server in processes of its own."""

from __future__ import annotations

import json
import os
import random
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.cases import read_cases
from evals.crowd import Asked, Asker, alone, crowd
from evals.crowd_figures import OUTCOME, outcome, single_table, spread
from evals.growth import Job, apart, peak_memory, rebuild
from evals.metrics import percentile
from evals.plots import Series
from evals.processes import MODEL, Held, held, proxied, replicas, served, slow_model
from evals.suites import QUESTIONS
from evals.tables import Cell, Table, tell

SEED = 20
SAMPLE = 100
"""Questions between two looks at the server's memory."""
WARM = 20
"""Questions asked before anything is measured, so that what is loaded late is loaded."""
SETTLED = 0.1
"""The part of a soak after which memory is compared: what is loaded late is loaded by then."""
ONE = {"x-forwarded-for": "203.0.113.1"}
"""Who asks without pause; an address of the documentation's own (RFC 5737)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked of whom."""

    users: int = 20
    minutes: float = 10.0
    count: int = 200
    think: float = 1.0
    delay: float = 15.0
    """Seconds that the slow model thinks; one that takes more than 20 is cut off, and then left alone for a while."""
    replicas: int = 3
    store: str | None = None

    @property
    def seconds(self) -> float:
        """How long a crowd asks."""
        return self.minutes * 60

    def questions(self, most: int | None = None) -> tuple[str, ...]:
        """Questions of the open cases of one turn, in an order that is always the same."""
        texts = sorted({case.turns[0] for case in read_cases(QUESTIONS) if not case.held_out and len(case.turns) == 1})
        random.Random(SEED).shuffle(texts)  # noqa: S311 - no secret
        return tuple(texts[:most])

    def crowd(self, users: int | None = None, **more: object) -> list[Asker]:
        """Users who think, each with an order of questions of his own."""
        return [Asker(seed=n, think=self.think, **more) for n in range(users or self.users)]  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Measured:
    """Tables of figures, and drawings by name."""

    tables: tuple[Table, ...]
    drawings: Mapping[str, Series] = field(default_factory=dict)


def answer(plan: Plan) -> Measured:
    """One process, no server: one answer after another, warm, with everything loaded."""
    spent, memory = apart(_answered, plan)
    row = (len(spent), *spread(spent, 1000), memory)
    head = ("answers", "p50 ms", "p95 ms", "p99 ms", "slowest ms", "peak MB")
    return Measured((Table("One answer after another, each made into JSON", head, (row,)),))


def _answered(plan: Plan) -> tuple[list[float], float | None]:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as youju does for itself
    from assistant import Assistant, read_settings

    assistant = Assistant.open(read_settings(store=plan.store))
    questions = plan.questions(plan.count)
    for text in questions[:WARM]:
        assistant.ask(text)
    spent = []
    for done, text in enumerate(questions):
        before = time.perf_counter()
        json.dumps(assistant.ask(text).to_dict(), ensure_ascii=False)
        spent.append(time.perf_counter() - before)
        tell("answer", done + 1, len(questions))
    return spent, peak_memory()


def users(plan: Plan) -> Measured:
    """L1: users who think a second between two questions; each answer is compared with that to a single user."""
    questions = plan.questions(plan.count)
    with served(store=plan.store) as page:
        single = _warm(page.address, questions)
        before = held(page.process.pid)
        told = _progress("users", plan.seconds)
        asked = crowd(page.address, plan.crowd(), questions, seconds=plan.seconds, told=told)
        after = held(page.process.pid)
    row = (plan.users, plan.minutes, *outcome(asked, single, plan.seconds), before.memory, after.memory)
    head = ("users", "minutes", *OUTCOME, "MB before", "MB after")
    title = f"{plan.users} users, {plan.think:g} s of thought between two questions, {len(questions)} questions"
    return Measured((single_table(single), Table(title, head, (row,))), {"load-users": _over_time(asked)})


def burst(plan: Plan) -> Measured:
    """L2: so many questions at once; who is refused comes back when told to."""
    questions = plan.questions(plan.count)
    with served(store=plan.store) as page:
        _warm(page.address, questions[:WARM])
        first = crowd(page.address, plan.crowd(comes_back=False, group=""), questions, count=plan.users)
        stubborn = until_served(page.address, plan.users, questions)
    refusals = [one.seconds for one in first if one.refused]
    answered = [one.seconds for one in first if one.status == 200]
    row = (
        plan.users, len(answered), len(refusals), sum(one.lost for one in first),
        max(refusals, default=None), max(answered, default=None), stubborn,
    )  # fmt: skip
    head = (
        "at once", "answered", "told to come back", "lost", "slowest refusal s", "slowest answer s", "all answered s",
    )  # fmt: skip
    return Measured((Table("A burst", head, (row,)),))


def until_served(address: str, users: int, questions: Sequence[str]) -> float | None:
    """Seconds until every one of a burst has an answer, coming back when told to; None if one never had."""
    waiting, began = users, time.perf_counter()
    while time.perf_counter() - began < 120:
        asked = crowd(address, [Asker(seed=n) for n in range(waiting)], questions, count=waiting)
        waiting = sum(one.refused for one in asked)
        if any(one.lost for one in asked):
            return None
        if not waiting:
            return time.perf_counter() - began
        time.sleep(max(one.wait or 0.0 for one in asked))
    return None


def slow(plan: Plan) -> Measured:
    """L3: users of a chat model that is slow, beside users who ask without it."""
    questions = plan.questions(plan.count)
    half = max(1, plan.users // 2)
    with slow_model(plan.delay) as model:
        told = {"OPENAI_BASE_URL": model, "OPENAI_API_BASE": model, "OPENAI_API_KEY": "none"}
        with served("--model", f"openai:{MODEL}", store=plan.store, environment=told) as page:
            plain = {"model": False}
            single = _warm(page.address, questions, plain)
            offline = plan.crowd(half, body=plain, group="without")
            writing = [Asker(seed=100 + n, think=plan.think, group="with") for n in range(half)]
            asked = crowd(
                page.address,
                [*offline, *writing],
                questions,
                seconds=plan.seconds,
                told=_progress("slow", plan.seconds),
            )
    rows = [
        (f"{half} {group} it", *outcome([a for a in asked if a.group == group], known, plan.seconds))
        for group, known in (("without", single), ("with", ()))
    ]
    return Measured((Table(f"A chat model that takes {plan.delay:g} s", ("users", *OUTCOME), tuple(rows)),))


def soak(plan: Plan) -> Measured:
    """L4: memory, threads and open files over many questions."""
    questions = plan.questions()
    samples: list[tuple[int, Held]] = []
    with served(store=plan.store) as page:

        def look(done: int, seconds: float) -> None:
            del seconds
            if done % SAMPLE == 0:
                samples.append((done, held(page.process.pid)))
                tell("soak", done, plan.count)

        asked = crowd(page.address, [Asker(seed=n) for n in range(4)], questions, count=plan.count, told=look)
    settled = [one for done, one in samples if done >= SETTLED * plan.count] or [one for _, one in samples]
    early, late = settled[: max(1, len(settled) // 10)], settled[-max(1, len(settled) // 10) :]
    begun, ended = (statistics.median(one.memory for one in part) for part in (early, late))
    row = (
        len(asked), sum(one.lost for one in asked), begun, ended, 100 * (ended / begun - 1),
        max(one.memory for one in settled),
        settled[0].threads, settled[-1].threads - settled[0].threads,
        settled[0].files, settled[-1].files - settled[0].files,
    )  # fmt: skip
    head = (
        "questions", "lost", "MB early", "MB late", "growth %", "MB most", "threads early", "threads more",
        "open files early", "open files more",
    )  # fmt: skip
    drawing = Series("Memory of the server", "questions", "MB", {"MB": tuple((float(n), h.memory) for n, h in samples)})
    return Measured((Table("A soak, four who never think", head, (row,)),), {"load-soak": drawing})


def start(plan: Plan) -> Measured:
    """L5: seconds until the page is open on a warm index, and the index itself, cold and after a change."""
    ready = []
    for done in range(3):
        with served(store=plan.store) as page:
            ready.append(page.ready)
        tell("start", done + 1, 3)
    with tempfile.TemporaryDirectory(prefix="youju-load-") as work:
        cold, again = apart(rebuild, Job(Path(work)))
    rows: tuple[tuple[Cell, ...], ...] = (
        ("youju web, warm index (median of 3)", statistics.median(ready)),
        ("index of the library, cold", cold),
        ("index, one article changed", again),
    )
    return Measured((Table("Starting", ("what", "s"), rows),))


def fair(plan: Plan) -> Measured:
    """L6: one visitor who asks without pause on many connections, beside visitors who behave."""
    questions = plan.questions(plan.count)
    polite = [
        Asker(seed=n, think=3.0, headers={"x-forwarded-for": f"203.0.113.{n + 2}"}, group="others")
        for n in range(plan.users)
    ]
    greedy = [Asker(seed=500 + n, think=0.05, headers=ONE, group="one", comes_back=False) for n in range(20)]
    with served("--behind-proxy", store=plan.store) as page:
        single = _warm(page.address, questions)
        asked = crowd(
            page.address, [*polite, *greedy], questions, seconds=plan.seconds, told=_progress("fair", plan.seconds)
        )
    rows = [
        (name, *outcome([a for a in asked if a.group == group], single, plan.seconds))
        for name, group in ((f"{plan.users} who behave", "others"), ("one on 20 connections", "one"))
    ]
    return Measured((Table("One visitor who asks without pause", ("visitors", *OUTCOME), tuple(rows)),))


def several(plan: Plan) -> Measured:
    """Replicas on one index behind nginx, one of which is killed while all are at work."""
    questions = plan.questions(plan.count)
    with replicas(plan.replicas, store=plan.store) as pages, proxied(pages) as address:
        single, *_ = [_warm(page.address, questions) for page in pages]
        ending = threading.Timer(plan.seconds / 2, pages[-1].process.send_signal, [signal.SIGKILL])
        ending.start()
        try:
            asked = crowd(
                address, plan.crowd(), questions, seconds=plan.seconds, told=_progress("replicas", plan.seconds)
            )
        finally:
            ending.cancel()  # its half of the time is over by now, unless the crowd broke off
        memory = [held(page.process.pid).memory for page in pages[:-1]]
    first = [one for one in asked if one.began < plan.seconds / 2]
    rows = tuple(
        (questions_of, *outcome(those, single, seconds), len({one.replica for one in those if one.status == 200}))
        for questions_of, those, seconds in (("all", asked, plan.seconds), ("before the kill", first, plan.seconds / 2))
    )
    memories = Table("Memory of each replica left", ("replica", "MB"), tuple(enumerate(memory, 1)))
    title = f"{plan.users} users, {plan.replicas} replicas behind nginx, one killed half-way"
    return Measured((Table(title, ("questions of", *OUTCOME, "replicas that answered"), rows), memories))


SCENARIOS: Mapping[str, tuple[Callable[[Plan], Measured], Plan]] = {
    "answer": (answer, Plan(count=300)),
    "users": (users, Plan(users=20, minutes=10)),
    "burst": (burst, Plan(users=100, think=0.0)),
    "slow-model": (slow, Plan(users=20, minutes=2)),
    "soak": (soak, Plan(count=10_000)),
    "start": (start, Plan()),
    "fair": (fair, Plan(users=5, minutes=2)),
    "replicas": (several, Plan(users=20, minutes=2)),
}
"""What is measured, and how much of it unless it is said otherwise."""


def _warm(address: str, questions: Sequence[str], body: Mapping[str, object] | None = None) -> tuple[Asked, ...]:
    """What a single user is answered, once everything is loaded."""
    alone(address, questions[:WARM], body)
    return alone(address, questions, body)


def _over_time(asked: Sequence[Asked]) -> Series:
    """The median and the 95th percentile of the answers of each twentieth of the time."""
    answered = [one for one in asked if one.status == 200]
    last = max((one.began for one in answered), default=1.0)
    bins: list[list[float]] = [[] for _ in range(20)]
    for one in answered:
        bins[min(19, int(one.began / max(last, 1e-9) * 20))].append(one.seconds)
    lines = {
        name: tuple(((n + 0.5) * last / 20, percentile(part, share) or 0.0) for n, part in enumerate(bins) if part)
        for name, share in (("p50", 0.5), ("p95", 0.95))
    }
    return Series("How long an answer takes", "seconds since the crowd began", "s", lines)


def _progress(stage: str, seconds: float) -> Callable[[int, float], None]:
    def told(done: int, now: float) -> None:
        tell(f"{stage}, {done} questions,", int(min(now, seconds)), int(seconds))

    return told
