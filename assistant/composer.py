"""Composers write a draft; the verifier decides what of it is shown.

The extractive composer needs no model: it states the rules that the described conduct meets, and the direct answer of
the guide section that fits the question, in sentences that people wrote and cited. Where neither is there, it quotes
the article that fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.abridged import abridged, quote
from assistant.answer import Conclusion, Follows, Question
from assistant.conduct import EVERYBODY, Basis, Finding, Rule, Transition, gravest
from assistant.ranks import ranked
from assistant.selection import LONG
from kb import Corpus, Guide, Hit, Provision, Section, StatuteBook

MAX_FINDINGS = 3
MAX_TOLD = 2
"""Findings that only tell a right or a procedure, where nothing is judged; one otherwise."""
MAX_STEPS = 3
SHOWN = 2
"""Bases of the gravest finding that are shown; of the others one."""
MAX_ANSWER = 260
"""Characters of a guide's answer that are shown; the rest is one tap away in the guide."""
MAX_ALSO = 80
"""The same for what else is asked."""
MAX_ARTICLES, OF_A_STORY, ANY = 4, 2, 99
"""Articles after which a guide adds another only with a sentence on the point asked: where a finding speaks, where
a long story is told, and otherwise."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a composer may use: everything in it is from the library."""

    question: Question
    book: StatuteBook
    corpus: Corpus
    hits: tuple[Hit, ...]
    findings: tuple[Finding, ...]
    conclusion: Conclusion
    sections: tuple[tuple[Guide, Section], ...]
    """Guide sections that fit the question, best first."""
    provisions: tuple[Provision, ...]
    """Articles the question names, or that fit it best."""
    corrected: bool = False
    """Whether the answer opens with a correction of the question's own citations."""
    transitions: tuple[tuple[Basis, Provision], ...] = ()
    """What to add where the conduct fell under a text that has been replaced since."""
    unsure: bool = False
    """The best section shares little with the question; the reader is told that it is only the nearest."""
    headline: str = ""
    """The best section's own headline, where the law of the day carries its answer."""
    leading: bool = False
    """Whether a rule that only informs speaks before the best section."""
    ahead: bool = False
    """Whether the best section speaks before findings that judge: it surely answers, and is about none of them."""
    also: tuple[Section, ...] = ()
    """Sections that answer what else is asked."""
    several: bool = False
    """Whether one of these answers a question of its own, and not the same story."""
    rules_only: bool = False
    """Whether one who collects asks, for whom the advice to a borrower is none."""
    chance: float = 0.0
    """The chance that the best section answers."""
    asks_lawfulness: bool = False

    @property
    def judged(self) -> tuple[Finding, ...]:
        """Findings that judge the conduct."""
        return tuple(f for f in self.findings if not f.rule.informs)

    @property
    def told(self) -> tuple[Finding, ...]:
        """Findings that only tell a right or a procedure."""
        return tuple(f for f in self.findings if f.rule.informs)

    @property
    def speaking(self) -> tuple[Finding, ...]:
        """Findings that speak before any guide: those that judge, or else the first that informs, if it leads."""
        return () if self.ahead else self.judged or (self.told[:1] if self.leading else ())


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before verification: a headline, Markdown, and the lists shown beside it."""

    headline: str
    body: str
    steps: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


class Composer(Protocol):
    """Writes a draft. It may lie; the verifier will not."""

    name: str

    def compose(self, material: Material) -> Draft:
        """A draft from the material; citations written as 《民法典》第一千零二十四条第一款."""
        ...


class ExtractiveComposer:
    """Answers by quoting what people wrote and checked, without a model."""

    name = "extractive"

    def compose(self, material: Material) -> Draft:
        """What to do now and what the conduct breaks, or the guide's direct answer; then evidence, channels, limits."""
        section = material.sections[0][1] if material.sections else None
        rules = [f.rule for f in material.speaking]
        if material.rules_only:
            return Draft(headline(material), _rules_alone(material, section))
        steps = few([s for r in rules for s in r.steps] or _list(section, "现在做"), MAX_STEPS)
        channels = few([c for r in rules for c in r.channels] or _list(section, "找谁"), 3)
        now = block(NOW, [f"{n}. {step}" for n, step in enumerate(steps, 1)])
        found = [_finding_line(f, material) for f in material.speaking[:MAX_FINDINGS]]
        if _ASKS_WHAT_FOLLOWS.search(material.question.asked):
            found[1:1] = [_consequence_line(f, material) for f in material.speaking[:1] if not f.rule.informs]
        found += [f"- {OLD}：{stated(b, p)}" for b, p in material.transitions]
        law = ["\n".join(line for line in found if line)]
        opening = _opening(section, MAX_ANSWER if len(rules) < 2 else MAX_ANSWER // 2, material) if section else ""
        if section and opening and (material.unsure or material.speaking):
            law.append(f"**{section.title}**")
        law.append(opening)
        law += [f"**{other.title}**\n{_opening(other, MAX_ALSO, material)}" for other in material.also]
        rest = [f for f in material.findings if f not in material.speaking][: 1 if rules else MAX_TOLD]
        law.append("\n".join(line for f in rest if (line := _finding_line(f, material, but=opening))))
        if not any(law):
            law += [quote(p, material.question.asked) for p in material.provisions[:2]]
        blocks = [now, *law] if rules and material.judged else [*law, now]
        for name, lines in (
            (KEEP, few([e for r in rules for e in r.evidence] or _list(section, "留证"), 2)),
            (WHERE, channels),
            (_LIMITS, few([r.limits for r in rules if r.limits] or _list(section, "限度"), 1)),
        ):
            blocks.append(block(name, [f"- {line}" for line in lines]))
        return Draft(headline(material), "\n\n".join(b for b in blocks if b), steps, channels)


def block(heading: str, lines: Sequence[str]) -> str:
    """Lines beneath a heading; nothing where there is no line."""
    return "\n".join([f"**{heading}**", *lines]) if lines else ""


_ASKS_WHAT_FOLLOWS = re.compile(r"罚|赔|拘留|判|刑|后果|追究|法律责任|怎么处理|代价|punish|fine|damages")
"""A question after the consequence; otherwise the finding is enough to read on a phone."""
_ASKS_REMEDY = re.compile(r"赔|追究|责任|后果|怎么处理|代价|damages")
"""A question after more than the penalty."""
_ASKS_POLICE = re.compile(r"公安|警察|派出所|报警|报案|治安|罚|拘留|police")
_PENALTY = re.compile(r"拘留|罚款|有期徒刑")
OLD = "行为在旧法期间"
UNSURE = "没有完全对上，下面是最接近的"
"""The headline where the best guide section is not sure to answer the question."""
SEVERAL = "问了几件事，下面分开说"
"""The same where several things are asked, and each has a section of its own."""
NOW = "现在做"
KEEP = "留证据"
WHERE = "找谁"
_LIMITS = "要知道"


def headline(material: Material) -> str:
    """The verdict in at most 25 characters; what breaks law and what breaks an industry rule told apart."""
    if material.judged and not material.ahead:
        return judged_headline(material.judged)
    if not material.corrected and (material.leading or material.headline):
        return material.told[0].rule.headline if material.leading else material.headline
    if material.corrected:
        return "先更正你引的法条"
    if material.several and (material.unsure or not material.sections):
        return SEVERAL
    if material.unsure:
        return UNSURE
    return "信息不够，先看规则" if material.conclusion is Conclusion.NEEDS_FACTS else "先说结论"


def judged_headline(findings: Sequence[Finding]) -> str:
    """The first of the findings that judge; what is graver, or only breaks an industry rule, told apart."""
    first = findings[0].rule
    if first.depends:
        return first.depends
    other = next((f.rule for f in findings if f.rule.conclusion is not first.conclusion), None)
    text, worst = f"{first.title}：{first.conclusion.chinese}", gravest(findings)
    if worst is not first.conclusion:
        text = f"{text}；另有{worst.chinese}"
    elif other and other.conclusion is Conclusion.BREACHES_INDUSTRY_RULE:
        longer = f"{text}；{other.title}：违反行业规范"
        text = longer if len(longer) <= 25 else f"{text}；另有违反行业规范"
    return text if len(text) <= 25 else worst.chinese


def in_force_bases(bases: Sequence[Basis], book: StatuteBook, corpus: Corpus) -> list[tuple[Basis, Provision]]:
    """The bases that are law on the day, with their provisions."""
    found = []
    for basis in bases:
        provision = corpus.provision(basis.ref, book.day)
        if provision and book.in_force(provision):
            found.append((basis, provision))
    return found


def shown_bases(finding: Finding, material: Material) -> list[tuple[Basis, Provision]]:
    """The bases that an answer shows of a finding: what the sentence needs, and no more.

    Of the gravest finding a second one stands beside the first, unless the first is law and the second only a standard
    or an industry rule, which adds nothing to a breach of law; of the police asked, one with a penalty too.
    """
    bases = in_force_bases(finding.law, material.book, material.corpus)
    if not bases or finding in material.speaking[1:]:
        return bases[:1]
    binding = bases[0][1].instrument.authority.binding
    shown = [bases[0], *(b for b in bases[1:SHOWN] if b[1].instrument.authority.binding or not binding)]
    punished = _ASKS_POLICE.search(material.question.asked) and not any(_PENALTY.search(b.says) for b, _ in shown)
    return [*shown, *[b for b in bases[SHOWN:] if punished and _PENALTY.search(b[0].says)][:1]]


def replaced_since(
    findings: Sequence[Finding], transitions: Sequence[Transition], book: StatuteBook, corpus: Corpus, today: date
) -> tuple[tuple[Basis, Provision], ...]:
    """What to add where a finding rests on a text that no longer applies today."""
    resting = [p for f in findings for _, p in in_force_bases(f.law, book, corpus)]
    past = {p.instrument.id for p in resting if not p.version.in_force_on(today)}
    bases = tuple(b for t in transitions if t.instrument in past for b in t.law)
    return tuple(in_force_bases(bases, book, corpus))


def follows(finding: Finding, book: StatuteBook, corpus: Corpus) -> tuple[Follows, ...]:
    """What a finding leads to, by the law of the day."""
    return tuple(
        Follows(p.ref, p.label, b.says, p.instrument.authority.value)
        for b, p in in_force_bases(finding.consequence, book, corpus)
    )


def stated(basis: Basis, provision: Provision) -> str:
    """A sentence with what a provision says, its label and its rank."""
    return f"{basis.says.rstrip('。')}（{provision.label}，{ranked(provision)}）。"


def headed(rule: Rule, told: str) -> str:
    """What a rule's provisions say, behind its title and, where it judges, its verdict."""
    return f"{rule.title}：{told}" if rule.informs else f"{rule.title}，{rule.conclusion.chinese}：{told}"


def _finding_line(finding: Finding, material: Material, but: str = "") -> str:
    """What the conduct breaks, and whom the rule binds where that is not everybody; empty if `but` says it already."""
    bases = shown_bases(finding, material)
    if but and says_already(but, bases):
        return ""
    told = "".join(stated(b, p) for b, p in bases)
    whom = "" if finding.rule.binds in {"", EVERYBODY} else f"管的是{finding.rule.binds}。"
    return f"- {headed(finding.rule, told)}{whom}" if told else ""


def _rules_alone(material: Material, section: Section | None) -> str:
    """The rules that were found, or the guide's direct answer, or the articles that fit; and no advice."""
    lines = [line for f in material.speaking[:MAX_FINDINGS] if (line := _finding_line(f, material))]
    if not lines and section:
        return _opening(section, MAX_ANSWER, material)
    return "\n".join(lines) or "\n\n".join(quote(p, material.question.asked) for p in material.provisions[:2])


def _consequence_line(finding: Finding, material: Material) -> str:
    """The first consequence whose article the finding has not shown, penalties first where the police are asked about.

    Empty where only the penalty is asked, and told.
    """
    bases = shown_bases(finding, material)
    if not _ASKS_REMEDY.search(material.question.asked) and any(_PENALTY.search(b.says) for b, _ in bases):
        return ""
    shown = {p.article_ref for _, p in bases}
    left = [
        (basis, provision)
        for basis, provision in in_force_bases(finding.consequence, material.book, material.corpus)
        if provision.article_ref not in shown
    ]
    if _ASKS_POLICE.search(material.question.asked):
        left.sort(key=lambda found: not _PENALTY.search(found[0].says))
    return f"- 后果：{stated(*left[0])}" if left else ""


def says_already(text: str, bases: Sequence[tuple[Basis, Provision]]) -> bool:
    """Whether a text cites an article of the bases."""
    return any(f"《{p.instrument.id}》{p.article.number}" in text for _, p in bases)


def _opening(section: Section, room: int, material: Material) -> str:
    """The first sentences of a guide's answer; without what a finding has said already."""
    story = len(material.question.asked) >= LONG
    return abridged(
        section.answer,
        room,
        material.question.asked,
        said={p.article_ref for f in material.speaking[:MAX_FINDINGS] for _, p in shown_bases(f, material)},
        most=OF_A_STORY if story else MAX_ARTICLES if material.speaking else ANY,
        book=material.book,
        finder=material.corpus.finder,
    )


def _list(section: Section | None, name: str) -> Sequence[str]:
    return section.lists.get(name, ()) if section else ()


def few(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """At most so many lines, each once; lines of one telephone number, or that begin alike, count as the same."""
    out: dict[str, str] = {}
    for line in lines:
        number = _NUMBERED.match(line)
        out.setdefault(number[0] if number else re.sub(r"\W", "", line)[:_ALIKE], line)
    return tuple(out.values())[:most]


_NUMBERED = re.compile(r"\d{3,5}(?:、\d{3,5})*(?=[：（:(])")
"""How a line begins that tells whom to call."""
_ALIKE = 6
"""Characters, without marks, in which two lines must agree."""
