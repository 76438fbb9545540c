"""Runs a question in a thread of its own and tells how far it is: searching, drafting, checking."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from assistant import Answer, Assistant
from kb import InputProblem, ModelProblem, YoujuError
from ui.web import journal
from ui.web.turns import Turns

WORKERS = 2
"""Questions that are worked on at a time: more would only wait for each other at the processor."""
MODELS = 16
"""Questions that wait for a chat model at a time; further ones are answered without it."""
ON_PAGE = 24
"""Questions of the page that Gradio hands over at a time; its queue holds the rest."""

Made = TypeVar("Made")

_pool = ThreadPoolExecutor(WORKERS + MODELS, thread_name_prefix="youju")
_turns = Turns(WORKERS)
_joining = threading.Lock()
_models = ThreadPoolExecutor(MODELS, thread_name_prefix="youju-model")
"""Where a chat model is waited for, so that whoever stops need not wait with it."""
_models_free = threading.BoundedSemaphore(MODELS)
_hurried = threading.Event()
"""Set when the page is about to stop: who waits for a chat model gets the answer made without it."""
_here = threading.local()
POLL_SECONDS = 0.1
"""How soon a stop is heard."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer: one sentence the reader can mend, or empty for a fault of our own."""

    sentence: str
    mendable: bool
    """Whether the reader's own words were the reason."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many questions stand before this one, which has not begun."""

    count: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """The reader no longer wants the answer."""


class _Telling:
    """A composer that tells when it begins and when it has ended."""

    def __init__(self, assistant: Assistant) -> None:
        self._composer = assistant.composer
        self.name = self._composer.name
        self.recipient: str = getattr(self._composer, "recipient", "")

    @property
    def resting(self) -> bool | None:
        """Whether a chat model is left alone after failures; None where there is none."""
        return getattr(self._composer, "resting", None)

    def compose(self, material: Any) -> Any:
        """A draft from the composer within."""
        tell: Callable[[str], None] = getattr(_here, "tell", lambda _: None)
        stopped: threading.Event | None = getattr(_here, "stopped", None)
        tell("draft")
        draft = self._composer.compose(material) if self.name == "extractive" else self._composed(material, stopped)
        tell("check")
        return draft

    def _composed(self, material: Any, stopped: threading.Event | None) -> Any:
        """A draft, unless the reader or the page stops meanwhile; a model that still writes is left to its budget.

        While it writes, others have the turn: a slow model keeps nobody waiting who does not ask it.
        """
        if not _models_free.acquire(blocking=False):
            raise ModelProblem("现在用大模型的人多，没有排上")
        running = _models.submit(self._composer.compose, material)
        running.add_done_callback(lambda _: _models_free.release())
        with _turns.lending() if stopped else nullcontext():  # elsewhere than in the pool there is no turn to lend
            while not wait([running], POLL_SECONDS).done:
                if stopped and stopped.is_set():
                    raise ModelProblem("已停止")
                if _hurried.is_set():
                    raise ModelProblem("有据正在重新启动，没有等大模型写完")
        return running.result()


def telling(assistant: Assistant) -> Assistant:
    """The same assistant, whose composer tells the stages to whoever asked."""
    return assistant.with_composer(_Telling(assistant))


def work(
    ask: Callable[[], Answer], stopped: threading.Event | None = None
) -> Iterator[str | Ahead | Answer | Failure | Stopped]:
    """The place in line while there is one, the stages as they begin, then the answer, or why there is none.

    Nothing more once `stopped`.
    """
    told: SimpleQueue[str] = SimpleQueue()
    stopped = stopped or threading.Event()
    ticket, running = _begun(ask, told.put, stopped)
    running.add_done_callback(lambda _: told.put(""))
    yield Ahead(ahead) if (ahead := _turns.ahead(ticket)) else "search"
    while not stopped.is_set():
        try:
            stage = told.get(timeout=POLL_SECONDS)
        except Empty:
            if ahead and (now := _turns.ahead(ticket)) != ahead:
                ahead = now
                yield Ahead(ahead) if ahead else "search"
            continue
        if stopped.is_set():  # what ended just then was ended by the stop
            break
        if not stage:
            ended = outcome(running)
            yield ended
            return
        ahead = 0
        yield stage
    if running.cancel():
        _turns.leave(ticket)
    yield Stopped()


def _begun(
    make: Callable[[], Made], tell: Callable[[str], None], stopped: threading.Event
) -> tuple[object, Future[Made]]:
    """A piece of work in line and in the pool, in the same order, so that the first in line always has a thread."""
    with _joining:
        ticket = _turns.stand()
        return ticket, _pool.submit(_run, make, ticket, tell, stopped)


def _run(make: Callable[[], Made], ticket: object, tell: Callable[[str], None], stopped: threading.Event) -> Made:
    """Do a piece of work when its turn has come."""
    with _turns.taking(ticket):
        if stopped.is_set():
            raise ModelProblem("已停止")
        _here.tell, _here.stopped = tell, stopped
        try:
            return make()
        finally:
            del _here.tell, _here.stopped


def outcome(ended: Future[Made]) -> Made | Failure:
    """What came of it. Of a fault of our own only the place in the code is written down, never the reader's words."""
    fault = ended.exception()
    if fault is None:
        return ended.result()
    if isinstance(fault, YoujuError):
        return Failure(str(fault), isinstance(fault, InputProblem))
    journal.fault(fault)
    return Failure("", mendable=False)


def hurry() -> None:
    """Wait for no chat model any more."""
    _hurried.set()


def at_rest(patience: float = 0.5) -> bool:
    """Take no more work; whether none is left, or a thread of ours still waits, say, for a chat model nobody needs."""
    for pool in (_pool, _models):
        pool.shutdown(wait=False, cancel_futures=True)
    for thread in threading.enumerate():
        if thread.name.startswith("youju"):
            thread.join(patience)
            if thread.is_alive():
                return False
    return True


def ask_alone(ask: Callable[[], Made]) -> Future[Made]:
    """Start a piece of work whose stages nobody watches."""
    return _begun(ask, _unheard, threading.Event())[1]


def _unheard(stage: str) -> None:
    """Nobody watches."""


def done(make: Callable[[], Made]) -> Made | Failure:
    """Do a piece of work in the pool and wait for it."""
    running = ask_alone(make)
    wait([running])
    return outcome(running)


async def arrived(running: Future[Made]) -> Made | Failure:
    """Wait for a piece of work without holding up the other requests."""
    seen = asyncio.wrap_future(running)
    await asyncio.wait([seen])
    seen.exception()  # looked at, or the loop would print it, and with it the reader's words
    return outcome(running)
