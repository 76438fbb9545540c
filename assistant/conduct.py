"""The rule table against described conduct: what happened in, what it breaks out.

A rule is a set of facts and applies when all of them hold. Facts come from cues in the borrower's words, from the
hour and the number of calls, or from a form. There is no expression language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.answer import Conclusion
from assistant.folded import plain
from kb import YoujuError

DATA = Path(__file__).parent / "data"

NIGHT_FROM, NIGHT_TO = time(22), time(8)
"""GB/T 45251-2025 5.3 and the 2026 guideline of the 中国银行业协会: no collection from 22:00 to 8:00."""

MANY_CALLS = 3
"""GB/T 45251-2025 5.3: at most three effective voice calls a day to one debtor."""

MANY_UNANSWERED = 6
"""The 2026 guideline of the 中国银行业协会: unanswered, no more than six attempts a day to one number."""


MEASURED = {"night-contact", "day-contact", "unclear-hour", "many-calls", "many-unanswered", "few-calls"}
"""Facts that no cue tells: they are read from hours and counts."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, and how people say it.

    In a cue, … stands for up to fourteen other characters of a sentence, ~ for up to four of a clause, and 〈家人〉 for
    any word of that list of the table. A cue is passed over where a negation stands before it or in its gaps.
    """

    id: str
    title: str
    cues: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Wordings that look like a cue and are not."""


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


_FILLER = (
    r"(?:有|人|过|再|跟|对|向|给|让|叫|来|去|我|他|她|你|们|都|真|直接|一直|怎么|打电话|发短信|说|敢|曾|要|转|做|用|开)"
)
_NEGATED = re.compile(
    rf"(?:没有|没|并未|从未|未曾|不曾|未(?!接)|(?<!是)不是|不会|不要|不用|不许|不准|不得|别(?!人|的|家|处)){_FILLER}{{0,3}}$"
    r"|(?<![时要差])不$"
)
_DENIED = r"(?:没有?(?!还|钱|完|接|到期|办法|事)|并未|从未|不会|不是)"
_LONG_GAP = rf"(?:(?!{_DENIED})[^。！？!?；;\n]){{0,14}}?"
_SHORT_GAP = rf"(?:(?!{_DENIED})[^。！？!?；;，,、：:\n]){{0,4}}?"
_PARTS = re.compile(r"(…|~|〈[^〉]+〉)")


