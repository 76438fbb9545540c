"""Claims: which citations stand together, and which words rest on them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb import Corpus
from kb.claims import Group, groups

Law = Callable[..., Corpus]


@pytest.fixture
def grouped(law: Law) -> Callable[[str], list[Group]]:
    """The groups of a text that cites 《示例法》, each once."""
    corpus = law("**第二条** 甲。")

    def read(text: str) -> list[Group]:
        found = groups(text, corpus.finder.find(text))
        return [g for i, g in enumerate(found) if not i or g is not found[i - 1]]

    return read


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("根据《示例法》第二条，催收人应当出示木牌。别的话。", "催收人应当出示木牌。"),
        ("《示例法》第二条规定：“催收人应当出示木牌。”别的话。", "“催收人应当出示木牌。”别的话。"),
        ("催收人应当出示木牌（《示例法》第二条）。别的话也说了很多。", "催收人应当出示木牌（"),
        ("催收人应当出示木牌，见《示例法》第二条。别的话也说了很多。", "催收人应当出示木牌，见"),
        ("催收人应当出示木牌。（《示例法》第二条）别的话也说了很多。", "催收人应当出示木牌。（"),
        ("他没有拿出木牌来给我看。这违反《示例法》第二条。", "他没有拿出木牌来给我看。这违反"),
        ("《示例法》第二条\n\n催收人应当出示木牌。\n\n别的一段。", "催收人应当出示木牌。"),
        (
            "【法条】\n《示例法》第二条：催收人应当出示木牌。\n还有一句。\n\n别的一段。",
            "催收人应当出示木牌。\n还有一句。",
        ),
        ("《示例法》第二条", ""),
    ],
)
def test_the_words_that_rest_on_a_citation(grouped: Callable[[str], list[Group]], text: str, claim: str) -> None:
    """Behind it, before it in brackets or at the end, beneath it as a heading, or the sentence before."""
    (group,) = grouped(text)

    assert group.claim.rstrip() == claim


def test_citations_joined_by_a_comma_or_and_share_their_claim(grouped: Callable[[str], list[Group]]) -> None:
    """《示例法》第二条、第三条和第四条 are one group, 第九条 in the next sentence is another."""
    first, second = grouped("《示例法》第二条、第三条（木牌）和第四条都讲到出示木牌的事。第九条讲的是敲钟的事情。")

    assert [m.citation.ref for m in first.mentions] == ["示例法#2", "示例法#3", "示例法#4"]
    assert [m.citation.ref for m in second.mentions] == ["示例法#9"]
    assert "敲钟" not in first.claim


def test_what_leads_to_the_next_citation_is_the_next_ones(grouped: Callable[[str], list[Group]]) -> None:
    """甲看第二条，乙看第三条: each has its own words."""
    first, second = grouped("催收人上门出示木牌看《示例法》第二条，夜里在窗下敲钟看《示例法》第三条。")

    assert ("木牌" in first.claim, "敲钟" in first.claim) == (True, False)
    assert ("木牌" in second.claim, "敲钟" in second.claim) == (False, True)


def test_a_sentence_that_ends_right_before_the_next_citation_is_whole(
    grouped: Callable[[str], list[Group]],
) -> None:
    """Only what leads to the next citation is cut off, and a full stop leads nowhere."""
    first, _ = grouped("根据《示例法》第二条，催收人应当出示木牌，木牌应当是蓝色的。《示例法》第三条讲敲钟的事情。")

    assert first.claim == "催收人应当出示木牌，木牌应当是蓝色的。"


def test_a_stop_inside_a_quotation_does_not_end_the_sentence(grouped: Callable[[str], list[Group]]) -> None:
    """The whole sentence around a quotation is the context."""
    (group,) = grouped("有人喊：“还钱！今晚就还！”，这样催收依《示例法》第二条算不算违法？")

    assert "今晚就还" in group.context
    assert "违法" in group.context


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("《示例法》第二条（出示木牌）：甲。", ["出示木牌"]),
        ("《示例法》第二条（条号待核）规定甲。", []),
        ("《示例法》第二条（2020年修订）规定甲。", []),
    ],
)
def test_a_label_says_what_an_article_is_about(
    grouped: Callable[[str], list[Group]], text: str, labels: list[str]
) -> None:
    """Remarks on the number itself are no labels."""
    (group,) = grouped(text)

    assert list(group.labels.values()) == labels


def test_the_blank_line_ends_what_rests_on_a_citation(grouped: Callable[[str], list[Group]]) -> None:
    """A new paragraph speaks of its own matter."""
    (group,) = grouped("根据《示例法》第二条，催收人应当出示木牌。\n\n下一段讲敲钟的事情。")

    assert group.span[1] <= len("根据《示例法》第二条，催收人应当出示木牌。\n")
