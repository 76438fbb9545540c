"""Every regular expression of the project, found by itself: those written in the sources, and those made from data.

Run as a program it loads the storeys and the data with a watch on `re`, works once on everything that makes a pattern
from data, and prints what was compiled, by whom. `strings` gives texts on which a pattern may do badly.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as reader  # type: ignore[attr-defined]
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
STOREYS = ("kb", "assistant", "evals", "ui")
BOUND = 400
"""A repeat that may go further than this is taken for one without a bound."""
RUNS = "1一第条的我“（《[-. \n\tａa！#*"
"""Characters of which a long run has been somebody's trouble."""

_TAKES = frozenset({"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"})
_ANCHORED = frozenset({"match", "fullmatch"})


@dataclass(frozen=True, slots=True)
class Written:
    """A pattern, where it is compiled, and whether it is only ever tried at one place of a text."""

    pattern: str
    flags: int
    where: str
    anchored: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A call of `re` in a source file."""

    file: str
    first: int
    last: int
    method: str
    pattern: str | None
    """None where it is made as the program runs."""
    name: str
    """What the compiled pattern is called in its file."""


@cache
def calls() -> tuple[Call, ...]:
    """Every call of `re` in the storeys."""
    return tuple(
        call
        for storey in STOREYS
        for path in sorted((ROOT / storey).rglob("*.py"))
        for call in _calls(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    )


def _calls(file: str, source: str) -> Iterator[Call]:
    tree = ast.parse(source)
    names = {
        node.value: ast.unparse(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if ast.unparse(node.func.value) == "re" and node.func.attr in _TAKES:
            try:
                pattern = ast.literal_eval(node.args[0])
            except ValueError:
                pattern = None
            yield Call(file, node.lineno, node.end_lineno or 0, node.func.attr, pattern, names.get(node, ""))


@cache
def _uses() -> dict[tuple[str, str], frozenset[str]]:
    """How each named pattern is used in its file: `_LABEL.match(…)`; a name that goes elsewhere is used in any way."""
    found: dict[tuple[str, str], set[str]] = {}
    for file in {call.file for call in calls()}:
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        owners = {n.value: n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.setdefault((file, node.id), set()).add(owners.get(node, "anything"))
    return {key: frozenset(ways) for key, ways in found.items()}


@cache
def _compiled() -> dict[tuple[str, int], tuple[str, ...]]:
    """Pattern and flags → the places that compile it, as the watch below has seen it."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.patterns"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    return {(pattern, flags): tuple(places) for pattern, flags, places in json.loads(ended.stdout)}


@cache
def patterns() -> tuple[Written, ...]:
    """All of them, each once for the way it is used."""
    made = dict(_compiled())
    known = {pattern for pattern, _ in made}
    for call in calls():
        if call.pattern is not None and call.pattern not in known:
            made[call.pattern, 0] = (f"{call.file}:{call.first}",)
    out: dict[tuple[str, int, bool], Written] = {}
    for (pattern, flags), places in made.items():
        for place in places:
            if not place.startswith(tuple(f"{storey}/" for storey in STOREYS)):
                continue  # of a package that is installed within the project's folder
            anchored = _anchored(place)
            out.setdefault((pattern, flags, anchored), Written(pattern, flags, place, anchored))
    return tuple(out.values())


def _anchored(place: str) -> bool:
    """Whether a pattern compiled at a place is only matched there, never sought."""
    file, _, line = place.partition(":")
    for call in calls():
        if call.file == file and call.first <= int(line) <= call.last:
            if call.method != "compile":
                return call.method in _ANCHORED
            ways = _uses().get((file, call.name), frozenset({"anything"}))
            return ways <= _ANCHORED
    return False


def unseen() -> list[str]:
    """Calls whose pattern is made as the program runs, and which the watch has not seen at work."""
    seen = {place for places in _compiled().values() for place in places}
    return [
        f"{call.file}:{call.first}"
        for call in calls()
        if call.pattern is None and not any(f"{call.file}:{n}" in seen for n in range(call.first, call.last + 1))
    ]


def unbounded(pattern: str, flags: int) -> bool:
    """Whether a pattern has a repeat without a bound."""
    return any(most > BOUND for _, most in _repeats(reader.parse(pattern, flags)))


def _repeats(tree: Any) -> Iterator[tuple[Any, int]]:
    for kind, of in tree:
        if kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
            yield of[2], int(of[1])
        for inner in _inner(kind, of):
            yield from _repeats(inner)


def _inner(kind: Any, of: Any) -> Sequence[Any]:
    """The patterns within a node."""
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
        return (of[2],)
    if kind is op.SUBPATTERN:
        return (of[3],)
    if kind is op.BRANCH:
        return tuple(of[1])
    if kind in {op.ASSERT, op.ASSERT_NOT}:
        return (of[1],)
    if kind is op.ATOMIC_GROUP:
        return (of,)
    if kind is op.GROUPREF_EXISTS:
        return tuple(one for one in of[1:] if one)
    return ()


def strings(pattern: str, flags: int) -> tuple[tuple[str, str], ...]:
    """What to put before, and what to repeat: runs of one character, and what the pattern itself repeats."""
    tree = reader.parse(pattern, flags)
    own = {(before, body) for before, body in _pumps(tree, "") if body}
    whole = _example(tree)
    made = (
        *(("", run) for run in RUNS),
        *sorted(own),
        *(("", before + body) for before, body in sorted(own)),
        ("", whole),
    )
    return tuple(one for one in made if one[1])


