"""The rule table against described conduct: what happened in, what it breaks out.

A rule is a set of facts and applies when all of them hold. Facts come from cues in the borrower's words, from the
hour and the number of calls, or from a form. There is no expression language. Whom an instrument does not bind, it
carries no rule against.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.answer import Conclusion
from assistant.cues import Cues, Fact, only_asks, only_officials
from assistant.folded import plain
from assistant.hearing import TABLE, Hearing, read_hearing
from assistant.measures import MEASURED, measured
from assistant.seeming import TABLE as SEEMING
from assistant.seeming import Seeming, read_seeming
from kb import YoujuError, respelt

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Basis:
    """A provision a rule rests on, and what it says in plain words."""

    ref: str
    says: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Facts that together break, or keep, the law or an industry rule."""

    id: str
    title: str
    when: tuple[str, ...]
    conclusion: Conclusion
    law: tuple[Basis, ...]
    binds: str = ""
    """Who must keep it, in reader's words."""
    consequence: tuple[Basis, ...] = ()
    """What breaking it leads to."""
    headline: str = ""
    """The rule tells a right or a procedure and judges no conduct: this is its answer in one line."""
    depends: str = ""
    """Of a rule whose verdict needs more facts: in one line what it turns on, and what holds either way."""
    yields: bool = False
    """What was said is asked about rather than whether saying it was lawful (真会抓我吗), or is told beside the matter
    (报了警说是经济纠纷): a section that surely answers speaks first."""
    urgent: bool = False
    """Body, freedom or shame is at stake: it speaks before graver breaches in matters of money."""
    unless: tuple[str, ...] = ()
    """Facts that keep the rule from applying."""
    steps: tuple[str, ...] = ()
    steps_of: Mapping[str, str] = field(default_factory=dict)
    """A fact, and the rule whose steps are to be taken where it is told too: who stands at the door is not silenced by
    a muted telephone."""
    evidence: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    limits: str = ""
    row: str = ""
    """Rows of docs/coverage: the conduct rules it carries."""
    breaks: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    line: int = field(default=1, compare=False)
    """Where it stands in its file, for problems."""

    @property
    def informs(self) -> bool:
        """Whether it tells a right or a procedure only."""
        return bool(self.headline)


@dataclass(frozen=True, slots=True)
class Reach:
    """The lenders that an instrument binds; one without such a row binds everybody."""

    instrument: str
    lenders: tuple[str, ...]
    """Facts that tell a lender's kind."""


