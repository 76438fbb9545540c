"""A disk that fails at a chosen call, under the C library, for a process that builds and opens small indexes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PART = os.environ.get("FAULTS", "")
"""Empty: a sample of the calls, within a minute; `all`: every one; `2/5`: the second fifth of every one."""


@dataclass
class Workshop:
    """The builder's process, the place it builds in, and a place that was built in before to start from."""

    process: subprocess.Popen[str]
    place: Path
    log: Path
    before: Path
    failing: bool
    """Whether its disk can fail: on Linux, where there is a C compiler."""

    def do(self, job: str, shelf: str = "", **more: Any) -> dict[str, Any]:
        """Let a child of the builder do a job; a fault of its own fails the test."""
        assert self.process.stdin
        assert self.process.stdout
        order = {"do": job, "place": str(self.place), "shelf": shelf, **more}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        said: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert "fault" not in said, said["fault"]
        return said

    def reset(self) -> None:
        """Put the place back to where the first shelf's index is in use."""
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.before, self.place)

    def calls(self, shelf: str) -> tuple[str, ...]:
        """Every call of one build of a shelf, in order: `write /builds/…/vectors.npy`."""
        self.reset()
        self.log.write_text("")
        self.do("build", shelf, at=10**9, log=True)
        return tuple(self.log.read_text().splitlines())


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A builder, on a disk that can fail where a C compiler can make one; in memory if may be, for it syncs much."""
    if not hasattr(os, "fork"):
        pytest.skip("the builder forks, which Windows cannot")
    compiler = shutil.which("cc") if sys.platform == "linux" else None
    root, memory = tmp_path_factory.mktemp("disk"), Path("/dev/shm")  # noqa: S108 - a folder of our own is made there
    library, page, log = root / "disk.so", root / "page", root / "log"
    held = tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else root)
    place = Path(held.name).resolve() / "place"
    if compiler:
        subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, HERE / "disk.c", "-ldl"], check=True)
    page.write_bytes(bytes(20))
    log.touch()
    told = {"YOUJU_DISK": page, "YOUJU_DISK_PLACE": place, "YOUJU_DISK_LOG": log}
    with (
        held,
        subprocess.Popen(
            [sys.executable, HERE / "builder.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                **{name: str(path) for name, path in told.items()},
                "PYTHONPATH": str(HERE.parents[1]),
                "OPENBLAS_NUM_THREADS": "1",
                **({"LD_PRELOAD": str(library)} if compiler else {}),
            },
        ) as process,
    ):
        made = Workshop(process, place, log, place.with_name("before"), bool(compiler))
        made.do("build", "first")
        shutil.copytree(place, made.before)
        yield made
        assert process.stdin
        process.stdin.close()


@pytest.fixture
def disk(workshop: Workshop) -> Workshop:
    """The builder where its disk can fail."""
    if not workshop.failing:
        pytest.skip("the failing disk needs Linux and a C compiler")
    return workshop


def chosen(calls: Sequence[int], every: int) -> list[int]:
    """Of the numbers of calls, those that this run tries: every so many, or all of a part."""
    if PART in {"", "all"}:
        return list(calls if PART else calls[::every])
    part, parts = map(int, PART.split("/"))
    return list(calls[part - 1 :: parts])
