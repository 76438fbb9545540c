"""What answers are made with beside library and index, each read when it is first needed, and held once."""

from __future__ import annotations

from functools import cached_property

from assistant.conduct import HOW_ASKED, WHEN, RuleTable, read_rules
from assistant.figures import Figures, read_figures
from assistant.gist import Gists, read_words
from assistant.hearing import ASIDES, OUTSIDE, Hearing, read_hearing
from assistant.phrasebook import Phrasebook, open_phrasebook
from assistant.scope import Scope, read_scope
from assistant.selection import Evidence
from assistant.topics import read_topics
from kb import Corpus


class Parts:
    """The tables of one library's assistant."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    @cached_property
    def evidence(self) -> Evidence:
        """How much of a question a passage has."""
        heard = self._asides
        if heard is None:
            return Evidence(self._corpus)
        return Evidence(
            self._corpus, lambda text: heard.chances(text)[OUTSIDE], embedder=heard.embedder, topics=read_topics()
        )

    @cached_property
    def _asides(self) -> Hearing | None:
        return read_hearing(ASIDES)

    @cached_property
    def rules(self) -> RuleTable:
        """Facts of conduct, and what they break or keep."""
        return read_rules()

    @cached_property
    def figures(self) -> Figures:
        """Dated rates and fees."""
        return read_figures()

    @cached_property
    def scope(self) -> Scope:
        """What is said before anything is looked up."""
        return read_scope()

    @cached_property
    def gists(self) -> Gists:
        """One reading of a message, without courtesies, orders and idle sentences."""

        def tells(sentence: str) -> bool:
            return bool(self.rules.facts_in(sentence).keys() - HOW_ASKED - WHEN)

        chances = self._asides.chances if self._asides else None
        return Gists(read_words(), self.scope.gives_orders, tells, self.evidence.known, chances)

    @cached_property
    def phrasebook(self) -> Phrasebook:
        """An English message read as Chinese."""
        return open_phrasebook(tuple(self._corpus.instruments.values()))
