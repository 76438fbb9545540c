"""A volunteer's inbox as text for a terminal, as Markdown files, and as papers to hand over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assistant import Intake, Source, split_sentences
from kb import Authority, InputProblem, Status
from ui.paper import Block, Box, Certified, Heading, Items, Line, Paper, Paragraph, Run
from ui.render import source_line

BLOCKED = "有引用没有通过核对，草稿不导出："


def inbox_text(matters: Sequence[Intake], notes: Sequence[str] = ()) -> str:
    """The sorted list: number, urgency, first words masked, verdict, what is missing."""
    lines = []
    for matter in matters:
        like = f"（同 {matter.group}）" if matter.group != matter.id else ""
        count = f" ×{matter.count}" if matter.count > 1 else ""
        lines.append(f"{matter.id} [{matter.urgency.rank} {matter.urgency.title}]{count} {matter.first}{like}")
        lines.append(f"   {'；'.join(matter.urgency.reasons)}")
        lines.append(f"   {matter.headline}" + (f"　还缺：{'；'.join(matter.missing)}" if matter.missing else ""))
        lines += [f"   ! {said}" for said in (*matter.doubts, *([matter.fault] if matter.fault else []))]
        if matter.faults:
            lines.append(f"   ✗ {BLOCKED}{'；'.join(matter.faults)}")
    lines += [f"提示：{note}" for note in notes]
    lines.append(f"共 {len(matters)} 件，{sum(m.count for m in matters)} 人；" + _counted(matters))
    return "\n".join(lines)


def _counted(matters: Sequence[Intake]) -> str:
    ranks = dict.fromkeys((m.urgency.rank, m.urgency.title) for m in matters)
    return "，".join(f"{title} {sum(m.urgency.rank == rank for m in matters)}" for rank, title in ranks)


def file_name(matter: Intake) -> str:
    """The name of a matter's file; no name of a person in it."""
    return f"{matter.id}-{matter.urgency.rank}.md"


def index_markdown(matters: Sequence[Intake], notes: Sequence[str] = ()) -> str:
    """The list with links to the files; masked."""
    rows = ["| 件 | 紧急 | 来信 | 结论 | 还缺 | 状态 |", "| --- | --- | --- | --- | --- | --- |"]
    for m in matters:
        like = "" if m.group == m.id else f"（同 {m.group}）"
        cells = (
            f"[{m.id}]({file_name(m)}){like}", f"{m.urgency.rank} {m.urgency.title}", m.first, m.headline,
            "；".join(m.missing), m.review.state.chinese,
        )  # fmt: skip
        rows.append("| " + " | ".join(cell.replace("|", "／") for cell in cells) + " |")
    return "\n".join(["# 收件", "", *(f"> {note}" for note in notes), "", *rows, ""])


def matter_markdown(matter: Intake) -> str:
    """One matter's file: why it is urgent, the words masked, drafts, facts, sources. A draft with a fault stays out."""
    urgent = matter.urgency
    parts = [
        f"# {matter.id} · {urgent.rank} {urgent.title}",
        _list([*urgent.reasons, f"状态：{matter.review.state.chinese}", *_about(matter)]),
        "## 来信（已遮盖）",
        _quoted(matter.words),
    ]
    if matter.context:
        parts += ["## 已经回过的", _quoted("\n".join(matter.context))]
    parts += ["## 读到的事实", _list([f"{f.title}：「{f.words}」" for f in matter.found]) or "没有读到规则认得的事实。"]
    if matter.missing:
        parts += ["## 还缺的", _list(matter.missing)]
    if matter.faults:
        parts += ["## 草稿", BLOCKED + "；".join(matter.faults)]
    elif matter.answer:
        parts += [f"## 微信回复（{len(matter.drafts.short)} 字）", matter.drafts.short, "## 长回复", matter.drafts.long]
    if matter.sources:
        parts += ["## 依据", _list([_source(s, matter) for s in matter.sources])]
    if matter.review.steps:
        parts += ["## 审核", _list([str(step) for step in matter.review.steps])]
    return "\n\n".join(part for part in parts if part) + "\n"


def _about(matter: Intake) -> list[str]:
    hidden = "、".join(f"{kind} {count}" for kind, count in matter.hidden.items())
    said = [f"遮盖：{hidden}"] if hidden else []
    said += [f"按{matter.day}有效的法律，资料库 {matter.answer.corpus}"] if matter.answer else []
    said += [f"同样的话有 {matter.count} 人发来"] if matter.count > 1 else []
    said += [f"与 {matter.group} 同类"] if matter.group != matter.id else []
    return [*said, *matter.doubts, *([matter.fault] if matter.fault else [])]


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _source(source: Source, matter: Intake) -> str:
    mark = "✓" if source.passed else f"✗ {source.finding}"
    own = source.cited.n if matter.answer and source.cited in matter.answer.citations else 0
    line = source_line(source.cited)
    if source.cited.until and source.cited.status != Status.IN_FORCE.value:
        line = line.replace(source.cited.label, f"修改前的{source.cited.label}", 1)
    return f"{mark} " + (line if own else line.partition("] ")[2])


