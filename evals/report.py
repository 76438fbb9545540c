"""A report of one run: gates, figures, what failed and why, gains and losses; as JSON and as Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from evals.comparison import Baseline, Comparison, format_baseline
from evals.figures import Figure, GateRow, KindRow, by_kind, figures, gates
from evals.grounding import Gate
from evals.metrics import Rate
from evals.page import render
from evals.scores import Check, Score
from kb import Problem

_LISTED = 20
"""How many failing cases the Markdown names for one gate or check; the JSON has them all."""


@dataclass(frozen=True)
class Report:
    """Everything one run found."""

    suite: str
    scores: tuple[Score, ...]
    corpus: str = ""
    """Fingerprint of the library."""
    cases_digest: str = ""
    """Fingerprint of the cases that were run."""
    unheld: tuple[tuple[str, str], ...] = ()
    """Case and expected reference that the library does not hold, so that no search can find it."""
    comparison: Comparison | None = None
    canaries: tuple[Problem, ...] = ()
    """What must hold and does not (evals/canaries.py)."""

    @cached_property
    def gates(self) -> tuple[GateRow, ...]:
        """Every gate with its faults."""
        return gates(self.scores)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every soft figure."""
        return figures(self.scores)

    @cached_property
    def kinds(self) -> tuple[KindRow, ...]:
        """How each kind of case fared."""
        return by_kind(self.scores)

    @property
    def passed(self) -> bool:
        """No gate has a fault, no canary is silent, and no case fails what it passed in the baseline."""
        return (
            not self.canaries
            and not any(row.faults for row in self.gates)
            and not (self.comparison and self.comparison.worse)
        )

    @property
    def failed(self) -> dict[str, tuple[str, ...]]:
        """What each case fails; empty for one that passes."""
        return {s.case.id: s.failed for s in self.scores}

    @property
    def models(self) -> tuple[str, ...]:
        """The composers that answered."""
        return tuple(sorted({reply.model for s in self.scores for reply in s.asked.replies}))

    @property
    def days(self) -> tuple[str, ...]:
        """The days that answers spoke for."""
        return tuple(sorted({reply.as_of.isoformat() for s in self.scores for reply in s.asked.replies}))

    def to_dict(self) -> dict[str, object]:
        """The whole report as JSON; `failed` and `figures` make it usable as a baseline."""
        return {
            "passed": self.passed,
            "suite": self.suite,
            "cases": len(self.scores),
            "corpus": self.corpus,
            "cases_digest": self.cases_digest,
            "models": list(self.models),
            "as_of": list(self.days),
            "gates": [
                {
                    "id": row.gate.value,
                    "title": row.gate.chinese,
                    "examined": row.examined,
                    "faults": [{"case": case, "message": fault.message} for case, fault in row.faults],
                }
                for row in self.gates
            ],
            "figures": [_figure(figure) for figure in self.figures],
            "kinds": [
                {
                    "kind": row.kind,
                    "cases": row.cases,
                    "passing": row.passing.value,
                    "recall": row.recall.value,
                    "must_say": row.must_say.value,
                    "action": row.action.value,
                }
                for row in self.kinds
            ],
            "canaries": [{"file": p.file, "line": p.line, "message": p.message} for p in self.canaries],
            "comparison": _comparison(self.comparison) if self.comparison else None,
            "unheld": [{"case": case, "ref": ref} for case, ref in self.unheld],
            "failed": {case: list(checks) for case, checks in sorted(self.failed.items())},
            "results": [_result(score) for score in self.scores],
        }

    def to_text(self) -> str:
        """Markdown that also reads well on a terminal: outcome, gates, figures, kinds, comparison, what failed."""
        parts = [
            f"# 评测：{'通过' if self.passed else '未通过'}（{len(self.scores)} 题，题组 {self.suite}）",
            f"资料库 {self.corpus or '—'}，题目 {self.cases_digest or '—'}，作答 {'、'.join(self.models) or '—'}",
            f"法律日期 {'、'.join(_some(self.days, 6)) or '—'}",
            *_listing("## 试金石：什么坏了", [f"- {problem}" for problem in self.canaries]),
            "## 硬门槛（应为 0）",
            _table(
                ("门槛", "查了", "不合格"),
                [(row.gate.chinese, str(row.examined), str(len(row.faults))) for row in self.gates],
            ),
            "## 指标",
            _table(("指标", "值", "n", "95% 区间", "目标", "较基线"), [self._figure_row(f) for f in self.figures]),
            "## 按题型",
            _table(("题型", "题数", "全对", "命中", "该说的说了", "处理方式"), [_kind_row(row) for row in self.kinds]),
            *self._comparison_text(),
            *self._failures_text(),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def to_html(self) -> str:
        """One self-contained page that asks nothing of any other host."""
        about = (
            f"{len(self.scores)} 题，题组 {self.suite}",
            f"资料库 {self.corpus or '—'}，题目 {self.cases_digest or '—'}",
            f"作答 {'、'.join(self.models) or '—'}",
            *(f"试金石 {problem}" for problem in self.canaries),
        )
        return render(self.passed, about, self.gates, self.figures, self.scores, self.comparison)

    def to_baseline(self, reason: str) -> str:
        """This run as a baseline file, with the reason for blessing it; timings stay out."""
        kept = {f.id: f.value for f in self.figures if f.value is not None and not f.unit}
        about = {
            "suite": self.suite,
            "corpus": self.corpus,
            "cases_digest": self.cases_digest,
            "models": list(self.models),
        }
        return format_baseline(Baseline(self.failed, kept, reason), about)

    def _figure_row(self, figure: Figure) -> tuple[str, ...]:
        interval = f"{figure.low:.3f}–{figure.high:.3f}" if figure.low is not None and figure.high is not None else ""
        before = self.comparison.figures.get(figure.id) if self.comparison else None
        change = f"{figure.value - before:+.3f}" if before is not None and figure.value is not None else ""
        return f"{figure.title} `{figure.id}`", figure.shown, str(figure.n), interval, figure.goal, change

    def _comparison_text(self) -> list[str]:
        if self.comparison is None:
            return []
        found = self.comparison
        head = (
            f"## 与基线相比\n\n新失败 {len(found.newly_failing)} 题，新通过 {len(found.newly_passing)} 题，"
            f"不变 {found.unchanged} 题，新增 {len(found.added)} 题，本次没有问 {len(found.not_run)} 题；"
            f"McNemar p = {found.p:.3f}"
        )
        changes = (("新失败", found.newly_failing), ("新通过", found.newly_passing))
        lines = [
            f"- {word} {case}：{'、'.join(_named(check) for check in checks)}"
            for word, changed in changes
            for case, checks in changed.items()
        ]
        return [head, "\n".join(lines)]

    def _failures_text(self) -> list[str]:
        parts: list[str] = []
        for row in self.gates:
            lines = [f"- {case}：{fault.message}" for case, fault in row.faults]
            parts += _listing(f"### 不合格：{row.gate.chinese}", lines)
        for check in Check:
            lines = [f"- {s.case.id}：{m.message}" for s in self.scores for m in s.misses if m.check is check]
            parts += _listing(f"### {check.chinese}", lines)
        lacking = [f"- {case}：{ref}" for case, ref in self.unheld]
        return [*parts, *_listing("### 题目期待、资料库没有收录的条文", lacking)]


def write_baseline(report: Report, path: Path, reason: str) -> None:
    """Bless a run: write it as the baseline that later runs are held to."""
    path.write_text(report.to_baseline(reason), encoding="utf-8")


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "id": figure.id,
        "title": figure.title,
        "value": figure.value,
        "n": figure.n,
        "low": figure.low,
        "high": figure.high,
        "goal": figure.goal,
        "unit": figure.unit,
    }


