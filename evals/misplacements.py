"""Makes a true sentence false by another citation: another article, another law, another 款 or 项, an old number.

The other article must not hold the same rule, or the sentence stays true: it has at most `ALIKE` of those pairs of
characters that the sentence shares with the article it rests on. One that refers back to the right one is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from evals.sentences import Sentence, drawn
from kb import Article, ArticleNumber, Corpus, Mention, Provision, StatuteBook, bigrams, to_chinese

ALIKE = 0.75
"""Of what a sentence shares with its own article, the most that another may share too and still be wrong."""
_WHOLE = ArticleNumber()
"""A text that is not cut into articles, or an instrument as a whole: citing it instead is no error."""
_FEW = 4
"""The least number of pairs that the other must lack."""


@dataclass(slots=True)
class Misplacer:
    """Knows the other articles of a day's law."""

    corpus: Corpus
    book: StatuteBook
    _pairs: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def mutators(self) -> dict[str, Callable[[Sentence], Iterator[str]]]:
        """By the name of what is changed."""
        return {
            "random_article": self.random_article,
            "nearest_article": self.nearest_article,
            "other_instrument": self.other_instrument,
            "no_such_article": self.no_such_article,
            "other_unit": self.other_unit,
            "superseded": self.superseded,
        }

    def random_article(self, sentence: Sentence) -> Iterator[str]:
        """Another article of the same law, drawn at random."""
        for mention, provision in _whole(sentence):
            wrong = [a for a in provision.version.articles if self._wrong(sentence, mention, provision, a)]
            if wrong:
                yield _recited(sentence, mention, provision, wrong[drawn(sentence.text, len(wrong))])

    def nearest_article(self, sentence: Sentence) -> Iterator[str]:
        """Of the articles of the same law that do not hold the rule, the one that shares most with the sentence."""
        for mention, provision in _whole(sentence):
            said = frozenset(bigrams(_said(sentence, mention)))
            wrong = [a for a in provision.version.articles if self._wrong(sentence, mention, provision, a)]
            if wrong:
                nearest = max(wrong, key=lambda a: len(said & self._bigrams(a)))
                yield _recited(sentence, mention, provision, nearest)

    def other_instrument(self, sentence: Sentence) -> Iterator[str]:
        """The same number of another law."""
        for mention, provision in _whole(sentence):
            others = [
                (other, article)
                for other in self.book.instruments.values()
                if other.id != provision.instrument.id
                and (version := other.version_on(self.book.day))
                and (article := version.article(provision.article.number))
                and self._wrong(sentence, mention, provision, article)
            ]
            if others:
                other, _ = others[drawn(sentence.text, len(others))]
                yield _replaced(sentence, mention, f"《{other.id}》{provision.article.number}")

    def no_such_article(self, sentence: Sentence) -> Iterator[str]:
        """A number behind the last article."""
        for mention, provision in _whole(sentence):
            if last := provision.version.last_article:
                beyond = to_chinese(last + 1 + drawn(sentence.text, 40))
                yield _replaced(sentence, mention, f"《{provision.instrument.id}》第{beyond}条")

    def other_unit(self, sentence: Sentence) -> Iterator[str]:
        """Another 款, or another 项 of the same 款, that does not say it."""
        for mention, provision in _whole(sentence):
            for other in _beside(provision):
                if self._lacks(sentence, mention, provision.text, other.text):
                    yield _replaced(sentence, mention, other.label)

    def superseded(self, sentence: Sentence) -> Iterator[str]:
        """The number that the rule had in an earlier version or in a law that is gone, given as today's."""
        for mention, provision in _whole(sentence):
            for row in self.book.predecessors(provision.article_ref):
                old = self.corpus.provision(row.old, self.book.day)
                name, number = row.old.split("@")[0], row.old.split("#")[1]
                if old is None or not number.isdigit() or old.article_ref == provision.article_ref:
                    continue
                version = provision.instrument.version_on(self.book.day)
                today = version.article(old.article.number) if version and name == provision.instrument.id else None
                if today and not self._wrong(sentence, mention, provision, today):
                    continue
                yield _replaced(sentence, mention, f"《{name}》第{to_chinese(int(number))}条")
                break

    def _wrong(self, sentence: Sentence, mention: Mention, provision: Provision, other: Article) -> bool:
        """Whether another article surely does not hold what the sentence says."""
        if other.number == _WHOLE or (other.number == provision.article.number and other in provision.version.articles):
            return False
        refers = str(provision.article.number) in other.text or "前条" in other.text
        return not refers and self._lacks(sentence, mention, provision.article.text, other.text)

    def _lacks(self, sentence: Sentence, mention: Mention, own: str, other: str) -> bool:
        shared = frozenset(bigrams(_said(sentence, mention))) & frozenset(bigrams(own))
        missing = shared - self._of_text(other)
        return len(missing) >= max(_FEW, (1 - ALIKE) * len(shared))

    def _bigrams(self, article: Article) -> frozenset[str]:
        return self._of_text(article.text)

    def _of_text(self, text: str) -> frozenset[str]:
        key = hash(text)
        if key not in self._pairs:
            self._pairs[key] = frozenset(bigrams(text))
        return self._pairs[key]


def _whole(sentence: Sentence) -> Sequence[tuple[Mention, Provision]]:
    """Citations that name their law themselves, and what they resolve to."""
    return [(m, p) for m, p in sentence.cited if m.raw.startswith("《") and m.citation.number]


def _said(sentence: Sentence, mention: Mention) -> str:
    """What rests on a citation: in a sentence with several, the words since the one before it."""
    earlier = [m.span[1] for m, _ in sentence.cited if m.span[1] <= mention.span[0]]
    if len(sentence.cited) == 1:
        return sentence.bare
    return sentence.text[max(earlier, default=0) : mention.span[0]]


def _beside(provision: Provision) -> Iterator[Provision]:
    """The other paragraphs of the article; where an item is cited, the other items of its paragraph."""
    whole = provision.instrument, provision.version, provision.article
    if provision.item is not None and provision.paragraph is not None:
        for item in range(1, len(provision.article.paragraphs[provision.paragraph - 1])):
            if item != provision.item and provision.article.part(provision.paragraph, item):
                yield Provision(*whole, provision.paragraph, item)
    elif provision.paragraph is not None:
        for paragraph in range(1, len(provision.article.paragraphs) + 1):
            if paragraph != provision.paragraph:
                yield Provision(*whole, paragraph)


def _recited(sentence: Sentence, mention: Mention, provision: Provision, other: Article) -> str:
    return _replaced(sentence, mention, f"《{provision.instrument.id}》{other.number}")


def _replaced(sentence: Sentence, mention: Mention, label: str) -> str:
    return sentence.text[: mention.span[0]] + label + sentence.text[mention.span[1] :]
