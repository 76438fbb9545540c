"""The page: what the guard refuses, what the route for programs answers, and what a reader sees in a real Chromium."""

from __future__ import annotations

import gc
import json
import re
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from assistant import Answer, Assistant, Cited, Settings, Withheld
from kb import InputProblem
from ui.html import Html, escape, tag
from ui.web import build_app, serve
from ui.web.guard import MAX_BODY, Rules
from ui.web.server import check_auth, open_listener
from ui.web.stages import telling, work
from ui.web.text import LINE_PATTERN, LINES, SITUATIONS, WORDS
from ui.web.turn import Place, answer, blocks

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page
    from starlette.testclient import TestClient

TODAY = date(2026, 11, 22)
HERE = "http://127.0.0.1:7860"
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"

ATTACKS = (
    "<script>window.hit=1</script>",
    '<img src=x onerror="window.hit=1">',
    "<svg/onload=window.hit=1>",
    "![a](http://canary.example/a.png) [b](javascript:window.hit=1)",
    "{{constructor.constructor('window.hit=1')()}} ${window.hit=1}",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "</p></div><a href=\"javascript:window.hit=1\" data-cite='1-1'>第一条</a>",
    "<style>@import 'http://canary.example/a.css'</style><link rel=stylesheet href=http://canary.example/b.css>",
    '<math><mi//xlink:href="data:x,<script>window.hit=1</script>">',
    '\u202e<details open ontoggle=window.hit=1>\x00<noscript><p title="</noscript><img src=x onerror=window.hit=1>">',
)


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The shipped library, with an index of its own, on the day the tests were written for."""
    return Assistant.open(Settings(store=str(tmp_path_factory.mktemp("web") / "index")), today=lambda: TODAY)


@pytest.fixture(scope="session")
def app(assistant: Assistant) -> FastAPI:
    """The whole page."""
    return build_app(assistant)


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """A program that calls it as this machine."""
    from starlette.testclient import TestClient

    with TestClient(app, base_url=HERE) as opened:
        yield opened


# ---- the guard


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
        hosts = {urlsplit(found).hostname for found in re.findall(r"https?://[^\s\"'<>)]+", client.get(path).text)}
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


def test_no_event_is_offered_to_programs(client: TestClient) -> None:
    """The page's own events are private; programs have /api/v1/ask."""
    assert client.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_a_password_guards_everything_but_the_health_check(assistant: Assistant) -> None:
    """Page, files and route."""
    from starlette.testclient import TestClient

    with TestClient(build_app(assistant, auth="法律援助:一二三四"), base_url=HERE) as locked:
        assert locked.get("/healthz").status_code == 200
        assert locked.get("/").status_code == 401
        assert locked.post("/api/v1/ask", json={"text": "a"}).status_code == 401
        assert locked.get("/", auth=("法律援助", "一二三")).status_code == 401
        assert locked.get("/", auth=("法律援助", "一二三四")).status_code == 200


# ---- listening


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.invalid"])  # noqa: S104
def test_others_are_not_let_in_without_a_password(host: str) -> None:
    """Listening beyond this machine needs --auth; said in one sentence."""
    with pytest.raises(InputProblem, match="--auth") as refused:
        check_auth(host, None)

    assert "\n" not in str(refused.value)
    check_auth(host, "user:password")


@pytest.mark.parametrize("auth", ["", "user", "user:", ":password"])
def test_half_a_password_is_none(auth: str) -> None:
    """Both parts are needed."""
    with pytest.raises(InputProblem, match="用户:密码"):
        check_auth("127.0.0.1", auth)


def test_a_port_in_use_is_one_sentence(assistant: Assistant) -> None:
    """Said at once, before anything slow is loaded."""
    with open_listener("127.0.0.1", 0, None) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputProblem, match=f"端口 {port} 已经有程序在用"):
            serve(assistant, host="127.0.0.1", port=port, auth=None)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("127.0.0.1", -1)])
def test_an_address_that_cannot_be_is_one_sentence(host: str, port: int) -> None:
    """Ports that do not exist."""
    with pytest.raises(InputProblem), open_listener(host, port, "user:password"):
        pass


