"""Citations as they were read beside the question: needed, helpful, or beside the point (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.metrics import Rate
from evals.references import article_of, well_formed
from evals.rows import Fields, place_of, read_objects
from kb import InputProblem

NEEDED, HELPFUL, BESIDE = "needed", "helpful", "beside"
GRADES = (NEEDED, HELPFUL, BESIDE)
"""Answers what was asked, or must be known to act; on the point, but could be left out; true, but not about this."""

READ = Path(__file__).parent / "data" / "read.jsonl"
"""What has been read of the answers to our own open cases."""

Grades = Mapping[tuple[str, str], str]
"""Case and cited article, with the day of its text → grade. An article of another text has not been read."""

_FIELDS: Fields = {"case": ("text", True), "ref": ("text", True), "grade": ("text", True), "reason": ("text", False)}


def read_grades(path: Path) -> Grades:
    """The grades of a file, one pair of case and article a line.

    Raises:
        InputProblem: the file cannot be read, or a line is at fault: `file:line`, field and mend.
    """
    grades: dict[tuple[str, str], str] = {}
    for number, row in read_objects(path, _FIELDS):
        pair = (row["case"], row["ref"])
        if fault := _fault(row, pair in grades):
            raise InputProblem(place_of(path, number) + fault)
        grades[pair] = row["grade"]
    return grades


def precision_as_read(grades: Sequence[str]) -> Rate:
    """Of the citations that were read beside the question, those that are needed or helpful.

    Citation precision as in ALCE (Gao et al. 2023), judged by a reader instead of held against a short list of expected
    articles. As in the pools of TREC (Spärck Jones and van Rijsbergen 1975; Voorhees 1999) only what was answered once
    is read; what nobody has read is left out, as from a condensed list (Sakai 2007), instead of counted as wrong, and
    is counted apart. So it says the more, the fewer are unread.
    """
    return Rate(sum(grade != BESIDE for grade in grades), len(grades))


def _fault(row: Mapping[str, str], known: bool) -> str:
    """What is wrong with a line; empty if nothing is."""
    if not well_formed(row["ref"]) or article_of(row["ref"]) != row["ref"] or "@" not in row["ref"]:
        return f"ref 应是一条法条和它的文本，写法如 民法典@2021-01-01#1033；得到 {row['ref']}"
    if row["grade"] not in GRADES:
        return f"grade 不认识 {row['grade']}；可用的是{'、'.join(GRADES)}"
    if (row["grade"] == BESIDE) != ("reason" in row):
        return "grade 是 beside 的要写 reason（为什么与所问无关），别的不写"
    return "这道题的这一条前面已经有了；请留下一行" if known else ""
