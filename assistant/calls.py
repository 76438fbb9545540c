"""Checks a described call against the rule table: what it breaks, what it keeps, and what cannot be told.

The day of the law is the day of the call. What is shown passes the verifier, as in an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from operator import attrgetter

from assistant.answer import Action, Claim, Conclusion, Support
from assistant.breaches import Proven, prove
from assistant.checked import Breach, CannotTell, Marked, NotBinding, NotBroken, Report, Told
from assistant.composer import KEEP, NOW, WHERE, block, few, in_force_bases, judged_headline, replaced_since
from assistant.conduct import Finding, Rule, RuleTable, gravest, read_rules
from assistant.days import day_of_law, told_days
from assistant.described import Call, Form, Shown, read_form
from assistant.measures import MEASURED
from assistant.phrasebook import Phrasebook, open_phrasebook
from assistant.scope import Notice, Scope, Spoken, read_scope
from assistant.spoken import Sentence, Voice, read_words
from assistant.translation import report_in_english
from assistant.verification import Verifier
from assistant.weighing import BREAKABLE, Open, Weighing, telling_facts
from kb import Corpus, InputProblem, StatuteBook

FIRST = frozenset({"crisis", "danger", "gentle", "jurisdiction"})
"""Notices that are for whoever describes a call; the others answer a request, and here nothing is requested."""

_ORDER = ("crisis", "gentle", "danger", "jurisdiction")
_ABOUT = "催收"
"""Stands above what is told, since a described call is a collector's."""

MAX_ADVICE = 3
"""Steps, pieces of evidence and channels that are shown for the whole call; each finding has its own."""


class Calls:
    """Checks described calls by one library. It needs no index."""

    def __init__(self, corpus: Corpus, *, rules: RuleTable | None = None, scope: Scope | None = None) -> None:
        """Read the tables of rules, notices and fields, unless they are in hand."""
        self.corpus = corpus
        self.form: Form = read_form()
        self.rules: RuleTable = rules or read_rules()
        self._scope = scope or read_scope()
        self._likeness = corpus.likeness

    def check(self, call: Call, today: date, lang: str = "zh") -> Report:
        """Check one call.

        Raises:
            InputProblem: nothing is told, or the day has not come.
        """
        if not call.to_dict():
            raise InputProblem('请写上这通电话的情况，例如：youju call "昨晚11点打来，说要告诉我单位" --lender 网贷')
        if call.date and call.date > today:
            raise InputProblem(f"日期 {call.date} 还没有到：请写打来的那一天")
        english = self._phrasebook.chinese
        call = replace(call, text=english(call.text), said=english(call.said))
        sentences, told = read_words(call.text, call.said, self.rules)
        day, day_from = _day(call, sentences, today)
        notices = self._notices(call)
        if final := next((n for n in notices if n.final), None):
            return self._noticed(final, call, day, day_from, lang)
        shown = self.form.shown(call)
        facts = self._facts(shown, told)
        weighing = Weighing(self.rules, self.form, call, shown, {f: t.words for f, t in facts.items()})
        book = self.corpus.on(day)
        met = [f for f in weighing.findings() if self._in_force(f, book) and _may_be_said(f.rule, call)]
        proven = self._proven(met, book, today)
        found = [f for f in met if f.rule.id in {b.rule for b in proven.breaches}]
        kept, missing = weighing.weigh(self._others(met, facts, book), met)
        judging = [f for f in found if not f.rule.informs]
        headline = judged_headline(judging) if judging else _HEADLINES[bool(missing)]
        text, claims = proven.under(headline)
        advice = _Advice.of(proven.breaches[: len(judging)] or proven.breaches)
        report = Report(
            call=call.to_dict(),
            as_of=day,
            day_from=day_from,
            lang="zh",
            action=Action.ANSWER,
            conclusion=gravest(judging) if judging else _CONCLUSIONS[bool(missing)],
            headline=headline,
            text="\n\n".join(part for part in (text, *advice.blocks()) if part),
            findings=proven.breaches,
            kept=tuple(NotBroken(k.rule.id, k.rule.title, k.rule.conclusion, k.why, k.fact, k.words) for k in kept),
            cannot_tell=tuple(_cannot_tell(o, lang) for o in missing),
            not_binding=self._not_binding(facts, book),
            transitions=proven.transitions,
            sentences=tuple(self._marked(s, found) for s in sentences),
            facts=facts,
            steps=advice.steps,
            evidence=advice.evidence,
            channels=advice.channels,
            claims=claims,
            citations=proven.citations,
            withheld=proven.withheld,
            corpus=self.corpus.fingerprint,
        )
        if lang == "en":
            report = report_in_english(report, self.corpus)
        return _after(report, [n.spoken(lang) for n in notices])

    @cached_property
    def _phrasebook(self) -> Phrasebook:
        return open_phrasebook(tuple(self.corpus.instruments.values()))

    def _notices(self, call: Call) -> list[Notice]:
        """What to say first: to whoever tells of the call, and of danger also where the callers announce it.

        What is told is about a debt although no word of it says so; without that a cry would be asked what happened.
        """
        told, said = (
            self._scope.all_notices(f"{_ABOUT}\n{t}", asks_law=True) if t else () for t in (call.text, call.said)
        )
        found = {n.route: n for n in (*(n for n in said if n.route == "danger"), *told) if n.route in FIRST}
        return sorted(found.values(), key=lambda n: _ORDER.index(n.route))

    def _proven(self, met: Sequence[Finding], book: StatuteBook, today: date) -> Proven:
        judging = [f for f in met if not f.rule.informs]
        replaced = replaced_since(judging, self.rules.transitions, book, self.corpus, today)
        verifier = Verifier(book, self.corpus.finder, self._likeness)
        return prove(met, replaced, self.corpus, book, verifier)

    def _facts(self, shown: Sequence[Shown], told: Mapping[str, str]) -> dict[str, Told]:
        """What fields and words show; a field that stands alone replaces what the words say of the same."""
        replaced = {f for s in shown if s.field.sole for f in s.field.decides}
        found = {f: Told(self._titled(f), words, "words") for f, words in told.items() if f not in replaced}
        for s in shown:
            found |= {fact: Told(self._titled(fact), s.words, s.field.id) for fact in s.facts}
        if "marketing" not in found:
            found.setdefault("collection-contact", Told(self._titled("collection-contact"), "催收", "call"))
        return found

    def _titled(self, fact: str) -> str:
        return next((f.title for f in self.rules.facts if f.id == fact), MEASURED.get(fact, fact))

    def _in_force(self, finding: Finding, book: StatuteBook) -> bool:
        return bool(in_force_bases(finding.law, book, self.corpus))

    def _breakable(self, book: StatuteBook) -> list[Rule]:
        """The rules that could be broken on the day."""
        return [
            r
            for r in self.rules.rules
            if r.conclusion in BREAKABLE and not r.informs and in_force_bases(r.law, book, self.corpus)
        ]

    def _others(self, found: Sequence[Finding], facts: Mapping[str, Told], book: StatuteBook) -> list[Rule]:
        """The rules that bind this lender on the day, and were not found broken."""
        words = {f: t.words for f, t in facts.items()}
        met = {f.rule.id for f in found}
        return [
            r
            for r in self._breakable(book)
            if r.id not in met and in_force_bases(self.rules.binding(r.law, words), book, self.corpus)
        ]

    def _not_binding(self, facts: Mapping[str, Told], book: StatuteBook) -> tuple[NotBinding, ...]:
        words = {f: t.words for f, t in facts.items()}
        return tuple(
            NotBinding(r.id, r.title, r.binds)
            for r in self._breakable(book)
            if not in_force_bases(self.rules.binding(r.law, words), book, self.corpus)
        )

    def _marked(self, sentence: Sentence, found: Sequence[Finding]) -> Marked:
        rules = [f.rule for f in found if telling_facts(f.rule, self.rules) & set(sentence.facts)]
        return Marked(sentence.text, sentence.voice.value, tuple(sentence.facts), tuple(r.id for r in rules))

    def _noticed(self, notice: Notice, call: Call, day: date, day_from: str, lang: str) -> Report:
        """Only what must be said first."""
        spoken = notice.spoken(lang)
        return Report(
            call=call.to_dict(),
            as_of=day,
            day_from=day_from,
            lang=lang,
            action=notice.action,
            conclusion=Conclusion.NEEDS_FACTS if notice.action is Action.CLARIFY else Conclusion.NOT_APPLICABLE,
            headline=spoken.headline,
            text=spoken.alone,
            steps=spoken.steps,
            channels=spoken.channels,
            claims=(Claim(spoken.text, (), Support.GUIDE),),
            corpus=self.corpus.fingerprint,
        )


