"""What README and the documents tell a reader to type works, and prints what they show.

A fenced block is run if its first line says so after the language:

    ```sh run              every line is a command that ends with exit status 0 (`exit=1` says otherwise)
    ```console run         lines after `$ ` are commands; the lines below begin what each prints, `…` skips some
    ```python run          a program of its own
    ```text file=信.txt     not run: the file stands in the folder where this document's later blocks run
    ```json shape=ask      not run: what this command prints with --json has these fields, all of them and no others

`youju …` and `python3 run.py …` mean the same here. What stays open or installs (`web`, `test`) is not started; of
every command in any shell block, run or not, the name and the options must exist.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kb import lint

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")) if path.name != "CHANGELOG.md")

SHELLS = frozenset({"sh", "bash", "console", "powershell"})
NOT_STARTED = frozenset({"web", "test"})

SHAPES = {
    "ask": ["催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"],
    "search": ["爆通讯录"],
    "law": ["治安管理处罚法第42条", "民法典第9999条"],
    "check": ["letter.txt"],
    "call": ["昨天晚上11点催收给我妈打电话说我欠钱，还说要打断我的腿", "--date", "2025-12-20", "--lender", "bank-card"],
    "timeline": ["log.csv", "--lender", "online-loan"],
    "evidence": ["log.csv"],
    "lines": ["--at", "2026-11-26T23:30"],
    "inbox": ["clients.txt", "--as-of", "2026-11-25"],
    "index": [],
    "lint": ["--library", "library"],
    "eval": ["--limit", "3"],
    "impact": ["--day", "2025-12-31", "--day", "2026-01-01", "--only", "治安管理处罚法", "--limit", "2"],
}
"""Commands whose JSON docs/interface.md shows, and what they are asked here."""

_FENCE = re.compile(r"^(?P<mark>```+)(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL)
_OURS = re.compile(r"^(?:youju|(?:python3?|py) run\.py)(?=\s|$)")
_INLINE = re.compile(r"`(?:youju|python3 run\.py) (?P<command>[a-z]+)[^`\n]*`")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the words after it, and what stands in it."""

    language: str
    words: tuple[str, ...]
    body: str

    def option(self, name: str) -> str:
        """The value of `name=value` in the first line, or nothing."""
        return next((word.partition("=")[2] for word in self.words if word.startswith(f"{name}=")), "")


def blocks(document: str) -> list[Block]:
    """Every fenced block, in order."""
    found = []
    for match in _FENCE.finditer(document):
        language, *words = match["info"].split() or [""]
        found.append(Block(language, tuple(words), match["body"]))
    return found


def commands(block: Block) -> Iterator[tuple[str, list[str]]]:
    """The commands of a shell block, each with the lines of output shown below it."""
    body = block.body.replace("\\\n", " ")
    shown: list[str] = []
    command = ""
    for line in body.splitlines():
        if block.language == "console" and not line.startswith("$ "):
            shown.append(line)
            continue
        if command:
            yield command, shown
        command, shown = line.removeprefix("$ ").split("  #")[0].strip(), []
        if command.startswith("#"):
            command = ""
    if command:
        yield command, shown


def arguments(command: str) -> list[str] | None:
    """What follows youju or run.py, as a shell splits it; None if the command is another program."""
    matched = _OURS.match(command)
    return shlex.split(command[matched.end() :]) if matched else None


def differs(shown: list[str], printed: str) -> str:
    """The first shown line that is not printed in its place; nothing if all are. `…` alone skips lines."""
    lines = [line.rstrip() for line in printed.splitlines()]
    at, skipping = 0, False
    for line in (line.rstrip() for line in shown):
        if line == "…":
            skipping = True
        elif skipping and line in lines[at:]:
            at, skipping = lines.index(line, at) + 1, False
        elif not skipping and line == (lines[at] if at < len(lines) else ""):
            at += 1
        else:
            return line
    return ""


def unlike(shown: Any, printed: Any, place: str = "") -> list[str]:
    """Where two JSON values have other fields or types. `…` stands for any field; null and an empty list fit all."""
    if shown is None or printed is None:
        return []
    if isinstance(shown, dict) and isinstance(printed, dict):
        if "…" in shown:
            return [fault for key, value in printed.items() for fault in unlike(shown["…"], value, f"{place}.{key}")]
        extra = [f"{place}.{key}" for key in sorted(shown.keys() ^ printed.keys())]
        return extra + [
            fault for key in shown.keys() & printed for fault in unlike(shown[key], printed[key], f"{place}.{key}")
        ]
    if isinstance(shown, list) and isinstance(printed, list):
        return [fault for value in printed for one in shown[:1] for fault in unlike(one, value, f"{place}[]")]
    same = {float if type(value) is int else type(value) for value in (shown, printed)}
    return [] if len(same) == 1 else [f"{place}: {printed!r}"]


