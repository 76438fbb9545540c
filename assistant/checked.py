"""A checked call as programs see it (docs/interface.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.answer import Action, Cited, Claim, Conclusion, Follows, Withheld


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of the conduct table: its title, the words that showed it, and where they stand."""

    title: str
    words: str
    source: str
    """A field, `words`, or `call` for what every call tells."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A provision that a rule rests on, its rank, and what it says."""

    n: int
    """Its number among the citations, which hold its words."""
    ref: str
    label: str
    says: str
    authority: str
    rank: str
    """The authority in words."""
    law: bool
    """Whether breaking it is breaking the law."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that the call meets, with all that is said of it."""

    rule: str
    title: str
    conclusion: Conclusion
    facts: tuple[str, ...]
    words: tuple[str, ...]
    law: tuple[Ground, ...]
    binds: str
    consequence: tuple[Follows, ...]
    steps: tuple[str, ...]
    evidence: tuple[str, ...]
    channels: tuple[str, ...]
    limits: str


@dataclass(frozen=True, slots=True)
class NotBroken:
    """A rule that was checked and is not broken."""

    rule: str
    title: str
    if_broken: Conclusion
    why: str
    """`fact`: what was told denies it; `excused`: what was told keeps it from applying; `not_described`."""
    fact: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """A rule for which facts are missing, and the question that decides."""

    rule: str
    title: str
    if_broken: Conclusion
    missing: tuple[str, ...]
    field: str
    question: str


@dataclass(frozen=True, slots=True)
class NotBinding:
    """A rule that does not bind this lender, and whom it binds."""

    rule: str
    title: str
    binds: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence, whose words it is, the facts it tells, and the rules it breaks or keeps."""

    text: str
    voice: str
    facts: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What becomes of a described call; every sentence of law in it has been verified."""

    call: Mapping[str, object]
    as_of: date
    day_from: str
    """`field`, `text` or `today`."""
    lang: str
    action: Action
    conclusion: Conclusion
    headline: str
    text: str
    findings: tuple[Breach, ...] = ()
    kept: tuple[NotBroken, ...] = ()
    cannot_tell: tuple[CannotTell, ...] = ()
    not_binding: tuple[NotBinding, ...] = ()
    transitions: tuple[Follows, ...] = ()
    """What to add where the call fell under a text that has been replaced since."""
    sentences: tuple[Marked, ...] = ()
    facts: Mapping[str, Told] | None = None
    steps: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    citations: tuple[Cited, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    first: str = ""
    """What must be said before everything else."""
    corpus: str = ""

    @property
    def questions(self) -> dict[str, tuple[CannotTell, ...]]:
        """What is missing, by the question that asks for it, the most telling first."""
        found: dict[str, tuple[CannotTell, ...]] = {}
        for row in self.cannot_tell:
            found[row.question] = (*found.get(row.question, ()), row)
        return found

    def to_dict(self) -> dict[str, object]:
        """The JSON of docs/interface.md."""
        return {
            "call": dict(self.call),
            "as_of": self.as_of.isoformat(),
            "day_from": self.day_from,
            "lang": self.lang,
            "action": self.action.value,
            "verdict": self.conclusion.value,
            "headline": self.headline,
            "text": self.text,
            "findings": [_breach(b) for b in self.findings],
            "checked_kept": [
                {"rule": k.rule, "title": k.title, "if_broken": k.if_broken.value, "why": k.why, "fact": k.fact,
                 "words": k.words}
                for k in self.kept
            ],
            "cannot_tell": [
                {"rule": c.rule, "title": c.title, "if_broken": c.if_broken.value, "missing": list(c.missing),
                 "field": c.field, "question": c.question}
                for c in self.cannot_tell
            ],
            "not_binding": [{"rule": n.rule, "title": n.title, "binds": n.binds} for n in self.not_binding],
            "transitions": [t.to_dict() for t in self.transitions],
            "sentences": [
                {"text": s.text, "voice": s.voice, "facts": list(s.facts), "rules": list(s.rules)}
                for s in self.sentences
            ],
            "facts": {
                fact: {"title": told.title, "words": told.words, "from": told.source}
                for fact, told in (self.facts or {}).items()
            },
            "ask_back": list(self.questions),
            "steps": list(self.steps),
            "evidence": list(self.evidence),
            "channels": list(self.channels),
            "claims": [
                {"text": c.text, "citations": list(c.citations), "support": c.support.value} for c in self.claims
            ],
            "citations": [c.to_dict() for c in self.citations],
            "withheld": [{"text": w.text, "reason": w.reason} for w in self.withheld],
            "corpus": self.corpus,
        }  # fmt: skip


def _breach(breach: Breach) -> dict[str, object]:
    return {
        "rule": breach.rule,
        "title": breach.title,
        "verdict": breach.conclusion.value,
        "facts": list(breach.facts),
        "words": list(breach.words),
        "law": [
            {"n": g.n, "ref": g.ref, "label": g.label, "says": g.says, "authority": g.authority, "rank": g.rank,
             "law": g.law}
            for g in breach.law
        ],
        "binds": breach.binds,
        "consequence": [c.to_dict() for c in breach.consequence],
        "steps": list(breach.steps),
        "evidence": list(breach.evidence),
        "channels": list(breach.channels),
        "limits": breach.limits,
    }  # fmt: skip
