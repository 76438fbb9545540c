"""A guide's answer and an article, abridged between sentences to what was asked and is not said already."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.grounds import pairs_of
from assistant.ranks import ranked
from assistant.sentences import split_sentences
from kb import CitationFinder, Provision, StatuteBook, Wording

ON_POINT = 2
"""Pairs of characters that a sentence on the point asked shares with the question."""
MAX_QUOTE = 220
"""Characters of an article that are quoted whole; longer ones by the 款 that fits best."""

_LEANS = re.compile(r"两个|两样|这|那(?!里)|它|前者|后者|所以|因此|但|不过|同样|也|否则|其中|反过来|有效的")
"""How a sentence begins that says nothing without the one before it."""
_ANNOUNCES = re.compile(r"[两三四五六几][条种样点步类项件个](?:[^，。]{0,12})[。：]$|[：:]$")
"""How a sentence ends that only announces those behind it."""


def abridged(
    paragraphs: Sequence[str],
    room: int,
    question: str,
    *,
    said: Collection[str],
    most: int,
    book: StatuteBook,
    finder: CitationFinder,
) -> str:
    """The first sentences of some paragraphs.

    Args:
        paragraphs: a guide's answer.
        room: characters; the first paragraph may be longer.
        question: what was asked.
        said: articles that are told already; a sentence that cites no other is left out.
        most: articles, with those, after which another one is told only on the point asked.
        book: the law of the day.
        finder: finds the citations.
    """
    lines: list[str] = []
    asked = pairs_of(question)
    told = set(said)
    for paragraph in paragraphs:
        kept: list[str] = []
        left_out = False
        for sentence in split_sentences(paragraph):
            found = [book.resolve(m.citation) for m in finder.find(sentence)]
            cited = {p.article_ref for p in found if isinstance(p, Provision)}
            known = bool(cited) and cited <= set(said) and all(isinstance(p, Provision) for p in found)
            beyond = bool(lines and cited - told) and len(told) >= most
            aside = beyond and len(asked & pairs_of(sentence)) < ON_POINT
            full = bool(lines) and room < len(sentence)
            if known or aside or full or (left_out and not found and _LEANS.match(sentence.strip())):
                left_out = True
                if kept and _ANNOUNCES.search(kept[-1].strip()):
                    room += len(kept.pop())
                if full:
                    break
                continue
            left_out = False
            kept.append(sentence)
            told |= cited
            room -= len(sentence)
        if kept:
            lines.append("".join(kept))
        if room <= 0:
            break
    return "\n\n".join(lines)


def quote(provision: Provision, question: str) -> str:
    """A sentence that quotes the provision, whole if short, else the 款 that shares most with the question."""
    if provision.wording is Wording.SUMMARY:
        first = split_sentences(provision.text.replace("\n", ""))[:3]
        return f"{provision.label}（{ranked(provision)}，大意）：" + "".join(first)
    unit = provision
    if len(provision.text) > MAX_QUOTE and provision.paragraph is None and len(provision.article.paragraphs) > 1:
        pairs, paragraphs = pairs_of(question), provision.article.paragraphs
        best = max(range(len(paragraphs)), key=lambda at: (len(pairs & pairs_of("".join(paragraphs[at]))), -at))
        unit = Provision(provision.instrument, provision.version, provision.article, best + 1)
    words = unit.text.replace("\n", "")
    return f"{unit.label}（{ranked(unit)}）：“{words}”"
