"""What to write in place of a faulty citation: the right one as it fits there, and the law's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from kb.citations import parse_reference
from kb.claims import MIN_CLAIM, word_count
from kb.differences import Piece, differences
from kb.findings import Check, Finding
from kb.folding import bigrams
from kb.law import ITEM_MARK, Instrument, Provision, Version, unit_label
from kb.ranks import Wording
from kb.statutebook import StatuteBook
from kb.titles import KINDS, Titles
from kb.wording import units

_ENOUGH = 3
"""Pairs of words that a text must share with an article to tell which unit of it is meant."""
_MOST = 0.75
"""Share of them that the unit must have."""
_LONG = 200
"""Characters up to which a unit is proposed as a whole where nothing was quoted."""
_CLAUSE = re.compile(r"[^，。；：\n]+[，。；：\n]*")
_POINTING = re.compile(rf"(?:前述|上述|同|该|本|此)(?:{'|'.join(KINDS)})的?\s*(?=第)")

_ADVICE = {
    Finding.WRONG_NUMBER: "把条号改过来。",
    Finding.WRONG_PARAGRAPH: "把款、项改过来。",
    Finding.MISQUOTED: "换成原文；不逐字引用，就不要加引号，也不要照抄一半。",
    Finding.CONFLATED: "分开写，各引各的条文。",
    Finding.UNVERIFIABLE: "这一处没有核对：发出去以前，请对照官方文本。",
}
_NO_ARTICLE = "删去这处引用，或者查到确切的条文再写。"


@dataclass(frozen=True, slots=True)
class Rewording:
    """The law's own words for what was written, and what changes on the way to them."""

    provision: Provision
    text: str
    """A run of the provision's own words."""
    changes: tuple[Piece, ...]
    """From the words that were quoted; empty where none were, or where none change."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a citation should be written in its place."""

    citation: str
    """Empty where no right provision can be named."""
    advice: str
    words: tuple[Rewording, ...] = ()


def propose(check: Check, book: StatuteBook, titles: Titles) -> Proposal | None:
    """What to write instead; None where there is nothing to mend."""
    if check.finding is Finding.OK:
        return None
    meant = parse_reference(check.correct, titles) if "#" in check.correct else None
    right = book.resolve(meant) if meant else None
    if not isinstance(right, Provision):
        return _without_article(check, book)
    if check.finding is Finding.UNVERIFIABLE:
        advice = f"写明说的是哪一条规定；如果说的是旧条文的内容，现为{right.label}。"
        return Proposal("", advice if right.instrument.id == check.mention.citation.instrument else _advice(check))
    old = _former(check, book, right)
    said = check.quote if word_count(check.quote) >= MIN_CLAIM else check.claim or check.quote
    unit = _narrowed(right, _unit_text(old, check) or said)
    if check.finding is Finding.CONFLATED:
        return _separated(check, unit, said)
    citation = _title(check, unit) + _label(unit) + _history(check, unit, old)
    return Proposal(citation, _advice(check, unit, old), tuple(_reworded(check, unit, said)))


def _without_article(check: Check, book: StatuteBook) -> Proposal:
    """No article can be named; perhaps an instrument."""
    heir = book.instruments.get(check.correct)
    if check.finding is Finding.NONEXISTENT_INSTRUMENT:
        meant = f"；如果要说的是《{heir.id}》，就写那个名称{_rank(heir)}" if heir else ""
        return Proposal("", f"删去这个名称{meant}。")
    if heir and check.finding is Finding.REPEALED:
        return Proposal(f"《{heir.id}》{_rank(heir)}", "改引现行的文件，并写明是哪一条；旧法施行时的事，写明是旧法。")
    return Proposal("", _advice(check) if check.finding is Finding.UNVERIFIABLE else _NO_ARTICLE)


def _advice(check: Check, unit: Provision | None = None, old: Version | None = None) -> str:
    if check.finding is Finding.SUPERSEDED and old and old.until:
        return f"今天的事引这一条；说{_day(old.until)}以前的事，引旧条文，并写明是旧文本。"
    if check.finding in {Finding.SUPERSEDED, Finding.REPEALED}:
        return "改引现行的条文；旧法施行时的事，写明是旧法。"
    return _ADVICE.get(check.finding, "改成这一条。" if unit else _NO_ARTICLE)


def _former(check: Check, book: StatuteBook, right: Provision) -> Version | None:
    """The last version in which the cited number held the rule that is meant; None where that is not the fault."""
    cited = check.mention.citation
    if check.finding is not Finding.SUPERSEDED or cited.number is None or cited.instrument != right.instrument.id:
        return None
    earlier = [v for v in right.instrument.versions if v.in_force < right.version.in_force]
    moved = [
        v for v in earlier if _leads(f"{cited.instrument}@{v.in_force}#{cited.number.key}", right.article_ref, book)
    ]
    return next(reversed(moved or earlier), None)


def _leads(old: str, today: str, book: StatuteBook) -> bool:
    """Whether an article became another one, perhaps by way of a third."""
    return any(new == today or (new != old and _leads(new, today, book)) for m in book.successors(old) for new in m.new)


def _unit_text(old: Version | None, check: Check) -> str:
    """The words that the cited paragraph or item had then; empty where none is cited, or where they are not held."""
    cited = check.mention.citation
    article = old.article(cited.number) if old and cited.number and (cited.paragraph or cited.item) else None
    return (article.part(cited.paragraph, cited.item) or "") if article else ""


