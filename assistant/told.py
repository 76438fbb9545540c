"""What a borrower's words tell of a loan: sums by their part in it, days, a rate, lengths of time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.days import told_days
from assistant.folded import plain
from assistant.money import SUM, Period, Rate, Term, read_rate, read_sum, read_terms
from kb import from_chinese

Days = tuple[date, date]
"""The first and the last day that words may mean: 2021年3月 is any day of the month."""

_COVER = "□"
_NEAR = 20
"""Characters beside a day or a length of time that tell what it is."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the words tell: sums by role, days by role, a rate, lengths of time."""

    words: str
    today: date
    sums: Mapping[str, Decimal]
    days: Mapping[str, Days]
    again: tuple[date, ...]
    rate: Rate | None
    rate_is_late: bool
    """Whether the rate is one for lateness."""
    term: Term | None
    late: Term | None
    count: int

    @classmethod
    def of(cls, text: str, today: date) -> Told:
        """Read a text; what has been read is covered, so that no sum plays two parts."""
        spaced = re.sub(r"(?<=[\d万千百wW元块])\s+(?=[\d零一二两三四五六七八九十])|，|\n", ";", text)
        words = plain(spaced)
        days, again, rest = _days(words, today)
        rate, rate_is_late = None, False
        if found := read_rate(rest):
            rate, span = found
            rate_is_late = bool(re.search(r"(?:逾期|罚息)[^,;。]{0,6}$", rest[: span[0]]))
            rest = _covered(rest, span)
        sums: dict[str, Decimal] = {}
        if not rate and (a_period := _A_PERIOD.search(rest)):
            value = read_sum(a_period["sum"] or a_period["first"] or a_period["then"])
            if value:
                sums["a_period"] = value
                rate = Rate(value, _PERIODS[a_period["short"] or a_period["long"]])
                rest = _covered(rest, a_period.span())
        for role, pattern in _ROLES.items():
            for match in re.finditer(pattern, rest):
                written = next(g for g in match.groups() if g)
                if value := read_sum(written):
                    several = role == "paid" and not re.search(r"[一总]共|合计|前后|其中", words)
                    sums[role] = sums.get(role, Decimal(0)) + value if several else sums.get(role, value)
                    rest = _covered(rest, match.span())
        if "lent" not in sums and (loose := re.search(SUM, rest)) and re.search(r"[万w千元块]", loose[0]):
            sums |= {"loose": value} if (value := read_sum(loose[0])) else {}
        if rate and "a_period" in sums:
            base = sums.get("received") or sums.get("lent") or sums.get("loose")
            rate = Rate(sums["a_period"] * 100 / base, rate.per) if base else None
        term, late = _terms(rest)
        count = _COUNT.search(rest)
        return cls(
            words, today, sums, days, again, rate, rate_is_late, term, late, from_chinese(count[1]) if count else 0
        )

    def says(self, pattern: str) -> bool:
        """Whether the words have a pattern."""
        return bool(re.search(pattern, self.words))

    @property
    def anything(self) -> bool:
        """Whether a number or a day is told."""
        return bool(self.sums or self.days or self.again or self.rate or self.term or self.late)

    @property
    def lent(self) -> Decimal | None:
        """What was lent, by the paper, or else the one sum that is told; yuan."""
        return self.sums.get("lent") or self.sums.get("loose")

    @property
    def claim(self) -> Decimal | None:
        """What is sued for or adjudged: also what is told as to be paid back; yuan."""
        return self.lent or self.sums.get("repaid")

    @property
    def received(self) -> Decimal | None:
        """What arrived, told or left after what was taken off; yuan."""
        lent, taken = self.sums.get("lent"), self.sums.get("deducted")
        return self.sums.get("received") or (lent - taken if lent and taken and taken < lent else None)


