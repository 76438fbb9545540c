"""A checked text as values: marked in place, counted, and as a paper to hand over. For the page, for HTML and DOCX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise

from kb import (
    Change,
    Check,
    Corpus,
    Finding,
    Outdated,
    Proposal,
    Provision,
    StatuteBook,
    Wording,
    outdated_bodies,
    parse_reference,
    propose,
    written,
)
from ui.paper import Block, Box, Certified, Heading, Items, Line, Paper, Paragraph, Run, Table
from ui.render import FINDING_NAMES, GOOD, ICONS, line_of, quote_span

_TONES = {"✓": "right", "⚠": "doubt", "※": "old", "✗": "none"}
_LOOKS = {"right": "", "doubt": "note", "wrong": "fault", "old": "fault", "none": "fault"}
_SIGNS = {Change.SAME: "", Change.ADDED: "added", Change.REMOVED: "removed"}
_GRAVITY = ("right", "doubt", "old", "wrong", "none")


@dataclass(frozen=True, slots=True)
class Mark:
    """How a place is marked: icon and word, and a tone that a stylesheet may colour."""

    icon: str
    word: str
    tone: str
    """`right`, `doubt`, `wrong`, `old` or `none` (there is no such thing)."""


OLD_NAME = Mark("※", "旧称", "old")
"""The mark of an authority's old name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text with one mark, or none. Joined, the pieces are the text."""

    text: str
    mark: Mark | None = None
    n: int = 0
    """The check that it belongs to, from 1; 0 for none."""
    explain: str = ""
    quoted: bool = False
    """The words that were quoted, not the citation itself."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A text with all that was found in it."""

    name: str
    """Of the file."""
    text: str
    checks: tuple[Check, ...]
    notes: tuple[Outdated, ...] = ()

    @property
    def faults(self) -> tuple[Check, ...]:
        """What is wrong, in reading order."""
        return tuple(c for c in self.checks if c.finding not in GOOD)


def checked(name: str, text: str, checks: Sequence[Check], corpus: Corpus, book: StatuteBook) -> Checked:
    """A text with its checks and the old names of authorities in it."""
    spans = [c.mention.span for c in checks]
    return Checked(name, text, tuple(checks), outdated_bodies(text, corpus.bodies, book.day, spans))


def mark_of(finding: Finding) -> Mark:
    """The mark of a finding."""
    icon = ICONS[finding]
    wrong = icon == "⚠" and finding is not Finding.UNVERIFIABLE
    return Mark(icon, FINDING_NAMES[finding], "wrong" if wrong else _TONES[icon])


def counts(checks: Sequence[Check]) -> str:
    """5 处引用：✓ 正确 3 · ※ 旧条文 1 · ⚠ 无法核对 1."""
    found = [(finding, sum(c.finding is finding for c in checks)) for finding in Finding]
    told = " · ".join(f"{ICONS[finding]} {FINDING_NAMES[finding]} {n}" for finding, n in found if n)
    return f"{len(checks)} 处引用" + (f"：{told}" if told else "")


def marked(text: str, checks: Sequence[Check], notes: Sequence[Outdated] = ()) -> tuple[Piece, ...]:
    """The whole text, each citation and each faulty quotation marked; where two meet, the graver or the inner one."""
    places: list[tuple[tuple[int, int], Piece]] = []
    for n, check in enumerate(checks, 1):
        mark, explain = mark_of(check.finding), check.explain
        if check.quote and check.finding not in GOOD and (quote := quote_span(text, check)):
            places.append((quote, Piece("", mark, n, explain, quoted=True)))
        places.append((check.mention.span, Piece("", mark, n, explain)))
    places += [(note.span, Piece("", OLD_NAME, 0, note.explain)) for note in notes]
    cuts = sorted({0, len(text), *(end for span, _ in places for end in span)})
    plain = Piece("")
    runs = [
        (
            max((p for span, p in places if span[0] <= first and last <= span[1]), key=_weight, default=plain),
            first,
            last,
        )
        for first, last in pairwise(cuts)
    ]
    joined = [(piece, list(same)) for piece, same in groupby(runs, key=lambda run: run[0])]
    return tuple(
        Piece(text[same[0][1] : same[-1][2]], piece.mark, piece.n, piece.explain, piece.quoted)
        for piece, same in joined
    )


def _weight(piece: Piece) -> tuple[bool, int]:
    return not piece.quoted, _GRAVITY.index(piece.mark.tone) if piece.mark else -1


def paper_of(files: Sequence[Checked], corpus: Corpus, book: StatuteBook, made: datetime) -> Paper:
    """The report of one or several texts: counts, findings, the text with its marks, and each fault with its mend."""
    blocks: list[Block] = []
    certificate: list[Certified] = []
    before = 0
    for file in files:
        blocks += [Heading(file.name)] if len(files) > 1 else []
        rows = () if any(one.faults for one in files) else tuple(_certificate(file, corpus, book, before))
        blocks += _report(file, corpus, book, before, {row.n for row in rows})
        certificate += rows
        before += len(file.checks)
    blocks.append(_LIMITS)
    title = f"引用体检报告：{files[0].name}" if len(files) == 1 else f"引用体检报告：{len(files)} 个文件"
    return Paper(
        title=title,
        blocks=tuple(blocks),
        as_of=book.day,
        corpus=corpus.fingerprint,
        verified=corpus.verified,
        checked=made,
        certificate=tuple(certificate),
        footer="引用体检，不是法律意见",
    )


