"""Findings written out sentence by sentence and verified; what is not carried is withheld and belongs to no breach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Cited, Claim, Follows, Support, Withheld
from assistant.checked import Breach, Ground
from assistant.composer import OLD, SHOWN, follows, in_force_bases, stated
from assistant.conduct import EVERYBODY, Basis, Finding, Rule
from assistant.verification import Verified, Verifier
from kb import Corpus, Provision, StatuteBook

CONSEQUENCE = "后果"


@dataclass(frozen=True, slots=True)
class Proven:
    """Findings of which every sentence was verified, as breaches and as Markdown with [1] marks."""

    breaches: tuple[Breach, ...]
    transitions: tuple[Follows, ...]
    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Cited, ...]
    withheld: tuple[Withheld, ...]

    def under(self, headline: str) -> tuple[str, tuple[Claim, ...]]:
        """The text and its claims beneath a headline that rests on the gravest findings."""
        marks = tuple(dict.fromkeys(g.n for b in self.breaches[:3] for g in b.law[:SHOWN]))
        claim = Claim(headline, marks, Support.SUPPORTED if marks else Support.GUIDE)
        opening = f"**{headline}**" + "".join(f"[{n}]" for n in marks)
        return f"{opening}\n\n{self.text}".strip(), (claim, *self.claims)


def prove(
    findings: Sequence[Finding],
    replaced: Sequence[tuple[Basis, Provision]],
    corpus: Corpus,
    book: StatuteBook,
    verifier: Verifier,
) -> Proven:
    """Write the findings out, verify them, and keep what passed.

    Args:
        findings: rules met, gravest first, each with a basis in force.
        replaced: what to add where they rest on a text that has been replaced since.
        corpus: the library.
        book: the law of the day of the call.
        verifier: a verifier for that day.
    """
    blocks = [_lines(f, corpus, book) for f in findings]
    blocks.append([f"- {OLD}：{stated(b, p)}" for b, p in replaced])
    verified = verifier.verify("\n\n".join("\n".join(lines) for lines in blocks if lines))
    advice = {line: verifier.fault(line) for f in findings for line in _advice(f.rule)}
    breaches = [_breach(f, verified, advice, corpus, book) for f in findings]
    transitions = tuple(
        Follows(p.ref, p.label, b.says, p.instrument.authority.value)
        for b, p in replaced
        if f"{OLD}：{stated(b, p)}" in verified.kept
    )
    return Proven(
        tuple(b for b in breaches if b.law),
        transitions,
        verified.text,
        verified.claims,
        verified.citations,
        (*verified.withheld, *(Withheld(line, fault) for line, fault in advice.items() if fault)),
    )


def _lines(finding: Finding, corpus: Corpus, book: StatuteBook) -> list[str]:
    rule = finding.rule
    binds = [] if rule.binds in {"", EVERYBODY} else [f"管的是{rule.binds}。"]
    lines = [
        *(stated(b, p) for b, p in in_force_bases(finding.law, book, corpus)),
        *binds,
        *(f"{CONSEQUENCE}：{stated(b, p)}" for b, p in in_force_bases(finding.consequence, book, corpus)),
        *([rule.limits] if rule.limits else []),
    ]
    return [f"**{rule.title}：{rule.conclusion.chinese}**", *(f"- {line}" for line in lines)]


def _advice(rule: Rule) -> tuple[str, ...]:
    return (*rule.steps, *rule.evidence, *rule.channels)


def _breach(
    finding: Finding, verified: Verified, advice: Mapping[str, str], corpus: Corpus, book: StatuteBook
) -> Breach:
    rule, kept = finding.rule, verified.kept
    numbers = {c.ref: c.n for c in verified.citations}
    law = [(b, p) for b, p in in_force_bases(finding.law, book, corpus) if stated(b, p) in kept]
    bases = in_force_bases(finding.consequence, book, corpus)
    carried = {(p.ref, b.says) for b, p in bases if f"{CONSEQUENCE}：{stated(b, p)}" in kept}
    return Breach(
        rule=rule.id,
        title=rule.title,
        conclusion=rule.conclusion,
        facts=rule.when,
        words=finding.words,
        law=tuple(_ground(b, p, numbers[p.ref]) for b, p in law),
        binds=rule.binds,
        consequence=tuple(f for f in follows(finding, book, corpus) if (f.ref, f.says) in carried),
        steps=tuple(s for s in rule.steps if not advice[s]),
        evidence=tuple(e for e in rule.evidence if not advice[e]),
        channels=tuple(c for c in rule.channels if not advice[c]),
        limits=rule.limits if rule.limits in kept else "",
    )


def _ground(basis: Basis, provision: Provision, n: int) -> Ground:
    authority = provision.instrument.authority
    return Ground(n, provision.ref, provision.label, basis.says, authority.value, authority.chinese, authority.binding)
