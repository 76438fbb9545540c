"""Facts in a borrower's words: what happened, and not what is denied, feared, planned or the asker's own.

A fact has cues, wordings with gaps. There is no grammar; negation, fear and plans are read from the words before a cue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.folded import plain


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, and how people say it.

    In a cue, … stands for up to fourteen other characters of a sentence, ~ for up to four of a clause, 〈家人〉 for
    any word of that list of the table, and ^ for the beginning of a clause. A cue is passed over where a negation
    stands before it or in its gaps.
    """

    id: str
    title: str
    cues: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Wordings that look like a cue and are not."""
    theirs: bool = False
    """Only what others do counts: a cue is passed over where the asker is the doer (我想骂他)."""
    done: bool = False
    """Only what has happened counts: a cue is passed over where it is threatened or planned (说要来砸门)."""
    any: tuple[str, ...] = ()
    """Facts further up in the table of which one is enough; such a fact has no cues of its own."""


_FILLER = (
    r"(?:有|人|过|再|跟|对|向|给|让|叫|来|去|我|他|她|你|们|都|真|直接|一直|怎么|打电话|发短信|说|敢|曾|要|转|做|用|开)"
)
_NEGATED = re.compile(
    rf"(?:没有|没|并未|从未|未曾|不曾|未(?!接)|(?<!是)不是|不会|不要|不用|不许|不准|不得|别(?!人|的|家|处)){_FILLER}{{0,3}}$"
    r"|(?<![时要差])不$"
)
_FEARED = re.compile(
    r"(?:怕|担心|万一|避免|防止|免得|省得|不想让|不愿让|(?:怎么|怎样|如何|咋)(?:才能|能|样)?(?:不让|阻止)|别让|会是)[^,，。！？!?；;、:：\n]{0,8}$"
)
"""What is only feared, or to be prevented, right before a cue."""
_PLANNED = re.compile(
    r"(?:(?<![不需主重])要(?!债|账|帐|钱|求|我|命|不)|(?<!不)会(?!议)|准备|打算|威胁|扬言|放话|再不|不还就|口头说|说(?:明|后)天|说下|说过两天|说改天)"
    r"[^,，。！？!?；;、:：\n]{0,8}$|会不会[^。！？!?；;\n]{0,16}$"
)
"""What is only threatened, planned or asked about, right before a cue."""
_DENIED = r"(?:没有?(?!还|钱|完|接|到期|办法|事)|并未|从未|不会|不是|别再|别打|别找|别联系|不要再)"
_LONG_GAP = rf"(?:(?!{_DENIED})[^。！？!?；;\n]){{0,14}}?"
_SHORT_GAP = rf"(?:(?!{_DENIED})[^。！？!?；;，,、：:\n]){{0,4}}?"
_PARTS = re.compile(r"(…|~|\^|〈[^〉]+〉)")
_CLAUSE_START = r"(?:(?<=[,，。！？!?；;、:：…\n])|(?<![\s\S]))"
_OWN = re.compile(
    rf"(?:{_CLAUSE_START}|如果|要是|假如|那|能不能|可不可以|但|可是|所以|因为|然后|于是|结果|后来|刚才|昨天|今天|问|时|后)"
    r"(?:我们?|俺|咱们?|本人)(?:想|要|能不能|能|可不可以|可以|也|就|先|还|又|去|会|敢|准备|打算|已经|气不过|一气之下|忍不住"
    r"|不停|天天|一直|反复|多次|找人|给他们?|给催收|给对方|跟他们?|跟催收|对他们?|对催收|把他们?|把催收|打|发|当时|在电话里|没忍住|直接)*"
    r"(?:(?:把|去|到|在)(?:(?!他|她|对方|人家|又|还|被|却|就|看|见|听|遇|碰|有|催收(?!的|公司))[^,，。！？!?；;、:：\n]){1,9})?$"
)
"""The asker as the doer, right before a cue."""
BEFORE = 40
"""Characters before a cue that are looked at."""
_GAPS = {"…": _LONG_GAP, "~": _SHORT_GAP, "^": _CLAUSE_START}


class Cues:
    """The cues of all facts, ready to be sought."""

    def __init__(self, facts: Sequence[Fact], words: Mapping[str, Sequence[str]]) -> None:
        self._facts = facts
        self._words = words

    def facts_in(self, folded: str) -> dict[str, str]:
        """The facts that a folded text tells (id → the words that told it)."""
        return {fact.id: match[0] for fact in self._facts if (match := self._told(fact, folded))}

    def _told(self, fact: Fact, text: str) -> re.Match[str] | None:
        """The first match of a fact's cues that stands."""
        cues, unless = self._patterns[fact.id]
        covered = _covered(text, unless)
        matches = (match for pattern in cues for match in pattern.finditer(covered))
        return next((m for m in matches if self._stands(fact, covered, m)), None)

    def _stands(self, fact: Fact, text: str, match: re.Match[str]) -> bool:
        end = match.start()
        start = max(0, end - BEFORE)
        if _NEGATED.search(text, max(0, end - 8), end) or _FEARED.search(text, start, end):
            return False
        if fact.theirs and not self._passive.match(match[0]) and _OWN.search(text, start, end):
            return False
        return not (fact.done and _PLANNED.search(text, start, end))

    @cached_property
    def _patterns(self) -> dict[str, tuple[list[re.Pattern[str]], list[re.Pattern[str]]]]:
        return {
            fact.id: ([self._compiled(c) for c in fact.cues], [self._compiled(c) for c in fact.unless])
            for fact in self._facts
        }

    @cached_property
    def _passive(self) -> re.Pattern[str]:
        """Matches in which the asker does nothing though it stands before: 我同事接到电话, 我被骂了."""
        people = f"|{self._pattern('〈旁人〉')}" if "旁人" in self._words else ""
        return re.compile(f"[被挨遭收接]{people}")

    def _compiled(self, cue: str) -> re.Pattern[str]:
        return re.compile(self._pattern(cue))

    def _pattern(self, cue: str) -> str:
        return "".join(self._part(part) for part in _PARTS.split(cue))

    def _part(self, part: str) -> str:
        if part in _GAPS:
            return _GAPS[part]
        if not part.startswith("〈"):
            return re.escape(plain(part))
        longest_first = sorted(self._words[part[1:-1]], key=len, reverse=True)
        return f"(?:{'|'.join(map(self._pattern, longest_first))})"


def _covered(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """The text with every match of the patterns covered, in whatever order they stand."""
    spans = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    characters = list(text)
    for start, end in spans:
        characters[start:end] = "□" * (end - start)
    return "".join(characters)
