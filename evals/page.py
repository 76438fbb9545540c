"""A report as one self-contained HTML page: filter by kind and outcome, see why a case failed. No outside request."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.comparison import Comparison
from evals.figures import Figure, GateRow
from evals.references import is_guide
from evals.scores import K, Score

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #b3261e; --good: #1b6e3c; --soft: #8882; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #7bd69b; } }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 68rem; margin: 2rem auto;
       padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem; text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.bad { color: var(--bad); } .good { color: var(--good); }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; padding: .3rem .8rem; }
summary { cursor: pointer; }
.answer { white-space: pre-wrap; background: var(--soft); padding: .6rem; border-radius: .4rem; }
ol.hits { columns: 2; font-size: .9rem; }
.gold { font-weight: bold; } .gold::after { content: " ✓"; color: var(--good); }
form { display: flex; gap: 1rem; flex-wrap: wrap; margin: 1rem 0; } select, input { font: inherit; }
"""
_SCRIPT = """
const form = document.querySelector('form'), cases = [...document.querySelectorAll('details[data-kind]')];
function show() {
  const kind = form.kind.value, outcome = form.outcome.value, words = form.words.value.trim();
  let shown = 0;
  for (const c of cases) {
    const fits = (!kind || c.dataset.kind === kind) && (!outcome || c.dataset.outcome.split(' ').includes(outcome))
      && (!words || c.textContent.includes(words));
    c.hidden = !fits; shown += fits;
  }
  document.querySelector('output').textContent = shown + ' / ' + cases.length;
}
form.addEventListener('input', show); form.addEventListener('submit', e => e.preventDefault()); show();
"""


def render(
    passed: bool,
    about: Sequence[str],
    gates: Sequence[GateRow],
    figures: Sequence[Figure],
    scores: Sequence[Score],
    comparison: Comparison | None,
) -> str:
    """The page; `about` is plain text on what was run, a line each."""
    outcome = '<b class="good">通过</b>' if passed else '<b class="bad">未通过</b>'
    kinds = "".join(f"<option>{escape(kind)}</option>" for kind in sorted({s.case.kind for s in scores}))
    lost = comparison.newly_failing if comparison else {}
    won = comparison.newly_passing if comparison else {}
    compared = (
        f"与基线相比：新失败 {len(lost)} 题，新通过 {len(won)} 题，不变 {comparison.unchanged} 题；"
        f"McNemar p = {comparison.p:.3f}"
        if comparison
        else "没有与基线比较。"
    )
    lines = "<br>".join(escape(line) for line in (*about, compared))
    tested = "".join(_row(r.gate.chinese, str(r.examined), str(len(r.faults)), bad=bool(r.faults)) for r in gates)
    cases = "\n".join(_case(s, s.case.id in lost, s.case.id in won) for s in scores)
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>有据评测</title><style>{_STYLE}</style></head><body>
<h1>有据评测：{outcome}</h1>
<p>{lines}</p>
<h2>硬门槛（应为 0）</h2>
<table><tr><th>门槛</th><th>查了</th><th>不合格</th></tr>
{tested}</table>
<h2>指标</h2>
<table><tr><th>指标</th><th>值</th><th>n</th><th>95% 区间</th><th>目标</th></tr>
{"".join(map(_figure, figures))}</table>
<h2>逐题</h2>
<form><label>题型 <select name="kind"><option value="">全部</option>{kinds}</select></label>
<label>结果 <select name="outcome"><option value="">全部</option><option value="gate">不合格（硬门槛）</option>
<option value="miss">有缺失</option><option value="pass">全对</option><option value="lost">新失败</option>
<option value="won">新通过</option></select></label>
<label>含有 <input name="words" type="search"></label><output></output></form>
{cases}
<script>{_SCRIPT}</script></body></html>
"""


def _row(title: str, *numbers: str, bad: bool = False) -> str:
    """A row of a table; the title is HTML already."""
    cells = "".join(f'<td class="number{" bad" if bad else ""}">{escape(n)}</td>' for n in numbers)
    return f"<tr><td>{title}</td>{cells}</tr>"


def _figure(figure: Figure) -> str:
    interval = f"{figure.low:.3f}–{figure.high:.3f}" if figure.low is not None and figure.high is not None else ""
    title = f"{escape(figure.title)} <code>{escape(figure.id)}</code>"
    return _row(title, figure.shown, str(figure.n), interval, figure.goal)


def _case(score: Score, lost: bool, won: bool) -> str:
    case, reply = score.case, score.reply
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
    answer = (
        f"<p>{escape(reply.action)} · {escape(reply.verdict)} · {escape(reply.headline)} · {reply.as_of}</p>"
        f'<div class="answer">{escape(reply.text)}</div>'
        if reply and not case.held_out
        else f'<p class="bad">{escape(score.asked.error or case.question)}</p>'
    )
    withheld = (
        [f"<li>{escape(text)}（{escape(why)}）</li>" for text, why in reply.withheld]
        if reply and not case.held_out
        else []
    )
    failed = escape("、".join(score.failed))
    why = "" if case.held_out else escape(case.reason)
    return f"""<details data-kind="{escape(case.kind)}" data-outcome="{" ".join(outcomes)}">
<summary>{mark} <b>{escape(case.id)}</b> {escape(case.question)} <small>{failed}</small></summary>
{_list("原因", [*faults, *misses])}
<p>应有：{escape("；".join("或".join(group) for group in case.expect) or "—")}。{why}</p>
{answer}
{_list("没有显示的句子", withheld)}
<p>命中（前 {K * 2}）</p><ol class="hits">{"".join(_hit(ref, score) for ref in score.ranked[: K * 2])}</ol>
</details>"""


def _hit(ref: str, score: Score) -> str:
    gold = not is_guide(ref) and any(t.met_by(ref) for group in score.groups for t in group)
    return f'<li class="{"gold" if gold else "other"}">{escape(ref)}</li>'


def _list(title: str, items: Sequence[str]) -> str:
    return f"<p>{title}</p><ul>{''.join(items)}</ul>" if items else ""
