"""Described calls, and whether the rules that must be found are, and those that must not are not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Call, Form, Report, read_form, read_rules
from evals.cases import VERDICTS
from evals.metrics import Judged, Rate, total
from evals.outcomes import Outcome, Suite
from evals.rows import HEAD, Fields, read_rows
from kb import InputProblem

CALLS = Path(__file__).parent / "data" / "calls.jsonl"
KINDS = ("phone", "third_party", "message", "visit", "dialogue")

_FIELDS: Fields = {
    **HEAD, "call": ("table", True), "verdict": ("text", True), "find": ("texts", True), "never": ("texts", True),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallCase:
    """A call, message or visit as a borrower tells it, and what becomes of it by the law of its day."""

    id: str
    kind: str
    split: str
    call: Call
    verdicts: tuple[str, ...]
    """Any will do."""
    find: tuple[tuple[str, ...], ...]
    """Groups of rules; any one of a group will do."""
    never: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case held against the report of its call."""

    outcome: Outcome
    judged: Judged
    found: Rate
    never: Rate
    """Of the rules that must not be found, those that are not."""


def read_call_cases(path: Path = CALLS, form: Form | None = None) -> tuple[CallCase, ...]:
    """The described calls of a file.

    Raises:
        InputProblem: the file cannot be read, a line is at fault, or it names a rule or a verdict that nobody knows.
    """
    form = form or read_form()
    known = {rule.id for rule in read_rules().rules}
    cases = []
    for row in read_rows(path, _FIELDS):
        where = f"{path.name} 的 {row['id']}："
        verdicts, find = tuple(row["verdict"].split("|")), tuple(tuple(g.split("|")) for g in row["find"])
        _all_known(where, "verdict", verdicts, VERDICTS)
        _all_known(where, "kind", (row["kind"],), KINDS)
        _all_known(where, "规则", (*(r for group in find for r in group), *row["never"]), known)
        call = form.read(row["call"], where)
        cases.append(
            CallCase(row["id"], row["kind"], row["split"], call, verdicts, find, tuple(row["never"]), row["reason"])
        )
    return tuple(cases)


def weigh(case: CallCase, report: Report) -> Weighed:
    """Hold a report against what is expected."""
    found = {breach.rule for breach in report.findings}
    judged = Judged(case.verdicts, report.conclusion.value)
    missing = [group for group in case.find if not found.intersection(group)]
    wrong = [rule for rule in case.never if rule in found]
    told = [("verdict", f"应为 {'|'.join(case.verdicts)}，得 {judged.given}")] if not judged.correct else []
    told += [("flip", "合法与违法颠倒")] if judged.flipped else []
    told += [("find", f"没有认出 {'|'.join(group)}（认出了 {'、'.join(sorted(found)) or '无'}）") for group in missing]
    told += [("never", f"不该认作 {rule}") for rule in wrong]
    outcome = Outcome(
        case.id, case.kind, case.split, tuple(sorted({c for c, _ in told})), "；".join(said for _, said in told)
    )
    return Weighed(
        outcome,
        judged,
        Rate(len(case.find) - len(missing), len(case.find)),
        Rate(len(case.never) - len(wrong), len(case.never)),
    )


def call_suite(weighed: Sequence[Weighed]) -> Suite:
    """The suite with its figures."""
    judged = [w.judged for w in weighed]
    rates = (
        ("call_verdict", "通话结论正确率", Rate(sum(j.correct for j in judged), len(judged)), "≥ 0.80"),
        ("call_flips", "通话合法与违法颠倒", Rate(sum(j.flipped for j in judged), len(judged)), "≤ 0.01"),
        ("call_rules", "通话应认出的规则", total(w.found for w in weighed), "≥ 0.90"),
        ("call_never", "通话不该认的没有认", total(w.never for w in weighed), "≥ 0.98"),
    )
    return Suite("calls", tuple(w.outcome for w in weighed), rates)


def _all_known(where: str, name: str, words: Sequence[str], known: Collection[str]) -> None:
    for word in words:
        if word not in known:
            raise InputProblem(f"{where}{name} 不认识 {word}；请改成已有的名字")
