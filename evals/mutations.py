"""The verifier's benchmark: sentences made false by one change must be rejected, true ones and paraphrases kept.

The sentences are split once, by the article they rest on: checks are tuned on the open part, the other third is only
scored. Of the open part every escape is listed; of the held-out part only the counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant import RuleTable
from evals.metrics import Rate
from evals.misplacements import Misplacer
from evals.mutators import WORDING, Mutator, quoted
from evals.sentences import Sentence, cited_sentences, read_paraphrases
from kb import Corpus, InputProblem

PARAPHRASES = Path(__file__).parent / "data" / "paraphrases.jsonl"
REJECTED, KEPT = 0.99, 0.95
"""Least share of mutants rejected, and of true sentences kept, in each part."""
PER_SENTENCE = 2
"""Mutants of one kind that are made of one sentence at most, so that no long sentence outweighs the rest."""

Judge = Callable[[str, str], str]
"""Why a sentence may not be shown, given the question it answers; empty if it may."""
Progress = Callable[[int, int], None]

NAMES = {
    "random_article": "同一部法的另一条（随机）",
    "nearest_article": "同一部法的另一条（最像的）",
    "other_instrument": "另一部法的同号条文",
    "no_such_article": "不存在的条号",
    "other_unit": "另一款、另一项",
    "superseded": "旧条号当作现行",
    "quotation": "引文改一个字",
    "number": "数字改大改小",
    "number_of_another_rule": "换成本条别处的数字",
    "numbers_swapped": "两个数字对调",
    "bound": "以下改以上、内改后",
    "measure": "单位改了（日改月）",
    "modality": "应当、可以、不得互换",
    "negation_added": "加一个“不”",
    "negation_removed": "去掉“不”",
    "party": "当事人互换",
    "exception": "编造例外",
    "condition": "编造条件",
    "connective": "或者改并且",
    "scope": "适用范围放大到任何人",
    "rank": "效力层级说错",
}
TRUE_NAMES = {"originals": "原句", "quotations": "原文引用", "paraphrases": "公允的改写"}


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one part of the sentences."""

    name: str
    sentences: int
    rejected: Mapping[str, Rate]
    """Of the mutants of each kind."""
    kept: Mapping[str, Rate]
    """Of the true sentences of each kind."""

    @property
    def mutants(self) -> Rate:
        """Rejected mutants of all kinds."""
        return Rate(sum(r.count for r in self.rejected.values()), sum(r.of for r in self.rejected.values()))

    @property
    def passed(self) -> bool:
        """Whether both gates hold; what was not measured does not fail."""
        true = [rate for rate in self.kept.values() if rate.of]
        return _reaches(self.mutants, REJECTED) and all(_reaches(rate, KEPT) for rate in true)


@dataclass(frozen=True, slots=True)
class MutationReport:
    """The figures of both parts, and what escaped in the open one."""

    day: date
    corpus: str
    parts: tuple[Part, ...]
    escaped: tuple[tuple[str, str], ...]
    """Kind and sentence: mutants of the open part that were not rejected."""
    lost: tuple[tuple[str, str, str], ...]
    """Kind, sentence and the verifier's reason: true sentences that were not kept; of the open part."""

    @property
    def passed(self) -> bool:
        """Whether both gates hold in both parts."""
        return all(part.passed for part in self.parts)

    def to_dict(self) -> dict[str, object]:
        """The JSON of docs/interface.md."""
        return {
            "passed": self.passed,
            "as_of": self.day.isoformat(),
            "corpus": self.corpus,
            "gates": {"rejected": REJECTED, "kept": KEPT},
            "parts": [
                {
                    "part": part.name,
                    "passed": part.passed,
                    "sentences": part.sentences,
                    "rejected": {"all": _figure(part.mutants), **{k: _figure(r) for k, r in part.rejected.items()}},
                    "kept": {kind: _figure(rate) for kind, rate in part.kept.items()},
                }
                for part in self.parts
            ],
            "escaped": [{"kind": kind, "sentence": text} for kind, text in self.escaped],
            "lost": [{"kind": kind, "sentence": text, "reason": reason} for kind, text, reason in self.lost],
        }

    def to_text(self) -> str:
        """The report for people."""
        lines = [f"核验变异评测（{self.day}，资料库 {self.corpus}）：{'通过' if self.passed else '没有通过'}"]
        for part in self.parts:
            lines += ["", f"{_PART_NAMES[part.name]}：{part.sentences} 句"]
            lines += [_line("错句拦下", part.mutants, REJECTED)]
            lines += [_line(f"  {NAMES[kind]}", rate) for kind, rate in part.rejected.items()]
            lines += [_line(f"{TRUE_NAMES[kind]}留下", rate, KEPT) for kind, rate in part.kept.items()]
        return "\n".join(lines)


