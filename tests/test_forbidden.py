"""What no file may do: give a model tools, fetch what it was told to, load code from elsewhere, show a key.

Each rule is shown to find a planted fault before it is trusted with the real files.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant, ChatComposer
from assistant.chain import open_chat_model
from kb import ModelProblem

ROOT = Path(__file__).resolve().parents[1]
STOREYS = ("kb", "assistant", "evals", "ui")
TODAY = date(2026, 11, 22)
KEY = "sk-canary-0123456789abcdef"

MODULES = {
    "langchain.agents": "a model gets no tools",
    "langchain.tools": "a model gets no tools",
    "langchain_core.tools": "a model gets no tools",
    "langchain_community": "a model gets no tools",
    "langgraph": "a model gets no tools",
    "langchain_core.load": "nothing is made from somebody's LangChain JSON",
    "langchain.load": "nothing is made from somebody's LangChain JSON",
    "langchain_core.prompts": "the prompt is a constant, no template",
    "langchain.prompts": "the prompt is a constant, no template",
    "jinja2": "the prompt is a constant, no template",
    "pickle": "no objects from bytes",
    "shelve": "no objects from bytes",
    "marshal": "no objects from bytes",
    "dill": "no objects from bytes",
    "cloudpickle": "no objects from bytes",
    "joblib": "no objects from bytes",
    "yaml": "no objects from bytes",
    "urllib.request": "nothing is fetched",
    "requests": "nothing is fetched",
    "httpx": "nothing is fetched",
    "aiohttp": "nothing is fetched",
    "http.client": "nothing is fetched",
    "ftplib": "nothing is fetched",
    "smtplib": "nothing is sent",
    "webbrowser": "nothing is opened",
    "huggingface_hub": "nothing is fetched",
}
"""Packages that no file imports."""
CALLS = {
    "bind_tools": "a model gets no tools",
    "bind_functions": "a model gets no tools",
    "create_agent": "a model gets no tools",
    "create_react_agent": "a model gets no tools",
    "from_template": "the prompt is a constant, no template",
    "FileExplorer": "no file of the machine is listed",
    "UploadButton": "Gradio writes uploads to disk",
    "FastAPIServer": "no Chroma server is started",
    "from_pretrained": "models are opened from a folder, by their checksums",
}
"""Names that no file calls."""
WITH = {
    "trust_remote_code": "no code from elsewhere",
    "allow_pickle": "no objects from bytes",
    "shell": "no shell",
    "tools": "a model gets no tools",
    "unsafe_allow_html": "words stay words",
}
"""Arguments that are never given as anything but False, None or nothing."""
MUST = {
    "np.load": ("allow_pickle", "False"),
    "create_collection": ("embedding_function", "None"),
    "get_collection": ("embedding_function", "None"),
    "get_or_create_collection": ("embedding_function", "None"),
}
"""Calls that are only allowed with this argument: no objects from bytes, and Chroma never embeds or fetches."""
ALLOWED = {
    ("kb/clients.py", "http.client"): "asks whether a Chroma server answers at all, before its client is loaded",
    ("kb/clients.py", "httpx"): "named as a type: the sessions inside Chroma's client, which get a time limit",
    ("kb/milvus.py", "create_collection"): "Milvus embeds nothing",
    ("evals/crowd.py", "httpx"): "asks the server of this machine whose load is measured",
    ("evals/opening.py", "launch"): "starts Chromium, to measure the page",
    ("evals/bert.py", "from_pretrained"): "measures a BERT that whoever runs it has on disk",
}


def faults(file: str, source: str) -> Iterator[str]:
    """What a file does that none may."""
    for node in ast.walk(ast.parse(source)):
        for module in _imported(node):
            for name, why in MODULES.items():
                whole = module == name or module.startswith(f"{name}.")
                if whole and (file, name) not in ALLOWED:
                    yield f"{file}:{getattr(node, 'lineno', 0)}: imports {module}: {why}"
        if isinstance(node, ast.Call):
            yield from (f"{file}:{node.lineno}: {told}" for told in _call(file, node))


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def _call(file: str, node: ast.Call) -> Iterator[str]:
    whole = ast.unparse(node.func)
    last = whole.rpartition(".")[2]
    if last in CALLS and (file, last) not in ALLOWED:
        yield f"calls {whole}: {CALLS[last]}"
    if whole in {"eval", "exec", "compile", "os.system", "os.popen", "torch.load", "gr.load", "gr.File", "__import__"}:
        yield f"calls {whole}"
    if last == "launch" and (file, last) not in ALLOWED:
        yield f"calls {whole}: the page is mounted behind its guard, and no tunnel is opened"
    if whole == "gr.HTML" and file != "ui/web/room.py":
        yield "calls gr.HTML: HTML is drawn in ui/web/room.py, from Html alone"
    given = {one.arg: ast.unparse(one.value) for one in node.keywords if one.arg}
    for name, why in WITH.items():
        if given.get(name, "False") not in {"False", "None", "()", "[]"}:
            yield f"gives {name}={given[name]}: {why}"
    for name, (argument, value) in MUST.items():
        if name in {whole, last} and given.get(argument) != value and (file, name) not in ALLOWED:
            yield f"calls {whole} without {argument}={value}"


PLANTED = (
    ("from langchain.agents import create_agent", "no tools"),
    ("model.bind_tools([search])", "no tools"),
    ("init_chat_model('a', tools=[fetch])", "no tools"),
    ("from langchain_core.load import loads", "LangChain JSON"),
    ("from langchain_core import load", "LangChain JSON"),
    ("ChatPromptTemplate.from_template(words)", "no template"),
    ("import pickle", "no objects"),
    ("np.load(path)", "allow_pickle"),
    ("np.load(path, allow_pickle=True)", "no objects"),
    ("import urllib.request", "fetched"),
    ("def f():\n    import httpx", "fetched"),
    ("page.launch(share=True)", "no tunnel"),
    ("AutoModel.from_pretrained(name)", "checksums"),
    ("SentenceTransformer(path, trust_remote_code=True)", "elsewhere"),
    ("client.create_collection('a')", "embedding_function"),
    ("gr.HTML(words)", "room.py"),
    ("gr.FileExplorer()", "listed"),
    ("eval(words)", "eval"),
    ("subprocess.run(words, shell=True)", "shell"),
)


@pytest.mark.parametrize(("source", "said"), PLANTED)
def test_each_rule_finds_a_planted_fault(source: str, said: str) -> None:
    """A rule that cannot fail proves nothing."""
    assert [fault for fault in faults("kb/a.py", source) if said in fault]


def test_no_file_does_what_none_may() -> None:
    """No tools, no template, nothing fetched, no objects from bytes, no code from elsewhere."""
    found = [
        fault
        for storey in STOREYS
        for path in sorted((ROOT / storey).rglob("*.py"))
        for fault in faults(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]

    assert "\n".join(found) == ""


def test_our_own_weights_are_safe_to_open() -> None:
    """The model that is shipped is safetensors, whose header is JSON; no file of ours is or holds a pickle."""
    import json

    import numpy as np

    weights = [path for path in (ROOT / "kb" / "model").rglob("*") if path.is_file()]
    (tensors,) = [path for path in weights if path.suffix == ".safetensors"]
    with tensors.open("rb") as file:
        header = file.read(int.from_bytes(file.read(8), "little"))

    assert {path.suffix for path in weights} <= {".json", ".md", ".npz", ".safetensors", ".txt"}
    for path in (*weights, *(ROOT / "assistant" / "data").rglob("*.npz")):
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as held:
                assert all(held[name].dtype != object for name in held.files)
    assert set(json.loads(header)) - {"__metadata__"}


SECRET = re.compile(
    r"(?<![A-Za-z])sk-(?=[a-z-]{0,20}[0-9])[A-Za-z0-9-]{16,}|AKIA[0-9A-Z]{12,}|"
    r"-----BEGIN [A-Z ]*PRIVATE KEY|gh[pousr]_[A-Za-z0-9]{20,}|"
    r"(?:password|passwd|secret|api[_-]?key|token)[\"']?\s{0,2}[:=]\s{0,2}[\"'][^\"'\s{}<>]{8,80}[\"']|"
    r"/(?:home|root|Users)/[a-z]{2,}",
    re.IGNORECASE,
)


def test_prompt_tables_and_sources_hold_no_secret() -> None:
    """To read them out loud harms nobody: no key, no password, no path of somebody's machine."""
    assert SECRET.search('API_KEY = "abcd1234efgh"')
    assert SECRET.search(f"key: {KEY}")
    found = [
        f"{path.relative_to(ROOT)}: {hit[0][:40]}"
        for storey in STOREYS
        for path in sorted((ROOT / storey).rglob("*"))
        if path.suffix in {".py", ".md", ".toml", ".js", ".css", ".json", ".jsonl", ".xml"}
        and path.stat().st_size < 4e6
        if (hit := SECRET.search(path.read_text("utf-8")))
    ]

    assert found == []


