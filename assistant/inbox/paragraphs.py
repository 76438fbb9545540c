"""Approved paragraphs: one text for many matters, each time verified again by the law of that matter's day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Action
from assistant.inbox.disguise import Disguise
from assistant.inbox.intake import Intake
from assistant.sentences import split_sentences
from assistant.verification import Verifier
from kb import CitationFinder, InputProblem


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that a supervisor approved, and the provisions that it rests on."""

    title: str
    text: str
    refs: tuple[str, ...]
    """References of its citations: when one of these articles changes, the paragraph is to be looked at again."""


@dataclass(frozen=True, slots=True)
class Used:
    """What became of a paragraph in one matter: put in, or refused with the reason."""

    matter: str
    refused: str = ""


def approved(title: str, text: str, verifier: Verifier, finder: CitationFinder) -> Paragraph:
    """A paragraph, if every sentence passes today and nobody's data stands in it.

    Raises:
        InputProblem: a sentence does not pass, or personal data would travel from one matter to another.
    """
    if not text.strip():
        raise InputProblem("段落是空的：请写要用到各件里的话")
    if fault := _fault(text, verifier):
        raise InputProblem(f"段落没有通过核对：{fault}")
    refs = tuple(dict.fromkeys(m.citation.ref for m in finder.find(text) if m.citation.number))
    return Paragraph(title, text.strip(), refs)


def spread(
    paragraph: Paragraph, matters: Sequence[Intake], verifier_of: Callable[[date], Verifier]
) -> tuple[tuple[Intake, ...], tuple[Used, ...]]:
    """The matters with the paragraph in their long drafts, and what became of it in each."""
    out: list[Intake] = []
    used: list[Used] = []
    for matter in matters:
        refused = _refused(paragraph, matter, verifier_of)
        used.append(Used(matter.id, refused))
        out.append(matter if refused else matter.with_paragraph(paragraph.text))
    return tuple(out), tuple(used)


def _refused(paragraph: Paragraph, matter: Intake, verifier_of: Callable[[date], Verifier]) -> str:
    if matter.answer is None:
        return "这一件没有答复"
    if matter.answer.action is Action.CRISIS:
        return "这一件先顾人，不加法条"
    return _fault(paragraph.text, verifier_of(matter.answer.as_of))


def _fault(text: str, verifier: Verifier) -> str:
    if "〔" in text or Disguise().hide(text) != text:
        return "里面有个人信息或遮盖标记，不能用到别人的事里"
    for line in text.split("\n"):
        for sentence in split_sentences(line):
            if sentence.strip() and (fault := verifier.fault(sentence)):
                return f"“{sentence.strip()}”：{fault}"
    return ""
