"""Finds whose words a claim has: among the articles of a day, those that had a number before, and today's heirs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kb.citations import Citation
from kb.folding import words_only
from kb.likeness import Candidate, Likeness
from kb.quotations import in_order, sought
from kb.ranks import Wording
from kb.soundings import Soundings
from kb.statutebook import StatuteBook
from kb.wording import clauses, longest_common

STRONG, WEAK, MARGIN = 0.55, 0.35, 0.2
"""Coverage from which an article carries a claim, below which it does not, and how far ahead a rival must be.
Set on the sentences of the ledger and on evals/data/citations.jsonl."""

_FEW = 3
"""Rules that may share a clause which still tells whose it is."""
OTHERS = 11
"""Characters of another article's clauses from which they are its words in a claim that quotes nothing.

可以申请行政复议, 履行全部债务的, 或者申请执行人同意 may be anybody's. Chosen on the guides, whose longest have ten."""
_LOOKED_AT = 12
"""Best candidates by coverage among which the second look chooses."""


@dataclass(frozen=True, slots=True)
class Former:
    """The rule that a number held before: where it is now, until when it was there, and the texts that tell it."""

    ref: str
    """With the day of its version."""
    today: str
    until: str
    note: str
    texts: tuple[Candidate, ...]
    """Its own text, or where that is not held, the text it has today."""


