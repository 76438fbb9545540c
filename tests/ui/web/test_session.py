"""A whole evening at a real server: nobody's data is left by it or shown to the next visitor, even after kill -9."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import Assistant
from tests.canaries import CANARIES, STORY, found, found_below
from tests.outside import LEFT, WATCH
from ui.web.scratch import PREFIX, sweep

HOMES = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
QUESTION = f"{STORY}催收半夜打电话，还说要打断我的腿，合法吗？"
LOG = (
    "日期,时间,来电号码,机构,方式,打给谁,接通,说了什么,证据文件\r\n"
    f"2026-11-20,23:10,{CANARIES[0]},示例公司,电话,本人,是,{STORY.replace('，', ' ')}再不还钱打断你的腿,1.m4a\r\n"
)
MATTER = {"borrower": {"name": CANARIES[4], "phone": CANARIES[0], "id_no": CANARIES[1], "address": CANARIES[6]}}
SERVER = WATCH + textwrap.dedent("""
    from assistant import Assistant, Settings
    from ui.web import serve
    from ui.web.rooms.inbox import DESKS
    print(DESKS.open("first"), DESKS.open("second"), flush=True)
    sys.exit(serve(Assistant.open(Settings(store={store!r})), host="127.0.0.1", port=0, auth=None))
""")


@dataclass
class Server:
    """A running server, the folders that it knows, and what its answers held."""

    process: subprocess.Popen[str]
    desks: tuple[str, ...]
    http: httpx.Client
    folders: tuple[Path, ...]
    scratch: Path
    answers: list[bytes] = field(default_factory=list)

    def post(self, path: str, *, json: Any = None, content: bytes | None = None, status: int = 200) -> httpx.Response:
        """Post as the page does."""
        answer = self.http.post(path, json=json, content=content)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:200]}"
        return answer


@pytest.fixture
def server(assistant: Assistant, store: str, tmp_path: Path) -> Iterator[Server]:
    """A page of its own process, in homes of its own."""
    del assistant  # it has built the index
    for name in HOMES:
        (tmp_path / name).mkdir()
    index = tmp_path / "index"
    shutil.copytree(store, index)
    own = {k: v for k, v in os.environ.items() if k != "GRADIO_TEMP_DIR"} | {n: str(tmp_path / n) for n in HOMES}
    with subprocess.Popen(
        [sys.executable, "-c", SERVER.format(store=str(index))],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=own | {"PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=tmp_path / "HOME",
    ) as running:  # fmt: skip
        assert running.stdout
        desks = running.stdout.readline().split()
        address = re.search(r"http://127\.0\.0\.1:\d+", running.stdout.readline())
        if not address:
            running.kill()
            pytest.fail(running.stderr.read() if running.stderr else "")
        with httpx.Client(base_url=address[0], headers={"origin": address[0]}, timeout=60) as caller:
            yield Server(running, tuple(desks), caller, (tmp_path,), tmp_path / "TMPDIR")
        running.kill()


def _evening(server: Server, desk: str, story: str, log: str, matter: dict[str, Any]) -> list[bytes]:
    """One visitor in every room; what the visitor takes away, as bytes."""
    text = f"{story}催收半夜打电话，还说要打断我的腿，合法吗？"
    report = {"text": f"{text}《民法典》第一千零三十三条。", "day": "2026-11-22", "name": "信.docx", "kind": "docx"}
    letter = {"kind": "complaint", "facts": matter, "as_of": "2026-11-22", "format": "docx"}
    chat = {"desk": desk, "text": f"阿木 2026/11/22 21:12:05\n{text}", "names": "", "me": ""}
    answers = [
        server.post("/api/v1/ask", json={"text": text}),
        server.post("/youju/check/read?name=a.txt", content=text.encode()),
        server.post("/youju/check/report", json=report),
        server.post("/youju/letters/form", json=letter),
        server.post("/youju/letters/draft", json=letter),
        server.post("/youju/letters/file", json=letter),
        server.post("/youju/evidence/timeline?kind=docx", content=log.encode()),
        server.post("/youju/evidence/timeline?kind=html", content=log.encode()),
        server.post("/youju/inbox/read?name=a.txt", content=text.encode()),
        server.post("/youju/inbox/mask", json=chat),
        server.post("/youju/inbox/sort", json={"desk": desk}),
        server.post("/youju/inbox/save", json={"desk": desk, "matter": "", "kind": "docx", "restore": False}),
        server.post("/youju/ask/feedback/draft", json={"question": text}),
        server.post("/youju/ask/feedback", json={"question": text, "reason": "unclear", "refs": []}),
        server.http.get("/youju/evidence/room"),
        server.http.get("/"),
    ]
    return [b"\n".join((str(one.headers).encode(), one.content)) for one in answers]


def test_an_evening_leaves_nobodys_data_behind(server: Server) -> None:
    """Not on disk, in no output, not at the next visitor's; what a killed server left goes at the next start."""
    first = _evening(server, server.desks[0], STORY, LOG, MATTER)
    assert found(b"".join(first)) == set(CANARIES), "the evening itself has to hold them"
    inbox = [one for one in first[9:12] if found(one)]
    second = _evening(
        server, server.desks[1], "我。", LOG.replace(STORY.replace("，", " "), "").replace(CANARIES[0], ""), {}
    )

    assert inbox == [], "what a volunteer sees and takes away is masked"
    assert [found(one) for one in second if found(one)] == []
    assert found_below(*server.folders) == {}
    kept = [path for path in (server.folders[0] / "XDG_DATA_HOME").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == ["feedback.jsonl"], "only what was confirmed, masked"

    left = [path for path in server.scratch.glob(f"{PREFIX}*") if path.is_dir()]
    assert len(left) == 1
    assert left[0].stat().st_mode & 0o777 == 0o700
    server.process.send_signal(signal.SIGKILL)
    out, err = server.process.communicate(timeout=20)

    assert found((out + err).encode()) == set()
    assert LEFT not in err
    assert found_below(*server.folders) == {}
    _at_the_next_start(left[0])


def _at_the_next_start(folder: Path) -> None:
    """Even what a killed process had left in its folder is gone."""
    import tempfile

    (folder / "upload.txt").write_text(STORY, "utf-8")
    old = time.time() - 3600
    os.utime(folder, (old, old))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder.parent))
        sweep()
    assert not folder.exists()
