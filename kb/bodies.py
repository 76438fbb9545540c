"""Names of authorities that bear another name today, where a text still uses the old one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

Span = tuple[int, int]

_SAID_OLD = re.compile(r"(?:原|前|时任|当时的?|旧称|旧名|曾称)\s*[的“\"]?$")
"""原银保监会: the text knows."""
_YEAR = re.compile(r"((?:19|20)\d{2})年[^。！？!?\n]{0,12}$")
"""2018年，银保监会…: of that year."""
_OF_A_TITLE = re.compile(r"令|(?:办公厅)?(?:发布|印发|公布)?(?:的)?(?:公告|《)|关于")
"""A number or a title follows: documents keep the name under which they were issued."""
_QUOTED_TITLE = re.compile(r"《[^《》\n]{1,150}》")
_NEAR = 40
"""Characters around the old name in which the new one shows that the text knows."""


@dataclass(frozen=True, slots=True)
class Body:
    """An authority that was renamed or replaced."""

    names: tuple[str, ...]
    """What it was called, long and short."""
    now: str
    since: date
    short: tuple[str, ...] = ()
    """Short names of today's authority."""
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Outdated:
    """An old name where it stands in a text."""

    span: Span
    raw: str
    body: Body

    @property
    def explain(self) -> str:
        """In a sentence: since when it is called what."""
        note = f"；{self.body.note.rstrip('。')}" if self.body.note else ""
        return f"“{self.raw}”是旧称，{self.body.since}起是{self.body.now}{note}"


def outdated_bodies(text: str, bodies: Sequence[Body], day: date, but: Sequence[Span] = ()) -> tuple[Outdated, ...]:
    """Old names in reading order; not where the text shows that it knows, nor inside titles.

    Args:
        text: any text.
        bodies: what is known of old names.
        day: names that changed later are still right.
        but: places that are judged already, such as invented titles.
    """
    gone = {name: body for body in bodies if body.since <= day for name in body.names}
    if not gone:
        return ()
    pattern = re.compile("|".join(re.escape(name) for name in sorted(gone, key=len, reverse=True)))
    closed = [*but, *(found.span() for found in _QUOTED_TITLE.finditer(text))]
    out = []
    for found in pattern.finditer(text):
        inside = any(first < found.end() and found.start() < last for first, last in closed)
        if not inside and not _known(text, found.span(), gone[found[0]]):
            out.append(Outdated(found.span(), found[0], gone[found[0]]))
    return tuple(out)


def _known(text: str, span: Span, body: Body) -> bool:
    """Whether the old name is used on purpose: of an earlier year, as 原…, beside the new name, or in a title."""
    before, behind = text[max(0, span[0] - _NEAR) : span[0]], text[span[1] : span[1] + _NEAR]
    near = before.rpartition("\n")[2] + "\n" + behind.partition("\n")[0]
    year = _YEAR.search(before)
    return (
        bool(_SAID_OLD.search(before))
        or bool(year and int(year[1]) <= body.since.year)
        or bool(_OF_A_TITLE.match(behind))
        or any(name in near for name in (body.now, *body.short))
    )
