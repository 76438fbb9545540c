"""The chat in a real Chromium: what a reader does with an answer, and what stays afterwards."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant import Assistant, ExtractiveComposer, open_now, read_feedback, read_lines
from ui.web import build_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from fastapi import FastAPI
    from playwright.sync_api import Page

    Visit = Callable[..., AbstractContextManager[Page]]
    Ask = Callable[[Page, str], str]
    Served = Callable[[FastAPI], AbstractContextManager[str]]

SIZES = [(360, 780), (1280, 860)]
THIRD = "我叫张三丰，催收给我单位领导打电话说我欠钱，合法吗？"
HOURS = [
    "2026-11-26T23:30",
    "2026-11-26T08:29",
    "2026-11-27T17:30",
    "2026-11-28T12:00",
    "2026-11-29T07:59",
    "2026-11-30T12:00",
]


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_what_one_does_with_an_answer(
    visit: Visit, ask: Ask, feedback_file: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    """Tick, say, save, answer the question back, say what is wrong, change the question: each with one tap."""
    before = len(read_feedback(feedback_file))
    with visit(size) as page:
        assert "自然人享有隐私权" not in ask(page, THIRD)
        page.click("#newest .words [data-words=letter]")
        assert page.locator("#newest .plain >> visible=true").count() == 0
        assert "自然人享有隐私权" in page.inner_text("#newest .answer")  # the article's own words
        page.click("#newest .words [data-words=plain]")

        page.locator("#newest .step").first.click()
        assert page.locator("#newest .tick").first.get_attribute("aria-checked") == "true"
        page.click("#newest .reply summary")
        assert page.locator("#newest .reply li").count() == 3
        assert page.locator("#newest .hear").is_hidden()  # this browser has no voice of its own

        with page.expect_download() as saving:
            page.click("#newest .save-card")
        saving.value.save_as(tmp_path / "card.png")
        picture = (tmp_path / "card.png").read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert int.from_bytes(picture[16:20], "big") / int.from_bytes(picture[20:24], "big") == pytest.approx(
            105 / 148, 0.01
        )

        page.click("#newest .opinion summary")
        page.click("#newest .reason[data-reason=not_my_case]")
        page.wait_for_selector("#newest .opinion textarea")
        assert page.input_value("#newest .opinion textarea").startswith("我叫〔姓名1〕")
        assert len(read_feedback(feedback_file)) == before
        page.click("#newest .opinion [type=submit]")
        page.wait_for_selector("#newest .opinion summary:text('留下了')")
        assert len(read_feedback(feedback_file)) == before + 1

        page.click("#newest .ask-back .say >> nth=1")
        page.wait_for_selector("#newest .asked:has-text('是网贷') ~ .answer")
        page.locator("#earlier .tick[aria-checked=true]").first.wait_for()
        page.click("#newest .edit")
        page.wait_for_function("document.querySelector('#question textarea').value === '是网贷。'")
        page.wait_for_function("document.querySelectorAll('.turn').length === 1")
        page.click("#newest .again")
        page.wait_for_function("document.querySelector('#newest .answer')?.dataset.turn === '3'")


@pytest.mark.browser
def test_the_pages_clock_tells_what_python_tells(visit: Visit) -> None:
    """By the reader's own clock, at the edges of each hour; in the danger card each line says so."""
    lines = read_lines()
    with visit(SIZES[0]) as page:
        for hour in HOURS:
            told = page.evaluate("h => youju.openNow(new Date(h))", hour)
            known = open_now(lines, datetime.fromisoformat(hour))
            assert {name: told[name] for name in ("now", "maybe", "later")} == {
                name: [one.number for one in getattr(known, name)] for name in ("now", "maybe", "later")
            }, hour
            opens = page.evaluate("h => youju.openNow(new Date(h)).office_opens.toString()", hour)
            assert f"{known.office_opens:%b %d %Y %H:%M}" in opens
        page.click("#danger")
        page.locator("#danger-card [data-line='110']", has_text="现在有人接").wait_for()


@pytest.mark.browser
def test_the_conversation_stays_only_if_asked_and_goes_with_a_tap(visit: Visit, ask: Ask) -> None:
    """Off by default (`visit` looks at the end of every journey); kept as text; quick exit erases it."""
    with visit(SIZES[1], keeps=True) as page:
        ask(page, THIRD)
        assert page.evaluate("localStorage.length") == 0
        page.locator(".keep:visible").click()
        page.wait_for_function("localStorage.length === 1")
        # while an answer is read it is not explained at length
        page.wait_for_function("![...document.querySelectorAll('.kept .small')].some(e => e.checkVisibility())")
        page.reload()
        page.wait_for_selector(".kept details summary:visible")
        assert THIRD in page.inner_text(".kept:visible")
        page.click("#leave")
        page.wait_for_url("**/youju/blank*")
        assert page.evaluate("localStorage.length") == 0


class _Elsewhere:
    """A composer beyond this machine that waits for the test."""

    name = "openai:elsewhere"
    recipient = "models.example.cn"

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def compose(self, material: Any) -> Any:
        """Wait."""
        self.go_on.wait(20)
        return ExtractiveComposer().compose(material)


@pytest.mark.browser
def test_consent_and_stop(visit: Visit, ask: Ask, assistant: Assistant, on_a_socket: Served) -> None:
    """The recipient is named before anything is sent; who stops has the question back in its box."""
    model = _Elsewhere()
    with on_a_socket(build_app(assistant.with_composer(model))) as address:
        with visit(SIZES[0], at=address) as page:
            said = ask(page, THIRD)
            assert "models.example.cn" in said
            assert "我叫〔姓名1〕" in said
            page.click("#newest .agree")
            page.wait_for_selector("#stop:visible")
            page.click("#stop")
            page.wait_for_function("q => document.querySelector('#question textarea').value === q", arg=THIRD)
            page.wait_for_function("!document.querySelector('.turn')")
        with visit(SIZES[0], at=address) as page:
            ask(page, THIRD)
            page.click("#newest .refuse")
            page.wait_for_selector("#newest .answer .verdict")
        model.go_on.set()
