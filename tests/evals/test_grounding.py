"""Each gate is shown to stay silent on an honest answer, and to speak on a planted fault."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from evals.grounding import Fault, Gate, check_reply, quoted_words, reads_like_law
from evals.replies import read_reply
from kb import Corpus

Json = dict[str, Any]
TODAY = date(2026, 11, 22)


def _faults(answer: Json, corpus: Corpus, day: date = TODAY) -> tuple[Fault, ...]:
    return check_reply(read_reply(answer), corpus, day, answer["question"])


def _gates(answer: Json, corpus: Corpus, day: date = TODAY) -> set[Gate]:
    return {fault.gate for fault in _faults(answer, corpus, day)}


def _say(answer: Json, sentence: str, *, citations: list[int] | None = None, support: str = "supported") -> Json:
    answer["text"] += "\n\n" + sentence
    answer["claims"].append({"text": sentence, "citations": citations or [], "support": support})
    return answer


def test_an_honest_answer_has_no_fault(honest: Json, corpus: Corpus) -> None:
    """The answer that every planted fault starts from passes every gate."""
    assert _faults(honest, corpus) == ()


@pytest.mark.parametrize(
    "ref",
    ["示例法@2026-01-01#4", "示例法@2026-01-01#3", "示例法@2026-01-01#2.7", "无此法#1", "示例法@2019-01-01#2", "乱写"],
)
def test_a_citation_that_the_library_does_not_hold_is_caught(honest: Json, corpus: Corpus, ref: str) -> None:
    """No such article, not held, no such paragraph, no such law, no such version, no reference at all."""
    honest["citations"][0]["ref"] = ref

    assert Gate.NONEXISTENT in _gates(honest, corpus)


def test_a_dead_guide_citation_is_caught(honest: Json, corpus: Corpus) -> None:
    """A guide section must exist, too."""
    honest["citations"].append(
        {
            "n": 3,
            "ref": "guide:visits#gone",
            "label": "上门",
            "quote": "",
            "status": "in_force",
            "authority": "guide",
            "wording": "exact",
        }
    )

    assert _gates(honest, corpus) == {Gate.NONEXISTENT}
    honest["citations"][2]["ref"] = "guide:visits#at-the-door"
    assert _gates(honest, corpus) == set()


def test_a_label_that_names_another_article_is_caught(honest: Json, corpus: Corpus) -> None:
    """What the reader reads is what the reference points at."""
    honest["citations"][0]["label"] = "《示例法》第二条第一款第二项"

    (fault,) = _faults(honest, corpus)
    assert fault == Fault(Gate.NONEXISTENT, "[1] 写作《示例法》第二条第一款第二项，实际是《示例法》第二条第一款第一项")


@pytest.mark.parametrize("place", ["claim", "text"])
def test_a_number_without_a_citation_is_caught(honest: Json, corpus: Corpus, place: str) -> None:
    """[9] leads nowhere, in a claim or in the text."""
    if place == "claim":
        honest["claims"][1]["citations"] = [2, 9]
    else:
        honest["text"] += "再说一句[9]。"

    assert [f.message for f in _faults(honest, corpus)] == ["编号[9]没有对应的引用"]


@pytest.mark.parametrize("name", ["《示例法》第九条", "《无此法》第一条", "《催收总管法》"])
def test_an_invented_article_in_the_prose_is_caught_unless_denied(honest: Json, corpus: Corpus, name: str) -> None:
    """Prose may say that something does not exist; it may not rest on it, whatever its citation says."""
    denied = _say(honest, f"{name}没有查到，不存在。", citations=[1])
    assert _gates(denied, corpus) == set()

    claimed = _say(honest, f"依据{name}，他没有权利这样做。", citations=[1])
    assert _gates(claimed, corpus) == {Gate.NONEXISTENT}


def test_a_mark_behind_a_paragraph_is_not_read_as_an_item(honest: Json, corpus: Corpus) -> None:
    """第一款[1] is the first paragraph and a mark; 第一条 has no items. Nor does a mark change a quotation."""
    honest["text"] += "\n\n依据《示例法》第一条第一款[1]，他要出示证件；“有下列行为之一的[1]，处一千元以下罚款”。"

    assert _gates(honest, corpus) == set()


def test_superseded_law_shown_as_current_is_caught(honest: Json, corpus: Corpus) -> None:
    """The status is recomputed from the library, not believed."""
    honest["citations"].append(
        {
            "n": 3,
            "ref": "示例法@2013-01-01#1",
            "label": "《示例法》第一条",
            "quote": "发恐吓信息的，处五百元以下罚款。",
            "status": "superseded",
            "authority": "law",
            "wording": "exact",
        }
    )
    assert _gates(honest, corpus) == set()

    honest["citations"][2]["status"] = "in_force"
    assert _gates(honest, corpus) == {Gate.NOT_IN_FORCE}


def test_the_day_asked_for_decides_what_is_in_force(honest: Json, corpus: Corpus) -> None:
    """On 2025-12-31 the new law is not yet law; an answer that ignores the date is caught."""
    assert Gate.NOT_IN_FORCE in _gates(honest, corpus, date(2025, 12, 31))


def test_repealed_law_named_as_if_current_is_caught(honest: Json, corpus: Corpus) -> None:
    """A sentence may tell that a law is gone; it may not rest on it."""
    assert _gates(_say(honest, "《早年法》第七条已经废止。", citations=[1]), corpus) == set()
    assert _gates(_say(honest, "依据《早年法》第七条，欠债应当还钱。", citations=[1]), corpus) == {Gate.NOT_IN_FORCE}


@pytest.mark.parametrize(
    "quote", ["（一）多次发送恐吓短信的；", "（一）多次发送恐吓信息的,", "多次发送 恐吓信息", "“多次发送恐吓信息的”"]
)
def test_a_quote_that_differs_by_one_character_is_caught(honest: Json, corpus: Corpus, quote: str) -> None:
    """A citation's quote is byte for byte in the article: no other word, width, space or mark."""
    honest["citations"][0]["quote"] = quote

    assert _gates(honest, corpus) == {Gate.MISQUOTED}


