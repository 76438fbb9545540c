"""What waits and runs in Gradio's queue, and a closed tab forgotten: its visit, and messages that nobody fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import gradio as gr

_TICK_SECONDS, _AT_LEAST, _AT_MOST = 0.1, 5, 600
"""Half a second for what was on its way; a minute for an answer that is being written."""


def queued(page: gr.Blocks) -> tuple[Sequence[Any], Sequence[Any]]:
    """The events that wait in Gradio's queue, and those that run."""
    queue = page._queue  # noqa: SLF001  # Gradio tells this nowhere else
    waiting = [one for group in queue.event_queue_per_concurrency_id.values() for one in group.queue]
    return waiting, [one for job in queue.active_jobs if job for one in job]


def under_way(page: gr.Blocks, session: str | None) -> int:
    """How many events of a session wait or run."""
    waiting, running = queued(page)
    return sum(one.session_hash == session for one in (*waiting, *running))


async def forget(page: gr.Blocks, session: str) -> None:
    """Forget a session now, not in an hour; and again when what still ran for it, which brings it back, has ended."""
    _drop(page, session)
    for tick in range(_AT_MOST):
        await asyncio.sleep(_TICK_SECONDS)
        if tick >= _AT_LEAST and not under_way(page, session):
            break
    _drop(page, session)
    queue = page._queue  # noqa: SLF001
    queue.pending_messages_per_session.pop(session, None)
    queue.pending_event_ids_session.pop(session, None)


def _drop(page: gr.Blocks, session: str) -> None:
    holder = page.state_holder
    holder.delete_state(session)
    holder.session_data.pop(session, None)
    holder.time_last_used.pop(session, None)
