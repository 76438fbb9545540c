"""An answer in English: each sentence is a person's translation of a Chinese sentence that has passed verification.

Nothing is translated by machine. A sentence without its English is shown in Chinese, and the answer says so. Law in
English is a gloss; its wording is the Chinese that stands with the citation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from assistant.answer import Answer, Cited, Claim, Follows
from assistant.checked import Report
from assistant.sentences import split_sentences
from assistant.sources import DATA
from kb import Corpus, YoujuError, english_citation

FOLDER = DATA / "english"
PHRASES = "phrases.toml"
"""The one file of the folder that reads English; the others speak it."""

_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LEAD = re.compile(r"\s*(?:[-*•]\s+|\d+[.、]\s*|#+\s*|>\s*)?")
_EMPHASIS = re.compile(r"(\*{1,2})(.+?)(\*{1,2})((?:\[\d+\])*)")
_ASIDE = re.compile(r"（((?:《》[、和及，]?)+)((?:，(?:[^（）《]|（推荐）)+)?)）")
"""Citations in brackets, with the rank that follows."""
_DOUBT = "（条号待核）"
_MARK = re.compile(r"\[\d+\]")
"""The number of a citation, set behind it."""
_LEFT = "*Sentences that have no checked English yet stand in Chinese.*"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Chinese sentences and their English, and frames around them: `{}，涉嫌违法：{}`."""

    sentences: Mapping[str, str]
    frames: tuple[tuple[re.Pattern[str], str], ...]

    def english(self, words: str) -> str:
        """The English of a sentence or a part of one, without its full stop; empty where there is none."""
        bare = words.strip().rstrip("。；")
        if not _HAN.search(bare):
            return bare
        if known := self.sentences.get(bare, ""):
            return known
        if day := _DAY.fullmatch(bare):
            return "-".join(part.zfill(2) for part in day.groups())
        for pattern, frame in self.frames:
            if found := pattern.fullmatch(bare):
                parts = [self.english(part) for part in found.groups()]
                if all(parts):
                    return frame.format(*parts)
        return ""


