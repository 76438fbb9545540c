"""An answer in the chat: short, nothing lost, and everything in it that can be tapped leads somewhere true."""

from __future__ import annotations

import html
import re

import lxml.html
import pytest

from assistant import Action, Answer, Assistant
from ui.html import visible
from ui.web.answered import ROOM, answer
from ui.web.folds import folded
from ui.web.text import LINES, SITUATIONS
from ui.web.twice import plainly
from ui.web.words import word

QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"
QUESTIONS = [*(s.question for s in SITUATIONS), QUESTION, "网贷利息多少算高？", "收到法院传票怎么办？"]


def _words(shown: str) -> str:
    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", shown)))


def _bare(text: str) -> str:
    """Without Markdown, marks and spaces."""
    return re.sub(r"[*\s]|\[\d{1,2}\]", "", visible(text))


def _in_plain_words(shown: str) -> str:
    """The page as it is first seen: without the articles' own words."""
    page = lxml.html.fromstring(f"<div>{shown}</div>")
    for one in page.find_class("letter"):
        one.drop_tree()
    return str(lxml.html.tostring(page, encoding="unicode"))


def _before_sources(shown: str) -> str:
    """What a reader sees before the sources, without what waits behind a tap."""
    seen = re.split(r'<p class="day">', _in_plain_words(shown))[0]
    return _words(re.sub(r"<details.*?</details>|<button.*?</button>", "", seen, flags=re.DOTALL))


@pytest.mark.parametrize("question", QUESTIONS)
def test_short_by_default_and_nothing_is_lost(assistant: Assistant, question: str) -> None:
    """At most 400 characters before the sources; every claim is on the page, if behind 展开理由."""
    given = assistant.ask(question)

    shown = answer(given, assistant.corpus, 1)

    assert len(_before_sources(shown)) <= ROOM + 20  # the verdict's badge
    said = _bare(_words(_in_plain_words(shown)))
    lines = [re.sub(r"^(\d\.|[-#]) ", "", line) for line in given.text.split("\n")]
    assert [line for line in lines if _bare(line) not in said and _bare(plainly(line)) not in said] == []


@pytest.mark.parametrize(
    ("told", "first"),
    [("我爸接完电话倒在地上叫不醒了", "120"), ("他们正在砸我家门，快进来了", "110"), ("我要自杀", "110")],
)
def test_the_number_that_helps_stands_first(assistant: Assistant, told: str, first: str) -> None:
    """In a crisis the page has three numbers to call."""
    shown = answer(assistant.ask(told), assistant.corpus, 1)

    listed = re.findall(r"<strong>(\d+)</strong>", shown)
    assert (listed[0], sorted(listed)) == (first, ["110", "120", "12356"])


def test_a_legal_sentence_is_there_in_plain_words_and_by_its_article(assistant: Assistant) -> None:
    """The article's words letter for letter, once; a gist is told as one; what is no law stays said in both."""
    given = assistant.ask("催收半夜打电话合法吗？")

    page = lxml.html.fromstring(f"<div>{answer(given, assistant.corpus, 1)}</div>")

    plain = [one.text_content() for one in page.find_class("plain")]
    letters = [one.text_content() for one in page.find_class("letter")]
    assert not any("《" in sentence for sentence in plain)
    assert any("不是法律" in sentence for sentence in plain)
    for cited in given.citations:
        (own, *_) = [words for words in letters if words.endswith(f"[{cited.n}]")]
        assert cited.excerpt in own
        assert (cited.wording == "exact") == (f"“{cited.excerpt}”" in own)
        assert (cited.authority == "law") == ("行业自律" not in own and "国家标准" not in own)


@pytest.mark.parametrize("question", QUESTIONS)
def test_only_the_librarys_lines_are_links(assistant: Assistant, question: str) -> None:
    """Whatever else is a number stays plain text."""
    shown = answer(assistant.ask(question), assistant.corpus, 1)

    assert set(re.findall(r'href="tel:(\d+)"', shown)) <= {one.number for one in LINES}


@pytest.mark.parametrize("question", [QUESTIONS[0], QUESTION, QUESTIONS[9]])
def test_what_to_ask_next_is_answered(assistant: Assistant, question: str) -> None:
    """At most three; each has an answer that is no refusal."""
    shown = answer(assistant.ask(question), assistant.corpus, 1)
    after = shown.partition('<div class="next">')[2]
    asked = re.findall(r'data-say="([^"]+)"', after)

    assert 1 <= len(asked) <= 3
    assert all(assistant.ask(html.unescape(one)).action is Action.ANSWER for one in asked)


def test_steps_can_be_ticked_and_the_three_sentences_are_there(assistant: Assistant) -> None:
    """A box for each step with a name; three sentences for the collector, to copy."""
    given = assistant.ask(QUESTION)
    shown = answer(given, assistant.corpus, 7)

    boxes = re.findall(r'role="checkbox"[^>]*data-step="(7-\d)"', shown)
    assert boxes == [f"7-{n}" for n in range(1, len(given.steps) + 1)]
    reply = re.findall(r'<details class="reply">.*?</details>', shown, re.DOTALL)[0]
    assert reply.count("<li>") == 3
    assert "本次通话" in reply


def test_the_card_holds_nothing_of_the_question(assistant: Assistant) -> None:
    """Verdict, steps and numbers alone."""
    given = assistant.ask("我叫张三丰，电话13812345678，催收半夜打电话骂我，合法吗？")
    shown = answer(given, assistant.corpus, 1)

    svg = html.unescape(re.findall(r'data-svg="([^"]+)"', shown)[0])

    assert svg.startswith("<svg")
    assert "张三丰" not in shown
    assert "13812345678" not in shown


def test_danger_to_life_shows_numbers_not_tools(assistant: Assistant) -> None:
    """No sources, no picture, no feedback: the lines, and what to say to them."""
    shown = answer(assistant.ask("我不想活了"), assistant.corpus, 1)

    assert 'href="tel:12356"' in shown
    assert "save-card" not in shown
    assert "opinion" not in shown
    assert word("zh", "ask.reply") in shown


def test_a_long_list_is_cut_between_its_items() -> None:
    """What fits is shown, what does not waits; in order."""
    parts = ["- 一二三四五\n- 六七八九十", "尾"]

    assert folded(parts, 100) == (parts, [])
    assert folded(parts, 6) == (["- 一二三四五"], ["- 六七八九十", "尾"])
    assert folded(parts, 2) == ([], parts)


def test_a_clarifying_question_has_its_answers_as_buttons(assistant: Assistant) -> None:
    """The answer is the question; the buttons stand under it."""
    given: Answer = assistant.ask("怎么办")
    shown = answer(given, assistant.corpus, 1)

    assert given.action is Action.CLARIFY
    assert shown.count('class="say"') >= 4


def test_who_asks_for_a_letter_finds_the_way_to_it(assistant: Assistant) -> None:
    """In the room of letters, by its kind; nobody else does."""
    asked = answer(assistant.ask("支付令异议书怎么写"), assistant.corpus, 1)
    other = answer(assistant.ask("收到支付令怎么办"), assistant.corpus, 1)

    assert 'href="#letters/payment-order"' in asked
    assert "#letters/" not in other
