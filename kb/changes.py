"""What becomes of every article between the law of two days: changed, moved, repealed, new.

Where an article went is told by the moved-article map; where that is silent, by the words themselves: an article whose
words stand under another number has moved. An old text that the shelf does not hold cannot be compared, and is
taken to have changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kb.citations import parse_reference
from kb.differences import Piece, differences
from kb.folding import bigrams
from kb.law import Article, ArticleNumber, Instrument, Version
from kb.statutebook import StatuteBook
from kb.titles import Titles

ALIKE = 0.6
"""Shared pairs of characters (Dice) from which words under another number are the same article. Of 94
articles that the map moves in 治安管理处罚法 and 网络安全法, words alone find 87 rightly and none wrongly."""
RELATED = 0.3
"""And from which words under the same number are still the same article."""
WITHIN = 0.8
"""The share of a new article's pairs that stand in an old one, from which it is a part of it."""


class Fate(StrEnum):
    """What became of an article's number."""

    CHANGED = "changed"
    """Other words under the same number."""
    MOVED = "moved"
    """The rule stands under another number, or in another instrument."""
    REPEALED = "repealed"
    """The rule is gone."""
    NEW = "new"
    """The number was not there before."""

    @property
    def chinese(self) -> str:
        """The word shown to readers."""
        return {"changed": "改了", "moved": "换了条号", "repealed": "删去了", "new": "新增"}[self.value]


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article number of the old text, or a new one, and what became of it."""

    instrument: str
    number: ArticleNumber
    fate: Fate
    old: Article | None = None
    """The old words; None where they are not held, or there were none."""
    new: Article | None = None
    """Where the rule stands now, the first place of several; None where it is gone or not held."""
    targets: tuple[str, ...] = ()
    """References to where the rule stands now."""
    note: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Word by word; empty where there are not two texts to compare, or nothing but the number changed."""
        return differences(self.old.text, self.new.text) if self.old and self.new else ()


@dataclass(frozen=True, slots=True)
class InstrumentChange:
    """An instrument whose text is another on the later day; one of the two versions may be missing."""

    instrument: Instrument
    old: Version | None
    new: Version | None
    articles: tuple[ArticleChange, ...]
    """By number: first every old number that is not the same, then the new ones."""
    _old: dict[str, ArticleChange] = field(default_factory=dict, init=False, repr=False, compare=False)
    _new: dict[str, ArticleChange] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        there = f"{self.instrument.id}@{self.new.in_force}#" if self.new else ""
        for change in self.articles:
            if change.fate is not Fate.NEW:
                self._old.setdefault(change.number.key, change)
            for ref in change.targets or (there + change.number.key,):
                if there and ref.startswith(there) and change.fate is not Fate.REPEALED:
                    self._new.setdefault(ref.removeprefix(there), change)

    def of(self, number: ArticleNumber) -> ArticleChange | None:
        """What became of an article of the old text; None where it stayed as it was, or never was."""
        return self._old.get(number.key)

    def brought(self, number: ArticleNumber) -> ArticleChange | None:
        """The change that brought the words of a number of the new text; None where they stayed as they were."""
        return self._new.get(number.key)


def changes(old: StatuteBook, new: StatuteBook) -> tuple[InstrumentChange, ...]:
    """Every instrument that is another on the later day or in the later library."""
    names = dict.fromkeys((*old.instruments, *new.instruments))
    found = (_instrument(name, old, new) for name in names)
    return tuple(change for change in found if change and change.articles)


def _instrument(name: str, old: StatuteBook, new: StatuteBook) -> InstrumentChange | None:
    earlier, later = old.instruments.get(name), new.instruments.get(name)
    after = later.version_on(new.day) if later else None
    before = _before(earlier, old, after)
    shown = later or earlier
    if shown is None or before is after or (before and after and _same(before, after)):
        return None
    return InstrumentChange(shown, before, after, tuple(_articles(shown, before, after, new)))


def _before(instrument: Instrument | None, book: StatuteBook, after: Version | None) -> Version | None:
    """The version of the old day; where that day has none, the one that ended as the new one began."""
    if instrument is None:
        return None
    ended = (v for v in instrument.versions if after and v.until == after.in_force)
    return instrument.version_on(book.day) or next(ended, None)


def _same(before: Version, after: Version) -> bool:
    return before.in_force == after.in_force and before.articles == after.articles


