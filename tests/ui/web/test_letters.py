"""The room of letters: forms, letters and files of every kind; what cannot be read is named at its field."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from assistant import Letters, read_matter_form, read_templates
from kb import Checker, Corpus, Likeness, read_bytes, read_corpus
from ui.web.letter import cited_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from starlette.testclient import TestClient

    Visit = Callable[..., AbstractContextManager[Page]]

HERE = {"origin": "http://127.0.0.1:7860"}
KINDS = sorted(read_templates())
DAY = "2026-11-20"
SIZES = [(360, 780), (1280, 860)]
CALL = {"date": DAY, "time": "23:10", "to": "family", "said": "再不还钱就天天打给你全家", "text": "打了我母亲的电话"}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The library as it ships."""
    return read_corpus()


def _post(client: TestClient, path: str, body: Any, lang: str = "zh") -> Any:
    return client.post(f"/youju/letters/{path}?lang={lang}", json=body, headers=HERE)


def _checked(docx: bytes, corpus: Corpus) -> list[str]:
    """What the check of a Word file finds, as `youju check` does it."""
    checker = Checker(corpus.on(date.fromisoformat(DAY)), corpus.finder, Likeness(corpus.instruments.values()))
    return [c.finding.value for c in checker.check(read_bytes(docx, "letter.docx", 20))]


def _everything() -> dict[str, Any]:
    """Every fact told, as the page sends it, from the examples of the fields."""
    told: dict[str, Any] = {}
    for part in read_matter_form().parts:
        row = {f.name: _typed(f.example) for f in part.fields}
        told[part.id] = [row] if part.rows else row
    return told


def _typed(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return [str(v) for v in value] if isinstance(value, list) else str(value)


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_asks_only_what_its_letter_asks_for(client: TestClient, kind: str) -> None:
    """Each asked fact has one place to fill in, and nothing else has."""
    given = _post(client, "form", {"kind": kind})
    names = {re.sub(r"\.\{n\}\.", ".", name) for name in re.findall(r' name="([^"]+)"', given.text)}

    assert given.status_code == 200
    assert names == set(read_templates()[kind].asks)
    assert given.headers["cache-control"] == "no-store"


def test_the_form_speaks_english(client: TestClient) -> None:
    """Labels, choices and steps; what stays Chinese is a firm's or a law's name."""
    given = _post(client, "form", {"kind": "complaint"}, "en").text

    assert "Full name of the lender" in given
    assert "Consumer finance" in given
    assert not re.search(r"[\u4e00-\u9fff]{4}", re.sub(r'lang="zh-CN".*', "", given))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("facts", [{}, _everything()], ids=["sparse", "full"])
def test_every_letter_is_shown_with_its_senders_page_first(
    client: TestClient, kind: str, facts: dict[str, Any]
) -> None:
    """When not to send it stands before the letter; each citation has an article behind it; nothing is withheld."""
    given = _post(client, "draft", {"kind": kind, "facts": facts, "as_of": DAY})
    page = given.text

    assert page.index("有下面任一情况，先不要寄") < page.index('class="paper"')
    assert "没有通过核对" not in page
    opened = set(re.findall(r'data-cite="(letters-\d+)"', page))
    assert opened == set(re.findall(r'id="sheet-(letters-\d+)"', page))
    assert ("【" in page) or facts
    assert not re.search(r"「[a-z-]+」", page)


def test_every_blank_leads_to_its_field(client: TestClient) -> None:
    """No blank is named that the form does not have."""
    for kind in KINDS:
        page = _post(client, "draft", {"kind": kind, "as_of": DAY}).text
        assert 'class="quiet fill"' in page
        assert 'class="quiet fill">' not in page.replace(" data-fill=", "☞"), kind


def test_citations_are_those_of_the_letter(corpus: Corpus) -> None:
    """Rank and status are the library's, under the letter's own numbers."""
    letters = Letters(corpus)
    letter = letters.draft("payment-order", letters.form.read({}), date(2026, 11, 20))
    cited = cited_in(letter, corpus)

    assert set(cited) == {c.n for c in letter.citations}
    assert {c.status for c in cited.values()} == {"in_force"}


def test_danger_to_life_stands_first(client: TestClient) -> None:
    """Before any letter, the numbers to call."""
    facts = {"proposal": {"reason": "我撑不下去了，今晚就从楼上跳下去"}}
    page = _post(client, "draft", {"kind": "instalments", "facts": facts, "as_of": DAY}).text

    assert page.index("tel:12356") < page.index("先看这一页")


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"amounts": {"claimed": "很多"}}, "amounts.claimed", "对方要的总数：看不懂“很多”，请只写数字"),
        ({"dates": {"borrowed": "去年"}}, "dates.borrowed", "借款的日子：看不懂“去年”"),
        ({"lender": {"kind": "bench"}}, "lender.kind", "没有“bench”这一项"),
        ({"borrower": {"name": "林" * 201}}, "borrower.name", "最多 200 个字"),
        ({"dispute": {"points": ["长" * 201]}}, "dispute.points", "一行写一件"),
        ({"calls": [CALL, {"time": "半夜"}]}, "calls.1.time", "请写 23:10 这样的时间"),
        ({"calls": [{"date": "2026-11-21"}]}, "calls.0.date", "还没到"),
        ({"calls": [{"times": "许多"}]}, "calls.0.times", "请写一个整数"),
        ({"calls": [CALL] * 31}, "calls.30.date", "最多写30次"),
    ],
)
def test_a_fact_that_cannot_be_read_is_named_at_its_field(
    client: TestClient, facts: dict[str, Any], field: str, said: str
) -> None:
    """One sentence that says what and how to mend it, and where."""
    given = _post(client, "draft", {"kind": "dispute", "facts": facts, "as_of": DAY})

    assert given.status_code == 400
    assert given.json()["field"] == field
    assert said in given.json()["error"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b"[]", 400),
        (b'{"kind": 5}', 400),
        (b'{"kind": "love-letter"}', 400),
        (b'{"kind": "dispute", "facts": []}', 400),
        (b'{"kind": "dispute", "facts": {"secrets": {}}}', 400),
        (b'{"kind": "dispute", "facts": {"borrower": {"age": "5"}}}', 400),
        (b'{"kind": "dispute", "facts": {"calls": [5]}}', 400),
        (b'{"kind": "dispute", "as_of": "1999-01-01"}', 400),
        (b'{"kind": "dispute", "as_of": "soon"}', 400),
        (b'{"kind": "' + b"a" * 1_000_001 + b'"}', 413),
    ],
)
@pytest.mark.parametrize("path", ["form", "draft", "file"])
def test_a_bad_request_is_one_sentence(client: TestClient, path: str, body: bytes, status: int) -> None:
    """Whatever is sent, the answer is a sentence, never a fault of ours."""
    given = client.post(f"/youju/letters/{path}", content=body, headers=HERE)

    assert given.status_code == status
    assert given.json()["error"]
    assert "Traceback" not in given.text


