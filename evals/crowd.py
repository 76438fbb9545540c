"""Many who ask at once: each waits for the answer, reads a while, and asks the next question (a closed loop)."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

PATIENCE = 90.0
"""Seconds after which an answer counts as lost."""
ASK = "/api/v1/ask"
REPLICA = "x-replica"
"""The header in which a proxy says which replica answered, behind those that it tried before."""


@dataclass(frozen=True, slots=True)
class Asker:
    """One who asks questions in an order of his own."""

    seed: int = 0
    think: float = 0.0
    """Seconds between an answer and the next question, half as long to one and a half times as long, by the seed."""
    body: Mapping[str, object] = field(default_factory=dict)
    """What is sent beside the question."""
    headers: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    comes_back: bool = True
    """Whether he waits as long as a refusal says; otherwise he asks on at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one question."""

    question: str
    group: str
    began: float
    """Seconds since the crowd began."""
    seconds: float
    status: int
    """0: no answer came."""
    digest: str = ""
    """Of the answer without its times; empty of a refusal."""
    wait: float | None = None
    """Of a refusal that has one sentence: after how many seconds to come back."""
    replica: str = ""
    """Which one answered; empty where no proxy says so."""

    @property
    def refused(self) -> bool:
        """Whether it was asked to come back."""
        return self.status in {429, 503} and self.wait is not None

    @property
    def lost(self) -> bool:
        """Whether it has neither an answer nor a sentence."""
        return self.status != 200 and not self.refused


Told = Callable[[int, float], None]
"""Hears how many questions have ended, and after how many seconds, from time to time."""


def crowd(
    address: str,
    askers: Sequence[Asker],
    questions: Sequence[str],
    *,
    seconds: float | None = None,
    count: int | None = None,
    told: Told | None = None,
) -> tuple[Asked, ...]:
    """Let all ask until the time is over, or so many questions have been asked; none is left under way."""
    return asyncio.run(_Crowd(address, questions, seconds, count, told).all(askers))


def alone(address: str, questions: Sequence[str], body: Mapping[str, object] | None = None) -> tuple[Asked, ...]:
    """Each question once, one after another."""
    return crowd(address, [_InOrder(body=body or {})], questions, count=len(questions))


@dataclass(frozen=True, slots=True)
class _InOrder(Asker):
    """Asks the questions as they stand."""


class _Crowd:
    def __init__(
        self, address: str, questions: Sequence[str], seconds: float | None, count: int | None, told: Told | None
    ) -> None:
        self._address = address
        self._questions = questions
        self._seconds, self._left = seconds, count
        self._told = told
        self._ended: list[Asked] = []
        self._began = time.perf_counter()

    async def all(self, askers: Sequence[Asker]) -> tuple[Asked, ...]:
        import httpx

        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        async with httpx.AsyncClient(
            base_url=self._address, timeout=PATIENCE, limits=limits, trust_env=False
        ) as client:
            self._began = time.perf_counter()
            await asyncio.gather(*(self._one(client, asker) for asker in askers))
        return tuple(self._ended)

    async def _one(self, client: httpx.AsyncClient, asker: Asker) -> None:
        order = random.Random(asker.seed)  # noqa: S311 - no secret
        await asyncio.sleep(order.uniform(0, asker.think))
        asked = 0
        while self._open():
            if self._left is not None:
                self._left -= 1
            at = asked % len(self._questions) if isinstance(asker, _InOrder) else order.randrange(len(self._questions))
            asked += 1
            ended = await self._ask(client, asker, self._questions[at])
            self._ended.append(ended)
            if self._told:
                self._told(len(self._ended), self._now())
            pause = ended.wait if ended.wait and asker.comes_back else asker.think * order.uniform(0.5, 1.5)
            if self._open():
                await asyncio.sleep(pause)

    def _open(self) -> bool:
        return (self._left is None or self._left > 0) and (self._seconds is None or self._now() < self._seconds)

    def _now(self) -> float:
        return time.perf_counter() - self._began

    async def _ask(self, client: httpx.AsyncClient, asker: Asker, text: str) -> Asked:
        import httpx

        began = self._now()
        headers = {"content-type": "application/json", **asker.headers}
        content = json.dumps({"text": text, **asker.body}).encode()
        try:
            reply = await client.post(ASK, content=content, headers=headers)
        except httpx.HTTPError:
            return Asked(text, asker.group, began, self._now() - began, 0)
        seconds = self._now() - began
        digest = digest_of(reply.content) if reply.status_code == 200 else ""
        told = reply.headers.get("retry-after", "")
        wait = float(told) if told.isdecimal() and b'"error"' in reply.content else None
        replica = reply.headers.get(REPLICA, "").rpartition(",")[2].strip()
        return Asked(text, asker.group, began, seconds, reply.status_code, digest, wait, replica)


def digest_of(reply: bytes) -> str:
    """A name for an answer: equal answers have equal names, however long they took."""
    told = json.loads(reply)
    told.pop("timings_ms", None)
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
