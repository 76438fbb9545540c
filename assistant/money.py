"""Sums, rates and lengths of time in a borrower's words: 一万二, 3万6, 月息三分, 日息千一, 半年."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from kb import from_chinese


class Period(StrEnum):
    """What a rate is counted by."""

    DAY = "日"
    WEEK = "周"
    MONTH = "月"
    YEAR = "年"

    @property
    def in_a_year(self) -> Decimal:
        """How many there are in a year of 365 days; weeks are seven of them."""
        return {"日": Decimal(365), "周": Decimal(365) / 7, "月": Decimal(12), "年": Decimal(1)}[self.value]

    @property
    def counted(self) -> str:
        """How a number of them is written: 30天, 3个月."""
        return {"日": "天", "周": "周", "月": "个月", "年": "年"}[self.value]


@dataclass(frozen=True, slots=True)
class Rate:
    """Per cent for each period."""

    percent: Decimal
    per: Period


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as it was said."""

    count: Decimal
    of: Period

    @property
    def days(self) -> Decimal:
        """In days; a month is a twelfth of 365 days."""
        return self.count * 365 / self.of.in_a_year


_FEN_OF_A_YUAN = Decimal("0.01")
_CN = "零〇一二两三四五六七八九十百千"
SUM = (
    rf"(?<![\d.{_CN}几数])(?:(?:\d+(?:\.\d+)?|[{_CN}]+)[万w](?:零?[{_CN}]+|\d+[千百]?)?"
    rf"|(?:\d{{1,3}}(?:,\d{{3}}){{1,5}}|\d+)(?:\.\d+)?[千k百]?|[{_CN}]+)"
    rf"(?!(?<![万w])[\d{_CN}]|[.多几来余%‰万]|个|天|日|号|月|年|期|次|点|分|厘|毛|角|倍|人|岁|周|通|条|遍|之)(?:块钱|块|元)?"
)
"""A sum of money; what counts other things (3个月, 300个电话) or is only about so much (一万多) is none."""


def yuan(value: Decimal) -> str:
    """A sum as it is read: 8000元, 1234.50元."""
    rounded = fen(value)
    return f"{int(rounded)}元" if rounded == int(rounded) else f"{rounded:f}元"


def percent(value: Decimal) -> str:
    """A rate as it is read: at most two places, four where it is under one per cent."""
    places = Decimal("0.0001") if abs(value) < 1 else _FEN_OF_A_YUAN
    return f"{bare(value.quantize(places, ROUND_HALF_UP))}%"


def fen(value: Decimal) -> Decimal:
    """A sum rounded to 0.01 yuan, half up."""
    return value.quantize(_FEN_OF_A_YUAN, ROUND_HALF_UP)


