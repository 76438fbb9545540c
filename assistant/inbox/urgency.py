"""How urgent a matter is, and why: danger to life, violence, a day in court or a deadline, harassment, a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.answer import Found
from assistant.inbox.ahead import Named, named_days
from assistant.inbox.table import Rank, Signal, Table, When
from assistant.scope import Notice
from assistant.wordings import Message

NEAR = 40
"""Characters between a cue and the day that belongs to it."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that must not be missed, as it was told or counted from a told day."""

    title: str
    day: date | None
    """None: no day was told."""
    words: str = ""
    """The words that told the day."""
    days: int = 0
    """Length of the period; 0: the day itself was told."""
    law: str = ""
    """The sentence of law that gives the period, with its citation; verified by whoever shows it."""
    ref: str = ""
    ask: str = ""

    def left(self, today: date) -> int | None:
        """Days from today on; negative where the day has passed."""
        return (self.day - today).days if self.day else None


@dataclass(frozen=True, slots=True)
class Urgency:
    """A rank with its reasons."""

    rank: str
    title: str
    order: int
    """0 is the most urgent."""
    reasons: tuple[str, ...]
    deadline: Deadline | None = None
    left: int | None = None
    """Days left of the deadline."""

    @property
    def key(self) -> tuple[int, int, int]:
        """What matters are sorted by: rank, days left, then the surer reason."""
        return self.order, self.left if self.left is not None else 10_000, -len(self.reasons)


def urgency(
    texts: Sequence[tuple[str, date]], notices: Sequence[Notice], findings: Sequence[Found], today: date, table: Table,
    informing: frozenset[str] = frozenset(),
) -> Urgency:  # fmt: skip
    """The rank of a matter.

    Args:
        texts: what was told, each with the day it was sent.
        notices: what must be said first, by the routes of scope.toml.
        findings: the rules that the conduct meets.
        today: the day that days left are counted from.
        table: ranks and signals.
        informing: rules that only tell a right or a procedure.
    """
    met = [(signal, text, sent) for text, sent in texts for signal in table.signals if is_met(signal, text)]
    deadlines = list(_deadlines(met))
    dated = sorted((d for d in deadlines if d.day), key=lambda d: d.day or today)
    coming = [d for d in dated if (d.left(today) or 0) >= 0]
    deadline = next(iter((*coming, *reversed(dated), *deadlines)), None)
    for order, rank in enumerate(table.ranks):
        reasons = tuple(dict.fromkeys(_reasons(rank, met, notices, findings, deadlines, today, informing)))
        if reasons:
            return Urgency(rank.id, rank.title, order, reasons, deadline, deadline.left(today) if deadline else None)
    last = table.ranks[-1]
    return Urgency(last.id, last.title, len(table.ranks) - 1, ("只是问问题，没有看到上面几种情况",))


def is_met(signal: Signal, text: str) -> bool:
    """Whether a text tells what the signal is for, look-alikes covered."""
    message = Message.of(text)
    return signal.cues.found(message.without(signal.unless.spans(message)))


def _reasons(
    rank: Rank,
    met: Sequence[tuple[Signal, str, date]],
    notices: Sequence[Notice],
    findings: Sequence[Found],
    deadlines: Sequence[Deadline],
    today: date,
    informing: frozenset[str],
) -> Iterator[str]:
    yield from (f"{rank.routes[n.route]}（{n.headline}）" for n in notices if n.route in rank.routes)
    for found in findings:
        meant = "*" in rank.rules and found.rule not in informing and found.rule not in rank.but
        if meant or found.rule in rank.rules:
            yield f"{found.title}（{found.conclusion.chinese}）"
    for signal, _, _ in met:
        if signal.rank != rank.id:
            continue
        own = [d for d in deadlines if d.title == signal.title]
        yield from (said(d, today) for d in own)
        if not own:
            yield signal.title


def said(deadline: Deadline, today: date) -> str:
    """A deadline in words: the day, and how many are left."""
    if deadline.day is None:
        return f"{deadline.title}：没有说日子，先问清"
    left = deadline.left(today) or 0
    rest = f"还剩{left}天" if left > 0 else "就是今天" if left == 0 else f"已过{-left}天，先问清有没有错过"
    told = f"（说的是“{deadline.words}”）"
    if deadline.days:
        return f"{deadline.title}到{deadline.day}，{rest}{told}；逢法定休假日另算，按早的准备"
    return f"{deadline.title}：{deadline.day}，{rest}{told}"


def _deadlines(met: Sequence[tuple[Signal, str, date]]) -> Iterator[Deadline]:
    seen: set[str] = set()
    for signal, text, sent in sorted(met, key=lambda m: not _day_of(*m)):
        if signal.when is When.NONE or signal.id in seen:
            continue
        seen.add(signal.id)
        named = _day_of(signal, text, sent)
        law, ref = (signal.law.says, signal.law.ref) if signal.law else ("", "")
        if named is None:
            yield Deadline(signal.title, None, days=signal.days, law=law, ref=ref, ask=signal.ask)
        else:
            day = named.day + timedelta(days=signal.days)
            yield Deadline(signal.title, day, named.words, signal.days, law, ref)


def _day_of(signal: Signal, text: str, sent: date) -> Named | None:
    """The told day that belongs to a signal: the nearest to its cue, on the right side of the day it was sent."""
    if signal.when is When.NONE:
        return None
    ahead = signal.when is When.AHEAD
    message = Message.of(text)
    covered = message.without(signal.unless.spans(message))
    spans = [(a, b) for english, a, b in signal.cues.spans(covered) if not english]
    named = [n for n in named_days(text, sent, ahead=ahead) if ahead or n.day <= sent]
    if ahead and len(named) > 1:
        named = [n for n in named if n.day >= sent] or named
    if not spans:
        return named[0] if named else None
    near = [(min(_away(n, a, b) for a, b in spans), n.at, n) for n in named]
    best = min(near, default=None, key=lambda x: x[:2])
    return best[2] if best and best[0] <= NEAR else None


def _away(named: Named, start: int, end: int) -> int:
    """Characters between a day and a cue; a day after the cue counts as a little nearer."""
    if named.at >= end:
        return named.at - end
    return max(0, start - named.at - len(named.words)) + 1


def facts_missing(urgent: Urgency, asked: Sequence[str]) -> tuple[str, ...]:
    """What to ask: the day of a deadline first, then what would change the verdict."""
    day = (urgent.deadline.ask,) if urgent.deadline and urgent.deadline.ask else ()
    return tuple(dict.fromkeys((*day, *asked)))
