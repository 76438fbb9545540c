"""A volunteer's evening, end to end: sorted, drafted, exported, and nobody's data where it must not be."""

from __future__ import annotations

import base64
import json
import stat
import subprocess
import sys
import tomllib
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Inbox, Intake, Settings, State, read_progress, resumed, saved_progress
from assistant.composer import Draft, ExtractiveComposer, Material
from kb import Finding
from ui.cli import main
from ui.inboxes import matter_markdown, paper_of

EVENING = Path(__file__).parents[1] / "assistant" / "evening"
FILES = [str(EVENING / name) for name in ("wechat.txt", "forwarded.txt", "投诉人-周婶.md", "anonymous.txt")]
PLANTED: dict[str, Any] = tomllib.loads((EVENING / "planted.toml").read_text("utf-8"))
TODAY: date = PLANTED["as_of"]
GOOD = {Finding.OK, Finding.UNVERIFIABLE}


class Watched:
    """The composer that needs no model, and every question that it was given: what a chat model would receive."""

    name = "extractive"

    def __init__(self) -> None:
        self.given: list[str] = []

    def compose(self, material: Material) -> Draft:
        """Compose as ever."""
        self.given.append(repr(material.question))
        return ExtractiveComposer().compose(material)


@dataclass(frozen=True)
class Evening:
    """What one run of the command left behind."""

    printed: str
    said: str
    out: Path
    temporary: Path

    def files(self) -> dict[str, str]:
        """The exported files that are read by people."""
        return {path.name: path.read_text("utf-8") for path in self.out.glob("*.md")}

    def file_of(self, words: str) -> str:
        """The name of the one matter's file with these words."""
        (name,) = [name for name, text in self.files().items() if words in text and name != "index.md"]
        return name


@pytest.fixture(scope="module")
def watched() -> Watched:
    """Who composes in this module."""
    return Watched()


@pytest.fixture(scope="module")
def assistant(watched: Watched, shipped: Assistant) -> Assistant:
    """An assistant on the evening's own day."""
    return shipped.with_composer(watched).at(TODAY)


@pytest.fixture(scope="module")
def matters(assistant: Assistant) -> tuple[Intake, ...]:
    """The evening, sorted."""
    texts = [(f"文件{n}", Path(file).read_text("utf-8")) for n, file in enumerate(FILES, 1)]
    return Inbox.open(assistant).read(texts)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    """The command, run in a process of its own with temporary files where they can be seen."""
    return _ran(tmp_path_factory.mktemp("evening"))


def _ran(folder: Path, *options: str) -> Evening:
    temporary = folder / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-m", "ui.cli", "inbox", *FILES, "--as-of", str(TODAY), "--out", str(folder / "out")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        ended = subprocess.run([*command, *options], capture_output=True, text=True, check=False, encoding="utf-8")
    assert ended.returncode == 0, ended.stderr
    return Evening(ended.stdout, ended.stderr, folder / "out", temporary)


def _about(matters: tuple[Intake, ...], words: str) -> Intake:
    (found,) = [m for m in matters if words in m.words]
    return found


def test_twenty_clients_are_twenty_matters_and_crises_come_first(matters: tuple[Intake, ...]) -> None:
    """Danger to life, then the door, then days in court by the days that are left, then harassment, then questions."""
    ranks = [m.urgency.rank for m in matters]

    assert sum(m.count for m in matters) == 20
    assert ranks == sorted(ranks, key=["S", "P1", "P2", "P3", "P4"].index)
    assert {m.id for m in matters if m.answer and m.answer.action.value == "crisis"} == {"01", "02", "03"}
    assert "楼顶" in matters[0].words + matters[1].words
    assert "把猫送到" in matters[0].words + matters[1].words
    assert "砸门" in matters[2].words
    assert [m.urgency.left for m in matters if m.urgency.rank == "P2"] == [8, 10, 14]
    assert all(m.urgency.reasons for m in matters)


def test_a_crisis_gets_no_law(matters: tuple[Intake, ...]) -> None:
    """Only what may help to live through the night, with numbers to call."""
    for matter in matters[:2]:
        assert matter.sources == ()
        assert "《" not in matter.drafts.short + matter.drafts.long
        assert "12356" in matter.drafts.short


def test_the_court_date_and_the_deadlines_are_counted(matters: tuple[Intake, ...]) -> None:
    """12月3号 as told; fifteen days from 上周五; both in the draft."""
    hearing, order = _about(matters, "12月3号"), _about(matters, "支付令")

    assert "2026年12月3日" in hearing.drafts.short
    assert order.urgency.deadline is not None
    assert order.urgency.deadline.day == date(2026, 12, 5)
    assert "2026年12月5日" in order.drafts.short
    assert "第二百二十七条第二款" in order.drafts.short


