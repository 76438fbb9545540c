"""Nearest vectors by Milvus: a cluster, one server, or Milvus Lite in this process, all by one protocol.

Milvus's only home; an extra (`pip install 'youju[milvus]'`). The vectors are always ours. What fails inside Milvus
comes out as an `IndexProblem`.
"""

from __future__ import annotations

import json
import logging
import socket
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, cast

from kb.errors import IndexProblem
from kb.passages import Passage
from kb.ranks import Authority
from kb.servers import WRITE_SECONDS, Address, Published, read_access, unusable
from kb.vectors import Nearest, ordered, prove

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pymilvus import MilvusClient

EF_CONSTRUCTION, MAX_NEIGHBORS, EF_SEARCH = 200, 32, 400
"""As for Chroma (kb/store.py)."""

MOST = 16_384
"""Neighbours that Milvus gives at once."""

_PROBES = 3
"""Rows that are asked for by their own vectors when a collection is opened; each is a request, and a reader waits."""

_BATCH = 1000
_TEXT_BYTES = 65_535
"""The longest VARCHAR."""

_POINTER = "youju_current"
"""A collection of one row, which names the collection in use; an alias could not carry the fingerprint."""


class MilvusVectors:
    """A collection whose primary keys are the positions of passages."""

    def __init__(self, client: MilvusClient, name: str, count: int, vectors: NDArray[np.float32] | None = None) -> None:
        """With `vectors`, similarities are computed from them, and Milvus only proposes."""
        self._client, self._name, self._vectors, self._count = client, name, vectors, count
        self._end = weakref.finalize(self, _end, client)  # pymilvus keeps every connection that nobody closes
        self._end.atexit = False

    def search(self, vector: NDArray[np.float32], k: int) -> Nearest:
        """Ask Milvus.

        Raises:
            IndexProblem: Milvus failed.
        """
        import numpy as np

        limit = max(1, min(k, self._count, MOST))
        wanted = {"metric_type": "COSINE", "params": {"ef": max(EF_SEARCH, limit)}}
        seconds = read_access().seconds
        with _as_problems(""):
            found: Any = self._client.search(
                self._name, data=[vector.tolist()], limit=limit, search_params=wanted, timeout=seconds
            )
            hits = [(int(hit["position"]), float(hit["distance"])) for hit in found[0]]
        kept = [hit for hit in hits if 0 <= hit[0] < self._count]
        rows = np.array([row for row, _ in kept], dtype=np.int64)
        scores = np.array([score for _, score in kept]) if self._vectors is None else self._vectors[rows] @ vector
        return ordered(rows, scores, k)

    def close(self) -> None:
        """Close the connection."""
        self._end()


def _end(client: MilvusClient) -> None:
    with suppress(IndexProblem), _as_problems(""):
        client.close()


class MilvusServer:
    """Milvus at an address, or Milvus Lite in a file."""

    def __init__(self, address: Address) -> None:
        self._address = address

    def load(self) -> None:
        """Load pymilvus; of a file Milvus Lite too, which then runs until this process ends."""
        address = self._address
        with _as_problems(address.place):
            if address.file:
                _connect(address, WRITE_SECONDS).close()
            else:
                socket.create_connection((address.host, address.port), read_access().seconds).close()

    def published(self) -> Published | None:
        """What the pointer says."""
        seconds = read_access().seconds
        with self._connection(seconds) as client:
            marks = _pointer(client, seconds)
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
        made = Published(f"youju_{fingerprint[:24]}", fingerprint, embedder, len(passages))
        with self._connection(WRITE_SECONDS) as client:
            _fill(client, made.collection, passages, vectors, progress)
            before = str(_pointer(client, WRITE_SECONDS).get("collection", ""))
            _point(client, {**asdict(made), "before": before})
            for name in cast("list[str]", client.list_collections(timeout=WRITE_SECONDS)):
                if name.startswith("youju_") and name not in {_POINTER, made.collection, before}:
                    client.drop_collection(name, timeout=WRITE_SECONDS)
        return made

    def passages(self, held: Published) -> tuple[Passage, ...]:
        """Texts and marks of the collection, page by page."""
        made: list[Passage] = []
        with self._connection(WRITE_SECONDS) as client:
            client.load_collection(held.collection, timeout=WRITE_SECONDS)
            for start in range(0, held.count, _BATCH):
                page = client.query(
                    held.collection,
                    filter=f"position >= {start} and position < {start + _BATCH}",
                    output_fields=["position", "id", "text", "marks"],
                    limit=_BATCH,
                    timeout=WRITE_SECONDS,
                )
                made += map(_passage, sorted(page, key=lambda row: int(row["position"])))
        return tuple(made)

    def vectors(self, held: Published, ids: Sequence[str], vectors: NDArray[np.float32] | None = None) -> MilvusVectors:
        """Open the collection and try it."""
        seconds = read_access().seconds
        client = _connect(self._address, seconds)
        opened = MilvusVectors(client, held.collection, len(ids), vectors)
        try:
            with _as_problems(self._address.place):
                client.load_collection(held.collection, timeout=seconds)
                count = _count(client, held.collection, seconds)
            prove(opened, count, len(ids), vectors, _PROBES)
        except BaseException:
            opened.close()
            raise
        return opened

    @contextmanager
    def _connection(self, seconds: float) -> Iterator[MilvusClient]:
        client = _connect(self._address, seconds)
        try:
            with _as_problems(self._address.place):
                yield client
        finally:
            _end(client)


