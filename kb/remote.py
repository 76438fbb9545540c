"""An index on a Chroma server: many readers, one publisher, and a pointer that says which collection to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from kb.passages import Passage
from kb.ranks import Authority
from kb.store import QUERY_SECONDS, WRITE_SECONDS, ChromaVectors, collection_name, connection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_POINTER = "youju-current"
"""An empty collection whose metadata names the one in use: Chroma cannot rename a collection onto another."""

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Published:
    """What a server says it holds."""

    collection: str
    fingerprint: str
    embedder: str
    count: int


def published(url: str) -> Published | None:
    """Which index the server holds; None if none was finished there.

    Raises:
        IndexProblem: it does not answer within `QUERY_SECONDS`.
    """
    with connection(url, QUERY_SECONDS) as client:
        marks = _pointer(client)
    return Published(**{f.name: marks[f.name] for f in fields(Published)}) if marks else None


def publish(
    url: str,
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    fingerprint: str,
    embedder: str,
    progress: Callable[[int], None] | None = None,
) -> Published:
    """Put an index on a server: a new collection first, then the pointer; the one before is kept, older ones go.

    Raises:
        IndexProblem: the server is away or failed.
    """
    made = Published(collection_name(fingerprint), fingerprint, embedder, len(passages))
    ChromaVectors.build(url, made.collection, passages, vectors, progress).close()
    with connection(url, WRITE_SECONDS) as client:
        before = str(_pointer(client).get("collection", ""))
        marks = {f.name: getattr(made, f.name) for f in fields(Published)}
        client.get_or_create_collection(_POINTER, embedding_function=None).modify(metadata={**marks, "before": before})
        for collection in client.list_collections():
            if collection.name.startswith("youju-") and collection.name not in {_POINTER, made.collection, before}:
                client.delete_collection(collection.name)
    return made


def fetch_passages(url: str, collection: str) -> tuple[Passage, ...]:
    """All passages of a collection on a server, in their order.

    Raises:
        IndexProblem: the server is away or failed.
    """
    rows: list[tuple[int, Passage]] = []
    with connection(url, WRITE_SECONDS) as client:
        held = client.get_collection(collection, embedding_function=None)
        for offset in range(0, held.count(), _PAGE):
            page = held.get(limit=_PAGE, offset=offset, include=["documents", "metadatas"])
            found = zip(page["ids"], page["documents"] or (), page["metadatas"] or (), strict=True)
            rows += [_passage(id_, text, marks) for id_, text, marks in found]
    return tuple(passage for _, passage in sorted(rows, key=lambda row: row[0]))


def _pointer(client: Any) -> dict[str, Any]:
    names = {collection.name for collection in client.list_collections()}
    return dict(client.get_collection(_POINTER, embedding_function=None).metadata or {}) if _POINTER in names else {}


def _passage(id_: str, text: str, marks: Mapping[str, Any]) -> tuple[int, Passage]:
    names = {f.name for f in fields(Passage)} - {"id", "text", "authority"}
    held = {"headings": "", "number": "", **{name: value for name, value in marks.items() if name in names}}
    return int(marks["position"]), Passage(id=id_, text=text, authority=Authority(marks["authority"]), **held)