@dataclass(frozen=True, slots=True)
class _Advice:
    """What to do, for the whole call."""

    steps: tuple[str, ...]
    evidence: tuple[str, ...]
    channels: tuple[str, ...]

    @classmethod
    def of(cls, breaches: Sequence[Breach]) -> _Advice:
        return cls(
            *(
                few([line for b in breaches for line in lines(b)], MAX_ADVICE)
                for lines in (attrgetter("steps"), attrgetter("evidence"), attrgetter("channels"))
            )
        )

    def blocks(self) -> list[str]:
        """The lists as Markdown."""
        named = ((NOW, self.steps), (KEEP, self.evidence), (WHERE, self.channels))
        return [block(name, [f"- {line}" for line in lines]) for name, lines in named]


def _after(report: Report, spoken: Sequence[Spoken]) -> Report:
    """The report behind what must be said first."""
    if not spoken:
        return report
    first = "\n\n".join(s.opening for s in spoken)
    return replace(
        report,
        first=first,
        text=f"{first}\n\n{report.text}",
        steps=few([*(x for s in spoken for x in s.steps), *report.steps], MAX_ADVICE),
        channels=few([*(x for s in spoken for x in s.channels), *report.channels], MAX_ADVICE),
    )


_HEADLINES = {True: "还没看出违反，先答一个问题", False: "查过的规则，没有看到违反"}
"""Where nothing is found: with facts missing, and with none."""
_CONCLUSIONS = {True: Conclusion.NEEDS_FACTS, False: Conclusion.NOT_APPLICABLE}


def _day(call: Call, sentences: Sequence[Sentence], today: date) -> tuple[date, str]:
    """The day of the call, and where it was told. A day in the callers' words is a deadline, no day of a call."""
    if call.date:
        return call.date, "field"
    told = told_days("。".join(s.text for s in sentences if s.voice is Voice.ASKER), today)
    return (day_of_law(told, today), "text") if told else (today, "today")


def _may_be_said(rule: Rule, call: Call) -> bool:
    """That a call was lawful is said only where words tell what it was like."""
    return rule.conclusion is not Conclusion.LAWFUL or rule.informs or bool(call.text or call.said)


def _cannot_tell(missing: Open, lang: str) -> CannotTell:
    rule, field = missing.rule, missing.field
    question = field.question_en if lang == "en" else field.question
    return CannotTell(rule.id, rule.title, rule.conclusion, missing.missing, field.id, question)
