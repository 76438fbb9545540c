"""A proposed draft without the sentences whose citations the checker objects to.

Verifier and checker judge by different signs. Where they disagree over a sentence of ours, the sentence is withheld,
and the rest of the draft may go out: one doubt costs a sentence, not the letter.
"""

from __future__ import annotations

import re

from assistant.sentences import split_sentences
from kb import Check, Checker, Finding

GOOD = frozenset({Finding.OK, Finding.UNVERIFIABLE})
"""What is found of a citation that may stand in a draft."""
_ROUNDS = 4
"""Times that what is left is checked again: what stood beside a sentence may have told what its citation means."""
_SIGN = re.compile(r"(?:\s*+(?:[-*•]|\d{1,2}[.、])\s++)?")
"""The sign of a list, before the first sentence of a line."""


def objections(text: str, checker: Checker) -> tuple[Check, ...]:
    """The citations of a text that the checker objects to."""
    return tuple(check for check in checker.check(text) if check.finding not in GOOD)


def unobjected(text: str, checker: Checker) -> tuple[str, tuple[str, ...]]:
    """The text without the sentences that are objected to, and these sentences."""
    dropped: list[str] = []
    for _ in range(_ROUNDS):
        places = [check.mention.span[0] for check in objections(text, checker)]
        if not places:
            break
        text, out = _without(text, places)
        dropped += out
    return text, tuple(dropped)


def _without(text: str, places: list[int]) -> tuple[str, list[str]]:
    """The text without the sentences that stand at these places, and these sentences."""
    kept: list[str] = []
    dropped: list[str] = []
    at = 0
    for line in text.split("\n"):
        left: list[str] = []
        for sentence in split_sentences(line):
            end = at + len(sentence)
            (dropped if any(at <= place < end for place in places) else left).append(sentence)
            at = end
        at += 1
        words = "".join(left)
        if words == line:
            kept.append(line)
        elif words.strip():
            sign = _SIGN.match(line)[0]  # type: ignore[index]  # the pattern matches the empty text too
            kept.append(words if words.startswith(sign) else sign + words)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    return text, [sentence.strip() for sentence in dropped]
