"""Puts right what an input method wrote wrongly: 催手 is 催收, 预期三个月 is 逾期三个月.

A small noisy channel (Kernighan, Church and Gale 1990): a run of two to four characters may be any word of the library
that sounds alike, and is that word where the library's own texts make it so much likelier, between its neighbours, than
what stands there that a slip is the better explanation. `python -m kb.training.spelling` counts those texts.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from kb.words import dictionary_cut, in_dictionary

COUNTS = Path(__file__).parent / "data" / "spelling.json.gz"
"""What `kb.training.spelling` writes."""

EDGE = "^"
"""Stands in the counts for whatever is no Chinese character."""

_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_SAME_CHARACTER, _SAME_SOUND, _LIKE_SOUND = 0.0, 7.25, 11.0
"""What it costs, in nats, that a character was meant for another."""
_REAL_WORD, _CUTS_WORD = 2.75, 8.0
"""What it costs more to change a word of the dictionary, and to cut through one."""
_PAIR, _TRIPLE = 20.0, 4.0
"""How much what stands before counts less, as so many times seen (Dirichlet smoothing)."""
_KEPT = 1 << 15
"""Pairs and threes of characters of which is remembered what they sound like, and how likely they are."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
_AFTER = re.compile(r"([a-z])([^a-z]+)")
_LEFT_ALONE = re.compile(
    r"[“\"「『《【][^”\"」』》】\n]{0,80}[”\"」』》】]"
    r"|第[零〇一二三四五六七八九十百千0-9]+[条款项章节号]"
    r"|(?:我叫|叫做|名叫|姓名|姓)[:：是]?[\u4e00-\u9fff]{1,3}"
)
"""What is quoted, cited or a name."""


def level(count: int) -> str:
    """A count as one letter, in steps of the root of two."""
    return chr(ord("a") + min(25, round(2 * math.log2(count))))


def likely(sound: str) -> str:
    """A syllable in which those that are often mistaken for each other are one: zhang, zang; ning, lin."""
    for one, other in _FUZZY:
        if sound.startswith(one):
            sound = other + sound[len(one) :]
            break
    return sound[:-1] if sound.endswith(("ing", "eng")) else sound


