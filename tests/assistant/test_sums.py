"""What is to be computed, read from a borrower's words; and the question where a number is missing."""

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest

from assistant.money import Period, Rate, Term, read_sum
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
    read_sums,
)

TODAY = date(2026, 11, 22)
D = Decimal
MONTH, DAY, WEEK, YEAR = Period.MONTH, Period.DAY, Period.WEEK, Period.YEAR


def rate(percent: str, per: Period, lent: int = 0, term: Term | None = None) -> Dear:
    """A loan at a rate."""
    return Dear(rate=Rate(D(percent), per), lent=D(lent) if lent else None, term=term)


def parts(received: int, each: int, count: int) -> Dear:
    """A loan paid back by the month."""
    return Dear(received=D(received), each=D(each), count=count)


def once(received: int, repaid: int, term: Term) -> Dear:
    """A loan paid back once."""
    return Dear(received=D(received), repaid=D(repaid), term=term)


PHRASES: tuple[tuple[str, tuple[Request, ...]], ...] = (
    ("借一万到手八千", (Advance(D(10000), D(8000)),)),
    ("合同写5万，实际到账4万6", (Advance(D(50000), D(46000)),)),
    ("借了2w，先扣3000", (Advance(D(20000), D(17000)),)),
    ("借条写十二万，只给了我十万", (Advance(D(120000), D(100000)),)),
    ("砍头息扣了1500，合同一万五", (Advance(D(15000), D(13500)),)),
    ("贷款8000元 手续费直接扣掉1200元", (Advance(D(8000), D(6800)),)),
    ("借3000到手2100，7天还3000", (Advance(D(3000), D(2100)), once(2100, 3000, Term(D(7), DAY)))),
    ("到手八千，30天后还一万，利率多少", (once(8000, 10000, Term(D(30), DAY)),)),
    ("拿到5000，一个月后还6500", (once(5000, 6500, Term(D(1), MONTH)),)),
    ("月息三分合法吗", (rate("3", MONTH),)),
    ("月息2分5", (rate("2.5", MONTH),)),
    ("三分利借的钱要还吗", (rate("3", MONTH),)),
    ("利息五分", (rate("5", MONTH),)),
    ("年息两分", (rate("20", YEAR),)),
    ("月息8厘", (rate("0.8", MONTH),)),
    ("日息千一", (rate("0.1", DAY),)),
    ("日息万分之五是年化多少", (rate("0.05", DAY),)),
    ("日利率0.05%", (rate("0.05", DAY),)),
    ("每天1%的利息", (rate("1", DAY),)),
    ("年利率百分之三十六", (rate("36", YEAR),)),
    ("年化24%合法吗", (rate("24", YEAR),)),
    ("周息5%", (rate("5", WEEK),)),
    ("月利率千分之十五", (rate("1.5", MONTH),)),
    ("一毛的利息借了5万", (rate("10", MONTH, 50000),)),
    ("借一万，一天300", (rate("3", DAY, 10000),)),
    ("借8000，每天利息200块", (rate("2.5", DAY, 8000),)),
    ("借五千 一周500利息，合法吗", (rate("10", WEEK, 5000),)),
    ("借1万2，分12期，每期还1072，利息高吗", (parts(12000, 1072, 12),)),
    ("到手一万，月供950，12期，年化多少", (parts(10000, 950, 12),)),
    ("月利率2%借10万借一年", (rate("2", MONTH, 100000, Term(D(1), YEAR)),)),
    ("判决2024年3月1日生效 本金十万", (Late(D(100000), date(2024, 3, 1), TODAY),)),
    ("法院判我还8万5，2023年6月15日生效，2024年6月15日还清", (Late(D(85000), date(2023, 6, 15), date(2024, 6, 15)),)),
    ("起诉5万诉讼费多少", (CourtFee(D(50000)),)),
    ("欠他三十五万六，诉讼费怎么算", (CourtFee(D(356000)),)),
    ("支付令申请费多少钱，欠款3万6", (OrderFee(D(36000)),)),
    ("要求还6万的案子算不算小额诉讼，我们省平均工资10万", (Small(D(60000), D(100000)),)),
    ("借2万，一个月800利息", (rate("4", MONTH, 20000),)),
    ("借5万 还了3万6，没约定利息，还剩多少", (Payment(D(36000), D(0), D(0), D(50000)),)),
    ("借10万，没约定利息，2022年3月还了2万，2023年还了3万，还欠多少", (Payment(D(50000), D(0), D(0), D(100000)),)),
    ("借两万三个月，总共还了两万一，没约定利息，还剩多少", (Payment(D(21000), D(0), D(0), D(20000)),)),
    ("借2万12个月，每月还1900，高吗", (parts(20000, 1900, 12),)),
    (
        "朋友借我3万，没说利息，2026年11月2日到期，一直没还，逾期利息怎么算",
        (Overdue(D(30000), Term(D(20), DAY), date(2026, 11, 2), None, for_lateness=False),),
    ),
    ("借5万，利息6000，还了3万6，还欠多少", (Payment(D(36000), D(0), D(6000), D(50000)),)),
    ("约定2022年5月1日还，诉讼时效到哪天", (Barred(date(2022, 5, 1), ()),)),
    ("2021年8月10日到期，2023年2月3日催过一次，时效到哪天", (Barred(date(2021, 8, 10), (date(2023, 2, 3),)),)),
    ("昨天收到支付令，几天内提异议", (Served("order-objection", TODAY - timedelta(days=1)),)),
    ("2026年11月20日拿到法院寄来的判决书，还能上诉吗", (Served("appeal", date(2026, 11, 20)),)),
    ("收到起诉状是2026年11月18日", (Served("answer", date(2026, 11, 18)),)),
    ("2026年11月20日收到二审判决书", ()),
    ("我给他担保，没写期间，2025年12月31日到期，还要还吗", (Guaranteed((date(2025, 12, 31), date(2025, 12, 31))),)),
    ("我给他担保，担保期间写两年，2025年12月31日到期", ()),
    ("房子抵押担保，2025年12月31日到期", ()),
    ("去年10月还清的，征信什么时候消", (Recorded((date(2025, 10, 1), date(2025, 10, 31))),)),
    (
        "借三万2024年5月1日到期，逾期200天，没约定利息，逾期利息多少",
        (Overdue(D(30000), Term(D(200), DAY), date(2024, 5, 1), None, for_lateness=False),),
    ),
)


