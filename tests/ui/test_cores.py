"""Work on both cores can be stopped without a traceback."""

import signal
from collections.abc import Iterator
from typing import Any, Self

import pytest

from ui.commands import cores


class Held:
    """Stands in for processes: what a new one would inherit, and nothing else."""

    def __init__(self, *_: object) -> None:
        self.heard = signal.getsignal(signal.SIGINT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def imap(self, *_: object) -> Iterator[Any]:
        """Tell what Ctrl-C did when the processes began, and what it does now."""
        yield self.heard
        yield signal.getsignal(signal.SIGINT)


class Context:
    """As `multiprocessing.get_context` gives one."""

    Pool = Held


def test_only_this_process_hears_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes begin deaf to it; afterwards this one hears it as before."""
    monkeypatch.setattr(cores, "get_context", lambda _: Context)
    before = signal.getsignal(signal.SIGINT)

    told = list(cores.each([1], lambda _, row: row, lambda: None, None, 2))

    assert told == [signal.SIG_IGN, before]
