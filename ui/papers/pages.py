"""What every kind of file holds: the paper without unseen characters, its label, its foot, its citation certificate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar

from kb import InputProblem
from ui.html import visible
from ui.paper import Block, Box, Certified, Heading, Items, Line, Paper, Paragraph, Run, Table

T = TypeVar("T")

AUTHOR = "有据 youju"
PROVES = (
    "本页证明：在上述时间，每处引用都在库里找到了对应条文，条文在上述日期的效力如本页所写；"
    "引号里的文字与库里的条文逐字相同，标“大意”的不是原文；引用它的句子按有据的核对规则没有超出条文所说。"
)
DOES_NOT_PROVE = (
    "本页不证明：文中所说的事实是真的；法院或者主管部门会作同样的认定。本页不是律师意见。条文以国家公布的文本为准。"
)


@dataclass(frozen=True, slots=True)
class Pages:
    """A paper as it is written: every word can be seen, every citation has passed."""

    title: str
    label: str
    """Says on the first page that a model worded it; empty where none did."""
    blocks: tuple[Block, ...]
    opening: tuple[Block, ...]
    """The certificate's beginning; empty where nothing is cited."""
    cards: tuple[tuple[int, Table], ...]
    """Each citation with its number."""
    foot: tuple[str, ...]
    properties: tuple[tuple[str, str], ...]
    """What the file says about itself, for programs."""


def pages(paper: Paper) -> Pages:
    """A paper ready to be written.

    Raises:
        InputProblem: a citation did not pass, or was never checked.
    """
    clean = _clean(paper)
    _refuse_unproven(clean)
    day, time = clean.as_of.isoformat(), f"{clean.checked:%Y-%m-%d %H:%M}"
    held = clean.verified.isoformat() if clean.verified else "不详"
    data = f"按{day}的法律；法条数据 {held}，版本 {clean.corpus[:12]}；核对 {time}"
    origin = f"由大模型（{clean.model}）措辞" if clean.model else "原文摘录/模板起草，未使用大模型"
    dated = (("按哪天的法律", day), ("法条数据日", held), ("法条版本", clean.corpus), ("核对时间", time))
    properties = [("起草方式", origin), *dated]
    if clean.model:
        properties.append(("AIGC", _implicit_label(clean)))
    cards = tuple(_cards(clean.certificate))
    return Pages(
        title=clean.title,
        label=_label(clean),
        blocks=clean.blocks,
        opening=_opening(clean, day, held, time) if cards else (),
        cards=cards,
        foot=(*((clean.footer,) if clean.footer else ()), data),
        properties=tuple(properties),
    )


def shown(run: Run) -> str:
    """The words of a run; what is to be filled in stands in brackets, for a colour is lost in print."""
    if run.look != "blank" or (run.text.startswith("【") and run.text.endswith("】")):
        return run.text
    return f"【{run.text or '　' * 6}】"


def length(table: Table) -> int:
    """Characters in a table, by which a writer decides whether it must stay on one page."""
    return sum(len(run.text) for row in table.rows for cell in row for run in cell)


def _label(paper: Paper) -> str:
    """The label that readers see where a model worded the text."""
    if not paper.model:
        return ""
    checked = "，引用已逐处核对" if paper.certificate else ""
    return f"本文含人工智能生成的内容：由大模型（{paper.model}）措辞{checked}"


def _implicit_label(paper: Paper) -> str:
    """The label that programs read, with the field names of GB 45438-2025, annex E; the number is the content's own."""
    names = ("ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2")
    number = hashlib.sha256(repr(paper).encode()).hexdigest()[:32]
    told = {"ContentProducer": f"youju; {paper.model}", "ProduceID": number}
    return json.dumps({"Label": "1"} | {name: told.get(name, "") for name in names}, ensure_ascii=False)


def _refuse_unproven(paper: Paper) -> None:
    known = {c.n for c in paper.certificate}
    failed = [f"[{c.n}]{c.label}（{c.finding or '没有说明'}）" for c in paper.certificate if not c.passed]
    marks = {run.cite for line in _lines(paper.blocks) for run in line if run.cite}
    failed += [f"[{n}]（没有核对过）" for n in sorted(marks - known)]
    if failed:
        raise InputProblem(f"没有导出，{len(failed)} 处引用没有通过核对：{'、'.join(failed)}；请改正或删去后再导出")


def _lines(blocks: tuple[Block, ...]) -> Iterator[Line]:
    for block in blocks:
        match block:
            case Paragraph():
                yield block.line
            case Items():
                yield from block.lines
            case Table():
                yield from (cell for row in block.rows for cell in row)
            case Box():
                yield from _lines(block.blocks)


def _opening(paper: Paper, day: str, held: str, time: str) -> tuple[Block, ...]:
    count = len({c.n for c in paper.certificate})
    rows = (("按哪天的法律", day), ("法条数据日", held), ("法条版本（指纹）", paper.corpus), ("核对时间", time))
    verdict = Run(f"{count} 处引用，全部通过", "bold")
    return (
        Heading("引用核验页"),
        Paragraph((verdict,), "plain"),
        Table(("项目", "内容"), tuple(((Run(name),), (Run(said),)) for name, said in rows), (2, 6)),
        Paragraph((Run(PROVES),), "plain"),
        Paragraph((Run(DOES_NOT_PROVE),), "plain"),
    )


def _cards(certificate: tuple[Certified, ...]) -> Iterator[tuple[int, Table]]:
    """One table for each citation; sentences that share one stand in it together."""
    together: dict[Certified, list[Certified]] = {}
    for row in certificate:
        together.setdefault(replace(row, sentence="", finding=""), []).append(row)
    for one, rows in together.items():
        until = f"，{one.until}起不再适用" if one.until else ""
        lines = [
            ("原文", f"“{one.words}”") if one.exact else ("大意（非原文）", one.words),
            ("效力", f"{one.rank} · {one.status} · {one.in_force}起施行{until}"),
            ("引用编号", one.ref),
        ]
        for row in rows:
            lines += [("引用它的句子", row.sentence), ("核对结果", f"✓ 通过{'：' if row.finding else ''}{row.finding}")]
        cells = tuple(((Run(name),), (Run(said),)) for name, said in lines)
        yield one.n, Table((f"[{one.n}]", one.label), cells, (2, 6))


def _clean(value: T) -> T:
    """The same value, each of its texts as it can be seen."""
    if isinstance(value, str):
        return visible(value.replace("\r\n", "\n").replace("\r", "\n"))  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_clean(part) for part in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _clean(getattr(value, field.name)) for field in fields(value)})
    return value