def _narrowed(right: Provision, said: str) -> Provision:
    """The paragraph or item that the words are about, if they are about one only."""
    if right.paragraph is not None:
        return right
    shared = _pairs(said) & _pairs(right.text)
    lines, items = [u for u in units(right) if u.item is None], [u for u in units(right) if u.item is not None]
    leads = {u.paragraph: _pairs(right.article.paragraphs[(u.paragraph or 1) - 1][0]) for u in items}
    fitting = _most(items, [shared - leads[u.paragraph] for u in items])
    if fitting is None and len(right.article.paragraphs) > 1:
        fitting = _most(lines, [shared] * len(lines))
    return fitting or right


def _most(among: Sequence[Provision], told: Sequence[set[str]]) -> Provision | None:
    """The unit that has most of what is told, if it has nearly all of it."""
    shares = [len(t & _pairs(u.text)) / len(t) if len(t) >= _ENOUGH else 0.0 for u, t in zip(among, told, strict=True)]
    best = max(shares, default=0.0)
    return among[shares.index(best)] if best >= _MOST else None


def _separated(check: Check, other: Provision, said: str) -> Proposal:
    """Words of two articles run together: each to its own."""
    found = check.found
    if not isinstance(found, Provision):
        return Proposal(_title(check, other) + _label(other), _ADVICE[Finding.CONFLATED])
    own = _narrowed(Provision(found.instrument, found.version, found.article), said)
    second = _label(other) if own.instrument.id == other.instrument.id else other.label
    words = (Rewording(part, _run(part.text, said), ()) for part in (own, other) if part.wording is Wording.EXACT)
    return Proposal(f"{_title(check, own)}{_label(own)}和{second}", _ADVICE[Finding.CONFLATED], tuple(words))


def _reworded(check: Check, unit: Provision, said: str) -> Iterator[Rewording]:
    """The words to quote: a run of the unit, as near to what was written as the law has it."""
    if unit.wording is not Wording.EXACT:
        return
    quoted = word_count(check.quote) >= MIN_CLAIM
    whole = not quoted and len(unit.text) <= _LONG
    text = _bare(unit.text) if whole else _run(unit.text, said)
    yield Rewording(unit, text, differences(check.quote, text) if quoted else ())


def _run(law: str, said: str) -> str:
    """The run of clauses that is most like what was said (Dice's coefficient of pairs of words)."""
    wanted = _pairs(said)
    cuts = sorted({0, *(found.end() for found in _CLAUSE.finditer(law))})
    parts = [_pairs(law[first:last]) for first, last in pairwise(cuts)]

    def likeness(ends: tuple[int, int]) -> tuple[float, int]:
        pairs = set().union(*parts[ends[0] : ends[1]])
        return 2 * len(pairs & wanted) / max(1, len(pairs) + len(wanted)), ends[0] - ends[1]

    first, last = max(combinations(range(len(cuts)), 2), key=likeness, default=(0, -1))
    return _bare(law[cuts[first] : cuts[last]])


def _bare(text: str) -> str:
    """Without the item's mark in front and the mark behind that leads on."""
    return (
        ITEM_MARK.sub("", text, count=1).strip().rstrip("，；：") if ITEM_MARK.match(text) else text.strip("，；：\n")
    )


def _pairs(text: str) -> set[str]:
    return set(bigrams(text))


def _label(unit: Provision) -> str:
    return unit_label(unit.article.number, unit.paragraph, unit.item)


def _title(check: Check, unit: Provision) -> str:
    """The title that stands in that place, or none where none does: 同法第…, or 第… in a list."""
    mention, cited = check.mention, check.mention.citation
    if unit.instrument.id != cited.instrument or cited.version or cited.edition:
        return f"《{unit.instrument.id}》"
    if mention.title:
        marks = "《》" if set("《》") & set(mention.raw) else ("", "")
        return f"{marks[0]}{mention.title.strip('《》')}{marks[1]}"
    pointing = _POINTING.match(mention.raw)
    return pointing[0] if pointing else ""


def _history(check: Check, unit: Provision, old: Version | None) -> str:
    """（2026年1月1日起；此前为第四十二条）, （取代《合同法》第二百零六条）, or the rank of what is no law."""
    cited = check.mention.citation
    was = unit_label(cited.number, cited.paragraph, cited.item) if cited.number else ""
    if check.finding is Finding.SUPERSEDED and old and old.until:
        if was == _label(unit):
            return f"（{_day(unit.version.in_force)}起的文本）"
        follows = old.until == unit.version.in_force
        return f"（{_day(old.until)}起；此前为{was}）" if follows else f"（{_day(old.until)}以前为{was}）"
    if check.finding is Finding.REPEALED:
        return f"（取代已废止的《{cited.instrument}》{was}）"
    return _rank(unit.instrument)


def _rank(instrument: Instrument) -> str:
    return "" if instrument.authority.binding else f"（{instrument.authority.chinese}，不是法律）"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def status_of(check: Check, book: StatuteBook) -> str:
    """What the provision is that was meant, in the words programs see; empty where it does not exist."""
    if check.finding in {Finding.SUPERSEDED, Finding.REPEALED}:
        return check.finding.value
    found = check.found
    if isinstance(found, Provision):
        return book.status(found).value
    if found.instrument is None or found.version is None or check.finding is Finding.NONEXISTENT_ARTICLE:
        return ""
    return found.instrument.status_on(found.version, book.day).value
