"""The house stands as it is drawn: storeys, floors, faces, homes of heavy packages, and who may ask the clock.

The drawing is the tables below (docs/architecture.md explains it). A new file is drawn in here, on its floor.
Every check is shown to fail on a planted fault before it is trusted with the real files.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

STOREYS = ("kb", "assistant", "evals", "ui")
"""From the ground up; a storey imports from those before it."""

FLOORS: dict[str, tuple[tuple[str, ...], ...]] = {
    "kb": (
        ("bodies", "children", "errors", "folding", "numerals", "page_day", "ranks"),
        ("counts", "importers", "law", "quotations", "seals", "static_model", "words"),
        ("embedders", "likeness", "markup", "passages", "postings", "titles", "units", "vectors", "wording"),
        ("asked", "fusion", "generations", "naming", "official", "servers", "soundings", "terms"),
        ("answered", "applicable", "bridges", "citations", "clients", "files", "hnsw", "lexical", "milvus"),
        ("claims", "crossrefs", "differences", "english", "graph", "rows", "statutebook", "store", "typos"),
        (
            *("changes", "corpus", "findings", "foreign", "mentions", "noise", "remote", "renewal"),
            *("revision", "rivals", "spelling", "trial"),
        ),
        ("case", "impact", "indexing", "lookup", "proof", "proposals", "sifting", "sought", "training"),
        ("drafts", "judging", "lint", "opening"),
        ("checker", "search"),
        ("mending",),
    ),
    "assistant": (
        (
            *("aims", "answer", "breaker", "distress", "figures", "folded", "gapped", "grounds", "lines", "measures"),
            *("money", "options", "personal", "quantities", "ranks", "roles", "seeming", "sentences", "settings"),
            *("sources", "spreadsheet", "streaming", "terms", "topics", "written_times"),
        ),
        (
            *("abridged", "accounts", "addresses", "amounts", "checked", "cues", "days", "described", "hearing"),
            *("duties", "excerpts", "letter", "limits", "magnitudes", "manifest", "names", "negations"),
            *("nicknames", "numbers", "parallels", "parties", "phrasebook", "placement", "selection", "templates"),
            *("wordings",),
        ),
        (
            "calllog",
            "conduct",
            "gist",
            "masking",
            "matters",
            "reading",
            "told",
            "translation",
            "verification",
            "wanted",
            "wishes",
        ),
        (
            *("calllimits", "composer", "conversation", "evidence", "feedback", "filling"),
            *("notice", "replies", "scope", "spoken", "sums", "training", "weighing"),
        ),
        (
            *("answering", "breaches", "chain", "claimed", "confidence", "english_lint", "lint"),
            *("lint_aids", "parts", "proofs", "reckoning"),
        ),
        ("calls", "gathering"),
        ("assistant",),
        ("inbox",),
        ("timeline",),
        ("letters",),
        ("letter_lint",),
    ),
    "evals": (
        ("figments", "intervals", "labelled", "references", "replies", "rows", "sentences"),
        ("cases", "grounding", "metrics", "misplacements", "mutators", "queries", "tables"),
        (
            *("bert", "comparison", "crisis", "crowd", "exports", "feedback", "hearing", "masking", "mutations"),
            *("outcomes", "rankings", "readings", "scores", "sections"),
        ),
        (
            *(
                "callcases",
                "crowd_figures",
                "figures",
                "growth",
                "load_goals",
                "opinion",
                "page_case",
                "pairs",
                "paragraphs",
                "quality",
                "routes",
            ),
            *("standings",),
        ),
        ("bench", "national", "plots", "processes", "records", "served", "suites"),
        ("ablation", "bands", "loads", "opening", "page", "speed"),
        ("load", "report", "retrieval"),
        ("briefing", "runner"),
        ("canaries", "plugin", "reruns"),
        ("impact",),
        ("impact_html",),
    ),
    "ui": (
        ("charts", "health", "hours", "html", "paper", "quiet", "render", "typesetting"),
        ("card", "checks", "mending", "papers"),
        ("calls", "drafts", "inboxes", "ledger", "letters", "programs", "timelines"),
        ("web",),
        ("commands",),
        ("cli",),
    ),
}
"""From the ground up; a file (or folder) imports only from floors below its own. The face stands above them all."""

HOMES: dict[str, tuple[str, ...]] = {
    "chromadb": ("kb/clients.py", "kb/store.py"),
    "grpc": ("kb/milvus.py",),
    "milvus_lite": ("kb/milvus.py",),
    "pymilvus": ("kb/milvus.py",),
    "langchain_chroma": ("kb/store.py", "kb/search.py"),
    "tantivy": ("kb/lexical.py",),
    "rjieba": ("kb/words.py",),
    "safetensors": ("kb/embedders.py", "kb/static_model.py", "kb/training/"),
    "scipy": ("assistant/training/", "kb/training/"),
    "sentence_transformers": ("kb/embedders.py",),
    "sklearn": ("assistant/training/", "kb/training/"),
    "tokenizers": ("kb/static_model.py", "kb/training/"),
    "torch": ("kb/embedders.py", "kb/training/", "assistant/training/", "evals/bert.py"),
    "transformers": ("evals/bert.py",),
    "opencc": ("kb/spelling.py",),
    "pypinyin": ("kb/training/",),
    "langchain": ("assistant/chain.py",),
    "langchain_core": ("assistant/chain.py",),
    "langchain_ollama": ("assistant/chain.py",),
    "langchain_openai": ("assistant/chain.py",),
    "gradio": ("ui/web/",),
    "fastapi": ("ui/web/",),
    "starlette": ("ui/web/",),
    "uvicorn": ("ui/web/",),
    "trafilatura": ("kb/importers/html.py",),
    "pypdf": ("kb/importers/pdf.py",),
    "docx": ("kb/importers/docx.py", "ui/papers/docx.py"),
    "mcp": ("ui/web/",),
    "prometheus_client": ("ui/web/",),
    "PIL": ("kb/importers/picture.py",),
    "rapidocr": ("kb/importers/picture.py",),
}
"""Where a heavy package may be imported, at the top of a file or inside a function."""

CLOCKS = frozenset(
    {
        *("datetime.date.today", "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow"),
        *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime", "time.strftime"),
    }
)
"""What tells the day. time.perf_counter and time.monotonic tell only how long something took."""

CLOCK_KEEPERS = ("ui/", "assistant/assistant.py")
"""Who may ask the clock: the faces, and the door for other programs, as the default of an argument."""

Files = Mapping[str, str]
"""Paths from the repository's root (`kb/law.py`) and what stands in them."""


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name: `from kb.law import Article` is module kb.law, name Article; `import kb` has no name."""

    module: str
    name: str
    line: int


def test_the_house_stands_as_drawn() -> None:
    """No file of the four storeys breaks any of the checks."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for storey in STOREYS
        for path in sorted((ROOT / storey).rglob("*.py"))
    }

    assert "\n".join(fault for check in CHECKS for fault in check(files)) == ""


