"""What who keeps the page running can ask it: does it live, can it answer, what does it count. Figures, never words."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from assistant import Assistant, ExtractiveComposer, ModelResting
from kb import IndexProblem, ModelProblem
from ui.web import build_app
from ui.web.heard import heard
from ui.web.probes import FRESH_SECONDS, Readiness
from ui.web.tally import BOUNDS, Tally, Times

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

HERE = "http://127.0.0.1:7860"
QUESTION = "我叫甲某某，电话13912345678，催收半夜打电话，合法吗？"


def _figures(client: TestClient, **headers: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every row of /metrics, by name and labels."""
    given = client.get("/metrics", headers=headers)
    assert given.status_code == 200
    assert given.headers["content-type"].startswith("text/plain; version=")
    return {
        (row.name, tuple(sorted(row.labels.items()))): row.value
        for family in text_string_to_metric_families(given.text)
        for row in family.samples
    }


@pytest.fixture(scope="module")
def proxied(assistant: Assistant) -> FastAPI:
    """A page behind a proxy of ours, with a password."""
    return build_app(assistant, hosts=["law.example"], auth="user:password", behind_proxy=True)


@pytest.fixture
def from_afar(proxied: FastAPI) -> Iterator[Any]:
    """Opens it as a client at some address."""
    from starlette.testclient import TestClient

    def opened(address: str) -> TestClient:
        return TestClient(proxied, base_url="http://law.example", client=(address, 4000))

    return opened  # type: ignore[return-value]


def test_ready_says_which_library_answers(client: TestClient, assistant: Assistant) -> None:
    """One JSON: the fingerprints of library and index, the day of the data, and nothing amiss."""
    given = client.get("/readyz")

    assert given.status_code == 200
    assert given.json() == {
        "status": "ready",
        "notice": "",
        "version": given.json()["version"],
        "corpus": assistant.corpus.fingerprint,
        "verified": str(assistant.corpus.verified),
        "index": assistant.searcher.fingerprint,
        "passages": len(assistant.searcher.passages),
        "model": "extractive",
    }
    assert client.get("/healthz").json() == {"status": "ok", "corpus": assistant.corpus.fingerprint}