def test_those_who_sent_the_same_story_stand_together(matters: tuple[Intake, ...]) -> None:
    """They are grouped and listed one below the other; who adds a threat to it stands apart and before them."""
    adding, *same = [m for m in matters if "通讯录打了个遍" in m.words]

    assert "明天要发到我们小区业主群里" in adding.words
    assert len(same) == 2
    assert len({m.group for m in same}) == 1
    assert adding.group != same[0].group
    assert [int(m.id) for m in same] == [int(same[0].id), int(same[0].id) + 1]
    assert all(m.drafts.short for m in (adding, *same))


def test_who_collects_and_who_asks_something_else_get_polite_drafts(matters: tuple[Intake, ...]) -> None:
    """No collection scripts, and no guess at another branch of law."""
    insider, labour = _about(matters, "贷后管理"), _about(matters, "劳动仲裁")

    assert "不写催收话术" in insider.drafts.short
    assert "12348" in labour.drafts.short
    assert "《" not in insider.drafts.short + labour.drafts.short


def test_short_drafts_are_short_whole_and_verified_again(assistant: Assistant, matters: tuple[Intake, ...]) -> None:
    """At most 200 characters, ending with a sentence's end; the checker finds no fault in either draft."""
    for matter in matters:
        assert 0 < len(matter.drafts.short) <= 200
        assert matter.drafts.short[-1] in "。！？.?!"
        assert matter.faults == ()
        assert all(s.passed for s in matter.sources)
        checks = assistant.checker(matter.day).check(f"{matter.drafts.short}\n{matter.drafts.long}")
        assert {c.finding for c in checks} <= GOOD


def test_the_volunteer_is_not_answered(matters: tuple[Intake, ...]) -> None:
    """The replies of that evening are context of the matters that they answered."""
    assert [m.context for m in matters if "砸门" in m.words] == [("您好，先报警，别开门。",)]


def test_every_export_passes_the_check(assistant: Assistant, evening: Evening) -> None:
    """Whole files, with facts and sources."""
    checker = assistant.checker(TODAY)
    for name, text in evening.files().items():
        wrong = [c for c in checker.check(text) if c.finding not in GOOD]
        assert [(name, c.mention.raw, c.explain) for c in wrong] == []


def test_no_planted_datum_is_where_it_must_not_be(
    evening: Evening, watched: Watched, matters: tuple[Intake, ...]
) -> None:
    """Not on the screen, in no temporary file, no index, no question to a composer, and no other matter's file."""
    index = Path(Settings().index)
    places = {
        "stdout": evening.printed.encode(),
        "stderr": evening.said.encode(),
        "composer": "\n".join(watched.given).encode(),
        "progress": (evening.out / "progress.json").read_bytes(),
        "json": json.dumps([m.to_dict() for m in matters], ensure_ascii=False).encode(),
        **{str(path): path.read_bytes() for folder in (evening.temporary, index) for path in _files(folder)},
    }
    assert watched.given
    for owner, datum, masked in _planted():
        own = evening.file_of(_words_of(owner))
        for name, content in places.items():
            if masked or name not in {"stdout", "composer", "json", "progress"}:
                assert not _holds(content, datum), f"{owner}: {datum} in {name}"
        for name, text in evening.files().items():
            if name == own and not masked:
                continue
            if name == "index.md" and not masked:
                continue
            assert not _holds(text.encode(), datum), f"{owner}: {datum} in {name}"


def test_restored_data_stand_only_in_their_own_file(tmp_path: Path) -> None:
    """With --restore each file has its own data back, may be read by nobody else, and the index stays masked."""
    restored = _ran(tmp_path, "--restore")

    for owner, datum, _ in _planted():
        own = restored.file_of(_words_of(owner))
        assert datum in restored.files()[own]
        others = {name: text for name, text in restored.files().items() if name not in {own, "index.md"}}
        assert [name for name, text in others.items() if _holds(text.encode(), datum)] == []
    modes = {stat.S_IMODE(path.stat().st_mode) for path in restored.out.iterdir()}
    assert modes == {0o600}


def test_planted_data_are_found_in_every_coding() -> None:
    """The search above would notice."""
    for coded in (
        "王13900000001".encode(),
        "王13900000001".encode("utf-16-le"),
        base64.b64encode("电话13900000001，".encode()),
        urllib.parse.quote("柳叶路88号").encode(),
    ):
        assert _holds(coded, "13900000001") or _holds(coded, "柳叶路88号")


