"""Nothing is shown that has not been verified."""

from datetime import date

import pytest

from assistant import Support, Verifier, split_sentences, states_law
from kb import Corpus, Likeness

TRUE = [
    "打电话、发短信侵扰你的私人生活安宁，是不允许的（《民法典》第一千零三十三条第一项）。",
    "多次发送恐吓信息干扰你正常生活的，处五日以下拘留或者一千元以下罚款（《治安管理处罚法》第五十条第一款第五项）。",
    "利息预先扣掉的，按实际拿到的钱算本金（《民法典》第六百七十条）。",
    "《民法典》第一千零三十二条第一款：“任何组织或者个人不得以刺探、侵扰、泄露、公开等方式侵害他人的隐私权。”",
    "信用卡催收录音至少保存2年（《商业银行信用卡业务监督管理办法》第六十八条）。",
    "2026年以前，同类行为处五百元以下罚款（《治安管理处罚法》（2012年修正）第四十二条）。",
    "诉讼时效是三年（《民法典》第一百八十八条第一款）。",
    "被限制高消费以后，不得支付高额保费购买保险理财产品（《限制高消费规定》第三条第一款第八项）。",
    "名下的钱分两块看：第二天要用的生活必需费用，法院应当保留（《民事诉讼法》第二百五十四条第一款）。",
    "《民诉法解释》第五百一十五条第一款：“债权人根据民事诉讼法第二百六十一条规定请求人民法院继续执行的，不受民事诉讼法第二百四十六条规定申请执行时效期间的限制。”",
]

FAIR = [
    "规章写的是可以协商，不是必须（《商业银行信用卡业务监督管理办法》第七十条第一款）。",
    "不许借新债来还，银行业协会会员这样做是违反行业规范，不能说是违法（《消费贷催收指引》第三章，行业自律，不是法律）。",
    "权利人提出履行请求，诉讼时效中断（《民法典》第一百九十五条第一项）。",
    "没约定利息的，视为没有利息；约定不明确的也一样（《民法典》第六百八十条第二款、第三款）。",
    "债权人可以转让债权，三种情形除外（《民法典》第五百四十五条第一款）。",
    "诈骗的，五日以上十日以下拘留，或者二千元以下罚款（《治安管理处罚法》第五十八条）。",
    "利息不能预先从本金里扣（《民法典》第六百七十条）。",
]

