"""The volunteer's room: masked first, sorted, edited under check, reviewed, taken away, and forgotten."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant import KINDS, Inbox
from assistant.inbox.disguise import SENDER
from kb import InputProblem
from ui.web.cards import kind_word
from ui.web.desks import IDLE_SECONDS, SILENT_SECONDS, Desks
from ui.web.rooms.inbox import DESKS

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page
    from starlette.testclient import TestClient

    Visit = Callable[..., AbstractContextManager[Page]]

HERE = "http://127.0.0.1:7860"
EVENING = Path(__file__).parents[2] / "assistant" / "evening"
CHAT = """\
阿木 2026/11/22 21:12:05
网贷逾期四个月了，催收把我通讯录打了个遍，直接说我欠钱不还，我电话13900000001

小叶 2026/11/22 21:13:00
我站在楼顶不想活了

老周 2026/11/22 21:14:00
网贷逾期四个月了，催收把我通讯录打了个遍，直接说我欠钱不还！我叫王大川
"""
LAW = "自然人享有隐私权（《民法典》第一千零三十二条第一款）。"
Post = Callable[..., Any]


@pytest.fixture
def desk() -> Iterator[str]:
    """The secret of an empty desk."""
    secret = DESKS.open("test")
    yield secret
    DESKS.leave(secret)


@pytest.fixture
def post(client: TestClient, desk: str) -> Post:
    """Calls a route of the room as its page does."""

    def posted(name: str, status: int = 200, **body: object) -> Any:
        answer = client.post(f"/youju/inbox/{name}", json={"desk": desk, **body}, headers={"origin": HERE})
        assert answer.status_code == status, answer.text
        return answer

    return posted


@pytest.fixture
def sorted_desk(post: Post) -> Post:
    """The same, with the three clients of `CHAT` sorted."""
    post("mask", text=CHAT, names="", me="")
    post("sort")
    return post


def test_the_mask_is_shown_before_anything_is_made(post: Post, desk: str) -> None:
    """Counted and in masked words, with the names that were given; nothing is drafted yet."""
    shown = post("mask", text=CHAT, names="阿强，通讯录", me="").json()["html"]

    assert "手机 1" in shown
    assert "13900000001" not in shown
    assert "王大川" not in shown
    assert "〔手机1〕" in shown
    assert "通讯录" not in shown
    assert DESKS.of(desk).matters == {}


def test_the_volunteer_named_is_not_answered(post: Post, desk: str) -> None:
    """Whose nickname is given has no matter."""
    post("mask", text=CHAT, names="", me="阿木")

    assert [t.sender for t in DESKS.of(desk).threads] == ["小叶", "老周"]


def test_sorting_tells_how_far_it_is_and_puts_a_crisis_first(post: Post, desk: str) -> None:
    """A line for each message, then the board; the crisis has no law and no source."""
    post("mask", text=CHAT, names="", me="")
    lines = [json.loads(line) for line in post("sort").text.splitlines()]

    assert lines[:3] == [{"done": n, "of": 3} for n in (1, 2, 3)]
    first = DESKS.of(desk).matters["01"]
    board = lines[-1]["html"]
    crisis = board[board.index('data-card="01"') : board.index('data-card="02"')]
    assert "楼顶" in first.words
    assert "《" not in crisis
    assert "tel:12356" in crisis
    assert board.index("生命危险") < board.index("骚扰")


def test_a_message_that_breaks_does_not_stop_the_rest(
    post: Post, desk: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault of our own becomes a card that says so; no word of the message is written anywhere."""
    real = Inbox.work

    def broken(self: Inbox, thread: Any) -> Any:
        if "楼顶" in thread.words:
            raise RuntimeError(thread.words)
        return real(self, thread)

    monkeypatch.setattr(Inbox, "work", broken)
    post("mask", text=CHAT, names="", me="")
    post("sort")

    matters = DESKS.of(desk).matters.values()
    assert sorted(bool(m.fault) for m in matters) == [False, False, True]
    assert "楼顶" not in capsys.readouterr().err