def test_the_command_serves_and_ends_cleanly(assistant: Assistant, tmp_path: Path) -> None:
    """It prints where it is, answers, asks nobody else for anything, leaves no file, and SIGTERM ends it with 0.

    A browser's heartbeat is open meanwhile; what the process reaches for is written down by an audit hook.
    """
    del assistant  # its index is warm in the tests' cache folder
    program = textwrap.dedent(f"""
        import sys
        def watch(event, args):
            places = {{"socket.connect": args[1:], "socket.sendto": args[1:], "socket.getaddrinfo": args[:1]}}
            if event in places and "127.0.0.1" not in str(places[event]):
                print("left this machine:", event, places[event], file=sys.stderr)
        sys.addaudithook(watch)
        from assistant import Answer, Assistant, Settings
        from ui.web import serve
        assistant = Assistant.open(Settings(store={str(tmp_path / "index")!r}))
        sys.exit(serve(assistant, host="127.0.0.1", port=0, auth=None))
    """)
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(scratch),
    ) as running:
        assert running.stdout
        assert running.stderr
        found = re.search(r"http://127\.0\.0\.1:\d+", running.stdout.readline())
        assert found, running.stderr.read()
        with httpx.stream("GET", f"{found[0]}/gradio_api/heartbeat/abc", timeout=10) as heartbeat:
            assert heartbeat.status_code == 200
            assert httpx.post(f"{found[0]}/api/v1/ask", json={"text": QUESTION}, timeout=30).status_code == 200
            running.send_signal(signal.SIGTERM)
            running.wait(15)
        assert running.returncode == 0, running.stderr.read()
        assert running.stderr.read() == ""
    assert [path for path in scratch.rglob("*") if path.is_file()] == []


def _environment(scratch: Path) -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if name != "GRADIO_TEMP_DIR"} | {"TMPDIR": str(scratch)}


# ---- the route for programs


def test_the_route_answers_as_the_assistant_does(client: TestClient, assistant: Assistant) -> None:
    """An Answer as docs/interface.md has it, with the law of the asked day."""
    given = client.post("/api/v1/ask", json={"text": QUESTION, "as_of": "2025-12-01", "lang": "en"})

    expected = assistant.ask(QUESTION, as_of=date(2025, 12, 1), lang="en").to_dict()
    assert given.status_code == 200
    assert {**given.json(), "timings_ms": 0} == json.loads(json.dumps({**expected, "timings_ms": 0}))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"[]",
        b"null",
        b"{}",
        b'{"text": 1}',
        b'{"text": ["a"]}',
        b'{"text": null}',
        b'{"text": ""}',
        b'{"text": "  \\u0000 \\u200b "}',
        json.dumps({"text": "字" * 8001}).encode(),
        b'{"text": "a", "as_of": "2025-13-01"}',
        b'{"text": "a", "as_of": 20250101}',
        b'{"text": "a", "as_of": {}}',
        b'{"text": "a", "lang": "fr"}',
        b'{"text": "a", "lang": ["zh"]}',
        b'{"text": "a", "as_of": ' + b"9" * 5000 + b"}",
    ],
)
def test_bad_input_is_a_sentence_never_a_crash(client: TestClient, body: bytes) -> None:
    """4xx and `error`, whatever comes."""
    given = client.post("/api/v1/ask", content=body, headers={"content-type": "application/json"})

    assert given.status_code in {400, 413, 422}
    assert isinstance(given.json()["error"], str)
    assert given.json()["error"]


@pytest.mark.parametrize("text", ["\ud800", "😀" * 3000, "\u202e" + QUESTION, "a" * 8000, "第" * 8000, *ATTACKS])
def test_odd_questions_are_answered(client: TestClient, text: str) -> None:
    """Or refused as empty: never a 500."""
    given = client.post(
        "/api/v1/ask", content=json.dumps({"text": text}).encode(), headers={"content-type": "application/json"}
    )

    assert given.status_code in {200, 400}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_any_day_is_answered(client: TestClient, day: str) -> None:
    """Days without any law included."""
    assert client.post("/api/v1/ask", json={"text": QUESTION, "as_of": day}).status_code == 200


def test_the_route_speaks_json_only(client: TestClient) -> None:
    """A form, which a foreign page could send unasked, is not read."""
    assert client.post("/api/v1/ask", data={"text": "a"}).status_code == 415
    assert (
        client.post("/api/v1/ask", content=b'{"text":"a"}', headers={"content-type": "text/plain"}).status_code == 415
    )


# ---- words and looks


def test_both_languages_say_the_same_things() -> None:
    """The same keys and placeholders; Chinese is Chinese, and English has no Chinese sentence."""
    chinese, english = WORDS["zh"], WORDS["en"]

    assert set(chinese) == set(english)
    for key, said in chinese.items():
        assert sorted(re.findall(r"{\w+}", said)) == sorted(re.findall(r"{\w+}", english[key])), key
        assert said.strip()
        assert english[key].strip()
        assert not re.search(r"[，。；：？！]", english[key]), key


