"""The checker: right citations are left alone, wrong ones are named for what they are, with the right provision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb import Check, Checker, Corpus, Finding, Likeness, Moved, Wording
from kb.law import Phantom
from kb.ranks import Authority

Law = Callable[..., Corpus]
TODAY = date(2026, 11, 22)
PARAGRAPHS = Path(__file__).parents[2] / "evals" / "data" / "citations.jsonl"
ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"
NO_FAULT = {Finding.OK, Finding.UNVERIFIABLE}


def checks(corpus: Corpus, text: str, day: date = TODAY) -> tuple[Check, ...]:
    """All findings on a text."""
    return Checker(corpus.on(day), corpus.finder, Likeness(corpus.instruments.values())).check(text)


def only(corpus: Corpus, text: str, day: date = TODAY) -> Check:
    """The one finding on a text."""
    (check,) = checks(corpus, text, day)
    return check


RULES = """**第二条** 催收人上门，应当出示木牌。

催收人撤回催收的，应当书面说明理由。

**第三条** 催收人不得在日落以后敲钟催收。

**第四条** 有下列行为之一的，处五百贝以下罚款：
（一）把欠账写在他人门板上的；
（二）向欠账人的邻居说出欠账数目的。

**第五条** 欠账人可以请求催收人归还多收的利息，多收的利息按照三年计算。
"""


@pytest.mark.parametrize(
    ("text", "finding", "correct"),
    [
        ("《示例法》第三条规定：“催收人不得在日落以后敲钟催收。”", "ok", "#3"),
        ("根据《示例法》第三条，催收人不得在日落以后敲钟催收。", "ok", "#3"),
        ("催收人不得在日落以后敲钟催收（《示例法》第三条）。", "ok", "#3"),
        ("“催收人不得在日落以后敲钟催收。”（《示例法》第三条）", "ok", "#3"),
        ("《示例法》第三条\n\n催收人不得在日落以后敲钟催收。", "ok", "#3"),
        ("《示例法》第三条说的是敲钟的事。", "ok", "#3"),
        ("《示例法》第二条规定：“催收人不得在日落以后敲钟催收。”", "wrong_number", "#3"),
        ("根据《示例法》第二条，催收人不得在日落以后敲钟催收，违反的可以举报。", "wrong_number", "#3"),
        ("《示例法》第二条\n\n催收人不得在日落以后敲钟催收。", "wrong_number", "#3"),
        ("《示例法》第三条规定：“催收人不得在日出以后敲钟催收。”", "misquoted", "#3"),
        ("《示例法》第五条：欠账人可以请求催收人归还多收的利息，多收的利息按照五年计算。", "misquoted", "#5"),
        ("《示例法》第三条规定，催收人可以在日落以后敲钟催收。", "misquoted", "#3"),
        ("《示例法》第三条规定：“催收人不得在日落以后敲钟催收，应当出示木牌。”", "ok|misquoted|conflated", ""),
        ("《示例法》第三条：催收人不得在日落以后敲钟催收；催收人撤回催收的，应当书面说明理由。", "conflated", "#2"),
        ("催收人不得在日落以后敲钟催收，并把催收理由写明（《示例法》第三条）。", "ok", "#3"),
        ("催收人不得在日落以后敲钟催收，应当出示木牌（《示例法》第三条）。", "ok", "#3"),
        ("催收人撤回催收的，应当书面说明理由，催收人上门的（《示例法》第二条）。", "ok", "#2"),
        ("《示例法》第二条第一款规定，催收人撤回催收的，应当书面说明理由。", "wrong_paragraph", "#2.2"),
        ("《示例法》第四条第一项：“向欠账人的邻居说出欠账数目的”。", "wrong_paragraph", "#4.1.2"),
        ("《示例法》第四条第三项规定，向欠账人的邻居说出欠账数目的，处五百贝以下罚款。", "wrong_paragraph", "#4.1.2"),
        ("《示例法》第九条规定，催收人不得在日落以后敲钟催收。", "nonexistent_article", "#3"),
        ("《示例法》第七条规定，木牌要挂在胸前。", "unverifiable", ""),
        ("《示例法》", "ok", ""),
    ],
)
def test_a_citation_is_judged_by_what_stands_with_it(law: Law, text: str, finding: str, correct: str) -> None:
    """Quotation, sentence, heading, paragraph and item: each decides in its way."""
    check = only(law(RULES, last=8), text)

    assert check.finding.value in finding.split("|")
    assert not correct or check.correct == f"示例法@2020-01-01{correct}"


OLD_AND_NEW = (
    "**第三条** 敲钟催收的，处三十贝以下罚款。\n\n**第六条** 渡船不得超载。",
    "**第三条** 渡船不得超载，超载的处九贝以下罚款。\n\n**第七条** 敲钟、擂鼓催收的，处六十贝以下罚款。",
)
MOVED = (Moved("示例法@2015-01-01#3", ("示例法@2024-01-01#7",), "罚款提高。"),)
DAYS = (date(2015, 1, 1), date(2024, 1, 1))


@pytest.mark.parametrize(
    ("text", "finding", "correct"),
    [
        ("夜里敲钟催收的，按《示例法》第三条处三十贝以下罚款。", "superseded", "示例法@2024-01-01#7"),
        ("《示例法》第三条规定：“敲钟催收的，处三十贝以下罚款。”", "superseded", "示例法@2024-01-01#7"),
        ("有人天天在窗下敲钟催收。我查到《示例法》第三条。", "superseded", "示例法@2024-01-01#7"),
        ("渡船超载的，按《示例法》第三条处九贝以下罚款。", "ok", "示例法@2024-01-01#3"),
        ("敲钟、擂鼓催收的，按《示例法》第七条处六十贝以下罚款。", "ok", "示例法@2024-01-01#7"),
        ("《示例法》第七条规定：“敲钟催收的，处三十贝以下罚款。”", "superseded", "示例法@2024-01-01#7"),
        ("《示例法》（2015年）第三条规定，敲钟催收的处三十贝以下罚款。", "ok", "示例法@2015-01-01#3"),
        ("旧《示例法》第三条规定，敲钟催收的处三十贝以下罚款。", "ok", "示例法@2015-01-01#3"),
        ("见《示例法》第三条。", "unverifiable", "示例法@2024-01-01#7"),
    ],
)
def test_an_old_number_is_told_from_the_rule_that_has_it_now(law: Law, text: str, finding: str, correct: str) -> None:
    """Quotation and context decide which rule is meant; where they cannot, both are shown."""
    check = only(law(*OLD_AND_NEW, days=DAYS, moved=MOVED, last=9), text)

    assert (check.finding.value, check.correct) == (finding, correct)


@pytest.mark.parametrize(
    ("text", "finding", "correct"),
    [
        ("夜里敲钟催收的，按《示例法》第三条处三十贝以下罚款。", "ok", "示例法@2015-01-01#3"),
        ("敲钟、擂鼓催收的，按《示例法》第七条处六十贝以下罚款。", "wrong_number", "示例法@2015-01-01#3"),
    ],
)
def test_the_day_decides_which_number_is_right(law: Law, text: str, finding: str, correct: str) -> None:
    """In 2020 the old number is right, and the new one names what is not yet law."""
    check = only(law(*OLD_AND_NEW, days=DAYS, moved=MOVED, last=9), text, date(2020, 1, 1))

    assert (check.finding.value, check.correct) == (finding, correct)


def test_where_nothing_decides_both_rules_are_named(law: Law) -> None:
    """The reader sees the old rule's new place and today's rule."""
    check = only(law(*OLD_AND_NEW, days=DAYS, moved=MOVED, last=9), "见《示例法》第三条。")

    assert "2024-01-01以前的《示例法》第三条现为《示例法》第七条" in check.explain
    assert "今天的《示例法》第三条是另一条规定" in check.explain


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("《示例法》第三条规定，敲钟催收的处三十贝以下罚款。", Finding.REPEALED),
        ("《示例法》第三十条规定，敲钟催收的处三十贝以下罚款。", Finding.NONEXISTENT_ARTICLE),
        ("依据《示例法》，敲钟催收的要罚款。", Finding.REPEALED),
        ("原《示例法》第三条曾经规定，敲钟催收的处三十贝以下罚款。", Finding.OK),
        ("《示例法》已经废止，不要再引第三条。", Finding.OK),
    ],
)
def test_a_dead_law_is_repealed_unless_the_text_says_so_itself(law: Law, text: str, finding: Finding) -> None:
    """Never invented; and a number it never had did not exist."""
    corpus = law(OLD_AND_NEW[0], ended=date(2021, 1, 1), replaced_by="新法", last=9)

    assert checks(corpus, text)[0].finding is finding


@pytest.mark.parametrize(
    ("authority", "words"),
    [
        (Authority.DEPARTMENTAL_RULE, "部门规章"),
        (Authority.INDUSTRY_RULE, "行业自律，不是法律"),
        (Authority.STANDARD, "推荐性国家标准，不是法律"),
        (Authority.NORMATIVE_DOCUMENT, "规范性文件"),
    ],
)
def test_of_a_summary_no_wording_is_judged_and_its_rank_is_told(law: Law, authority: Authority, words: str) -> None:
    """What is not the official wording is never compared letter by letter; each instrument has its own rank."""
    corpus = law(
        "**第三条（条号待核）** 不得敲钟。\n\n**第四条** 不得擂鼓。", authority=authority, wording=Wording.SUMMARY
    )
    doubtful = only(corpus, "《示例法》第三条讲敲钟。")
    quoted = only(corpus, "《示例法》第四条规定：“禁止在夜间擂鼓催收。”")
    plain = only(corpus, "《示例法》第四条讲的是擂鼓。")

    assert (doubtful.finding, quoted.finding, plain.finding) == (Finding.UNVERIFIABLE, Finding.UNVERIFIABLE, Finding.OK)
    assert all(words in check.explain for check in (doubtful, quoted, plain))


@pytest.mark.parametrize(
    "text",
    [
        "催收员说：“今晚不还钱就敲钟，敲到天亮。”这违反《示例法》第三条。",
        "对照《示例法》第三条，他发来短信：“再不还就上门敲钟。”",
        "这叫“夜间敲钟”，《示例法》第三条管这件事。",
        "《示例法》第三条管敲钟，俗称“钟声催命”。",
    ],
)
def test_what_somebody_says_or_calls_a_thing_is_no_quotation_of_law(law: Law, text: str) -> None:
    """Speech, messages and nicknames near a citation are not misquotations."""
    assert only(law(RULES), text).finding is Finding.OK


def test_a_citation_inside_copied_law_is_the_laws_own(law: Law) -> None:
    """Where an article's text cites another, copying it makes no wrong citation."""
    corpus = law("**第三条** 不得敲钟。\n\n**第八条** 违反本法的，依照《示例法》第三条规定的程序没收其钟。")

    found = checks(corpus, "依照《示例法》第三条规定的程序没收其钟（《示例法》第八条）。")

    assert [c.finding for c in found] == [Finding.OK, Finding.OK]


