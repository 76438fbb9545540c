"""A described call is checked by the law of its day: what it breaks, what it keeps, what cannot be told."""

from __future__ import annotations

from datetime import date, time

import pytest

from assistant import Action, Call, Calls, Conclusion, Report, read_form
from assistant.conduct import LENDERS
from kb import Authority, Corpus, InputProblem

TODAY = date(2026, 11, 22)
THREAT = "你再不还钱我打断你的腿。"


@pytest.fixture(scope="module")
def calls(corpus: Corpus) -> Calls:
    """The tables as they ship."""
    return Calls(corpus)


def _found(report: Report) -> dict[str, Conclusion]:
    return {b.rule: b.conclusion for b in report.findings}


def _kept(report: Report) -> dict[str, tuple[str, str]]:
    return {k.rule: (k.why, k.words) for k in report.kept}


def test_fields_alone_are_enough(calls: Calls) -> None:
    """An hour and a number of calls break what the standard says, and that is not called unlawful."""
    report = calls.check(Call(time=time(23, 10), times=5, to="self", lender="online-loan"), TODAY)

    assert set(_found(report)) == {"night-contact", "many-calls"}
    assert report.conclusion is Conclusion.BREACHES_INDUSTRY_RULE
    assert not any(g.law for b in report.findings for g in b.law)
    assert report.facts is not None
    assert (report.facts["night-contact"].words, report.facts["night-contact"].source) == ("23:10", "time")


@pytest.mark.parametrize(
    ("at", "broken"), [(time(21, 59), False), (time(22), True), (time(0), True), (time(7, 59), True), (time(8), False)]
)
def test_the_night_begins_at_ten_and_ends_at_eight(calls: Calls, at: time, broken: bool) -> None:
    """The bounds of GB/T 45251-2025 5.3 hold to the minute, and a kept rule names the hour."""
    report = calls.check(Call(time=at, lender="online-loan"), TODAY)

    assert ("night-contact" in _found(report)) is broken
    assert broken or _kept(report)["night-contact"] == ("fact", f"{at:%H:%M}")


@pytest.mark.parametrize(("field", "limit", "rule"), [("times", 3, "many-calls"), ("unanswered", 6, "many-unanswered")])
def test_numbers_of_calls_are_counted_by_their_own_rule(calls: Calls, field: str, limit: int, rule: str) -> None:
    """Three calls are allowed and six attempts; one more is not."""
    for count in (limit, limit + 1):
        report = calls.check(
            calls.form.read({field: count, "lender": "bank-card" if limit == 6 else "online-loan"}), TODAY
        )

        assert (rule in _found(report)) is (count > limit)
        assert (rule in _kept(report)) is (count <= limit)


@pytest.mark.parametrize(
    ("day", "ref", "fine"),
    [
        (date(2025, 12, 31), "治安管理处罚法@2013-01-01#42.1.1", "五百元"),
        (date(2026, 1, 1), "治安管理处罚法@2026-01-01#50.1.1", "一千元"),
    ],
)
def test_the_law_is_that_of_the_day_of_the_call(calls: Calls, day: date, ref: str, fine: str) -> None:
    """A threat falls under article 42 until the end of 2025 and under article 50 after; never under both."""
    report = calls.check(Call(date=day, said=THREAT), TODAY)

    threat = next(b for b in report.findings if b.rule == "threat-of-violence")
    assert [g.ref for g in threat.law if g.ref.startswith("治安")] == [ref]
    assert fine in next(g.says for g in threat.law if g.ref == ref)
    assert (report.as_of, report.day_from) == (day, "field")


def test_which_law_punishes_an_old_call_is_explained(calls: Calls) -> None:
    """Before 2026 the old law applies unless the new is lighter, and the report says so; after, nothing is added."""
    old, new = (calls.check(Call(date=day, said=THREAT), TODAY) for day in (date(2025, 12, 31), date(2026, 1, 1)))

    assert "行政处罚法@2021-07-15#37" in [t.ref for t in old.transitions]
    assert "行政处罚法" in old.text
    assert new.transitions == ()
    assert calls.check(Call(date=date(2025, 12, 1), said=THREAT), date(2025, 12, 5)).transitions == ()


