"""A searcher for a service: where its index is damaged it answers at once from what is whole, and mends the rest."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from kb.embedders import Embedder
from kb.errors import IndexProblem
from kb.generations import LEXICAL, VECTORS, Held, salvage
from kb.indexing import Progress, fingerprint
from kb.law import Concept
from kb.passages import Passage
from kb.search import Searcher
from kb.servers import address_of


def open_at_once(
    passages: Sequence[Passage],
    embedder: Embedder | None,
    place: Path | str | None,
    *,
    concepts: Sequence[Concept] = (),
    progress: Progress | None = None,
    notice: str = "",
    beside: Path | None = None,
) -> Searcher:
    """Open as `Searcher.ready` does, but do not let anybody wait for a damaged index to be rebuilt.

    Until it is, `notice` says 索引修复中 and what that costs. The rebuilding ends with the process that asked for it.
    """
    local = beside if address_of(place) else place
    hurt = None if local is None else _hurt(passages, embedder, Path(local), concepts)
    if hurt is None:
        return Searcher.ready(
            passages, embedder, place, concepts=concepts, progress=progress, notice=notice, beside=beside
        )
    hurt.notice += notice

    def mend() -> None:
        hurt.become(Searcher.ready(passages, embedder, place, concepts=concepts, notice=notice, beside=beside))

    threading.Thread(target=mend, name="youju-mending", daemon=True).start()
    return hurt


def _hurt(
    passages: Sequence[Passage], embedder: Embedder | None, place: Path, concepts: Sequence[Concept]
) -> Searcher | None:
    """A searcher of what is whole in a damaged index; None where none is damaged."""
    try:
        held = salvage(place, fingerprint(passages, embedder))
        return Searcher.from_folder(held, passages, embedder, concepts, _said(held, embedder)) if held else None
    except (OSError, IndexProblem):
        return None


def _said(held: Held, embedder: Embedder | None) -> str:
    if embedder and VECTORS in held.lost:
        return "索引修复中：原来的文件有损坏，这会儿只用关键词检索，可能找得不全；修好后自动恢复。"
    anew = "关键词部分已在内存里重建" if LEXICAL in held.lost else "受损的部分没有用"
    return f"索引修复中：原来的文件有损坏，{anew}，结果不受影响。"