def _connect(address: Address, seconds: float) -> MilvusClient:
    with _as_problems(address.place):
        from pymilvus import MilvusClient

        for name in ("pymilvus", "milvus_lite"):  # they print whole tracebacks of what we catch
            logging.getLogger(name).setLevel(logging.CRITICAL)
        # its pings, ten seconds apart, are too many for Milvus Lite, which then hangs up
        calm = {"grpc.keepalive_permit_without_calls": False}
        if address.file:
            return MilvusClient(address.file, timeout=seconds, grpc_options=calm)
        access = read_access()
        secured: dict[str, Any] = {"secure": True, "server_name": address.host} if address.tls else {}
        if address.tls and access.authority:
            secured["server_pem_path"] = access.authority
        scheme = "https" if address.tls else "http"
        return MilvusClient(
            f"{scheme}://{address.host}:{address.port}",
            token=access.token,
            timeout=seconds,
            dedicated=True,
            grpc_options=calm,
            **secured,
        )


@contextmanager
def _as_problems(place: str) -> Iterator[None]:
    """What pymilvus, gRPC and Milvus Lite raise, out as an IndexProblem."""
    try:
        from grpc import FutureTimeoutError, RpcError
        from pymilvus.exceptions import MilvusException
    except ImportError as fault:
        raise IndexProblem("要用 Milvus，需要先安装：pip install 'youju[milvus]'。") from fault
    try:
        yield
    except (MilvusException, RpcError, FutureTimeoutError, OSError, ValueError, TypeError, KeyError) as fault:
        raise unusable(place, fault) from fault


def _count(client: MilvusClient, name: str, seconds: float) -> int:
    rows: Any = client.query(name, filter="", output_fields=["count(*)"], consistency_level="Strong", timeout=seconds)
    return int(rows[0]["count(*)"])


def _pointer(client: MilvusClient, seconds: float) -> dict[str, Any]:
    if not client.has_collection(_POINTER, timeout=seconds):
        return {}
    client.load_collection(_POINTER, timeout=seconds)
    rows: Any = client.query(
        _POINTER, filter="position == 0", output_fields=["marks"], consistency_level="Strong", timeout=seconds
    )
    return dict(json.loads(rows[0]["marks"])) if len(rows) else {}


def _point(client: MilvusClient, marks: dict[str, Any]) -> None:
    if not client.has_collection(_POINTER, timeout=WRITE_SECONDS):
        _create(client, _POINTER, 2)
    row = {"position": 0, "id": "", "text": "", "marks": json.dumps(marks), "vector": [1.0, 0.0]}
    client.upsert(_POINTER, [row], timeout=WRITE_SECONDS)
    client.flush(_POINTER, timeout=WRITE_SECONDS)


def _fill(
    client: MilvusClient,
    name: str,
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    progress: Callable[[int], None] | None,
) -> None:
    if client.has_collection(name, timeout=WRITE_SECONDS):  # what is left of one that was broken off or damaged
        client.drop_collection(name, timeout=WRITE_SECONDS)
    _create(client, name, vectors.shape[1])
    for start in range(0, len(passages), _BATCH):
        batch = passages[start : start + _BATCH]
        rows = [_row(passage, at, vectors[at]) for at, passage in enumerate(batch, start)]
        client.upsert(name, rows, timeout=WRITE_SECONDS)
        if progress:
            progress(start + len(batch))
    client.flush(name, timeout=WRITE_SECONDS)
    client.load_collection(name, timeout=WRITE_SECONDS)


def _create(client: MilvusClient, name: str, dimensions: int) -> None:
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False)
    schema.add_field("position", DataType.INT64, is_primary=True)
    for field in ("id", "text", "marks"):
        schema.add_field(field, DataType.VARCHAR, max_length=_TEXT_BYTES)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions)
    index = MilvusClient.prepare_index_params()
    built = {"M": MAX_NEIGHBORS, "efConstruction": EF_CONSTRUCTION}
    index.add_index("vector", index_type="HNSW", metric_type="COSINE", params=built)
    client.create_collection(name, schema=schema, index_params=index, timeout=WRITE_SECONDS)


def _row(passage: Passage, position: int, vector: NDArray[np.float32]) -> dict[str, Any]:
    held = {f.name: getattr(passage, f.name) for f in fields(Passage) if f.name not in {"id", "text"}}
    marks = json.dumps(held, ensure_ascii=False)
    if max(len(marks.encode()), len(passage.text.encode())) > _TEXT_BYTES:
        raise IndexProblem(f"{passage.id} 太长，Milvus 存不下：请把这一条拆开，或换一个向量库。")
    return {"position": position, "id": passage.id, "text": passage.text, "marks": marks, "vector": vector.tolist()}


def _passage(row: Any) -> Passage:
    held = json.loads(row["marks"])
    return Passage(id=row["id"], text=row["text"], **{**held, "authority": Authority(held["authority"])})
