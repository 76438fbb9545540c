"""Which section of the guides speaks: of a later turn, and of a message that asks several things."""

from datetime import date

import pytest

from assistant import Assistant
from kb import CREDITOR


def test_a_later_turn_that_asks_for_a_section_gets_it(assistant: Assistant) -> None:
    """What was told before neither hides the section nor leads before it."""
    talk = assistant.conversation()
    talk.ask("我是担保人，朋友跑了，银行找我还，我必须还吗？担保合同过了三年了")

    answer = talk.ask("那我没签字呢，是他们代我签的")

    assert answer.headline == "没签、没授权、没追认的，对你不发生效力"


def test_a_later_turn_that_only_tells_more_leans_on_the_question(assistant: Assistant) -> None:
    """The rule that the first question met still leads."""
    talk = assistant.conversation()
    first = talk.ask("欠了五年的信用卡还要还吗")

    answer = talk.ask("银行上个月给我发了短信")

    assert first.findings[0].rule == "old-debt"
    assert answer.headline == first.headline


def test_a_question_after_what_was_only_told_is_about_that(assistant: Assistant) -> None:
    """That some section has the words of the question by itself does not make it the answer."""
    talk = assistant.conversation()
    for told in ("我妈上个月走了", "她名下有网贷没还完", "她留的东西我一样没拿", "我写了放弃继承"):
        talk.ask(told)

    assert talk.ask("平台还能找我要吗").headline == "只在继承到的遗产价值以内还"


def test_of_sections_that_answer_a_turn_by_itself_the_one_of_the_same_matter_speaks(assistant: Assistant) -> None:
    """A list of the court's and a credit report both are what one gets off; asked was the report."""
    talk = assistant.conversation()
    talk.ask("我想问问花呗逾期会不会上征信")

    answer = talk.ask("上了多久能消")

    assert any(cited.ref.startswith("征信业管理条例") for cited in answer.citations)
    assert not any(cited.ref.startswith("失信被执行人规定") for cited in answer.citations)


def test_who_lent_stays_the_lender_until_he_tells_of_a_collector(assistant: Assistant) -> None:
    """His next question is not answered as a borrower's; his own loan is."""
    talk = assistant.conversation()
    talk.ask("我借给老乡八千块，三年多了他不还，也没写借条")
    owed = {
        section.headline for guide in assistant.corpus.guides if guide.reader == CREDITOR for section in guide.sections
    }

    assert talk.ask("还能去法院告他吗").headline in owed
    assert "辱骂" in talk.ask("那我自己欠的网贷，催收半夜打电话骂我合法吗").headline


def test_each_question_of_a_message_is_answered(assistant: Assistant) -> None:
    """Also one that by itself speaks of no debt."""
    answer = assistant.ask("法院判了我还不上，会不会坐牢？会影响孩子上学考公务员吗？能坐高铁吗")

    assert "有判决不还，会坐牢吗？" in answer.text
    assert "孩子就上不了学" in answer.text
    assert "限高了能坐动车二等座吗？" in answer.text


def test_what_asks_nothing_of_the_library_is_no_question_of_it(assistant: Assistant) -> None:
    """Small talk beside the matter gets no section."""
    alone, beside = (assistant.ask(f"催收半夜一点给我打电话合法吗？{said}") for said in ("", "另外今天天气怎么样？"))

    assert beside.text == alone.text


def test_a_section_about_something_else_does_not_stand_behind_a_finding(assistant: Assistant) -> None:
    """A relative's guarantee is no guarantee company's, though the words are alike."""
    answer = assistant.ask("我给表哥的信用卡做了担保，银行打电话让我承担担保责任，银行能这样找我吗？")

    assert answer.findings
    assert not [c.label for c in answer.citations if "融资担保公司" in c.label]


def test_a_section_about_the_finding_stands_behind_it(assistant: Assistant) -> None:
    """What the police fine for paint is said behind what the paint breaks."""
    answer = assistant.ask("催收往我家门上泼漆怎么办?")

    assert answer.findings
    assert "刑法" in "".join(c.label for c in answer.citations)


