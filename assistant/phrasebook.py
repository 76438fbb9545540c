"""Reads an English message as Chinese, phrase by phrase, so that facts, rules and search have only one language.

No translation that a reader sees: a telegram in the words that the tables of this storey know. What the phrases do not
know is passed over; what they know stands in the order of a Chinese clause, with its time first and its question last.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.sources import DATA
from kb import Instrument, YoujuError

PHRASES = DATA / "english" / "phrases.toml"

_FIRST, _LAST = "when", "last"
_PERSONS, _BACK = "who", "back"
_NOBODY = frozenset({"我", "我们", "催收", "他", "联系人", "借款人"})
"""Persons that a pronoun behind them does not mean."""
_ENDINGS = re.compile(r"吗|怎么|多少|多久|去哪里|会怎样|哪条")
_CONTRACTED = (
    (r"\bcan't\b", "can not"), (r"\bwon't\b", "will not"), (r"n't\b", " not"), (r"'ll\b", " will"), (r"'re\b", " are"),
    (r"'ve\b", " have"), (r"'m\b", " am"), (r"'d\b", " would"), (r"'s\b", " s"),
)  # fmt: skip
_ONE_TO_TWENTY = (
    "one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_COUNTED = {word: str(number) for number, word in enumerate(_ONE_TO_TWENTY.split(), 1)} | {
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "a hundred": "100", "a dozen": "12",
}  # fmt: skip
_MONTHS = {
    month: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for month in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_COUNTABLE = (
    "times?|calls?|people|men|days?|weeks?|months?|years?|hours?|yuan|rmb|texts?|messages?|percent|am|pm|o'?clock"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>20\d\d))?\b"
_A_DAY = r"(?P<per> (?:a|per|every|each|in one|in a) day| daily)?"
_RATES = {"day": "日利率", "week": "周利率", "month": "月利率", "year": "年利率"}
_RATED = r"(?: (?:interest )?(?:a|per|each|every) (?P<rated>day|week|month|year)\b)?"
_UNITS = {"day": "天", "week": "周", "month": "个月", "year": "年", "hour": "小时", "minute": "分钟"}


@dataclass(frozen=True, slots=True)
class _Phrase:
    section: str
    says: str


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Phrases by their English words, and the titles of laws in English."""

    phrases: Mapping[tuple[str, ...], _Phrase]
    longest: int
    titles: re.Pattern[str]
    instruments: Mapping[str, str]
    """English title in lower case → the instrument's name."""

    def chinese(self, text: str) -> str:
        """The message as Chinese; itself where it is not in English."""
        if not is_english(text):
            return text
        lines = re.split(r"(?<=[.!?;,])(?:\s+|$)|\n+", self._laws(_plain_english(text)))
        said: list[str] = []
        last = ""
        for line in filter(None, map(str.strip, lines)):
            clause, last = self._clause(line.rstrip(".!?;, "), last, asks=line.endswith("?"))
            if clause:
                said.append(clause + ("？" if line.endswith("?") else "，" if line.endswith(",") else "。"))
        return "".join(said)

    def _laws(self, text: str) -> str:
        """Titles and articles as a lawyer writes them in Chinese, within ⟦⟧ so that they are left alone."""
        article = r"(?:art(?:icle)?|section|sec)s?\.?\s*(\d+)"
        title = rf"(?:the\s+)?(?:prc\s+|chinese\s+|china's\s+)?({self.titles.pattern})"
        text = re.sub(rf"{article}\s*(?:of|in|under)\s+{title}", lambda m: self._cited(m[2], m[1]), text)
        text = re.sub(rf"{title},?\s+{article}", lambda m: self._cited(m[1], m[2]), text)
        return re.sub(title, lambda m: self._cited(m[1], ""), text)

    def _cited(self, title: str, number: str) -> str:
        return f" ⟦《{self.instruments[title]}》{f'第{number}条' if number else ''}⟧ "

    def _clause(self, line: str, last: str, *, asks: bool) -> tuple[str, str]:
        """The clause in Chinese, and who was named last, up to its end."""
        parts: dict[str, list[str]] = {_FIRST: [], "": [], _LAST: []}
        for section, words in self._spoken(line):
            if section == _PERSONS and words not in _NOBODY:
                last = f"我{words}"
            meant = (last or words) if section == _BACK else words
            parts[section if section in parts else ""].append(meant)
        said = "".join(dict.fromkeys(parts[_FIRST])) + "".join(parts[""]).strip("，和")
        said = re.sub(r"说(?:他|催收)(?=要|会)", "说", re.sub(r"我{2,}", "我", said)).strip("，和").removesuffix("给")
        ending = "，".join(dict.fromkeys(parts[_LAST]))
        if ending:
            said = f"{said}，{ending}" if said else ending
        return (said + "吗" if said and asks and not _ENDINGS.search(said) else said), last

    def _spoken(self, line: str) -> Iterator[tuple[str, str]]:
        """What stands in a clause, in its order: the section of each phrase, and its Chinese."""
        at = 0
        while at < len(line):
            if line[at] in " ,":
                at += 1
                continue
            if number := _reckoned(line, at):
                end, section, words = number
                yield section, words
                at = end
                continue
            end, phrase = self._longest(line, at)
            if phrase:
                yield phrase.section, phrase.says
            elif line[at:end] == "and":
                _, follows = self._longest(re.sub(r"^\s*(?:my|the|our|all)\s+", "", line[end:]).lstrip(), 0)
                yield "", "和" if follows and follows.section == _PERSONS else "，"
            elif line[at:end] in {"but", "because", "then", "so"}:
                yield "", "，"
            at = end

    def _longest(self, line: str, at: int) -> tuple[int, _Phrase | None]:
        """The longest phrase that begins here and where it ends; else the end of one word."""
        words = [(m.end(), m[0]) for m in re.compile(r"[^\s,]+").finditer(line, at, at + 120)][: self.longest]
        for count in range(len(words), 0, -1):
            found = self.phrases.get(tuple(word for _, word in words[:count]))
            if found:
                return words[count - 1][0], found
        return (words[0][0] if words else len(line)), None


