"""`youju call`: what it prints, what it takes, and what it says when something is wrong."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from ui.cli import main

NOTES = "昨天晚上11点催收给我妈打电话，说我欠钱。态度很差。后来就挂了。"


def _json(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    assert main(["call", *argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_options_are_enough(capsys: pytest.CaptureFixture[str]) -> None:
    """The commonest fields need no file."""
    report = _json(
        capsys, "--date", "2026-11-20", "--time", "23:10", "--times", "5", "--lender", "网贷", "--to", "本人"
    )

    assert report["call"] == {
        "date": "2026-11-20", "time": "23:10", "times": 5, "to": "self", "lender": "online-loan"
    }  # fmt: skip
    assert report["verdict"] == "breaches_industry_rule"
    assert {f["rule"] for f in report["findings"]} == {"night-contact", "many-calls"}
    assert {g["authority"] for f in report["findings"] for g in f["law"]} == {"standard", "industry_rule"}


def test_a_text_is_marked_sentence_by_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """People see ▸ before what breaks a rule; programs get the rules of each sentence."""
    assert main(["call", NOTES]) == 0
    printed = capsys.readouterr().out
    report = _json(capsys, NOTES)

    assert "▸ 昨天晚上11点催收给我妈打电话，说我欠钱。\n    ← 把欠款告诉别人：明确违法" in printed
    assert "\n  后来就挂了。" in printed
    assert [s["rules"] for s in report["sentences"]] == [["others-told", "night-contact"], ["rude"], []]


def test_people_read_the_gravest_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Headline, law with its rank, what to do, what is open, what is kept, the law's words."""
    assert main(["call", NOTES, "--lender", "网贷"]) == 0
    printed = capsys.readouterr().out
    order = ("把欠款告诉别人：明确违法", "1. ", "现在做", "留证据", "找谁", "还说不准", "查过，没有违反", "依据：")

    assert len(printed.split("\n")[0]) <= 25
    assert [printed.index(part) for part in order] == sorted(printed.index(part) for part in order)
    assert "（国家标准（推荐），不是法律）" in printed
    assert "**" not in printed


def test_english_has_its_frame(capsys: pytest.CaptureFixture[str]) -> None:
    """The law's words stay Chinese; headings, verdicts, questions and what rules say are English."""
    assert main(["call", "--time", "23:10", "--lender", "online-loan", "--lang", "en"]) == 0
    printed = capsys.readouterr().out

    assert printed.startswith("Collecting late at night: breaches an industry rule\n")
    assert "Cannot tell yet" in printed
    assert "What did they say or do?" in printed
    assert "：网络消费信贷" not in printed


@pytest.mark.parametrize("name", ["call.toml", "call.json"])
def test_a_file_holds_every_field(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """TOML with its own days and hours, or JSON; an option replaces what the file says."""
    written = {
        "call.toml": 'date = 2025-12-20\ntime = 23:10:00\nto = "家人"\nsaid = "不还钱就打断你的腿"\n',
        "call.json": '{"date": "2025-12-20", "time": "23:10", "to": "family", "said": "不还钱就打断你的腿"}',
    }
    file = tmp_path / name
    file.write_text(written[name], "utf-8")

    report = _json(capsys, "--file", str(file), "--to", "self")

    assert report["call"] == {"date": "2025-12-20", "time": "23:10", "to": "self", "said": "不还钱就打断你的腿"}
    threat = next(f for f in report["findings"] if f["rule"] == "threat-of-violence")
    assert "治安管理处罚法@2013-01-01#42.1.1" in {g["ref"] for g in threat["law"]}
    assert report["transitions"][0]["ref"] == "行政处罚法@2021-07-15#37"


def test_the_text_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`-` reads a pasted message."""
    monkeypatch.setattr("sys.stdin", io.StringIO("【某贷】今日未还，我们将群发您的通讯录。\n"))

    report = _json(capsys, "-")

    assert [f["rule"] for f in report["findings"]] == ["threat-to-tell"]
    assert report["sentences"][0]["voice"] == "caller"


def test_danger_to_life_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    """As in an answer: nothing else is said."""
    assert main(["call", "催收逼得我不想活了"]) == 0
    printed = capsys.readouterr().out
    report = _json(capsys, "催收逼得我不想活了")

    assert "12356" in printed
    assert "《" not in printed
    assert (report["action"], report["findings"]) == ("crisis", [])


def test_json_keeps_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Verdicts, ranks and wordings are those of an answer; every rule mentioned has a title."""
    report = _json(capsys, NOTES, "--lender", "bank-card")

    verdicts = {"unlawful", "likely_unlawful", "breaches_industry_rule"}
    assert {row["if_broken"] for key in ("checked_kept", "cannot_tell") for row in report[key]} <= verdicts
    assert {k["why"] for k in report["checked_kept"]} <= {"fact", "excused", "not_described"}
    assert {c["wording"] for c in report["citations"]} <= {"exact", "summary"}
    assert report["ask_back"] == list(dict.fromkeys(c["question"] for c in report["cannot_tell"]))
    assert all(
        row["title"] for key in ("findings", "checked_kept", "cannot_tell", "not_binding") for row in report[key]
    )


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "情况"),
        ([""], "情况"),
        (["--time", "25:99"], "--time"),
        (["--date", "2026-02-31"], "--date"),
        (["--times", "很多"], "--times"),
        (["--to", "火星"], "family（家人）"),
        (["--lender", "月亮"], "网贷"),
        (["--date", "2999-01-01"], "还没有到"),
        (["长" * 8001], "8000"),
        (["--file", "没有.toml"], "没有.toml"),
        (["--file", "letter.docx"], ".json"),
        (["--file", "broken.toml"], "broken.toml"),
        (["--file", "broken.json"], "broken.json"),
        (["--file", "list.json"], "各项"),
        (["--file", "latin.toml"], "UTF-8"),
        (["--file", "folder.toml"], "folder.toml"),
        (["--file", "strange.toml"], "strange.toml：不认识“hour”"),
        (["--file", "hour.toml"], "hour.toml：time"),
    ],
)
def test_what_the_user_can_mend_is_one_sentence(
    argv: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, nothing on standard output, no traceback."""
    monkeypatch.chdir(tmp_path)
    Path("broken.toml").write_text("said = 不还钱", "utf-8")
    Path("broken.json").write_text("{said: 1}", "utf-8")
    Path("list.json").write_text("[1]", "utf-8")
    Path("latin.toml").write_bytes(b'said = "\xff\xfe"')
    Path("folder.toml").mkdir()
    Path("strange.toml").write_text('hour = "23:00"', "utf-8")
    Path("hour.toml").write_text('time = "半夜"', "utf-8")

    assert main(["call", *argv]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
