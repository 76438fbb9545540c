"""Vector servers: their addresses, what opens them, how long they may take, and what every engine of them can do.

A server proposes neighbours. Texts, BM25 and our own vectors stay on this machine, so that it can be done without.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import urlsplit

from kb.errors import IndexProblem, InputProblem
from kb.passages import Passage
from kb.vectors import Nearest, VectorIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUERY_SECONDS, WRITE_SECONDS = 1.5, 120.0
"""How long a reader waits for a server unless told otherwise: at the start for all its requests together, later for one
question. Then it works without. And how long one request of a publisher may take."""

_SCHEMES = {
    "http": ("chroma", False, 8000),
    "https": ("chroma", True, 443),
    "milvus": ("milvus", False, 19530),
    "milvus+tls": ("milvus", True, 19530),
}
_LITE = "milvus:"
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens, or the file that Milvus Lite reads in this process."""

    place: str
    """As the reader wrote it."""
    engine: str
    """`chroma` or `milvus`."""
    host: str = ""
    port: int = 0
    tls: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """What opens a server: headers for its proxy, a token, and the authority that signed its certificate."""

    token: str = ""
    header: str = "Authorization"
    authority: str = ""
    """A file of certificates (PEM); empty: those of the system."""
    seconds: float = QUERY_SECONDS
    """How long a reader waits."""

    @property
    def headers(self) -> dict[str, str]:
        """Of every request; `Authorization` takes the token as a bearer's, another header as it is."""
        if not self.token:
            return {}
        return {self.header: f"Bearer {self.token}" if self.header == "Authorization" else self.token}


def read_access(environment: Mapping[str, str] | None = None) -> Access:
    """From YOUJU_STORE_TOKEN, _TOKEN_HEADER, _CA and _SECONDS: never from an address, which is printed.

    Raises:
        InputProblem: the seconds are no positive number.
    """
    given = os.environ if environment is None else environment
    header, said = given.get("YOUJU_STORE_TOKEN_HEADER") or "Authorization", given.get("YOUJU_STORE_SECONDS", "")
    try:
        seconds = float(said) if said else QUERY_SECONDS
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise InputProblem(f"看不懂 YOUJU_STORE_SECONDS={said}：请写等服务器几秒，例如 1.5。")
    return Access(given.get("YOUJU_STORE_TOKEN", ""), header, given.get("YOUJU_STORE_CA", ""), seconds)


def address_of(place: Path | str | None) -> Address | None:
    """`http(s)://HOST:PORT` of a Chroma server, `milvus(+tls)://HOST:PORT`, or `milvus:FILE.db`; None for a folder.

    Raises:
        InputProblem: no host, a bad port, no file, or a password in it.
    """
    if not isinstance(place, str):
        return None
    scheme, found, _ = place.partition("://")
    if found and scheme in _SCHEMES:
        return _server(place, *_SCHEMES[scheme])
    if place.startswith(_LITE):
        file = place.removeprefix(_LITE)
        if not file.endswith(".db"):
            raise InputProblem(f"看不懂的位置 {place}：Milvus Lite 的文件应写成 milvus:文件.db。")
        return Address(place, "milvus", file=file)
    return None


def _server(place: str, engine: str, tls: bool, port: int) -> Address:
    wanted = f"应写成 {place.partition('://')[0]}://主机:端口"
    try:
        parts = urlsplit(place)
        port = parts.port or port
    except ValueError as fault:
        raise InputProblem(f"看不懂的地址 {place}：{wanted}。") from fault
    if parts.username or parts.password:
        raise InputProblem(f"地址里不要写账号和口令：{wanted}，令牌放在环境变量 YOUJU_STORE_TOKEN 里。")
    if not parts.hostname:
        raise InputProblem(f"看不懂的地址 {place}：{wanted}。")
    return Address(place, engine, parts.hostname, port, tls)


def exposure(place: Path | str | None) -> str:
    """What whoever runs youju must know of such a server; empty for a folder, a file or Milvus."""
    address = address_of(place)
    if address is None or address.engine != "chroma":
        return ""
    plain = "" if address.tls else "这个地址没有用 TLS。"
    return (
        f"注意：Chroma 服务器（1.0.0 至 1.5.9）有尚未修复的漏洞 CVE-2026-45829，不经登录就能执行代码。{plain}"
        "它绝不能暴露在公网：只放在内网，前面加一层校验 TLS 和令牌的代理（docs/scale.md）。"
    )


def unusable(place: Path | str | None, fault: BaseException) -> IndexProblem:
    """What is said of a vector store that failed: one line, for a proxy may send a whole page."""
    where, said = f" {place} " if place else "", " ".join(str(fault).split())[:_TOLD]
    return IndexProblem(f"向量库{where}不可用（{type(fault).__name__}: {said}）。")


_TOLD = 200
"""Characters of an error that are told."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a server says it holds."""

    collection: str
    fingerprint: str
    embedder: str
    count: int


class VectorServer(Protocol):
    """Holds indexes for many readers: one publisher writes a collection beside, then turns a pointer to it."""

    def load(self) -> None:
        """Load the packages it needs, if anybody listens there: that takes seconds, and is not the server's fault.

        Raises:
            IndexProblem: nobody does, or they are not installed.
        """
        ...

    def published(self) -> Published | None:
        """Which index it holds; None if none was finished there.

        Raises:
            IndexProblem: it does not answer in time.
        """
        ...

    def publish(
        self,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32],
        fingerprint: str,
        embedder: str,
        progress: Callable[[int], None] | None = None,
    ) -> Published:
        """Put an index there: a new collection, then the pointer; the one before is kept, older ones go.

        Raises:
            IndexProblem: it is away or failed.
        """
        ...

    def passages(self, held: Published) -> tuple[Passage, ...]:
        """All passages of a published index, in their order.

        Raises:
            IndexProblem: it is away or failed.
        """
        ...

    def vectors(self, held: Published, ids: Sequence[str], vectors: NDArray[np.float32] | None = None) -> VectorIndex:
        """Open a published index and try it: as many rows as ids, and some of `vectors` find themselves.

        With `vectors`, similarities are computed from them, and the server only proposes.

        Raises:
            IndexProblem: it is away, empty, of other vectors or other dimensions, or not whole.
        """
        ...


class Limited:
    """A server's vectors under a limit that holds whatever it does; one that sends a byte a second has none itself."""

    def __init__(self, vectors: VectorIndex, place: str, seconds: float) -> None:
        self._vectors, self._place, self._seconds = vectors, place, seconds

    def search(self, vector: NDArray[np.float32], k: int) -> Nearest:
        """Ask the server.

        Raises:
            IndexProblem: it failed, or took too long.
        """
        return within(self._seconds, self._place, lambda: self._vectors.search(vector, k))

    def close(self) -> None:
        """Close the connection."""
        self._vectors.close()


def within(seconds: float, place: str, work: Callable[[], _Made]) -> _Made:
    """What `work` makes, if it does in time; else it is left to itself.

    Raises:
        IndexProblem: it took too long.
    """
    future: Future[_Made] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as fault:  # noqa: BLE001 - whoever waits raises it again
            future.set_exception(fault)

    threading.Thread(target=run, daemon=True).start()  # a daemon: a server that hangs does not keep us from ending
    try:
        return future.result(seconds)
    except TimeoutError:
        raise IndexProblem(f"向量库 {place} 在 {seconds:g} 秒里没有答复。") from None
