"""An index on a Chroma server: published, read by others, and done without when it is away."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.clients import connection
from kb.embedders import HashEmbedder
from kb.errors import IndexProblem, InputProblem
from kb.indexing import embedded, fingerprint
from kb.opening import silent
from kb.passages import Passage
from kb.ranks import Authority
from kb.remote import ChromaServer, server_of
from kb.search import Searcher
from kb.servers import QUERY_SECONDS, Access, Address, Limited, address_of, exposure, read_access, unusable
from kb.vectors import ExactVectors

pytestmark = pytest.mark.usefixtures("patience")

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


def test_what_one_publishes_another_reads(chroma_server: Any) -> None:
    """Passages, order, embedder and answers come from the server alone; the second start uploads nothing."""
    stages: list[str] = []
    built = Searcher.build(SHELF, HashEmbedder(), chroma_server.url, progress=lambda stage, *_: stages.append(stage))
    assert "写入向量库" in stages

    stages.clear()
    again = Searcher.build(SHELF, HashEmbedder(), chroma_server.url, progress=lambda stage, *_: stages.append(stage))
    opened = Searcher.open(chroma_server.url)

    assert "写入向量库" not in stages
    assert opened.passages == SHELF
    assert [s.notice for s in (built, again, opened)] == ["", "", ""]
    assert isinstance(opened.vectors, Limited)
    for text in ("骚扰", "利息", "录音"):
        hits = built.find(text, TODAY)
        for other in (again, opened):
            found = other.find(text, TODAY)
            assert [h.passage for h in found] == [h.passage for h in hits]
            assert [h.score for h in found] == pytest.approx([h.score for h in hits], abs=1e-5)
    for searcher in (built, again, opened):
        searcher.close()


def test_a_change_is_published_beside_and_the_oldest_goes(chroma_server: Any) -> None:
    """Who reads the one before can finish; older ones are removed."""
    marks = []
    for text in ("甲。", "乙。", "丙。"):
        changed = Searcher.build((*SHELF[:3], replace(SHELF[3], text=text)), HashEmbedder(), chroma_server.url)
        marks.append(changed.fingerprint)
        changed.close()

    held = ChromaServer(chroma_server.url).published()
    with connection(chroma_server.url, 5) as client:
        names = {c.name for c in client.list_collections()}

    assert held is not None
    assert held.fingerprint == marks[-1]
    assert names == {"youju-current", f"youju-{marks[-1][:24]}", f"youju-{marks[-2][:24]}"}


def test_what_cannot_be_published_is_embedded_once() -> None:
    """A server that fails half-way costs a publisher no second embedding."""
    embedded: list[int] = []

    class Counting(HashEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            embedded.append(len(texts))
            return super().embed(texts)

    built = Searcher.build(SHELF, Counting(), "http://127.0.0.1:9")

    assert "索引没有存到" in built.notice
    assert embedded == [len(SHELF)]


BUSY = 8
"""Seconds that a busy machine may need for what takes none."""

PROBES = ("利息预先扣除", "骚扰", "录音", "隐私", "信用卡")


def _like_exact(found: Searcher) -> None:
    """The same five for every probe as where no server is."""
    exact = Searcher.build(SHELF, HashEmbedder(), None)
    for text in PROBES:
        assert found.find(text, TODAY, k=5) == exact.find(text, TODAY, k=5)


@pytest.fixture(params=["chroma_server", "milvus_server"])
def any_server(request: pytest.FixtureRequest) -> Any:
    """Either engine."""
    return request.getfixturevalue(request.param)


def test_a_reader_waits_less_than_two_seconds() -> None:
    """For all requests of an opening together, and for one question; unless told otherwise, in positive seconds."""
    assert QUERY_SECONDS < 2
    assert read_access({}) == Access()
    assert read_access({"YOUJU_STORE_SECONDS": "4"}).seconds == 4
    for wrong in ("soon", "0", "-1", "nan", "inf"):
        with pytest.raises(InputProblem, match="YOUJU_STORE_SECONDS"):
            read_access({"YOUJU_STORE_SECONDS": wrong})


def test_a_server_that_is_down_at_the_start_is_done_without(tmp_path: Path) -> None:
    """A reader and a publisher both work on this machine, and say why; to open an index by its address alone fails."""
    for url in ("http://127.0.0.1:9", "milvus://127.0.0.1:9"):
        started = time.perf_counter()
        reader = Searcher.ready(SHELF, HashEmbedder(), url, beside=tmp_path)
        assert time.perf_counter() - started < BUSY
        assert url.partition("//")[2] in reader.notice
        assert "结果不受影响" in reader.notice
        _like_exact(reader)
        for kept, said in ((None, "只放在内存里"), (tmp_path, "用本机的那份")):
            publisher = Searcher.build(SHELF, HashEmbedder(), url, beside=kept)
            assert publisher.notice.startswith(f"索引没有存到 {url}（")
            assert said in publisher.notice
            _like_exact(publisher)
        with pytest.raises(IndexProblem, match="127"):
            Searcher.open(url)


def test_a_server_that_goes_away_in_a_conversation_is_done_without(any_server: Any, tmp_path: Path) -> None:
    """The next question is answered as before, and the notice says so."""
    Searcher.build(SHELF, HashEmbedder(), any_server.url).close()
    opened = Searcher.ready(SHELF, HashEmbedder(), any_server.url, beside=tmp_path)
    assert isinstance(opened.vectors, Limited)
    _like_exact(opened)
    any_server.stop()
    try:
        started = time.perf_counter()
        assert opened.find("利息被预先扣除", TODAY)[0].passage == SHELF[1]
        assert time.perf_counter() - started < 5
        assert "结果不受影响" in opened.notice
        _like_exact(opened)
        assert isinstance(opened.vectors, ExactVectors)
    finally:
        opened.close()
        any_server.start()


def test_an_index_that_was_read_before_is_there_without_its_server(chroma_server: Any, tmp_path: Path) -> None:
    """Whoever opens an index by its address alone keeps a copy beside; so does the next start find it."""
    Searcher.build(SHELF, HashEmbedder(), chroma_server.url).close()
    Searcher.open(chroma_server.url, beside=tmp_path).close()
    chroma_server.stop()
    try:
        opened = Searcher.open(chroma_server.url, beside=tmp_path)
        assert opened.passages == SHELF
        assert "本机上次留下的索引" in opened.notice
        _like_exact(opened)
    finally:
        chroma_server.start()


def test_a_server_that_is_slow_is_done_without(
    any_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that answers a byte a second passes every limit of its own client; ours it does not pass."""
    Searcher.build(SHELF, HashEmbedder(), any_server.url).close()
    with between(any_server.port) as (port, link):
        url = f"{any_server.scheme}://127.0.0.1:{port}"
        monkeypatch.setenv("YOUJU_STORE_SECONDS", "3")
        opened = Searcher.ready(SHELF, HashEmbedder(), url, beside=tmp_path)
        link.slow = True
        started = time.perf_counter()
        found = opened.find("利息被预先扣除", TODAY)
        assert time.perf_counter() - started < 3 + BUSY
        assert found[0].passage == SHELF[1]
        assert "结果不受影响" in opened.notice
        _like_exact(opened)
        opened.close()

        monkeypatch.setenv("YOUJU_STORE_SECONDS", "0.2")
        started = time.perf_counter()
        late = Searcher.ready(SHELF, HashEmbedder(), url, beside=tmp_path)
        assert time.perf_counter() - started < 0.4 + BUSY
        assert "没有答复" in late.notice or "不可用" in late.notice
        _like_exact(late)


