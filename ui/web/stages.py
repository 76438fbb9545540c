"""Runs a question in a thread of its own and tells how far it is: searching, drafting, checking."""

from __future__ import annotations

import asyncio
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from assistant import Answer, Assistant
from kb import InputProblem, ModelProblem, YoujuError
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

    def compose(self, material: Any) -> Any:
        """A draft from the composer within."""
        tell: Callable[[str], None] = getattr(_here, "tell", lambda _: None)
        stopped: threading.Event | None = getattr(_here, "stopped", None)
        tell("draft")
        draft = (
            self._composed(material, stopped)
            if stopped and self.name != "extractive"
            else self._composer.compose(material)
        )
        tell("check")
        return draft

    def _composed(self, material: Any, stopped: threading.Event) -> Any:
        """A draft, unless the reader stops meanwhile; a model that still writes is left to its budget.

        While it writes, others have the turn: a slow model keeps nobody waiting who does not ask it.
        """
        if not _models_free.acquire(blocking=False):
            raise ModelProblem("现在用大模型的人多，没有排上")
        running = _models.submit(self._composer.compose, material)
        running.add_done_callback(lambda _: _models_free.release())
        with _turns.lending():
            while not wait([running], POLL_SECONDS).done:
                if stopped.is_set():
                    raise ModelProblem("已停止")
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
    place = "".join(traceback.format_tb(fault.__traceback__))
    sys.stderr.write(f"{place}{type(fault).__name__}（内容不记录）\n")
    return Failure("", mendable=False)


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
