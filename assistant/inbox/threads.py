"""Messages into matters: one sender, one matter; the volunteer's own replies are context and are not answered."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.folded import plain
from assistant.inbox.messages import NO_WORDS, Message
from assistant.inbox.table import Table

AS_SAME = "同样的话另有 {} 人发来"


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages of one client, with the replies that he got already."""

    sender: str
    messages: tuple[Message, ...]
    """The client's own, in order."""
    replies: tuple[tuple[int, Message], ...] = ()
    """The volunteer's, each with the number of the client's messages that stand before it."""
    others: tuple[tuple[str, Message], ...] = ()
    """Who sent exactly the same words, with their first message."""
    company: tuple[str, ...] = ()
    """Who else writes here: names to be hidden in these words too."""
    masked: bool = False
    """Its words went through the mask before: what is read from a file of saved work."""

    @property
    def turns(self) -> tuple[str, ...]:
        """What was told between one reply and the next, as a single telling each."""
        cuts = sorted({at for at, _ in self.replies if 0 < at < len(self.messages)})
        bounds = [0, *cuts, len(self.messages)]
        runs = [self.messages[a:b] for a, b in itertools.pairwise(bounds)]
        return tuple(told for run in runs if (told := joined([m.words for m in run])))

    @property
    def words(self) -> str:
        """Everything the client wrote, a message a line."""
        return "\n".join(m.words for m in self.messages if m.words)

    @property
    def place(self) -> str:
        """Where the first message stands."""
        return self.messages[0].place if self.messages else ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """What the volunteer should look at in how it was split."""
        said = [m.doubt for m in self.messages if m.doubt]
        same = [AS_SAME.format(len(self.others))] if self.others else []
        return tuple(dict.fromkeys((*said, *same)))

    def told(self, today: date) -> tuple[tuple[str, date], ...]:
        """Everything the client wrote, with the day it is counted from: the day it was sent, else today."""
        days: dict[date, list[str]] = {}
        for message in self.messages:
            if message.words:
                days.setdefault(message.at.date() if message.at else today, []).append(message.words)
        return tuple((joined(words), day) for day, words in days.items())


def joined(words: Sequence[str]) -> str:
    """Messages in a row as one telling: one that ends without a stop goes on in the next."""
    lines = [w.strip() for w in words if w.strip()]
    going_on = {line for line in lines[:-1] if line[-1] not in "。！？!?，,；;：:…~"}
    return "\n".join(f"{line}，" if line in going_on else line for line in lines)


def threads(messages: Sequence[Message], *, me: Sequence[str] = ()) -> tuple[Thread, ...]:
    """The matters of an inbox, in the order of their first messages; what two people sent word for word stands once."""
    own: dict[str, list[Message]] = {}
    replies: dict[str, list[tuple[int, Message]]] = {}
    last = ""
    for number, message in enumerate(messages):
        if message.sender and message.sender in me:
            if key := _addressed(message, own) or last:
                replies.setdefault(key, []).append((len(own[key]), message))
            continue
        last = message.sender or f"\0{number}"
        said = own.setdefault(last, [])
        if all(plain(message.words) != plain(m.words) for m in said):
            said.append(message)
    everybody = dict.fromkeys(said[0].sender for said in own.values() if said[0].sender)
    made = [
        Thread(
            said[0].sender,
            tuple(said),
            tuple(replies.get(key, ())),
            company=tuple(name for name in everybody if name != said[0].sender),
        )
        for key, said in own.items()
    ]
    return _once(made)


def _addressed(message: Message, own: Mapping[str, Sequence[Message]]) -> str:
    """The client whom a reply names with @, or whose words it quotes."""
    for name in own:
        if name and (f"@{name}" in message.words or message.quoted.startswith((f"{name}:", f"{name}："))):
            return name
    return ""


def _once(made: Sequence[Thread]) -> tuple[Thread, ...]:
    """Threads of exactly the same words as one, with the others counted."""
    kept: dict[str, Thread] = {}
    for n, thread in enumerate(made):
        key = _told(thread)
        first = kept.get(key)
        if not key or first is None or thread.replies or first.replies:
            kept[key if first is None and key else f"\0{n}"] = thread
            continue
        others = (*first.others, (thread.sender, thread.messages[0]))
        kept[key] = replace(first, others=others)
    return tuple(kept.values())


def _told(thread: Thread) -> str:
    """What two people must both have said to be one matter: the words without marks; nothing where all is pictures."""
    if all(m.doubt == NO_WORDS for m in thread.messages):
        return ""
    return "".join(c for c in plain(thread.words) if c.isalnum())


def volunteers(messages: Sequence[Message], table: Table) -> tuple[str, ...]:
    """Who seems to be answering: named so, or speaking so in the wake of at least two other people."""
    senders = Counter(m.sender for m in messages if m.sender)
    if len(senders) < 2:
        return ()
    named = [s for s in senders if any(word in s for word in table.helper_names)]
    if named:
        return tuple(named)
    after: dict[str, set[str]] = {}
    before = ""
    for message in messages:
        if message.sender and before and message.sender != before:
            after.setdefault(message.sender, set()).add(before)
        before = message.sender
    speaking = {
        s: sum(any(w in m.words for w in table.helper_words) for m in messages if m.sender == s) for s in senders
    }
    likely = [s for s, others in after.items() if len(others) >= 2 and speaking[s] * 2 >= senders[s] >= 2]
    return tuple(sorted(likely, key=lambda s: (-len(after[s]), -speaking[s], s))[:1])