def refuse_faulty(matters: Sequence[Intake]) -> None:
    """Let nothing out while a sentence or a citation of a draft fails.

    Raises:
        InputProblem: names the matters and the first fault.
    """
    faulty = [m for m in matters if m.faults or not all(s.passed for s in m.sources)]
    if faulty:
        first = next(iter(faulty[0].faults), "依据没有通过核对")
        raise InputProblem(f"{'、'.join(m.id for m in faulty)} 没有通过核对，不能导出：先改掉 {first}")


def restored(paper: Paper, matter: Intake) -> Paper:
    """A matter's paper with the matter's own data back in; for its own file alone."""

    def line(words: Line) -> Line:
        return tuple(replace(run, text=matter.restored(run.text)) for run in words)

    def block(one: Block) -> Block:
        match one:
            case Heading():
                return replace(one, text=one.text.replace("（已遮盖）", ""))
            case Paragraph():
                return replace(one, line=line(one.line))
            case Items():
                return replace(one, lines=tuple(map(line, one.lines)))
            case Box():
                return replace(one, blocks=tuple(b for b in map(block, one.blocks) if isinstance(b, Paragraph | Items)))
            case _:
                return one

    return replace(paper, blocks=tuple(map(block, paper.blocks)))


def bundle(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Files as one .zip, made in memory; the same files give the same bytes."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as out:
        for name, content in files:
            out.writestr(ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return made.getvalue()


def paper_of(matter: Intake, checked: datetime) -> Paper:
    """A matter as a paper, masked: the drafts, facts, what is missing, and the certificate of its citations."""
    urgent = matter.urgency
    blocks: list[Block] = [
        Box(f"{urgent.rank} {urgent.title}", (Items(tuple(_line(r) for r in urgent.reasons)),)),
        Heading("来信（已遮盖）"),
        *(Paragraph(_line(line), "plain") for line in matter.words.split("\n") if line.strip()),
    ]
    if matter.found:
        blocks += [Heading("读到的事实"), Items(tuple(_line(f"{f.title}：「{f.words}」") for f in matter.found))]
    if matter.missing:
        blocks += [Heading("还缺的"), Items(tuple(_line(m) for m in matter.missing))]
    if matter.faults:
        blocks.append(Box(BLOCKED, (Items(tuple(_line(f) for f in matter.faults)),)))
    elif matter.answer:
        blocks += [
            Heading("微信回复"),
            Paragraph(_line(matter.drafts.short)),
            Heading("长回复"),
            *_body(matter.drafts.long),
        ]
    if matter.review.steps:
        blocks += [Heading("审核"), Items(tuple(_line(str(step)) for step in matter.review.steps))]
    return Paper(
        title=f"法律援助收件 {matter.id}",
        blocks=tuple(blocks),
        as_of=matter.day,
        corpus=matter.answer.corpus if matter.answer else "",
        verified=matter.verified,
        checked=checked,
        certificate=tuple(_certified(source, matter) for source in matter.sources),
        footer=f"状态：{matter.review.state.chinese}",
        model="" if matter.answer is None or matter.answer.model == "extractive" else matter.answer.model,
    )


_MARKS = re.compile(r"\[(\d+)\]")
_LIST = re.compile(r"^(?:[-*]|\d+\.)\s+")


def _body(text: str) -> list[Block]:
    """Markdown of a draft as blocks; a line of bold words alone is a heading."""
    blocks: list[Block] = []
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            continue
        if re.fullmatch(r"\*\*[^*]+\*\*", line):
            blocks.append(Heading(line.strip("*"), 2))
        elif lead := _LIST.match(line):
            numbered = line[0].isdigit()
            item = _cited(line[lead.end() :])
            last = blocks[-1] if blocks else None
            if isinstance(last, Items) and last.numbered == numbered:
                blocks[-1] = Items((*last.lines, item), numbered)
            else:
                blocks.append(Items((item,), numbered))
        else:
            blocks.append(Paragraph(_cited(line)))
    return blocks


def _line(text: str) -> Line:
    return (Run(text),)


def _cited(text: str) -> Line:
    """Runs of a line; words before a mark [1] are carried by that citation."""
    pieces = _MARKS.split(text.replace("**", "").strip("*"))
    runs = [Run(words, cite=int(n)) for words, n in zip(pieces[::2], pieces[1::2], strict=False)]
    runs += [Run(pieces[-1])] if pieces[-1] else []
    return tuple(run for run in runs if run.text or run.cite)


def _certified(source: Source, matter: Intake) -> Certified:
    cited, answer = source.cited, matter.answer
    own = answer is not None and cited in answer.citations
    claims = answer.claims if answer and own else ()
    sentence = next((c.text for c in claims if cited.n in c.citations), "") or _naming(cited.label, matter)
    return Certified(
        n=cited.n if own else 0,
        label=cited.label,
        ref=cited.ref,
        words=cited.quote or cited.summary,
        exact=bool(cited.quote),
        rank=Authority(cited.authority).chinese,
        status=Status(cited.status).chinese,
        in_force=cited.in_force or matter.day,
        until=cited.until,
        sentence=sentence,
        passed=source.passed,
        finding=source.finding or "相符",
    )


def _naming(label: str, matter: Intake) -> str:
    """The sentence of a draft that names a provision."""
    words = _MARKS.sub("", f"{matter.drafts.long}\n{matter.drafts.short}")
    return next((s.strip() for line in words.split("\n") for s in split_sentences(line) if label in s), "")
