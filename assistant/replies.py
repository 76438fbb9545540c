"""What to say now: three sentences to read aloud, chosen by what was found."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Action, Answer
from assistant.checked import Report
from assistant.conduct import RuleTable
from assistant.sentences import states_law
from kb import Problem, YoujuError

DATA = Path(__file__).parent / "data"
SENTENCES = 3
LONGEST = 45
"""Characters of a sentence that can be read aloud in one breath."""

_PROMISES = re.compile(
    r"我(?:会|保证|答应|同意|承诺|马上|一定)[^，。]{0,6}(?:还|付|转|给钱)|\d\s{0,4}元|[一二三四五六七八九十百千万]元"
)
_GIVES = re.compile(r"(?:验证码|密码)(?:是|为|给你)|我的(?:身份证|银行卡|卡号)")
_THREATENS = re.compile(r"弄死|打死|弄你|找人(?:去|来|打|弄)|报复|曝光你|小心点|等着|不放过|骗子|王八|混蛋|不要脸|滚")


@dataclass(frozen=True, slots=True)
class Situation:
    """Three sentences, who hears them, and what they are for."""

    id: str
    title: str
    title_en: str
    to: str
    """`collector`, or the number of a public line."""
    say: tuple[str, str, str]
    say_en: tuple[str, str, str]
    """The gloss; the sentences are read aloud in Chinese."""
    rules: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()

    def sentences(self, lang: str) -> tuple[str, str, str]:
        """The three sentences in a language."""
        return self.say_en if lang == "en" else self.say


@dataclass(frozen=True, slots=True)
class Replies:
    """All situations; the first that fits speaks, and the last fits all."""

    situations: tuple[Situation, ...]

    def situation_for(self, rules: Collection[str], routes: Collection[str] = ()) -> Situation:
        """The situation for the rules that were found broken, and the notices that were given."""
        return next(
            (s for s in self.situations if set(s.routes) & set(routes) or set(s.rules) & set(rules)),
            self.situations[-1],
        )


def read_replies(path: Path = DATA / "replies.toml") -> Replies:
    """Read the situations.

    Raises:
        YoujuError: a row is incomplete; names the fault.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Replies(tuple(_situation(row) for row in data["situation"]))
    except (KeyError, TypeError, ValueError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error


def replies_for(replies: Replies, made: Answer | Report, lang: str = "zh") -> tuple[str, str, str]:
    """The three sentences for an answer or a checked call."""
    return situation_of(replies, made).sentences(lang)


def situation_of(replies: Replies, made: Answer | Report) -> Situation:
    """The situation of an answer or a checked call; danger to life comes before what was found."""
    return replies.situation_for([f.rule for f in made.findings], ["crisis"] if made.action is Action.CRISIS else [])


def lint_replies(replies: Replies, rules: RuleTable, routes: Collection[str]) -> Iterator[Problem]:
    """Sentences that state law, promise, give away, insult or are too long; rules and routes that are not there."""
    known = {rule.id for rule in rules.rules}
    named: set[str] = set()
    for s in replies.situations:
        faults = [f"规则 {r} 不存在" for r in s.rules if r not in known]
        faults += [f"通知 {r} 不存在" for r in s.routes if r not in routes]
        faults += [f"规则 {r} 已经归在前面" for r in s.rules if r in named]
        faults += [f"“{line}”{fault}" for line in s.say for fault in _faults(line)]
        if s.to == "collector" and not any("录音" in line for line in s.say):
            faults.append("没有一句说明在录音")
        named |= set(s.rules)
        yield from (Problem("replies.toml", 1, f"{s.id}：{fault}") for fault in faults)
    if replies.situations[-1].rules or replies.situations[-1].routes:
        yield Problem("replies.toml", 1, "最后一种情形要适用于所有情况，不能写 rules 或 routes")


def _faults(line: str) -> Iterator[str]:
    if len(line) > LONGEST:
        yield f"超过 {LONGEST} 个字"
    if states_law(line):
        yield "说了法律"
    for what, pattern in (("答应了钱", _PROMISES), ("给出了私密信息", _GIVES), ("辱骂或威胁", _THREATENS)):
        if pattern.search(line):
            yield what


def _situation(row: Mapping[str, Any]) -> Situation:
    say, say_en = _three(row["say"]), _three(row["say_en"])
    rules, routes = tuple(row.get("rules", ())), tuple(row.get("routes", ()))
    return Situation(row["id"], row["title"], row["title_en"], row["to"], say, say_en, rules, routes)


def _three(lines: list[str]) -> tuple[str, str, str]:
    if len(lines) != SENTENCES:
        raise ValueError(f"要写 {SENTENCES} 句：{lines}")
    return lines[0], lines[1], lines[2]
