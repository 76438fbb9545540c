"""What must be said before anything is looked up, or is not answered at all.

Danger to life comes before law; then danger at the door, help in wrongdoing, law of other places, other topics.
Everything is in `data/scope.toml`: what is said, and by which patterns of meaning a message is known. No model reads
the message, so the same words always get the same help, also without a network.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.answer import Action
from assistant.conduct import Basis
from assistant.folded import plain
from kb import YoujuError

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said first. If it is final, nothing else is answered."""

    route: str
    """crisis, danger, wrongdoing, injection, jurisdiction, lookup, topic, creditor, insider, opinion or vague."""
    id: str
    """The row of the table that it stands in."""
    action: Action
    headline: str
    text: str
    text_en: str
    headline_en: str
    steps: tuple[str, ...]
    steps_en: tuple[str, ...]
    channels: tuple[str, ...]
    channels_en: tuple[str, ...]
    final: bool
    law: tuple[Basis, ...] = ()
    """What the law says of the wrongdoing that was asked for; each is also cited within the text."""

    @property
    def refs(self) -> tuple[str, ...]:
        """The references of `law`."""
        return tuple(basis.ref for basis in self.law)

    def spoken(self, lang: str) -> Spoken:
        """What is said in a language."""
        bare = self.action is Action.CRISIS
        if lang == "en":
            return Spoken(self.headline_en, self.text_en, self.steps_en, self.channels_en, bare)
        return Spoken(self.headline, self.text, self.steps, self.channels, bare)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A notice in one language."""

    headline: str
    text: str
    steps: tuple[str, ...]
    channels: tuple[str, ...]
    bare: bool
    """In a crisis nothing is said but the text."""

    @property
    def alone(self) -> str:
        """The whole answer, where nothing else is answered."""
        return self.text if self.bare else f"**{self.headline}**\n\n{self.text}"

    @property
    def opening(self) -> str:
        """What stands before an answer."""
        return f"**{self.headline}**\n{self.text}"


@dataclass(frozen=True)
class Scope:
    """All notices, the gravest first."""

    rows: tuple[Row, ...]

    def notice(self, text: str) -> Notice | None:
        """The first thing to say, or None for a question that is simply answered."""
        return next(self._notices(text), None)

    def all_notices(self, text: str) -> tuple[Notice, ...]:
        """Everything to say first, in order, one of a route; ends with the first that is final."""
        return tuple(self._notices(text))

    def _notices(self, text: str) -> Iterator[Notice]:
        whole = _Message.of(text)
        rest = self._without_orders(whole)
        said: set[str] = set()
        for row in self.rows:
            if row.notice.route in said or not row.met(whole if row.orders or row.reads_orders else rest):
                continue
            said.add(row.notice.route)
            yield row.notice
            if row.notice.final:
                return

    def _without_orders(self, message: _Message) -> _Message:
        """The message without sentences that give us orders, so that a pasted order asks for nothing.

        Kept whole where nothing about a debt is left: then the order is all that was asked.
        """
        spans = [s for row in self.rows if row.orders for when in row.when for s in when.spans(message)]
        if not spans:
            return message
        rest = message.without_passages(spans)
        return rest if any(row.orders and row.about.found(rest) for row in self.rows) else message


@dataclass(frozen=True)
class Row:
    """A notice, and the messages it is for."""

    notice: Notice
    when: tuple[When, ...]
    about: Cues
    """Words that show that the message is about a debt."""
    orders: bool = False
    """Its cues are orders given to us; they are never obeyed, and what stands in them is not read as a request."""
    reads_orders: bool = False
    """It looks into such orders too: a life may be in danger there."""

    def met(self, message: _Message) -> bool:
        """Whether the notice is for this message."""
        return any(when.met(message) for when in self.when)


@dataclass(frozen=True)
class When:
    """A group of cues, the look-alikes that are none, and what else must or must not be said."""

    cues: Cues
    unless: Cues
    """Wordings that look like a cue; they are covered before cues are sought."""
    needs: Cues
    """One of these must stand somewhere outside the cues; empty: nothing is needed."""
    veto: Cues
    """None of these may stand anywhere."""
    whole: bool = False
    """The message must consist of cues and nothing else."""
    signs: tuple[Cues, ...] = ()
    """Weak signs by kind; TOGETHER of different kinds, NEAR each other, stand for a cue."""

    def met(self, message: _Message) -> bool:
        """Whether the group applies to the message."""
        if self.whole:
            return bool(message.chinese) and self.cues.make_up(message)
        spans = self.spans(message)
        if not spans:
            return False
        needed = self.needs.empty or self.needs.found(message.without(spans))
        return needed and not self.veto.found(message)

    def spans(self, message: _Message) -> list[_Span]:
        """Where the cues stand, look-alikes covered."""
        if not self.cues.found(message) and sum(kind.found(message) for kind in self.signs) < TOGETHER:
            return []
        covered = message.without(self.unless.spans(message))
        return [*self.cues.spans(covered), *_together([list(kind.spans(covered)) for kind in self.signs])]


_Span = tuple[bool, int, int]
"""Whether it lies in the English reading, and its half-open bounds there."""

_COVER = "□"

TOGETHER, NEAR = 2, 40
"""How many kinds of weak signs are enough, and within how many characters. Two in a sentence or two hardly ever stood
together in ordinary complaints; one alone often does."""


def _together(kinds: Sequence[Sequence[_Span]]) -> list[_Span]:
    """The signs from which on enough kinds stand near each other."""
    signs = [(span, kind) for kind, spans in enumerate(kinds) for span in spans]
    found: list[_Span] = []
    for first, _ in signs:
        near = {kind for s, kind in signs if s[0] == first[0] and first[1] <= s[1] and s[2] <= first[1] + NEAR}
        if len(near) >= TOGETHER:
            found.append(first)
    return found


@dataclass(frozen=True, slots=True)
class _Message:
    """A message read twice: without spaces for Chinese, with single spaces for English."""

    chinese: str
    english: str

    @classmethod
    def of(cls, text: str) -> _Message:
        wide = unicodedata.normalize("NFKC", text)
        english = re.sub(r"[^a-z0-9.!?\n,]+", " ", re.sub(r"['’`]", "", wide.lower()))
        latin = any("a" <= c <= "z" for c in english)
        return cls(_JOINED.sub("", plain(wide.replace("\n", "。"))), english.strip() if latin else "")

    def without(self, spans: Sequence[_Span] | Iterator[_Span]) -> _Message:
        """Cover the spans; lengths stay."""
        return self._covered([(english, a, b) for english, a, b in spans])

    def without_passages(self, spans: Sequence[_Span]) -> _Message:
        """Cover the brackets or, where there are none, the sentences that the spans stand in."""
        return self._covered([(e, *_passage(self.english if e else self.chinese, a, b)) for e, a, b in spans])

    def _covered(self, spans: Sequence[_Span]) -> _Message:
        if not spans:
            return self
        readings = [list(self.chinese), list(self.english)]
        for english, start, end in spans:
            readings[english][start:end] = _COVER * (end - start)
        return _Message("".join(readings[0]), "".join(readings[1]))


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

    def found(self, message: _Message) -> bool:
        """Whether any cue stands in the message."""
        return next(self.spans(message), None) is not None

    def spans(self, message: _Message) -> Iterator[_Span]:
        """Every place where a cue stands."""
        for cue in self.compiled:
            text = message.english if cue.english else message.chinese
            if cue.possible(text):
                for match in _pattern(cue.written).finditer(text):
                    yield cue.english, match.start(), match.end()

    def make_up(self, message: _Message) -> bool:
        """Whether the message is made of cues and of nothing else, the longest taken first."""
        left = {False: re.sub("[a-z0-9]", "", message.chinese), True: message.english}
        for cue in sorted(self.compiled, key=lambda c: -len(c.written)):
            left[cue.english] = _pattern(cue.written).sub("", left[cue.english])
        return not any(unicodedata.category(c)[0] in "LN" for c in left[False] + left[True])


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


_PIECE = re.compile(r"\{(?P<name>[\w-]+)\}|\((?P<either>[^()]*)\)|(?P<gap>[…～»])|(?P<literal>[^{}()…～]+)")


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """Compiled when first needed: a message needs few of some thousand, and starting up should take no time."""
    return re.compile(written)


_GAPS = {
    ("»", False): f"[^{_STOPS},、\\n]*",
    ("»", True): r"[^.!?,\n]*",
    ("…", False): f"[^{_STOPS}\\n]{{0,14}}?",
    ("～", False): f"[^{_STOPS},、:\\n我]{{0,9}}?",
    ("…", True): r"[^.!?\n]{0,40}?",
    ("～", True): r"[^.!?,\n]{0,20}?",
}


def _compile(cue: str, words: Mapping[str, tuple[str, ...]]) -> _Cue:
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
            return "[0-9]+", []
        if character == "(":
            piece = self.either()
            if not self.cue.startswith(")", self.at):
                raise ValueError(f"{self.cue} 的括号不成对")
            self.at += 1
            return piece
        if character == "{":
            end = self.cue.index("}", self.at)
            name, self.at = self.cue[self.at : end], end + 1
            return _one_of(self.words[name], self.english)
        return _one_of((character,), self.english)


@cache
def _one_of(choices: tuple[str, ...], english: bool) -> tuple[str, _Needed]:  # a class stands in many cues
    folded = {c.lower() if english else plain(c) for c in choices}
    shortest = {w for w in folded if not any(o != w and o in w for o in folded)}
    pattern = "|".join(re.escape(c) for c in sorted(folded, key=lambda c: (-len(c), c)))
    return f"(?:{pattern})" if len(folded) > 1 else pattern, [frozenset(shortest)] if "" not in folded else []


def read_scope(path: Path = DATA / "scope.toml") -> Scope:
    """Read the table of notices.

    Raises:
        YoujuError: the file is not such a table; names the row.
    """
    row: Mapping[str, Any] = {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        words = _classes(data["words"])
        channels = {r["id"]: (r["zh"], r["en"]) for r in data["channel"]}
        about = _cues(data["about"], words)
        rows, written = [], dict[str, Sequence[Mapping[str, Any]]]()
        for row in data["notice"]:
            written[row["id"]] = row["when"]
            covered = row.get("unless", ())
            groups = tuple(_when(group, covered, words) for w in row["when"] for group in _borrowed(w, written))
            notice = _notice(row, channels)
            rows.append(Row(notice, groups, about, row.get("orders", False), row.get("reads_orders", False)))
    except (KeyError, ValueError, TypeError) as error:
        where = f"“{row['id']}”" if "id" in row else "开头"
        raise YoujuError(f"{path.name} 的 {where} 不完整或写错：{error}；格式见 docs/formats.md") from error
    return Scope(tuple(rows))


def _classes(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Word classes; an entry `@name` takes in another class written above."""
    classes: dict[str, tuple[str, ...]] = {}
    for name, entries in table.items():
        classes[name] = tuple(w for e in entries for w in (classes[e[1:]] if e.startswith("@") else (e,)))
    return classes