def _pumps(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """For every repeat without a small bound: an example of what stands before it, and of what it repeats."""
    for kind, of in tree:
        if kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT} and int(of[1]) > 8:
            for body in _some(of[2]):
                yield before, body
        for inner in _inner(kind, of):
            yield from _pumps(inner, before)
        before += _one(kind, of)


def _some(tree: Any) -> list[str]:
    """A few different examples of a pattern."""
    nodes = list(tree)
    if len(nodes) == 1:
        kind, of = nodes[0]
        if kind is op.IN:
            return _members(of)
        if kind is op.BRANCH:
            return [_example(one) for one in of[1][:4]]
        if kind is op.SUBPATTERN:
            return _some(of[3])
    return [_example(tree)]


def _example(tree: Any) -> str:
    """A short text that the pattern (its looking around aside) matches."""
    return "".join(_one(kind, of) for kind, of in tree)


_CATEGORIES = {op.CATEGORY_DIGIT: "7", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "w"}
_CANDIDATES = "甲a7 ，。“《（-*#\n"


def _one(kind: Any, of: Any) -> str:
    if kind is op.LITERAL:
        return chr(of)
    if kind is op.NOT_LITERAL:
        return "甲" if of != ord("甲") else "乙"
    if kind is op.ANY:
        return "甲"
    if kind is op.IN:
        return _members(of)[0]
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
        return _example(of[2]) * int(of[0])
    if kind is op.SUBPATTERN:
        return _example(of[3])
    if kind is op.BRANCH:
        return _example(of[1][0])
    if kind is op.ATOMIC_GROUP:
        return _example(of)
    return ""


def _members(of: Any) -> list[str]:
    """Some characters of a class: written ones, or the first usual ones that a negated class allows."""
    if of[0][0] is op.NEGATE:
        shut = re.compile(_class(of[1:]))
        return [c for c in _CANDIDATES if not shut.match(c)][:3] or ["甲"]
    found: list[str] = []
    for kind, value in of:
        if kind is op.LITERAL:
            found.append(chr(value))
        elif kind is op.RANGE:
            found.append(chr(value[0]))
        elif kind is op.CATEGORY:
            found.append(_CATEGORIES.get(value, "，"))
    return found[:3]


def _class(of: Iterable[Any]) -> str:
    """A class as it is written."""
    names = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_SPACE: r"\S"}
    written = ""
    for kind, value in of:
        if kind is op.LITERAL:
            written += re.escape(chr(value))
        elif kind is op.RANGE:
            written += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        elif kind is op.CATEGORY:
            written += names.get(value, "")
    return f"[{written}]" if written else r"[^\s\S]"


def _watch() -> None:
    """Load everything, work once on everything that makes a pattern from data, and print what was compiled."""
    seen: dict[tuple[str, int], set[str]] = {}
    genuine = re._compile  # type: ignore[attr-defined]

    def noted(pattern: Any, flags: int) -> Any:
        caller = sys._getframe(2)
        file = caller.f_code.co_filename
        if isinstance(pattern, str) and file.startswith(str(ROOT)):
            place = f"{Path(file).relative_to(ROOT).as_posix()}:{caller.f_lineno}"
            seen.setdefault((pattern, int(flags)), set()).add(place)
        return genuine(pattern, flags)

    re._compile = noted  # type: ignore[attr-defined]
    sys.setrecursionlimit(4000)
    _work()
    rows = [[pattern, flags, sorted(places)] for (pattern, flags), places in seen.items()]
    sys.stdout.write(json.dumps(rows))


def _work() -> None:
    import gc
    import importlib
    import pkgutil

    for storey in STOREYS:
        for module in pkgutil.walk_packages(importlib.import_module(storey).__path__, f"{storey}."):
            if not module.name.endswith("__main__") and not any(part in module.name for part in _HEAVY):
                importlib.import_module(module.name)
    from assistant import Assistant, mask, read_rules
    from assistant.folded import plain
    from assistant.gapped import Gapped
    from assistant.wordings import _Cue, _pattern
    from kb import DATA
    from kb.noise import lint_noise, read_noise

    assistant = Assistant.open()
    assistant.ask(_STORY)
    assistant.ask(_ENGLISH, lang="en")
    mask(_STORY)
    lint_noise(read_noise(DATA))
    for cue in [one for one in gc.get_objects() if isinstance(one, _Cue)]:
        _pattern(cue.written)
    rules = read_rules()
    gapped = Gapped(rules.words, plain)
    for fact in rules.facts:
        for wording in (*fact.cues, *fact.unless):
            gapped.pattern(wording)


_HEAVY = (".training", "ui.web.rooms", "ui.web.app", "ui.web.page", "ui.web.mcp")
"""What would load torch or Gradio; its patterns are read from the sources."""
_STORY = (
    "我2024年1月1日借了一万元，年利率36%，逾期三个月，催收半夜打电话说要告诉我单位，要还多少利息？合法吗？"
    "我家楼下新开了面馆。"
)
_ENGLISH = "They called my mother at 11:30 pm twice. What does article 1033 of the Civil Code say? I paid 1,000 yuan."


if __name__ == "__main__":
    _watch()
