"""What stands before every request: foreign hosts and pages, closed routes, limits, passwords."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from assistant import Assistant
from ui.web import build_app
from ui.web.guard import MAX_BODY, Rules

if TYPE_CHECKING:
    from starlette.testclient import TestClient

TODAY = date(2026, 11, 22)
HERE = "http://127.0.0.1:7860"
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"


def test_the_document_carries_every_safety_header(client: TestClient) -> None:
    """No frame, no sniffing, no referrer, nothing from elsewhere; inline scripts are named one by one."""
    page = client.get("/")

    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert page.status_code == 200
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe-inline" not in policy["script-src"]
    assert policy["script-src"].count("'sha256-") == len(re.findall(r"<script(?![^>]* src=)", page.text))
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "server" not in page.headers


def test_refusals_and_files_carry_them_too(client: TestClient) -> None:
    """Whatever is answered, 404 and style sheets included."""
    for path in ("/youju/page.css", "/monitoring", "/healthz", "/static/none"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["content-security-policy"].startswith("default-src 'self'"), path


def test_the_document_names_no_other_host(client: TestClient) -> None:
    """Not even for link previews: every address in the document, the style and the script is this machine's."""
    for path in ("/", "/?lang=en", "/youju/page.css", "/youju/page.js", "/config"):
        text = client.get(path).text.replace("http://www.w3.org/2000/svg", "")  # a name in XML, not an address
        hosts = {urlsplit(found).hostname for found in re.findall(r"https?://[^\s\"'<>)]+", text)}
        assert hosts <= {"127.0.0.1"}, path


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.5:7860", "", "localhost@evil.example", "[::1"]
)
def test_a_forged_host_is_refused(client: TestClient, host: str) -> None:
    """Another name for this machine is how a foreign site would reach it."""
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860", "LOCALHOST"])
def test_this_machines_own_names_are_known(client: TestClient, host: str) -> None:
    """Loopback by name and by number, IPv6 included."""
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_beyond_loopback_numbers_and_given_names_are_known() -> None:
    """A name that somebody else may point here stays unknown."""
    rules = Rules(frozenset({"*", "law.example"}))

    assert rules.knows("192.0.2.7:7860")
    assert rules.knows("law.example")
    assert not rules.knows("evil.example")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/gradio_api/queue/join", {}, 403),
        ("/gradio_api/queue/join", {"origin": "null"}, 403),
        ("/gradio_api/queue/join", {"origin": "http://evil.example"}, 403),
        ("/gradio_api/queue/join", {"origin": "http://127.0.0.1:9999"}, 403),
        ("/gradio_api/queue/join", {"origin": HERE, "sec-fetch-site": "cross-site"}, 403),
        ("/gradio_api/queue/join", {"origin": HERE}, 0),
        ("/api/v1/ask", {}, 0),
        ("/api/v1/ask", {"origin": HERE, "sec-fetch-site": "same-origin"}, 0),
        ("/api/v1/ask", {"origin": "null"}, 403),
        ("/api/v1/ask", {"origin": "http://evil.example"}, 403),
        ("/api/v1/ask", {"sec-fetch-site": "cross-site"}, 403),
        ("/api/v1/ask", {"sec-fetch-site": "none"}, 403),
    ],
)
def test_only_our_own_page_and_programs_may_post(path: str, headers: dict[str, str], status: int) -> None:
    """A foreign page never; a program without Origin only on the route made for programs."""
    refusal = Rules().refusal("POST", path, {"host": "127.0.0.1:7860", **headers})

    assert (refusal.status if refusal else 0) == status


def test_a_foreign_page_may_open_the_page_and_fetch_nothing() -> None:
    """A link works; scripts, images and probes of other sites do not."""
    foreign = {"host": "127.0.0.1:7860", "sec-fetch-site": "cross-site"}

    assert Rules().refusal("GET", "/", foreign | {"sec-fetch-mode": "navigate"}) is None
    assert Rules().refusal("GET", "/favicon.ico", foreign | {"sec-fetch-mode": "no-cors"})


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://169.254.169.254/latest",
        "/gradio_api/file=https%3A%2F%2Fcanary.example%2Fa",
        "/gradio_api/file=https:/canary.example/a",
        "/gradio_api/file=HTTP:canary.example/a",
        "/gradio_api/file=%252e%252e%252fetc/passwd",
        "/gradio_api/file=../../etc/passwd",
        "/gradio_api/file=..%2f..%2fetc%2fpasswd",
        "/gradio_api/file=..;/etc/passwd",
        "/gradio_api/file=%5c%5chost%5cshare",
        "/gradio_api/file=//canary.example/a",
        "/static/%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_file_routes_take_no_address_and_do_not_climb(path: str) -> None:
    """However often it is encoded."""
    from urllib.parse import unquote

    refusal = Rules().refusal("GET", unquote(path), {"host": "localhost"})  # a server decodes once

    assert refusal is not None
    assert refusal.status == 403


@pytest.mark.parametrize("path", ["/gradio_api/file=/etc/passwd", f"/gradio_api/file={Path(__file__)}"])
def test_no_file_of_this_machine_is_served(client: TestClient, path: str) -> None:
    """Nothing was uploaded, so there is no file to give."""
    assert client.get(path).status_code in {403, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/deep_link",
        "/gradio_api/runs",
        "/gradio_api/proxy=a",
        "/docs",
        "/openapi.json",
    ],
)
def test_routes_the_page_does_not_use_are_closed(client: TestClient, path: str) -> None:
    """Statistics, links that write a visit to disk, proxies: 404."""
    assert client.get(path).status_code == 404


def test_nothing_can_be_uploaded(client: TestClient) -> None:
    """The page takes no file yet, so the route is shut."""
    sent = client.post("/gradio_api/upload", files={"files": ("a.txt", b"x")}, headers={"origin": HERE})

    assert sent.status_code == 404


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    """Announced or in pieces."""
    pieces = (b" " * 1_000_000 for _ in range(MAX_BODY // 1_000_000 + 2))
    json_type = {"content-type": "application/json"}

    announced = client.post("/api/v1/ask", content=b" " * (MAX_BODY + 1), headers=json_type)
    in_pieces = client.post("/api/v1/ask", content=pieces, headers=json_type)

    assert announced.status_code == in_pieces.status_code == 413
    assert "MB" in in_pieces.json()["error"]


def test_a_password_guards_everything_but_the_health_check(assistant: Assistant) -> None:
    """Page, files and route."""
    from starlette.testclient import TestClient

    with TestClient(build_app(assistant, auth="法律援助:一二三四"), base_url=HERE) as locked:
        assert locked.get("/healthz").status_code == 200
        assert locked.get("/").status_code == 401
        assert locked.post("/api/v1/ask", json={"text": "a"}).status_code == 401
        assert locked.get("/", auth=("法律援助", "一二三")).status_code == 401
        assert locked.get("/", auth=("法律援助", "一二三四")).status_code == 200