def test_a_misquotation_says_where_it_departs(honest: Json, corpus: Corpus) -> None:
    """The message shows the law's words beside the wrong ones."""
    honest["citations"][0]["quote"] = "（一）多次发送恐吓短信的；"

    (fault,) = _faults(honest, corpus)
    assert "条文作“信息的；" in fault.message
    assert "引作“短信的；" in fault.message


def test_altered_words_in_quotation_marks_are_caught_in_claims_and_in_text(honest: Json, corpus: Corpus) -> None:
    """“…” in the prose is held to the cited article, also where it is no claim."""
    text = honest["text"]
    honest["text"] = text + "\n“昼夜打电话扰人安宁的人都要坐牢”"
    assert _gates(honest, corpus) == {Gate.MISQUOTED}

    honest["text"] = text
    assert _gates(_say(honest, "法律说“催收人必须出示证件”。", citations=[1]), corpus) == {Gate.MISQUOTED}


def test_ellipsis_short_terms_speech_and_the_readers_own_words_are_no_misquotation(
    honest: Json, corpus: Corpus
) -> None:
    """An ellipsis may leave words out; a term, speech in 「」 and an echo of the question are not the law's words."""
    _say(honest, "“有下列行为之一的……（二）昼夜打电话扰人安宁的”，也要罚。", citations=[1])
    _say(honest, "这叫“软暴力”。", citations=[1])
    _say(honest, "你说「你这就去坐牢吧，等着瞧」。", support="guide")
    _say(honest, "你问“他一天发几十条吓人的短信”。", support="guide")

    assert _gates(honest, corpus) == set()


def test_a_quotation_of_an_article_cited_by_another_claim_is_caught(honest: Json, corpus: Corpus) -> None:
    """A claim quotes what it cites, not what another cites."""
    honest["citations"].append(
        honest["citations"][0] | {"n": 3, "ref": "示例法@2026-01-01#1", "label": "《示例法》第一条", "quote": ""}
    )

    _say(honest, "“昼夜打电话扰人安宁的”要罚。", citations=[3])
    assert _gates(honest, corpus) == {Gate.MISQUOTED}


def test_a_claim_that_says_it_quotes_and_does_not_is_caught(honest: Json, corpus: Corpus) -> None:
    """`quoted` is earned with the law's own words."""
    assert _gates(_say(honest, "这样做要挨罚。", citations=[1], support="quoted"), corpus) == {Gate.MISQUOTED}


def test_a_summary_in_quotation_marks_is_caught(honest: Json, corpus: Corpus) -> None:
    """Our own words about the pact are not the pact's words."""
    assert _gates(_say(honest, "公约规定“夜里十点以后不打催收电话”。", citations=[2]), corpus) == {Gate.SUMMARY_QUOTED}


def test_a_summary_called_exact_or_quoted_is_caught(honest: Json, corpus: Corpus) -> None:
    """The wording shown is the library's, and `quoted` cannot rest on a summary."""
    honest["claims"][1]["support"] = "quoted"
    assert _gates(honest, corpus) == {Gate.SUMMARY_QUOTED}

    honest["claims"][1]["support"] = "supported"
    honest["citations"][1]["wording"] = "exact"
    assert _gates(honest, corpus) == {Gate.SUMMARY_QUOTED}


def test_a_legal_claim_without_a_provision_is_caught(honest: Json, corpus: Corpus) -> None:
    """No citation, or only a guide's, is not enough for what claims to be law."""
    honest["citations"].append(
        honest["citations"][1] | {"n": 3, "ref": "guide:visits#at-the-door", "label": "上门", "authority": "guide"}
    )

    assert _gates(_say(honest, "他违法了。"), corpus) == {Gate.UNCITED}
    honest["claims"][-1]["citations"] = [3]
    assert _gates(honest, corpus) == {Gate.UNCITED}
    honest["claims"][-1]["citations"] = [1]
    assert _gates(honest, corpus) == set()


def test_an_industry_rule_shown_as_law_is_caught(honest: Json, corpus: Corpus) -> None:
    """Rank is told truthfully."""
    honest["citations"][1]["authority"] = "law"

    assert _gates(honest, corpus) == {Gate.RANK}


def test_advice_that_reads_like_law_is_listed(honest: Json) -> None:
    """Advice with the words of law and no citation is put before a person."""
    _say(honest, "他无权扣你的车。", support="guide")

    assert reads_like_law(read_reply(honest)) == ("他无权扣你的车。",)


def test_only_the_outermost_marks_quote() -> None:
    """A term inside a quotation belongs to it; straight marks quote as well; an open mark ends with its paragraph."""
    assert quoted_words("甲“乙“丙”丁”戊") == ("乙“丙”丁",)
    assert quoted_words('甲"乙丙"丁') == ("乙丙",)
    assert quoted_words("甲“乙\n\n丙”丁") == ()
