"""What is proposed in place of a faulty citation: the right one as it fits there, and the law's own words."""

from __future__ import annotations

from datetime import date

import pytest

from kb import Change, Checker, Corpus, Finding, Likeness, Proposal, propose, read_corpus, status_of

TODAY = date(2026, 11, 22)
OLD = "“多次发送淫秽、侮辱、恐吓或者其他信息，干扰他人正常生活的”"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The library that ships."""
    return read_corpus()


@pytest.fixture(scope="module")
def checker(corpus: Corpus) -> Checker:
    """Of one day."""
    return Checker(corpus.on(TODAY), corpus.finder, Likeness(corpus.instruments.values()))


def first(corpus: Corpus, checker: Checker, text: str) -> Proposal:
    """The proposal for the first fault of a text."""
    fault = next(c for c in checker.check(text) if c.finding is not Finding.OK)
    made = propose(fault, corpus.on(TODAY), corpus.titles)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        (
            f"根据《治安管理处罚法》第四十二条，{OLD}，处五日以下拘留。",
            "《治安管理处罚法》第五十条第一款第五项（2026年1月1日起；此前为第四十二条）",
        ),
        (
            "按治安管理处罚法42条第5项可以处罚，就是多次发送恐吓信息干扰正常生活。",
            "治安管理处罚法第五十条第一款第五项（2026年1月1日起；此前为第四十二条第五项）",
        ),
        (
            "《中华人民共和国民事诉讼法》第六十七条：人民法院对视听资料，应当辨别真伪。",
            "《中华人民共和国民事诉讼法》第七十四条",
        ),
        ("《民法典》第一千一百八十二条（人身损害赔偿）可以用。", "《民法典》第一千一百七十九条"),
        (
            "《合同法》第二百条规定，借款的利息不得预先在本金中扣除。",
            "《民法典》第六百七十条（取代已废止的《合同法》第二百条）",
        ),
        (
            "《民事诉讼法》第二百五十三条：未按期履行给付金钱义务的，应当加倍支付迟延履行期间的债务利息。",
            "《民事诉讼法》第二百六十四条（2022年1月1日以前为第二百五十三条）",
        ),
        ("《催收管理法》第三条不许半夜打电话。", ""),
        ("《民法典》第一千九百条保护安宁。", ""),
    ],
)
def test_the_citation_fits_in_its_place(corpus: Corpus, checker: Checker, text: str, citation: str) -> None:
    """Title as it stands there, paragraph and item where the words tell them, and since when; none where none is."""
    assert first(corpus, checker, text).citation == citation


def test_in_a_list_no_title_is_put_in(corpus: Corpus, checker: Checker) -> None:
    """第一千一百八十二条 below a title stays without one, and 同法 stays 同法."""
    text = "《民法典》第一千零二十四条保护名誉，同法第一千一百八十二条（人身损害赔偿）管医药费。"

    assert first(corpus, checker, text).citation == "同法第一千一百七十九条"


def test_changed_words_are_shown_word_by_word(corpus: Corpus, checker: Checker) -> None:
    """What was quoted, without what goes; what the law says, without what comes."""
    quote = "任何组织或者个人不得以骚扰、曝光等方式侵害他人的隐私权"
    (words,) = first(corpus, checker, f"《民法典》第一千零三十二条规定：“{quote}。”").words

    assert words.text == "任何组织或者个人不得以刺探、侵扰、泄露、公开等方式侵害他人的隐私权。"
    assert "".join(p.text for p in words.changes if p.change is not Change.REMOVED) == words.text
    assert {p.text for p in words.changes if p.change is Change.REMOVED} >= {"骚扰"}


def test_mixed_articles_are_parted(corpus: Corpus, checker: Checker) -> None:
    """Each to its own, with words that are its own."""
    made = first(
        corpus,
        checker,
        "《民法典》第六百七十五条规定：“借款人应当按照约定的期限返还借款。对支付利息的期限没有约定或者约定不明确的，"
        "应当在返还借款时一并支付。”",
    )

    assert made.citation == "《民法典》第六百七十五条和第六百七十四条"
    assert [w.provision.label for w in made.words] == ["《民法典》第六百七十五条", "《民法典》第六百七十四条"]


def test_every_word_proposed_is_the_laws(corpus: Corpus, checker: Checker) -> None:
    """A proposal never makes up wording: each is a run of the provision it names."""
    for text in (
        f"《治安管理处罚法》第四十二条：{OLD}。",
        "《民法典》第一百八十八条规定，向人民法院请求保护民事权利的诉讼时效期间为二年。",
        "《担保法》第十九条规定，当事人对保证方式没有约定的，按照连带责任保证承担保证责任。",
    ):
        words = first(corpus, checker, text).words
        assert words
        assert all(w.text and w.text in w.provision.text for w in words)


def test_what_is_right_needs_no_proposal(corpus: Corpus, checker: Checker) -> None:
    """Nothing to mend."""
    (check,) = checker.check("《民法典》第一千零二十四条保护名誉。")

    assert propose(check, corpus.on(TODAY), corpus.titles) is None
    assert status_of(check, corpus.on(TODAY)) == "in_force"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"《治安管理处罚法》第四十二条：{OLD}。", "superseded"),
        ("《合同法》第二百条规定，借款的利息不得预先在本金中扣除。", "repealed"),
        ("《催收管理法》第三条不许半夜打电话。", ""),
        ("《民法典》第一千九百条保护安宁。", ""),
    ],
)
def test_repealed_and_changed_are_not_called_invented(corpus: Corpus, checker: Checker, text: str, status: str) -> None:
    """Three states apart: changed, gone, never there."""
    (check,) = checker.check(text)

    assert status_of(check, corpus.on(TODAY)) == status


def test_an_altered_figure_is_seen_in_a_clause_cut_short(checker: Checker) -> None:
    """诉讼时效期间为两年: the words of the law but for the number."""
    (check,) = checker.check("民法典第一百八十八条规定诉讼时效期间为两年。")
    (right,) = checker.check("民法典第一百八十八条规定诉讼时效期间为3年。")

    assert (check.finding, right.finding) == (Finding.MISQUOTED, Finding.OK)
