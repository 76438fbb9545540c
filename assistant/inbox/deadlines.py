"""A deadline as sentences: the law that gives the period, verified, and the day counted from what was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.answer import Cited
from assistant.inbox.urgency import Deadline
from assistant.verification import Verifier
from kb import Corpus


@dataclass(frozen=True, slots=True)
class Counted:
    """Sentences for the drafts; empty where there is nothing, or the law does not pass."""

    sentences: tuple[str, ...] = ()
    """As they are shown: the day first, then the law."""
    citations: tuple[Cited, ...] = ()


def counted(deadline: Deadline, today: date, corpus: Corpus, verifier: Verifier) -> Counted:
    """A deadline in sentences, each verified; a day that nobody told is never made up."""
    if not deadline.days:
        return Counted((_told(deadline, today),)) if deadline.day else Counted()
    provision = corpus.provision(deadline.ref, today)
    if provision is None:
        return Counted()
    law = f"{deadline.law}（{provision.label}）。"
    day = _told(deadline, today) if deadline.day else ""
    verified = verifier.verify(f"{day}\n{law}".strip(), computed={day: [law]} if day else None)
    shown = {c.text for c in verified.claims}
    if law not in shown:
        return Counted()
    return Counted(tuple(s for s in (day, law) if s in shown), verified.citations)


def _told(deadline: Deadline, today: date) -> str:
    """The day in the volunteer's words; what has passed is a question, no verdict."""
    day, left = deadline.day, deadline.left(today) or 0
    if day is None:
        return ""
    when = f"{day.year}年{day.month}月{day.day}日"
    rest = f"还剩{left}天" if left > 0 else "就是今天" if left == 0 else "日子已过，请马上问法院还能不能补"
    if not deadline.days:
        return f"您说的{deadline.title}是{when}，{rest}。"
    return f"按「{deadline.words}」收到算，{deadline.title}到{when}，{rest}，遇放假问法院。"