def test_what_works_worse_is_degraded_and_still_ready(
    client: TestClient, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index in memory only still answers; whoever keeps the page is told."""
    monkeypatch.setattr(assistant.searcher, "notice", "索引只在内存里，关闭后不保留。")

    given = client.get("/readyz")

    assert given.status_code == 200
    assert given.json()["status"] == "degraded"
    assert given.json()["notice"] == "索引只在内存里，关闭后不保留。"
    assert _figures(client)["youju_degraded", ()] == 1


def test_an_index_that_does_not_answer_is_not_ready(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """503, so that the proxy asks another replica; looked at again after a few seconds, not at every probe."""
    now, looked = 0.0, []
    readiness = Readiness(assistant, clock=lambda: now)

    def broken(*_: object, **__: object) -> None:
        looked.append(1)
        raise IndexProblem("索引读不出来")

    with monkeypatch.context() as patch:
        patch.setattr(assistant.searcher, "find", broken)
        assert [readiness.now(), readiness.now()] == [False, False]
    assert len(looked) == 1
    assert not readiness.now()
    now = FRESH_SECONDS
    assert readiness.now()


def test_a_search_that_hangs_is_not_ready_and_is_not_asked_again(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it is probed, one thread waits for it; it holds up nobody's end, and is heard once it is over."""
    now, over, looked = 0.0, threading.Event(), []
    readiness = Readiness(assistant, clock=lambda: now, patience=0.5)
    genuine = assistant.searcher.find

    def hanging(*words: Any, **more: Any) -> Any:
        looked.append(threading.current_thread())
        assert over.wait(60)
        return genuine(*words, **more)

    monkeypatch.setattr(assistant.searcher, "find", hanging)
    for now in (0.0, FRESH_SECONDS, 2 * FRESH_SECONDS):  # noqa: B007 - the clock reads it
        assert not readiness.now()
    (waiting,) = looked
    assert waiting.daemon
    over.set()
    waiting.join(60)
    monkeypatch.undo()
    now = 3 * FRESH_SECONDS

    assert readiness.now()


def test_not_ready_is_503(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """And alive all the same."""
    from starlette.testclient import TestClient

    def none(*_: object, **__: object) -> tuple[()]:
        return ()

    monkeypatch.setattr(assistant.searcher, "find", none)
    client = TestClient(build_app(assistant), base_url=HERE)

    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").json()["status"] == "unready"
    assert client.get("/healthz").status_code == 200
    assert _figures(client)["youju_ready", ()] == 0


def test_answers_and_requests_are_counted(client: TestClient) -> None:
    """By action and verdict, by route and status; the time of each in a histogram."""
    before = _figures(client)
    client.post("/api/v1/ask", json={"text": QUESTION})
    client.post("/api/v1/ask", json={"text": ""})
    client.get(f"/{QUESTION}")
    client.get("/youju/page.css")
    after = _figures(client)

    def grown(name: str, **labels: str) -> float:
        at = name, tuple(sorted(labels.items()))
        return after.get(at, 0) - before.get(at, 0)

    assert grown("youju_requests_total", route="/api/v1/ask", status="200") == 1
    assert grown("youju_requests_total", route="/api/v1/ask", status="400") == 1
    assert grown("youju_requests_total", route="other", status="404") == 1
    assert grown("youju_requests_total", route="/youju/page.css", status="200") == 1
    assert (
        grown("youju_answers_total", action="answer", verdict="breaches_industry_rule", by="extractive")
        == grown("youju_answer_seconds_count")
        == grown("youju_answer_seconds_bucket", le="+Inf")
        == 1
    )
    assert grown("youju_request_seconds_count", route="/api/v1/ask") == 2


def test_the_figures_hold_no_words_and_no_addresses(client: TestClient) -> None:
    """Whatever is asked or typed into an address; and other words and addresses make no further rows."""

    def rows(number: str) -> str:
        client.post("/api/v1/ask", json={"text": QUESTION + number})
        client.get(f"/youju/{QUESTION}?q={number}")
        client.get("/gradio_api/heartbeat", params={"a": number})
        return client.get("/metrics").text

    rows("13700000000")  # so that /metrics itself has its rows
    given = rows("13912345678")

    for canary in ("甲某某", "13912345678", "testclient", "127.0.0.1"):
        assert canary not in given.replace("youju_", "")
    assert len(rows("13812345679").splitlines()) == len(given.splitlines())


@pytest.mark.parametrize("address", ["1.2.3.4", "2606:4700::1"])
def test_strangers_see_no_figures(from_afar: Any, address: str) -> None:
    """404 beyond the house; of readiness they learn the status alone."""
    given = from_afar(address).get("/metrics", auth=("user", "password"))

    assert given.status_code == 404
    assert from_afar(address).get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Via", "X-Forwarded-Proto"])
def test_nobody_sees_figures_through_the_proxy(from_afar: Any, header: str) -> None:
    """The proxy is at home here, but it asks for others."""
    given = from_afar("127.0.0.1").get("/metrics", headers={header: "203.0.113.5"}, auth=("user", "password"))

    assert given.status_code == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "172.17.0.1", "fd00::1"])
def test_the_house_sees_the_figures_behind_a_proxy(from_afar: Any, address: str) -> None:
    """With the password where there is one; probes need none."""
    client = from_afar(address)

    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", auth=("user", "password")).status_code == 200
    assert client.get("/readyz").json()["corpus"]


def test_without_a_proxy_only_this_machine_does(app: FastAPI) -> None:
    """Another machine of the house is a stranger then."""
    from starlette.testclient import TestClient

    assert TestClient(app, base_url=HERE, client=("10.0.0.7", 4000)).get("/metrics").status_code == 404


