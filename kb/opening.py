"""Puts an index together: in memory, from a folder, or with a server's help; what cannot be used is done without.

Of a server only neighbours are asked. Texts, BM25 and vectors lie beside it on this machine, so that an answer does not
change when it is away.
"""

from __future__ import annotations

import errno
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb import generations
from kb.embedders import WORDS_ONLY, Embedder, embedder_or_words
from kb.errors import IndexProblem
from kb.generations import CHROMA, LEXICAL, VECTORS, Held
from kb.indexing import Progress, embedded, fingerprint, lexical_in_memory, write_index, write_local
from kb.lexical import LexicalIndex
from kb.passages import Passage
from kb.remote import server_of
from kb.servers import Limited, Published, VectorServer, read_access, within
from kb.store import ChromaVectors, collection_name
from kb.trial import tried
from kb.vectors import COMPARED_UP_TO, VectorIndex, compared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PASSING = "这次只放在内存里，下次要重新建立"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a searcher searches with."""

    passages: tuple[Passage, ...]
    lexical: LexicalIndex
    vectors: VectorIndex | None = None
    embedder: Embedder | None = None
    matrix: NDArray[np.float32] | None = None
    """Our own vectors, a row for each passage: they stand in where `vectors` fail."""
    fingerprint: str = ""
    notice: str = ""
    chroma: Path | None = None
    """Chroma's folder, whether or not it is asked; None where it is damaged, or nothing is kept."""


def built(
    passages: Sequence[Passage],
    embedder: Embedder | None,
    place: Path | str | None,
    beside: Path | None,
    say: Progress,
) -> Parts:
    """The index of these passages in its place, made there if it is missing, stale or damaged; else in memory."""
    server = server_of(place)
    if server:
        return _with_server(server, str(place), _beside(passages, embedder, beside, say), beside, say)
    mark, notice = fingerprint(passages, embedder), "索引只在内存里，关闭后不保留。"
    try:
        if place is not None:
            return _in_folder(Path(place), mark, passages, embedder, say)
    except (OSError, IndexProblem) as fault:
        notice = f"索引没有存到 {place}（{_reason(fault)}），{_PASSING}。"
    made = _in_memory(passages, embedder, say)
    if made.matrix is not None and len(passages) > COMPARED_UP_TO:
        made = replace(made, vectors=_nearest(mark, passages, made.matrix))
    return replace(made, notice=notice)


def ready(
    passages: Sequence[Passage],
    embedder: Embedder | None,
    place: Path | str | None,
    beside: Path | None,
    say: Progress,
) -> Parts:
    """The same for a reader: on a server nothing is written, and what it does not have is searched here."""
    server = server_of(place)
    if server is None:
        return built(passages, embedder, place, beside, say)
    return _helped(server, str(place), _beside(passages, embedder, beside, say))


def opened(place: Path | str, embedder_name: str | None, beside: Path | None) -> Parts:
    """An index that was built elsewhere; it brings its own passages.

    Raises:
        IndexProblem: there is no index, or it is damaged, or the server does not answer.
    """
    server = server_of(place)
    if server:
        return _from_server(server, str(place), embedder_name, beside)
    try:
        return _latest(Path(place), embedder_name)
    except OSError as fault:
        raise IndexProblem(f"{place} 里的索引读不出来（{fault}）：请运行 youju index 重建。") from fault


def _latest(place: Path, embedder_name: str | None) -> Parts:
    """What is whole of the index in use there, and what is not."""
    held = generations.latest(place)
    embedder, notice = _embedder_for(held.manifest.embedder, embedder_name)
    if held.older:
        notice += "最新的索引已损坏，用的是上一份：请运行 youju index 重建。"
    elif held.lost:
        notice += f"{_instead_of(held)}：请运行 youju index 重建。"
    parts = from_folder(held, generations.read_passages(held.folder), embedder)
    return replace(parts, notice=notice + parts.notice)


