"""How often each term stands in each passage: counted while an index is built, and kept beside its files."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from zipfile import BadZipFile

from kb.errors import IndexProblem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Places = array[int]

COUNTS = "counts.npz"
"""The file's name."""

_LINES_KEPT = 1 << 16
"""Lines whose terms are remembered: an article's parts repeat its own."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The passages of every term in every field, and how long the fields are."""

    terms: Mapping[str, int]
    """The place of each term in the list of all."""
    starts: NDArray[np.int64]
    """Where the passages of a term begin, field after field, (fields × terms + 1,): they end where the next begin."""
    positions: NDArray[np.unsignedinteger]
    """The passages, ascending for each term."""
    times: NDArray[np.unsignedinteger]
    """How often the term stands there, as long as `positions`."""
    lengths: NDArray[np.uint32]
    """How many terms a field has in a passage, (fields, passages)."""
    dictionary: str = ""
    """What the texts were cut with (`kb.words.dictionary`)."""

    def texts(self) -> list[tuple[str, ...]]:
        """The terms of each passage again, field by field, with spaces between them and in no order."""
        import numpy as np

        count, names = len(self.terms), np.array(list(self.terms), object)
        fields: list[list[str]] = []
        for at, lengths in enumerate(self.lengths):
            begins = self.starts[at * count : (at + 1) * count + 1]
            held = slice(begins[0], begins[-1])
            order = np.argsort(self.positions[held], kind="stable")
            stood = np.repeat(np.repeat(np.arange(count), np.diff(begins))[order], self.times[held][order])
            terms, ends = names[stood].tolist(), np.cumsum(lengths).tolist()
            fields.append([" ".join(terms[start:end]) for start, end in pairwise((0, *ends))])
        return list(zip(*fields, strict=True))

    def beside(self, other: Counts, places: NDArray[np.int64], others: NDArray[np.int64], passages: int) -> Counts:
        """These and others as one, of so many passages; `places` and `others` say where each passage stands, or -1."""
        import numpy as np

        terms: dict[str, int] = dict(self.terms)
        ours = np.arange(len(terms))
        theirs = np.array([terms.setdefault(term, len(terms)) for term in other.terms], np.int64)
        parts = ((self, ours, places), (other, theirs, others))
        lengths = np.zeros((len(self.lengths), passages), np.uint32)
        for counts, _, where in parts:
            lengths[:, where[where >= 0]] = counts.lengths[:, where >= 0]
        fields = ([_stood(each, at, *to) for each, *to in parts] for at in range(len(lengths)))
        return _of_fields(terms, [_joined(field, len(terms), passages) for field in fields], lengths, self.dictionary)

    def write(self, folder: Path) -> None:
        """Write them beside an index.

        Raises:
            OSError: the disk failed.
        """
        import numpy as np

        terms, held = np.frombuffer("\n".join(self.terms).encode(), np.uint8), np.diff(self.starts)
        np.savez(
            folder / COUNTS,
            terms=terms,
            held=held.astype(np.min_scalar_type(held.max(initial=0))),
            positions=self.positions,
            times=self.times,
            lengths=self.lengths,
            dictionary=np.frombuffer(self.dictionary.encode(), np.uint8),
        )


def read_counts(folder: Path) -> Counts | None:
    """Read them back; None where an index has none, since it holds too many passages.

    Raises:
        IndexProblem: they are damaged.
    """
    import numpy as np

    path = folder / COUNTS
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            terms = held["terms"].tobytes().decode().split("\n")
            known = {term: place for place, term in enumerate(terms) if term}
            dictionary = held["dictionary"].tobytes().decode() if "dictionary" in held else ""
            return Counts(known, _starts(held["held"]), held["positions"], held["times"], held["lengths"], dictionary)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as fault:
        raise IndexProblem(f"关键词索引 {path} 打不开（{fault}）：请运行 youju index 重建。") from fault


