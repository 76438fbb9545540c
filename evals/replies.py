"""An answer as other programs see it, read from its JSON (docs/interface.md): what is scored is what is promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


class MalformedReply(ValueError):
    """The JSON of an answer lacks what the interface promises: a bug of the assistant, counted as an error."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A citation as the reader sees it."""

    n: int
    ref: str
    label: str
    quote: str
    status: str
    authority: str
    wording: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A claim: its words, the numbers of its citations, and what is said to carry it."""

    text: str
    citations: tuple[int, ...]
    support: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer shows, and the ranked hits it was made from."""

    as_of: date
    action: str
    verdict: str
    headline: str
    text: str
    claims: tuple[Sentence, ...] = ()
    citations: tuple[Shown, ...] = ()
    hits: tuple[tuple[str, float], ...] = ()
    findings: tuple[str, ...] = ()
    """Their titles."""
    rules: tuple[str, ...] = ()
    """The ids of the rules that were met."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What was read from the words."""
    timings: Mapping[str, float] = field(default_factory=dict)
    notice: str = ""
    ask_back: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    withheld: tuple[tuple[str, str], ...] = ()
    """Sentences that were not shown, and why; for people who ask what happened."""
    model: str = ""
    corpus: str = ""
    confidence: float | None = None
    """How sure the answer is of itself; None where it does not say."""

    @property
    def prose(self) -> tuple[str, ...]:
        """Every text that the reader is told, labels aside; what was withheld is not told."""
        parts = (self.headline, self.text, *(c.text for c in self.claims), *self.findings)
        return tuple(part for part in (*parts, *self.ask_back, *self.steps, *self.channels) if part)

    @property
    def said(self) -> str:
        """Prose and the labels of the citations: where `must_say` and `must_not_say` look.

        The quotations of the citations are left out: they stand beside the answer, and are held to the law's own words.
        """
        return "\n".join((*self.prose, *(c.label for c in self.citations)))


def read_reply(answer: Mapping[str, object]) -> Reply:
    """Read the JSON of an answer.

    Raises:
        MalformedReply: a promised field is missing or of another type.
    """
    citations = tuple(
        Shown(
            _number(c, "n"), _text(c, "ref"), _text(c, "label"), _text(c, "quote"),
            _text(c, "status"), _text(c, "authority"), _text(c, "wording"),
        )
        for c in _rows(answer, "citations")
    )  # fmt: skip
    claims = tuple(
        Sentence(_text(c, "text"), tuple(_numbers(c, "citations")), _text(c, "support"))
        for c in _rows(answer, "claims")
    )
    try:
        as_of = date.fromisoformat(_text(answer, "as_of"))
    except ValueError as error:
        raise MalformedReply(f"as_of 不是日期：{answer.get('as_of')}") from error
    return Reply(
        as_of=as_of,
        action=_text(answer, "action"),
        verdict=_text(answer, "verdict"),
        headline=_text(answer, "headline") if "headline" in answer else "",
        text=_text(answer, "text"),
        claims=claims,
        citations=citations,
        hits=tuple((_text(h, "ref"), _score(h)) for h in _rows(answer, "hits")),
        findings=tuple(str(f.get("title", "")) for f in _rows(answer, "findings")),
        rules=tuple(str(f.get("rule", "")) for f in _rows(answer, "findings")),
        facts=_told(answer.get("facts")),
        timings={name: value for name, value in _pairs(answer.get("timings_ms")) if isinstance(value, int | float)},
        notice=str(answer.get("notice") or ""),
        ask_back=_texts(answer, "ask_back"),
        steps=_texts(answer, "steps"),
        channels=_texts(answer, "channels"),
        withheld=tuple((_text(w, "text"), _text(w, "reason")) for w in _rows(answer, "withheld")),
        model=_text(answer, "model"),
        corpus=_text(answer, "corpus"),
        confidence=_sure(answer.get("confidence")),
    )


def _sure(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _pairs(value: object) -> list[tuple[str, object]]:
    """The entries of an object that is for people to read, and may be missing."""
    return [(str(name), told) for name, told in value.items()] if isinstance(value, dict) else []


def _told(value: object) -> dict[str, str]:
    return {name: str(told) for name, told in _pairs(value)}


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise MalformedReply(f"{name} 应是文字，得到 {value!r}")
    return value


def _list(row: Mapping[str, object], name: str) -> list[object]:
    value = row.get(name)
    if not isinstance(value, list):
        raise MalformedReply(f"{name} 应是一列，得到 {value!r}")
    return value


def _rows(row: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    rows: list[Mapping[str, object]] = []
    for value in _list(row, name):
        if not isinstance(value, dict):
            raise MalformedReply(f"{name} 里应是对象，得到 {value!r}")
        rows.append(value)
    return rows


def _texts(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    texts: list[str] = []
    for value in _list(row, name):
        if not isinstance(value, str):
            raise MalformedReply(f"{name} 里应是文字，得到 {value!r}")
        texts.append(value)
    return tuple(texts)


def _number(row: Mapping[str, object], name: str) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise MalformedReply(f"{name} 应是整数，得到 {value!r}")
    return value


def _numbers(row: Mapping[str, object], name: str) -> list[int]:
    return [_number({name: value}, name) for value in _list(row, name)]


def _score(row: Mapping[str, object]) -> float:
    value = row.get("score")
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise MalformedReply(f"score 应是数，得到 {value!r}")
    return float(value)
