"""Index folders never change, prove themselves, and survive a kill, a full disk and damage of any file."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray

from kb import generations, seals
from kb.embedders import HashEmbedder
from kb.errors import IndexProblem
from kb.indexing import write_index
from kb.passages import Passage

EMBEDDER = HashEmbedder(64)


def _shelf(*texts: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(id=f"示例法#{n}", kind="article", title="示例法", number=f"第{n}条", headings="", text=text)
        for n, text in enumerate(texts, 1)
    )


FIRST = _shelf("不得骚扰他人。", "利息不得预先扣除。", "自然人享有隐私权。")
SECOND = _shelf("不得骚扰他人。", "利息可以约定。", "自然人享有隐私权。", "信用卡逾期。")


def _ensure(place: Path, passages: tuple[Passage, ...]) -> Path:
    folder, _ = generations.ensure(place, _mark(passages), lambda new: _written(new, place, passages))
    return folder


def _mark(passages: tuple[Passage, ...]) -> str:
    return generations.fingerprint(passages, EMBEDDER.name)


def _written(folder: Path, place: Path, passages: tuple[Passage, ...]) -> str:
    write_index(folder, place, _mark(passages), passages, EMBEDDER, lambda *_: None)
    return EMBEDDER.name


def test_a_whole_folder_is_found_and_not_built_again(tmp_path: Path) -> None:
    """The second start reads what the first wrote."""
    folder = _ensure(tmp_path, FIRST)

    again, manifest = generations.ensure(tmp_path, _mark(FIRST), lambda _: pytest.fail("built again"))

    assert again == folder
    assert (manifest.count, manifest.embedder) == (3, EMBEDDER.name)
    assert generations.read_passages(folder) == FIRST
    assert generations.read_vectors(folder).shape == (3, 64)
    assert (tmp_path / "CURRENT").read_text("utf-8").strip() == folder.name


def test_a_change_is_another_folder_and_the_one_before_stays(tmp_path: Path) -> None:
    """The last good one is kept, older ones are swept away."""
    first, second = _ensure(tmp_path, FIRST), _ensure(tmp_path, SECOND)
    third = _ensure(tmp_path, _shelf("另一条。", "又一条。"))

    assert first != second != third
    assert {p.name for p in (tmp_path / "builds").iterdir()} == {second.name, third.name}
    assert generations.latest(tmp_path).folder == third


def test_going_back_is_a_switch_not_a_build(tmp_path: Path) -> None:
    """A kept folder of the wanted fingerprint is used as it is."""
    first = _ensure(tmp_path, FIRST)
    _ensure(tmp_path, SECOND)

    back, _ = generations.ensure(tmp_path, _mark(FIRST), lambda _: pytest.fail("built again"))

    assert back == first
    assert generations.latest(tmp_path).folder == first


def test_the_pointer_is_turned_only_under_the_lock(tmp_path: Path) -> None:
    """Who goes back while another builds uses what is there; the builder's sweep and pointer are its own."""
    first, second = _ensure(tmp_path, FIRST), _ensure(tmp_path, SECOND)

    with FileLock(tmp_path / ".lock"):
        assert _ensure(tmp_path, FIRST) == first
        assert generations.latest(tmp_path).folder == second

    assert _ensure(tmp_path, FIRST) == first
    assert generations.latest(tmp_path).folder == first


