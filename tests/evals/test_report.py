"""A report says whether the run passed, and what failed and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.cases import Case
from evals.comparison import Baseline, compare, parse_baseline, read_baseline
from evals.replies import read_reply
from evals.report import Report, write_baseline
from evals.scores import Asked, Score, score
from kb import Corpus

Json = dict[str, Any]


def _scored(corpus: Corpus, answer: Json, **given: Any) -> Score:
    case = Case(**({"id": "A-1", "source": "own", "kind": "simple", "turns": ("问",), "reason": "因"} | given))
    return score(Asked(case, (read_reply(answer),), 0.2), corpus)


def test_a_soft_miss_does_not_fail_the_run_and_a_gate_does(honest: Json, corpus: Corpus) -> None:
    """Gates are hard; figures are soft."""
    assert Report("all", (_scored(corpus, honest, expect=(("示例法#1",),)),)).passed

    honest["citations"][0]["status"] = "superseded"
    assert not Report("all", (_scored(corpus, honest),)).passed


def test_a_loss_against_the_baseline_fails_the_run(honest: Json, corpus: Corpus) -> None:
    """What passed before and fails now needs a reason."""
    scores = (_scored(corpus, honest, expect=(("示例法#1",),)),)
    before = Baseline({"A-1": ("retrieved",)}, {"mrr": 0.25})

    report = Report("all", scores, comparison=compare({s.case.id: s.failed for s in scores}, before))

    assert not report.passed
    text = report.to_text()
    assert "新失败 A-1：没有引用应引的条文" in text
    assert "-0.250" in text


def test_the_text_names_case_gate_and_cause(honest: Json, corpus: Corpus) -> None:
    """A newcomer can say from it why a case failed."""
    honest["citations"][0]["quote"] = "（一）多次发送恐吓短信的；"

    text = Report("all", (_scored(corpus, honest),), unheld=(("A-1", "示例法#3"),)).to_text()

    assert "评测：未通过（1 题" in text
    assert "不合格：引文与条文不逐字一致（1）\n\n- A-1：[1] 《示例法》第二条第一款第一项：" in text
    assert "- A-1：示例法#3" in text


def test_the_json_is_json_and_serves_as_a_baseline(honest: Json, corpus: Corpus, tmp_path: Path) -> None:
    """A whole report can be compared with, like a blessed baseline."""
    report = Report("all", (_scored(corpus, honest, expect=(("示例法#1",),)),), "0123", "4567")
    text = json.dumps(report.to_dict(), ensure_ascii=False)
    blessed = tmp_path / "baseline.json"
    write_baseline(report, blessed, "示例")

    assert json.loads(text)["results"][0]["misses"][0]["check"] == "retrieved"
    assert parse_baseline(text).failed == read_baseline(blessed).failed == {"A-1": ("cited", "retrieved")}
    assert read_baseline(blessed).reason == "示例"
    assert parse_baseline(text).figures["recall@10"] == 0
    assert "p50" not in blessed.read_text(encoding="utf-8")


def test_columns_line_up_where_characters_are_wide(honest: Json, corpus: Corpus) -> None:
    """Every line of a table is as many cells wide as the first."""
    text = Report("all", (_scored(corpus, honest),)).to_text()
    table = text.split("## 指标\n\n")[1].split("\n\n")[0].split("\n")

    widths = {sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in table if "≥" not in line and "≤" not in line}
    assert len(widths) == 1


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_the_page_escapes_what_was_said(honest: Json, corpus: Corpus, words: str) -> None:
    """Questions and answers are text, never markup."""
    page = Report(
        "all", (_scored(corpus, honest | {"headline": words, "text": words}, turns=(words,)),), words
    ).to_html()

    assert words not in page


def test_held_out_cases_are_scored_and_not_shown() -> None:
    """Neither the words asked nor the answer stand in any form of the report."""
    from datetime import date

    from evals.cases import Case
    from evals.replies import read_reply
    from evals.report import Report
    from evals.scores import Asked, Score

    secret, answer = "只有我知道的问法", "只有它写过的答复"
    given = {
        "action": "answer", "verdict": "not_applicable", "headline": "", "text": answer, "as_of": "2026-11-22",
        "claims": [], "citations": [], "hits": [], "findings": [], "withheld": [], "steps": [], "channels": [],
        "model": "extractive", "corpus": "x", "ask_back": [], "facts": {}, "question": secret, "lang": "zh",
        "timings_ms": {},
    }  # fmt: skip
    for split, shown in (("held_out", False), ("open", True)):
        case = Case("Z-1", "own", "simple", (secret,), "理由", split, as_of=date(2026, 11, 22))
        score = Score(Asked(case, (read_reply(given),), 0.0, ""), (), ())
        report = Report("all", (score,), "x", "y")
        everything = f"{report.to_dict()}{report.to_text()}{report.to_html()}"

        assert (secret in everything) is shown
        assert (answer in everything) is shown
