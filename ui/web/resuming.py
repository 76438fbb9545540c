"""An evening of the inbox put by in a file of the volunteer's, and taken up again: the server keeps nothing."""

from __future__ import annotations

from datetime import date

from assistant import Assistant, Inbox, Saved, read_progress, resumed_paragraphs, saved_progress
from kb import InputProblem
from ui.web.desks import Desk
from ui.web.words import word

MOST_MATTERS = 200
"""Matters that one desk sorts."""


def put_by(desk: Desk, day: date, lang: str) -> str:
    """Everything on the desk, masked, as JSON.

    Raises:
        InputProblem: nothing lies there.
    """
    if not desk.matters:
        raise InputProblem(word(lang, "inbox.nothing"))
    return saved_progress(tuple(desk.matters.values()), desk.paragraphs, day)


def take_up(text: str, desk: Desk, assistant: Assistant, lang: str) -> tuple[Saved, ...]:
    """What a file holds on the desk, its matters yet to be worked on; approved paragraphs are checked at once.

    Raises:
        InputProblem: it is another file, or holds nothing, or too much.
    """
    progress = read_progress(text)
    if not progress.matters:
        raise InputProblem(word(lang, "inbox.nothing"))
    if len(progress.matters) > MOST_MATTERS:
        raise InputProblem(word(lang, "inbox.too_many", n=len(progress.matters), most=MOST_MATTERS))
    inbox = Inbox.open(assistant)
    paragraphs, lost = resumed_paragraphs(inbox, progress)
    came_back = word(lang, "inbox.resumed", day=progress.day.isoformat(), n=len(progress.matters))
    kept = [word(lang, "inbox.paragraphs_back", n=len(paragraphs))] if paragraphs else []
    desk.inbox, desk.matters, desk.paragraphs, desk.notes = inbox, {}, paragraphs, (came_back, *kept, *lost)
    desk.threads = tuple(saved.thread for saved in progress.matters)
    return progress.matters