def test_a_file_that_cannot_be_read_does_not_stop_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is noted without its name, which may be a client's; an overlong message is a matter with a reason."""
    (tmp_path / "王小花.bin").write_bytes(b"\x00\x01\x02")
    long = tmp_path / "long.txt"
    long.write_text("甲 2026/11/25 20:00\n" + "催收骂我。" * 2000 + "\n乙 2026/11/25 20:01\n催收骂我", "utf-8")

    assert main(["inbox", str(tmp_path / "王小花.bin"), str(long), "--as-of", str(TODAY), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert told["notes"] == ["文件1 读不出来，没有收进来"]
    assert sorted(bool(m["fault"]) for m in told["matters"]) == [False, True]
    assert all(m["urgency"] for m in told["matters"])


def test_an_approved_paragraph_goes_where_it_may(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Into the matters named, with what it rests on, checked again in each; a crisis takes none, and that is told."""
    said = "债务人应当自收到支付令之日起十五日内清偿债务，或者向人民法院提出书面异议"
    text = f"{said}（《民事诉讼法》第二百二十七条第二款）。"
    paragraph = tmp_path / "支付令.md"
    paragraph.write_text(text, "utf-8")
    letters = tmp_path / "in.txt"
    first = "甲 2026/11/25 20:00\n上周五收到支付令\n乙 2026/11/25 20:01\n我站在楼顶不想活了"
    letters.write_text(f"{first}\n丙 2026/11/25 20:02\n催收骂我", "utf-8")

    argv = ["inbox", str(letters), "--as-of", str(TODAY), "--paragraph", str(paragraph), "--json"]
    assert main(argv) == 0
    told = json.loads(capsys.readouterr().out)

    assert told["matters"][1]["draft"]["long"].endswith(text)
    assert text not in told["matters"][0]["draft"]["long"]
    assert any("01 没有加" in note for note in told["notes"])
    assert any("第二百二十七条第二款" in source["label"] for source in told["matters"][2]["sources"])
    assert main([*argv[:-1], "--to", "09"]) == 2


def test_nothing_is_overwritten_and_nothing_shown_in_the_clear(tmp_path: Path) -> None:
    """A folder that holds an inbox is refused; --restore needs files to restore into."""
    (tmp_path / "index.md").write_text("", "utf-8")

    assert main(["inbox", FILES[3], "--out", str(tmp_path)]) == 2
    assert main(["inbox", FILES[3], "--restore"]) == 2


def test_saved_work_goes_on_where_it_was(assistant: Assistant, matters: tuple[Intake, ...]) -> None:
    """Same words, drafts, deadline and sources, without the data behind the mask."""
    matter = next(m for m in matters if m.urgency.deadline and "〔" in m.words)
    (saved,) = read_progress(saved_progress([matter], (), TODAY)).matters

    again = resumed(Inbox.open(assistant), saved, datetime.combine(TODAY, time(20)))

    assert (again.words, again.drafts, again.urgency, again.sources, again.faults) == (
        *(matter.words, matter.drafts, matter.urgency, matter.sources),
        (),
    )
    assert again.restored(again.words) == again.words


def test_a_file_that_is_no_saved_work_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one sentence, before anything is read."""
    (tmp_path / "other.json").write_text("{}", "utf-8")

    assert main(["inbox", str(tmp_path / "other.json")]) == 2
    assert "存下进度" in capsys.readouterr().err


def test_a_matter_becomes_a_paper(matters: tuple[Intake, ...]) -> None:
    """Masked, with a row of the certificate for each source; a crisis has none."""
    moment = datetime(2026, 11, 25, 21, 0)  # noqa: DTZ001 - a moment of the test
    order = _about(matters, "支付令")
    paper = paper_of(order, moment)

    assert (paper.as_of, paper.checked, len(paper.certificate)) == (TODAY, moment, len(order.sources))
    assert all(row.passed and row.words for row in paper.certificate)
    assert "13900000002" not in repr(paper_of(matters[0], moment)) + repr(paper_of(matters[1], moment))
    assert paper_of(matters[0], moment).certificate == ()


def test_the_state_is_shown_with_its_reason(matters: tuple[Intake, ...]) -> None:
    """草稿 at first; what the supervisor said stands in the file."""
    moment = datetime(2026, 11, 25, 21, 0)  # noqa: DTZ001 - a moment of the test
    matter = matters[5]
    review = matter.review.moved(State.PENDING, by="小禾", at=moment)
    returned = review.moved(State.RETURNED, by="督导", at=moment, reason="请写上开庭时间")

    assert "状态：草稿" in matter_markdown(matter)
    assert "督导 → 退回：请写上开庭时间" in matter_markdown(replace(matter, review=returned))


def _planted() -> Iterator[tuple[str, str, bool]]:
    """Owner, datum, and whether the mask knows such a datum."""
    for row in PLANTED["planted"]:
        yield from ((row["of"], datum, True) for datum in row["numbers"])
        yield from ((row["of"], datum, False) for datum in row.get("words", ()))


def _words_of(owner: str) -> str:
    """Words that stand in the owner's file alone."""
    words: dict[str, str] = PLANTED["told"]
    return words[owner]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _holds(content: bytes, datum: str) -> bool:
    """Whether the datum stands there in plain, UTF-16, base64 or as in an address of a page."""
    plain = datum.encode()
    coded = [plain, datum.encode("utf-16-le"), datum.encode("utf-16-be"), urllib.parse.quote(datum).encode()]
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + plain)
        coded.append(whole[4 if shift else 0 : -4])
    return any(form in content for form in coded if len(form) >= 6)
