"""Citations: what people write is found, followed and written again; ordinary prose cites nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import ArticleNumber, Authority, Citation, CitationFinder, Instrument, Mention, Version, parse_reference
from kb.law import Phantom
from kb.titles import Titles


def _instrument(
    name: str, *years: int, document: str = "", aliases: tuple[str, ...] = (), full: str = ""
) -> Instrument:
    days = [date(y, 1, 1) for y in years] or [date(2020, 1, 1)]
    versions = tuple(
        Version(name, day, until, promulgated=day, last_article=2000)
        for day, until in zip(days, [*days[1:], None], strict=True)
    )
    rank = Authority.STANDARD if "/" in name else Authority.LAW
    return Instrument(
        name, full or f"中华人民共和国{name}", rank, aliases=aliases, document=document, versions=versions
    )


TITLES = Titles(
    (
        _instrument("安宁法", 2015, 2024, aliases=("清静法",)),
        _instrument("安宁法解释", full="法院关于适用《中华人民共和国安宁法》的解释", document="法释〔2020〕27号"),
        _instrument("催告行为管理办法", full="示例国催告行为管理办法（试行）", aliases=("催告办法",)),
        _instrument("合同法"),
        _instrument("SL/T12-2025", full="催告标准指南", document="SL/T 12—2025"),
    ),
    (Phantom("敲钟管理条例", ("敲钟管理",), (), "没有这个条例。"),),
)
FINDER = CitationFinder(TITLES)


def refs(text: str) -> list[str]:
    """The references of all citations of a text, in order."""
    return [mention.citation.ref for mention in FINDER.find(text)]


def only(text: str) -> Mention:
    """The one citation of a text."""
    (mention,) = FINDER.find(text)
    return mention


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("《安宁法》第一千零三十二条", "安宁法#1032"),
        ("《中华人民共和国安宁法》第十条", "安宁法#10"),
        ("安宁法第十条", "安宁法#10"),
        ("清静法第十条", "安宁法#10"),
        ("《安宁法》第10条", "安宁法#10"),
        ("《安宁法》第１０条", "安宁法#10"),
        ("《安宁法》第一〇三二条", "安宁法#1032"),
        ("《安宁法》第一千〇三十二条", "安宁法#1032"),
        ("《安宁法》第 10 条", "安宁法#10"),
        ("《安宁法》10条", "安宁法#10"),
        ("安宁法一百零三条", "安宁法#103"),
        ("〈安宁法〉第十条", "安宁法#10"),
        ("**《安宁法》**第十条", "安宁法#10"),
        ("《安宁法》\n  • 第十条", "安宁法#10"),
        ("《安宁法》第二编第三章第十条", "安宁法#10"),
        ("《安宁法》罚则编第十条", "安宁法#10"),
        ("《安宁法》的规定，第十条", "安宁法#10"),
        ("《安宁法》第十条之一", "安宁法#10-1"),
        ("《安宁法》第10条之1", "安宁法#10-1"),
        ("《安宁法》第十之一条", "安宁法#10-1"),
        ("《安宁法》第十条第二款", "安宁法#10.2"),
        ("《安宁法》第十条第二款第（三）项", "安宁法#10.2.3"),
        ("《安宁法》第十条第二款第三项", "安宁法#10.2.3"),
        ("《安宁法》第十条第2款第3项", "安宁法#10.2.3"),
        ("《安宁法》第十条第二款第(3)项", "安宁法#10.2.3"),
        ("《安宁法》第十条第（三）项", "安宁法#10..3"),
        ("《安宁法》第十条（三）", "安宁法#10..3"),
        ("《安宁法》第十条㈢", "安宁法#10..3"),
        ("《安宁法》第十条第十一项", "安宁法#10..11"),
        ("法释〔2020〕27号第五条", "安宁法解释#5"),
        ("法释[2020]27号第五条", "安宁法解释#5"),
        ("法释（2020）27号第五条", "安宁法解释#5"),
        ("《法院关于适用〈中华人民共和国安宁法〉的解释》第五条", "安宁法解释#5"),
        ("关于适用《安宁法》的解释》第五条", "安宁法#5"),
        ("《法院关于适用〈安宁法〉的解释》（法释〔2020〕27号）第五条", "法院关于适用〈安宁法〉的解释#5"),
        ("《催告行为管理办法》第八条", "催告行为管理办法#8"),
        ("《催告行为管理办法（试行）》第八条", "催告行为管理办法#8"),
        ("催告行为管理办法》第八条", "催告行为管理办法#8"),
        ("SL/T 12-2025 第5.3节", "SL/T12-2025#s5.3"),
        ("SL/T12-2025 5.3", "SL/T12-2025#s5.3"),
        ("《催告标准指南》第5.3.1条", "SL/T12-2025#s5.3.1"),
        ("《催告标准指南》第三章", "SL/T12-2025#ch3"),
        ("劳动合同法第三十九条", "劳动合同法#39"),
        ("某某收数行为暂行办法第九条", "某某收数行为暂行办法#9"),
    ],
)
def test_a_citation_is_read_however_it_is_written(text: str, ref: str) -> None:
    """Digits and numerals of any kind, with or without 书名号, short names, document numbers, missing marks."""
    mention = only(f"依照{text}的要求")

    assert mention.citation.ref == ref
    assert mention.raw == f"依照{text}的要求"[slice(*mention.span)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《安宁法》第一千零三十二条、第一千零三十三条", ["安宁法#1032", "安宁法#1033"]),
        ("《安宁法》第1032、1033条", ["安宁法#1032", "安宁法#1033"]),
        ("《安宁法》第10条和第12条", ["安宁法#10", "安宁法#12"]),
        ("《安宁法》第10条、12条", ["安宁法#10", "安宁法#12"]),
        ("《安宁法》第66至69条", ["安宁法#66", "安宁法#67", "安宁法#68", "安宁法#69"]),
        ("《安宁法》第六十六条至第六十八条", ["安宁法#66", "安宁法#67", "安宁法#68"]),
        ("《安宁法》第66-68条", ["安宁法#66", "安宁法#67", "安宁法#68"]),
        ("《安宁法》第1条至第1000条", ["安宁法#1", "安宁法#1000"]),
        ("《安宁法》第十条第（五）（六）项", ["安宁法#10..5", "安宁法#10..6"]),
        ("《安宁法》第十条第一款第（五）、（六）项", ["安宁法#10.1.5", "安宁法#10.1.6"]),
        ("《安宁法》第十条第一款第五、六项", ["安宁法#10.1.5", "安宁法#10.1.6"]),
        ("《安宁法》第十条第一款第二项至第四项", ["安宁法#10.1.2", "安宁法#10.1.3", "安宁法#10.1.4"]),
        ("《安宁法》第十条第一款、第三款", ["安宁法#10.1", "安宁法#10.3"]),
        ("《安宁法》第十条第一、三款", ["安宁法#10.1", "安宁法#10.3"]),
        ("《安宁法》第十条第一款第五项和第二款", ["安宁法#10.1.5", "安宁法#10.2"]),
        ("《安宁法》第十条、《合同法》第十二条", ["安宁法#10", "合同法#12"]),
        ("《安宁法》第十条第二款、第十一条", ["安宁法#10.2", "安宁法#11"]),
        ("《安宁法》第十条，五百元以下", ["安宁法#10"]),
        ("《安宁法》第十条，三条短信", ["安宁法#10"]),
        ("《安宁法》第十条（2020年）", ["安宁法#10"]),
        ("《安宁法》：\n1. 第十条讲钟。\n2. 第十二条讲鼓。", ["安宁法#10", "安宁法#12"]),
    ],
)
def test_lists_and_ranges_name_each_unit(text: str, found: list[str]) -> None:
    """Each article, paragraph or item of a list is a citation of its own; a range wider than fifty names its ends."""
    assert refs(text) == found


def test_each_citation_of_a_list_stands_in_its_own_place() -> None:
    """Spans of a list do not overlap, so that each can be marked."""
    text = "依照《安宁法》第十条第一款、第三款，第十二条第（一）（二）项，应当"

    assert [m.raw for m in FINDER.find(text)] == [
        "《安宁法》第十条第一款",
        "第三款",
        "第十二条第（一）",
        "（二）项",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《安宁法》第二条讲木牌，该法第十条讲钟。", ["安宁法#2", "安宁法#10"]),
        ("《安宁法》第二条讲木牌，同法第十条讲钟。", ["安宁法#2", "安宁法#10"]),
        ("《安宁法》第二条讲木牌，第十条讲钟。", ["安宁法#2", "安宁法#10"]),
        ("《安宁法》很重要。本法第十条讲钟。", ["安宁法", "安宁法#10"]),
        ("《催告办法》和《安宁法》都管。该办法第八条。", ["催告行为管理办法", "安宁法", "催告行为管理办法#8"]),
        (
            "《催告办法》第八条、《安宁法》第二条。前述办法第九条。",
            ["催告行为管理办法#8", "安宁法#2", "催告行为管理办法#9"],
        ),
        ("《安宁法》第二条、《催告办法》第八条。该法第三条。", ["安宁法#2", "催告行为管理办法#8", "安宁法#3"]),
        ("《催告标准指南》第5.3节。该标准第5.4节。", ["SL/T12-2025#s5.3", "SL/T12-2025#s5.4"]),
        ("《安宁法解释》第五条。该司法解释第六条。", ["安宁法解释#5", "安宁法解释#6"]),
        ("《安宁法》第十条第二款。前款规定的人。", ["安宁法#10.2", "安宁法#10.1"]),
        ("《安宁法》第十条第二款，前款第五项所列的人。", ["安宁法#10.2", "安宁法#10.1.5"]),
        ("《安宁法》第十条。前条规定的人。", ["安宁法#10", "安宁法#9"]),
        ("《安宁法》第十条之一。前条规定的人。", ["安宁法#10-1", "安宁法#10"]),
        ("《安宁法》第十条第三项。前项规定的人。", ["安宁法#10..3", "安宁法#10..2"]),
        ("《安宁法》第十条讲钟，该条第二款讲鼓。", ["安宁法#10", "安宁法#10.2"]),
        ("《安宁法》第十条讲钟，该条很好。", ["安宁法#10"]),
        (
            "《催告行为管理办法》（以下简称《办法》）第八条；《办法》第九条。",
            ["催告行为管理办法#8", "催告行为管理办法#9"],
        ),
        ("《催告行为管理办法》（以下简称“催办”）施行后，《催办》第九条。", ["催告行为管理办法", "催告行为管理办法#9"]),
    ],
)
def test_words_that_point_back_mean_what_was_named_before(text: str, found: list[str]) -> None:
    """该法, 同法, 本法, 前述办法, 前款, 前条, 该条第二款, a lone 第十条, and the short names a text gives itself."""
    assert refs(text) == found


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("《安宁法》（2015修正）第十条", 2015),
        ("《安宁法》（2015年修正）第十条", 2015),
        ("《安宁法》（2015年8月29日修正）第十条", 2015),
        ("《安宁法（2015年版）》第十条", 2015),
        ("2015年修正的《安宁法》第十条", 2015),
        ("2015年《安宁法》第十条", 2015),
        ("安宁法2015年修订第十条", 2015),
        ("2019年《安宁法》第十条", None),
        ("2019年，《安宁法》第十条", None),
        ("《安宁法》第十条", None),
    ],
)
def test_the_year_of_an_edition_is_read(text: str, edition: int | None) -> None:
    """（2012修正） and 2012年修正的 name an edition; a bare year only where there is a version of that year."""
    assert only(text).citation.edition == edition


def test_an_edition_stays_with_the_law_that_is_pointed_back_to() -> None:
    """该法 after 《安宁法》（2015修正） is that edition."""
    assert [m.citation.edition for m in FINDER.find("《安宁法》（2015修正）第十条，该法第十二条")] == [2015, 2015]


def test_document_numbers_and_short_names_behind_a_title_belong_to_it() -> None:
    """（法释〔2020〕27号，以下简称…） stands between title and article and is no citation of its own."""
    mention = only("《安宁法解释》（法释〔2020〕27号，以下简称《解释》）第五条")

    assert (mention.citation.ref, mention.citation.edition) == ("安宁法解释#5", None)


@pytest.mark.parametrize(
    "text",
    [
        "第三条短信里他骂得更难听，第一条评论也是。",
        "我收到三条消息，每条都在吓人。",
        "欠债还钱，但要依法催收，违法的可以举报。",
        "第三条街拐角，第二条路。",
        "一共十条，第一条规矩是别慌。",
        "前款还没还清，前条消息没看到。",
        "《借款》里写的第三方。",
        "第10",
        "条",
        "第条",
        "",
        "这个办法好，想办法还钱。",
    ],
)
def test_ordinary_prose_cites_nothing(text: str) -> None:
    """Numbered messages, 依法, 违法 and stray characters are no citations."""
    assert [m for m in FINDER.find(text) if m.citation.number] == []


@pytest.mark.parametrize(
    "text",
    [
        "《安宁法》第十条。借款合同第三条约定的利息",
        "《安宁法》第十条。你签的协议第三条写着",
        "《安宁法》第十条。公司章程第三条",
        "《安宁法》第十条。判决书第三条",
        "《安宁法》第十条。公司规定第三条",
        "《安宁法》第十条。第三条短信",
    ],
)
def test_an_article_of_a_contract_is_not_taken_for_the_laws(text: str) -> None:
    """After a law was cited, 合同第三条 is still the contract's."""
    assert refs(text) == ["安宁法#10"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("依照合同法第十条和劳动合同法第三十九条", ["合同法#10", "劳动合同法#39"]),
        ("根据《安宁法》第十条和公司法第二十条", ["安宁法#10", "公司法#20"]),
        ("刑法修正案（十一）第五条", ["刑法修正案（十一）#5"]),
        ("安宁法罚则解释（一）第三条", ["安宁法罚则解释（一）#3"]),
        ("《安宁法》第十条、渡船管理暂行条例第三条", ["安宁法#10", "渡船管理暂行条例#3"]),
    ],
)
def test_a_rule_that_no_shelf_knows_keeps_its_own_articles(text: str, found: list[str]) -> None:
    """第三十九条 of a law we lack is never counted as an article of one we have."""
    assert refs(text) == found


