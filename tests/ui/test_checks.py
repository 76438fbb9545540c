"""A checked text: marked in place, counted, reported, and as lines for a build."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kb import Checker, Corpus, Likeness, read_corpus
from ui.checks import Checked, checked, counts, marked, paper_of
from ui.cli import main
from ui.paper import Heading, Items, Paragraph, Table

LIBRARY = Path(__file__).parents[1] / "library"
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LETTER = """催收的人夜里鸣钟。

夜间在窗下鸣钟催告的，按《安宁法》第七条处三十贝以下罚款。
《安宁法》第二条说的是木牌。
《安宁法》第九十九条也这样说。
"""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The invented library."""
    return read_corpus(LIBRARY)


@pytest.fixture(scope="module")
def letter(corpus: Corpus) -> Checked:
    """The letter, checked."""
    book = corpus.on(TODAY)
    checks = Checker(book, corpus.finder, Likeness(corpus.instruments.values())).check(LETTER)
    return checked("信.txt", LETTER, checks, corpus, book)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error."""
    status = main(["check", *words, "--library", str(LIBRARY), "--as-of", "2026-11-22"])
    return status, *capsys.readouterr()


def test_the_pieces_are_the_text_and_every_citation_is_marked(letter: Checked) -> None:
    """Nothing is lost or moved; icon, word and tone for each."""
    pieces = marked(letter.text, letter.checks, letter.notes)

    assert "".join(piece.text for piece in pieces) == LETTER
    told = [(p.text, p.mark.icon, p.mark.word, p.mark.tone, p.n) for p in pieces if p.mark and not p.quoted]
    assert told == [
        ("《安宁法》第七条", "※", "旧条文", "old", 1),
        ("《安宁法》第二条", "✓", "正确", "right", 2),
        ("《安宁法》第九十九条", "✗", "没有这一条", "none", 3),
    ]
    assert all(piece.explain for piece in pieces if piece.mark and piece.mark.tone != "right")


def test_a_faulty_quotation_is_marked_too(corpus: Corpus) -> None:
    """Its words, with the number of the citation they are quoted by."""
    text = "《安宁法》第二条规定：“催告人登门，应当出示红色的木牌。”别的没有。"
    checks = Checker(corpus.on(TODAY), corpus.finder, Likeness(corpus.instruments.values())).check(text)
    quoted = [p for p in marked(text, checks) if p.quoted]

    assert [(p.text, p.n) for p in quoted] == [(checks[0].quote, 1)]
    assert quoted[0].text in text


def test_old_names_are_marked() -> None:
    """※ 旧称, and what it is called today."""
    real = read_corpus()
    one = checked("a", "先找银保监会。", (), real, real.on(TODAY))
    (piece,) = [p for p in marked(one.text, one.checks, one.notes) if p.mark]

    assert (piece.text, piece.mark.word if piece.mark else "") == ("银保监会", "旧称")
    assert "国家金融监督管理总局" in piece.explain


def test_a_text_without_citations_is_one_piece() -> None:
    """And an empty text none."""
    assert [p.text for p in marked("没有引用。", ())] == ["没有引用。"]
    assert marked("", ()) == ()


def test_counts_tell_each_finding(letter: Checked) -> None:
    """By icon, word and number."""
    assert counts(letter.checks) == "3 处引用：✓ 正确 1 · ※ 旧条文 1 · ✗ 没有这一条 1"


def test_the_report_has_counts_findings_text_and_each_mend(corpus: Corpus, letter: Checked) -> None:
    """The law in full with its days, the proposed citation, and a certificate row for each provision."""
    paper = paper_of([letter], corpus, corpus.on(TODAY), NOON)
    said = "\n".join(
        "".join(run.text for run in line)
        for block in paper.blocks
        for line in ((block.line,) if isinstance(block, Paragraph) else block.lines if isinstance(block, Items) else ())
    )
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    headings = [block.text for block in paper.blocks if isinstance(block, Heading)]

    assert "引用体检报告：信.txt" in paper.title
    assert (paper.as_of, paper.corpus) == (TODAY, corpus.fingerprint)
    assert len(table.rows) == 3
    assert {"查到的引用", "全文与标记", "逐处改法"} <= set(headings)
    assert "[※旧条文]《安宁法》第七条" in said
    assert "建议写成：《安宁法》第十一条" in said
    assert "2024-01-01起施行" in said
    assert paper.certificate == ()


def test_a_text_without_faults_is_certified(corpus: Corpus) -> None:
    """One row for each citation; while anything is wrong nothing is."""
    book = corpus.on(TODAY)
    text = "见《安宁法》第二条。"
    checks = Checker(book, corpus.finder, Likeness(corpus.instruments.values())).check(text)
    good = checked("好.txt", text, checks, corpus, book)

    assert [(row.n, row.passed) for row in paper_of([good], corpus, book, NOON).certificate] == [(1, True)]


def test_several_files_are_one_report(corpus: Corpus, letter: Checked) -> None:
    """A heading for each, and numbers that run on."""
    paper = paper_of([letter, letter], corpus, corpus.on(TODAY), NOON)
    tables = [block for block in paper.blocks if isinstance(block, Table)]

    assert [b.text for b in paper.blocks if isinstance(b, Heading) and b.level == 1] == ["信.txt", "信.txt"]
    assert [row[0][0].text for table in tables for row in table.rows] == ["1", "2", "3", "4", "5", "6"]


def test_quiet_prints_one_line_for_each_fault(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """file:line: message, with the right line; and nothing where nothing is wrong."""
    monkeypatch.chdir(tmp_path)
    Path("信.txt").write_text(LETTER, "utf-8")
    Path("好.txt").write_text("见《安宁法》第二条。", "utf-8")
    status, out, err = run(capsys, "信.txt", "--quiet")

    assert (status, err) == (1, "")
    assert [line.split("：")[0] for line in out.splitlines()] == [
        "信.txt:3: 《安宁法》第七条",
        "信.txt:5: 《安宁法》第九十九条",
    ]
    assert "旧条文；应为《安宁法》第十一条" in out
    assert run(capsys, "好.txt", "--quiet") == (0, "", "")


def test_json_has_proposal_status_and_rank(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Added to what programs have read before; old names in `notes`."""
    (tmp_path / "信.txt").write_text(LETTER, "utf-8")
    _, out, _ = run(capsys, str(tmp_path / "信.txt"), "--json")
    got = json.loads(out)

    assert got["notes"] == []
    assert [(c["status"], c["authority"]) for c in got["citations"]] == [
        ("superseded", "law"),
        ("in_force", "law"),
        (None, "law"),
    ]
    assert got["citations"][0]["proposed"]["citation"].startswith("《安宁法》第十一条")
    assert got["citations"][1]["proposed"] is None


def test_a_report_for_programs_is_the_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same as --json, in a file, beside what is printed."""
    (tmp_path / "信.txt").write_text(LETTER, "utf-8")
    status, out, _ = run(capsys, str(tmp_path / "信.txt"), "--report", str(tmp_path / "r.json"))

    assert (status, "3 处引用，2 处有误" in out) == (1, True)
    assert len(json.loads((tmp_path / "r.json").read_text("utf-8"))["citations"]) == 3


@pytest.mark.parametrize("end", [".docx", ".html", ".md"])
def test_a_report_for_people_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path, end: str) -> None:
    """In the forms that papers have."""
    pytest.importorskip("ui.papers")
    (tmp_path / "信.txt").write_text(LETTER, "utf-8")
    status, _, _ = run(capsys, str(tmp_path / "信.txt"), "--report", str(tmp_path / f"r{end}"))

    assert status == 1
    assert (tmp_path / f"r{end}").stat().st_size > 500


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["x.txt", "--report", "r.pdf"], "请换一个结尾"),
        ([], "请写上要核对的文件"),
        (["--ledger", "l.toml"], "--out"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    """Before anything is read."""
    status, out, err = run(capsys, *words)

    assert (status, out) == (2, "")
    assert told in err
