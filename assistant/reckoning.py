"""The block 算一算 of an answer: what the words ask for, computed, each line with the provision that carries it.

A line is a computed sentence and a sentence of law. The verifier shows the first only where it is exactly one of
`computed` and where every sentence of law that it rests on has passed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant import amounts
from assistant.amounts import Amount, Step
from assistant.conduct import LICENSED, PRIVATE
from assistant.figures import Figures
from assistant.ranks import ranked
from assistant.sums import (
    Advance,
    Barred,
    CourtFee,
    Dear,
    Guaranteed,
    Late,
    OrderFee,
    Overdue,
    Payment,
    Recorded,
    Request,
    Served,
    Small,
    Sums,
    read_sums,
)
from assistant.told import Days
from kb import Corpus

MAX_LINES = 6
"""Lines of the block below its heading."""
HEADING = "算一算"
HEADLINE = 25
"""Characters of a headline."""
"""Facts that tell a lender whom 民间借贷规定 does not bind."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The block in Markdown, its computed sentences with the sentences of law each rests on, and a question."""

    block: str = ""
    computed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    question: str = ""
    asked: bool = False
    """Whether the words ask how much."""

    @property
    def bound(self) -> str:
        """What was found of a limit, in at most `HEADLINE` characters; else nothing."""
        found = (line.rstrip("。") for line in self.computed)
        return next((line for line in found if "超过" in line and len(line) <= HEADLINE), "")

    @property
    def headline(self) -> str:
        """What was found of a limit, or that something was computed."""
        return self.bound or "算出来了，看下面的数"

    def beside(self, body: str) -> str:
        """A draft with the block: before it where the reader asks how much, else behind it."""
        parts = (self.block, body) if self.asked else (body, self.block)
        return "\n\n".join(p for p in parts if p)


def reckon(
    text: str,
    facts: Mapping[str, str],
    figures: Figures,
    corpus: Corpus,
    *,
    day: date,
    today: date,
    context: str = "",
) -> Reckoning:
    """Compute what a text asks for.

    Args:
        text: the reader's words.
        facts: facts already read from them; they tell the kind of lender.
        figures: the rates and fees.
        corpus: where the provisions stand.
        day: the day whose law the answer speaks of; what is not law then carries nothing.
        today: what 去年 is counted from, and how far interest runs that has not ended.
        context: earlier turns of the same matter.
    """
    sums = read_sums(text, today, context)
    if _lent_nothing(f"{context}\n{text}"):
        sums = replace(sums, requests=tuple(r for r in sums.requests if not isinstance(r, Dear | Overdue)))
    licensed = bool(LICENSED & set(facts)) and not PRIVATE & set(facts)
    local = not {"small-lender", "online-loan"}.isdisjoint(facts)
    said = _Sentences(figures, corpus, day)
    made: list[Amount] = []
    rules: list[str] = []
    for request in sums.requests:
        found = [a for a in _amounts(request, sums, figures, today, licensed=licensed) if a.steps]
        made += found
        if found or isinstance(request, Small):
            rules += _rules(request, local=licensed and local)
    computed = [line for amount in made for line in said.lines(amount)]
    bounds = said.rules(rules)
    lines = [*computed[: MAX_LINES - len(bounds)], *bounds]
    question = sums.question or _contract_question(sums, licensed=licensed)
    if not lines:
        return Reckoning(question=question)
    shown = [f"- {line}" for line in lines]
    return Reckoning(f"**{HEADING}**\n" + "\n".join(shown), said.computed, question, sums.asked)


def _lent_nothing(text: str) -> bool:
    """Whether rent, goods or the like are owed and no loan: what a lender may take is no measure of these."""
    return bool(_OWED_OTHERWISE.search(text)) and not _LENT.search(text)


_OWED_OTHERWISE = re.compile(r"房租|租金|欠租|货款|工程款|水电费|物业费|话费|学费|尾款|加工费|运费")
_LENT = re.compile(r"借|贷|信用卡|刷卡|透支|花呗|白条|垫付")


def _contract_question(sums: Sums, *, licensed: bool) -> str:
    """The day of the contract decides the cap of a private loan."""
    dear = any(isinstance(r, Dear) for r in sums.requests)
    needed = dear and sums.asked and sums.contract is None and not licensed
    return "合同是哪天签的？上限看那天的LPR。" if needed else ""


