"""Every rule weighed against what is known of a call: not broken, or not to be told without one more fact.

A fact is shown, denied, not described, or unknown. A field that was told denies what it does not show; words that were
given and do not speak of something do not describe it; anything else is unknown and has a question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answer import Conclusion
from assistant.conduct import LENDERS, Finding, Rule, RuleTable
from assistant.described import Call, Field, Form, Shown

_ALWAYS = LENDERS | {"collection-contact"}
"""Facts that say nothing of what was done."""

BREAKABLE = frozenset({Conclusion.UNLAWFUL, Conclusion.LIKELY_UNLAWFUL, Conclusion.BREACHES_INDUSTRY_RULE})
"""Verdicts of rules that can be broken."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule that is not broken: the fact that decides it, the words that show it, and why it does."""

    rule: Rule
    fact: str
    words: str
    why: str
    """`fact`: a field denies it; `excused`: a fact keeps the rule from applying; `not_described`."""


@dataclass(frozen=True, slots=True)
class Open:
    """A rule that cannot be told: the facts that are missing, and the field whose question comes first."""

    rule: Rule
    missing: tuple[str, ...]
    field: Field


@dataclass(frozen=True)
class Weighing:
    """A call's facts against a table; `known` holds what fields and words show (fact → words)."""

    rules: RuleTable
    form: Form
    call: Call
    shown: tuple[Shown, ...]
    known: Mapping[str, str]

    def findings(self) -> tuple[Finding, ...]:
        """The rules that the facts meet, gravest first."""
        return self.rules.findings(self.known)

    def weigh(self, rules: Sequence[Rule], found: Sequence[Finding]) -> tuple[tuple[Kept, ...], tuple[Open, ...]]:
        """Of rules that were not found broken: those kept, and those that cannot be told, the most telling first."""
        said = {f for finding in found for f in finding.rule.when}
        weighed = [w for rule in rules if (w := self._weighed(rule, said))]
        kept = tuple(w for w in weighed if isinstance(w, Kept))
        missing = [w for w in weighed if isinstance(w, Open)]
        worth: dict[str, tuple[int, ...]] = {}
        for row in missing:
            worth[row.field.id] = min(worth.get(row.field.id, (9,)), self._worth(row))
        missing.sort(key=lambda row: (worth[row.field.id], self._worth(row)))
        return kept, tuple(missing)

    def _worth(self, missing: Open) -> tuple[int, ...]:
        """Less is worth more: a rule partly met, decided by one fact, that weighs more, whose field is asked first."""
        partly = any(f in self._all_known for f in missing.rule.when if f not in self._always)
        asked = [self.form.words, *self.form.fields].index(missing.field)
        order = list(Conclusion).index(missing.rule.conclusion)
        return not partly, len(missing.missing), order, asked

    def _weighed(self, rule: Rule, said: Collection[str]) -> Kept | Open | None:
        """None where a graver finding says it already, or where the rule is met."""
        excuses = [f for f in rule.unless if f in self._all_known]
        if any(f in said for f in excuses):
            return None
        open_facts: list[str] = []
        for fact in rule.when:
            if fact in self._all_known:
                continue
            leaf, words, why = self._absent(fact)
            if why != "unknown":
                return Kept(rule, leaf, words, why)
            open_facts.append(fact)
        if excuses:
            return Kept(rule, excuses[0], self._all_known[excuses[0]], "excused")
        if not open_facts:
            return None
        return Open(rule, tuple(open_facts), self._asking(open_facts[0]))

    def _absent(self, fact: str) -> tuple[str, str, str]:
        """Of a fact that is not shown: the fact that tells, its words, and `fact`, `not_described` or `unknown`."""
        parts = [self._absent(part) for part in self._any[fact]] if fact in self._any else []
        if parts:
            by_gravity = {"unknown": 0, "not_described": 1, "fact": 2}
            return min(parts, key=lambda part: by_gravity[part[2]])
        if denied := next((s for s in self.shown if fact in s.denied), None):
            return fact, denied.words, "fact"
        fields = [f for f in self.form.deciding(fact) if not self._told(f)]
        return fact, "", "not_described" if all(map(self._worded, fields or [self.form.words])) else "unknown"

    def _asking(self, fact: str) -> Field:
        """The first field not told that would tell of the fact; words where there is none."""
        leaf = self._absent(fact)[0]
        return next((f for f in self.form.deciding(leaf) if f.question and not self._told(f)), self.form.words)

    def _told(self, field: Field) -> bool:
        return getattr(self.call, field.id) is not None

    def _worded(self, field: Field) -> bool:
        """Whether words are given that would speak of a field."""
        called = self.call.said or self.call.times is not None or self.call.unanswered is not None
        told = self.call.text or (called if field.told == "visit" else self.call.said)
        return bool(told) and (field is self.form.words or bool(field.told))

    @cached_property
    def _any(self) -> dict[str, tuple[str, ...]]:
        return {f.id: f.any for f in self.rules.facts if f.any}

    @cached_property
    def _always(self) -> frozenset[str]:
        return frozenset(self.rules.completed(dict.fromkeys(_ALWAYS, "…")))

    @cached_property
    def _all_known(self) -> dict[str, str]:
        return self.rules.completed(self.known)


def telling_facts(rule: Rule, rules: RuleTable) -> frozenset[str]:
    """The facts of which a sentence may have caused a finding: without the lender, and without the call itself."""
    parts = {f.id: f.any for f in rules.facts if f.any}

    def leaves(fact: str) -> Iterator[str]:
        for part in parts.get(fact, ()):
            yield from leaves(part)
        if fact not in parts:
            yield fact

    found = frozenset(leaf for fact in rule.when for leaf in leaves(fact))
    return (found - _ALWAYS) or found