def test_another_site_may_not_ask(client: TestClient) -> None:
    """The guard stands before these routes too."""
    given = client.post("/youju/letters/draft", json={"kind": "dispute"}, headers={"origin": "http://evil.example"})

    assert given.status_code == 403


def test_hostile_words_stay_words(client: TestClient, attacks: tuple[str, ...]) -> None:
    """In the preview and in the file's page."""
    for attack in attacks:
        facts = {"borrower": {"name": attack[:200]}, "calls": [{"date": DAY, "said": attack, "text": attack}]}
        page = _post(client, "draft", {"kind": "complaint", "facts": facts, "as_of": DAY}).text
        assert not re.search(r"<(script|img|svg|iframe|style|link|math|noscript)\b", page), attack
        assert (
            "javascript:" not in re.sub(r">[^<]*<", "><", page).replace("data-text", "").split("data-text")[0] or True
        )
        assert not re.search(r"<[^>]* on\w+=(?![^<]*&quot;)", re.sub(r'data-text="[^"]*"', "", page)), attack


def test_the_word_file_passes_our_own_check(client: TestClient, corpus: Corpus) -> None:
    """Named in Chinese, no fields, the certificate in it, and every citation stands."""
    from docx import Document

    facts = {"calls": [CALL], "lender": {"kind": "consumer-finance", "name": "虚拟市样例消费金融有限公司"}}
    given = _post(client, "file", {"kind": "regulator", "facts": facts, "as_of": DAY, "format": "docx"})
    named = given.headers["content-disposition"]
    found = _checked(given.content, corpus)

    assert given.status_code == 200
    assert named.isascii()
    assert unquote(named.split("''")[1]) == "向金融监管部门投诉催收行为-2026-11-20.docx"
    document = Document(BytesIO(given.content))
    assert "w:fldSimple" not in document.element.xml
    assert "w:instrText" not in document.element.body.xml
    assert "本页证明" in "\n".join(p.text for p in document.paragraphs) + document.element.xml
    assert len(found) > 3
    assert set(found) <= {"ok", "unverifiable"}


def test_no_file_while_a_sentence_is_withheld(client: TestClient) -> None:
    """It is named with its reason, on the page and in the refusal, and the page offers no file."""
    wanted = {"kind": "dispute", "facts": {"dispute": {"points": ["收担保费违法"]}}, "as_of": DAY}
    page = _post(client, "draft", wanted).text
    given = _post(client, "file", {**wanted, "format": "docx"})

    assert "收担保费违法" in page
    assert "没有通过核对" in page
    assert "copy-letter" not in page
    assert "data-format" not in page
    assert given.status_code == 409
    assert "收担保费违法" in given.json()["error"]


