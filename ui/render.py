"""Answers, entries and checks as text for a terminal and as the JSON of docs/interface.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant import Action, Answer, Cited
from kb import (
    Absence,
    Authority,
    Check,
    Entry,
    Finding,
    Former,
    Hit,
    Outdated,
    Proposal,
    Provision,
    Status,
    StatuteBook,
    Titles,
    Wording,
    propose,
    status_of,
    written,
)

FINDING_NAMES = {
    Finding.OK: "正确",
    Finding.WRONG_NUMBER: "条号不对",
    Finding.MISQUOTED: "引文有误",
    Finding.SUPERSEDED: "旧条文",
    Finding.REPEALED: "已废止",
    Finding.NONEXISTENT_INSTRUMENT: "没有这个文件",
    Finding.NONEXISTENT_ARTICLE: "没有这一条",
    Finding.CONFLATED: "两条混在一起",
    Finding.WRONG_PARAGRAPH: "款项不对",
    Finding.UNVERIFIABLE: "无法核对",
}

ICONS = (
    {Finding.OK: "✓", Finding.UNVERIFIABLE: "⚠", Finding.SUPERSEDED: "※", Finding.REPEALED: "※"}
    | dict.fromkeys((Finding.NONEXISTENT_INSTRUMENT, Finding.NONEXISTENT_ARTICLE), "✗")
    | dict.fromkeys((Finding.WRONG_NUMBER, Finding.MISQUOTED, Finding.CONFLATED, Finding.WRONG_PARAGRAPH), "⚠")
)
"""A finding is told by icon and word, never by colour alone."""

MAX_SHOWN = 150
"""Characters of a source that a terminal shows."""

_WORDS = {
    "zh": {
        "sources": "依据",
        "ask": "想先问一句",
        "withheld": "句没有通过核对，没有显示",
        "summary": "大意，非原文",
        "notice": "提示",
    },
    "en": {
        "sources": "Sources",
        "ask": "One question",
        "withheld": "sentences withheld: not verified",
        "summary": "summary, not the official wording",
        "notice": "Note",
    },
}


def answer_text(answer: Answer) -> str:
    """An answer for a terminal: the text, then each source with rank, status and words."""
    words = _WORDS[answer.lang]
    parts = [re.sub(r"\*\*(.+?)\*\*|(?<!\*)\*([^*\n]+)\*(?!\*)", lambda m: m[1] or m[2], answer.text)]
    if answer.ask_back and answer.action is not Action.CLARIFY:
        parts.append(f"{words['ask']}：{answer.ask_back[0]}")
    if answer.citations:
        parts.append("\n".join([f"{words['sources']}：", *(source_line(c, answer.lang) for c in answer.citations)]))
    if answer.withheld:
        parts.append(f"（{len(answer.withheld)} {words['withheld']}）")
    if answer.notice:
        parts.append(f"{words['notice']}：{answer.notice}")
    return "\n\n".join(parts)


def source_line(cited: Cited, lang: str = "zh") -> str:
    """One line: number, label, rank, status, and the words in “” where they are the official ones."""
    authority, status = Authority(cited.authority), Status(cited.status)
    until = cited.until if cited.status != "in_force" else None
    if lang == "en":
        ended = f", until {until} (that day not included)" if until else ""
        head = f"[{cited.n}] {cited.english}, {cited.label} ({authority.english}, {status.english}{ended})"
    else:
        ended = f"，适用至{until}（不含当日）" if until else ""
        head = f"[{cited.n}] {cited.label}（{authority.chinese} · {status.chinese}{ended}）"
    if cited.wording == Wording.EXACT.value:
        return f"{head}：“{cited.excerpt or _shortened(cited.quote)}”"
    return f"{head}（{_WORDS[lang]['summary']}）：{cited.excerpt or _shortened(cited.summary)}"


def _shortened(words: str) -> str:
    """The words on one line, cut at a mark where they are long; `youju law` shows the whole."""
    line = words.replace("\n", "")
    if len(line) <= MAX_SHOWN:
        return line
    cut = max(line.rfind(mark, 0, MAX_SHOWN) for mark in "。；，")
    return line[: cut + 1 if cut > MAX_SHOWN // 2 else MAX_SHOWN] + "……"


def hit_dict(hit: Hit) -> dict[str, object]:
    """A hit as programs see it; `id` where the corpus gave one; `part` is the unit of it that fits best."""
    return (
        {"ref": hit.passage.id}
        | ({"id": hit.passage.echo} if hit.passage.echo else {})
        | {"part": (hit.part or hit.passage).id, "score": round(hit.score, 4)}
    )


def hit_line(number: int, hit: Hit) -> str:
    """A hit for a terminal: number, title, place (down to the paragraph or item that fits), and the first words."""
    shown = hit.part or hit.passage
    return f"{number:>2}. {shown.title} {shown.number}\n    {' '.join(shown.text.split())[:80]}\n    {shown.id}"


def entry_dict(entry: Entry) -> dict[str, object]:
    """A looked-up reference as programs see it."""
    found = entry.found
    held = found if isinstance(found, Provision) else None
    version = held.version if held else found.version if isinstance(found, Absence) else None
    instrument = held.instrument if held else found.instrument if isinstance(found, Absence) else None
    return {
        "asked": entry.asked,
        "ref": held.ref if held else entry.citation.ref,
        "label": held.label if held else str(entry.citation),
        "text": held.text if held else None,
        "wording": held.wording.value if held else None,
        "status": entry.status.value if entry.status else None,
        "effective": _day(version.in_force) if version else None,
        "until": _day(version.until) if version else None,
        "authority": instrument.authority.value if instrument else None,
        "moved_to": entry.moved_to[0] if entry.moved_to else None,
        "moved_to_all": list(entry.moved_to),
        "was": former_dict(entry.was[-1]) if entry.was else None,
        "note": entry.note,
    }


def former_dict(former: Former) -> dict[str, object]:
    """What a number held before."""
    old = former.provision
    return {
        "ref": old.ref,
        "label": old.label,
        "text": old.text,
        "wording": old.wording.value,
        "effective": _day(old.version.in_force),
        "until": _day(old.version.until),
        "moved_to": former.moved_to[0] if former.moved_to else None,
        "moved_to_all": list(former.moved_to),
        "note": former.note,
    }


def entry_text(entry: Entry) -> str:
    """A looked-up reference for a terminal, with what became of it."""
    found = entry.found
    lines = [str(entry.citation)]
    if isinstance(found, Provision):
        version, rank = found.version, found.instrument.authority.chinese
        status = entry.status.chinese if entry.status else ""
        days = f"{version.in_force}起施行" + (f"，{version.until}起不再适用" if version.until else "")
        lines = [f"{found.label}（{rank} · {status} · {days}）"]
        lines += [f"  （{_WORDS['zh']['summary']}）"] if found.wording is Wording.SUMMARY else []
        lines += [f"  {line}" for line in found.text.split("\n")]
    if entry.note:
        lines.append(f"  说明：{entry.note}")
    for former in entry.was:
        old = former.provision
        lines += ["", f"  {old.version.until}以前的{old.label}（{old.version.in_force}起施行）："]
        lines += [f"    {line}" for line in old.text.split("\n")]
        if former.moved_to:
            lines.append(f"    → 现为{'、'.join(map(written, former.moved_to))}。{former.note}")
    return "\n".join(lines)


def check_dict(check: Check, book: StatuteBook, titles: Titles) -> dict[str, object]:
    """A check as programs see it. `law` is exact text only; a summary is never shown as wording."""
    found = check.found
    cited = check.mention.citation
    instrument = found.instrument
    exact = not isinstance(found, Provision) or found.wording is Wording.EXACT
    return {
        "raw": check.mention.raw,
        "span": list(check.mention.span),
        "ref": cited.ref,
        "finding": check.finding.value,
        "correct": check.correct or None,
        "quote": check.quote or None,
        "law": check.law if exact and check.law else None,
        "explain": check.explain or f"在{book.day}现行有效，没有发现不符",
        "status": status_of(check, book) or None,
        "authority": instrument.authority.value if instrument else None,
        "proposed": _proposed_dict(propose(check, book, titles)),
    }


def _proposed_dict(proposal: Proposal | None) -> dict[str, object] | None:
    if proposal is None:
        return None
    return {
        "citation": proposal.citation or None,
        "advice": proposal.advice,
        "words": [
            {
                "ref": words.provision.ref,
                "label": words.provision.label,
                "text": words.text,
                "authority": words.provision.instrument.authority.value,
                "changes": [{"change": piece.change.value, "text": piece.text} for piece in words.changes],
            }
            for words in proposal.words
        ],
    }


def outdated_dict(name: Outdated) -> dict[str, object]:
    """An old name of an authority as programs see it."""
    return {"raw": name.raw, "span": list(name.span), "now": name.body.now, "explain": name.explain}


def check_text(file: str, text: str, checks: Sequence[Check], notes: Sequence[Outdated] = ()) -> str:
    """Checks of one file for a terminal."""
    lines = [f"{file}：{len(checks)} 处引用，{sum(c.finding not in GOOD for c in checks)} 处有误"]
    for check in checks:
        raw = " ".join(check.mention.raw.split())
        lines.append(
            f"  {ICONS[check.finding]} {line_of(text, check.mention.span)}行 {raw}：{FINDING_NAMES[check.finding]}"
        )
        if check.finding is Finding.OK:
            continue
        lines.append(f"      {check.explain}")
        if check.correct:
            lines.append(f"      应为{written(check.correct)}（{check.correct}）")
    lines += [f"  ※ {line_of(text, note.span)}行 {note.raw}：旧称\n      {note.explain}" for note in notes]
    return "\n".join(lines)


def fault_lines(file: str, text: str, checks: Sequence[Check]) -> str:
    """One line for each fault, as compilers print them: `信.txt:3: 《…》第四十二条：旧条文；应为…`."""
    lines = []
    for check in checks:
        if check.finding in GOOD:
            continue
        right = f"；应为{written(check.correct)}" if check.correct else ""
        raw = " ".join(check.mention.raw.split())
        lines.append(f"{file}:{line_of(text, check.mention.span)}: {raw}：{FINDING_NAMES[check.finding]}{right}")
    return "\n".join(lines)


def line_of(text: str, span: tuple[int, int]) -> int:
    """The line on which a place begins, from 1."""
    return text.count("\n", 0, span[0]) + 1


GOOD = frozenset({Finding.OK, Finding.UNVERIFIABLE})
"""Findings that are no fault: right, or beyond what the library can judge."""


def quote_span(text: str, check: Check) -> tuple[int, int] | None:
    """Where the quoted words stand, nearest to their citation; None where nothing was quoted."""
    if not check.quote:
        return None
    start, end = check.mention.span
    behind, before = text.find(check.quote, end), text.rfind(check.quote, 0, start)
    found = [at for at in (behind, before) if at >= 0]
    at = min(found, key=lambda place: abs(place - start), default=-1)
    return (at, at + len(check.quote)) if at >= 0 else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
