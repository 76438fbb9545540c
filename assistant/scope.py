"""What must be said before anything is looked up, or is not answered at all.

Danger to life comes before law; then danger at the door, help in wrongdoing, law of other places, other topics.
Everything is in `data/scope.toml`: what is said, and by which patterns of wording a message is known. Danger to life is
often told without any such wording; there a table of learned weights (`distress`) listens too. Both are at hand without
a network, and the same words always get the same help.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from assistant.answer import Action
from assistant.conduct import Basis
from assistant.distress import Heard, Level, Listener, read_listener
from assistant.hearing import WISHES, read_hearing
from assistant.selection import Likely, says_nothing
from assistant.wishes import Sounds, Wish
from assistant.wordings import TOGETHER, Cues, Message, Span, read_cues, together
from kb import YoujuError

DATA = Path(__file__).parent / "data"


WHO_ASKS = frozenset({"creditor", "insider", "jurisdiction"})
"""Routes that tell who asks, or of which country's law: so it stays for what is asked after it."""

A_PAGE = 500
"""Characters from which a message is a pasted page, which wishes for nothing."""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_NAMED = re.compile("《|第[0-9零一二三四五六七八九十百千]+条")
"""An instrument or an article: whoever names it asks what it says."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said first. If it is final, nothing else is answered."""

    route: str
    """crisis, danger, fraud, wrongdoing, injection, jurisdiction, lookup, topic, creditor, insider, opinion, vague."""
    id: str
    """The row of the table that it stands in."""
    action: Action
    headline: str
    text: str
    text_en: str
    headline_en: str
    steps: tuple[str, ...]
    steps_en: tuple[str, ...]
    channels: tuple[str, ...]
    channels_en: tuple[str, ...]
    final: bool
    law: tuple[Basis, ...] = ()
    """What the law says of the wrongdoing that was asked for; each is also cited within the text."""
    covers: tuple[str, ...] = ()
    """Facts of conduct that it has answered: they are judged no more."""

    @property
    def refs(self) -> tuple[str, ...]:
        """The references of `law`."""
        return tuple(basis.ref for basis in self.law)

    def spoken(self, lang: str) -> Spoken:
        """What is said in a language."""
        bare = self.action is Action.CRISIS
        if lang == "en":
            return Spoken(self.headline_en, self.text_en, self.steps_en, self.channels_en, bare)
        return Spoken(self.headline, self.text, self.steps, self.channels, bare)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A notice in one language."""

    headline: str
    text: str
    steps: tuple[str, ...]
    channels: tuple[str, ...]
    bare: bool
    """In a crisis nothing is said but the text."""

    @property
    def alone(self) -> str:
        """The whole answer, where nothing else is answered."""
        return self.text if self.bare else f"**{self.headline}**\n\n{self.text}"

    @property
    def opening(self) -> str:
        """What stands before an answer."""
        return f"**{self.headline}**\n{self.text}"


@dataclass(frozen=True)
class Scope:
    """All notices, the gravest first."""

    rows: tuple[Row, ...]
    listener: Listener
    wishes: Callable[[str], Mapping[str, float]] | None = None
    """The learned chance of each wish; None: by patterns alone."""
    answer: Callable[[str], Likely | None] | None = None
    """The section of a guide that is likeliest to answer a message; None: of the guides nothing is known."""
    gist: Callable[[str], str] = str
    """A message without orders to the assistant and what is about something else."""

    def notice(self, text: str) -> Notice | None:
        """The first thing to say, or None for a question that is simply answered."""
        return next(self._notices(text), None)

    def all_notices(self, text: str, matter: str = "", *, asks_law: bool = False) -> tuple[Notice, ...]:
        """Everything to say first, in order, one of a route; ends with the first that is final.

        `matter` is what is asked beside an order, where a question of law is known to be left; with `asks_law` the law
        is asked whatever the words, as of a call that is described.
        """
        notices = tuple(self._notices(text, asks_law=asks_law))
        if not matter or not notices or not (notices[-1].final and notices[-1].route == "injection"):
            return notices
        aside = next(row.notice for row in self.rows if row.orders and not row.notice.final)
        return (*notices[:-1], aside, *(n for n in self._notices(matter) if n not in notices))

    def of_route(self, route: str) -> Notice:
        """The first notice of a route."""
        return next(row.notice for row in self.rows if row.notice.route == route)

    def gives_orders(self, text: str) -> bool:
        """Whether a text tells the assistant to put its rules aside."""
        message = Message.of(text)
        return any(next(iter(when.spans(message)), None) for row in self.rows if row.orders for when in row.when)

    def _notices(self, text: str, *, asks_law: bool = False) -> Iterator[Notice]:
        whole = Message.of(text)
        rest = self._without_orders(whole)
        wished, gist = self._wished(text), self.gist(text) if self.wishes else text
        answer = partial(self.answer, text) if self.answer else None
        sounds = Sounds(self.listener.hear(text), wished, wished if gist == text else self._wished(gist), answer)
        said: set[str] = set()
        for row in self.rows:
            if row.notice.route in said or not row.met(whole if row.orders or row.reads_orders else rest, sounds):
                continue
            said.add(row.notice.route)
            yield (notice := row.notice if asks_law else row.said(whole, sounds.danger))
            if notice.final:
                return

    def _wished(self, text: str) -> Mapping[str, float]:
        """The chances of wishes, in a message as the table knows them: in Chinese, with a matter, and no orders."""
        if self.wishes is None or len(text) > A_PAGE or not _CHINESE.search(text) or _NAMED.search(text):
            return {}
        return {} if says_nothing(text) or self.gives_orders(text) else self.wishes(text)

    def _without_orders(self, message: Message) -> Message:
        """The message without sentences that give us orders, so that a pasted order asks for nothing.

        Kept whole where nothing about a debt is left: then the order is all that was asked.
        """
        spans = [s for row in self.rows if row.orders for when in row.when for s in when.spans(message)]
        if not spans:
            return message
        rest = message.without_passages(spans)
        return rest if any(row.orders and row.about.found(rest) for row in self.rows) else message


@dataclass(frozen=True)
class Row:
    """A notice, and the messages it is for."""

    notice: Notice
    when: tuple[When, ...]
    about: Cues
    """Words that show that the message is about a debt."""
    heard_unless: Cues
    """Where one of these stands, a message is not heard: who denies it (我不会自杀) may still sound so. Of a
    wish: it is none, whatever cue stands."""
    heard: tuple[tuple[str, Level], ...] = ()
    """Kind of danger and how sure: a message that sounds so gets the notice without any cue."""
    orders: bool = False
    """Its cues are orders given to us; they are never obeyed, and what stands in them is not read as a request."""
    reads_orders: bool = False
    """It looks into such orders too: a life may be in danger there."""
    heard_about: bool = False
    """It does so only where the message is about a debt."""
    wish: Wish | None = None
    """What it is for, if a table knows that too."""
    answered_too: Cues | None = None
    """Of danger that an answer may follow: words that ask of the law, or tell what is over or only announced."""

    def said(self, message: Message, heard: Heard) -> Notice:
        """The notice; it is the whole answer to a message of sure danger, now, that asks nothing of the law."""
        if self.answered_too is None or heard.level is not Level.SURE or self.answered_too.found(message):
            return self.notice
        return replace(self.notice, action=Action.CRISIS, final=True)

    def met(self, message: Message, sounds: Sounds) -> bool:
        """Whether the notice is for this message."""
        heard = sounds.danger
        cued = any(when.met(message) for when in self.when if not (when.doubtful and heard.level is Level.IDLE))
        if self.wish:
            return self.wish.met(sounds, cued) and not self.heard_unless.found(message)
        if cued:
            return True
        if (heard.kind, heard.level) not in self.heard or self.heard_unless.found(message):
            return False
        return not self.heard_about or self.about.found(message)


@dataclass(frozen=True)
class When:
    """A group of cues, the look-alikes that are none, and what else must or must not be said."""

    cues: Cues
    unless: Cues
    """Wordings that look like a cue; they are covered before cues are sought."""
    needs: Cues
    """One of these must stand somewhere outside the cues; empty: nothing is needed."""
    veto: Cues
    """None of these may stand anywhere."""
    whole: bool = False
    """The message must consist of cues and nothing else."""
    doubtful: bool = False
    """Its cues say little by themselves: they are passed over in a message that sounds harmless as a whole."""
    signs: tuple[Cues, ...] = ()
    """Weak signs by kind; TOGETHER of different kinds, NEAR each other, stand for a cue."""

    def met(self, message: Message) -> bool:
        """Whether the group applies to the message."""
        if self.whole:
            return bool(message.chinese) and self.cues.make_up(message)
        spans = self.spans(message)
        if not spans:
            return False
        needed = self.needs.empty or self.needs.found(message.without(spans))
        return needed and not self.veto.found(message)

    def spans(self, message: Message) -> list[Span]:
        """Where the cues stand, look-alikes covered."""
        if not self.cues.found(message) and sum(kind.found(message) for kind in self.signs) < TOGETHER:
            return []
        covered = message.without(self.unless.spans(message))
        return [*self.cues.spans(covered), *together([list(kind.spans(covered)) for kind in self.signs])]


def read_scope(path: Path = DATA / "scope.toml") -> Scope:
    """Read the table of notices.

    Raises:
        YoujuError: the file is not such a table; names the row.
    """
    row: Mapping[str, Any] = {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        words = _classes(data["words"])
        channels = {r["id"]: (r["zh"], r["en"]) for r in data["channel"]}
        about, too = read_cues(data["about"], words), read_cues(data["answered_too"], words)
        rows, written = [], dict[str, Sequence[Mapping[str, Any]]]()
        for row in data["notice"]:
            written[row["id"]] = row["when"]
            covered = row.get("unless", ())
            groups = tuple(_when(group, covered, words) for w in row["when"] for group in _borrowed(w, written))
            notice = _notice(row, channels)
            ears = tuple((kind, Level(level)) for kind, level in (h.split(":") for h in row.get("heard", ())))
            orders, reads_orders = row.get("orders", False), row.get("reads_orders", False)
            denied = read_cues(row.get("heard_unless", ()), words)
            about_only, wish = row.get("heard_about", False), Wish(**row["wish"]) if "wish" in row else None
            answered_too = too if row.get("answers_too") else None
            rows.append(Row(notice, groups, about, denied, ears, orders, reads_orders, about_only, wish, answered_too))
    except (KeyError, ValueError, TypeError) as error:
        where = f"“{row['id']}”" if "id" in row else "开头"
        raise YoujuError(f"{path.name} 的 {where} 不完整或写错：{error}；格式见 docs/formats.md") from error
    wishes = read_hearing(WISHES)
    return Scope(tuple(rows), read_listener(), wishes.chances if wishes else None)


def _classes(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Word classes; an entry `@name` takes in another class written above."""
    classes: dict[str, tuple[str, ...]] = {}
    for name, entries in table.items():
        classes[name] = tuple(w for e in entries for w in (classes[e[1:]] if e.startswith("@") else (e,)))
    return classes


