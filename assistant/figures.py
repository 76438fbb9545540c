"""Figures that amounts are computed with, each with the articles that carry it and the last day it is known to."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kb import YoujuError

DATA = Path(__file__).parent / "data"

_PUBLISHED = 20
"""The day of a month on which the rate is published, or the next working day."""
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Ground:
    """A provision that a computation rests on, and what it says in plain words."""

    id: str
    ref: str
    says: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lpr:
    """The one-year 贷款市场报价利率 by the day of change, in per cent a year."""

    rates: tuple[tuple[date, Decimal], ...]
    known_to: date
    """The last day the table speaks for."""
    capped_from: date
    """From this day's contracts on, four times the rate bounds private lending."""
    law: tuple[str, ...]
    fourfold: tuple[tuple[date, Decimal], ...] = ()
    """Four times each rate as courts write it, typed apart from the rate: a slip in either shows."""

    def on(self, day: date) -> Decimal | None:
        """The rate of a day; None before the first row and after the day the table is known to."""
        if day > self.known_to:
            return None
        return next((percent for start, percent in reversed(self.rates) if start <= day), None)

    @property
    def faults(self) -> tuple[str, ...]:
        """Rows that cannot be: the cap is not four times the rate, or no rate is published on such a day."""
        caps = dict(self.fourfold)
        slips = [
            f"lpr 里 {day} 的 percent {percent} 乘四不是 fourfold {caps[day]}：两个数有一个写错了"
            for day, percent in self.rates
            if day in caps and percent * 4 != caps[day]
        ]
        late = [
            f"lpr 里 {day} 不是公布日：每月20日公布，遇休息日顺延"
            for day, _ in self.rates
            if day.day < _PUBLISHED or day.weekday() > _FRIDAY
        ]
        return (*slips, *late)

    def between(self, first: date, last: date) -> tuple[Decimal, ...] | None:
        """Every rate from one day to another, each once, in time's order; None if a day of them is not in the table."""
        start = self.on(first)
        if start is None or self.on(last) is None:
            return None
        return tuple(dict.fromkeys((start, *(percent for day, percent in self.rates if first < day <= last))))


@dataclass(frozen=True, slots=True)
class CourtFee:
    """The fee of a property case: a least sum in yuan, then per cent of what lies above each bound."""

    least: Decimal
    bands: tuple[tuple[Decimal, Decimal], ...]
    """Bounds in yuan with the per cent of what lies above, up to the next bound."""
    known_to: date
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LatePerformance:
    """The doubled part of the interest for late performance, in per cent a day."""

    percent_a_day: Decimal
    since: date
    known_to: date
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure, and the grounds by id."""

    grounds: tuple[Ground, ...]
    lpr: Lpr
    court_fee: CourtFee
    late: LatePerformance

    def ground(self, name: str) -> Ground:
        """The ground of that id; computations name only those that the reader has seen."""
        return next(g for g in self.grounds if g.id == name)

    @property
    def faults(self) -> tuple[tuple[int, str], ...]:
        """What is wrong in the table itself: line (1 where it is of a whole list) and what to mend."""
        days = [day for day, _ in self.lpr.rates]
        bounds = [bound for bound, _ in self.court_fee.bands]
        ids = [g.id for g in self.grounds]
        percents = [p for _, p in (*self.lpr.rates, *self.court_fee.bands)] + [self.late.percent_a_day]
        found = [
            (days != sorted(set(days)), 1, "lpr 的日子没有按先后排，或者有重复"),
            (self.lpr.known_to < days[-1], 1, "lpr 的 known_to 早于最后一行"),
            (bounds != sorted(set(bounds)), 1, "court_fee 的分段没有从小到大排，或者有重复"),
            (min(percents) <= 0 or max(percents) >= 100, 1, "有一个百分数不在 0 到 100 之间"),
        ]
        out = [(line, said) for wrong, line, said in found if wrong]
        out += [(1, said) for said in self.lpr.faults]
        out += [
            (g.line, f"依据 {g.id} 没有按 id 排，或者有重复")
            for before, g in zip(ids, self.grounds[1:], strict=False)
            if g.id <= before
        ]
        return (*out, *((1, f"缺依据 {name}") for name in sorted(NEEDED - set(ids))))


NEEDED = frozenset(
    {
        *("advance", "cap", "cap-before", "licensed", "licensed-local", "order", "day-counting"),
        *("court-fee", "court-fee-mediated", "court-fee-order", "court-fee-simple", "small-agreed", "small-claims"),
        *("late", "late-from", "limitation", "limitation-again"),
        *("overdue", "overdue-agreed", "overdue-none", "overdue-same"),
    }
)
"""Grounds that assistant/amounts.py names."""


def read_figures(path: Path = DATA / "figures.toml") -> Figures:
    """Read the table.

    Raises:
        YoujuError: the file is not a table of figures, or a ground that computations name is missing.
    """
    text = path.read_text(encoding="utf-8")
    lines = [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[ground]]"]
    try:
        data = tomllib.loads(text)
        lpr, fee, late = data["lpr"], data["court_fee"], data["late_performance"]
        figures = Figures(
            tuple(Ground(g["id"], g["ref"], g["says"], n) for g, n in zip(data["ground"], lines, strict=True)),
            Lpr(
                tuple((_day(r["from"]), Decimal(r["percent"])) for r in lpr["rates"]),
                _day(lpr["known_to"]),
                _day(lpr["capped_from"]),
                tuple(lpr["law"]),
                tuple((_day(r["from"]), Decimal(r["fourfold"])) for r in lpr["rates"]),
            ),
            CourtFee(
                Decimal(fee["least"]),
                tuple((Decimal(b["above"]), Decimal(b["percent"])) for b in fee["bands"]),
                _day(fee["known_to"]),
                tuple(fee["law"]),
            ),
            LatePerformance(
                Decimal(late["percent_a_day"]), _day(late["from"]), _day(late["known_to"]), tuple(late["law"])
            ),
        )
    except (KeyError, ValueError, TypeError, InvalidOperation) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error
    if not (figures.lpr.rates and figures.court_fee.bands):
        raise YoujuError(f"{path.name} 的 lpr 或 court_fee 是空的；格式见 docs/formats.md")
    if missing := sorted(NEEDED - {g.id for g in figures.grounds}):
        raise YoujuError(f"{path.name} 缺依据（ground）：{'、'.join(missing)}")
    return figures


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value} 不是日期")
    return value
