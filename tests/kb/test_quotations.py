"""Quotations: which words claim to be the law's, and whether they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.quotations import find_quotations, locate, pieces, verbatim

LAW = "催收人不得以电话、短信等方式，侵扰他人的私人生活安宁；违反的，处五百元以下罚款。"


@pytest.mark.parametrize("marks", ["“”", "「」", "『』", '""', "＂＂", "‘’"])
def test_words_between_any_marks_are_a_quotation(marks: str) -> None:
    """Curly, straight, corner and single marks all quote."""
    text = f"其中写有{marks[0]}不得侵扰他人{marks[1]}一句"

    (found,) = find_quotations(text)

    assert found.text == "不得侵扰他人"
    assert text[slice(*found.span)] == f"{marks[0]}不得侵扰他人{marks[1]}"


@pytest.mark.parametrize(
    "text", ["“老赖”", "“没关上的引号", "没开过的引号”", "“上一段\n\n下一段的话”", '5" 和\n6" 的屏幕', "“！！！！！”"]
)
def test_terms_and_stray_marks_are_no_quotation(text: str) -> None:
    """Three words are a term; a mark that is never closed, or only after a blank line, quotes nothing."""
    assert find_quotations(text) == ()


@pytest.mark.parametrize("inner", ["‘债务公司代表’", "“债务公司代表”", "「债务公司代表」", '"债务公司代表"'])
def test_a_quotation_inside_another_is_part_of_it(inner: str) -> None:
    """Only the outer words are compared, whatever marks the inner ones have."""
    (found,) = find_quotations(f"条文是“任何人不得以{inner}自居”。")

    assert found.text == f"任何人不得以{inner}自居"


@pytest.mark.parametrize(
    ("before", "introduced"),
    [
        ("《示例法》第二条规定：", True),
        ("该条明确指出", True),
        ("《示例法》第二条：", True),
        ("第二条里说，", True),
        ("催收员说：", False),
        ("对方发来短信：", False),
        ("他们管这个叫", False),
        ("《示例法》第二条规定的", False),
        ("《示例法》第二条规定的是", True),
        ("我有三个问题：", False),
    ],
)
def test_only_words_behind_a_provision_claim_to_be_the_laws(before: str, introduced: bool) -> None:
    """规定： and 第二条： introduce the law's words; 他说： does not."""
    (found,) = find_quotations(f"{before}“不得侵扰他人”")

    assert found.introduced is introduced


@pytest.mark.parametrize("before", ["催收员说：", "对方发来短信：", "他喊"])
def test_words_behind_a_speaker_are_spoken(before: str) -> None:
    """He says, she writes: these words are nobody's law; 「」 alone marks the speech of our own texts."""
    (found,) = find_quotations(f"{before}“不得侵扰他人”")

    assert (found.spoken, found.speech) == (True, False)


@pytest.mark.parametrize(
    "quote",
    [
        LAW,
        "不得以电话、短信等方式侵扰他人",
        "不得以电话，短信等方式……处五百元以下罚款",
        "催收人...侵扰他人",
        "侵扰他人的 私人生活安宁",
    ],
)
def test_the_laws_own_words_are_verbatim(quote: str) -> None:
    """Punctuation, width and spaces may differ, and an ellipsis may leave words out."""
    assert verbatim(quote, LAW)


@pytest.mark.parametrize(
    "quote",
    [
        "不得以电话、短信等形式侵扰他人",
        "可以以电话",
        "处五千元以下罚款",
        "处五百元以下罚款……催收人不得",
        "侵扰……侵扰他人",
        "……",
        "",
    ],
)
def test_a_changed_missing_or_displaced_word_is_not_verbatim(quote: str) -> None:
    """One other word, another order or no words at all do not match."""
    assert not verbatim(quote, LAW)


@given(st.data())
def test_any_stretch_of_a_law_is_verbatim_and_located(data: st.DataObject) -> None:
    """What is cut from the law is found in it, and what is shown are the law's own characters."""
    start = data.draw(st.integers(0, len(LAW) - 1))
    end = data.draw(st.integers(start + 1, len(LAW)))
    cut = LAW[start:end]

    if pieces(cut):
        shown = locate(cut, LAW)

        assert verbatim(cut, LAW)
        assert shown is not None
        assert shown in LAW
        assert verbatim(shown, cut)


def test_what_the_law_does_not_say_is_not_located() -> None:
    """No bytes are shown for words that the law does not have."""
    assert locate("可以以电话骚扰", LAW) is None
