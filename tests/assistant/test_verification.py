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

LIES = {
    "no such article": "借款人死亡的，虚拟财产抵债（《民法典》第一千三百二十一条）。",
    "no such law": "催收应当登记备案（《催收管理法》第五条）。",
    "number that holds another rule": "多次发送恐吓信息的，处拘留或者罚款（《治安管理处罚法》第四十二条）。",
    "repealed": "借款合同应当用书面形式（《合同法》第一百九十七条）。",
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
    "item of another act": "入侵你家住宅的，处五日以下拘留（《治安管理处罚法》第五十条第一款第二项）。",
}


@pytest.mark.parametrize("sentence", TRUE)
def test_what_the_cited_article_carries_is_shown(verifier: Verifier, sentence: str) -> None:
    """Plain words, numbers in digits and exact quotations pass."""
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