@pytest.mark.parametrize(
    "text",
    [
        "《借款合同》第三条约定了利息。",
        "《还款承诺书》第二条写着月底还清。",
        "看《今日说法》第三期。",
        "公司规定第三条不许迟到。",
        "第三条短信最难听。",
        "依法催收，不能违法。",
        "",
    ],
)
def test_what_cites_no_law_is_passed_over(law: Law, text: str) -> None:
    """Contracts, letters, programmes and house rules are none of the checker's business."""
    assert checks(law(RULES), text) == ()


def test_an_instrument_that_does_not_exist_says_what_is_meant(law: Law) -> None:
    """A title known not to exist is nonexistent; one that is merely unknown cannot be verified."""
    corpus = law(RULES, phantoms=(Phantom("敲钟管理条例", (), ("示例法#3",), "没有这个条例。"),))
    invented = only(corpus, "《敲钟管理条例》第九条")
    unknown = only(corpus, "《渡船管理条例》第九条")

    assert (invented.finding, invented.correct) == (Finding.NONEXISTENT_INSTRUMENT, "示例法#3")
    assert unknown.finding is Finding.UNVERIFIABLE


def test_the_law_of_a_finding_is_exact_text_and_the_span_its_words(law: Law) -> None:
    """What is shown as law is the provision's own text; the span leads to the citation."""
    text = "前面的话。《示例法》第三条规定：“催收人不得在日出以后敲钟催收。”"
    check = only(law(RULES), text)

    assert check.law == "催收人不得在日落以后敲钟催收。"
    assert check.quote == "催收人不得在日出以后敲钟催收。"
    assert text[slice(*check.mention.span)] == check.mention.raw == "《示例法》第三条"
