"""Limits of calls that can be counted, and a log counted against them; the page is held to the same cases."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from assistant import Limits, LoggedCall, Verifier, count, lint_limits, read_form, read_limits, read_rules
from assistant.measures import MANY_CALLS, MANY_UNANSWERED, NIGHT_FROM, NIGHT_TO, part_of_day
from kb import Corpus

CASES = json.loads((Path(__file__).parent / "calllog_cases.json").read_text("utf-8"))["cases"]


@pytest.fixture(scope="module")
def limits(corpus: Corpus) -> Limits:
    """The limits as they ship."""
    return read_limits(read_rules(), read_form(), corpus)


def logged(row: dict[str, Any]) -> LoggedCall:
    """A row of a case."""
    moment = time.fromisoformat(row["time"]) if row["time"] else None
    return LoggedCall(
        date.fromisoformat(row["date"]),
        moment,
        agency=row["agency"],
        how=row["how"],
        to=row["to"],
        connected=row["connected"],
    )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_a_log_is_counted(case: dict[str, Any], limits: Limits) -> None:
    """Each case says what its rows count to, day by day and limit by limit."""
    counted = count([logged(row) for row in case["rows"]], limits, case["lender"]).to_dict()
    days = [day | {"hours": [day["hours"].get(str(hour), 0) for hour in range(24)]} for day in case["days"]]

    assert counted == {"days": days, "against": case["against"]}


def test_there_are_cases_for_every_limit() -> None:
    """The page is held to at least thirty cases, in which every limit is kept and passed."""
    rows = [(row["limit"], row["over"]) for case in CASES for row in case["against"]]

    assert len(CASES) >= 30
    assert {limit for limit, over in rows if over} == {
        "night",
        "calls",
        "missed",
        "third",
        "third-card",
        "third-finance",
    }
    assert {limit for limit, over in rows if not over} == {"calls", "missed"}


def test_words_and_logs_are_measured_by_the_same_numbers(limits: Limits) -> None:
    """The facts that words and fields tell have no numbers of their own."""
    by_id = {limit.id: limit for limit in limits.limits}

    assert (by_id["calls"].most, by_id["missed"].most) == (MANY_CALLS, MANY_UNANSWERED) == (3, 6)
    assert (by_id["night"].start, by_id["night"].end) == (NIGHT_FROM, NIGHT_TO) == (time(22), time(8))
    assert part_of_day(time(22)) == "night-contact"


def test_every_limit_names_its_rank(limits: Limits) -> None:
    """What only a standard or an industry rule says is no law; what a departmental rule says binds its lenders."""
    law = {limit.id: {b.law for b in limit.bases} for limit in limits.limits}

    assert law["night"] == law["calls"] == law["missed"] == law["third"] == {False}
    assert law["third-card"] == law["third-finance"] == {True}
    assert {b.rank for limit in limits.limits for b in limit.bases} == {"国家标准（推荐）", "行业自律", "部门规章"}


def test_the_table_for_the_page_has_all_that_counting_needs(limits: Limits) -> None:
    """Counting needs windows, numbers, days, lenders, and who counts as an outsider."""
    table = json.loads(json.dumps(limits.limits_json()))

    assert [row["id"] for row in table["limits"]] == [limit.id for limit in limits.limits]
    assert table["outsiders"] == ["family", "colleague", "contact", "stranger", "child"]
    assert table["limits"][0]["bases"][1] | {"says": ""} == {
        "ref": "消费贷催收指引@2026-01-30#ch3", "label": "《消费贷催收指引》第三章", "says": "",
        "authority": "industry_rule", "rank": "行业自律", "law": False, "in_force": "2026-01-30", "until": None,
        "lenders": ["bank-card", "bank", "consumer-finance", "online-loan"],
    }  # fmt: skip


def test_a_number_that_the_provision_does_not_say_is_found(limits: Limits, verifier: Verifier) -> None:
    """A limit must stand in the words of what carries it."""
    from dataclasses import replace

    wrong = replace(limits, limits=tuple(replace(x, most=5) if x.id == "calls" else x for x in limits.limits))

    assert list(lint_limits(limits, verifier)) == []
    assert [p.message for p in lint_limits(wrong, verifier)] == [
        "calls 的 5 没有写在“对同一个债务人，主动拨打的有效通话一天不应超过3次”里"
    ]
