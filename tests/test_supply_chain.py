"""Known holes of packages are heard of: a new one is red, and so is an exception without reason or past its day."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 26)
ROW = """
[[exemption]]
package = "Chroma_DB"
ids = ["GHSA-1"]
reason = "Only a server is reached by it, and we start none, in no configuration that there is."
guard = "tests/test_forbidden.py"
until = 2027-01-01
"""


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    """The program of the checks."""
    place = ROOT / ".ci" / "audit.py"
    if not place.exists():
        pytest.skip("the checks are not part of this copy")
    spec = importlib.util.spec_from_file_location("audit", place)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules["audit"] = made
    spec.loader.exec_module(made)
    return made


def _database(holes: Mapping[str, Sequence[str]]) -> Any:
    def ask(queries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{"vulns": [{"id": one} for one in holes.get(query["package"]["name"], ())]} for query in queries]

    return ask


def test_our_own_exceptions_are_whole(audit: ModuleType) -> None:
    """Each has a reason and a day; its guard is a file that is here. The day itself is held by `.ci/run`."""
    kept, faults = audit.read_exemptions(audit.TABLE, TODAY)

    assert faults == []
    for row in audit.tomllib.loads(audit.TABLE.read_text("utf-8"))["exemption"]:
        assert (ROOT / row["guard"].partition(":")[0]).is_file()
    assert "chromadb" in {one.package for one in kept}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2027-01-01", "2026-11-25", "expired on 2026-11-25"),
        ("2027-01-01", "2028-01-01", "further ahead"),
        ("Only a server is reached by it, and we start none, in no configuration that there is.", "fine", "no reason"),
        ('"tests/test_forbidden.py"', '""', "no test"),
        ('["GHSA-1"]', "[]", "no advisory"),
        ("guard = ", "note = ", "guard"),
    ],
)
def test_an_exception_that_does_not_hold_is_red(
    audit: ModuleType, tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Expired, unreasoned, unguarded, endless: it is named and covers nothing."""
    table = tmp_path / "advisories.toml"
    table.write_text(ROW.replace(old, new), "utf-8")

    kept, faults = audit.read_exemptions(table, TODAY)

    assert kept == []
    assert said in faults[0]


def test_a_hole_is_red_unless_it_is_excepted(audit: ModuleType, tmp_path: Path) -> None:
    """Package and name of the hole must both fit; a build's own suffix (+cpu) is no part of a version."""
    (tmp_path / "advisories.toml").write_text(ROW, "utf-8")
    kept, _ = audit.read_exemptions(tmp_path / "advisories.toml", TODAY)
    database = _database({"chroma-db": ["GHSA-1", "GHSA-2"], "torch": ["GHSA-1"]})

    said = audit.audit({"chroma-db": "1.5.9", "torch": "2.13.0+cpu", "numpy": "2.4"}, kept, database)

    assert [line.partition(" https")[0] for line in said] == ["chroma-db 1.5.9: GHSA-2", "torch 2.13.0: GHSA-1"]


def test_further_pages_are_asked_for(audit: ModuleType) -> None:
    """The database hands out long answers in pieces."""

    def ask(queries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [
            {"vulns": [{"id": "B"}]} if "page_token" in one else {"vulns": [{"id": "A"}], "next_page_token": "2"}
            for one in queries
        ]

    assert [hole.id for hole in audit.holes({"a": "1"}, ask)] == ["A", "B"]


def test_what_runs_here_is_what_is_audited(audit: ModuleType) -> None:
    """Every installed package by its normal name, without ourselves."""
    found = audit.installed()

    assert {"chromadb", "gradio", "langchain-core", "torch", "pypdf"} <= set(found)
    assert "youju" not in found


def test_without_a_network_it_says_so(
    audit: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, and the table of exceptions is looked at all the same."""

    def unreachable(_: object) -> list[dict[str, Any]]:
        raise OSError("no route to host")

    monkeypatch.setattr(audit, "asked_osv", unreachable)
    status = audit.main([], TODAY)
    monkeypatch.setattr(audit, "LEAST_REASON", 10_000)
    worse = audit.main([], TODAY)

    assert (status, worse) == (0, 1)
    assert "SKIPPED: osv.dev cannot be reached (no route to host)" in capsys.readouterr().out
