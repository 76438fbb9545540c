"""Amounts: worked out by hand, bounded, dated; and the figures that they are computed with."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Verifier, lint_figures, read_figures
from assistant import amounts as a
from assistant.money import Period, Rate, Term, percent, yuan
from kb import Corpus, YoujuError

TODAY = date(2026, 11, 22)
FIGURES = read_figures()
D = Decimal
MONTH, DAY, WEEK, YEAR = Period.MONTH, Period.DAY, Period.WEEK, Period.YEAR

sums = st.decimals(min_value=1, max_value=30_000_000, places=2)
days = st.dates(date(2014, 8, 1), date(2040, 1, 1))


def test_the_principal_is_what_arrived() -> None:
    """民法典第六百七十条: 10,000 on paper, 2,000 taken off, 8,000 to be paid back."""
    found = a.principal(D(10000), D(8000))

    assert found.value == 8000
    assert found.steps[0] == a.Step("本金按到手算：10000元 − 2000元 = 8000元", ("advance",))


@pytest.mark.parametrize(
    ("rate", "yearly"),
    [
        (Rate(D(3), MONTH), "36"),  # 3 × 12
        (Rate(D("0.1"), DAY), "36.5"),  # 0.1 × 365
        (Rate(D("0.05"), DAY), "18.25"),
        (Rate(D(7), WEEK), "365"),  # 7 × 365 ÷ 7
        (Rate(D(24), YEAR), "24"),
    ],
)
def test_a_rate_by_the_year(rate: Rate, yearly: str) -> None:
    """A simple rate: no interest on interest."""
    assert a.yearly(rate).value is not None
    assert percent(a.yearly(rate).value or D(0)) == f"{yearly}%"


def test_the_rate_that_fees_and_interest_come_to() -> None:
    """2,000 ÷ 8,000 = 25 % for 30 days, × 365 ÷ 30 = 304.17 %; for one month × 12 = 300 %."""
    assert percent(a.implied(D(8000), D(10000), Term(D(30), DAY)).value or D(0)) == "304.17%"
    assert percent(a.implied(D(8000), D(10000), Term(D(1), MONTH)).value or D(0)) == "300%"


def test_instalments_cost_what_the_internal_rate_of_return_says() -> None:
    """100 received, 110 back in one month: 10 % a month, 120 % a year. Twice 60: 60/(1+r) + 60/(1+r)² = 100."""
    assert percent(a.instalments(D(100), D(110), 1).value or D(0)) == "120%"
    monthly = (a.instalments(D(100), D(60), 2).value or D(0)) / 1200
    assert abs(60 / (1 + monthly) + 60 / (1 + monthly) ** 2 - 100) < D("0.000001")
    assert "内部收益率" in a.instalments(D(100), D(110), 1).steps[1].said


def test_instalments_without_interest_cost_nothing() -> None:
    """Twelve times 100 for 1,200 is nought per cent."""
    assert percent(a.instalments(D(1200), D(100), 12).value or D(0)) == "0%"


@pytest.mark.parametrize(
    ("day", "cap"),
    [
        (date(2020, 8, 20), "15.4"),  # 3.85 × 4
        (date(2021, 12, 19), "15.4"),
        (date(2021, 12, 20), "15.2"),  # 3.80 × 4
        (date(2023, 8, 21), "13.8"),
        (date(2024, 10, 20), "13.4"),
        (date(2025, 11, 30), "12"),
    ],
)
def test_the_cap_is_four_times_the_lpr_of_the_day(day: date, cap: str) -> None:
    """民间借贷规定第二十五条第一款."""
    assert a.cap(FIGURES, day, day).value == D(cap)


def test_no_lpr_is_made_up_for_a_day_outside_the_table() -> None:
    """The table is known to 2025-11; a later day has no figure, and neither has a day before the first row."""
    later = a.cap(FIGURES, date(2025, 12, 1), date(2025, 12, 1))

    assert later.value is None
    assert "资料库里没有2025-12-01的LPR（记到2025-11-30）" in later.steps[0].said
    assert FIGURES.lpr.on(date(2019, 8, 19)) is None
    assert a.lpr_on(FIGURES, date(2026, 1, 5)).value is None


def test_a_contract_older_than_the_rule_is_not_capped_by_its_own_day() -> None:
    """民间借贷规定第三十一条第二款: from 2020-08-20 on, the bound of the day of the suit."""
    old = a.cap(FIGURES, date(2020, 8, 19), date(2020, 8, 19))

    assert old.value is None
    assert old.steps[0].grounds == ("cap-before",)


def test_a_year_that_the_rule_divides_is_not_guessed() -> None:
    """2020 lies on both sides of 2020-08-20; 2025 ends after the last known day."""
    divided = a.cap(FIGURES, date(2020, 1, 1), date(2020, 12, 31))

    assert divided.value is None
    assert divided.steps[0].grounds == ("cap", "cap-before")
    assert a.cap(FIGURES, date(2025, 1, 1), date(2025, 12, 31)).value is None


def test_a_month_in_which_the_lpr_changed_is_not_guessed() -> None:
    """2024-07 had 3.45 until the 21st, 3.35 after: 18 % is above both, 13.6 % depends on the day."""
    july = (date(2024, 7, 1), date(2024, 7, 31))

    assert a.cap(FIGURES, *july).value is None
    assert "18%哪天签的都超过" in a.caps(FIGURES, D(18), *july).steps[0].said
    assert "13.6%看是哪天签的" in a.caps(FIGURES, D("13.6"), *july).steps[0].said
    assert "13.4%哪天签的都没超过" in a.caps(FIGURES, D("13.4"), *july).steps[0].said


def test_interest_above_the_cap() -> None:
    """100,000 × (24 − 15.4) % for a year is 8,600; within the cap nothing is above."""
    assert a.above(D(100000), D(24), D("15.4"), Term(D(1), YEAR)).value == 8600
    assert a.above(D(100000), D(24), D("15.4"), Term(D(6), MONTH)).value == 4300
    assert a.above(D(100000), D(12), D("15.4"), Term(D(1), YEAR)).value == 0


def test_overdue_interest() -> None:
    """30,000 × 3.45 % × 200 ÷ 365 = 567.12."""
    assert a.overdue(D(30000), D("3.45"), Term(D(200), DAY), "overdue-none").value == D("567.12")


def test_double_interest_for_late_performance() -> None:
    """迟延履行利息解释第一条第三款: 100,000 × 0.000175 × 996 days = 17,430."""
    found = a.late(FIGURES, D(100000), date(2024, 3, 1), date(2026, 11, 22))

    assert found.value == 17430
    assert found.steps[0].said == "天数：2024-03-01到2026-11-22，996天"


def test_double_interest_is_not_computed_for_the_time_before_the_rule() -> None:
    """From 2014-08-01 to 2014-08-11: ten days, 100,000 × 0.000175 × 10 = 175; what is left out is said."""
    found = a.late(FIGURES, D(100000), date(2014, 1, 1), date(2014, 8, 11))

    assert found.value == 175
    assert "2014-08-01以前的那一段没有算" in found.notes


@pytest.mark.parametrize(
    ("claim", "fee"),
    [
        ("1", "50"),
        ("10000", "50"),
        ("50000", "1050"),  # 50 + 40,000 × 2.5 %
        ("100000", "2300"),
        ("200000", "4300"),
        ("356000", "6640"),  # 4,300 + 156,000 × 1.5 %
        ("1000000", "13800"),
        ("20000000", "141800"),
        ("30000000", "191800"),  # 141,800 + 10,000,000 × 0.5 %
    ],
)
def test_the_court_fee_adds_up_by_bands(claim: str, fee: str) -> None:
    """诉讼费用交纳办法第十三条第一款; half of it in simple procedure."""
    found = a.court_fee(FIGURES, D(claim))

    assert found.value == D(fee)
    assert f"÷ 2 = {yuan(D(fee) / 2)}" in found.steps[1].said


def test_a_payment_order_costs_a_third() -> None:
    """36,000: 50 + 26,000 × 2.5 % = 700; a third is 233.33."""
    assert a.payment_order_fee(FIGURES, D(36000)).value == D("233.33")


def test_small_claims_by_the_wage_the_reader_tells() -> None:
    """民事诉讼法第一百六十五条: half of 100,000 is 50,000; 60,000 lies between half and twice."""
    found = a.small_claims(D(60000), D(100000))

    assert found.value == 50000
    assert "60000元在一半和两倍之间" in found.steps[1].said


def test_a_payment_goes_to_fees_then_interest_then_principal() -> None:
    """民法典第五百六十一条: 36,000 on 1,000 + 6,000 + 50,000 leaves 21,000; 3,000 leaves all, and 4,000 of interest."""
    assert a.order(D(36000), D(1000), D(6000), D(50000)).value == 21000
    little = a.order(D(3000), D(1000), D(6000), D(50000))
    assert little.value == 50000
    assert little.notes == ("费用和利息还差4000元",)


@pytest.mark.parametrize(
    ("due", "again", "last"),
    [
        (date(2022, 5, 1), (), date(2025, 5, 1)),
        (date(2024, 2, 29), (), date(2027, 2, 28)),  # no 29 February in 2027: the month's last day
        (date(2021, 8, 10), (date(2023, 2, 3),), date(2026, 2, 3)),
        (date(2021, 8, 10), (date(2024, 8, 10),), date(2027, 8, 10)),  # on the last day
        (date(2021, 8, 10), (date(2024, 8, 11),), date(2024, 8, 10)),  # too late
        (date(2021, 8, 10), (date(2026, 1, 1), date(2023, 2, 3)), date(2029, 1, 1)),  # one after the other
    ],
)
def test_the_last_day_of_limitation(due: date, again: tuple[date, ...], last: date) -> None:
    """民法典第一百八十八条, 第一百九十五条, 第二百零二条."""
    assert a.limitation(due, again).day == last


@pytest.mark.parametrize(
    ("made", "last", "said"),
    [
        (a.days_to_act("appeal", date(2026, 11, 20), date(2026, 11, 28)), date(2026, 12, 5), "还有7天"),
        (a.days_to_act("appeal", date(2026, 11, 13), date(2026, 11, 28)), date(2026, 11, 28), "就是今天"),
        (a.days_to_act("answer", date(2026, 11, 1), date(2026, 11, 28)), date(2026, 11, 16), "已经过了"),
        (
            a.guarantee_period((date(2025, 12, 31),) * 2, date(2026, 11, 28)),
            date(2026, 6, 30),
            "最后一天是2026-06-30，已经过了",
        ),
        (
            a.guarantee_period((date(2025, 3, 1), date(2025, 3, 31)), date(2026, 11, 28)),
            date(2025, 9, 30),
            "到2025-09，已经过了",
        ),
        (a.guarantee_period((date(2026, 8, 31),) * 2, date(2026, 11, 28)), date(2027, 2, 28), "还有92天"),
        (a.record_kept((date(2025, 10, 1), date(2025, 10, 31)), date(2026, 11, 28)), date(2030, 10, 31), "到2030-10"),
        (a.record_kept((date(2021, 3, 5), date(2021, 3, 5)), date(2026, 11, 28)), date(2026, 3, 5), "已经到了"),
    ],
)
def test_the_last_day_of_a_period(made: a.Amount, last: date, said: str) -> None:
    """民事诉讼法第八十五条, 民法典第六百九十二条, 征信业管理条例第十六条."""
    assert made.day == last
    assert said in made.steps[0].said


@given(sums, sums)
def test_a_greater_claim_never_costs_less(one: Decimal, other: Decimal) -> None:
    """The court fee grows with the claim."""
    less, more = sorted((one, other))
    assert (a.court_fee(FIGURES, less).value or 0) <= (a.court_fee(FIGURES, more).value or 0)


@given(sums, days, st.integers(0, 4000), st.integers(0, 4000))
def test_double_interest_grows_with_time_and_is_rounded_to_fen(owed: Decimal, first: date, one: int, more: int) -> None:
    """Longer is never cheaper, and no amount has a third decimal."""
    early = a.late(FIGURES, owed, first, first + timedelta(one)).value
    late = a.late(FIGURES, owed, first, first + timedelta(one + more)).value

    assert early is not None
    assert late is not None
    assert early <= late
    assert late == late.quantize(D("0.01"))


@given(sums, st.decimals(0, 2000, places=2), st.integers(1, 3650))
def test_what_is_above_the_cap_and_what_is_within_make_up_the_whole(lent: Decimal, rate: Decimal, count: int) -> None:
    """The excess never exceeds the interest asked for, and is nothing at or below the cap."""
    term = Term(D(count), DAY)
    over = a.above(lent, rate, D("15.4"), term).value or D(0)

    assert 0 <= over <= a.interest(lent, rate, term) + D("0.01")
    assert bool(over) <= (rate > D("15.4"))


@given(sums, st.decimals(1, 4, places=2), st.integers(1, 60))
def test_instalments_that_cost_more_have_a_higher_rate(lent: Decimal, factor: Decimal, count: int) -> None:
    """The rate grows with the payment, and payments discounted by it are worth the loan."""
    each = lent * factor / count
    rate = a.instalments(lent, each, count).value or D(0)

    assert rate <= (a.instalments(lent, each * 2, count).value or D(0))
    monthly = rate / 1200
    worth = sum(each / (1 + monthly) ** n for n in range(1, count + 1))
    assert abs(worth - lent) < lent / 1_000_000


@given(st.dates(date(2020, 8, 20), date(2025, 11, 30)))
def test_every_day_of_the_table_has_a_cap(day: date) -> None:
    """Between the rule and the last known day, the cap lies between 12 and 15.4 per cent."""
    assert D(12) <= (a.cap(FIGURES, day, day).value or D(0)) <= D("15.4")


def test_the_figures_rest_on_articles_that_say_it(corpus: Corpus, verifier: Verifier) -> None:
    """Every ground resolves, and the verifier finds that the provision carries it; the rows are in order."""
    assert list(lint_figures(FIGURES, corpus, verifier, TODAY)) == []


def test_a_table_without_a_day_is_not_read(tmp_path: Path) -> None:
    """The reader names the file; it does not go on with half a table."""
    broken = tmp_path / "figures.toml"
    broken.write_text('[lpr]\nrates = [{ from = "bald", percent = "x" }]\n', "utf-8")

    with pytest.raises(YoujuError, match=r"figures\.toml"):
        read_figures(broken)


def test_faults_of_the_table_are_told() -> None:
    """Rows out of order, and a last known day before the last row."""
    lpr = replace(FIGURES.lpr, rates=FIGURES.lpr.rates[::-1], known_to=date(2019, 1, 1))
    said = [fault for _, fault in replace(FIGURES, lpr=lpr).faults]

    assert said == ["lpr 的日子没有按先后排，或者有重复", "lpr 的 known_to 早于最后一行"]