@pytest.mark.parametrize(("day", "cited"), [(date(2026, 1, 1), False), (date(2025, 12, 20), True)])
def test_a_text_of_another_day_is_not_cited_beside_a_finding(assistant: Assistant, day: date, cited: bool) -> None:
    """The old number stands in an answer for a day on which it was law, and in no other."""
    answer = assistant.at(date(2026, 2, 1)).ask("催收写恐吓信威胁我，公安按哪条罚？", as_of=day)

    assert answer.findings
    assert any("2013-01-01#42" in c.ref for c in answer.citations) is cited


def test_a_question_that_names_nothing_of_the_field_needs_both_rankings(assistant: Assistant) -> None:
    """要用书面吗 asks of the objection before it, not of a contract's form."""
    answer = assistant.ask("收到法院寄来的支付令，里面金额不对，请问多久之内可以提出异议？要用书面吗？")

    assert [c.label for c in answer.citations if "民事诉讼法》第二百二十七条" in c.label]
    assert not [c.label for c in answer.citations if "民法典》第四百六十九条" in c.label]


def test_a_headline_rests_on_no_sentence_that_is_withheld(assistant: Assistant) -> None:
    """By the law of that day article 10 said something else: what it carried is withheld, and nothing cites it."""
    answer = assistant.ask("网贷平台的仲裁裁决书今天寄到了，我想申请撤销，多长时间内要提出？", as_of=date(2026, 2, 10))

    assert any("《仲裁法》第十条" in w.text for w in answer.withheld)
    assert not [c.label for c in answer.citations if "《仲裁法》第十条" in c.label]


def test_of_what_a_court_does_no_verdict_on_collectors_is_given(assistant: Assistant) -> None:
    """Whose car the court takes away is told of the court's rules; whose car collectors take, of theirs."""
    court, collectors = assistant.ask("法院要来把我的车拉走怎么办"), assistant.ask("催收要来把我的车拉走怎么办")

    assert court.conclusion.value == "not_applicable"
    assert any(cited.ref.startswith("查封扣押冻结规定") for cited in court.citations)
    assert collectors.conclusion.value in {"unlawful", "likely_unlawful"}


def test_a_section_far_behind_the_best_does_not_speak_for_its_words(assistant: Assistant) -> None:
    """还要 stands in a question about recording; asked was the car."""
    answer = assistant.ask("法院通知要扣车我还要靠它跑货")

    assert "录" not in answer.headline


def test_in_danger_no_section_that_may_be_beside_it_is_shown(assistant: Assistant) -> None:
    """What is to be done comes first; a nearest section behind it would only be in the way."""
    answer = assistant.ask("那个人这会儿还在屋头门口吼，喊我婆娘莫想睡安生")

    assert answer.steps
    assert "没有完全对上" not in answer.text


def test_several_questions_are_answered_one_by_one(assistant: Assistant) -> None:
    """Where no section is sure of the whole, the headline says so and each question has a section of its own."""
    answer = assistant.ask(
        "信用卡逾期本金11200，账单要我还19600。违约金有没有封顶的说法？我想要一份明细他们说给不了，必须给吗？逾期利息怎么算？"
    )

    asked = [line for line in answer.text.splitlines() if line.startswith("**") and line.endswith("？**")]
    assert len(asked) >= 2
    assert "没有完全对上" not in answer.headline


def test_no_section_on_an_earlier_time_answers_what_is_told_of_a_later(assistant: Assistant) -> None:
    """A guarantee of 2023 falls under no law of before 2021; of one of 2019 it may be asked."""
    text = "{}给前同事的贷款做了担保，只写保证人，没写期限，去年到期，银行上个月才找我，还要担责吗"

    def found(when: str) -> set[str]:
        return {one.ref for one in assistant.likely_sections(text.format(when), date(2026, 11, 22))}

    assert "guide:guarantee#before-2021" in found("2019年")
    assert "guide:guarantee#before-2021" not in found("三年前")