@pytest.fixture(scope="module")
def offline(shipped: Assistant) -> Assistant:
    """An assistant without a model."""
    return shipped.at(TODAY)


class _Telling:
    """A chat model whose errors hold the key, as some providers' do."""

    def stream(self, messages: object) -> Iterator[object]:
        """No reply."""
        del messages
        raise RuntimeError(f"Incorrect API key provided: {KEY}")
        yield


def test_a_key_is_in_no_answer_and_no_error(
    offline: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A provider that tells the key in its errors does not tell it to the reader, nor to a log."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    composer = ChatComposer(_Telling(), "openai:canary")  # type: ignore[arg-type]

    answer = offline.with_composer(composer).ask("催收半夜打电话合法吗？")

    assert answer.model == "extractive"
    assert "大模型" in answer.notice
    assert KEY not in repr(answer) + str(answer.to_dict())
    monkeypatch.setattr("langchain.chat_models.init_chat_model", _refusing)
    with pytest.raises(ModelProblem) as refused:
        open_chat_model("openai:canary", allow_remote=True)
    assert KEY not in str(refused.value)
    assert KEY not in "".join(capsys.readouterr())


def _refusing(*_: object, **__: object) -> object:
    raise RuntimeError(f"bad key {KEY} for this account")


def test_a_key_is_in_no_output_of_the_commands(index: Path) -> None:
    """Neither in what a command prints when its model cannot be reached, nor in its JSON, nor in help."""
    own = os.environ | {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "YOUJU_STORE": str(index)}
    ended = subprocess.run(
        [sys.executable, "-m", "ui.cli", "ask", "--model", "openai:canary", "--json", "催收半夜打电话合法吗？"],
        env=own, capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    assert KEY not in ended.stdout + ended.stderr
    assert "大模型" in ended.stdout + ended.stderr
