"""Amounts of a debt, step by step: each step a formula with its numbers put in, and the provisions that carry it.

Everything is pure: Decimal in and out, sums rounded to 分 (0.01 yuan, half up), rates in per cent. A year has 365 days;
the day on which a period begins is not counted (民法典第二百零一条).
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from assistant.figures import Figures
from assistant.money import Rate, Term, bare, fen, percent, yuan

TIMES = 4
"""民间借贷规定第二十五条第一款: four times the one-year LPR."""
LIMITATION, KEPT = 3, 5
"""民法典第一百八十八条第一款, 征信业管理条例第十六条第一款: years."""
GUARANTEED, TO_ACT = 6, 15
"""民法典第六百九十二条第二款: months; 民事诉讼法第一百二十八、一百七十一、二百二十七条: days."""


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence without its stop, and the ids of the grounds (figures.toml) that carry it."""

    said: str
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """What was computed: yuan, per cent a year or a day; none of them where the figures do not reach."""

    name: str
    steps: tuple[Step, ...]
    value: Decimal | None = None
    day: date | None = None
    notes: tuple[str, ...] = ()
    """What the amount leaves out."""


def principal(written: Decimal, received: Decimal) -> Amount:
    """The principal where interest was taken in advance: what really arrived (民法典第六百七十条). Yuan."""
    taken = written - received
    said = f"本金按到手算：{yuan(written)} − {yuan(taken)} = {yuan(received)}"
    notes = ("这里把先扣掉的都当利息算",)
    return Amount("实际本金", (Step(said, ("advance",)),), fen(received), notes=notes)


def yearly(rate: Rate, ground: str = "cap") -> Amount:
    """A rate by day, week or month as a simple rate by year, in per cent; no step where it is one already."""
    value = rate.percent * rate.per.in_a_year
    said = f"{rate.per}利率{percent(rate.percent)}{_TO_A_YEAR[rate.per]} = 年利率{percent(value)}"
    return Amount("年利率", (Step(said, (ground,)),) if _TO_A_YEAR[rate.per] else (), value)


def implied(received: Decimal, repaid: Decimal, term: Term, ground: str = "cap") -> Amount:
    """The simple yearly rate, in per cent, of money that is paid back once with fees and interest."""
    cost = repaid - received
    value = cost / received / term.count * term.of.in_a_year * 100
    spread = f"({yuan(repaid)} − {yuan(received)}) ÷ {yuan(received)} ÷ {bare(term.count)}{term.of.counted}"
    said = f"年利率：{spread}{_TO_A_YEAR[term.of]} = {percent(value)}"
    return Amount("年利率", (Step(said, (ground,)),), value)


def instalments(received: Decimal, each: Decimal, count: int, ground: str = "cap") -> Amount:
    """The yearly rate, in per cent, of equal monthly payments: twelve times the monthly internal rate of return.

    The monthly rate is found by bisection: the payments discounted by it are worth what was received.
    """
    total = each * count
    low, high = Decimal(0), Decimal(1)
    while _worth(each, count, high) > received:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _worth(each, count, middle) > received else (low, middle)
    value = high * 12 * 100
    steps = (
        Step(f"一共还：{yuan(each)} × {count}期 = {yuan(total)}，多还{yuan(total - received)}", (ground,)),
        Step(f"内部收益率（每月还一期）：每月{percent(high * 100)} × 12 = 年利率{percent(value)}", (ground,)),
    )
    return Amount("年利率（内部收益率）", steps, value)


def cap(figures: Figures, first: date, last: date) -> Amount:
    """Four times the one-year LPR of the day a private loan was agreed on, in per cent; the day lies in first..last.

    No value where the table has no rate for the day, where the days of the span have different rates, or where the
    contract is older than the rule (民间借贷规定第三十一条第二款).
    """
    lpr, when = figures.lpr, _span(first, last)
    rates, early = lpr.between(first, last), first < lpr.capped_from
    if last < lpr.capped_from:
        step = Step(f"合同成立于{when}，不按签合同那天算四倍", ("cap-before",))
    elif early:
        step = Step(f"{lpr.capped_from}前后签的算法不同，要知道是{when}的哪天", ("cap", "cap-before"))
    elif rates is None:
        step = Step(f"资料库里没有{when}的LPR（记到{lpr.known_to}），四倍算不出来", ("cap",))
    else:
        step = Step(f"{when}的LPR变过，要知道是哪天签的，才算得出四倍", ("cap",))
    if early or rates is None or len(rates) > 1:
        return Amount("利率上限", (step,))
    value = rates[0] * TIMES
    said = f"利率上限：{when}的LPR {percent(rates[0])} × {TIMES} = {percent(value)}"
    return Amount("利率上限", (Step(said, ("cap",)),), value)


