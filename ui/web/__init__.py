"""The page: rooms in the browser behind safety headers, and beside it doors for programs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import Assistant
from ui.quiet import keep_quiet
from ui.web.scratch import PREFIX, own_folder, sweep

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.web.upkeep import Upkeep

__all__ = ["build_app", "serve"]


def serve(
    assistant: Assistant,
    *,
    host: str,
    port: int,
    auth: str | None,
    mcp: bool = False,
    behind_proxy: bool = False,
    i_know: bool = False,
    upkeep: Upkeep | None = None,
    log: str = "text",
) -> int:
    """Open the page and stay until SIGTERM or Ctrl-C; exit status 0.

    Args:
        assistant: who answers.
        host: where to listen; beyond this machine only with `auth`, or with `i_know`.
        port: which port; 0 takes a free one.
        auth: `user:password`, or None.
        mcp: open the tools for chat programs at `/mcp`.
        behind_proxy: a proxy of ours stands before it and tells who asks in X-Forwarded-For.
        i_know: a proxy of ours asks for the password and speaks TLS, so none is asked here.
        upkeep: what a maintainer's room reads; None: there is no such room.
        log: `text` tells faults on standard error, `json` requests too, one object a line; never what was typed.

    Raises:
        InputProblem: a port in use, an address that cannot be used, listening beyond this machine without password, or
            tools without the package for them.
    """
    from ui.web.server import open_listener, run

    with open_listener(host, port, auth, i_know=i_know) as listener:
        _keep_quiet()
        return run(
            assistant, listener, host=host, auth=auth, mcp=mcp, behind_proxy=behind_proxy, upkeep=upkeep, log=log
        )


def build_app(
    assistant: Assistant,
    *,
    hosts: Sequence[str] = (),
    auth: str | None = None,
    feedback: Path | None = None,
    mcp: bool = False,
    behind_proxy: bool = False,
    upkeep: Upkeep | None = None,
) -> FastAPI:
    """The page as an ASGI application, for tests and for other servers.

    Args:
        assistant: who answers.
        hosts: names under which it is reached, besides this machine's own; `*` stands for any numeric address.
        auth: `user:password`, or None.
        feedback: the file that keeps what readers say of answers; None: none is kept.
        mcp: open the tools for chat programs at `/mcp`.
        behind_proxy: trust what the last X-Forwarded-For says of who asks.
        upkeep: what a maintainer's room reads; None: there is no such room.
    """
    _keep_quiet()
    from ui.web.app import build
    from ui.web.heard import heard
    from ui.web.stages import telling
    from ui.web.tally import Tally

    tally = Tally()
    return build(
        telling(heard(assistant, tally)), hosts=hosts, auth=auth, feedback=feedback, mcp=mcp,
        behind_proxy=behind_proxy, upkeep=upkeep, tally=tally,
    )  # fmt: skip


def _keep_quiet() -> None:
    """Before gradio is loaded: no telemetry, no recorded runs, and a temporary folder that nobody else can read."""
    keep_quiet()
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    if PREFIX not in os.environ.get("GRADIO_TEMP_DIR", ""):
        sweep()
        os.environ["GRADIO_TEMP_DIR"] = own_folder()
