"""What the listed calls of a matter break, written as lines of a letter: each rule once, by the law of its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Follows
from assistant.checked import Breach, Ground
from assistant.filling import Filled, Sentence, Span
from assistant.templates import BINDING
from kb import Corpus

SHOWN = 3
"""Provisions of a rule that a letter names."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The breaches of each listed call, in their order."""

    corpus: Corpus
    day: date
    """The day that the letter speaks for."""
    breaches: tuple[tuple[Breach, ...], ...]
    transitions: tuple[tuple[Follows, ...], ...]

    def names(self, among: Sequence[str]) -> bool:
        """Whether anything is broken that one of these instruments forbids; any, where none is given."""
        return any(_grounds(b, among) for of_call in self.breaches for b in of_call)

    def lines(self, among: Sequence[str]) -> tuple[Filled, ...]:
        """A line for each rule that is broken: in which calls, and what forbids it; then what a change of law adds."""
        calls: dict[str, list[int]] = {}
        grounds: dict[str, dict[str, Ground]] = {}
        old: dict[str, Follows] = {}
        for number, (of_call, added) in enumerate(zip(self.breaches, self.transitions, strict=True), 1):
            named = [(b, found) for b in of_call if (found := _grounds(b, among))]
            for breach, found in named:
                calls.setdefault(breach.rule, []).append(number)
                grounds.setdefault(breach.rule, {}).update({g.ref: g for g in found})
            if any(not self._in_force(g.ref) for _, found in named for g in found):
                old |= {f.ref: f for f in added if self._in_force(f.ref)}
        lines = [self._line(calls[rule], list(grounds[rule].values())[:SHOWN]) for rule in calls]
        told = [Sentence((Span(self._stated(f.says, f.ref, "")),)) for f in old.values()]
        after = [Filled("item", (Sentence((Span("行为在旧法期间：", "calls"),)), s)) for s in told]
        return (*lines, *after)

    def _line(self, calls: Sequence[int], grounds: Sequence[Ground]) -> Filled:
        where = f"第{'、'.join(map(str, calls))}次："
        law = (
            Sentence((Span(self._stated(g.says, g.ref, g.rank if g.law else f"{g.rank}，不是法律")),)) for g in grounds
        )
        return Filled("item", (Sentence((Span(where, "calls"),)), *law))

    def _stated(self, says: str, ref: str, rank: str) -> str:
        """What a provision says, with its label; one that no longer applies is named with its edition."""
        found = self.corpus.provision(ref, self.day)
        label = found.label if found else ref
        if found and not self._in_force(ref):
            year = (found.version.promulgated or found.version.in_force).year
            label = label.replace("》", f"》（{year}年版）", 1)
        return f"{says.rstrip('。')}（{label}{f'，{rank}' if rank else ''}）。"

    def _in_force(self, ref: str) -> bool:
        found = self.corpus.provision(ref, self.day)
        return found is not None and self.corpus.on(self.day).in_force(found)


def _grounds(breach: Breach, among: Sequence[str]) -> list[Ground]:
    """The grounds that a letter may name."""
    return [g for g in breach.law if not among or g.ref.partition("@")[0] in among or (g.law and BINDING in among)]
