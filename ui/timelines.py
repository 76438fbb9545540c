"""A timeline as a paper to hand over, as a page with its chart, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from assistant import Against, Breach, Columns, LimitBasis, Limits, Timeline
from kb import Authority, Status
from ui.charts import calls_chart, calls_text, chart_in_words
from ui.paper import Block, Certified, Heading, Items, Line, Paper, Paragraph, Run, Table

TITLE = "催收来电记录与时间线"
FOOTER = "有据 · 仅供参考，不是律师意见。记录由当事人自己填写，有据没有核实事实。"
MAX_DAYS_NAMED = 6
MAX_WORDS = 3
_ANY_LENDER = "没有说是哪种借款，只约束部分机构的规则也列出。"
"""Words of theirs that are repeated for a finding."""


def paper_of(timeline: Timeline, columns: Columns, limits: Limits, checked: datetime) -> Paper:
    """The timeline as a paper; the log's own words stand in it as they were written."""
    blocks: list[Block] = [Paragraph(_says(_summary(timeline, limits)), "plain")]
    if timeline.log.bad:
        blocks.append(Items(tuple(_says(f"第{b.line}行没有算进去：{b.message}") for b in timeline.log.bad)))
    blocks += [Heading("一、每天的次数"), _days(timeline), Heading("二、和写明数字的规则对照"), *_against(timeline)]
    blocks += [Heading("三、查到的"), *_findings(timeline), Heading("四、全部记录"), _log(timeline, columns)]
    return Paper(
        title=TITLE,
        blocks=tuple(blocks),
        as_of=timeline.today,
        corpus=timeline.corpus,
        verified=timeline.verified,
        checked=checked,
        certificate=tuple(_certificate(timeline)),
        footer=FOOTER,
    )


def page_of(page: str, timeline: Timeline, limits: Limits) -> str:
    """The paper's HTML with the chart below its title."""
    chart = calls_chart(timeline.counts.days, window_of(limits))
    return page.replace("</h1>", f"</h1>{chart}", 1)


def timeline_text(timeline: Timeline, limits: Limits) -> str:
    """The timeline for a terminal: what is urgent, the counts, the chart, what was passed, what was found."""
    parts = [
        *(r.first or r.text for r in timeline.urgent[:1]),
        _summary(timeline, limits),
        "\n".join(f"  第{b.line}行没有算进去：{b.message}" for b in timeline.log.bad),
        calls_text(timeline.counts.days, window_of(limits)),
        "\n".join(["超过写明的数字：", *(f"  {line}" for line in _passed(timeline.over))]) if timeline.over else "",
        "\n\n".join("\n".join(_rule_lines(b, days)) for b, days in timeline.rules) or "查过的规则，没有看到违反。",
        f"另有 {timeline.unchecked} 行只算了次数，没有逐条核对。" if timeline.unchecked else "",
    ]
    return "\n\n".join(part.replace("**", "") for part in parts if part)


def window_of(limits: Limits) -> tuple[time, time]:
    """The hours that the chart shades: those of the first limit that has hours."""
    return next((one.start, one.end) for one in limits.limits if one.start and one.end)


def _summary(timeline: Timeline, limits: Limits) -> str:
    days = timeline.counts.days
    if not days:
        return "没有一行能读懂的记录。"
    lender = f"按{limits.lenders[timeline.lender]}核对。" if timeline.lender else _ANY_LENDER
    connected, missed, third = (sum(getattr(d, name) for d in days) for name in ("connected", "missed", "third"))
    seen = chart_in_words(days, window_of(limits)).partition("。")[0]
    return f"{days[0].date}到{days[-1].date}，{seen}；接通{connected}次，未接{missed}次，打给别人{third}次。{lender}"


def _days(timeline: Timeline) -> Table:
    rows = [
        (d.date.isoformat(), d.all, d.connected, d.missed, d.night, d.third) for d in timeline.counts.days
    ]  # fmt: skip
    header = ("日期", "合计", "接通", "未接", "夜里", "打给别人")
    return Table(header, tuple(tuple(_says(str(cell)) for cell in row) for row in rows), (3, 1, 1, 1, 1, 1))


def _against(timeline: Timeline) -> Iterator[Block]:
    if not timeline.over:
        yield Paragraph(_says("没有超过写明数字的规则。"), "plain")
        return
    rows = tuple(
        (
            _says(a.date.isoformat()),
            _says(a.agency or "没写机构"),
            _says(f"{a.limit.title}：{a.count}次"),
            _says("；".join(_basis(b) for b in a.bases)),
            _says(a.limit.binds),
        )
        for a in timeline.over
    )
    yield Table(("日期", "机构", "次数", "写在哪里", "管谁"), rows, (3, 3, 4, 6, 5))
    notes = dict.fromkeys(f"{a.limit.title}：{a.limit.note}" for a in timeline.over)
    yield Items(tuple(_says(note) for note in notes))


