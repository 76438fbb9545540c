"""Problems of the tables that help at the phone: lines to call, limits that can be counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.calllimits import Limits
from assistant.lines import Lines
from assistant.verification import Verifier
from kb import Problem, to_chinese


def lint_lines(lines: Lines, verifier: Verifier) -> Iterator[Problem]:
    """Lines that are told twice, and words that state law."""
    numbers = [one.number for one in lines.lines]
    yield from (Problem("lines.toml", 1, f"{n} 写了两次") for n in dict.fromkeys(numbers) if numbers.count(n) > 1)
    if not lines.urgent:
        yield Problem("lines.toml", 1, "没有一条是救命的号码（urgent = true）")
    for one in lines.lines:
        for words in (one.zh, one.note):
            if words and (fault := verifier.fault(words)):
                yield Problem("lines.toml", 1, f"{one.number} 的“{words}”：{fault}")


def lint_limits(limits: Limits, verifier: Verifier) -> Iterator[Problem]:
    """Limits whose number does not stand in what the provision is said to say, or that nothing carries."""
    for limit in limits.limits:
        if not limit.bases:
            yield Problem("calllimits.toml", 1, f"{limit.id} 没有依据（refs）")
        for basis in limit.bases:
            for number in (limit.start, limit.end) if limit.counts == "window" else (limit.most,):
                if number and not _stands(number if isinstance(number, int) else f"{number:%H:%M}", basis.says):
                    yield Problem("calllimits.toml", 1, f"{limit.id} 的 {number} 没有写在“{basis.says}”里")
        if fault := verifier.fault(limit.note):
            yield Problem("calllimits.toml", 1, f"{limit.id} 的“{limit.note}”：{fault}")


def _stands(number: int | str, words: str) -> bool:
    """Whether a number stands in words: 3 as 3次 or 三次, 08:00 as 8:00."""
    written = {str(number), to_chinese(number)} if isinstance(number, int) else {number.removeprefix("0")}
    return any(re.search(rf"(?<!\d){re.escape(w)}(?!\d)", words) for w in written)
