"""An advice article as the draft of a guide: what was kept and dropped, how far to trust it, whether it cites rightly.

A draft is for a person to rewrite and review. It is a value of its own, no guide: nothing reads it into the library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.errors import InputProblem
from kb.findings import Check
from kb.importers import SourceText
from kb.noise import Caution, Noise, Tier, plain
from kb.sifting import Line, Noisy, is_sentence, sift

LEAST_TEXT = 60
"""Characters that must be left of an article."""
_HEADING_LONG = 40


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of the article, by the line it begins on, with what a check found."""

    line: int
    check: Check


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that a reviewer should look at although no citation is wrong."""

    line: int
    caution: Caution


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """What is known of an article before anybody has rewritten it."""

    title: str
    published: date | None
    tier: Tier
    kept: tuple[Line, ...]
    dropped: tuple[Noisy, ...]
    hidden: tuple[str, ...]
    cited: tuple[Cited, ...]
    doubts: tuple[Doubt, ...]

    @property
    def parts(self) -> tuple[tuple[Line, ...], ...]:
        """The kept lines, cut before each heading that has text below it."""
        parts: list[list[Line]] = []
        for at, line in enumerate(self.kept):
            after = self.kept[at + 1] if at + 1 < len(self.kept) else None
            begins = bool(after) and _heading(line) and (not parts or any(not _heading(x) for x in parts[-1]))
            if begins or not parts:
                parts.append([])
            parts[-1].append(line)
        return tuple(map(tuple, parts))


def draft_of(source: SourceText, noise: Noise, check: Callable[[str], Sequence[Check]]) -> ArticleDraft:
    """Sift an article and check what it cites; `check` is a checker of the day that counts.

    Raises:
        InputProblem: hardly anything is left of it.
    """
    sifted = sift(source.text, noise, source.title, source.main)
    if sum(len(line.text) for line in sifted.kept) < LEAST_TEXT:
        left = len(sifted.kept)
        raise InputProblem(
            f"不像一篇文章：去掉导航和广告之后只剩 {left} 行，不到 {LEAST_TEXT} 字。请把正文贴成文本再导入"
        )
    kept = {line.number: line.text for line in sifted.kept}
    count = source.text.count("\n") + 1
    body = "\n".join(kept.get(number, "") for number in range(1, count + 1))
    cited = tuple(Cited(body.count("\n", 0, c.mention.span[0]) + 1, c) for c in check(body))
    doubts = tuple(
        Doubt(line.number, caution)
        for caution in noise.cautions
        for line in sifted.kept
        if plain(line.text) in caution.signs
    )
    return ArticleDraft(
        sifted.title,
        sifted.published,
        _tier(source, sifted.dropped, noise),
        sifted.kept,
        sifted.dropped,
        source.hidden,
        cited,
        tuple(sorted(doubts, key=lambda doubt: doubt.line)),
    )


def _tier(source: SourceText, dropped: Sequence[Noisy], noise: Noise) -> Tier:
    """How far the page may be trusted: by what was dropped, by what it hides, and by what it says of itself."""
    rules = [noise.of(plain(text)) for text in source.hidden]
    kinds = {line.kind for line in dropped} | {rule.kind for rule in rules if rule}
    lines = [plain(line) for line in source.text.split("\n")]
    return next((tier for tier in noise.tiers if tier.source in kinds or tier.said_by(lines)), noise.tiers[-1])


def _heading(line: Line) -> bool:
    return len(line.text) <= _HEADING_LONG and not line.listed and not is_sentence(plain(line.text))
