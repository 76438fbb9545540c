"""Reads from a text the day its events happened: 去年12月20号, 上个月, 2025年11月."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.folded import plain


@dataclass(frozen=True, slots=True)
class Told:
    """The first and the last day that a text names, and its words."""

    first: date
    last: date
    words: str


_N = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_FULL = re.compile(rf"(\d{{4}})年{_N}月(?:{_N}[日号])?|(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})")
_RELATIVE_YEAR = re.compile(rf"(大前年|前年|去年|今年)(?:的)?{_N}月(?:份)?(?:{_N}[日号])?")
_YEAR_ONLY = re.compile(r"(前年|去年)(?!\d)")
_THIS_YEAR = re.compile(
    rf"(?<![\d年一二三四五六七八九十]){_N}月{_N}[日号]|(?<![\d个年一二三四五六七八九十]){_N}月(?:份|初|底|中旬)"
)
_AGO = re.compile(rf"{_N}(天|周|个月|个星期|年)(?:之)?前")
_NEAR = {"今天": 0, "今晚": 0, "刚才": 0, "刚刚": 0, "昨天": 1, "昨晚": 1, "昨日": 1, "前天": 2, "大前天": 3}
_YEARS = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_LAST_YEARS = re.compile(
    r"(大前年|前年|去年|\d{4}年)(?:的)?(?:年底|年末|最后一天|最后一个月|冬天)|(大前年|前年|去年)(?=底|末)"
)
_DAY_OF_MONTH = re.compile(
    rf"(?:这个月|本月)(?:的)?{_N}[日号]|(上个?月)(?:的)?{_N}[日号]|(上个?月)(?:月?底|末|最后一天)"
)
_WEEKDAY = re.compile(r"上(?:个)?(?:周|星期|礼拜)([一二三四五六日天])?(?!\d)")
_FEAST = re.compile(
    r"(大前年|前年|去年|今年|\d{4}年)?(?:的)?(元旦|跨年夜|跨年那[天晚]|圣诞节?|平安夜|国庆节?|劳动节|五一)(?:假期|当天|那天|那晚|晚上)*(以前|之前|前(?:几天|夕|一天|两天|后)?|以后|之后|过后|后)?"
)
_FEASTS = {
    "元旦": (1, 1),
    "跨年": (12, 31),
    "圣诞": (12, 25),
    "平安": (12, 24),
    "国庆": (10, 1),
    "劳动": (5, 1),
    "五一": (5, 1),
}
"""Days that people name instead of a date; those of the moon's calendar are not among them."""
_HALF_MONTH = re.compile("半个月(?:之|以)?前")
_NOW = re.compile(
    r"(?<=[到至])(?:现在|如今|目前)|(?:现在|如今|眼下|目前)(?!(?:我|再|才|去|来|想|还|要|能|可以|应该|该|不){0,6}(?:报|告(?!诉我|知我)"
    r"|起诉|投诉|举报|追究|申请|怎么办|咋办|来得及|晚))|此刻|最近|这几天|这两天"
    r"|月(?:份)?(?:\d+[日号])?(?:开始|起就|以来|到今天)|(?:从那|从此|自那|打那)(?:以后|之后|起)?|(?:以后|之后)就?(?:天天|每天|一直)"
)
"""What goes on; 现在 before what the asker may do (现在报警还来得及吗) tells no day of the conduct."""
_OF_THE_LOAN = re.compile(
    r"^[^，。！？；,;!?]{0,6}(?:借|贷|办的?卡|办了|开卡|还清|还[款钱了过的,，。]|次还|还$|结清|放款|该还|要还(?!说|打|骂)|逾期|到期|欠|"
    r"签[的了字]|担保|写的?[借欠]条|打的?[借欠]条|分手|离婚|失业|下岗|生病|买)|"
    r"^[^，。！？；,;!?]{0,10}(?:还[完上]|晚了[一两几\d]|断供|写的(?!大字报|字)|新办|补办|换过?了?(?:手机)?号|丢[的了过]|挂失|离职|辞职|入职|毕业|结婚|"
    r"股份|法人|变更|去世|过世|走了(?![一两几之以就])|住院|开刀|手术|搬家|开的?店|[没未]?(?:报|交|缴)[税社]|换[的了过]?新?(?:手机|号))|"
    r"^(?![^，。！？；,;!?]{0,14}(?:冒充|自称|伪造|假))[^，。！？；,;!?]{0,14}(?:开庭|传票|起诉状|立案|判决|判了|判下来|裁定|支付令|执行通知|应诉|出庭)"
)
"""A time said of the loan, of a life or of a real court's papers, not of the conduct: 去年借的钱, 6月18号开庭."""
_BOTH_SIDES = re.compile("[之以]?前(?:和|与|跟|同|、|以及)[之以]?后")
"""A time that parts the law before from the law behind, and is no day of either: 2020年8月之前和之后."""
_LOAN_AT = re.compile(
    r"(?:还款|还钱|次还|笔还|借款|借的?|放款|到期日?|逾期|开卡|办卡|结清|签的?)(?:日期|时间|日)?(?:是|在|于|为|到)的?$"
)
"""The same before the time: 最后一次还款是2018年3月."""
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}