def _amounts(request: Request, sums: Sums, figures: Figures, today: date, *, licensed: bool) -> list[Amount]:
    match request:
        case Advance():
            return [amounts.principal(request.written, request.received)]
        case Dear():
            return _dear(request, sums.contract, figures, licensed=licensed)
        case Overdue():
            return _overdue(request, sums.contract, figures, licensed=licensed)
        case Late():
            return [amounts.late(figures, request.owed, request.first, request.last)]
        case CourtFee():
            return [amounts.court_fee(figures, request.claim)]
        case OrderFee():
            return [amounts.payment_order_fee(figures, request.claim)]
        case Small(claim, wage):
            return [amounts.small_claims(claim, wage)] if claim and wage else []
        case Payment():
            return [amounts.order(request.paid, request.fees, request.due_interest, request.lent)]
        case Barred():
            return [amounts.limitation(request.due, request.again)]
        case Served():
            return [amounts.days_to_act(request.period, request.day, today)]
        case Guaranteed():
            return [amounts.guarantee_period(request.due, today)]
        case Recorded():
            return [amounts.record_kept(request.ended, today)]


def _rules(request: Request, *, local: bool) -> tuple[str, ...]:
    """Grounds that are said without a computation: whom the rule does not bind; a bound that needs a local figure."""
    match request:
        case Dear() | Overdue():
            return ("licensed", "licensed-local") if local else ("licensed",)
        case Small(claim, wage) if not (claim and wage):
            return ("small-claims", "small-agreed")
    return ()


def _dear(request: Dear, contract: Days | None, figures: Figures, *, licensed: bool) -> list[Amount]:
    ground = "licensed" if licensed else "cap"
    if request.rate:
        found = amounts.yearly(request.rate, ground)
    elif request.received and request.each:
        found = amounts.instalments(request.received, request.each, request.count, ground)
    elif request.received and request.repaid and request.term:
        found = amounts.implied(request.received, request.repaid, request.term, ground)
    else:
        return []
    if licensed or found.value is None:
        return [found]
    first, last = contract or (figures.lpr.capped_from, figures.lpr.known_to)
    if first >= figures.lpr.capped_from and len(figures.lpr.between(first, last) or ()) > 1:
        return [found, amounts.caps(figures, found.value, first, last)]
    most = amounts.cap(figures, first, last)
    if most.value is None:
        return [found, most]
    if request.lent and request.term:
        return [found, most, amounts.above(request.lent, found.value, most.value, request.term)]
    return [found, most, amounts.compared(found.value, most.value)]


def _overdue(request: Overdue, contract: Days | None, figures: Figures, *, licensed: bool) -> list[Amount]:
    """Interest for lateness of a private loan, held to the cap; nothing where the cap may bind and its day is not told.

    A licensed lender's rate is its contract's, so nothing is computed either.
    """
    if licensed:
        return []
    if request.rate is None:
        rate = amounts.lpr_on(figures, request.since)
        if rate.value is None:
            return [rate]
        return [rate, amounts.overdue(request.lent, rate.value, request.term, "overdue-none")]
    yearly = amounts.yearly(request.rate)
    value, made = yearly.value or request.rate.percent, [yearly]
    if contract:
        most = amounts.cap(figures, *contract)
        made.append(most)
        if most.value is None:
            return made
        value = min(value, most.value)
    elif value > amounts.lowest_cap(figures):
        return made
    ground = "overdue-agreed" if request.for_lateness else "overdue-same"
    return [*made, amounts.overdue(request.lent, value, request.term, ground)]


class _Sentences:
    """Writes steps and grounds as sentences; a sentence of law stands once, behind the last step that needs it."""

    def __init__(self, figures: Figures, corpus: Corpus, day: date) -> None:
        self._figures = figures
        self._corpus = corpus
        self._day = day
        self._said: set[str] = set()
        self.computed: dict[str, tuple[str, ...]] = {}

    def lines(self, amount: Amount) -> list[str]:
        """A line for each step, and one for what is left out; none where a provision is not held that day."""
        steps = amount.steps
        if amount.notes and steps:
            steps = (*steps, Step("；".join(amount.notes), steps[-1].grounds))
        out = []
        for step in steps:
            law = tuple(filter(None, map(self._law, step.grounds)))
            if len(law) < len(step.grounds):
                continue
            sentence = f"{step.said}。"
            if sentence in self.computed:
                continue
            self.computed[sentence] = law
            out.append(sentence + "".join(x for x in law if x not in self._said))
            self._said.update(law)
        return out

    def rules(self, grounds: Sequence[str]) -> list[str]:
        """A line for each ground that has not been said."""
        law = [self._law(g) for g in dict.fromkeys(grounds)]
        return [x for x in law if x and x not in self._said]

    def _law(self, name: str) -> str:
        ground = self._figures.ground(name)
        provision = self._corpus.provision(ground.ref, self._day)
        if provision is None or not self._corpus.on(self._day).in_force(provision):
            return ""
        summary = "" if provision.wording.value == "exact" else "，这里是概括"
        return f"{ground.says}（{provision.label}，{ranked(provision)}{summary}）。"
