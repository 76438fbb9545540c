"""Every command, in one process that is watched: no socket, and no word of anybody where it was not asked to be."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.canaries import CANARIES, STORY, forms, found, found_below, hidden
from ui.quiet import QUIET

ROOT = Path(__file__).resolve().parents[1]
HOMES = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
ASKED = f"{STORY}催收半夜打电话，还说要打断我的腿，合法吗？"
LOG = f"日期,时间,来电号码,说了什么\n2026-11-20,23:10,{CANARIES[0]},{STORY.replace('，', ' ')}再不还钱打断你的腿\n"
LETTER = (
    f'[borrower]\nname = "{CANARIES[4]}"\nphone = "{CANARIES[0]}"\nid_no = "{CANARIES[1]}"\naddress = "{CANARIES[6]}"\n'
)

WATCHED = textwrap.dedent("""
    import contextlib, io, json, os, sys
    reached, started, written = [], [], []
    def watch(event, args):
        if event.startswith("socket.") and event not in ("socket.__new__",):
            reached.append([event, str(args[1:] or args)[:80]])
        elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
            started.append(str(args[0]))
        elif event == "open":
            path, mode, flags = args
            writes = any(c in (mode or "") for c in "wax+") or isinstance(flags, int) and flags & 3
            if writes and path != os.devnull and not isinstance(path, int):
                written.append(str(path))
    sys.addaudithook(watch)
    from ui.cli import main
    ended = []
    for words in json.load(open(sys.argv[1], encoding="utf-8")):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(words)
        ended.append([words[0], status, out.getvalue(), err.getvalue()])
    kept = {name: os.environ.get(name) for name in json.loads(sys.argv[2])}
    json.dump({"ended": ended, "reached": reached, "started": started, "written": written, "kept": kept}, sys.stdout)
""")


@dataclass(frozen=True)
class Sitting:
    """What one process did."""

    ended: list[tuple[str, int, str, str]]
    reached: list[list[str]]
    started: list[str]
    written: list[str]
    kept: dict[str, str | None]
    homes: tuple[Path, ...]
    given: Path


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory, index: Path) -> Sitting:
    """Build an index, ask, search, look up, check, judge a call, write a letter, sort an inbox, and the rest."""
    here = tmp_path_factory.mktemp("sitting")
    shutil.copytree(index, here / "index")
    given = here / "given"
    given.mkdir()
    (given / "story.txt").write_text(f"{ASKED}《民法典》第一千零三十三条规定，不得骚扰。", "utf-8")
    (given / "log.csv").write_text(LOG, "utf-8")
    (given / "matter.toml").write_text(LETTER, "utf-8")
    (given / "article.html").write_text(f"<html><body><h1>题</h1><p>{ASKED * 4}</p></body></html>", "utf-8")
    store = ["--store", str(here / "index")]
    commands = [
        ["index", "--library", str(ROOT / "tests" / "library"), "--store", str(here / "XDG_CACHE_HOME" / "small")],
        ["ask", *store, ASKED],
        ["ask", *store, "--json", ASKED],
        ["search", *store, ASKED],
        ["law", "民法典第1033条"],
        ["check", str(given / "story.txt")],
        ["call", ASKED],
        ["lines"],
        ["timeline", str(given / "log.csv")],
        ["letter", "complaint", str(given / "matter.toml")],
        ["inbox", *store, str(given / "story.txt")],
        ["import", "--guide", str(given / "article.html")],
        ["evidence", str(given / "log.csv")],
    ]
    (here / "commands.json").write_text(json.dumps(commands), "utf-8")
    for name in HOMES:
        (here / name).mkdir()
    own = {k: v for k, v in os.environ.items() if k not in QUIET} | {name: str(here / name) for name in HOMES}
    ended = subprocess.run(
        [sys.executable, "-c", WATCHED, str(here / "commands.json"), json.dumps([*QUIET])],
        env=own | {"PYTHONPATH": str(ROOT)}, cwd=given, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    homes = (*(here / name for name in HOMES), here / "index")
    return Sitting(**json.loads(ended.stdout), homes=homes, given=given)


def test_every_command_works(sitting: Sitting) -> None:
    """Otherwise what follows would prove nothing: done, or faults found; never a failure."""
    said = {name: err for name, status, _, err in sitting.ended if status not in {0, 1}}

    assert said == {}
    assert len(sitting.ended) == 13


def test_no_socket_is_opened_and_no_name_looked_up(sitting: Sitting) -> None:
    """Neither to this machine nor to another; and no program is started but our own reader of files."""
    assert sitting.reached == []
    assert {Path(one).name for one in sitting.started} <= {Path(sys.executable).name}


def test_every_package_was_told_to_be_quiet(sitting: Sitting) -> None:
    """Without a word of the reader's own environment."""
    assert sitting.kept == QUIET


def test_nothing_typed_is_left_anywhere(sitting: Sitting) -> None:
    """Home, temporary folder, caches, index: in no form; and what is told on the side names nobody."""
    assert found_below(*sitting.homes) == {}
    assert found("".join(err for *_, err in sitting.ended).encode()) == set()
    wrote = [Path(one) for one in sitting.written if not Path(one).is_relative_to(sitting.homes[-1])]
    assert [one for one in wrote if one.is_file() and found(one.read_bytes())] == []


def test_what_is_made_for_others_names_nobody(sitting: Sitting) -> None:
    """A volunteer's inbox is shown masked, and the draft of an article is not the place for a reader's data."""
    (printed,) = [out for name, _, out, _ in sitting.ended if name == "inbox"]

    assert found(printed.encode()) == set()
    assert "〔手机1〕" in printed


@pytest.mark.parametrize("canary", CANARIES)
def test_what_was_left_would_be_found(canary: str, tmp_path: Path) -> None:
    """In every coding, packed in an archive, in the middle of a database: the search would see it."""
    for number, content in enumerate(hidden(canary)):
        (tmp_path / str(number)).write_bytes(content)
        assert canary in found(content), number

    assert len(found_below(tmp_path)) == number + 1
    assert found(b"nothing of anybody") == set()
    assert all(forms(canary))
