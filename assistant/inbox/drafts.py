"""Two drafts for a matter: one for WeChat, at most 200 characters, and the whole answer; verified sentence by sentence.

Nothing is ever cut within a sentence: what does not fit is left out whole. In a crisis there is no law and no greeting
before the words that matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Action, Answer, Claim, Support
from assistant.composer import SEVERAL, UNSURE
from assistant.inbox.deadlines import Counted
from assistant.inbox.objections import objections, unobjected
from assistant.inbox.table import Table
from assistant.sentences import split_sentences
from assistant.verification import Verifier
from kb import Checker

SHORT = 200
"""Characters of a WeChat reply."""
STEPS = 3


@dataclass(frozen=True, slots=True)
class Drafts:
    """What may be sent, and what did not pass the check."""

    short: str
    long: str
    dropped: tuple[str, ...] = ()
    """Sentences that were proposed and did not pass again; left out."""


def drafts(
    answer: Answer, routes: Sequence[str], verifier: Verifier, table: Table, due: Counted, checker: Checker
) -> Drafts:
    """The drafts of an answer.

    Args:
        answer: what is to be said.
        routes: the notices that were met.
        verifier: for the law of the answer's day.
        table: the volunteer's words.
        due: the deadline in verified sentences.
        checker: for the law of the same day; a sentence that it objects to stays out.
    """
    said = _Voice(table, answer.lang)
    if answer.action is Action.CRISIS:
        return Drafts(answer.text, answer.text)
    special = next((table.replies[r] for r in routes if r in table.replies), None)
    unsure = answer.headline in {UNSURE, SEVERAL}
    first = special[said.english] if special else said.word("unsure") if unsure else ""
    whole = "\n\n".join(part for part in (said.word("greeting"), first, "".join(due.sentences), answer.text) if part)
    long, objected = unobjected(whole, checker)
    if special:
        lines = [first]
    elif unsure:
        lines = [said.word("unsure")]
    elif answer.action in {Action.DECLINE, Action.CLARIFY} or not answer.claims:
        lines = list(split_sentences(_bare(_without_headline(answer.text))))
    else:
        lines = _lines(answer, said, urgent="danger" in routes)
    passed = [
        line for line in lines if not (verifier.fault(line, question=answer.question) or objections(line, checker))
    ]
    numbers = _numbers(answer, said, special)
    if not any(len(line) <= SHORT - len(said.word("greeting") + numbers) for line in passed):
        passed = [said.word("none")]
    return Drafts(
        _fitted([said.word("greeting"), *_due(due, passed), *passed], numbers, _steps(answer, said)),
        long,
        tuple(dict.fromkeys([*(line for line in lines if line not in passed), *objected])),
    )


@dataclass(frozen=True, slots=True)
class _Voice:
    table: Table
    lang: str

    @property
    def english(self) -> bool:
        return self.lang == "en"

    def word(self, name: str, *given: str) -> str:
        return self.table.voice[name + ("_en" if self.english else "")].format(*given)


def _lines(answer: Answer, said: _Voice, *, urgent: bool) -> list[str]:
    """Verdict with the citation that carries it, then steps; the other way round where somebody is in danger."""
    carrying = _carrying(answer)
    lines: list[str] = []
    if carrying is None or _short_of(answer.headline) not in carrying.text:
        lines.append(_headline(answer, carrying))
    lines += [_bare(carrying.text)] if carrying else []
    steps = _steps(answer, said)
    lines = [*steps, *lines] if urgent else [*lines, *steps]
    if answer.ask_back:
        lines.append(said.word("ask", split_sentences(answer.ask_back[0])[0]))
    return [line for line in lines if line]


def _steps(answer: Answer, said: _Voice) -> list[str]:
    """What to do now, in order, as sentences."""
    steps = [s if s[-1] in "。！？.!?" else f"{s}。" for s in answer.steps[:STEPS]]
    return [said.word("now", steps[0]), *steps[1:]] if steps else []


def _due(due: Counted, lines: Sequence[str]) -> list[str]:
    """The deadline, with the sentence of law that gives it unless another line cites that law."""
    cited = any(c.label in line for c in due.citations for line in lines)
    return list(due.sentences[:1] if cited else due.sentences)


def _carrying(answer: Answer) -> Claim | None:
    """The claim whose citations carry the verdict: of the first finding, else the first that cites; the shortest."""
    cited = [c for c in answer.claims[1:] if c.citations and c.support in {Support.QUOTED, Support.SUPPORTED}]
    fitting = [c for c in cited if len(_bare(c.text)) <= SHORT // 2] or [c for c in cited if len(c.text) < SHORT - 40]
    judged = set(answer.findings[0].citations) if answer.findings else set()
    of_verdict = [c for c in fitting if judged & set(c.citations)]
    titled = [c for c in of_verdict if answer.findings[0].title in c.text]
    return next(iter(titled or of_verdict or fitting), None)


def _headline(answer: Answer, carrying: Claim | None) -> str:
    """The headline as a sentence; a verdict names the article that carries it."""
    if not answer.headline:
        return ""
    labels = [c.label for c in answer.citations if carrying is None and c.n in answer.claims[0].citations]
    return f"{answer.headline}（{labels[0]}）。" if labels else f"{answer.headline}。"


def _short_of(headline: str) -> str:
    return headline.partition("：")[0]


def _without_headline(text: str) -> str:
    return re.sub(r"^\*\*[^*\n]+\*\*(?:\[\d+\])*\s*", "", text.strip())


def _bare(text: str) -> str:
    """Words as they are pasted into WeChat: no marks, no Markdown."""
    text = re.sub(r"\[\d+\]|\*\*|^\s*(?:[-*•]|\d+\.)\s+", "", text, flags=re.MULTILINE)
    return re.sub(r"(?<!\s)\s*\n\s*", "", text).strip()


_NUMBER = re.compile(r"(?<!\d)(?:110|120|96110|12\d{3})(?!\d)")


def _numbers(answer: Answer, said: _Voice, special: object) -> str:
    """The numbers to call, of the channels that the answer names."""
    if special:
        return ""
    found = dict.fromkeys(n for channel in answer.channels for n in _NUMBER.findall(channel))
    numbers = sorted(found, key=lambda n: n != "110")
    return said.word("call", ("、", ", ")[said.english].join(numbers[:3])) if numbers else ""


def _fitted(lines: Sequence[str], numbers: str, steps: Sequence[str]) -> str:
    """As many whole sentences as fit, in order; numbers to call keep their room; no step without those before it."""
    room = SHORT - len(numbers)
    kept: list[str] = []
    cut = False
    for line in lines:
        if sum(map(len, kept)) + len(line) <= room and not (cut and line in steps):
            kept.append(line)
        else:
            cut = cut or line in steps
    written = "".join(kept)
    return written + ("" if not numbers or all(n in written for n in _NUMBER.findall(numbers)) else numbers)
