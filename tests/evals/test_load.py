"""The crowd that measures the page: bounded, always the same, and honest about what was refused and what was lost.

No test asserts a time; only what became of each question.
"""

from __future__ import annotations

import inspect
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from evals import loads
from evals.crowd import Asker, alone, crowd, digest_of
from evals.crowd_figures import OUTCOME
from evals.load import main
from evals.load_goals import MOST, goals_of
from evals.loads import SCENARIOS, Measured, Plan, until_served
from evals.plots import Series, series_plot
from evals.processes import slow_model
from evals.tables import Table, held

QUESTIONS = ("甲", "乙", "丙")


class _Page(BaseHTTPRequestHandler):
    """Answers 甲 and 乙, refuses 丙, breaks off at 丁, and answers 戊 when it is asked for the third time."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, str]]
    lock = threading.Lock()

    def do_POST(self) -> None:
        """One question."""
        text = json.loads(self.rfile.read(int(self.headers["content-length"])))["text"]
        with self.lock:
            self.asked.append((text, self.headers.get("x-forwarded-for", "")))
        if text == "丁":
            self.close_connection = True
            return
        status, told = (
            (429, {"error": "请稍后再试。"}) if self._busy(text) else (200, {"text": text, "timings_ms": {"a": 1}})
        )
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        if status == 429:
            self.send_header("retry-after", "30")
        self.end_headers()
        self.wfile.write(content)

    def _busy(self, text: str) -> bool:
        return text == "丙" or (text == "戊" and [one for one, _ in self.asked].count("戊") < 3)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gave it
        """Say nothing."""


@pytest.fixture
def page() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Where it is, and what it is asked."""
    asked: list[tuple[str, str]] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Page", (_Page,), {"asked": asked})) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
        thread.join()


def test_what_became_of_each_question_is_told(page: tuple[str, list[tuple[str, str]]]) -> None:
    """An answer, a friendly refusal and a broken connection are three things."""
    answered, refused, lost = alone(page[0], ("甲", "丙", "丁")[:1]) + crowd(
        page[0], [Asker(comes_back=False)], ("丙",), count=1
    ) + alone(page[0], ("丁",))  # fmt: skip

    assert (answered.status, answered.refused, answered.lost) == (200, False, False)
    assert answered.digest
    assert (refused.status, refused.refused, refused.lost) == (429, True, False)
    assert (lost.status, lost.refused, lost.lost) == (0, False, True)


