"""A timeline finds what `youju call` finds, with the same words, and knows the law of each day."""

from datetime import date, time

import pytest

from assistant import Call, CallLog, Calls, LoggedCall, Timeline, Timelines
from kb import Corpus

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def timelines(corpus: Corpus) -> Timelines:
    """Timelines by the library as it ships."""
    return Timelines(Calls(corpus))


def drawn(timelines: Timelines, *calls: LoggedCall, lender: str = "online-loan") -> Timeline:
    """The timeline of some rows."""
    return timelines.draw(CallLog(calls), TODAY, lender)


def row(
    hour: int = 10, day: date = date(2026, 3, 1), to: str = "self", said: str = "", **more: bool | str
) -> LoggedCall:
    """A call by an invented agency."""
    taken = bool(more.get("connected", True))
    return LoggedCall(day, time(hour), agency="示例公司", how="call", to=to, connected=taken, said=said)


def test_a_day_is_checked_as_youju_call_checks_it(timelines: Timelines) -> None:
    """Verdict, words of the law and citations are those of a check of the same call."""
    timeline = drawn(timelines, *(row(23) for _ in range(5)))
    report = timelines.calls.check(
        Call(date(2026, 3, 1), time(23), times=5, to="self", lender="online-loan", how="call"), TODAY
    )

    assert [(f.breach.rule, f.breach.conclusion) for f in timeline.found] == [
        (b.rule, b.conclusion) for b in report.findings
    ]
    assert [[(g.ref, g.says) for g in f.breach.law] for f in timeline.found] == [
        [(g.ref, g.says) for g in b.law] for b in report.findings
    ]
    by_number = {c.n: c.ref for c in timeline.citations}
    assert all(by_number[g.n] == g.ref for f in timeline.found for g in f.breach.law)


def test_whatever_passes_a_limit_is_found_broken(timelines: Timelines) -> None:
    """Counting and judging agree: each limit that is passed has its rule among the findings of the day."""
    calls = [
        *(row(23) for _ in range(4)),
        *(row(10, connected=False) for _ in range(7)),
        row(12, to="family"),
        row(13, date(2025, 12, 20)),
    ]
    for lender in ("", "bank-card", "consumer-finance", "online-loan", "small-lender", "private-lender"):
        timeline = drawn(timelines, *calls, lender=lender)
        found = {(f.date, f.breach.rule) for f in timeline.found}

        assert {(a.date, a.limit.rule) for a in timeline.over} <= found, lender


def test_the_rows_that_show_a_breach_are_named(timelines: Timelines) -> None:
    """Of an hour the night rows, of words the row they stand in."""
    timeline = drawn(timelines, row(10), row(23), row(11, said="再不还钱我打断你的腿"))
    rows = {f.breach.rule: f.rows for f in timeline.found}

    assert rows["night-contact"] == (1,)
    assert rows["threat-of-violence"] == (2,)


def test_each_day_has_its_own_law(timelines: Timelines) -> None:
    """A threat before 2026 rests on 第四十二条, one after on 第五十条; the rule then stands twice."""
    said = "再不还钱我打断你的腿"
    timeline = drawn(timelines, row(10, date(2025, 12, 20), said=said), row(10, date(2026, 3, 1), said=said))
    refs = [breach.law[0].ref for breach, _ in timeline.rules if breach.rule == "threat-of-violence"]

    assert refs == ["治安管理处罚法@2013-01-01#42.1.1", "治安管理处罚法@2026-01-01#50.1.1"]


def test_no_number_is_held_against_a_friend(timelines: Timelines) -> None:
    """Standards and industry rules bind no private lender."""
    timeline = drawn(timelines, *(row(10) for _ in range(9)), row(12, to="family"), lender="private-lender")

    assert timeline.over == ()
    assert not {"many-calls", "third-party-contact"} & {f.breach.rule for f in timeline.found}


def test_danger_to_life_in_a_row_comes_first(timelines: Timelines) -> None:
    """What a borrower writes beside a call may tell more than the call."""
    timeline = drawn(timelines, row(23, said="他骂完我就不想活了，想从楼上跳下去"))

    assert [r.action.value for r in timeline.urgent] == ["crisis"]


def test_an_empty_log_is_an_empty_timeline(timelines: Timelines) -> None:
    """Nothing told, nothing found."""
    timeline = drawn(timelines)

    assert (timeline.found, timeline.over, timeline.citations, timeline.counts.days) == ((), (), (), ())
