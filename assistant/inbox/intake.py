"""One client's matter as the volunteer sees it: masked words, urgency, drafts, facts, sources, state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answer import Answer, Cited
from assistant.inbox.disguise import Disguise
from assistant.inbox.drafts import Drafts
from assistant.inbox.review import Review
from assistant.inbox.threads import Thread
from assistant.inbox.urgency import Urgency

FIRST = 24
"""Characters of a matter's first words in a list."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the words tell, and the words, masked."""

    id: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Source:
    """A provision that the drafts rest on, and what checking it again found."""

    cited: Cited
    passed: bool
    finding: str
    """Empty where it passed."""


@dataclass(frozen=True)
class Intake:
    """Everything of one matter. Nothing in it but `disguise` holds personal data that was found."""

    words: str
    """What the client wrote, masked, a message a line."""
    urgency: Urgency
    day: date
    """The day whose law the drafts speak for."""
    disguise: Disguise = field(repr=False, compare=False)
    """The way back, for this matter's own file and for nothing else."""
    answer: Answer | None = None
    """None: this message could not be answered; `fault` says why."""
    drafts: Drafts = field(default_factory=lambda: Drafts("", ""))
    proposed: Drafts | None = None
    """What the assistant itself proposed, each sentence verified; None where it proposed nothing."""
    found: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    faults: tuple[str, ...] = ()
    """Citations of the drafts that did not pass the check; such a matter is not exported as a draft."""
    context: tuple[str, ...] = ()
    """What the volunteer has answered already, masked."""
    doubts: tuple[str, ...] = ()
    fault: str = ""
    count: int = 1
    """How many people sent exactly these words."""
    place: str = ""
    id: str = ""
    """Its number in the sorted list."""
    group: str = ""
    """The id of the first matter that it is like; its own where there is none."""
    letter: str = ""
    """The kind of letter that may help; empty for none."""
    review: Review = field(default_factory=Review)
    masked: Thread | None = field(default=None, repr=False, compare=False)
    """The messages as they came, behind the mask: what is saved to go on later."""
    verified: date | None = None
    """The last day on which the library's wording was checked against its sources."""

    @property
    def first(self) -> str:
        """The first words, masked, on one line."""
        line = " ".join(self.words.split())
        return line if len(line) <= FIRST else f"{line[:FIRST]}…"

    @property
    def headline(self) -> str:
        """The verdict in a few words; what went wrong where there is none."""
        if self.answer is None:
            return "没能答复"
        return self.answer.headline or self.answer.conclusion.chinese

    @property
    def hidden(self) -> Mapping[str, int]:
        """The mask as it is shown: how much of each kind was hidden."""
        return self.disguise.kinds

    def restored(self, text: str) -> str:
        """Words of this matter with its own data back in."""
        return self.disguise.restore(text)

    def with_paragraph(self, text: str) -> Intake:
        """The matter with a paragraph at the end of its long draft."""
        return replace(self, drafts=replace(self.drafts, long=f"{self.drafts.long}\n\n{text}"))

    def to_dict(self) -> dict[str, object]:
        """The JSON of docs/interface.md; masked throughout."""
        deadline = self.urgency.deadline
        return {
            "id": self.id,
            "urgency": self.urgency.rank,
            "title": self.urgency.title,
            "reasons": list(self.urgency.reasons),
            "deadline": None
            if deadline is None
            else {
                "title": deadline.title,
                "day": deadline.day.isoformat() if deadline.day else None,
                "left": self.urgency.left,
                "told": deadline.words,
                "ref": deadline.ref,
            },
            "count": self.count,
            "group": self.group,
            "words": self.words,
            "hidden": dict(self.hidden),
            "context": list(self.context),
            "as_of": self.day.isoformat(),
            "action": self.answer.action.value if self.answer else "",
            "verdict": self.answer.conclusion.value if self.answer else "",
            "headline": self.headline,
            "draft": {"short": self.drafts.short, "long": self.drafts.long},
            "found": [{"fact": f.id, "title": f.title, "words": f.words} for f in self.found],
            "missing": list(self.missing),
            "sources": [
                {"ref": s.cited.ref, "label": s.cited.label, "passed": s.passed, "finding": s.finding}
                for s in self.sources
            ],
            "doubts": list(self.doubts),
            "fault": self.fault,
            "state": self.review.state.value,
            "audit": [str(step) for step in self.review.steps],
        }