@pytest.mark.parametrize(
    "fault", ["no index", "another index", "an empty collection", "other vectors", "short vectors"]
)
def test_a_server_that_holds_something_else_is_done_without(any_server: Any, fault: str, tmp_path: Path) -> None:
    """A reader writes nothing there; it says what is wrong, and answers from this machine."""
    server = server_of(any_server.url)
    assert server is not None
    mark, name = fingerprint(SHELF, HashEmbedder()), HashEmbedder().name
    rows = embedded(SHELF, HashEmbedder(), silent)
    if fault == "no index":
        _emptied(any_server.url)
    elif fault == "another index":
        server.publish(SHELF[:3], rows[:3], "0" * 32, name)
    elif fault == "an empty collection":
        server.publish((), rows[:0], mark, name)
    elif fault == "other vectors":
        server.publish(SHELF, rows[::-1], mark, name)
    else:
        server.publish(SHELF, rows[:, :7], mark, name)

    reader = Searcher.ready(SHELF, HashEmbedder(), any_server.url, beside=tmp_path)

    assert "结果不受影响" in reader.notice
    if fault in {"no index", "another index"}:
        assert "youju index --store" in reader.notice
    _like_exact(reader)
    mended = Searcher.build(SHELF, HashEmbedder(), any_server.url)
    again = Searcher.ready(SHELF, HashEmbedder(), any_server.url, beside=tmp_path)
    assert (mended.notice, again.notice) == ("", "")
    assert isinstance(again.vectors, Limited)
    for opened in (reader, mended, again):
        opened.close()


def _emptied(url: str) -> None:
    if url.startswith("http"):
        with connection(url, 5) as client:
            for collection in client.list_collections():
                client.delete_collection(collection.name)
        return
    from pymilvus import MilvusClient

    client = MilvusClient(url.replace("milvus", "http"))
    for name in cast("list[str]", client.list_collections()):
        client.drop_collection(name)
    client.close()


