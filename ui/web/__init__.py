"""The page: a chat in the browser behind safety headers, and one stateless JSON route beside it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant import Assistant

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.web.upkeep import Upkeep

__all__ = ["build_app", "serve"]


def serve(assistant: Assistant, *, host: str, port: int, auth: str | None, upkeep: Upkeep | None = None) -> int:
    """Open the page and stay until SIGTERM or Ctrl-C; exit status 0.

    Args:
        assistant: who answers.
        host: where to listen; beyond this machine only with `auth`.
        port: which port; 0 takes a free one.
        auth: `user:password`, or None.
        upkeep: what a maintainer's room reads; None: there is no such room.

    Raises:
        InputProblem: a port in use, an address that cannot be used, or listening beyond this machine without password.
    """
    from ui.web.server import open_listener, run

    with open_listener(host, port, auth) as listener:
        _keep_quiet()
        return run(assistant, listener, host=host, auth=auth, upkeep=upkeep)


def build_app(
    assistant: Assistant, *, hosts: Sequence[str] = (), auth: str | None = None, upkeep: Upkeep | None = None
) -> FastAPI:
    """The page as an ASGI application, for tests and for other servers.

    Args:
        assistant: who answers.
        hosts: names under which it is reached, besides this machine's own; `*` stands for any numeric address.
        auth: `user:password`, or None.
        upkeep: what a maintainer's room reads; None: there is no such room.
    """
    _keep_quiet()
    from ui.web.app import build
    from ui.web.stages import telling

    return build(telling(assistant), hosts=hosts, auth=auth, upkeep=upkeep)


def _keep_quiet() -> None:
    """Before gradio is loaded: no telemetry, no recorded runs, and a temporary folder that nobody else can read."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    if "youju-web-" not in os.environ.get("GRADIO_TEMP_DIR", ""):
        folder = tempfile.mkdtemp(prefix="youju-web-")  # 0700
        os.environ["GRADIO_TEMP_DIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
