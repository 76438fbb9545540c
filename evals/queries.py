"""Questions with the articles that answer them: the public ones, our own, and the split that was made once."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evals.references import Groups, Target, targets
from kb import DATA, Corpus, InputProblem

OWN = DATA.parent / "training" / "questions.jsonl"
"""Borrowers' questions that are our own."""

FOLDS, SEED = 5, 5


@dataclass(frozen=True, slots=True)
class Query:
    """A question, and groups of articles of which any one will do; the first group is what it is chiefly about."""

    text: str
    groups: Groups
    topic: str = ""

    @property
    def line(self) -> str:
        """The text on one line, as training compares it and as files of held-out questions have it."""
        return " ".join(self.text.split())


def read_public(path: Path) -> tuple[Query, ...]:
    """Read `{"text", "gold": [id of an article, …]}` lines; each article is a group of its own.

    Raises:
        InputProblem: the file cannot be read, or a line is not such an object.
    """
    return tuple(
        Query(row["text"], tuple((Target(id_, id_, ""),) for id_ in row["gold"]))
        for row in _rows(path, ("text", "gold"))
    )


def read_own(path: Path, split: str, day: date, corpus: Corpus) -> tuple[Query, ...]:
    """Read `{"text", "split", "topic", "articles": [[reference, …], …]}` lines of a split; articles as of the day.

    Raises:
        InputProblem: the file cannot be read, a line is not such an object, or the split has no questions.
    """
    rows = [row for row in _rows(path, ("text", "split", "topic", "articles")) if row["split"] == split]
    if not rows:
        raise InputProblem(f"{path} 里没有 split 为 {split} 的题；可用的是 train、held_out")
    return tuple(Query(row["text"], targets(row["articles"], day, corpus), row["topic"]) for row in rows)


def texts_of(path: Path) -> tuple[str, ...]:
    """The texts of a file of questions of either kind, each once.

    Raises:
        InputProblem: the file cannot be read, or a line is not an object with a text.
    """
    return tuple(dict.fromkeys(row["text"] for row in _rows(path, ("text",))))


def lines_of(path: Path) -> frozenset[str]:
    """The lines of a file: questions that are held out, or articles that were seen.

    Raises:
        InputProblem: the file cannot be read.
    """
    return frozenset(line for _, line in _lines(path))


def only(queries: Sequence[Query], wanted: Collection[str]) -> tuple[Query, ...]:
    """The questions whose line is wanted.

    Raises:
        InputProblem: a wanted line is no question, so that the split would not be what its name says.
    """
    lost = sorted(set(wanted) - {query.line for query in queries})
    if lost:
        raise InputProblem(f"题目文件里没有这一题：{lost[0]}（共 {len(lost)} 题）；请用同一份题目分出的文件")
    return tuple(query for query in queries if query.line in wanted)


def seen_as(query: Query, seen: Collection[str]) -> str:
    """How many of the articles of a public question were answers in training: `all seen`, `some seen`, `none seen`."""
    known = [target.ref in seen for group in query.groups for target in group]
    return "all seen" if all(known) else "some seen" if any(known) else "none seen"


def folds(count: int) -> dict[str, tuple[int, ...]]:
    """Which of so many questions are held out, by name of the split: five random fifths, and the last in the file.

    Public questions stand by topic in their file, so that the last fifth is about other topics than the rest.
    """
    order = list(range(count))
    random.Random(SEED).shuffle(order)  # noqa: S311 - the same draws every time
    fifths = {f"held{k}": tuple(sorted(order[k::FOLDS])) for k in range(FOLDS)}
    return {**fifths, "held-topics": tuple(range(count - count // FOLDS, count))}


def write_folds(queries: Sequence[Query], out: Path) -> tuple[Path, ...]:
    """Write each split as NAME.txt, a held-out question a line, and NAME.seen.txt, the articles of all other questions.

    Two questions that are one line are held out together.

    Raises:
        InputProblem: the folder cannot be written.
    """
    written: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, held in folds(len(queries)).items():
            lines = dict.fromkeys(queries[at].line for at in held)
            others = (query for query in queries if query.line not in lines)
            seen = sorted({target.ref for query in others for group in query.groups for target in group})
            for path, content in ((out / f"{name}.txt", lines), (out / f"{name}.seen.txt", seen)):
                path.write_text("".join(f"{line}\n" for line in content), encoding="utf-8")
                written.append(path)
    except OSError as fault:
        raise InputProblem(f"写不了 {out}：{fault.strerror}；请换一个文件夹") from fault
    return tuple(written)


def _rows(path: Path, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as fault:
            raise InputProblem(f"{path}:{number}: 这一行不是 JSON；请改正后重试") from fault
        if not isinstance(row, dict) or any(name not in row for name in fields):
            raise InputProblem(f"{path}:{number}: 这一行应是有 {'、'.join(fields)} 的对象；请改正后重试")
        yield row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, with their numbers; split at line feeds alone, for questions hold other breaks."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputProblem(f"{path} 读不出来（{fault}）；请检查路径和编码") from fault
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r")
