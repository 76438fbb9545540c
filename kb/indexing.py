"""Writes an index folder: passages, BM25, vectors, Chroma. What has not changed is not embedded again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from kb import generations
from kb.embedders import Embedder
from kb.errors import IndexProblem
from kb.lexical import LEGAL_WORDS, LexicalIndex
from kb.passages import Passage
from kb.store import ChromaVectors, collection_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress = Callable[[str, int, int], None]
"""Called with a stage in Chinese, how much of it is done, and how much there is."""

LEXICAL, CHROMA = "lexical", "chroma"
"""Subfolders of an index folder."""


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
    """Fill a new index folder; vectors of unchanged passages come from the index that `place` has now.

    Raises:
        OSError: the disk failed.
        IndexProblem: tantivy or Chroma did.
    """
    count, name = len(passages), collection_name(mark)
    generations.write_passages(folder, passages)
    LexicalIndex.build(passages, folder / LEXICAL, lambda done: progress("建立关键词索引", done, count))
    if embedder is None:
        return
    matrix = embedded(passages, embedder, progress, _known(place, embedder))
    generations.write_vectors(folder, matrix)
    if count > 1:  # Chroma does not compact a single row; the exact scan serves it as well
        written = ChromaVectors.build(
            folder / CHROMA, name, passages, matrix, lambda done: progress("写入向量库", done, count)
        )
        written.close()
    progress("核对并写盘", count, count)


def _known(place: Path, embedder: Embedder) -> dict[str, NDArray[np.float32]]:
    try:
        folder, manifest, _ = generations.latest(place)
    except IndexProblem:
        return {}
    if manifest.embedder != embedder.name:
        return {}
    texts = map(passage_text, generations.read_passages(folder))
    return dict(zip(texts, generations.read_vectors(folder), strict=True))
