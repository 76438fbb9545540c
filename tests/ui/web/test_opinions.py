"""Feedback on the page: shown masked, kept masked, on this machine, and only where it is on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant import Assistant, Reason, read_feedback
from ui.web import build_app

if TYPE_CHECKING:
    from starlette.testclient import TestClient

HERE = "http://127.0.0.1:7860"
RAW = "我叫张三丰，电话13812345678，催收半夜打电话，合法吗？"


def test_what_would_be_kept_is_shown_first_and_then_kept(
    client: TestClient, feedback_file: Path, assistant: Assistant
) -> None:
    """The draft writes nothing; what is confirmed is a row without personal data, with the library's fingerprint."""
    before = len(read_feedback(feedback_file))
    drafted = client.post("/youju/ask/feedback/draft", json={"question": RAW}, headers={"origin": HERE}).json()
    assert len(read_feedback(feedback_file)) == before

    given = {**drafted, "reason": "wrong_law", "refs": ["民法典@2021-01-01#1033", "made up", 3]}
    assert client.post("/youju/ask/feedback", json=given, headers={"origin": HERE}).json() == {"kept": True}

    row = read_feedback(feedback_file)[-1]
    assert row.question == drafted["question"] == "我叫〔姓名1〕，电话〔手机1〕，催收半夜打电话，合法吗？"
    assert (row.reason, row.refs) == (Reason.WRONG_LAW, ("民法典@2021-01-01#1033",))
    assert row.library == assistant.corpus.fingerprint


def test_raw_words_sent_past_the_form_are_masked(client: TestClient, feedback_file: Path) -> None:
    """Whatever a script posts, the file never has it."""
    client.post("/youju/ask/feedback", json={"question": RAW, "reason": "unclear"}, headers={"origin": HERE})

    written = feedback_file.read_text(encoding="utf-8")
    assert "张三丰" not in written
    assert "13812345678" not in written


def test_a_wrong_request_is_one_sentence(client: TestClient) -> None:
    """What, and how to mend it."""
    bodies: list[object] = [{"question": RAW, "reason": "angry"}, {"question": 3}, []]
    for body in bodies:
        given = client.post("/youju/ask/feedback", json=body, headers={"origin": HERE})
        assert given.status_code == 400
        assert given.json()["error"]
    assert client.post("/youju/ask/feedback", json={}).status_code == 403  # another site's page


def test_where_it_is_off_nothing_is_kept(assistant: Assistant) -> None:
    """The page is told so, and shows no buttons."""
    from starlette.testclient import TestClient

    with TestClient(build_app(assistant), base_url=HERE) as opened:
        assert opened.get("/youju/ask/feedback").json() == {"kept": False}
        given = opened.post(
            "/youju/ask/feedback", json={"question": "x", "reason": "unclear"}, headers={"origin": HERE}
        )

    assert given.status_code == 400
    assert "YOUJU_FEEDBACK" in given.json()["error"]
