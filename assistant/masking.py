"""Personal data out of a text before it leaves this machine, and back in when an answer returns.

    masked = mask("我叫张三丰，电话13812345678")
    masked.text             # 我叫〔姓名1〕，电话〔手机1〕
    masked.restore("请〔姓名1〕保存录音")  # 请张三丰保存录音

Who is the same gets the same tag, within a text and over the texts of a matter (`known`). A number that is written in
another way gets the tag with a second number, 〔手机1-2〕, so that what comes back is what was written. What is masked
and what is not: docs/privacy.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from assistant.accounts import accounts_in
from assistant.addresses import PLACES, Places, read_places
from assistant.names import NAMES, Names, read_names
from assistant.nicknames import Nicknames, read_nicknames
from assistant.numbers import numbers_in
from assistant.personal import KINDS, Found, compact, even

_TAG = re.compile(rf"[〔【\[［][ ]{{0,2}}({'|'.join(KINDS)})[ ]{{0,2}}([1-9][0-9]*(?:-[0-9]+)?)[ ]{{0,2}}[〕】\]］]")
"""A tag, also with the brackets and spaces that a chat model may put in their place."""
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Tag:
    """What a tag stands for. The representation does not show it, so that no log does."""

    kind: str
    number: str
    """1 for the first of its kind; 1-2 for the same, written in another way."""
    original: str = field(repr=False)
    key: str = field(repr=False)

    @property
    def text(self) -> str:
        """The tag as it stands in the text."""
        return f"〔{self.kind}{self.number}〕"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and what its tags and those of the texts before it stand for."""

    text: str
    tags: tuple[Tag, ...] = ()

    def restore(self, text: str) -> str:
        """Put back what the tags in a text stand for; a tag that nobody gave stays as it is."""
        originals = {(tag.kind, tag.number): tag.original for tag in self.tags}
        return _TAG.sub(lambda m: originals.get((m[1], m[2]), m[0]), text)


NOTHING = Masked("")
"""What is known before the first text."""


@dataclass(frozen=True, slots=True)
class Masker:
    """Finds personal data and puts tags in its place."""

    names: Names
    places: Places
    nicknames: Nicknames
    given: tuple[str, ...] = field(default=(), repr=False)
    """Names that are masked wherever they stand, though nothing around them tells that they are names."""

    def with_names(self, names: Sequence[str]) -> Masker:
        """The masker that knows these names too."""
        return replace(self, given=(*self.given, *(even(name).strip() for name in names if name.strip())))

    def find(self, text: str, known: Masked = NOTHING) -> tuple[Found, ...]:
        """Where personal data stands, in order, without overlaps."""
        level = even(text)
        names = (*self.given, *(tag.key for tag in known.tags if tag.kind == "姓名"))
        called = tuple(self.nicknames.found_in(level, self.names.is_plain))
        found = (
            *(Found(m.start(), m.end(), "标记", m[0]) for m in _TAG.finditer(text)),
            *called,
            *accounts_in(level),
            *numbers_in(level),
            *self.places.found_in(level),
            *self.names.found_in(level, (*names, *(one.key for one in called))),
        )
        return tuple(_merged(level, found))

    def mask(self, text: str, known: Masked = NOTHING) -> Masked:
        """The text with tags, the same for who is the same in `known`."""
        tags = list(known.tags)
        given = {(tag.kind, tag.key, tag.original): tag for tag in tags}
        numbers = {(tag.kind, tag.key): tag.number.partition("-")[0] for tag in tags}
        counts = {kind: sum(1 for k, _ in numbers if k == kind) for kind in KINDS}
        spellings: dict[tuple[str, str], int] = {}
        for tag in tags:
            spellings[tag.kind, tag.key] = spellings.get((tag.kind, tag.key), 0) + 1
        parts, at = [], 0
        for found in self.find(text, known):
            original, who = text[found.start : found.end], (found.kind, found.key)
            if who not in numbers:
                counts[found.kind] += 1
                numbers[who] = str(counts[found.kind])
            if (*who, original) not in given:
                spellings[who] = spellings.get(who, 0) + 1
                spelling = f"-{spellings[who]}" if spellings[who] > 1 else ""
                tags.append(Tag(found.kind, numbers[who] + spelling, original, found.key))
                given[(*who, original)] = tags[-1]
            parts += [text[at : found.start], given[(*who, original)].text]
            at = found.end
        return Masked("".join([*parts, text[at:]]), tuple(tags))


def read_masker(names: Sequence[str] = (), *, names_file: Path = NAMES, places_file: Path = PLACES) -> Masker:
    """A masker by the words of the data files, and names given.

    Raises:
        InputProblem: a file cannot be read.
    """
    return Masker(read_names(names_file), read_places(places_file), read_nicknames(names_file)).with_names(names)


def mask(text: str, known: Masked = NOTHING, *, names: Sequence[str] = ()) -> Masked:
    """The text without personal data, by our own words about names and places."""
    masker = _shipped()
    return (masker.with_names(names) if names else masker).mask(text, known)


@lru_cache(maxsize=1)
def _shipped() -> Masker:
    return read_masker()


def _merged(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Overlapping data as one: what the longest is, or of equals the one of higher rank. Nothing is left over."""
    pending: list[Found] = []
    for one in sorted(found):
        if pending and one.start >= max(f.end for f in pending):
            yield _one(text, pending)
            pending = []
        pending = [*pending, one] if len(pending) < 8 else [_one(text, [*pending, one])]
    if pending:
        yield _one(text, pending)


def _one(text: str, found: Sequence[Found]) -> Found:
    start, end = min(f.start for f in found), max(f.end for f in found)
    main = min(found, key=lambda f: (f.start - f.end, _RANK[f.kind]))
    whole = (main.start, main.end) == (start, end)
    return main if whole else Found(start, end, main.kind, compact(text[start:end]))
