"""The page by keyboard, by screen reader, at night, enlarged and without movement."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest

from ui.web.rooms import ROOMS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Visit = Callable[..., AbstractContextManager[Page]]
    Ask = Callable[[Page, str], str]

PHONE, DESK = (360, 780), (1280, 860)
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"
AXE = "axe.run({resultTypes: ['violations']})"
AT_REST = "document.querySelector('#sheet').getAnimations().length === 0"
FOCUSED = """(() => {
    const e = document.activeElement;
    return e.id || e.dataset.room || e.closest('[id]')?.id || e.className;
})()"""


def faults(result: dict[str, Any]) -> list[str]:
    """What axe-core found, one line each."""
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:120]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("size", "path"),
    [(PHONE, "/?lang=zh"), (PHONE, "/?lang=en&look=dark"), (DESK, "/?lang=zh&look=dark"), (DESK, "/?lang=en")],
    ids=["phone-zh", "phone-en-dark", "desktop-zh-dark", "desktop-en"],
)
def test_axe_finds_nothing_in_any_room(visit: Visit, ask: Ask, size: tuple[int, int], path: str) -> None:
    """No violation of any weight: every room, with an answer, an article and the danger card open; by day and night."""
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-core is not installed").AXE_SCRIPT
    with visit(size, path) as page:
        page.evaluate(axe)
        found: dict[str, list[str]] = {}
        ask(page, QUESTION)
        for room in ROOMS:
            page.evaluate("room => { location.hash = room }", room.id)
            page.wait_for_selector(f"#room-{room.id}", state="visible")
            if room.id == "call":
                page.fill("#call-words textarea", "【某某催收】再不还钱我打断你的腿，告诉你单位。")
                page.click("#call-check")
                page.wait_for_selector("#call-result .answer")
            found[room.id] = faults(page.evaluate(AXE))
        page.evaluate("location.hash = 'ask'")
        page.locator("#newest .mark").first.click()
        page.locator("#sheet-words mark").first.wait_for()
        page.wait_for_function(AT_REST)
        found["article"] = faults(page.evaluate(AXE))
        page.keyboard.press("Escape")
        page.wait_for_selector("#sheet.open", state="detached")
        page.wait_for_function(AT_REST)
        page.click("#danger")
        found["danger"] = faults(page.evaluate(AXE))
        assert {place: some for place, some in found.items() if some} == {}


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desktop"])
def test_the_keyboard_goes_in_the_order_of_reading(visit: Visit, size: tuple[int, int]) -> None:
    """Skip link, switches, emergency, rooms, situations, question, buttons; the skip link leads to the question."""
    with visit(size) as page:
        order: list[str] = []
        for _ in range(30):
            page.keyboard.press("Tab")
            order.append(page.evaluate(FOCUSED))
        places = [order.index(one) for one in ("skip", "large", "look", "language", "danger", "leave", ROOMS[0].id)] + [
            order.index(one) for one in ("situation-contacts", "question", "send")
        ]
        assert places[0] == 0
        assert places == sorted(places), order
        page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
        page.focus(".skip")
        assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        page.wait_for_function("location.hash !== ''")
        page.keyboard.press("Tab")
        page.wait_for_function("document.activeElement.closest('#question') !== null")
        assert (
            page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            or page.evaluate("getComputedStyle(document.activeElement).boxShadow") != "none"
        )


@pytest.mark.browser
def test_escape_closes_what_lies_on_top_and_gives_the_focus_back(visit: Visit, ask: Ask) -> None:
    """The article first, then the danger card; an answer is announced, not the whole conversation."""
    with visit(PHONE) as page:
        ask(page, QUESTION)
        assert page.get_attribute("#newest", "aria-live") == "polite"
        assert page.get_attribute("#earlier", "aria-live") is None
        page.click("#danger")
        assert page.evaluate(FOCUSED) == "danger-title"
        page.keyboard.press("Escape")
        assert not page.locator("#danger-card").is_visible()
        assert page.evaluate(FOCUSED) == "danger"
        page.locator("#newest .mark").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.closest('#sheet') !== null")
        page.keyboard.press("Escape")
        page.locator("#sheet").wait_for(state="hidden")
        page.wait_for_function("document.activeElement.matches('.mark')")


@pytest.mark.browser
def test_who_wants_no_movement_has_none(visit: Visit, ask: Ask) -> None:
    """`prefers-reduced-motion`: nothing slides, nothing turns."""
    with visit(PHONE) as page:
        page.emulate_media(reduced_motion="reduce")
        ask(page, QUESTION)
        moving = page.evaluate("""[...document.querySelectorAll('*')].filter(e => {
            const s = getComputedStyle(e);
            return s.transitionDuration.split(',').some(d => parseFloat(d) > 0) && s.transitionProperty !== 'none'
                || s.animationName !== 'none';
        }).map(e => e.outerHTML.slice(0, 80))""")
        assert moving == []


@pytest.mark.browser
@pytest.mark.parametrize("size", [(640, 430), (320, 400)], ids=["200 %", "400 %"])
def test_the_page_can_be_enlarged(visit: Visit, ask: Ask, size: tuple[int, int]) -> None:
    """A desktop window at 200 and 400 %: all of it within the width, the question box and the answer in reach."""
    with visit(size) as page:
        ask(page, QUESTION)
        page.locator("#newest .mark").first.scroll_into_view_if_needed()
        page.locator("#newest .mark").first.click()
        page.locator("#sheet-words mark").first.wait_for()
        page.keyboard.press("Escape")
        page.locator("#question textarea").scroll_into_view_if_needed()
        box = page.locator("#question textarea").bounding_box()
        assert box
        assert 0 <= box["y"] < size[1]


@pytest.mark.browser
def test_what_stays_at_the_top_covers_no_article(visit: Visit, ask: Ask) -> None:
    """In large English type the rooms take two lines: the article and the answer stand below them all the same."""
    with visit(DESK, "/?lang=en&type=large") as page:
        ask(page, QUESTION)
        page.locator("#newest .mark").first.click()
        page.locator("#sheet-words mark").first.wait_for()
        below = "e => e.getBoundingClientRect().top >= document.querySelector('.bar').getBoundingClientRect().bottom"
        assert page.locator("#sheet h2").evaluate(below)
        assert page.locator("#newest .asked").evaluate(below)


@pytest.mark.browser
def test_a_phone_shows_the_answer_where_its_keyboard_was(visit: Visit, ask: Ask) -> None:
    """Once a question is sent the box has no focus; what folds says whether it is open."""
    with visit(PHONE) as page:
        page.wait_for_selector("#situations .label-wrap[aria-expanded=true]")
        ask(page, QUESTION)
        page.wait_for_function("!document.activeElement.closest('#question')")
        page.wait_for_selector("#situations .label-wrap[aria-expanded=false]")
