"""The inbox: texts in, sorted matters out. It keeps nothing; what is to stay is exported by whoever asked.

A matter's words are masked before anything is composed from them, so that no draft, list, progress line or chat model
sees what the mask found. Only danger to life and the sender's own dates are looked for in the words as they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Action, Answer, Cited
from assistant.assistant import Assistant
from assistant.composer import SEVERAL, UNSURE
from assistant.conduct import HOW_ASKED
from assistant.inbox.alike import groups
from assistant.inbox.deadlines import Counted, counted
from assistant.inbox.disguise import Disguise, Worn
from assistant.inbox.drafts import Drafts, drafts
from assistant.inbox.editing import cited_faults
from assistant.inbox.intake import Fact, Intake, Source
from assistant.inbox.messages import Message, split
from assistant.inbox.table import Table, read_table
from assistant.inbox.threads import Thread, threads, volunteers
from assistant.inbox.urgency import facts_missing, is_met, urgency
from assistant.measures import MEASURED
from assistant.scope import Notice
from assistant.sentences import CITE_MARK
from kb import Progress, YoujuError

Spread = Callable[[Callable[[Thread], Intake], Sequence[Thread]], Iterable[Intake]]
"""Does the work for each thread, here or on other cores; results in the order of the threads."""

AT_ONCE = 1500
"""Characters that are read as one telling; longer ones turn by turn."""
GUESSED = "把 {} 的发言人当作答复的志愿者（{} 条，不作答）；不对的话请用 --me 写明"
WITHHELD = "有 {} 句没有通过再次核对，已经从草稿里拿掉"
ENGLISH = "来信是英文，规则多半认不出里面的事：请自己看一遍"


@dataclass(frozen=True, slots=True)
class Opened:
    """Texts that were split: the threads, and what the volunteer should know of the splitting."""

    threads: tuple[Thread, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hidden:
    """One thread behind the mask, and how much of each kind was hidden."""

    words: str
    kinds: Mapping[str, int]
    place: str


class Inbox:
    """Reads messages, sorts them, drafts for each. One assistant serves all."""

    def __init__(self, assistant: Assistant, table: Table, me: Sequence[str], names: Sequence[str]) -> None:
        self.assistant = assistant
        self._table = table
        self._me = tuple(me)
        self._names = tuple(names)
        self._nicknames: dict[str, bool] = {}

    @classmethod
    def open(cls, assistant: Assistant, *, me: Sequence[str] = (), names: Sequence[str] = ()) -> Inbox:
        """An inbox.

        Args:
            assistant: who answers; its today is the day that days left are counted from.
            me: names under which the volunteer writes; else they are guessed, and the guess is noted.
            names: names of people to mask besides those that are found.
        """
        return cls(assistant, read_table(), me, names)

    def threads(self, texts: Sequence[tuple[str, str]]) -> Opened:
        """The matters in texts, each given with the name of its place, before any is answered."""
        messages: list[Message] = [m for place, text in texts for m in split(text, place, self._table.splits)]
        me = self._me or volunteers(messages, self._table)
        notes = []
        for name in me if not self._me else ():
            own = [m for m in messages if m.sender == name]
            notes.append(GUESSED.format(own[0].place, len(own)))
        return Opened(threads(messages, me=me), tuple(notes))

    def read(
        self, texts: Sequence[tuple[str, str]], *, progress: Progress | None = None, spread: Spread = map
    ) -> tuple[Intake, ...]:
        """Every matter, the most urgent first. A message that cannot be answered is a matter with a fault."""
        found = self.threads(texts).threads
        return in_order(self.each(found, progress=progress, spread=spread))

    def each(
        self, found: Sequence[Thread], *, progress: Progress | None = None, spread: Spread = map
    ) -> Iterator[Intake]:
        """The matters as they are done, in the order of the threads."""
        for done, matter in enumerate(spread(self.work, found), 1):
            if progress:
                progress("收件", done, len(found))
            yield matter

    def masked(self, thread: Thread) -> Hidden:
        """A thread as everything after the mask sees it: what is shown before it is used."""
        disguise = self._disguise(thread)
        words = disguise.hide(thread.words)
        return Hidden(words, disguise.kinds, disguise.hide(thread.place))

    def _disguise(self, thread: Thread) -> Disguise:
        if thread.masked:
            return Worn(thread.words)
        return Disguise(thread.sender, (*self._names, *filter(self._is_nobodys_word, thread.company)))

    def _is_nobodys_word(self, name: str) -> bool:
        """Whether a nickname is none of the library's own words (平安, 加油站), which other people need to tell."""
        if name not in self._nicknames:
            self._nicknames[name] = len(name) > 1 and not any(name in p.text for p in self.assistant.corpus.passages)
        return self._nicknames[name]

    def failed(self, thread: Thread, why: str) -> Intake:
        """A thread that could not be worked on at all, as a matter without words."""
        today = self.assistant.today()
        urgent = urgency(thread.told(today), (), (), today, self._table)
        disguise = self._disguise(thread)
        masked, count = _masked(thread, disguise), 1 + len(thread.others)
        return Intake("", urgent, today, disguise, fault=why, count=count, place=thread.place, masked=masked)

    def work(self, thread: Thread) -> Intake:
        """One thread as a matter, with its drafts."""
        today = self.assistant.today()
        disguise = self._disguise(thread)
        told = thread.told(today)
        notices = self._notices(thread)
        answered: Answer | None = None
        fault = ""
        try:
            answered = self._answered(thread, disguise, notices)
        except YoujuError as problem:
            fault = disguise.hide(str(problem))
        findings = answered.findings if answered else ()
        urgent = urgency(told, notices, findings, today, self._table, self.assistant.informing)
        urgent = replace(urgent, reasons=tuple(map(disguise.hide, urgent.reasons)))
        matter = Intake(
            words=disguise.hide(thread.words),
            urgency=urgent,
            day=answered.as_of if answered else today,
            disguise=disguise,
            answer=answered,
            context=tuple(disguise.hide(m.words) for _, m in thread.replies),
            doubts=(*thread.doubts, *((ENGLISH,) if _lang(thread.words) == "en" else ())),
            fault=fault,
            count=1 + len(thread.others),
            place=disguise.hide(thread.place),
            masked=_masked(thread, disguise),
            verified=self.assistant.corpus.verified,
        )
        return self._drafted(matter, answered, notices) if answered else matter

    def _notices(self, thread: Thread) -> tuple[Notice, ...]:
        """What must be said first: of the whole, or danger to life in one message, which a long telling drowns."""
        whole = self.assistant.notices(thread.words) if thread.words.strip() else ()
        if any(n.route == "crisis" for n in whole):
            return whole
        alone = (n for m in thread.messages if m.words for n in self.assistant.notices(m.words))
        crisis = next((n for n in alone if n.route == "crisis"), None)
        return (crisis,) if crisis else whole

    def _answered(self, thread: Thread, disguise: Disguise, notices: Sequence[Notice]) -> Answer:
        if any(n.action is Action.CRISIS for n in notices):
            heard = [m.words for m in thread.messages if m.words]
            for text in (thread.words, *heard):
                answer = self.assistant.ask(text)
                if answer.action is Action.CRISIS:
                    return replace(answer, question=disguise.hide(thread.words))
        turns = [disguise.hide(turn) for turn in thread.turns]
        whole = "\n".join(turns)
        lang = _lang(whole)
        if len(whole) <= AT_ONCE:
            answer = self.assistant.ask(whole, lang=lang)
        else:
            conversation = self.assistant.conversation(lang=lang)
            answer = [conversation.ask(turn) for turn in turns][-1]
        about = [s.about for s in self._table.signals if s.about and is_met(s, thread.words)]
        if about and answer.headline in {UNSURE, SEVERAL}:
            return replace(self.assistant.ask(about[0], lang=lang), question=answer.question, facts=answer.facts)
        return answer

    def _drafted(self, matter: Intake, answer: Answer, notices: Sequence[Notice]) -> Intake:
        """The matter with drafts, facts and sources, each checked again."""
        crisis = answer.action is Action.CRISIS
        corpus = self.assistant.corpus
        verifier = self.assistant.verifier(answer.as_of)
        deadline = None if crisis else matter.urgency.deadline
        due = counted(deadline, self.assistant.today(), corpus, verifier) if deadline else Counted()
        checker = self.assistant.checker(answer.as_of)
        written = drafts(answer, [n.route for n in notices], verifier, self._table, due, checker)
        cited = {} if crisis else {c.ref: c for c in (*due.citations, *answer.citations) if _stands(c, written)}
        return replace(
            matter,
            drafts=written,
            proposed=written,
            letter=""
            if crisis
            else self._table.letter(deadline.title if deadline else "", [f.rule for f in answer.findings]),
            found=self._facts(answer),
            missing=facts_missing(matter.urgency, answer.ask_back if answer.action is not Action.CRISIS else ()),
            sources=tuple(self._source(c, answer.as_of) for c in cited.values()),
            faults=tuple(dict.fromkeys(cited_faults(written, checker))),
            doubts=(*matter.doubts, *((WITHHELD.format(len(written.dropped)),) if written.dropped else ())),
        )

    def _source(self, cited: Cited, day: date) -> Source:
        """A citation looked up once more: is it held, and are its words still the law's."""
        held = self.assistant.corpus.provision(cited.ref, day)
        same = held is not None and (not cited.quote or cited.quote == held.text)
        return Source(cited, same, "" if same else "没有收录" if held is None else "文字与资料库不一致")

    def _facts(self, answer: Answer) -> tuple[Fact, ...]:
        titles = self.assistant.titles
        return tuple(
            Fact(fact, titles.get(fact, MEASURED.get(fact, fact)), words)
            for fact, words in answer.facts.items()
            if fact not in HOW_ASKED
        )


