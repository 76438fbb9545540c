"""An answer as HTML: escaped, marked, honest about what is a summary; stages; faults of our own."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import partial
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from assistant import Answer, Assistant, Cited, Withheld
from ui.html import Html, escape, tag
from ui.web import build_app
from ui.web.answered import answer
from ui.web.journal import journal
from ui.web.stages import telling, work
from ui.web.turn import Place, blocks
from ui.web.words import word

if TYPE_CHECKING:
    pass

TODAY = date(2026, 11, 22)
HERE = "http://127.0.0.1:7860"
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"


class _Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_words_never_become_elements(attacks: tuple[str, ...]) -> None:
    """Escaped in text and in attributes; Markdown makes headings, lists and our own marks, nothing else."""
    for attack in attacks:
        shown = "".join(blocks(f"**{attack}**\n\n- {attack}\n\n{attack}", Place(1, {}, "zh")))
        elements = _Elements(shown + tag("p", attack, title=attack)).found

        assert {name for name, _ in elements} <= {"h2", "ul", "li", "p", "strong", "em", "br", "span", "a"}, attack
        assert {key for _, attributes in elements for key in attributes} <= {"class", "title", "href"}, attack
        links = [attributes["href"] for name, attributes in elements if name == "a"]
        assert set(links) <= {"tel:110"}, attack  # a public line is one wherever it stands


def test_scripts_handlers_and_foreign_links_cannot_be_written() -> None:
    """The builder refuses them, whoever asks."""
    for attributes in (
        {"onclick": "x"},
        {"style": "x"},
        {"href": "javascript:x"},
        {"href": "https://a.example"},
        {"href": "//a"},
    ):
        with pytest.raises(ValueError, match=r".+"):
            tag("a", "x", **attributes)
    with pytest.raises(ValueError, match="script"):
        tag("script", "x")
    assert escape(Html("<b>")) == "<b>"
    assert escape("a\u202e\x00<b>") == "a&lt;b&gt;"


def _cited(ref: str, assistant: Assistant) -> Cited:
    provision = assistant.corpus.provision(ref, TODAY)
    assert provision
    return Cited(
        1, provision.ref, provision.label, "", "in_force", provision.instrument.authority.value, provision.wording.value
    )


def _shown(cited: Cited, assistant: Assistant) -> str:
    given = replace(assistant.ask(QUESTION), text="**一句话**[1]", citations=(cited,))
    return answer(given, assistant.corpus, 1)


def test_the_cited_part_is_marked_in_the_whole_article(assistant: Assistant) -> None:
    """第五十条第一款第五项: the whole article is there, and that item alone is marked."""
    cited = _cited("治安管理处罚法#50.1.5", assistant)
    provision = assistant.corpus.provision(cited.ref, TODAY)
    assert provision

    shown = _shown(cited, assistant)

    words = re.sub(r"<[^>]+>", "", shown)
    assert all(line in words for line in provision.article.text.split("\n"))
    (marked,) = re.findall(r"<mark>(.*?)</mark>", shown, re.DOTALL)
    assert re.sub(r"<[^>]+>", "", marked).endswith(provision.text)
    assert "现行有效" in words
    assert "2026-01-01 起施行" in words
    assert "第四十二条" in words  # what it was called before


def test_a_summary_looks_different_and_says_why(assistant: Assistant) -> None:
    """Our own words are never shown as the law's, and a standard is not called law."""
    shown = _shown(_cited("GB/T45251-2025#s5.3", assistant), assistant)

    assert 'class="law summary"' in shown
    assert word("zh", "is_summary") in shown
    assert "这不是法律" in shown
    assert "官方原文，逐字核对过" not in shown


def test_what_was_withheld_is_counted_not_shown(assistant: Assistant) -> None:
    """The number alone; an unverified sentence never reaches the page."""
    given = replace(assistant.ask(QUESTION), withheld=(Withheld("这句话没有根据", "没有引用"),))

    shown = answer(given, assistant.corpus, 1)

    assert "有 1 句没有通过核对" in shown
    assert "这句话没有根据" not in shown


def test_the_stages_are_the_real_ones(assistant: Assistant) -> None:
    """Told by the work itself: searching, drafting, checking, then the answer."""
    *told, given = work(partial(telling(assistant).ask, QUESTION))

    assert told == ["search", "draft", "check"]
    assert isinstance(given, Answer)


class _Broken:
    """A composer with a fault of our own, whose message repeats the reader's words."""

    name = "ollama:broken"

    def compose(self, material: Any) -> Any:
        """Fail."""
        raise RuntimeError(material.question.text)


def test_a_fault_of_our_own_is_a_sentence_and_never_writes_down_the_question(
    assistant: Assistant, capfd: pytest.CaptureFixture[str]
) -> None:
    """503 and one sentence; where it happened is written to the terminal, what was asked is not."""
    from starlette.testclient import TestClient

    broken = Assistant(assistant.corpus, assistant.searcher, composer=_Broken(), today=lambda: TODAY)
    with journal("text"), TestClient(build_app(broken), base_url=HERE) as opened:
        given = opened.post("/api/v1/ask", json={"text": QUESTION})
        page = opened.get("/").text

    written = capfd.readouterr().err
    assert given.status_code == 503
    assert given.json()["error"] == word("zh", "bug")
    assert "RuntimeError" in written
    assert QUESTION not in written
    assert "大模型 ollama:broken" in page  # a reader is told who gets the question


def test_gradio_is_not_loaded_before_the_page_is_opened() -> None:
    """`import ui.web` costs nothing."""
    program = (
        "import sys, ui.web, ui.web.server, ui.web.guard; print('gradio' in sys.modules, 'fastapi' in sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ended.stdout.split() == ["False", "False"]


def test_what_was_asked_to_be_computed_is_read_before_what_to_do_and_is_no_warning() -> None:
    """Headline, sum, steps: the sum is not taken for what must be said first, and never folded away."""
    text = "**先扣：明确违法**\n\n**算一算**\n- 8000元 − 2000元 = 6000元。\n\n**现在做**\n1. 找记录。\n\n理由。"

    drawn = "".join(blocks(text, Place(1, {}, "zh"), room=1))

    places = [drawn.index(words) for words in ("先扣", "6000元", "找记录")]
    assert places == sorted(places)
    assert 'class="first"' not in drawn
    assert "6000元" not in drawn[drawn.index("<details") :]
