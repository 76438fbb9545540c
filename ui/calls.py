"""A checked call as text for a terminal: headline, marked sentences, what is broken, what to do, what is open."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import EVERYBODY, Action, Breach, Conclusion, Report
from ui.render import source_line

MAX_SHOWN = 3
"""Findings, and questions, that a terminal shows whole; `--json` has all."""
SHOWN = 2
"""Provisions of a finding."""
MAX_TITLES = 3
"""Rules named behind a question."""

_WORDS = {
    "zh": {
        "field": "按{}（打来那天）的法律",
        "text": "按{}（文字里说的日子）的法律",
        "today": "没有说是哪天，按今天（{}）的法律；日子不同，条文可能不同",
        "binds": "管谁", "follows": "后果", "since": "行为在旧法期间", "more": "另有",
        "not_law": "，不是法律", "colon": "：",
        "do": "现在做", "keep": "留证据", "where": "找谁", "limits": "要知道",
        "kept": "查过，没有违反", "silent": "另有 {} 条规则，说的情况里没有读到",
        "unbound": "不管这类放款人的规则 {} 条：{}", "open": "还说不准", "decides": "关系到",
        "sources": "依据", "withheld": "（{} 句没有通过核对，没有显示）", "and": "、", "etc": "等 {} 条",
    },
    "en": {
        "field": "By the law of {}, the day of the call",
        "text": "By the law of {}, the day told in the words",
        "today": "No day was told: by today's law ({}); other days may have other law",
        "binds": "Binds", "follows": "What follows", "since": "The call fell under the earlier text",
        "more": "Also", "not_law": ", not a law", "colon": ": ",
        "do": "Do now", "keep": "Keep as evidence", "where": "Where to turn",
        "limits": "Good to know", "kept": "Checked and not broken",
        "silent": "{} more rules: nothing of theirs was read",
        "unbound": "{} rules do not bind this lender: {}", "open": "Cannot tell yet", "decides": "decides",
        "sources": "Sources", "withheld": "({} sentences withheld: not verified)", "and": ", ", "etc": ", {} in all",
    },
}  # fmt: skip


def report_text(report: Report) -> str:
    """A report for a terminal."""
    if report.action is not Action.ANSWER:
        return _bare(report.text)
    words = _WORDS[report.lang]
    shown = report.findings[:MAX_SHOWN]
    rest = [f"{b.title}（{_verdict(b.conclusion, report.lang)}）" for b in report.findings[MAX_SHOWN:]]
    limits = next((b.limits for b in report.findings if b.limits), "")
    parts = [
        _bare(report.first),
        f"{report.headline}\n{words[report.day_from].format(report.as_of)}",
        _sentences(report),
        *(_breach(n, b, report.lang) for n, b in enumerate(shown, 1)),
        f"{words['more']}{words['colon']}{words['and'].join(rest)}" if rest else "",
        "\n".join(f"{words['since']}{words['colon']}{t.says.rstrip('。')}（{t.label}）" for t in report.transitions),
        _list(words["do"], report.steps, numbered=True),
        _list(words["keep"], report.evidence),
        _list(words["where"], report.channels),
        f"{words['limits']}{words['colon']}{limits}" if limits else "",
        _open(report),
        _kept(report),
        _sources(report, shown),
        words["withheld"].format(len(report.withheld)) if report.withheld else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _bare(markdown: str) -> str:
    return markdown.replace("**", "")


def _verdict(conclusion: Conclusion, lang: str) -> str:
    return conclusion.english if lang == "en" else conclusion.chinese


def _sentences(report: Report) -> str:
    """Every sentence of the text; ▸ before those that caused a finding, with its verdict."""
    found = {b.rule: b for b in report.findings}
    lines = []
    for sentence in report.sentences:
        caused = [
            f"{found[r].title}：{_verdict(found[r].conclusion, report.lang)}" for r in sentence.rules if r in found
        ]
        lines.append(f"▸ {sentence.text}\n    ← {'；'.join(caused)}" if caused else f"  {sentence.text}")
    return "\n".join(lines)


def _breach(number: int, breach: Breach, lang: str) -> str:
    """One finding: what was said, each provision with its rank, whom it binds, and what follows."""
    words = _WORDS[lang]
    said = [w for w in breach.words if not any(w != other and w in other for other in breach.words)]
    lines = [f"{number}. {breach.title}：{_verdict(breach.conclusion, lang)}（{'、'.join(f'“{w}”' for w in said)}）"]
    for ground in breach.law[:SHOWN]:
        rank = ground.rank if ground.law else f"{ground.rank}{words['not_law']}"
        lines.append(f"   {ground.label}[{ground.n}]（{rank}）：{ground.says}")
    if breach.binds not in {"", EVERYBODY}:
        lines.append(f"   {words['binds']}{words['colon']}{breach.binds}")
    lines += [f"   {words['follows']}{words['colon']}{c.says}（{c.label}）" for c in breach.consequence[:1]]
    return "\n".join(lines)


def _list(heading: str, lines: Sequence[str], *, numbered: bool = False) -> str:
    marked = [f"{n}. {line}" if numbered else f"- {line}" for n, line in enumerate(lines, 1)]
    return "\n".join([heading, *marked]) if lines else ""


def _open(report: Report) -> str:
    """The questions that would decide, most telling first, and what each decides."""
    words = _WORDS[report.lang]
    lines = []
    for question, rows in list(report.questions.items())[:MAX_SHOWN]:
        titles = list(dict.fromkeys(row.title for row in rows))
        rest = words["etc"].format(len(titles)) if len(titles) > MAX_TITLES else ""
        decided = words["and"].join(titles[:MAX_TITLES]) + rest
        lines.append(f"？{question}（{words['decides']}{words['colon']}{decided}）")
    return "\n".join([words["open"], *lines]) if lines else ""


def _kept(report: Report) -> str:
    """What was checked and is not broken, with the words that show it."""
    words = _WORDS[report.lang]
    broken = {b.title for b in report.findings}
    shown: dict[str, dict[str, None]] = {}
    for kept in report.kept:
        if kept.why != "not_described" and kept.title not in broken:
            shown.setdefault(kept.words, {})[kept.title] = None
    lines = [f"✓ {told}{words['colon']}{words['and'].join(titles)}" for told, titles in shown.items()]
    silent = sum(k.why == "not_described" for k in report.kept)
    lines += [f"✓ {words['silent'].format(silent)}"] if silent else []
    if report.not_binding:
        titles = list(dict.fromkeys(n.title for n in report.not_binding))
        lines.append(f"– {words['unbound'].format(len(report.not_binding), words['and'].join(titles))}")
    return "\n".join([words["kept"], *lines]) if lines else ""


def _sources(report: Report, shown: Sequence[Breach]) -> str:
    """The words of the provisions that the shown findings rest on."""
    numbers = {g.n for b in shown for g in b.law[:SHOWN]}
    lines = [source_line(c, report.lang) for c in report.citations if c.n in numbers]
    return "\n".join([f"{_WORDS[report.lang]['sources']}{_WORDS[report.lang]['colon']}", *lines]) if lines else ""