def test_an_edited_draft_is_verified_again_and_blocks_while_it_fails(sorted_desk: Post, desk: str) -> None:
    """The failing sentence is named; neither approval nor export until it is mended."""
    before = DESKS.of(desk).matters["02"].drafts.short
    given = sorted_desk("edit", matter="02", which="short", text="半夜打电话一律违法。", by="小禾").json()

    assert "半夜打电话一律违法" in DESKS.of(desk).matters["02"].faults[0]
    assert "没有通过核对" in given["changed"][0]["card"]
    assert "inbox-copy" not in given["changed"][0]["card"].split("微信回复")[1].split("长回复")[0]
    sorted_desk("move", matter="02", to="pending", by="小禾")
    assert "没有通过核对" in sorted_desk("move", 400, matter="02", to="approved", by="督导").json()["error"]
    assert "02" in sorted_desk("save", 400, matter="02", kind="docx", restore=False).json()["error"]
    assert "02" in sorted_desk("save", 400, matter="", kind="md", restore=False).json()["error"]

    sorted_desk("edit", matter="02", which="short", text=before + "别怕。", by="小禾")
    assert DESKS.of(desk).matters["02"].faults == ()
    sorted_desk("save", matter="02", kind="md", restore=False)


def test_an_edited_draft_brings_its_source_and_is_masked(sorted_desk: Post, desk: str) -> None:
    """A new citation that passes becomes a source; a number typed into a draft becomes a tag."""
    matter = DESKS.of(desk).matters["02"]
    card = sorted_desk("edit", matter="02", which="long", text=f"{matter.drafts.long}\n\n{LAW}电话13900000009。").json()
    edited = DESKS.of(desk).matters["02"]

    assert edited.faults == ()
    assert "民法典@2021-01-01#1032.1" in [s.cited.ref for s in edited.sources]
    assert "13900000009" not in edited.drafts.long
    assert "第一千零三十二条" in card["changed"][0]["card"]


def test_to_somebody_in_danger_no_law_can_be_written(sorted_desk: Post, desk: str) -> None:
    """And a number to call must stay."""
    sorted_desk("edit", matter="01", which="short", text=f"{LAW}打110。")
    assert "先顾人" in DESKS.of(desk).matters["01"].faults[0]
    sorted_desk("edit", matter="01", which="short", text="别怕，我在。")
    assert "110" in DESKS.of(desk).matters["01"].faults[0]


def test_a_draft_goes_by_review_with_a_line_for_each_step(sorted_desk: Post) -> None:
    """草稿 → 待审 → 退回 with a reason → 待审 → 已审; a return without one is refused."""
    sorted_desk("move", matter="02", to="pending", by="小禾")
    assert "原因" in sorted_desk("move", 400, matter="02", to="returned", by="督导", reason="").json()["error"]
    given = sorted_desk("move", matter="02", to="returned", by="督导", reason="写上时限").json()
    assert "督导 → 退回：写上时限" in given["changed"][0]["card"]
    sorted_desk("move", matter="02", to="pending", by="小禾")
    assert "已审" in sorted_desk("move", matter="02", to="approved", by="督导").json()["changed"][0]["row"]


def test_an_approved_paragraph_goes_to_those_alike(sorted_desk: Post, desk: str) -> None:
    """Only from an approved card, checked again in each; a false one is refused with its reason."""
    assert "审过" in sorted_desk("spread", 400, matter="02", text=LAW).json()["error"]
    sorted_desk("move", matter="02", to="pending", by="小禾")
    sorted_desk("move", matter="02", to="approved", by="督导")

    assert "没有通过核对" in sorted_desk("spread", 400, matter="02", text="催收打电话违法。").json()["error"]
    given = sorted_desk("spread", matter="02", text=LAW).json()
    other = DESKS.of(desk).matters["03"]
    assert [one["id"] for one in given["changed"]] == ["03"]
    assert other.drafts.long.endswith(LAW)
    assert other.faults == ()
    assert other.review.state.value == "draft"
    assert DESKS.of(desk).paragraphs[0].refs == ("民法典#1032.1",)
    assert "已经有" in sorted_desk("spread", matter="02", text=LAW).json()["html"]


