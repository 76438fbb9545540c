"""What a running page writes down, and what never: no words of a reader, whoever wrote the line.

Our own lines are made of fields that we chose. Of what a package logs or prints, only the place in the code is kept and
the kind of fault, for its message may quote what somebody typed. One line for people, or one JSON object for programs.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

KINDS = ("text", "json")
"""`text` tells faults alone; `json` tells requests too."""

NOT_KEPT = "（内容不记录）"

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that is being worked on, where that is known."""

_log = logging.getLogger("youju")
_PLACE = re.compile(r'^[\s|]*File "(?P<file>[^"]*)", line (?P<line>\d+)(?:, in (?P<function>[\w.<>]+))?\s*$')
_KIND = re.compile(r"^(?:\w+\.)*(?P<kind>[A-Z]\w*(?:Error|Exception|Warning|Exit|Interrupt|Timeout))(?::|$)", re.ASCII)
_HEAD = re.compile(
    r"^(?:Traceback \(most recent call last\):"
    r"|During handling of the above exception, another exception occurred:"
    r"|The above exception was the direct cause of the following exception:)\s*$"
)


def fault(error: BaseException) -> None:
    """Write down a fault of our own: its kind and its place in the code."""
    told = _fault(type(error).__name__, _places(error.__traceback__))
    _log.error("%s", _plainly(told), extra={"told": told})


def event(name: str, **fields: object) -> None:
    """Write down what happened, for programs only; the fields hold nothing of a reader's."""
    if _log.isEnabledFor(logging.INFO):
        _log.info(name, extra={"told": {"event": name, **fields}})


@contextmanager
def journal(kind: str, on_fault: Callable[[], None] = lambda: None) -> Iterator[None]:
    """As long as it lasts, whatever anybody logs or prints as an error is written as this file says.

    Args:
        kind: one of `KINDS`.
        on_fault: called for every fault that is written.
    """
    out, root = sys.stderr, logging.getLogger()
    before = root.handlers[:], root.level, _log.level
    handler = _Handler(out, on_fault)
    handler.setFormatter(_Json() if kind == "json" else _Plain())
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _log.setLevel(logging.INFO if kind == "json" else logging.WARNING)
    sys.stderr = _Veil()
    try:
        yield
    finally:
        sys.stderr = out
        root.handlers[:], root.level, _log.level = before


class _Handler(logging.StreamHandler[TextIO]):
    """Writes a line at once; a full disk or a closed pipe costs the line, never the answer."""

    def __init__(self, out: TextIO, on_fault: Callable[[], None]) -> None:
        super().__init__(out)
        self._on_fault = on_fault

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        if record.levelno >= logging.ERROR:
            self._on_fault()
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        """Lose the line."""


class _Json(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The time, the level, and what may be told of a record."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"time": when, "level": record.levelname.lower(), **_told(record)}
        if "id" not in told and (asked := request_id.get()):
            told["id"] = asked
        return json.dumps(told, ensure_ascii=False)


class _Plain(logging.Formatter):
    """Places as Python writes them, then the kind."""

    def format(self, record: logging.LogRecord) -> str:
        """What may be told of a record."""
        return _plainly(_told(record))


class _Veil(io.TextIOBase):
    """Stands for standard error: of what is printed there, places in the code and kinds of faults come through."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self._line = ""
        self._places: list[str] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, text: str) -> int:
        """Read the lines as they become whole."""
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            self._read(line)
        return len(text)

    def _read(self, line: str) -> None:
        if place := _PLACE.match(line):
            self._places.append(_place(place["file"], place["line"], place["function"] or "?"))
        elif self._places and line.strip() and not line.startswith(" "):
            kind = None if _HEAD.match(line) else _KIND.match(line)
            told = _fault(kind["kind"] if kind else "", self._places)
            self._places = []
            _log.error("%s", _plainly(told), extra={"told": told})


def _told(record: logging.LogRecord) -> Mapping[str, Any]:
    """What may be told: the fields we chose, or where somebody else logged something, and the kind of fault."""
    own: Mapping[str, Any] | None = getattr(record, "told", None)
    if own is not None and record.name == _log.name:
        return own
    at = f"{record.name} {Path(record.pathname).name}:{record.lineno}"
    kind, _, trace = record.exc_info or (None, None, None)
    return {**_fault(kind.__name__ if kind else "", _places(trace)), "event": "package", "at": at}


def _fault(kind: str, places: list[str]) -> dict[str, Any]:
    return {"event": "fault", "kind": kind, "places": places}


def _places(trace: TracebackType | None) -> list[str]:
    return [_place(frame.filename, frame.lineno or 0, frame.name) for frame in traceback.extract_tb(trace)]


def _place(file: str, line: object, function: str) -> str:
    return f"{file}:{line} {function}"


def _plainly(told: Mapping[str, Any]) -> str:
    """A fault as lines for people."""
    head = " ".join(filter(None, (str(told.get("at", "")), str(told.get("kind", "")))))
    return "\n".join([*(f"  {place}" for place in told.get("places", ())), f"{head}{NOT_KEPT}"])
