"""Reads a chat model's reply within a budget of time, however it behaves: silent, slow, endless, cut off."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from kb import ModelProblem

BUDGET = 20.0
"""Seconds a chat model may take in all."""
MAX_REPLY = 20_000
"""Characters of a reply that are read; the rest is dropped."""
_WHOLE = re.compile(r".*[。！？!?；;”」）)\]]", re.DOTALL)
"""All but a last sentence that has no end."""


class Streams(Protocol):
    """What is needed of a chat model."""

    def stream(self, input: Any) -> Iterator[Any]:  # noqa: A002 - the name that LangChain gave it
        """The reply in pieces, as they come."""
        ...


def read_reply(model: Streams, messages: list[Any], budget: float = BUDGET) -> str:
    """The whole reply; a last sentence that was cut off is dropped.

    The reading goes on in a thread of its own, so that a model that sends nothing cannot hold up the answer.

    Raises:
        ModelProblem: no reply within the budget, a fault of the provider's, or nothing that can be read.
    """
    deadline = time.monotonic() + budget
    reading = _Reading(model, messages)
    reply = ""
    while True:
        try:
            piece = reading.pieces.get(timeout=max(0.0, deadline - time.monotonic()))
        except Empty:
            piece = _LATE
        if piece is _LATE or time.monotonic() > deadline:
            reading.over.set()
            raise ModelProblem(f"大模型 {budget:g} 秒内没有答完")
        if isinstance(piece, Exception):
            raise ModelProblem(f"大模型没有回应（{type(piece).__name__}）") from piece
        if piece is None:
            break
        reply += str(piece)
        if len(reply) > MAX_REPLY:
            reading.over.set()
            break
    reply = reply[:MAX_REPLY]
    if not reading.finished or len(reply) == MAX_REPLY:
        whole = _WHOLE.match(reply)
        reply = whole[0] if whole else ""
    if len(reply.strip()) < 2 or reply.lstrip().lower().startswith(("<!doctype", "<html")):
        raise ModelProblem("大模型没有给出可用的回答")
    return reply


_LATE = object()


class _Reading:
    """A thread that reads the stream; pieces come out as they arrive, then the fault or None."""

    def __init__(self, model: Streams, messages: list[Any]) -> None:
        self.pieces: SimpleQueue[object] = SimpleQueue()
        self.over = threading.Event()
        """Set by who no longer listens: the connection is given up at the next piece."""
        self.finished = False
        """Whether the model said that it had come to its end."""
        threading.Thread(target=self._read, args=(model, messages), name="youju-model", daemon=True).start()

    def _read(self, model: Streams, messages: list[Any]) -> None:
        try:
            for chunk in model.stream(messages):
                if self.over.is_set():
                    break
                content = chunk.content
                told = chunk.response_metadata
                self.finished |= (told.get("finish_reason") or told.get("done_reason")) == "stop"
                self.pieces.put(content if isinstance(content, str) else "".join(map(str, content)))
        except Exception as error:  # noqa: BLE001 - every provider raises its own errors; all mean that there is no reply
            self.pieces.put(error)
        self.pieces.put(None)