class Rivals:
    """Compares words with every exact article that is or was law on the book's day."""

    def __init__(self, book: StatuteBook, likeness: Likeness) -> None:
        self._book = book
        self._likeness = likeness
        self._pool = tuple(
            c for c in likeness.candidates if c.version.wording is Wording.EXACT and c.version.in_force <= book.day
        )
        self._heirs: dict[str, str] = {}
        self._soundings: dict[str, Soundings] = {}

    def candidate(self, ref: str) -> Candidate | None:
        """The held article of a reference with its day."""
        return self._likeness.candidate(ref)

    def coverage(self, text: str, candidate: Candidate) -> float:
        """The share of a text's telling words that an article has, 0 to 1."""
        return self._likeness.coverage(text, candidate)

    def overlap(self, text: str, candidate: Candidate) -> float:
        """The share of all of a text's pairs of words, telling or not, that an article has, 0 to 1."""
        pairs = self._likeness.bigrams(text)
        return len(pairs & candidate.bigrams) / max(1, len(pairs))

    def share(self, text: str, other: str) -> float:
        """The share of a text's telling words that another text has, 0 to 1."""
        return self._likeness.share(text, self._likeness.bigrams(other))

    def sounds(self, text: str, candidate: Candidate) -> float:
        """How much a text sounds like an article, told from the others of its law; 0 to below 1."""
        law = candidate.instrument.id
        if law not in self._soundings:
            articles = (c for c in self._likeness.candidates if c.instrument.id == law)
            self._soundings[law] = Soundings(articles, self._book.ways)
        return self._soundings[law].sounds(text, candidate.ref)

    def kinship(self, candidate: Candidate) -> float:
        """How near an article is to what the library is about, 0 to 1."""
        return self._likeness.kinship(candidate)

    def run(self, text: str, candidate: Candidate) -> int:
        """How many words of a text run on unbroken in an article."""
        return longest_common(words_only(text).text, (self._likeness.words(candidate),))

    def today(self, candidate: Candidate) -> str:
        """The reference of the same rule in force on the book's day, following moves; empty if none is known."""
        if candidate.ref not in self._heirs:
            self._heirs[candidate.ref] = self._today(candidate)
        return self._heirs[candidate.ref]

    def _today(self, candidate: Candidate) -> str:
        if candidate.version.in_force_on(self._book.day):
            return candidate.ref
        for moved in self._book.successors(candidate.ref):
            for ref in moved.new:
                following = self._likeness.candidate(ref)
                if following is None or following.version.in_force_on(self._book.day):
                    return ref
                if following.version.in_force <= self._book.day and (further := self._today(following)):
                    return further
        version = candidate.instrument.version_on(self._book.day)
        article = version.article(candidate.article.number) if version else None
        if version and article and article.text == candidate.article.text:
            return f"{candidate.instrument.id}@{version.in_force}#{article.number.key}"
        return ""

    def ranked(self, text: str, instrument: str = "") -> list[tuple[float, Candidate]]:
        """Articles by how much of the text they carry; of near equals first the one that says little else.

        An article of the cited instrument comes before its equals: who errs in a number names the right law.
        """
        scored = [
            (score, c)
            for score, c in self._likeness.ranked(text, self._pool)
            if score > 0 and (self.today(c) or score > 0.9)
        ]
        best = scored[:_LOOKED_AT]
        pairs = self._likeness.bigrams(text)

        def second_look(one: tuple[float, Candidate]) -> float:
            score, c = one
            own = sum(self._likeness.weight(p) for p in c.bigrams)
            said = sum(self._likeness.weight(p) for p in c.bigrams & pairs)
            current = c.version.in_force_on(self._book.day)
            return score + 0.15 * said / max(own, 1e-9) + 0.03 * (c.instrument.id == instrument) + 0.02 * current

        return sorted(best, key=second_look, reverse=True) + scored[_LOOKED_AT:]

    def holding(self, quote: str, instrument: str = "") -> Candidate | None:
        """The article that has the quoted words; one in force and of the cited instrument before others."""
        wanted = sought(quote)
        having = [c for c in self._pool if in_order(wanted, self._likeness.words(c))]
        order = [
            (c.version.in_force_on(self._book.day), c.instrument.id == instrument, bool(self.today(c))) for c in having
        ]
        return max(zip(order, having, strict=True), key=lambda pair: pair[0], default=(None, None))[1]

    def blended(self, text: str, own: Candidate, beside: Collection[str] = (), least: int = 0) -> Candidate | None:
        """The other article whose clauses are run together with those of `own`; None if there is none.

        A clause that stands in more than a few rules, or in an article cited `beside` it, tells nothing; nor does
        one that `own` has without the 的 that only makes a condition of it (不履行合同义务的), or fewer than `least`
        characters in all.
        """
        said = [(words, self._rules(words, own)) for words in (words_only(c).text for c in clauses(text))]
        told = [(words, rules) for words, rules in said if 0 < len(rules) <= _FEW]
        mine = {own.ref, self.today(own)}
        foreign: dict[str, int] = {}
        for words, rules in told:
            if not rules & {*mine, *beside}:
                for rule in rules:
                    foreign[rule] = foreign.get(rule, 0) + len(words)
        other = max(sorted(foreign), key=lambda rule: foreign[rule], default="")
        if not other or foreign[other] < least or not any(rules & mine and other not in rules for _, rules in told):
            return None
        return self._likeness.candidate(other)

    def _rules(self, words: str, own: Candidate) -> frozenset[str]:
        """The rules that have these words, each by the reference it has today; `own` with or without a closing 的."""
        having = {self.today(c) or c.ref for c in self._pool if words in self._likeness.words(c)}
        if words.removesuffix("的") in self._likeness.words(own):
            having |= {own.ref, self.today(own)}
        return frozenset(having)

    def referring(self, words: str) -> Candidate | None:
        """The article in whose own text these words stand."""
        return next((c for c in self._pool if words in self._likeness.words(c)), None)

    def formers(self, cited: Citation) -> Iterator[Former]:
        """What the cited number held in earlier versions, if the map of moves says it went elsewhere; latest first."""
        instrument = self._book.instruments.get(cited.instrument)
        if instrument is None or cited.number is None or cited.edition is not None or cited.version is not None:
            return
        current = instrument.version_on(self._book.day)
        if current is None:
            return
        here = f"{instrument.id}@{current.in_force}#{cited.number.key}"
        for version in reversed(instrument.versions):
            ref = f"{instrument.id}@{version.in_force}#{cited.number.key}"
            rows = self._book.successors(ref)
            targets = [target for row in rows for target in row.new]
            if version.in_force >= current.in_force or not targets or here in targets:
                continue
            old = self._likeness.candidate(ref)
            held = (self._likeness.candidate(target) for target in targets)
            texts = (old,) if old else tuple(c for c in held if c)
            article = version.article(cited.number)
            if article and article.part(cited.paragraph, cited.item) is None:
                continue
            yield Former(ref, targets[0], str(version.until), rows[0].note, texts)

    def coming(self, cited: Citation) -> Iterator[tuple[Candidate, Candidate]]:
        """What the cited number will hold in later versions, each with the article in force from which it comes."""
        instrument = self._book.instruments.get(cited.instrument)
        if instrument is None or cited.number is None or cited.edition is not None or cited.version is not None:
            return
        for version in instrument.versions:
            later = self._likeness.candidate(f"{instrument.id}@{version.in_force}#{cited.number.key}")
            if later is None or version.in_force <= self._book.day:
                continue
            for row in self._book.predecessors(later.ref):
                origin = self._likeness.candidate(row.old)
                if origin and origin.version.in_force_on(self._book.day):
                    yield later, origin

    def text(self, ref: str) -> str:
        """The exact words behind a reference; empty for a summary and for what is not held."""
        candidate = self._likeness.candidate(ref)
        return candidate.article.text if candidate and candidate.version.wording is Wording.EXACT else ""
