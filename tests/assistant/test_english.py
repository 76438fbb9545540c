"""English: what a question is read as, and answers whose every sentence has its Chinese verified first."""

import re
import tomllib
from datetime import date

import pytest

from assistant import Action, Answer, Assistant, Conclusion, lint_english, read_rules
from assistant.phrasebook import open_phrasebook
from assistant.sources import DATA
from assistant.translation import Catalogue, answer_in_english, keys, read_catalogue, read_tables
from kb import Corpus

TODAY = date(2026, 11, 22)
HAN = re.compile(r"[\u3400-\u9fff]")

TWINS = tomllib.loads((DATA.parents[1] / "tests" / "assistant" / "english.toml").read_text("utf-8"))["twin"]


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("He called my boss at 11:30 pm", ("晚上11点30分", "打电话给我老板")),
        ("They rang me 25 times a day", ("一天打了25次电话",)),
        ("She didn't threaten me", ("没有威胁我",)),
        ("On 20 December 2025 they came to my house", ("2025年12月20日", "上门")),
        ("I borrowed 10k and received 7,000 yuan", ("10000元", "7000元")),
        (
            "Is Article 50 of the Public Security Administration Punishments Law in force?",
            ("《治安管理处罚法》第50条",),
        ),
        ("An annual interest rate of 36%", ("年利率36%",)),
        ("I last paid in 2019", ("2019年", "最后一次还款")),
        ("He borrowed online before we married", ("网贷", "婚前")),
    ],
)
def test_hours_counts_days_sums_and_articles_are_read(english: str, words: tuple[str, ...], corpus: Corpus) -> None:
    """Numbers keep their meaning on the way into Chinese."""
    said = open_phrasebook(tuple(corpus.instruments.values())).chinese(english)

    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize("told", ["I found it online", "I read on the internet", "the public security bureau"])
def test_a_place_is_no_deed(told: str, corpus: Corpus) -> None:
    """Where something stands or was read says of nobody that he published it."""
    said = open_phrasebook(tuple(corpus.instruments.values())).chinese(told)

    assert "发到网上" not in said


def test_chinese_is_left_alone(corpus: Corpus) -> None:
    """A message with Chinese in it has its own tables."""
    book = open_phrasebook(tuple(corpus.instruments.values()))

    assert book.chinese("催收call我老板") == "催收call我老板"
    assert book.chinese("12378") == "12378"


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin["en"][:40])
def test_an_english_question_gets_the_verdict_of_its_chinese_twin(twin: dict[str, str], assistant: Assistant) -> None:
    """The same matter told in either language is judged alike, by the same gravest rule."""
    english, chinese = assistant.ask(twin["en"], lang="en"), assistant.ask(twin["zh"])

    assert (english.action, english.conclusion) == (chinese.action, chinese.conclusion)
    assert [f.rule for f in english.findings][:1] == [f.rule for f in chinese.findings][:1]


def test_what_rests_on_rules_is_wholly_in_english(assistant: Assistant) -> None:
    """Of a finding every line has its English; only the law's own words stay Chinese."""
    answer = assistant.ask("They called my mother and told her that I owe money. Is that legal?", lang="en")

    finding = next(
        line for line in answer.text.split("\n") if line.startswith("- ") and "Civil Code, Art. 1032" in line
    )
    assert not HAN.search(finding)
    assert not HAN.search(answer.headline + "".join(answer.steps) + "".join(answer.channels))
    assert all(c.english and HAN.search(c.quote or c.summary) for c in answer.citations)


