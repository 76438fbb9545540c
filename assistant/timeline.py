"""A call log as a timeline: counted by day and hour, against each limit, and each day checked against the rules.

What is found on a day is found by `Calls`, so that verdict, words and citations are those of `youju call`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Action, Cited, Conclusion
from assistant.calllimits import CALLS, SELF, Against, Counts, Limits, count, in_window, read_limits
from assistant.calllog import CallLog, LoggedCall
from assistant.calls import Calls
from assistant.checked import Breach, Ground, Report
from assistant.described import Call
from assistant.weighing import BREAKABLE

MAX_CHECKED = 2_000
"""Different described calls of one log that are checked; a log with more says so."""


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that is broken on a day by one agency, with the rows that show it."""

    date: date
    agency: str
    breach: Breach
    """Its grounds are numbered as the citations of the timeline."""
    rows: tuple[int, ...]
    """Places in the log, from 0."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A log, what it counts to, and what it breaks; every sentence of law in it has been verified."""

    log: CallLog
    counts: Counts
    found: tuple[Found, ...]
    """By day, the gravest first in each."""
    citations: tuple[Cited, ...]
    lender: str
    today: date
    urgent: tuple[Report, ...] = ()
    """Where a row tells of danger to life: said before everything else."""
    unchecked: int = 0
    """Rows beyond `MAX_CHECKED` that were counted and not checked."""
    corpus: str = ""
    verified: date | None = None
    """The last day on which the library's wording was checked against its sources."""

    @property
    def over(self) -> tuple[Against, ...]:
        """The limits that were passed."""
        return tuple(a for a in self.counts.against if a.over)

    @property
    def rules(self) -> tuple[tuple[Breach, tuple[date, ...]], ...]:
        """Each rule with the law of its days, gravest first; a rule whose law changed between two days stands twice."""
        met: dict[tuple[str, tuple[str, ...]], list[Found]] = {}
        for f in self.found:
            met.setdefault((f.breach.rule, tuple(g.ref for g in f.breach.law)), []).append(f)
        order = list(Conclusion)
        ranked = sorted(met.values(), key=lambda found: order.index(found[0].breach.conclusion))
        return tuple((found[0].breach, tuple(dict.fromkeys(f.date for f in found))) for found in ranked)

    def to_dict(self) -> dict[str, object]:
        """The JSON of docs/interface.md."""
        return {
            "today": self.today.isoformat(),
            "lender": self.lender,
            "calls": [c.to_dict() for c in self.log.calls],
            "bad_rows": [{"line": b.line, "message": b.message} for b in self.log.bad],
            **self.counts.to_dict(),
            "findings": [
                {
                    "date": f.date.isoformat(),
                    "agency": f.agency,
                    "rows": list(f.rows),
                    "rule": f.breach.rule,
                    "title": f.breach.title,
                    "verdict": f.breach.conclusion.value,
                    "words": list(f.breach.words),
                    "binds": f.breach.binds,
                    "law": [_ground(g) for g in f.breach.law],
                    "limits": f.breach.limits,
                }
                for f in self.found
            ],
            "urgent": [
                {"headline": r.headline, "text": r.text, "steps": list(r.steps), "channels": list(r.channels)}
                for r in self.urgent
            ],
            "citations": [c.to_dict() for c in self.citations],
            "unchecked": self.unchecked,
            "corpus": self.corpus,
        }