def _findings(timeline: Timeline) -> Iterator[Block]:
    if not timeline.found:
        yield Paragraph(_says("查过的规则，没有看到违反。"), "plain")
    for breach, days in timeline.rules:
        yield Heading(f"{breach.title}：{breach.conclusion.chinese}", 2)
        lines: list[Line] = [_says(f"日期：{_dates(days)}")]
        lines += [_says(f"原话或次数：{'、'.join(words)}")] if (words := _words(timeline, breach)) else []
        lines += [(Run(_sentence(breach, n), cite=g.n),) for n, g in enumerate(breach.law)]
        lines += [_says(f"管的是：{breach.binds}")] if breach.binds else []
        lines += [_says(breach.limits)] if breach.limits else []
        yield Items(tuple(lines))


def _log(timeline: Timeline, columns: Columns) -> Table:
    rows = tuple(
        (
            _says(f"{c.date} {f'{c.time:%H:%M}' if c.time else ''}".strip()),
            _says("\n".join(x for x in (c.agency, c.number) if x)),
            _says("、".join(x for x in (columns.title("how", c.how), columns.title("to", c.to)) if x)),
            _says({True: "是", False: "否", None: ""}[c.connected]),
            _says(c.said),
            _says(c.evidence),
        )
        for c in timeline.log.calls
    )
    return Table(("什么时候", "机构、号码", "方式、打给谁", "接通", "说了什么", "证据文件"), rows, (4, 4, 3, 2, 7, 4))


def _certificate(timeline: Timeline) -> Iterator[Certified]:
    cited = {c.n: c for c in timeline.citations}
    for breach, _ in timeline.rules:
        for n, ground in enumerate(breach.law):
            c = cited[ground.n]
            yield Certified(
                n=c.n,
                label=c.label,
                ref=c.ref,
                words=c.quote or c.summary,
                exact=bool(c.quote),
                rank=Authority(c.authority).chinese,
                status=Status(c.status).chinese,
                in_force=c.in_force or timeline.today,
                until=c.until,
                sentence=_sentence(breach, n),
                passed=True,
                finding="条文载有这句话",
            )


def _sentence(breach: Breach, n: int) -> str:
    ground = breach.law[n]
    rank = ground.rank if ground.law else f"{ground.rank}，不是法律"
    return f"{ground.says.rstrip('。')}（{ground.label}，{rank}）。"


def _rule_lines(breach: Breach, days: Sequence[date]) -> Iterator[str]:
    yield f"{breach.title}：{breach.conclusion.chinese}（{len(days)}天：{_dates(days)}）"
    yield from (f"  {_sentence(breach, n)}" for n in range(len(breach.law)))
    if breach.limits:
        yield f"  要知道：{breach.limits}"


def _passed(over: Sequence[Against]) -> Iterator[str]:
    """Each limit and agency once, with the days on which it was passed and the most in one day."""
    groups: dict[tuple[str, str], list[Against]] = {}
    for a in over:
        groups.setdefault((a.limit.id, a.agency), []).append(a)
    for rows in groups.values():
        first, most = rows[0], max(r.count for r in rows)
        bases = dict.fromkeys(_basis(b) for r in rows for b in r.bases)
        days = _dates(tuple(r.date for r in rows))
        yield f"{first.limit.title}（{first.agency or '没写机构'}）：{len(rows)}天，最多一天{most}次；{days}"
        yield f"  写在：{'；'.join(bases)}。{first.limit.note}"


def _basis(basis: LimitBasis) -> str:
    return f"{basis.label}（{basis.rank}{'' if basis.law else '，不是法律'}）"


def _words(timeline: Timeline, breach: Breach) -> tuple[str, ...]:
    words = dict.fromkeys(w for f in timeline.found if f.breach.rule == breach.rule for w in f.breach.words)
    return tuple(words)[:MAX_WORDS]


def _dates(days: Sequence[date]) -> str:
    named = "、".join(d.isoformat() for d in days[:MAX_DAYS_NAMED])
    return named + (f"等{len(days)}天" if len(days) > MAX_DAYS_NAMED else "")


def _says(text: str) -> Line:
    return (Run(text),)
