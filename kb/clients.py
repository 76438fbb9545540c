"""Clients of Chroma: in memory, of a folder, of a server. None embeds, downloads, or waits for ever.

What fails inside Chroma comes out as an `IndexProblem`.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kb.errors import IndexProblem, InputProblem
from kb.servers import Access, Address, address_of, read_access, unusable, within

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client


@contextmanager
def connection(url: str, seconds: float) -> Iterator[Client]:
    """A client of a server, closed afterwards; nothing may take longer than `seconds`.

    Raises:
        IndexProblem: the server is away or failed.
    """
    with as_problems(url):
        client = connect(url, seconds)
        try:
            yield client
        finally:
            close(client)


def load(url: str) -> None:
    """Load Chroma, if a server answers there.

    Raises:
        IndexProblem: it does not.
    """
    address = address_of(url)
    with as_problems(url):
        if address:
            _knock(address, read_access())
        import chromadb.api.fastapi  # noqa: F401


def connect(place: Path | str | None, seconds: float) -> Client:
    """A client of a folder, of a server (no request may take longer than `seconds`), or of memory where it is None."""
    address, access = address_of(place), read_access()
    if address:
        _knock(address, access)
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if place is None:
        return cast("Client", chromadb.EphemeralClient(settings=settings))
    if not address:
        return cast("Client", chromadb.PersistentClient(str(place), settings=settings))
    if address.tls:
        verify: Any = _context(access)  # a path, which the setting asks for, is deprecated in httpx
        settings.chroma_server_ssl_verify = verify
    said = address.host, address.port, address.tls, access.headers, settings
    client = cast("Client", within(seconds, address.place, lambda: chromadb.HttpClient(*said)))
    for session in _sessions(client):  # Chroma sets no time limit and offers no setting for one
        session.timeout = seconds
    return client


def close(client: Client) -> None:
    """Let go of its files and sockets."""
    sessions = _sessions(client)
    client.close()
    for session in sessions:  # Chroma leaves its sockets open
        session.close()


def _sessions(client: Client) -> tuple[httpx.Client, ...]:
    """The HTTP clients inside a client of a server: its own, and that of the administrator it keeps."""
    servers = (getattr(x, "_server", None) for x in (client, getattr(client, "_admin_client", None)))
    return tuple(x for x in (getattr(server, "_session", None) for server in servers) if x)


def _knock(address: Address, access: Access) -> None:
    """Raise unless a Chroma server answers; Chroma's own client would wait for ever."""
    kind: Any = http.client.HTTPConnection
    if address.tls:
        kind = partial(http.client.HTTPSConnection, context=_context(access))
    connection = kind(address.host, address.port, timeout=access.seconds)
    try:
        connection.request("GET", "/api/v2/heartbeat", headers=access.headers)
        answer = connection.getresponse()
        if answer.status != http.client.OK or b"heartbeat" not in answer.read(1000):
            raise ConnectionError(f"HTTP {answer.status}")
    finally:
        connection.close()


def _context(access: Access) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=access.authority or None)


@contextmanager
def as_problems(place: Path | str | None) -> Iterator[None]:
    """Whatever Chroma raises, panics of its Rust included, out as an `IndexProblem`."""
    try:
        yield
    except (IndexProblem, InputProblem):
        raise
    except BaseException as fault:
        if not isinstance(fault, Exception) and type(fault).__name__ != "PanicException":
            raise
        raise unusable(place, fault) from fault
