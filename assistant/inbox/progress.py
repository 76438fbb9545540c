"""A volunteer's evening in a file: masked messages, drafts, review and approved paragraphs; and back, checked again.

Nothing in the file is believed. Its messages are masked again, sorted and drafted again by today's law; the saved words
of a draft take the place of the new one only after each sentence that differs was verified; what no longer passes loses
its approval. Real data are not in it, so that they cannot be put back later.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from assistant.inbox.editing import edited
from assistant.inbox.inbox import Inbox
from assistant.inbox.intake import Intake
from assistant.inbox.messages import Message
from assistant.inbox.paragraphs import Paragraph, approved
from assistant.inbox.review import Review, State, Step
from assistant.inbox.threads import Thread
from kb import InputProblem

FORMAT = "youju-inbox-1"
MOST = 1000
"""Matters, messages of a matter, and steps of a review that are read."""
YOUJU = "有据"
NO_LONGER = "接着做时重新核对，有句子没有通过"
FOREIGN = "这不是收件箱存下的进度文件：请选上次用“存下进度”存的 .json 文件"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Saved:
    """One matter as it was saved: what the client wrote, what was to be answered, and how far the review was."""

    thread: Thread
    short: str
    long: str
    review: Review


@dataclass(frozen=True, slots=True)
class SavedWork:
    """What a file of saved work holds; nothing of it is verified yet."""

    day: date
    matters: tuple[Saved, ...]
    paragraphs: tuple[tuple[str, str], ...]
    """Title and words of each paragraph that was approved."""


def saved_progress(matters: Sequence[Intake], paragraphs: Sequence[Paragraph], day: date) -> str:
    """The file, as JSON: masked throughout."""
    given = {
        "format": FORMAT,
        "day": day.isoformat(),
        "matters": [_saved(m, m.masked) for m in matters if m.masked],
        "paragraphs": [{"title": p.title, "text": p.text} for p in paragraphs],
    }
    return json.dumps(given, ensure_ascii=False, indent=1) + "\n"


def read_progress(text: str) -> SavedWork:
    """What a file holds.

    Raises:
        InputProblem: it is not one that was saved here.
    """
    try:
        given = json.loads(text)
        if given["format"] != FORMAT:
            raise InputProblem(FOREIGN)
        return SavedWork(
            date.fromisoformat(given["day"]),
            _each(given["matters"], _read),
            _each(given["paragraphs"], lambda p: (_words(p["title"]), _words(p["text"]))),
        )
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise InputProblem(FOREIGN) from error


def resumed(inbox: Inbox, saved: Saved, at: datetime) -> Intake:
    """A saved matter sorted and drafted anew, with its own words and its review where these still pass."""
    matter = inbox.work(saved.thread)
    if matter.answer is None:
        return matter
    assistant = inbox.assistant
    made = edited(
        matter, assistant.verifier(matter.day), assistant.checker(matter.day), short=saved.short, long=saved.long
    )
    review = saved.review
    if made.faults and review.state in {State.PENDING, State.APPROVED}:
        review = Review(State.DRAFT, (*review.steps, Step(at, YOUJU, State.DRAFT, NO_LONGER)))
    return replace(made, review=review)


def resumed_paragraphs(inbox: Inbox, work: SavedWork) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
    """The approved paragraphs that pass today, and a line for each that does not."""
    kept: list[Paragraph] = []
    notes: list[str] = []
    assistant = inbox.assistant
    for title, text in work.paragraphs:
        try:
            kept.append(approved(title, text, assistant.verifier(assistant.today()), assistant.corpus.finder))
        except InputProblem as fault:
            notes.append(f"{title} 审过的一段没有收回来：{fault}")
    return tuple(kept), tuple(notes)


def _saved(matter: Intake, thread: Thread) -> dict[str, object]:
    hide = matter.disguise.hide_again
    return {
        "messages": [_message(m) for m in thread.messages],
        "replies": [{"after": at, **_message(m)} for at, m in thread.replies],
        "count": matter.count,
        "short": matter.drafts.short,
        "long": matter.drafts.long,
        "state": matter.review.state.value,
        "steps": [
            {"at": s.at.isoformat(), "by": s.by, "state": s.state.value, "reason": hide(s.reason)}
            for s in matter.review.steps
        ],
    }


def _message(message: Message) -> dict[str, str]:
    return {"words": message.words, "at": message.at.isoformat() if message.at else "", "doubt": message.doubt}


def _read(row: Mapping[str, Any]) -> Saved:
    messages = _each(row["messages"], _told)
    replies = _each(row["replies"], lambda reply: (int(reply["after"]), _told(reply)))
    others = tuple(("", Message("")) for _ in range(min(int(row["count"]), MOST) - 1))
    steps = _each(
        row["steps"],
        lambda s: Step(
            datetime.fromisoformat(s["at"]), _words(s["by"]).strip(), State(s["state"]), _words(s["reason"]).strip()
        ),
    )
    review = Review(State(row["state"]), steps)
    if not messages or review.state is not (steps[-1].state if steps else State.DRAFT):
        raise InputProblem(FOREIGN)
    thread = Thread("", messages, replies, others, masked=True)
    return Saved(thread, _words(row["short"]), _words(row["long"]), review)


def _told(row: Mapping[str, Any]) -> Message:
    at = _words(row["at"])
    return Message(_words(row["words"]), at=datetime.fromisoformat(at) if at else None, doubt=_words(row["doubt"]))


def _each(rows: object, read: Callable[[Any], _T]) -> tuple[_T, ...]:
    if not isinstance(rows, list) or len(rows) > MOST:
        raise InputProblem(FOREIGN)
    return tuple(map(read, rows))


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise InputProblem(FOREIGN)
    return value
