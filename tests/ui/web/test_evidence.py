"""The room of evidence: calls logged and counted in the browser alone, files' SHA-256, a paper to hand over."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant import (
    Assistant,
    Columns,
    count,
    read_columns,
    read_form,
    read_limits,
    read_log,
    read_manifest,
    read_rules,
    write_log,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page
    from starlette.testclient import TestClient

    Visit = Callable[..., AbstractContextManager[Page]]

HERE = "http://127.0.0.1:7860"
SIZES = [(360, 780), (1280, 860)]
CASES = json.loads((Path(__file__).parents[2] / "assistant" / "calllog_cases.json").read_text("utf-8"))["cases"]
DAY = date(2026, 11, 22)
HEAD = "日期,时间,来电号码,机构,方式,打给谁,接通,说了什么,证据文件\r\n"
LOG = HEAD + "2026-11-20,23:10,000-1,示例公司,电话,本人,是,再不还钱我打断你的腿,1.m4a\r\n"

NASTY = [
    LOG.encode(),
    ("\ufeff" + LOG).encode(),
    LOG.encode("gb18030"),
    LOG.encode("utf-16"),
    ("sep=;\n" + LOG.replace(",", ";")).encode(),
    LOG.replace(",", "\t").encode(),
    "通话记录\n\n几点;公司;备注\n2026年3月1日 晚上11点半;样例;\"他说\"\"滚\"\"\n第二行\"\n".encode(),
    (HEAD + "'=1,,,,,,,,\n2026-03-01,,'=cmd|' /C calc'!A0,'@x,,,,'-2+3,''=a\n").encode(),
    (HEAD + "2026-03-01,25:00,,,,,,,\n2026-13-01,,,,,,,,\n2027-01-01,,,,,,,,\n昨天,,,,,,,,\n").encode(),
    (HEAD + "46082,0.965,,,短信,我妈,没接,a\u200bb\u3000c,\n3/1,11pm,,,飞鸽,,,,\n").encode(),
    (HEAD + "3月1日,半夜2点,,,,单位,也许,,\n").encode(),
    (HEAD + "1/2/2026,,,,,,,,\n13/2/2026,中午1点,,,,,,,\n").encode(),
    (HEAD + "20260301,８：05,,,,,√,,\n12月30日,下午12点,,,,,×,,\n").encode(),
]  # fmt: skip
EVIL = [
    "=1+1",
    "+86 138",
    "-2",
    "@sum",
    "|x",
    "%y",
    "＝1",
    "'=1",
    "''@",
    'a,"b"',
    "两行\n字",
    "<img src=x onerror=alert(1)>",
]


@pytest.fixture(scope="module")
def columns() -> Columns:
    """The columns as they ship."""
    return read_columns(read_form())


def post(client: TestClient, query: str, body: bytes) -> Any:
    """What the page's own script sends."""
    headers = {"origin": HERE, "content-type": "text/csv; charset=utf-8"}
    return client.post(f"/youju/evidence/timeline?{query}", content=body, headers=headers)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_source_in_the_room_opens_an_article(client: TestClient, lang: str) -> None:
    """Each limit and each legal reason has a button with rank whose article stands beside it."""
    page = client.get(f"/youju/evidence/room?lang={lang}").text
    cited, held = (set(re.findall(pattern, page)) for pattern in (r'data-cite="([^"]+)"', r'id="sheet-([^"]+)"'))

    assert len(cited) > 15
    assert cited == held
    assert page.count('class="source"') == page.count('class="looks"')


def test_a_log_becomes_a_word_file_or_a_page(client: TestClient) -> None:
    """The file tells what the engine finds on each day; a row that tells of danger is marked for the page."""
    word, page = (post(client, f"kind={kind}&lender=online-loan", LOG.encode()) for kind in ("docx", "html"))

    assert word.content[:2] == b"PK"
    assert "威胁人身安全：明确违法" in page.text
    assert "<svg" in page.text
    assert "引用核验" in page.text
    assert word.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "body", "said"),
    [
        ("kind=exe", LOG.encode(), "docx"),
        ("kind=docx&lender=nobody", LOG.encode(), "借款"),
        ("kind=docx", b"", "表头"),
        ("kind=docx", b"PK\x03\x04", "工作簿"),
    ],
)
def test_what_cannot_be_made_into_a_file_costs_a_sentence(
    client: TestClient, query: str, body: bytes, said: str
) -> None:
    """One sentence that names the mend, and no trace of the log."""
    given = post(client, query, body)

    assert given.status_code == 400
    assert said in given.json()["error"]