def _in_folder(place: Path, mark: str, passages: Sequence[Passage], embedder: Embedder | None, say: Progress) -> Parts:
    def write(folder: Path) -> str:
        write_index(folder, place, mark, passages, embedder, say)
        return embedder.name if embedder else ""

    folder, manifest = generations.ensure(place, mark, write, lambda: say("等待另一个程序建好索引", 0, 0))
    return from_folder(Held(folder, manifest), passages, embedder)


def from_folder(held: Held, passages: Sequence[Passage], embedder: Embedder | None) -> Parts:
    """What is whole in an index folder: without its BM25 that is made anew, without its vectors words search.

    Raises:
        OSError: it cannot be read.
        IndexProblem: tantivy failed.
    """
    folder, mark, notice = held.folder, held.manifest.fingerprint, ""
    vectors: VectorIndex | None = None
    chroma, matrix = None if CHROMA in held.lost else folder / CHROMA, None
    if embedder and VECTORS not in held.lost:
        matrix = generations.read_vectors(folder)
        vectors = compared(matrix)
        if len(passages) > COMPARED_UP_TO and chroma and chroma.is_dir():
            try:
                vectors = tried(folder, collection_name(mark), [p.id for p in passages], matrix)
            except IndexProblem as fault:
                notice = exact_notice(fault)
    lexical = lexical_in_memory(passages, silent) if LEXICAL in held.lost else LexicalIndex.open(folder / LEXICAL)
    return Parts(tuple(passages), lexical, vectors, embedder, matrix, mark, notice, chroma)


def _in_memory(passages: Sequence[Passage], embedder: Embedder | None, say: Progress) -> Parts:
    matrix = embedded(passages, embedder, say) if embedder else None
    vectors = None if matrix is None else compared(matrix)
    mark = fingerprint(passages, embedder)
    return Parts(tuple(passages), lexical_in_memory(passages, say), vectors, embedder, matrix, mark)


def _nearest(mark: str, passages: Sequence[Passage], matrix: NDArray[np.float32]) -> VectorIndex:
    """Chroma in memory, for more passages than are compared here."""
    try:
        return ChromaVectors.build(None, f"{collection_name(mark)}-{uuid.uuid4().hex[:8]}", passages, matrix)
    except IndexProblem:
        return compared(matrix)


def _beside(passages: Sequence[Passage], embedder: Embedder | None, beside: Path | None, say: Progress) -> Parts:
    """What stays here where a server helps: in a folder, so that it is there at once the next time, or in memory."""
    if beside is None:
        return _in_memory(passages, embedder, say)

    def write(folder: Path) -> str:
        write_local(folder, beside, passages, embedder, say)
        return embedder.name if embedder else ""

    try:
        folder, manifest = generations.ensure(beside, fingerprint(passages, embedder), write)
        return from_folder(Held(folder, manifest), passages, embedder)
    except (OSError, IndexProblem):
        return _in_memory(passages, embedder, say)


def _helped(server: VectorServer, place: str, local: Parts) -> Parts:
    """A server's neighbours where it holds this very index and answers in time; else our own, and why."""
    matrix, ids, seconds = local.matrix, [p.id for p in local.passages], read_access().seconds
    if matrix is None:
        return replace(local, notice=f"没有词向量模型，用不上向量库 {place}，只用关键词检索。")

    def attached() -> VectorIndex:
        held = server.published()
        if held is None:
            raise IndexProblem(f"{place} 上还没有索引：请先运行 youju index --store {place}。")
        if held.fingerprint != local.fingerprint:
            raise IndexProblem(f"{place} 上的索引与本机的资料库不是同一份：请运行 youju index --store {place}。")
        return server.vectors(held, ids, matrix)

    try:
        server.load()
        vectors = within(seconds, place, attached)
    except IndexProblem as fault:
        return replace(local, notice=exact_notice(fault))
    return replace(local, vectors=Limited(vectors, place, seconds))


def _with_server(server: VectorServer, place: str, local: Parts, beside: Path | None, say: Progress) -> Parts:
    """What a publisher searches with: the neighbours that he has put on a server; else our own, and why."""
    try:
        vectors = _published(server, local, say)
    except (OSError, IndexProblem) as fault:
        instead = _PASSING if beside is None else "这次用本机的那份，结果不受影响"
        return replace(local, notice=f"索引没有存到 {place}（{_reason(fault)}），{instead}。")
    return replace(local, vectors=Limited(vectors, place, read_access().seconds))


