"""Is personal data masked? Of made-up data in sentences, how much; and how much is masked that is none."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Masker, split_sentences
from evals.figments import HARMLESS, PERSONAL, SPOKEN_OF
from evals.metrics import Rate
from kb import Corpus, InputProblem

MASKING = Path(__file__).parent / "data" / "masking.toml"
RECALL = 0.99
"""The gate: at least this share of what was planted is masked whole."""
FALSE_HITS = 0.01
"""The gate: at most this share of harmless sentences has anything masked."""
ROUNDS = 8
"""Sentences made from each frame, each with other data."""

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence made from a frame, and where in it the personal data stand, each with its kind."""

    text: str
    split: str
    planted: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Masking:
    """What was masked of one group: a kind of personal data, or a source of harmless sentences."""

    group: str
    split: str
    """open, held_out, all, or library for our own texts."""
    personal: bool
    masked: Rate


def make_sentences(personal: bool, seed: int = 20261122, path: Path = MASKING) -> tuple[Sentence, ...]:
    """The set's frames, filled: the same for the same seed.

    Raises:
        InputProblem: the set cannot be read, or has a slot that nothing fills.
    """
    # seeded, so that a figure can be made again; nothing secret is drawn
    draw = random.Random(seed)  # noqa: S311
    frames = _read(path)["personal" if personal else "harmless"]
    return tuple(
        _filled(frame, split, draw, path) for split, rows in frames.items() for frame in rows for _ in range(ROUNDS)
    )


def measure_masking(masker: Masker, corpus: Corpus, path: Path = MASKING) -> tuple[Masking, ...]:
    """Mask every sentence of the set, then every sentence of the library's provisions and guides."""
    found: list[Masking] = []
    planted = [
        (kind, s.split, _covered(masker, s.text, start, end))
        for s in make_sentences(True, path=path)
        for kind, start, end in s.planted
    ]
    for kind in ("all", *dict.fromkeys(kind for kind, _, _ in planted)):
        for split in ("all", "open", "held_out"):
            hits = [hit for k, s, hit in planted if kind in {"all", k} and split in {"all", s}]
            if hits:
                found.append(Masking(kind, split, True, Rate(sum(hits), len(hits))))
    harmless = [(s.split, bool(masker.find(s.text))) for s in make_sentences(False, path=path)]
    for split in ("all", "open", "held_out"):
        hits = [hit for s, hit in harmless if split in {"all", s}]
        found.append(Masking("harmless", split, False, Rate(sum(hits), len(hits))))
    own = [bool(masker.find(sentence)) for sentence in library_sentences(corpus)]
    return (*found, Masking("library", "library", False, Rate(sum(own), len(own))))


def library_sentences(corpus: Corpus) -> Iterator[str]:
    """Every sentence of the articles and of the guides: nobody's personal data is in them."""
    for passage in corpus.passages:
        yield from split_sentences(passage.text)


def masking_passed(found: Sequence[Masking]) -> bool:
    """Whether every gate holds: of all that was planted, in each split, and of each source of harmless sentences."""
    return all(
        row.masked.of > 0
        and ((row.masked.value or 0.0) >= RECALL if row.personal else (row.masked.value or 0.0) <= FALSE_HITS)
        for row in found
        if row.group in {"all", "harmless", "library"}
    )


def masking_dict(found: Sequence[Masking]) -> dict[str, dict[str, dict[str, dict[str, float | None]]]]:
    """The figures as JSON: personal or harmless, group, split."""
    told: dict[str, dict[str, dict[str, dict[str, float | None]]]] = {"personal": {}, "harmless": {}}
    for row in found:
        group = told["personal" if row.personal else "harmless"].setdefault(row.group, {})
        low, high = row.masked.interval
        group[row.split] = {
            "value": row.masked.value, "count": row.masked.count, "n": row.masked.of, "low": low, "high": high,
        }  # fmt: skip
    return told


def masking_text(found: Sequence[Masking]) -> str:
    """The figures as lines."""
    return "\n".join(_line(row) for row in found)


def _line(row: Masking) -> str:
    low, high = row.masked.interval
    name = SPOKEN_OF.get(row.group, row.group)
    what = "遮住" if row.personal else "误遮"
    return f"{name}（{row.split}）：{what} {row.masked.count}/{row.masked.of}（95% 区间 {low:.4f}–{high:.4f}）"


def _covered(masker: Masker, text: str, start: int, end: int) -> bool:
    """Whether every character of a span is masked."""
    return any(found.start <= start and end <= found.end for found in masker.find(text))


def _filled(frame: str, split: str, draw: random.Random, path: Path) -> Sentence:
    text, at, planted = "", 0, []
    for slot in _SLOT.finditer(frame):
        name = slot[1]
        make = PERSONAL.get(name) or HARMLESS.get(name)
        if make is None:
            raise InputProblem(f"{path.name} 里的 {{{name}}} 没有东西可填：只能用 {'、'.join([*PERSONAL, *HARMLESS])}")
        text += frame[at : slot.start()]
        value = make(draw)
        if name in PERSONAL:
            planted.append((name, len(text), len(text) + len(value)))
        text, at = text + value, slot.end()
    return Sentence(text + frame[at:], split, tuple(planted))


def _read(path: Path) -> Mapping[str, Mapping[str, Sequence[str]]]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return {
            kind: {split: [str(frame) for frame in data[kind][split]] for split in ("open", "held_out")}
            for kind in ("personal", "harmless")
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputProblem(f"{path.name} 读不出来：{error}；格式见 docs/formats.md") from error
