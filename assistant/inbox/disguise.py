"""The inbox's one way to masking: a matter's personal data out of its words, and back in for its own file.

Every matter has a disguise of its own, so that its tags say nothing of another matter, and nothing of one matter can
be put back into another's words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.masking import mask
from assistant.personal import KINDS

SENDER = "来信人"
_TAG = re.compile(r"〔([^〔〕\d]+)(?:\d[\d-]*)?〕")
_WORN = re.compile(rf"〔(?:{'|'.join((*KINDS, SENDER))})(?:\d[\d-]*)?〕")
_OF_TAGS = "〕〔".join((*KINDS, SENDER))
"""A name that stands in a tag would tear it."""
_LONG_NUMBER = re.compile(r"(?<![\d.,])(?<!GB/T)(?!\d{4}-\d{1,2}-\d{1,2}(?!\d))\d(?:[ -]?\d){6,}(?![\d.,]*\d)")
"""A number that long is never needed to understand a matter, unless it is a standard's (GB/T45251-2025); where nobody
knows what it is, it is hidden too."""


class Disguise:
    """Tags for the personal data of one matter; the same datum always has the same tag."""

    def __init__(self, sender: str = "", names: Sequence[str] = ()) -> None:
        """Know the sender's name and any other names that were told."""
        self._tags: dict[str, str] = {}
        self._known: dict[str, str] = {}
        if sender:
            self._learn(SENDER, sender)
        given = dict.fromkeys(name.strip() for name in names)
        self._told = tuple(name for name in given if name not in {"", sender} and name not in _OF_TAGS)

    @property
    def tags(self) -> Mapping[str, str]:
        """What each tag stands for."""
        return dict(self._tags)

    @property
    def kinds(self) -> Mapping[str, int]:
        """How much of each kind was hidden: what is shown to the volunteer of the mask."""
        counted: dict[str, int] = {}
        for tag in self._tags:
            kind = _TAG.fullmatch(tag)
            counted[kind[1] if kind else tag] = counted.get(kind[1] if kind else tag, 0) + 1
        return counted

    def hide(self, text: str) -> str:
        """The text with tags in the place of personal data."""
        found = mask(text)
        masked = _renamed(found.text, {tag.text: self._learn(tag.kind, tag.original) for tag in found.tags})
        for name in self._told:
            if _whole(name).search(masked):
                self._learn("姓名", name)
        for name in sorted(self._known, key=len, reverse=True):
            masked = _whole(name).sub(self._known[name], masked)
        return _LONG_NUMBER.sub(lambda m: self._learn("号码", m[0]), masked)

    def hide_again(self, text: str) -> str:
        """As `hide`, for words that hold tags of this matter already: these stay."""
        if not self._tags:
            return self.hide(text)
        pieces = re.split(f"({'|'.join(map(re.escape, self._tags))})", text)
        return "".join(piece if n % 2 else self.hide(piece) for n, piece in enumerate(pieces))

    def restore(self, text: str) -> str:
        """The text with the data of this matter back in."""
        return _renamed(text, self._tags)

    def _learn(self, kind: str, datum: str) -> str:
        """The datum's tag; numbers written with and without spaces are one."""
        key = re.sub(r"[\s-]", "", datum) if any(c.isdigit() for c in datum) else datum
        known = next((t for t, d in self._tags.items() if re.sub(r"[\s-]", "", d) == key or d == datum), None)
        if known is None:
            number = sum(t.startswith(f"〔{kind}") for t in self._tags) + 1
            while f"〔{kind}{number}〕" in self._tags:  # of words that were masked before, some tags may be missing
                number += 1
            known = f"〔{kind}{number}〕" if kind != SENDER else f"〔{SENDER}〕"
            self._tags[known] = datum
        if kind in {SENDER, "姓名"}:
            self._known[datum] = known
        return known


class Worn(Disguise):
    """Of words that were masked before: their tags stay as they are, and nothing stands behind them."""

    def __init__(self, words: str) -> None:
        """Know the tags that stand in the words."""
        super().__init__()
        self._tags |= {tag: tag for tag in _WORN.findall(words)}

    def hide(self, text: str) -> str:
        """The text with tags in the place of personal data that slipped through; those that stand there stay."""
        tags = _WORN.findall(text)
        self._tags |= {tag: tag for tag in tags}
        pieces = _WORN.split(text)
        return "".join(super(Worn, self).hide(piece) + tag for piece, tag in zip(pieces, [*tags, ""], strict=True))


def _whole(name: str) -> re.Pattern[str]:
    """A name where it stands; one of Latin letters or of a single character only as a word of its own."""
    words = name.isascii() or len(name) == 1
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)" if words else re.escape(name))


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """Each key replaced once, however the values look."""
    if not names:
        return text
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(pattern, lambda m: names[m[0]], text)
