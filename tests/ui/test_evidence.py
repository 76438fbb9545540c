"""`youju timeline`, `youju evidence`, `youju lines`, and the card of `youju call`: what they print and write."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant import Calls, Timelines, read_columns, read_log
from kb import read_corpus
from ui.cli import main
from ui.timelines import page_of, paper_of

LOG = """日期,时间,来电号码,机构,方式,打给谁,接通,说了什么,证据文件
2026-03-01,23:10,13800000000,示例公司,电话,本人,是,"=再不还钱我打断你的腿",1.m4a
2026-03-01,23:40,13800000000,示例公司,电话,妈妈,否,,
2026-03-02,很晚,,,,,,,
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of invented calls."""
    path = tmp_path / "log.csv"
    path.write_text(LOG, "utf-8")
    return path


def test_a_timeline_tells_counts_limits_and_findings(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ranks stand behind every provision; a row that was not read is named."""
    assert main(["timeline", str(log), "--lender", "网贷"]) == 0
    printed = capsys.readouterr().out

    assert "第4行没有算进去：看不懂时间“很晚”" in printed
    assert "夜里联系（示例公司）：1天，最多一天2次" in printed
    assert "《消费贷催收指引》第三章（行业自律，不是法律）" in printed
    assert "威胁人身安全：明确违法（1天：2026-03-01）" in printed


def test_the_log_comes_back_clean(log: Path, tmp_path: Path) -> None:
    """Written as CSV it is canonical, holds no formula, and reads as the same calls; nothing is overwritten."""
    out = tmp_path / "clean.csv"
    columns = read_columns(Calls(read_corpus()).form)

    assert main(["timeline", str(log), "--out", str(out)]) == 0
    assert "'=再不还钱" in out.read_text("utf-8")
    today = date(2026, 11, 26)
    assert read_log(out.read_bytes(), columns, today).calls == read_log(log.read_bytes(), columns, today).calls
    assert main(["timeline", str(log), "--out", str(out)]) == 2


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["timeline", "gone.csv"], "没有这个文件"),
        (["timeline", "{log}", "--lender", "外星"], "看不懂"),
        (["timeline", "{log}", "--out", "x.pdf"], "不会写"),
        (["evidence"], "请写上证据文件夹"),
        (["evidence", "gone"], "没有这个文件或文件夹"),
        (["evidence", "--verify", "{log}"], "不是 youju evidence 写的清单"),
        (["lines", "--at", "夜里"], "看不懂时刻"),
        (["call", "催收骂我", "--card", "x.png"], "卡片写成 SVG"),
    ],
)
def test_what_can_be_mended_is_told_in_one_sentence(
    argv: list[str], said: str, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, and what to do."""
    assert main([word.format(log=log) for word in argv]) == 2
    assert said in capsys.readouterr().err


def test_the_paper_cites_only_what_was_checked(log: Path) -> None:
    """Every sentence of law has its row in the certificate, and the log's own words stand as they were written."""
    timelines = Timelines(Calls(read_corpus()))
    columns = read_columns(timelines.calls.form)
    timeline = timelines.draw(
        read_log(log.read_bytes(), columns, date(2026, 11, 26)), date(2026, 11, 26), "online-loan"
    )
    paper = paper_of(timeline, columns, timelines.limits, datetime(2026, 11, 26, 23, 30))  # noqa: DTZ001  # any clock
    runs = [run for block in paper.blocks for line in getattr(block, "lines", ()) for run in line if run.cite]

    assert {(c.n, c.sentence) for c in paper.certificate} == {(run.cite, run.text) for run in runs}
    assert all(c.passed and c.words for c in paper.certificate)
    assert "<svg" in page_of("<h1>x</h1>", timeline, timelines.limits)


def test_evidence_that_changed_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list made today tells tomorrow what changed: exit status 1."""
    folder = tmp_path / "证据"
    folder.mkdir()
    (folder / "a.m4a").write_bytes(b"a")
    listed = folder / "清单.csv"

    assert main(["evidence", str(folder), "--out", str(listed)]) == 0
    assert "不是公证，不是区块链存证" in capsys.readouterr().out
    assert main(["evidence", "--verify", str(listed)]) == 0
    assert main(["evidence", str(folder), "--verify", str(listed), "--json"]) == 0
    capsys.readouterr()
    (folder / "a.m4a").write_bytes(b"b")
    assert main(["evidence", str(folder), "--verify", str(listed)]) == 1
    assert "变了：证据/a.m4a" in capsys.readouterr().out
    (folder / "a.m4a").unlink()
    assert main(["evidence", "--verify", str(listed)]) == 1


def test_at_night_what_can_wait_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """At 23:30 the police and the ambulance; the regulator and the lender when offices open."""
    assert main(["lines", "--at", "2026-11-26T23:30"]) == 0
    now, rest = capsys.readouterr().out.split("可以试着打")

    assert "110" in now
    assert "12356" in rest
    assert "11月27日 08:30 以后" in rest
    assert "今晚先做" in rest


def test_a_call_ends_with_what_to_say_and_may_have_a_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three sentences fit what was found; the card holds nothing of what was told."""
    card = tmp_path / "卡片.svg"

    assert main(["call", "催收骂我，他电话13812345678", "--card", str(card), "--json"]) == 0
    say = json.loads(capsys.readouterr().out)["say"]

    assert (say["to"], len(say["sentences"])) == ("collector", 3)
    assert "请文明沟通" in say["sentences"][0]
    both = card.read_text("utf-8") + (tmp_path / "卡片-背面.svg").read_text("utf-8")
    assert "13812345678" not in both
    assert "辱骂" in both
