"""Nobody makes the page reach out or take in: no address is fetched, and who is refused has changed nothing."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from docx import Document

from kb import InputProblem, read_bytes, read_text
from ui.web.rooms.inbox import DESKS

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

HERE = "http://127.0.0.1:7860"
WRITES = (
    "/api/v1/ask", "/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/upload",
    "/youju/check/read", "/youju/check/report", "/youju/call/read", "/youju/letters/form", "/youju/letters/draft",
    "/youju/letters/file", "/youju/evidence/timeline", "/youju/inbox/read", "/youju/inbox/mask", "/youju/inbox/sort",
    "/youju/inbox/edit", "/youju/inbox/move", "/youju/inbox/spread", "/youju/inbox/save", "/youju/inbox/clear",
    "/youju/inbox/leave", "/youju/inbox/progress", "/youju/inbox/resume", "/youju/ask/feedback",
    "/youju/ask/feedback/draft", "/youju/law/page",
)  # fmt: skip
"""Every route that takes something."""


class _Canary(BaseHTTPRequestHandler):
    """Counts whoever comes."""

    hits: list[str]

    def do_GET(self) -> None:
        type(self).hits.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hit")

    do_POST = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - the names the base class looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gave it
        """Quiet."""


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine that nobody should ask for anything."""
    _Canary.hits = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Canary)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, _Canary.hits
    server.shutdown()
    server.server_close()
    thread.join()


def addresses(port: int) -> tuple[str, ...]:
    """Forty ways to write an address that a server should not fetch."""
    hosts = (
        "127.0.0.1", "localhost", "LOCALHOST", "localhost.", "2130706433", "0x7f000001", "017700000001", "0x7f.1",
        "127.1", "127.0.1", "0177.0.0.1", "0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "0.0.0.0",  # noqa: S104 - an address to be refused
        "[0:0:0:0:0:ffff:127.0.0.1]", "127.0.0.1%2f.example.com", "example.com@127.0.0.1", "127.0.0.1#@example.com",
        "①②⑦.⓪.⓪.①", "127。0。0。1", "127.0.0.1\\@example.com", "%31%32%37.0.0.1",
    )  # fmt: skip
    made = [f"http://{host}:{port}/{number}" for number, host in enumerate(hosts)]
    others = (
        "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://100.64.0.1/", "http://10.0.0.1/",
        "http://192.168.1.1/", "http://metadata.google.internal/", "file:///etc/passwd", "ftp://127.0.0.1/",
        "gopher://127.0.0.1:1/_x", "dict://127.0.0.1:1/", "jar:http://127.0.0.1/!/", "data:text/plain,x",
        "//127.0.0.1/", f"https://127.0.0.1:{port}/tls", f"HTTP://127.0.0.1:{port}/upper",
        f"http:/127.0.0.1:{port}/one",
    )  # fmt: skip
    return (*made, *others)


def _document(address: str) -> bytes:
    """A Word document whose picture, template and link lie elsewhere."""
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("催收人不得骚扰他人。")
    document.save(out)
    made = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                kinds = ("image", "attachedTemplate", "hyperlink", "oleObject", "frame")
                base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                more = "".join(
                    f'<Relationship Id="c{n}" Type="{base}/{kind}" Target="{address}" TargetMode="External"/>'
                    for n, kind in enumerate(kinds)
                )
                content = content.replace(b"</Relationships>", f"{more}</Relationships>".encode())
            new.writestr(entry, content)
    return made.getvalue()


def _page(address: str) -> bytes:
    return (
        f'<!doctype html><html><head><base href="{address}"><link rel=stylesheet href="{address}">'
        f'<meta http-equiv=refresh content="0;url={address}"></head><body><img src="{address}">'
        f'<iframe src="{address}"></iframe><script src="{address}"></script><p>催收人不得骚扰他人。</p></body></html>'
    ).encode()


def test_no_address_is_fetched(client: TestClient, app: FastAPI, canary: tuple[int, list[str]]) -> None:
    """Forty addresses through every door: paths, forged files, words, documents and pages that point there."""
    port, hits = canary
    events = list(app.state.page.fns)[:3]
    assert len(set(addresses(port))) >= 40
    for number, address in enumerate(addresses(port)):
        for path in (
            f"/gradio_api/file={address}",
            f"/gradio_api/file={quote(address, safe='')}",
            f"/youju/law/sheet?ref={quote(address)}",
        ):
            try:
                assert client.get(path).status_code in {400, 403, 404}, path
            except (UnicodeError, ValueError):  # the client itself refuses to write it
                continue
        forged = {"path": address, "url": address, "orig_name": address, "meta": {"_type": "gradio.FileData"}}
        told = {"fn_index": events[number % len(events)], "session_hash": f"s{number}", "data": [forged, None]}
        assert client.post("/gradio_api/queue/join", json=told, headers={"origin": HERE}).status_code < 500
        if number % 5 == 0:
            read = client.post("/youju/check/read?name=a.html", content=_page(address), headers={"origin": HERE})
            assert read.status_code == 200
            assert client.post("/api/v1/ask", json={"text": f"{address} 合法吗"}).status_code in {200, 400}
            assert read_bytes(_document(address), "a.docx")
            with pytest.raises(InputProblem):
                read_text(address)

    assert hits == []


def test_whoever_came_would_be_counted(canary: tuple[int, list[str]]) -> None:
    """The server above hears."""
    import urllib.request

    port, hits = canary
    urllib.request.urlopen(f"http://127.0.0.1:{port}/here").read()

    assert hits.pop() == "/here"


_CHANGED: list[str] = []
_watching = [False]


def _watch(event: str, given: tuple[Any, ...]) -> None:
    if not _watching[0] or event not in {"open", "os.mkdir", "os.rename", "os.remove"}:
        return
    writes = (
        event != "open" or any(c in (given[1] or "") for c in "wax+") or (isinstance(given[2], int) and given[2] & 3)
    )
    if writes and given[0] != os.devnull:
        _CHANGED.append(f"{event} {given[0]}")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "null"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9"}, 403),
        ({"origin": HERE, "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://evil.example", "host": "evil.example"}, 400),
        ({"origin": HERE, "host": "rebound.example"}, 400),
    ],
    ids=["null", "foreign", "other port", "cross-site", "rebound", "forged host"],
)
def test_who_is_refused_has_changed_nothing(client: TestClient, headers: dict[str, str], status: int) -> None:
    """On every route that takes something: refused before it is read; no file, and no desk, is touched."""
    secret = DESKS.open("refused")
    body = json.dumps(
        {"desk": secret, "text": "王：催收骂我", "question": "x", "reason": "unclear", "names": "", "me": ""}
    )
    sys.addaudithook(_watch)
    _watching[0] = True
    try:
        for path in WRITES:
            given = client.post(path, content=body, headers={"content-type": "application/json", **headers})
            assert given.status_code in {status, 404}, path
            assert "access-control-allow-origin" not in given.headers, path
            if path.startswith(("/youju/", "/api/")):
                assert given.status_code == status, path
    finally:
        _watching[0] = False
    desk = DESKS.of(secret)
    DESKS.leave(secret)

    assert _CHANGED == []
    assert desk.inbox is None
    assert desk.threads == ()


def test_every_route_that_takes_something_is_tried(app: FastAPI) -> None:
    """A new one has to be added above."""
    own = {
        path
        for route in app.routes
        if "POST" in (getattr(route, "methods", None) or ())
        and (path := str(getattr(route, "path", ""))).startswith(("/youju/", "/api/"))
    }

    assert own <= set(WRITES)