LIES = {
    "no such article": "借款人死亡的，虚拟财产抵债（《民法典》第一千三百二十一条）。",
    "no such law": "催收应当登记备案（《催收管理法》第五条）。",
    "number that holds another rule": "多次发送恐吓信息的，处拘留或者罚款（《治安管理处罚法》第四十二条）。",
    "repealed": "借款合同应当用书面形式（《合同法》第一百九十七条）。",
    "true of law that is gone": "依法成立的合同，受法律保护（《合同法》第八条第二款）。",
    "wrong amount": "多次发送恐吓信息的，处五日以下拘留或者五千元以下罚款（《治安管理处罚法》第五十条第一款第五项）。",
    "wrong days": "多次发送恐吓信息的，处十五日以下拘留（《治安管理处罚法》第五十条第一款第五项）。",
    "wrong unit of time": "诉讼时效是二年（《民法典》第一百八十八条第一款）。",
    "changed quotation": "《民法典》第一千零三十二条第一款：“任何组织或者个人可以刺探、侵扰、泄露、公开他人的隐私权。”",
    "quoted summary": "《GB/T45251-2025》第5.3节规定：“催收作业不应在每日22:00至次日8:00进行。”",
    "not what it says": "家属必须替借款人还钱（《民法典》第一千零三十二条第一款）。",
    "denied": "借款人不享有隐私权（《民法典》第一千零三十二条第一款）。",
    "uncited": "欠钱不还会被判三年有期徒刑。",
    "uncited freedom": "网贷过了三年就不用还了。",
    "only the law's name": "根据《民法典》，家人必须代为还款。",
    "invented exception": "催收员不得泄露他人隐私，但是欠款超过半年的除外（《民法典》第一千零三十二条第一款）。",
    "duty into leave": "被执行人可以在报告财产令载明的期限内，书面报告财产情况（《财产调查规定》第五条第一款）。",
    "leave into ban": "借款人没按约定的借款用途用钱的，贷款人不得提前收回借款（《民法典》第六百七十三条）。",
    "denied verb": "以视听资料作为证据的，应当不提供存储该视听资料的原始载体（《民事证据规定》第十五条第一款）。",
    "affirmed verb": "收到限制出境决定之日起十日内申请复议，复议期间停止执行（《执行异议复议规定》第九条）。",
    "should have been refused": "超过四倍的利息，法院予以支持（《民间借贷规定》第二十九条）。",
    "debtor for creditor": "不履行支付令的，债务人可以向人民法院申请执行（《民事诉讼法》第二百二十七条第三款）。",
    "police for court": "对生活必需的居住房屋，公安机关可以查封，但不得拍卖（《查封扣押冻结规定》第四条）。",
    "everybody for some": "期满仍不履行的，任何人都可以依申请恢复执行（《执行担保规定》第十一条第一款）。",
    "range turned round": "诈骗的，处十日以上五日以下拘留或者二千元以下罚款（《治安管理处罚法》第五十八条）。",
    "upper end without lower": "诈骗的，处十日以下拘留或者二千元以下罚款（《治安管理处罚法》第五十八条）。",
    "bound turned round": "共同犯罪是指二人以下共同故意犯罪（《刑法》第二十五条第一款）。",
    "counted once for twice": "拒不到庭、经一次传票传唤的被告，可以拘传（《民事诉讼法》第一百一十二条）。",
    "figure of another rule": "结伙殴打他人的，处五日以上十日以下拘留（《治安管理处罚法》第五十一条第二款）。",
    "invented condition": "抵押权人可以请求法院拍卖，但须先经公安机关批准（《民法典》第四百一十条第二款）。",
    "other exception": "人格权受侵害可以请求赔礼道歉，但债务人失联的除外（《民法典》第九百九十五条）。",
    "and for or": "债权人可以请求法院并且仲裁机构撤销（《民法典》第一百五十一条）。",
    "industry rule called unlawful": "夸大欠款数额来催，违法（《消费贷催收指引》第三章，行业自律，不是法律）。",
    "industry rule called a law": "夸大欠款数额来催，违反行业规范（《消费贷催收指引》第三章，法律）。",
    "neighbour article": "未经同意处分租赁物的，出租人可以收回租赁物、解除合同（《民法典》第七百五十七条）。",
    "second citation": "延期履行算同意履行义务（《诉讼时效规定》第十四条），时效重新计算（《民法典》第六百条）。",
    "item that adds nothing": "违反财产报告制度、限制消费令的，要纳入（《失信被执行人规定》第一条第二项、第五项）。",
    "item of another act": "入侵你家住宅的，处五日以下拘留（《治安管理处罚法》第五十条第一款第二项）。",
}


@pytest.mark.parametrize("sentence", TRUE)
def test_what_the_cited_article_carries_is_shown(verifier: Verifier, sentence: str) -> None:
    """Plain words, numbers in digits and exact quotations pass."""
    assert verifier.fault(sentence) == ""


@pytest.mark.parametrize("sentence", FAIR)
def test_fair_words_pass_where_a_check_might_trip(verifier: Verifier, sentence: str) -> None:
    """不是必须 is no duty, 不能说是违法 calls nothing unlawful, and 三种情形除外 counts the law's own exceptions."""
    assert verifier.fault(sentence) == ""


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_withheld_with_its_reason(verifier: Verifier, lie: str) -> None:
    """Each kind of false legal sentence is kept off the screen, and counted."""
    verified = verifier.verify(LIES[lie])

    assert verified.text == ""
    assert verified.claims == ()
    assert len(verified.withheld) == 1
    assert verified.withheld[0].reason


def test_the_good_sentences_around_a_lie_stay(verifier: Verifier) -> None:
    """One bad sentence does not cost the answer; its heading goes only if nothing is left below it."""
    draft = f"**一**\n- {TRUE[0]}\n- {LIES['uncited']}\n\n**二**\n- {LIES['repealed']}\n\n**三**\n先录音。"

    verified = verifier.verify(draft)

    assert "**一**" in verified.text
    assert "私人生活安宁" in verified.text
    assert "有期徒刑" not in verified.text
    assert "**二**" not in verified.text
    assert "先录音。" in verified.text
    assert len(verified.withheld) == 2


def test_citations_are_numbered_where_they_stand(verifier: Verifier) -> None:
    """Each mark follows its citation; the same unit keeps its number; exact words go into the quote."""
    verified = verifier.verify(f"{TRUE[0]}{TRUE[1]}{TRUE[0]}")

    assert verified.text.count("[1]") == 2
    assert verified.text.count("[2]") == 1
    assert verified.citations[0].ref == "民法典@2021-01-01#1033.1.1"
    assert verified.citations[0].quote.startswith("（一）以电话、短信、即时通讯工具")
    assert [c.citations for c in verified.claims] == [(1,), (2,), (1,)]