def test_a_title_without_an_article_is_a_citation_of_the_whole() -> None:
    """《安宁法》 alone means the instrument; so does its plain name, and a title known not to exist."""
    assert refs("《安宁法》管这件事。合同法呢？敲钟管理条例呢？公司法呢？") == ["安宁法", "合同法", "敲钟管理条例"]


ARTICLES = st.builds(ArticleNumber, st.integers(1, 2000), st.integers(0, 12))
UNITS = st.tuples(st.none() | st.integers(1, 20), st.none() | st.integers(1, 50))


@given(
    st.sampled_from(["安宁法", "安宁法解释", "催告行为管理办法", "合同法"]),
    ARTICLES,
    UNITS,
    st.sampled_from(["", "2015"]),
)
def test_what_is_written_is_found_as_the_same_citation(
    name: str, number: ArticleNumber, unit: tuple[int | None, int | None], year: str
) -> None:
    """Writing and finding are inverse, in running text."""
    cited = Citation(name, number, *unit, edition=int(year) if year else None)

    mention = only(f"我认为，{cited}，写得很清楚。")

    assert mention.citation == cited
    assert mention.raw == str(cited)


@given(
    st.sampled_from(["安宁法", "SL/T12-2025"]),
    ARTICLES,
    UNITS,
    st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1)),
)
def test_a_reference_is_read_as_the_citation_it_was_written_from(
    name: str, number: ArticleNumber, unit: tuple[int | None, int | None], day: date | None
) -> None:
    """`ref` and `parse_reference` are inverse."""
    cited = Citation(name, number, *unit, version=day)

    assert parse_reference(cited.ref, TITLES) == cited


