"""A report as one self-contained HTML page: filter by kind and outcome, see why a case failed. No outside request."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape

from evals.comparison import Comparison
from evals.figures import Figure, GateRow
from evals.outcomes import Suite
from evals.page_case import anchor, case_html, outcome_html
from evals.plots import latency_plot, recall_plot
from evals.scores import Score
from evals.standings import DEPTHS, Standing

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
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; }
@media (max-width: 50rem) { .pair { grid-template-columns: 1fr; } ol.hits { columns: 1; } }
del { color: var(--bad); } ins { color: var(--good); }
.trace th { white-space: nowrap; font-weight: normal; opacity: .7; }
a[data-to] { color: inherit; text-decoration: underline dotted; cursor: pointer; }
.plots { display: flex; flex-wrap: wrap; gap: 1rem; } figure { margin: 0; flex: 1 1 24rem; min-width: 0; }
svg { width: 100%; } svg text { font-size: 11px; fill: currentColor; } .wide { overflow-x: auto; }
.law { white-space: pre-wrap; } :target, .law-here { outline: 2px solid var(--good); }
.gold { font-weight: bold; } .gold::after { content: " ✓"; color: var(--good); }
form { display: flex; gap: 1rem; flex-wrap: wrap; margin: 1rem 0; } select, input { font: inherit; }
"""
_SCRIPT = """
const form = document.querySelector('form'), cases = [...document.querySelectorAll('details[data-kind]')];
function show() {
  const suite = form.suite.value, kind = form.kind.value, outcome = form.outcome.value, words = form.words.value.trim();
  let shown = 0;
  for (const c of cases) {
    const fits = (!suite || c.dataset.suite === suite) && (!kind || c.dataset.kind === kind)
      && (!outcome || c.dataset.outcome.split(' ').includes(outcome))
      && (!words || c.textContent.includes(words));
    c.hidden = !fits; shown += fits;
  }
  document.querySelector('output').textContent = shown + ' / ' + cases.length;
}
function go(e) {
  const to = e.target.dataset && e.target.dataset.to, found = to && document.getElementById(to);
  if (!found || (e.type === 'keydown' && e.key !== 'Enter')) return;
  document.querySelector('#laws').open = found.open = true; found.scrollIntoView({block: 'center'});
  found.querySelector('summary').focus();
}
document.addEventListener('click', go); document.addEventListener('keydown', go);
form.addEventListener('input', show); form.addEventListener('submit', e => e.preventDefault()); show();
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the page."""

    passed: bool
    about: tuple[str, ...]
    """What was run, and what broke, a line of plain text each."""
    gates: tuple[GateRow, ...]
    figures: tuple[Figure, ...]
    scores: tuple[Score, ...]
    suites: tuple[Suite, ...]
    standings: tuple[Standing, ...]
    comparison: Comparison | None
    articles: Mapping[str, tuple[str, str]]
    """Reference → label and words."""


def render(shown: Shown) -> str:
    """The page."""
    outcome = '<b class="good">通过</b>' if shown.passed else '<b class="bad">未通过</b>'
    home = {o.id: suite.name for suite in shown.suites for o in suite.outcomes}
    asked = {s.case.id for s in shown.scores}
    cases = [case_html(s, home.get(s.case.id, ""), shown.comparison, shown.articles) for s in shown.scores]
    rest = [(suite.name, o) for suite in shown.suites for o in suite.outcomes if o.id not in asked]
    cases += [outcome_html(o, name, shown.comparison) for name, o in rest]
    kinds = _options({s.case.kind for s in shown.scores} | {o.kind for _, o in rest})
    suites = _options({s.name for s in shown.suites})
    lines = "<br>".join(escape(line) for line in (*shown.about, _compared(shown.comparison)))
    tested = "".join(_row(r.gate.chinese, str(r.examined), str(len(r.faults)), bad=bool(r.faults)) for r in shown.gates)
    seconds = [s.asked.seconds for s in shown.scores if s.reply]
    plots = recall_plot([r for r in shown.standings if r.kind == "all"]) + latency_plot(seconds)
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
<h2>题组</h2>
<table><tr><th>题组</th><th>题数</th><th>全对</th></tr>
{"".join(_row(escape(s.name), str(s.passing.of), str(s.passing.count)) for s in shown.suites if s.outcomes)}</table>
<div class="plots">{plots}</div>
<details><summary>各路检索，按题型</summary><div class="wide"><table>
<tr><th>题型</th><th>名次表</th><th>组数</th>{"".join(f"<th>@{k}</th>" for k in DEPTHS)}
<th>MRR</th><th>nDCG@10</th></tr>
{"".join(map(_standing, shown.standings))}</table></div></details>
<h2>指标</h2>
<div class="wide"><table><tr><th>指标</th><th>值</th><th>n</th><th>95% 区间</th><th>目标</th></tr>
{"".join(map(_figure, shown.figures))}</table></div>
<h2>逐题</h2>
<form><label>题组 <select name="suite"><option value="">全部</option>{suites}</select></label>
<label>题型 <select name="kind"><option value="">全部</option>{kinds}</select></label>
<label>结果 <select name="outcome"><option value="">全部</option><option value="gate">不合格（硬门槛）</option>
<option value="miss">有缺失</option><option value="pass">全对</option><option value="lost">新失败</option>
<option value="won">新通过</option></select></label>
<label>含有 <input name="words" type="search"></label><output></output></form>
{"".join(cases)}
<details id="laws"><summary>条文（{len(shown.articles)}）</summary>
{"".join(_law(ref, label, text) for ref, (label, text) in sorted(shown.articles.items()))}</details>
<script>{_SCRIPT}</script></body></html>
"""


def _compared(found: Comparison | None) -> str:
    if found is None:
        return "没有与基线比较。"
    return (
        f"与基线相比：新失败 {len(found.newly_failing)} 题，新通过 {len(found.newly_passing)} 题，"
        f"不变 {found.unchanged} 题；McNemar p = {found.p:.3f}"
    )


def _options(names: Collection[str]) -> str:
    return "".join(f"<option>{escape(name)}</option>" for name in sorted(names))


def _law(ref: str, label: str, text: str) -> str:
    return (
        f'<details id="{anchor(ref)}"><summary>{escape(label)} <small>{escape(ref)}</small></summary>'
        f'<div class="law">{escape(text)}</div></details>'
    )


def _standing(row: Standing) -> str:
    shares = [f"{rate.value:.2f}" if rate.value is not None else "—" for _, rate in row.recall]
    return _row(escape(row.kind), row.ranking, str(row.recall[0][1].of), *shares, str(row.mrr), str(row.ndcg))


def _row(title: str, *numbers: str, bad: bool = False) -> str:
    """A row of a table; the title is HTML already."""
    cells = "".join(f'<td class="number{" bad" if bad else ""}">{escape(n)}</td>' for n in numbers)
    return f"<tr><td>{title}</td>{cells}</tr>"


def _figure(figure: Figure) -> str:
    interval = f"{figure.low:.3f}–{figure.high:.3f}" if figure.low is not None and figure.high is not None else ""
    title = f"{escape(figure.title)} <code>{escape(figure.id)}</code>"
    return _row(title, figure.shown, str(figure.n), interval, figure.goal)