@dataclass(frozen=True, slots=True)
class Privately:
    """What is done about a lender who has no customer service and no regulator."""

    nobody: tuple[str, ...] = ()
    """A step or a channel with one of these words reaches nobody there."""
    steps: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    def fitted(self, rule: Rule) -> Rule:
        """The rule, of whose steps and channels those that reach nobody give way to these."""
        steps, channels = self._reaching(rule.steps), self._reaching(rule.channels)
        return replace(
            rule,
            steps=rule.steps if steps == rule.steps else (*steps, *self.steps)[: len(rule.steps)],
            channels=rule.channels if channels == rule.channels else (*channels, *self.channels)[: len(rule.channels)],
        )

    def _reaching(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(line for line in lines if not any(word in line for word in self.nobody))


@dataclass(frozen=True, slots=True)
class Transition:
    """What to say where conduct fell under an instrument's earlier text: which text applies today, and time limits."""

    instrument: str
    law: tuple[Basis, ...]


_GRAVITY = list(Conclusion)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that the facts meet, and the words that showed it."""

    rule: Rule
    words: tuple[str, ...]
    law: tuple[Basis, ...]
    """The bases that bind this lender."""
    consequence: tuple[Basis, ...] = ()
    """What follows for this lender."""


EVERYBODY = "任何人"
"""What `binds` says of a rule of law for all."""

LENDERS = frozenset(
    {"bank-card", "bank", "consumer-finance", "online-loan", "small-lender", "private-lender", "unlicensed-lender"}
)
"""Facts that tell what kind of lender it is. They hold for a whole matter."""
PRIVATE = frozenset({"private-lender", "unlicensed-lender"})
LICENSED = LENDERS - PRIVATE

HOW_ASKED = frozenset({"lawful-asked", "sign-of-harm", "sign-of-wrong"})
"""Facts that tell how something is asked or hint at a manner, and alone nothing of what happened."""

WHEN = frozenset({"holiday"}) | MEASURED.keys()
"""Facts of the hour, the day and the number, which any sentence may hold."""


@dataclass(frozen=True)
class RuleTable:
    """All facts and rules, read from data."""

    facts: tuple[Fact, ...]
    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Lists that cues name: 〈家人〉. An entry may name another list."""
    transitions: tuple[Transition, ...] = ()
    reaches: tuple[Reach, ...] = ()
    privately: Privately = Privately()
    hearing: Hearing | None = None
    """What hears facts beside the cues."""
    seeming: Seeming | None = None
    """What knows words that only seem to tell a fact."""

    def facts_in(self, text: str) -> dict[str, str]:
        """The facts that a text tells (id → the words that told it), by cues, by how it sounds, by hours and counts."""
        written = respelt(text)
        folded = plain(written)
        known = self._cues.facts_in(folded) | measured(folded)
        if self.hearing is None or only_asks(folded):
            return known
        heard = {f: words for f, words in self.hearing.hear(written).items() if not only_officials(words)}
        heard = {f: words for f, words in heard.items() if f in known or not self._cues.excused(f, words)}
        told = {f: words for f, words in heard.items() if known.keys().isdisjoint(self._heard_unless.get(f, ()))}
        return told | known

    def findings(self, facts: Mapping[str, str]) -> tuple[Finding, ...]:
        """The rules that apply, urgent ones first, then the gravest, in the order of the table; last those that inform.

        Where the words tell the lender, what does not bind such a lender is left out.
        """
        known = self.completed(facts)
        met = [
            Finding(
                self._with_steps(rule, known),
                tuple(dict.fromkeys(known[f] for f in rule.when)),
                law,
                self.binding(rule.consequence, known),
            )
            for rule in self.rules
            if all(f in known for f in rule.when)
            and not any(f in known for f in rule.unless)
            and (law := self.binding(rule.law, known))
        ]
        return tuple(sorted(met, key=lambda f: (f.rule.informs, not f.rule.urgent, _GRAVITY.index(f.rule.conclusion))))

    def _with_steps(self, rule: Rule, known: Mapping[str, str]) -> Rule:
        other = next((name for fact, name in rule.steps_of.items() if fact in known), None)
        rule = replace(rule, steps=self._by_id[other].steps) if other else rule
        private = not PRIVATE.isdisjoint(known) and LICENSED.isdisjoint(known)
        return self.privately.fitted(rule) if private else rule

    def completed(self, facts: Mapping[str, str]) -> dict[str, str]:
        """The facts with those that follow from any of them."""
        known = dict(facts)
        for fact in self.facts:
            if first := next((known[f] for f in fact.any if f in known), ""):
                known.setdefault(fact.id, first)
        return known

    def binding(self, bases: tuple[Basis, ...], facts: Mapping[str, str]) -> tuple[Basis, ...]:
        """The bases that bind the lender told of; all of them where none is told."""
        told = LENDERS & set(facts)
        return tuple(
            b for b in bases if not told or (lenders := self._lenders(b.ref)) is None or not told.isdisjoint(lenders)
        )

    @cached_property
    def _heard_unless(self) -> Mapping[str, tuple[str, ...]]:
        return {fact.id: fact.heard_unless for fact in self.facts}

    @cached_property
    def _by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def _cues(self) -> Cues:
        return Cues(self.facts, self.words, self.seeming)

    def _lenders(self, ref: str) -> tuple[str, ...] | None:
        instrument = ref.partition("#")[0].partition("@")[0]
        return next((r.lenders for r in self.reaches if r.instrument == instrument), None)


def read_rules(
    path: Path = DATA / "conduct.toml", hearing: Path | None = TABLE, seeming: Path | None = SEEMING
) -> RuleTable:
    """Read the table, and what was learned of how its facts are told, and of what only seems to.

    Raises:
        YoujuError: the file is not a rule table; names the row.
    """
    text = path.read_text(encoding="utf-8")
    data = tomllib.loads(text)
    lines = [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[rule]]"]
    try:
        facts = tuple(
            Fact(
                r["id"],
                r["title"],
                tuple(r.get("cues", ())),
                tuple(r.get("unless", ())),
                r.get("theirs", False),
                r.get("done", False),
                r.get("said", False),
                tuple(r.get("any", ())),
                tuple(r.get("heard_unless", ())),
            )
            for r in data["fact"]
        )
        rules = tuple(_rule(r, line) for r, line in zip(data["rule"], lines, strict=True))
        words = {name: tuple(entries) for name, entries in data.get("words", {}).items()}
        transitions = tuple(
            Transition(r["instrument"], tuple(Basis(b["ref"], b["says"]) for b in r["law"]))
            for r in data.get("transition", [])
        )
        reaches = tuple(Reach(r["instrument"], tuple(r["lenders"])) for r in data.get("reach", []))
        private = data.get("privately", {})
        privately = Privately(*(tuple(private.get(key, ())) for key in ("nobody", "steps", "channels")))
    except (KeyError, ValueError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error
    known = {f.id for f in facts} | MEASURED.keys()
    for rule in rules:
        if missing := [f for f in (*rule.when, *rule.unless, *rule.steps_of) if f not in known]:
            raise YoujuError(f"{path.name} 的规则 {rule.id} 用了没有定义的事实：{'、'.join(missing)}")
        if missing := [name for name in rule.steps_of.values() if name not in {r.id for r in rules}]:
            raise YoujuError(f"{path.name} 的规则 {rule.id} 的 steps_of 指了没有的规则：{'、'.join(missing)}")
    for n, fact in enumerate(facts):
        if missing := [f for f in fact.any if f not in {x.id for x in facts[:n]} | MEASURED.keys()]:
            raise YoujuError(f"{path.name} 的事实 {fact.id} 用了上面没有定义的事实：{'、'.join(missing)}")
        if missing := [f for f in fact.heard_unless if f not in known]:
            raise YoujuError(f"{path.name} 的事实 {fact.id} 用了没有定义的事实：{'、'.join(missing)}")
    for reach in reaches:
        if missing := [f for f in reach.lenders if f not in LENDERS]:
            raise YoujuError(f"{path.name} 的 {reach.instrument} 用了不是放款人的事实：{'、'.join(missing)}")
    heard, seems = read_hearing(hearing) if hearing else None, read_seeming(seeming) if seeming else None
    return RuleTable(facts, rules, words, transitions, reaches, privately, heard, seems)


def gravest(findings: Sequence[Finding]) -> Conclusion:
    """The gravest conclusion of some findings; not that of the first, where it is urgent."""
    return min((f.rule.conclusion for f in findings), key=_GRAVITY.index)


def _rule(row: Mapping[str, Any], line: int) -> Rule:
    return Rule(
        row["id"],
        row["title"],
        tuple(row["when"]),
        Conclusion(row["verdict"]),
        tuple(Basis(b["ref"], b["says"]) for b in row["law"]),
        row.get("binds", ""),
        tuple(Basis(b["ref"], b["says"]) for b in row.get("consequence", ())),
        row.get("headline", ""),
        row.get("depends", ""),
        row.get("yields", False),
        row.get("urgent", False),
        tuple(row.get("unless", ())),
        tuple(row.get("steps", ())),
        row.get("steps_of", {}),
        tuple(row.get("evidence", ())),
        tuple(row.get("channels", ())),
        row.get("limits", ""),
        row.get("row", ""),
        tuple(row.get("breaks", ())),
        tuple(row.get("keeps", ())),
        line,
    )