def test_what_a_builder_finishes_while_another_looks_is_not_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sweeps asks what is finished when the lock is held, not before."""
    _ensure(tmp_path, FIRST)
    (tmp_path / "builds" / ".unfinished-x").mkdir()
    genuine, built = FileLock.acquire, list[Path]()

    def acquire(self: FileLock, *given: Any, **named: Any) -> Any:
        monkeypatch.undo()  # the first to ask for the lock comes second
        built.append(_ensure(tmp_path, SECOND))
        return genuine(self, *given, **named)

    monkeypatch.setattr(FileLock, "acquire", acquire)
    _ensure(tmp_path, FIRST)

    assert seals.verify(built[0]).count == 4


def test_an_index_of_another_version_of_youju_is_stale_and_not_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told of damage after an update; the index is built anew."""
    with monkeypatch.context() as patch:
        patch.setattr(seals, "SCHEMA", 2)
        manifest = seals.Manifest.__init__
        patch.setattr(manifest, "__defaults__", (2,))
        old = _ensure(tmp_path, FIRST)

    assert generations.salvage(tmp_path, _mark(FIRST)) is None
    with pytest.raises(seals.OtherSchema, match="另一个版本"):
        generations.latest(tmp_path)
    assert _ensure(tmp_path, FIRST) != old


def test_the_fingerprint_knows_passages_order_and_embedder() -> None:
    """Whatever changes an answer changes the fingerprint."""
    marks = {_mark(FIRST), _mark(FIRST[::-1]), _mark(SECOND), generations.fingerprint(FIRST, "other"), _mark(FIRST[:2])}

    assert len(marks) == 5