@pytest.mark.parametrize(
    ("marked", "english"),
    [
        (
            "有用：视听资料和电子数据都是法定的证据种类（《民事诉讼法》第六十六条第一款第四项[1]、第五项[2]）。",
            "(Civil Procedure Law, Art. 66 para. 1 item 4[1]; Civil Procedure Law, Art. 66 para. 1 item 5[2])",
        ),
        (
            "只管民间借贷；金融机构放贷的纠纷，不适用《民间借贷规定》（《民间借贷规定》第一条第二款[2]）。",
            "SPC Provisions on Private Lending (SPC Provisions on Private Lending, Art. 1 para. 2[2])",
        ),
        ("说的是催收（《消费贷催收指引》第三章[3]，行业自律，不是法律）[4]。", "ch. 3[3] — industry self-regulation"),
    ],
    ids=["an item that leans on the one before", "named and cited", "a mark of its own"],
)
def test_citations_and_their_numbers_keep_their_places(
    marked: str, english: str, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every citation of a sentence stands in its English once, with its number; no placeholder is left."""
    bare = re.sub(r"\[\d\]", "", marked)
    sentences = {key: "This is 《》" if "《》" in key else "This is it" for key in keys(bare, corpus)}
    known = read_catalogue()
    monkeypatch.setattr("assistant.translation.read_catalogue", lambda: Catalogue({**known.sentences, **sentences}, ()))

    answer = Answer("", TODAY, "zh", Action.ANSWER, Conclusion.NOT_APPLICABLE, "", marked)
    shown = answer_in_english(answer, corpus).text

    assert english in shown
    assert "《》" not in shown
    assert sorted(re.findall(r"\[\d\]", shown)) == sorted(re.findall(r"\[\d\]", marked))


def test_english_is_only_shown_for_the_very_sentence_it_was_written_for() -> None:
    """A Chinese sentence with one number changed has no English."""
    catalogue = read_catalogue()
    sentence = "非法侵入他人住宅的，处十日以上十五日以下拘留"

    assert catalogue.english(sentence)
    assert not catalogue.english(sentence.replace("十五日", "二十日"))


def test_a_frame_is_english_only_if_its_parts_are() -> None:
    """A frame around an unknown part is unknown."""
    catalogue = Catalogue({"恐吓": "Threats"}, ((re.compile("(.+?)：涉嫌违法"), "{}: likely unlawful"),))

    assert catalogue.english("恐吓：涉嫌违法") == "Threats: likely unlawful"
    assert not catalogue.english("堵门：涉嫌违法")


def test_a_sentence_without_english_is_told(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no person has written in English stays Chinese, and the answer says so."""
    bare = Catalogue({}, ())
    monkeypatch.setattr("assistant.translation.read_catalogue", lambda: bare)

    answer = assistant.ask("They hit me", lang="en")

    assert "no checked English yet" in answer.text
    assert HAN.search(answer.headline)


def test_the_question_is_kept_and_its_reading_told(assistant: Assistant) -> None:
    """A program sees what was asked and what it was read as."""
    answer = assistant.ask("Can they call at midnight?", lang="en").to_dict()

    assert answer["question"] == "Can they call at midnight?"
    assert "半夜" in str(answer["read_as"])
    assert assistant.ask("半夜打电话合法吗").read_as == ""


def test_a_conversation_in_english_remembers(assistant: Assistant) -> None:
    """A follow-up in English leans on the turn before."""
    conversation = assistant.conversation(lang="en")
    conversation.ask("The bank's collectors threatened to tell my boss about my credit card debt.")

    answer = conversation.ask("Is that legal?")

    assert "threatens-to-tell" in {f.rule for f in answer.findings} or answer.findings


def test_danger_is_heard_in_english_first(assistant: Assistant) -> None:
    """Danger to life comes before the reading into Chinese."""
    answer = assistant.ask("I can't take it any more, I want to kill myself", lang="en")

    assert answer.action.value == "crisis"
    assert not answer.citations


Tables = dict[str, dict[str, dict[str, str]]]
RULES, VISITS = "english/conduct.toml", "english/guide-visits.toml"


@pytest.mark.parametrize(
    ("file", "chinese", "english", "said"),
    [
        (RULES, "动手打人", "", "“动手打人”没有英文"),
        (RULES, "不再有的一句", "Gone", "没有哪条规则还这样写：不再有的一句"),
        (VISITS, "从没写过的一句", "Never", "没有哪一节指南还这样写：从没写过的一句"),
        (
            RULES,
            "非法侵入他人住宅的，处十日以上十五日以下拘留",
            "Entering: detention of 10 to 51 days",
            "英文里少了 15",
        ),
        (VISITS, "从没写过的《》一句", "Never", "英文里的《》和中文的不一样多"),
    ],
)
def test_faults_of_the_english_tables_are_named(
    file: str, chinese: str, english: str, said: str, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lint sees English that is missing, that is left over, and that tells another number."""
    tables: Tables = {name: {part: dict(rows) for part, rows in table.items()} for name, table in read_tables().items()}
    tables[file]["sentences"][chinese] = english
    sentences = {k.rstrip("。；"): v for t in tables.values() for k, v in t.get("sentences", {}).items()}
    monkeypatch.setattr("assistant.english_lint.read_tables", lambda: tables)
    monkeypatch.setattr("assistant.english_lint.read_catalogue", lambda: Catalogue(sentences, ()))

    assert [p for p in lint_english(read_rules(), corpus) if said in p.message]
