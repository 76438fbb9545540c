"""Which amounts a borrower's words ask to be computed, with the numbers they tell; or the one question that is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from assistant.days import told_days
from assistant.money import Period, Rate, Term
from assistant.told import Days, Told


@dataclass(frozen=True, slots=True)
class Advance:
    """Interest taken off in advance: what the contract says, what arrived; yuan."""

    written: Decimal
    received: Decimal


@dataclass(frozen=True, slots=True)
class Dear:
    """How dear a loan is: its rate, or what was received and is paid back once or by the month; yuan."""

    rate: Rate | None = None
    received: Decimal | None = None
    repaid: Decimal | None = None
    term: Term | None = None
    each: Decimal | None = None
    count: int = 0
    lent: Decimal | None = None
    """The principal that a rate is taken of, where it is told."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """Interest for lateness; the rate is the agreed one, that of the loan, or None where neither is agreed."""

    lent: Decimal
    term: Term
    since: date
    """The day it became due, or the one that the length of the delay points to."""
    rate: Rate | None
    for_lateness: bool
    """Whether the rate was agreed for lateness."""


@dataclass(frozen=True, slots=True)
class Late:
    """A judgment not kept: what it gives, from when, to when; yuan."""

    owed: Decimal
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class CourtFee:
    """The fee of a suit for so many yuan."""

    claim: Decimal


@dataclass(frozen=True, slots=True)
class OrderFee:
    """The fee of a payment order for so many yuan."""

    claim: Decimal


@dataclass(frozen=True, slots=True)
class Small:
    """Whether a claim is small; the wage of the province is the reader's to tell."""

    claim: Decimal | None
    wage: Decimal | None


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment, and what was due when it was made; yuan."""

    paid: Decimal
    fees: Decimal
    due_interest: Decimal
    lent: Decimal


@dataclass(frozen=True, slots=True)
class Barred:
    """When the three years end: the due day, and the days that started them anew."""

    due: date
    again: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """When the days end to act upon a paper of the court: which ground, and the day it was received."""

    period: str
    day: date


@dataclass(frozen=True, slots=True)
class Guaranteed:
    """When a guarantee without a period of its own ends: the due day of the debt, or the month it is in."""

    due: Days


@dataclass(frozen=True, slots=True)
class Recorded:
    """Until when a credit record is kept: the days on which the debt may have been paid."""

    ended: Days


Request = (
    Advance | Dear | Overdue | Late | CourtFee | OrderFee | Small | Payment | Barred | Served | Guaranteed | Recorded
)


@dataclass(frozen=True, slots=True)
class Sums:
    """What is to be computed, the day of the contract where told, and what to ask first where a number is missing."""

    requests: tuple[Request, ...] = ()
    contract: Days | None = None
    question: str = ""
    asked: bool = False
    """Whether the words ask how much; otherwise they only tell what an amount follows from."""


LEAST_RECEIVED = 4
"""A sum under a quarter of what the paper says is some other sum (a wage, a part), not what was left of the loan."""


THREE_YEARS_SINCE = date(2017, 10, 1)
"""民法总则 came into force; what was due before had two years, and what became of them is not computed."""


def read_sums(text: str, today: date, context: str = "") -> Sums:
    """The amounts that a text asks for or implies. Words like 去年 are counted from `today`.

    Where the text tells a number or a day of its own, it is read together with the turns before it (`context`).
    """
    told = Told.of(text, today)
    if context and (told.anything or told.says(_NO_INTEREST)):
        told = Told.of(f"{context}\n{text}", today)
    requests: list[Request] = []
    question = ""
    for reader in (_advance, _dear, _overdue, _late, _fees, _small, _payment, _barred, _served, _guaranteed, _recorded):
        found = reader(told)
        if isinstance(found, str):
            question = question or found
        elif found is not None:
            requests.append(found)
    return Sums(tuple(requests), told.days.get("contract"), question, _asked(told, requests))


def _asked(told: Told, requests: Sequence[Request]) -> bool:
    dear = any(isinstance(r, Dear) for r in requests)
    return told.says(_HOW_MUCH) or (dear and told.says("合法|违法|高利|高吗|高不高|算高|超|保护"))


def _advance(told: Told) -> Advance | str | None:
    lent, received = told.sums.get("lent"), told.received
    if lent and received and lent / LEAST_RECEIVED <= received < lent:
        return Advance(lent, received)
    if told.says("砍头息") and told.says(_COUNTS):
        return "合同写的是多少，实际到手多少？"
    return None


def _dear(told: Told) -> Dear | str | None:
    got = told.received or told.lent
    each, count, repaid = told.sums.get("each"), told.count, told.sums.get("repaid")
    if (
        got
        and each
        and count
        and each * count > got
        and not told.says("[一每](?:周|星期|天)一?期|[周天]一期|半个?月一期")
    ):
        return Dear(received=got, each=each, count=count)
    if told.rate and not told.says(_JUDGED):
        return Dear(rate=told.rate, lent=got, term=told.term)
    if got and repaid and repaid > got and told.term:
        return Dear(received=got, repaid=repaid, term=told.term)
    if not told.says(rf"利[息率]|年化|高利|合法|(?:多少|几)个?点|{_DEAR}"):
        return None
    if "a_period" in told.sums:
        return "借的本金是多少（按到手的数）？"
    if got and repaid and repaid > got:
        return "这笔钱借多久还清，几天还是几个月？"
    return None


def _overdue(told: Told) -> Overdue | str | None:
    if not (told.says("逾期|到期没还|过期没还") and told.says("利息|罚息|违约金") and told.says(_ASKS)):
        return None
    if told.lent is None:
        return "欠的本金是多少？" if told.says("逾期利息|罚息") and told.says(_COUNTS) else None
    last = told.days.get("last", (told.today, told.today))[1]
    if "due" in told.days and (since := told.days["due"][1]) < last:
        term = told.late or Term(Decimal((last - since).days), Period.DAY)
    elif told.late:
        term, since = told.late, told.today - timedelta(days=int(told.late.days))
    else:
        return "逾期多少天了？" if told.says(_COUNTS) else None
    if told.rate:
        return Overdue(told.lent, term, since, told.rate, told.rate_is_late)
    if told.says(_NO_INTEREST):
        return Overdue(told.lent, term, since, None, for_lateness=False)
    return "合同约定的利息是多少（没约定就说没有）？"


def _late(told: Told) -> Late | str | None:
    asked = told.says("迟延履行|延迟履行|加倍(?:的)?(?:部分|支付|利息|债务)|双倍利息")
    if not told.says(_JUDGED) or not (asked or "judgment" in told.days):
        return None
    if told.claim is None:
        return "判决要还的钱（不算利息）还差多少？" if asked else None
    if "judgment" not in told.days:
        return "判决书写的履行期到哪天（没写的，判决哪天生效）？" if asked else None
    first, last = told.days["judgment"][1], told.days.get("last", (told.today, told.today))[1]
    return Late(told.claim, first, last) if first < last else None


def _fees(told: Told) -> CourtFee | OrderFee | str | None:
    if told.says("支付令") and told.says("申请费|费用|收费|交[^,;。]{0,4}钱|多少钱") and told.says(_COUNTS):
        return OrderFee(told.claim) if told.claim else "申请支付令要求的金额是多少？"
    if not told.says("诉讼费|受理费|起诉费|立案费|(?:打官司|起诉)[^,;。]{0,8}(?:[交花出付]多少|多少(?:钱|费))"):
        return None
    if told.claim:
        return CourtFee(told.claim)
    return "起诉要求的金额是多少？" if told.says(_COUNTS) else None


def _small(told: Told) -> Small | None:
    if not told.says("小额(?:诉讼|程序)") or not told.says(
        "多少|标准|上限|金额|工资|算不算|能不能|适用|够不够|门槛|万|千"
    ):
        return None
    return Small(told.claim, told.sums.get("wage"))


def _payment(told: Told) -> Payment | str | None:
    lent, paid = told.sums.get("lent"), told.sums.get("paid")
    if not (lent and paid) or not told.says("还剩|还欠|还差|剩多少|差多少|先还|先抵|先算|抵|冲|欠多少"):
        return None
    due = told.sums.get("interest")
    if due is None and told.says(_NO_INTEREST):
        due = Decimal(0)
    if due is None:
        return "到还钱那天，一共该付多少利息（没约定利息就说没有）？"
    return Payment(paid, told.sums.get("fees", Decimal(0)), due, lent)


def _barred(told: Told) -> Barred | str | None:
    if not told.says("诉讼时效|时效|(?:过期|过了)[^,;。]{0,4}(?:告|起诉|吗|没)|还能(?:不能)?(?:告|起诉)"):
        return None
    if "due" in told.days:
        first, last = told.days["due"]
        if first < THREE_YEARS_SINCE or told.says("分期|每期|每月还|月供"):
            return None
        return Barred(last, told.again) if first == last else "约定还款是那个月的哪一天？"
    return "约定的还款日是哪天，最后一次催是哪天？" if told.says("哪天|哪一天|到什么时候|几号") else None


def _served(told: Told) -> Served | None:
    for pattern in (_GOT_ON, _ON_GOT):
        for match in pattern.finditer(told.words):
            days = told_days(match["day"], told.today)
            period = next(p for p, papers in _PAPERS.items() if match["paper"].startswith(papers))
            first_instance = period != "appeal" or not told.says("二审|终审|小额诉讼|再审")
            if days and days.first == days.last <= told.today and first_instance:
                return Served(period, days.first)
    return None


def _guaranteed(told: Told) -> Guaranteed | None:
    due = told.days.get("due")
    if not due or not told.says("担保|保证人|保人") or told.says(_OWN_PERIOD):
        return None
    return Guaranteed(due) if due[0] >= GUARANTEES_SINCE else None


def _recorded(told: Told) -> Recorded | None:
    return Recorded(told.days["last"]) if "last" in told.days and told.says("征信|不良记录|逾期记录|黑名单") else None


GUARANTEES_SINCE = date(2021, 1, 1)
"""民法典 came into force; of a debt that was due before, a guarantee without a period is not computed."""
_OWN_PERIOD = (
    "(?:担保|保证)期(?:间|限|是|为|写|约)*(?:[一二两三四五]|[1-5])(?:年|个月)"
    "|抵押|质押|没(?:有)?(?:写|约定)(?:还款|到期)"
)
_PAPERS = {"appeal": ("判决",), "order-objection": ("支付令",), "answer": ("起诉状", "应诉")}
_DAY = (
    r"(?P<day>(?:20\d{2}年)?\d{1,2}月\d{1,2}[日号]|20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|今天|昨天|前天|上(?:周|星期)[一二三四五六日天])"
)
_PAPER = r"(?:法院)?(?:寄来|发来|送来)?的?(?:一审|民事)?(?P<paper>判决书?|支付令|起诉状|应诉通知)"
_GOT_ON = re.compile(rf"{_DAY}[^,;。]{{0,6}}?(?:收到|签收|拿到|接到)(?:了)?{_PAPER}")
_ON_GOT = re.compile(rf"(?:收到|签收|拿到|接到){_PAPER}(?:的?(?:日子|时间|那天)?(?:是|在)){_DAY}")

_ASKS = "多少|怎么算|咋算|算一?下|算算|几块|合法|吗|对不对|哪天|该不该|要不要|[?？]"
_COUNTS = "多少|怎么算|咋算|咋个算|算一?下|算算|几块"
_HOW_MUCH = "多少|怎么算|咋算|咋个算|算一?下|算算|几块|哪天|几个点|(?:要|该|得)(?:不(?:要|该|得))?还|还剩|还欠|还差"
_DEAR = "算不算高|高不高|太高|超过"
_JUDGED = "判决|裁决书|调解书|法院判|判我|判了|生效"
_NO_INTEREST = (
    "没(?:有)?(?:约定|说|写|要|算|收|讲)[^,;。]{0,4}利息|无息|没有?利息|利息没(?:约定|写|说)|不(?:要|收|算)利息|没约定"
)
