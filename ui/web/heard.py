"""An assistant whose answers are counted, whichever door they were asked at, and the calls of its chat model."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant import Answer, Assistant, ModelResting
from ui.web.tally import Tally


class _Heard(Assistant):
    """The same assistant; each answer goes to the tally too."""

    tally: Tally

    def ask(
        self, text: str, *, as_of: date | None = None, lang: str = "zh", facts: Mapping[str, str] | None = None,
        context: str = "",
    ) -> Answer:  # fmt: skip
        """The answer, counted."""
        began = time.perf_counter()
        made = super().ask(text, as_of=as_of, lang=lang, facts=facts, context=context)
        self.tally.answer(made, time.perf_counter() - began)
        return made


class _Counted:
    """A composer that asks a chat model; each call goes to the tally."""

    def __init__(self, within: Any, tally: Tally) -> None:
        self._within = within
        self._tally = tally
        self.name: str = within.name
        self.recipient: str = getattr(within, "recipient", "")

    @property
    def resting(self) -> bool | None:
        """Whether the model is left alone after failures; None where nobody knows."""
        return getattr(self._within, "resting", None)

    def compose(self, material: Any) -> Any:
        """A draft from the composer within."""
        began = time.perf_counter()
        outcome = "failed"
        try:
            draft = self._within.compose(material)
            outcome = "answered"
        except ModelResting:
            outcome = "resting"
            raise
        finally:
            self._tally.model(outcome, time.perf_counter() - began)
        return draft


def heard(assistant: Assistant, tally: Tally) -> Assistant:
    """The same assistant, library and index, counted."""
    twin = _Heard.__new__(_Heard)
    vars(twin).update(vars(assistant))
    twin.tally = tally
    if assistant.composer.name != "extractive":
        twin.composer = _Counted(assistant.composer, tally)
    return twin
