"""Letters from templates and the facts of a case: only what happened is claimed, only what is law on its day is cited.

The day of the law is the letter's, and for conduct the day of the conduct. Each sentence of law passes the verifier and
the checker, as in an answer; what fails is withheld and named.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from assistant.answer import Action
from assistant.calls import FIRST, Calls
from assistant.checked import Breach, Report
from assistant.claimed import Claimed
from assistant.filling import Filled, Filling, Sentence, Span
from assistant.letter import Letter, LetterLine, Stretch
from assistant.matters import Listed, Matter, MatterForm, read_matter_form, written
from assistant.proofs import Proof
from assistant.scope import Scope, read_scope
from assistant.templates import Template, Term, read_templates
from assistant.weighing import BREAKABLE
from kb import Corpus, InputProblem

_WEEK = "一二三四五六日"


class Letters:
    """Writes letters by one library. It needs no index."""

    def __init__(
        self,
        corpus: Corpus,
        *,
        templates: dict[str, Template] | None = None,
        form: MatterForm | None = None,
        scope: Scope | None = None,
    ) -> None:
        """Read the templates and the table of facts, unless they are in hand."""
        self.corpus = corpus
        self.templates = read_templates() if templates is None else templates
        self.form = form or read_matter_form()
        self._scope = scope or read_scope()
        self._calls = Calls(corpus, scope=self._scope)
        self._likeness = corpus.likeness
        self._known: dict[date, dict[str, str]] = {}

    def template(self, kind: str) -> Template:
        """The template of a kind.

        Raises:
            InputProblem: there is no such kind; names those there are.
        """
        if kind not in self.templates:
            raise InputProblem(f"没有“{kind}”这种信：可以写 {'、'.join(self.templates)}")
        return self.templates[kind]

    def draft(self, kind: str, matter: Matter, as_of: date) -> Letter:
        """A letter of one kind from the facts of one case, by the law of a day.

        Raises:
            InputProblem: no such kind, or a call on a day that has not come.
        """
        template = self.template(kind)
        reports = [self._report(listed, n, matter, as_of) for n, listed in enumerate(matter.calls, 1)]
        claimed = Claimed(
            self.corpus, as_of, tuple(_judging(r) for r in reports), tuple(r.transitions if r else () for r in reports)
        )
        filling = Filling(self.form, matter, as_of, claimed)
        proof = Proof(self.corpus, as_of, self._likeness, self._known.setdefault(as_of, {}))
        lines = proof.lines(filling.fill(template.body))
        notes = [proof.lines(filling.fill(slots)) for slots in (template.not_if, template.send, template.after)]
        deadlines = tuple(line for term in template.terms for line in self._deadline(term, matter, as_of, proof))
        return Letter(
            kind=kind,
            title=template.title,
            to=template.to,
            as_of=as_of,
            lines=lines,
            blanks=tuple(dict.fromkeys(proof.blanks)),
            not_if=notes[0],
            deadlines=deadlines,
            send=notes[1],
            after=notes[2],
            citations=tuple(proof.rests),
            withheld=tuple(proof.withheld),
            first=self._first(matter),
            corpus=self.corpus.fingerprint,
            verified=self.corpus.verified,
        )

    def _report(self, listed: Listed, number: int, matter: Matter, as_of: date) -> Report | None:
        """What a listed call breaks; None where nothing of it was told."""
        if listed.call.date and listed.call.date > as_of:
            raise InputProblem(f"第 {number} 个 [[calls]] 的日期 {listed.call.date} 晚于 {as_of}：请写打来的那一天")
        if not listed.call.to_dict():
            return None
        lender = matter.told.get("lender.kind")
        call = replace(listed.call, lender=str(lender)) if lender and not listed.call.lender else listed.call
        return self._calls.check(call, as_of)

    def _first(self, matter: Matter) -> str:
        """What must be said first where the facts tell of danger to life."""
        told = [str(f) for name, f in matter.told.items() if self.form.fields[name].kind == "words"]
        told += [words for listed in matter.calls for words in (listed.call.text, listed.call.said) if words]
        notices = [n for n in self._scope.all_notices("\n".join(told)) if n.route in FIRST]
        return "\n\n".join(n.spoken("zh").opening for n in notices)

    def _deadline(self, term: Term, matter: Matter, as_of: date, proof: Proof) -> tuple[LetterLine, ...]:
        """The last day of a time limit, counted from the day told, with the law that it rests on."""
        law = proof.lines([Filled("item", (Sentence((Span(said),)),)) for said in term.law])
        if len(law) < len(term.law):
            return ()
        asked = self.form.fields[term.since]
        since = matter.told.get(term.since)
        if not isinstance(since, date):
            spans = (
                Span(f"{term.title}："),
                Span(f"〔请填写：{asked.label}〕", term.since, blank=True),
                Span("，填了才能算。"),
            )
            return (*proof.lines([Filled("item", (Sentence(spans),))]), *law)
        last = since + timedelta(days=term.days)
        weekday = f"星期{_WEEK[last.weekday()]}"
        said = f"{term.title}：{written(last)}（{weekday}），从{written(since)}的第二天数起第{term.days}天。"
        lines = [proof.counted(said, term.law)]
        if last < as_of:
            late = "按这个日子算，最后一天已经过了：先打电话问发文书的法院还能不能交。"
            lines.append(LetterLine("item", (Stretch(late),)))
        return (*lines, *law)


def _judging(report: Report | None) -> tuple[Breach, ...]:
    """The rules that a call breaks; what only informs, or needs facts, is no ground to accuse."""
    if report is None or report.action is not Action.ANSWER:
        return ()
    return tuple(b for b in report.findings if b.conclusion in BREAKABLE)
