"""Paragraphs with citations, and whether a check finds just the faults that are in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evals.metrics import Rate, total
from evals.outcomes import Outcome, Suite
from evals.rows import HEAD, Fields, read_rows
from kb import Check, Checker, Finding, InputProblem

CITATIONS = Path(__file__).parent / "data" / "citations.jsonl"

NO_FAULT = frozenset({Finding.OK, Finding.UNVERIFIABLE})
KINDS = ("right", *(f.value for f in Finding if f is not Finding.OK))
"""What a paragraph is chiefly about: nothing is wrong, or its first fault."""

_FIELDS: Fields = {
    **HEAD, "text": ("text", True), "as_of": ("day", False), "fault": ("triples", False), "unsure": ("texts", False),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of somebody's, and what a check of its day must find; what is not listed is right."""

    id: str
    kind: str
    split: str
    text: str
    as_of: date | None
    faults: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    """The citation as written, the findings of which any will do, the right provisions of which any will do."""
    unsure: tuple[str, ...]
    """Citations of which the check must say that it cannot verify them."""
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A paragraph checked: counts for the figures, and the outcome."""

    outcome: Outcome
    found: Rate
    """Of the faults, those found."""
    true: Rate
    """Of what was called a fault, what is one."""
    named: Rate
    """Of the faults found, those called by their name."""
    mended: Rate
    """Of the faults for which the right provision is known, those for which it was named."""


def read_paragraphs(path: Path = CITATIONS) -> tuple[Paragraph, ...]:
    """The paragraphs of a file.

    Raises:
        InputProblem: the file cannot be read, or a line is at fault.
    """
    rows = read_rows(path, _FIELDS)
    for row in rows:
        labels = [label for _, names, _ in row.get("fault", ()) for label in names.split("|")]
        for word in (row["kind"], *labels):
            if word not in KINDS:
                raise InputProblem(f"{path.name} 的 {row['id']}：不认识 {word}；可用的是{'、'.join(KINDS)}")
    return tuple(
        Paragraph(
            row["id"],
            row["kind"],
            row["split"],
            row["text"],
            date.fromisoformat(row["as_of"]) if "as_of" in row else None,
            tuple(
                (raw, tuple(names.split("|")), tuple(filter(None, right.split("|"))))
                for raw, names, right in row.get("fault", ())
            ),
            tuple(row.get("unsure", ())),
            row["reason"],
        )
        for row in rows
    )


def examine(paragraph: Paragraph, checker: Checker) -> Checked:
    """Check a paragraph and hold the findings against what must be found."""
    found: dict[str, list[Check]] = {}
    for check in checker.check(paragraph.text):
        found.setdefault(check.mention.raw, []).append(check)
    told: list[tuple[str, str]] = []
    hits = named = mended = mendable = 0
    for raw, names, rights in paragraph.faults:
        faults = [c for c in found.get(raw, ()) if c.finding not in NO_FAULT]
        hits += bool(faults)
        mendable += bool(rights)
        called = [c for c in faults if c.finding.value in names]
        right = [c for c in faults if fits(c.correct, rights)]
        named, mended = named + bool(called), mended + bool(right)
        given = "、".join(f"{c.finding.value}→{c.correct or '—'}" for c in found.get(raw, ())) or "没有看见"
        wanted = f"{raw} 应为 {'|'.join(names)}→{'|'.join(rights) or '—'}，得 {given}"
        if not faults:
            told.append(("missed", f"漏报：{wanted}"))
        elif not called:
            told.append(("label", f"叫错：{wanted}"))
        if faults and rights and not right:
            told.append(("mend", f"没给对条文：{wanted}"))
    listed = {raw for raw, _, _ in paragraph.faults}
    false = [raw for raw, all_ in found.items() if raw not in listed and any(c.finding not in NO_FAULT for c in all_)]
    told += [("false_alarm", f"误报：{raw}") for raw in false]
    told += [
        ("unsure", f"应说核不了：{raw}")
        for raw in paragraph.unsure
        if not any(c.finding is Finding.UNVERIFIABLE for c in found.get(raw, ()))
    ]
    failed = tuple(sorted({check for check, _ in told}))
    outcome = Outcome(paragraph.id, paragraph.kind, paragraph.split, failed, "；".join(said for _, said in told))
    return Checked(
        outcome,
        Rate(hits, len(paragraph.faults)),
        Rate(hits, hits + len(false)),
        Rate(named, hits),
        Rate(mended, mendable),
    )


def fits(correct: str, rights: Sequence[str]) -> bool:
    """Whether a provision is one of the right ones, or a part of it, or holds it."""
    return bool(correct) and any(f"{correct}.".startswith(f"{r}.") or f"{r}.".startswith(f"{correct}.") for r in rights)


def citation_suite(checked: Sequence[Checked]) -> Suite:
    """The suite with its figures: recall and precision of faults, names, and mends."""
    rates = (
        ("check_recall", "引用错误查出来的", total(c.found for c in checked), "≥ 0.95"),
        ("check_precision", "报错里真有错的", total(c.true for c in checked), "≥ 0.95"),
        ("check_named", "错在哪里说对的", total(c.named for c in checked), "≥ 0.85"),
        ("check_mended", "正确条文给对的", total(c.mended for c in checked), "≥ 0.85"),
    )
    return Suite("citations", tuple(c.outcome for c in checked), rates)
