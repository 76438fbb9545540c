"""The room 引用体检 and the files that it and the call room read: marks, findings, copies, refusals, journeys."""

from __future__ import annotations

import io
import json
from concurrent.futures import Future
from datetime import date
from typing import TYPE_CHECKING

import pytest
from docx import Document

from assistant import Assistant
from kb import Checker, Likeness, reads_pictures
from tests.drawing import chat
from ui.checks import checked
from ui.mending import CHANGED, OPEN, Mended, mended
from ui.web import reading
from ui.web.findings import Result, counted, result
from ui.web.rooms.check import MAX_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page
    from starlette.testclient import TestClient

    Visit = Callable[..., AbstractContextManager[Page]]

TODAY = date(2026, 11, 22)
HERE = {"origin": "http://127.0.0.1:7860"}
SIZES = [(360, 780), (1280, 860)]
LETTER = """催收多次威胁我。根据《治安管理处罚法》第四十二条，写恐吓信或者以其他方法威胁他人人身安全的，处五日以下拘留。
《民法典》第一千零三十二条规定：“自然人享有隐私权。任何组织或者个人不得以刺探、骚扰、泄露、公开等方式侵害他人的隐私权。”
《示例市安宁办法》第八条也禁止。《个人信息保护法》第十三条。请向银保监会投诉。
"""


def checker(assistant: Assistant) -> Checker:
    """Of the tests' day."""
    corpus = assistant.corpus
    return Checker(corpus.on(TODAY), corpus.finder, Likeness(corpus.instruments.values()))


@pytest.fixture(scope="module")
def made(assistant: Assistant) -> Result:
    """The letter, checked and mended."""
    corpus, book, check = assistant.corpus, assistant.corpus.on(TODAY), checker(assistant).check
    checks = check(LETTER)
    better = mended(LETTER, checks, book, corpus.titles)
    left = checked("", better.text, check(better.text), corpus, book)
    return Result(checked("信", LETTER, checks, corpus, book), book, corpus, better, len(left.faults), "zh")


def test_the_count_is_one_sentence(made: Result) -> None:
    """How many citations, and of each kind how many."""
    assert counted(made.checked.checks, "zh") == "4 处引用：1 处正确，1 处引文有误，1 处旧条文，1 处无法核对。"
    assert counted((), "en").startswith("No citation")


def test_each_mark_leads_to_a_finding_and_each_finding_back(made: Result) -> None:
    """Icon and word stand before each citation; what is right opens its article."""
    shown = result(made)

    for n, check in enumerate(made.checked.checks, 1):
        assert f'id="check-place-{n}"' in shown
        if check.explain:
            assert f'data-finding="{n}"' in shown
            assert f'id="check-finding-{n}"' in shown
            assert f'data-place="{n}"' in shown
    assert "第五十条" in shown
    assert 'id="sheet-check-1"' in shown
    assert "国家金融监督管理总局" in shown


def test_what_is_not_verified_has_nothing_to_copy(made: Result) -> None:
    """It looks different, says so, and has no button that copies."""
    shown = result(made)
    unsure = shown[shown.index('class="one-finding doubt"') :]
    unsure = unsure[: unsure.index("</article>")]

    assert "data-copy" not in unsure
    assert "没有核对过" in unsure


def test_the_mended_text_holds_what_is_proposed_and_marks_the_rest(made: Result) -> None:
    """The new number, the law's own words; what cannot be mended is marked, and nothing else is touched."""
    better = made.mended

    assert "《治安管理处罚法》第五十条第一款第一项" in better.text
    assert "刺探、侵扰、泄露、公开" in better.text
    assert "刺探、骚扰" not in better.text
    assert CHANGED in better.marked
    assert f"《示例市安宁办法》第八条{OPEN}" in better.marked
    assert CHANGED not in better.text
    assert made.left == 0
    before = "".join(p.text for p in better.pieces if p.change.value != "added")
    assert before == LETTER


def test_a_text_without_faults_is_left_alone(assistant: Assistant) -> None:
    """Nothing proposed, nothing changed."""
    text = "《个人信息保护法》第十三条。"
    book = assistant.corpus.on(TODAY)
    better: Mended = mended(text, checker(assistant).check(text), book, assistant.corpus.titles)

    assert (better.text, better.changes) == (text, 0)


def read(client: TestClient, content: bytes, name: str, room: str = "check") -> tuple[int, dict[str, str]]:
    """What the page is answered for a file."""
    given = client.post(f"/youju/{room}/read", params={"name": name}, content=content, headers=HERE)
    return given.status_code, given.json()


def word_file(text: str) -> bytes:
    """A Word document of one paragraph."""
    out, document = io.BytesIO(), Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def test_a_file_becomes_its_text(client: TestClient) -> None:
    """In both rooms; the bytes decide what it is."""
    assert read(client, word_file("第四十二条"), "信.docx") == (200, {"text": "第四十二条"})
    assert read(client, "再不还钱".encode("gb18030"), "短信.txt", "call") == (200, {"text": "再不还钱"})


