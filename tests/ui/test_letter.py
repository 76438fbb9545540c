"""`youju letter`: lists kinds, prints what to fill in, writes a letter, and refuses to write what was not verified."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant import Letters, Matter
from kb import read_corpus
from ui.cli import main
from ui.letters import paper_of
from ui.paper import Box, Break, Heading, Items, Paper, Paragraph

DAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def letters() -> Letters:
    """The templates as they ship."""
    return Letters(read_corpus())


def _paper(letters: Letters, kind: str, matter: Matter) -> Paper:
    return paper_of(letters.draft(kind, matter, DAY), datetime(2026, 11, 26, 12, tzinfo=UTC))


def test_the_kinds_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a kind every kind is listed; in English too, and for programs."""
    assert main(["letter"]) == 0
    listed = capsys.readouterr().out
    assert main(["letter", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert main(["letter", "--json"]) == 0
    kinds = json.loads(capsys.readouterr().out)

    assert "对欠款金额的异议函" in listed
    assert "Disputing the amount claimed" in english
    assert len(kinds) == 14
    assert {"kind", "title", "title_en", "purpose", "purpose_en", "to", "to_en", "asks"} == set(kinds[0])


def test_the_fields_are_printed_to_fill_in(capsys: pytest.CaptureFixture[str]) -> None:
    """Only what the letter asks for, each with its label, in the language asked for."""
    assert main(["letter", "payment-order", "--fields"]) == 0
    chinese = capsys.readouterr().out
    assert main(["letter", "payment-order", "--fields", "--lang", "en"]) == 0
    english = capsys.readouterr().out

    assert "[court]" in chinese
    assert "收到法院文书的日子" in chinese
    assert "[third]" not in chinese
    assert "Day the court's paper was received" in english


def test_programs_get_the_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` has lines, blanks, boxes and each citation."""
    matter = tmp_path / "案情.toml"
    matter.write_text('[borrower]\nname = "林小满"\n', "utf-8")

    assert main(["letter", "dispute", str(matter), "--as-of", "2026-11-26", "--json"]) == 0
    letter = json.loads(capsys.readouterr().out)

    assert letter["kind"] == "dispute"
    assert letter["lines"][1]["text"].startswith("我是林小满")
    assert "合同编号" in letter["blanks"]
    assert letter["withheld"] == []
    assert all(c["sentence"] and c["words"] for c in letter["citations"])


@pytest.mark.parametrize("name", ["信.docx", "信.md"])
def test_export_is_refused_where_a_sentence_fails(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written, the sentence and its fault are named, and the exit status tells."""
    matter, out = tmp_path / "案情.toml", tmp_path / name
    matter.write_text('[dispute]\npoints = ["收担保费违法"]\n', "utf-8")

    assert main(["letter", "dispute", str(matter), "--as-of", "2026-11-26", "--out", str(out)]) == 1

    told = capsys.readouterr().err
    assert not out.exists()
    assert "收担保费违法" in told
    assert "没有通过核对" in told


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["lettre"], "没有“lettre”这种信：可以写 account、dispute"),
        (["dispute", "没有.toml"], "没有这个文件：没有.toml"),
        (["dispute", "--out", "信.pdf"], "要以 .docx"),
    ],
)
def test_what_can_be_mended_is_one_sentence(argv: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown kind, a missing file, an ending that is not written."""
    assert main(["letter", *argv]) == 2
    assert told in capsys.readouterr().err


def test_a_matter_that_is_no_toml_names_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Text without quotation marks is the commonest slip."""
    matter = tmp_path / "案情.toml"
    matter.write_text("[borrower]\nname = 林小满\n", "utf-8")

    assert main(["letter", "dispute", str(matter)]) == 2
    told = capsys.readouterr().err
    assert str(matter) in told
    assert "line 2" in told


def test_the_senders_page_comes_first(letters: Letters) -> None:
    """When not to send it, deadlines, how to send it and what follows stand before the page break."""
    paper = _paper(letters, "payment-order", Matter({}))
    at = paper.blocks.index(Break())
    boxes = [b.title for b in paper.blocks[:at] if isinstance(b, Box)]

    assert boxes[:4] == ["有下面任一情况，先不要寄", "期限（按你填的日子算）", "怎么寄、寄到哪里、附什么", "寄出以后"]
    assert "还空着，寄以前要填" in boxes
    assert not any(isinstance(b, Box) for b in paper.blocks[at:])
    assert paper.blocks[at + 1] == Heading("支付令异议书")


def test_blanks_and_citations_look_the_part(letters: Letters) -> None:
    """A blank has its look, and the words that end with a citation carry its number in the certificate."""
    paper = _paper(letters, "dispute", Matter({}))
    runs = [r for b in paper.blocks if isinstance(b, Paragraph) for r in b.line]

    assert any(r.look == "blank" and r.text == "请填写：放款机构全称" for r in runs)
    cited = next(r for r in runs if r.cite)
    assert next(c.label for c in paper.certificate if c.n == cited.cite) in cited.text
    assert all(c.passed for c in paper.certificate)


def test_numbered_lines_are_one_list(letters: Letters) -> None:
    """Lines that follow each other are one list, so that they count on."""
    paper = _paper(letters, "account", Matter({}))

    assert [len(b.lines) for b in paper.blocks if isinstance(b, Items) and b.numbered] == [3, 3]


@pytest.mark.parametrize("name", ["信.docx", "信.md"])
def test_a_letter_is_written(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of either kind, and word of the blanks that are left."""
    out = tmp_path / name

    assert main(["letter", "hours", "--out", str(out)]) == 0
    assert out.stat().st_size > 500
    assert "处空白要填" in capsys.readouterr().err


def test_without_a_file_markdown_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """People see the letter at once, blanks and warnings included."""
    assert main(["letter", "instalments"]) == 0
    printed = capsys.readouterr().out

    assert "请填写：每月能还的钱" in printed
    assert "这封信等于认这笔债" in printed
