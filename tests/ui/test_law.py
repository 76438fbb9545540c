"""`youju law` and `youju check` on a terminal and for programs: nothing is lost beside what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.cli import main

LIBRARY = str(Path(__file__).parents[1] / "library")


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one command on the invented library."""
    status = main([*words, "--library", LIBRARY, "--as-of", "2026-11-22"])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_provision_is_shown_with_rank_status_and_days(capsys: pytest.CaptureFixture[str]) -> None:
    """The unit that was asked for, and nothing else of the article."""
    status, out, _ = shown(capsys, "law", "安宁法第十一条第一款第三项")

    assert status == 0
    assert "《安宁法》第十一条第一款第三项（法律 · 现行有效 · 2024-01-01起施行）" in out
    assert "（三）向欠账人的邻居、雇主说出欠账数目的。" in out
    assert "（二）" not in out


def test_old_and_new_content_of_a_number_are_both_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """With the day of the change and where the old rule went, in words and not as a code."""
    _, out, _ = shown(capsys, "law", "安宁法第七条")

    assert "渡船靠岸以前" in out
    assert "2024-01-01以前的《安宁法》第七条（2015-01-01起施行）" in out
    assert "三十贝以下罚款" in out
    assert "→ 现为《安宁法》第十一条" in out
    assert "@" not in out


def test_a_summary_is_shown_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Never as the official wording, and with whom it binds."""
    _, out, _ = shown(capsys, "law", "催告公约第八条")

    assert "（行业自律 · 现行有效" in out
    assert "大意，非原文" in out
    assert "只约束会员" in out


def test_one_unreadable_reference_costs_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    """The rest is printed; the sentence goes to standard error, with status 2."""
    status, out, err = shown(capsys, "law", "安宁法第二条", "胡说八道", "安宁法第七条")

    assert status == 2
    assert "蓝色的木牌" in out
    assert "渡船" in out
    assert err.startswith("看不懂“胡说八道”")


def test_hundreds_of_references_keep_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    """One row for each, readable or not, in the order asked."""
    asked = [f"安宁法#{n}" for n in range(1, 301)] + ["胡说"]
    status, out, _ = shown(capsys, "law", *asked, "--json")
    rows = json.loads(out)

    assert status == 0
    assert [row["asked"] for row in rows] == asked
    assert {row["ref"] for row in rows if row["text"]} == {
        "安宁法@2024-01-01#2",
        "安宁法@2024-01-01#7",
        "安宁法@2024-01-01#11",
    }


def test_every_row_has_every_promised_key(capsys: pytest.CaptureFixture[str]) -> None:
    """Found, gone, moved and unreadable rows have the same shape."""
    promised = "ref label text wording status effective until authority moved_to was note"
    _, out, _ = shown(
        capsys, "law", "安宁法第七条", "旧债法第四条", "安宁法第99条", "《渡船法》第三条", "胡说", "--json"
    )
    rows = json.loads(out)

    assert all(set(promised.split()) <= set(row) for row in rows)
    assert [row["status"] for row in rows] == ["in_force", "repealed", None, None, None]
    assert rows[0]["was"]["moved_to"] == rows[1]["moved_to"] == "安宁法@2024-01-01#11"
    assert all(row["note"] for row in rows)


def test_a_check_names_line_fault_and_mend(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """For a person: which line, what is wrong, what it should be."""
    letter = tmp_path / "信.txt"
    letter.write_text("第一行。\n夜间在窗下鸣钟催告的，按《安宁法》第七条处三十贝以下罚款。\n", encoding="utf-8")
    status, out, _ = shown(capsys, "check", str(letter))

    assert status == 1
    assert "1 处引用，1 处有误" in out
    assert "※ 2行 《安宁法》第七条：旧条文" in out
    assert "应为《安宁法》第十一条（安宁法@2024-01-01#11）" in out


def test_a_check_shows_no_summary_as_law(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`law` is official wording or nothing."""
    letter = tmp_path / "信.txt"
    letter.write_text("《催告公约》第八条规定：“会员不得在吃饭的时候催告他人。”", encoding="utf-8")
    status, out, _ = shown(capsys, "check", str(letter), "--json")
    (row,) = json.loads(out)["citations"]

    assert status == 0
    assert (row["finding"], row["law"]) == ("unverifiable", None)
    assert "行业自律，不是法律" in row["explain"]


def test_a_file_that_is_not_there_costs_no_other(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The others are checked and shown; then one sentence and status 2."""
    letter = tmp_path / "信.txt"
    letter.write_text("见《安宁法》第二条。", encoding="utf-8")
    status, out, err = shown(capsys, "check", str(letter), str(tmp_path / "没有.txt"))

    assert status == 2
    assert "1 处引用，0 处有误" in out
    assert err.startswith("没有这个文件")
