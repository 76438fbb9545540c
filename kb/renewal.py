"""A Chroma folder made of the one before it: copied, and only what changed written anew."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.passages import Passage
from kb.store import edited

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CHANGED = 0.05
"""Share of the rows, all renewals since the last whole build together; with more the graph is better built anew, for
what is written anew leaves its old place in it empty."""

_CHANGED = "changed.txt"
"""In the folder: rows written since the last whole build."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a collection holds: its name, the passages, and their vectors (n, d)."""

    name: str
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]


def renew(source: Path, place: Path, before: Rows, after: Rows) -> bool:
    """Write `after` into a new folder from that of `before`; False where too much has changed.

    Raises:
        IndexProblem: Chroma failed; the folder is then of no use.
        OSError: the disk did.
    """
    at = {passage.id: row for row, passage in enumerate(before.passages)}
    fresh = [row for row, passage in enumerate(after.passages) if not _same(before, at.get(passage.id), after, row)]
    gone = sorted(at.keys() - {passage.id for passage in after.passages})
    changed = len(fresh) + len(gone) + _changed_before(source)
    if changed > MOST_CHANGED * len(after.passages):
        return False
    shutil.copytree(source, place)
    (place / _CHANGED).write_text(f"{changed}\n", encoding="ascii")
    passages = [after.passages[row] for row in fresh]
    edited(place, before.name, after.name, passages, after.vectors[fresh], gone)
    return True


def _same(before: Rows, old: int | None, after: Rows, new: int) -> bool:
    if old is None or before.passages[old] != after.passages[new]:
        return False
    return bool((before.vectors[old] == after.vectors[new]).all())


def _changed_before(source: Path) -> int:
    path = source / _CHANGED
    return int(path.read_text(encoding="ascii")) if path.is_file() else 0
