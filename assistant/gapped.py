"""Wordings with gaps, made patterns only where a text has all their words: of ten thousand a text needs a few.

… stands for up to fourteen other characters of a sentence, ~ for up to four of a clause, ^ for the beginning of a
clause, 〈家人〉 for any wording of that list; no gap runs over a denial.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import chain

CLAUSE_START = r"(?:(?<=[,，。！？!?；;、:：…\n])|(?<![\s\S]))"
_DENIED = r"(?:没有?(?!还|钱|完|接(?!到)|到期|办法|事)|并未|从未|不会|不是|别再|别打|别找|别联系|不要再)"
_LONG_GAP = rf"(?:(?!{_DENIED})[^。！？!?；;\n]){{0,14}}?"
_SHORT_GAP = rf"(?:(?!{_DENIED})[^。！？!?；;，,、：:\n]){{0,4}}?"
_PARTS = re.compile(r"(…|~|\^|〈[^〈〉]+〉)")
_GAPS = {"…": _LONG_GAP, "~": _SHORT_GAP, "^": CLAUSE_START}


class Gapped:
    """The wordings of a table, with its lists; each is compiled once, when a text first needs it."""

    def __init__(self, lists: Mapping[str, Sequence[str]], fold: Callable[[str], str]) -> None:
        """`fold` is what was done to the texts in which they are sought."""
        self._lists, self._fold = lists, fold
        self._needs: dict[str, tuple[str, ...]] = {}
        self._tables: dict[tuple[str, ...], dict[str, list[tuple[int, frozenset[str], str]]]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._written: dict[str, str] = {}

    def within(self, text: str) -> Callable[[tuple[str, ...]], list[re.Pattern[str]]]:
        """What gives the patterns of those wordings, in their order, whose words all stand in a folded text."""
        seen: dict[str, bool] = {}
        characters = frozenset(text) | {""}

        def has(part: str) -> bool:
            if not part.startswith("〈"):
                return part in text
            if part not in seen:
                seen[part] = any(all(map(has, self._needed(one))) for one in self._lists[part[1:-1]])
            return seen[part]

        def patterns(cues: tuple[str, ...]) -> list[re.Pattern[str]]:
            by_character = self._by_character(cues)
            rows = (row for c in by_character.keys() & characters for row in by_character[c])  # rules out nearly all
            likely = sorted((place, cue) for place, needed, cue in rows if needed <= characters)
            return [self.pattern(cue) for _, cue in likely if all(map(has, self._needed(cue)))]

        return patterns

    def pattern(self, cue: str) -> re.Pattern[str]:
        """A wording as a pattern."""
        if cue not in self._patterns:
            self._patterns[cue] = re.compile(self.written(cue))
        return self._patterns[cue]

    def written(self, cue: str) -> str:
        """The pattern of a wording, as it is written."""
        return "".join(map(self._part, _PARTS.split(cue)))

    def _by_character(self, cues: tuple[str, ...]) -> dict[str, list[tuple[int, frozenset[str], str]]]:
        """Place, characters outside of lists, and wording, by the character that fewest of the wordings have."""
        if cues not in self._tables:
            own = [frozenset("".join(p for p in self._needed(c) if not p.startswith("〈"))) for c in cues]
            counts = Counter(chain.from_iterable(own))
            table = self._tables[cues] = defaultdict(list)
            for place, (needed, cue) in enumerate(zip(own, cues, strict=True)):
                table[min(sorted(needed), key=counts.__getitem__, default="")].append((place, needed, cue))
        return self._tables[cues]

    def _needed(self, cue: str) -> tuple[str, ...]:
        """What a text must have for a wording to be in it: words, and names of lists."""
        if cue not in self._needs:
            parts = (
                part if part.startswith("〈") else self._fold(part) for part in _PARTS.split(cue) if part not in _GAPS
            )
            self._needs[cue] = tuple(filter(None, parts))
        return self._needs[cue]

    def _part(self, part: str) -> str:
        if part in _GAPS:
            return _GAPS[part]
        if not part.startswith("〈"):
            return re.escape(self._fold(part))
        if part not in self._written:
            longest_first = sorted(self._lists[part[1:-1]], key=len, reverse=True)
            self._written[part] = f"(?:{'|'.join(map(self.written, longest_first))})"
        return self._written[part]
