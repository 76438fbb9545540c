"""The library's own cited sentences, and what each of them rests on: what the mutation benchmark is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant import RuleTable, split_sentences
from kb import Corpus, InputProblem, Mention, Provision


@dataclass(frozen=True, slots=True)
class Sentence:
    """A cited sentence that is true, and the provisions it rests on."""

    text: str
    where: str
    """`guide:visits#at-the-door` or `rule:threat-to-tell`."""
    question: str
    """The section's title, in which numbers may stand; empty for rules."""
    cited: tuple[tuple[Mention, Provision], ...]
    """Articles in force, and whole texts that are not cut into articles."""

    @property
    def bare(self) -> str:
        """The sentence without its citations."""
        text = self.text
        for mention, _ in reversed(self.cited):
            text = text[: mention.span[0]] + text[mention.span[1] :]
        return text

    @property
    def law(self) -> str:
        """The whole articles that it rests on."""
        return "\n".join(dict.fromkeys(p.article.text for _, p in self.cited))

    @property
    def held_out(self) -> bool:
        """Whether it is only scored: a third, drawn by the article, so that no article is in both parts."""
        first = self.cited[0][1]
        return drawn(f"{first.instrument.id}#{first.article.number.key}", 3) == 0


def drawn(text: str, of: int) -> int:
    """A number below `of` that hangs on the text alone, so that every run draws alike."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % of


def cited_sentences(corpus: Corpus, rules: RuleTable, day: date) -> tuple[Sentence, ...]:
    """Every cited sentence of guides and conduct rules, each once."""
    found: dict[str, Sentence] = {}
    for text, where, question in (*_of_guides(corpus), *_of_rules(corpus, rules, day)):
        sentence = read_sentence(text, corpus, day, where=where, question=question)
        if sentence:
            found.setdefault(text, sentence)
    return tuple(found.values())


def read_sentence(text: str, corpus: Corpus, day: date, *, where: str = "", question: str = "") -> Sentence | None:
    """A sentence with what it cites; None where it cites no article, or one that is not law on the day."""
    book = corpus.on(day)
    mentions = list(corpus.finder.find(text))
    cited = [(m, p) for m in mentions if isinstance(p := book.resolve(m.citation), Provision)]
    current = [pair for pair in cited if book.in_force(pair[1]) and pair[0].citation.edition is None]
    named = sum(m.citation.number is not None for m in mentions)
    if not current or len(current) < len(cited) or sum(m.citation.number is not None for m, _ in current) < named:
        return None
    return Sentence(text, where, question, tuple(current))


def read_paraphrases(path: Path, corpus: Corpus, day: date) -> tuple[Sentence, ...]:
    """The paraphrases of a .jsonl file; each line has a sentence, the reference it rests on, and why it is fair.

    Raises:
        InputProblem: a line cannot be read, or does not cite what it says it rests on.
    """
    return tuple(_paraphrase(line, f"{path}:{n}", corpus, day) for n, line in _lines(path))


def _lines(path: Path) -> Sequence[tuple[int, str]]:
    return [(n, line) for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.strip()]


def _paraphrase(line: str, place: str, corpus: Corpus, day: date) -> Sentence:
    try:
        row = json.loads(line)
        text, ref, why = str(row["sentence"]), str(row["reference"]), str(row["why"])
    except (ValueError, KeyError, TypeError) as fault:
        raise InputProblem(f"{place}：一行要有 sentence、reference、why（{fault}）") from None
    sentence = read_sentence(text, corpus, day, where=place)
    provision = corpus.provision(ref, day)
    if sentence is None or provision is None or not why.strip():
        raise InputProblem(f"{place}：引用的条文不在、不再适用，或没有写 why")
    if provision.ref not in {p.ref for _, p in sentence.cited}:
        raise InputProblem(f"{place}：句子没有引用 {ref}")
    return sentence


def _of_guides(corpus: Corpus) -> Iterator[tuple[str, str, str]]:
    for guide in corpus.guides:
        for section in guide.sections:
            for line in section.text.split("\n"):
                for sentence in split_sentences(line):
                    yield sentence.strip(), guide.section_ref(section), section.title


def _of_rules(corpus: Corpus, rules: RuleTable, day: date) -> Iterator[tuple[str, str, str]]:
    for rule in rules.rules:
        for basis in (*rule.law, *rule.consequence):
            provision = corpus.provision(basis.ref, day)
            if provision and provision.version.in_force_on(day):
                yield f"{basis.says.rstrip('。')}（{provision.label}）。", f"rule:{rule.id}", ""
