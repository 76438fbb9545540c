"""The four questions for programs, as this page offers them: names, words about them, and how one is answered here."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assistant import Assistant
from kb import InputProblem
from ui.programs import Programs
from ui.web.limits import Busy, Limits, Visitor
from ui.web.stages import Failure, ask_alone, outcome
from ui.web.words import word

MOST_WAITING = 64
"""Questions of programs answered or waiting at a time; more are asked to come back."""

NAMES = ("ask", "law", "check", "call")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no answer: one sentence, an HTTP status, and when to come back, if that helps."""

    status: int
    sentence: str
    retry_after: int = 0


@dataclass(frozen=True, slots=True)
class Tool:
    """What a tool does and takes, in words of both languages and as JSON Schema."""

    name: str
    zh: str
    en: str
    schema: Mapping[str, Any]

    @property
    def description(self) -> str:
        """Both languages, Chinese first."""
        return f"{self.zh}\n\n{self.en}"


@cache
def read_tools() -> tuple[Tool, ...]:
    """The table `tools.toml`."""
    rows = tomllib.loads((Path(__file__).parent / "tools.toml").read_text("utf-8"))
    return tuple(_tool(name, rows[name]) for name in NAMES)


def _tool(name: str, row: Mapping[str, Any]) -> Tool:
    takes = {key: dict(one) for key, one in row["takes"].items()}
    required = [key for key, one in takes.items() if one.pop("required", False)]
    schema = {"type": "object", "properties": takes, "required": required, "additionalProperties": False}
    return Tool(name, row["zh"], row["en"], MappingProxyType(schema))


class Desk:
    """Answers the questions of programs, whichever door they use: in turn, in the pool, within the limits."""

    def __init__(self, assistant: Assistant, limits: Limits) -> None:
        """Answer for one assistant; `limits` are shared with the page."""
        self.programs = Programs(assistant)
        self.limits = limits
        self._waiting = 0

    @property
    def busy(self) -> int:
        """Questions of programs that are answered or wait."""
        return self._waiting

    async def answer(self, name: str, told: Mapping[str, Any], visitors: tuple[Visitor, ...]) -> Any | Refused:
        """What a question of that name comes to."""
        lang = "en" if told.get("lang") == "en" else "zh"
        if self._waiting >= MOST_WAITING:
            return Refused(503, word(lang, "busy"), 5)
        self._waiting += 1
        try:
            async with self.limits.turn(visitors):
                return await self._made(partial(self._do, name, told), lang)
        except Busy as busy:
            return Refused(429, word(lang, "too_many", seconds=busy.seconds), busy.seconds)
        finally:
            self._waiting -= 1

    def _do(self, name: str, told: Mapping[str, Any]) -> Any:
        known = {tool.name: tool.schema["properties"] for tool in read_tools()}
        if name not in known:
            raise InputProblem(f"没有叫 {name[:40]} 的：只有 {'、'.join(NAMES)}")
        if odd := [key for key in told if key not in known[name]]:
            raise InputProblem(f"{name} 没有 {str(odd[0])[:40]} 这一项：只有 {'、'.join(known[name])}")
        do: Callable[..., Any] = getattr(self.programs, name)
        missing = [key for tool in read_tools() if tool.name == name for key in tool.schema["required"]]
        return do(**dict.fromkeys(missing) | dict(told))

    async def _made(self, make: Callable[[], Any], lang: str) -> Any | Refused:
        running = ask_alone(make)
        seen = asyncio.wrap_future(running)
        await asyncio.wait([seen])
        seen.exception()  # looked at, or the loop would print it, and with it the reader's words
        made = outcome(running)
        if isinstance(made, Failure):
            return Refused(400 if made.mendable else 503, made.sentence or word(lang, "bug"), 0 if made.mendable else 5)
        return made