_GAP = (
    r"(?:他|她|我|你|人家|对方|朋友|银行|平台|的|是|了|着|过|就|才|只有|只|有|给|钱|款|金额|利息|费|写|为"
    r"|共|一共|总共|合计|,|:|;){0,16}+"
)
"""Words that may stand between a cue and its sum: few, and possessive, so that a long run of them costs nothing."""
_ROLES = {
    "wage": rf"平均工资{_GAP}({SUM})",
    "each": (
        rf"(?:每(?:一?期|个?月)|月供|一期)(?:都|要|得|应|固定|需)*(?:还款?|付|供)?{_GAP}({SUM})"
        rf"|({SUM})(?:一期|每期)"
    ),
    "received": (
        rf"(?<!工资)(?<!退款)(?:到手|到账|实到|实收|拿到|(?:只|就|才|实际)(?:给|打|转)了?我?|下款|放款){_GAP}({SUM})"
        rf"|({SUM})(?:才|就)?(?:到手|到账)(?!{_GAP}{SUM})"
    ),
    "deducted": (
        rf"(?:砍头息?(?:扣|收)?|(?<!被)(?:先|预|直接|当场|提前|预先|利息|费)扣){_GAP}(?:掉|除|下)?{_GAP}({SUM})"
        rf"|扣(?:了|掉|除|下)*({SUM})的?(?:手续费|服务费|会员费|担保费|中介费|利息|砍头息)"
    ),
    "paid": rf"(?:还了|还过|已还|还掉|偿还了|付了){_GAP}({SUM})",
    "repaid": rf"(?:(?:要|得|该|应|共|总|后|期|我|再)还|连本带利(?:还|要)?|本息|还){_GAP}({SUM})",
    "interest": rf"(?:利息|欠息)(?:一年|一共)?{_GAP}({SUM})",
    "fees": rf"(?:律师费|保全费|实现债权的费用){_GAP}({SUM})",
    "lent": (
        rf"(?:本金|借款?|贷款?|欠款?|欠条|借条|合同|写|打|判决?|标的额?|金额|要求还|起诉|告我要?|支付令){_GAP}({SUM})"
        rf"|({SUM})的?(?:本金|借款|贷款|欠款|案子|官司|标的|债)"
    ),
}
"""What stands before (or behind) a sum tells what it is. Sought in this order; what is read is covered."""
_A_PERIOD = re.compile(
    rf"(?<![隔挣赚])(?:一|每)(?:(?P<short>天|日|周|星期)(?:的|要|收|给|付|光)*+(?:利息|息)?{_GAP}(?P<sum>{SUM})"
    rf"(?!的?(?:生活|工资|饭|房|车|收入|伙食|补))"
    rf"|个?(?P<long>月)(?:的|要|收|给|付|光)*+(?:(?:利息|息){_GAP}(?P<first>{SUM})|(?P<then>{SUM})的?(?:利息|息)))"
)
"""Interest in yuan for each period; 一个月3000 alone may be a wage or an instalment."""
_PERIODS = {"天": Period.DAY, "日": Period.DAY, "周": Period.WEEK, "星期": Period.WEEK, "月": Period.MONTH}
_COUNT = re.compile(
    r"(?<![了过第逾已期\d一二三四五六七八九十])(?:分|共|还)?(\d{1,3}|[一二三四五六七八九十]{1,3})"
    r"(?:期|个月(?=还|每|,|;|。|$))"
)
_DATE = re.compile(
    r"(?:20\d{2}年|(?<!\d)2\d年(?=\d{1,2}月|借|贷|签|初|底)|大前年|前年|去年|今年)的?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})月份?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?)?"
    r"|20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|(?<![\d年])\d{1,2}月\d{1,2}[日号]"
)
_BEFORE = {
    "judgment": r"(?:判决|裁决|调解)(?:书)?(?:是|在|于)?$|生效(?:日)?(?:是|在|于)?$|履行期(?:限)?(?:到|是|至)?$",
    "contract": r"(?:签|借|贷|合同|借条|成立)(?:于|是|在|了)*$",
    "due": r"(?:到期日?|还款日|约定|说好|期限到|写着?)(?:是|在|于|的)*$",
    "again": r"(?:最后一次(?:催|还)[^,;。]{0,4}|起诉(?:是|在)?)$",
    "last": r"(?:还清|付清|算到|截止到?|到)(?:是|在|于)?$",
}
_AFTER = {
    "judgment": r"(?:的)?(?:生效|判决|判的|判我|法院判|调解|裁决|履行期)",
    "due": r"(?:之?前)?(?:到期|该还|应该?还|要还|约定还|还款|还(?!了|过|清|在))",
    "again": r"[^,;。]{0,4}?(?:催|要过|还过|还了|起诉|答应|承认|签了?(?:字|还款|确认))",
    "last": r"(?:才)?(?:还清|付清|履行完)",
    "contract": r"[^,;。]{0,6}?(?:借|贷|签|写|办|打的)",
}


def _days(words: str, today: date) -> tuple[dict[str, Days], tuple[date, ...], str]:
    """The days by their part, those that may start limitation anew, and the words with every day covered."""
    days: dict[str, Days] = {}
    again: list[date] = []
    rest = words
    for match in _DATE.finditer(words):
        written = re.sub(r"^(\d{2})年", r"20\1年", match[0])
        span = _year(written) or _span(written, today)
        rest = _covered(rest, match.span())
        if span is None:
            continue
        before, after = words[max(0, match.start() - _NEAR) : match.start()], words[match.end() : match.end() + _NEAR]
        part = next((p for p, cue in _BEFORE.items() if re.search(cue, before)), "")
        part = part or next((p for p, cue in _AFTER.items() if re.match(cue, after)), "")
        if part == "again":
            again.append(span[1])
        elif part:
            days.setdefault(part, span)
    return days, tuple(again), rest


def _year(written: str) -> Days | None:
    match = re.fullmatch(r"(20\d{2})年的?", written)
    return (date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)) if match else None


def _span(written: str, today: date) -> Days | None:
    told = told_days(written, today)
    return (told.first, told.last) if told else None


def _terms(rest: str) -> tuple[Term | None, Term | None]:
    """The length of the loan, and how long it is late; lengths of other things (三年前, 催了两个月) are neither."""
    term = late = None
    for found, (start, end) in read_terms(rest):
        before, after = rest[max(0, start - _NEAR) : start], rest[end : end + _NEAR]
        if re.search(r"(?:逾期|晚|拖|超期|过期)(?:还|了|已经?|有|快|的)*$", before) or re.match(r"(?:的)?逾期", after):
            late = late or found
        elif re.match(r"前|之前|以前|内|以内|多|来|没", after) or re.search(r"[催骂打闹等每]了?$", before):
            continue
        elif re.search(_LOAN_BEFORE, before) or re.match(_LOAN_AFTER, after):
            term = term or found
    return term, late


_LOAN_BEFORE = r"(?:借|用|期限|期|分|贷|约定|为期|周期|到手|还|□)(?:了|是|为|:|,|;)*$"
_LOAN_AFTER = r"后|之后|就?还|到期|期限|的?利息|一共|总共|连本带利|要还|以后|期|(?:[,;。]|$)"


def _covered(text: str, span: tuple[int, int]) -> str:
    return text[: span[0]] + _COVER * (span[1] - span[0]) + text[span[1] :]
