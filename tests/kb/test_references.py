"""Two hundred references of every kind, as people write them: found on the day, or absent for the right reason.

`references.toml` was written by somebody who had not seen the look-up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kb import Corpus, Entry, InputProblem, Provision, look_up
from kb.law import WHOLE

ROWS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("references.toml").read_text("utf-8"))["reference"]
UNIT_OF_ITS_OWN = {
    "治安法五十条一款五项",
    "《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》第13条第3项",
}
"""The old article of that number has no such 款 or 项, so nothing of it can be shown; its heir is told in the note."""


def answers(row: dict[str, Any], shelf: Corpus) -> Sequence[Entry]:
    """What the library says; nothing where the words cannot be read."""
    try:
        return look_up(row["asked"], shelf, row["day"])
    except InputProblem:
        return ()


def faults(row: dict[str, Any], entries: Sequence[Entry]) -> list[str]:
    """What is wrong with the answers to one reference."""
    refs = [e.found.ref if isinstance(e.found, Provision) else "" for e in entries]
    wanted = row["found"] if isinstance(row["found"], list) else [row["found"]]
    reasons = row.get("why", "").split("|")
    out = []
    if len(refs) == 1 and refs[0] in row.get("also_found", []) and refs[0]:
        pass
    elif wanted != [""] and "#" in wanted[0].removesuffix("#0"):
        out += [f"found {refs}"] * (refs != wanted)
        status = next((e.status.value for e in entries if e.status), "")
        out += [f"status {status}"] * (status not in row["status"].split("|"))
    elif wanted != [""]:  # an instrument as a whole: it is known, and no article of it is made up
        known = [e.citation.instrument for e in entries if e.citation.number in (None, WHOLE)]
        out += [f"means {known}"] * (known != [w.partition("@")[0].partition("#")[0] for w in wanted])
    else:
        told = [e.found.reason.value for e in entries if not isinstance(e.found, Provision)]
        unread = not entries and bool({"unknown_instrument", "phantom"} & set(reasons))
        out += [f"why {told or refs}"] * (not unread and not set(told) & set(reasons))
    if entries and "moved_to" in row:
        out += [f"moved to {entries[0].moved_to}"] * bool(set(row["moved_to"]) - set(entries[0].moved_to))
    if entries and "was_moved_to" in row and row["asked"] not in UNIT_OF_ITS_OWN:
        heirs = {ref for former in entries[0].was for ref in former.moved_to}
        out += [f"was moved to {sorted(heirs)}"] * bool(set(row["was_moved_to"]) - heirs)
    return out


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['asked']}" for n, row in enumerate(ROWS)])
def test_a_reference_gets_the_right_answer(row: dict[str, Any], shelf: Corpus) -> None:
    """The provision and its status, or why there is none; where it went, and where the old rule of its number went."""
    assert faults(row, answers(row, shelf)) == [], row["reason"]


def test_there_are_two_hundred_of_every_kind() -> None:
    """The list stays whole."""
    assert len(ROWS) == 200
    assert len({row["kind"] for row in ROWS}) >= 12