def test_a_summary_is_never_given_as_wording(verifier: Verifier) -> None:
    """What has no official wording here has an empty quote and a summary."""
    sentence = "没有约定时，22:00到次日8:00不应催收（《GB/T45251-2025》第5.3节，推荐性国家标准，不是法律）。"

    verified = verifier.verify(sentence)

    (cited,) = verified.citations
    assert (cited.wording, cited.quote) == ("summary", "")
    assert cited.summary


def test_the_day_decides_which_law_is_current(corpus: Corpus, likeness: Likeness) -> None:
    """On 2025-12-01 the old 第四十二条 is the law and the new 第五十条 says something else."""
    before = Verifier(corpus.on(date(2025, 12, 1)), corpus.finder, likeness)
    old = "多次发送恐吓信息干扰正常生活的，处五日以下拘留或者五百元以下罚款（《治安管理处罚法》第四十二条）。"

    assert before.fault(old) == ""
    assert before.fault(TRUE[1]) != ""


def test_advice_of_a_model_must_come_from_a_guide(verifier: Verifier) -> None:
    """Without a citation a chat model may only repeat what the guides it was given say."""
    guide = ["先录音，再打银行官方客服，要投诉编号。"]

    assert verifier.fault("先录音，再打银行官方客服。", advice=guide) == ""
    assert verifier.fault("把存款转到亲戚名下最安全。", advice=guide) != ""


def test_quotations_are_marked_as_such(verifier: Verifier) -> None:
    """A claim that repeats the law's own words is `quoted`, one in our words `supported`, advice `guide`."""
    verified = verifier.verify(f"{TRUE[3]}\n{TRUE[0]}\n先把录音存好。")

    assert [c.support for c in verified.claims] == [Support.QUOTED, Support.SUPPORTED, Support.GUIDE]


@pytest.mark.parametrize(
    ("sentence", "legal"),
    [
        ("你有权拒绝。", True),
        ("这是违法的。", True),
        ("十五日内提出异议。", True),
        ("处五百元以下罚款。", True),
        ("先录音。", False),
        ("打12378投诉银行。", False),
        ("可以说：「你无权威胁我。」", False),
        ("没有查到节假日禁止催收的规定。", False),
    ],
)
def test_sentences_that_state_law_are_told_from_advice(sentence: str, legal: bool) -> None:
    """What somebody is advised to say, and an honest gap, are no statements of law."""
    assert states_law(sentence) is legal


def test_a_stop_inside_quotation_marks_ends_no_sentence() -> None:
    """Quoted law may have several sentences."""
    assert split_sentences("他说：「停。别打了。」然后挂断。再录音。") == (
        "他说：「停。别打了。」然后挂断。",
        "再录音。",
    )


def test_brackets_within_brackets_hold_a_sentence_together() -> None:
    """At any depth; what is never closed holds nothing, so that no law hides behind a bracket."""
    assert split_sentences("违规（见示例标准（试行。）第5条。）。再录音。") == (
        "违规（见示例标准（试行。）第5条。）。",
        "再录音。",
    )
    assert split_sentences("（「你有权不还。再录音。") == ("（「你有权不还。", "再录音。")


def test_a_mark_behind_a_stop_belongs_to_what_it_cites() -> None:
    """Nothing of the text is lost."""
    assert split_sentences("可以处罚。[1][12]留好录音。") == ("可以处罚。[1][12]", "留好录音。")


def test_an_english_stop_stands_before_a_capital_letter() -> None:
    """The number of an item and an abbreviation in brackets end nothing."""
    assert split_sentences("1. Call 110 (Law, Art. 50 (No. A)). Ask why. 12. Stay.") == (
        "1. Call 110 (Law, Art. 50 (No. A)).",
        " Ask why. 12.",
        " Stay.",
    )


def test_a_heading_goes_with_all_that_stood_below_it(verifier: Verifier) -> None:
    """No heading is left alone, the last one neither; what opens the answer stays."""
    draft = "诉讼时效是三年（《民法典》第一百八十八条第一款）。\n\n**要知道**\n- 网贷过了三年就不用还了。"

    verified = verifier.verify(draft, opening=[("**先说结论**", ())])

    assert "要知道" not in verified.text
    assert verified.text.startswith("**先说结论**")
    assert verifier.verify("网贷过了三年就不用还了。", opening=[("**先说结论**", ())]).text == "**先说结论**"