def undrawn(files: Files) -> Iterator[str]:
    """Files that stand on no floor of the table."""
    for path in files:
        storey, room = _place(path)
        if room and _floor(storey, room) is None:
            yield f"{path}: not drawn in FLOORS; put it on its floor"


def storeys_upward(files: Files) -> Iterator[str]:
    """Imports of a higher storey."""
    for path, found in _imports(files):
        here, there = path.split("/")[0], found.module.split(".")[0]
        if there in STOREYS and STOREYS.index(there) > STOREYS.index(here):
            yield f"{path}:{found.line}: {here} may not import {there}"


def floors_upward(files: Files) -> Iterator[str]:
    """Imports, within a storey, from the same floor or a higher one, or from the storey's own face."""
    for path, found in _imports(files):
        storey, room = _place(path)
        parts = _target(found, files).split(".")
        if not room or parts[0] != storey:
            continue
        if len(parts) == 1:
            yield f"{path}:{found.line}: inside {storey}, import from the file, not from the face"
            continue
        here, there = _floor(storey, room), _floor(storey, parts[1])
        if parts[1] != room and here is not None and there is not None and there >= here:
            yield f"{path}:{found.line}: {room} stands on floor {here + 1}, {parts[1]} on {there + 1}"


def past_the_face(files: Files) -> Iterator[str]:
    """Imports across storeys that do not come from the face, or of a name that the face does not promise."""
    for path, found in _imports(files):
        storey = found.module.split(".")[0]
        if storey not in STOREYS or storey == path.split("/")[0]:
            continue
        if found.module != storey:
            yield f"{path}:{found.line}: import from {storey}, not from {found.module}"
        elif found.name and found.name not in _promised(files.get(f"{storey}/__init__.py", "")):
            yield f"{path}:{found.line}: {found.name} is not in {storey}.__all__"


def circles(files: Files) -> Iterator[str]:
    """Files that import each other, directly or through others."""
    arrows: dict[str, set[str]] = {_module(path): set() for path in files}
    for path, found in _imports(files):
        arrows[_module(path)].add(_target(found, files))
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> Iterator[str]:
        if module in trail:
            yield "circle: " + " → ".join((*trail[trail.index(module) :], module))
        elif module in arrows and module not in done:
            for other in sorted(arrows[module]):
                yield from visit(other, (*trail, module))
            done.add(module)

    for module in sorted(arrows):
        yield from visit(module, ())


