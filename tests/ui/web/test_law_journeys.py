"""What a reader does with the law in a real Chromium: from an answer into it, from article to article, old and new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page

    Visit = Callable[..., AbstractContextManager[Page]]
    Ask = Callable[[Page, str], str]

SIZES = [(360, 780), (1280, 860)]
OLD, NEW = "治安管理处罚法@2013-01-01", "治安管理处罚法@2026-01-01"

_CONTROLS = """[...document.querySelectorAll('button, a[href], input, summary')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.matches('.skip'))"""
TOO_SMALL = f"""{_CONTROLS}.filter(e => {{
    const around = getComputedStyle(e, '::after').position === 'absolute' ? 26 : 0;
    return e.getBoundingClientRect().height + around < 44;
}}).map(e => e.outerHTML.slice(0, 90))"""


def shown(page: Page) -> str:
    """The heading of the article in the sheet."""
    return page.inner_text("#sheet-words h2")


def waits_for(page: Page, words: str) -> None:
    """Until the sheet shows an article of that number."""
    page.wait_for_function("w => document.querySelector('#sheet-words h2')?.innerText.includes(w)", arg=words)


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_from_an_answer_to_the_next_article_to_a_reference_and_back(
    visit: Visit, ask: Ask, size: tuple[int, int]
) -> None:
    """Ask, open a citation, go on to the next article, follow a reference, come back step by step."""
    narrow = size[0] < 700
    with visit(size) as page:
        ask(page, "催收发短信骂我，治安管理处罚法第五十条怎么说？")
        page.locator("#newest .source", has_text="第五十条").first.click()
        waits_for(page, "第五十条")
        assert page.locator("#sheet-words mark").count()
        assert not page.locator("#sheet-back").is_visible()

        page.locator("#sheet-words .step").last.click()
        waits_for(page, "第五十一条")
        page.wait_for_function("document.activeElement.tagName === 'H2'")
        page.locator("#sheet-words .step").first.click()
        waits_for(page, "第五十条")
        page.locator("#sheet-words [data-goto='1.5']").click()
        page.wait_for_function("document.activeElement.dataset.unit === '1.5'")
        page.locator("#sheet-words .texts button.row").first.click()
        waits_for(page, "第四十二条")
        assert "旧法，适用至 2025-12-31" in page.inner_text("#sheet-words")
        assert page.evaluate(TOO_SMALL) == []

        for number in ("第五十条", "第五十一条", "第五十条"):
            if narrow:
                page.go_back()  # the phone's own button goes the same way
            else:
                page.click("#sheet-back")
            waits_for(page, number)
        assert page.locator("#sheet-words mark").count()
        page.keyboard.press("Escape")
        if narrow:
            page.wait_for_function("!document.querySelector('#sheet').classList.contains('open')")
            page.wait_for_function("history.state?.sheet === undefined || history.state?.sheet === null")
            assert page.locator("#newest .answer").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_browse_an_old_law_and_compare_it_with_the_new(visit: Visit, size: tuple[int, int]) -> None:
    """From the shelf to the old 治安管理处罚法, its list of changes, and 第四十二条 beside 第五十条; and back."""
    narrow = size[0] < 700
    with visit(size, "/#law") as page:
        page.wait_for_selector("#law-page .shelf")
        assert page.evaluate(TOO_SMALL) == []
        page.click("#law-page a.row:has-text('治安管理处罚法')")
        page.wait_for_selector("#law-page .contents")
        page.click("#law-page a.row:has-text('旧法，适用至 2025-12-31')")
        page.wait_for_selector("#law-page .warning:has-text('旧法')")
        page.click("#law-page .pairs a")
        page.wait_for_selector("#law-page .changes")
        assert page.evaluate(TOO_SMALL) == []
        page.click("#law-page .changes a:has-text('第四十二条 → 第五十条')")
        page.wait_for_selector("#law-page .sides")
        old, new = page.locator(".side.old"), page.locator(".side.new")
        assert "五百元" in old.locator("del").first.inner_text()
        assert "一千元" in new.locator("ins").first.inner_text()
        assert "line-through" in page.evaluate("getComputedStyle(document.querySelector('del')).textDecorationLine")
        places = [side.bounding_box() for side in (old, new)]
        assert places[0]
        assert places[1]
        assert (places[0]["x"] == places[1]["x"]) is narrow

        page.go_back()
        page.wait_for_selector("#law-page .changes")
        page.go_back()
        page.wait_for_selector("#law-page .contents")


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_search_open_and_see_the_relations(visit: Visit, size: tuple[int, int]) -> None:
    """A reference and words are searched; the words stand in no address; a deep link opens an article's page."""
    with visit(size, "/#law") as page:
        page.wait_for_selector("#law-page .shelf")
        form = page.locator("#room-law .law-search:visible")
        form.locator("[name=q]").fill("治安管理处罚法第42条")
        form.locator("[name=q]").press("Enter")
        page.wait_for_selector("#law-page .entry:has-text('现为《治安管理处罚法》第五十条')")
        form.locator("[name=q]").fill("骚扰电话")
        form.locator(".go").click()
        page.wait_for_selector("#law-page .found mark")
        assert "骚扰" not in page.evaluate("decodeURIComponent(location.href)")
        assert page.evaluate(TOO_SMALL) == []
        page.go_back()
        page.wait_for_selector("#law-page .entry")
    with visit(size, "/#law/%E6%B0%91%E6%B3%95%E5%85%B8%402021-01-01%23695") as page:
        page.wait_for_selector("#law-page svg.graph a")
        if size[0] >= 700:
            waits_for(page, "第六百九十五条")
        assert page.evaluate("document.querySelector('svg.graph a rect').getBoundingClientRect().height") >= 44
        page.locator("#law-page svg.graph a.node:not(.centre)").first.click()
        page.wait_for_function("!document.querySelector('#law-page .page-title').innerText.includes('第六百九十五条')")
        page.go_back()
        page.wait_for_function("document.querySelector('#law-page .page-title').innerText.includes('第六百九十五条')")