_LIMITS = Box(
    "怎样读这份报告",
    (
        Items(
            (
                (Run("✓ 正确：这一条在那一天存在、有效，没有发现与所写不符。它不表示整句话都对。"),),
                (Run("⚠ 有误或者无法核对 · ※ 旧条文、已废止、旧称 · ✗ 没有这个文件或者没有这一条。"),),
                (Run("只核对引用和引文，不判断案情。改好以后，再核对一遍。"),),
            )
        ),
    ),
)


def _report(
    file: Checked, corpus: Corpus, book: StatuteBook, before: int, certified: AbstractSet[int]
) -> Iterator[Block]:
    yield Paragraph((Run(counts(file.checks), "bold"),), "plain")
    yield Paragraph((Run(f"按{book.day}的法律核对。"),), "plain")
    if file.checks:
        rows = tuple(_row(n, check, file, before) for n, check in enumerate(file.checks, 1))
        yield Heading("查到的引用", 2)
        yield Table(("", "行", "写的是", "结论", "应为"), rows, (1, 1, 5, 3, 5))
    if file.notes:
        yield Heading("机关的旧称", 2)
        yield Items(tuple((Run(f"第{line_of(file.text, note.span)}行：{note.explain}"),) for note in file.notes))
    yield Heading("全文与标记", 2)
    for line in _lines(marked(file.text, file.checks, file.notes), before, certified):
        yield Paragraph(line, "plain")
    if file.faults:
        yield Heading("逐处改法", 2)
    for n, check in enumerate(file.checks, 1):
        if check.finding not in GOOD:
            yield from _mend(n + before, check, corpus, book)


def _row(n: int, check: Check, file: Checked, before: int) -> tuple[Line, ...]:
    mark = mark_of(check.finding)
    cells = (str(n + before), str(line_of(file.text, check.mention.span)), " ".join(check.mention.raw.split()))
    right = written(check.correct) if check.correct and check.finding is not Finding.OK else ""
    return (*((Run(cell),) for cell in cells), (Run(f"{mark.icon} {mark.word}", _LOOKS[mark.tone]),), (Run(right),))


def _lines(pieces: Sequence[Piece], before: int, certified: AbstractSet[int]) -> Iterator[Line]:
    """The text line by line; icon and word stand in front of what they mark, its number where the article is held."""
    line: list[Run] = []
    for piece in pieces:
        n = piece.n + before if piece.n and piece.n + before in certified else 0
        look = _LOOKS[piece.mark.tone] if piece.mark else ""
        if piece.mark and not piece.quoted:
            line.append(Run(f"[{piece.mark.icon}{piece.mark.word}]", look, n))
        for at, words in enumerate(piece.text.split("\n")):
            if at:
                yield from [tuple(line)] if line else []
                line = []
            line += [Run(words, look, n)] if words.strip() else []
    yield from [tuple(line)] if line else []


def _mend(n: int, check: Check, corpus: Corpus, book: StatuteBook) -> Iterator[Block]:
    mark, proposal = mark_of(check.finding), propose(check, book, corpus.titles)
    yield Heading(f"{n}. {' '.join(check.mention.raw.split())}：{mark.icon} {mark.word}", 3)
    yield Paragraph((Run(check.explain, "fault"),), "plain")
    yield from _proposed(proposal) if proposal else ()
    for right in _right(check, corpus, book):
        version = right.version
        days = f"{version.in_force}起施行" + (f"，{version.until}起不再适用" if version.until else "")
        rank, exact = right.instrument.authority.chinese, right.wording is Wording.EXACT
        head = f"{right.label}（{rank} · {book.status(right).chinese} · {days}）" + ("" if exact else "大意，非原文：")
        yield Paragraph((Run(head, "bold"),), "plain")
        yield Items(tuple((Run(line, "" if exact else "note"),) for line in right.text.split("\n")))


def _proposed(proposal: Proposal) -> Iterator[Block]:
    if proposal.citation:
        yield Paragraph((Run("建议写成：", "bold"), Run(proposal.citation, "added")), "plain")
    yield Paragraph((Run("改法：", "bold"), Run(proposal.advice)), "plain")
    for words in proposal.words:
        yield Paragraph((Run(f"{words.provision.label}的原文：“"), Run(words.text), Run("”")), "plain")
        if words.changes:
            changes = tuple(Run(piece.text.replace("\n", ""), _SIGNS[piece.change]) for piece in words.changes)
            yield Paragraph((Run("逐词对照："), *changes), "plain")


def _right(check: Check, corpus: Corpus, book: StatuteBook) -> tuple[Provision, ...]:
    """The articles that a finding rests on, whole: the one cited too, where two were mixed."""
    cited = parse_reference(check.correct, corpus.titles) if "#" in check.correct else None
    right = book.resolve(cited) if cited else None
    both = (check.found, right) if check.finding is Finding.CONFLATED else (right,)
    return tuple(p for p in both if isinstance(p, Provision))


def _certificate(file: Checked, corpus: Corpus, book: StatuteBook, before: int) -> Iterator[Certified]:
    """One row for each right citation whose provision is held; a text with faults is not certified."""
    for n, check in enumerate(file.checks, before + 1):
        right = next(reversed(_right(check, corpus, book)), check.found)
        if check.finding is not Finding.OK or not isinstance(right, Provision):
            continue
        yield Certified(
            n,
            right.label,
            right.ref,
            right.text,
            right.wording is Wording.EXACT,
            right.instrument.authority.chinese,
            book.status(right).chinese,
            right.version.in_force,
            right.version.until,
            " ".join(check.claim.split()),
            True,
            FINDING_NAMES[check.finding],
        )