def _borrowed(
    group: Mapping[str, Any], written: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Iterator[Mapping[str, Any]]:
    """The group itself; or with `as` the groups of an earlier row, without what they need."""
    if "as" not in group:
        yield group
        return
    for other in written[group["as"]]:
        yield {key: value for key, value in other.items() if key != "needs"}


def _when(row: Mapping[str, Any], unless: Sequence[str], words: Mapping[str, tuple[str, ...]]) -> When:
    cues, needs, veto = (read_cues(row.get(key, ()), words) for key in ("cues", "needs", "veto"))
    flags = row.get("whole", False), row.get("doubtful", False)
    signs = tuple(read_cues(kind, words) for kind in row.get("signs", ()))
    return When(cues, read_cues((*row.get("unless", ()), *unless), words), needs, veto, *flags, signs)


def _notice(row: Mapping[str, Any], channels: Mapping[str, tuple[str, str]]) -> Notice:
    reached = [channels[c] for c in row.get("channels", ())]
    return Notice(
        route=row["route"],
        id=row["id"],
        action=Action(row["action"]),
        headline=row["headline"],
        text=row["text"],
        text_en=row["text_en"],
        headline_en=row["headline_en"],
        steps=tuple(row.get("steps", ())),
        steps_en=tuple(row.get("steps_en", ())),
        channels=tuple(zh for zh, _ in reached),
        channels_en=tuple(en for _, en in reached),
        final=row["final"],
        law=tuple(Basis(b["ref"], b["says"]) for b in row.get("law", ())),
        covers=tuple(row.get("covers", ())),
    )
