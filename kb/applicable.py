"""Which passages may be found on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kb.fusion import Allowed
from kb.passages import Passage, day_number

DAYS_REMEMBERED = 64


class Applicable:
    """Knows of each day what is in force; remembered, since one day is asked for again and again."""

    def __init__(self, passages: Sequence[Passage], owners: Sequence[int]) -> None:
        """`owners` gives by position the whole that a part belongs to, and of a whole itself."""
        self._passages, self._owners = passages, owners
        self._known: dict[tuple[int | None, str | None], Allowed] = {}

    def on(self, day: date | None, kind: str | None) -> Allowed:
        """What may be found: articles in force that day (None: all), guides on any; of one kind, if one is given."""
        number = day_number(day) if day else None
        allowed = self._known.get((number, kind))
        if allowed is None:
            mask = bytes(
                (kind is None or p.kind == kind) and (number is None or p.kind == "guide" or p.in_force_on(number))
                for p in map(self._passages.__getitem__, self._owners)
            )
            wholes = [at for at, owner in enumerate(self._owners) if at == owner]
            if len(self._known) >= DAYS_REMEMBERED:
                self._known = {}
            allowed = Allowed(mask, sum(mask[at] for at in wholes), len(wholes))
            self._known[number, kind] = allowed
        return allowed
