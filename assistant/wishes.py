"""What a message asks for: help in wrongdoing, the law of other places, money that is owed to the asker, other matters.

The chances come from a table that `python -m assistant.training wishes` learns, beside the patterns of `scope.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.distress import Heard
from assistant.selection import Likely


@dataclass(frozen=True, slots=True)
class Sounds:
    """What a message sounds like."""

    danger: Heard
    wishes: Mapping[str, float]
    """The chance of each wish, and of `wrong` things what each kind has for it; empty where no table is."""
    without_orders: Mapping[str, float]
    """The same of the message without what orders the assistant about: a pasted order is nobody's wish."""
    answer: Callable[[], Likely | None] | None
    """The section of a guide that is likeliest to answer it; None: of the guides nothing is known."""

    def chance(self, wish: str) -> float | None:
        """The chance of a wish; of a kind (`wrong-hide`) that of its family (`wrong`). None: no table knows it."""
        return self.wishes.get(wish.partition("-")[0])

    def likeliest(self, wish: str) -> bool:
        """Whether no other kind of its family is likelier; always of a wish that has no kinds."""
        family, _, kind = wish.partition("-")
        kinds = {w: chance for w, chance in self.wishes.items() if w.startswith(f"{family}-")}
        return not kind or max(kinds, key=kinds.__getitem__, default="") == wish


@dataclass(frozen=True, slots=True)
class Wish:
    """What a notice is for, and how sure the table must be."""

    label: str
    told: float
    """From this chance on a message is for the notice without any cue; …"""
    unlike: float
    """… below this one a cue does not do, where a section is likely to answer."""
    yields: float
    """Below this chance a section that surely answers stands before the notice."""
    of_gist: bool = False
    """What stands beside the matter counts for nothing: a notice that refuses nothing need not mind orders."""

    def met(self, sounds: Sounds, cued: bool) -> bool:
        """Whether the notice is for a message in which a cue stands or not."""
        chance = sounds.chance(self.label)
        if chance is None:
            return cued
        if cued:
            return chance >= self.unlike or not (sounds.answer and sounds.answer())
        alone = sounds.without_orders.get(self.label.partition("-")[0], 0.0)
        heard = alone if self.of_gist else min(chance, alone)
        if heard < self.told or not sounds.likeliest(self.label):
            return False
        if heard >= self.yields:
            return True
        answer = sounds.answer() if sounds.answer else None
        return bool(sounds.answer) and not (answer and answer.sure)
