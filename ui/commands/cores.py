"""Work for many rows on both cores, in processes: answering is bound by the processor, and threads would share one."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing import get_context
from multiprocessing.pool import Pool
from typing import Any, TypeVar

Opened = TypeVar("Opened")
Row = TypeVar("Row")
Result = TypeVar("Result")

SMALL = 60
"""Fewer rows than this are done faster by one process than by opening the library in others."""

_OPENED: list[Any] = []
"""What a pool's worker has opened for itself."""


def workers(rows: int) -> int:
    """How many processes are worth it."""
    return min(2, os.cpu_count() or 1) if rows >= SMALL else 1


def each(
    rows: Sequence[Row], work: Callable[[Opened, Row], Result], open_: Callable[[], Opened], opened: Opened, count: int
) -> Iterator[Result]:
    """Results in the order of the rows, each as soon as it is there.

    Args:
        rows: what to work on.
        work: done for each row; a function of a module, so that other processes find it.
        open_: opens in each further process what the work needs.
        opened: the same, open already in this process.
        count: processes; 1 works here.
    """
    if count == 1:
        yield from (work(opened, row) for row in rows)
        return
    with _pool(count, open_) as pool:
        yield from pool.imap(partial(_done, work), rows)


def _pool(count: int, open_: Callable[[], Any]) -> Pool:
    """Processes that do not hear Ctrl-C: this one does, ends them, and says so in a sentence instead of tracebacks."""
    if threading.current_thread() is not threading.main_thread():
        return get_context("spawn").Pool(count, _start, (open_,))
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return get_context("spawn").Pool(count, _start, (open_,))
    finally:
        signal.signal(signal.SIGINT, heard)


def _start(open_: Callable[[], Any]) -> None:
    _OPENED[:] = [open_()]


def _done(work: Callable[[Any, Any], Any], row: Any) -> Any:
    return work(_OPENED[0], row)
