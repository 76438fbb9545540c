"""Training pairs: public ones, views of statutes, and what we wrote ourselves of how people ask.

Our own are the ways to ask of guides and provisions, borrowers' questions with their articles (`questions.jsonl`, of
which a third is never trained on), and questions to law that the shelf does not hold (`kb/data/beyond`).
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kb.asked import newest_held, wording_key
from kb.corpus import Corpus
from kb.errors import LibraryError
from kb.files import read_ways
from kb.law import ArticleNumber, Problem, Section
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
    for row in _pair_rows(folder, held_out):
        yield Pair(row["q"][:MAX_WORDS], row["a"][:MAX_WORDS], row["source"])


def _pair_rows(folder: Path, held_out: Collection[str]) -> Iterator[dict[str, str]]:
    """The lines; a question is held out however it is spaced."""
    held = frozenset(held_out)
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from (row for row in map(json.loads, lines) if held.isdisjoint((row["q"], _on_one_line(row["q"]))))


def _on_one_line(text: str) -> str:
    """As files of held-out questions have it."""
    return " ".join(text.split())


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


def asked_pairs(corpus: Corpus, held_out: Collection[str] = ()) -> Iterator[Pair]:
    """Ways to ask for a provision lead to its text, and to each other."""
    for name, ways in corpus.asked.items():
        newest = newest_held(corpus.instruments[name])
        for article in newest.articles if newest else ():
            title = corpus.instruments[name].full
            heading = " ".join((title, *article.headings))
            kept = [w for w in ways.get(article.number.key, ()) if w not in held_out]
            yield from _way_pairs(kept, f"{heading}\n{article.text}"[:MAX_WORDS], "asked")


def general_pairs(folder: Path, statutes: Sequence[StatuteText]) -> Iterator[Pair]:
    """Ways to ask for articles of the public corpus, from files written like those of `kb/data/asked`.

    Raises:
        LibraryError: a file cannot be read, or asks for an article that the corpus does not have.
    """
    texts = {s.id: f"{s.heading}\n{s.text}"[:MAX_WORDS] for s in statutes}
    problems: list[Problem] = []
    for _, name, numbers in read_ways(folder, folder, problems):
        for number, ways in numbers.items():
            if (id_ := article_id(name, number)) not in texts:
                raise LibraryError(f"{folder}：公开语料里没有 {id_}")
            yield from _way_pairs(ways, texts[id_], "general")
    if problems:
        raise LibraryError(f"{folder}：{problems[0]}")


def wording_lines(folder: Path, statutes: Sequence[StatuteText]) -> Iterator[str]:
    """The lines of `beyond/texts.txt`: for each article asked for in the folder, the key of its words and its name."""
    texts = {s.id: s.text for s in statutes}
    for _, name, numbers in read_ways(folder, folder, []):
        for number in numbers:
            yield f"{wording_key(texts[article_id(name, number)])}  {name}#{number}"


def article_id(name: str, number: str) -> str:
    """The id of the public corpus: `劳动合同法第八十二条` of 劳动合同法 and `82`."""
    article, _, suffix = number.partition("-")
    return f"{name}{ArticleNumber(int(article), int(suffix or 0))}"


def _way_pairs(ways: Sequence[str], text: str, source: str) -> Iterator[Pair]:
    for at, way in enumerate(ways):
        yield Pair(way, text, source)
        if len(ways) > 1:
            yield Pair(way, ways[(at + 1) % len(ways)], f"{source}-ways")


def question_pairs(corpus: Corpus, path: Path, held_out: Collection[str] = ()) -> Iterator[Pair]:
    """Borrowers' questions that may be trained on lead to their articles as they are now."""
    for row in _question_rows(path, held_out):
        for ref in dict.fromkeys(ref for group in row["articles"] for ref in group):
            if provision := corpus.provision(ref, date.max):
                yield Pair(row["text"][:MAX_WORDS], provision.text[:MAX_WORDS], "question")


def _question_rows(path: Path, held_out: Collection[str]) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return (row for row in rows if row["split"] == "train" and row["text"] not in held_out)


def answered_questions(
    folder: Path, statutes: Sequence[StatuteText], corpus: Corpus, path: Path, held_out: Collection[str] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Public questions that articles answer, and borrowers' questions that may be trained on, with those articles."""
    texts, found = {s.id: s.text for s in statutes}, dict[str, list[str]]()
    for row in _pair_rows(folder, held_out):
        if row.get("article") in texts:
            found.setdefault(row["q"], []).append(texts[row["article"]])
    for row in _question_rows(path, held_out):
        provisions = (corpus.provision(ref, date.max) for group in row["articles"] for ref in group)
        found.setdefault(row["text"], []).extend(p.article.text for p in provisions if p)
    return ((question, tuple(dict.fromkeys(articles))) for question, articles in found.items())


def _section_pairs(section: Section, ways: Sequence[str], answer: str, laws: Sequence[str]) -> Iterator[Pair]:
    for at, way in enumerate(ways):
        yield Pair(way, f"{section.title}\n{answer}", "guide-answer")
        if len(ways) > 1:
            yield Pair(way, ways[(at + 1) % len(ways)], "guide-ways")
        if laws:
            yield Pair(way, laws[at % len(laws)], "guide-law")
