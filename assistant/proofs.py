"""Checks the sentences of one letter: what fails is withheld and named, what stands is numbered by what it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.answer import Withheld
from assistant.filling import Filled, Sentence
from assistant.letter import LetterCitation, LetterLine, Stretch
from assistant.verification import Verifier
from kb import Authority, Checker, Corpus, Finding, Likeness, Mention, Provision, StatuteBook, Wording

_JUDGED = re.compile(r"违法|非法|犯罪|犯法|无效|有权|无权|不用还|不必还|不受[^，。]{0,4}保护|法律规定|依法")
"""Words with which a sender judges instead of telling what happened."""
_GOOD = {Finding.OK: "相符", Finding.UNVERIFIABLE: "所引是大意，已核对条号与效力"}
"""Findings of the checker with which a sentence may stand."""


@dataclass
class Proof:
    """Checks the sentences of one letter, and numbers what they rest on."""

    corpus: Corpus
    day: date
    likeness: Likeness
    known: dict[str, str]
    """What was found of the template's own sentences on this day; no fact of any matter is in them."""
    blanks: list[str] = field(default_factory=list)
    rests: list[LetterCitation] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book: StatuteBook = self.corpus.on(self.day)
        self.verifier = Verifier(self.book, self.corpus.finder, self.likeness)
        self.checker = Checker(self.book, self.corpus.finder, self.likeness)

    def lines(self, filled: Sequence[Filled]) -> tuple[LetterLine, ...]:
        """The lines, without the sentences that fail; a line of which nothing is left goes."""
        out = []
        for line in filled:
            stretches: list[Stretch] = []
            for sentence in line.sentences:
                if fault := self.fault(sentence):
                    self.withheld.append(Withheld(sentence.shown, fault))
                    continue
                stretches += self._stretches(sentence)
            if stretches:
                out.append(LetterLine(line.kind, tuple(stretches)))
        return tuple(out)

    def counted(self, said: str, law: Sequence[str]) -> LetterLine:
        """A day that was counted; it rests on sentences of law that were verified."""
        verified = self.verifier.verify(said, computed={said: law})
        self.withheld += verified.withheld
        return LetterLine("item", (Stretch(said),) if verified.claims else ())

    def fault(self, sentence: Sentence) -> str:
        """Why a sentence may not stand: the template's words, the sender's words, or the two together."""
        masked = sentence.masked
        if masked not in self.known:
            self.known[masked] = self.verifier.fault(masked)
        if self.known[masked]:
            return self.known[masked]
        for words in sentence.own:
            if judged := _JUDGED.search(words):
                return f"“{words}”里的“{judged[0]}”是在讲法律：请只写事实，法律由信里引用的条文说"
        read = sentence.unspoken
        if not self._mentions(read):
            return ""
        facts = "\n".join(s.text for s in sentence.spans if s.source)
        if fault := self.verifier.fault(read, question=facts):
            cited = any(self._mentions(s.text) for s in sentence.spans if s.source)
            return f"{fault}；对方说过的话请写在 said 里" if cited else fault
        return next((f"{c.mention.raw}：{c.explain}" for c in self.checker.check(read) if c.finding not in _GOOD), "")

    def _mentions(self, text: str) -> list[Mention]:
        return list(self.corpus.finder.find(text))

    def _stretches(self, sentence: Sentence) -> list[Stretch]:
        """The sentence cut behind each citation and around each blank."""
        ends = {m.span[1]: n for m in self._mentions(sentence.unspoken) if (n := self._number(m, sentence))}
        out: list[Stretch] = []
        at, said = 0, sentence.unspoken
        for span in sentence.spans:
            if span.blank:
                self.blanks.append(span.text.removeprefix("〔请填写：").removesuffix("〕"))
            if span.speech or span.blank:
                out.append(Stretch(span.text, span.blank))
                at += 1
                continue
            last = at + len(span.text)
            for cut in sorted(end for end in ends if at < end <= last):
                out.append(Stretch(said[at:cut], cite=ends[cut]))
                at = cut
            if at < last:
                out.append(Stretch(said[at:last]))
                at = last
        return out

    def _number(self, mention: Mention, sentence: Sentence) -> int:
        """The number of a citation, with the sentence that rests on it put down; 0 where a whole text is named."""
        found = self.book.resolve(mention.citation)
        if not isinstance(found, Provision):
            return 0
        n = self.numbers.setdefault(found.ref, len(self.numbers) + 1)
        if not any(r.n == n and r.sentence == sentence.shown for r in self.rests):
            self.rests.append(self._rests(n, found, sentence.shown))
        return n

    def _rests(self, n: int, found: Provision, sentence: str) -> LetterCitation:
        exact = found.wording is Wording.EXACT
        return LetterCitation(
            n,
            found.ref,
            found.label,
            found.text,
            exact,
            Authority(found.instrument.authority).chinese,
            self.book.status(found).chinese,
            found.version.in_force,
            found.version.until,
            sentence,
            _GOOD[Finding.OK if exact else Finding.UNVERIFIABLE],
        )