def _borrowed(
    group: Mapping[str, Any], written: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Iterator[Mapping[str, Any]]:
    """The group itself; or with `as` the groups of an earlier row, without what they need."""
    if "as" not in group:
        yield group
        return
    for other in written[group["as"]]:
        yield {key: value for key, value in other.items() if key != "needs"}


def _when(row: Mapping[str, Any], unless: Sequence[str], words: Mapping[str, tuple[str, ...]]) -> When:
    cues, needs, veto = (_cues(row.get(key, ()), words) for key in ("cues", "needs", "veto"))
    signs = tuple(_cues(kind, words) for kind in row.get("signs", ()))
    return When(cues, _cues((*row.get("unless", ()), *unless), words), needs, veto, row.get("whole", False), signs)


def _cues(written: Sequence[str], words: Mapping[str, tuple[str, ...]]) -> Cues:
    return Cues(tuple(_compile(cue, words) for cue in written))


def _notice(row: Mapping[str, Any], channels: Mapping[str, tuple[str, str]]) -> Notice:
    reached = [channels[c] for c in row.get("channels", ())]
    return Notice(
        route=row["route"],
        id=row["id"],
        action=Action(row["action"]),
        headline=row["headline"],
        text=row["text"],
        text_en=row["text_en"],
        headline_en=row["headline_en"],
        steps=tuple(row.get("steps", ())),
        steps_en=tuple(row.get("steps_en", ())),
        channels=tuple(zh for zh, _ in reached),
        channels_en=tuple(en for _, en in reached),
        final=row["final"],
        law=tuple(Basis(b["ref"], b["says"]) for b in row.get("law", ())),
    )