@pytest.mark.browser
def test_the_browser_counts_and_reads_as_the_engine_does(visit: Visit, assistant: Assistant, columns: Columns) -> None:
    """All shared cases; tables as people save them; formula cells and evil names out and back; SHA-256 at its seams."""
    limits = read_limits(read_rules(), read_form(), assistant.corpus)
    told = read_log(LOG.encode(), columns, DAY).calls[0].to_dict()
    rows = [told | dict.fromkeys(("number", "said", "agency", "evidence"), evil) for evil in EVIL]
    sizes = [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 100_003]
    with visit(SIZES[1]) as page:
        counted = page.evaluate(
            "([cases, table]) => cases.map(c => youju.counting.count(c.rows, table, c.lender))",
            [CASES, limits.limits_json()],
        )
        read = page.evaluate(
            """([files, columns]) => files.map(bytes => {
                const log = youju.csv.readLog(new Uint8Array(bytes), columns, '2026-11-22');
                return {calls: log.calls, bad: log.bad.map(b => b.line)};
            })""",
            [[list(file) for file in NASTY], columns.to_dict()],
        )
        written = page.evaluate("([rows, columns]) => youju.csv.writeLog(rows, columns)", [rows, columns.to_dict()])
        hashed = page.evaluate(
            "sizes => sizes.map(n => youju.sha256.whole(new Uint8Array(n).map((_, i) => i * 7)))", sizes
        )

    for case, given in zip(CASES, counted, strict=True):
        days = [day | {"hours": [day["hours"].get(str(hour), 0) for hour in range(24)]} for day in case["days"]]
        assert given == {"days": days, "against": case["against"]}, case["name"]
    for file, given in zip(NASTY, read, strict=True):
        log = read_log(file, columns, DAY)
        assert given["calls"] == [call.to_dict() for call in log.calls]
        assert given["bad"] == [bad.line for bad in log.bad]
    back = read_log(written.encode(), columns, DAY)
    assert [call.said for call in back.calls] == EVIL
    assert written == write_log(back.calls, columns)
    assert hashed == [hashlib.sha256(bytes(i * 7 % 256 for i in range(n))).hexdigest() for n in sizes]
    assert count(back.calls, limits).days


CONTROLS = """[...document.querySelectorAll('#room-evidence :is(button, a[href], textarea, input, select, summary)')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !['radio', 'checkbox'].includes(e.type))"""
TOO_SMALL = f"{CONTROLS}.filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 90))"
NAMELESS = f"""{CONTROLS}
    .filter(e => !(e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText || '').trim())
    .map(e => e.outerHTML.slice(0, 90))"""


