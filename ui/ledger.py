"""The public ledger of wrong law in circulation: each claim checked, the right article beside it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant import Verifier
from kb import (
    Checker,
    Corpus,
    Finding,
    InputProblem,
    Problem,
    Provision,
    StatuteBook,
    Wording,
    outdated_bodies,
)
from ui.render import FINDING_NAMES, ICONS

CLAIM, OLD_NAME = "claim", "old_name"
"""Kinds of rows beside the findings: no citation is at fault but what is said; an authority's old name."""

_KINDS = frozenset({CLAIM, OLD_NAME, *Finding} - {Finding.OK})
_KEYS = ("id", "topic", "says", "kind", "wrong", "right")


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim in circulation, in our own words."""

    id: str
    topic: str
    says: str
    kind: str
    """A finding, `claim` or `old_name`."""
    wrong: str
    """Where it goes wrong, in a sentence."""
    right: str
    """What is right, each sentence of law with its article."""
    line: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """All claims, and the day whose law they are held against."""

    file: str
    as_of: date
    rows: tuple[Entry, ...]


def read_ledger(path: Path) -> Ledger:
    """Read a ledger.

    Raises:
        InputProblem: no such file, no TOML, or a row lacks something.
    """
    try:
        text = path.read_text("utf-8")
        data = tomllib.loads(text)
    except OSError as fault:
        raise InputProblem(f"读不了 {path}：{fault.strerror}") from fault
    except tomllib.TOMLDecodeError as fault:
        raise InputProblem(f"{path} 不是合法的 TOML：{fault}") from fault
    day = data.get("as_of")
    if not isinstance(day, date):
        raise InputProblem(f"{path} 开头要写 as_of = 2026-11-22 这样的日子：按哪一天的法律核对")
    lines = [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[row]]"]
    rows = tuple(_entry(path, row, line) for row, line in zip(data.get("row", []), lines, strict=False))
    return Ledger(path.name, day, rows)


def _entry(path: Path, row: dict[str, object], line: int) -> Entry:
    lacking = [key for key in _KEYS if not isinstance(row.get(key), str) or not row[key]]
    if lacking or set(row) - set(_KEYS):
        what = "、".join(lacking) or "、".join(sorted(set(row) - set(_KEYS)))
        raise InputProblem(f"{path}:{line}: 这一行缺少或者不该有 {what}；要有 {'、'.join(_KEYS)}")
    if row["kind"] not in _KINDS:
        raise InputProblem(f"{path}:{line}: kind 没有 {row['kind']}；可用的是 {'、'.join(sorted(_KINDS))}")
    return Entry(**{key: str(row[key]).strip() for key in _KEYS}, line=line)


def ledger_page(
    ledger: Ledger, corpus: Corpus, book: StatuteBook, checker: Checker, verifier: Verifier
) -> tuple[str, tuple[Problem, ...]]:
    """The page as Markdown, and every row that is not as it says: such a page must not be shown."""
    problems: list[Problem] = []
    parts = [_head(ledger)]
    for topic in dict.fromkeys(row.topic for row in ledger.rows):
        parts.append(f"## {topic}\n")
        for row in ledger.rows:
            if row.topic == topic:
                problems += _faults(row, ledger.file, corpus, book, checker, verifier)
                parts.append(_part(row, corpus, book, checker))
    return "\n".join(parts), tuple(problems)


def _faults(
    row: Entry, file: str, corpus: Corpus, book: StatuteBook, checker: Checker, verifier: Verifier
) -> Iterator[Problem]:
    """Whether the checker finds what the row says, and whether the right statement passes all checks."""
    found = {str(check.finding) for check in checker.check(row.says)} - {Finding.OK}
    found |= {OLD_NAME for _ in outdated_bodies(row.says, corpus.bodies, book.day)}
    if row.kind == CLAIM and found:
        yield Problem(file, row.line, f"{row.id} 写的是 claim，却查出 {'、'.join(sorted(found))}")
    if row.kind != CLAIM and row.kind not in found:
        yield Problem(file, row.line, f"{row.id} 应当查出 {row.kind}，查出的是 {'、'.join(sorted(found)) or '没有错'}")
    for check in checker.check(row.right):
        if check.finding is not Finding.OK:
            yield Problem(file, row.line, f"{row.id} 的 right 里 {check.mention.raw}：{check.explain}")
    verified = verifier.verify(row.right)
    for held in verified.withheld:
        yield Problem(file, row.line, f"{row.id} 的 right 没有通过核对（{held.reason}）：{held.text}")
    if not verified.citations:
        yield Problem(file, row.line, f"{row.id} 的 right 没有引用法条")


def _head(ledger: Ledger) -> str:
    kinds = len({row.topic for row in ledger.rows})
    count, day = len(ledger.rows), ledger.as_of
    return f"""# 网传法条纠错榜

*A public ledger of wrong law that circulates in advice on debt collection in China: {count} claims in our own words,
each held against the law of {day} by `youju check`, with what is wrong, and the right provision in its exact words
with rank and status.*

这里列出 {count} 种在催收、逾期文章里常见的错误说法，分 {kinds} 类。说法是我们自己的话，不摘抄任何人的文章。

每一条都由 `youju check` 按 {day} 的法律查过；“正确的是”里的每一句都通过了核对，法条是原文（标“大意”的除外）。

这一页由命令写成，不手改：`youju check --ledger docs/ledger.toml --out docs/ledger.md`。
查你手里的文章：`youju check 文章.txt`。不是法律意见。
"""


def _part(row: Entry, corpus: Corpus, book: StatuteBook, checker: Checker) -> str:
    says = row.says.replace("\n", " ")
    lines = [f"### {row.id}\n", f"**流传的说法：** {says}\n", f"**查出：** {_finding(row, checker)}\n"]
    lines += [f"**错在哪里：** {row.wrong}\n", f"**正确的是：** {row.right}\n"]
    for provision in _cited(row.right, corpus, book):
        exact = provision.wording is Wording.EXACT
        rank, status = provision.instrument.authority.chinese, book.status(provision).chinese
        days = f"{provision.version.in_force}起施行"
        lines.append(
            f"> {provision.label}（{rank} · {status} · {days}）" + ("" if exact else "（大意，非原文）") + "  "
        )
        lines += [f"> {line}  " for line in provision.text.split("\n")]
        lines.append("")
    return "\n".join(lines)


def _finding(row: Entry, checker: Checker) -> str:
    if row.kind == OLD_NAME:
        return "※ 机关的旧称"
    if row.kind == CLAIM:
        return "说法本身不对，不在引用上"
    finding = Finding(row.kind)
    check = next((c for c in checker.check(row.says) if c.finding is finding), None)
    raw = f"{_plain(check.mention.raw)}：" if check else ""
    return f"{ICONS[finding]} {raw}{FINDING_NAMES[finding]}"


def _plain(raw: str) -> str:
    return re.sub(r"\s+", " ", raw)


def _cited(text: str, corpus: Corpus, book: StatuteBook) -> Sequence[Provision]:
    """Every provision that a text cites, each once."""
    found = (book.resolve(mention.citation) for mention in corpus.finder.find(text) if mention.citation.number)
    return list({p.ref: p for p in found if isinstance(p, Provision)}.values())