def told_days(text: str, today: date) -> Told | None:
    """The days a text names, earliest and latest, or None. Relative words are counted from `today`."""
    folded = plain(text)
    found: list[tuple[date, date, str]] = []
    folded = _without_loan_times(folded)
    for match in _FULL.finditer(folded):
        year, month, day = match[1] or match[4], match[2] or match[5], match[3] or match[6]
        found += _span(int(year), _number(month), _number(day) if day else None, match[0])
    for match in _RELATIVE_YEAR.finditer(folded):
        found += _span(
            today.year - _YEARS[match[1]], _number(match[2]), _number(match[3]) if match[3] else None, match[0]
        )
    found += _ends_of_years(folded, today)
    found += _feasts(folded, today)
    taken = " ".join(words for _, _, words in found)
    for match in _YEAR_ONLY.finditer(folded):
        if match[0] not in taken:
            year = today.year - _YEARS[match[1]]
            found.append((date(year, 1, 1), date(year, 12, 31), match[0]))
    for match in _THIS_YEAR.finditer(folded):
        if match[0] not in taken:
            month = _number(match[1] or match[3])
            found += _span(_last_such(today, month), month, _number(match[2]) if match[2] else None, match[0])
    for match in _AGO.finditer(folded):
        found.append(_ago(_number(match[1]), match[2], today, match[0]))
    found += _near_months(folded, today)
    found += _near_weeks(folded, today)
    for word, back in _NEAR.items():
        if word in folded:
            day = _before(today, back)
            found.append((day, day, word))
    if not found:
        return None
    if _NOW.search(folded) and max(f[1] for f in found) < today:
        found.append((today, today, "现在"))
    return Told(min(f[0] for f in found), max(f[1] for f in found), "、".join(f[2] for f in found))


def _near_months(folded: str, today: date) -> list[tuple[date, date, str]]:
    """Days of this month and of the last, and the last month as a whole."""
    before = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    found: list[tuple[date, date, str]] = []
    for match in _DAY_OF_MONTH.finditer(folded):
        if match[1]:
            found += _span(today.year, today.month, _number(match[1]), match[0])
        else:
            found += _span(*before, _number(match[3]) if match[3] else None, match[0])
    if not found and ("上个月" in folded or "上月" in folded):
        found += _span(*before, None, "上个月")
    return found


def _ends_of_years(folded: str, today: date) -> list[tuple[date, date, str]]:
    """The last month of a year: 去年年底."""
    found = []
    for match in _LAST_YEARS.finditer(folded):
        named = match[1] or match[2]
        year = today.year - _YEARS[named] if named in _YEARS else int(named[:4])
        found.append((date(year, 12, 1), date(year, 12, 31), match[0]))
    return found


