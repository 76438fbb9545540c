"""The assistant: opens the library and the index once, then answers questions; wires the rest together."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from assistant.answer import Action, Answer, Claim, Conclusion, Found, Question, Support
from assistant.composer import (
    Composer,
    Draft,
    ExtractiveComposer,
    Material,
    follows,
    headed,
    in_force_bases,
    replaced_since,
    says_already,
    shown_bases,
    stated,
)
from assistant.conduct import HOW_ASKED, LENDERS, Finding
from assistant.confidence import confidence, doubt
from assistant.conversation import Conversation
from assistant.gist import questions_in
from assistant.parts import Parts
from assistant.reading import Reading, read_question
from assistant.reckoning import Reckoning, reckon
from assistant.scope import Notice, Spoken
from assistant.selection import (
    ALIKE,
    SURE,
    about_debts,
    choose_provisions,
    choose_sections,
    nearest_section,
    says_nothing,
)
from assistant.sentences import split_sentences
from assistant.settings import MAX_QUESTION, Settings
from assistant.translation import answer_in_english
from assistant.verification import Verified, Verifier
from kb import (
    Checker,
    Citation,
    Corpus,
    Guide,
    Hit,
    InputProblem,
    ModelProblem,
    Provision,
    Searcher,
    Section,
    StatuteBook,
    embedder_or_words,
    losses,
    read_corpus,
    respelt,
)

if TYPE_CHECKING:
    from assistant.chain import StatuteRetriever

Progress = Callable[[str, int, int], None]
JUDGING = frozenset({Conclusion.UNLAWFUL, Conclusion.LIKELY_UNLAWFUL, Conclusion.BREACHES_INDUSTRY_RULE})
DAYS_KEPT = 16
VERDICTS_KEPT = 10_000
"""Days whose checker, and sections and rules whose verdict on a day, are remembered; then it begins anew."""
_QUESTIONS, _ALSO = 4, 2
"""Questions of one message that are looked up by themselves, and how many of their answers are shown."""
HITS = 30
"""Passages that an answer is made from; reported in `hits`."""


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
        self._checkers: dict[date, Checker] = {}
        self._carried: dict[tuple[date, str], bool] = {}

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
        today = self._today()
        final = next((n for n in notices if n.final), None)
        if final:
            return self._noticed(final, asked, as_of or today, lang, started)
        gist = self._parts.gists.of(text)
        reading, checks_ms = self._read(gist, today, as_of)
        book = self.corpus.on(reading.day)
        told = dict(facts or {}) | self._parts.rules.facts_in(gist)
        findings = tuple(f for f in self._parts.rules.findings(told) if self._stands(f, book))
        context = "\n".join(map(self._parts.gists.of, context.split("\n"))) if context else ""
        query = f"{context}\n{gist}" if context else gist
        before = time.perf_counter()
        hits = self.searcher.find(
            query, reading.day, k=HITS, cited=[p.article_ref for p in (*reading.named, *reading.whole)]
        )
        search_ms = (time.perf_counter() - before) * 1000
        question = Question(text, reading.day, today, told, context, gist)
        material = self._material(question, query, reading, hits, findings)
        draft, model, notice = self._compose(material, self._extractive if lang == "en" else self.composer)
        sums = reckon(gist, told, self._parts.figures, self.corpus, day=reading.day, today=today, context=context)
        opening = self._opening(reading, draft, material)
        verifier = Verifier(book, self.corpus.finder, self.corpus.likeness)
        advice = None if model == "extractive" else [s.text for _, s in material.sections]
        verify = partial(verifier.verify, opening=opening, question=query, computed=sums.computed)
        verified = verify(_with_sums(draft.body, sums), advice=advice)
        written = (c for c in verified.claims[len(opening) :] if c.text not in sums.block)
        if model != "extractive" and not any(c.citations for c in written):
            draft = self._extractive.compose(material)
            ours = verify(_with_sums(draft.body, sums))
            verified = replace(ours, withheld=(*verified.withheld, *ours.withheld))
            notice, model = "大模型写的内容没有通过核对，这里是不用大模型的答复。", "extractive"
        answer = self._answer(material, draft, verified, reading, notices, model, notice, sums)
        if lang == "en":
            answer = answer_in_english(answer, self.corpus)
        if answer.action is Action.ANSWER and not notices:
            answer = replace(answer, notice=answer.notice or doubt(answer.confidence, lang))
        answer = _after(answer, [n.spoken(lang) for n in notices])
        total = (time.perf_counter() - started) * 1000
        return replace(
            answer,
            question=asked,
            read_as=text if text != asked else "",
            timings_ms={"read": checks_ms, "search": search_ms, "total": total},
        )

    def in_chinese(self, text: str) -> str:
        """What a message in English is read as; a message in Chinese as it stands."""
        return self._parts.phrasebook.chinese(text)

    def _heard(self, asked: str, text: str, context: str) -> tuple[Notice, ...]:
        """What must be said first, heard in the reader's own words or, of an English message, in its reading."""
        own = self.notices(asked)
        heard = own if text == asked or any(n.final for n in own) else (*own, *self.notices(text))
        of_route = {n.route: n for n in reversed(heard)}
        return tuple(
            n for n in heard if of_route[n.route] is n and not (n.route == "vague" and (context or text != asked))
        )

    def answers_alone(self, text: str) -> bool:
        """Whether a notice is the whole answer, as in danger to life: no composer is asked."""
        return any(n.final for n in self.notices(text))

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

    def notices(self, text: str) -> tuple[Notice, ...]:
        """What must be said first to a text, in order; ends with the first that is final."""
        parts = self._parts
        return parts.scope.all_notices(text, parts.gists.matter(text) if parts.scope.gives_orders(text) else "")

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Facts of conduct by id, in the reader's words."""
        return {fact.id: fact.title for fact in self._parts.rules.facts}

    @cached_property
    def informing(self) -> frozenset[str]:
        """The rules that only tell a right or a procedure, or that something is lawful; none of them is misconduct."""
        return frozenset(r.id for r in self._parts.rules.rules if r.informs or r.conclusion not in JUDGING)

    def _read(self, text: str, today: date, as_of: date | None) -> tuple[Reading, float]:
        before = time.perf_counter()
        first = read_question(text, today, as_of, self.corpus, ())
        checks = self.checker(first.day).check(text)
        reading = read_question(text, today, as_of, self.corpus, checks)
        return reading, (time.perf_counter() - before) * 1000

    def _material(
        self, question: Question, query: str, reading: Reading, hits: tuple[Hit, ...], findings: tuple[Finding, ...]
    ) -> Material:
        book, query = self.corpus.on(reading.day), respelt(query)
        guides = self.searcher.find(query, reading.day, k=HITS, kind="guide")
        sections = choose_sections(query, guides, self.corpus, self._parts.evidence)
        if not sections and not findings:
            sections = nearest_section(query, guides, self.corpus)
        share = self._parts.evidence.share(query, sections[0][0].section_ref(sections[0][1])) if sections else 0.0
        sure = share >= SURE
        if reading.only_wrong and not sure:
            sections = ()
        fitting = () if reading.only_wrong else choose_provisions(query, hits, self.corpus, book, self._parts.evidence)
        provisions = reading.named or fitting
        best = sections[0][1] if sure and self._holds(*sections[0], reading.day) else None
        judged = tuple(f for f in findings if not f.rule.informs)
        told = findings[len(judged) :]
        leading = bool(told) and not judged and not reading.corrections and self._leads(told[0], sections, share, book)
        if judged or leading:
            conclusion = findings[0].rule.conclusion
        elif best and best.verdict and not reading.corrections:
            conclusion = Conclusion(best.verdict)
        else:
            asks = reading.asks_lawfulness and not reading.corrections
            conclusion = Conclusion.NEEDS_FACTS if asks else Conclusion.NOT_APPLICABLE
        return Material(
            question=question,
            book=book,
            corpus=self.corpus,
            hits=hits,
            findings=findings,
            conclusion=conclusion,
            sections=sections,
            provisions=provisions,
            corrected=bool(reading.corrections),
            headline=best.headline if best else "",
            transitions=replaced_since(judged, self._parts.rules.transitions, book, self.corpus, question.today),
            unsure=bool(sections) and not sure and not judged and not leading,
            leading=leading,
            also=self._also(question.asked, reading, sections),
            share=share,
            asks_lawfulness=reading.asks_lawfulness,
        )

    def _also(self, text: str, reading: Reading, sections: Sequence[tuple[Guide, Section]]) -> tuple[Section, ...]:
        """For a message that asks several things: sections that surely answer one of them, each by itself."""
        questions = questions_in(text)
        if len(questions) < 2:
            return ()
        best = {guide.section_ref(section) for guide, section in sections[:1]}
        found: dict[str, Section] = {}
        for asked in questions[:_QUESTIONS]:
            hits = self.searcher.find(asked, reading.day, k=HITS, kind="guide")
            for guide, section in choose_sections(asked, hits, self.corpus, self._parts.evidence)[:1]:
                ref = guide.section_ref(section)
                enough = SURE if about_debts(asked) else ALIKE
                sure = ref not in best and self._parts.evidence.share(asked, ref) >= enough
                if sure and self._holds(guide, section, reading.day):
                    found.setdefault(ref, section)
        return tuple(found.values())[:_ALSO]

    def _leads(self, told: Finding, sections: Sequence[tuple[Guide, Section]], share: float, book: StatuteBook) -> bool:
        """Whether a rule that only informs speaks before the best section.

        It does where that section is unsure, or where neither its title nor its direct answer is about the same.
        """
        if share < SURE:
            return True
        section = sections[0][1]
        titled = self._parts.rules.findings(self._parts.rules.facts_in(section.title))
        about = any(f.rule.id == told.rule.id for f in titled)
        return not about and not says_already(section.answer[0], in_force_bases(told.law, book, self.corpus))

    def _holds(self, guide: Guide, section: Section, day: date) -> bool:
        """Whether a section's direct answer is carried by the law of that day; only then may its headline be shown.

        Both are the library's own, so that what was found is kept, by day and section.
        """

        def held() -> bool:
            verifier = self.verifier(day)
            return not any(verifier.fault(s) for s in split_sentences(section.answer[0]))

        return self._kept((day, guide.section_ref(section)), held)

    def _stands(self, finding: Finding, book: StatuteBook) -> bool:
        """Whether the law of the day carries the sentence that a finding opens with; else it is no finding at all."""
        bases = in_force_bases(finding.law, book, self.corpus)
        if not bases:
            return False
        sentence = headed(finding.rule, stated(*bases[0]))
        return self._kept((book.day, sentence), lambda: not self.verifier(book.day).fault(sentence))

    def _kept(self, key: tuple[date, str], found: Callable[[], bool]) -> bool:
        """What was found of the library's own words on a day, found once."""
        if key not in self._carried:
            if len(self._carried) >= VERDICTS_KEPT:
                self._carried.clear()
            self._carried[key] = found()
        return self._carried[key]

    def _compose(self, material: Material, composer: Composer) -> tuple[Draft, str, str]:
        try:
            return composer.compose(material), composer.name, ""
        except ModelProblem as fault:
            return self._extractive.compose(material), "extractive", f"{fault}；这里是不用大模型的答复。"

    def _opening(self, reading: Reading, draft: Draft, material: Material) -> list[tuple[str, tuple[Provision, ...]]]:
        """The headline with what it rests on, then corrections."""
        speaking = () if reading.corrections and not material.judged else material.speaking[:3]
        resting = [p for f in speaking for _, p in shown_bases(f, material.speaking, material.book, self.corpus)]
        if not speaking and material.sections and not reading.corrections:
            found = map(material.book.resolve, self._cited(material.sections[0][1].answer[0]))
            resting = [p for p in found if isinstance(p, Provision) and material.book.in_force(p)][:3]
        opening = (f"**{draft.headline}**", tuple(dict.fromkeys(resting)))
        return [opening, *((c.text, c.provisions) for c in reading.corrections)]

    def _cited(self, text: str) -> list[Citation]:
        return [m.citation for m in self.corpus.finder.find(text) if m.citation.number]

    def _answer(
        self,
        material: Material,
        draft: Draft,
        verified: Verified,
        reading: Reading,
        notices: tuple[Notice, ...],
        model: str,
        notice: str,
        sums: Reckoning,
    ) -> Answer:
        question = material.question
        text = verified.text
        claims = verified.claims
        action = Action.ANSWER
        empty = len(claims) <= 1 and not verified.citations and not material.sections
        if empty:
            action, claims = Action.DECLINE, ()
            text = _NOTHING
        computed = any(c.support is Support.COMPUTED for c in claims)
        told = question.facts.keys() - HOW_ASKED
        known = notices or told or material.sections or reading.named or reading.corrections or computed
        if reading.asks_lawfulness and not known and says_nothing(question.asked):
            return self._vague(material)
        numbers = {c.ref: c.n for c in verified.citations}
        sure = 0.0 if empty else confidence(material, [c.ref for c in verified.citations])
        return Answer(
            question=question.text,
            as_of=reading.day,
            lang="zh",
            action=action,
            conclusion=Conclusion.NOT_APPLICABLE if empty else material.conclusion,
            headline="" if empty else draft.headline,
            text=text if empty else f"{text}\n\n{self._day_line(material)}",
            claims=claims,
            citations=verified.citations,
            hits=tuple((h.passage.id, h.score) for h in material.hits),
            findings=tuple(
                Found(
                    f.rule.id,
                    f.rule.title,
                    f.rule.conclusion,
                    tuple(
                        numbers[p.ref] for _, p in in_force_bases(f.law, material.book, self.corpus) if p.ref in numbers
                    ),
                    f.rule.binds,
                    follows(f, material.book, self.corpus),
                )
                for f in material.findings
            ),
            facts=material.question.facts,
            ask_back=(_ask_back(material) or _ask_number(sums)) if not empty else (),
            steps=tuple(s for s in draft.steps if s in verified.kept),
            channels=tuple(dict.fromkeys(c for c in draft.channels if c in verified.kept)),
            withheld=verified.withheld,
            model=model,
            corpus=self.corpus.fingerprint,
            notice=notice or self.searcher.notice,
            confidence=round(sure, 3),
        )

    def _vague(self, material: Material) -> Answer:
        """Somebody asks whether something is lawful and does not say what: one question back."""
        question = material.question
        return Answer(
            question=question.text,
            as_of=question.day,
            lang="zh",
            action=Action.CLARIFY,
            conclusion=Conclusion.NEEDS_FACTS,
            headline=_WHICH,
            text=f"**{_WHICH}**\n\n{_WHAT}",
            claims=(Claim(_WHAT, (), Support.GUIDE),),
            hits=tuple((h.passage.id, h.score) for h in material.hits),
            ask_back=(_WHAT,),
            corpus=self.corpus.fingerprint,
        )

    def _day_line(self, material: Material) -> str:
        day, today = material.book.day, material.question.today
        when = f"{day}（你说的日子）当时" if day != today else f"{day}"
        return f"*按{when}有效的法律；法条核对日 {self.corpus.verified}，版本 {self.corpus.fingerprint}。*"

    def _noticed(self, notice: Notice, text: str, day: date, lang: str, started: float) -> Answer:
        """An answer that says only what a route says, with the law of its consequence where it has one."""
        spoken = notice.spoken(lang)
        verified = self.verifier(day).verify(spoken.alone) if notice.law and lang != "en" else None
        return Answer(
            question=text,
            as_of=day,
            lang=lang,
            action=notice.action,
            conclusion=Conclusion.NEEDS_FACTS if notice.action is Action.CLARIFY else Conclusion.NOT_APPLICABLE,
            headline=spoken.headline,
            text=verified.text if verified else spoken.alone,
            claims=verified.claims if verified else (Claim(spoken.text, (), Support.GUIDE),),
            citations=verified.citations if verified else (),
            ask_back=(spoken.text,) if notice.action is Action.CLARIFY else (),
            steps=spoken.steps,
            channels=spoken.channels,
            withheld=verified.withheld if verified else (),
            model="extractive",
            corpus=self.corpus.fingerprint,
            timings_ms={"total": (time.perf_counter() - started) * 1000},
        )


