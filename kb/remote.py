"""Indexes on servers: which engine serves a place, and a Chroma server's way of holding an index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.clients import connection, load
from kb.milvus import MilvusServer
from kb.passages import Passage
from kb.ranks import Authority
from kb.servers import WRITE_SECONDS, Published, VectorServer, address_of, read_access
from kb.store import ChromaVectors, collection_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_POINTER = "youju-current"
"""An empty collection whose metadata names the one in use: Chroma cannot rename a collection onto another."""

_PAGE = 1000


def server_of(place: Path | str | None) -> VectorServer | None:
    """The server of an address; None where the place is a folder, or memory.

    Raises:
        InputProblem: the address cannot be read.
    """
    address = address_of(place)
    if address is None:
        return None
    return MilvusServer(address) if address.engine == "milvus" else ChromaServer(address.place)


class ChromaServer:
    """A Chroma server, alone or distributed: both speak the same protocol."""

    def __init__(self, url: str) -> None:
        self._url = url

    def load(self) -> None:
        """Load Chroma."""
        load(self._url)

    def published(self) -> Published | None:
        """What the pointer says."""
        with connection(self._url, read_access().seconds) as client:
            marks = _pointer(client)
        return Published(**{f.name: marks[f.name] for f in fields(Published)}) if marks else None

    def publish(
        self,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32],
        fingerprint: str,
        embedder: str,
        progress: Callable[[int], None] | None = None,
    ) -> Published:
        """Write a collection, turn the pointer to it, and remove all but the one before."""
        made = Published(collection_name(fingerprint), fingerprint, embedder, len(passages))
        with connection(self._url, WRITE_SECONDS) as client:  # what is left of one that was broken off or damaged
            if made.collection in {collection.name for collection in client.list_collections()}:
                client.delete_collection(made.collection)
        ChromaVectors.build(self._url, made.collection, passages, vectors, progress).close()
        with connection(self._url, WRITE_SECONDS) as client:
            before = str(_pointer(client).get("collection", ""))
            marks = {f.name: getattr(made, f.name) for f in fields(Published)}
            pointer = client.get_or_create_collection(_POINTER, embedding_function=None)
            pointer.modify(metadata={**marks, "before": before})
            for collection in client.list_collections():
                if collection.name.startswith("youju-") and collection.name not in {_POINTER, made.collection, before}:
                    client.delete_collection(collection.name)
        return made

    def passages(self, held: Published) -> tuple[Passage, ...]:
        """Texts and metadata of the collection, page by page."""
        rows: list[tuple[int, Passage]] = []
        with connection(self._url, WRITE_SECONDS) as client:
            collection = client.get_collection(held.collection, embedding_function=None)
            for offset in range(0, collection.count(), _PAGE):
                page = collection.get(limit=_PAGE, offset=offset, include=["documents", "metadatas"])
                found = zip(page["ids"], page["documents"] or (), page["metadatas"] or (), strict=True)
                rows += [_passage(id_, text, marks) for id_, text, marks in found]
        return tuple(passage for _, passage in sorted(rows, key=lambda row: row[0]))

    def vectors(self, held: Published, ids: Sequence[str], vectors: NDArray[np.float32] | None = None) -> ChromaVectors:
        """Open the collection."""
        return ChromaVectors.open(self._url, held.collection, ids, vectors)


def _pointer(client: Any) -> dict[str, Any]:
    names = {collection.name for collection in client.list_collections()}
    return dict(client.get_collection(_POINTER, embedding_function=None).metadata or {}) if _POINTER in names else {}


def _passage(id_: str, text: str, marks: Mapping[str, Any]) -> tuple[int, Passage]:
    names = {f.name for f in fields(Passage)} - {"id", "text", "authority"}
    held = {"headings": "", "number": "", **{name: value for name, value in marks.items() if name in names}}
    return int(marks["position"]), Passage(id=id_, text=text, authority=Authority(marks["authority"]), **held)