class Link:
    """What stands between us and a server; remembers what was sent."""

    def __init__(self) -> None:
        self.slow, self.heard = False, b""

    def pump(self, source: socket.socket, sink: socket.socket, *, back: bool) -> None:
        """Carry bytes until either side ends; the slow one answers a byte a second."""
        try:
            while data := source.recv(65536):
                self.heard += b"" if back else data
                while back and self.slow and data:
                    sink.sendall(data[:1])
                    data = data[1:]
                    time.sleep(1)
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def between(port: int, tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, Link]]:
    """A proxy in front of a server on this machine, with TLS or without."""
    link, held = Link(), list[socket.socket]()

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
                near = tls.wrap_socket(near, server_side=True) if tls else near
            except ssl.SSLError:
                continue
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", port))
            held.extend((near, far))
            threading.Thread(target=link.pump, args=(near, far), kwargs={"back": False}, daemon=True).start()
            threading.Thread(target=link.pump, args=(far, near), kwargs={"back": True}, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        yield listener.getsockname()[1], link
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()
    for end in held:
        end.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that its own key signed, and the key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here")
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "ca.pem", folder / "key.pem"
    wanted = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    names = "-addext", "subjectAltName=IP:127.0.0.1", "-out", str(made), "-keyout", str(key)
    subprocess.run([openssl, *wanted.split(), *names], check=True, capture_output=True)
    return made, key


def test_a_proxy_with_tls_and_a_token_is_passed(
    any_server: Any, certificate: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Certificate and token come from the environment; every request carries the token, no other authority counts."""
    Searcher.build(SHELF, HashEmbedder(), any_server.url).close()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.set_alpn_protocols(["http/1.1"] if any_server.scheme == "http" else ["h2"])
    with between(any_server.port, context) as (port, link):
        url = f"{'https' if any_server.scheme == 'http' else 'milvus+tls'}://127.0.0.1:{port}"
        refused = Searcher.ready(SHELF, HashEmbedder(), url, beside=tmp_path)
        assert "不可用" in refused.notice or "没有答复" in refused.notice
        _like_exact(refused)

        monkeypatch.setenv("YOUJU_STORE_CA", str(certificate[0]))
        monkeypatch.setenv("YOUJU_STORE_TOKEN", "yang-li-ling-pai")
        opened = Searcher.ready(SHELF, HashEmbedder(), url, beside=tmp_path)

        assert opened.notice == ""
        assert isinstance(opened.vectors, Limited)
        _like_exact(opened)
        if any_server.scheme == "http":  # gRPC packs its headers
            requests, tokens = link.heard.count(b" HTTP/1.1\r\n"), link.heard.lower().count(b"bearer yang-li-ling-pai")
            assert requests == tokens > 0
        opened.close()


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
def test_something_else_at_the_address_is_done_without(reply: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence, an error, another service: memory within seconds."""
    monkeypatch.setenv("YOUJU_STORE_SECONDS", "0.5")
    with answering(reply) as url:
        started = time.perf_counter()
        built = Searcher.build(SHELF, HashEmbedder(), url)

        assert time.perf_counter() - started < 10
        assert "内存" in built.notice
        assert built.find("利息预先扣除", TODAY)[0].passage == SHELF[1]
        built.close()


def test_an_empty_server_has_no_index(chroma_server: Any) -> None:
    """It says what to run."""
    with connection(chroma_server.url, 5) as client:
        for collection in client.list_collections():
            client.delete_collection(collection.name)

    with pytest.raises(IndexProblem, match="youju index --store"):
        Searcher.open(chroma_server.url)


def test_a_bad_address_is_the_readers_to_mend() -> None:
    """Not an index problem: no fallback hides a typing error."""
    for place in ("http://", "http://host:port", "milvus://", "milvus:index"):
        with pytest.raises(InputProblem, match="看不懂的"):
            Searcher.build(SHELF, HashEmbedder(), place)


def test_a_password_in_an_address_is_refused() -> None:
    """Addresses are printed in notices; what opens a server comes from the environment."""
    with pytest.raises(InputProblem, match="YOUJU_STORE_TOKEN") as refused:
        Searcher.ready(SHELF, HashEmbedder(), "https://user:geheim@kb.example.org")
    assert "geheim" not in str(refused.value)


def test_addresses() -> None:
    """The scheme names the engine; anything else is a folder."""
    assert address_of("http://localhost:8001") == Address("http://localhost:8001", "chroma", "localhost", 8001)
    assert address_of("https://kb.example.org") == Address(
        "https://kb.example.org", "chroma", "kb.example.org", 443, tls=True
    )
    assert address_of("milvus+tls://kb") == Address("milvus+tls://kb", "milvus", "kb", 19530, tls=True)
    assert address_of("milvus:a/b.db") == Address("milvus:a/b.db", "milvus", file="a/b.db")
    assert [address_of(place) for place in (None, "data/index", Path("milvus"), "C:\\index")] == [None] * 4


def test_what_a_proxy_says_is_told_in_one_short_line() -> None:
    """It may send a page of many lines; a notice is one sentence."""
    said = str(unusable("http://kb", ValueError("<html>\n<body>Bad Gateway</body>\n" + "x" * 9000)))

    assert said.startswith("向量库 http://kb 不可用（ValueError: <html> <body>Bad Gateway")
    assert "\n" not in said
    assert len(said) < 300


def test_whoever_uses_a_chroma_server_is_warned() -> None:
    """Its open advisory is named; without TLS that is said too; a folder or Milvus needs no warning."""
    assert "CVE-2026-45829" in exposure("https://kb.example.org")
    assert "没有用 TLS" in exposure("http://kb")
    assert "没有用 TLS" not in exposure("https://kb")
    assert [exposure(place) for place in (None, "folder", "milvus://kb", "milvus:a.db")] == [""] * 4
