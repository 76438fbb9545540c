"""Official texts: every article, nothing else, and everything doubtful told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.law import Article, ArticleNumber
from kb.markup import VersionText, format_version, parse_version
from kb.official import OfficialText, read_official
from kb.proof import read_reference

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "statutes.jsonl"

PUBLISHED = """中华人民共和国安宁法
（2023年9月1日第九届示例会议通过　2025年6月27日修订）

目　　录
第一章　总　　则
第二章　罚　　则

第一章　总　　则
第一条　为了保护安宁，制定本法。
第二条　催收人应当遵守本法
第六条规定的义务。
- 2 -
第二章　罚　　则
第三条　有下列行为之一的，处罚款：
(一)敲钟的；
(二)泼漆的。
有前款第一项行为，情节较重的，
从重处罚。①
① 见修订说明。
第三条之一　第三人敲钟的，同罚。
第五条　本法第三条、
第四条规定的罚款，由里正收取。
第五条　由里正收取的，开具木票。
没有木票的，不收。
第六条　本法自2026年1月1日起施行。
附件：
敲钟时刻表
"""


@pytest.fixture(scope="module")
def published() -> OfficialText:
    """A text with everything in it that surrounds articles."""
    return read_official(PUBLISHED)


def test_articles_paragraphs_items_and_headings_are_told_apart(published: OfficialText) -> None:
    """Broken lines are joined, brackets of items are made one, spread-out headings are closed up."""
    articles = {a.number.key: a for a in published.articles}

    assert list(articles) == ["1", "2", "3", "3-1", "5", "6"]
    assert articles["2"].paragraphs == (("催收人应当遵守本法第六条规定的义务。",),)
    assert articles["3"].paragraphs == (
        ("有下列行为之一的，处罚款：", "（一）敲钟的；", "（二）泼漆的。"),
        ("有前款第一项行为，情节较重的，从重处罚。",),
    )
    assert articles["1"].headings == ("第一章 总则",)
    assert articles["6"].headings == ("第二章 罚则",)
    assert published.joined == 3


def test_title_and_days_are_read(published: OfficialText) -> None:
    """The last amendment, and the commencement from the closing article."""
    assert published.title == "中华人民共和国安宁法"
    assert (published.promulgated, published.in_force) == (date(2025, 6, 27), date(2026, 1, 1))


def test_everything_left_out_is_told_with_its_reason(published: OfficialText) -> None:
    """Table of contents, page number, footnote, an article given twice with its lines, the annex."""
    dropped = {d.text: d.reason for d in published.dropped}

    assert dropped["目 录"] == "目录"
    assert dropped["- 2 -"] == "页码"
    assert dropped["① 见修订说明。"] == "脚注"
    assert dropped["第五条 由里正收取的，开具木票。"].startswith("第五条不在第五条之后")
    assert "没有木票的，不收。" in dropped
    assert dropped["敲钟时刻表"] == "附件"
    assert [d.line for d in published.dropped] == sorted(d.line for d in published.dropped)
    assert published.doubts == ("第三条之一之后是第五条",)


def test_no_line_is_lost(published: OfficialText) -> None:
    """What is not in an article, a heading or a join is among the dropped."""
    kept = "".join(a.text for a in published.articles) + "".join(h for a in published.articles for h in a.headings)
    told = kept + "".join(d.text for d in published.dropped)

    for line in PUBLISHED.split("\n"):
        words = line.replace("　", "").replace(" ", "").replace("(", "（").replace(")", "）").rstrip("①")
        assert words.removeprefix("第三条之一").split("条", 1)[-1] in told.replace(" ", ""), line


@pytest.mark.parametrize(
    ("text", "articles", "doubt"),
    [
        ("第三条　甲。\n第四条　乙。", ["3", "4"], "从第三条开始"),
        ("第1条 甲。\n第2条 乙。", ["1", "2"], ""),
        ("第一条\n甲。\n第二条\n乙。", ["1", "2"], ""),
        ("第一条甲。\n第二条第三人乙。\n第三条中国丙。", ["1", "2", "3"], ""),
        ("**第一条** 甲。\n\n**第二条** 乙。", ["1", "2"], ""),
        ("### 第一条 甲。\n### 第二条 乙。", ["1", "2"], ""),
        ("第一条　甲。\n第九条　乙。", ["1", "9"], "第一条之后是第九条"),
        ("第一条甲。\n第九十条乙。", ["1"], "第一条里有一行像第九十条（第 2 行）"),
        ("第一条　\n第二条　乙。", ["2"], "第一条没有正文"),
        ("没有条的文字。", [], ""),
    ],
)
def test_numbers_decide_what_is_an_article(text: str, articles: list[str], doubt: str) -> None:
    """As they are printed in different places; what breaks the order is told."""
    found = read_official(text)

    assert [a.number.key for a in found.articles] == articles
    assert found.doubts == ((doubt,) if doubt else ())


def test_another_document_behind_the_first_is_left_out() -> None:
    """Two laws in one file: the second is not mixed into the first."""
    first = "".join(f"第{n}条　甲{n}。\n" for n in "一二三")
    second = "".join(f"第{n}条　乙{n}。\n" for n in "一二三四五")

    found = read_official(first + second)

    assert [a.text for a in found.articles] == ["甲一。", "甲二。", "甲三。"]
    assert len(found.dropped) == 5
    assert found.dropped[-1].reason.startswith("第五条不在第三条之后")


@given(
    st.lists(st.text("甲乙丙丁", min_size=1, max_size=12), min_size=3, max_size=40),
    st.sampled_from(["　", " ", "", "\n"]),
)
def test_what_is_printed_is_read_back(texts: list[str], gap: str) -> None:
    """However the number is set off from the text; and the version file that is written reads back the same."""
    articles = tuple(Article(ArticleNumber(n), ((f"{t}。",),)) for n, t in enumerate(texts, 1))
    printed = "\n\n".join(f"{a.number}{gap}{a.text}" for a in articles)

    found = read_official(printed)

    assert [(a.number, a.text) for a in found.articles] == [(a.number, a.text) for a in articles]
    assert found.doubts == ()
    version = VersionText("安宁法", date(2026, 1, 1), None, found.articles)
    again, problems = parse_version(format_version(version), "x.md")
    assert again is not None
    assert problems == ()
    assert [(a.number, a.paragraphs) for a in again.articles] == [(a.number, a.paragraphs) for a in found.articles]


@pytest.mark.parametrize("gap", ["　", "", "\n"])
def test_the_laws_of_the_reference_read_back_whole(gap: str) -> None:
    """Every version that the reference holds whole, printed in three ways: each article, word for word."""
    if not REFERENCE.is_file():
        pytest.skip("the reference texts are not here")
    compared = 0
    for records in read_reference(REFERENCE).values():
        for day in {r.in_force for r in records}:
            own = [r for r in records if r.in_force == day]
            if [r.key[0] for r in own if not r.key[1]] != list(range(1, len({r.key[0] for r in own}) + 1)):
                continue
            if "1." in own[0].text[:3] or own[0].instrument == "执行工作规定":
                continue  # numbered 1. 2. 3., not 第一条
            printed = "\n\n".join(f"{ArticleNumber(*r.key)}{gap}{r.text}" for r in own)
            found = {(a.number.number, a.number.suffix): a.text for a in read_official(printed).articles}
            assert {k: v for k, v in found.items() if v != next((r.text for r in own if r.key == k), "")} == {}, day
            assert found.keys() == {r.key for r in own}, own[0].instrument
            compared += len(own)
    assert compared > 7000