def test_the_ten_usual_situations() -> None:
    """F27, in that order; each asks a whole question."""
    said = [s.zh for s in SITUATIONS]

    assert said == [
        "爆通讯录",
        "半夜打",
        "骂人",
        "冒充公检法",
        "上门",
        "要验证码",
        "收到律师函",
        "打给单位",
        "P图",
        "我想协商",
    ]
    assert all(s.question.endswith("？") and s.en for s in SITUATIONS)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.id)
def test_every_usual_situation_has_an_answer_with_law_in_it(assistant: Assistant, situation: Any) -> None:
    """No button leads to a refusal."""
    given = assistant.ask(situation.question)

    assert given.citations
    assert given.steps


def test_colours_can_be_read_by_day_and_by_night() -> None:
    """Contrast of at least 4.5 : 1 for every colour that is read on another (WCAG 2.2, 1.4.3)."""
    from ui.web.theme import PALETTE, READ_ON

    pairs = [(ink, ground, time) for ink, ground in READ_ON for time in (0, 1)]
    low = [(i, g, t) for i, g, t in pairs if _contrast(PALETTE[i][t], PALETTE[g][t]) < 4.5]

    assert low == []


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("马上打110，或12356。", ["110", "12356"]),
        ("银行找12378（工作时间）", ["12378"]),
        ("罚款110元、第120条、110号、110万、1100、12.110、2026-110", []),
        ("打13812345678", []),
    ],
)
def test_only_lines_of_the_library_become_links(text: str, numbers: list[str]) -> None:
    """An amount, an article or somebody's own number is no line to call."""
    assert LINE_PATTERN.findall(text) == numbers
    assert " ".join(line.number for line in LINES) == ("110 120 12356 12378 12345 12321 12377 12363 12368 12348 96110")


# ---- HTML


class _Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_never_become_elements(attack: str) -> None:
    """Escaped in text and in attributes; Markdown makes headings, lists and our own marks, nothing else."""
    shown = "".join(blocks(f"**{attack}**\n\n- {attack}\n\n{attack}", Place(1, {}, "zh"))) + tag(
        "p", attack, title=attack
    )

    elements = _Elements(shown).found
    assert {name for name, _ in elements} <= {"h2", "ul", "li", "p", "strong", "em", "br", "span"}
    assert {key for _, attributes in elements for key in attributes} <= {"class", "title"}


def test_scripts_handlers_and_foreign_links_cannot_be_written() -> None:
    """The builder refuses them, whoever asks."""
    for attributes in (
        {"onclick": "x"},
        {"style": "x"},
        {"href": "javascript:x"},
        {"href": "https://a.example"},
        {"href": "//a"},
    ):
        with pytest.raises(ValueError, match=r".+"):
            tag("a", "x", **attributes)
    with pytest.raises(ValueError, match="script"):
        tag("script", "x")
    assert escape(Html("<b>")) == "<b>"
    assert escape("a\u202e\x00<b>") == "a&lt;b&gt;"


def _cited(ref: str, assistant: Assistant) -> Cited:
    provision = assistant.corpus.provision(ref, TODAY)
    assert provision
    return Cited(
        1, provision.ref, provision.label, "", "in_force", provision.instrument.authority.value, provision.wording.value
    )


def _shown(cited: Cited, assistant: Assistant) -> str:
    given = replace(assistant.ask(QUESTION), text="**一句话**[1]", citations=(cited,))
    return answer(given, assistant.corpus, 1)


def test_the_cited_part_is_marked_in_the_whole_article(assistant: Assistant) -> None:
    """第五十条第一款第五项: the whole article is there, and that item alone is marked."""
    cited = _cited("治安管理处罚法#50.1.5", assistant)
    provision = assistant.corpus.provision(cited.ref, TODAY)
    assert provision

    shown = _shown(cited, assistant)

    words = re.sub(r"<[^>]+>", "", shown)
    assert all(line in words for line in provision.article.text.split("\n"))
    (marked,) = re.findall(r"<mark>(.*?)</mark>", shown)
    assert re.sub(r"<[^>]+>", "", marked).endswith(provision.text)
    assert "现行有效" in words
    assert "2026-01-01 起施行" in words
    assert "第四十二条" in words  # what it was called before


def test_a_summary_looks_different_and_says_why(assistant: Assistant) -> None:
    """Our own words are never shown as the law's, and a standard is not called law."""
    shown = _shown(_cited("GB/T45251-2025#s5.3", assistant), assistant)

    assert 'class="law summary"' in shown
    assert WORDS["zh"]["is_summary"] in shown
    assert "这不是法律" in shown
    assert "官方原文，逐字核对过" not in shown


