"""Which section of the guides speaks: of a later turn, and of a message that asks several things."""

from assistant import Assistant


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
    first = talk.ask("我借给老乡八千块，三年多了他不还，也没写借条")

    assert talk.ask("还能去法院告他吗").headline == first.headline
    assert "辱骂" in talk.ask("那我自己欠的网贷，催收半夜打电话骂我合法吗").headline


def test_each_question_of_a_message_is_answered(assistant: Assistant) -> None:
    """Also one that by itself speaks of no debt."""
    answer = assistant.ask("法院判了我还不上，会不会坐牢？会影响孩子上学考公务员吗？能坐高铁吗")

    assert "有判决不还，会坐牢吗？" in answer.text
    assert "孩子就上不了学" in answer.text
    assert "被限高了，哪些不能坐、不能买？" in answer.text


def test_what_asks_nothing_of_the_library_is_no_question_of_it(assistant: Assistant) -> None:
    """Small talk beside the matter gets no section."""
    alone, beside = (assistant.ask(f"催收半夜一点给我打电话合法吗？{said}") for said in ("", "另外今天天气怎么样？"))

    assert beside.text == alone.text