def _comparison(found: Comparison) -> dict[str, object]:
    return {
        "newly_failing": {case: list(checks) for case, checks in found.newly_failing.items()},
        "newly_passing": {case: list(checks) for case, checks in found.newly_passing.items()},
        "unchanged": found.unchanged,
        "added": list(found.added),
        "not_run": list(found.not_run),
        "mcnemar_p": found.p,
        "figures": dict(found.figures),
    }


def _result(score: Score) -> dict[str, object]:
    case, reply = score.case, score.reply
    shown = not case.held_out  # whoever mends a kind of failure must not read these
    return {
        "id": case.id,
        "kind": case.kind,
        "split": case.split,
        "turns": list(case.turns) if shown else [],
        "expect": [list(group) for group in case.expect],
        "faults": [{"gate": fault.gate.value, "message": fault.message} for fault in score.faults],
        "misses": [{"check": miss.check.value, "message": miss.message} for miss in score.misses],
        "law_like": list(score.law_like),
        "as_of": reply.as_of.isoformat() if reply else None,
        "action": reply.action if reply else None,
        "verdict": reply.verdict if reply else None,
        "text": reply.text if reply and shown else None,
        "cited": list(score.cited),
        "hits": list(score.ranked[:20]),
        "seconds": round(score.asked.seconds, 4),
    }


def _kind_row(row: KindRow) -> tuple[str, ...]:
    return row.kind, str(row.cases), *(_share(rate) for rate in (row.passing, row.recall, row.must_say, row.action))


def _share(rate: Rate) -> str:
    return "—" if rate.value is None else f"{rate.value:.2f} ({rate.count}/{rate.of})"


def _named(failure: str) -> str:
    if failure in set(Gate):
        return Gate(failure).chinese
    return Check(failure).chinese if failure in set(Check) else failure


def _listing(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    return [f"{title}（{len(lines)}）", "\n".join(_some(lines, _LISTED))]


def _some(items: Sequence[str], most: int) -> list[str]:
    return [*items[:most], *([f"……还有 {len(items) - most} 项"] if len(items) > most else [])]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, padded so that the columns line up where a Chinese character is two cells wide."""
    lines = [list(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    widths = [max(_cells(line[i]) for line in lines) for i in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    padded = ([cell + " " * (width - _cells(cell)) for cell, width in zip(line, widths, strict=True)] for line in lines)
    return "\n".join("| " + " | ".join(line) + " |" for line in padded)


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