def away_from_home(files: Files) -> Iterator[str]:
    """Heavy packages imported elsewhere than in their homes."""
    for path, found in _imports(files):
        package = found.module.split(".")[0]
        if not path.startswith(HOMES.get(package, ("",))):
            yield f"{path}:{found.line}: {package} lives in {' and '.join(HOMES[package])}"


def clock_askers(files: Files) -> Iterator[str]:
    """Uses of the clock elsewhere than at the faces; the day comes in as an argument."""
    for path, source in files.items():
        if path.startswith(CLOCK_KEEPERS):
            continue
        nodes = _nodes(source)
        known = {
            alias.asname or alias.name: alias.name if isinstance(node, ast.Import) else f"{node.module}.{alias.name}"
            for node in nodes
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        for node in nodes:
            name = _dotted(node, known)
            if name in CLOCKS and isinstance(node, ast.expr):
                yield f"{path}:{node.lineno}: {name} tells the day; take the day as an argument"


CHECKS: tuple[Callable[[Files], Iterator[str]], ...] = (
    undrawn,
    storeys_upward,
    floors_upward,
    past_the_face,
    circles,
    away_from_home,
    clock_askers,
)

PLANTED: tuple[tuple[Callable[[Files], Iterator[str]], dict[str, str], str], ...] = (
    (undrawn, {"kb/helpers.py": ""}, "not drawn"),
    (storeys_upward, {"kb/law.py": "from assistant import Answer"}, "kb may not import assistant"),
    (storeys_upward, {"evals/runner.py": "def f():\n    import ui.cli"}, "evals may not import ui"),
    (floors_upward, {"kb/law.py": "from kb.checker import Check"}, "law stands on floor 2, checker on 10"),
    (floors_upward, {"kb/corpus.py": "from kb.search import Searcher"}, "corpus stands on floor 7"),
    (floors_upward, {"kb/law.py": "from . import checker", "kb/checker.py": ""}, "checker on 10"),
    (floors_upward, {"kb/law.py": "from .checker import Check", "kb/checker.py": ""}, "checker on 10"),
    (floors_upward, {"kb/law.py": "from kb import Article"}, "not from the face"),
    (
        floors_upward,
        {"kb/law.py": "if TYPE_CHECKING:\n    from kb.search import Searcher"},
        "law stands on floor 2, search on 10",
    ),
    (past_the_face, {"assistant/scope.py": "from kb.law import Article"}, "not from kb.law"),
    (past_the_face, {"assistant/scope.py": "import kb.law"}, "not from kb.law"),
    (past_the_face, {"kb/__init__.py": "__all__ = ['Article']", "ui/cli.py": "from kb import law"}, "not in kb"),
    (
        circles,
        {"ui/web/a.py": "from ui.web.b import B", "ui/web/b.py": "from ui.web import a"},
        "→ ui.web.b → ui.web.a",
    ),
    (away_from_home, {"kb/search.py": "def f():\n    import chromadb.api"}, "chromadb lives in kb/clients.py"),
    (away_from_home, {"assistant/answer.py": "from langchain_core.messages import AIMessage"}, "langchain_core"),
    (clock_askers, {"kb/corpus.py": "import datetime\nx = datetime.date.today()"}, "datetime.date.today"),
    (clock_askers, {"kb/corpus.py": "from datetime import datetime as d\nx = d.now()"}, "datetime.datetime.now"),
    (clock_askers, {"evals/report.py": "from time import time\nx = time()"}, "time.time"),
    (clock_askers, {"evals/report.py": "import time as t\nclock = t.time"}, "time.time"),
)

SOUND: tuple[dict[str, str], ...] = (
    {"kb/__init__.py": "from kb.law import Article\n__all__ = ['Article']", "kb/law.py": "import json"},
    {"kb/__init__.py": "__all__ = ['Article']", "assistant/scope.py": "from kb import Article"},
    {"kb/checker.py": "from kb.law import Article", "kb/law.py": "from kb import errors", "kb/errors.py": ""},
    {"ui/web/__init__.py": "from ui.web.page import P", "ui/web/page.py": "import gradio\nfrom ui.web.frame import F"},
    {"ui/cli.py": "from datetime import date\nx = date.today()"},
    {"assistant/scope.py": "import time\nfrom datetime import date\nx = time.perf_counter(), date(2026, 1, 1)"},
    {"kb/store.py": "import chromadb"},
)


@pytest.mark.parametrize(("check", "files", "said"), PLANTED, ids=lambda value: getattr(value, "__name__", None))
def test_each_check_finds_a_planted_fault(
    check: Callable[[Files], Iterator[str]], files: dict[str, str], said: str
) -> None:
    """A check that cannot fail proves nothing."""
    assert [fault for fault in check(files) if said in fault]


@pytest.mark.parametrize("files", SOUND, ids=lambda files: next(reversed(files)))
def test_no_check_complains_of_sound_files(files: dict[str, str]) -> None:
    """What the drawing allows passes every check."""
    assert [fault for check in CHECKS for fault in check(files)] == []


def test_every_drawn_package_is_a_storey_and_every_home_is_drawn() -> None:
    """The tables agree with each other: a home that no floor knows would allow nothing."""
    assert tuple(FLOORS) == STOREYS
    assert [home for homes in HOMES.values() for home in homes if _floor(*_place(home)) is None] == []


@pytest.mark.parametrize(
    ("program", "unwanted"),
    [
        (
            "import kb, assistant, evals, ui",
            {"chromadb", "docx", "gradio", "numpy", "tantivy", "torch", "langchain_core"},
        ),
        (
            "from ui.papers import markdown, html",
            {"docx", "lxml", "gradio", "numpy", "torch"},
        ),
        (
            "from ui.cli import main; main(['--help'])",
            {"assistant", "evals", "chromadb", "gradio", "numpy", "tantivy", "torch", "langchain_core"},
        ),
        (
            "from ui.cli import main; main(['ask', '催收半夜打电话合法吗？'])",
            {"evals", "gradio", "torch", "sentence_transformers", "transformers"},
        ),
        (
            "from ui.cli import main; main(['call', '催收骂我'])",
            {"chromadb", "gradio", "tantivy", "torch", "langchain_core"},
        ),
        (
            "from ui.cli import main; main(['search', '爆通讯录'])",
            {"gradio", "torch", "sentence_transformers", "transformers"},
        ),
    ],
)
def test_heavy_packages_are_loaded_only_when_entered(program: str, unwanted: set[str]) -> None:
    """Help loads nothing heavy; a question loads neither torch nor gradio."""
    assert loaded(program) & unwanted == set()


def test_what_is_loaded_is_seen() -> None:
    """The check above would notice."""
    assert "numpy" in loaded("import numpy")


def loaded(program: str) -> set[str]:
    """The top-level packages that a fresh Python holds after a program."""
    watched = textwrap.dedent("""
        import contextlib, sys
        with contextlib.redirect_stdout(sys.stderr), contextlib.suppress(SystemExit):
            {}
        print(*{{name.partition(".")[0] for name in sys.modules}})
    """).format(program)
    ended = subprocess.run([sys.executable, "-c", watched], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.split())


def test_the_drawing_in_the_docs_shows_every_room_on_its_floor() -> None:
    """docs/architecture.md and the table agree on every room and the number of its floor."""
    tree = (ROOT / "docs" / "architecture.md").read_text("utf-8").split("```")[1]
    for storey, floors in FLOORS.items():
        drawn = re.split(r"^(\w+)\n", tree, flags=re.MULTILINE)
        rooms = re.findall(r"^ +(\d+)  (\w+)", drawn[drawn.index(storey) + 1], flags=re.MULTILINE)
        assert sorted(rooms) == sorted((str(height), room) for height, floor in enumerate(floors, 1) for room in floor)


@cache
def _nodes(source: str) -> tuple[ast.AST, ...]:
    """Every node of a file, parsed once for all the checks."""
    return tuple(ast.walk(ast.parse(source)))


def _imports(files: Files) -> Iterator[tuple[str, Import]]:
    for path, source in files.items():
        package = _module(path).split(".") if path.endswith("__init__.py") else _module(path).split(".")[:-1]
        for node in _nodes(source):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield path, Import(alias.name, "", node.lineno)
            elif isinstance(node, ast.ImportFrom):
                above = package[: len(package) - node.level + 1] if node.level else []
                module = ".".join([*above, *([node.module] if node.module else [])])
                for alias in node.names:
                    yield path, Import(module, alias.name, node.lineno)


def _target(found: Import, files: Files) -> str:
    """The file an import really enters: `from kb import law` enters kb.law where there is such a file."""
    inner = f"{found.module}.{found.name}"
    place = inner.replace(".", "/")
    there = f"{place}.py" in files or f"{place}/__init__.py" in files
    return inner if found.name and there else found.module


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _place(path: str) -> tuple[str, str]:
    """`kb/importers/html.py` is in storey kb, room importers; a storey's face has no room."""
    storey, room = path.split("/")[:2]
    return storey, "" if room == "__init__.py" else room.removesuffix(".py")


def _floor(storey: str, room: str) -> int | None:
    return next((number for number, rooms in enumerate(FLOORS[storey]) if room in rooms), None)


@cache
def _promised(face: str) -> frozenset[str]:
    for node in ast.parse(face).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(node.value))
    return frozenset()


def _dotted(node: ast.AST, known: Mapping[str, str]) -> str:
    """The full name of an expression such as `d.now`, with what `d` was imported as."""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute) and (owner := _dotted(node.value, known)):
        return f"{owner}.{node.attr}"
    return ""
