"""Numbers that mean something in law (日, 元, 年, 倍, 次, o'clock), read alike from 五日, 5天 and ５日."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kb import from_chinese

Quantity = tuple[float, str]

_SPELLINGS = {
    "日": "天 日",
    "元": "元 块 块钱",
    "万元": "万元 万 万块",
    "千元": "千元",
    "亿元": "亿元",
    "年": "年",
    "月": "个月 月",
    "倍": "倍",
    "次": "次 个电话 通 遍",
    "%": "% ％",
    "岁": "周岁 岁",
    "小时": "小时 个小时",
    "点": "点 点钟 时",
    "人": "名 人 个人",
    "工作日": "个工作日 工作日",
    "分钟": "分钟",
    "成": "成",
}
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_NUMBER = r"[零一二三四五六七八九十百千两]+|\d+(?:\.\d+)?"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?<![第零一二三四五六七八九十百千两\d.])(?P<late>晚上?|夜里|下午|当晚|每晚)?(?P<number>{_NUMBER})(?:多|余|来)?(?P<unit>{_UNIT})"
)
_ABOUT = re.compile("一两|一二|[两二]三|三[四五]|四五|五[六七]|六七|七八|八九")
"""Two numbers that lie side by side (一两天, 三五次): each of them, and never 12."""
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})")
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{4}-\d{2}-\d{2}|\d{1,2}月\d{1,2}[日号]")
_PERCENT = re.compile(rf"百分之(?P<number>{_NUMBER})")
_TRIVIAL = {(1.0, "次"), (1.0, "点"), (1.0, "日"), (1.0, "人"), (2.0, "点"), (3.0, "点")}
_SCALE = {"万元": (10_000, "元"), "千元": (1000, "元"), "亿元": (100_000_000, "元")}


@lru_cache(maxsize=1 << 12)
def quantities(text: str) -> frozenset[Quantity]:
    """Every number with a unit, as (value, unit). Years of the calendar, dates and phone numbers are not quantities."""
    plain = _DATE.sub("", re.sub(r"千万(?=[别不要记小])", "", unicodedata.normalize("NFKC", text)))
    found: set[Quantity] = set()
    for match in _CLOCK.finditer(plain):
        found.add((float(match["hour"]), "点"))
    for match in _PERCENT.finditer(plain):
        found.add((_value(match["number"]), "%"))
    for match in _QUANTITY.finditer(_CLOCK.sub("", _PERCENT.sub("", plain))):
        if match["unit"] == "块" and not re.search(r"[百千\d]$", match["number"]):
            continue  # 分两块 are two parts, no money
        numbers = tuple(match["number"]) if _ABOUT.fullmatch(match["number"]) else (match["number"],)
        for number in numbers:
            value, unit = _value(number), _UNITS[match["unit"]]
            if unit in _SCALE:
                value, unit = value * _SCALE[unit][0], _SCALE[unit][1]
            if unit == "点" and match["late"] and value < 12:
                value += 12
            found.add((value, unit))
    return frozenset(found - _TRIVIAL)


def _value(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return float(from_chinese(written))


def dates(text: str) -> frozenset[str]:
    """Calendar days and years written in a text, as ISO prefixes: 2026年1月1日 and 2026-01-01 are the same."""
    found = set()
    for match in re.finditer(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?|(\d{4})-(\d{2})-(\d{2})", text):
        year, month, day = match[1] or match[4], match[2] or match[5], match[3] or match[6]
        found.add("-".join(p for p in (year, month and f"{int(month):02}", day and f"{int(day):02}") if p))
    return frozenset(found)