class Tally:
    """Counts the terms of one passage after another."""

    def __init__(self, fields: int) -> None:
        self._terms: defaultdict[str, int] = defaultdict(count().__next__)
        self._stood: tuple[_Places, ...] = tuple(array("i") for _ in range(fields))
        self._lengths: tuple[_Places, ...] = tuple(array("I") for _ in range(fields))
        self._lines: dict[str, _Places] = {}

    def meet(self, line: str, terms: Iterable[str]) -> None:
        """Remember the terms of a line that is to come, from which it was joined: it need not be split again."""
        if len(self._lines) >= _LINES_KEPT:
            self._lines = {}
        self._lines[line] = array("i", map(self._terms.__getitem__, terms))

    def add(self, passage: Iterable[Iterable[str]]) -> None:
        """Take in the next passage: for each field lines, each of terms with spaces between them."""
        for stood, lengths, lines in zip(self._stood, self._lengths, passage, strict=True):
            before = len(stood)
            for line in lines:
                if line in self._lines:
                    stood.extend(self._lines[line])
                else:
                    stood.extend(map(self._terms.__getitem__, line.split()))
            lengths.append(len(stood) - before)

    def counts(self, dictionary: str = "") -> Counts:
        """What was counted, of texts that were cut with that dictionary."""
        import numpy as np

        lengths = np.array([np.frombuffer(each, np.uint32) for each in self._lengths], np.uint32)
        each = [_counted(stood, own, len(self._terms)) for stood, own in zip(self._stood, lengths, strict=True)]
        return _of_fields(dict(self._terms), each, lengths, dictionary)


_Field: TypeAlias = "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]"
"""Passages term by term, how often the term stands in each, and how many passages each term has."""


def _of_fields(
    terms: Mapping[str, int], each: Sequence[_Field], lengths: NDArray[np.uint32], dictionary: str
) -> Counts:
    import numpy as np

    positions, times, held = (list(column) for column in zip(*each, strict=True))
    return Counts(
        terms,
        _starts(np.concatenate(held)),
        np.concatenate(positions).astype(np.min_scalar_type(max(lengths.shape[1] - 1, 0))),
        np.concatenate(times).astype(np.min_scalar_type(max((int(t.max(initial=0)) for t in times), default=0))),
        lengths,
        dictionary,
    )


def _stood(counts: Counts, at: int, terms: NDArray[np.int64], places: NDArray[np.int64]) -> _Field:
    """Of one field the terms, their passages and how often, under new numbers; passages that have none are left out."""
    import numpy as np

    begins = counts.starts[at * len(counts.terms) : (at + 1) * len(counts.terms) + 1]
    held = slice(begins[0], begins[-1])
    where = places[counts.positions[held]]
    kept = where >= 0
    return np.repeat(terms, np.diff(begins))[kept], where[kept], counts.times[held][kept].astype(np.int64)


def _joined(parts: Sequence[_Field], terms: int, passages: int) -> _Field:
    import numpy as np

    of, positions, times = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(of * max(passages, 1) + positions, kind="stable")  # quick on runs that are sorted
    return positions[order], times[order], np.bincount(of, minlength=terms)


def _starts(held: NDArray[Any]) -> NDArray[np.int64]:
    """Where each begins, if they hold so many, and where the last one ends."""
    import numpy as np

    return np.concatenate((np.zeros(1, np.int64), np.cumsum(held, dtype=np.int64)))


def _counted(stood: _Places, lengths: NDArray[np.uint32], terms: int) -> _Field:
    import numpy as np

    passages = max(len(lengths), 1)
    keys = np.frombuffer(stood, np.int32).astype(np.int64) * passages
    keys += np.repeat(np.arange(len(lengths)), lengths)
    keys.sort()
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    places, positions = np.divmod(keys[first], passages)
    return positions, np.diff(first, append=len(keys)), np.bincount(places, minlength=terms)
