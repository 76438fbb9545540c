"""Words that would be scripts, pictures, frames or links stay words, whoever writes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from assistant import Assistant, ChatComposer
from ui.html import escape, tag
from ui.programs import Programs
from ui.web import build_app
from ui.web.guard import Rules

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from starlette.testclient import TestClient

    Visit = Callable[..., AbstractContextManager[Page]]
    Ask = Callable[[Page, str], str]
    Serving = Callable[..., AbstractContextManager[str]]

TODAY = date(2026, 11, 22)
HERE = "http://127.0.0.1:7860"
SIZE = (1280, 860)
MADE = """[...document.querySelectorAll('#newest *, #earlier *, #call-result *, #sheet-words *, .toast-body *')]
    .filter(e => e.matches('script, img, iframe, svg, math, object, embed, style, link, base, meta, form, video, audio,'
        + 'input, textarea, x-canary, template, marquee, body')
        || [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'srcdoc'
            || a.name === 'style' && !/svelte-/.test(e.className))
        || (e.hasAttribute('href') && !/^(#|\\?|\\/(?!\\/)|tel:\\d+$)/.test(e.getAttribute('href'))))
    .filter(e => !e.closest('[data-testid=status-tracker]'))  // Gradio's own, which is hidden
    .filter(e => !e.closest('.toast-body') || e.matches('script, img, iframe, object, embed, x-canary'))
    .map(e => e.outerHTML.slice(0, 120))"""
HIT = "[window.hit, ({}).hit, [].hit, document.title]"


def groups(attacks: tuple[str, ...], size: int = 12) -> list[str]:
    """Several attacks in one message, a line for each."""
    return ["\n".join(attacks[at : at + size]) for at in range(0, len(attacks), size)]


def test_there_are_enough_and_no_two_alike(attacks: tuple[str, ...]) -> None:
    """The corpus does not shrink unnoticed."""
    assert len(set(attacks)) == len(attacks) >= 40


@pytest.mark.browser
def test_nothing_typed_becomes_an_element(visit: Visit, ask: Ask, attacks: tuple[str, ...]) -> None:
    """In the chat and in the call room, in one sitting; `visit` finds no dialog and no foreign request."""
    with visit(SIZE) as page:
        for words in groups(attacks):
            ask(page, f"催收发来这条短信，合法吗？再不还钱我打断你的腿！\n{words}")
            assert page.evaluate(MADE) == [], words
        page.evaluate("location.hash = 'call'")
        for words in groups(attacks, 16):
            page.evaluate("document.querySelector('#call-result').dataset.before = '1'")
            shown = page.evaluate("document.querySelector('#call-result .answer')?.outerHTML ?? ''")
            page.fill("#call-words textarea", f"【某某催收】再不还钱我打断你的腿。{words}")
            page.click("#call-check")
            page.wait_for_function(
                "was => (document.querySelector('#call-result .answer')?.outerHTML ?? '') !== was", arg=shown
            )
            assert page.evaluate(MADE) == [], words
        assert page.evaluate(HIT) == [None, None, None, "有据 youju"]


@pytest.mark.browser
def test_nothing_a_chat_model_writes_becomes_an_element(
    browser: Browser, assistant: Assistant, serving: Serving, attacks: tuple[str, ...]
) -> None:
    """A hostile model's sentences go through verifier and renderer: what nothing supports is not even shown as text."""
    from langchain_core.language_models import FakeListChatModel

    replies = [f"先保存好短信。\n\n把通话记录也留着 {words}\n\n- 记下时间 {words}" for words in groups(attacks, 25)]
    composer = ChatComposer(FakeListChatModel(responses=replies), "脚本 <img src=x onerror=window.hit=1>")
    scripted = Assistant(assistant.corpus, assistant.searcher, composer=composer, today=lambda: TODAY)
    shown = ""
    with serving(build_app(scripted)) as there:
        context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]})
        requests: list[str] = []
        dialogs: list[str] = []
        context.on("request", lambda request: requests.append(request.url))
        page = context.new_page()
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        page.goto(there)
        page.wait_for_selector("#question textarea", state="attached")
        for number in range(len(replies)):
            page.fill("#question textarea", "催收半夜打电话合法吗？")
            page.press("#question textarea", "Enter")
            page.wait_for_selector(f"#newest .answer[data-turn='{number + 1}']", timeout=20_000)
            shown += page.inner_text("#newest .answer")
            assert page.evaluate(MADE) == [], replies[number]
        assert page.locator(".scope img").count() == 0
        assert page.evaluate(HIT) == [None, None, None, "有据 youju"]
        context.close()
    assert "window.hit" not in shown
    assert "深夜催收" in shown
    assert dialogs == []
    assert {urlsplit(url).hostname for url in requests if not url.startswith("data:")} == {"127.0.0.1"}


