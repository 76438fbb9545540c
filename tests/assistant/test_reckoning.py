"""The block 算一算: shown only as computed, only with the law that carries it, and in an answer."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Assistant, Support, Verifier, in_english, read_figures, states_law
from assistant.composer import Draft, Material
from assistant.reckoning import MAX_LINES, reckon
from kb import Corpus

TODAY = date(2026, 11, 22)
FIGURES = read_figures()

ASKED = (
    "借一万到手八千",
    "月息三分合法吗",
    "判决2024年3月1日生效 本金十万",
    "起诉5万诉讼费多少",
    "约定2022年5月1日还，时效到哪天",
)


@pytest.mark.parametrize("asked", ASKED)
def test_a_computed_sentence_is_shown_only_word_for_word(asked: str, corpus: Corpus, verifier: Verifier) -> None:
    """The same sentence with another number, or not computed for this answer, is withheld or is no computed claim."""
    made = reckon(asked, {}, FIGURES, corpus, day=TODAY, today=TODAY)
    verified = verifier.verify(made.block, computed=made.computed)

    assert not verified.withheld
    assert len(made.block.split("\n")) <= MAX_LINES + 1
    computed = [c for c in verified.claims if c.support is Support.COMPUTED]
    assert computed
    assert all(c.citations and c.text in made.computed for c in computed)
    forged = made.block.translate(str.maketrans("0123456789", "1234567890"))
    assert all(
        c.support is not Support.COMPUTED or not re.search(r"\d", c.text)
        for c in verifier.verify(forged, computed=made.computed).claims
    )
    assert all(c.support is not Support.COMPUTED for c in verifier.verify(made.block).claims)


def test_a_computed_sentence_falls_with_its_law(verifier: Verifier) -> None:
    """Where the sentence of law is withheld, so is the number that rests on it; so is one that rests on none."""
    for law in ((), ("利息按八倍算（《民法典》第六百七十条）。",), ("应当返还本金。",)):
        verified = verifier.verify("- 本金：8000元。", computed={"本金：8000元。": law})
        assert all(c.support is not Support.COMPUTED for c in verified.claims)
        assert len(verified.withheld) == 1


def test_every_ground_has_its_english(corpus: Corpus) -> None:
    """What an article says of a computation is said to an English reader too."""
    assert [g.id for g in FIGURES.grounds if re.search("[\u3400-\u9fff]", in_english(f"{g.says}。", corpus))] == []


@pytest.mark.parametrize(
    "asked",
    [
        *ASKED,
        "借3000到手2100，7天还3000",
        "借一万，分12期，每期还1000",
        "年利率36%，2021年3月1日签的合同，借一万借一年，利息合法吗",
        "借1万，逾期90天没约定利息，逾期利息多少",
        "支付令 5万 要交多少钱",
    ],
)
def test_what_is_computed_is_told_in_english(asked: str, corpus: Corpus) -> None:
    """Steps, what they leave out, and law: no Chinese is left, and no number is lost."""
    made = reckon(asked, {}, FIGURES, corpus, day=TODAY, today=TODAY)
    assert made.block
    english = in_english(made.block, corpus)
    assert not re.search("[\u3400-\u9fff]", english)
    for sentence in made.computed:
        assert set(re.findall(r"\d[\d.]*(?=%|元)", sentence)) <= set(re.findall(r"\d[\d.]*\d|\d", english))


@pytest.mark.parametrize("asked", ASKED)
def test_computed_sentences_state_no_law_of_their_own(asked: str, corpus: Corpus) -> None:
    """Apart from rates and the name of the LPR they are arithmetic; law stands in the sentences beside them."""
    for sentence in reckon(asked, {}, FIGURES, corpus, day=TODAY, today=TODAY).computed:
        assert not states_law(sentence.replace("LPR", "").replace("%", "").replace("年利率", ""))


def test_what_was_not_law_on_the_day_carries_nothing(corpus: Corpus) -> None:
    """In 2019 there was no 民法典: no principal is computed from it."""
    made = reckon("借一万到手八千", {}, FIGURES, corpus, day=date(2019, 5, 1), today=TODAY)

    assert made.block == ""


_PIECES = (
    "借 到手 先扣 还了 要还 利息 月息 日息 年利率 万分之 分 厘 % 期 每期 一天 每月 逾期 判决 生效 诉讼费 多少 支付令 "
    "小额诉讼 平均工资 时效 到期 催过 没约定利息 2021年3月 2024年2月30日 去年 0 1 3 12 "
    "99999999999999999999999999999999 3.5 万 千 百 一 二 十 零 半 元 块 天 个月 年 ， 。 签的合同 前年 25年"
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES.split()), max_size=14).map("".join))
def test_no_words_break_the_reckoning(corpus: Corpus, words: str) -> None:
    """Nonsense is computed or passed over, and never more than six lines long."""
    made = reckon(words, {}, FIGURES, corpus, day=TODAY, today=TODAY)

    assert len(made.block.split("\n")) <= MAX_LINES + 1


@pytest.mark.parametrize(
    ("asked", "said", "ref"),
    [
        ("借一万到手八千，要还一万吗？", "10000元 − 2000元 = 8000元。", "民法典@2021-01-01#670"),
        (
            "2021年3月10日跟朋友借10万，年利率24%合法吗？",
            "2021-03-10的LPR 3.85% × 4 = 15.4%。",
            "民间借贷规定@2021-01-01#25.1",
        ),
        (
            "判决2024年3月1日生效，本金十万没还，迟延履行利息多少？",
            "100000元 × 每天0.0175% × 996天 = 17430元。",
            "迟延履行利息解释@2014-08-01#1.3",
        ),
    ],
)
def test_an_answer_shows_the_sum_with_its_article(assistant: Assistant, asked: str, said: str, ref: str) -> None:
    """The claim is marked as computed, cites what carries it, and stands in the text."""
    answer = assistant.ask(asked)

    (claim,) = (c for c in answer.claims if c.text.endswith(said))
    assert claim.support is Support.COMPUTED
    assert ref in {c.ref for c in answer.citations if c.n in claim.citations}
    assert "**算一算**" in answer.text
    assert said.removesuffix("。") in answer.text
    assert not answer.withheld


def test_an_answer_asks_for_the_number_that_is_missing(assistant: Assistant) -> None:
    """One question, and no sum."""
    answer = assistant.ask("诉讼费怎么算")

    assert answer.ask_back == ("起诉要求的金额是多少？",)
    assert "算一算" not in answer.text


def test_a_question_without_sums_is_answered_as_before(assistant: Assistant) -> None:
    """No block where nothing is to be computed."""
    answer = assistant.ask("催收半夜打电话合法吗？")

    assert "算一算" not in answer.text
    assert all(c.support is not Support.COMPUTED for c in answer.claims)


class Liar:
    """A composer that makes up an amount."""

    name = "liar"

    def compose(self, material: Material) -> Draft:
        """Nothing of it is true, whatever the material."""
        del material
        return Draft("本金", "- 本金按到手算：10000元 − 5000元 = 5000元。\n- 年利率36%也受保护。")


def test_a_model_makes_up_no_amounts(assistant: Assistant) -> None:
    """Its sums are withheld, ours are shown, and ours do not make its draft an answer."""
    lying = assistant.with_composer(Liar())

    answer = lying.ask("借一万到手八千，要还一万吗？")

    assert "5000元" not in answer.text
    assert "10000元 − 2000元 = 8000元" in answer.text
    assert answer.model == "extractive"
    assert {w.text.strip() for w in answer.withheld} == {
        "本金按到手算：10000元 − 5000元 = 5000元。",
        "年利率36%也受保护。",
    }


def test_the_bound_of_the_rule_is_never_cut_off(corpus: Corpus) -> None:
    """However much is computed, the last line tells whom the cap does not bind."""
    asked = "2021年3月10日跟朋友借10万到手9万，借一年，月利率2%，逾期90天，逾期利息多少"
    lines = reckon(asked, {"private-lender": ""}, FIGURES, corpus, day=TODAY, today=TODAY).block.split("\n")

    assert len(lines) == MAX_LINES + 1
    assert "《民间借贷规定》第一条第二款" in lines[-1]


def test_a_later_turn_adds_the_number_that_was_missing(assistant: Assistant) -> None:
    """The reply to our question is read with the question; a turn without numbers computes nothing anew."""
    talk = assistant.conversation()

    first, second, third = (talk.ask(x) for x in ("跟朋友借的，月息三分合法吗", "2023年9月1日签的", "他骂我"))

    assert first.ask_back == ("合同是哪天签的？上限看那天的LPR。",)
    assert "2023-09-01的LPR 3.45% × 4 = 13.8%" in second.text
    assert "算一算" not in third.text


def test_what_a_lender_may_take_is_no_measure_of_rent(assistant: Assistant) -> None:
    """A penalty on rent or goods falls under no cap on loans; on a loan to pay the rent it does."""
    rent = assistant.ask("房东说我欠两个月房租，滞纳金每天百分之一，合法吗")
    loan = assistant.ask("朋友借我两万交房租，利息每天百分之一，合法吗")

    assert "民间借贷规定@2021-01-01#25" not in {c.ref.partition(".")[0] for c in rent.citations}
    assert "算一算" not in rent.text
    assert "算一算" in loan.text
