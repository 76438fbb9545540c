"""The rule table against described conduct: what happened in, what it breaks out.

A rule is a set of facts and applies when all of them hold. Facts come from cues in the borrower's words, from the
hour and the number of calls, or from a form. There is no expression language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.answer import Conclusion
from assistant.folded import plain
from assistant.measures import MEASURED, measured
from kb import YoujuError

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, and how people say it.

    In a cue, … stands for up to fourteen other characters of a sentence, ~ for up to four of a clause, 〈家人〉 for
    any word of that list of the table, and ^ for the beginning of a clause. A cue is passed over where a negation
    stands before it or in its gaps.
    """

    id: str
    title: str
    cues: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Wordings that look like a cue and are not."""
    theirs: bool = False
    """Only what others do counts: a cue is passed over where the asker is the doer (我想骂他)."""
    done: bool = False
    """Only what has happened counts: a cue is passed over where it is threatened or planned (说要来砸门)."""
    any: tuple[str, ...] = ()
    """Facts further up in the table of which one is enough; such a fact has no cues of its own."""


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
    unless: tuple[str, ...] = ()
    """Facts that keep the rule from applying."""
    steps: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    limits: str = ""
    row: str = ""
    """Rows of docs/coverage: the conduct rules it carries."""
    breaks: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()

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
class Transition:
    """What to say where conduct fell under an instrument's earlier text: which text applies today, and time limits."""

    instrument: str
    law: tuple[Basis, ...]


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


_FILLER = (
    r"(?:有|人|过|再|跟|对|向|给|让|叫|来|去|我|他|她|你|们|都|真|直接|一直|怎么|打电话|发短信|说|敢|曾|要|转|做|用|开)"
)
_NEGATED = re.compile(
    rf"(?:没有|没|并未|从未|未曾|不曾|未(?!接)|(?<!是)不是|不会|不要|不用|不许|不准|不得|别(?!人|的|家|处)){_FILLER}{{0,3}}$"
    r"|(?<![时要差])不$"
)
_FEARED = re.compile(
    r"(?:怕|担心|万一|避免|防止|免得|省得|不想让|不愿让|(?:怎么|怎样|如何|咋)(?:才能|能|样)?(?:不让|阻止)|别让|会是)[^,，。！？!?；;、:：\n]{0,8}$"
)
"""What is only feared, or to be prevented, right before a cue."""
_PLANNED = re.compile(
    r"(?:(?<![不需主重])要(?!债|账|帐|钱|求|我|命|不)|(?<!不)会(?!议)|准备|打算|威胁|扬言|放话|再不|不还就|口头说|说(?:明|后)天|说下|说过两天|说改天)"
    r"[^,，。！？!?；;、:：\n]{0,8}$"
)
"""What is only threatened or planned, right before a cue."""
_DENIED = r"(?:没有?(?!还|钱|完|接|到期|办法|事)|并未|从未|不会|不是|别再|别打|别找|别联系|不要再)"
_LONG_GAP = rf"(?:(?!{_DENIED})[^。！？!?；;\n]){{0,14}}?"
_SHORT_GAP = rf"(?:(?!{_DENIED})[^。！？!?；;，,、：:\n]){{0,4}}?"
_PARTS = re.compile(r"(…|~|\^|〈[^〉]+〉)")
_CLAUSE_START = r"(?:(?<=[,，。！？!?；;、:：…\n])|(?<![\s\S]))"
_OWN = re.compile(
    rf"(?:{_CLAUSE_START}|如果|要是|假如|那|能不能|可不可以|但|可是|所以|因为|然后|于是|结果|后来|刚才|昨天|今天|问|时|后)"
    r"(?:我们?|俺|咱们?|本人)(?:想|要|能不能|能|可不可以|可以|也|就|先|还|又|去|会|敢|准备|打算|已经|气不过|一气之下|忍不住"
    r"|不停|天天|一直|反复|多次|找人|给他们?|给催收|给对方|跟他们?|跟催收|对他们?|对催收|把他们?|把催收|打|发|当时|在电话里|没忍住|直接)*$"
)
"""The asker as the doer, right before a cue."""


