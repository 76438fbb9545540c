"""Writes an index folder: passages, BM25, vectors, Chroma. What has not changed is not made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from kb import generations
from kb.embedders import Embedder
from kb.errors import IndexProblem
from kb.generations import CHROMA, LEXICAL, VECTORS
from kb.hnsw import check_graph
from kb.lexical import Known, LexicalIndex, read_known
from kb.passages import Passage
from kb.renewal import Rows, renew
from kb.store import ChromaVectors, collection_name
from kb.trial import try_chroma
from kb.vectors import COMPARED_UP_TO
from kb.words import LEGAL_WORDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress = Callable[[str, int, int], None]
"""Called with a stage in Chinese, how much of it is done, and how much there is."""


def fingerprint(passages: Sequence[Passage], embedder: Embedder | None) -> str:
    """Of passages, embedder, dictionary and the packages whose files an index consists of."""
    tools = [f"{name} {version(name)}" for name in ("chromadb", "rjieba", "tantivy")]
    return generations.fingerprint(passages, embedder.name if embedder else "", "\n".join((*tools, LEGAL_WORDS)))


def passage_text(passage: Passage) -> str:
    """What is embedded for a passage: title and headings, a guide's question, its text, and the ways people ask."""
    question = passage.number if passage.kind == "guide" else ""
    return "\n".join(x for x in (passage.title, passage.headings, question, passage.text, passage.asked) if x)


def embedded(
    passages: Sequence[Passage],
    embedder: Embedder,
    progress: Progress,
    known: Mapping[str, NDArray[np.float32]] | None = None,
) -> NDArray[np.float32]:
    """Vectors of the passages, (n, d); what is `known` by its text is not embedded again."""
    import numpy as np

    rows = np.zeros((len(passages), embedder.dimensions), dtype=np.float32)
    new: list[tuple[int, str]] = []
    for at, text in enumerate(map(passage_text, passages)):
        if known and text in known:
            rows[at] = known[text]
        else:
            new.append((at, text))
    for start in range(0, len(new), 512):
        batch = new[start : start + 512]
        rows[[at for at, _ in batch]] = embedder.embed([text for _, text in batch])
        progress("计算词向量", min(start + 512, len(new)), len(new))
    return rows


def lexical_in_memory(passages: Sequence[Passage], progress: Progress) -> LexicalIndex:
    """BM25 over the passages, nothing on disk."""
    return LexicalIndex.build(passages, None, lambda done: progress("建立关键词索引", done, len(passages)))


def write_index(
    folder: Path, place: Path, mark: str, passages: Sequence[Passage], embedder: Embedder | None, progress: Progress
) -> None:
    """Fill a new index folder; what is unchanged comes from the index that `place` has now.

    Raises:
        OSError: the disk failed.
        IndexProblem: tantivy or Chroma did.
    """
    count, name = len(passages), collection_name(mark)
    written = write_local(folder, place, passages, embedder, progress)
    if written is None:
        return
    before, matrix = written
    if count > 1:  # Chroma does not compact a single row; the exact scan serves it as well
        rows = Rows(name, tuple(passages), matrix)
        if not (before and _renewed(before, place / generations.RENEWING, folder / CHROMA, rows)):
            made = ChromaVectors.build(
                folder / CHROMA, name, passages, matrix, lambda done: progress("写入向量库", done, count)
            )
            made.close()
        check_graph(folder / CHROMA, matrix)
        if count > COMPARED_UP_TO:
            try_chroma(folder, name, [p.id for p in passages])
    progress("核对并写盘", count, count)


def write_local(
    folder: Path, place: Path, passages: Sequence[Passage], embedder: Embedder | None, progress: Progress
) -> tuple[Before | None, NDArray[np.float32]] | None:
    """Fill it with all but Chroma; return what `place` has now and the vectors, or None without an embedder.

    Raises:
        OSError: the disk failed.
        IndexProblem: tantivy did.
    """
    generations.write_passages(folder, passages)
    before = _before(place)
    counted = _counted(before, passages) if before else None
    say = partial(progress, "建立关键词索引")
    LexicalIndex.build(passages, folder / LEXICAL, lambda done: say(done, len(passages)), counted)
    if embedder is None:
        return None
    before = before if before and before.embedder == embedder.name else None
    known = dict(zip(map(passage_text, before.passages), before.vectors, strict=True)) if before else {}
    matrix = embedded(passages, embedder, progress, known)
    generations.write_vectors(folder, matrix)
    return before, matrix


@dataclass(frozen=True, slots=True)
class Before:
    """The index that a place has now."""

    folder: Path
    name: str
    embedder: str
    """The name of the embedder whose vectors are whole there; empty if there are none."""
    passages: tuple[Passage, ...]
    lost: frozenset[str]
    """Its parts that are damaged."""

    @property
    def vectors(self) -> NDArray[np.float32]:
        """A row for each passage."""
        return generations.read_vectors(self.folder)

    @property
    def chroma(self) -> bool:
        """Whether its Chroma folder is there and whole."""
        return CHROMA not in self.lost and (self.folder / CHROMA).is_dir()


def _before(place: Path) -> Before | None:
    try:
        held = generations.latest(place)
    except IndexProblem:
        return None
    embedder = "" if VECTORS in held.lost else held.manifest.embedder
    name, passages = collection_name(held.manifest.fingerprint), generations.read_passages(held.folder)
    return Before(held.folder, name, embedder, passages, held.lost)


def _counted(before: Before, passages: Sequence[Passage]) -> Known | None:
    """What is counted of passages of which most are unchanged."""
    if LEXICAL in before.lost or 2 * len(set(before.passages) & set(passages)) < len(passages):
        return None
    try:
        return read_known(before.folder / LEXICAL, before.passages)
    except IndexProblem:
        return None


def _renewed(before: Before, mark: Path, folder: Path, rows: Rows) -> bool:
    """Whether Chroma's folder could be made of the one before: a copy, in which only what changed is written.

    The mark stands while Chroma has the old files open. Where it still stands, they took the last builder down.
    """
    if mark.exists():
        mark.unlink()
        return False
    if not before.chroma:
        return False
    held = Rows(before.name, before.passages, before.vectors)
    mark.touch()
    try:
        return renew(before.folder / CHROMA, folder, held, rows)
    except IndexProblem:
        shutil.rmtree(folder, ignore_errors=True)
        return False
    finally:
        mark.unlink(missing_ok=True)
