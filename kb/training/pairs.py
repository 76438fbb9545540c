"""Training pairs: public ones from a folder, views of statutes, and what our own guides know of how people ask."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.corpus import Corpus
from kb.law import Section
from kb.statutebook import Absence

_SENTENCE = re.compile(r"[^。；\n]+[。；\n]?")
MAX_WORDS = 400
"""Characters of a text that are trained on."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together; pairs of one source make up a batch."""

    query: str
    answer: str
    source: str


@dataclass(frozen=True, slots=True)
class StatuteText:
    """An article of the public corpus: where it stands, and its words."""

    id: str
    heading: str
    text: str


def read_pairs(folder: Path, held_out: Collection[str] = ()) -> Iterator[Pair]:
    """The pairs of every `*.jsonl` of a folder, but those whose question is held out."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["q"] not in held_out:
                    yield Pair(row["q"][:MAX_WORDS], row["a"][:MAX_WORDS], row["source"])


def read_statutes(path: Path) -> tuple[StatuteText, ...]:
    """The articles of a `.jsonl.gz` corpus."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return tuple(StatuteText(str(r["id"]), f"{r['instrument']} {_headings(r)}".strip(), r["text"]) for r in rows)


def _headings(row: dict[str, str | list[str]]) -> str:
    """The headings above an article, written in one text or as a list."""
    headings = row.get("headings") or ""
    return headings if isinstance(headings, str) else " ".join(headings)


def statute_views(statutes: Sequence[StatuteText], rng: random.Random) -> Iterator[Pair]:
    """Self-supervised: heading and a clause find the article, a clause the rest of it, one half the other half."""
    for statute in statutes:
        parts = [m[0].strip() for m in _SENTENCE.finditer(statute.text) if len(m[0]) > 8]
        if len(parts) < 2:
            if len(statute.text) > 30:
                middle = len(statute.text) // 2
                yield Pair(statute.text[:middle], statute.heading + statute.text[middle:], "halves")
            continue
        at = rng.randrange(len(parts))
        rest = "".join(p for n, p in enumerate(parts) if n != at)
        yield Pair(parts[at], f"{statute.heading}\n{rest}"[:MAX_WORDS], "clause")


def guide_pairs(corpus: Corpus, held_out: Collection[str] = ()) -> Iterator[Pair]:
    """Ways to ask lead to each other, to the section that answers, and to the articles the answer rests on."""
    for guide in corpus.guides:
        book = corpus.on(guide.reviewed)
        for section in guide.sections:
            ways = [w for w in (section.title, *section.asked) if w not in held_out]
            answer = "\n".join(section.answer)[:MAX_WORDS]
            cited = [book.resolve(m.citation) for m in corpus.finder.find(answer) if m.citation.number]
            laws = list(dict.fromkeys(p.text[:MAX_WORDS] for p in cited if not isinstance(p, Absence)))
            yield from _section_pairs(section, ways, answer, laws)


def _section_pairs(section: Section, ways: Sequence[str], answer: str, laws: Sequence[str]) -> Iterator[Pair]:
    for at, way in enumerate(ways):
        yield Pair(way, f"{section.title}\n{answer}", "guide-answer")
        if len(ways) > 1:
            yield Pair(way, ways[(at + 1) % len(ways)], "guide-ways")
        if laws:
            yield Pair(way, laws[at % len(laws)], "guide-law")
