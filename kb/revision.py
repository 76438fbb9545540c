"""What a new text of an instrument changes: articles that stayed, changed, came and went, word by word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.differences import Piece, differences
from kb.law import Article, ArticleNumber


@dataclass(frozen=True, slots=True)
class Changed:
    """An article with other words under the same number."""

    number: ArticleNumber
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """Two texts of one instrument compared, article by article, by number."""

    same: int = 0
    changed: tuple[Changed, ...] = ()
    added: tuple[ArticleNumber, ...] = ()
    removed: tuple[ArticleNumber, ...] = ()


def compare(old: Iterable[Article], new: Iterable[Article]) -> Revision:
    """Compare by number. Differences of width, spacing and punctuation style only count as the same."""
    before, after = {a.number: a for a in old}, {a.number: a for a in new}
    both = sorted(before.keys() & after.keys())
    found = [Changed(n, pieces) for n in both if (pieces := differences(before[n].text, after[n].text))]
    return Revision(
        len(both) - len(found),
        tuple(found),
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
    )
