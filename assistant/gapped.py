"""Wordings with gaps, made patterns only where a text has all their words: of ten thousand a text needs a few.

… stands for up to fourteen other characters of a sentence, ~ for up to four of a clause, ^ for the beginning of a
clause, 〈家人〉 for any wording of that list; no gap runs over a denial.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

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
        self._characters: dict[tuple[str, ...], list[tuple[frozenset[str], str]]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._written: dict[str, str] = {}

    def within(self, text: str) -> Callable[[tuple[str, ...]], list[re.Pattern[str]]]:
        """What gives the patterns of those wordings, in their order, whose words all stand in a folded text."""
        seen: dict[str, bool] = {}
        characters = frozenset(text)

        def has(part: str) -> bool:
            if not part.startswith("〈"):
                return part in text
            if part not in seen:
                seen[part] = any(all(map(has, self._needed(one))) for one in self._lists[part[1:-1]])
            return seen[part]

        def patterns(cues: tuple[str, ...]) -> list[re.Pattern[str]]:
            likely = [cue for needed, cue in self._by_characters(cues) if needed <= characters]  # rules out nearly all
            return [self.pattern(cue) for cue in likely if all(map(has, self._needed(cue)))]

        return patterns

    def pattern(self, cue: str) -> re.Pattern[str]:
        """A wording as a pattern."""
        if cue not in self._patterns:
            self._patterns[cue] = re.compile(self.written(cue))
        return self._patterns[cue]

    def written(self, cue: str) -> str:
        """The pattern of a wording, as it is written."""
        return "".join(map(self._part, _PARTS.split(cue)))

    def _by_characters(self, cues: tuple[str, ...]) -> list[tuple[frozenset[str], str]]:
        """Each wording with the characters of its words outside of lists."""
        if cues not in self._characters:
            own = ((frozenset("".join(p for p in self._needed(c) if not p.startswith("〈"))), c) for c in cues)
            self._characters[cues] = list(own)
        return self._characters[cues]

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
