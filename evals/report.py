"""A report of one run: gates, figures, what failed and why, gains and losses; as JSON and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from evals.comparison import Baseline, Comparison, format_baseline
from evals.figures import Figure, GateRow, KindRow, by_kind, figures, gates, rate_figure, unjudged
from evals.grounding import Gate
from evals.metrics import Rate
from evals.opinion import Judgement
from evals.outcomes import Suite
from evals.page import Shown, render
from evals.readings import Grades
from evals.records import (
    comparison_record,
    figure_record,
    gate_record,
    kind_record,
    outcome_record,
    result_record,
    standing_record,
    suite_record,
)
from evals.scores import Check, Score
from evals.standings import DEPTHS, Standing, standings
from evals.tables import padded
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
    suites: tuple[Suite, ...] = ()
    """Every suite that was run."""
    articles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Label and words of every article that was expected, cited or found, by reference; for the page."""
    judgement: Judgement | None = None
    """What a chat model thinks of the sentences; no gate."""
    grades: Grades = field(default_factory=dict)
    """What was read of the citations (evals/readings.py)."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What was run, so that it can be run again: commit, library, index, embedder, model, seed, day."""

    @cached_property
    def gates(self) -> tuple[GateRow, ...]:
        """Every gate with its faults."""
        return gates(self.scores)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every soft figure."""
        told = figures(self.scores, self.grades) if self.scores else ()
        return (*told, *(rate_figure(*rate) for suite in self.suites for rate in suite.rates))

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How each ranking fared by itself."""
        return standings(self.scores)

    @property
    def apart(self) -> tuple[Suite, ...]:
        """The suites whose cases are not scored one by one as answers."""
        asked = {s.case.id for s in self.scores}
        return tuple(s for s in self.suites if not any(o.id in asked for o in s.outcomes))

    @property
    def broken(self) -> tuple[str, ...]:
        """Gates of suites that do not hold."""
        return tuple(sentence for suite in self.suites for sentence in suite.broken)

    @cached_property
    def kinds(self) -> tuple[KindRow, ...]:
        """How each kind of case fared."""
        return by_kind(self.scores)

    @property
    def passed(self) -> bool:
        """No gate has a fault, no canary is silent, and no case fails what it passed in the baseline."""
        return (
            not self.canaries
            and not self.broken
            and not any(row.faults for row in self.gates)
            and not (self.comparison and self.comparison.worse)
        )

    @property
    def failed(self) -> dict[str, tuple[str, ...]]:
        """What each case fails; empty for one that passes."""
        return {s.case.id: s.failed for s in self.scores} | {o.id: o.failed for s in self.apart for o in s.outcomes}

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
            "cases": len(self.scores) + sum(len(s.outcomes) for s in self.apart),
            "corpus": self.corpus,
            "cases_digest": self.cases_digest,
            "models": list(self.models),
            "as_of": list(self.days),
            "about": dict(self.about),
            "gates": [gate_record(row) for row in self.gates],
            "figures": [figure_record(figure) for figure in self.figures],
            "kinds": [kind_record(row) for row in self.kinds],
            "suites": [suite_record(suite) for suite in self.suites],
            "rankings": [standing_record(row) for row in self.standings],
            "canaries": [{"file": p.file, "line": p.line, "message": p.message} for p in self.canaries],
            "comparison": comparison_record(self.comparison) if self.comparison else None,
            "unheld": [{"case": case, "ref": ref} for case, ref in self.unheld],
            "unread": [{"case": case, "ref": ref} for case, ref in unjudged(self.scores, self.grades)],
            "failed": {case: list(checks) for case, checks in sorted(self.failed.items())},
            "results": [result_record(score) for score in self.scores],
            "judgement": self.judgement.to_dict() if self.judgement else None,
            "outcomes": [outcome_record(suite.name, o) for suite in self.apart for o in suite.outcomes],
        }

    def to_json(self) -> str:
        """The report as a file, so that a later run can be held against it."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"

    def to_text(self) -> str:
        """Markdown that also reads well on a terminal: outcome, gates, figures, kinds, comparison, what failed."""
        parts = [
            f"# 评测：{'通过' if self.passed else '未通过'}（{len(self.failed)} 题，题组 {self.suite}）",
            f"资料库 {self.corpus or '—'}，题目 {self.cases_digest or '—'}，作答 {'、'.join(self.models) or '—'}",
            f"法律日期 {'、'.join(_some(self.days, 6)) or '—'}",
            *_listing("## 试金石：什么坏了", [f"- {problem}" for problem in self.canaries]),
            *_listing("## 没过门槛", [f"- {sentence}" for sentence in self.broken]),
            "## 硬门槛（应为 0）",
            padded(
                ("门槛", "查了", "不合格"),
                [(row.gate.chinese, str(row.examined), str(len(row.faults))) for row in self.gates],
            ),
            "## 指标",
            padded(("指标", "值", "n", "95% 区间", "目标", "较基线"), [self._figure_row(f) for f in self.figures]),
            "## 按题型",
            padded(("题型", "题数", "全对", "命中", "该说的说了", "处理方式"), [_kind_row(row) for row in self.kinds]),
            *self._suites_text(),
            *([self.judgement.to_text()] if self.judgement else []),
            *self._comparison_text(),
            *self._failures_text(),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def to_html(self) -> str:
        """One self-contained page that asks nothing of any other host."""
        about = (
            f"{len(self.failed)} 题，题组 {self.suite}",
            f"资料库 {self.corpus or '—'}，题目 {self.cases_digest or '—'}，作答 {'、'.join(self.models) or '—'}",
            "，".join(f"{name} {value}" for name, value in self.about.items() if value),
            *(f"没过门槛：{sentence}" for sentence in self.broken),
            *(f"试金石 {problem}" for problem in self.canaries),
        )
        return render(
            Shown(
                self.passed,
                tuple(filter(None, about)),
                self.gates,
                self.figures,
                self.scores,
                self.suites,
                self.standings,
                self.comparison,
                self.articles,
            )
        )

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

    def _suites_text(self) -> list[str]:
        suites = [(s.name, str(len(s.outcomes)), _share(s.passing), "；".join(s.broken)) for s in self.suites]
        ranks = [
            (r.ranking, str(r.recall[0][1].of), *(_short(rate) for _, rate in r.recall), str(r.mrr), str(r.ndcg))
            for r in self.standings
            if r.kind == "all"
        ]
        head = ("名次表", "组数", *(f"recall@{k}" for k in DEPTHS), "MRR [95%]", "nDCG@10 [95%]")
        parts = ["## 按题组", padded(("题组", "题数", "全对", "没过的门槛"), suites)] if suites else []
        return [*parts, *(["## 各路检索（单轮、有应有条文的题）", padded(head, ranks)] if ranks else [])]

    def _comparison_text(self) -> list[str]:
        if self.comparison is None:
            return []
        found = self.comparison
        head = (
            f"## 与基线相比\n\n新失败 {len(found.newly_failing)} 题，新通过 {len(found.newly_passing)} 题，"
            f"不变 {found.unchanged} 题，新增 {len(found.added)} 题，本次没有问 {len(found.not_run)} 题；"
            f"McNemar p = {found.p:.3f}，全对率之差 {found.difference or '—'}"
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
        for suite in self.apart:
            lines = [f"- {o.id}（{'、'.join(o.failed)}）：{o.shown}" for o in suite.outcomes if o.failed]
            parts += _listing(f"### 题组 {suite.name}", lines)
        lacking = [f"- {case}：{ref}" for case, ref in self.unheld]
        return [*parts, *_listing("### 题目期待、资料库没有收录的条文", lacking)]


def write_baseline(report: Report, path: Path, reason: str) -> None:
    """Bless a run: write it as the baseline that later runs are held to."""
    path.write_text(report.to_baseline(reason), encoding="utf-8")


def _kind_row(row: KindRow) -> tuple[str, ...]:
    return row.kind, str(row.cases), *(_share(rate) for rate in (row.passing, row.recall, row.must_say, row.action))


def _share(rate: Rate) -> str:
    return "—" if rate.value is None else f"{rate.value:.2f} ({rate.count}/{rate.of})"


def _short(rate: Rate) -> str:
    return "—" if rate.value is None else f"{rate.value:.3f}"


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
