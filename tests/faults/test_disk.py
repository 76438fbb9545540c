"""Whatever call of a build is its last, or fails, one whole index is served, and the next build needs no hand.

`FAULTS=all` tries every call (some two hours of one core), `FAULTS=1/8` an eighth of them; otherwise a sample.
"""

from __future__ import annotations

import errno
import random
import signal
from typing import Any

import pytest

from tests.faults.conftest import PART, Workshop, chosen

pytestmark = pytest.mark.fault

LASTS = ("/manifest.json", "/CURRENT.new", "/CURRENT")
"""What the calls touch that make a folder the index in use: of these, every one is tried."""
AFTER = 4
"""Calls that change something after the pointer has moved: they are tried too, however many threads wrote before."""


def _tried(calls: tuple[str, ...], every: int) -> list[int]:
    """The numbers of calls to fail at; a kill before something is read is one after the last write."""
    changing = [at for at, call in enumerate(calls, 1) if not call.startswith("read ")]
    last = [at for at in changing if calls[at - 1].partition(" ")[2].endswith(LASTS)] + changing[-AFTER:]
    return sorted({*chosen(changing, every), *(last if PART in {"", "all"} else ())})


def _serves_one_whole(found: dict[str, Any], *shelves: str) -> str:
    """Nothing if the next start found one of these indexes, whole, and nothing else; else what was wrong."""
    sound = found["shelf"] in shelves and found["whole"] and found["count"] == 22 and not found["notice"]
    return "" if sound and not (found["misses"] or found["chroma"] or found["left"]) else str(found)


@pytest.mark.parametrize("shelf", ["second", "third"])
def test_a_kill_at_any_call_leaves_the_old_index_or_the_new_one(disk: Workshop, shelf: str) -> None:
    """Killed at a write, a rename, a sync: the next start serves one whole index, asks of it what is known, sweeps."""
    wrong, new = [], 0
    calls = disk.calls(shelf)
    assert len(calls) > 500, "the build did not come to its end"
    for at in _tried(calls, 60):
        disk.reset()
        killed = disk.do("build", shelf, at=at)["signal"] == signal.SIGKILL
        found = disk.do("start")
        new += found["shelf"] == shelf
        if fault := _serves_one_whole(found, "first", shelf):
            wrong.append(f"{at} {calls[at - 1]}: {fault}")
        assert killed or at > len(calls) - 20  # how often Chroma's threads write differs by a few

    assert wrong == []
    assert new  # those after the pointer has moved


def test_a_kill_at_any_time_leaves_one_whole_index(disk: Workshop) -> None:
    """Not at a call but at a moment, whichever thread is at work; the build after it needs no hand."""
    wrong, rng = [], random.Random(7)  # noqa: S311 - the same moments at every run
    for _ in range(50 if PART else 5):
        disk.reset()
        disk.do("build", "third", kill_after=rng.uniform(0.0, 1.2))
        if fault := _serves_one_whole(disk.do("start"), "first", "third"):
            wrong.append(fault)
        again = disk.do("build", "third")
        if again["notice"] or again["misses"] or not again["kept"]:
            wrong.append(str(again))

    assert wrong == []


def test_everything_is_on_the_disk_before_the_pointer_moves(disk: Workshop) -> None:
    """Files after their last write, then every folder, then the name of the folder, then the pointer, then its name."""
    calls = disk.calls("third")
    moved = calls.index("rename /CURRENT")
    named = next(at for at, call in enumerate(calls) if call.startswith("rename /builds/"))
    built = {call.partition(" ")[2] for call in calls[:named] if call.startswith("write /builds/.unfinished")}
    kept = {path for path in built if not path.endswith("-journal")}
    last = {(verb, path): at for at, (verb, _, path) in enumerate(call.partition(" ") for call in calls)}

    assert len(kept) >= 15
    for path in kept:
        assert last["write", path] < last["fsync", path] < named, path
        assert last["fsync", path] < last["fsync", path.rpartition("/")[0]] < named, path
    assert named < last["fsync", "/builds"] < moved
    assert last["write", "/CURRENT.new"] < last["fsync", "/CURRENT.new"] < moved < last["fsync", ""]


FAULTS: dict[int, str] = {
    errno.ENOSPC: "write open mkdir fsync truncate rename",
    errno.EIO: "write read open fsync rename unlink truncate chmod",
    errno.EROFS: "open mkdir rename unlink chmod",
    errno.EMFILE: "open read",
    errno.EACCES: "open mkdir rename unlink chmod",
}
"""What can go wrong, and the calls that say so."""


@pytest.mark.parametrize("fault", FAULTS, ids=errno.errorcode.get)
def test_a_disk_that_fails_from_any_call_on_costs_no_answer(disk: Workshop, fault: int) -> None:
    """Questions are answered all the same, one sentence says what is wrong, and without a restart all is well again."""
    calls = disk.calls("third")
    kinds = tuple(FAULTS[fault].split())
    wrong = []
    tried = chosen([at for at, call in enumerate(calls, 1) if call.startswith(kinds)], 140)
    if fault == errno.ENOSPC and not PART:  # Chroma says nothing when it cannot write its graph
        tried += [at for at, call in enumerate(calls, 1) if call.startswith("write") and call.endswith("level0.bin")][
            ::15
        ]
    for at in tried:
        for lasting in (True, False):
            disk.reset()
            said = disk.do("both", "third", at=at, fault=fault, lasting=lasting)
            failing, again = said["failing"], said["again"]
            answered = not failing["misses"] and (failing["kept"] or _one_sentence(failing["notice"]))
            well = not again["misses"] and again["kept"] and not again["notice"]
            if not (answered and well):
                wrong.append(f"{at} {lasting} {calls[at - 1]}: {said}")
            if problem := _serves_one_whole(disk.do("start"), "third"):
                wrong.append(f"{at} {lasting} {calls[at - 1]}: {problem}")

    assert wrong == []


def _one_sentence(notice: str) -> bool:
    return notice.startswith("索引没有存到") and notice.count("。") == 1 and "\n" not in notice
