"""Templates of letters, read from `data/letters/*.md`: what a letter is for, what it asks for, and its lines.

A line may stand under a condition, be repeated for each listed call, and hold placeholders and pieces that are
left out where nothing was told. There is no other logic. docs/formats.md tells the marks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.sentences import split_sentences
from kb import YoujuError

DATA = Path(__file__).parent / "data" / "letters"

TODAY = "today"
"""The placeholder of the day that the letter speaks for."""
FINDINGS = "broken"
"""The condition that a listed call breaks something, and the line that lists what."""
BINDING = "law"
"""Among the instruments that such a line may name: every one that is binding law."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of a sentence: words, the place of a fact, or a piece that stands only where its facts were told."""

    words: str = ""
    field: str = ""
    piece: tuple[Bit, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every fact in it."""
        return (*((self.field,) if self.field else ()), *(f for b in self.piece for f in b.fields))


@dataclass(frozen=True, slots=True)
class Condition:
    """That a fact was told, or not told, or is one of some values."""

    field: str
    negated: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A line of a template, before facts are put in."""

    kind: str
    """heading plain right item numbered body findings."""
    sentences: tuple[tuple[Bit, ...], ...]
    when: tuple[Condition, ...] = ()
    rows: bool = False
    """Repeated for each listed call."""
    among: tuple[str, ...] = ()
    """Of findings: the instruments that may be named; `law`: every binding one; empty: all."""
    line: int = 1

    @property
    def fields(self) -> tuple[str, ...]:
        """Every fact that the line shows or asks whether it was told."""
        return (*(c.field for c in self.when), *(f for s in self.sentences for b in s for f in b.fields))


@dataclass(frozen=True, slots=True)
class Term:
    """A time limit that is counted from a day that was told."""

    title: str
    since: str
    days: int
    law: tuple[str, ...]
    """The sentences of law that give it, each with its citation."""


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of letter."""

    id: str
    title: str
    title_en: str
    purpose: str
    purpose_en: str
    to: str
    to_en: str
    asks: tuple[str, ...]
    not_if: tuple[Slot, ...]
    """When not to send it."""
    send: tuple[Slot, ...]
    """How and where, with what."""
    after: tuple[Slot, ...]
    """What happens next."""
    terms: tuple[Term, ...]
    body: tuple[Slot, ...]
    order: int = 0
    wanted: tuple[str, ...] = ()
    """Words of which one stands in a message that asks for it; none: nobody asks for it in the chat."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every line, those for the sender first."""
        return (*self.not_if, *self.send, *self.after, *self.body)


def read_templates(folder: Path = DATA) -> dict[str, Template]:
    """Every template by its kind, in the order in which they are listed.

    Raises:
        YoujuError: a file is not a template; names the fault.
    """
    found = [read_template(path.read_text("utf-8"), path.stem) for path in sorted(folder.glob("*.md"))]
    return {t.id: t for t in sorted(found, key=lambda t: (t.order, t.id))}


def read_template(text: str, kind: str) -> Template:
    """One template from its text.

    Raises:
        YoujuError: it is not a template; names the fault.
    """
    where = f"letters/{kind}.md"
    match = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n", text, re.DOTALL)
    if not match:
        raise YoujuError(f"{where} 要以 +++ 开头的一段 TOML 开始；格式见 docs/formats.md")
    try:
        head = tomllib.loads(match[1])
        if strange := set(head) - _KEYS:
            raise YoujuError(f"{where} 里不认识 {'、'.join(sorted(strange))}；格式见 docs/formats.md")
        return Template(
            id=kind,
            title=_said(head, "title"),
            title_en=_said(head, "title_en"),
            purpose=_said(head, "purpose"),
            purpose_en=_said(head, "purpose_en"),
            to=_said(head, "to"),
            to_en=_said(head, "to_en"),
            asks=tuple(head["asks"]),
            not_if=tuple(_slot(f"- {line}", 1) for line in head["not_if"]),
            send=tuple(_slot(f"- {line}", 1) for line in head["send"]),
            after=tuple(_slot(f"- {line}", 1) for line in head["after"]),
            terms=tuple(_term(row) for row in head.get("deadline", ())),
            body=tuple(_slots(text[match.end() :], text.count("\n", 0, match.end()) + 1)),
            order=int(head["order"]),
            wanted=tuple(head.get("wanted", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise YoujuError(f"{where} 不完整或看不懂：{error}；格式见 docs/formats.md") from error


_KEYS = frozenset(
    {
        *("order", "title", "title_en", "purpose", "purpose_en", "to", "to_en"),
        *("wanted", "asks", "not_if", "send", "after", "deadline"),
    }
)
_WHEN = re.compile(r"\?([^:：]+)[:：]\s*")
_ROWS = re.compile(r"\*calls[:：]\s*")
_KINDS = (("## ", "heading"), (":: ", "plain"), (">> ", "right"), ("- ", "item"), ("1. ", "numbered"))
_STOP = "\ue001"
_BITS = re.compile(r"\{([a-z_.]+)\}|\[([^\[\]]*)\]")


def _said(head: Mapping[str, Any], key: str) -> str:
    if not isinstance(head[key], str) or not head[key].strip():
        raise ValueError(f"{key} 要写一句话")
    return str(head[key])


def _term(row: Mapping[str, Any]) -> Term:
    return Term(row["title"], row["from"], int(row["days"]), tuple(row["law"]))


def _slots(body: str, first: int) -> Iterator[Slot]:
    for number, line in enumerate(body.split("\n"), first):
        if line.strip():
            yield _slot(line.strip(), number)


def _slot(text: str, number: int) -> Slot:
    lead, text = ("- ", text[2:]) if text.startswith("- ?") else ("", text)
    when: tuple[Condition, ...] = ()
    if match := _WHEN.match(text):
        when, text = tuple(_condition(c) for c in match[1].split("&")), lead + text[match.end() :]
    elif lead:
        raise ValueError(f"第 {number} 行的条件要写成 ?……：")
    rows = _ROWS.match(text)
    text = text[rows.end() :] if rows else text
    if text == f"@{FINDINGS}" or text.startswith(f"@{FINDINGS} "):
        return Slot("findings", (), when, among=tuple(text.split()[1:]), line=number)
    kind, words = next(((kind, text[len(mark) :]) for mark, kind in _KINDS if text.startswith(mark)), ("body", text))
    sentences = tuple(tuple(_bits(s.replace(_STOP, "。"))) for s in split_sentences(_shielded(words)))
    return Slot(kind, sentences, when, bool(rows), line=number)


def _shielded(words: str) -> str:
    """A stop inside a piece that may be left out ends no sentence."""
    return re.sub(r"\[[^\[\]]*\]", lambda m: m[0].replace("。", _STOP), words)


def _condition(text: str) -> Condition:
    match = re.fullmatch(r"(!?)([a-z_.]+)(?:=(.+))?", text.strip())
    if not match:
        raise ValueError(f"看不懂条件“{text.strip()}”")
    return Condition(match[2], bool(match[1]), tuple(match[3].split("|")) if match[3] else ())


def _bits(text: str) -> Iterator[Bit]:
    at = 0
    for match in _BITS.finditer(text):
        if match.start() > at:
            yield Bit(text[at : match.start()])
        yield Bit(field=match[1]) if match[1] else Bit(piece=tuple(_bits(match[2])))
        at = match.end()
    if at < len(text):
        yield Bit(text[at:])
