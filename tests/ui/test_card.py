"""The card: what stands on it, what never does, and how its lines are broken."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Action, Answer, Call, Calls, Cited, Conclusion, read_lines
from kb import read_corpus
from ui.card import HEIGHT, MARGIN, WIDTH, Card, back_svg, card_of, front_svg, masked
from ui.typesetting import NOT_FIRST, NOT_LAST, broken, fitted, width

LINES = read_lines()
CHROMIUM = Path("/usr/bin/chromium")
LONG = "把每天的来电记录、原话、录音文件名、亲友接到的次数都写在一张表里，按日期排好，一样也别删；明天打官方客服。"


def cited(n: int, label: str = "《民法典》第一千零三十三条第一款第一项") -> Cited:
    """A citation in force."""
    return Cited(n, f"民法典@2021-01-01#{n}", label, "词", "in_force", "law", "exact", "", date(2021, 1, 1))


def answer(**told: object) -> Answer:
    """An answer to a question that holds personal data."""
    made = Answer(
        "我叫示例甲，身份证110101199003070000，电话13812345678，他骂我", date(2026, 11, 26), "zh", Action.ANSWER,
        Conclusion.LIKELY_UNLAWFUL, "辱骂你：涉嫌违法", "", steps=("别骂回去，开录音。",),
        channels=("12378（金融监管总局）：投诉银行",),
        citations=(cited(1),), corpus="abcdef0123456789",
    )  # fmt: skip
    return replace(made, **told)  # type: ignore[arg-type]


def words(svg: str) -> list[str]:
    """The texts of a drawing, in order."""
    return [e.text or "" for e in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314  # our own


def test_the_front_has_verdict_steps_and_numbers() -> None:
    """A verdict in words, the headline without it, at most three steps, the public lines named."""
    front = words(front_svg(card_of(answer(), LINES)))

    assert [w for w in front if w in {"涉嫌违法", "辱骂你", "1", "别骂回去，开录音。", "12378"}] == [
        "涉嫌违法", "辱骂你", "1", "别骂回去，开录音。", "12378"
    ]  # fmt: skip
    assert front[-1] == "有据 · 仅供参考，不是律师意见"


def test_the_back_has_articles_with_rank_and_days() -> None:
    """What is no law says so; what no longer applies says since when."""
    standard = replace(cited(2, "《GB/T45251-2025》第5.3节"), authority="standard", wording="summary")
    old = replace(cited(3), until=date(2026, 1, 1), status="superseded")
    back = words(back_svg(card_of(answer(citations=(cited(1), standard, old)), LINES)))

    assert "法律 · 现行有效 · 2021-01-01 起施行" in back
    assert "国家标准（推荐），不是法律（大意） · 现行有效 ·" in back
    assert any("已修改" in w for w in back)
    assert "按 2026-11-26 的法律 · 数据版本 abcdef01" in back


def test_nothing_personal_stands_on_a_card() -> None:
    """Neither the question nor digits that are no public line, wherever they came from."""
    told = answer(
        headline="13812345678：涉嫌违法",
        steps=("打 138-1234-5678 给示例公司。", "转 52300 元到 6222 0000 0000 0000。", "打110、12378，别打95599。"),
    )
    card = card_of(told, LINES)
    whole = front_svg(card) + back_svg(card)

    assert "示例甲" not in whole
    assert not re.search(r"1381234|138-1234|6222|52300|95599|110101", whole)
    assert "打110、12378，别打＊＊＊。" in words(whole[: whole.index("</svg>") + 6])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打12356或120", "打12356或120"),
        ("22:00到8:00，3次，1000元", "22:00到8:00，3次，1000元"),
        ("１３８１２３４５６７８", "＊＊＊"),
        ("+86 138 1234 5678", "＊＊＊"),
        ("2026-01-01", "＊＊＊"),
        ("看\u202e不见\x07的", "看不见的"),
    ],
)
def test_long_digits_that_are_no_line_are_masked(text: str, shown: str) -> None:
    """In doubt a number is masked: a date in a step is less than a leaked number."""
    assert masked(text, LINES) == shown


def test_words_are_escaped() -> None:
    """Whatever a model writes, the drawing stays a drawing."""
    svg = front_svg(card_of(answer(headline="<script>alert(1)</script>&\"'"), LINES))

    assert "<script" not in svg
    ET.fromstring(svg)  # noqa: S314  # our own


def test_danger_to_life_has_no_verdict_and_no_law() -> None:
    """The card of a crisis has the words of the notice and the numbers alone."""
    report = Calls(read_corpus()).check(Call(text="催收逼得我不想活了，想从楼上跳下去"), date(2026, 11, 26))
    card = card_of(report, LINES)

    assert card.conclusion is Conclusion.NOT_APPLICABLE
    assert {"110", "120", "12356"} == {one.number for one in card.numbers}
    assert "这张卡没有引用法条。" in words(back_svg(card))


def test_more_than_fits_is_told() -> None:
    """Articles that have no room are counted, not dropped in silence."""
    back = words(back_svg(card_of(answer(citations=tuple(cited(n) for n in range(1, 31))), LINES)))

    assert any(re.fullmatch(r"另有 \d+ 条，见完整答复。", w) for w in back)


TEXTS = st.text("他说第一千零三十三条第二款，。；「」（）《民法典》今天22:00打12378abc 骂", max_size=80)


@given(TEXTS, st.sampled_from((44.0, 60.0, 90.0)))
@settings(max_examples=150, deadline=None)
def test_lines_fit_and_begin_and_end_as_they_may(text: str, room: float) -> None:
    """No line is wider than its room, none is lost; no closing mark begins a line, no opening one ends it."""
    lines = broken(text, room, 4.0)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, 4.0) <= room for line in lines)
    if not re.search(r"[，。；「」（）《》 ]{2}", text):
        assert not [line for line in lines[1:] if line[0] in NOT_FIRST]
        assert not [line for line in lines[:-1] if line[-1] in NOT_LAST]


@pytest.mark.parametrize("room", range(36, 90, 2))
def test_an_article_number_is_never_torn(room: int) -> None:
    """第一千零三十三条第一款第一项 may break between its parts, never inside one."""
    lines = broken("依据《民法典》第一千零三十三条第一款第一项，不得以电话、短信等方式侵扰他人。", float(room), 4.0)

    assert sum(line.count("第一千零三十三条") for line in lines) == 1


def test_what_does_not_fit_is_cut_behind_a_sentence() -> None:
    """Smaller letters first, then fewer sentences; never half a word."""
    whole = fitted("第一句话在这里。第二句也在这里。", 40, 3, (4.0, 3.0))
    cut = fitted("第一句话在这里。第二句很长很长很长很长很长很长很长。", 40, 1, (4.0, 3.0))
    clause = fitted("没有句号，也要断在逗号后面而不是别的地方哪里都不行", 40, 1, (4.0,))

    assert "".join(whole.lines) == "第一句话在这里。第二句也在这里。"
    assert cut.lines == ("第一句话在这里。",)
    assert clause.lines == ("没有句号…",)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("length", [1, 4, 20])
def test_the_longest_card_stays_on_its_paper(lang: str, length: int) -> None:
    """Three long steps, a long headline and three numbers still end above the foot."""
    card = Card(
        Conclusion.BREACHES_INDUSTRY_RULE, LONG[: length * 5], (LONG * length,) * 3, LINES.lines[3:6],
        tuple(cited(n) for n in range(1, 20)), date(2026, 11, 26), "abc", lang,
    )  # fmt: skip
    for svg in (front_svg(card), back_svg(card)):
        texts = list(ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"))  # noqa: S314  # our own
        lowest = sorted(float(t.get("y", "0")) for t in texts)
        foot = min(float(t.get("y", "0")) for t in texts if t.get("text-anchor") == "middle" and len(t.text or "") > 2)

        assert lowest[-1] <= HEIGHT - MARGIN + 1
        assert all(float(t.get("y", "0")) < foot for t in texts if t.get("text-anchor") != "middle")


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium here")
def test_no_word_runs_over_the_edge_in_a_browser() -> None:
    """Measured by the browser's own fonts, every word stays between the margins."""
    sync_api = pytest.importorskip("playwright.sync_api")
    calls = Calls(read_corpus())
    told = (
        Call(time=time(23, 10), times=5, lender="online-loan"),
        Call(date(2025, 12, 20), to="family", lender="bank-card", text="催收给我妈打电话说我欠钱，还说要打断我的腿"),
    )
    cards = [card_of(calls.check(c, date(2026, 11, 26), lang), LINES) for c in told for lang in ("zh", "en")]
    cards.append(replace(cards[0], headline=LONG, steps=(LONG,) * 3, numbers=LINES.lines[:3]))
    measure = """([most]) => [...document.querySelectorAll('svg')].flatMap(svg => {
        const paper = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].filter(text => {
            const box = text.getBoundingClientRect(), margin = most * paper.width;
            return box.right > paper.right - margin || box.left < paper.left + margin - 1;
        }).map(text => text.textContent);
    })"""
    with sync_api.sync_playwright() as playwright:
        flags = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags.split())
        page = browser.new_page()
        page.set_content("".join(front_svg(c) + back_svg(c) for c in cards))
        over = page.evaluate(measure, [(MARGIN - 1) / WIDTH])
        browser.close()

    assert over == []
