"""What one browser tab has asked so far, and how its next question is answered, stopped, taken back or asked again.

All of it is in this process's memory and goes with the visit. Before a chat model beyond this machine is asked for the
first time, the reader is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from assistant import Answer, Assistant, Conversation, ExtractiveComposer, mask
from ui.html import Html, join, tag
from ui.web import turn, underway
from ui.web.answered import answer, tools
from ui.web.stages import Ahead, Stopped, telling, work
from ui.web.words import word

MOST_TURNS = 20
"""Earlier turns that stay on the page; older ones go."""


@dataclass(frozen=True, slots=True)
class Past:
    """A turn that is over: the question, what is shown, and the conversation before it."""

    asked: str
    shown: Html
    before: Conversation | None


@dataclass(slots=True)
class Visit:
    """What one browser tab has asked so far: in memory, nowhere else."""

    lang: str
    conversation: Conversation | None = None
    turns: tuple[Past, ...] = ()
    count: int = 0
    agreed: bool | None = None
    """Whether a chat model beyond this machine may be asked; None: not asked yet."""
    pending: str = ""
    """The question that waits for that word."""
    stopped: threading.Event = field(default_factory=threading.Event)
    """Set by who stops the question that is worked on."""

    @property
    def last(self) -> Past | None:
        """The newest turn."""
        return self.turns[-1] if self.turns else None

    def take_back(self) -> None:
        """Forget the newest turn, as if it had not been asked."""
        if self.turns:
            self.conversation = self.turns[-1].before
            self.turns = self.turns[:-1]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows now: the earlier turns, the newest, and a question to put back into its box."""

    earlier: Html
    newest: Html
    given_back: str = ""
    ended: bool = True


class Desk:
    """Answers visits: with the chat model where the reader agreed, otherwise without."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._plain = telling(assistant.with_composer(ExtractiveComposer()))
        self._model = assistant.composer.name
        self._recipient: str = getattr(assistant.composer, "recipient", "")

    def answer(self, visit: Visit, asked: str) -> Iterator[Shown]:
        """The question at once, then each stage, then the verified answer; or the word that is needed first."""
        visit.count += 1
        before = join(past.shown for past in visit.turns)
        if self._recipient and visit.agreed is None and not self._assistant.answers_alone(asked):
            visit.pending = asked
            yield Shown(before, turn.turn(asked, self._consent(visit, asked), lang=visit.lang))
            return
        visit.pending = ""
        visit.stopped = threading.Event()
        base = visit.conversation
        asking = self._asked(visit)
        fork = base.fork(asking) if base else asking.conversation(lang=visit.lang)
        for step in work(partial(fork.ask, asked), visit.stopped):
            if isinstance(step, str | Ahead):
                doing = (
                    underway.waiting(step.count, visit.lang)
                    if isinstance(step, Ahead)
                    else underway.stages(step, visit.lang)
                )
                yield Shown(before, turn.turn(asked, doing, lang=visit.lang), ended=False)
            elif isinstance(step, Stopped):
                yield replace(shown(visit), given_back=asked)
            else:
                yield self._ended(visit, asked, step, base, fork)

    def _ended(self, visit: Visit, asked: str, step: object, base: Conversation | None, fork: Conversation) -> Shown:
        given_back = ""
        if isinstance(step, Answer):
            ended = answer(step, self._assistant.corpus, visit.count)
            visit.conversation = fork
        else:
            sentence = getattr(step, "sentence", "") or word(visit.lang, "bug")
            ended = tag("div", underway.fault(sentence, visit.lang), tools(visit.lang, None), class_="faulty")
            given_back = asked  # to be mended, not written again
        visit.turns = (*visit.turns, Past(asked, turn.turn(asked, ended, lang=visit.lang), base))[-MOST_TURNS:]
        return replace(shown(visit), given_back=given_back)

    def _asked(self, visit: Visit) -> Assistant:
        """Without the model until the reader has agreed to one elsewhere; a notice that answers alone needs none."""
        return self._plain if self._recipient and not visit.agreed else self._assistant

    def _consent(self, visit: Visit, asked: str) -> Html:
        """Who would receive the question, what exactly would be sent, and the two answers."""
        lang = visit.lang
        return tag(
            "div",
            tag("h2", word(lang, "ask.consent")),
            tag("p", word(lang, "ask.consent_who", recipient=self._recipient, model=self._model)),
            tag("p", word(lang, "ask.consent_what"), class_="label"),
            tag("blockquote", tag("bdi", mask(asked).text)),
            tag(
                "p",
                tag("button", word(lang, "ask.agree"), type="button", class_="agree"),
                tag("button", word(lang, "ask.refuse"), type="button", class_="refuse"),
                class_="options",
            ),
            tag("p", word(lang, "ask.consent_kept"), class_="small"),
            class_="answer consent",
            data_turn=f"consent-{visit.count}",
        )


def shown(visit: Visit) -> Shown:
    """The turns that are over."""
    earlier = join(past.shown for past in visit.turns[:-1])
    return Shown(earlier, visit.last.shown if visit.last else Html())