def _stands(cited: Cited, written: Drafts) -> bool:
    """Whether a draft still rests on a citation, by its mark or by its name."""
    return f"[{cited.n}]" in written.long or cited.label in f"{CITE_MARK.sub('', written.long)}{written.short}"


def _masked(thread: Thread, disguise: Disguise) -> Thread:
    """The thread behind the mask: words and days, nobody's name."""

    def hidden(message: Message) -> Message:
        return Message(disguise.hide(message.words), at=message.at, doubt=message.doubt)

    return Thread(
        "",
        tuple(map(hidden, thread.messages)),
        tuple((at, hidden(reply)) for at, reply in thread.replies),
        tuple(("", Message("")) for _ in thread.others),
        masked=True,
    )


def in_order(matters: Iterable[Intake]) -> tuple[Intake, ...]:
    """Matters sorted by urgency, numbered, and grouped with what they are like."""
    urgent = sorted(matters, key=lambda m: m.urgency.key)
    like = groups([m.words for m in urgent], [m.answer for m in urgent], [m.urgency.key[:2] for m in urgent])
    places = sorted(range(len(urgent)), key=lambda n: (like[n], n))
    ids = {n: str(at).zfill(max(2, len(str(len(urgent))))) for at, n in enumerate(places, 1)}
    return tuple(replace(urgent[n], id=ids[n], group=ids[like[n]]) for n in places)


def _lang(text: str) -> str:
    """`en` for words of Latin letters; Chinese wherever a sentence of it stands."""
    letters = [c for c in text if c.isalpha()]
    chinese = sum("\u3400" <= c <= "\u9fff" for c in letters)
    return "en" if letters and chinese * 10 < len(letters) else "zh"
