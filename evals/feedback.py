"""Readers' complaints as cases to be: masked, each once, with everything that must be expected left to a person.

What comes out is not a case yet: kind and reason are empty, and `youju eval` refuses it until somebody fills them in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.metrics import comparable
from evals.rows import read_lines
from kb import InputProblem, bigrams, simplified

REASONS = ("wrong_law", "unclear", "not_my_case")
SAME = 0.8
"""Two questions whose pairs of characters overlap by this share (Jaccard) are one."""

_FIELDS = ("day", "reason", "question", "refs", "corpus")


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a file of feedback came to."""

    rows: tuple[Mapping[str, object], ...]
    repeated: int
    """Rows that asked what another row asks."""
    known: int
    """Rows that ask what a case asks already."""

    def to_text(self) -> str:
        """A candidate a line."""
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.rows)


def read_feedback(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of feedback: `day`, `reason`, `question`, `refs`, `corpus`.

    Raises:
        InputProblem: the file cannot be read, or a line is no such row.
    """
    rows = []
    for number, line in read_lines(path):
        where = f"{path.name}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputProblem(f"{where}: 不是合法的 JSON（{error}）；一行写一个对象") from error
        if not isinstance(row, dict) or not isinstance(row.get("question"), str) or not row["question"].strip():
            raise InputProblem(f"{where}: 应是有 {'、'.join(_FIELDS)} 的对象，question 不能空")
        if row.get("reason") not in REASONS:
            raise InputProblem(f"{where}: reason 不认识 {row.get('reason')}；可用的是{'、'.join(REASONS)}")
        refs = row.get("refs", [])
        if not isinstance(refs, list) or not all(isinstance(ref, str) for ref in refs):
            raise InputProblem(f"{where}: refs 应是一列引用")
        rows.append(row)
    return rows


def candidates(feedback: Sequence[Mapping[str, Any]], cases: Sequence[Case], mask: Callable[[str], str]) -> Candidates:
    """The rows as candidates: masked once more, and only those that neither a case nor an earlier row asks."""
    asked = [_pairs(turn) for case in cases for turn in case.turns]
    seen: list[frozenset[str]] = []
    rows: list[Mapping[str, object]] = []
    repeated = known = 0
    for given in feedback:
        question = mask(str(given["question"]).strip())
        pairs = _pairs(question)
        if any(_alike(pairs, other) for other in seen):
            repeated += 1
        elif any(_alike(pairs, other) for other in asked):
            known += 1
        else:
            seen.append(pairs)
            rows.append(_row(given, question))
    return Candidates(tuple(rows), repeated, known)


def _row(given: Mapping[str, Any], question: str) -> dict[str, object]:
    name = hashlib.sha256(comparable(question).encode()).hexdigest()[:8]
    told = f"{given['reason']} {given.get('day', '')} 资料库 {given.get('corpus', '')}".strip()
    return {
        "id": f"F-{name}",
        "source": f"feedback: {told}；当时引的是 {'、'.join(given.get('refs', [])) or '无'}",
        "kind": "",
        "text": question,
        "expect": [],
        "split": "open",
        "reason": "",
    }


def _pairs(text: str) -> frozenset[str]:
    folded = comparable(simplified(text))
    return frozenset(bigrams(folded)) or frozenset(folded)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    whole = len(one | other)
    return bool(whole) and len(one & other) / whole >= SAME
