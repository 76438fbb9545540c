"""The maintainer's room: only with its flag; a trace, the library's health, the evals, feedback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from evals import BASELINE
from kb import DATA, Problem, YoujuError
from ui.cli import main
from ui.web import build_app
from ui.web.rooms import maintain
from ui.web.upkeep import Upkeep, figures_of, read_result, read_rows

if TYPE_CHECKING:
    from starlette.testclient import TestClient

HERE = "http://127.0.0.1:7860"
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"


@pytest.fixture(scope="module")
def upkept(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A page opened for its maintainer, with a password."""
    from starlette.testclient import TestClient

    rows = tmp_path_factory.mktemp("said") / "feedback.jsonl"
    rows.write_text(
        '{"day": "2026-11-22", "reason": "unclear", "question": "<b>半夜打电话</b>", "refs": []}\n', "utf-8"
    )
    app = build_app(assistant, auth="a:b", upkeep=Upkeep(DATA, BASELINE, rows))
    with TestClient(app, base_url=HERE, headers={"origin": HERE}) as opened:
        opened.auth = ("a", "b")
        yield opened


@pytest.mark.parametrize("name", ["trace", "library", "evals", "feedback"])
def test_without_the_flag_there_is_no_such_room(client: TestClient, name: str) -> None:
    """Neither its routes nor its name in the navigation."""
    assert client.post(f"/youju/maintain/{name}", json={"text": QUESTION}, headers={"origin": HERE}).status_code == 404
    assert 'data-room="maintain"' not in client.get("/").text


def test_it_asks_for_the_pages_password(upkept: TestClient) -> None:
    """As everything else of the page does."""
    assert upkept.post("/youju/maintain/library", json={}, auth=("a", "c")).status_code == 401
    assert 'data-room="maintain"' in upkept.get("/").text


def test_a_trace_tells_every_step(upkept: TestClient, assistant: Assistant) -> None:
    """Facts, rules, hits with scores and rankings, sections, the draft, what was withheld; the answer is the same."""
    given = upkept.post("/youju/maintain/trace", json={"text": QUESTION}).json()
    told = given["json"]

    assert told["answer"]["headline"] == assistant.ask(QUESTION).headline
    assert told["answer"]["facts"]
    assert told["rules"]
    assert len(told["hits"]) >= 20
    assert all(hit["rankings"] for hit in told["hits"])
    assert told["drafts"][0]["body"]
    for words in (told["hits"][0]["ref"], told["rules"][0]["rule"], "data-cite"):
        assert words in given["html"]


def test_a_crisis_is_traced_without_a_draft(upkept: TestClient) -> None:
    """Its route alone answered."""
    told = upkept.post("/youju/maintain/trace", json={"text": "我站在楼顶不想活了"}).json()["json"]

    assert told["routes"][0]["route"] == "crisis"
    assert told["drafts"] == []


def test_the_librarys_health_is_told_now(
    upkept: TestClient, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Problems as `youju lint` finds them, fingerprints, versions with their days."""
    found = (Problem("guides/a.md", 7, "没有依据"),)
    monkeypatch.setattr(maintain, "problems_of", lambda *_: found)
    shown = upkept.post("/youju/maintain/library", json={}).json()["html"]

    assert "1 个问题" in shown
    assert "guides/a.md:7" in shown
    assert assistant.corpus.fingerprint in shown
    assert "2026-01-01" in shown


def test_the_last_evals_and_the_feedback_are_shown_as_words(upkept: TestClient) -> None:
    """Figures by name; a reader's words are never HTML."""
    assert "recall@10" in upkept.post("/youju/maintain/evals", json={}).json()["html"]
    shown = upkept.post("/youju/maintain/feedback", json={}).json()["html"]
    assert "半夜打电话" in shown
    assert "<b>半夜" not in shown


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    """A result that is none, a row that is none; a whole report is read as well as a baseline."""
    bad = tmp_path / "a.json"
    bad.write_text("[]", "utf-8")
    with pytest.raises(YoujuError, match="不是测评结果"):
        read_result(bad)
    bad.write_text('{"a": 1}\nnone\n', "utf-8")
    with pytest.raises(YoujuError, match="第 2 行"):
        read_rows(bad)
    assert read_rows(tmp_path / "none") == ()
    whole = json.loads('{"figures": [{"id": "mrr", "value": 0.8}, {"id": "x", "value": null}]}')
    assert figures_of(whole) == {"mrr": 0.8}


def test_a_result_without_the_room_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """--eval-result says nothing without --maintainer."""
    assert main(["web", "--eval-result", "a.json"]) == 2
    assert "--maintainer" in capsys.readouterr().err