_PART_NAMES = {"open": "公开部分", "held_out": "留出部分（只计数）"}


def evaluate_mutations(
    corpus: Corpus,
    rules: RuleTable,
    day: date,
    judge: Judge,
    *,
    limit: int | None = None,
    progress: Progress | None = None,
) -> MutationReport:
    """Make every mutant of every cited sentence, ask the judge, and count.

    Raises:
        InputProblem: the limit is no positive number, or a paraphrase cannot be read.
    """
    if limit is not None and limit < 1:
        raise InputProblem(f"句数上限应是正整数，得到 {limit}")
    sentences = cited_sentences(corpus, rules, day)[:limit]
    paraphrases = read_paraphrases(PARAPHRASES, corpus, day)[:limit]
    makers = {**Misplacer(corpus, corpus.on(day)).mutators, **WORDING}
    escaped: list[tuple[str, str]] = []
    lost: list[tuple[str, str, str]] = []
    mutants: dict[tuple[bool, str], list[bool]] = {}
    true: dict[tuple[bool, str], list[bool]] = {}
    for done, sentence in enumerate(sentences, 1):
        for kind, text in mutants_of(sentence, makers):
            rejected = bool(judge(text, sentence.question))
            mutants.setdefault((sentence.held_out, kind), []).append(rejected)
            if not (rejected or sentence.held_out):
                escaped.append((kind, text))
        if progress:
            progress(done, len(sentences))
    for kind, text, sentence in _true(sentences, paraphrases):
        reason = judge(text, sentence.question)
        true.setdefault((sentence.held_out, kind), []).append(not reason)
        if reason and not sentence.held_out:
            lost.append((kind, text, reason))
    parts = tuple(
        Part(
            "held_out" if held_out else "open",
            sum(s.held_out is held_out for s in sentences),
            {kind: _rate(mutants.get((held_out, kind), [])) for kind in makers},
            {kind: _rate(true.get((held_out, kind), [])) for kind in TRUE_NAMES},
        )
        for held_out in (False, True)
    )
    return MutationReport(day, corpus.fingerprint, parts, tuple(escaped), tuple(lost))


def mutants_of(sentence: Sentence, makers: Mapping[str, Mutator]) -> Iterator[tuple[str, str]]:
    """The kind and the text of each mutant of a sentence."""
    for kind, make in makers.items():
        for text in [text for text in dict.fromkeys(make(sentence)) if text != sentence.text][:PER_SENTENCE]:
            yield kind, text


def _true(sentences: Sequence[Sentence], paraphrases: Sequence[Sentence]) -> Iterator[tuple[str, str, Sentence]]:
    yield from (("originals", s.text, s) for s in sentences)
    yield from (("quotations", text, s) for s in sentences for text in quoted(s))
    yield from (("paraphrases", s.text, s) for s in paraphrases)


def _rate(outcomes: Sequence[bool]) -> Rate:
    return Rate(sum(outcomes), len(outcomes))


def _reaches(rate: Rate, goal: float) -> bool:
    return rate.value is None or rate.value >= goal


def _figure(rate: Rate) -> dict[str, object]:
    low, high = rate.interval
    value = None if rate.value is None else round(rate.value, 4)
    return {"value": value, "n": rate.of, "low": round(low, 4), "high": round(high, 4)}


def _line(title: str, rate: Rate, goal: float | None = None) -> str:
    if rate.value is None:
        return f"{title}：没有可测的"
    low, high = rate.interval
    target = f"，目标 ≥ {goal:.0%}" if goal else ""
    return f"{title}：{rate.value:.1%}（{rate.count}/{rate.of}，95% 区间 {low:.1%}–{high:.1%}{target}）"
