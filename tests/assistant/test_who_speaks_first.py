"""Which of what was found opens an answer, and what stands behind it."""

from __future__ import annotations

import pytest

from assistant import Action, Assistant, Conclusion
from assistant.gist import asked_apart, questions_in
from kb import standard

SECOND_HAND = (
    "手机号是我去年新办的二手号，前一个机主欠了网贷，天天有人打来骂我老赖，我解释了很多遍说换了机主，没用，怎么弄"
)
INSULTED = "催收在电话里骂我全家是畜生，我录下来了，合法吗"


def test_the_section_of_a_story_speaks_before_a_finding_that_it_is_not_about(assistant: Assistant) -> None:
    """The finding is still told, behind it."""
    answer = assistant.ask(SECOND_HAND)

    assert "删号" in answer.headline
    assert "辱骂" in answer.text.partition("现在做")[0]


def test_a_finding_speaks_first_in_a_short_message(assistant: Assistant) -> None:
    """Whatever section is near."""
    assert assistant.ask(INSULTED).headline.startswith("辱骂")


def test_a_plain_breach_never_steps_back(assistant: Assistant) -> None:
    """Danger to a body comes before a question of interest, however sure its section is."""
    text = "朋友的借条没写利息，现在张口要我付两年利息，刚才他又拿着刀在我家门口喊今晚不还就砍死我，利息我要给吗"

    assert assistant.ask(text).conclusion is Conclusion.UNLAWFUL


def test_where_facts_are_missing_the_headline_says_what_it_turns_on(assistant: Assistant) -> None:
    """And not only that they are."""
    answer = assistant.ask("昨天来了两个催收的上门，要不要紧")

    assert answer.conclusion is Conclusion.NEEDS_FACTS
    assert "信息不够" not in answer.headline


def test_who_collects_gets_rules_and_no_advice_to_borrowers(assistant: Assistant) -> None:
    """No steps, no evidence against himself."""
    answer = assistant.ask("我是做催收的，能不能让他同事都知道他欠钱")

    assert answer.citations
    assert not [step for step in answer.steps if "留证" in step or "录音" in step]
    assert "留证据" not in answer.text


def test_what_was_computed_has_its_own_headline(assistant: Assistant) -> None:
    """Not that of the nearest section."""
    text = "2025年6月10号我向同事借了2万，借条写年利率11%，现在他找我要利息，是不是超标了不用给"

    assert assistant.ask(text).headline == "11%没有超过12%"


def test_each_question_within_a_sentence_is_one() -> None:
    """With what is told before it; what others asked is none."""
    assert asked_apart("限高和失信是一回事吗，我孩子高考会不会受影响") == (
        "限高和失信是一回事吗",
        "我孩子高考会不会受影响",
    )
    assert asked_apart("银行打来电话，问我啥时候能还，这样合法吗") == ("银行打来电话，问我啥时候能还，这样合法吗",)
    assert questions_in("他就问我什么时候还钱。") == ()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("我爸上个月走了，信用卡还欠八万", "我爸上个月去世了，信用卡还欠八万"),
        ("丈母娘2019年3月5号走了", "丈母娘2019年3月5号去世了"),
        ("老公去年年底走了", "老公去年年底去世了"),
        ("老公走了，不管孩子", "老公走了，不管孩子"),
        ("我爸走了两里路", "我爸走了两里路"),
        ("我爸的钱没了", "我爸的钱没了"),
    ],
)
def test_what_is_said_of_the_dead_is_searched_as_what_it_means(said: str, meant: str) -> None:
    """A spouse may only have left."""
    assert standard(said) == meant


def test_who_writes_a_letter_is_told_what_to_cite(assistant: Assistant) -> None:
    """The section on citing speaks before the finding that the calls are too many; the finding stands below it."""
    answer = assistant.ask("一天打二十个电话投诉信引哪条")

    assert answer.headline == "法律引1033条，次数引国标和协会指引"
    assert "many-calls" in {found.rule for found in answer.findings}


def test_many_calls_to_who_owes_nothing(assistant: Assistant) -> None:
    """Are judged by the law on everybody's peace, not by a number that was set for debtors."""
    rules = {found.rule for found in assistant.ask("换了新号，前机主欠钱，催收一天打我二十个电话").findings}

    assert "many-calls-to-others" in rules
    assert "many-calls" not in rules


def test_who_asks_whether_a_person_answers(assistant: Assistant) -> None:
    """Is told that a program does; a question about robots that collect is answered."""
    assert assistant.ask("你们是人工吗").headline == "我是程序，不是人工"
    assert assistant.ask("催收是机器人打的，合法吗").action is Action.ANSWER


def test_one_question_back_only_where_nothing_is_told(assistant: Assistant) -> None:
    """Words that say nothing may stand around what somebody did."""
    assert assistant.ask("他说的是不是真的，到底会不会有事").action is Action.CLARIFY
    assert assistant.ask("他说要告我是不是真的，到底会不会有事").action is Action.ANSWER