@pytest.mark.parametrize(
    "text",
    [
        "安宁法",
        "安宁法#",
        "#10",
        "安宁法#十",
        "安宁法@昨天#10",
        "安宁法@2024-02-31#10",
        "安宁法#10.1.1.1",
        "《安宁法》#10",
        "安宁法#-1",
    ],
)
def test_what_is_no_reference_is_none(text: str) -> None:
    """A form that programs do not use is not guessed at."""
    assert parse_reference(text, TITLES) is None


@given(st.text("《》安宁法第一千零三十二条款项（）()之至、，和该前本〔2020〕27号法释\n 10", max_size=80))
def test_any_text_is_read_and_every_span_shows_its_words(text: str) -> None:
    """No text raises; every mention's words stand where it says, in order."""
    mentions = FINDER.find(text)

    assert all(m.raw == text[slice(*m.span)] and m.raw for m in mentions)
    assert [m.span[0] for m in mentions] == sorted(m.span[0] for m in mentions)


HOSTILE: dict[str, Callable[[int], str]] = {
    "prose": lambda n: "催收人不得骚扰他人，依照《安宁法》第十条第一款第（五）项，该法第三条也写明。\n" * (n // 40),
    "numbers": lambda n: "第一、二、" * (n // 5),
    "numerals": lambda n: "第" + "一" * n,
    "brackets": lambda n: "《安宁法" * (n // 4),
    "nested": lambda n: "《" * n,
    "items": lambda n: "《安宁法》第十条" + "（一）" * (n // 3),
    "backward": lambda n: "该规定的第" * (n // 5),
    "parentheses": lambda n: "《安宁法》" + "（2020" * (n // 5),
    "spaces": lambda n: "《安宁法》" + " 的" * (n // 2) + "第十条",
    "short": lambda n: "第十条" * (n // 3),
    "owners": lambda n: "办法规定条例解释" * (n // 8) + "第三条",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_no_faster_than_the_text(kind: str) -> None:
    """Four times the text takes about four times the time, for prose and for what is made to be slow.

    Quadratic growth would be sixteen times; nine leaves room for a busy machine.
    """

    def seconds(size: int) -> float:
        text = HOSTILE[kind](size)
        best = float("inf")
        for _ in range(2):
            start = time.perf_counter()
            FINDER.find(text)
            best = min(best, time.perf_counter() - start)
        return best

    small, large = seconds(40_000), seconds(160_000)

    assert large <= small * 9 + 0.05


def test_a_megabyte_is_read_to_its_end() -> None:
    """The last citation of a long text is found as the first is."""
    text = "《安宁法》第十条。" + "催收人打来电话。" * 125_000 + "《安宁法》第十二条。"

    assert refs(text) == ["安宁法#10", "安宁法#12"]
