"""An invented library, and small ones built from Markdown in a test; never real law."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from kb import (
    Authority,
    Corpus,
    Instrument,
    Moved,
    Phantom,
    Searcher,
    Version,
    Wording,
    open_embedder,
    read_corpus,
)
from kb.markup import parse_version

LIBRARY = Path(__file__).parents[1] / "library"
"""An invented statute in two versions with a moved article, what stands around it, and three guides."""

FIRST_DAY = date(2020, 1, 1)


def _law(
    *texts: str,
    name: str = "示例法",
    full: str = "",
    authority: Authority = Authority.LAW,
    aliases: Sequence[str] = (),
    days: Sequence[date] = (FIRST_DAY,),
    ended: date | None = None,
    last: int | None = None,
    wording: Wording = Wording.EXACT,
    document: str = "",
    replaced_by: str = "",
    moved: Sequence[Moved] = (),
    phantoms: Sequence[Phantom] = (),
    others: Sequence[Instrument] = (),
) -> Corpus:
    """Each text is one version, in force from the day at its place in `days` until the next; the last until `ended`."""
    versions = []
    for text, day, until in zip(texts, days, (*days[1:], ended), strict=True):
        parsed, problems = parse_version(f'+++\ninstrument = "{name}"\nin_force = {day}\n+++\n\n{text}', "test.md")
        assert parsed is not None, problems
        assert problems == ()
        versions.append(
            Version(name, day, until, promulgated=day, wording=wording, last_article=last, articles=parsed.articles)
        )
    instrument = Instrument(
        name,
        full or f"中华人民共和国{name}",
        authority,
        aliases=tuple(aliases),
        document=document,
        replaced_by=replaced_by,
        versions=tuple(versions),
    )
    return Corpus({i.id: i for i in (instrument, *others)}, phantoms=tuple(phantoms), moved=tuple(moved))


@pytest.fixture
def law() -> Callable[..., Corpus]:
    """`law("**第二条** ……")`: a corpus with one instrument, 《示例法》 where no other name is given."""
    return _law


@pytest.fixture(scope="session")
def library() -> Corpus:
    """The invented library, read from its folder without a problem."""
    corpus = read_corpus(LIBRARY)
    assert corpus.problems == ()
    return corpus


@pytest.fixture(scope="session")
def shelf() -> Corpus:
    """The library that ships with youju."""
    return read_corpus()


@pytest.fixture(scope="session")
def shelf_searcher(shelf: Corpus) -> Searcher:
    """A searcher over the shipped library with the shipped embedding model."""
    return Searcher.build(shelf.passages, open_embedder(), None, concepts=shelf.concepts)


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Nobody may write there, root included: root becomes somebody else for a while."""
    paths = [place, *place.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path in paths:
            path.chmod(0o755)


@dataclass
class Server:
    """A vector server of our own: a real `chroma run`, or Milvus Lite behind its port."""

    scheme: str
    command: Sequence[str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = subprocess.Popen(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        )
        for _ in range(400):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail(f"the {self.scheme} server does not answer")

    def stop(self) -> None:
        """End it."""
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests."""
    chroma, port = Path(sys.executable).with_name("chroma"), _free_port()
    if not chroma.exists():
        pytest.skip("no Chroma server here")
    place = tmp_path_factory.mktemp("chroma-server")
    running = Server(
        "http", (str(chroma), "run", "--path", str(place), "--host", "127.0.0.1", "--port", f"{port}"), port
    )
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests."""
    if find_spec("pymilvus") is None or find_spec("milvus_lite") is None:
        pytest.skip("Milvus is not installed")
    place, port = tmp_path_factory.mktemp("milvus-server"), _free_port()
    command = sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(place), "--host", "127.0.0.1"
    running = Server("milvus", (*command, "--port", f"{port}"), port)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def untried() -> Iterator[None]:
    """Chroma's folder is opened without a child's trying it first, which takes a second (tests/kb/test_trial.py)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kb.trial.try_chroma", lambda *_: None)
        yield


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers may take as long as a busy machine needs: for tests that are not about time."""
    monkeypatch.setenv("YOUJU_STORE_SECONDS", "60")
