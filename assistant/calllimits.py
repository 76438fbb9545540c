"""How many calls a day, and at which hours: the limits that can be counted, and a log counted against them.

`limits_json` is the table that the page counts by, since a call log never leaves the browser; `count` is the same
counting in Python, and `tests/assistant/calllog_cases.json` holds both to it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from assistant.calllog import LoggedCall
from assistant.conduct import LENDERS, Basis, Rule, RuleTable
from assistant.described import Form, Value
from kb import Corpus, YoujuError

DATA = Path(__file__).parent / "data"
COUNTED = ("window", "connected", "missed", "third")
SELF = frozenset({"", "self"})
"""Whom a row called, where it counts as a call to the debtor; an empty cell is one."""
CALLS = frozenset({"", "call"})


@dataclass(frozen=True, slots=True)
class LimitBasis:
    """A provision that carries a limit: its rank, the days on which it applies, and the lenders it binds."""

    ref: str
    label: str
    says: str
    authority: str
    rank: str
    law: bool
    """Whether breaking it is breaking the law."""
    in_force: date
    until: date | None
    lenders: tuple[str, ...] | None
    """Values of the field `lender`; None for all."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that is counted, and how much of it the rule allows."""

    id: str
    title: str
    title_en: str
    counts: str
    """`window` (any contact between the hours), `connected`, `missed` (calls to the debtor), `third` (to others)."""
    most: int
    start: time | None
    end: time | None
    rule: str
    """The rule of conduct.toml that speaks where it is passed."""
    binds: str
    needs: tuple[str, ...]
    """Lenders for whom alone the limit is; empty for any and for one that is not told."""
    spares: tuple[str, ...]
    """Lenders for whom another limit stands."""
    note: str
    note_en: str
    bases: tuple[LimitBasis, ...]

    def binding(self, day: date, lender: str = "") -> tuple[LimitBasis, ...]:
        """The bases that carry it on a day for a lender; none where it does not apply."""
        if (self.needs and lender not in self.needs) or lender in self.spares:
            return ()
        return tuple(
            b
            for b in self.bases
            if b.in_force <= day
            and (b.until is None or day < b.until)
            and (not lender or b.lenders is None or lender in b.lenders)
        )

    def to_dict(self) -> dict[str, object]:
        """A row of the table that the page counts by (docs/interface.md)."""
        return {
            "id": self.id,
            "title": self.title,
            "title_en": self.title_en,
            "counts": self.counts,
            "from": f"{self.start:%H:%M}" if self.start else "",
            "to": f"{self.end:%H:%M}" if self.end else "",
            "most": self.most,
            "rule": self.rule,
            "binds": self.binds,
            "needs": list(self.needs),
            "spares": list(self.spares),
            "note": self.note,
            "note_en": self.note_en,
            "bases": [
                {"ref": b.ref, "label": b.label, "says": b.says, "authority": b.authority, "rank": b.rank,
                 "law": b.law, "in_force": b.in_force.isoformat(), "until": b.until.isoformat() if b.until else None,
                 "lenders": None if b.lenders is None else list(b.lenders)}
                for b in self.bases
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits, whom a call may go to as an outsider, and the kinds of lenders."""

    limits: tuple[Limit, ...]
    outsiders: tuple[str, ...]
    """Values of the field `to` that are others than the debtor."""
    lenders: Mapping[str, str]
    """Values of the field `lender`, with their titles."""

    def limits_json(self) -> dict[str, object]:
        """The table that the page counts by (docs/interface.md)."""
        return {
            "limits": [limit.to_dict() for limit in self.limits],
            "self": sorted(SELF),
            "calls": sorted(CALLS),
            "outsiders": list(self.outsiders),
            "lenders": [{"id": lender, "title": title} for lender, title in self.lenders.items()],
        }


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of a log in numbers."""

    date: date
    all: int
    connected: int
    missed: int
    night: int
    third: int
    untimed: int
    hours: tuple[int, ...]
    """Contacts in each of the 24 hours."""


@dataclass(frozen=True, slots=True)
class Against:
    """What one agency did on one day, against one limit."""

    limit: Limit
    date: date
    agency: str
    count: int
    bases: tuple[LimitBasis, ...]

    @property
    def over(self) -> bool:
        """Whether the limit is passed."""
        return self.count > self.limit.most


@dataclass(frozen=True, slots=True)
class Counts:
    """A log counted: each day, and each limit that something is counted against."""

    days: tuple[DayCount, ...]
    against: tuple[Against, ...]

    def to_dict(self) -> dict[str, object]:
        """As the page counts too (docs/interface.md)."""
        return {
            "days": [
                {"date": d.date.isoformat(), "all": d.all, "connected": d.connected, "missed": d.missed,
                 "night": d.night, "third": d.third, "untimed": d.untimed, "hours": list(d.hours)}
                for d in self.days
            ],
            "against": [
                {"limit": a.limit.id, "date": a.date.isoformat(), "agency": a.agency, "count": a.count,
                 "most": a.limit.most, "over": a.over, "bases": [b.ref for b in a.bases]}
                for a in self.against
            ],
        }  # fmt: skip


def read_limits(rules: RuleTable, form: Form, corpus: Corpus, path: Path = DATA / "calllimits.toml") -> Limits:
    """Read the limits, with what the library and the rules say of them.

    Raises:
        YoujuError: a row is incomplete, or names what is not there.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    by_id = {rule.id: rule for rule in rules.rules}
    lenders = {fact: value.id for value in _values(form, "lender") for fact in value.facts}
    try:
        limits = tuple(_limit(row, by_id[row["rule"]], rules, lenders, corpus) for row in data["limit"])
    except (KeyError, ValueError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error
    return Limits(
        limits,
        tuple(v.id for v in _values(form, "to") if "third-party-contacted" in v.facts),
        {v.id: v.title for v in _values(form, "lender")},
    )


def count(calls: Iterable[LoggedCall], limits: Limits, lender: str = "") -> Counts:
    """A log counted against the limits.

    A row belongs to the day written in it, an hour after midnight too. Each limit is counted for each agency apart, as
    it is written (small letters, no spaces around); rows without one count together. Calls that were taken and calls
    that were missed are those to the debtor; a call that tells neither is neither.
    """
    by_day: dict[date, list[LoggedCall]] = {}
    for call in calls:
        by_day.setdefault(call.date, []).append(call)
    against = [
        Against(limit, day, agency, number, bases)
        for day, rows in sorted(by_day.items())
        for limit in limits.limits
        if (bases := limit.binding(day, lender))
        for agency in sorted({_agency(r) for r in rows})
        if (number := sum(counts(limit, r, limits) for r in rows if _agency(r) == agency))
    ]
    return Counts(tuple(_day(day, rows, limits) for day, rows in sorted(by_day.items())), tuple(against))


def counts(limit: Limit, call: LoggedCall, limits: Limits) -> bool:
    """Whether a row is one of those that a limit counts."""
    if limit.counts == "window":
        return in_window(limit, call.time)
    if limit.counts == "third":
        return call.to in limits.outsiders
    taken = limit.counts == "connected"
    return call.connected is taken and call.to in SELF and call.how in CALLS


def in_window(limit: Limit, moment: time | None) -> bool:
    """Whether an hour lies in the window of a limit, its beginning counted and its end not; it may pass midnight."""
    if moment is None or limit.start is None or limit.end is None:
        return False
    if limit.start <= limit.end:
        return limit.start <= moment < limit.end
    return moment >= limit.start or moment < limit.end


def _day(day: date, rows: Sequence[LoggedCall], limits: Limits) -> DayCount:
    windows = [limit for limit in limits.limits if limit.counts == "window"]
    return DayCount(
        day,
        len(rows),
        sum(r.connected is True and r.how in CALLS for r in rows),
        sum(r.connected is False and r.how in CALLS for r in rows),
        sum(any(in_window(w, r.time) for w in windows) for r in rows),
        sum(r.to in limits.outsiders for r in rows),
        sum(r.time is None for r in rows),
        tuple(sum(r.time is not None and r.time.hour == hour for r in rows) for hour in range(24)),
    )


def _agency(call: LoggedCall) -> str:
    return call.agency.strip().lower()


def _values(form: Form, field: str) -> tuple[Value, ...]:
    return next(f.values for f in form.fields if f.id == field)


def _limit(row: Mapping[str, Any], rule: Rule, rules: RuleTable, lenders: Mapping[str, str], corpus: Corpus) -> Limit:
    if row["counts"] not in COUNTED:
        raise ValueError(f"counts = {row['counts']}")
    hours = [time.fromisoformat(row[k]) if k in row else None for k in ("from", "to")]
    bases = [next((b for b in rule.law if b.ref == ref), None) for ref in row["refs"]]
    if None in bases:
        raise ValueError(f"{row['id']} 的 refs 不在规则 {rule.id} 的 law 里")
    return Limit(
        row["id"],
        row["title"],
        row["title_en"],
        row["counts"],
        row["most"],
        hours[0],
        hours[1],
        rule.id,
        rule.binds,
        tuple(lenders[f] for f in rule.when if f in LENDERS),
        tuple(lenders[f] for f in rule.unless if f in LENDERS),
        row["note"],
        row["note_en"],
        tuple(_basis(b, rules, lenders, corpus) for b in bases if b),
    )


def _basis(basis: Basis, rules: RuleTable, lenders: Mapping[str, str], corpus: Corpus) -> LimitBasis:
    instrument = basis.ref.partition("@")[0]
    day = date.fromisoformat(basis.ref.partition("@")[2].partition("#")[0])
    provision = corpus.provision(basis.ref, day)
    if provision is None:
        raise ValueError(f"{basis.ref} 没有收录")
    reach = next((r.lenders for r in rules.reaches if r.instrument == instrument), None)
    authority = provision.instrument.authority
    return LimitBasis(
        provision.ref,
        provision.label,
        basis.says,
        authority.value,
        authority.chinese,
        authority.binding,
        provision.version.in_force,
        provision.version.until,
        None if reach is None else tuple(lenders[f] for f in reach),
    )
