"""Each mutator makes a true sentence false, and leaves alone what it could leave true."""

from __future__ import annotations

from datetime import date

import pytest

from evals.misplacements import Misplacer
from evals.mutators import WORDING, figures, quoted
from evals.sentences import Sentence, read_sentence
from kb import Article, ArticleNumber, Authority, Corpus, Instrument, Moved, Version, Wording, verbatim

OLD, NEW, DAY = date(2013, 1, 1), date(2026, 1, 1), date(2026, 11, 22)

ARTICLES = {
    1: (("债权人可以自知道之日起三十日内向人民法院起诉，人民法院应当在七日内立案。",), ("不予立案的，应当说明理由。",)),
    2: (("催收人不得骚扰债务人或者泄露债务人的隐私，人民法院应当责令催收人停止侵害。",),),
    3: (
        (
            "有下列行为之一的，处五日以上十日以下拘留，并处五百元以上一千元以下罚款：",
            "（一）多次发送恐吓信息，干扰他人正常生活的；",
            "（二）非法侵入他人住宅，拒不退出的。",
        ),
        ("情节较轻的，处三日以下拘留。",),
    ),
    4: (("出租人交付租赁物以后，承租人按月支付租金，租期最长不得超过二十年。",),),
}


def _law(day: date, until: date | None, numbers: dict[int, int]) -> Version:
    articles = tuple(Article(ArticleNumber(n), ARTICLES[source]) for n, source in sorted(numbers.items()))
    return Version("示例法", day, until, last_article=max(numbers), articles=articles)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """示例法, of which article 2 was once article 3; another law; and an industry pact."""
    old, new = _law(OLD, NEW, {1: 1, 3: 2}), _law(NEW, None, {1: 1, 2: 2, 3: 3, 4: 4})
    other = Version("旁边法", OLD, last_article=2, articles=(Article(ArticleNumber(2), (("船舶应当悬挂国旗。",),)),))
    pact = Version(
        "示例公约",
        OLD,
        wording=Wording.SUMMARY,
        articles=(Article(ArticleNumber(1), (("会员不许夜里打电话催收。",),)),),
    )
    instruments = (
        Instrument("示例法", "中华人民共和国示例法", Authority.LAW, versions=(old, new)),
        Instrument("旁边法", "中华人民共和国旁边法", Authority.LAW, versions=(other,)),
        Instrument("示例公约", "示例公约", Authority.INDUSTRY_RULE, versions=(pact,)),
    )
    moved = (Moved("示例法@2013-01-01#3", ("示例法@2026-01-01#2",), "条号变了。"),)
    return Corpus({i.id: i for i in instruments}, moved=moved)


def sentence(text: str, corpus: Corpus) -> Sentence:
    """The sentence with what it cites."""
    read = read_sentence(text, corpus, DAY)
    assert read is not None
    return read


SUE = "债权人可以自知道之日起三十日内向法院起诉，法院应当在七日内立案（《示例法》第一条）。"
HARASS = "催收人不得骚扰债务人或者泄露债务人的隐私，法院应当责令催收人停止侵害（《示例法》第二条）。"
THREAT = "多次发送恐吓信息的，处五日以上十日以下拘留（《示例法》第三条第一款第一项）。"
REFUSED = "不予立案的，应当说明理由（《示例法》第一条第二款）。"
PACT = "会员夜里打电话催收，违反行业规范（《示例公约》第一条，行业自律，不是法律）。"


@pytest.mark.parametrize(
    ("kind", "text", "mutant"),
    [
        ("number", SUE, "三十一日内"),
        ("number_of_another_rule", THREAT, "处三日以上"),
        ("numbers_swapped", THREAT, "处十日以上五日以下"),
        ("bound", SUE, "三十日后"),
        ("measure", SUE, "三十个月内"),
        ("modality", HARASS, "可以骚扰"),
        ("negation_added", HARASS, "不停止侵害"),
        ("negation_removed", REFUSED, "予以立案"),
        ("party", SUE, "债务人可以"),
        ("exception", REFUSED, "除外"),
        ("condition", SUE.replace("，法院应当在七日内立案", ""), "，"),
        ("connective", HARASS, "并且泄露"),
        ("scope", SUE, "任何人都应当"),
        ("rank", PACT, "违法"),
        ("rank", PACT, "，部门规章"),
    ],
)
def test_one_word_is_changed(corpus: Corpus, kind: str, text: str, mutant: str) -> None:
    """The change that the mutator is named for is among its mutants, and the citation stays."""
    made = list(WORDING[kind](sentence(text, corpus)))

    assert any(mutant in one for one in made)
    assert all("《示例" in one and one != text for one in made)


def test_a_quotation_is_altered_in_one_character(corpus: Corpus) -> None:
    """The quotation is the law's own words; its mutant has as many characters and is not in the law."""
    (true,), (false,) = list(quoted(sentence(SUE, corpus))), list(WORDING["quotation"](sentence(SUE, corpus)))
    law = sentence(SUE, corpus).law

    assert verbatim(true.split("“")[1].rstrip("。”"), law)
    assert not verbatim(false.split("“")[1].rstrip("。”"), law)
    assert sum(a != b for a, b in zip(true.replace("。”", ""), false.replace("。”", ""), strict=True)) == 1


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "先等三十一天再说（《示例法》第一条）。"),
        ("modality", "你可以先打12348（《示例法》第一条）。"),
        ("party", "债权人和债务人可以协商（《示例法》第一条）。"),
        ("scope", "银行应当停止（《示例法》第二条）。"),
        ("rank", SUE),
        ("connective", "先录音或者截图（《示例法》第二条）。"),
        ("exception", "先别慌；去问律师（《示例法》第一条）。"),
    ],
)
def test_what_could_stay_true_is_left_alone(corpus: Corpus, kind: str, text: str) -> None:
    """Advice beside the law, and words that the law does not have so, are not changed."""
    assert list(WORDING[kind](sentence(text, corpus))) == []


@pytest.mark.parametrize(
    ("kind", "text", "label"),
    [
        ("random_article", HARASS, "《示例法》第"),
        ("nearest_article", HARASS, "《示例法》第一条"),
        ("other_instrument", HARASS, "《旁边法》第二条"),
        ("no_such_article", HARASS, "《示例法》第"),
        ("other_unit", THREAT, "《示例法》第三条第一款第二项"),
        ("superseded", HARASS, "《示例法》第三条"),
    ],
)
def test_a_citation_is_changed(corpus: Corpus, kind: str, text: str, label: str) -> None:
    """The words stay and the citation points elsewhere."""
    made = list(Misplacer(corpus, corpus.on(DAY)).mutators[kind](sentence(text, corpus)))

    assert made
    assert all(label in one and one.split("（")[0] == text.split("（", maxsplit=1)[0] and one != text for one in made)


def test_an_article_that_holds_the_same_rule_is_not_wrong(corpus: Corpus) -> None:
    """Words that both articles have tell neither."""
    misplacer = Misplacer(corpus, corpus.on(DAY))

    made = list(misplacer.nearest_article(sentence("应当由人民法院定（《示例法》第一条）。", corpus)))

    assert not any("第二条" in one for one in made)


def test_figures_are_read_alike() -> None:
    """三十日, 30天 and 30日 are one figure; percent are read too."""
    assert figures("三十日") == figures("30天") == {(30.0, "日")}
    assert figures("百分之五") == {(5.0, "%")}
