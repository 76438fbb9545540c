"""Chroma's folder tried in a process of its own: what no checksum can tell takes that process down and not ours.

Chroma 1.5 ends the whole process on some damage, without an exception. A child opens the folder first and asks what is
known; it takes as long as loading Chroma does, so it is asked only where Chroma is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.children import ENTER, settings
from kb.errors import IndexProblem
from kb.generations import CHROMA, VECTORS
from kb.store import ChromaVectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATIENCE = 60.0
"""Seconds that the child may take: ten times what 55,000 passages take."""

_START = (
    "import json, sys\n"
    "order = json.load(sys.stdin)\n"
    "sys.path[:] = order['path']\n"
    f"{ENTER}"
    "from kb.trial import main\n"
    "main(order['folder'], order['name'], order['ids'])\n"
)
_SOUND = "sound"


def tried(folder: Path, name: str, ids: Sequence[str], vectors: NDArray[np.float32] | None) -> ChromaVectors:
    """Open the collection of an index folder, after a child has.

    Raises:
        IndexProblem: it is not sound.
    """
    try_chroma(folder, name, ids)
    return ChromaVectors.open(folder / CHROMA, name, ids, vectors)


def try_chroma(folder: Path, name: str, ids: Sequence[str]) -> None:
    """Let a child open the collection of an index folder and find some of its rows by their own vectors.

    Raises:
        IndexProblem: it is not sound, took the child down, or kept it too long.
    """
    order = {"folder": str(folder), "name": name, "ids": list(ids), **settings()}
    command = [sys.executable, "-I", "-c", _START]
    try:
        ended = subprocess.run(  # noqa: S603 - our own Python and our own program
            command, input=json.dumps(order), capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise IndexProblem(f"向量库试开了 {PATIENCE:g} 秒还没有打开。") from late
    except OSError as fault:
        raise IndexProblem(f"启动不了试开向量库的进程（{fault.strerror}）。") from fault
    if ended.returncode:
        raise IndexProblem(f"向量库打不开（试开它的进程中途退出：{ended.returncode}）。")
    if (said := ended.stdout.strip().rpartition("\n")[2]) != _SOUND:
        raise IndexProblem(said or "试开向量库的进程没有说结果就退出了。")


def main(folder: str, name: str, ids: Sequence[str]) -> None:
    """Be that child: say whether the collection is sound, or what is wrong with it."""
    import numpy as np

    vectors = np.load(Path(folder) / VECTORS, mmap_mode="r", allow_pickle=False)
    try:
        ChromaVectors.open(Path(folder) / CHROMA, name, ids, vectors).close()
    except IndexProblem as problem:
        sys.stdout.write(f"{problem}\n")
    else:
        sys.stdout.write(f"{_SOUND}\n")