@dataclass(frozen=True)
class RuleTable:
    """All facts and rules, read from data."""

    facts: tuple[Fact, ...]
    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Lists that cues name: 〈家人〉. An entry may name another list."""
    transitions: tuple[Transition, ...] = ()
    reaches: tuple[Reach, ...] = ()

    def facts_in(self, text: str) -> dict[str, str]:
        """The facts that a text tells (id → the words that told it), by cues, hours and counts."""
        folded = plain(text)
        found: dict[str, str] = {}
        for fact in self.facts:
            masked = folded
            for pattern in self._patterns[fact.id][1]:
                masked = pattern.sub(lambda m: "□" * len(m[0]), masked)
            for pattern in self._patterns[fact.id][0]:
                told = (m for m in pattern.finditer(masked) if not _unreal(masked, m))
                match = next(
                    (
                        m
                        for m in told
                        if not (fact.theirs and self._own(masked, m)) and not (fact.done and _planned(masked, m))
                    ),
                    None,
                )
                if match:
                    found[fact.id] = match[0]
                    break
        found.update(measured(folded))
        return found

    def findings(self, facts: Mapping[str, str]) -> tuple[Finding, ...]:
        """The rules that apply, gravest first, in the order of the table; those that only inform stand last.

        Where the words tell the lender, what does not bind such a lender is left out.
        """
        known = dict(facts)
        for fact in self.facts:
            if first := next((known[f] for f in fact.any if f in known), ""):
                known.setdefault(fact.id, first)
        met = [
            Finding(
                rule, tuple(dict.fromkeys(known[f] for f in rule.when)), law, self._binding(rule.consequence, known)
            )
            for rule in self.rules
            if all(f in known for f in rule.when)
            and not any(f in known for f in rule.unless)
            and (law := self._binding(rule.law, known))
        ]
        order = list(Conclusion)
        return tuple(sorted(met, key=lambda f: (f.rule.informs, order.index(f.rule.conclusion))))

    def _binding(self, bases: tuple[Basis, ...], facts: Mapping[str, str]) -> tuple[Basis, ...]:
        """The bases that bind the lender told of; all of them where none is told."""
        told = LENDERS & set(facts)
        return tuple(
            b for b in bases if not told or (lenders := self._lenders(b.ref)) is None or not told.isdisjoint(lenders)
        )

    def _lenders(self, ref: str) -> tuple[str, ...] | None:
        instrument = ref.partition("#")[0].partition("@")[0]
        return next((r.lenders for r in self.reaches if r.instrument == instrument), None)

    @cached_property
    def _patterns(self) -> dict[str, tuple[list[re.Pattern[str]], list[re.Pattern[str]]]]:
        return {
            fact.id: ([self._compiled(c) for c in fact.cues], [self._compiled(c) for c in fact.unless])
            for fact in self.facts
        }

    def _own(self, text: str, match: re.Match[str]) -> bool:
        """Whether the asker does what the match tells. 我同事接到电话 and 我被骂了 are no such doings."""
        return not self._passive.match(match[0]) and bool(_OWN.search(text[: match.start()]))

    @cached_property
    def _passive(self) -> re.Pattern[str]:
        people = f"|{self._pattern('〈旁人〉')}" if "旁人" in self.words else ""
        return re.compile(f"[被挨遭收接]{people}")

    def _compiled(self, cue: str) -> re.Pattern[str]:
        return re.compile(self._pattern(cue))

    def _pattern(self, cue: str) -> str:
        return "".join(self._part(part) for part in _PARTS.split(cue))

    def _part(self, part: str) -> str:
        if part in _GAPS:
            return _GAPS[part]
        if not part.startswith("〈"):
            return re.escape(plain(part))
        longest_first = sorted(self.words[part[1:-1]], key=len, reverse=True)
        return f"(?:{'|'.join(map(self._pattern, longest_first))})"


_GAPS = {"…": _LONG_GAP, "~": _SHORT_GAP, "^": _CLAUSE_START}


def _unreal(text: str, match: re.Match[str]) -> bool:
    """Whether a match is denied, or only feared."""
    before = text[: match.start()]
    return bool(_NEGATED.search(before[-8:]) or _FEARED.search(before))


def _planned(text: str, match: re.Match[str]) -> bool:
    return bool(_PLANNED.search(text[: match.start()]))


def read_rules(path: Path = DATA / "conduct.toml") -> RuleTable:
    """Read the table.

    Raises:
        YoujuError: the file is not a rule table; names the row.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        facts = tuple(
            Fact(
                r["id"],
                r["title"],
                tuple(r.get("cues", ())),
                tuple(r.get("unless", ())),
                r.get("theirs", False),
                r.get("done", False),
                tuple(r.get("any", ())),
            )
            for r in data["fact"]
        )
        rules = tuple(_rule(r) for r in data["rule"])
        words = {name: tuple(entries) for name, entries in data.get("words", {}).items()}
        transitions = tuple(
            Transition(r["instrument"], tuple(Basis(b["ref"], b["says"]) for b in r["law"]))
            for r in data.get("transition", [])
        )
        reaches = tuple(Reach(r["instrument"], tuple(r["lenders"])) for r in data.get("reach", []))
    except (KeyError, ValueError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error
    known = {f.id for f in facts} | MEASURED
    for rule in rules:
        if missing := [f for f in (*rule.when, *rule.unless) if f not in known]:
            raise YoujuError(f"{path.name} 的规则 {rule.id} 用了没有定义的事实：{'、'.join(missing)}")
    for n, fact in enumerate(facts):
        if missing := [f for f in fact.any if f not in {x.id for x in facts[:n]} | MEASURED]:
            raise YoujuError(f"{path.name} 的事实 {fact.id} 用了上面没有定义的事实：{'、'.join(missing)}")
    for reach in reaches:
        if missing := [f for f in reach.lenders if f not in LENDERS]:
            raise YoujuError(f"{path.name} 的 {reach.instrument} 用了不是放款人的事实：{'、'.join(missing)}")
    return RuleTable(facts, rules, words, transitions, reaches)


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        row["id"],
        row["title"],
        tuple(row["when"]),
        Conclusion(row["verdict"]),
        tuple(Basis(b["ref"], b["says"]) for b in row["law"]),
        row.get("binds", ""),
        tuple(Basis(b["ref"], b["says"]) for b in row.get("consequence", ())),
        row.get("headline", ""),
        tuple(row.get("unless", ())),
        tuple(row.get("steps", ())),
        tuple(row.get("evidence", ())),
        tuple(row.get("channels", ())),
        row.get("limits", ""),
        row.get("row", ""),
        tuple(row.get("breaks", ())),
        tuple(row.get("keeps", ())),
    )