@dataclass(frozen=True)
class RuleTable:
    """All facts and rules, read from data."""

    facts: tuple[Fact, ...]
    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Lists that cues name: 〈家人〉. An entry may name another list."""
    transitions: tuple[Transition, ...] = ()

    def facts_in(self, text: str) -> dict[str, str]:
        """The facts that a text tells (id → the words that told it), by cues, hours and counts."""
        folded = plain(text)
        found: dict[str, str] = {}
        for fact in self.facts:
            masked = folded
            for pattern in self._patterns[fact.id][1]:
                masked = pattern.sub(lambda m: "□" * len(m[0]), masked)
            for pattern in self._patterns[fact.id][0]:
                match = next((m for m in pattern.finditer(masked) if not _negated(masked, m)), None)
                if match:
                    found[fact.id] = match[0]
                    break
        found.update(_measured(folded))
        return found

    def findings(self, facts: Mapping[str, str]) -> tuple[Finding, ...]:
        """The rules that apply, gravest first, in the order of the table."""
        met = [
            Finding(rule, tuple(dict.fromkeys(facts[f] for f in rule.when)))
            for rule in self.rules
            if all(f in facts for f in rule.when) and not any(f in facts for f in rule.unless)
        ]
        order = list(Conclusion)
        return tuple(sorted(met, key=lambda f: order.index(f.rule.conclusion)))

    @cached_property
    def _patterns(self) -> dict[str, tuple[list[re.Pattern[str]], list[re.Pattern[str]]]]:
        return {
            fact.id: ([self._compiled(c) for c in fact.cues], [self._compiled(c) for c in fact.unless])
            for fact in self.facts
        }

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


_GAPS = {"…": _LONG_GAP, "~": _SHORT_GAP}


def _negated(text: str, match: re.Match[str]) -> bool:
    return bool(_NEGATED.search(text[max(0, match.start() - 8) : match.start()]))


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_NIGHT_PARTS = {"晚上", "夜里", "半夜", "深夜", "大半夜", "三更半夜", "昨晚", "今晚", "夜晚", "大晚上", "晚间", "午夜"}
_HOUR = re.compile(
    r"(?P<part>凌晨|清晨|清早|早上|早晨|一大早|上午|中午|下午|傍晚|昨晚|今晚|夜晚|大晚上|晚上|晚间|夜里|三更半夜|大半夜|半夜"
    r"|深夜|午夜)?的?(?P<hour>[零一二三四五六七八九十两]{1,3}|\d{1,2})(?:点钟?|时|:(?P<minute>\d{2}))(?P<half>半)?"
    r"(?!前|之前|以前|为止|内|开庭|上班|下班)"
)
_NIGHT_WORDS = re.compile(r"半夜|深夜|凌晨|三更|午夜|天没亮|天还没亮|天不亮|深更|睡觉的时候|睡着了|后半夜")
_DAY_WORDS = re.compile(r"白天|大白天|上午|下午|中午|工作时间|上班时间|工作日")
_CONTACT = re.compile(r"打|电话|来电|短信|信息|消息|微信|联系|催|敲门|上门|骚扰|轰炸|未接|发|吵|call")
_OWN_NIGHT = re.compile(r"睡不|失眠|惊醒|吓醒|哭|上班|下班|加班|想不开")
_COUNT = re.compile(
    r"(?:一天|每天|一日|天天|今天|昨天|当天|一个小时|一上午|一下午|一晚上|一晚|一早上|从早到晚|24小时)"
    r"(?P<gap>[^。！？!?；;\n]{0,12}?)(?P<count>十几|几十|上百|好几十|二十多|三十多|[零一二三四五六七八九十两百]{1,4}|\d{1,3})"
    r"(?:多|来|几)?(?:个|通|次|遍|趟)(?!人|亲|朋|同事|联系人|家人|平台|月|小时|钟|催收员|领导|群|孩子|单位)(?P<what>未接)?"
)
_UNANSWERED = re.compile(r"未接|没接|不接|接不通|没打通")


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "几" in text or "多" in text or "上百" in text:
        return 100 if "百" in text else (13 if text == "十几" else 20)
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _measured(text: str) -> dict[str, str]:
    """Facts from numbers: was somebody contacted at night or by day, how many calls were there a day."""
    found: dict[str, str] = {}
    hours = []
    for match in _HOUR.finditer(text):
        if _tells_contact(text, match) and (fact := _part_of_day(match)):
            found[fact] = match[0]
            hours.append(match.span())
    for fact, words in (("night-contact", _NIGHT_WORDS), ("day-contact", _DAY_WORDS)):
        for match in words.finditer(text):
            if not any(a <= match.start() < b for a, b in hours) and _tells_contact(text, match):
                found.setdefault(fact, match[0])
    for match in _COUNT.finditer(text):
        unanswered = match["what"] or _UNANSWERED.search(match["gap"] + text[match.end() : match.end() + 6])
        count, limit = _number(match["count"]), MANY_UNANSWERED if unanswered else MANY_CALLS
        over = "many-unanswered" if unanswered else "many-calls"
        found[over if count > limit else "few-calls"] = match[0]
    return found


def _part_of_day(match: re.Match[str]) -> str:
    """night-contact, day-contact, or unclear-hour where ten o'clock may be either."""
    hour, part = _number(match["hour"]), match["part"] or ""
    if hour > 24:
        return ""
    if not part and not match["minute"] and hour in {*range(1, 8), 10, 11, 12}:
        return "unclear-hour"
    if (
        (part in _NIGHT_PARTS and 6 <= hour <= 12)
        or (part in {"下午", "傍晚"} and hour < 12)
        or (part == "中午" and hour < 3)
    ):
        hour += 12
    moment = time(hour % 24, min(59, int(match["minute"] or (30 if match["half"] else 0))))
    return "night-contact" if moment >= NIGHT_FROM or moment < NIGHT_TO else "day-contact"


def _tells_contact(text: str, match: re.Match[str]) -> bool:
    """Whether the clause of an hour, or else the clause beside it, speaks of a call and not of the debtor's sleep."""
    clauses = list(re.finditer(r"[^,，。！？!?；;、\n]+", text))
    here = next(i for i, c in enumerate(clauses) if c.start() <= match.start() < c.end())
    if _OWN_NIGHT.search(clauses[here][0]) and not re.search(r"打来|打电话|来电|短信", clauses[here][0]):
        return False
    beside = clauses[max(0, here - 1) : here + 2]
    return bool(_CONTACT.search(clauses[here][0]) or any(_CONTACT.search(c[0]) for c in beside))


def read_rules(path: Path = DATA / "conduct.toml") -> RuleTable:
    """Read the table.

    Raises:
        YoujuError: the file is not a rule table; names the row.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        facts = tuple(
            Fact(r["id"], r["title"], tuple(r.get("cues", ())), tuple(r.get("unless", ()))) for r in data["fact"]
        )
        rules = tuple(_rule(r) for r in data["rule"])
        words = {name: tuple(entries) for name, entries in data.get("words", {}).items()}
        transitions = tuple(
            Transition(r["instrument"], tuple(Basis(b["ref"], b["says"]) for b in r["law"]))
            for r in data.get("transition", [])
        )
    except (KeyError, ValueError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error
    known = {f.id for f in facts} | MEASURED
    for rule in rules:
        if missing := [f for f in (*rule.when, *rule.unless) if f not in known]:
            raise YoujuError(f"{path.name} 的规则 {rule.id} 用了没有定义的事实：{'、'.join(missing)}")
    return RuleTable(facts, rules, words, transitions)


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        row["id"],
        row["title"],
        tuple(row["when"]),
        Conclusion(row["verdict"]),
        tuple(Basis(b["ref"], b["says"]) for b in row["law"]),
        tuple(row.get("unless", ())),
        tuple(row.get("steps", ())),
        tuple(row.get("evidence", ())),
        tuple(row.get("channels", ())),
        row.get("limits", ""),
        row.get("row", ""),
        tuple(row.get("breaks", ())),
        tuple(row.get("keeps", ())),
    )
