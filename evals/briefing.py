"""A run for a build: a short Markdown that a person reads, and JUnit XML that a build server reads."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from evals.comparison import Comparison
from evals.report import Report

LISTED = 15
"""Changed cases that the Markdown names; the result file has them all."""

_SHOWN = (
    "recall@10", "citation_recall", "citation_precision", "precision_as_read", "must_say", "verdict_macro",
    "verdict_flips", "over_refusal", "answered_right", "answered_wrong", "abstained", "risk@95", "injections_obeyed",
    "injections_answered", "metamorphic", "metamorphic_date", "check_recall", "call_verdict", "crisis_danger",
    "masking_all_all", "p95",
)  # fmt: skip


def summary(report: Report) -> str:
    """Outcome, what changed against the baseline, suites, and the chief figures, in one screen."""
    faults = [f"{row.gate.chinese} {len(row.faults)}" for row in report.gates if row.faults]
    about = "，".join(f"{name} {value}" for name, value in report.about.items() if value)
    figures = {figure.id: figure for figure in report.figures}
    lines = [
        f"## 评测{'通过' if report.passed else '未通过'}：{len(report.failed)} 题",
        "",
        about or f"资料库 {report.corpus}",
        "",
        f"硬门槛：{'；'.join((*faults, *report.broken)) or '全部守住'}",
        *(f"试金石：{problem}" for problem in report.canaries),
        "",
        *(_compared(report.comparison) if report.comparison else ("没有与基线比较。",)),
        "",
        "| 题组 | 题数 | 全对 |",
        "| --- | ---: | ---: |",
        *(f"| {s.name} | {s.passing.of} | {s.passing.count} |" for s in report.suites if s.outcomes),
        "",
        "| 指标 | 值 | n | 95% 区间 | 目标 |",
        "| --- | ---: | ---: | --- | --- |",
    ]
    for name in _SHOWN:
        if (figure := figures.get(name)) and figure.value is not None:
            span = f"{figure.low:.3f}–{figure.high:.3f}" if figure.low is not None and figure.high is not None else ""
            lines.append(f"| {figure.title} | {figure.shown} | {figure.n} | {span} | {figure.goal} |")
    return "\n".join(lines) + "\n"


def _compared(found: Comparison) -> Iterator[str]:
    yield (
        f"与基线相比：新失败 {len(found.newly_failing)} 题，新通过 {len(found.newly_passing)} 题，"
        f"不变 {found.unchanged} 题，"
        f"新增 {len(found.added)} 题，没有问 {len(found.not_run)} 题（McNemar p = {found.p:.3f}）"
    )
    for word, changed in (("新失败", found.newly_failing), ("新通过", found.newly_passing)):
        listed = list(changed.items())
        yield from (f"- {word} {case}：{'、'.join(checks)}" for case, checks in listed[:LISTED])
        if len(listed) > LISTED:
            yield f"- {word}的还有 {len(listed) - LISTED} 题"


def junit(report: Report) -> str:
    """JUnit XML: a failure is what fails the build (a gate, or a case that is worse than the baseline).

    A case that failed before too is passed over (`skipped`), since it is known and fails no build.
    """
    worse = report.comparison.newly_failing if report.comparison else {}
    gated = {case: fault.message for row in report.gates for case, fault in row.faults}
    suites = []
    for suite in report.suites:
        cases = []
        for outcome in suite.outcomes:
            inner = ""
            if outcome.id in gated or outcome.id in worse:
                inner = _failure("、".join(outcome.failed), outcome.shown)
            elif outcome.failed:
                inner = f"<skipped message={quoteattr('已知：' + '、'.join(outcome.failed))}/>"
            cases.append(f"<testcase classname={quoteattr(suite.name)} name={quoteattr(outcome.id)}>{inner}</testcase>")
        cases += [
            f'<testcase classname={quoteattr(suite.name)} name="gate-{n}">{_failure("gate", sentence)}</testcase>'
            for n, sentence in enumerate(suite.broken, 1)
        ]
        suites.append(_suite(suite.name, cases))
    canaries = [
        f'<testcase classname="canaries" name="{n}">{_failure("canary", str(problem))}</testcase>'
        for n, problem in enumerate(report.canaries, 1)
    ]
    return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{}\n</testsuites>\n'.format(
        "\n".join((*suites, *([_suite("canaries", canaries)] if canaries else [])))
    )


def _suite(name: str, cases: list[str]) -> str:
    failures, skipped = (sum(mark in case for case in cases) for mark in ("<failure", "<skipped"))
    head = f'<testsuite name={quoteattr(name)} tests="{len(cases)}" failures="{failures}" skipped="{skipped}">'
    return "\n".join((head, *cases, "</testsuite>"))


def _failure(title: str, message: str) -> str:
    clean = "".join(c for c in message if c in "\n\t" or c >= " ")
    return f"<failure message={quoteattr(title)}>{escape(clean)}</failure>"