@dataclass(slots=True)
class _Page:
    """One answer on its way into English."""

    catalogue: Catalogue
    corpus: Corpus
    left: bool = False
    """Whether a sentence stayed in Chinese."""

    def text(self, markdown: str) -> str:
        """Line by line, list marks and emphasis kept."""
        return "\n".join(map(self._line, markdown.split("\n")))

    def sentence(self, words: str) -> str:
        """A sentence with its citations; as it stands where its English is not known."""
        key, labels, loose = self._without_citations(words)
        asides: list[str] = []
        aside_labels = set[int]()

        def aside(found: re.Match[str]) -> str:
            rank = self.catalogue.english(found[2].lstrip("，")) if found[2] else ""
            first = key[: found.start()].count("《》")
            here = range(first, first + found[1].count("《》"))
            aside_labels.update(here)
            asides.append("; ".join(labels[n] for n in here) + (f" — {rank}" if rank else ""))
            return ""

        bare = _ASIDE.sub(aside, key)
        english = self.catalogue.english(bare)
        if not english:
            self.left = self.left or bool(_HAN.search(bare))
            return words
        for n, label in enumerate(labels):
            if n not in aside_labels:
                english = english.replace("《》", label, 1)
        english += "".join(f" ({said})" for said in asides) + loose
        return english if english.rstrip('"')[-1] in ".?!:" else f"{english}."

    def _line(self, line: str) -> str:
        lead = _LEAD.match(line)[0]  # type: ignore[index]  # the pattern matches the empty text too
        body = line[len(lead) :]
        if not _HAN.search(body):
            return line
        if found := _EMPHASIS.fullmatch(body):
            inner = self.catalogue.english(found[2])
            self.left = self.left or not inner
            return f"{lead}{found[1]}{inner or found[2]}{found[3]}{found[4]}"
        return lead + " ".join(self.sentence(s).strip() for s in split_sentences(body) if s.strip())

    def words(self, chinese: str) -> str:
        """A name or a heading; as it stands where its English is not known."""
        return self.catalogue.english(chinese) or chinese

    def citations(self, cited: Sequence[Cited]) -> tuple[Cited, ...]:
        """The citations with their English labels."""
        return tuple(replace(c, english=self.label(c.label)) for c in cited)

    def claims(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """The claims, each in the words that are shown."""
        return tuple(replace(c, text=self.sentence(c.text)) for c in claims)

    def follows(self, consequence: Sequence[Follows]) -> tuple[Follows, ...]:
        """What follows from a breach."""
        return tuple(replace(c, says=self.words(c.says)) for c in consequence)

    def lines(self, lines: Sequence[str]) -> tuple[str, ...]:
        """Lines of advice."""
        return tuple(map(self.sentence, lines))

    def key(self, words: str) -> str:
        """What a sentence is known by in the tables."""
        return _ASIDE.sub("", self._without_citations(words)[0]).strip().rstrip("。；")

    def label(self, words: str) -> str:
        """The first citation in the words, in English."""
        return self._without_citations(words)[1][0]

    def _without_citations(self, words: str) -> tuple[str, list[str], str]:
        """The words with 《》 for each citation, the citations in English with their marks, and marks of none of them.

        The marks are taken out first: behind one, a 款 or 项 that leans on the citation before it would not be found.
        """
        marks = list(_MARK.finditer(words))
        places = [mark.start() - sum(len(m[0]) for m in marks[:n]) for n, mark in enumerate(marks)]
        bare = _MARK.sub("", words)
        labels: list[str] = []
        key, at, placed = "", 0, set[int]()
        for mention in self.corpus.finder.find(bare):
            end = mention.span[1]
            doubted = bare.startswith(_DOUBT, end)
            key += bare[at : mention.span[0]] + "《》"
            at = end + len(_DOUBT) * doubted
            here = [n for n, place in enumerate(places) if end <= place <= at and n not in placed]
            placed.update(here)
            label = english_citation(mention.citation, self.corpus.instruments)
            label += " (number not yet confirmed)" if doubted else ""
            labels.append(label + "".join(marks[n][0] for n in here))
        loose = "".join(mark[0] for n, mark in enumerate(marks) if n not in placed)
        return key + bare[at:], labels, loose


Shown = TypeVar("Shown", Answer, Report)


def _shared(made: Shown, page: _Page) -> Shown:
    """What answers and checked calls have in common, in English."""
    text = page.text(made.text)
    return replace(
        made,
        lang="en",
        headline=page.words(made.headline),
        text=f"{text}\n\n{_LEFT}" if page.left else text,
        claims=page.claims(made.claims),
        citations=page.citations(made.citations),
        steps=page.lines(made.steps),
        channels=page.lines(made.channels),
    )


def in_english(words: str, corpus: Corpus) -> str:
    """Words of youju's own for an English reader, with what they cite; as they stand where nobody has put them so."""
    catalogue = read_catalogue()
    return (not words.endswith("。") and catalogue.english(words)) or _Page(catalogue, corpus).text(words)


def answer_in_english(answer: Answer, corpus: Corpus) -> Answer:
    """An answer, verified in Chinese, for an English reader."""
    page = _Page(read_catalogue(), corpus)
    return replace(
        _shared(answer, page),
        findings=tuple(
            replace(f, title=page.words(f.title), binds=page.words(f.binds), consequence=page.follows(f.consequence))
            for f in answer.findings
        ),
        ask_back=page.lines(answer.ask_back),
    )


def report_in_english(report: Report, corpus: Corpus) -> Report:
    """A checked call for an English reader; what the caller said stays as it was told."""
    page = _Page(read_catalogue(), corpus)
    return replace(
        _shared(report, page),
        findings=tuple(
            replace(
                b,
                title=page.words(b.title),
                binds=page.words(b.binds),
                law=tuple(replace(g, says=page.words(g.says), rank=page.words(g.rank)) for g in b.law),
                consequence=page.follows(b.consequence),
                steps=page.lines(b.steps),
                evidence=page.lines(b.evidence),
                channels=page.lines(b.channels),
                limits=page.words(b.limits),
            )
            for b in report.findings
        ),
        kept=tuple(replace(k, title=page.words(k.title)) for k in report.kept),
        cannot_tell=tuple(replace(c, title=page.words(c.title)) for c in report.cannot_tell),
        not_binding=tuple(replace(n, title=page.words(n.title), binds=page.words(n.binds)) for n in report.not_binding),
        transitions=page.follows(report.transitions),
        evidence=page.lines(report.evidence),
    )


def keys(text: str, corpus: Corpus) -> tuple[str, ...]:
    """What the sentences of a text are known by in the tables."""
    page = _Page(read_catalogue(), corpus)
    return tuple(page.key(sentence) for sentence in split_sentences(text) if sentence.strip())


@cache
def read_tables() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Every table of English sentences, by file.

    Raises:
        YoujuError: a file is no such table.
    """
    paths = (path for path in sorted(FOLDER.glob("*.toml")) if path.name != PHRASES)
    return {f"english/{path.name}": _read(path) for path in paths}


def _read(path: Path) -> Mapping[str, Mapping[str, str]]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise YoujuError(f"english/{path.name} 写错：{error}；同一句只能写一次，格式见 docs/formats.md") from error


def sentence_by_sentence(chinese: str, english: str) -> tuple[tuple[str, str], ...]:
    """Each sentence of a line with its English, where both lines have as many; the verifier takes them one by one."""
    ours = [s.strip() for s in split_sentences(chinese) if s.strip()]
    theirs = re.split(r'(?:(?<=[.?!])|(?<=[.?!]")) +(?=[A-Z0-9"])', english)
    return tuple(zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else ()


def _frame(key: str) -> re.Pattern[str]:
    """A frame's words; of several gaps each ends at the first place where what follows it stands."""
    first, *others = map(re.escape, key.split("{}"))
    several = len(others) > 1
    gaps = (f"((?:(?!{end}).){{1,300}}+){end}" if several and end else f"(.{{1,300}}?){end}" for end in others)
    return re.compile(first + "".join(gaps), re.DOTALL)


@cache
def read_catalogue() -> Catalogue:
    """All the tables together."""
    sentences: dict[str, str] = {}
    frames: list[tuple[re.Pattern[str], str]] = []
    for table in read_tables().values():
        for key, said in table.get("sentences", {}).items():
            sentences |= {
                one.rstrip("。；"): words.rstrip(".") for one, words in (*sentence_by_sentence(key, said), (key, said))
            }
        for key, said in table.get("frames", {}).items():
            frames.append((_frame(key.rstrip("。")), said.rstrip(".")))
    return Catalogue(sentences, tuple(frames))