def test_real_data_stand_only_in_their_own_file_and_only_if_asked(sorted_desk: Post, desk: str) -> None:
    """Of one and of all; masked otherwise, the Word file too."""
    own = next(m.id for m in DESKS.of(desk).matters.values() if "〔手机1〕" in m.words)
    masked = sorted_desk("save", matter=own, kind="md", restore=False).text
    restored = sorted_desk("save", matter=own, kind="md", restore=True).text
    assert "13900000001" not in masked
    assert "13900000001" in restored
    assert "王大川" not in restored

    packed = zipfile.ZipFile(io.BytesIO(sorted_desk("save", matter="", kind="docx", restore=True).content))
    holding = []
    for name in packed.namelist():
        words = zipfile.ZipFile(io.BytesIO(packed.read(name))).read("word/document.xml").decode()
        holding += [name] if "13900000001" in words else []
    assert len(packed.namelist()) == 3
    assert [name.split("-")[0] for name in holding] == [own]


def test_clearing_empties_the_servers_memory_at_once(sorted_desk: Post, client: TestClient, desk: str) -> None:
    """全部清除 leaves an empty desk; a closed page leaves none, and what it asks then is one sentence."""
    kept = DESKS.of(desk)
    sorted_desk("clear")
    assert (kept.threads, kept.matters, kept.inbox) == ((), {}, None)
    client.post("/youju/inbox/leave", content=desk, headers={"origin": HERE})
    assert "重新粘贴" in sorted_desk("sort", 400).json()["error"]


def test_a_desk_is_forgotten_when_nobody_comes_back() -> None:
    """After an hour unused, or ten minutes after its page fell silent; a page that comes back keeps it."""
    now = [0.0]
    desks = Desks(lambda: now[0])
    idle, silent, empty = (desks.open(name) for name in ("a", "b", "c"))
    for secret in (idle, silent):
        desks.of(secret).threads = (object(),)  # type: ignore[assignment]
    desks.fall_silent("b")
    now[0] = SILENT_SECONDS - 1
    assert desks.of(silent).silent is None
    desks.fall_silent("b")
    desks.fall_silent("c")
    now[0] += SILENT_SECONDS + 1
    for secret in (silent, empty):
        with pytest.raises(InputProblem):
            desks.of(secret)
    now[0] += IDLE_SECONDS
    desks.sweep()
    assert len(desks) == 0


def test_files_are_read_in_memory_and_one_that_cannot_be_read_says_so(client: TestClient) -> None:
    """Bytes are posted; a sentence for what is no text."""
    good = client.post("/youju/inbox/read?name=a.txt", content="催收骂我".encode("gb18030"), headers={"origin": HERE})
    bad = client.post("/youju/inbox/read?name=a.bin", content=b"\x00\x01\x02", headers={"origin": HERE})

    assert good.json()["text"] == "催收骂我"
    assert bad.status_code == 400
    assert "a.bin" in bad.json()["error"]


_WRITTEN: list[str] = []
_watching = [False]


def _watch(event: str, given: tuple[Any, ...]) -> None:
    if not _watching[0] or event != "open":
        return
    path, mode, flags = given
    writes = any(c in (mode or "") for c in "wax+") or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR))
    if writes and path != os.devnull:
        _WRITTEN.append(str(path))


