"""`python -m kb.training.spelling`: count the library's words and characters for `kb.typos`, same every time."""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pypinyin import lazy_pinyin
from pypinyin.phrases_dict import phrases_dict

from kb.corpus import DATA, Corpus, read_corpus
from kb.files import read_ways
from kb.typos import COUNTS, EDGE, level, likely
from kb.words import LEGAL_WORDS, dictionary_cut

LEAST, LEAST_PAIR, LEAST_TRIPLE = 10, 1, 2
"""How often a word, a pair and three characters in a row must stand in the texts."""
RARE = 0.1
"""A reading of a character that fewer of its words have is left out."""
_RUN = re.compile(r"[\u4e00-\u9fff]+")


def main() -> int:
    """Write the counts; exit status 0."""
    COUNTS.write_bytes(packed(counts(texts(read_corpus()))))
    return 0


def packed(found: Mapping[str, Any]) -> bytes:
    """The bytes of the file, the same for the same counts."""
    return gzip.compress(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)


def texts(corpus: Corpus) -> Iterator[str]:
    """What the library says, and how it is asked, each text once."""
    asked = (way for ways in corpus.asked.values() for found in ways.values() for way in found)
    beyond = (way for _, _, n in read_ways(DATA / "beyond", DATA, []) for found in n.values() for way in found)
    statutes = (a.text for i in corpus.instruments.values() for v in i.versions for a in v.articles)
    guides = (text for g in corpus.guides for s in g.sections for text in (s.title, *s.answer, *(x for x in s.asked)))
    yield from dict.fromkeys((*asked, *beyond, *statutes, *guides))


def counts(lines: Iterable[str]) -> dict[str, Any]:
    """Words by their sound, characters by theirs, and what follows one character or two."""
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    words: Counter[str] = Counter(dict.fromkeys(LEGAL_WORDS.split(), LEAST))
    for line in lines:
        for run in _RUN.findall(line):
            framed = EDGE * 2 + run + EDGE
            singles.update(run + EDGE)
            pairs.update((framed[at - 1], framed[at]) for at in range(1, len(framed)))
            pairs.update((framed[at - 2 : at], framed[at]) for at in range(2, len(framed)))
            words.update(word for word in dictionary_cut(run) if 2 <= len(word) <= 4)
    kept = {pair: n for pair, n in pairs.items() if n >= (LEAST_PAIR if len(pair[0]) == 1 else LEAST_TRIPLE)}
    ordered = sorted(singles.items(), key=lambda found: (-found[1], found[0]))
    return {
        "singles": ["".join(c for c, _ in ordered), "".join(level(n) for _, n in ordered)],
        "sounds": _sounds(),
        "words": _words(word for word, n in words.items() if n >= LEAST and _RUN.fullmatch(word)),
        "followers": _followers(kept),
    }


def _sounds() -> dict[str, str]:
    """The characters of each syllable, tones left out: those of GB 2312, which every input method writes."""
    used: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for phrase in phrases_dict:
        for character, sound in zip(phrase, lazy_pinyin(phrase), strict=False):
            used[character][sound] += 1
    found: defaultdict[str, str] = defaultdict(str)
    for first in range(0xB0, 0xF8):
        for second in range(0xA1, 0xFF):
            character = bytes((first, second)).decode("gb2312", "ignore")
            for sound in _readings(character, used[character]) if character else ():
                found[sound] += character
    return dict(sorted(found.items()))


def _readings(character: str, used: Counter[str]) -> list[str]:
    """How a character is read by itself, and in no few words."""
    others = (sound for sound, n in used.items() if n >= RARE * used.total())
    return list(dict.fromkeys((*lazy_pinyin(character), *others)))


def _words(words: Iterable[str]) -> dict[str, str]:
    """`{"cui sou": "催收 cui shou"}`: by what may be mistaken for it, each word and how it is said, a line each."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        commonest = [sound for character in word for sound in lazy_pinyin(character)]  # 恐吓 is typed kong xia
        for said in dict.fromkeys((tuple(lazy_pinyin(word)), tuple(commonest))):
            found[" ".join(map(likely, said))].append(" ".join((word, *said)))
    return {sounds: "\n".join(alike) for sounds, alike in sorted(found.items())}


def _followers(pairs: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """`{"催": "f收c债⏎收d人"}`: what follows a character, then what follows it and another, after how often."""
    grouped: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (before, this), n in sorted(pairs.items()):
        grouped[before][level(n)].append(this)
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for before, levels in sorted(grouped.items()):
        packed = "".join(letter + "".join(found) for letter, found in sorted(levels.items()))
        lines[before[0]].append(before[1:] + packed)
    return {first: "\n".join(found) for first, found in lines.items()}


if __name__ == "__main__":
    sys.exit(main())
