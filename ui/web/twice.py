"""A legal sentence told twice: in plain words with its mark, and by what it cites. Here is the text side of it."""

from __future__ import annotations

import re

from assistant import CITE_MARK

PLAIN = 30
"""Characters of a plain sentence that is read at one go; a longer one is shown in its parts."""
_CITED = re.compile(
    rf"（(?P<zh>(?:[^（）]|（[^（）]*）)*{CITE_MARK.pattern}(?:[^（）]|（[^（）]*）)*)）"
    rf"|[ ]?\((?P<en>(?:[^()]|\([^()]*\))*{CITE_MARK.pattern}(?:[^()]|\([^()]*\))*)\)"
)
_RANK = re.compile(r"^\s*(?:[，,]|—)\s*(?P<rank>.+)$")
_NO_NEED = frozenset({"法律", "law"})
"""A rank that goes without saying."""
_PARTS = re.compile(r"[^：；]+(?:[：；]|$)")


def marks(sentence: str) -> tuple[int, ...]:
    """The numbers of what a sentence cites, in its order."""
    return tuple(dict.fromkeys(int(n) for n in CITE_MARK.findall(sentence)))


def plainly(sentence: str) -> str:
    """The sentence with marks in the place of its citations; a rank that is no law stays said."""
    return _CITED.sub(_bare, sentence)


def parts(sentence: str) -> tuple[str, ...]:
    """A plain sentence, or what stands before and behind its colons where it is too long for one breath."""
    if len(CITE_MARK.sub("", sentence)) <= PLAIN + 1:
        return (sentence,)
    return tuple(_PARTS.findall(sentence))


def _bare(cited: re.Match[str]) -> str:
    inside = cited["zh"] or cited["en"]
    found = list(CITE_MARK.finditer(inside))
    rank = _RANK.match(inside[found[-1].end() :])
    said = "".join(m[0] for m in found)
    if not rank or rank["rank"] in _NO_NEED:
        return said
    return f"{said}（{rank['rank']}）" if cited["zh"] else f"{said} ({rank['rank']})"