def bare(value: Decimal) -> str:
    """A number without the zeros that end it."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


LEAST = 50
"""Yuan; a smaller number without 元 or 块 is no sum (借2, 还3)."""
MOST, MOST_PERCENT, MOST_DAYS = 10**10, 10**4, 36_500
"""Yuan, per cent a period, days; what is beyond is no sum, rate or length of time that a borrower means."""


def read_sum(written: str) -> Decimal | None:
    """The yuan of a sum as people write it: 一万二, 3万6, 1.5w, 八千, 12,000元; None if it is no sum."""
    value = _read_sum(written)
    return value if value is not None and value <= MOST else None


def _read_sum(written: str) -> Decimal | None:
    bare = re.sub(r"块钱|块|元|,", "", written)
    match = re.fullmatch(rf"(?P<head>\d+(?:\.\d+)?|[{_CN}]+)(?:(?P<wan>[万w])(?P<rest>.*)|(?P<unit>[千k百]))?", bare)
    if match is None:
        return None
    head = _number(match["head"])
    if head is None:
        return None
    if match["wan"]:
        rest = _below_ten_thousand(match["rest"])
        return None if rest is None else head * 10_000 + rest
    scale = {"千": 1000, "k": 1000, "百": 100}.get(match["unit"] or "", 1)
    told = scale > 1 or "块" in written or "元" in written
    return head * scale if told or head >= LEAST else None


def _below_ten_thousand(rest: str) -> Decimal | None:
    """What follows 万: 3万6 and 一万二 leave out the thousand, 3万600 leaves out nothing."""
    if not rest:
        return Decimal(0)
    if re.fullmatch(r"\d|[一二两三四五六七八九]", rest):
        return Decimal(from_chinese(rest) * 1000)
    if match := re.fullmatch(r"(\d+)([千百])", rest):
        return Decimal(match[1]) * (1000 if match[2] == "千" else 100)
    return _number(rest.removeprefix("零"))


def _number(written: str) -> Decimal | None:
    """A number in digits or Chinese; 五千五 is 5500, 两百五 is 250."""
    if re.fullmatch(r"\d+(?:\.\d+)?", written):
        return Decimal(written)
    spoken = re.sub(r"(?<=千)([一二三四五六七八九])$", r"\1百", written)
    spoken = re.sub(r"(?<=百)([一二三四五六七八九])$", r"\1十", spoken)
    try:
        return Decimal(from_chinese(spoken))
    except ValueError:
        return None


_N = rf"\d+(?:\.\d+)?|[{_CN}]+"
_PERIODS = {"日": Period.DAY, "天": Period.DAY, "周": Period.WEEK, "星期": Period.WEEK, "礼拜": Period.WEEK} | {
    "月": Period.MONTH, "年": Period.YEAR
}  # fmt: skip
_PER = r"(?:每个?|一个?|按)?(?P<per>日|天|周|星期|礼拜|月|年)"
_CALLED = (
    r"(?:的?(?:利息率|综合利率|利率|利息|费率|化利率|化|利|息))?(?:是|为|按|算|约定|约定为|高达|达到|要|收|[:：])*+"
)
_PER_CENT = re.compile(
    rf"(?:{_PER}{_CALLED}|(?P<bare>利率){_CALLED})"
    rf"(?:百分之(?P<hundredth>{_N})|千(?:分之)?(?P<thousandth>{_N})"
    rf"|万(?:分之)?(?P<myriad>(?:{_N})(?:点[一二三四五六七八九]+)?)|(?P<percent>\d+(?:\.\d+)?)(?:%|个点)|(?P<permille>\d+(?:\.\d+)?)‰)"
)
_FEN = re.compile(
    rf"(?:(?P<per>月|年)(?:利率|利息|利|息){_CALLED}|利息{_CALLED})?"
    r"(?P<n>[一二两三四五六七八九十]|(?<![\d.])\d{1,4}(?:\.\d{1,4})?)(?P<unit>分|厘|毛|角)(?P<half>半|[一二三四五六七八九\d](?!期|个|天|日|月))?(?P<after>的?(?:利息|利|息)(?!率))?"
)
_FEN_PERCENT = {"分": Decimal(1), "厘": Decimal("0.1"), "毛": Decimal(10), "角": Decimal(10)}


def read_rate(text: str) -> tuple[Rate, tuple[int, int]] | None:
    """The first rate that a folded text tells, and where it stands.

    一分 is one per cent a month and ten per cent a year; what 分 means by the day differs by place and is not read.
    """
    if match := _PER_CENT.search(text):
        for name, scale in (("hundredth", 1), ("percent", 1), ("thousandth", 10), ("permille", 10), ("myriad", 100)):
            if written := match[name]:
                number = _tenths(written)
                if not number or number > MOST_PERCENT:
                    return None
                return Rate(number / scale, Period.YEAR if match["bare"] else _PERIODS[match["per"]]), match.span()
    for match in _FEN.finditer(text):
        named = match["per"] or match["after"] or match[0].startswith("利息")
        if not named or (match["unit"] in "毛角" and match["per"] == "年"):
            continue
        if not match["per"] and re.search(r"[日天]$", text[: match.start()]):
            continue
        number = _number(match["n"]) or Decimal(0)
        number += _half(match["half"])
        percent = number * _FEN_PERCENT[match["unit"]] * (10 if match["per"] == "年" else 1)
        return Rate(percent, Period.YEAR if match["per"] == "年" else Period.MONTH), match.span()
    return None


def _tenths(written: str) -> Decimal | None:
    """A number with 点: 一点七五."""
    whole, point, rest = written.partition("点")
    head = _number(whole)
    if not point or head is None:
        return head
    return Decimal(f"{head}." + "".join(str(from_chinese(c)) for c in rest))


def _half(written: str | None) -> Decimal:
    if not written:
        return Decimal(0)
    return Decimal("0.5") if written == "半" else Decimal(from_chinese(written)) / 10


_TERM = re.compile(
    r"(?P<half>半)(?:个)?(?P<of>月|年)|(?P<n>(?<!\d)\d{1,5}|[一二两三四五六七八九十百]{1,5})(?:个)?(?P<unit>半)?"
    r"(?P<what>天|日(?!息|利)|周|星期|礼拜|月(?!\d|[息利])|年(?!\d|[息利化]))(?P<and>半)?"
)


def read_terms(text: str) -> list[tuple[Term, tuple[int, int]]]:
    """Every length of time in a folded text, and where it stands; days of the calendar must be covered before."""
    found = []
    for match in _TERM.finditer(text):
        if match["half"]:
            found.append((Term(Decimal("0.5"), _PERIODS[match["of"]]), match.span()))
            continue
        if match["what"] == "月" and "个" not in match[0]:
            continue  # 3月 is a month of the calendar
        count = Decimal(from_chinese(match["n"])) + (Decimal("0.5") if match["unit"] or match["and"] else 0)
        term = Term(count, _PERIODS[match["what"]])
        if 0 < term.days <= MOST_DAYS:
            found.append((term, match.span()))
    return found
