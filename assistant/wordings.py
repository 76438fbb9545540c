"""Patterns of wording, sought in a message that is read twice: without spaces for Chinese, by words for English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.folded import plain
from kb import mainland

Span = tuple[bool, int, int]
"""Whether it lies in the English reading, and its half-open bounds there."""

_COVER = "□"

TOGETHER, NEAR = 2, 40
"""How many kinds of weak signs are enough, and within how many characters. Two in a sentence or two hardly ever stood
together in ordinary complaints; one alone often does."""


def together(kinds: Sequence[Sequence[Span]]) -> list[Span]:
    """The signs from which on enough kinds stand near each other."""
    signs = [(span, kind) for kind, spans in enumerate(kinds) for span in spans]
    found: list[Span] = []
    for first, _ in signs:
        near = {kind for s, kind in signs if s[0] == first[0] and first[1] <= s[1] and s[2] <= first[1] + NEAR}
        if len(near) >= TOGETHER:
            found.append(first)
    return found


@dataclass(frozen=True, slots=True)
class Message:
    """A message read twice: without spaces for Chinese, with single spaces for English."""

    chinese: str
    english: str

    @classmethod
    def of(cls, text: str) -> Message:
        """Read a text both ways."""
        wide = unicodedata.normalize("NFKC", mainland(text))
        english = re.sub(r"[^a-z0-9.!?\n,]+", " ", re.sub(r"['’`]", "", wide.lower()))
        latin = any("a" <= c <= "z" for c in english)
        return cls(_JOINED.sub("", plain(wide.replace("\n", "。"))), english.strip() if latin else "")

    def without(self, spans: Sequence[Span] | Iterator[Span]) -> Message:
        """Cover the spans; lengths stay."""
        return self._covered([(english, a, b) for english, a, b in spans])

    def without_passages(self, spans: Sequence[Span]) -> Message:
        """Cover the brackets or, where there are none, the sentences that the spans stand in."""
        return self._covered([(e, *_passage(self.english if e else self.chinese, a, b)) for e, a, b in spans])

    def _covered(self, spans: Sequence[Span]) -> Message:
        if not spans:
            return self
        readings = [list(self.chinese), list(self.english)]
        for english, start, end in spans:
            readings[english][start:end] = _COVER * (end - start)
        return Message("".join(readings[0]), "".join(readings[1]))


_JOINED = re.compile(r"(?<=[\u4e00-\u9fff])[*·•_/\\.\-~|+](?=[\u4e00-\u9fff])")
"""A mark put between two characters to hide a word: 自*杀."""

_STOPS = "。！？!?；;"
_BRACKETS = (("【", "】"), ("[", "]"), ("「", "」"), ("『", "』"), ("“", "”"), ("<", ">"), ("《", "》"), ("(", ")"))


def _passage(text: str, start: int, end: int) -> tuple[int, int]:
    for opening, closing in _BRACKETS:
        before, after = text.rfind(opening, 0, start), text.find(closing, end)
        if before >= 0 and after >= 0 and closing not in text[before:start] and opening not in text[end:after]:
            return before, after + 1
    while start > 0 and text[start - 1] not in _STOPS:
        start -= 1
    while end < len(text) and text[end] not in _STOPS:
        end += 1
    return start, end


@dataclass(frozen=True, slots=True)
class Cues:
    """Patterns of wording.

    In a cue, … stands for up to fourteen characters of the same sentence, ～ for up to nine of the same clause among
    which the speaker (我) is not named, » for the rest of the clause, `{name}` for any word of that class, `(a|b|)` for
    a or b or nothing, `a?` for a or nothing, `#` for a number. A cue of Latin letters is sought in the English reading,
    at word boundaries, and its … is up to forty characters.
    """

    compiled: tuple[_Cue, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is no cue at all."""
        return not self.compiled

    def found(self, message: Message) -> bool:
        """Whether any cue stands in the message."""
        return next(self.spans(message), None) is not None

    def spans(self, message: Message) -> Iterator[Span]:
        """Every place where a cue stands."""
        for cue in self.compiled:
            text = message.english if cue.english else message.chinese
            if cue.possible(text):
                for match in _pattern(cue.written).finditer(text):
                    yield cue.english, match.start(), match.end()

    def make_up(self, message: Message) -> bool:
        """Whether the message is made of cues and of nothing else, the longest taken first."""
        left = {False: re.sub("[a-z0-9]", "", message.chinese), True: message.english}
        for cue in sorted(self.compiled, key=lambda c: -len(c.written)):
            left[cue.english] = _pattern(cue.written).sub("", left[cue.english])
        return not any(unicodedata.category(c)[0] in "LN" for c in left[False] + left[True])


def read_cues(written: Sequence[str], words: Mapping[str, tuple[str, ...]]) -> Cues:
    """Compile cues with the classes of words that they name; a cue that is only a class is every entry of it as a cue.

    Raises:
        ValueError: a cue is malformed, or names within it a class that holds more than words.
        KeyError: it names no class.
    """
    alone = ((cue, re.fullmatch(r"\{([\w-]+)\}", cue)) for cue in written)
    each = (entry for cue, name in alone for entry in (words[name[1]] if name else (cue,)))
    return Cues(tuple(_compiled(cue, words) for cue in each))


