"""A legal sentence told twice: in plain words with its mark, and by what it cites. Here is the text side of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

PLAIN = 30
"""Characters of a plain sentence that is read at one go; a longer one is shown in its parts."""
_MARK = re.compile(r"\[(\d{1,2})\]")
_CITED = re.compile(
    r"（(?P<zh>(?:[^（）]|（[^（）]*）)*\[\d{1,2}\](?:[^（）]|（[^（）]*）)*)）"
    r"|[ ]?\((?P<en>(?:[^()]|\([^()]*\))*\[\d{1,2}\](?:[^()]|\([^()]*\))*)\)"
)
_RANK = re.compile(r"^\s*(?:[，,]|—)\s*(?P<rank>.+)$")
_NO_NEED = frozenset({"法律", "law"})
"""A rank that goes without saying."""
_OPEN, _CLOSE = "（(「“《【", "）)」”》】"
_ENDS = "。！？!?"
_PARTS = re.compile(r"[^：；]+(?:[：；]|$)")


def sentences(line: str) -> Iterator[str]:
    """The sentences of a line, nothing of it lost; what stands in brackets or quotation marks is not cut."""
    depth = start = 0
    for at, sign in enumerate(line):
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        ends = sign in _ENDS or (sign == "." and re.match(r"\.\s+[A-Z]", line[at : at + 4]) is not None)
        if ends and not depth and not line.startswith("[", at + 1):
            yield line[start : at + 1]
            start = at + 1
    if line[start:]:
        yield line[start:]


def marks(sentence: str) -> tuple[int, ...]:
    """The numbers of what a sentence cites, in its order."""
    return tuple(dict.fromkeys(int(n) for n in _MARK.findall(sentence)))


def plainly(sentence: str) -> str:
    """The sentence with marks in the place of its citations; a rank that is no law stays said."""
    return _CITED.sub(_bare, sentence)


def parts(sentence: str) -> tuple[str, ...]:
    """A plain sentence, or what stands before and behind its colons where it is too long for one breath."""
    if len(_MARK.sub("", sentence)) <= PLAIN + 1:
        return (sentence,)
    return tuple(_PARTS.findall(sentence))


def _bare(cited: re.Match[str]) -> str:
    inside = cited["zh"] or cited["en"]
    found = list(_MARK.finditer(inside))
    rank = _RANK.match(inside[found[-1].end() :])
    said = "".join(m[0] for m in found)
    if not rank or rank["rank"] in _NO_NEED:
        return said
    return f"{said}（{rank['rank']}）" if cited["zh"] else f"{said} ({rank['rank']})"
