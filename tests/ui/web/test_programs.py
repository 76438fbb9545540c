"""The doors for programs: Gradio's named endpoints and the tools of the Model Context Protocol."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from assistant import Assistant
from kb import InputProblem
from ui.programs import MAX_TEXT, MOST_REFS, Programs
from ui.web import build_app
from ui.web.guard import Rules
from ui.web.tools import NAMES, read_tools

if TYPE_CHECKING:
    from gradio_client import Client
    from starlette.testclient import TestClient

    Serving = Callable[..., AbstractContextManager[str]]

TODAY = date(2026, 11, 22)
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"
HERE = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def programs(assistant: Assistant) -> Programs:
    """The four questions on the day of the tests."""
    return Programs(assistant, lambda: TODAY)


@pytest.fixture(scope="module")
def caller(address: str) -> Client:
    """A program that uses gradio_client, as docs/interface.md says: with the Origin that the guard asks for."""
    from gradio_client import Client

    return Client(address, headers={"Origin": address}, verbose=False)


def test_the_endpoints_are_these_four_and_no_other(client: TestClient) -> None:
    """Named, typed, with defaults and words in both languages; every event of the page itself is private."""
    info = client.get("/gradio_api/info").json()
    taken = {
        name: {one["parameter_name"]: one["parameter_default"] for one in point["parameters"]}
        for name, point in info["named_endpoints"].items()
    }

    assert info["unnamed_endpoints"] == {}
    assert taken == {
        "/ask": {"text": None, "as_of": "", "lang": "zh"},
        "/law": {"refs": None, "as_of": ""},
        "/check": {"text": None, "as_of": ""},
        "/call": {"text": "", "fields": {}, "lang": "zh"},
    }
    assert {point["description"] for point in info["named_endpoints"].values()} == {t.description for t in read_tools()}


def test_the_endpoints_answer_as_the_commands_do(caller: Client, assistant: Assistant, programs: Programs) -> None:
    """Through gradio_client, over HTTP, with the very JSON of `--json`."""
    day = "2025-12-01"
    asked = caller.predict(QUESTION, day, "en", api_name="/ask")
    expected = assistant.ask(QUESTION, as_of=date(2025, 12, 1), lang="en").to_dict()

    assert {**asked, "timings_ms": 0} == json.loads(json.dumps({**expected, "timings_ms": 0}))
    assert caller.predict(["民法典第1033条", "胡说"], day, api_name="/law") == programs.law(
        ["民法典第1033条", "胡说"], day
    )
    text = "《治安管理处罚法》第四十二条：“多次发送淫秽、侮辱、恐吓或者其他信息，干扰他人正常生活的”"
    checked = caller.predict(text, as_of="2026-11-22", api_name="/check")
    assert checked == json.loads(json.dumps(programs.check(text, "2026-11-22")))
    assert [one["finding"] for one in checked["citations"]] == ["superseded"]
    told = caller.predict("", {"time": "23:10", "to": "family", "date": "2026-11-22"}, api_name="/call")
    assert told == json.loads(json.dumps(programs.call("", {"time": "23:10", "to": "family", "date": "2026-11-22"})))
    assert "night-contact" in [one["rule"] for one in told["findings"]]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("/ask", {"text": 5}),
        ("/ask", {"text": "a", "as_of": "明天"}),
        ("/ask", {"text": "a", "lang": ["fr"]}),
        ("/law", {"refs": [1]}),
        ("/check", {"text": ""}),
        ("/call", {"fields": "{"}),
    ],
)
def test_what_is_wrong_is_one_sentence(caller: Client, name: str, told: dict[str, Any]) -> None:
    """In Chinese, without a traceback."""
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError) as refused:
        caller.predict(**told, api_name=name)

    said = str(refused.value)
    assert "\n" not in said
    assert "Traceback" not in said
    assert any("\u4e00" <= c <= "\u9fff" for c in said)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ask", {"text": None}),
        ("ask", {"text": "字" * 8001}),
        ("ask", {"text": "a", "as_of": {"$ne": 1}}),
        ("law", {"refs": []}),
        ("law", {"refs": {"a": 1}}),
        ("law", {"refs": ["a"] * (MOST_REFS + 1)}),
        ("law", {"refs": ["a" * 201]}),
        ("check", {"text": "a" * (MAX_TEXT + 1)}),
        ("check", {"text": ["a"]}),
        ("call", {}),
        ("call", {"fields": []}),
        ("call", {"fields": {"__proto__": {"hit": 1}}}),
        ("call", {"fields": "[" * 100_000}),
        ("call", {"text": 3}),
        ("call", {"fields": {"time": {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}}}),
    ],
)
def test_malformed_questions_are_refused(programs: Programs, name: str, told: dict[str, Any]) -> None:
    """Wrong types, wrong sizes, forged tables."""
    with pytest.raises(InputProblem) as refused:
        getattr(programs, name)(**told)

    assert "\n" not in str(refused.value)


def test_fields_may_be_written_as_json(programs: Programs) -> None:
    """For callers whose tools have no objects."""
    fields = {"date": "2026-11-22", "time": "23:10"}

    assert programs.call("", json.dumps(fields)) == programs.call("", fields)
    assert programs.call("催收说不还就告诉我单位", fields)["call"]["text"] == "催收说不还就告诉我单位"
    assert set(read_tools()[3].schema["properties"]) == {"text", "fields", "lang"}


def test_the_tools_are_shut_unless_they_are_asked_for(client: TestClient) -> None:
    """404 for everybody, whatever the method and the Origin."""
    for path in ("/mcp", "/mcp/", "/gradio_api/mcp", "/gradio_api/mcp/", "/gradio_api/mcp/sse"):
        assert client.post(path, json={}).status_code == 404, path
        assert client.post(path, json={}, headers={"origin": HERE}).status_code == 404, path
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 0),
        ({"origin": "http://127.0.0.1:7860"}, 0),
        ({"origin": "http://localhost:6274", "sec-fetch-site": "same-site"}, 0),
        ({"origin": "http://[::1]:6274"}, 0),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://localhost.evil.example"}, 403),
        ({"origin": "http://127.0.0.1.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "file://"}, 403),
        ({"origin": "http://[::"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 0),
        ({"origin": "http://localhost:1", "sec-fetch-site": "cross-site"}, 403),
        ({"host": "evil.example"}, 400),
        ({"host": "evil.example", "origin": "http://evil.example"}, 400),
    ],
)
def test_a_foreign_page_never_reaches_the_tools(headers: dict[str, str], status: int) -> None:
    """Programs and pages of this machine do; a foreign page, a sandboxed one and a rebound name do not."""
    refusal = Rules(mcp=True).refusal("POST", "/mcp", {"host": "127.0.0.1:7860", **headers})

    assert (refusal.status if refusal else 0) == status


@pytest.fixture(scope="module")
def tools(assistant: Assistant, serving: Serving) -> Iterator[str]:
    """The page with its tools open."""
    with serving(build_app(assistant, mcp=True)) as found:
        yield found


@pytest.mark.parametrize("path", ["/mcp", "/gradio_api/mcp/"])
def test_a_chat_program_finds_and_calls_the_tools(tools: str, programs: Programs, path: str) -> None:
    """Handshake, list, calls and a refusal, by the protocol's own client over HTTP."""
    mcp = pytest.importorskip("mcp")
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> tuple[Any, ...]:
        async with (
            streamable_http_client(tools + path) as (read, write, _),
            mcp.ClientSession(read, write) as session,
        ):
            greeted = await session.initialize()
            listed = await session.list_tools()
            found = await session.call_tool("law", {"refs": ["治安管理处罚法第42条"], "as_of": "2026-11-22"})
            asked = await session.call_tool("ask", {"text": QUESTION, "as_of": "2026-11-22"})
            wrong = [
                await session.call_tool(*one)
                for one in (("ask", {}), ("ask", {"text": "a", "role": "system"}), ("shell", {"text": "ls"}))
            ]
            return greeted, listed, found, asked, wrong

    greeted, listed, found, asked, wrong = asyncio.run(talk())

    assert "有据" in greeted.serverInfo.name
    assert [one.name for one in listed.tools] == list(NAMES)
    for one in listed.tools:
        chinese, _, english = one.description.partition("\n\n")
        assert any("\u4e00" <= c <= "\u9fff" for c in chinese)
        assert english.isascii() or "民法典" in english
        assert one.annotations.readOnlyHint
    assert found.structuredContent == {
        "result": json.loads(json.dumps(programs.law(["治安管理处罚法第42条"], "2026-11-22")))
    }
    assert json.loads(asked.content[0].text)["verdict"] == asked.structuredContent["verdict"]
    for one in wrong:
        assert one.isError
        assert "\n" not in one.content[0].text
        assert any("\u4e00" <= c <= "\u9fff" for c in one.content[0].text)


def test_the_open_tools_take_nothing_from_a_foreign_page(tools: str) -> None:
    """On a real socket: refused before anything is read; the page's own routes stay as they are."""
    hello = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}

    assert httpx.post(f"{tools}/mcp", json=hello, headers=accept).status_code == 200
    assert httpx.post(f"{tools}/mcp", json=hello, headers=accept | {"origin": "http://evil.example"}).status_code == 403
    assert httpx.post(f"{tools}/mcp", json=hello, headers=accept | {"host": "evil.example"}).status_code == 400
    assert httpx.get(f"{tools}/mcp", headers=accept).status_code == 405
    assert httpx.post(f"{tools}/gradio_api/queue/join", json={}).status_code == 403
