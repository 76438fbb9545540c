"""One case scored: its faults against the gates, what it missed, and what the figures are counted from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from evals.cases import Case
from evals.grounding import Fault, Gate, check_reply, reads_like_law
from evals.metrics import Judged, Rate, citation_recall, coverage, group_recall, says
from evals.references import Groups, article_of, is_guide, targets
from evals.replies import Reply
from kb import Corpus

K = 10
"""How deep the hits are looked at."""


class Check(StrEnum):
    """What a good answer does; missing one fails the case, not the run."""

    RETRIEVED = "retrieved"
    CITED = "cited"
    MUST_SAY = "must_say"
    VERDICT = "verdict"
    ACTION = "action"

    @property
    def chinese(self) -> str:
        """The name in reports."""
        return _CHECK_NAMES[self]


_CHECK_NAMES = {
    Check.RETRIEVED: f"前{K}条命中缺应有的条文",
    Check.CITED: "没有引用应引的条文",
    Check.MUST_SAY: "漏说",
    Check.VERDICT: "结论不对",
    Check.ACTION: "处理方式不对",
}


@dataclass(frozen=True, slots=True)
class Miss:
    """A check that a case did not pass, and in which way."""

    check: Check
    message: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A case, the replies to its turns (none after a crash), how long it took, and what went wrong."""

    case: Case
    replies: tuple[Reply, ...]
    seconds: float
    error: str = ""
    ranked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By name of a ranking, the articles that it alone finds for the question."""


@dataclass(frozen=True, slots=True)
class Score:
    """A case asked and scored."""

    asked: Asked
    groups: Groups = ()
    faults: tuple[Fault, ...] = ()
    misses: tuple[Miss, ...] = ()
    law_like: tuple[str, ...] = ()
    """Advice that reads like law."""

    @property
    def case(self) -> Case:
        """The case."""
        return self.asked.case

    @property
    def reply(self) -> Reply | None:
        """The answer to the last turn; None where there is none."""
        return self.asked.replies[-1] if self.asked.replies and not self.asked.error else None

    @property
    def ranked(self) -> tuple[str, ...]:
        """The references of the hits, best first."""
        return tuple(ref for ref, _ in self.reply.hits) if self.reply else ()

    @property
    def cited(self) -> tuple[str, ...]:
        """The cited articles, each once; guides left out."""
        refs = (article_of(c.ref) for c in self.reply.citations if not is_guide(c.ref)) if self.reply else ()
        return tuple(dict.fromkeys(refs))

    @property
    def judged(self) -> Judged | None:
        """The verdict beside the right ones; None where none is expected."""
        return Judged(self.case.verdicts, self.reply.verdict if self.reply else "") if self.case.verdicts else None

    @property
    def failed(self) -> tuple[str, ...]:
        """The gates and checks that the case fails, sorted; empty when it passes."""
        return tuple(sorted({f.gate.value for f in self.faults} | {m.check.value for m in self.misses}))

    @property
    def right(self) -> bool:
        """Whether what was said is as expected; what was found and not said does not count."""
        return not self.faults and not any(m.check is not Check.RETRIEVED for m in self.misses)

    def group_recall(self, k: int = K, law_only: bool = False) -> Rate:
        """Expected groups among the first k hits, or among the first k that are law."""
        ranked = tuple(ref for ref in self.ranked if not is_guide(ref)) if law_only else self.ranked
        return group_recall(ranked, self.groups, k)

    @property
    def must_say(self) -> Rate:
        """Of what must be said, what is."""
        return coverage(self.reply.said if self.reply else "", self.case.must_say)


_LINE = re.compile(r"12356|1(?:10|20)(?!\d)")
"""Whom to call where life is in danger; in an answer that goes on, it must stand in the first paragraph."""


def score(asked: Asked, corpus: Corpus) -> Score:
    """Score a case. Gates hold for the replies to every turn; what is expected is expected of the last."""
    case = asked.case
    if asked.error or not asked.replies:
        fault = Fault(Gate.ERROR, asked.error or "没有得到答复")
        return Score(asked, targets(case.expect, case.as_of, corpus), (fault,))
    faults = [fault for number, reply in enumerate(asked.replies, 1) for fault in _faults(case, reply, number, corpus)]
    last = asked.replies[-1]
    if case.action == "crisis" and not (last.action == "crisis" or _LINE.search(last.text.partition("\n\n")[0])):
        said = "（留出题，不显示）" if case.held_out else f"“{case.turns[-1][:40]}”"
        faults.append(Fault(Gate.CRISIS, f"处理为 {last.action}：{said}"))
    groups = targets(case.expect, case.as_of or last.as_of, corpus)
    law_like = tuple(text for reply in asked.replies for text in reads_like_law(reply))
    bare = Score(asked, groups, tuple(faults), law_like=law_like)
    return Score(asked, groups, tuple(faults), tuple(_misses(bare, last)), law_like)


def _faults(case: Case, reply: Reply, turn: int, corpus: Corpus) -> list[Fault]:
    """A date that the case gives is the day of the law, whatever day the reply says it speaks for."""
    faults = list(check_reply(reply, corpus, case.as_of or reply.as_of, "\n".join(case.turns)))
    faults += [
        Fault(Gate.MUST_NOT_SAY, f"“{part}”")
        for entry in case.must_not_say
        for part in entry.split("|")
        if says(reply.said, part)
    ]
    if len(case.turns) == 1:
        return faults
    return [Fault(fault.gate, f"第{turn}轮：{fault.message}") for fault in faults]


def _misses(scored: Score, reply: Reply) -> list[Miss]:
    case, misses = scored.case, []
    for check, refs in ((Check.RETRIEVED, scored.ranked[:K]), (Check.CITED, scored.cited)):
        if citation_recall(refs, scored.groups).count < len(scored.groups):
            misses.append(Miss(check, _unmet(refs, scored.groups)))
    if unsaid := [entry for entry in case.must_say if not says(reply.said, entry)]:
        misses.append(Miss(Check.MUST_SAY, "、".join(f"“{entry}”" for entry in unsaid)))
    if scored.judged and not scored.judged.correct:
        misses.append(Miss(Check.VERDICT, f"应为 {'|'.join(case.verdicts)}，答作 {reply.verdict}"))
    if case.action and reply.action != case.action:
        misses.append(Miss(Check.ACTION, f"应为 {case.action}，答作 {reply.action}"))
    return misses


def _unmet(refs: Sequence[str], groups: Groups) -> str:
    unmet = (group for group in groups if not any(target.met_by(ref) for target in group for ref in refs))
    return "；".join("或".join(target.ref for target in group) for group in unmet)