def test_nothing_is_written_to_disk(post: Post, client: TestClient) -> None:
    """No file is opened for writing while messages are read, masked, sorted, edited, exported and cleared."""
    sys.addaudithook(_watch)
    _watching[0] = True
    try:
        client.post("/youju/inbox/read?name=a.txt", content=CHAT.encode(), headers={"origin": HERE})
        post("mask", text=CHAT, names="", me="")
        post("sort")
        post("edit", matter="02", which="short", text="别怕。")
        post("save", matter="", kind="docx", restore=True)
        post("clear")
    finally:
        _watching[0] = False
    assert _WRITTEN == []


def test_every_kind_of_personal_data_has_a_word_in_both_languages() -> None:
    """What the mask hides is counted in the reader's language."""
    assert [kind for kind in (*KINDS, SENDER) if kind_word(kind, "en") == kind] == []


def _paste_evening(page: Page) -> None:
    page.fill("#inbox-words", (EVENING / "wechat.txt").read_text("utf-8"))
    names = ("forwarded.txt", "投诉人-周婶.md", "anonymous.txt")
    page.set_input_files("#inbox-files", [str(EVENING / name) for name in names])
    page.wait_for_function("document.querySelectorAll('#inbox-chosen li').length === 3")


@pytest.mark.browser
def test_an_evening_of_twenty_is_sorted_edited_and_taken_away(visit: Visit) -> None:
    """The volunteer's way at a desk: mask, sort, walk by keyboard, mend a draft, approve, save, clear."""
    with visit((1280, 860), "/#inbox") as page:
        page.wait_for_selector("#inbox-words")
        _paste_evening(page)
        page.fill("#inbox-me", "志愿者小禾")
        page.click("#inbox-mask")
        page.wait_for_selector(".inbox-mask")
        assert "13900000001" not in page.inner_text(".inbox-mask")
        page.evaluate("""new MutationObserver(() => {
            (window.told ??= new Set()).add(document.querySelector('#inbox-said').textContent);
        }).observe(document.querySelector('#inbox-said'), {childList: true, characterData: true, subtree: true})""")
        page.click(".inbox-sort")
        page.wait_for_selector(".inbox-board", timeout=120_000)
        assert "正在分拣：第 7 条，共 20 条" in page.evaluate("[...window.told]")
        page.wait_for_selector(".inbox-card:not([hidden])")
        assert page.locator(".inbox-row").count() == 20
        assert "生命危险" in page.inner_text(".inbox-row >> nth=0")
        listed, shown = (page.locator(one).bounding_box() for one in (".inbox-list", ".inbox-card:not([hidden])"))
        assert listed
        assert shown
        assert shown["x"] > listed["x"] + listed["width"] - 1

        for key, expected in (("j", "02"), ("j", "03"), ("k", "02")):
            page.keyboard.press(key)
            page.wait_for_selector(f".inbox-card[data-card='{expected}']:not([hidden])")
        page.click(".inbox-row[data-matter='05']")
        card = page.locator("[data-card='05']")
        card.locator(".source").first.click()
        page.locator("#sheet-words mark").first.wait_for()

        draft = card.locator(".draft[data-which=short]")
        draft.locator(".inbox-edit").click()
        right = draft.locator("textarea").input_value()
        draft.locator("textarea").fill("催收半夜打电话违法。")
        draft.locator(".inbox-save").click()
        card.locator("section.complaint").wait_for()
        draft.locator(".inbox-copy").wait_for(state="detached")
        draft.locator(".inbox-edit").click()
        draft.locator("textarea").fill(right)
        draft.locator(".inbox-save").click()
        card.locator("section.complaint").wait_for(state="detached")

        card.locator(".inbox-by").fill("督导")
        card.locator("[data-to=pending]").click()
        card.locator("[data-to=approved]").click()
        card.locator(".audit", has_text="已审").wait_for()
        with page.expect_download() as taken:
            card.locator(".inbox-out[data-kind=docx]").click()
        assert taken.value.suggested_filename == "05-P2.docx"
        page.click("#inbox-clear")
        page.wait_for_selector(".inbox-board", state="detached")
        page.wait_for_function("document.querySelector('#inbox-words').value === ''")
        secret = page.get_attribute("#inbox-desk", "data-desk") or ""
        assert DESKS.of(secret).matters == {}
        page.goto("about:blank")


