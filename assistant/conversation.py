"""Turns that remember facts, day and topic; a follow-up becomes a whole question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from assistant.answer import Action, Answer
from assistant.conduct import LENDERS
from assistant.days import told_days
from assistant.folded import plain


class Asked(Protocol):
    """What a conversation needs of an assistant."""

    def ask(
        self, text: str, *, as_of: date | None = None, lang: str = "zh", facts: Mapping[str, str] | None = None,
        context: str = "",
    ) -> Answer:  # fmt: skip
        """Answer one question."""
        ...

    def facts_in(self, text: str) -> dict[str, str]:
        """The facts of conduct that a text tells."""
        ...


_LEANS = re.compile(
    r"^(?:那|那么|可是|但是|还有|另外|然后|所以|这样|如果这样)|^(?:他|她|它|他们|这|这个|这种)|呢[？?]?$"
)
_SHORT = 14
"""A turn of fewer characters seldom stands alone."""
_REMEMBERED = 3
"""Earlier turns that a follow-up is searched with."""


class Conversation:
    """One matter, turn by turn. Facts and the day of events stay known; citations of earlier turns do not leak."""

    def __init__(self, assistant: Asked, *, today: Callable[[], date], lang: str = "zh") -> None:
        self._assistant = assistant
        self._lang = lang
        self._today = today
        self._turns: list[str] = []
        self._facts: dict[str, str] = {}
        self._day: date | None = None

    def ask(self, text: str, *, as_of: date | None = None) -> Answer:
        """Answer the newest turn in the light of the earlier ones."""
        leans = bool(self._turns) and (len(plain(text)) < _SHORT or bool(_LEANS.search(plain(text))))
        own = self._assistant.facts_in(text)
        told = told_days(text, self._today())
        self._day = told.last if told else self._day
        answer = self._assistant.ask(
            text,
            as_of=as_of or (None if told else self._day),
            lang=self._lang,
            facts=self._facts if leans else {k: v for k, v in self._facts.items() if k in LENDERS},
            context="\n".join(self._turns[-_REMEMBERED:]) if leans else "",
        )
        if answer.action is not Action.CRISIS:
            self._facts |= own
            self._turns.append(text)
        return answer