def test_a_day_told_in_the_notes_is_the_day_of_the_law(calls: Calls) -> None:
    """In a borrower's notes; a day in the callers' words is a deadline."""
    assert calls.check(Call(text="2025年11月3日催收骂我是畜生"), TODAY).as_of == date(2025, 11, 3)
    assert calls.check(Call(said="2026年1月3日前必须还清"), TODAY).day_from == "today"


def test_an_instrument_that_was_not_in_force_breaks_nothing(calls: Calls) -> None:
    """In 2024 neither the standard nor the guideline existed."""
    report = calls.check(Call(date=date(2024, 5, 1), time=time(23), lender="online-loan"), TODAY)

    assert "night-contact" not in _found(report) | _kept(report)


def test_text_and_fields_speak_together(calls: Calls) -> None:
    """Who was called stands in a field, that the debt was told in the words: together a violation of privacy."""
    report = calls.check(Call(to="colleague", disclosed=True, text="催收打电话来，态度很差"), TODAY)

    assert _found(report)["workplace-told"] is Conclusion.UNLAWFUL
    assert "rude" in _found(report)
    assert report.headline.startswith("把欠款告诉单位：明确违法")


def test_a_field_replaces_what_the_words_say_of_the_same(calls: Calls) -> None:
    """The form asks the hour exactly; 晚上 in the notes may be loose."""
    report = calls.check(Call(time=time(21), text="催收大晚上11点打电话", lender="online-loan"), TODAY)

    assert "night-contact" not in _found(report)


@pytest.mark.parametrize("lender", [v.id for f in read_form().fields if f.id == "lender" for v in f.values])
def test_each_lender_meets_only_what_binds_it(calls: Calls, corpus: Corpus, lender: str) -> None:
    """Of a lender told, every provision shown reaches it; what does not is named as not binding."""
    call = Call(lender=lender, time=time(23), times=9, unanswered=9, to="family", disclosed=True, said=THREAT)

    report = calls.check(call, TODAY)

    fact = "unlicensed-lender" if lender == "unlicensed" else lender
    assert fact in LENDERS
    for breach in report.findings:
        for ground in breach.law:
            lenders = calls.rules._lenders(ground.ref)
            assert lenders is None or fact in lenders, (breach.rule, ground.ref)
            assert corpus.provision(ground.ref, TODAY) is not None
    assert report.conclusion is Conclusion.UNLAWFUL
    assert ("card-abuse" in _found(report)) is (lender == "bank-card")
    assert ("finance-company-abuse" in _found(report)) is (lender == "consumer-finance")
    assert ("illegal-debt" in _found(report)) is (lender == "unlicensed")
    if lender == "private-lender":
        assert {Authority(g.authority) for b in report.findings for g in b.law} == {Authority.LAW}
        assert "many-calls" in {n.rule for n in report.not_binding}
    if lender in {"bank", "online-loan", "consumer-finance"}:
        assert {"night-contact", "many-calls", "many-unanswered"} <= set(_found(report))


def test_every_rule_has_one_place(calls: Calls) -> None:
    """No rule is both broken and kept, or kept and not to be told; titles and verdicts come along."""
    call = Call(time=time(23), times=2, lender="bank-card", text="催收给我妈打电话说我欠钱")
    report = calls.check(call, TODAY)

    places = [
        {b.rule for b in report.findings},
        {k.rule for k in report.kept},
        {c.rule for c in report.cannot_tell},
        {n.rule for n in report.not_binding},
    ]
    assert sum(map(len, places)) == len(set().union(*places))
    assert all(places)


def test_what_is_kept_is_shown_by_a_fact_where_there_is_one(calls: Calls) -> None:
    """打给本人 keeps the rules on third persons; what the words do not mention is said to be not described."""
    kept = _kept(calls.check(Call(to="self", said="请尽快还款。"), TODAY))

    assert kept["third-party-contact"] == ("fact", "打给本人")
    assert kept["threat-of-violence"] == ("not_described", "")


def test_an_agreed_hour_excuses(calls: Calls) -> None:
    """The night rule yields to an agreement, and the report names it."""
    report = calls.check(Call(time=time(22, 30), agreed=True, lender="online-loan"), TODAY)

    assert _kept(report)["night-contact"] == ("excused", "是约好的时间")


