"""Nearest vectors by Chroma: passages written into a collection, found there, and replaced.

The vectors are always ours: no collection has an embedding function, so Chroma can neither embed nor download
anything.
"""

from __future__ import annotations

import warnings
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kb.clients import as_problems, close, connect
from kb.errors import IndexProblem
from kb.passages import Passage
from kb.servers import WRITE_SECONDS, address_of, read_access
from kb.vectors import Nearest, ordered, prove

if TYPE_CHECKING:
    import chromadb
    import numpy as np
    from chromadb.api.client import Client
    from langchain_chroma import Chroma
    from numpy.typing import NDArray

    from kb.embedders import Embedder

EF_CONSTRUCTION, MAX_NEIGHBORS, EF_SEARCH = 200, 32, 400
"""Recall .965 on 20,000 random vectors, where Chroma's defaults reach .41 (measured with 1.5.9)."""

_PROBES = 20
"""Rows that are asked for by their own vectors when a collection is opened."""


class ChromaVectors:
    """A Chroma collection whose rows are passages, in their order."""

    def __init__(
        self,
        client: Client,
        collection: chromadb.Collection,
        ids: Sequence[str],
        vectors: NDArray[np.float32] | None,
        *,
        passing: bool = False,
    ) -> None:
        """`passing`: the collection is in memory, and goes when we go."""
        self._client, self._collection = client, collection
        self._positions = {id_: position for position, id_ in enumerate(ids)}
        self._vectors = vectors
        self._end = weakref.finalize(self, _end, client, collection.name if passing else None)
        self._end.atexit = False

    @classmethod
    def build(
        cls,
        place: Path | str | None,
        name: str,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32],
        progress: Callable[[int], None] | None = None,
    ) -> Self:
        """Write the passages and their vectors (n, d) into a new collection.

        `place` is a folder, `http://HOST:PORT`, or None for memory; `progress` hears how many rows are in.

        Raises:
            IndexProblem: Chroma failed, or the disk did.
        """
        with as_problems(place):
            client = connect(place, WRITE_SECONDS)
            try:
                collection = _filled(client, name, passages, vectors, progress, served=address_of(place) is not None)
            except BaseException:
                close(client)
                raise
        return cls(client, collection, [p.id for p in passages], vectors, passing=place is None)

    @classmethod
    def open(cls, place: Path | str, name: str, ids: Sequence[str], vectors: NDArray[np.float32] | None = None) -> Self:
        """Open a collection and try it: it must hold as many rows, and find twenty of them by their own vectors.

        With `vectors`, similarities are computed from them, and Chroma only proposes.

        Raises:
            IndexProblem: it is not there, not whole, or not writable (Chroma writes even to read).
        """
        with as_problems(place):
            client = connect(place, read_access().seconds)
            try:
                collection = client.get_collection(name, embedding_function=None)
            except BaseException:
                close(client)
                raise
        opened = cls(client, collection, ids, vectors)
        try:
            with as_problems(place):
                count = collection.count()
            prove(opened, count, len(ids), vectors, _PROBES)
        except BaseException:
            opened.close()
            raise
        return opened

    def search(self, vector: NDArray[np.float32], k: int) -> Nearest:
        """Ask Chroma.

        Raises:
            IndexProblem: Chroma failed.
        """
        import numpy as np

        ours = self._vectors
        with as_problems(None):
            found = self._collection.query(
                query_embeddings=vector[None, :],
                n_results=max(1, min(k, len(self._positions))),
                include=["distances"] if ours is None else [],
            )
            kept = [(at, self._positions[id_]) for at, id_ in enumerate(found["ids"][0]) if id_ in self._positions]
        rows = np.array([row for _, row in kept], dtype=np.int64)
        if ours is not None:
            return ordered(rows, ours[rows] @ vector, k)
        distances = (found["distances"] or [[]])[0]
        return ordered(rows, np.array([1 - distances[at] for at, _ in kept]), k)

    def reach(self, neighbours: int) -> None:
        """Search among so many neighbours (`ef_search`) from the next opening on: more finds more, and takes longer.

        Raises:
            IndexProblem: Chroma failed.
        """
        with as_problems(None):
            self._collection.modify(configuration={"hnsw": {"ef_search": neighbours}})

    def as_langchain(self, embedder: Embedder) -> Chroma:
        """Hand out the collection as a LangChain vector store, for other programs; nothing may be added to it."""
        from langchain_chroma import Chroma

        questions: Any = _LangChainEmbeddings(embedder)
        return Chroma(
            collection_name=self._collection.name,
            embedding_function=questions,
            client=self._client,
            create_collection_if_not_exists=False,
        )

    def close(self) -> None:
        """Close the connection; drop a collection that was in memory only."""
        self._end()


