"""A draft's way to the client: 草稿 → 待审 → 已审, or returned with a reason; every step leaves a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kb import InputProblem


class State(StrEnum):
    """Where a draft stands."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    RETURNED = "returned"

    @property
    def chinese(self) -> str:
        """The word shown to readers."""
        return {"draft": "草稿", "pending": "待审", "approved": "已审", "returned": "退回"}[self.value]


_MOVES = {
    State.DRAFT: (State.PENDING,),
    State.PENDING: (State.APPROVED, State.RETURNED),
    State.APPROVED: (State.RETURNED,),
    State.RETURNED: (State.PENDING,),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the audit: who moved the draft where, when, and why."""

    at: datetime
    by: str
    state: State
    reason: str = ""

    def __str__(self) -> str:
        """The line as it is read."""
        why = f"：{self.reason}" if self.reason else ""
        return f"{self.at:%Y-%m-%d %H:%M} {self.by} → {self.state.chinese}{why}"


@dataclass(frozen=True, slots=True)
class Review:
    """The state of a draft and how it came there."""

    state: State = State.DRAFT
    steps: tuple[Step, ...] = ()

    @property
    def reason(self) -> str:
        """Why it was returned; empty otherwise."""
        return self.steps[-1].reason if self.state is State.RETURNED and self.steps else ""

    def moved(self, to: State, *, by: str, at: datetime, reason: str = "", faults: Sequence[str] = ()) -> Review:
        """The review after one step.

        Args:
            to: the new state.
            by: who moves it.
            at: when.
            reason: why it is returned.
            faults: sentences of the draft that do not pass the check today; a draft with faults is never approved.

        Raises:
            InputProblem: no such step from here, nobody named, a return without a reason, or an approval of what does
                not pass.
        """
        if to not in _MOVES[self.state]:
            allowed = "、".join(s.chinese for s in _MOVES[self.state])
            raise InputProblem(f"{self.state.chinese}不能直接变成{to.chinese}：现在只能变成{allowed}")
        if not by.strip():
            raise InputProblem(f"变成{to.chinese}要写明是谁：请填审核人")
        if to is State.RETURNED and not reason.strip():
            raise InputProblem("退回要写原因：请用一句话说明要改什么")
        if to is State.APPROVED and faults:
            raise InputProblem(f"有 {len(faults)} 句没有通过核对，不能审过：先改掉“{faults[0]}”")
        return replace(self, state=to, steps=(*self.steps, Step(at, by.strip(), to, reason.strip())))

    def edited(self, *, by: str, at: datetime) -> Review:
        """The review after the words were changed: a draft again, whatever it was."""
        return replace(self, state=State.DRAFT, steps=(*self.steps, Step(at, by.strip(), State.DRAFT, "文字改过")))
