"""The impact of a change of the law as one self-contained HTML page; it asks nothing of any other host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from evals.impact import KINDS, Impact
from evals.reruns import Rerun
from kb import ArticleChange, Change, Fate, InstrumentChange, Look, Piece, Touched, written

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #b3261e; --good: #1b6e3c; --soft: #8882; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #7bd69b; } }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 68rem; margin: 2rem auto;
       padding: 0 1rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem; text-align: left; vertical-align: top; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; padding: .3rem .8rem; }
summary { cursor: pointer; }
del { color: var(--bad); } ins { color: var(--good); }
.words { white-space: pre-wrap; background: var(--soft); padding: .6rem; border-radius: .4rem; }
"""


def impact_page(found: Impact) -> str:
    """The page: articles with their differences, places by rank, cases with both answers."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    days = f"{found.before.day} → {found.after.day}"
    law = "\n".join(map(_law, found.law)) or "<p>两边的法律没有差别。</p>"
    looks = "\n".join(_look(look, [t for t in found.touched if t.look is look]) for look in Look)
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>法律变了什么，碰到了哪里</title><style>{_STYLE}</style></head><body>
<h1>法律变了什么，碰到了哪里</h1>
<p>{escape(days)}；新的资料库 {escape(found.after.corpus.fingerprint)}</p>
<h2>条文</h2>
{law}
<h2>要看的地方</h2>
{looks}
<h2>受影响的评测题（{len(found.reruns)}）</h2>
{"".join(map(_case, found.reruns))}
</body></html>
"""


def _law(change: InstrumentChange) -> str:
    old, new = (v.in_force.isoformat() if v else "没有" for v in (change.old, change.new))
    fates = Counter(a.fate for a in change.articles)
    counted = "，".join(f"{fate.chinese} {fates[fate]} 条" for fate in Fate if fates[fate])
    articles = "\n".join(map(_article, change.articles))
    return f"<h3>《{escape(change.instrument.id)}》：{old} → {new}</h3><p>{counted}</p>{articles}"


def _article(change: ArticleChange) -> str:
    now = "、".join(written(ref) for ref in change.targets)
    head = f"{change.number} {change.fate.chinese}" + (f" → {now}" if now else "")
    pieces = change.pieces
    if pieces:
        body = f'<div class="words">{_marked(pieces)}</div>'
    elif change.old and change.new:
        body = "<p>文字没有变。</p>"
    elif change.fate is Fate.NEW and change.new:
        body = f'<div class="words"><ins>{escape(change.new.text)}</ins></div>'
    elif change.old:
        body = f'<div class="words"><del>{escape(change.old.text)}</del></div>'
    else:
        body = "<p>旧条文没有收录，不能比。</p>"
    note = f"<p>{escape(change.note)}</p>" if change.note else ""
    return f"<details><summary>{escape(head)}</summary>{note}{body}</details>"


def _look(look: Look, items: Sequence[Touched]) -> str:
    if not items:
        return ""
    rows = "".join(map(_place, items))
    head = "<tr><th>哪里</th><th>什么</th><th>哪一段</th><th>引用</th><th>说明</th></tr>"
    opened = " open" if look in {Look.BROKEN, Look.MOVED, Look.CHANGED} else ""
    return f"<details{opened}><summary>{look.chinese}（{len(items)}）</summary><table>{head}{rows}</table></details>"


def _place(item: Touched) -> str:
    place = item.place
    kind = KINDS.get(place.kind, place.kind)
    cells = (f"{place.file}:{place.line}", kind, place.unit, str(place.citation), item.says)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _case(found: Rerun) -> str:
    fate = "答复变了" if found.pieces else "答复没有变"
    lost = f"；新不合格：{'、'.join(found.newly_failing)}" if found.newly_failing else ""
    won = f"；不再不合格：{'、'.join(found.newly_passing)}" if found.newly_passing else ""
    head = escape(f"{found.case.id}：{fate}{lost}{won}")
    why = "".join(f"<li>{escape(reason)}</li>" for reason in found.affected.why)
    words = "" if found.case.held_out or not found.pieces else f'<div class="words">{_marked(found.pieces)}</div>'
    asked = f"<p>{escape(found.case.question)}</p>"
    return f"<details><summary>{head}</summary>{asked}<ul>{why}</ul>{words}</details>"


def _marked(pieces: Sequence[Piece]) -> str:
    tags = {Change.SAME: ("", ""), Change.REMOVED: ("<del>", "</del>"), Change.ADDED: ("<ins>", "</ins>")}
    return "".join(f"{tags[p.change][0]}{escape(p.text)}{tags[p.change][1]}" for p in pieces)
