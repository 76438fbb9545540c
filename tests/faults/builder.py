"""A process that builds and opens small indexes on a disk that fails: the tests start it, and tell it what to do.

It loads the heavy packages once and forks for every job, so that a job costs what the work costs, and a job that is
killed takes nothing with it. One JSON object a line comes in, one goes out: how the child ended, and what it said.
"""

from __future__ import annotations

import json
import mmap
import os
import re
import signal
import struct
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import chromadb.api.rust  # these are loaded once, for every child
import chromadb.telemetry.product.posthog  # noqa: F401
import filelock  # noqa: F401
import tantivy  # noqa: F401

from kb import generations
from kb.embedders import HashEmbedder
from kb.errors import IndexProblem
from kb.generations import CHROMA
from kb.mending import open_at_once
from kb.passages import Passage
from kb.search import Searcher
from kb.store import ChromaVectors, collection_name

EMBEDDER = HashEmbedder(64)
SIGNS = re.findall("..", "苹果香蕉葡萄西瓜桃子樱桃石榴菠萝荔枝橙子柚子核桃棉花花生芝麻黄豆土豆萝卜白菜菠菜蘑菇黄瓜")


def shelf(which: str) -> tuple[Passage, ...]:
    """Twenty-two invented articles; the second shelf has one other, which a renewal writes, the third many others."""
    changed = {"first": 0, "second": 1, "third": 22}[which]
    return tuple(
        Passage(
            id=f"示例法#{at}",
            kind="article",
            title="示例法",
            number=f"第{at}条",
            headings="",
            text=f"{'改过' if at <= changed else ''}买卖{sign}的人不得隐瞒{sign}的重量。",
        )
        for at, sign in enumerate(SIGNS, 1)
    )


def build(job: dict[str, Any]) -> dict[str, Any]:
    """Open the index of a shelf, which builds it where it is not there; what became of it, and what it finds."""
    passages = shelf(job["shelf"])
    stages: list[str] = []
    opened = Searcher.build(passages, EMBEDDER, Path(job["place"]), progress=lambda stage, *_: stages.append(stage))
    _disarm()
    kept = opened._chroma is not None
    return {"notice": opened.notice, "built": bool(stages), "misses": _misses(opened), "kept": kept}


def start(job: dict[str, Any]) -> dict[str, Any]:
    """What the next start finds: which shelf is in use, whether all of it is whole, and what else lies there."""
    place = Path(job["place"])
    try:
        used = generations.latest(place)
    except IndexProblem as problem:
        return {"shelf": "", "said": str(problem)}
    folder, manifest, held = used.folder, used.manifest, generations.read_passages(used.folder)
    which = next((w for w in ("first", "second", "third") if shelf(w) == held), "none")
    opened = Searcher.build(held, EMBEDDER, place, progress=lambda *_: sys.exit("built again"))
    matrix = generations.read_vectors(folder)
    chroma = ChromaVectors.open(folder / CHROMA, collection_name(manifest.fingerprint), [p.id for p in held], matrix)
    near = [int(chroma.search(row, 1)[0][0]) for row in matrix]
    left = [p.name for p in (place / "builds").iterdir() if p.name.startswith(".")]
    left += [p.name for p in place.iterdir() if p.name not in {"CURRENT", "builds", ".lock"}]
    return {
        "shelf": which,
        "notice": opened.notice,
        "misses": _misses(opened),
        "chroma": sum(at != found for at, found in enumerate(near)),
        "count": manifest.count,
        "whole": not used.lost and not used.older,
        "left": left,
    }


def _misses(opened: Searcher) -> int:
    """How many of the articles are not the first that their own sign finds."""
    questions = [f"{sign}的重量" for sign in SIGNS]
    found = [opened.find(q, None, k=1) for q in questions]
    return sum(not hits or hits[0].passage.id != f"示例法#{at}" for at, hits in enumerate(found, 1))


def both(job: dict[str, Any]) -> dict[str, Any]:
    """Build while the disk fails, then once more, in the same process, when it does not."""
    return {"failing": build(job), "again": build(job)}


def serve(job: dict[str, Any]) -> dict[str, Any]:
    """Open as a service does: what it says and finds at once, and what it says and finds when it has mended."""
    passages, place = shelf("first"), Path(job["place"])
    whole = Searcher.build(passages, EMBEDDER, None)
    opened = open_at_once(passages, EMBEDDER, place)
    by = {ranking for hit in opened.find(f"{SIGNS[0]}的重量", None) for ranking in hit.rankings}
    at_once = opened.notice, _misses(opened), _same(opened, whole), "vector" in by
    for thread in threading.enumerate():
        if thread.name == "youju-mending":
            thread.join()
    return {"at_once": at_once, "mended": (opened.notice, _misses(opened), _same(opened, whole))}


def _same(opened: Searcher, other: Searcher) -> bool:
    """Whether both find the same with the same scores."""
    return all(opened.find(f"{sign}的重量", None) == other.find(f"{sign}的重量", None) for sign in SIGNS)


class Disk:
    """The page that this program shares with disk.c."""

    def __init__(self, path: str) -> None:
        with Path(path).open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), 20)

    def arm(self, at: int, fault: int, *, lasting: bool, log: bool) -> None:
        """From now on count, and fail at that call."""
        self._page[:20] = struct.pack("5i", at, fault, lasting, 0, log)

    def disarm(self) -> int:
        """Fail no more; how many calls there were."""
        count = int(struct.unpack_from("i", self._page, 12)[0])
        self._page[:4] = struct.pack("i", 0)
        return count


DISK = Disk(os.environ["YOUJU_DISK"])
JOBS = {"build": build, "start": start, "both": both, "serve": serve}


def _disarm() -> None:
    DISK.disarm()


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Do one job in a child; killed after `kill_after` seconds, if the job says so."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        try:
            if "at" in job:
                DISK.arm(job["at"], job.get("fault", -1), lasting=job.get("lasting", False), log=job.get("log", False))
            said: dict[str, Any] = JOBS[job["do"]](job)
        except BaseException:  # noqa: BLE001 - whatever it is, the test is told
            said = {"fault": traceback.format_exc()}
        DISK.disarm()
        os.write(into, json.dumps(said).encode())
        os._exit(0)
    os.close(into)
    if "kill_after" in job:
        time.sleep(job["kill_after"])
        os.kill(child, signal.SIGKILL)
    with os.fdopen(out, "rb") as pipe:
        said_bytes = pipe.read()
    _, status, used = os.wait4(child, 0)
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "calls": DISK.disarm(),
        "cpu": round(used.ru_utime + used.ru_stime, 2),
        **(json.loads(said_bytes) if said_bytes else {}),
    }


def main() -> None:
    """Do what stands on standard input, line by line."""
    _misses(Searcher.build(shelf("first"), EMBEDDER, None))  # every table and package, once for all
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