def _end(client: Client, passing: str | None) -> None:
    with suppress(IndexProblem), as_problems(None):
        if passing:
            client.delete_collection(passing)
        close(client)


class _LangChainEmbeddings:
    """An Embedder with the method names that LangChain calls."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(x) for x in self._embedder.embed_query(text)]


def collection_name(fingerprint: str) -> str:
    """Name the collection of an index (Chroma takes no Chinese)."""
    return f"youju-{fingerprint[:24]}"


def _filled(
    client: Client,
    name: str,
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    progress: Callable[[int], None] | None,
    *,
    served: bool,
) -> chromadb.Collection:
    sizes = _batches(len(passages), client.get_max_batch_size())
    # every batch is compacted as it is written: what is left uncompacted is re-inserted at each opening,
    # which changes the index files and, slightly, the results
    hnsw: Any = {
        "space": "cosine",
        "ef_construction": EF_CONSTRUCTION,
        "max_neighbors": MAX_NEIGHBORS,
        "ef_search": EF_SEARCH,
        "sync_threshold": max(2, min(1000, *sizes)),
        "batch_size": max(2, min(100, *sizes)),
    }
    collection = client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": hnsw})
    done = 0
    for size in filter(None, sizes):
        rows = slice(done, done + size)
        collection.upsert(
            ids=[p.id for p in passages[rows]],
            embeddings=vectors[rows],
            documents=[p.text for p in passages[rows]],
            metadatas=[_metadata(p, at if served else None) for at, p in enumerate(passages[rows], done)],
        )
        done += size
        if progress:
            progress(done)
    return collection


def edited(
    place: Path,
    name: str,
    new_name: str,
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    gone: Sequence[str],
) -> None:
    """Rename a collection in a folder, write these passages and vectors (n, d) into it, and remove what is gone.

    Raises:
        IndexProblem: Chroma failed.
    """
    with as_problems(place):
        client = connect(place, WRITE_SECONDS)
        try:  # two rows, so that what is written is compacted and an opening leaves the files as they are
            collection = client.get_collection(name, embedding_function=None)
            with warnings.catch_warnings():  # Chroma warns of what it wrote itself
                warnings.simplefilter("ignore", DeprecationWarning)
                collection.modify(name=new_name, configuration={"hnsw": {"sync_threshold": 2, "batch_size": 2}})
        finally:
            close(client)
        client = connect(place, WRITE_SECONDS)  # a setting holds from the next opening on
        try:
            collection = client.get_collection(new_name, embedding_function=None)
            for start in range(0, len(gone), most := client.get_max_batch_size()):
                collection.delete(ids=list(gone[start : start + most]))
            for start in range(0, len(passages), most):
                rows = slice(start, start + most)
                metadatas: list[Any] = [_metadata(p, None) for p in passages[rows]]
                collection.upsert(
                    ids=[p.id for p in passages[rows]],
                    embeddings=vectors[rows],
                    documents=[p.text for p in passages[rows]],
                    metadatas=metadatas,
                )
            if len(vectors):  # reading compacts
                collection.query(query_embeddings=vectors[:1], n_results=1, include=[])
        finally:
            close(client)


def _batches(count: int, most: int) -> tuple[int, ...]:
    """Sizes of the batches, as even as can be."""
    number = -(-count // most)
    return tuple(count // number + (at < count % number) for at in range(number)) if number else (0,)


def _metadata(passage: Passage, position: int | None) -> dict[str, str | int]:
    """Everything but id and text, so that a server alone can give a passage back; Chroma takes no empty values.

    On a server the place among the passages too; in a folder these are beside it, and one put in would move all.
    """
    held = {f.name: getattr(passage, f.name) for f in fields(Passage) if f.name not in {"id", "text"}}
    kept = {name: value for name, value in held.items() if value != ""}
    return kept if position is None else {"position": position, **kept}
