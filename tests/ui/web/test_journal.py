"""What is written down of a fault: its kind and its place, never the words that were worked on."""

from __future__ import annotations

import io
import json
import logging
import sys
import traceback
import warnings
from datetime import date, timedelta
from typing import Any

import pytest

from ui.web import journal
from ui.web.watch import Visitors

WORDS = "我叫甲某某，电话13912345678"


class _OwnError(Exception):
    pass


def _written(kind: str, act: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """What an act writes while the journal is kept, and how many faults were counted."""
    out, faults = io.StringIO(), []
    monkeypatch.setattr(sys, "stderr", out)
    with journal.journal(kind, lambda: faults.append(1)):
        act()
    assert sys.stderr is out
    return out.getvalue(), len(faults)


def _fail(error: Exception, cause: Exception | None = None) -> None:
    raise error from cause


def _fault() -> None:
    try:
        _fail(_OwnError(WORDS))
    except _OwnError as error:
        journal.fault(error)


def _logged() -> None:
    try:
        _fail(ValueError(WORDS))
    except ValueError:
        logging.getLogger("some.package").exception("it was %s", WORDS)


def _printed() -> None:
    try:
        try:
            _fail(KeyError(WORDS))
        except KeyError as error:
            _fail(ValueError(f"{WORDS}\nValueError: {WORDS}\n  {WORDS}"), error)
    except ValueError:
        traceback.print_exc()


def _said() -> None:
    sys.stderr.write(f"{WORDS}\n")
    sys.stderr.write("Zhangsan: 13912345678\n")


@pytest.mark.parametrize("kind", journal.KINDS)
@pytest.mark.parametrize(
    ("act", "told"),
    [(_fault, "_OwnError"), (_logged, "ValueError"), (_printed, "KeyError"), (_said, None)],
    ids=["ours", "logged by a package", "printed by a package", "said by a package"],
)
def test_a_fault_is_a_kind_and_a_place(kind: str, act: Any, told: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes it, in whichever form, the message never comes through."""
    written, faults = _written(kind, act, monkeypatch)

    assert "甲某某" not in written
    assert "13912345678" not in written
    assert bool(faults) is bool(told)
    if told:
        assert told in written
        assert "test_journal.py" in written


@pytest.mark.parametrize("act", [_fault, _logged, _printed])
def test_programs_read_one_object_a_line(act: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the time, the level, and the request where one is under way."""
    journal.request_id.set("ab" * 16)
    written, _ = _written("json", act, monkeypatch)
    journal.request_id.set("")

    for line in map(json.loads, written.splitlines()):
        assert line["time"].endswith("+00:00")
        assert line["level"] == "error"
        assert line["id"] == "ab" * 16
        assert line["places"]


def test_requests_are_for_programs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's terminal stays quiet."""

    def asked() -> None:
        journal.event("request", route="/", status=200)

    assert _written("text", asked, monkeypatch) == ("", 0)
    assert json.loads(_written("json", asked, monkeypatch)[0])["route"] == "/"


def test_a_log_that_cannot_be_written_costs_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, a closed pipe."""

    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device", text)

    monkeypatch.setattr(sys, "stderr", Full())
    with journal.journal("json"):
        _fault()


def test_what_logging_was_before_it_is_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handlers and levels of whoever opened the page."""
    root = logging.getLogger()
    before = root.handlers[:], root.level

    _written("json", _fault, monkeypatch)

    assert (root.handlers, root.level) == before


def test_warnings_hold_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python prints them with their message."""

    def warned() -> None:
        sys.stderr.write(warnings.formatwarning(WORDS, UserWarning, __file__, 1))

    assert "13912345678" not in _written("text", warned, monkeypatch)[0]


def test_a_visitor_has_another_name_tomorrow() -> None:
    """The same within a day, so that one who makes all the errors is seen; nobody can be followed further."""
    day = date(2026, 11, 26)
    visitors = Visitors(lambda: day)
    first, other = visitors.name("203.0.113.5"), visitors.name("203.0.113.6")

    assert first == visitors.name("203.0.113.5")
    assert first != other
    assert "203" not in first
    assert visitors.name("2001:db8::1") == visitors.name("2001:db8::2")  # one line
    assert visitors.name("127.0.0.1") == visitors.name("") == ""
    day += timedelta(1)
    assert visitors.name("203.0.113.5") != first
    assert Visitors(lambda: day).name("203.0.113.5") != visitors.name("203.0.113.5")  # nor by who knows the address
