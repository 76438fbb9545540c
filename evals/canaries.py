"""Canaries: a few things that must hold whatever else changes, so that a silent fault is heard and its cause named.

Figures and baselines tell that something got worse; a canary tells what. Each is said a second time, in
`evals/data/canaries.toml`, away from the data and the code that it watches.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assistant import Assistant, Notice
from evals.runner import DATA
from kb import Corpus, Hit, Problem, YoujuError

FILE = "canaries.toml"
DEEP = 600
"""How many hits are looked through for such as only one ranking found."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A question, and the text that a day's answer rests on."""

    text: str
    day: date
    cites: str
    never: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence with one fault, and the check that refuses it."""

    check: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Canaries:
    """All of them."""

    dated: tuple[Dated, ...]
    refused: tuple[Refused, ...]
    danger: tuple[str, ...]
    searched: tuple[str, ...]
    glossary: Mapping[str, str]
    source: str = field(default="", repr=False)

    def problem(self, words: str, message: str) -> Problem:
        """A fault, where its words stand in the file."""
        before, found, _ = self.source.partition(f'"{words}"')
        return Problem(FILE, before.count("\n") + 1 if found else 1, message)


def read_canaries(path: Path = DATA / FILE) -> Canaries:
    """Read the table.

    Raises:
        YoujuError: the file is no such table.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
        return Canaries(
            tuple(Dated(r["text"], r["day"], r["cites"], r["never"]) for r in data["dated"]),
            tuple(Refused(r["check"], r["sentence"]) for r in data["refused"]),
            tuple(r["text"] for r in data["danger"]),
            tuple(r["text"] for r in data["searched"]),
            dict(data["glossary"]),
            text,
        )
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise YoujuError(f"{path.name} 读不了，或有一行不完整：{error}；格式见 docs/formats.md") from error


def lint_canaries(
    canaries: Canaries, corpus: Corpus, fault: Callable[[str], str], notices: Callable[[str], Iterable[Notice]]
) -> Iterator[Problem]:
    """What needs no index: the glossary, the verifier (`fault`, for the law of today), danger to life (`notices`)."""
    yield from _glossary(canaries, corpus)
    for row in canaries.refused:
        if not fault(row.sentence):
            cause = f"“{row.check}”这一项没有起作用（assistant/verification.py）"
            yield canaries.problem(row.sentence, f"核验没有拦下“{row.sentence}”：{cause}")
    for text in canaries.danger:
        first = next(iter(notices(text)), None)
        if first is None or first.route != "crisis":
            cause = "scope.toml 里 crisis 的 cues 少了，或者 distress.bin 没有起作用"
            yield canaries.problem(text, f"“{text}”没有先说打给谁：{cause}")


def _glossary(canaries: Canaries, corpus: Corpus) -> Iterator[Problem]:
    """Each row of the glossary is watched by one pair, and each pair finds its row."""
    laws = {lay: (concept.id, concept.law) for concept in corpus.concepts for lay in concept.lay}
    watched = set()
    for lay, law in canaries.glossary.items():
        row, words = laws.get(lay, ("", ()))
        watched.add(row)
        if law not in words:
            cause = f"那一条（{row}）改了" if row else "有“" + lay + "”的那一条被删了，或者改了说法"
            yield canaries.problem(lay, f"“{lay}”不再带出“{law}”：glossary.toml 里{cause}")
    for concept in corpus.concepts:
        if concept.id not in watched:
            line = f'"{concept.lay[0]}" = "{concept.law[0]}"'
            yield Problem(FILE, 1, f"glossary.toml 的 {concept.id} 还没有人看着：请在 [glossary] 里加一行 {line}")


def sing(canaries: Canaries, assistant: Assistant) -> tuple[Problem, ...]:
    """What needs the index: that the day counts, and that both rankings do."""
    return (*_dated(canaries, assistant), *_rankings(canaries, assistant))


def _dated(canaries: Canaries, assistant: Assistant) -> Iterator[Problem]:
    for row in canaries.dated:
        cited = [c.ref for c in assistant.ask(row.text, as_of=row.day).citations]
        wrong = [ref for ref in cited if ref.startswith(row.never)]
        if wrong or not any(ref.startswith(row.cites) for ref in cited):
            cause = f"按{row.day}问“{row.text}”，应引 {row.cites}，引的是 {'、'.join(wrong or cited[:3]) or '没有'}"
            yield canaries.problem(row.text, f"{cause}：日期没有用上（kb/corpus.py 的 on、kb/search.py 的日期筛选）")


def _rankings(canaries: Canaries, assistant: Assistant) -> Iterator[Problem]:
    """What only one ranking found has a share in the fused score; none is silent."""
    if not canaries.searched:
        return
    hits: list[Hit] = []
    for question in canaries.searched:
        hits += assistant.searcher.find(question, None, k=DEEP)
    for name, title in (("lexical", "BM25"), ("vector", "向量"), ("guide", "指南搭的桥")):
        alone = [h.score for h in hits if h.rankings == (name,)]
        if not alone or max(alone) <= 0:
            found = "都得 0 分" if alone else "一条也没有"
            yield canaries.problem(
                "[[searched]]", f"只有{title}找到的命中{found}：融合时它没有分量（kb/fusion.py 的 Weights）"
            )
