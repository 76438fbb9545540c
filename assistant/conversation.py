"""Turns that remember facts, day and topic; a follow-up becomes a whole question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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

    def in_chinese(self, text: str) -> str:
        """What a message in English is read as; a message in Chinese as it stands."""
        ...


_LEANS = re.compile(
    r"^(?:那|那么|可是|但是|还有|另外|然后|所以|这样|如果这样)|^(?:他|她|它|他们|这|这个|这种)|呢[？?]?$"
)
_SHORT = 14
"""A turn of fewer characters seldom stands alone."""
_REMEMBERED = 3
"""Earlier turns that a follow-up is searched with; of one telling, all of it."""
_ASKS = re.compile(
    r"[?？]|[吗嘛呢]$|怎么|咋|如何|是不是|能不能|可不可以|会不会|要不要|该不该|多少|多久|几(?:天|年|个月)|什么|啥|哪"
    r"|合法|违法|合规|犯法|行不行|不$"
)
"""A turn that asks; one that does not still tells the matter."""
_OF_IT = re.compile(
    r"合法|违法|违规|合规|犯法|真的|假的|真假|骗|怎么办|咋办|咋整|怎么处理|可以吗|行吗|算什么|算不算|正常吗"
)
"""A question of what was told before, however long."""
_TELLING = 6
"""Turns of one telling that are read together."""


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier turns have told."""

    turns: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    """The day of the events."""
    telling: tuple[str, ...] = ()
    """The newest turns that only tell."""


class Conversation:
    """One matter, turn by turn. Facts and the day of events stay known; citations of earlier turns do not leak.

    Turns that only tell are read as one message with the turn that follows them.
    """

    def __init__(
        self, assistant: Asked, *, today: Callable[[], date], lang: str = "zh", known: Known | None = None
    ) -> None:
        self._assistant = assistant
        self._lang = lang
        self._today = today
        self._known = known or Known()

    def fork(self, assistant: Asked | None = None) -> Conversation:
        """The same matter so far: what is asked of it stays unknown to this one, so that a turn can be taken back.

        Args:
            assistant: who answers from here on; None: the same.
        """
        return Conversation(assistant or self._assistant, today=self._today, lang=self._lang, known=self._known)

    def ask(self, text: str, *, as_of: date | None = None) -> Answer:
        """Answer the newest turn in the light of the earlier ones."""
        known, asked = self._known, text
        text = self._assistant.in_chinese(text)
        folded = plain(text).strip()
        leans = bool(known.turns) and (len(folded) < _SHORT or bool(_LEANS.search(folded)))
        tells = not _ASKS.search(folded.rstrip("。.!！~"))
        leans |= bool(known.telling) and (tells or bool(_OF_IT.search(folded)))
        own = self._assistant.facts_in(_joined((*known.telling, text)) if leans else text)
        told = told_days(text, self._today())
        known = replace(known, day=told.last if told else known.day)
        answer = self._assistant.ask(
            asked,
            as_of=as_of or (None if told else known.day),
            lang=self._lang,
            facts={**known.facts, **own} if leans else {k: v for k, v in known.facts.items() if k in LENDERS},
            context="\n".join(known.turns[-max(_REMEMBERED, len(known.telling)) :]) if leans else "",
        )
        if answer.action is not Action.CRISIS:
            telling = (*known.telling[1 - _TELLING :], text) if tells else ()
            known = replace(known, facts={**known.facts, **own}, turns=(*known.turns, text), telling=telling)
        self._known = known
        return answer


def _joined(turns: Sequence[str]) -> str:
    """The turns as one message: a turn without a full stop goes on in the next."""
    return "，".join(turn.strip().rstrip("，,、") for turn in turns)
