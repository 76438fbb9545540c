"""A question in standard spelling: simplified characters, plain words, no fillers, no slips of an input method.

Only what is searched and compared is spelt so; a question is shown and quoted in its own words. What stands in
quotation marks is no more than made simplified.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.numerals import to_chinese
from kb.typos import typos

if TYPE_CHECKING:
    from opencc import OpenCC

WORDS = Path(__file__).parent / "data" / "spelling.toml"
"""Fillers, and what words are made plain (docs/formats.md)."""

_WORDS = ("spoken", "plain", "slang", "slips")
"""Tables of `WORDS` whose words are made plain in every question."""
_KEPT = 32
"""Texts whose spelling is remembered: one answer asks for that of its question several times."""
_QUOTED = re.compile(r"([“\"「『《【][^”\"」』》】\n]{0,200}[”\"」』》】])")
_CHARACTERS = re.compile(r"[\u4e00-\u9fff]+")
_BREAKS = r"，,。！!？?；;…~～ \t"
_FIRST, _LAST = rf"(?:(?<![^{_BREAKS}\n])|(?<=\n))", rf"(?=[{_BREAKS}\n]|\Z)"
_COUNTED = re.compile(r"(?<![\d.:：/年月第-])(1[0-2]|[1-9])(?=(?:个月|年|天|次|期)(?!\d))")
"""A small number of years, months, days or times, as an advice page writes it in words; no date."""
_UNTIDY = re.compile(rf"[{_BREAKS}]{{2,}}|(?:(?<=\n)|\A)[{_BREAKS}]|…")


@lru_cache(maxsize=_KEPT)
def standard(text: str) -> str:
    """The text as a careful writer would have typed it: 那个…催手啥時候上門啊 is 催收什么时候上门."""
    same = simplified(text)
    words = _vocabulary(*_WORDS) if same == text else _vocabulary(*_WORDS, "taiwan")
    parts = _QUOTED.split(same)
    parts[::2] = (_COUNTED.sub(_in_words, _euphemism().sub(r"\1去世了", words.plain(part))) for part in parts[::2])
    return typos(_right()).corrected("".join(parts))


def _in_words(counted: re.Match[str]) -> str:
    return "两" if counted[1] == "2" else to_chinese(int(counted[1]))


@lru_cache(maxsize=_KEPT)
def respelt(text: str) -> str:
    """The text in simplified characters, dialect put plain and slips of an input method right, and nothing left out."""
    return typos(_right()).corrected(spoken(simplified(text)))


def spoken(text: str) -> str:
    """A simplified text with what is written as dialects speak put plain: 伊拉明朝来寻我 is 他们明天来找我."""
    return _vocabulary("spoken").replaced(text)


def simplified(text: str) -> str:
    """Traditional characters made simplified; a text without any is left as it is."""
    characters = "".join(_CHARACTERS.findall(text))
    if len(characters.encode("gb2312", "ignore")) == 2 * len(characters):  # GB 2312 has nearly no traditional ones
        return text
    return str(_simplifier().convert(text))


def mainland(text: str) -> str:
    """Traditional characters made simplified, their words the mainland's, dialect plain: 簡訊 is 短信."""
    same = simplified(text)
    return spoken(text) if same == text else _vocabulary("spoken", "taiwan").replaced(same)


def traditional(text: str) -> str:
    """The text in traditional characters, for trying out what simplified ones are asked as."""
    return str(_complicator().convert(text))


def plain_words(text: str) -> str:
    """The text with dialect, slang and known slips made plain, and nothing left out."""
    return _vocabulary(*_WORDS).replaced(text)


class Vocabulary:
    """What is left out of a question, and what is put in plainer words."""

    def __init__(self, fillers: Mapping[str, Iterable[str]], words: Mapping[str, str | Mapping[str, Any]]) -> None:
        """`fillers` by where they are left out (`alone`, at the `start` or `end` of a clause, `within` it)."""
        alone, start, end, within, kept = (
            _any_of(fillers[place]) for place in ("alone", "start", "end", "within", "unless")
        )
        self._fillers = re.compile(
            f"({kept})|{_FIRST}(?:{alone}){_LAST}|{_FIRST}(?:{start})|(?:{end}){{1,8}}{_LAST}|((?:{within})+)"
        )
        self._meant: dict[str, str] = {}
        for word, row in words.items():
            if isinstance(row, str):
                self._meant[word] = row
                continue
            self._meant[word] = row["meant"]
            self._meant.update({phrase: phrase for phrase in row.get("unless", ())})
        self._words = re.compile(_any_of(self._meant))

    def replaced(self, text: str) -> str:
        """The text in plain words; of two that begin together the longer."""
        return self._words.sub(lambda found: self._meant[found[0]], text)

    def plain(self, text: str) -> str:
        """The text in plain words and without fillers."""
        text = self.replaced(text)
        for _ in range(_ROUNDS):
            shorter = self._fillers.sub(lambda found: found[1] or ("，" if found[2] else ""), text)
            if shorter == text:
                break
            text = _UNTIDY.sub(_tidy, shorter)
        return text


_ROUNDS = 3
"""One filler may stand behind another: 那个…就是说…."""


@cache
def _vocabulary(*names: str) -> Vocabulary:
    tables = _tables()
    return Vocabulary(tables["fillers"], {word: row for name in names for word, row in tables[name].items()})


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text("utf-8"))


@cache
def _euphemism() -> re.Pattern[str]:
    """我爸上个月走了: of whom and when, and what is said instead of 去世了."""
    row = _tables()["dead"]
    words = sorted((re.escape(word) for word in row["when"] if word != "〈数〉"), key=len, reverse=True)
    when = f"(?:{'|'.join(words)}|[0-9一二两三四五六七八九十])"  # never taken back, or a run of them explodes
    who = rf"(?:{_any_of(row['of'])}){when}{{0,12}}+|(?:{_any_of(row['others'])}){when}{{1,12}}+"
    return re.compile(rf"({who})(?:{_any_of(row['gone'])})(?!{_any_of(row['unless'])})")


@cache
def _right() -> tuple[str, ...]:
    """Words that are never taken for slips."""
    return tuple(_tables()["right"]["words"])


@cache
def _simplifier() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("tw2s")  # not tw2sp, whose words are those of computers: 強制執行 would be 强制运行


@cache
def _complicator() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("s2t")


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))


def _tidy(found: re.Match[str]) -> str:
    """One mark for several, a comma for dots, and none where a line begins."""
    if found.start() == 0 or found.string[found.start() - 1] == "\n":
        return ""
    return next((mark for mark in found[0] if mark in "。！!？?"), "，")
