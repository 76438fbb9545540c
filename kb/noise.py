"""What advice pages hold besides advice, and what a reviewer should look at: rules, read from data and linted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from kb.errors import LibraryError
from kb.files import BadRow, Row, read_rows
from kb.law import Problem

KINDS = {
    "navigation": "导航",
    "share": "分享按钮",
    "qr": "扫码、关注",
    "copyright": "版权声明",
    "furniture": "时间、作者、阅读数等",
    "related": "相关文章",
    "promotion": "招揽、广告",
    "spam": "混入的垃圾字样",
    "duplicate": "重复",
    "outside": "正文以外",
}
"""Kinds of lines that are left out, in a reader's words."""
_FILE = "noise.toml"
_T = TypeVar("_T")
_KEYS = {
    "noise": ("id", "kind", "reason", "patterns", "unless", "longest", "matches", "spares", "foot", "opens"),
    "tier": ("id", "title", "reason", "patterns", "from"),
    "caution": ("id", "title", "note", "patterns", "unless", "longest", "matches", "spares"),
}
_MARK = re.compile(r"^(?:[\s•·●○◆■□▪▶*>#-]|\d{1,2}[.、)](?=\s*\D)|\*\*)+")


def plain(line: str) -> str:
    """A line made comparable: signs half-width, letters small, list marks and blanks at its ends gone."""
    blanks_run_together = " ".join(unicodedata.normalize("NFKC", line).lower().split())
    return _MARK.sub("", blanks_run_together).strip(" *")


LOOKED_AT = 1000
"""Characters of a line that patterns are tried on: a maintainer's pattern may grow with the square of its text."""


def _seen(patterns: Sequence[str], line: str) -> bool:
    return any(re.search(pattern, line[:LOOKED_AT]) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Signs:
    """Patterns, the words that take them back, and examples of both sides."""

    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    matches: tuple[str, ...]
    spares: tuple[str, ...]
    longest: int = 0

    def __contains__(self, line: str) -> bool:
        """Whether a plain line shows these signs."""
        if (self.longest and len(line) > self.longest) or any(word in line for word in self.unless):
            return False
        return _seen(self.patterns, line)


@dataclass(frozen=True, slots=True)
class NoiseRule:
    """One kind of line that is no advice."""

    id: str
    kind: str
    reason: str
    signs: Signs
    foot: bool
    """Such a line often ends an article."""
    opens: bool
    """The lines below it, as long as they look like titles, are teasers."""
    line: int


@dataclass(frozen=True, slots=True)
class Tier:
    """How far a page may be trusted, by what it tells itself."""

    id: str
    title: str
    reason: str
    patterns: tuple[str, ...]
    source: str
    """A kind of noise: a page that has it is of this tier."""

    def said_by(self, lines: Sequence[str]) -> bool:
        """Whether a page says so itself, in one of its plain lines."""
        return any(_seen(self.patterns, line) for line in lines)


@dataclass(frozen=True, slots=True)
class Caution:
    """A claim that a reviewer should look at although no citation is wrong."""

    id: str
    title: str
    note: str
    signs: Signs
    line: int


@dataclass(frozen=True)
class Noise:
    """Every rule, in the order of the file: the first that matches holds."""

    rules: tuple[NoiseRule, ...]
    tiers: tuple[Tier, ...]
    cautions: tuple[Caution, ...]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _grave_first(self) -> tuple[NoiseRule, ...]:
        return tuple(sorted(self.rules, key=lambda rule: rule.kind != "spam"))

    def of(self, line: str) -> NoiseRule | None:
        """The rule that a plain line meets; what makes a page untrustworthy comes first."""
        return next((rule for rule in self._grave_first if line in rule.signs), None)


def read_noise(folder: Path) -> Noise:
    """Read noise.toml of a folder.

    Raises:
        LibraryError: there is no such file, or none of its rules can be used.
    """
    problems: list[Problem] = []
    path = folder / _FILE
    rules = tuple(_each(path, "noise", _rule, problems))
    tiers = tuple(_each(path, "tier", _tier, problems))
    cautions = tuple(_each(path, "caution", _caution, problems))
    if not rules or not tiers:
        raise LibraryError(f"{path} 里没有能用的 [[noise]] 或 [[tier]]" + "".join(f"；{p}" for p in problems[:1]))
    return Noise(rules, tiers, cautions, tuple(problems))


def lint_noise(noise: Noise) -> tuple[Problem, ...]:
    """Faults found while reading, and examples that their rule misses or should spare."""
    found = list(noise.problems)
    rows = [(r.id, r.line, r.signs) for r in noise.rules] + [(c.id, c.line, c.signs) for c in noise.cautions]
    seen: set[str] = set()
    for name, line, signs in rows:
        if name in seen:
            found.append(Problem(_FILE, line, f"{name} 写了两次"))
        seen.add(name)
        if not signs.matches or not signs.spares:
            found.append(Problem(_FILE, line, f"{name} 要有该认出的例子（matches）和不该认出的例子（spares）"))
        found += [Problem(_FILE, line, f"{name} 没有认出：{x}") for x in signs.matches if plain(x) not in signs]
        found += [Problem(_FILE, line, f"{name} 误认了：{x}") for x in signs.spares if plain(x) in signs]
    for rule in noise.rules:
        for example in rule.signs.spares:
            if other := noise.of(plain(example)):
                found.append(Problem(_FILE, rule.line, f"{rule.id} 不该认出的例子被 {other.id} 认出了：{example}"))
    return tuple(found)


def _each(path: Path, table: str, make: Callable[[Row], _T], problems: list[Problem]) -> Iterator[_T]:
    for row in read_rows(path, path.parent, table, "", problems):
        problems += row.unknown(*_KEYS[table])
        try:
            yield make(row)
        except BadRow as fault:
            problems.append(row.problem(f"这一条（{row.values.get('id') or '没有名称'}）没有读入：{fault}"))


def _rule(row: Row) -> NoiseRule:
    kind = row.want("kind", str)
    if kind not in KINDS:
        raise BadRow(f"kind 没有 {kind}；可用的是 {'、'.join(KINDS)}")
    return NoiseRule(
        row.want("id", str), kind, row.want("reason", str), _signs(row), _yes(row, "foot"), _yes(row, "opens"), row.line
    )


def _tier(row: Row) -> Tier:
    source = row.may("from", str) or ""
    if source and source not in KINDS:
        raise BadRow(f"from 没有 {source}；可用的是 {'、'.join(KINDS)}")
    return Tier(row.want("id", str), row.want("title", str), row.want("reason", str), _patterns(row), source)


def _caution(row: Row) -> Caution:
    return Caution(row.want("id", str), row.want("title", str), row.want("note", str), _signs(row), row.line)


def _signs(row: Row) -> Signs:
    if not row.words("patterns"):
        raise BadRow("缺少 patterns（一组正则表达式）")
    return Signs(
        _patterns(row), row.words("unless"), row.words("matches"), row.words("spares"), row.may("longest", int) or 0
    )


def _patterns(row: Row) -> tuple[str, ...]:
    for pattern in row.words("patterns"):
        try:
            re.compile(pattern)
        except re.error as fault:
            raise BadRow(f"{pattern} 不是正则表达式：{fault}") from fault
    return row.words("patterns")


def _yes(row: Row, key: str) -> bool:
    value = row.values.get(key, False)
    if not isinstance(value, bool):
        raise BadRow(f"{key} 应是 true 或 false，现在是 {value!r}")
    return value