def caps(figures: Figures, rate: Decimal, first: date, last: date) -> Amount:
    """A yearly rate against four times every LPR from one day to another, where the contract's day is not told.

    The span lies within the table, and begins no earlier than the rule.
    """
    rates = figures.lpr.between(first, last) or ()
    low, high = min(rates), max(rates)
    fits = "哪天签的都没超过" if rate <= low * TIMES else "看是哪天签的"
    place = "哪天签的都超过" if rate > high * TIMES else fits
    said = (
        f"{_span(first, last)}的LPR从{percent(low)}到{percent(high)}，"
        f"四倍是{percent(low * TIMES)}到{percent(high * TIMES)}：{percent(rate)}{place}，这段日子以外的没有算"
    )
    return Amount("利率上限", (Step(said, ("cap",)),))


def lowest_cap(figures: Figures) -> Decimal:
    """The least that the cap ever was in the table, in per cent a year; no rate up to it was above the cap."""
    return min(p for _, p in figures.lpr.rates) * TIMES


def compared(rate: Decimal, most: Decimal) -> Amount:
    """By how many points a rate is above the cap, in per cent a year."""
    over = rate - most
    said = f"超出：{percent(rate)} − {percent(most)} = {percent(over)}"
    said = said if over > 0 else f"{percent(rate)}没有超过{percent(most)}"
    return Amount("超出部分", (Step(said, ("cap",)),), max(Decimal(0), over))


def lpr_on(figures: Figures, day: date) -> Amount:
    """The one-year LPR of the day a loan became overdue, in per cent; no value for a day outside the table."""
    rate, known = figures.lpr.on(day), figures.lpr.known_to
    said = (
        f"逾期那天（{day}）的LPR：{percent(rate)}"
        if rate
        else f"资料库里没有{day}的LPR（记到{known}），逾期利息算不出来"
    )
    return Amount("LPR", (Step(said, ("overdue-none",)),), rate)


def interest(sum_lent: Decimal, rate: Decimal, term: Term) -> Decimal:
    """Simple interest in yuan at a yearly rate in per cent."""
    return sum_lent * rate / 100 * term.count / term.of.in_a_year


def above(sum_lent: Decimal, rate: Decimal, most: Decimal, term: Term) -> Amount:
    """The interest above the cap, in yuan; nothing where the rate is within it."""
    over = max(Decimal(0), rate - most)
    value = fen(interest(sum_lent, over, term))
    if not over:
        return Amount("超出部分", (Step(f"年利率{percent(rate)}没有超过{percent(most)}", ("cap",)),), value)
    said = (
        f"超出的利息：{yuan(sum_lent)} × ({percent(rate)} − {percent(most)}) × {_years(term)} = {yuan(value)}，"
        f"上限以内是{yuan(fen(interest(sum_lent, most, term)))}"
    )
    return Amount("超出部分", (Step(said, ("cap",)),), value)


def overdue(sum_lent: Decimal, rate: Decimal, term: Term, ground: str) -> Amount:
    """Interest after the due day, in yuan, at a yearly rate in per cent that is held to the cap already.

    The ground tells which rate it is: overdue-agreed, overdue-same (that of the loan) or overdue-none (the LPR).
    """
    value = fen(interest(sum_lent, rate, term))
    said = f"逾期利息：{yuan(sum_lent)} × {percent(rate)} × {_years(term)} = {yuan(value)}"
    note = "只算了逾期这一段，借期内的利息没有加"
    return Amount("逾期利息", (Step(said, ("overdue", ground)),), value, notes=(note,))