class Typos:
    """Knows the library's words by their sound, and how often its characters follow each other."""

    def __init__(self, counts: Mapping[str, Any], right: Iterable[str] = ()) -> None:
        """`counts` is what `kb.training.spelling.counts` makes; words that are `right` are never changed."""
        self._left_alone = re.compile("|".join((_LEFT_ALONE.pattern, *map(re.escape, right))))
        self._sounds: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for sound, characters in counts["sounds"].items():
            for character in characters:
                self._sounds[character] += (sound,)
        self._words: dict[str, str] = counts["words"]
        self._longest = _longest_words(self._words)
        self._packed = dict(_by_what_stands_before(counts["followers"]))
        self._followers: dict[str, dict[str, float]] = {}
        self._singles = {c: _times(letter) for c, letter in zip(*counts["singles"], strict=True)}
        self._all = sum(self._singles.values())
        self._after = lru_cache(maxsize=_KEPT)(self._follows)
        self._starting = lru_cache(maxsize=_KEPT)(self._heard)
        self._alike = lru_cache(maxsize=_KEPT)(self._sounds_like)

    def corrected(self, text: str) -> str:
        """The text with its slips put right; nothing else is changed, and its length never."""
        kept = {at for found in self._left_alone.finditer(text) for at in range(*found.span())}
        for run in _CHINESE.finditer(text):
            taken = {at for at in range(len(run[0])) if run.start() + at in kept}
            right = run[0]
            for _, at, word in sorted(self._slips(run[0]), reverse=True):
                places = set(range(at, at + len(word)))
                if not places & taken:
                    taken |= places
                    right = right[:at] + word + right[at + len(word) :]
            if right != run[0]:
                text = text[: run.start()] + right + text[run.end() :]
        return text

    def _slips(self, run: str) -> Iterator[tuple[float, int, str]]:
        """What is better explained as a slip: by how much, where, and the word that was meant."""
        sounds = [self._sounds.get(character, ()) for character in run]
        ends: set[int] = set()
        for at, key in self._keys(run):
            for line in self._words[key].split("\n"):
                word, *syllables = line.split(" ")
                end = at + len(word)
                written = run[at:end]
                if word == written:
                    continue
                ends = ends or _ends(run)
                cost = self._cost(written, word, sounds[at:end], syllables)
                cost += _REAL_WORD * in_dictionary(written)
                cost += _CUTS_WORD * ((at not in ends) + (end not in ends))
                gain = self._gain(run, at, word) - cost
                if gain > 0:
                    yield gain, at, word

    def _keys(self, run: str) -> Iterator[tuple[int, str]]:
        """Where in a run words of the library sound, and what they sound like; most pairs of syllables begin none."""
        for at in range(len(run) - 1):
            for start, longest in self._starting(run[at : at + 2]):
                for end in range(at + 2, min(at + longest, len(run)) + 1):
                    for rest in product(*map(self._alike, run[at + 2 : end])):
                        key = " ".join((start, *rest))
                        if key in self._words:
                            yield at, key

    def _heard(self, two: str) -> tuple[tuple[str, int], ...]:
        """What two characters sound like, as far as words of the library begin so, and how long the longest is."""
        starts = (f"{first} {second}" for first, second in product(*map(self._alike, two)))
        return tuple((start, self._longest[start]) for start in starts if start in self._longest)

    def _sounds_like(self, character: str) -> tuple[str, ...]:
        """What a character sounds like, where what is often mistaken is one."""
        return tuple(dict.fromkeys(map(likely, self._sounds.get(character, ()))))

    def _cost(self, written: str, word: str, heard: list[tuple[str, ...]], syllables: list[str]) -> float:
        return sum(
            _SAME_CHARACTER if a == b else _SAME_SOUND if said in sounds else _LIKE_SOUND
            for a, b, sounds, said in zip(written, word, heard, syllables, strict=True)
        )

    def _gain(self, run: str, at: int, word: str) -> float:
        """How much likelier, in nats, the library makes the run with the word."""
        end = at + len(word)
        before, after = (EDGE * 2 + run[:at])[-2:], (run[end:] + EDGE)[:2]
        return self._likelihood(before + word + after) - self._likelihood(before + run[at:end] + after)

    def _likelihood(self, characters: str) -> float:
        return sum(self._after(characters[at - 2 : at + 1]) for at in range(2, len(characters)))

    def _follows(self, three: str) -> float:
        """How likely, in nats, the last of three characters is behind the others."""
        two, one, this = three[:2], three[1], three[2]
        single = (self._singles.get(this, 0.0) + 0.5) / (self._all + 4000.0)
        pair = (self._count(one, this) + _PAIR * single) / (self._singles.get(one, 0.0) + _PAIR)
        seen = self._count(two[0], two[1])
        return math.log((self._count(two, this) + _TRIPLE * pair) / (seen + _TRIPLE))

    def _count(self, before: str, this: str) -> float:
        """How often a character stands after one or two others."""
        known = self._followers.get(before)
        if known is None:
            packed = self._packed.get(before)
            if packed is None:
                return 0.0
            known = self._followers[before] = _unpacked(packed)
        return known.get(this, 0.0)


@cache
def typos(right: tuple[str, ...] = ()) -> Typos:
    """The one that ships."""
    return Typos(json.loads(gzip.decompress(COUNTS.read_bytes())), right)


def _longest_words(keys: Iterable[str]) -> dict[str, int]:
    """By the two syllables that words begin with, how many the longest has."""
    longest: dict[str, int] = {}
    for key in keys:
        first, second, *rest = key.split(" ")
        start = f"{first} {second}"
        longest[start] = max(2 + len(rest), longest.get(start, 0))
    return longest


def _by_what_stands_before(followers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What follows each character, and each two that begin with it; still packed."""
    for first, packed in followers.items():
        alone, *lines = packed.split("\n")
        yield first, alone
        for line in lines:
            yield first + line[0], line[1:]


def _unpacked(packed: str) -> dict[str, float]:
    """`a收手c债`: what follows, after the letter of how often."""
    return {c: times for letter, after in _AFTER.findall(packed) for times in (_times(letter),) for c in after}


def _times(letter: str) -> float:
    return float(2 ** ((ord(letter) - ord("a")) / 2))


def _ends(run: str) -> set[int]:
    """Where, by the dictionary, words begin and end."""
    ends, at = {0}, 0
    for word in dictionary_cut(run):
        at += len(word)
        ends.add(at)
    return ends
