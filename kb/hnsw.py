"""Chroma's graph, read as bytes: whether everything that was to be written stands there.

hnswlib says nothing when a write fails, and Chroma 1.5 takes the process down when it opens what is left. So its files
are held against the vectors before they are sealed; nothing native reads them.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import IndexProblem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HEADER = struct.Struct("<i6Qii3QdQ")
"""Version; where the links stand, room, rows, size of a row, where label and vector stand; top level, entry; M three
times, a factor, ef (hnswlib's saveIndex, behind Chroma's version)."""

_NEAR = 1e-5
"""How far a vector may be from ours: Chroma brings each to unit length once more."""

_PENDING = 1
"""Rows that a renewal may leave in SQLite, from where each opening adds them: Chroma compacts from two on."""


def check_graph(chroma: Path, vectors: NDArray[np.float32]) -> None:
    """See that the graph in a Chroma folder has a row for each of the vectors (n, d), and is written to its end.

    Raises:
        IndexProblem: something is missing.
    """
    for header in chroma.glob("*/header.bin"):
        if _whole(header, vectors):
            return
    raise IndexProblem("向量库没有写完整，可能是磁盘满了。")


def _whole(header: Path, vectors: NDArray[np.float32]) -> bool:
    import numpy as np

    head = header.read_bytes()
    if len(head) != _HEADER.size:
        return False
    _, _, room, rows, size, label_at, vector_at, *_ = _HEADER.unpack(head)
    width = 4 * vectors.shape[1]
    if (vector_at + width, label_at + 8) != (label_at, size):
        return False
    level, lengths, links = (
        np.fromfile(header.with_name(f"{name}.bin"), dtype=np.uint8) for name in ("data_level0", "length", "link_lists")
    )
    written = len(lengths) // 4  # of the room, what was written
    sizes = len(level) == size * written, len(lengths) == 4 * written
    if not (all(sizes) and len(vectors) - _PENDING <= rows <= written <= room and _lists(links.tobytes()) == rows):
        return False
    table = level.reshape(written, size)[:rows]
    linked = table[:, :2].copy().view(np.uint16)[:, 0]
    labels = table[:, label_at:].copy().view(np.uint64)[:, 0]
    held = table[:, vector_at : vector_at + width].copy().view(np.float32)
    return bool((linked > 0).all()) and len(np.unique(labels)) == rows and _all_held(held, vectors)


def _all_held(held: NDArray[np.float32], vectors: NDArray[np.float32]) -> bool:
    """Whether our vectors are among the rows, but for what may be pending: along one line equals lie together."""
    import numpy as np

    line = np.linspace(-1.0, 1.0, vectors.shape[1])
    theirs, ours = np.sort(held @ line), np.sort(vectors @ line)
    next_ones = theirs[np.minimum(np.searchsorted(theirs, ours - _NEAR), len(theirs) - 1)]
    return int((np.abs(next_ones - ours) > _NEAR).sum()) <= _PENDING


def _lists(content: bytes) -> int:
    """How many lists stand one after another, each behind its own length; -1 where the last one is cut short."""
    at = count = 0
    while at < len(content):
        at += 4 + int.from_bytes(content[at : at + 4], "little")
        count += 1
    return count if at == len(content) else -1