@pytest.mark.parametrize(("words", "requests"), PHRASES, ids=[words for words, _ in PHRASES])
def test_words_are_read_as_what_is_to_be_computed(words: str, requests: tuple[Request, ...]) -> None:
    """Each number plays the part that the words give it."""
    found = read_sums(words, TODAY)

    assert found.requests == requests
    assert found.question == ""


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("借5万 还了3万6，还欠多少", "到还钱那天，一共该付多少利息（没约定利息就说没有）？"),
        ("诉讼费怎么算", "起诉要求的金额是多少？"),
        ("砍头息怎么算", "合同写的是多少，实际到手多少？"),
        ("迟延履行利息怎么算，判决还没还", "判决要还的钱（不算利息）还差多少？"),
        ("判决本金十万，加倍利息怎么算", "判决书写的履行期到哪天（没写的，判决哪天生效）？"),
        ("一天利息300，利率多少", "借的本金是多少（按到手的数）？"),
        ("诉讼时效到哪天", "约定的还款日是哪天，最后一次催是哪天？"),
        ("欠三万逾期，逾期利息多少", "逾期多少天了？"),
    ],
)
def test_one_question_where_a_number_is_missing(words: str, question: str) -> None:
    """Nothing is computed; what is missing is asked for."""
    found = read_sums(words, TODAY)

    assert found.question == question
    assert found.requests == ()


@pytest.mark.parametrize(
    "words",
    [
        "催收一天打我300个电话",
        "一天打我300个电话，我借了5000",
        "借了一万多，到手八千左右",
        "借了5万，工资到账3000就被冻结",
        "欠信用卡5万，朋友还给我3万",
        "三年前借的钱还要还吗",
        "他们晚上10点打了20个电话",
        "借了几万块，被起诉怎么办",
        "逾期3个月，催收上门了",
        "分期十二期第三期逾期",
        "从我工资里扣了3000，借款5万还没还完",
        "12分钟打了3次",
        "法院判决书是假的吗",
        "支付令15天内怎么提异议",
        "一个月3000，欠5万还不起",
        "我一天挣200元，借了一万",
        "借5万，分10期每期还6000，一周一期",
        "借1万，朋友给我5000帮我还",
    ],
)
def test_what_is_no_sum_is_not_computed(words: str) -> None:
    """Counts, hours and sums about which nothing is asked lead to nothing."""
    found = read_sums(words, TODAY)

    assert found.requests == ()
    assert found.question == ""


def test_the_day_of_the_contract_is_read() -> None:
    """A month is all its days; what is said of a judgment is no contract."""
    assert read_sums("2021年3月借的5万，年利率20%", TODAY).contract == (date(2021, 3, 1), date(2021, 3, 31))
    assert read_sums("去年5月6日签的合同，年利率20%", TODAY).contract == (date(2025, 5, 6), date(2025, 5, 6))
    assert read_sums("判决2024年3月1日生效 本金十万", TODAY).contract is None


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("一万二", 12000), ("3万6", 36000), ("1.5万", 15000), ("2w", 20000), ("八千", 8000), ("五千五", 5500),
        ("两百五", 250),
        ("12,000元", 12000), ("三十五万六", 356000), ("一万零五百", 10500), ("3万600", 30600), ("一百二十万", 1200000),
        ("5k", 5000), ("300块", 300), ("20块", 20), ("12345.67", "12345.67"), ("一千零二十四", 1024), ("2千", 2000),
    ],
)  # fmt: skip
def test_a_sum_as_people_write_it(written: str, yuan: int | str) -> None:
    """What is left out after 万, 千 and 百 is understood."""
    assert read_sum(written) == D(yuan)


@pytest.mark.parametrize("written", ["3", "二", "钱", ""])
def test_a_small_bare_number_is_no_sum(written: str) -> None:
    """借2 is no loan of two yuan."""
    assert read_sum(written) is None


@pytest.mark.parametrize("words", ["到手只有", "月利率约定为", "3天", "2021年3月1日", "一", "9", "借一万", "还了"])
def test_long_texts_are_read_quickly(words: str) -> None:
    """8,000 characters of anything are read in well under the time of a search."""
    before = time.perf_counter()
    read_sums((words * 8000)[:8000] + "利率多少", TODAY)

    assert time.perf_counter() - before < 5