def log_call(page: Page, day: str, hour: str, taken: str, said: str) -> None:
    """One call by the form, as a thumb does."""
    page.fill("#log-date", day)
    page.fill("#log-time", hour)
    page.check(f"#log-form [value={taken}]")
    page.fill("#log-agency", "示例公司")
    page.fill("#log-said", said)
    page.click("#log-add")


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_log_three_calls_and_see_the_chart(
    visit: Visit, columns: Columns, tmp_path: Path, size: tuple[int, int]
) -> None:
    """Now is filled in; three calls make a chart and counts with rank; nothing is sent before its button."""
    files = [tmp_path / "=录音 1.m4a", tmp_path / "b.bin"]
    for n, file in enumerate(files):
        file.write_bytes(bytes(range(256)) * (n + 1) * 40)
    with visit(size, "/#evidence") as page:
        page.wait_for_selector("#log-form")
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", page.input_value("#log-date"))
        assert re.fullmatch(r"\d\d:\d\d", page.input_value("#log-time"))
        for hour, taken, said in (
            ("23:10", "yes", "再不还钱打断你的腿"),
            ("09:05", "no", ""),
            ("10:00", "yes", "=1+1"),
        ):
            log_call(page, "2026-11-20", hour, taken, said)
        page.wait_for_selector(".calls-chart .cell")

        assert page.locator(".calls-chart .number").all_text_contents() == ["1", "1", "1"]
        assert "1 次在 22:00 到 08:00" in str(page.locator(".calls-chart desc").text_content())
        night = page.inner_text("[data-limit=night]")
        assert "超过" in night
        assert "国家标准（推荐）" in night
        assert "不是法律" in night
        page.locator("[data-limit=night] .source").first.click()
        page.wait_for_selector("#sheet.open #sheet-words h2")
        page.keyboard.press("Escape")
        page.wait_for_selector("#sheet.open", state="detached")
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate(NAMELESS) == []

        with page.expect_download() as saved:
            page.click("#log-export")
        log = Path(saved.value.path()).read_bytes()
        assert [c.said for c in read_log(log, columns, date(2026, 11, 26)).calls] == ["", "=1+1", "再不还钱打断你的腿"]

        page.click("#tab-files")
        page.set_input_files("#files-chosen", files)
        with page.expect_download() as saved:
            page.click("#files-export")
        assert read_manifest(Path(saved.value.path()).read_bytes()) == {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files
        }
        assert "不是公证，不是区块链存证" in page.inner_text("#panel-files")
        assert page.evaluate(TOO_SMALL) == []
        assert sent == []

        page.click("#tab-log")
        with page.expect_download() as saved:
            page.click("#log-docx")
        assert Path(saved.value.path()).read_bytes()[:2] == b"PK"
        assert [url.partition("?")[0].rpartition("/")[2] for url in sent] == ["timeline"]


@pytest.mark.browser
def test_nothing_is_kept_unless_ticked_and_the_quick_exit_leaves_nothing(visit: Visit) -> None:
    """Without the tick nothing is stored; with it the log is there again; clearing and leaving take it away."""
    with visit(SIZES[1], "/#evidence") as page:
        page.wait_for_selector("#log-form")
        log_call(page, "2026-11-20", "23:10", "yes", "")
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        page.check("#log-keep")
        page.reload()
        page.wait_for_selector("table.log tbody tr")
        page.click("#log-clear")
        page.click("#log-clear")
        assert page.evaluate("localStorage.length") == 0
        log_call(page, "2026-11-20", "23:10", "yes", "")
        page.check("#log-keep")
        assert page.evaluate("localStorage.length") == 1
        page.click("#leave")
        page.wait_for_url("**/youju/blank*")
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        assert page.evaluate("document.body.innerText.trim()") == ""


@pytest.mark.browser
def test_a_logged_call_is_checked_and_a_checked_one_logged(visit: Visit) -> None:
    """核对这通电话 fills the other room; 记进存证 brings a checked call here; hostile words stay words."""
    words = "再不还钱就去你单位闹 <img src=x onerror=window.hit=1>"
    with visit(SIZES[0], "/#evidence") as page:
        page.wait_for_selector("#log-form")
        log_call(page, "2026-11-20", "23:10", "yes", words)
        page.click(".status button >> nth=0")
        page.wait_for_selector("#room-call .room-title")
        page.wait_for_function("said => document.querySelector('#call-words textarea').value === said", arg=words)
        page.wait_for_function("document.querySelector('#call-time :is(input, textarea)')?.value === '23:10'")
        page.click("#call-check")
        page.click("#call-result .to-evidence")
        page.wait_for_selector("#room-evidence .status p")
        page.wait_for_function("document.querySelectorAll('table.log tbody tr').length === 2")
        assert page.locator("table.log tbody tr").first.inner_text().count("23:10") == 1
        page.click(".log .small >> nth=2")
        page.wait_for_function("document.querySelectorAll('table.log tbody tr').length === 1")
        page.click("#tab-keep")
        page.check("#panel-keep [data-tick] >> nth=0")
        page.locator("#panel-keep .so-far", has_text="1/5").first.wait_for()
        assert page.evaluate("window.hit") is None