@dataclass(frozen=True, slots=True)
class _Cue:
    written: str
    """As a regular expression."""
    needed: tuple[tuple[str, ...], ...]
    """One of each must be in the text: a cheap test before the pattern is tried."""
    english: bool

    def possible(self, text: str) -> bool:
        for words in self.needed:
            for word in words:
                if word in text:
                    break
            else:
                return False
        return True


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """Compiled when first needed: a message needs few of some thousand, and starting up should take no time."""
    return re.compile(written)


_GAPS = {
    ("»", False): f"[^{_STOPS},、\\n]{{0,120}}",
    ("»", True): r"[^.!?,\n]{0,120}",
    ("…", False): f"[^{_STOPS}\\n]{{0,14}}?",
    ("～", False): f"[^{_STOPS},、:\\n我]{{0,9}}?",
    ("…", True): r"[^.!?\n]{0,40}?",
    ("～", True): r"[^.!?,\n]{0,20}?",
}


def _compiled(cue: str, words: Mapping[str, tuple[str, ...]]) -> _Cue:
    if strange := re.search(r"[\\*+\[\]^$]|^[?|)]|\(\?", cue):
        raise ValueError(f"{cue} 里不能用 {strange[0]}")
    said = re.sub(r"\{[\w-]+\}|[…～»]", "", cue)
    english = said.isascii() and bool(re.search("[a-z]", said))
    reader = _Reader(cue, english, words)
    pattern, needed = reader.either()
    if reader.at < len(cue):
        raise ValueError(f"{cue} 的括号不成对")
    if english or re.match(r"[a-z0-9]", cue):
        pattern = f"(?<![a-z0-9])(?:{pattern})"
    if english or re.search(r"[a-z0-9]$", cue):
        pattern = f"(?:{pattern})(?![a-z0-9])"
    return _Cue(pattern, tuple(tuple(sorted(n)) for n in sorted(needed, key=len)), english)


_Needed = list[frozenset[str]]
"""Of each set, at least one word stands in whatever the pattern matches."""


@dataclass(slots=True)
class _Reader:
    """Turns a cue into a pattern, and notes which words a text must hold for it to match."""

    cue: str
    english: bool
    words: Mapping[str, tuple[str, ...]]
    at: int = 0

    def either(self) -> tuple[str, _Needed]:
        """Sequences between bars, up to the end or the closing bracket."""
        branches = [self._sequence()]
        while self.cue.startswith("|", self.at):
            self.at += 1
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        pattern = "(?:" + "|".join(p for p, _ in branches) + ")"
        if not all(needed for _, needed in branches):
            return pattern, []
        return pattern, [frozenset(w for _, needed in branches for w in min(needed, key=len))]

    def _sequence(self) -> tuple[str, _Needed]:
        pieces: list[tuple[str, _Needed]] = []
        literal = ""
        while self.at < len(self.cue) and self.cue[self.at] not in "|)":
            character = self.cue[self.at]
            self.at += 1
            optional = self.cue.startswith("?", self.at)
            if character not in "…～»#({" and not optional:
                literal += character
                continue
            if literal:
                pieces.append(_one_of((literal,), self.english))
                literal = ""
            piece = self._piece(character)
            if self.cue.startswith("?", self.at):
                self.at += 1
                piece = f"(?:{piece[0]})?", []
            pieces.append(piece)
        if literal:
            pieces.append(_one_of((literal,), self.english))
        return "".join(p for p, _ in pieces), [n for _, needed in pieces for n in needed]

    def _piece(self, character: str) -> tuple[str, _Needed]:
        if character in "…～»":
            return _GAPS[character, self.english], []
        if character == "#":
            return "[0-9]{1,12}", []
        if character == "(":
            piece = self.either()
            if not self.cue.startswith(")", self.at):
                raise ValueError(f"{self.cue} 的括号不成对")
            self.at += 1
            return piece
        if character == "{":
            end = self.cue.index("}", self.at)
            name, self.at = self.cue[self.at : end], end + 1
            if any(re.search(r"[(){}|…～»#?]", word) for word in self.words[name]):
                raise ValueError(f"{self.cue} 里的 {{{name}}} 不只是词")
            return _one_of(self.words[name], self.english)
        return _one_of((character,), self.english)


@cache
def _one_of(choices: tuple[str, ...], english: bool) -> tuple[str, _Needed]:  # a class stands in many cues
    folded = {c.lower() if english else plain(c) for c in choices}
    shortest = {w for w in folded if not any(o != w and o in w for o in folded)}
    pattern = "|".join(re.escape(c) for c in sorted(folded, key=lambda c: (-len(c), c)))
    return f"(?:{pattern})" if len(folded) > 1 else pattern, [frozenset(shortest)] if "" not in folded else []