def run(words: list[str], given: str = "") -> int:
    """The exit status of the youju command, run in this process."""
    from ui.cli import main

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        patch.setattr("sys.argv", ["youju", *words])
        try:
            return main(words) or 0
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_does_what_it_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Blocks that are marked run in order, in one folder; their output begins as shown."""
    monkeypatch.chdir(tmp_path)
    for block in blocks(path.read_text("utf-8")):
        if name := block.option("file"):
            (tmp_path / name).write_text(block.body, "utf-8")
        if "run" not in block.words:
            continue
        if block.language == "python":
            exec(compile(block.body, f"{path.name} example", "exec"), {"__name__": "__main__"})  # noqa: S102
            continue
        for command, shown in commands(block):
            line, _, source = command.partition(" < ")
            words = arguments(line)
            assert words is not None, f"{path.name}: only youju and run.py can be run here, not {command}"
            if words[:1] and words[0] in NOT_STARTED:
                continue
            capsys.readouterr()
            status = run(words, (tmp_path / source.strip()).read_text("utf-8") if source else "")
            printed = capsys.readouterr()
            assert status == int(block.option("exit") or 0), f"{path.name}: {command}\n{printed.err}"
            assert differs(shown, printed.out) == "", f"{path.name}: {command}\nprinted instead:\n{printed.out[:2000]}"


@pytest.mark.parametrize("name", SHAPES)
def test_json_has_the_shape_that_is_documented(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Programs rely on docs/interface.md: the same fields at every depth, and the same types."""
    monkeypatch.chdir(tmp_path)
    document = blocks((ROOT / "docs" / "interface.md").read_text("utf-8"))
    (shown,) = [block.body for block in document if block.option("shape") == name]
    for block in document:
        if file := block.option("file"):
            Path(file).write_text(block.body, "utf-8")
    if name == "lint":
        shutil.copytree(ROOT / "tests" / "library", "library")
        Path("library", "guides", "broken.md").write_text("no front matter", "utf-8")
        # every letter and every rule is tried elsewhere; one problem of any kind has the shape of all
        monkeypatch.setattr("ui.commands.library.problems_of", lambda corpus, _, __, today: tuple(lint(corpus, today)))

    run([name, *SHAPES[name], "--json"])

    assert unlike(json.loads(shown), json.loads(capsys.readouterr().out)) == []


@pytest.mark.parametrize(
    ("shown", "printed", "faults"),
    [
        ({"a": 1}, {"a": 2.5}, []),
        ({"a": 1, "b": 1}, {"a": 1, "c": 1}, [".b", ".c"]),
        ({"a": "x"}, {"a": 1}, [".a: 1"]),
        ({"a": True}, {"a": 1}, [".a: 1"]),
        ([{"a": 1}], [{"a": 1}, {"b": 1}], ["[].a", "[].b"]),
        ({"…": [1]}, {"x": ["y"]}, [".x[]: 'y'"]),
        ({"a": None, "b": []}, {"a": {"x": 1}, "b": [1]}, []),
    ],
)
def test_shapes_are_compared_at_every_depth(shown: Any, printed: Any, faults: list[str]) -> None:
    """Missing and additional fields and other types are seen."""
    assert unlike(shown, printed) == faults


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_a_document_names_exists(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Command names and long options of all shell blocks and inline code are known to `--help`."""
    document = path.read_text("utf-8")
    typed = [command for block in blocks(document) if block.language in SHELLS for command, _ in commands(block)]
    named = [match[0].strip("`") for match in _INLINE.finditer(document)]
    for command in [*typed, *named]:
        words = (arguments(command.partition(" < ")[0]) if _OURS.match(command) else None) or ["--help"]
        if words[0] == "test" or words[0].startswith("-"):
            continue
        capsys.readouterr()
        assert run([words[0], "--help"]) == 0, f"{path.name}: {command}: no such command"
        known = capsys.readouterr().out
        unknown = [word for word in words if word.startswith("--") and word.partition("=")[0] not in known]
        assert not unknown, f"{path.name}: {command}: no option {unknown}"


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_readme_begins_with_two_commands(name: str) -> None:
    """Both languages show the main job and the tests, and the main job is one of the blocks that run."""
    found = blocks((ROOT / name).read_text("utf-8"))
    lines = [command for block in found if block.language in SHELLS for command, _ in commands(block)]
    ran = [command for block in found if "run" in block.words for command, _ in commands(block)]

    assert any(line.startswith("python3 run.py ask ") for line in lines)
    assert "python3 run.py test" in lines
    assert any(line.startswith(("python3 run.py ask ", "youju ask ")) for line in ran)


def test_blocks_and_commands_are_read_as_a_reader_reads_them() -> None:
    """Languages, marks, prompts, comments and continued lines."""
    document = (
        "```console run\n$ youju ask \\\n  '夜 里'\n答\n…\n$ ls\n```\n\n"
        "```sh run exit=1\n# why\nyouju check x  # now\n```\n"
    )

    first, second = blocks(document)

    assert list(commands(first)) == [("youju ask    '夜 里'", ["答", "…"]), ("ls", [])]
    assert list(commands(second)) == [("youju check x", [])]
    assert second.option("exit") == "1"
    assert arguments("python3 run.py ask '夜 里' --json") == ["ask", "夜 里", "--json"]
    assert arguments("pip install .") is None


@pytest.mark.parametrize(
    ("shown", "printed", "fault"),
    [
        (["甲", "乙"], "甲\n乙 \n丙\n", ""),
        (["甲", "…", "丙"], "甲\n乙\n丙\n", ""),
        (["乙"], "甲\n乙\n", "乙"),
        (["甲", "…", "丁"], "甲\n乙\n丙\n", "丁"),
        (["甲", "乙"], "甲\n", "乙"),
    ],
)
def test_output_is_compared_from_its_first_line(shown: list[str], printed: str, fault: str) -> None:
    """What is shown must be printed, in order, from the beginning; `…` skips lines."""
    assert differs(shown, printed) == fault