def _before(day: date, days: int) -> date:
    """So many days earlier; the first of all days, where a wrong clock leaves none."""
    return date.fromordinal(max(day.toordinal() - days, 1))


def _near_weeks(folded: str, today: date) -> list[tuple[date, date, str]]:
    """Last week or a day of it, and half a month ago."""
    found = []
    monday = _before(today, today.weekday() + 7)
    for match in _WEEKDAY.finditer(folded):
        first = monday + timedelta(days=min("一二三四五六日天".index(match[1]), 6)) if match[1] else monday
        found.append((first, first if match[1] else monday + timedelta(days=6), match[0]))
    if half := _HALF_MONTH.search(folded):
        day = _before(today, 15)
        found.append((day, day, half[0]))
    return found


def _feasts(folded: str, today: date) -> list[tuple[date, date, str]]:
    """Days named by a feast, and the day before or behind: 元旦前 is the last day of the old year."""
    found = []
    for match in _FEAST.finditer(folded):
        month, day = _FEASTS[match[2][:2]]
        year = _feast_year(match[1], (month, day), today)
        on = date(year, month, day)
        aside = match[3] or ""
        on += timedelta(
            days=-1
            if aside.startswith(("前", "以前", "之前")) and aside != "前后"
            else 1
            if aside[:1] in {"以", "之", "过", "后"}
            else 0
        )
        found.append((on, on, match[0]))
    return found


def _feast_year(named: str | None, feast: tuple[int, int], today: date) -> int:
    """The year that is named, else the last in which the feast has been."""
    if named in _YEARS:
        return today.year - _YEARS[named]
    if named:
        return int(named[:4])
    return today.year if feast <= (today.month, today.day) else today.year - 1


def day_of_law(told: Told | None, today: date) -> date:
    """The day whose law applies: the last day told, if the law of that day is asked for; never in the future."""
    return min(told.last, today) if told else today


def _without_loan_times(text: str) -> str:
    """The text with the times of the loan covered."""
    times = (
        _FULL,
        _RELATIVE_YEAR,
        _LAST_YEARS,
        _YEAR_ONLY,
        _THIS_YEAR,
        _AGO,
        _FEAST,
        _WEEKDAY,
        re.compile("上个月|上月"),
    )
    for match in sorted((m for pattern in times for m in pattern.finditer(text)), key=lambda m: -m.start()):
        behind = text[match.end() :]
        if _OF_THE_LOAN.match(behind) or _BOTH_SIDES.match(behind) or _LOAN_AT.search(text[: match.start()]):
            text = text[: match.start()] + "□" * len(match[0]) + text[match.end() :]
    return text


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, _, ones = written.rpartition("十")
    return ((_DIGITS.get(tens, 1) if tens else 1) * 10 if "十" in written else 0) + _DIGITS.get(ones or written[-1:], 0)


def _span(year: int, month: int, day: int | None, words: str) -> list[tuple[date, date, str]]:
    try:
        first = date(year, month, day or 1)
        last = first if day else (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1))
    except ValueError:
        return []
    return [(first, last, words)]


def _last_such(today: date, month: int) -> int:
    """A month named without a year is the last one that has begun."""
    return today.year if month <= today.month else today.year - 1


def _ago(count: int, unit: str, today: date, words: str) -> tuple[date, date, str]:
    days = {"天": 1, "周": 7, "个星期": 7, "个月": 30, "年": 365}[unit] * count
    day = _before(today, days)
    return day, day, words


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|[-./]\d)")
_YEARS_AGO = re.compile(rf"(?<![第\d]){_N}年(?:多)?(?:之|以)?前")


def years_in(text: str, day: date) -> frozenset[int]:
    """The years that a text names, in numbers, by 去年 and the like, or as so many years ago."""
    said = plain(text)
    named = {int(match[1]) for match in _YEAR.finditer(said)}
    named |= {day.year - ago for word, ago in _YEARS.items() if re.search(f"(?<!大){word}", said)}
    named |= {day.year - _number(match[1]) for match in _YEARS_AGO.finditer(said)}
    return frozenset(named)