def test_the_most_telling_question_comes_first(calls: Calls) -> None:
    """A relative was called: whether the debt was told decides between an industry rule and the law."""
    report = calls.check(Call(to="family", time=time(15), times=1, unanswered=0, lender="online-loan"), TODAY)

    first = report.cannot_tell[0]
    assert (first.rule, first.field, first.missing) == ("others-told", "disclosed", ("debt-disclosed",))
    assert first.question == "有没有告诉别人你欠钱？"
    assert len(report.questions) < len(report.cannot_tell)


def test_without_words_nothing_is_called_lawful(calls: Calls) -> None:
    """At three in the afternoon a call may still threaten; with a polite message it is a lawful reminder."""
    silent = calls.check(Call(time=time(15), lender="online-loan"), TODAY)
    polite = calls.check(Call(time=time(15), said="您的账单已逾期，请尽快还款，谢谢。"), TODAY)

    assert silent.conclusion is Conclusion.NEEDS_FACTS
    assert silent.findings == ()
    assert polite.conclusion is Conclusion.LAWFUL


def test_each_sentence_of_a_message_is_marked(calls: Calls) -> None:
    """In the callers' own words 我 is the caller: the threat and the pose are found, each in its sentence."""
    text = f"【某贷】您的借款已逾期。{THREAT}我是法院执行局的。"
    report = calls.check(Call(text=text), TODAY)

    assert [(s.text, s.rules) for s in report.sentences] == [
        ("【某贷】您的借款已逾期。", ()),
        (THREAT, ("threat-of-violence",)),
        ("我是法院执行局的。", ("poses-as-authority",)),
    ]
    assert report.facts is not None
    assert report.facts["impersonates-authority"].words == "我是法院执行局"


def test_what_the_one_called_answers_shows_nothing_of_them(calls: Calls) -> None:
    """A dialogue is read by its labels, and a quotation by who says it."""
    dialogue = calls.check(Call(text="催收：今天还钱\n我：你再打来我打断你的腿"), TODAY)
    quoted = calls.check(Call(text="他打来要我还钱。我说：“你再骂我，我打断你的腿。”"), TODAY)

    assert [s.voice for s in dialogue.sentences] == ["caller", "own"]
    assert "threat-of-violence" not in _found(dialogue) | _found(quoted)


@pytest.mark.parametrize(
    ("text", "voices", "rules"),
    [
        ("他对我说：我要告诉你老板。昨晚11点打的。", ["asker", "asker"], {"threat-to-tell", "night-contact"}),
        ("我说：别打了，再打我打断你的腿。他又骂我。", ["own", "asker"], {"insulted"}),
        ("催收员：把验证码发给我\n本人：不给", ["caller", "own"], {"code-asked"}),
        ("你好，我是某某律师事务所的律师，今天不还就起诉。", ["caller"], {"claims-lawyer"}),
        ("时间：昨晚11点，催收打来电话。", ["asker"], {"night-contact"}),
    ],
)
def test_who_speaks_is_read_from_the_line(calls: Calls, text: str, voices: list[str], rules: set[str]) -> None:
    """Labels, 说：, and messages that address 你; hours count only in notes."""
    report = calls.check(Call(text=text), TODAY)

    assert [s.voice for s in report.sentences] == voices
    assert {r for s in report.sentences for r in s.rules} >= rules
    assert "threat-of-violence" not in _found(report)


def test_what_is_only_announced_has_not_happened(calls: Calls) -> None:
    """将通知您单位 is a threat to tell; nobody has been told."""
    report = calls.check(Call(said="今日不处理，我们将通知您单位领导您欠款的事。"), TODAY)

    assert set(_found(report)) == {"threat-to-tell"}


def test_everything_shown_is_verified(calls: Calls) -> None:
    """Each ground stands among the citations by its number, in force on the day, and the text carries its mark."""
    report = calls.check(Call(time=time(23), to="family", disclosed=True, lender="bank-card", said=THREAT), TODAY)

    cited = {c.n: c for c in report.citations}
    for breach in report.findings:
        assert breach.law
        assert breach.consequence
        for ground in breach.law:
            assert cited[ground.n].ref == ground.ref
            assert cited[ground.n].status == "in_force"
            assert f"[{ground.n}]" in report.text
    assert report.withheld == ()
    assert len(report.headline) <= 25


