"""A chat model's opinion on whether sentences are carried by what they cite; with its variance, never a gate."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import pstdev

from evals.intervals import Estimate, bootstrap
from evals.metrics import Rate
from evals.references import is_guide
from evals.scores import Score
from kb import Corpus

Ask = Callable[[str], str]
"""Puts a text to the model and gives what it says."""

SENTENCES = 50
"""Sentences that are put to the model; drawn by the seed, from open cases only."""

PROMPT = """\
下面是一句话和它引用的条文。只看条文，判断条文是否支持这句话的全部内容。
条文支持，回答“支持”；有任何一点条文没有说，或者与条文相反，回答“不支持”。只回答这一个词。

条文：
{law}

这句话：{sentence}
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A sentence of an answer, and the articles that it cites."""

    case: str
    sentence: str
    law: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model thinks of the sentences, asked several times each."""

    model: str
    repeats: int
    share: Estimate | None
    """Mean over sentences of the share of repeats that call them carried, with a bootstrap interval."""
    rounds: tuple[float, ...]
    """The share in each round by itself."""
    deviation: float
    """Standard deviation over the rounds."""
    unanimous: Rate
    """Of the sentences, those of which every round says the same."""
    unread: int
    """Replies that said neither; they count as not carried."""
    doubted: tuple[tuple[str, str], ...]
    """Case and sentence that most rounds call not carried, for a person to read."""

    def to_dict(self) -> dict[str, object]:
        """As programs see it."""
        return {
            "model": self.model,
            "repeats": self.repeats,
            "n": self.share.n if self.share else 0,
            "share": self.share.value if self.share else None,
            "low": self.share.low if self.share else None,
            "high": self.share.high if self.share else None,
            "rounds": list(self.rounds),
            "deviation": self.deviation,
            "unanimous": self.unanimous.value,
            "unread": self.unread,
            "doubted": [{"case": case, "text": text} for case, text in self.doubted],
        }

    def to_text(self) -> str:
        """As lines, for people."""
        rounds = "、".join(f"{share:.3f}" for share in self.rounds) or "—"
        agreed = f"各遍说法一致 {self.unanimous.count}/{self.unanimous.of}，看不懂的回答 {self.unread} 个"
        lines = [
            f"## 大模型看依据（{self.model}，每句 {self.repeats} 遍；只作参考，不是门槛）",
            "",
            f"有依据的句子 {self.share or '—'}，n = {self.share.n if self.share else 0}",
            f"各遍 {rounds}，标准差 {self.deviation:.3f}；{agreed}",
            "",
            *(f"- {case}：{text}" for case, text in self.doubted[:20]),
        ]
        return "\n".join(lines)


def claims_of(scores: Sequence[Score], corpus: Corpus, seed: int, most: int = SENTENCES) -> tuple[Claimed, ...]:
    """Sentences with the words of the articles they cite; nothing of cases that are held out."""
    found = [
        Claimed(score.case.id, claim.text, law)
        for score in scores
        if score.reply and not score.case.held_out
        for claim in score.reply.claims
        if claim.support in {"quoted", "supported"} and (law := _law(score, claim.citations, corpus))
    ]
    drawn = random.Random(seed).sample(found, min(most, len(found)))  # noqa: S311 - the same sentences every time
    return tuple(drawn)


def _law(score: Score, numbers: Sequence[int], corpus: Corpus) -> str:
    reply = score.reply
    if reply is None:
        return ""
    refs = [(c.label, c.ref) for c in reply.citations if c.n in numbers and not is_guide(c.ref)]
    held = ((label, corpus.provision(ref, reply.as_of)) for label, ref in refs)
    return "\n".join(f"{label}：{provision.text}" for label, provision in held if provision)


def judge(claims: Sequence[Claimed], ask: Ask, model: str, repeats: int) -> Judgement:
    """Put every sentence to the model so many times."""
    votes = [[_carried(ask(PROMPT.format(law=c.law, sentence=c.sentence))) for _ in range(repeats)] for c in claims]
    yes = [[vote is True for vote in row] for row in votes]
    rounds = tuple(sum(row[n] for row in yes) / len(yes) for n in range(repeats)) if yes else ()
    doubted = [(c.case, c.sentence) for c, row in zip(claims, yes, strict=True) if 2 * sum(row) < len(row)]
    return Judgement(
        model,
        repeats,
        bootstrap([sum(row) / len(row) for row in yes]),
        rounds,
        pstdev(rounds) if len(rounds) > 1 else 0.0,
        Rate(sum(len(set(row)) == 1 for row in yes), len(yes)),
        sum(vote is None for row in votes for vote in row),
        tuple(doubted),
    )


def _carried(reply: str) -> bool | None:
    """What a reply says; None where it says neither."""
    told = reply.strip()
    if "不支持" in told:
        return False
    return True if "支持" in told else None