def test_a_file_that_cannot_be_read_costs_one_sentence(client: TestClient) -> None:
    """Which file, and the mend; never its folder."""
    status, told = read(client, b"PK\x03\x04" + b"\x07" * 60, "C:\\甲\\坏.docx")

    assert status == 400
    assert told["error"].startswith("坏.docx ")


def test_a_third_file_at_a_time_is_asked_to_wait(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is read by a process of its own; there are two at most."""
    monkeypatch.setattr(reading, "_reading", {Future(), Future()})

    assert read(client, b"a", "a.txt") == (503, {"error": "正在读别的文件，请过几秒再试。"})


def test_only_this_page_may_send_files(client: TestClient) -> None:
    """Another site's form is refused before anything is read."""
    given = client.post("/youju/check/read", content=b"a", headers={"origin": "http://another.example"})

    assert given.status_code == 403


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("html", b"<!")])
def test_the_report_is_a_file(client: TestClient, kind: str, begins: bytes) -> None:
    """Made of the same text by the law of the same day."""
    asked = json.dumps({"text": LETTER, "day": "2026-11-22", "name": "信.txt", "kind": kind})
    given = client.post("/youju/check/report", content=asked, headers=HERE)

    assert given.status_code == 200
    assert given.content.lower().startswith(begins.lower())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{", "报告没有做成"),
        (json.dumps({"text": "甲", "day": "", "name": "", "kind": "exe"}), "报告没有做成"),
        (json.dumps({"text": " ", "day": "", "name": "", "kind": "docx"}), "还没有写"),
        (json.dumps({"text": "甲", "day": "昨天", "name": "", "kind": "docx"}), "看不懂日期"),
        (json.dumps({"text": "甲" * (MAX_WORDS + 1), "day": "", "name": "", "kind": "docx"}), "一次最多"),
    ],
)
def test_a_report_that_cannot_be_made_costs_one_sentence(client: TestClient, asked: str, said: str) -> None:
    """No JSON, no such kind, no text, no day, too much."""
    given = client.post("/youju/check/report", content=asked, headers=HERE)

    assert given.status_code == 400
    assert said in given.json()["error"]


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_check_a_letter_and_copy_what_to_write(visit: Visit, size: tuple[int, int]) -> None:
    """Paste, ※, the finding, the article of today beside it; a dropped Word file takes its place."""
    with visit(size, "/#check") as page:
        page.fill("#check-words textarea", LETTER)
        page.click("#check-check")
        page.wait_for_selector("#check-result .checked", timeout=20_000)
        mark = page.locator("button.verdict-mark.amber").first
        assert mark.inner_text().split() == ["※", "旧条文"]
        mark.click()
        finding = page.locator("#check-finding-1")
        page.wait_for_function("document.activeElement.id === 'check-finding-1'")
        assert finding.locator("[data-copy]").first.get_attribute("data-copy") == (
            "《治安管理处罚法》第五十条第一款第一项（2026年1月1日起；此前为第四十二条）"
        )
        finding.locator("button.source").click()
        page.wait_for_selector("#sheet-words mark")
        assert "第五十条" in page.inner_text("#sheet-words")
        if size[0] < 700:
            page.click("#sheet-close")
        page.evaluate(
            """bytes => {
                const carried = new DataTransfer();
                carried.items.add(new File([new Uint8Array(bytes)], "信.docx"));
                document.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true}));
            }""",
            list(word_file("《民法典》第一千零三十三条。")),
        )
        page.wait_for_function(
            "document.querySelector('#check-words textarea').value === '《民法典》第一千零三十三条。'", timeout=20_000
        )


@pytest.mark.browser
@pytest.mark.ocr
@pytest.mark.skipif(not reads_pictures(), reason="rapidocr is not installed: pip install 'youju[ocr]'")
def test_a_pasted_screenshot_of_a_threat_is_read_and_checked(visit: Visit) -> None:
    """From the picture to its words, a word of caution, and the marked lines."""
    shot = chat([("they", "再不还钱，我明天就去你单位找你领导，让你同事都知道。"), ("me", "请你不要这样。")])
    with visit(SIZES[0], "/#call") as page:
        page.evaluate(
            """bytes => {
                const carried = new DataTransfer();
                carried.items.add(new File([new Uint8Array(bytes)], "图.png", {type: "image/png"}));
                document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: carried, bubbles: true}));
            }""",
            list(shot),
        )
        page.wait_for_function("document.querySelector('#call-words textarea').value !== ''", timeout=50_000)
        assert "对方：再不还钱" in page.input_value("#call-words textarea")
        assert "核对识别结果" in page.inner_text("#room-call .said.zh .told-reading")
        page.click("#call-check")
        page.wait_for_selector("#call-result .told mark", timeout=20_000)