FAULTS: dict[str, Callable[[bytes], bytes | None]] = {
    "deleted": lambda _: None,
    "empty": lambda _: b"",
    "one byte": lambda whole: whole[:1],
    "half": lambda whole: whole[: len(whole) // 2],
    "one byte short": lambda whole: whole[:-1],
    "garbage at the start": lambda whole: os.urandom(64)[: len(whole)] + whole[64:],
    "garbage in the middle": lambda whole: whole[: len(whole) // 2] + os.urandom(64) + whole[len(whole) // 2 + 64 :],
    "garbage at the end": lambda whole: whole[:-64] + os.urandom(min(64, len(whole))),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One whole index folder."""
    return _ensure(tmp_path_factory.mktemp("place"), FIRST)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_damage_of_every_file_is_found_before_it_is_opened(whole: Path, fault: str) -> None:
    """Some damage makes Chroma take the whole process down; nothing native may see it."""
    names = [*seals.verify(whole).files, "manifest.json"]
    kinds = {Path(name).name for name in names}
    assert {"chroma.sqlite3", "header.bin", "data_level0.bin", "length.bin", "passages.jsonl", "vectors.npy"} <= kinds
    unseen = []
    for name in names:
        path = whole / name
        before = path.read_bytes()
        after = FAULTS[fault](before)
        if after is None:
            path.unlink()
        else:
            path.write_bytes(after)
        try:
            seals.verify(whole)
            unseen += [name] if after != before else []
        except IndexProblem:
            pass
        path.write_bytes(before)

    assert unseen == []
    seals.verify(whole)


def test_files_of_another_generation_are_found(tmp_path: Path) -> None:
    """A folder put together from two is not whole."""
    first, second = _ensure(tmp_path, FIRST), _ensure(tmp_path, SECOND)

    for name in ("passages.jsonl", "vectors.npy", "chroma/chroma.sqlite3", "lexical/meta.json"):
        before = (second / name).read_bytes()
        (second / name).write_bytes((first / name).read_bytes())
        with pytest.raises(IndexProblem, match=Path(name).name):
            seals.verify(second)
        (second / name).write_bytes(before)


def test_what_chroma_does_at_every_opening_is_no_damage(tmp_path: Path) -> None:
    """It adds a row to one table; after thousands of openings the folder is still whole."""
    folder = _ensure(tmp_path, FIRST)

    with closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3")) as database:
        for _ in range(5):
            database.executemany("INSERT INTO acquire_write (lock_status) VALUES (?)", [(1,)] * 1000)
            database.commit()

    assert seals.verify(folder).count == 3


def test_a_damaged_folder_is_built_anew_under_another_name(tmp_path: Path) -> None:
    """Nobody writes over a folder that somebody may be reading."""
    folder = _ensure(tmp_path, FIRST)
    (folder / "vectors.npy").write_bytes(b"")

    again = _ensure(tmp_path, FIRST)

    assert again != folder
    assert seals.verify(again).fingerprint == _mark(FIRST)
    assert [p.name for p in (tmp_path / "builds").iterdir()] == [again.name]


def test_the_last_good_one_stands_in(tmp_path: Path) -> None:
    """Without the passages nothing can be rebuilt; the folder before is better than none."""
    first, second = _ensure(tmp_path, FIRST), _ensure(tmp_path, SECOND)
    (second / "passages.jsonl").unlink()

    held = generations.latest(tmp_path)

    assert (held.folder, held.manifest.fingerprint, held.older) == (first, _mark(FIRST), True)
    (first / "manifest.json").write_text("{}")
    with pytest.raises(IndexProblem, match="youju index"):
        generations.latest(tmp_path)


def test_no_index_is_an_index_problem(tmp_path: Path) -> None:
    """It says what to run."""
    with pytest.raises(IndexProblem, match="youju index"):
        generations.latest(tmp_path / "absent")
    (tmp_path / "CURRENT").write_text("../../etc")
    with pytest.raises(IndexProblem, match="youju index"):
        generations.latest(tmp_path)


@pytest.mark.parametrize("at", [1, 6, 12, 18, 21, 22, 23])
def test_a_disk_that_fails_leaves_the_old_index_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """The error comes out, nothing half-made stays, and when there is space again it works."""
    first, calls, genuine = _ensure(tmp_path, FIRST), 0, os.fsync

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        genuine(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            _ensure(tmp_path, SECOND)

    assert generations.latest(tmp_path).folder == first
    assert not [p.name for p in (tmp_path / "builds").iterdir() if p.name.startswith(".")]
    assert seals.verify(_ensure(tmp_path, SECOND)).count == 4


def test_what_fails_while_writing_leaves_nothing(tmp_path: Path) -> None:
    """A fault of the writer is the writer's; the folder is gone and the lock free."""

    def write(folder: Path) -> str:
        (folder / "passages.jsonl").write_text("half")
        raise OSError(errno.EIO, "I/O")

    for _ in range(2):
        with pytest.raises(OSError, match="I/O"):
            generations.ensure(tmp_path, "x" * 32, write)
    assert list((tmp_path / "builds").iterdir()) == []


BUILDER = """
    import os, signal, sys
    from pathlib import Path
    import chromadb  # loaded once, for every child
    from kb import generations
    from kb.embedders import HashEmbedder
    from kb.indexing import write_index
    from kb.passages import Passage

    passages = [Passage(f"#{n}", "article", "示例法", "", "", f"新的{n}") for n in range(4)]
    embedder = HashEmbedder(64)
    mark = generations.fingerprint(passages, embedder.name)

    def build(place):
        def write(folder):
            write_index(folder, place, mark, passages, embedder, lambda *_: None)
            return embedder.name

        generations.ensure(place, mark, write, lambda: print("waits", flush=True))

    def die_at(at):
        calls = 0

        def counted(genuine):
            def call(*args, **options):
                nonlocal calls
                calls += 1
                if calls == at:
                    os.kill(os.getpid(), signal.SIGKILL)
                return genuine(*args, **options)
            return call

        os.fsync, os.replace, os.rename = counted(os.fsync), counted(os.replace), counted(os.rename)

    place, *times = sys.argv[1:]
    if not times:
        build(Path(place))
    for at in times:
        child = os.fork()
        if child == 0:
            try:
                die_at(int(at))
                build(Path(place, at))
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else "ended", flush=True)
"""


def _builder(place: Path, *times: int) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(BUILDER), str(place), *map(str, times)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the builder forks, which Windows cannot")
def test_a_kill_leaves_the_old_index_or_the_new_one_whole(tmp_path: Path) -> None:
    """Killed at a write or a rename, the next start serves one whole index and sweeps up."""
    first = _ensure(tmp_path / "before", FIRST)
    times = (1, 13, 23, 24, 25, 26, 27)
    for at in times:
        shutil.copytree(tmp_path / "before", tmp_path / f"{at}")

    said = subprocess.run(_builder(tmp_path, *times), stdout=subprocess.PIPE, text=True, check=True)

    ends, counts = said.stdout.split(), []
    for at in times:
        place = tmp_path / f"{at}"
        held = generations.latest(place)
        assert not held.older
        assert not held.lost
        assert (held.manifest.count, held.folder.name == first.name) in {(3, True), (4, False)}
        counts.append(held.manifest.count)
        _ensure(place, FIRST)
        assert not [p.name for p in (place / "builds").iterdir() if p.name.startswith(".")]
    assert ends == ["killed"] * len(times)
    assert counts == sorted(counts)
    assert {3, 4} == set(counts)


def test_a_second_builder_waits_and_uses_what_the_first_made(tmp_path: Path) -> None:
    """Two starts at once build one index."""
    with FileLock(tmp_path / ".lock"):
        other = subprocess.Popen(_builder(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert other.stdout
        assert other.stdout.readline() == b"waits\n"
        assert not [p for p in (tmp_path / "builds").glob("*") if p.is_dir()]
    _, err = other.communicate(timeout=60)

    assert other.returncode == 0, err
    assert generations.latest(tmp_path).manifest.count == 4


def test_one_who_builds_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting ends, with a sentence; the caller was told that it waits."""
    monkeypatch.setattr(generations, "WAIT_SECONDS", 0.2)
    waited: list[str] = []

    with FileLock(tmp_path / ".lock"), pytest.raises(IndexProblem, match="另一个程序"):
        generations.ensure(tmp_path, _mark(FIRST), lambda _: "", lambda: waited.append("told"))

    assert waited == ["told"]


def test_unchanged_passages_are_not_embedded_again(tmp_path: Path) -> None:
    """Only what is new goes through the embedder."""
    seen: list[str] = []

    class Counting(HashEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            seen.extend(texts)
            return super().embed(texts)

    embedder = Counting(64)
    for passages in (FIRST, SECOND):
        seen.clear()

        def write(folder: Path, passages: tuple[Passage, ...] = passages) -> str:
            write_index(folder, tmp_path, _mark(passages), passages, embedder, lambda *_: None)
            return embedder.name

        folder, _ = generations.ensure(tmp_path, _mark(passages), write)

    assert seen == ["示例法\n利息可以约定。", "示例法\n信用卡逾期。"]
    assert generations.read_vectors(folder) == pytest.approx(embedder.embed([f"示例法\n{p.text}" for p in SECOND]))


def test_a_renewal_that_took_the_builder_down_is_not_tried_again(tmp_path: Path) -> None:
    """Whatever Chroma does with the old files, it does once; the next builder writes all anew."""
    shelves = [_shelf(*(f"第{n}种货物不得{word}。" for n in range(40))) for word in ("掺假", "短斤")]
    one_other = (*shelves[0][:-1], shelves[1][-1])
    two_others = (*shelves[0][:-2], *shelves[1][-2:])
    _ensure(tmp_path, shelves[0])

    renewed = _ensure(tmp_path, one_other)
    (tmp_path / generations.RENEWING).touch()
    anew = _ensure(tmp_path, two_others)

    assert (renewed / "chroma" / "changed.txt").exists()
    assert not (anew / "chroma" / "changed.txt").exists()
    assert not (tmp_path / generations.RENEWING).exists()


def test_a_damaged_folder_stays_until_another_is_built(tmp_path: Path) -> None:
    """What is whole of it serves meanwhile, and if the building fails."""
    folder = _ensure(tmp_path, FIRST)
    (folder / "vectors.npy").write_bytes(b"")

    def write(_: Path) -> str:
        assert folder.is_dir()
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        generations.ensure(tmp_path, _mark(FIRST), write)

    held = generations.salvage(tmp_path, _mark(FIRST))
    assert held is not None
    assert (held.folder, set(held.lost)) == (folder, {"vectors.npy"})
    assert generations.salvage(tmp_path, _mark(SECOND)) is None
