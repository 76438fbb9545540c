"""The rooms of the page, in the order of its navigation: one file each."""

from __future__ import annotations

from ui.web.room import Room
from ui.web.rooms import about, ask, call, check, evidence, inbox, law, letters

ROOMS: tuple[Room, ...] = (
    ask.ROOM, call.ROOM, evidence.ROOM, letters.ROOM, check.ROOM, law.ROOM, inbox.ROOM, about.ROOM,
)  # fmt: skip
