"""A question, the claims that answer it, and the answer as programs see it (docs/interface.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Action(StrEnum):
    """What was done with the question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    DECLINE = "decline"
    CRISIS = "crisis"


class Conclusion(StrEnum):
    """How the conduct asked about stands to the law; sorted from gravest to none."""

    UNLAWFUL = "unlawful"
    LIKELY_UNLAWFUL = "likely_unlawful"
    BREACHES_INDUSTRY_RULE = "breaches_industry_rule"
    LAWFUL = "lawful"
    NEEDS_FACTS = "needs_facts"
    NOT_APPLICABLE = "not_applicable"

    @property
    def chinese(self) -> str:
        """The word shown to readers."""
        return _CONCLUSIONS[self][0]

    @property
    def english(self) -> str:
        """The word shown to English readers."""
        return _CONCLUSIONS[self][1]


_CONCLUSIONS = {
    Conclusion.UNLAWFUL: ("明确违法", "clearly unlawful"),
    Conclusion.LIKELY_UNLAWFUL: ("涉嫌违法", "likely unlawful"),
    Conclusion.BREACHES_INDUSTRY_RULE: ("违反行业规范", "breaches an industry rule, not a law"),
    Conclusion.LAWFUL: ("合法催收", "lawful collection"),
    Conclusion.NEEDS_FACTS: ("信息不够", "more facts needed"),
    Conclusion.NOT_APPLICABLE: ("不涉及合法与否", "not a question of lawfulness"),
}


class Support(StrEnum):
    """What carries a claim: the law's own words, the law in our words, a computation, or a guide (advice only)."""

    QUOTED = "quoted"
    SUPPORTED = "supported"
    COMPUTED = "computed"
    GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Question:
    """The words, and the day the law is asked for."""

    text: str
    day: date
    """The day the answer speaks for; read from the words where they name one."""
    today: date
    facts: Mapping[str, str] = field(default_factory=dict)
    """What is already known from earlier turns (fact id → how it was said)."""
    context: str = ""
    """Earlier turns that the words lean on."""
    gist: str = ""
    """The words without courtesies, orders and what is about something else; empty: as they are."""

    @property
    def asked(self) -> str:
        """What is searched and judged."""
        return self.gist or self.text


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as shown: numbered, labelled, with its exact words where they are proven."""

    n: int
    ref: str
    label: str
    quote: str
    status: str
    authority: str
    wording: str
    summary: str = ""
    """What the provision says in our own words, where its official wording is not proven."""
    in_force: date | None = None
    until: date | None = None
    english: str = ""
    """The label for English readers, in an English answer."""
    excerpt: str = ""
    """The words of it that carry what is said, …… where some are left out; of an item with the lead above it."""

    def to_dict(self) -> dict[str, object]:
        """A citation as programs see it."""
        return {
            "n": self.n,
            "ref": self.ref,
            "label": self.label,
            "quote": self.quote,
            "status": self.status,
            "authority": self.authority,
            "wording": self.wording,
            "summary": self.summary,
            "excerpt": self.excerpt,
            "in_force": self.in_force.isoformat() if self.in_force else None,
            "until": self.until.isoformat() if self.until else None,
        } | ({"english": self.english} if self.english else {})


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, the numbers of its citations, and what carries it."""

    text: str
    citations: tuple[int, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class Follows:
    """What breaking a rule leads to, and the provision that says so."""

    ref: str
    label: str
    says: str
    authority: str

    def to_dict(self) -> dict[str, object]:
        """As programs see it."""
        return {"ref": self.ref, "label": self.label, "says": self.says, "authority": self.authority}


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that the described conduct meets."""

    rule: str
    title: str
    conclusion: Conclusion
    citations: tuple[int, ...]
    binds: str = ""
    """Who must keep the rule."""
    consequence: tuple[Follows, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that was not shown, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader gets; every claim in it has been verified."""

    question: str
    as_of: date
    lang: str
    action: Action
    conclusion: Conclusion
    headline: str
    """The verdict in at most 25 characters."""
    text: str
    """Markdown with [1] marks."""
    claims: tuple[Claim, ...] = ()
    citations: tuple[Cited, ...] = ()
    hits: tuple[tuple[str, float], ...] = ()
    findings: tuple[Found, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    ask_back: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    model: str = "extractive"
    corpus: str = ""
    read_as: str = ""
    """What an English question was read as; empty where it was asked in Chinese."""
    notice: str = ""
    """Something the reader should know of this run, e.g. that the index is in memory."""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    confidence: float = 0.0
    """How likely the answer is right in all that is expected of it, 0 to 1; 0 where nothing is answered."""

    def to_dict(self) -> dict[str, object]:
        """The JSON of docs/interface.md."""
        return {
            "question": self.question,
            "as_of": self.as_of.isoformat(),
            "lang": self.lang,
            "action": self.action.value,
            "verdict": self.conclusion.value,
            "headline": self.headline,
            "text": self.text,
            "claims": [
                {"text": c.text, "citations": list(c.citations), "support": c.support.value} for c in self.claims
            ],
            "citations": [c.to_dict() for c in self.citations],
            "hits": [{"ref": ref, "score": round(score, 4)} for ref, score in self.hits],
            "findings": [
                {
                    "rule": f.rule,
                    "title": f.title,
                    "verdict": f.conclusion.value,
                    "citations": list(f.citations),
                    "binds": f.binds,
                    "consequence": [c.to_dict() for c in f.consequence],
                }
                for f in self.findings
            ],
            "facts": dict(self.facts),
            "ask_back": list(self.ask_back),
            "steps": list(self.steps),
            "channels": list(self.channels),
            "withheld": [{"text": w.text, "reason": w.reason} for w in self.withheld],
            "model": self.model,
            "corpus": self.corpus,
            "read_as": self.read_as,
            "notice": self.notice,
            "confidence": self.confidence,
            "timings_ms": {k: round(v, 1) for k, v in self.timings_ms.items()},
        }
