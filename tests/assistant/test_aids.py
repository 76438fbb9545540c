"""What helps at the phone and with evidence: lines and their hours, sentences to say, what to keep."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from assistant import (
    Call,
    Calls,
    Verifier,
    lint_checklist,
    lint_lines,
    lint_replies,
    open_now,
    read_checklist,
    read_lines,
    read_replies,
    read_rules,
    read_scope,
    replies_for,
    situation_of,
)
from assistant.lines import PublicLine
from kb import Corpus

TODAY = date(2026, 11, 22)
LINES = read_lines()
REPLIES = read_replies()
ROUTES = {row.notice.route for row in read_scope().rows}


@pytest.mark.parametrize(
    ("at", "now", "office"),
    [
        ("2026-11-26T23:30", "110 120", "2026-11-27T08:30"),
        ("2026-11-27T08:29", "110 120 12356", "2026-11-27T08:30"),
        ("2026-11-27T08:30", "110 120 12356 12378", "2026-11-27T08:30"),
        ("2026-11-27T17:30", "110 120 12356", "2026-11-30T08:30"),
        ("2026-11-28T10:00", "110 120 12356", "2026-11-30T08:30"),
        ("2026-11-29T23:59", "110 120", "2026-11-30T08:30"),
        ("2026-11-30T03:00", "110 120", "2026-11-30T08:30"),
    ],
)
def test_what_is_open_depends_on_the_hour(at: str, now: str, office: str) -> None:
    """At night only what never closes; offices in working hours; the next opening is named."""
    opened = open_now(LINES, datetime.fromisoformat(at)).to_dict()

    assert (" ".join(opened["now"]), opened["office_opens"]) == (now, office)  # type: ignore[arg-type]


def test_unknown_hours_are_said_to_be_unknown() -> None:
    """A line of which no hours are known is never said to be open or closed."""
    for hour in range(24):
        opened = open_now(LINES, datetime(2026, 11, 27, hour))  # noqa: DTZ001  # the reader's own clock

        assert {"12345", "12321", "12377", "12363", "12368", "12348", "96110"} <= {one.number for one in opened.maybe}
        assert {one.number for one in (*opened.now, *opened.maybe, *opened.later)} == {o.number for o in LINES.lines}


def test_the_urgent_lines_are_those_for_danger_to_life() -> None:
    """They stand on every page."""
    assert [one.number for one in LINES.urgent] == ["110", "120", "12356"]
    assert "夜里可能没人接" in LINES.urgent[2].note


def test_lint_finds_a_line_that_states_law(verifier: Verifier) -> None:
    """What a line is for may be said; what the law says needs its article."""
    wrong = replace(LINES, lines=(*LINES.lines, PublicLine("110", "催收违法，应当赔偿你", "x")))

    assert list(lint_lines(LINES, verifier)) == []
    assert [p.message[:8] for p in lint_lines(wrong, verifier)] == ["110 写了两次", "110 的“催收"]


def test_sentences_to_say_keep_the_rules() -> None:
    """No law, no promise, nothing private, no insult, no threat; to a collector one sentence tells of the recording."""
    assert list(lint_replies(REPLIES, read_rules(), ROUTES)) == []


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("你这样是违法的。", "说了法律"),
        ("我会在下周还5000元。", "答应了钱"),
        ("我答应明天还一点。", "答应了钱"),
        ("验证码是123456。", "给出了私密信息"),
        ("你这个骗子，小心点。", "辱骂或威胁"),
        ("请" * 46 + "。", "超过 45 个字"),
    ],
)
def test_lint_finds_a_sentence_one_must_not_say(sentence: str, fault: str) -> None:
    """Each fault that could harm the one who reads it aloud is found."""
    wrong = replace(REPLIES.situations[-1], say=(sentence, "本次通话我在录音。", "请发书面材料。"))
    problems = lint_replies(replace(REPLIES, situations=(wrong,)), read_rules(), ROUTES)

    assert any(fault in p.message for p in problems)


@pytest.mark.parametrize(
    ("call", "situation"),
    [
        (Call(text="催收说再不还钱打断我的腿"), "violence"),
        (Call(text="对方说他是警察，要来抓我"), "officials"),
        (Call(text="催收让我把短信验证码告诉他"), "code"),
        (Call(text="催收打给我妈，说我欠钱"), "contacts"),
        (Call(text="催收半夜十二点打电话来"), "night"),
        (Call(text="催收在电话里骂我"), "insult"),
        (Call(text="催收打电话很客气，提醒我还款"), "any"),
        (Call(text="催收逼得我不想活了，想从楼上跳下去"), "life"),
    ],
)
def test_what_to_say_fits_what_was_found(call: Call, situation: str, corpus: Corpus) -> None:
    """The gravest thing found decides; where nothing is, three sentences that always fit."""
    report = Calls(corpus).check(call, TODAY)

    assert situation_of(REPLIES, report).id == situation
    assert replies_for(REPLIES, report) == situation_of(REPLIES, report).say
    assert all(line.isascii() or "…" in line for line in replies_for(REPLIES, report, "en"))


def test_what_to_keep_rests_on_the_law_in_force(corpus: Corpus, verifier: Verifier) -> None:
    """Every channel has things to keep, and every `says` is carried by its provision."""
    checklist = read_checklist()
    shown = checklist.to_dict(corpus, TODAY)
    refs = {law["ref"].partition("#")[2] for c in shown["channels"] for i in c["items"] for law in i["law"]}  # type: ignore[attr-defined]

    assert list(lint_checklist(checklist, corpus, verifier, TODAY)) == []
    assert [c.id for c in checklist.channels] == ["call", "message", "visit", "third", "online", "complaint", "court"]
    assert {"15.2", "90.1.4", "90.1.5", "93.1.4"} <= refs
    assert "不剪" in checklist.channel("call").items[0].keep


def test_lint_finds_advice_that_states_law(corpus: Corpus, verifier: Verifier) -> None:
    """Law belongs in `law`, with its article; a wrong article is found too."""
    checklist = read_checklist()
    item = checklist.channels[0].items[0]
    stated = replace(item, why="没有原件的录音一律无效。")
    misplaced = replace(item, law=(replace(item.law[0], ref="民事证据规定@2020-05-01#93"),))
    for wrong in (stated, misplaced):
        channel = replace(checklist.channels[0], items=(wrong, *checklist.channels[0].items[1:]))
        problems = list(lint_checklist(replace(checklist, channels=(channel,)), corpus, verifier, TODAY))

        assert len(problems) == 1
