"""A letter as a paper: first a page for its sender alone, then the letter; and the kinds of letters as a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from assistant import Letter, LetterCitation, LetterLine, Template
from ui.paper import Block, Box, Break, Certified, Heading, Items, Line, Paper, Paragraph, Run

_BOXES = (
    ("not_if", "有下面任一情况，先不要寄"),
    ("deadlines", "期限（按你填的日子算）"),
    ("send", "怎么寄、寄到哪里、附什么"),
    ("after", "寄出以后"),
)
OTHER_LETTER = re.compile(r"「([a-z-]+)」")
"""How a letter's page for its sender names another kind."""
_PLACES = {"body": "body", "plain": "plain", "right": "right"}


def paper_of(letter: Letter, checked: datetime, names: Mapping[str, str] | None = None) -> Paper:
    """The paper of a letter, with the certificate of its citations.

    Args:
        letter: the letter.
        checked: when its citations were checked.
        names: what its sender's page calls the other kinds, for readers who do not know their ids.
    """
    return Paper(
        title=letter.title,
        blocks=(*_for_sender(letter, names or {}), Break(), Heading(letter.title), *body_of(letter)),
        as_of=letter.as_of,
        corpus=letter.corpus,
        verified=letter.verified,
        checked=checked,
        certificate=tuple(_certified(c) for c in letter.citations),
        footer="有据不是律师。寄出以前，请把每一句对照事实再看一遍。",
    )


def kinds_text(templates: Mapping[str, Template], lang: str = "zh") -> str:
    """The kinds of letters with what each is for."""
    english = lang == "en"
    lines = [
        f"{t.id:<15}{t.title_en if english else t.title}\n{'':<15}{t.purpose_en if english else t.purpose}"
        for t in templates.values()
    ]
    how = (
        "Print an empty matter file: youju letter KIND --fields\nWrite: youju letter KIND MATTER.toml --out FILE.docx"
        if english
        else "打印要填的内容：youju letter 种类 --fields\n写信：youju letter 种类 案情.toml --out 信.docx"
    )
    return "\n".join([*lines, "", how])


def kind_dict(template: Template) -> dict[str, object]:
    """A kind of letter as programs see it."""
    return {
        "kind": template.id,
        "title": template.title,
        "title_en": template.title_en,
        "purpose": template.purpose,
        "purpose_en": template.purpose_en,
        "to": template.to,
        "to_en": template.to_en,
        "asks": list(template.asks),
    }


def _certified(c: LetterCitation) -> Certified:
    return Certified(
        n=c.n,
        label=c.label,
        ref=c.ref,
        words=c.words,
        exact=c.exact,
        rank=c.rank,
        status=c.status,
        in_force=c.in_force,
        until=c.until,
        sentence=c.sentence,
        passed=True,
        finding=c.finding,
    )


def _for_sender(letter: Letter, names: Mapping[str, str]) -> Iterator[Block]:
    """The page that is not sent."""
    yield Paragraph((Run("这一页是给你自己看的，不要寄出。", "bold"),), "plain")
    if letter.first:
        said = [line.replace("**", "") for line in letter.first.split("\n") if line.strip()]
        yield Box("先看这里", tuple(Paragraph((Run(line),), "plain") for line in said))
    yield Paragraph((Run(f"交给：{letter.to}"),), "plain")
    for name, title in _BOXES:
        lines: Sequence[LetterLine] = getattr(letter, name)
        if lines:
            yield Box(title, (Items(tuple(_named(_runs(line), names) for line in lines)),))
    if letter.blanks:
        yield Box("还空着，寄以前要填", (Items(tuple((Run(label, "blank"),) for label in letter.blanks)),))
    if letter.withheld:
        rows = tuple((Run(w.text, "fault"), Run(f"（{w.reason}）", "note")) for w in letter.withheld)
        yield Box("没有通过核对，没有写进去", (Items(rows),))


def body_of(letter: Letter) -> Iterator[Block]:
    """The letter's own lines; list lines that follow each other are one list."""
    listed: list[Line] = []
    for line, after in zip(letter.lines, [*letter.lines[1:], None], strict=False):
        if line.kind in {"item", "numbered"}:
            listed.append(_runs(line))
            if after is None or after.kind != line.kind:
                yield Items(tuple(listed), line.kind == "numbered")
                listed = []
        elif line.kind == "heading":
            yield Heading(line.text)
        else:
            yield Paragraph(_runs(line), _PLACES[line.kind])


def _runs(line: LetterLine) -> Line:
    """A line's words; a blank without its brackets, since its look tells it."""
    return tuple(Run(s.text.strip("〔〕"), "blank") if s.blank else Run(s.text, cite=s.cite) for s in line.stretches)


def _named(line: Line, names: Mapping[str, str]) -> Line:
    """The line with other letters by their names."""
    return tuple(replace(r, text=OTHER_LETTER.sub(lambda m: f"「{names.get(m[1], m[1])}」", r.text)) for r in line)
