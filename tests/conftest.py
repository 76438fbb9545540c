"""What every test stands on: no network, no setting of the reader's own shell, no cache of an earlier run."""

from __future__ import annotations

import atexit
import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.parts import Parts
    from kb import Corpus

for _name in [
    name for name in os.environ if name.startswith(("YOUJU_", "OPENAI_", "OLLAMA_", "LANGSMITH_", "LANGCHAIN_"))
]:
    del os.environ[_name]
os.environ |= {
    "HF_HUB_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "XDG_CACHE_HOME": tempfile.mkdtemp(prefix="youju-tests-"),
}
atexit.register(shutil.rmtree, os.environ["XDG_CACHE_HOME"], ignore_errors=True)
"""The tests have a cache folder of their own; what one builds there, the next finds."""


@pytest.fixture(scope="session", autouse=True)
def _tables_are_read_once() -> Iterator[None]:
    """What answers are made with, seconds of work, is held once for a library, whichever test opens an assistant of it.

    The twins that an assistant makes of itself share it too.
    """
    from assistant import parts

    kept: dict[object, Parts] = {}

    def once(corpus: Corpus) -> Parts:
        titles = tuple((i.id, i.english) for i in corpus.instruments.values())
        return kept.setdefault((corpus.fingerprint, corpus.concepts, titles), parts.Parts(corpus))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.assistant.Parts", once)
        yield


@pytest.fixture(scope="session")
def shipped() -> Assistant:
    """The library as it ships, opened once; `at` and `with_composer` make of it what a test needs."""
    from assistant import Assistant

    return Assistant.open()


@pytest.fixture(scope="session")
def index(shipped: Assistant) -> Path:
    """Its index, where commands look for it; whoever changes it takes a copy."""
    from assistant import Settings

    assert shipped.searcher.notice == ""
    return Path(Settings().index)


_reached: list[str] = []


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every address that is not this machine, and remember the attempt."""
    genuine = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto, socket.getaddrinfo

    def connect(self: socket.socket, address: Any) -> None:
        _refuse_others(address)
        genuine[0](self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_others(address)
        return genuine[1](self, address)

    def sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        _refuse_others(rest[-1])
        return genuine[2](self, data, *rest)

    def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        _refuse_others((host,))
        return genuine[3](host, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        patch.setattr(socket.socket, "sendto", sendto)
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(autouse=True)
def _nothing_reached() -> Iterator[None]:
    """Fail the test during which somebody tried, even where the refusal was swallowed."""
    _reached.clear()
    yield
    assert not _reached, f"a test must not leave this machine; it asked for {_reached}"


def _refuse_others(address: Any) -> None:
    """Raise OSError, as a machine without a network does, unless the address is a loopback one or a local socket."""
    host = address[0] if isinstance(address, tuple) else ""
    if isinstance(host, bytes):
        host = host.decode()
    try:
        local = not host or host == "localhost" or ipaddress.ip_address(host).is_loopback or host in {"0.0.0.0", "::"}  # noqa: S104
    except ValueError:
        local = False
    if not local:
        _reached.append(str(host))
        msg = f"tests are offline: {host}"
        raise OSError(msg)
