"""A build sees at once what broke: a page of Markdown, and JUnit XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from evals.briefing import junit, summary
from evals.cases import Case
from evals.comparison import Baseline, compare
from evals.metrics import Rate
from evals.outcomes import Outcome, Suite
from evals.replies import read_reply
from evals.report import Report
from evals.scores import Asked, score
from kb import Corpus, Problem

Json = dict[str, Any]


def _report(honest: Json, corpus: Corpus) -> Report:
    case = Case("A-1", "own", "typo", ("问",), "因", expect=(("早年法#7",),))
    scores = (score(Asked(case, (read_reply(honest),), 0.2), corpus),)
    outcomes = (
        Outcome("C-1", "phone", "open", ("verdict",), "应为 <甲>&乙"),
        Outcome("C-2", "phone", "held_out", ("find",), "秘密"),
        Outcome("C-3", "phone", "open"),
    )
    asked = Suite("questions", (Outcome("A-1", "typo", "open", scores[0].failed, "缺"),))
    suites = (asked, Suite("calls", outcomes, (("call_verdict", "结论", Rate(2, 3), "≥ 0.8"),), ("没守住",)))
    failed = {"A-1": scores[0].failed, "C-1": ("verdict",), "C-2": ("find",), "C-3": ()}
    before = Baseline({"A-1": scores[0].failed, "C-1": (), "C-2": (), "C-3": ()}, {})
    comparison = compare(failed, before)
    return Report(
        "all", scores, comparison=comparison, suites=suites, canaries=(Problem("canaries.toml", 3, "静了"),),
        about={"commit": "abc", "model": ""},
    )  # fmt: skip


def test_the_summary_names_what_is_newly_failing_first(honest: Json, corpus: Corpus) -> None:
    """Outcome, commit, broken gates, changes, suites, figures with n and interval."""
    text = summary(_report(honest, corpus))

    assert text.startswith("## 评测未通过：4 题")
    assert "commit abc" in text
    assert "没守住" in text
    assert "- 新失败 C-1：verdict" in text
    assert "canaries.toml:3: 静了" in text
    assert "| 结论 | 0.667 | 3 | 0.208–0.939 | ≥ 0.8 |" in text


def test_junit_fails_what_is_worse_and_passes_over_what_is_known(honest: Json, corpus: Corpus) -> None:
    """A known failure fails no build; what is held out is not told."""
    root = ET.fromstring(junit(_report(honest, corpus)))  # noqa: S314 - our own
    by_name = {c.get("name"): c for c in root.iter("testcase")}

    assert by_name["C-1"].find("failure") is not None
    assert by_name["C-1"].findtext("failure") == "应为 <甲>&乙"
    assert "秘密" not in (by_name["C-2"].findtext("failure") or "")
    assert by_name["A-1"].find("skipped") is not None
    assert len(by_name["C-3"]) == 0
    assert by_name["gate-1"].findtext("failure") == "没守住"


def test_a_report_knows_the_suites_and_a_broken_gate_fails_it(honest: Json, corpus: Corpus) -> None:
    """JSON has every case of every suite, and nothing of what is held out."""
    report = _report(honest, corpus)
    told = report.to_dict()

    assert not report.passed
    assert told["cases"] == 4
    assert told["failed"] == {"A-1": list(report.scores[0].failed), "C-1": ["verdict"], "C-2": ["find"], "C-3": []}
    assert "秘密" not in report.to_json()
    assert report.comparison
    assert report.comparison.difference is not None
    assert report.comparison.difference.value < 0