def test_danger_to_life_is_answered_first(calls: Calls) -> None:
    """Then no rule is recited."""
    report = calls.check(Call(text="催收天天打，我不想活了", time=time(23)), TODAY)

    assert report.action is Action.CRISIS
    assert (report.findings, report.cannot_tell) == ((), ())
    assert "12356" in report.text


def test_nothing_told_and_days_to_come_can_be_mended() -> None:
    """An empty call has nothing to check; a call of tomorrow has not been made."""
    calls = Calls.__new__(Calls)

    with pytest.raises(InputProblem, match="情况"):
        calls.check(Call(), TODAY)
    with pytest.raises(InputProblem, match="2027-01-01"):
        calls.check(Call(date=date(2027, 1, 1)), TODAY)


@pytest.mark.parametrize(
    ("given", "call"),
    [
        ({"日期": "2025-12-20", "几点": "23点10分"}, Call(date=date(2025, 12, 20), time=time(23, 10))),
        ({"date": date(2025, 12, 20), "time": time(23, 10)}, Call(date=date(2025, 12, 20), time=time(23, 10))),
        ({"打给": "家人", "借款": "信用卡", "怎么联系": "电话"}, Call(to="family", lender="bank-card", how="call")),
        ({"disclosed": "是", "papers": "no", "fee": True}, Call(disclosed=True, papers=False, fee=True)),
        ({"asked": "1.5万", "owed": 5000}, Call(asked=15_000.0, owed=5000.0)),
    ],
)
def test_fields_are_read_as_people_write_them(given: dict[str, object], call: Call) -> None:
    """Names and values in Chinese or as ids, days and hours of TOML or as text."""
    assert read_form().read(given) == call


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"time": "25:00"}, "23:10"),
        ({"time": "晚上"}, "23:10"),
        ({"date": "昨天"}, "2025-12-31"),
        ({"times": -1}, "整数"),
        ({"times": True}, "整数"),
        ({"to": "火星"}, "family（家人）"),
        ({"fee": "也许"}, "yes"),
        ({"asked": "很多"}, "5000"),
        ({"said": "骂" * 8001}, "8000"),
        ({"said": 5}, "文字"),
        ({"hour": "23:00"}, "hour"),
        ({"to": ["family", "self"]}, "family（家人）"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_mend(given: dict[str, object], said: str) -> None:
    """One sentence: where, what, and how to mend it."""
    with pytest.raises(InputProblem) as fault:
        read_form().read(given, "call.toml：")

    assert said in str(fault.value)
    assert str(fault.value).startswith("call.toml：")
    assert "\n" not in str(fault.value)


def test_the_form_decides_only_facts_of_the_table(calls: Calls) -> None:
    """Every fact that a field shows or denies exists, and every field that decides a rule alone has its question."""
    known = {f.id for f in calls.rules.facts} | {"night-contact", "day-contact", "unclear-hour"}
    known |= {"many-calls", "many-unanswered", "few-calls"}

    for field in calls.form.fields:
        facts = {*field.decides, *field.facts, *field.no, *field.few}
        facts |= {f for v in field.values for f in (*v.facts, *v.leaves)}
        assert facts <= known, field.id
        assert bool(field.question) == bool(field.question_en), field.id


def test_the_amount_asked_beside_what_is_owed(calls: Calls) -> None:
    """More than is owed, under a threat, may be extortion."""
    more = calls.check(Call(asked=20_000, owed=5000, said=THREAT), TODAY)
    same = calls.check(Call(asked=5000, owed=5000, said=THREAT), TODAY)

    assert "extortion-by-threat" in _found(more)
    assert _kept(same)["extortion-by-threat"][0] == "fact"


def test_visits_are_read_from_their_fields(calls: Calls) -> None:
    """One person, no papers, unrecorded, who came in uninvited."""
    call = Call(how="home-visit", people=1, papers=False, recorded=False, entered=True)
    found = _found(calls.check(call, TODAY))

    assert {"home-entry", "alone-visit", "unrecorded-visit", "identity-withheld"} <= set(found)
    assert _kept(calls.check(Call(how="call"), TODAY))["home-entry"] == ("fact", "打的电话")
