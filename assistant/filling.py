"""A template's lines with the facts of a matter put in: what was not told stays a visible blank, or its piece goes.

A fact's words are kept apart from the template's, so that what the law says and what the sender says are each checked
as what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.matters import CALLS, Listed, Matter, MatterForm, written
from assistant.templates import FINDINGS, TODAY, Bit, Condition, Slot

MASK = "某"
"""What stands for a fact where only the template's words are checked."""
FREE = frozenset({"words", "list"})
"""Kinds of facts in which the sender writes sentences."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a sentence: the template's (`source` empty), a fact's, or a blank's."""

    text: str
    source: str = ""
    blank: bool = False
    free: bool = False
    """A fact in the sender's own sentences, which may state law."""
    speech: bool = False
    """What somebody said aloud."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a letter, before it is checked."""

    spans: tuple[Span, ...]

    @property
    def shown(self) -> str:
        """As it is read."""
        return "".join(s.text for s in self.spans)

    @property
    def masked(self) -> str:
        """The template's own words, with a mask in the place of each fact and blank."""
        return "".join(MASK if s.source else s.text for s in self.spans)

    @property
    def unspoken(self) -> str:
        """As it is read, with a mask in the place of what somebody said aloud and of blanks."""
        return "".join(MASK if s.speech or s.blank else s.text for s in self.spans)

    @property
    def own(self) -> tuple[str, ...]:
        """The sentences that the sender wrote of the matter; what happened in a call is told in anybody's words."""
        return tuple(s.text for s in self.spans if s.free and not s.speech and not s.source.startswith(f"{CALLS}."))


@dataclass(frozen=True, slots=True)
class Filled:
    """A line with its sentences."""

    kind: str
    sentences: tuple[Sentence, ...]


class Broken(Protocol):
    """What the listed calls break."""

    def names(self, among: Sequence[str]) -> bool:
        """Whether anything is broken that one of these instruments forbids; any, where none is given."""
        ...

    def lines(self, among: Sequence[str]) -> Sequence[Filled]:
        """What is broken, a line for each rule."""
        ...


class Filling:
    """Puts the facts of one matter into lines."""

    def __init__(self, form: MatterForm, matter: Matter, today: date, broken: Broken) -> None:
        self._form = form
        self._matter = matter
        self._today = today
        self._broken = broken
        self._fields = form.fields

    def fill(self, slots: Sequence[Slot]) -> tuple[Filled, ...]:
        """The lines that stand, filled in; a heading above nothing goes."""
        lines = [line for slot in slots for line in self._slot(slot)]
        return tuple(
            line
            for line, after in zip(lines, [*lines[1:], None], strict=False)
            if line.kind != "heading" or (after and after.kind not in {"heading", "right"})
        )

    def _slot(self, slot: Slot) -> Iterator[Filled]:
        if not all(self._holds(c) for c in slot.when):
            return
        if slot.kind == "findings":
            yield from self._broken.lines(slot.among)
            return
        for row in self._matter.calls if slot.rows else (None,):
            yield Filled(slot.kind, tuple(Sentence(tuple(self._spans(s, row))) for s in slot.sentences))

    def _holds(self, condition: Condition) -> bool:
        name = condition.field
        if name == FINDINGS:
            told = self._broken.names(condition.values)
        elif name == CALLS:
            told = bool(self._matter.calls)
        elif name.startswith(f"{CALLS}."):
            told = any(self._fact(name, row) for row in self._matter.calls)
        else:
            fact = self._matter.told.get(name)
            told = fact is not None and (not condition.values or str(fact) in condition.values)
        return told != condition.negated

    def _spans(self, bits: Sequence[Bit], row: Listed | None) -> Iterator[Span]:
        before = ""
        for bit in bits:
            if bit.field:
                yield self._span(bit.field, row, speech=before.endswith("「"))
            elif bit.piece:
                if all(self._fact(f, row) for b in bit.piece for f in b.fields):
                    yield from self._spans(bit.piece, row)
            else:
                yield Span(bit.words)
                before = bit.words

    def _span(self, name: str, row: Listed | None, speech: bool) -> Span:
        if fact := self._fact(name, row):
            asked = self._fields.get(name)
            return Span(fact, name, free=bool(asked and asked.kind in FREE), speech=speech)
        return Span(f"〔请填写：{self._fields[name].label}〕", name, blank=True)

    def _fact(self, name: str, row: Listed | None) -> str:
        """A fact as the letter says it; empty where it was not told."""
        if name == TODAY:
            return written(self._today)
        if name.startswith(f"{CALLS}."):
            return self._of_call(name.removeprefix(f"{CALLS}."), row) if row else ""
        fact = self._matter.told.get(name)
        return "" if fact is None else self._form.written(self._fields[name], fact)

    def _of_call(self, name: str, row: Listed) -> str:
        if name == "number":
            return row.number
        value = getattr(row.call, name)
        field = next(f for f in self._form.calls.fields if f.id == name)
        if value is None or value is False or value == "":
            return ""
        if field.kind == "flag":
            return self._fields[f"{CALLS}.{name}"].says or field.title
        if field.kind == "choice":
            return next(v.title for v in field.values if v.id == value)
        if field.unit:
            return field.unit.format(value)
        return written(" ".join(value.split()).replace("「", "‘").replace("」", "’") if field.kind == "text" else value)