def _articles(
    instrument: Instrument, before: Version | None, after: Version | None, book: StatuteBook
) -> Iterator[ArticleChange]:
    """Every old number that is not as it was, then what is new."""
    titles = Titles(book.instruments.values(), ())
    origins = _origins(before, after, book)
    free = {a.number.key: frozenset(bigrams(a.text)) for a in (after.articles if after else ()) if _free(a, origins)}
    taken_on = set(origins)
    for number in _numbers(before):
        article, same = (v.article(number) if v else None for v in (before, after))
        rows = book.successors(f"{instrument.id}@{before.in_force}#{number.key}") if before else ()
        targets = tuple(ref for row in rows for ref in row.new if _current(ref, book, titles))
        note = " ".join(row.note for row in rows)
        taken = number.key in origins
        if not targets and article and same and not differences(article.text, same.text):
            taken_on.add(number.key)
            continue
        if not targets and article and after:
            targets = tuple(f"{instrument.id}@{after.in_force}#{k}" for k in _elsewhere(article, same, free, taken))
            note = "按文字相似判断。" if targets else ""
        taken_on |= {ref.rpartition("#")[2] for ref in targets}
        if targets:
            there = _held(targets[0], book, titles)
            yield ArticleChange(instrument.id, number, Fate.MOVED, article, there, targets, note=note)
        elif _has(after, number) and not taken:
            taken_on.add(number.key)
            yield ArticleChange(instrument.id, number, Fate.CHANGED, article, same)
        else:
            yield ArticleChange(instrument.id, number, Fate.REPEALED, article)
    for article in sorted(after.articles if after else (), key=lambda a: a.number):
        if article.number.key not in taken_on:
            yield ArticleChange(instrument.id, article.number, Fate.NEW, new=article)


def _free(article: Article, origins: Mapping[str, list[str]]) -> bool:
    """Whether no old article is known to have gone there."""
    return article.number.key not in origins


def _origins(before: Version | None, after: Version | None, book: StatuteBook) -> Mapping[str, list[str]]:
    """By number of the new text, where its rule stood in the old one, as the map tells."""
    found: dict[str, list[str]] = {}
    if before is None or after is None:
        return found
    own, there = f"{before.instrument}@{before.in_force}#", f"{after.instrument}@{after.in_force}#"
    for row in book.moved:
        if row.old.startswith(own):
            for ref in row.new:
                if ref.startswith(there):
                    found.setdefault(ref.removeprefix(there), []).append(row.old)
    return found


def _numbers(version: Version | None) -> tuple[ArticleNumber, ...]:
    """Every article of a version, held or not."""
    if version is None:
        return ()
    known = {a.number for a in version.articles} | {ArticleNumber(n + 1) for n in range(version.last_article or 0)}
    return tuple(sorted(known))


def _has(version: Version | None, number: ArticleNumber) -> bool:
    if version is None:
        return False
    listed = not number.division and 0 < number.number <= (version.last_article or 0) and not number.suffix
    return listed or version.article(number) is not None


def _elsewhere(
    article: Article, same: Article | None, known: Mapping[str, frozenset[str]], taken: bool
) -> tuple[str, ...]:
    """The numbers under which an article's words stand now, if they stand elsewhere: one alike, or its parts."""
    own = frozenset(bigrams(article.text))
    if same and not taken and _dice(own, frozenset(bigrams(same.text))) >= RELATED:
        return ()
    others = {key: pairs for key, pairs in known.items() if key != article.number.key}
    best = max(others, key=lambda key: _dice(own, others[key]), default="")
    if best and _dice(own, others[best]) >= ALIKE:
        return (best,)
    parts = tuple(key for key, pairs in others.items() if pairs and len(own & pairs) >= WITHIN * len(pairs))
    return parts if len(parts) > 1 else ()


def _dice(one: frozenset[str], two: frozenset[str]) -> float:
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else 0.0


def _current(ref: str, book: StatuteBook, titles: Titles) -> bool:
    """Whether a reference is to a version of the book's day."""
    cited = parse_reference(ref, titles)
    instrument = book.instruments.get(cited.instrument) if cited else None
    version = instrument.version_on(book.day) if instrument else None
    return bool(cited and version and cited.version == version.in_force)


def _held(ref: str, book: StatuteBook, titles: Titles) -> Article | None:
    cited = parse_reference(ref, titles)
    instrument = book.instruments.get(cited.instrument) if cited else None
    version = instrument.version_on(book.day) if instrument else None
    return version.article(cited.number) if version and cited and cited.number else None
