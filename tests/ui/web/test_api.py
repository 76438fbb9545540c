"""The stateless route for programs."""

from __future__ import annotations

import gc
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant, Draft
from kb import InputProblem
from ui.programs import Programs

if TYPE_CHECKING:
    from starlette.testclient import TestClient

TODAY = date(2026, 11, 22)
HERE = "http://127.0.0.1:7860"
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"


def test_the_route_answers_as_the_assistant_does(client: TestClient, assistant: Assistant) -> None:
    """An Answer as docs/interface.md has it, with the law of the asked day."""
    given = client.post("/api/v1/ask", json={"text": QUESTION, "as_of": "2025-12-01", "lang": "en"})

    expected = assistant.ask(QUESTION, as_of=date(2025, 12, 1), lang="en").to_dict()
    assert given.status_code == 200
    assert {**given.json(), "timings_ms": 0} == json.loads(json.dumps({**expected, "timings_ms": 0}))


def test_who_asks_may_do_without_the_chat_model(assistant: Assistant) -> None:
    """Whoever allowed one; what is neither true nor false is refused in a sentence."""

    class Never:
        """A chat model that must not be asked."""

        name = "示例模型"

        def compose(self, material: object) -> Draft:
            """Fail."""
            raise AssertionError(material)

    programs = Programs(assistant.with_composer(Never()))

    assert programs.ask(QUESTION, model=False)["model"] == "extractive"
    with pytest.raises(AssertionError):
        programs.ask(QUESTION)
    with pytest.raises(InputProblem, match="model"):
        programs.ask(QUESTION, model=["no"])


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


@pytest.mark.parametrize("text", ["\ud800", "😀" * 3000, "\u202e" + QUESTION, "a" * 8000, "第" * 8000])
def test_odd_questions_are_answered(client: TestClient, text: str) -> None:
    """Or refused as empty: never a 500."""
    given = client.post(
        "/api/v1/ask", content=json.dumps({"text": text}).encode(), headers={"content-type": "application/json"}
    )

    assert given.status_code in {200, 400}


def test_attacks_are_words(client: TestClient, attacks: tuple[str, ...]) -> None:
    """Answered or refused like any other question."""
    given = {client.post("/api/v1/ask", json={"text": attack}).status_code for attack in attacks}

    assert given <= {200, 400}


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


def test_a_refused_question_leaves_nothing_in_the_log(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """What is wrong with it goes to the reader only; a forgotten future would print it."""
    answered = client.post("/api/v1/ask", json={"text": "   "})
    gc.collect()

    assert answered.status_code == 400
    assert "never retrieved" not in caplog.text
