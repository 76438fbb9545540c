"""What a draft may be made of: sections, provisions and findings that fit a question, and which of them speaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from assistant.answer import Conclusion, Question
from assistant.composer import Material, headed, in_force_bases, replaced_since, says_already, stated
from assistant.conduct import Finding, gravest
from assistant.cues import only_officials
from assistant.days import years_in
from assistant.folded import plain
from assistant.gist import asked_apart, questions_in
from assistant.parts import Parts
from assistant.reading import Reading
from assistant.selection import LONG, Evidence, Likely, about_debts, choose_provisions, choose_sections
from assistant.sentences import split_sentences
from assistant.verification import Verifier
from kb import DEBTOR, Corpus, Guide, Hit, Provision, Searcher, Section, StatuteBook, respelt

HITS, FAR = 30, 200
"""Passages that an answer is made from, reported in `hits`; among which the few sections for creditors are sought."""
AHEAD = 20
"""Passages among which a section must be that stands behind a finding and is about something else. Of 31 articles that
such sections cited from further behind, 21 were beside the point, 2 needed (evals/data/read.jsonl)."""
VERDICTS_KEPT = 10_000
"""Sections and rules whose verdict on a day is remembered; then it begins anew."""
_QUESTIONS, _ALSO = 6, 3
"""Questions of one message that are looked up by themselves, and how many of their answers are shown."""

_WITHIN, _AMONG = 0.7, 3
"""Of one of several questions: what the score counts for that a section has by the whole message, and among how many of
the whole message's sections its best answers it whatever its own chance. Of 94 questions of 43 messages, .60 of the
60 sections so found were right; of the 55 that are sure by the question alone, .49."""

_CLEARLY = 0.7
"""Chance from which the section that one of several questions finds by itself answers it, whatever the whole finds."""

_BARELY_NAMED = 0.6
"""Chance from which a section answers one of several questions that names nothing of the field (要用书面吗): it stands
in a message that does, and its words may be those of a section on another matter, which the whole does not find."""

_PART_ALONE = 0.75
"""The same for a question that is part of a sentence (开庭要咋说): in sight of 22 messages that
showed another section without this, 14 of them a right one as read by one reader; of the wrong ones most fall away."""

_SECOND = 0.35
"""Chance from which the second best section is shown for a story: of 16 such it answered something asked in 12, in 6 of
them the main question, which the first did not."""

_BY_ITSELF = 0.65
"""Chance from which a section answers a turn by itself, whatever was asked before it; set by hand, above sure."""

_AHEAD = 0.78
"""Chance from which a section speaks before findings that it is not about: of 15 messages of such a chance, as read by
one reader, the section was the answer to what was asked in 13; of 17 of a smaller one in 5."""

_WRITES = re.compile(r"文号|模板|范本|引哪|投诉信|层级|怎么引")
"""What somebody asks who writes a letter: not whether a deed is lawful, but what to cite and how to put it."""

_BEFORE = re.compile(r"(\d{4})年(?:以|之)?前")
"""How the title of a section begins that is about an earlier time."""

_ACCUSING = frozenset({Conclusion.UNLAWFUL, Conclusion.LIKELY_UNLAWFUL, Conclusion.BREACHES_INDUSTRY_RULE})
"""Verdicts on those who collect: where only a court or the police acts, a section that has one is about others."""

Sections = tuple[tuple[Guide, Section], ...]


class Gathering:
    """Gathers from one library and its index; what it finds of the library's own words it finds once."""

    def __init__(self, corpus: Corpus, searcher: Searcher, parts: Parts, reader: str = DEBTOR) -> None:
        """`reader` is whom its guides speak to, one of `kb.READERS`."""
        self._corpus, self._searcher, self._parts = corpus, searcher, parts
        self._sections_found = HITS if reader == DEBTOR else FAR
        others = (g for g in corpus.guides if g.reader != reader)
        self._for_others = frozenset(guide.section_ref(section) for guide in others for section in guide.sections)
        self._carried: dict[tuple[date, str], bool] = {}
        self._told: dict[str, frozenset[str]] = {}

    @cached_property
    def _evidence(self) -> Evidence:
        return self._parts.evidence.without(self._for_others)

    def findings(self, told: Mapping[str, str], book: StatuteBook) -> tuple[Finding, ...]:
        """What the facts meet, so far as the law of the day carries the sentence that each finding opens with."""
        return tuple(f for f in self._parts.rules.findings(told) if self._stands(f, book))

    def material(
        self, question: Question, query: str, reading: Reading, hits: tuple[Hit, ...], findings: tuple[Finding, ...]
    ) -> Material:
        """What the draft of one answer may be made of, and the verdict it opens with."""
        book, query = self._corpus.on(reading.day), respelt(query)
        alone = self._alone(question, book.day)
        likely = self._sections(query, alone, book.day)
        sections = tuple(one.found for one in likely)
        sure = bool(likely) and likely[0].sure
        if reading.only_wrong and not sure:
            sections = ()
        fitting = () if reading.only_wrong else choose_provisions(query, hits, self._corpus, book, self._evidence)
        best = sections[0][1] if sections and sure and self._holds(*sections[0], book.day) else None
        judged = tuple(f for f in findings if not f.rule.informs)
        told = findings[len(judged) :]
        open_to_told = bool(told) and not judged and not reading.corrections
        leading = open_to_told and self._leads(told[0], question, likely, alone, book)
        ahead = bool(best) and bool(judged) and self._goes_ahead(likely[0], judged, question, reading, book)
        if ahead:  # what was lawful answers nothing beside it
            findings = tuple(f for f in findings if f.rule.conclusion in _ACCUSING or f.rule.informs)
        speaking = () if ahead else judged or (told[:1] if leading else ())
        near = sure or len(question.asked) >= LONG
        if speaking and sections and not self._stands_behind(speaking, sections[0], hits, book, near=near):
            sections = ()
        if speaking or (ahead and judged[0].rule.yields):
            conclusion = gravest(judged or findings)
        elif best and best.verdict and not reading.corrections:
            conclusion = Conclusion(best.verdict)
        else:
            asks = reading.asks_lawfulness and not reading.corrections
            conclusion = Conclusion.NEEDS_FACTS if asks else Conclusion.NOT_APPLICABLE
        apart = self._apart(question.asked, book.day, sections)
        second = self._second(question.asked, book.day, sections, likely)
        return Material(
            question=question,
            book=book,
            corpus=self._corpus,
            hits=hits,
            findings=findings,
            conclusion=conclusion,
            sections=sections,
            provisions=reading.named or fitting,
            corrected=bool(reading.corrections),
            headline=best.headline if best else "",
            transitions=replaced_since(judged, self._parts.rules.transitions, book, self._corpus, question.today),
            unsure=bool(sections) and not sure and not judged and not leading,
            leading=leading,
            ahead=ahead,
            also=(*apart, *(one for one in second if one not in apart))[:_ALSO],
            several=bool(apart),
            chance=likely[0].chance if likely else 0.0,
            asks_lawfulness=reading.asks_lawfulness,
        )

    def likely(self, query: str, day: date) -> tuple[Likely, ...]:
        """Guide sections that are likely to answer a question, best first."""
        return choose_sections(query, self._guides(query, day), self._corpus, self._evidence)

    def _guides(self, query: str, day: date) -> tuple[Hit, ...]:
        """Guide sections found for the reader.

        None is of a time before all that is told; of a court's doings none is about others.
        """
        found, years = self._searcher.find(query, day, k=self._sections_found, kind="guide"), years_in(query, day)
        found = tuple(h for h in found if h.passage.id not in self._for_others and not self._is_past(h, years))
        return tuple(hit for hit in found if not self._accuses(hit)) if only_officials(plain(query)) else found

    def _sections(self, query: str, alone: Likely | None, day: date) -> tuple[Likely, ...]:
        """Guide sections, best first: the one that answers the newest turn `alone`, then those of the whole matter."""
        found = self.likely(query, day)
        return (alone, *(one for one in found if one.ref != alone.ref)) if alone else found

    def _alone(self, question: Question, day: date) -> Likely | None:
        """The section that surely answers by itself a turn that asks after one that asked too.

        What was only told is what the next question is about.
        """
        likely = self.likely(question.asked, day) if _asks_again(question) else ()
        return likely[0] if likely and likely[0].chance >= _BY_ITSELF else None

    def _is_past(self, hit: Hit, years: frozenset[int]) -> bool:
        """Whether a section is about what was before a year (2021年以前签的担保), and all years told are later."""
        found = self._corpus.section(hit.passage.id)
        before = _BEFORE.match(found[1].title) if found and years else None
        return before is not None and min(years) >= int(before[1])

    def _accuses(self, hit: Hit) -> bool:
        """Whether a section is about what somebody else than a court or the police does wrong."""
        found = self._corpus.section(hit.passage.id)
        return found is not None and found[1].verdict in _ACCUSING

    def _apart(self, text: str, day: date, sections: Sections) -> tuple[Section, ...]:
        """What answers each of several questions by itself, beside the best section."""
        asked_in = map(asked_apart, questions_in(text))
        parts = [(one, len(apart) > 1) for apart in asked_in for one in apart]
        if len(parts) < 2:
            return ()
        whole = {hit.passage.id: hit.score for hit in self._guides(text, day)}
        found = (self._answering(asked, whole, day, is_part=is_part) for asked, is_part in parts[:_QUESTIONS])
        return self._shown(found, sections, day)

    def _second(self, text: str, day: date, sections: Sections, likely: Sequence[Likely]) -> tuple[Section, ...]:
        """The second best section of a story, where it is likely."""
        near = likely[1:2] if sections and len(text) >= LONG else ()
        return self._shown((one.ref for one in near if one.chance >= _SECOND), sections, day)

    def _shown(self, refs: Iterable[str], sections: Sections, day: date) -> tuple[Section, ...]:
        """Those sections that are not the best one, and that the law of the day carries."""
        first = {_ref(s) for s in sections[:1]}
        found = (self._corpus.section(ref) for ref in dict.fromkeys(refs) if ref and ref not in first)
        return tuple(one[1] for one in found if one and self._holds(*one, day))

    def _answering(self, asked: str, whole: Mapping[str, float], day: date, *, is_part: bool) -> str:
        """The section that answers one of several questions, of a message that finds `whole`; nothing if none does.

        A question that is part of a sentence says less: its section must be likely by itself too, and found by both.
        """
        hits = self._guides(asked, day)
        own = choose_sections(asked, hits, self._corpus, self._evidence)
        best = max(hits, key=lambda hit: hit.score + _WITHIN * whole.get(hit.passage.id, 0.0), default=None)
        if own and own[0].chance >= _CLEARLY and not is_part:
            return own[0].ref
        among = best and best.passage.id in list(whole)[:_AMONG]
        if best and among and (not is_part or best.passage.id in {one.ref for one in own}):
            return best.passage.id
        for one in own[:1]:
            named = about_debts(asked) and not is_part
            least = _PART_ALONE if is_part else _BARELY_NAMED
            if one.sure and (named or (one.chance >= least and one.ref in whole)):
                return one.ref
        return ""

    def _leads(
        self, told: Finding, question: Question, likely: Sequence[Likely], alone: Likely | None, book: StatuteBook
    ) -> bool:
        """Whether a rule that only informs speaks before the best section.

        It does where that section is unsure, or where neither its title nor its direct answer is about the same and the
        rule does not yield; not before one that answers the newest words `alone`, if they tell nothing of the rule.
        """
        if not likely or not likely[0].sure:
            return True
        if told.rule.yields:
            return False
        section = likely[0].found[1]
        if alone and told.rule.id not in self._rules_of(question.asked):
            return False
        about = told.rule.id in self._told_by(section.title)
        return not about and not says_already(section.answer[0], in_force_bases(told.law, book, self._corpus))

    def _goes_ahead(
        self, best: Likely, judged: Sequence[Finding], question: Question, reading: Reading, book: StatuteBook
    ) -> bool:
        """Whether the best section speaks before findings that judge: it surely answers a story, about none of them.

        Always before one that only says what is missing, or that yields, and for who writes a letter. Never before what
        is plainly unlawful, nor, where lawfulness is asked, without a verdict or before a finding that all was lawful.
        """
        worst, section = gravest(judged), best.found[1]
        if _WRITES.search(question.asked) and not reading.asks_lawfulness:
            return best.sure and not reading.corrections
        if worst is Conclusion.NEEDS_FACTS or judged[0].rule.yields:
            return best.sure and not reading.corrections
        if best.chance < _AHEAD or len(question.asked) < LONG or reading.corrections or worst is Conclusion.UNLAWFUL:
            return False
        unjudged = section.verdict in {"", Conclusion.NOT_APPLICABLE.value}
        if reading.asks_lawfulness and (unjudged or worst is Conclusion.LAWFUL):
            return False
        return not self._about(judged, section, book)

    def _stands_behind(
        self,
        speaking: Sequence[Finding],
        found: tuple[Guide, Section],
        hits: Sequence[Hit],
        book: StatuteBook,
        *,
        near: bool,
    ) -> bool:
        """Whether a section is shown behind findings that have answered already.

        It is where it is about one of them, by a way to ask for it or by an article of its direct answer; any other
        only where the search has it well ahead and it is `near`: it surely answers, or may answer a story. None that
        cites an earlier text: which text applies to a finding is said with it, and a text that no longer does has no
        place beside it.
        """
        section = found[1]
        if self._cites_past(section, _ref(found), book):
            return False
        if near and _ref(found) in {hit.passage.id for hit in hits[:AHEAD]}:
            return True
        return self._about(speaking, section, book)

    def _about(self, findings: Sequence[Finding], section: Section, book: StatuteBook) -> bool:
        """Whether a section is about one of some findings, by a way to ask for it or an article of its answer."""
        told = {f.rule.id for f in findings}
        if any(not told.isdisjoint(self._told_by(words)) for words in (section.title, *section.asked)):
            return True
        bases = [b for f in findings for b in in_force_bases((*f.law, *f.consequence), book, self._corpus)]
        return says_already(section.answer[0], bases)

    def _cites_past(self, section: Section, ref: str, book: StatuteBook) -> bool:
        """Whether a section's direct answer cites, by its year, a text that is not in force on the day."""

        def past() -> bool:
            cited = (mention.citation for text in section.answer for mention in self._corpus.finder.find(text))
            resolved = (book.resolve(citation) for citation in cited if citation.edition is not None)
            return any(isinstance(p, Provision) and not book.in_force(p) for p in resolved)

        return self._kept((book.day, f"{ref} past"), past)

    def _told_by(self, words: str) -> frozenset[str]:
        """The rules that some words of the library alone tell, found once."""
        if words not in self._told:
            self._told[words] = self._rules_of(words)
        return self._told[words]

    def _rules_of(self, words: str) -> frozenset[str]:
        """The rules that some words alone tell."""
        return frozenset(f.rule.id for f in self._parts.rules.findings(self._parts.rules.facts_in(words)))

    def _holds(self, guide: Guide, section: Section, day: date) -> bool:
        """Whether a section's direct answer is carried by the law of that day; only then may its headline be shown."""

        def held() -> bool:
            verifier = self._verifier(self._corpus.on(day))
            return not any(verifier.fault(s) for s in split_sentences(section.answer[0]))

        return self._kept((day, guide.section_ref(section)), held)

    def _stands(self, finding: Finding, book: StatuteBook) -> bool:
        """Whether the law of the day carries the sentence that a finding opens with; else it is no finding at all."""
        bases = in_force_bases(finding.law, book, self._corpus)
        if not bases:
            return False
        sentence = headed(finding.rule, stated(*bases[0]))
        return self._kept((book.day, sentence), lambda: not self._verifier(book).fault(sentence))

    def _verifier(self, book: StatuteBook) -> Verifier:
        return Verifier(book, self._corpus.finder, self._corpus.likeness)

    def _kept(self, key: tuple[date, str], found: Callable[[], bool]) -> bool:
        """What was found of the library's own words on a day, found once."""
        if key not in self._carried:
            if len(self._carried) >= VERDICTS_KEPT:
                self._carried.clear()
            self._carried[key] = found()
        return self._carried[key]


def _asks_again(question: Question) -> bool:
    """Whether a turn asks right after one that asked too."""
    return all(questions_in(text) for text in (question.context.rpartition("\n")[2], question.asked))


def _ref(found: tuple[Guide, Section]) -> str:
    guide, section = found
    return guide.section_ref(section)