def test_what_was_withheld_is_counted_not_shown(assistant: Assistant) -> None:
    """The number alone; an unverified sentence never reaches the page."""
    given = replace(assistant.ask(QUESTION), withheld=(Withheld("这句话没有根据", "没有引用"),))

    shown = answer(given, assistant.corpus, 1)

    assert "有 1 句没有通过核对" in shown
    assert "这句话没有根据" not in shown


def test_the_stages_are_the_real_ones(assistant: Assistant) -> None:
    """Told by the work itself: searching, drafting, checking, then the answer."""
    *told, given = work(partial(telling(assistant).ask, QUESTION))

    assert told == ["search", "draft", "check"]
    assert isinstance(given, Answer)


class _Broken:
    """A composer with a fault of our own, whose message repeats the reader's words."""

    name = "ollama:broken"

    def compose(self, material: Any) -> Any:
        """Fail."""
        raise RuntimeError(material.question.text)


def test_a_fault_of_our_own_is_a_sentence_and_never_writes_down_the_question(
    assistant: Assistant, capfd: pytest.CaptureFixture[str]
) -> None:
    """503 and one sentence; where it happened is written to the terminal, what was asked is not."""
    from starlette.testclient import TestClient

    broken = Assistant(assistant.corpus, assistant.searcher, composer=_Broken(), today=lambda: TODAY)
    with TestClient(build_app(broken), base_url=HERE) as opened:
        given = opened.post("/api/v1/ask", json={"text": QUESTION})
        page = opened.get("/").text

    written = capfd.readouterr().err
    assert given.status_code == 503
    assert given.json()["error"] == WORDS["zh"]["bug"]
    assert "RuntimeError" in written
    assert QUESTION not in written
    assert "大模型 ollama:broken" in page  # a reader is told who gets the question


def test_gradio_is_not_loaded_before_the_page_is_opened() -> None:
    """`import ui.web` costs nothing."""
    program = (
        "import sys, ui.web, ui.web.server, ui.web.guard; print('gradio' in sys.modules, 'fastapi' in sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ended.stdout.split() == ["False", "False"]


# ---- in Chromium


CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = [(360, 780), (1280, 860)]

_CONTROLS = """[...document.querySelectorAll('button, a[href], textarea, input')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.matches('.skip'))"""
TOO_SMALL = f"""{_CONTROLS}.filter(e => {{
    const around = getComputedStyle(e, '::after').position === 'absolute' ? 26 : 0;
    return e.getBoundingClientRect().height + around < 44;
}}).map(e => e.outerHTML.slice(0, 90))"""
NAMELESS = f"""{_CONTROLS}
    .filter(e => !(e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText || '').trim())
    .map(e => e.outerHTML.slice(0, 90))"""
WATCH_STAGES = """new MutationObserver(() => {
    const now = document.querySelector('.stages .now')?.innerText;
    if (now) (window.stages ??= new Set()).add(now);
}).observe(document.body, {childList: true, subtree: true})"""


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[str]:
    """The same page on a real socket."""
    import uvicorn

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        app.state.stop()
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without one the journeys are skipped."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def visit(browser: Browser, address: str, size: tuple[int, int], path: str = "/") -> Iterator[Page]:
    """A page that must not ask any other host for anything, nor complain, nor be wider than the screen."""
    narrow = size[0] < 700
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, is_mobile=narrow, has_touch=narrow, locale="en-US"
    )
    requests: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page = context.new_page()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(address + path)
    page.wait_for_selector("#question textarea")
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert {urlsplit(url).hostname for url in requests if not url.startswith("data:")} == {"127.0.0.1"}
    assert complaints == []
    assert context.cookies() == []
    context.close()


