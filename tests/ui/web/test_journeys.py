"""What a reader sees and does in a real Chromium."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from ui.web.rooms import ROOMS
from ui.web.words import labels, word

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page

    Visit = Callable[..., AbstractContextManager[Page]]
    Ask = Callable[[Page, str], str]

TODAY = date(2026, 11, 22)
HERE = "http://127.0.0.1:7860"
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"


SIZES = [(360, 780), (1280, 860)]

_CONTROLS = """[...document.querySelectorAll('button, a[href], textarea, input')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.matches('.skip'))"""
TOO_SMALL = f"""{_CONTROLS}.filter(e => {{
    const around = getComputedStyle(e, '::after').position === 'absolute' ? 26 : 0;
    const tapped = (e.matches('[type=radio], [type=checkbox]') && e.closest('label')) || e;
    return tapped.getBoundingClientRect().height + around < 44;
}}).map(e => e.outerHTML.slice(0, 90))"""
NAMELESS = f"""{_CONTROLS}
    .filter(e => !(e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText || '').trim())
    .map(e => e.outerHTML.slice(0, 90))"""
ROOMS_IN_SIGHT = "[...document.querySelectorAll('.room')].filter(r => r.checkVisibility()).map(r => r.id)"
AT_REST = "document.querySelector('#sheet').getAnimations().length === 0"
"""The article has come up; on a desktop it never moves."""
WATCH_STAGES = """new MutationObserver(() => {
    const now = document.querySelector('.stages .now')?.innerText;
    if (now) (window.stages ??= new Set()).add(now);
}).observe(document.body, {childList: true, subtree: true})"""


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_ask_and_read_the_law_behind_the_answer(
    visit: Visit, ask: Ask, assistant: Assistant, size: tuple[int, int]
) -> None:
    """The question of README: an answer, its first citation open beside it, the cited words marked and in sight."""
    expected = assistant.ask(QUESTION)
    with visit(size) as page:
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        said = ask(page, QUESTION)
        assert expected.headline in said
        assert expected.conclusion.chinese in said
        assert f"法条核对日 {assistant.corpus.verified}" in said
        assert page.get_attribute("#newest", "aria-live") == "polite"
        room = "parseFloat(getComputedStyle(document.querySelector('#newest .asked')).paddingLeft)"
        assert page.evaluate(room) >= 10  # no other room's style reaches in here

        page.locator("#newest .mark").first.click()
        page.locator("#sheet-words mark").first.wait_for()
        page.wait_for_function(AT_REST)
        sheet = page.locator("#sheet-words")
        provision = assistant.corpus.provision(expected.citations[0].ref, TODAY)
        assert provision
        assert provision.article.text.split("\n")[0] in sheet.inner_text()
        assert "现行有效" in sheet.inner_text()
        box = page.locator("#sheet").bounding_box()
        assert box
        if size[0] < 700:
            assert box["y"] + box["height"] == pytest.approx(size[1], abs=1)
            page.go_back()  # the phone's own back button closes the sheet and stays on the page
            page.locator("#sheet").wait_for(state="hidden")
            assert page.locator("#newest .answer").is_visible()
        else:
            assert box["x"] > page.locator("#newest .answer").bounding_box()["x"] + 400  # type: ignore[index]


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_everything_to_tap_is_a_thumb_wide_and_has_a_name(visit: Visit, ask: Ask, size: tuple[int, int]) -> None:
    """44 px at least, the marks within a sentence by the area around them; every control has a name."""
    with visit(size) as page:
        page.click("#danger")
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate(NAMELESS) == []
        assert page.locator("#danger-card a[href='tel:12356']").is_visible()
        page.click("#danger-close")
        ask(page, QUESTION)
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate(NAMELESS) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 699, 700, 768, 1920])
def test_nothing_is_wider_than_the_screen(visit: Visit, ask: Ask, width: int) -> None:
    """At the odd sizes too, with the danger card, an answer and an article open (`visit` measures at the end)."""
    with visit((width, 700)) as page:
        page.click("#danger")
        ask(page, QUESTION)
        page.locator("#newest .mark").first.click()
        page.locator("#sheet-words mark").first.wait_for()


@pytest.mark.browser
def test_a_situation_is_one_tap_and_the_stages_are_shown(visit: Visit, ask: Ask) -> None:
    """A button asks its question; a second question keeps the first on the page."""
    with visit(SIZES[0]) as page:
        page.evaluate(WATCH_STAGES)
        page.click("#situation-visits")
        page.wait_for_selector("#newest .answer")
        assert "检索" in page.evaluate("[...window.stages]")
        ask(page, "那他们半夜来呢？")
        page.wait_for_function("document.querySelectorAll('#earlier .answer').length === 1")
        page.wait_for_function("document.querySelector('#newest .turn').getBoundingClientRect().top < 120")
        page.click("#forget")
        page.wait_for_function("!document.querySelector('.turn')")


@pytest.mark.browser
def test_the_english_frame(visit: Visit, ask: Ask) -> None:
    """`?lang=en` speaks English, Gradio's part too; Chinese otherwise, though this browser prefers English."""
    with visit(SIZES[0], "/?lang=en") as page:
        assert page.evaluate("document.documentElement.lang") == "en"
        page.locator("#send", has_text=labels("en")["ask_send"]).wait_for()
        assert page.inner_text("#danger") == word("en", "danger")
        assert "Law in force on" in ask(page, QUESTION)


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_every_room_is_entered_by_its_name_and_by_its_address(visit: Visit, size: tuple[int, int]) -> None:
    """One room is seen at a time; the others are out of the way of the keyboard too; the back button goes back."""
    with visit(size) as page:
        for room in ROOMS:
            if not page.locator(f"#rooms [data-room={room.id}]").is_visible():
                page.click("#more")
            page.click(f"#rooms [data-room={room.id}]")
            page.wait_for_function("room => document.body.dataset.room === room", arg=room.id)
            seen = page.evaluate(
                "[...document.querySelectorAll('.room')].filter(r => r.checkVisibility()).map(r => r.id)"
            )
            assert seen == [f"room-{room.id}"]
            assert page.get_attribute(f"#rooms [data-room={room.id}]", "aria-current") == "page"
            assert page.evaluate(TOO_SMALL) == []
            assert page.evaluate(NAMELESS) == []
        page.go_back()
        page.wait_for_function("room => document.body.dataset.room === room", arg=ROOMS[-2].id)
    with visit(size, f"/#{ROOMS[-1].id}") as page:
        assert page.locator(f"#room-{ROOMS[-1].id}").is_visible()


@pytest.mark.browser
def test_large_type_and_night_stay_when_the_page_is_opened_again(visit: Visit) -> None:
    """Kept in the address, so that nothing is stored (`visit` finds no cookie); the other language keeps them too."""
    with visit(SIZES[0]) as page:
        before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#question textarea')).fontSize)")
        page.click("#large")
        page.click("#look")
        page.reload()
        page.wait_for_selector("#question textarea")
        after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#question textarea')).fontSize)")
        assert after == pytest.approx(1.3 * before)
        assert page.get_attribute("#large", "aria-pressed") == page.get_attribute("#look", "aria-pressed") == "true"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 25, 27)"
        page.click("#language")
        page.wait_for_selector("html[lang=en][data-large] #question textarea")
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
