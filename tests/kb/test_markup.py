"""Markdown and values: parsing and writing are inverse, and what cannot be read is named with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import DATA, Article, ArticleNumber, Guide, Section
from kb.markup import (
    LIST_HEADINGS,
    MAX_HEADLINE,
    VERDICTS,
    VersionText,
    format_guide,
    format_version,
    parse_article_label,
    parse_guide,
    parse_version,
)
from kb.numerals import MAX_NUMERAL, to_chinese

WORDS = (
    st.text("催收人不得以电话骚扰他人，应当出示证件。；：“”（）0123 ab", min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)
LEADS = WORDS.filter(lambda text: not text.startswith(("（", "-")))
ITEMS = st.integers(1, 12).map(lambda n: f"（{to_chinese(n)}）不得骚扰；")
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))
NUMBERS = st.one_of(
    st.builds(ArticleNumber, st.integers(1, MAX_NUMERAL), st.integers(0, 3)),
    st.builds(lambda a, b: ArticleNumber(division=f"s{a}.{b}"), st.integers(1, 20), st.integers(1, 20)),
    st.builds(lambda n: ArticleNumber(division=f"ch{n}"), st.integers(1, 30)),
    st.just(ArticleNumber()),
)
PARAGRAPHS = st.builds(lambda lead, items: (lead, *items), LEADS, st.lists(ITEMS, max_size=3))


def articles(depth: int) -> st.SearchStrategy[tuple[Article, ...]]:
    """Articles under as many headings each: below a heading, Markdown knows no article without one."""
    paragraphs = st.lists(PARAGRAPHS, min_size=1, max_size=3).map(tuple)
    headings = st.lists(LEADS, min_size=depth, max_size=depth).map(tuple)
    built = st.builds(Article, NUMBERS, paragraphs, headings, st.booleans())
    return st.lists(built, max_size=4, unique_by=lambda article: article.number).map(tuple)


VERSIONS = st.builds(VersionText, WORDS, DAYS, st.none() | DAYS, st.integers(0, 3).flatmap(articles))
SLUGS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
PLAIN = st.text("催收能不能打电话吗可以（《民法典》）。？0 a", min_size=1, max_size=20).map(str.strip).filter(bool)
SECTIONS = st.builds(
    Section,
    SLUGS,
    PLAIN,
    st.lists(PLAIN, min_size=1, max_size=3).map(tuple),
    st.dictionaries(st.sampled_from(LIST_HEADINGS), st.lists(PLAIN, min_size=1, max_size=3).map(tuple)),
    st.lists(PLAIN, max_size=2).map(tuple),
    st.lists(st.sampled_from(("A0-01", "A1-24")), max_size=2).map(tuple),
)
CONCLUDED = st.builds(
    lambda section, verdict, line: replace(section, verdict=verdict, headline=line[:MAX_HEADLINE]),
    SECTIONS,
    st.sampled_from(VERDICTS),
    PLAIN,
)
GUIDES = st.builds(
    Guide,
    SLUGS,
    PLAIN,
    PLAIN,
    DAYS,
    st.just("CC-BY-4.0"),
    st.lists(SECTIONS | CONCLUDED, max_size=3, unique_by=lambda section: section.id).map(tuple),
)


@given(NUMBERS)
def test_an_article_label_is_read_as_the_number_it_was_written_from(number: ArticleNumber) -> None:
    """第二百九十三条之一, 第5.3节, 第三章 and 全文 come back as they went."""
    assert parse_article_label(str(number) or "全文") == number


@given(VERSIONS)
def test_a_version_that_is_written_is_read_as_the_same_version(version: VersionText) -> None:
    """`format_version` and `parse_version` are inverse, without a fault."""
    assert parse_version(format_version(version), "x.md") == (version, ())


@given(GUIDES)
def test_a_guide_that_is_written_is_read_as_the_same_guide(guide: Guide) -> None:
    """`format_guide` and `parse_guide` are inverse, without a fault."""
    assert parse_guide(format_guide(guide), "x.md") == (guide, ())


@pytest.mark.parametrize("path", sorted((DATA / "statutes").glob("*/*.md")), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_statute_file_is_written_as_the_writer_writes(path: Path) -> None:
    """What stands in the library is canonical: reading and writing changes no byte."""
    text = path.read_text("utf-8")
    version, problems = parse_version(text, path.name)

    assert problems == ()
    assert version is not None
    assert format_version(version) == text


@pytest.mark.parametrize("path", sorted((DATA / "guides").glob("*.md")), ids=lambda p: p.stem)
def test_every_guide_survives_writing(path: Path) -> None:
    """Nothing of a shipped guide is lost when it is written again."""
    guide, problems = parse_guide(path.read_text("utf-8"), path.name)

    assert problems == ()
    assert guide is not None
    assert parse_guide(format_guide(guide), path.name) == (guide, ())


def version(body: str) -> tuple[VersionText, list[str]]:
    """Read a body under sound front matter: the version, and the problems as line: message."""
    found, problems = parse_version(f'+++\ninstrument = "示例法"\nin_force = 2026-01-01\n+++\n\n{body}', "x.md")
    assert found is not None
    return found, [f"{p.line}: {p.message}" for p in problems]


def test_paragraphs_items_and_headings_find_their_places() -> None:
    """A blank line begins a 款, （一） a 项 of the 款 above; headings stand over the articles below them."""
    found, problems = version(
        "## 第一章 总则\n\n**第二条** 甲：\n（一）乙；\n（二）丙。\n\n丁。\n\n## 第二章 附则\n\n**第三条之一** 戊。\n"
    )

    first, second = found.articles
    assert problems == []
    assert first.paragraphs == (("甲：", "（一）乙；", "（二）丙。"), ("丁。",))
    assert (first.number, first.headings, first.line) == (ArticleNumber(2), ("第一章 总则",), 8)
    assert (second.number, second.headings) == (ArticleNumber(3, 1), ("第二章 附则",))


def test_a_missing_space_behind_the_number_loses_no_text() -> None:
    """`**第二条**甲` is read as `**第二条** 甲`."""
    found, problems = version("**第二条**甲。\n")

    assert problems == []
    assert found.articles[0].text == "甲。"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("**第二条**\n", "6: 第二条没有正文"),
        ("**第二条**\n（一）乙。\n", "6: 第二条没有正文"),
        ("**第二条**\n\n（一）乙。\n", "8: 项与上一行之间不应有空行"),
        ("**第二条** 甲：\n\n（一）乙。\n", "8: 项与上一行之间不应有空行"),
        ("甲。\n", "6: 正文不在任何一条之下"),
        ("**第二X条** 甲。\n", "6: 看不懂的条号：第二X条"),
        ("**第二条** 甲。\n# 附则\n", "7: 标题写作“## 第一章 总则”，用两个到六个 #，后面空一格"),
    ],
)
def test_a_fault_in_a_body_is_named_with_its_line(body: str, problem: str) -> None:
    """Each fault comes back as a problem; nothing is raised."""
    assert problem in version(body)[1]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("**第二条** 甲。", "x.md:1: 缺少 +++ 开头的 TOML 首部"),
        ('+++\ninstrument = "示例法"\n', "x.md:1: TOML 首部没有以 +++ 结束"),
        ('+++\ninstrument = "示例法"\nin_force = 昨天\n+++\n', "x.md:3: 首部不是合法的 TOML"),
        ("+++\nin_force = 2026-01-01\n+++\n", "x.md:1: 首部缺少 instrument（文字）"),
        ('+++\ninstrument = "示例法"\n+++\n', "x.md:1: 首部缺少 in_force（日期）"),
        ('+++\ninstrument = "示例法"\nin_force = 2026-01-01T08:00:00\n+++\n', "x.md:1: 首部缺少 in_force（日期）"),
        ('+++\ninstrument = "示例法"\nin_force = 2026-01-01\nbase = "旧"\n+++\n', "x.md:1: 首部缺少 base（日期）"),
    ],
)
def test_a_fault_in_front_matter_is_named_with_its_line(text: str, problem: str) -> None:
    """Without a name and a day a file is no version, and says why."""
    _, problems = parse_version(text, "x.md")

    assert any(str(p).startswith(problem) for p in problems)


GUIDE = '+++\nid = "g"\ntitle = "录音"\ntopic = "录音"\nreviewed = 2026-11-22\nlicence = "CC-BY-4.0"\n+++\n\n'


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("## 能录吗？\n能。\n", "x.md:9: 小节标题应写作“## 问题 {#id}”"),
        ("能。\n", "x.md:9: 正文不在任何小节之下"),
        ("## 能录吗？ {#a}\n", "x.md:9: “能录吗？”没有直接回答"),
        ("## 能录吗？ {#a}\n能。\n## 真能吗？ {#a}\n能。\n", "x.md:11: 小节编号重复：a"),
        ("## 能录吗？ {#a}\n能。\n### 附录\n- 甲\n", "x.md:11: 小节里的清单只有"),
        ("## 能录吗？ {#a}\n能。\n- 甲\n", "x.md:11: 清单要放在"),
        ("## 能录吗？ {#a}\n能。\n### 留证\n甲\n", "x.md:12: 清单里每行以“- ”开头"),
        ("## 能录吗？ {#a}\n结论：也许｜能\n能。\n", "x.md:10: 结论要写成"),
    ],
)
def test_a_fault_in_a_guide_is_named_with_its_line(body: str, problem: str) -> None:
    """Each fault of a guide comes back as a problem at its own line."""
    _, problems = parse_guide(GUIDE + body, "x.md")

    assert any(str(p).startswith(problem) for p in problems)


@given(st.text(max_size=200) | st.text("+#*第一条（）款\n 甲=\"'- {}", max_size=200))
def test_any_text_is_read_or_refused_with_problems(text: str) -> None:
    """No text makes a reader raise; what is no version and no guide comes back as problems."""
    for body in (text, f'+++\ninstrument = "示例法"\nin_force = 2026-01-01\n+++\n{text}'):
        found, problems = parse_version(body, "x.md")
        assert found is not None or problems
    assert any(parse_guide(GUIDE + text, "x.md"))