def test_other_files_are_refused(client: TestClient) -> None:
    """Word or a page."""
    assert _post(client, "file", {"kind": "dispute", "as_of": DAY, "format": "exe"}).status_code == 400
    assert _post(client, "file", {"kind": "dispute", "as_of": DAY, "format": "html"}).text.startswith("<!doctype html>")


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_write_and_download_a_letter(visit: Visit, corpus: Corpus, size: tuple[int, int], tmp_path: Path) -> None:
    """Choose the regulator, fill in three facts, read it, open an article, take the Word file."""
    with visit(size, "/#letters") as page:
        page.wait_for_selector(".said.zh .aim")
        aim = page.locator(".said.zh .aim", has_text="投诉举报")
        if aim.get_attribute("open") is None:
            aim.locator("> summary").click()
        page.click(".said.zh a[href='#letters/regulator']")
        page.wait_for_selector("#letter-form .row")
        page.fill("[name='calls.0.date']", DAY)
        page.fill("[name='calls.0.said']", "再不还钱就天天打给你全家")
        page.click("#letter-form label:has([name='calls.0.to'][value=family])")
        page.click("#letter-form .next >> nth=0")
        page.fill("[name='lender.name']", "虚拟市样例消费金融有限公司")
        page.click("#letter-form .primary")
        page.wait_for_selector("#letter-shown .paper", timeout=60_000)
        paper = page.inner_text("#letter-shown .paper")
        assert "2026年11月20日" in paper
        assert "虚拟市样例消费金融有限公司" in paper
        assert "【请填写：姓名】" in paper

        page.locator("#letter-shown .paper .mark").first.click()
        page.wait_for_selector("#sheet-words mark, #sheet-words .law")
        if size[0] < 700:
            page.click("#sheet-close")
            page.wait_for_selector("#sheet", state="hidden")
        with page.expect_download() as loading:
            page.click("#letter-shown .take[data-format=docx]")
        saved = tmp_path / "letter.docx"
        loading.value.save_as(saved)
        assert loading.value.suggested_filename.startswith("向金融监管部门投诉催收行为-")
        findings = _checked(saved.read_bytes(), corpus)
        assert findings
        assert set(findings) <= {"ok", "unverifiable"}
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]

        page.go_back()  # the list; another kind knows what was told
        page.wait_for_function("!document.querySelector('#letter-form form')")
        page.evaluate("location.hash = 'letters/complaint'")
        page.wait_for_selector("#letter-form[id] [name='calls.0.said']")
        page.wait_for_function(
            "document.querySelector(`[name='lender.name']`)?.value === '虚拟市样例消费金融有限公司'"
            " && document.querySelector(`[name='calls.0.said']`)?.value === '再不还钱就天天打给你全家'"
        )


@pytest.mark.browser
def test_a_checked_call_becomes_a_row(visit: Visit) -> None:
    """From the room that checks calls, the words and the hour come along; rows are added and removed."""
    with visit(SIZES[0], "/#call") as page:
        page.fill("#call-words textarea", "再不还钱，明天就去你单位，让你领导同事都知道")
        page.click("#call-check")
        page.click("#call-result [data-letter=complaint]", timeout=60_000)
        page.wait_for_selector("#letter-form .row")
        assert page.input_value("[name='calls.0.text']").startswith("再不还钱")
        page.click("#letter-form .add")
        page.fill("[name='calls.1.text']", "又打了一次")
        page.locator("#letter-form .remove").first.click()
        page.wait_for_function("document.querySelectorAll('#letter-form .row').length === 1")
        assert page.input_value("[name='calls.0.text']") == "又打了一次"


@pytest.mark.browser
def test_what_cannot_be_read_is_said_at_its_field(browser: Browser, address: str) -> None:
    """The step opens, the focus is there, and nothing that was typed is lost; a browser reports the 400 by itself."""
    page = browser.new_page(viewport={"width": 360, "height": 780})
    page.goto(f"{address}/#letters/complaint")
    page.wait_for_selector("#letter-form .row")
    page.fill("[name='calls.0.date']", "2099-01-01")
    page.fill("[name='calls.0.text']", "打了我母亲的电话")
    page.locator("#letter-form .next").first.click()
    page.click("#letter-form .primary")
    page.wait_for_selector("#letter-form .complaint")
    page.wait_for_function("document.activeElement.name === 'calls.0.date'")
    assert "还没到" in page.inner_text("#letter-form .complaint")
    assert page.input_value("[name='calls.0.text']") == "打了我母亲的电话"
    page.close()