def late(figures: Figures, owed: Decimal, first: date, last: date) -> Amount:
    """The doubled part of the interest on a judgment that is not kept, in yuan (迟延履行利息解释第一条第三款).

    Args:
        figures: the rate a day.
        owed: what the judgment gives besides ordinary interest and is not yet paid, in yuan.
        first: the day the time to perform ended, or the judgment took effect where it set none.
        last: the day of payment.
    """
    notes: tuple[str, ...] = ("判决书里写的利息没有加",)
    if first < figures.late.since:
        first, notes = figures.late.since, (*notes, f"{figures.late.since}以前的那一段没有算")
    days, rate = max(0, (last - first).days), figures.late.percent_a_day
    value = fen(owed * rate / 100 * days)
    steps = (
        Step(f"天数：{first}到{last}，{days}天", ("late-from",)),
        Step(f"加倍部分：{yuan(owed)} × 每天{percent(rate)} × {days}天 = {yuan(value)}", ("late",)),
    )
    return Amount("迟延履行加倍利息", steps, value, notes=notes)


def court_fee(figures: Figures, claim: Decimal) -> Amount:
    """The fee of a property case of first instance, in yuan, and half of it (诉讼费用交纳办法第十三、十五、十六条)."""
    value, parts = _fee(figures, claim)
    formula = f"{' + '.join(parts)} = {yuan(value)}" if len(parts) > 1 else parts[0]
    steps = (
        Step(f"受理费：{formula}", ("court-fee",)),
        Step(f"减半：{yuan(value)} ÷ 2 = {yuan(fen(value / 2))}", ("court-fee-simple", "court-fee-mediated")),
    )
    return Amount("案件受理费", steps, value, notes=("利息、违约金也要的，加进金额再算；保全、公告、鉴定的钱没有算",))


def payment_order_fee(figures: Figures, claim: Decimal) -> Amount:
    """The fee of a payment order, in yuan: a third (诉讼费用交纳办法第十四条)."""
    whole, _ = _fee(figures, claim)
    value = fen(whole / 3)
    steps = (Step(f"支付令申请费：{yuan(whole)} ÷ 3 = {yuan(value)}", ("court-fee-order",)),)
    return Amount("支付令申请费", steps, value)


def small_claims(claim: Decimal, wage: Decimal) -> Amount:
    """The bounds of small claims, in yuan, from the wage of the year before (民事诉讼法第一百六十五条).

    The average wage comes from the reader: it differs by province and year, and none is kept here.
    """
    half, twice = fen(wage / 2), fen(wage * 2)
    place = "不超过一半" if claim <= half else "在一半和两倍之间" if claim <= twice else "超过两倍"
    steps = (
        Step(f"一半：{yuan(wage)} ÷ 2 = {yuan(half)}", ("small-claims",)),
        Step(f"两倍：{yuan(wage)} × 2 = {yuan(twice)}；{yuan(claim)}{place}", ("small-agreed",)),
    )
    return Amount("小额诉讼界线", steps, half)


def order(paid: Decimal, fees: Decimal, due_interest: Decimal, sum_lent: Decimal) -> Amount:
    """What is left of the principal, in yuan; a payment goes to fees, interest, principal (民法典第五百六十一条)."""
    to_fees = min(paid, fees)
    to_interest = min(paid - to_fees, due_interest)
    to_principal = min(paid - to_fees - to_interest, sum_lent)
    left = fen(sum_lent - to_principal)
    first = f"费用{yuan(to_fees)}、" if fees else ""
    steps = (
        Step(f"还的{yuan(paid)}：先抵{first}利息{yuan(to_interest)}，再抵本金{yuan(to_principal)}", ("order",)),
        Step(f"还剩本金：{yuan(sum_lent)} − {yuan(to_principal)} = {yuan(left)}", ("order",)),
    )
    unpaid = fees - to_fees + due_interest - to_interest
    notes = (f"费用和利息还差{yuan(unpaid)}",) if unpaid else ()
    return Amount("剩余本金", steps, left, notes=notes)