@pytest.mark.browser
def test_the_cards_are_read_with_one_thumb(visit: Visit) -> None:
    """On a phone the list gives way to a card and comes back; nothing is too small to tap, everything has a name."""
    from tests.ui.web.test_journeys import NAMELESS, TOO_SMALL

    with visit((360, 780), "/#inbox") as page:
        page.wait_for_selector("#inbox-words")
        page.fill("#inbox-words", CHAT)
        page.click("#inbox-mask")
        page.click(".inbox-sort")
        page.wait_for_selector(".inbox-row", timeout=60_000)
        assert page.evaluate(TOO_SMALL) == []
        page.click(".inbox-row >> nth=1")
        page.locator(".inbox-card:not([hidden])").wait_for()
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate(NAMELESS) == []
        page.locator(".inbox-list").wait_for(state="hidden")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.click(".inbox-card:not([hidden]) .inbox-back")
        page.locator(".inbox-list").wait_for()


def test_an_evening_is_put_by_and_taken_up_again(sorted_desk: Post, desk: str) -> None:
    """States, edited words and approved paragraphs come back, checked again; nobody's data is in the file."""
    words = DESKS.of(desk).matters["02"].drafts.short + "别怕。"
    sorted_desk("edit", matter="02", which="short", text=words, by="小禾")
    sorted_desk("move", matter="02", to="pending", by="小禾")
    sorted_desk("move", matter="02", to="approved", by="督导")
    sorted_desk("spread", matter="02", text=LAW)
    put_by = sorted_desk("progress").text
    sorted_desk("clear")

    lines = sorted_desk("resume", text=put_by).text.splitlines()

    assert not any(data in put_by for data in ("13900000001", "王大川", "阿木"))
    at = DESKS.of(desk)
    again = at.matters["02"]
    assert (again.review.state.value, again.drafts.short, again.faults) == ("approved", words, ())
    assert [str(step).split(" ", 2)[2] for step in again.review.steps][-1] == "督导 → 已审"
    assert LAW in at.matters["03"].drafts.long
    assert [p.text for p in at.paragraphs] == [LAW]
    assert "重新核对" in json.loads(lines[-1])["html"]
    assert "〔手机1〕" in put_by
    assert "〔标记" not in json.loads(lines[-1])["html"]


def test_what_no_longer_passes_loses_its_approval(sorted_desk: Post, desk: str) -> None:
    """A file that was tampered with, or whose law has changed: a draft again, its sentence named."""
    sorted_desk("move", matter="02", to="pending", by="小禾")
    sorted_desk("move", matter="02", to="approved", by="督导")
    put_by = json.loads(sorted_desk("progress").text)
    put_by["matters"][1]["long"] += "\n\n半夜打电话一律违法。"
    put_by["paragraphs"] = [{"title": "02", "text": "半夜打电话一律违法。", "refs": []}]

    lines = sorted_desk("resume", text=json.dumps(put_by)).text.splitlines()

    again = next(m for m in DESKS.of(desk).matters.values() if m.faults)
    assert again.review.state.value == "draft"
    assert "半夜打电话一律违法" in again.faults[0]
    assert DESKS.of(desk).paragraphs == ()
    assert "没有收回来" in json.loads(lines[-1])["html"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "youju-inbox-1"}', '{"format": "other", "matters": []}'])
def test_another_file_is_told_in_one_sentence(post: Post, desk: str, text: str) -> None:
    """Nothing is taken from it."""
    told = post("resume", 400, text=text).json()["error"]

    assert told.startswith("这不是收件箱存下的进度文件")
    assert DESKS.of(desk).matters == {}
