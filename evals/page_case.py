"""One case on the page: why it failed, what was expected, both answers, and by which way the answer came about."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from html import escape

from evals.comparison import Comparison
from evals.outcomes import Outcome
from evals.references import article_of, is_guide
from evals.scores import K, Score
from kb import Change, differences

_ACTIONS = {"answer": "作答", "clarify": "反问", "decline": "不答", "crisis": "先说打给谁"}


def case_html(score: Score, suite: str, comparison: Comparison | None, held: Collection[str]) -> str:
    """A case as a part of the page; `held` are the articles whose words stand at its end."""
    case, reply = score.case, score.reply
    lost = bool(comparison and case.id in comparison.newly_failing)
    won = bool(comparison and case.id in comparison.newly_passing)
    outcomes = [
        name
        for name, holds in (
            ("gate", bool(score.faults)),
            ("miss", bool(score.misses)),
            ("pass", not score.failed),
            ("lost", lost),
            ("won", won),
        )
        if holds
    ]
    mark = '<span class="bad">✗</span>' if score.failed else '<span class="good">✓</span>'
    faults = [f'<li class="bad">{escape(f.gate.chinese)}：{escape(f.message)}</li>' for f in score.faults]
    misses = [f"<li>{escape(m.check.chinese)}：{escape(m.message)}</li>" for m in score.misses]
    before = comparison.texts.get(case.id, "") if comparison else ""
    failed = escape("、".join(score.failed))
    expected = "；".join(" 或 ".join(_linked(ref, held) for ref in group) for group in case.expect) or "—"
    why = "" if case.held_out else escape(case.reason)
    shown = reply is not None and not case.held_out
    hits = "".join(_hit(ref, score, held) for ref in score.ranked[: K * 2])
    tags = f'data-kind="{escape(case.kind)}" data-outcome="{" ".join(outcomes)}" data-suite="{escape(suite)}"'
    return f"""<details {tags}>
<summary>{mark} <b>{escape(case.id)}</b> {escape(case.question)} <small>{failed}</small></summary>
{_list("原因", [*faults, *misses])}
<p>应有：{expected}。{_wanted(score)}{why}</p>
{_answers(score, before) if shown else f'<p class="bad">{escape(score.asked.error or case.question)}</p>'}
{_trace(score, held) if shown else ""}
<p>命中（前 {K * 2}，✓ 是应有的）</p><ol class="hits">{hits}</ol>
{_alone(score, held)}
</details>"""


def _wanted(score: Score) -> str:
    case = score.case
    told = [
        ("处理", _ACTIONS.get(case.action, "")),
        ("结论", " 或 ".join(case.verdicts)),
        ("该说", "、".join(case.must_say)),
        ("不该说", "、".join(case.must_not_say)),
    ]
    return "".join(f"{name}：{escape(value)}。" for name, value in told if value)


def _answers(score: Score, before: str) -> str:
    reply = score.reply
    if reply is None:
        return ""
    head = f"{_ACTIONS.get(reply.action, reply.action)} · {reply.verdict} · {reply.headline} · 按 {reply.as_of} 的法律"
    now = f"<p>{escape(head)}</p>"
    if not before:
        return f'{now}<div class="answer">{escape(reply.text)}</div>'
    pieces = differences(before, reply.text)
    if not pieces:
        return f'{now}<p>答复与基线那次相同。</p><div class="answer">{escape(reply.text)}</div>'
    old = "".join(
        f"<del>{escape(p.text)}</del>" if p.change is Change.REMOVED else escape(p.text)
        for p in pieces
        if p.change is not Change.ADDED
    )
    new = "".join(
        f"<ins>{escape(p.text)}</ins>" if p.change is Change.ADDED else escape(p.text)
        for p in pieces
        if p.change is not Change.REMOVED
    )
    return (
        f'{now}<div class="pair"><div><p>基线那次</p><div class="answer">{old}</div></div>'
        f'<div><p>这次</p><div class="answer">{new}</div></div></div>'
    )


def _trace(score: Score, held: Collection[str]) -> str:
    """By which way: what was read, which rules were met, what was cited, and what was withheld."""
    reply = score.reply
    if reply is None:
        return ""
    facts = "；".join(f"{name}（“{words}”）" for name, words in reply.facts.items())
    rules = "；".join(f"{title}（{rule}）" for rule, title in zip(reply.rules, reply.findings, strict=False))
    times = "，".join(f"{name} {value:.0f} ms" for name, value in reply.timings.items())
    rows = [
        ("路线", escape(f"{_ACTIONS.get(reply.action, reply.action)}，作答 {reply.model}")),
        ("读出的事实", escape(facts)),
        ("对上的规则", escape(rules)),
        ("引用", "、".join(_linked(ref, held) for ref in score.cited)),
        ("反问", escape("；".join(reply.ask_back))),
        ("通知", escape(reply.notice)),
        ("耗时", escape(times)),
    ]
    table = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows if value)
    withheld = [f"<li>{escape(text)}（{escape(why)}）</li>" for text, why in reply.withheld]
    return f"<table class=trace>{table}</table>{_list('没有显示的句子', withheld)}"


def _alone(score: Score, held: Collection[str]) -> str:
    """Where each ranking by itself has what was expected."""
    rows = [
        f"<li>{escape(name)}：{'、'.join(_rank(ref, at, held) for at, ref in found) or '前 20 里没有应有的条文'}</li>"
        for name, refs in score.asked.ranked.items()
        for found in ([(at, ref) for at, ref in enumerate(refs, 1) if _gold(ref, score)],)
    ]
    return _list("各路检索里应有条文的名次", rows)


def _rank(ref: str, at: int, held: Collection[str]) -> str:
    return f"第{at}名 {_linked(ref, held)}"


def _hit(ref: str, score: Score, held: Collection[str]) -> str:
    return f'<li class="{"gold" if _gold(ref, score) else "other"}">{_linked(ref, held)}</li>'


def _gold(ref: str, score: Score) -> bool:
    return not is_guide(ref) and any(t.met_by(ref) for group in score.groups for t in group)


def _linked(ref: str, held: Collection[str]) -> str:
    """A reference, which leads to the words of its article where the page holds them."""
    article = ref if is_guide(ref) else article_of(ref)
    if article not in held:
        return escape(ref)
    return f'<a data-to="{anchor(article)}" tabindex=0 role=link>{escape(ref)}</a>'


def anchor(ref: str) -> str:
    """The id of an article on the page."""
    return "a-" + re.sub(r"[^\w-]", "_", ref)


def outcome_html(outcome: Outcome, suite: str, comparison: Comparison | None) -> str:
    """A case of a suite that asks no question: what was wrong, in words."""
    lost = bool(comparison and outcome.id in comparison.newly_failing)
    won = bool(comparison and outcome.id in comparison.newly_passing)
    names = ("miss" if outcome.failed else "pass", *(["lost"] if lost else []), *(["won"] if won else []))
    mark = '<span class="bad">✗</span>' if outcome.failed else '<span class="good">✓</span>'
    return (
        f'<details data-kind="{escape(outcome.kind)}" data-outcome="{" ".join(names)}" data-suite="{escape(suite)}">'
        f"<summary>{mark} <b>{escape(outcome.id)}</b> {escape(outcome.kind)} "
        f"<small>{escape('、'.join(outcome.failed))}</small></summary>"
        f"<p>{escape(outcome.shown) or '没有不对'}</p></details>"
    )


def _list(title: str, items: Sequence[str]) -> str:
    return f"<p>{title}</p><ul>{''.join(items)}</ul>" if items else ""