def limitation(due: date, again: Sequence[date] = ()) -> Amount:
    """The last day of three years from the due day; a day of `again` that lies within starts them anew.

    The due day itself is not counted (民法典第二百零一条); a last day that is a holiday is not moved.
    """
    last = _months_on(due, 12 * LIMITATION)
    steps = [Step(f"从{due}起算三年：最后一天是{last}", ("limitation", "day-counting"))]
    for day in sorted(again):
        if due < day <= last:
            last = _months_on(day, 12 * LIMITATION)
            steps.append(Step(f"{day}重新起算：最后一天是{last}", ("limitation-again",)))
    return Amount("时效最后一天", tuple(steps), day=last, notes=("没说的催讨、还款和放假顺延没有算进去",))


def days_to_act(period: str, served: date, today: date) -> Amount:
    """The last day to appeal, to object to a payment order or to answer a claim, by the day the paper was received.

    The day of receipt is not counted; a last day that is a holiday is not moved (民事诉讼法第八十五条).
    """
    last = served + timedelta(days=TO_ACT)
    said = f"{served}收到的，从第二天数{TO_ACT}天：最后一天是{last}，{_from_today(last, today)}"
    steps = (Step(said, (period, "not-counted")), Step("遇放假顺延的没有算进去", ("holiday",)))
    return Amount("最后一天", steps, day=last)


def guarantee_period(due: tuple[date, date], today: date) -> Amount:
    """The last day, or month, of the six months of a guarantee without a period of its own (民法典第六百九十二条).

    Nothing where the due day may lie in several months.
    """
    last, written = _months_on(due[1], GUARANTEED), _written(due)
    until = f"最后一天是{last}" if due[0] == due[1] else f"到{last:%Y-%m}"
    said = f"没约定保证期间的，{written}到期，过六个月：{until}，{_from_today(last, today)}"
    steps = (Step(said, ("guarantee-period",)),) if written else ()
    return Amount("保证期间最后一天", steps, day=last, notes=("2021年以前签的担保另算",))


def record_kept(ended: tuple[date, date], today: date) -> Amount:
    """Until when a credit record is kept, from the first and last day on which lateness may have ended.

    Five years (征信业管理条例第十六条第一款).
    """
    until, written = _months_on(ended[1], 12 * KEPT), _written(ended)
    day = f"{until}" if ended[0] == ended[1] else f"{until:%Y-%m}"
    said = f"{written}还清的，过五年：到{day}，{'还没到' if until > today else '已经到了'}"
    return Amount("记录保存到", (Step(said, ("record-kept",)),) if written else (), day=until)


def _written(days: tuple[date, date]) -> str:
    """A day, or a month; empty for a longer time."""
    first, last = days
    if first == last:
        return f"{first}"
    return f"{first:%Y-%m}" if (first.year, first.month) == (last.year, last.month) else ""


def _from_today(day: date, today: date) -> str:
    left = (day - today).days
    return "已经过了" if left < 0 else f"还有{left}天" if left else "就是今天"


_TO_A_YEAR = {"日": " × 365", "周": " × 365 ÷ 7", "月": " × 12", "年": ""}


def _years(term: Term) -> str:
    divided = {"日": " ÷ 365", "周": " × 7 ÷ 365", "月": " ÷ 12", "年": ""}[term.of]
    return f"{bare(term.count)}{term.of.counted}{divided}"


def _span(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first}到{last}"


def _worth(each: Decimal, count: int, monthly: Decimal) -> Decimal:
    """What equal payments at the end of each month are worth at the beginning."""
    if not monthly:
        return each * count
    return each * (1 - (1 + monthly) ** -count) / monthly


def _fee(figures: Figures, claim: Decimal) -> tuple[Decimal, list[str]]:
    """The fee by bands, and how each band came to it."""
    bands = figures.court_fee.bands
    total, parts = figures.court_fee.least, [yuan(figures.court_fee.least)]
    for (above_this, rate), (upper, _) in zip(bands, (*bands[1:], (claim, Decimal(0))), strict=True):
        part = min(claim, upper) - above_this
        if part > 0:
            total += part * rate / 100
            parts.append(f"{yuan(part)} × {percent(rate)}")
    return fen(total), parts


def _months_on(day: date, months: int) -> date:
    """The same day of the month so many months on; the month's last where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
