"""What people are called where no surname tells: by a label, by how somebody asks to be called, in a chat.

`喊我大鱼就行`, `群昵称：秋天的风`, `@阿土伯`; and a full name in the frames of everyday talk: `我家王钱被…`, `王钱说…`.
A frame that also begins other sentences needs a common surname and a plain end; what nobody is called (叫我还钱就行)
stands in the data.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.personal import Found
from kb import InputProblem

_HAN = r"[\u4e00-\u9fff]"
_LATIN = r"[A-Za-z][A-Za-z0-9_.\-]{1,19}"
_STOP = r"[,。、!?;:)\s\"”」』】\]~…]"
"""What ends a word in an evened text."""
_WORD = r"[^\s,。、!?;:()\"“”「」『』【】\[\]〔〕~…]"
_ENDING = "呢吗吧啊了呀嘛的着过"
"""Characters that end a clause, and nobody's name."""
_IS = r"(?:就?是|叫做?|为|改成了?|:|[ ]){1,3}"
_START = rf"(?:^|(?<={_STOP}))"
_MENTIONED = re.compile(rf"(?<![A-Za-z0-9._%+\-])@({_WORD}{{1,16}}?)(?=[\s,。、!?;:]|\Z)", re.MULTILINE)
_SPEAKING = re.compile(rf"^[ \t]*({_WORD}{{2,8}})[ \t]*:", re.MULTILINE)
_OFTEN = 2
"""Lines that somebody must open, to be a speaker and no part of a form."""


@dataclass(frozen=True, slots=True)
class Nicknames:
    """Words about what people are called, read from data, made into patterns."""

    nobody: tuple[str, ...]
    """How what nobody is called begins: 还钱, 老赖, 什么."""
    roles: frozenset[str]
    """Who or what stands before a colon and is no name."""
    institutions: tuple[str, ...]
    words: tuple[re.Pattern[str], ...]
    """What somebody is called, in group 1."""
    frames: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    """What stands before and behind a full name, which is to be proven by its surname."""
    fond: re.Pattern[str]
    """小李他姐: the surname in group 1."""
    surnamed: re.Pattern[str]

    def found_in(self, text: str, is_name: Callable[[str], bool]) -> Iterator[Found]:
        """What people are called in an evened text; `is_name` tells a full name from other words."""
        for pattern in (*self.words, _MENTIONED):
            for found in pattern.finditer(text):
                if not (found[1].startswith(self.nobody) or found[1].isdigit()):
                    yield _found(found)
        for before, behind in self.frames:
            for place in before.finditer(text):
                yield from self._framed(text, place.end(), behind, is_name)
        for found in (*self.fond.finditer(text), *self.surnamed.finditer(text)):
            yield _found(found)
        yield from self._speaking(text)

    def _framed(
        self, text: str, start: int, behind: re.Pattern[str], is_name: Callable[[str], bool]
    ) -> Iterator[Found]:
        """A full name that begins here, with something behind it that goes with a name."""
        for end in (start + 4, start + 3, start + 2):
            word = text[start:end]
            if len(word) == end - start and behind.match(text, end) and is_name(word):
                if not word.startswith(self.nobody):
                    yield Found(start, end, "姓名", word)
                return

    def _speaking(self, text: str) -> Iterator[Found]:
        """Who opens line after line in a dialogue."""
        heads = [head for head in _SPEAKING.finditer(text) if self._may_speak(head[1])]
        often = Counter(head[1] for head in heads)
        yield from (_found(head) for head in heads if often[head[1]] >= _OFTEN)

    def _may_speak(self, word: str) -> bool:
        known = word in self.roles or word.endswith((*self.institutions, *self.roles)) or word.startswith(self.nobody)
        return not known and not any(c.isdigit() for c in word)


def read_nicknames(path: Path) -> Nicknames:
    """Read the words about what people are called.

    Raises:
        InputProblem: the file cannot be read.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        lists = {key: tuple(str(w) for w in data[key]) for key in _LISTS}
        surnames = "".join(dict.fromkeys("".join(str(data["surnames"]).split())))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputProblem(f"{path.name} 读不出来：{error}；格式见 docs/formats.md") from error
    end = _any(lists["call_end"])
    called = rf"({_HAN}{{2,4}}?(?<![{_ENDING}])|{_LATIN})"
    call = _any(lists["call"])
    return Nicknames(
        nobody=lists["nobody"],
        roles=frozenset(lists["roles"]),
        institutions=lists["institutions"],
        words=(
            re.compile(rf"(?:{_any(lists['labels'])}){_IS}[\"“「『【]?({_WORD}{{1,12}})"),
            re.compile(rf"(?:{_any(lists['bare_labels'])}){called}(?={_STOP}|\Z)"),
            re.compile(
                rf"(?:{_START}|{_any(lists['callers'])})(?:{_any(lists['callers_add'])})?(?:{call}){called}"
                rf"(?={end}|{_STOP}|\Z)"
            ),
            re.compile(rf"{_START}(?:{_any(lists['selves'])})叫做?{called}(?={_STOP}|[吧啊哈]|\Z)"),
        ),
        frames=(
            (re.compile(_any(lists["homes"])), re.compile(_any(lists["home_after"]))),
            (
                re.compile(rf"{_START}(?={_HAN})|{_any(lists['opening_before'])}"),
                re.compile(_any(lists["opening_after"])),
            ),
            (re.compile(_any(lists["between_before"])), re.compile(_any(lists["between_after"]))),
        ),
        fond=re.compile(rf"[老小阿]([{surnames[:_FOND]}])(?={_any(lists['fond_after'])})"),
        surnamed=re.compile(rf"姓({_any(lists['compound'])})"),
    )


_FOND = 100
"""Surnames taken after 老 and 小 where a relative follows."""
_LISTS = (
    "nobody", "roles", "institutions", "labels", "bare_labels", "call", "call_end", "callers", "callers_add", "selves",
    "homes", "home_after", "opening_before", "opening_after", "between_before", "between_after", "fond_after",
    "compound",
)  # fmt: skip


def _found(match: re.Match[str]) -> Found:
    return Found(*match.span(1), "姓名", match[1])


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
