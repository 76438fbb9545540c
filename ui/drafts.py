"""An imported article: the draft of a guide for a person to rewrite, the report of the import, and as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from kb import KINDS, SOURCE_MARK, ArticleDraft, Cited, Finding, Line, StatuteBook, Titles, written
from ui.render import FINDING_NAMES, GOOD, check_dict

SHOWN = 200
"""Characters of a dropped line or a hidden text that the report shows."""

_TASK = (
    "这是草稿，不会被收进资料库：每一节用自己的话写，每一句法律写明核对过的出处；写完删去原文，填好首部，"
    "写上 reviewed，删去 draft，再运行 youju lint。"
)


def draft_markdown(draft: ArticleDraft, source: str) -> str:
    """A guide that is none yet: sections to be written, what to check in each, and the source's words in a quote."""
    key = hashlib.sha256("\n".join(line.text for line in draft.kept).encode()).hexdigest()[:8]
    front = [
        "+++",
        f'id = "draft-{key}"',
        'title = "（待写）"',
        'topic = ""',
        "draft = true",
        f"source = {json.dumps(source, ensure_ascii=False)}",
        f'tier = "{draft.tier.id}"',
        *([f"published = {draft.published}"] if draft.published else []),
        'licence = ""',
        "+++",
        "",
        f"来源：{draft.tier.title}。{draft.tier.reason}。",
        _TASK,
        "",
    ]
    return "\n".join([*front, *(line for n, part in enumerate(draft.parts, 1) for line in _part(draft, n, part))])


def _part(draft: ArticleDraft, number: int, part: tuple[Line, ...]) -> Iterator[str]:
    first, last = part[0].number, part[-1].number
    words = sum(len(line.text) for line in part)
    yield f"## 第 {number} 节（待写：借款人会怎么问） {{#part-{number}}}"
    yield f"要点：原文第 {first} 到 {last} 行，{len(part)} 段，约 {words} 字。"
    for cited in draft.cited:
        if first <= cited.line <= last:
            yield f"核对：{_finding(cited)}"
    for doubt in draft.doubts:
        if first <= doubt.line <= last:
            yield f"留意：第 {doubt.line} 行，{doubt.caution.title}：{doubt.caution.note}。"
    yield ""
    yield f"> {SOURCE_MARK}（第 {first} 到 {last} 行）"
    yield from (f"> {line.text}" for line in part)
    yield ""


def _finding(cited: Cited) -> str:
    """The line, the citation as it stands there, what was found and what is right."""
    check = cited.check
    raw = "".join(check.mention.raw.split()).replace("•", "")
    said = f"第 {cited.line} 行 {raw}：{FINDING_NAMES[check.finding]}"
    if check.finding is Finding.OK:
        return said if check.mention.citation.number else f"{said}，但没有写明是哪一条"
    same = check.finding is Finding.MISQUOTED  # the article is the right one, the words are not
    right = f"；应为{written(check.correct)}" if check.correct and not same else ""
    return f"{said}{right}。{check.explain}"


def report_markdown(draft: ArticleDraft, source: str) -> str:
    """What was kept, dropped and hidden, and why; how far to trust the page; what it cites and whether rightly."""
    faults = [c for c in draft.cited if c.check.finding not in GOOD]
    kinds = [kind for kind in KINDS if any(line.kind == kind for line in draft.dropped)]
    lines = [
        f"# 导入报告：{_cell(source)}",
        "",
        f"- 标题：{_cell(draft.title) or '没有认出'}",
        f"- 发布日：{draft.published or '没有认出'}",
        f"- 来源：{draft.tier.title}（{draft.tier.reason}）",
        f"- 留下 {len(draft.kept)} 行，删去 {len(draft.dropped)} 行，看不见的文字 {len(draft.hidden)} 处",
        f"- 引用 {len(draft.cited)} 处，{len(faults)} 处有误",
        "",
        "## 引用",
        "",
        *([f"- {_finding(cited)}" for cited in draft.cited] or ["没有引用。"]),
        "",
        "## 引用以外要留意的",
        "",
        *([f"- 第 {d.line} 行，{d.caution.title}：{d.caution.note}。" for d in draft.doubts] or ["没有。"]),
        "",
        "## 删去的行",
        "",
        *([] if kinds else ["没有。"]),
    ]
    for kind in kinds:
        lines += [f"### {KINDS[kind]}", "", "| 行 | 为什么 | 原来的字 |", "| --- | --- | --- |"]
        rows = (line for line in draft.dropped if line.kind == kind)
        lines += [f"| {r.number} | {r.reason} | {_cell(r.text)} |" for r in rows]
        lines.append("")
    if draft.hidden:
        lines += ["## 看不见的文字", "", "网页或文件里有、读者看不见的字，没有收：", ""]
        lines += [f"- {_cell(text)}" for text in draft.hidden] + [""]
    return "\n".join(lines).rstrip() + "\n"


def draft_text(draft: ArticleDraft) -> list[str]:
    """The report in some lines, for a terminal."""
    counted = [(KINDS[kind], sum(line.kind == kind for line in draft.dropped)) for kind in KINDS]
    dropped = "、".join(f"{name} {count}" for name, count in counted if count)
    lines = [
        f"  《{draft.title or '没有认出标题'}》，发布日{draft.published or '没有认出'}",
        f"  来源：{draft.tier.title}（{draft.tier.reason}）",
        f"  留下 {len(draft.kept)} 行，删去 {len(draft.dropped)} 行" + (f"（{dropped}）" if dropped else ""),
    ]
    lines += [f"  看不见的文字 {len(draft.hidden)} 处，没有收。"] if draft.hidden else []
    lines += [f"  ✗ {_finding(c)}" for c in draft.cited if c.check.finding not in GOOD]
    lines += [f"  ? {_finding(c)}" for c in draft.cited if c.check.finding is Finding.UNVERIFIABLE]
    lines += [f"  留意：第 {d.line} 行，{d.caution.title}" for d in draft.doubts]
    return lines


def draft_dict(draft: ArticleDraft, book: StatuteBook, titles: Titles) -> dict[str, object]:
    """Everything, for programs."""
    return {
        "title": draft.title,
        "published": draft.published.isoformat() if draft.published else None,
        "tier": {"id": draft.tier.id, "title": draft.tier.title, "reason": draft.tier.reason},
        "as_of": book.day.isoformat(),
        "kept": [{"line": line.number, "text": line.text} for line in draft.kept],
        "dropped": [
            {"line": line.number, "text": line.text, "kind": line.kind, "reason": line.reason} for line in draft.dropped
        ],
        "hidden": list(draft.hidden),
        "citations": [{"line": c.line, **_without_span(check_dict(c.check, book, titles))} for c in draft.cited],
        "cautions": [{"line": d.line, "id": d.caution.id, "note": d.caution.note} for d in draft.doubts],
    }


def _without_span(check: dict[str, object]) -> dict[str, object]:
    """A check's place in the text that was checked says nothing about the source."""
    return {key: value for key, value in check.items() if key != "span"}


def _cell(text: str) -> str:
    """A text as a cell of a table, or a line of a list, that holds no markup of its own."""
    shown = " ".join(text.split())
    shown = shown if len(shown) <= SHOWN else shown[:SHOWN] + "……"
    for sign in "\\`*_[]|<>":
        shown = shown.replace(sign, f"&#{ord(sign)};")
    return shown