def test_bodies_of_programs_are_words(client: TestClient, attacks: tuple[str, ...]) -> None:
    """As text, day and language, as names of fields: answered or refused, as JSON that no browser renders."""
    for words in groups(attacks):
        for body in ({"text": words}, {"text": "a", "as_of": words}, {"text": "a", "lang": words}, {words: words}):
            given = client.post("/api/v1/ask", content=json.dumps(body), headers={"content-type": "application/json"})
            assert given.status_code in {200, 400}
            assert given.headers["content-type"] == "application/json"
            assert given.headers["x-content-type-options"] == "nosniff"


def test_polluted_json_stays_json(assistant: Assistant) -> None:
    """Keys that change every object elsewhere are keys that nobody knows."""
    from kb import InputProblem

    programs = Programs(assistant, lambda: TODAY)
    for key in ("__proto__", "constructor", "prototype", "__class__", "__init__"):
        with pytest.raises(InputProblem):
            programs.call("", {key: {"hit": 1}})
    assert not hasattr(object, "hit")


def test_file_names_are_words(attacks: tuple[str, ...]) -> None:
    """Wherever a name is shown it passes through `ui.html`: one text, no element, no attribute of its own."""
    from html.parser import HTMLParser

    class Elements(HTMLParser):
        found: list[tuple[str, list[Any]]]

        def handle_starttag(self, name: str, attrs: list[Any]) -> None:
            self.found.append((name, attrs))

    for attack in attacks:
        reader = Elements()
        reader.found = []
        reader.feed(tag("p", f"{attack}.docx", title=f"{attack}.docx"))
        assert [name for name, _ in reader.found] == ["p"], attack
        assert [key for key, _ in reader.found[0][1]] == ["title"], attack
        assert not set(escape(attack)) & set("<>\"'\x00\u202e"), attack


_TARGETS = ("etc/passwd", "proc/self/environ", "windows/win.ini")
_CLIMBS = (
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%252e%252e%252f", "%25252e%25252e%25252f", "..\\", "..%5c", "%2e%2e%5c",
    "..;/", "..%3b/", ".../../", "..//", "./../", "%00../", "..%00/", "..%c0%af", "a/../../",
)  # fmt: skip
TRAVERSALS = (
    *(
    f"{route}{climb * 4}{target}"
    for (route, climb), target in zip(
        [(route, climb) for route in ("/gradio_api/file=", "/static/", "/assets/") for climb in _CLIMBS],
        _TARGETS * 18,
        strict=True,
    )
    ),
    "/gradio_api/file=//etc/passwd",
    "/gradio_api/file=\\\\host\\share\\a",
    "/gradio_api/file=%5c%5chost%5cshare",
    "/gradio_api/file=C:%5cwindows%5cwin.ini",
    "/gradio_api/file=http://169.254.169.254/latest",
    "/gradio_api/file=HTTPS%3A%2F%2Fcanary.example%2Fa",
    "/gradio_api/file=http:%2f%2f2130706433/",
    "/youju/../../etc/passwd",
    "/gradio_api/heartbeat/..%2f..%2fconfig",
)  # fmt: skip


def test_no_path_climbs(client: TestClient) -> None:
    """Sixty ways out of a folder, each as the server reads it and as it comes: refused, or no such file."""
    assert len(set(TRAVERSALS)) >= 60
    for path in TRAVERSALS:
        refusal = Rules().refusal("GET", unquote(path), {"host": "localhost"})  # a server decodes once
        assert refusal is not None or "%" not in path, path
        given = client.get(path)
        assert given.status_code in {400, 403, 404}, path
        assert "root:" not in given.text, path


def test_no_absolute_path_is_served(client: TestClient) -> None:
    """Nor this project's own files, nor a forged upload."""
    import ui.web.app

    for path in ("/etc/passwd", "/ETC/passwd", "/proc/self/environ", "/dev/null", ui.web.app.__file__, "~/.ssh/id_rsa"):
        assert client.get(f"/gradio_api/file={path}").status_code in {403, 404}, path
    forged = {"path": "/etc/passwd", "url": "http://169.254.169.254/", "meta": {"_type": "gradio.FileData"}}
    told = {"fn_index": 0, "session_hash": "forged", "data": [forged, None]}
    assert client.post("/gradio_api/queue/join", json=told, headers={"origin": HERE}).status_code in {200, 400, 422}
    assert client.get("/gradio_api/file=/etc/passwd").status_code in {403, 404}
