"""Problems of the templates of letters: what rests on nothing, what is asked for in vain, what would be withheld."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.letter import Letter
from assistant.letters import Letters
from assistant.matters import CALLS, Matter
from assistant.templates import BINDING, FINDINGS, TODAY, Template
from kb import Absence, Corpus, Problem, to_chinese

BEFORE = date(2025, 12, 10)
"""A day before the articles of 治安管理处罚法 were numbered anew; a letter that is tried has a call of it."""
_MARKS = re.compile(r"[{}]|\[[^\[\]]*\{|^[?@*]")


def lint_letters(letters: Letters, today: date) -> Iterator[Problem]:
    """Every problem of every template."""
    for template in letters.templates.values():
        file = f"letters/{template.id}.md"
        yield from (Problem(file, line, fault) for line, fault in _written(template, letters))
        yield from (Problem(file, 1, fault) for fault in _tried(template, letters, today))


def _written(template: Template, letters: Letters) -> Iterator[tuple[int, str]]:
    """What can be seen without writing a letter: line and fault."""
    known = set(letters.form.fields)
    yield from ((1, f"asks 里的 {field} 不在 matter.toml 里") for field in template.asks if field not in known)
    for name in ("not_if", "send", "after"):
        if not getattr(template, name):
            yield 1, f"{name} 是空的：要写清什么时候别寄、怎么寄、以后怎样"
    used: set[str] = {t.since for t in template.terms}
    for slot in template.slots:
        fields = {f for f in slot.fields if f not in {TODAY, FINDINGS, CALLS}}
        used |= fields
        yield from ((slot.line, f"用了 {field}，asks 里没有") for field in sorted(fields - set(template.asks)))
        named = {*slot.among, *(v for c in slot.when if c.field == FINDINGS for v in c.values)} - {BINDING}
        yield from ((slot.line, f"没有 {name} 这个文件") for name in sorted(named - set(letters.corpus.instruments)))
        if any(_MARKS.search(bit.words) for sentence in slot.sentences for bit in sentence):
            yield slot.line, "有没有读懂的标记：{……}、[……]、?……：的写法见 docs/formats.md"
    yield from ((1, f"asks 里的 {field} 没有用到") for field in template.asks if field not in used)
    for term in template.terms:
        if not any(f"{to_chinese(term.days)}日" in said for said in term.law):
            yield 1, f"期限“{term.title}”的 {term.days} 天不在它依据的话里"


def _tried(template: Template, letters: Letters, today: date) -> Iterator[str]:
    """What letters written with everything told, with nothing told, and for each kind of lender show."""
    faults: dict[str, None] = {}
    for matter in _matters(template, letters):
        letter = letters.draft(template.id, matter, today)
        faults |= dict.fromkeys(_of_letter(letter, letters.corpus, today))
    yield from faults


def _matters(template: Template, letters: Letters) -> Iterator[Matter]:
    full = letters.form.example()
    older = tuple(replace(listed, call=replace(listed.call, date=BEFORE)) for listed in full.calls)
    yield replace(full, calls=(*older, *full.calls))
    yield Matter({})
    if any(c.field == "lender.kind" for slot in template.slots for c in slot.when):
        field = next(f for f in letters.form.calls.fields if f.id == "lender")
        yield from (replace(full, told={**full.told, "lender.kind": v.id}, calls=()) for v in field.values)


def _of_letter(letter: Letter, corpus: Corpus, today: date) -> Iterator[str]:
    for withheld in letter.withheld:
        yield f"“{withheld.text}”：{withheld.reason}"
    for line in (*letter.lines, *letter.not_if, *letter.deadlines, *letter.send, *letter.after):
        for mention in corpus.finder.find(line.text):
            found = corpus.on(today).resolve(mention.citation)
            if isinstance(found, Absence):
                yield f"{mention.raw}：{found.note}"
