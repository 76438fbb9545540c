"""The ways people ask for a provision: search words that stand beside the law, never shown as law.

They are written for the newest version that is held. An older version, or the law that came before, is asked for in
the same words where its article is known to have moved there, or has much the same text under the same number.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from kb.folding import bigrams
from kb.law import Article, Instrument, Moved, Version

Ways = Mapping[str, tuple[str, ...]]
"""By number of the article (`1033`, `293-1`, `s5.3`), the ways to ask for it."""

_ALIKE = 0.5
"""Shared pairs of characters (Dice) from which an article of the same number counts as the same rule; set by hand."""


def ways_by_ref(
    instruments: Iterable[Instrument], written: Mapping[str, Ways], moved: Sequence[Moved]
) -> dict[str, tuple[str, ...]]:
    """By reference with its version (`民法典@2021-01-01#1033`), the ways to ask; `written` goes by instrument."""
    targets: dict[str, tuple[str, ...]] = {}
    for row in moved:
        targets[row.old] = (*targets.get(row.old, ()), *row.new)
    found: dict[str, tuple[str, ...]] = {}
    versions = [(i, v, later) for i in instruments for v, later in _with_later(i)]
    for instrument, version, later in sorted(versions, key=lambda row: row[1].in_force, reverse=True):
        for article in version.articles:
            ref = _ref(instrument, version, article)
            ways = written.get(instrument.id, {}).get(article.number.key, ()) if later is None else ()
            if not ways and ref in targets:
                ways = tuple(dict.fromkeys(way for new in targets[ref] for way in found.get(new, ())))
            elif not ways:
                ways = _inherited(instrument, later, article, found)
            if ways:
                found[ref] = ways
    return found


def wording_key(text: str) -> str:
    """Sixteen hexadecimal digits of an article's words; width and spaces do not count, so that copies share one."""
    same = "".join(unicodedata.normalize("NFKC", text).split())
    return hashlib.sha256(same.encode()).hexdigest()[:16]


def newest_held(instrument: Instrument) -> Version | None:
    """The newest version of which articles are held."""
    return next((v for v in reversed(instrument.versions) if v.articles), None)


def _with_later(instrument: Instrument) -> list[tuple[Version, Version | None]]:
    held = [v for v in instrument.versions if v.articles]
    return [(v, held[at + 1] if at + 1 < len(held) else None) for at, v in enumerate(held)]


def _inherited(
    instrument: Instrument, later: Version | None, article: Article, found: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    same = next((a for a in later.articles if a.number == article.number), None) if later else None
    if later is None or same is None:
        return ()
    one, two = set(bigrams(article.text)), set(bigrams(same.text))
    if 2 * len(one & two) < _ALIKE * (len(one) + len(two)):
        return ()
    return found.get(_ref(instrument, later, same), ())


def _ref(instrument: Instrument, version: Version, article: Article) -> str:
    return f"{instrument.id}@{version.in_force}#{article.number.key}"
