"""The answer, made of a draft that was verified, of a notice that is all, or of one question back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Action, Answer, Claim, Conclusion, Found, Support
from assistant.composer import Draft, Material, follows, in_force_bases
from assistant.conduct import HOW_ASKED, LENDERS, Finding
from assistant.reading import Reading
from assistant.scope import Notice, Spoken
from assistant.selection import says_nothing
from assistant.verification import Verified

_WHICH = "先说说发生了什么"
_WHAT = "他们具体说了什么、做了什么，是什么时候？把原话或短信贴过来也行。"
_NOTHING = (
    "**没有查到**\n\n资料库里没有能回答这个问题的法条或指南，所以不回答，免得说错。\n\n"
    "能答的是：催收电话和短信、爆通讯录、上门、录音取证、利息、担保和家人的债、被起诉和执行、征信、协商还款、投诉报警（中国大陆）。"
    "换个说法再问一次，或打 12348 法律咨询。有人身危险，先打 110。"
)

_LATER = {
    "zh": "安全以后，把他们说了什么、做了什么再讲一遍。",
    "en": "Once you are safe, tell me again what they said and did.",
}


def answered(
    material: Material, draft: Draft, verified: Verified, reading: Reading, *, noticed: bool, question: str
) -> Answer:
    """The answer of a verified draft; that nothing was found, or what happened, where there is nothing else to say.

    Args:
        material: what the draft was made of.
        draft: its headline and lists.
        verified: what of it may be shown.
        reading: what was read in the question.
        noticed: whether something is said before it.
        question: the number that is missing for an amount.
    """
    asked = material.question
    computed = any(c.support is Support.COMPUTED for c in verified.claims)
    told = asked.facts.keys() - HOW_ASKED
    known = noticed or told or material.sections or reading.named or reading.corrections or computed
    if reading.asks_lawfulness and not known and says_nothing(asked.asked):
        return _vague(material)
    nothing = replace(_bare(material), action=Action.DECLINE, text=_NOTHING, withheld=verified.withheld)
    if len(verified.claims) <= 1 and not verified.citations and not material.sections:
        return nothing
    numbers = {c.ref: c.n for c in verified.citations}
    return replace(
        nothing,
        action=Action.ANSWER,
        conclusion=material.conclusion,
        headline=draft.headline,
        text=f"{verified.text}\n\n{_day_line(material)}",
        claims=verified.claims,
        citations=verified.citations,
        ask_back=_ask_back(material) or ((question,) if question else ()),
        steps=tuple(s for s in draft.steps if s in verified.kept),
        channels=tuple(dict.fromkeys(c for c in draft.channels if c in verified.kept)),
        findings=tuple(_found(f, material, numbers) for f in material.findings),
    )


def noticed_only(notice: Notice, bare: Answer, lang: str, verified: Verified | None) -> Answer:
    """An answer that says only what a route says, with the law of its consequence where it has one.

    Args:
        notice: what is said.
        bare: the question, its day and the library.
        lang: the language.
        verified: what of it rests on law; None where nothing does.
    """
    spoken = notice.spoken(lang)
    clarifies = notice.action is Action.CLARIFY
    return replace(
        bare,
        action=notice.action,
        conclusion=Conclusion.NEEDS_FACTS if clarifies else Conclusion.NOT_APPLICABLE,
        headline=spoken.headline,
        text=verified.text if verified else spoken.alone,
        claims=verified.claims if verified else (Claim(spoken.text, (), Support.GUIDE),),
        citations=verified.citations if verified else (),
        ask_back=(spoken.text,) if clarifies else (),
        steps=spoken.steps,
        channels=spoken.channels,
        withheld=verified.withheld if verified else (),
    )


def behind(answer: Answer, spoken: Sequence[Spoken]) -> Answer:
    """The answer behind what must be said first."""
    if not spoken:
        return answer
    unfound = answer.action is Action.DECLINE and any(s.steps for s in spoken)  # who is told what to do has been heard
    return replace(
        answer,
        action=Action.ANSWER if unfound else answer.action,
        text="\n\n".join([*(s.opening for s in spoken), _LATER[answer.lang] if unfound else answer.text]),
        steps=(*(x for s in spoken for x in s.steps), *answer.steps)[:3],
        channels=tuple(dict.fromkeys([*(x for s in spoken for x in s.channels), *answer.channels])),
    )


def _bare(material: Material) -> Answer:
    """The question and what was found for it, with nothing said."""
    question = material.question
    return Answer(
        question=question.text,
        as_of=question.day,
        lang="zh",
        action=Action.ANSWER,
        conclusion=Conclusion.NOT_APPLICABLE,
        headline="",
        text="",
        hits=tuple((h.passage.id, h.score) for h in material.hits),
        findings=tuple(_found(f, material, {}) for f in material.findings),
        facts=question.facts,
        corpus=material.corpus.fingerprint,
    )


def _vague(material: Material) -> Answer:
    """Somebody asks whether something is lawful and does not say what: one question back."""
    return replace(
        _bare(material),
        action=Action.CLARIFY,
        conclusion=Conclusion.NEEDS_FACTS,
        headline=_WHICH,
        text=f"**{_WHICH}**\n\n{_WHAT}",
        claims=(Claim(_WHAT, (), Support.GUIDE),),
        ask_back=(_WHAT,),
        findings=(),
        facts={},
    )


def _found(finding: Finding, material: Material, numbers: dict[str, int]) -> Found:
    """A finding with the numbers of the citations that it rests on."""
    bases = in_force_bases(finding.law, material.book, material.corpus)
    return Found(
        finding.rule.id,
        finding.rule.title,
        finding.rule.conclusion,
        tuple(numbers[p.ref] for _, p in bases if p.ref in numbers),
        finding.rule.binds,
        follows(finding, material.book, material.corpus),
    )


def _day_line(material: Material) -> str:
    day, today = material.book.day, material.question.today
    when = f"{day}（按你说的时间）当时" if day != today else f"{day}"
    return f"*按{when}有效的法律；法条核对日 {material.corpus.verified}，版本 {material.corpus.fingerprint}。*"


def _ask_back(material: Material) -> tuple[str, ...]:
    """One question, only where the answer turns on it."""
    facts = material.question.facts
    if material.findings and "third-party-contacted" in facts and not (LENDERS - {"bank"}) & set(facts):
        return ("是银行信用卡，还是网贷？两者适用的规定不一样。",)
    if material.conclusion is Conclusion.NEEDS_FACTS and not facts.keys() - HOW_ASKED:
        return ("他们具体说了什么、做了什么，是什么时候？",)
    return ()
