"""The assistant: opens the library and the index once, then answers questions; wires the rest together."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from assistant.answer import Action, Answer, Conclusion, Question
from assistant.answering import answered, behind, noticed_only
from assistant.composer import Composer, Draft, ExtractiveComposer, Material, shown_bases
from assistant.confidence import confidence, doubt
from assistant.conversation import Conversation
from assistant.gathering import HITS, Gathering
from assistant.parts import Parts
from assistant.reading import Reading, check_question, read_question
from assistant.reckoning import Reckoning, reckon
from assistant.scope import WHO_ASKS, Notice, Scope
from assistant.selection import LONG, Likely
from assistant.sentences import split_sentences
from assistant.settings import Settings
from assistant.translation import answer_in_english
from assistant.verification import Verified, Verifier
from kb import (
    CREDITOR,
    Checker,
    Corpus,
    ModelProblem,
    Progress,
    Provision,
    Searcher,
    embedder_or_words,
    losses,
    read_corpus,
)

if TYPE_CHECKING:
    from assistant.chain import StatuteRetriever

JUDGING = frozenset({Conclusion.UNLAWFUL, Conclusion.LIKELY_UNLAWFUL, Conclusion.BREACHES_INDUSTRY_RULE})
TO_CREDITOR, OF_HIS_STORY = 0.7, 0.3
"""Chance from which a section answers a creditor who says little, and one who tells more, if only as the nearest; set
by hand, the first above that of 朋友欠我钱不还怎么办."""
OURS = 0.05
"""Chance to be none of this field, below which a message that nothing answers is asked back; set by hand."""
DAYS_KEPT = 16
"""Days whose checker is remembered; then it begins anew."""


class Assistant:
    """Answers questions about debt collection from one library. Safe to share between threads."""

    def __init__(
        self,
        corpus: Corpus,
        searcher: Searcher,
        *,
        composer: Composer | None = None,
        today: Callable[[], date],
    ) -> None:
        """Use `Assistant.open()`; this is for a library and an index already in hand.

        Args:
            corpus: the library.
            searcher: an index of the library's passages.
            composer: who writes drafts; the extractive one by default.
            today: the clock, so that nobody else asks it.
        """
        self.corpus = corpus
        self.searcher = searcher
        self.composer = composer or ExtractiveComposer()
        self._extractive = ExtractiveComposer()
        self._today = today
        self._parts = Parts(corpus)
        self._gathering = Gathering(corpus, searcher, self._parts)
        self._for_creditors = Gathering(corpus, searcher, self._parts, reader=CREDITOR)
        self._checkers: dict[date, Checker] = {}

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        *,
        composer: Composer | None = None,
        progress: Progress | None = None,
        today: Callable[[], date] = date.today,
        opening: Callable[..., Searcher] = Searcher.ready,
    ) -> Assistant:
        """Open the library and its index; the index is built when it is missing or stale.

        Where the embedding model cannot be opened words search alone, and where a file of the library could not be
        read its articles are missing; every answer then says so. A service gives
        `open_at_once` as `opening`, so that nobody waits while a damaged index is rebuilt.

        Raises:
            YoujuError: the library cannot be read.
        """
        settings = settings or Settings()
        corpus = read_corpus(settings.library)
        embedder, notice = embedder_or_words(settings.embedder)
        if lost := losses(corpus):
            notice += f"资料库有 {len(lost)} 处没有读进去（{lost[0].file}），相关的条文可能查不到：请运行 youju lint。"
        searcher = opening(
            corpus.passages,
            embedder,
            settings.index,
            concepts=corpus.concepts,
            progress=progress,
            notice=notice,
            beside=settings.beside,
        )
        return cls(corpus, searcher, composer=composer, today=today)

    def ask(
        self, text: str, *, as_of: date | None = None, lang: str = "zh", facts: Mapping[str, str] | None = None,
        context: str = "",
    ) -> Answer:  # fmt: skip
        """Answer one question.

        Args:
            text: the reader's words, at most 8000 characters.
            as_of: the day the law is asked for; otherwise a day named in the words, otherwise today.
            lang: `zh` or `en`, the language of the answer. English is shown where a person wrote it for a sentence
                that was verified in Chinese; a chat model is not asked for it.
            facts: facts known from earlier turns.
            context: earlier turns of the same matter; searched with the newest, never answered again.

        Raises:
            InputProblem: an empty or an overlong question.
        """
        started = time.perf_counter()
        asked = check_question(text)
        text = self.in_chinese(asked)
        notices = self._heard(asked, text, context)
        owed = self._answers_creditor(notices, text, context)
        if owed:
            notices, facts = tuple(n for n in notices if n.route != "creditor"), {}
        if final := next((n for n in notices if n.final), None):
            answer, took = self._noticed(final, asked, as_of or self._today(), lang), dict[str, float]()
        else:
            answer, took = self._answer(text, as_of, lang, facts or {}, context, notices, owed=owed)
            if answer.action is Action.DECLINE and not notices and self._asked_back(text):
                said = self._noticed(self._scope.of_route("vague"), asked, answer.as_of, lang)
                answer = replace(said, conclusion=answer.conclusion)
            answer = replace(behind(answer, [n.spoken(lang) for n in notices]), read_as=text if text != asked else "")
        took["total"] = _since(started)
        return replace(answer, question=asked, timings_ms=took)

    def in_chinese(self, text: str) -> str:
        """What a message in English is read as; a message in Chinese as it stands."""
        return self._parts.phrasebook.chinese(text)

    def _heard(self, asked: str, text: str, context: str) -> tuple[Notice, ...]:
        """What must be said first, heard in the reader's own words or, of an English message, in its reading.

        A turn that leans on earlier ones is about something else only if all of them together are; who asks, and of
        which country's law, stays as it was told until the turn tells of a collector's conduct. Who is defrauded is
        told what to do, whatever the matter.
        """
        own = self.notices(asked)
        read = () if text == asked or any(n.final for n in own) else self._by_patterns.all_notices(text)
        heard = (*own, *read)
        of_route = {n.route: n for n in reversed(heard)}
        whole = self.notices(f"{context}\n{text}") if context else heard
        lasting = [n for n in whole if n.final and n.route in WHO_ASKS and n not in heard]
        if lasting and not any(n.final for n in heard) and not self.facts_in(text):
            return (*(n for n in heard if n.route != "vague"), *lasting)
        return tuple(
            n
            for n in heard
            if of_route[n.route] is n
            and not (n.route == "vague" and (context or text != asked or self._parts.gists.tells(text)))
            and not (n.route in {"topic", "creditor"} and n not in whole)
            and not (n.route == "topic" and "fraud" in of_route)
        )

    def _asked_back(self, text: str) -> bool:
        """Whether a short message that nothing answers is plainly of this field: then more is asked, not declined."""
        gist = self.gist(text)
        cited = next(iter(self.corpus.finder.find(gist)), None)
        return len(gist) < LONG and cited is None and self._parts.evidence.outside(gist) < OURS

    def answers_alone(self, text: str) -> bool:
        """Whether a notice is the whole answer, as in danger to life: no composer is asked."""
        notices = self.notices(text)
        return any(n.final for n in notices) and not self._answers_creditor(notices, text)

    def _answers_creditor(self, notices: Sequence[Notice], text: str, context: str = "") -> bool:
        """Whether a creditor asks what a guide for creditors surely answers; any other question of his is declined."""
        final = next((n for n in notices if n.final), None)
        if final is None or final.route != "creditor":
            return False
        turns = "\n".join(map(self.gist, (*filter(None, context.split("\n")), text)))
        likely = self._for_creditors.likely(turns, self._today())[:1]
        return any(one.chance >= (OF_HIS_STORY if len(turns) >= LONG else TO_CREDITOR) for one in likely)

    def with_composer(self, composer: Composer) -> Assistant:
        """The same assistant, library and index, whose drafts another composer writes; what they need is held once."""
        twin = copy.copy(self)
        twin.composer = composer
        return twin

    def at(self, today: date) -> Assistant:
        """The same assistant, library and index, asked on another day."""
        twin = copy.copy(self)
        vars(twin)["_today"] = lambda: today
        return twin

    def today(self) -> date:
        """The day, from whoever keeps the clock."""
        return self._today()

    def conversation(self, *, lang: str = "zh") -> Conversation:
        """Turns that remember each other."""
        return Conversation(self, lang=lang, today=self._today)

    def verifier(self, day: date) -> Verifier:
        """A verifier for the law of that day."""
        return Verifier(self.corpus.on(day), self.corpus.finder, self.corpus.likeness)

    def checker(self, day: date | None = None) -> Checker:
        """A citation checker for the law of that day, today's by default; kept, since days are asked for again."""
        day = day or self._today()
        checker = self._checkers.get(day)
        if checker is None:
            if len(self._checkers) >= DAYS_KEPT:
                self._checkers.clear()
            self._checkers[day] = checker = Checker(self.corpus.on(day), self.corpus.finder, self.corpus.likeness)
        return checker

    def as_retriever(self, day: date | None = None, k: int = 20) -> StatuteRetriever:
        """This assistant's searcher as a LangChain retriever for the law of a day."""
        from assistant.chain import StatuteRetriever

        return StatuteRetriever(searcher=self.searcher, day=day or self._today(), k=k)

    def facts_in(self, text: str) -> dict[str, str]:
        """The facts of conduct that a text tells (id → the words that told it)."""
        return self._parts.rules.facts_in(text)

    def gist(self, text: str) -> str:
        """The text without courtesies, orders to the assistant and what is about something else."""
        return self._parts.gists.of(text)

    def likely_sections(self, text: str, day: date) -> tuple[Likely, ...]:
        """Guide sections that are likely to answer a question, best first."""
        return self._gathering.likely(self.gist(text), day)

    def notices(self, text: str) -> tuple[Notice, ...]:
        """What must be said first to a text, in order; ends with the first that is final."""
        matter = self._parts.gists.matter(text) if self._scope.gives_orders(text) else ""
        return self._scope.all_notices(text, matter)

    @cached_property
    def _scope(self) -> Scope:
        return replace(self._parts.scope, answer=self._likeliest_section, gist=self.gist)

    @cached_property
    def _by_patterns(self) -> Scope:
        """What hears the Chinese that an English message is read as, in which nobody would write."""
        return replace(self._scope, wishes=None)

    def _likeliest_section(self, text: str) -> Likely | None:
        """The likeliest section for who is asked for money; none where one for creditors is likelier."""
        found = next(iter(self.likely_sections(text, self._today())), None)
        owed = next(iter(self._for_creditors.likely(self.gist(text), self._today())), None)
        return None if found and owed and owed.chance > found.chance else found

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Facts of conduct by id, in the reader's words."""
        return {fact.id: fact.title for fact in self._parts.rules.facts}

    @cached_property
    def informing(self) -> frozenset[str]:
        """The rules that only tell a right or a procedure, or that something is lawful; none of them is misconduct."""
        return frozenset(r.id for r in self._parts.rules.rules if r.informs or r.conclusion not in JUDGING)

    def _answer(
        self, text: str, as_of: date | None, lang: str, facts: Mapping[str, str], context: str,
        notices: Sequence[Notice], *, owed: bool,
    ) -> tuple[Answer, dict[str, float]]:  # fmt: skip
        """The answer to a question in Chinese, before any notice, and how long reading and searching took.

        To who is owed, what he tells of the other's doings is no conduct of a collector.
        """
        begun = time.perf_counter()
        today, gist = self._today(), self.gist(text)
        reading = self._read(gist, today, as_of)
        took = {"read": _since(begun)}
        book = self.corpus.on(reading.day)
        gathering = self._for_creditors if owed else self._gathering
        told = {} if owed else dict(facts) | self._parts.rules.facts_in(gist)
        told = {fact: words for fact, words in told.items() if not any(fact in n.covers for n in notices)}
        findings = gathering.findings(told, book)
        context = "\n".join(map(self.gist, context.split("\n"))) if context else ""
        query = f"{context}\n{gist}" if context else gist
        begun = time.perf_counter()
        cited = [p.article_ref for p in (*reading.named, *reading.whole)]
        hits = self.searcher.find(query, reading.day, k=HITS, cited=cited)
        took["search"] = _since(begun)
        question = Question(text, reading.day, today, told, context, gist)
        material = gathering.material(question, query, reading, hits, findings)
        material = replace(material, rules_only=any(notice.route == "insider" for notice in notices))
        if material.unsure and any(notice.steps for notice in notices):  # in danger nobody reads what may be beside it
            material = replace(material, sections=(), provisions=(), unsure=False)
        sums = reckon(gist, told, self._parts.figures, self.corpus, day=reading.day, today=today, context=context)
        if material.unsure and sums.asked and sums.computed:  # what was asked is computed; no section is as near
            material = replace(material, sections=(), provisions=(), unsure=False, headline=sums.headline)
        elif sums.asked and sums.bound:  # and what it comes to is nearer than what a section says of any sum
            material = replace(material, headline=sums.bound)
        composer = self._extractive if lang == "en" else self.composer
        draft, verified, model, notice = self._written(material, query, reading, sums, composer)
        answer = answered(material, draft, verified, reading, noticed=bool(notices), question=sums.question)
        sure = confidence(material, [c.ref for c in answer.citations]) if answer.action is Action.ANSWER else 0.0
        answer = replace(answer, model=model, notice=notice or self.searcher.notice, confidence=round(sure, 3))
        if lang == "en":
            answer = answer_in_english(answer, self.corpus)
        if answer.action is Action.ANSWER and not notices:
            answer = replace(answer, notice=answer.notice or doubt(answer.confidence, lang))
        return answer, took

    def _read(self, text: str, today: date, as_of: date | None) -> Reading:
        first = read_question(text, today, as_of, self.corpus, ())
        return read_question(text, today, as_of, self.corpus, self.checker(first.day).check(text))

    def _written(
        self, material: Material, query: str, reading: Reading, sums: Reckoning, composer: Composer
    ) -> tuple[Draft, Verified, str, str]:
        """A draft and what of it may be shown, who wrote it, and what to say of that.

        Where a model fails, or nothing with a citation is left of what it wrote, the draft is made without it.
        """
        notice = ""
        try:
            draft, model = composer.compose(material), composer.name
        except ModelProblem as fault:
            draft, model = self._extractive.compose(material), "extractive"
            notice = f"{fault}；这里是不用大模型的答复。"
        verifier = self.verifier(material.book.day)
        opening = self._opening(reading, draft, material, verifier)
        verify = partial(verifier.verify, opening=opening, question=query, computed=sums.computed)
        if model == "extractive":
            return draft, verify(sums.beside(draft.body)), model, notice
        theirs = verify(sums.beside(draft.body), advice=[s.text for _, s in material.sections])
        if any(c.citations for c in theirs.claims[len(opening) :] if c.text not in sums.block):
            return draft, theirs, model, notice
        draft = self._extractive.compose(material)
        ours = verify(sums.beside(draft.body))
        verified = replace(ours, withheld=(*theirs.withheld, *ours.withheld))
        return draft, verified, "extractive", "大模型写的内容没有通过核对，这里是不用大模型的答复。"

    def _opening(
        self, reading: Reading, draft: Draft, material: Material, verifier: Verifier
    ) -> list[tuple[str, tuple[Provision, ...]]]:
        """The headline with what it rests on, then corrections; no headline rests on a sentence that is withheld."""
        speaking = () if reading.corrections and not material.judged else material.speaking[:3]
        resting = [p for f in speaking for _, p in shown_bases(f, material)]
        if not speaking and material.sections and not reading.corrections:
            kept = [s for s in split_sentences(material.sections[0][1].answer[0]) if not verifier.fault(s)]
            first = self.corpus.finder.find("".join(kept))
            found = (material.book.resolve(m.citation) for m in first if m.citation.number)
            resting = [p for p in found if isinstance(p, Provision) and material.book.in_force(p)][:3]
        opening = (f"**{draft.headline}**", tuple(dict.fromkeys(resting)))
        return [opening, *((c.text, c.provisions) for c in reading.corrections)]

    def _noticed(self, notice: Notice, text: str, day: date, lang: str) -> Answer:
        """An answer that says only what a route says."""
        says_law = notice.law and lang != "en"
        verified = self.verifier(day).verify(notice.spoken(lang).alone) if says_law else None
        bare = Answer(text, day, lang, notice.action, Conclusion.NOT_APPLICABLE, "", "", corpus=self.corpus.fingerprint)
        return noticed_only(notice, bare, lang, verified)


def _since(begun: float) -> float:
    """Milliseconds."""
    return (time.perf_counter() - begun) * 1000