def _published(server: VectorServer, local: Parts, say: Progress) -> VectorIndex:
    """The index on a server; a collection that is missing or damaged there is written anew."""
    matrix, ids = local.matrix, [p.id for p in local.passages]
    if matrix is None or local.embedder is None:
        raise IndexProblem("没有词向量模型，用不上向量库服务器")
    held = server.published()
    if held is not None and held.fingerprint == local.fingerprint:
        try:
            return server.vectors(held, ids, matrix)
        except IndexProblem:
            say("向量库里的索引不完整，重新写入", 0, len(ids))
    made = server.publish(
        local.passages, matrix, local.fingerprint, local.embedder.name, lambda done: say("写入向量库", done, len(ids))
    )
    return server.vectors(made, ids, matrix)


def _from_server(server: VectorServer, place: str, embedder_name: str | None, beside: Path | None) -> Parts:
    try:
        server.load()
        held = within(read_access().seconds, place, server.published)
    except IndexProblem as fault:
        return _kept(beside, embedder_name, fault)
    if held is None:
        raise IndexProblem(f"{place} 上还没有索引：请先运行 youju index --store {place}。")
    embedder, notice = _embedder_for(held.embedder, embedder_name)
    local = _beside(_passages(server, held, beside), embedder, beside, silent)
    if local.matrix is None:
        return replace(local, fingerprint=held.fingerprint, notice=notice)
    helped = _helped(server, place, replace(local, fingerprint=held.fingerprint))
    return replace(helped, notice=notice + helped.notice)


def _kept(beside: Path | None, embedder_name: str | None, fault: IndexProblem) -> Parts:
    """What an earlier reading of the server left on this machine; without that the fault stands."""
    try:
        if beside is None:
            raise fault
        parts = _latest(beside, embedder_name)
        return replace(parts, notice=f"{parts.notice}{fault} 用的是本机上次留下的索引。")
    except (OSError, IndexProblem):
        raise fault from None


def _passages(server: VectorServer, held: Published, beside: Path | None) -> tuple[Passage, ...]:
    """From the folder beside, if it is of this index; else from the server."""
    if beside is not None:
        with suppress(OSError, IndexProblem):
            kept = generations.latest(beside)
            if kept.manifest.fingerprint == held.fingerprint:
                return generations.read_passages(kept.folder)
    return server.passages(held)


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def exact_notice(fault: IndexProblem) -> str:
    """What a reader is told where our own vectors stand in."""
    return f"{fault} 现在逐条比较向量，结果不受影响，只是慢一些。"


def _embedder_for(built_with: str, asked_for: str | None) -> tuple[Embedder | None, str]:
    """The embedder for an index, or None and why."""
    if not built_with:
        return None, "这个索引没有词向量，只用关键词检索。"
    if asked_for is None and built_with.startswith("hash-"):
        asked_for = "hash"
    embedder, notice = embedder_or_words(asked_for)
    if embedder is None:
        return None, notice
    if embedder.name != built_with:
        return None, f"索引用的是另一个词向量模型（{built_with}）。{WORDS_ONLY}"
    return embedder, ""


def _instead_of(held: Held) -> str:
    """What is damaged in an index, and what serves in its stead."""
    if VECTORS in held.lost:
        return "索引的词向量已损坏，现在只用关键词检索，可能找得不全"
    return f"索引的{'关键词' if LEXICAL in held.lost else '向量库'}部分已损坏，现在用内存里的，结果不受影响"


def _reason(fault: OSError | IndexProblem) -> str:
    """Why a place could not be used, in the reader's words where we know them."""
    said, number = str(fault), fault.errno if isinstance(fault, OSError) else None
    if number == errno.ENOSPC or any(x in said for x in ("No space left", "disk is full", "requested and")):
        return "磁盘空间不足"
    return "没有写入权限" if number in {errno.EACCES, errno.EPERM, errno.EROFS} else said.rstrip("。")