def test_a_burst_comes_back_when_it_is_told_to(
    page: tuple[str, list[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was refused asks again after the seconds that the refusal names, until all have an answer."""
    slept: list[float] = []
    monkeypatch.setattr("evals.loads.time.sleep", slept.append)

    assert until_served(page[0], 1, ("戊",)) is not None
    assert [text for text, _ in page[1]] == ["戊"] * 3
    assert slept == [30, 30]
    assert until_served(page[0], 1, ("丁",)) is None


def test_a_crowd_asks_so_many_questions_and_no_more(page: tuple[str, list[tuple[str, str]]]) -> None:
    """Each of four users has the next question only after the answer; together they ask what was agreed."""
    ended = crowd(page[0], [Asker(seed=n) for n in range(4)], QUESTIONS[:2], count=25)

    assert len(ended) == len(page[1]) == 25


def test_the_same_users_ask_the_same_questions(page: tuple[str, list[tuple[str, str]]]) -> None:
    """A run can be repeated."""
    first, second = (
        [one.question for one in crowd(page[0], [Asker(seed=7)], QUESTIONS[:2], count=12)] for _ in range(2)
    )

    assert first == second
    assert len(set(first)) == 2


def test_a_single_user_asks_each_question_once(page: tuple[str, list[tuple[str, str]]]) -> None:
    """In the order in which they stand, with what goes with them."""
    alone(page[0], ("乙", "甲"))

    assert [text for text, _ in page[1]] == ["乙", "甲"]


def test_equal_answers_have_equal_names_however_long_they_took() -> None:
    """Everything but the times counts."""
    one, other = ({"text": "甲", "timings_ms": {"total": n}} for n in (1.0, 2.0))

    assert digest_of(json.dumps(one).encode()) == digest_of(json.dumps(other).encode())
    assert digest_of(json.dumps(one).encode()) != digest_of(json.dumps({**one, "text": "乙"}).encode())


def test_questions_are_open_ones_and_always_the_same() -> None:
    """Nothing that is held out is asked, for whoever mends what is slow would see it."""
    questions = Plan().questions()

    assert questions == Plan().questions()
    assert len(questions) == len(set(questions)) > 200


def test_a_drawing_begins_at_nothing_and_is_a_file_of_its_own() -> None:
    """Its points go up where the figures do."""
    drawn = ET.fromstring(series_plot(Series("a < b", "x", "MB", {"one": ((0, 100.0), (10, 200.0))})))  # noqa: S314
    line = next(one for one in drawn.iter() if one.tag.endswith("polyline"))
    heights = [float(point.split(",")[1]) for point in line.attrib["points"].split()]

    assert heights[0] > heights[1]
    assert "a < b" in "".join(drawn.itertext())


def test_figures_are_put_into_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the command that made them, the drawing beside, and a word where the run was short."""
    document = tmp_path / "performance.md"
    document.write_text("before\n<!-- load answer -->\n<!-- /load answer -->\nafter\n", "utf-8")
    asked: list[Plan] = []

    def measure(plan: Plan) -> Measured:
        asked.append(plan)
        return Measured(
            (Table("A soak", ("MB",), ((1.5,),)),), {"load-soak": Series("m", "n", "MB", {"MB": ((0, 1),)})}
        )

    monkeypatch.setitem(SCENARIOS, "answer", (measure, replace(Plan(), count=10_000)))
    assert main(["answer", "--store", "/here", "--count", "200", "--write", str(document), "--interim"]) == 0

    said = document.read_text("utf-8")
    assert said.startswith("before\n")
    assert "**Interim.** `python -m evals.load answer --count 200 --interim`" in said
    assert "| 1.50 |" in said
    assert (tmp_path / "images" / "load-soak.svg").read_text("utf-8").startswith("<svg")
    assert asked[0].count == 200
    assert "1.50" in capsys.readouterr().out


@pytest.mark.parametrize(("p95", "other", "status"), [(1.0, 0, 0), (1.01, 0, 1), (None, 0, 1), (0.2, 1, 1)], ids=str)
def test_a_goal_that_is_missed_is_the_commands_exit_status(
    p95: float | None, other: int, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And is named; what could not be measured is missed too."""
    row = {"users": 20, **dict.fromkeys(OUTCOME, 0), "p95 s": p95, "other than alone": other}
    table = Table("20 users", tuple(row), (tuple(row.values()),))
    monkeypatch.setitem(SCENARIOS, "users", (lambda _: Measured((table,)), Plan()))

    assert main(["users"]) == status
    assert ("| no |" in capsys.readouterr().out) is bool(status)


def test_every_goal_is_a_column_of_its_scenario() -> None:
    """A renamed column would be a goal that nobody measures."""
    known = {*OUTCOME, *re.findall(r'"([^"\n]+)"', inspect.getsource(loads))}

    assert set(MOST) < set(SCENARIOS)
    assert [column for most in MOST.values() for column in most if column not in known] == []


def test_starting_has_a_goal_for_each_row() -> None:
    """Ready, indexed, indexed again."""
    rows = (("page", 15.0), ("cold", 300.0), ("again", 2.0))

    assert held(goals_of("start", [Table("Starting", ("what", "s"), rows)]))
    assert not held(goals_of("start", [Table("Starting", ("what", "s"), (*rows[:2], ("again", 2.1)))]))


def test_a_fault_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    """A document without marks."""
    monkeypatch.setitem(SCENARIOS, "answer", (lambda _: Measured(()), Plan()))
    (tmp_path / "a.md").write_text("nothing", "utf-8")

    assert main(["answer", "--write", str(tmp_path / "a.md")]) == 2
    assert "load answer" in capsys.readouterr().err


def test_the_slow_model_speaks_as_chat_models_do() -> None:
    """What it writes comes through LangChain's client."""
    openai = pytest.importorskip("langchain_openai")
    with slow_model(0.0) as address:
        model = openai.ChatOpenAI(model="slow", base_url=address, api_key="none", max_retries=0)
        said = "".join(piece.content for piece in model.stream("你好"))

    assert "录音" in said
