"""What of a provision is shown beside a sentence: the words of it that carry the sentence, and nothing before them.

An article may be long and what carries a sentence may stand at its end; the penalty of an item stands in the lead above
it. So the pieces of a provision are chosen that have what the sentence says, in the law's own order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.grounds import pairs_of
from kb import Provision

ROOM = 150
"""Characters of an excerpt; a provision that is no longer is shown whole."""
_GAP = "……"
_GAIN = 2
"""Pairs of characters that a piece must have; fewer are shared by chance."""
_SHARE = 0.25
"""What a further piece must add, beside what the best one has."""
_CITED = re.compile(r"（[^（）]*《[^（）]*）|《[^《》]*》")
"""Citations in a sentence; the names of laws carry nothing."""
_PIECES = re.compile(r"[^。；：\n]+[。；：]?")
_CLAUSES = re.compile(r"[^，、。；：\n]+[，、。；：]?")


def excerpt(provision: Provision, sentences: Sequence[str]) -> str:
    """The words of a provision that carry the sentences, on one line; whole where it is short or nothing is told."""
    lead = _lead(provision)
    whole = lead + provision.text.replace("\n", "")
    if len(whole) <= ROOM:
        return whole
    above = _PIECES.findall(lead.replace(_GAP, ""))
    pieces = [*above, *_PIECES.findall(provision.text)]
    places = [n + (n >= len(above) and lead.endswith(_GAP)) for n in range(len(pieces))]
    told = [pairs_of(_CITED.sub("", said)) for said in sentences]
    wanted = frozenset[str]().union(*told)
    chosen = _chosen(pieces, wanted, ROOM, told)
    if not chosen:
        return _shortened(whole)
    words = [pieces[n] if len(pieces[n]) <= ROOM else _within(pieces[n], wanted) for n in chosen]
    return _joined(words, [places[n] for n in chosen])


def nearest_paragraph(provision: Provision, sentence: str) -> str:
    """Of a summary, the paragraph that shares most with the sentence that rests on it."""
    if provision.paragraph is not None:
        return provision.text
    pairs = pairs_of(sentence)
    return max(
        ("\n".join(lines) for lines in provision.article.paragraphs),
        key=lambda text: len(pairs & pairs_of(text)),
    )


def _chosen(pieces: Sequence[str], wanted: frozenset[str], room: int, told: Sequence[frozenset[str]] = ()) -> list[int]:
    """The pieces that have most of what is wanted, in their order: the best one for each sentence told, then the rest.

    Two pieces with the same words and other numbers would else stand for each other.
    """
    left, taken, used, first = wanted, list[int](), 0, 0
    for pairs in told:
        best = max(range(len(pieces)), key=lambda n: (len(pairs_of(pieces[n]) & pairs), -n))
        shared = len(pairs_of(pieces[best]) & pairs)
        if best not in taken and shared >= _GAIN and (not taken or used + min(len(pieces[best]), room) <= room):
            taken.append(best)
            used += len(pieces[best])
            left -= pairs_of(pieces[best])
            first = max(first, shared)
    while len(taken) < len(pieces):
        gains = {n: len(pairs_of(p) & left) for n, p in enumerate(pieces) if n not in taken}
        best = max(gains, key=lambda n: (gains[n], -n))
        first = first or gains[best]
        if gains[best] < max(_GAIN, _SHARE * first) or (taken and used + min(len(pieces[best]), room) > room):
            break
        taken.append(best)
        used += len(pieces[best])
        left -= pairs_of(pieces[best])
    return sorted(taken)


def _within(piece: str, wanted: frozenset[str]) -> str:
    """Of a piece that is itself too long, the clauses that have what is wanted."""
    clauses = _CLAUSES.findall(piece)
    chosen = _chosen(clauses, wanted, ROOM)
    return _joined([clauses[n] for n in chosen], chosen) if chosen else _shortened(piece)


def _joined(words: Sequence[str], places: Sequence[int]) -> str:
    """Pieces in one line, with an ellipsis where something is left out."""
    out = "" if not places or places[0] == 0 else _GAP
    for n, said in enumerate(words):
        out += _GAP if n and places[n] != places[n - 1] + 1 else ""
        out += said
    return out.replace(_GAP * 2, _GAP)


def _lead(provision: Provision) -> str:
    """What stands above a cited item, the penalty among it; with an ellipsis for the items that are passed over."""
    if provision.item is None:
        return ""
    above = provision.article.paragraphs[(provision.paragraph or 1) - 1][0]
    return (above if provision.item == 1 else above + _GAP) if above.endswith("：") else ""


def _shortened(words: str) -> str:
    """The beginning, cut at a mark."""
    cut = max(words.rfind(mark, 0, ROOM) for mark in "。；，")
    return words[: cut + 1 if cut > ROOM // 2 else ROOM] + _GAP
