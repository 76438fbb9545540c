"""The day of events is read from the words."""

from datetime import date

import pytest

from assistant.days import told_days, years_in

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("去年12月20号他天天发恐吓短信", date(2025, 12, 20), date(2025, 12, 20)),
        ("上个月催收来我家", date(2026, 10, 1), date(2026, 10, 31)),
        ("2025年12月31日晚上", date(2025, 12, 31), date(2025, 12, 31)),
        ("2025-12-31那天", date(2025, 12, 31), date(2025, 12, 31)),
        ("从去年12月到今年3月没停过", date(2025, 12, 1), date(2026, 3, 31)),
        ("昨天打我电话", date(2026, 11, 21), date(2026, 11, 21)),
        ("去年的事了", date(2025, 1, 1), date(2025, 12, 31)),
        ("12月5号打过一次", date(2025, 12, 5), date(2025, 12, 5)),
        ("3月5日打过一次", date(2026, 3, 5), date(2026, 3, 5)),
        ("去年十二月二十号", date(2025, 12, 20), date(2025, 12, 20)),
        ("三个月前", date(2026, 8, 24), date(2026, 8, 24)),
        ("刚才骂我", TODAY, TODAY),
    ],
)
def test_words_for_a_day_are_counted_from_today(text: str, first: date, last: date) -> None:
    """Full, relative and month-only days, in digits or Chinese numerals."""
    told = told_days(text, TODAY)

    assert told is not None
    assert (told.first, told.last) == (first, last)


@pytest.mark.parametrize("text", ["催收半夜打电话合法吗", "欠了三个月没还", "每月15号还款", "分12个月还"])
def test_durations_and_due_days_are_no_day_of_events(text: str) -> None:
    """How long a debt is overdue does not move the law."""
    assert told_days(text, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "2019年3月最后一次还的钱，还能起诉我吗",
        "借条写的是2022年3月1号还",
        "2022年3月签的担保",
        "去年12月写的借条没写利息",
        "2021年5月放款的网贷",
        "最后一笔还款是2020年6月",
        "去年新买的号码，天天有催收打来",
        "去年在老家补办的身份证，现在被人冒名贷款",
        "我前年从那家厂离职，催收还打到厂里",
        "金融借款合同案件，6月18号在外省一个区法院开庭",
        "上礼拜我收到法院传票，平台把我也列被告",
        "今年5月突然收到起诉状",
        "个体户去年没报税，短信说欠税",
        "去年九月换的新手机号，从那以后天天有人打来",
        "2020年8月之前和之后的利率上限分别按什么算",
    ],
)
def test_the_days_of_a_debt_are_not_the_day_of_the_law(text: str) -> None:
    """When it was lent, signed, due or last paid: the question is about today."""
    assert told_days(text, TODAY) is None


@pytest.mark.parametrize(
    "text", ["去年12月还在骂我", "2025年12月20号还说要来我家", "去年12月还打电话骂人", "去年12月他们往我单位寄律师函"]
)
def test_still_is_not_paying_back(text: str) -> None:
    """还 is also "still": what was done then happened then."""
    told = told_days(text, TODAY)

    assert told is not None
    assert told.last.year == 2025


def test_an_impossible_day_is_passed_over() -> None:
    """February has no 31st; the question is still answered, for today."""
    assert told_days("2月31日打过", TODAY) is None


@pytest.mark.parametrize(
    ("text", "today", "last"),
    [
        ("元旦前他天天发恐吓信息", date(2026, 1, 15), date(2025, 12, 31)),
        ("元旦那天写恐吓信", date(2026, 2, 1), date(2026, 1, 1)),
        ("元旦以后还在发", date(2026, 2, 10), date(2026, 1, 2)),
        ("跨年夜说要弄死我", date(2026, 2, 1), date(2025, 12, 31)),
        ("圣诞节那天当众骂我", date(2026, 2, 1), date(2025, 12, 25)),
        ("去年年底造谣", date(2026, 5, 1), date(2025, 12, 31)),
        ("2025年最后一天", date(2026, 2, 10), date(2025, 12, 31)),
        ("去年十二月底发的短信", date(2026, 2, 10), date(2025, 12, 31)),
        ("这个月3号", date(2026, 1, 20), date(2026, 1, 3)),
        ("上个月28号", date(2026, 1, 10), date(2025, 12, 28)),
        ("上周五", date(2026, 1, 2), date(2025, 12, 26)),
        ("半个月前", date(2026, 1, 10), date(2025, 12, 26)),
        ("去年12月借的钱，今年1月5号他来闹", date(2026, 2, 10), date(2026, 1, 5)),
    ],
)
def test_days_as_people_speak_of_them_fall_on_the_right_side_of_the_year(text: str, today: date, last: date) -> None:
    """Feasts, weekdays and ends of months around 2026-01-01, when the law of public order changed."""
    told = told_days(text, today)

    assert told is not None
    assert told.last == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("去年十月他们发恐吓短信，现在报警还来得及吗", date(2025, 10, 31)),
        ("去年十月他们骂过我，现在我再投诉会不会晚了", date(2025, 10, 31)),
        ("去年十月骂过我，现在还在骂", date(2026, 11, 27)),
        ("去年十月开始打到现在我该怎么办", date(2026, 11, 27)),
        ("去年十月发短信，现在告诉我单位了", date(2026, 11, 27)),
    ],
)
def test_what_the_asker_may_do_now_is_no_day_of_the_conduct(text: str, last: date) -> None:
    """现在 before a report or a complaint is the asker's; before what they do, or behind 到, it is theirs."""
    told = told_days(text, date(2026, 11, 27))

    assert told
    assert told.last == last


def test_papers_that_only_pose_as_a_court_s_are_conduct_of_their_day() -> None:
    """When somebody posed as a court is when he did it."""
    told = told_days("去年12月冒充法院给我发传票吓我", TODAY)

    assert told is not None
    assert told.last == date(2025, 12, 31)


def test_what_goes_on_since_a_day_goes_on_today() -> None:
    """从那以后天天 is now too."""
    told = told_days("2025年9月有人上门骂过一次，从那以后天天打电话", TODAY)

    assert told is not None
    assert told.last == TODAY


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019年签的担保，2025年3月底到期", {2019, 2025}),
        ("三年前做的担保，去年到期", {2023, 2025}),
        ("大前年借的", {2023}),
        ("21年前的老账", {2005}),
        ("2021年前签的，第3年前没动静", {2021}),
        ("担保书没写期限", set()),
    ],
)
def test_the_years_that_are_told(text: str, years: set[int]) -> None:
    """In numbers, by name, or as so many years ago."""
    assert years_in(text, date(2026, 11, 22)) == years