def is_english(text: str) -> bool:
    """Whether a message has English words and no Chinese."""
    return len(re.findall(r"[A-Za-z]{2,}", text)) >= 2 and not re.search(r"[\u3400-\u9fff]", text)


@cache
def read_phrases() -> tuple[Mapping[tuple[str, ...], _Phrase], int]:
    """The phrases of the table, a verb's forms written out, and how many words the longest has.

    Raises:
        YoujuError: the file is no such table.
    """
    phrases: dict[tuple[str, ...], _Phrase] = {}
    try:
        table = tomllib.loads(PHRASES.read_text("utf-8"))
    except ValueError as error:
        raise YoujuError(f"english/{PHRASES.name} 写错：{error}；格式见 docs/formats.md") from error
    for section, rows in table.items():
        for says, forms in rows.items():
            for form in forms:
                for words in _forms(form):
                    phrases.setdefault(words, _Phrase(section, says))
    return phrases, max(map(len, phrases))


def open_phrasebook(instruments: Sequence[Instrument]) -> Phrasebook:
    """The phrasebook of a library, which knows the English titles of its laws."""
    phrases, longest = read_phrases()
    named = {i.english.lower(): i.id for i in instruments if i.english}
    titles = re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True))) or r"(?!)")
    return Phrasebook(phrases, longest, titles, named)


def _forms(form: str) -> Iterator[tuple[str, ...]]:
    """`call*` as call, calls, called, calling."""
    words = form.split()
    starred = [at for at, word in enumerate(words) if word.endswith("*")]
    if not starred:
        yield tuple(words)
        return
    at, stem = starred[0], words[starred[0]][:-1]
    bare = stem.removesuffix("e")
    doubled = stem + stem[-1]
    endings = {stem, f"{stem}s", f"{stem}es", f"{bare}ed", f"{bare}ing", f"{bare}es", f"{doubled}ed", f"{doubled}ing"}
    endings |= {f"{stem[:-1]}ied", f"{stem[:-1]}ies"} if stem.endswith("y") else {f"{stem}er", f"{stem}ion", f"{stem}e"}
    for ending in sorted(endings):
        yield from _forms(" ".join((*words[:at], ending, *words[at + 1 :])))


def _plain_english(text: str) -> str:
    """Lower case, without contractions and without marks that part no clause."""
    said = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("`", "'")
    for pattern, words in _CONTRACTED:
        said = re.sub(pattern, words, said)
    said = re.sub(r"(?<=\d),(?=\d{3}\b)", "", said)
    said = re.sub(rf"\b({_MONTH})(\.? \d{{1,2}}(?:st|nd|rd|th)?), ?(?=20\d\d\b)", r"\1\2 ", said)
    said = re.sub(r"\b([ap])\.\s?m\.?", r"\1m", said)
    said = re.sub(rf"\b({'|'.join(_COUNTED)})\b(?=\s+(?:{_COUNTABLE})\b)", lambda m: _COUNTED[m[1]], said)
    return re.sub(r"[\"“”()*_\-–—/:](?![\d])", " ", said)


_NUMBERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), section)
    for pattern, section in (
        (r"⟦(?P<law>[^⟦⟧]+)⟧", ""),
        (r"(?:at |around |about |till |until )?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>am|pm)\b", _FIRST),
        (r"(?:at |around )(?P<h24>\d{1,2}):(?P<m24>\d{2})\b", _FIRST),
        (r"(?:at |around )(?P<clock>\d{1,2}) o'?clock(?P<part> in the morning| in the evening| at night)?", _FIRST),
        (rf"(?:on |in |since )?(?P<month>{_MONTH})\.? {_DAY}{_YEAR}", _FIRST),
        (rf"(?:on )?{_DAY} (?:of )?(?P<month>{_MONTH})\.?{_YEAR}", _FIRST),
        (rf"(?:in |since |last )(?P<lone>{_MONTH})\b(?: (?P<year>20\d\d))?", _FIRST),
        (r"(?:in |since |from |around |back in |by )(?P<whole>(?:19|20)\d\d)\b(?![-./:])", _FIRST),
        (r"(?:on |in |since )?(?P<iso>20\d\d-\d{1,2}-\d{1,2})\b", _FIRST),
        (rf"(?P<times>\d{{1,6}})(?:\s*times?| calls?| phone calls?){_A_DAY}", ""),
        (rf"(?P<texts>\d{{1,6}}) (?:texts?|messages?|sms){_A_DAY}", ""),
        (rf"(?P<percent>\d{{1,12}}(?:\.\d{{1,6}})?) ?(?:%|percent\b){_RATED}", ""),
        (r"(?P<thousands>\d{1,12}(?:\.\d{1,6})?)k\b(?: yuan| rmb| cny)?", ""),
        (r"(?:rmb|cny|¥) ?(?P<sum>\d{1,9}(?:\.\d\d?)?)|(?P<yuan>\d{1,9}(?:\.\d\d?)?) ?(?:yuan|rmb|cny|kuai)\b", ""),
        (r"(?P<bare>\d{3,8})\b(?![-./:])", ""),
        (r"(?P<people>\d{1,6}) (?:people|men|guys|persons)\b", ""),
        (r"(?P<length>\d{1,6}) (?P<unit>day|week|month|year|hour|minute)s?\b(?P<ago> ago)?", ""),
    )
)  # fmt: skip


def _reckoned(line: str, at: int) -> tuple[int, str, str] | None:
    """An hour, day, sum or number that begins here: its end, its section, its Chinese."""
    for pattern, section in _NUMBERS:
        found = pattern.match(line, at)
        if found:
            return found.end(), section, _number(found.groupdict())
    return None


def _number(told: Mapping[str, str | None]) -> str:
    """The Chinese of what one of the patterns told."""
    per = "一天" if told.get("per") else ""
    year = f"{told['year']}年" if told.get("year") else ""
    unit = told.get("unit")
    sayings = {
        "law": told.get("law"),
        "hour": told.get("hour") and _hour(int(told["hour"] or 0), told.get("half"), told.get("minute")),
        "h24": told.get("h24") and f"{int(told['h24'] or 0)}点{int(told.get('m24') or 0) or ''}",
        "clock": told.get("clock") and f"{'晚上' if 'night' in (told.get('part') or '') else ''}{told.get('clock')}点",
        "month": told.get("month") and f"{year}{_MONTHS[told['month'] or '']}月{told.get('day')}日",
        "lone": told.get("lone") and f"{year}{_MONTHS[told['lone'] or '']}月",
        "whole": told.get("whole") and f"{told.get('whole')}年",
        "iso": told.get("iso") and "{}年{}月{}日".format(*map(int, (told["iso"] or "").split("-"))),
        "times": told.get("times") and f"{per}打了{told.get('times')}次电话",
        "texts": told.get("texts") and f"{per}发了{told.get('texts')}条短信",
        "percent": told.get("percent") and f"{_RATES.get(told.get('rated') or '', '')}{told.get('percent')}%",
        "thousands": told.get("thousands") and f"{float(told['thousands'] or 0) * 1000:g}元",
        "sum": told.get("sum") and f"{told.get('sum')}元",
        "bare": told.get("bare") and f"{told.get('bare')}元",
        "yuan": told.get("yuan") and f"{told.get('yuan')}元",
        "people": told.get("people") and f"{told.get('people')}个人",
        "length": unit and f"{told.get('length')}{_UNITS[unit]}{'前' if told.get('ago') else ''}",
    }
    return next(said for said in sayings.values() if said)


def _hour(hour: int, half: str | None, minute: str | None) -> str:
    """11 pm as 晚上11点."""
    part = (
        "早上"
        if half == "am" and hour >= 5
        else "凌晨"
        if half == "am"
        else "下午"
        if hour in {12, 1, 2, 3, 4, 5}
        else "晚上"
    )
    if half == "am" and hour == 12:
        part, hour = "半夜", 12
    minutes = f"{int(minute)}分" if minute and int(minute) else ""
    return f"{part}{hour}点{minutes}"
