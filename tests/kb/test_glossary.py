"""The glossary that ships: what borrowers say leads to words that really stand on the shelf."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kb.corpus import read_corpus
from kb.folding import fold
from kb.law import Concept
from kb.search import Searcher

CORPUS = read_corpus()
LAY = {concept.id: tuple(fold(phrase).text for phrase in concept.lay) for concept in CORPUS.concepts}
SHELF = fold("\n".join(f"{p.title}\n{p.headings}\n{p.text}" for p in CORPUS.passages)).text
STATUTES = fold("\n".join(p.text for p in CORPUS.passages if p.kind == "article")).text
ASKED = [
    fold(question).text
    for guide in CORPUS.guides
    for section in guide.sections
    for question in (section.title, *section.asked)
]


def _meant(question: str) -> set[str]:
    """The concepts that a question touches."""
    folded = fold(question).text
    return {name for name, lay in LAY.items() if any(phrase in folded for phrase in lay)}


def test_it_is_read() -> None:
    """The file is read without a fault, and every id in it is unique."""
    assert not [p for p in CORPUS.problems if p.file == "glossary.toml"]
    assert len(CORPUS.concepts) >= 320
    assert len(LAY) == len(CORPUS.concepts)


def test_a_phrase_stands_once() -> None:
    """After folding, no phrase of a borrower stands twice in the file."""
    counted = Counter(phrase for lay in LAY.values() for phrase in lay)
    assert not [phrase for phrase, times in counted.items() if times > 1]


def test_no_phrase_is_idle() -> None:
    """No phrase contains another of the same concept: the shorter one would always have been found."""
    idle = [(name, a) for name, lay in LAY.items() for a in lay if any(b != a and b in a for b in lay)]
    assert not idle


def test_no_phrase_is_too_short() -> None:
    """Every phrase has two characters or more, and every concept has phrases."""
    assert all(LAY.values())
    assert not [phrase for lay in LAY.values() for phrase in lay if len(phrase) < 2]


@pytest.mark.parametrize("concept", CORPUS.concepts, ids=lambda concept: str(concept.id))
def test_the_words_of_the_law_stand_on_the_shelf(concept: Concept) -> None:
    """Each word of the law stands, as it is written, in an article or a guide; there are 3 to 8, each once."""
    assert 3 <= len(concept.law) <= 8
    assert len(set(concept.law)) == len(concept.law)
    assert not [word for word in concept.law if fold(word).text not in SHELF]


def test_articles_are_what_a_concept_leads_to() -> None:
    """Every concept has a word that stands in an article, not only in our own advice."""
    assert not [c.id for c in CORPUS.concepts if not any(fold(word).text in STATUTES for word in c.law)]


@pytest.mark.parametrize(
    "said", ["催收给我打电话了", "网贷怎么办", "请问一下，可以吗？", "我欠了一万块", "你好，在吗", "平台的催收"]
)
def test_common_words_mean_nothing(said: str) -> None:
    """What nearly every question says touches no concept."""
    assert not _meant(said)


def test_no_concept_fires_on_everything() -> None:
    """Of the questions in the guides, no concept takes more than a fifth, and no phrase but 录音 more than a tenth."""
    assert len(ASKED) > 500
    for name, lay in LAY.items():
        assert sum(any(phrase in question for phrase in lay) for question in ASKED) <= len(ASKED) / 5, name
        for phrase in set(lay) - {"录音"}:
            assert sum(phrase in question for question in ASKED) <= len(ASKED) / 10, phrase


@pytest.mark.parametrize(
    ("said", "concept"),
    [
        ("我被爆通了", "contact-bombing"),
        ("他们报通讯录了", "contact-bombing"),
        ("用呼死你打我手机", "call-bombing"),
        ("崔收又来了", "words-for-collection"),
        ("成日嚟追数", "words-for-collection"),
        ("催米的天天吓人", "words-for-collection"),
        ("逾其三天", "getting-clear-of-debt"),
        ("准备强制上岸", "getting-clear-of-debt"),
        ("撸口子还债", "new-debt-for-old"),
        ("一直以贷养贷", "new-debt-for-old"),
        ("转给委外了", "outsourced-collection"),
        ("三方催的", "outsourced-collection"),
        ("自称法务", "lawyer-letters"),
        ("能停息挂账吗", "instalments-and-extension"),
        ("说要把我Ｐ图发出去", "doctored-pictures"),
        ("714高炮", "usury"),
        ("被强制下款", "forced-loan"),
        ("做牢吗", "fear-of-jail"),
        ("收到律师涵", "lawyer-letters"),
        ("唯一住房会不会拍卖", "only-home"),
        ("父债子还", "inherited-debt"),
        ("签了催收函算认账吗", "acknowledging-the-debt"),
        ("我不想活了", "despair"),
    ],
)
def test_slang_dialect_and_typos(said: str, concept: str) -> None:
    """Words of the trade, dialect and common slips of the pen lead where the right word leads."""
    assert concept in _meant(said)


@pytest.mark.parametrize(
    ("said", "stranger"),
    [
        ("公安机关在查", "locked-in"),
        ("有关机关机构", "going-silent"),
        ("能找保证人要吗", "witnesses"),
        ("侵犯他人权利", "rights-of-debtors"),
        ("可以告诉我吗", "suing-the-collector"),
        ("怎么警告催收", "suing-the-collector"),
        ("帮信用卡中心催收", "cards-lent"),
        ("经侦查发现", "posing-as-authority"),
        ("合法催收", "lawyer-letters"),
        ("剩余期数还有几期", "getting-clear-of-debt"),
        ("收到手机短信", "interest-taken-first"),
    ],
)
def test_a_phrase_is_not_found_inside_other_words(said: str, stranger: str) -> None:
    """Two characters that only happen to stand side by side are not taken for a phrase."""
    assert stranger not in _meant(said)


_FOUND = [
    ("网贷逾期了，催收公司打电话给我的家人和同事，合法吗？", "民法典#1032 民法典#1033"),
    ("他们把我手机里存的人全打了一遍，连我前任都接到了", "民法典#1032 民法典#1033 GB/T45251-2025#s5.3"),
    ("昨晚快十二点还打过来，我刚睡着", "GB/T45251-2025#s5.3 消费贷催收指引#ch3"),
    ("他在电话里说要卸我一条胳膊", "治安管理处罚法#50"),
    ("有人往我家大门上泼了红油漆", "治安管理处罚法#59 刑法#275"),
    ("三个大汉冲进我屋里坐着不走", "治安管理处罚法#47 刑法#245"),
    ("说自己是公安局的，让我明天去投案", "治安管理处罚法#62 刑法#279"),
    ("借一万到手七千，剩下的说是手续费", "民法典#670 民间借贷规定#26"),
    ("我爸走了，网贷让我还", "民法典#1161"),
    ("老公背着我借了二十万赌输了，找我要", "民法典#1064"),
    ("五年没人找过我，今天突然来要钱", "民法典#188 民法典#192"),
    ("工资一到账就被法院划光了，饭都吃不上", "民事诉讼法#254"),
    ("我偷偷把他骂人的话录了，法官认不认", "民诉法解释#106"),
    ("派出所说这是你们之间的钱的事，不归他管", "治安管理处罚法#90"),
    ("说好三分利，一个月就要我九百，太狠了吧", "民间借贷规定#25 民法典#680"),
    ("先给利息再放款，一万块只打给我八千五", "民法典#670 民间借贷规定#26"),
    ("我多还了三千块，能不能退", "民法典#985"),
    ("借条上我只是签了个名做见证，现在找我要钱", "民间借贷规定#20"),
    ("我给同学做担保，人跑了，先来找我", "民法典#687 民法典#688"),
    ("微信里说了会还，时效又重来了？", "民法典#195 诉讼时效规定#14"),
    ("开庭那天我请不了假，不去会怎样", "民事诉讼法#147"),
    ("我就一套自住房，会被拍了赶我出去吗", "查封扣押冻结规定#4"),
    ("限高了去外地看病能坐高铁吗", "限制高消费规定#3 限制高消费规定#8"),
    ("没开庭就执行我，说做过赋强公证", "民事诉讼法#249 公证债权文书执行规定#12"),
    ("一堆公司查了我征信，我没同意", "征信业管理条例#18"),
    ("用胶水把我家锁眼堵了", "治安管理处罚法#59"),
    ("骂我死去的爷爷", "民法典#994"),
]


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    """The shipped shelf in memory, without vectors."""
    return Searcher.build(CORPUS.passages, None, None, concepts=CORPUS.concepts)


@pytest.mark.parametrize(("said", "wanted"), _FOUND)
def test_the_right_article_is_among_the_first_ten(searcher: Searcher, said: str, wanted: str) -> None:
    """A sentence without a word of the law finds its article, with nothing but words and the glossary."""
    hits = searcher.find(said, date(2026, 11, 22), k=10, kind="article")
    assert {f"{h.passage.instrument}#{h.passage.id.partition('#')[2]}" for h in hits} & set(wanted.split())
