"""Proof of wording: every difference is named with its place, and the record catches what changes afterwards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb import Corpus, InputProblem, Wording, lint, prove, read_corpus, read_reference, write_record
from kb.proof import RECORD, Reference, unproven

Law = Callable[..., Corpus]
LIBRARY = Path(__file__).parents[1] / "library"
TODAY = date(2026, 11, 22)
TEXT = "**第一条** 催收人上门，应当出示木牌。\n\n撤回催收的，应当说明理由。\n\n**第二条** 日落以后不得敲钟。"


def _row(article: int, text: str, **changed: object) -> dict[str, object]:
    row = {
        "instrument": "示例法",
        "article": article,
        "suffix": 0,
        "text": text,
        "version": "2020-01-01",
        "effective": "2020-01-01",
        "repealed": None,
    }
    return row | changed


FIRST, SECOND = _row(1, "催收人上门，应当出示木牌。\n撤回催收的，应当说明理由。"), _row(2, "日落以后不得敲钟。")


def _reference(folder: Path, *rows: dict[str, object]) -> Reference:
    path = folder / "reference.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    return read_reference(path)


def test_the_laws_own_words_pass(law: Law, tmp_path: Path) -> None:
    """Paragraphs are lines; what is compared is counted."""
    proof = prove(law(TEXT, last=2), _reference(tmp_path, FIRST, SECOND))

    assert (proof.articles, proof.versions, proof.problems) == (2, 1, ())


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (_row(2, "日落以前不得敲钟。"), "第二条第 4 字：写的是 '日落以后不得敲钟。'，参考文本是 '日落以前不得敲钟。'"),
        (_row(2, "日落以后不得敲钟。", effective="2021-01-01"), "第二条：参考文本里没有这一天有效的这一条"),
        (_row(2, "日落以后不得敲钟。", effective="2019-01-01", repealed="2019-12-31"), "参考文本里没有这一天有效"),
    ],
)
def test_what_differs_is_named_with_its_place(law: Law, tmp_path: Path, second: dict[str, object], said: str) -> None:
    """The file, the line of the article, and the character."""
    (problem,) = prove(law(TEXT, last=None), _reference(tmp_path, FIRST, second, _row(4, "本法施行。"))).problems

    assert said in str(problem)
    assert problem.file == "statutes/示例法/2020-01-01.md"
    assert problem.line == 10


@pytest.mark.parametrize(
    ("rows", "last", "said"),
    [
        ((FIRST, SECOND), 3, "articles 是 3，参考文本是 2"),
        ((FIRST, _row(2, "日落以后不得敲钟。", repealed="2026-01-01"), FIRST | {"repealed": "2026-01-01"}), 2, ""),
        (tuple(r | {"repealed": "2026-01-01"} for r in (FIRST, SECOND)), 2, "until 是 None，参考文本是 2026-01-01"),
        (tuple(r | {"version": "2019-12-01"} for r in (FIRST, SECOND)), 2, "promulgated 是 2020-01-01"),
    ],
)
def test_days_and_numbers_of_articles_are_proven_too(
    law: Law, tmp_path: Path, rows: tuple[dict[str, object], ...], last: int, said: str
) -> None:
    """An amendment of a few articles ends their version for them alone."""
    problems = prove(law(TEXT, last=last), _reference(tmp_path, *rows)).problems

    assert [said in str(p) for p in problems] == [True] * bool(said)


def test_a_summary_is_not_proven(law: Law, tmp_path: Path) -> None:
    """It is in our own words."""
    assert prove(law(TEXT, wording=Wording.SUMMARY), _reference(tmp_path, FIRST)).articles == 0


@pytest.mark.parametrize("line", ["{", '{"instrument": "示例法"}', "[1]"])
def test_a_reference_that_cannot_be_read_says_which_line(tmp_path: Path, line: str) -> None:
    """One sentence."""
    path = tmp_path / "reference.jsonl"
    path.write_text(json.dumps(FIRST, ensure_ascii=False) + "\n" + line, "utf-8")

    with pytest.raises(InputProblem, match="第 2 行"):
        read_reference(path)
    with pytest.raises(InputProblem, match="读不了参考文本"):
        read_reference(tmp_path / "none.jsonl")


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A copy of the invented library with the record of a proof."""
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    assert write_record(read_corpus(folder), folder) > 5
    assert lint(read_corpus(folder), TODAY) == ()
    return folder


def test_an_article_changed_after_its_proof_is_a_problem(recorded: Path) -> None:
    """Without any reference at hand: one altered character."""
    path = recorded / "statutes" / "安宁法" / "2024-01-01.md"
    path.write_text(path.read_text("utf-8").replace("罚款", "罚金", 1), "utf-8")

    (problem,) = unproven(read_corpus(recorded))

    assert "核对以后改过" in problem.message
    assert problem.file == "statutes/安宁法/2024-01-01.md"
    assert problem in lint(read_corpus(recorded), TODAY)


def test_an_article_without_proof_and_a_proof_without_article_are_problems(recorded: Path) -> None:
    """What was added is named in its file, what is gone by the line of the record."""
    record = recorded / RECORD
    lines = record.read_text("utf-8").splitlines()
    record.write_text("\n".join([f"{'0' * 64}  安宁法@2024-01-01#99", *lines[1:]]), "utf-8")

    stray, new = sorted(unproven(read_corpus(recorded)), key=lambda p: p.file)

    assert (stray.file, stray.line) == (RECORD, 1)
    assert "安宁法@2024-01-01#99 不在资料库里" in stray.message
    assert "还没有逐字核对" in new.message


def test_a_library_that_keeps_no_record_is_left_alone(library: Corpus) -> None:
    """Somebody's own library need not be proven."""
    assert list(unproven(library)) == []


def test_a_record_that_cannot_be_written_says_so(library: Corpus, tmp_path: Path) -> None:
    """One sentence, nothing half written."""
    with pytest.raises(InputProblem, match="写不了"):
        write_record(library, tmp_path / "nowhere")