def ask(page: Page, text: str) -> str:
    """Ask, wait for the answer, return its words."""
    before = page.evaluate("document.querySelector('#newest .answer')?.dataset.turn ?? ''")
    page.fill("#question textarea", text)
    page.press("#question textarea", "Enter")
    page.wait_for_function(
        "n => (document.querySelector('#newest .answer')?.dataset.turn ?? n) !== n", arg=before, timeout=20_000
    )
    return page.inner_text("#newest .answer")


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_ask_and_read_the_law_behind_the_answer(
    browser: Browser, address: str, assistant: Assistant, size: tuple[int, int]
) -> None:
    """The question of README: an answer, its first citation open beside it, the cited words marked and in sight."""
    expected = assistant.ask(QUESTION)
    with visit(browser, address, size) as page:
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        said = ask(page, QUESTION)
        assert expected.headline in said
        assert expected.conclusion.chinese in said
        assert f"法条核对日 {assistant.corpus.verified}" in said
        assert page.get_attribute("#newest", "aria-live") == "polite"

        page.locator("#newest .mark").first.click()
        page.wait_for_timeout(400)
        sheet = page.locator("#sheet-words")
        provision = assistant.corpus.provision(expected.citations[0].ref, TODAY)
        assert provision
        assert provision.article.text.split("\n")[0] in sheet.inner_text()
        assert "现行有效" in sheet.inner_text()
        assert page.locator("#sheet-words mark").first.is_visible()
        box = page.locator("#sheet").bounding_box()
        assert box
        if size[0] < 700:
            assert box["y"] + box["height"] == pytest.approx(size[1], abs=1)
            page.go_back()  # the phone's own back button closes the sheet and stays on the page
            page.wait_for_timeout(400)
            assert not page.locator("#sheet").is_visible()
            assert page.locator("#newest .answer").is_visible()
        else:
            assert box["x"] > page.locator("#newest .answer").bounding_box()["x"] + 400  # type: ignore[index]


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_everything_to_tap_is_a_thumb_wide_and_has_a_name(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    """44 px at least, the marks within a sentence by the area around them; every control has a name."""
    with visit(browser, address, size) as page:
        page.click("#danger")
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate(NAMELESS) == []
        assert page.locator("#danger-card a[href='tel:12356']").is_visible()
        page.click("#danger-close")
        ask(page, QUESTION)
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate(NAMELESS) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 699, 700, 768, 1920])
def test_nothing_is_wider_than_the_screen(browser: Browser, address: str, width: int) -> None:
    """At the odd sizes too, with the danger card, an answer and an article open (`visit` measures at the end)."""
    with visit(browser, address, (width, 700)) as page:
        page.click("#danger")
        ask(page, QUESTION)
        page.locator("#newest .mark").first.click()
        page.wait_for_timeout(300)
        assert page.locator("#sheet-words mark").first.is_visible()


@pytest.mark.browser
def test_no_question_runs_a_script(browser: Browser, address: str) -> None:
    """Ten attacks, typed one after another, stay words."""
    with visit(browser, address, SIZES[1]) as page:
        for attack in ATTACKS:
            ask(page, f"催收发来 {attack} 合法吗")
            assert page.evaluate("window.hit") is None, attack
        assert (
            page.locator("#newest img, #newest iframe, #newest svg, #newest script, #earlier img, #earlier svg").count()
            == 0
        )


@pytest.mark.browser
def test_a_situation_is_one_tap_and_the_stages_are_shown(browser: Browser, address: str) -> None:
    """A button asks its question; a second question keeps the first on the page."""
    with visit(browser, address, SIZES[0]) as page:
        page.evaluate(WATCH_STAGES)
        page.click("#situation-visits")
        page.wait_for_selector("#newest .answer")
        assert "检索" in page.evaluate("[...window.stages]")
        ask(page, "那他们半夜来呢？")
        assert page.locator("#earlier .answer").count() == 1
        assert page.evaluate("document.querySelector('#newest .turn').getBoundingClientRect().top") < 120
        page.click("#forget")
        page.wait_for_function("!document.querySelector('.turn')")


@pytest.mark.browser
def test_the_english_frame(browser: Browser, address: str) -> None:
    """`?lang=en` speaks English, Gradio's part too; Chinese otherwise, though this browser prefers English."""
    with visit(browser, address, SIZES[0], "/?lang=en") as page:
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.inner_text("#send") == WORDS["en"]["send"]
        assert page.inner_text("#danger") == WORDS["en"]["danger"]
        assert "Law in force on" in ask(page, QUESTION)


@pytest.mark.browser
def test_a_closed_page_is_forgotten_at_once(browser: Browser, address: str, app: FastAPI) -> None:
    """Quick exit empties the page; nothing of the visit stays in the browser or in the server's memory."""
    holder = app.state.page.state_holder
    with visit(browser, address, SIZES[1]) as page:
        ask(page, QUESTION)
        page.click("#leave")
        page.wait_for_url("**/youju/blank*")
        assert page.inner_text("body") == ""
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        page.goto("about:blank")
    deadline = time.monotonic() + 20
    while holder.session_data and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not holder.session_data


def test_a_refused_question_leaves_nothing_in_the_log(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """What is wrong with it goes to the reader only; a forgotten future would print it."""
    answered = client.post("/api/v1/ask", json={"text": "   "})
    gc.collect()

    assert answered.status_code == 400
    assert "never retrieved" not in caplog.text
