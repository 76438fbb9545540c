"""What an answer makes of the rules that the described conduct meets."""

from dataclasses import replace

import pytest

from assistant import Action, Assistant, Conclusion, read_rules
from kb import Authority


def test_a_finding_tells_whom_it_binds_and_what_follows(assistant: Assistant) -> None:
    """The JSON carries the parties and the consequence with its citation and rank."""
    found = assistant.ask("信用卡催收辱骂我全家").to_dict()["findings"]

    assert isinstance(found, list)
    card = next(f for f in found if f["rule"] == "card-abuse")
    assert card["binds"] == "发卡银行和它委托的催收公司"
    assert [c["ref"].partition("@")[0] for c in card["consequence"]][:2] == ["银行业监督管理法"] * 2
    assert {c["authority"] for c in card["consequence"]} == {Authority.LAW.value}


def test_an_industry_rule_leads_to_a_complaint(assistant: Assistant) -> None:
    """What follows from a standard or an industry rule is said as such, and no penalty is named."""
    found = assistant.ask("催收一个人上门").findings

    alone = next(f for f in found if f.rule == "alone-visit")
    assert alone.conclusion is Conclusion.BREACHES_INDUSTRY_RULE
    assert all("投诉" in c.says and "罚款" not in c.says for c in alone.consequence)


def test_what_follows_is_said_where_it_is_asked(assistant: Assistant) -> None:
    """On a phone the finding is enough, unless the consequence is the question and the finding does not tell it."""
    assert "后果：" in assistant.ask("催收打伤了我，要怎么赔").text
    assert "后果：" not in assistant.ask("催收打伤了我，会怎么处罚").text
    assert "后果：" not in assistant.ask("催收打伤了我怎么办").text


def test_whom_a_rule_binds_is_said_where_it_is_not_everybody(assistant: Assistant) -> None:
    """A rule for card banks says so; a rule of law for all does not."""
    assert "管的是发卡银行和它委托的催收公司" in assistant.ask("信用卡催收打给我同事").text
    assert "管的是任何人" not in assistant.ask("他说要打断我腿").text


def test_between_friends_no_rule_of_institutions_is_shown(assistant: Assistant) -> None:
    """Twenty calls a day from a friend: the civil code, and no finding from a standard."""
    answer = assistant.ask("我欠朋友钱，他一天打我二十个电话")

    refs = {c.n: c.ref for c in answer.citations}
    resting = {refs[n].partition("@")[0] for f in answer.findings if f.rule == "many-calls-law" for n in f.citations}
    assert resting == {"民法典"}
    assert "many-calls" not in {f.rule for f in answer.findings}


def test_a_rule_that_informs_leads_where_no_guide_is_about_it(assistant: Assistant) -> None:
    """Its one line is the headline, its own verdict the answer's, and its steps are given."""
    answer = assistant.ask("高利贷月息五分合法吗")

    assert answer.headline == "超过4倍LPR的利息，法院不支持"
    assert answer.conclusion is Conclusion.NEEDS_FACTS
    assert answer.steps
    assert any(c.ref.startswith("民间借贷规定") for c in answer.citations)


def test_a_guide_about_it_leads(assistant: Assistant) -> None:
    """收到支付令怎么办 has a section of its own; the rule does not speak before it."""
    answer = assistant.ask("收到支付令怎么办")

    assert "payment-order" in {f.rule for f in answer.findings}
    assert answer.headline != "支付令：15天内还，或书面提异议"


def test_what_informs_never_sets_the_verdict_beside_what_judges(assistant: Assistant) -> None:
    """催收骂我，我录音了: the insult is judged, though recording is lawful."""
    assert assistant.ask("催收骂我，我录音了有用吗").conclusion is Conclusion.LIKELY_UNLAWFUL


def test_the_lender_stays_known_through_a_conversation(assistant: Assistant) -> None:
    """朋友 in the first turn keeps the standard out of the second."""
    talk = assistant.conversation()
    talk.ask("我欠朋友钱还不上")
    answer = talk.ask("他一天打我二十个电话，违法吗，我该怎么办")

    assert "many-calls-law" in {f.rule for f in answer.findings}
    assert "many-calls" not in {f.rule for f in answer.findings}


@pytest.mark.parametrize(
    "turns",
    [
        ("有人打电话说是某律所的律师", "发了张律师证照片", "我打那家律所问了，说根本没这个人"),
        ("自称公安局的", "发来盖红章的拘留证", "让我转保证金"),
        ("催收打给了我妈", "说我欠了网贷一直拖着没有还上", "他们这么做到底合法吗，我妈都气病了"),
        ("银行把我的贷款卖给资产公司了", "给我发了通知，不过从头到尾没经过我同意", "请问他们这么做合法吗"),
    ],
)
def test_what_is_told_over_turns_is_read_as_one_message(assistant: Assistant, turns: tuple[str, ...]) -> None:
    """The last turn meets the rules that the same words meet at once."""
    talk = assistant.conversation()
    last = [talk.ask(turn) for turn in turns][-1]
    whole = assistant.ask("，".join(turns))

    assert whole.findings
    assert [f.rule for f in last.findings] == [f.rule for f in whole.findings]
    assert last.conclusion is whole.conclusion


def test_another_question_leaves_the_telling(assistant: Assistant) -> None:
    """What was told does not answer a question of something else."""
    talk = assistant.conversation()
    talk.ask("催收在电话里骂我")

    assert "insulted" not in {f.rule for f in talk.ask("信用卡逾期以后最低还款额是怎么计算出来的").findings}


def test_lawfulness_alone_is_still_too_little(assistant: Assistant) -> None:
    """合法吗 tells nothing of what happened."""
    assert assistant.ask("这样合法吗").action is Action.CLARIFY


def test_a_finding_whose_sentence_the_law_does_not_carry_is_none(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither headline, nor verdict, nor a line of whom it binds is left of a rule that would be withheld."""
    genuine = read_rules()
    broken = tuple(replace(r, title="说话不文明") if r.id == "rude" else r for r in genuine.rules)
    monkeypatch.setitem(vars(assistant._parts), "rules", replace(genuine, rules=broken))

    answer = assistant.ask("催收打电话来吼我")

    assert "rude" not in {f.rule for f in answer.findings}
    assert "不文明：" not in answer.headline
    assert "管的是中国互联网金融协会会员" not in answer.text
    monkeypatch.undo()
    assert "rude" in {f.rule for f in assistant.ask("催收打电话来吼我").findings}