class Timelines:
    """Draws timelines by one library. It needs no index."""

    def __init__(self, calls: Calls) -> None:
        """Read the limits."""
        self.calls = calls
        self.limits: Limits = read_limits(calls.rules, calls.form, calls.corpus)

    def draw(self, log: CallLog, today: date, lender: str = "") -> Timeline:
        """The timeline of a log.

        Args:
            log: the rows, by day and hour.
            today: the reader's own day.
            lender: a value of the field `lender`; empty where none is told.
        """
        described = [d for d in self._described(log.calls, lender) if d[0].to_dict()]
        reports: dict[Call, Report] = {}
        urgent: list[Report] = []
        shelf = _Shelf()
        met: dict[tuple[date, str, str], Found] = {}
        for call, agency, rows in described[:MAX_CHECKED]:
            if call not in reports:
                reports[call] = self.calls.check(call, today)
                if reports[call].action is Action.CRISIS or reports[call].first:
                    urgent.append(reports[call])
            for breach in reports[call].findings:
                if breach.conclusion in BREAKABLE:
                    shown = self._showing(breach, log.calls, rows)
                    _meet(met, shelf.numbered(breach, reports[call]), call, agency, shown)
        order = list(Conclusion)
        found = sorted(met.values(), key=lambda f: (f.date, order.index(f.breach.conclusion), f.agency))
        return Timeline(
            log,
            count(log.calls, self.limits, lender),
            tuple(found),
            tuple(shelf.cited.values()),
            lender,
            today,
            tuple(urgent),
            sum(len(rows) for _, _, rows in described[MAX_CHECKED:]),
            self.calls.corpus.fingerprint,
            self.calls.corpus.verified,
        )

    def _described(self, calls: Sequence[LoggedCall], lender: str) -> Iterator[tuple[Call, str, tuple[int, ...]]]:
        """Each day's calls by an agency as one call with its numbers, and each row that has words as one of its own."""
        groups: dict[tuple[date, str, str, str], list[int]] = {}
        for n, c in enumerate(calls):
            to = "self" if c.to in SELF else c.to
            groups.setdefault((c.date, c.agency.strip().lower(), to, c.how), []).append(n)
        for (day, agency, to, how), rows in groups.items():
            told = sorted((n for n in rows if calls[n].time), key=lambda n: not self._at_night(calls[n]))
            moment = calls[told[0]].time if told else None
            taken, missed = _numbers([calls[n] for n in rows]) if to == "self" and how in CALLS else (None, None)
            call = Call(day, moment, taken, missed, to=to, lender=lender or None, how=how or None)
            yield call, agency, tuple(rows)
        for n, c in enumerate(calls):
            if c.said:
                call = Call(c.date, c.time, to=c.to or None, lender=lender or None, how=c.how or None, text=c.said)
                yield call, c.agency.strip().lower(), (n,)

    def _showing(self, breach: Breach, calls: Sequence[LoggedCall], rows: tuple[int, ...]) -> tuple[int, ...]:
        """The rows of a group that show a breach: of an hour or a number, those that count to it."""
        if len(rows) > 1 and "night-contact" in breach.facts:
            return tuple(n for n in rows if self._at_night(calls[n]))
        for fact, taken in (("many-calls", True), ("many-unanswered", False)):
            if len(rows) > 1 and fact in breach.facts:
                return tuple(n for n in rows if calls[n].connected is taken)
        return rows

    def _at_night(self, call: LoggedCall) -> bool:
        return any(in_window(w, call.time) for w in self.limits.limits if w.counts == "window")


class _Shelf:
    """Citations of several reports under one numbering."""

    def __init__(self) -> None:
        self.cited: dict[str, Cited] = {}

    def numbered(self, breach: Breach, report: Report) -> Breach:
        """The breach with its grounds renumbered; their citations are put on the shelf."""
        by_number = {c.n: c for c in report.citations}
        law: list[Ground] = []
        for ground in breach.law:
            cited = self.cited.setdefault(ground.ref, replace(by_number[ground.n], n=len(self.cited) + 1))
            law.append(replace(ground, n=cited.n))
        return replace(breach, law=tuple(law))


def _meet(
    met: dict[tuple[date, str, str], Found], breach: Breach, call: Call, agency: str, rows: tuple[int, ...]
) -> None:
    """Add a breach to its day; the same rule of the same agency is one finding with more words and rows."""
    if call.date is None:
        return
    key = (call.date, agency, breach.rule)
    if before := met.get(key):
        words = tuple(dict.fromkeys((*before.breach.words, *breach.words)))
        breach, rows = replace(before.breach, words=words), tuple(sorted({*before.rows, *rows}))
    met[key] = Found(call.date, agency, breach, rows)


def _numbers(rows: Sequence[LoggedCall]) -> tuple[int | None, int | None]:
    """Calls taken and calls missed, where the log tells of any."""
    return sum(r.connected is True for r in rows) or None, sum(r.connected is False for r in rows) or None


def _ground(ground: Ground) -> dict[str, object]:
    return {
        "n": ground.n,
        "ref": ground.ref,
        "label": ground.label,
        "says": ground.says,
        "authority": ground.authority,
        "rank": ground.rank,
        "law": ground.law,
    }