_WHICH = "先说说发生了什么"
_WHAT = "他们具体说了什么、做了什么，是什么时候？把原话或短信贴过来也行。"
_NOTHING = (
    "**没有查到**\n\n资料库里没有能回答这个问题的法条或指南，所以不回答，免得说错。\n\n"
    "能答的是：催收电话和短信、爆通讯录、上门、录音取证、利息、担保和家人的债、被起诉和执行、征信、协商还款、投诉报警（中国大陆）。"
    "换个说法再问一次，或打 12348 法律咨询。有人身危险，先打 110。"
)


def _after(answer: Answer, spoken: Sequence[Spoken]) -> Answer:
    """The answer behind what must be said first."""
    if not spoken:
        return answer
    return replace(
        answer,
        text="\n\n".join([*(s.opening for s in spoken), answer.text]),
        steps=(*(x for s in spoken for x in s.steps), *answer.steps)[:3],
        channels=tuple(dict.fromkeys([*(x for s in spoken for x in s.channels), *answer.channels])),
    )


def _ask_back(material: Material) -> tuple[str, ...]:
    """One question, only where the answer turns on it."""
    facts = material.question.facts
    if material.findings and "third-party-contacted" in facts and not (LENDERS - {"bank"}) & set(facts):
        return ("是银行信用卡，还是网贷？两者适用的规定不一样。",)
    if material.conclusion is Conclusion.NEEDS_FACTS and not facts.keys() - HOW_ASKED:
        return ("他们具体说了什么、做了什么，是什么时候？",)
    return ()


def _with_sums(body: str, sums: Reckoning) -> str:
    """The draft with the block 算一算: before it where the reader asks how much, else behind it."""
    parts = (sums.block, body) if sums.asked else (body, sums.block)
    return "\n\n".join(p for p in parts if p)


def _ask_number(sums: Reckoning) -> tuple[str, ...]:
    """The number that is missing for an amount."""
    return (sums.question,) if sums.question else ()


def check_question(text: str) -> str:
    """The question, stripped; clean of what cannot be shown.

    Raises:
        InputProblem: nothing in it, or too much.
    """
    clean = "".join(c for c in text if c in "\n\t" or c.isprintable()).strip()
    if not clean:
        raise InputProblem("问题是空的：请写一句话，例如“催收半夜打电话合法吗？”")
    if len(clean) > MAX_QUESTION:
        raise InputProblem(f"问题有 {len(clean)} 个字，最多 {MAX_QUESTION} 个字：请只留关键的一段")
    return clean
