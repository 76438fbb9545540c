"""Which reference satisfies which: expectations name articles, answers and hits name versions, paragraphs and items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb import Corpus

WHOLE = "0"
"""The article part of a reference to a document as a whole; any hit of that document satisfies it."""

_REFERENCE = re.compile(
    r"guide:[a-z0-9][a-z0-9-]*#[a-z0-9][a-z0-9-]*"
    r"|[^#@《》\s]+(?:@(?P<day>\d{4}-\d{2}-\d{2}))?#(?:s\d+(?:\.\d+)*|ch\d+|\d+(?:-\d+)?(?:\.\d*)?(?:\.\d+)?)"
)
_ARTICLE = re.compile(r"\d+(?:-\d+)?")


def well_formed(ref: str) -> bool:
    """Whether a text has the form of a reference: `民法典#1033`, `刑法@2024-03-01#293-1.1.2`, `guide:visits#door`."""
    found = _REFERENCE.fullmatch(ref)
    if not found:
        return False
    if found["day"]:
        try:
            date.fromisoformat(found["day"])
        except ValueError:
            return False
    return True


def is_guide(ref: str) -> bool:
    """Whether a reference names a guide section; advice never stands in for law."""
    return ref.startswith("guide:")


def split(ref: str) -> tuple[str, str, str]:
    """Instrument, version day (empty where not named) and article, without paragraph and item.

    >>> split("治安管理处罚法@2026-01-01#50.1.5")
    ('治安管理处罚法', '2026-01-01', '50')
    """
    work, _, unit = ref.partition("#")
    instrument, _, day = work.partition("@")
    article = _ARTICLE.match(unit)
    return instrument, day, article[0] if article else unit


def article_of(ref: str) -> str:
    """The article's reference, without paragraph and item: `治安管理处罚法@2026-01-01#50`."""
    instrument, day, article = split(ref)
    return f"{instrument}{'@' + day if day else ''}#{article}"


@dataclass(frozen=True, slots=True)
class Target:
    """One expected article, and the versions of it that will do."""

    ref: str
    instrument: str
    article: str
    versions: frozenset[str] = frozenset()
    """ISO days in force; empty: any version."""

    def met_by(self, ref: str) -> bool:
        """Whether a hit or a citation is this article, in a version that will do."""
        instrument, day, article = split(ref)
        if instrument != self.instrument or self.article not in {WHOLE, article}:
            return False
        return not (self.versions and day) or day in self.versions


Groups = tuple[tuple[Target, ...], ...]
"""What an answer should rest on: every group, by any one of its targets."""


def target(ref: str, day: date | None, corpus: Corpus) -> Target:
    """The target of an expected reference.

    A reference that names a version wants that version. Any other wants the version in force on the day asked for, or
    the one in force without end; a superseded article under the same number is another rule and does not do.
    """
    instrument, version, article = split(ref)
    if version:
        return Target(ref, instrument, article, frozenset({version}))
    known = corpus.instruments.get(instrument)
    wanted = [v for v in known.versions if v.until is None or (day and v.in_force_on(day))] if known else []
    return Target(ref, instrument, article, frozenset(v.in_force.isoformat() for v in wanted))


def targets(expect: Sequence[Sequence[str]], day: date | None, corpus: Corpus) -> Groups:
    """The targets of all expected groups."""
    return tuple(tuple(target(ref, day, corpus) for ref in group) for group in expect)
