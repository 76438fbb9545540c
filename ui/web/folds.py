"""How much of an answer is read at once, and what waits to be unfolded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import CITE_MARK
from ui.web.twice import plainly

_UNSEEN = re.compile(rf"{CITE_MARK.pattern}|[*#\n]|^\s*(?:-|\d{{1,2}}\.)\s", re.MULTILINE)


def folded(parts: Sequence[str], room: int) -> tuple[list[str], list[str]]:
    """The blocks that fit, and the rest; a list without a heading may be cut between its items. Nothing is lost."""
    shown: list[str] = []
    for place, part in enumerate(parts):
        if length(part) <= room:
            shown.append(part)
            room -= length(part)
            continue
        lines = part.split("\n") if part.startswith("- ") else []
        fitting = [line for n, line in enumerate(lines) if length("".join(lines[: n + 1])) <= room]
        if fitting:
            rest = lines[len(fitting) :]
            return [*shown, "\n".join(fitting)], ["\n".join(rest), *parts[place + 1 :]]
        return shown, list(parts[place:])
    return shown, []


def length(part: str) -> int:
    """Characters that a reader sees."""
    return len(_UNSEEN.sub("", plainly(part)))
