"""Titles: every name of an instrument leads to it, and nothing else does."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import ArticleNumber, Authority, Corpus, Instrument, Phantom, Version
from kb.folding import fold
from kb.law import Article
from kb.titles import ELSEWHERE, Titles, plain_title

INTERPRETATION = Instrument(
    "债务解释",
    "最高人民法院、最高人民检察院关于审理债务案件若干问题的解释（试行）",
    Authority.JUDICIAL_INTERPRETATION,
    aliases=("债务司法解释",),
    document="法释〔2020〕27号",
)
STANDARD = Instrument("GB/T9-2025", "催告风控 业务指引", Authority.STANDARD, document="GB/T 9—2025")
CHAPTERS = Instrument(
    "催告指引",
    "催告工作指引",
    Authority.INDUSTRY_RULE,
    versions=(Version("催告指引", date(2020, 1, 1), articles=(Article(ArticleNumber(division="ch3"), (("甲。",),)),)),),
)
LAW = Instrument(
    "债法",
    "中华人民共和国债法",
    Authority.LAW,
    versions=(Version("债法", date(2021, 1, 1), promulgated=date(2020, 5, 28)),),
)
PHANTOM = Phantom("催收管理法", ("债务催收条例",), ("债法",), "没有这部法律。")
TITLES = Titles((LAW, INTERPRETATION, STANDARD, CHAPTERS), (PHANTOM,))


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("债法", "债法"),
        ("中华人民共和国债法", "债法"),
        ("债法（2020修正）", "债法"),
        ("最高人民法院、最高人民检察院关于审理债务案件若干问题的解释（试行）", "债务解释"),
        ("最高人民法院 最高人民检察院关于审理债务案件若干问题的解释", "债务解释"),
        ("关于审理债务案件若干问题的解释", "债务解释"),
        ("两高关于审理债务案件若干问题的解释", "债务解释"),
        ("债务司法解释", "债务解释"),
        ("法释〔2020〕27号", "债务解释"),
        ("法释[2020]27号", "债务解释"),
        ("gb/t 9-2025", "GB/T9-2025"),
        ("GB/T 9—2025", "GB/T9-2025"),
        ("催告风控业务指引", "GB/T9-2025"),
        ("合同债法", None),
        ("债", None),
        ("", None),
        ("关于", None),
    ],
)
def test_every_name_of_an_instrument_leads_to_it(title: str, found: str | None) -> None:
    """Id, full title, alias and document number, with or without issuer, edition, spaces and brackets."""
    assert TITLES.find(title) == found


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("催收管理法", True),
        ("《催收管理法》（草案）", False),
        ("中华人民共和国催收管理法", True),
        ("某市债务催收条例实施细则", True),
        ("债法", False),
    ],
)
def test_a_phantom_is_known_by_its_title_and_patterns(title: str, known: bool) -> None:
    """A title known not to exist is found by its name, or by words within a title."""
    assert (TITLES.phantom(title) is not None) is known


@pytest.mark.parametrize(
    ("title", "claims"),
    [
        ("债务保护法", True),
        ("催收暂行条例", True),
        ("关于规范催收的通知", True),
        ("催告办法（试行）", True),
        ("借款合同", False),
        ("还款承诺书", False),
        ("今日说法", False),
        ("说有个办法", False),
        ("哪个法", False),
        ("孙子兵法", False),
        ("我和我的祖国", False),
    ],
)
def test_only_some_titles_claim_to_be_law(title: str, claims: bool) -> None:
    """Contracts, letters, programmes and films do not."""
    assert Titles.law_like(title) is claims


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("债法", {"法", "法律"}),
        ("债务解释", {"解释", "司法解释"}),
        ("GB/T9-2025", {"指引", "标准"}),
        ("某某管理办法", {"办法"}),
        ("某某管理暂行规定", {"规定"}),
        ("借款", set()),
    ],
)
def test_an_instrument_is_meant_by_the_kind_of_its_title(title: str, kinds: set[str]) -> None:
    """该法, 该解释, 该标准, 该办法: a 办法 is no 法."""
    assert TITLES.kinds(title) == kinds


def test_only_what_is_not_cut_into_articles_is_cited_by_chapter() -> None:
    """第三章 is a citation of a guideline and of a standard, not of a law."""
    assert [TITLES.divided(i) for i in ("催告指引", "GB/T9-2025", "债法", "没有")] == [True, True, False, False]


def test_a_version_may_be_named_by_either_year() -> None:
    """Promulgated in 2020 and in force in 2021: both name it."""
    assert TITLES.years("债法") == {2020, 2021}


@given(st.sets(st.text("债法解释甲乙（", min_size=1, max_size=6), min_size=1, max_size=8), st.data())
def test_the_pattern_takes_the_longest_name(names: set[str], data: st.DataObject) -> None:
    """However names begin alike, the longest that stands there is taken."""
    titles = Titles(Instrument(name, name, Authority.LAW) for name in sorted(names))
    text = "".join(data.draw(st.lists(st.sampled_from(sorted(names)), min_size=1, max_size=3)))
    known = {fold(n).text for n in names} | {plain_title(n) for n in names} | set(ELSEWHERE)

    found = re.compile(titles.pattern).match(fold(text).text)

    expected = max((n for n in known if n and fold(text).text.startswith(n)), key=len)
    assert found is not None
    assert found[0] == expected


def test_no_two_instruments_of_the_shelf_share_a_name(shelf: Corpus) -> None:
    """Each name leads to the instrument that bears it."""
    wrong = [
        (name, instrument.id, shelf.titles.find(name))
        for instrument in shelf.instruments.values()
        for name in (
            instrument.id,
            instrument.full,
            *instrument.aliases,
            *([instrument.document] if instrument.document else []),
        )
        if shelf.titles.find(name) != instrument.id
    ]

    assert wrong == []


def test_no_law_elsewhere_stands_on_the_shelf_or_is_a_phantom(shelf: Corpus) -> None:
    """A law that came onto the shelf is found by its own entry, whatever ELSEWHERE says; none of these is invented."""
    assert [name for name in ELSEWHERE if shelf.titles.phantom(name)] == []
