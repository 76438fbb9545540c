"""What readers say of an answer: masked, kept in a file on this machine, read by who mends the library.

A row is a JSON object on a line of its own. No raw words are kept: the question is masked again whatever was sent.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from assistant.masking import Masked, mask
from kb import InputProblem, YoujuError

LONGEST = 2000
"""Characters of a masked question that are kept."""


class Reason(StrEnum):
    """What is wrong with an answer."""

    WRONG_LAW = "wrong_law"
    UNCLEAR = "unclear"
    NOT_MY_CASE = "not_my_case"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one answer."""

    day: date
    reason: Reason
    question: str
    """Masked; as the reader saw and confirmed it. It may be empty."""
    refs: tuple[str, ...]
    """What the answer cited."""
    library: str
    """The fingerprint of the library that answered."""

    def to_dict(self) -> dict[str, object]:
        """The row of the file (docs/formats.md)."""
        return {**asdict(self), "day": self.day.isoformat(), "reason": self.reason.value, "refs": list(self.refs)}


def keep_feedback(given: Feedback, path: Path) -> None:
    """Append a row; the file is readable by its owner alone.

    Raises:
        YoujuError: the file cannot be written.
    """
    masked = {**given.to_dict(), "question": masked_again(given.question[:LONGEST])}
    row = json.dumps(masked, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(opened, "ab") as file:
            file.write(row.encode())
    except OSError as error:
        raise YoujuError(f"反馈写不进 {path}（{error.strerror}）：请换一个 YOUJU_FEEDBACK") from error


def masked_again(text: str) -> str:
    """The text masked; tags of an earlier masking stay as they are, unless a long number hides in one."""
    masked = mask(text)
    short = tuple(t for t in masked.tags if t.kind == "标记" and not re.search(r"\d{3,}", t.original))
    return Masked(masked.text, short).restore(masked.text)


def read_feedback(path: Path) -> tuple[Feedback, ...]:
    """All rows, oldest first; none where there is no file.

    Raises:
        YoujuError: a row is not as it was written; names the line.
    """
    if not path.exists():
        return ()
    rows: list[Feedback] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            rows.append(_row(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise YoujuError(f"{path} 第 {number} 行不是一条反馈：请删掉这一行（{error}）") from error
    return tuple(rows)


def feedback_place(environment: Mapping[str, str], *, shared: bool) -> Path | None:
    """Where feedback is kept, from `YOUJU_FEEDBACK`; None: nowhere.

    Args:
        environment: the process's variables. `off` keeps none; a path keeps it there.
        shared: whether others than this machine's user reach the page; then it is kept only where a path is given.
    """
    given = environment.get("YOUJU_FEEDBACK", "").strip()
    if given.lower() in {"off", "0", "no", "false"}:
        return None
    if given:
        return Path(given).expanduser()
    if shared:
        return None
    base = environment.get("XDG_DATA_HOME") or environment.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "youju" / "feedback.jsonl"


def reason_of(word: object) -> Reason:
    """The reason a page or a program names.

    Raises:
        InputProblem: there is no such reason.
    """
    try:
        return Reason(str(word))
    except ValueError as error:
        raise InputProblem(f"没有这种反馈：只能是 {'、'.join(r.value for r in Reason)}") from error


def _row(data: Mapping[str, object]) -> Feedback:
    refs = data["refs"]
    if not isinstance(refs, list):
        raise TypeError("refs")
    return Feedback(
        date.fromisoformat(str(data["day"])), Reason(str(data["reason"])), str(data["question"]),
        tuple(str(ref) for ref in refs), str(data["library"]),
    )  # fmt: skip
