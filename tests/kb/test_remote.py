"""An index on a Chroma server: published, read by others, and done without when it is away."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from kb.embedders import HashEmbedder
from kb.errors import IndexProblem, InputProblem
from kb.passages import Passage
from kb.ranks import Authority
from kb.remote import published
from kb.search import Searcher
from kb.store import ChromaVectors, connection

TODAY = date(2026, 11, 22)
_TEXTS = ("不得骚扰他人。", "利息不得预先扣除。", "自然人享有隐私权。", "信用卡逾期。")
SHELF = (
    *(
        Passage(
            id=f"示例法@2021-01-01#{n}",
            kind="article",
            title="示例法",
            number=f"第{n}条",
            headings="",
            text=text,
            in_force=20210101,
            instrument="示例法",
            echo=f"x{n}",
        )
        for n, text in enumerate(_TEXTS, 1)
    ),
    Passage(
        "guide:a#b", "guide", "指南", "能录音吗？", "录音", "能。", "偷录", Authority.GUIDE, cites="示例法#3 示例法#1"
    ),
)


@dataclass
class Server:
    """A Chroma server of our own."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(self.folder)]
        self.process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        )
        for _ in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.skip("no Chroma server here")

    def stop(self) -> None:
        """End it."""
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all."""
    if not Path(sys.executable).with_name("chroma").exists():
        pytest.skip("no Chroma server here")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = Server(tmp_path_factory.mktemp("server"), port)
    running.start()
    yield running
    running.stop()


def test_what_one_publishes_another_reads(server: Server) -> None:
    """Passages, order, embedder and answers come from the server alone; the second start uploads nothing."""
    stages: list[str] = []
    built = Searcher.build(SHELF, HashEmbedder(), server.url, progress=lambda stage, *_: stages.append(stage))
    assert "写入向量库" in stages

    stages.clear()
    again = Searcher.build(SHELF, HashEmbedder(), server.url, progress=lambda stage, *_: stages.append(stage))
    opened = Searcher.open(server.url)

    assert set(stages) <= {"建立关键词索引"}
    assert opened.passages == SHELF
    assert [s.notice for s in (built, again, opened)] == ["", "", ""]
    assert isinstance(opened.vectors, ChromaVectors)
    for text in ("骚扰", "利息", "录音"):
        hits = built.find(text, TODAY)
        for other in (again, opened):
            found = other.find(text, TODAY)
            assert [h.passage for h in found] == [h.passage for h in hits]
            assert [h.score for h in found] == pytest.approx([h.score for h in hits], abs=1e-5)
    for searcher in (built, again, opened):
        searcher.close()


def test_a_change_is_published_beside_and_the_oldest_goes(server: Server) -> None:
    """Who reads the one before can finish; older ones are removed."""
    marks = []
    for text in ("甲。", "乙。", "丙。"):
        changed = Searcher.build((*SHELF[:3], replace(SHELF[3], text=text)), HashEmbedder(), server.url)
        marks.append(changed.fingerprint)
        changed.close()

    held = published(server.url)
    with connection(server.url, 5) as client:
        names = {c.name for c in client.list_collections()}

    assert held is not None
    assert held.fingerprint == marks[-1]
    assert names == {"youju-current", f"youju-{marks[-1][:24]}", f"youju-{marks[-2][:24]}"}


def test_a_server_that_goes_away_is_done_without(server: Server) -> None:
    """In the middle of a conversation: words alone answer, and the notice says so; started later: memory."""
    Searcher.build(SHELF, HashEmbedder(), server.url).close()
    opened = Searcher.open(server.url)
    server.stop()
    try:
        started = time.perf_counter()
        assert opened.find("利息预先扣除", TODAY)[0].passage == SHELF[1]
        assert time.perf_counter() - started < 5
        assert "只用关键词" in opened.notice
        built = Searcher.build(SHELF, HashEmbedder(), server.url)
        assert "内存" in built.notice
        assert built.find("利息预先扣除", TODAY)[0].passage == SHELF[1]
        built.close()
        with pytest.raises(IndexProblem, match="127"):
            Searcher.open(server.url)
    finally:
        opened.close()
        server.start()


@contextmanager
def answering(reply: bytes) -> Iterator[str]:
    """Something that listens, and answers every request with this, or not at all."""
    ended = threading.Event()

    def serve(listener: socket.socket) -> None:
        held = []
        while not ended.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            held.append(connection)
            if reply:
                connection.recv(65536)
                connection.sendall(reply)
                connection.close()
        for connection in held:
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        ended.set()
        thread.join()


@pytest.mark.parametrize(
    "reply",
    [b"", b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", b"\0"],
)
def test_something_else_at_the_address_is_done_without(reply: bytes) -> None:
    """Silence, an error, another service: memory within seconds."""
    with answering(reply) as url:
        started = time.perf_counter()
        built = Searcher.build(SHELF, HashEmbedder(), url)

        assert time.perf_counter() - started < 10
        assert "内存" in built.notice
        assert built.find("利息预先扣除", TODAY)[0].passage == SHELF[1]
        built.close()


def test_an_empty_server_has_no_index(server: Server) -> None:
    """It says what to run."""
    with connection(server.url, 5) as client:
        for collection in client.list_collections():
            client.delete_collection(collection.name)

    with pytest.raises(IndexProblem, match="youju index --store"):
        Searcher.open(server.url)


def test_a_bad_address_is_the_readers_to_mend() -> None:
    """Not an index problem: no fallback hides a typing error."""
    with pytest.raises(InputProblem, match="看不懂的地址"):
        Searcher.build(SHELF, HashEmbedder(), "http://")