class _Model:
    """A chat model that does what it is told."""

    name = "openai:somebody"
    recipient = ""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.resting = False

    def compose(self, material: Any) -> Any:
        """What an extractive composer would write, or a fault."""
        if self.fault:
            raise self.fault
        return ExtractiveComposer().compose(material)


def test_calls_of_a_chat_model_are_counted(assistant: Assistant) -> None:
    """Answered, failed, and not asked because it had failed; and whether it is left alone just now."""
    from starlette.testclient import TestClient

    model = _Model()
    client = TestClient(build_app(assistant.with_composer(model)), base_url=HERE)
    for fault in (None, ModelProblem("没有回应"), ModelResting("先不用它"), ValueError("13912345678")):
        model.fault = fault
        client.post("/api/v1/ask", json={"text": QUESTION})
    model.resting = True
    seen = _figures(client)

    assert {o: seen["youju_model_calls_total", (("outcome", o),)] for o in ("answered", "failed", "resting")} == {
        "answered": 1,
        "failed": 2,
        "resting": 1,
    }
    assert seen["youju_model_seconds_count", ()] == 3
    assert seen["youju_model_resting", ()] == 1


def test_an_assistant_that_is_heard_answers_alike(assistant: Assistant) -> None:
    """The same answer, by itself and in a conversation; each is counted once."""
    tally = Tally()
    listening = heard(assistant, tally)

    given = [listening.ask(QUESTION), listening.conversation().ask(QUESTION)]

    expected = assistant.ask(QUESTION).to_dict() | {"timings_ms": {}}
    assert [one.to_dict() | {"timings_ms": {}} for one in given] == [expected, expected]
    assert sum(tally.counts().answers.values()) == 2
    assert listening.searcher is assistant.searcher


def test_times_fall_into_their_buckets() -> None:
    """A bound belongs to its bucket, as Prometheus has it; what is longer than all is counted too."""
    spread = Times()
    for seconds in (0.0, BOUNDS[0], BOUNDS[0] + 0.001, BOUNDS[-1] + 1):
        spread = spread.with_one(seconds)

    assert spread.buckets[:2] == (2, 1)
    assert spread.buckets[-1] == 1
    assert sum(spread.buckets) == 4


def test_a_request_has_a_name_that_carries_no_words(proxied: FastAPI, client: TestClient) -> None:
    """Made here, or the proxy's own if it is 32 hexadecimal digits; a visitor's is not taken."""
    from starlette.testclient import TestClient

    behind = TestClient(proxied, base_url="http://law.example")
    theirs = {"x-request-id": "0123456789abcdef" * 2}

    assert behind.get("/healthz", headers=theirs).headers["x-request-id"] == theirs["x-request-id"]
    assert client.get("/healthz", headers=theirs).headers["x-request-id"] != theirs["x-request-id"]
    assert len(behind.get("/healthz", headers={"x-request-id": "13912345678"}).headers["x-request-id"]) == 32


def test_a_request_is_written_down_without_content(
    proxied: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    """Time, route, status, milliseconds, its name, and another name for who asked."""
    from starlette.testclient import TestClient

    client = TestClient(proxied, base_url="http://law.example")
    caplog.set_level("INFO", "youju")
    client.request("13912345678", f"/{QUESTION}?q={QUESTION}", headers={"X-Forwarded-For": "203.0.113.5"})

    (told,) = [vars(record)["told"] for record in caplog.records if record.name == "youju"]
    assert told["event"] == "request"
    assert (told["method"], told["route"], told["status"]) == ("other", "other", 405)
    assert len(told["visitor"]) == 10
    assert "203.0" not in json.dumps(told)
    assert "139" not in json.dumps({k: v for k, v in told.items() if k not in {"id", "visitor", "ms"}})
