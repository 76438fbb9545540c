"""Listens, tells where, and ends cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from assistant import Assistant, feedback_place
from kb import InputProblem
from ui.web.guard import ANY_ADDRESS, is_loopback
from ui.web.heard import heard
from ui.web.journal import event, journal
from ui.web.scratch import leave
from ui.web.stages import ask_alone, at_rest, hurry, telling
from ui.web.tally import Tally
from ui.web.upkeep import Upkeep

if TYPE_CHECKING:
    from fastapi import FastAPI

GRACE_SECONDS = 9
"""How long everything under way may take when the page is stopped."""
HURRY_SECONDS = 5
"""After so long no chat model is waited for: the answers that are still under way are made without one."""
LAST_SECONDS = 8
"""After so long whoever still waits is let go."""


def check_auth(host: str, auth: str | None, *, i_know: bool = False) -> None:
    """Refuse to be open to others without a password, unless whoever starts it takes that upon themselves.

    Raises:
        InputProblem: says what is missing.
    """
    if auth is not None and not all(auth.partition(":")):
        raise InputProblem("--auth 写得不对：请写成 用户:密码，两边都不能空")
    if auth is None and not i_know and not is_loopback(host):
        raise InputProblem(
            f"{host} 能从这台机器以外访问：请加 --auth 用户:密码，或去掉 --host 只在本机打开"
            "（前面已有带 TLS 和登录的反向代理时，才用 --i-know）"
        )


@contextmanager
def open_listener(host: str, port: int, auth: str | None, *, i_know: bool = False) -> Iterator[socket.socket]:
    """A socket bound to the address, before anything slow is loaded.

    Raises:
        InputProblem: the address or port cannot be used; says which and how to mend it.
    """
    check_auth(host, auth, i_know=i_know)
    if not 0 <= port <= 65535:
        raise InputProblem(f"端口 {port} 不对：要在 1 到 65535 之间")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise InputProblem(f"监听地址 {host} 用不了：请写本机的地址，例如 127.0.0.1") from error
    family, kind, _, _, address = found[0]
    with socket.socket(family, kind) as listener:
        if os.name != "nt":  # elsewhere it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(128)
        except OSError as error:
            raise InputProblem(_why(error, host, port)) from error
        yield listener


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已经有程序在用：请换一个，例如 --port {port + 1 if port < 65535 else 7861}"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"没有权限使用端口 {port}：请换一个 1024 以上的，例如 --port 7860"
    return f"不能在 {host} 端口 {port} 上打开（{error.strerror}）：请换一个地址或端口"


def run(
    assistant: Assistant,
    listener: socket.socket,
    *,
    host: str,
    auth: str | None,
    mcp: bool = False,
    behind_proxy: bool = False,
    upkeep: Upkeep | None = None,
    log: str = "text",
) -> int:
    """Serve on a bound socket until told to stop; exit status 0."""
    tally = Tally()
    with journal(log, tally.fault):
        code = _run(
            heard(assistant, tally), listener,
            host=host, auth=auth, mcp=mcp, behind_proxy=behind_proxy, upkeep=upkeep, tally=tally,
        )  # fmt: skip
    if not at_rest():  # a chat model may write for seconds yet, and Python would wait for it
        leave(os.environ.get("GRADIO_TEMP_DIR", ""))
        sys.stdout.flush()
        os._exit(code)
    return code


def _run(
    assistant: Assistant,
    listener: socket.socket,
    *,
    host: str,
    auth: str | None,
    mcp: bool,
    behind_proxy: bool,
    upkeep: Upkeep | None,
    tally: Tally,
) -> int:
    import uvicorn

    from ui.web.app import build
    from ui.web.text import SITUATIONS

    assistant = telling(assistant)
    if assistant.composer.name == "extractive":  # a chat model is not asked what nobody asked
        ask_alone(partial(Assistant.ask, assistant, SITUATIONS[0].question))  # uncounted; what loads late is there then
    named = [name.strip() for name in os.environ.get("YOUJU_HOSTS", "").split(",") if name.strip()]
    shared = not is_loopback(host)
    app = build(
        assistant,
        hosts=[host, ANY_ADDRESS, *named] if shared else named,
        auth=auth,
        mcp=mcp,
        behind_proxy=behind_proxy,
        upkeep=upkeep,
        feedback=feedback_place(os.environ, shared=shared or bool(named) or behind_proxy),
        tally=tally,
    )

    class Server(uvicorn.Server):
        """Says where it is once it is ready; a signal ends it, and is not raised again."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            """Tell the reader that the page is open."""
            await super().startup(sockets)
            if self.started:
                tools = f"给聊天程序的工具（MCP）：{address(listener)}/mcp\n" if mcp else ""
                _say(f"有据已打开：{address(listener)}\n{tools}按 Ctrl-C 停止。")
                if not is_loopback(host):
                    _say("这个地址没有加密：请放在有 TLS 的反向代理后面再给别人用。")
                event("start", at=address(listener), corpus=assistant.corpus.fingerprint,
                      index=assistant.searcher.fingerprint, degraded=bool(assistant.searcher.notice))  # fmt: skip

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """End cleanly; at the second signal, at once."""
            del frame
            self.force_exit = self.should_exit and sig == signal.SIGINT
            self.should_exit = True

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            """Take no more; let what is under way finish, the rest of Gradio's streams last."""
            event("stop", under_way=app.state.busy())
            ending = asyncio.create_task(_let_go(app))
            await super().shutdown(sockets)
            ending.cancel()

    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=30,
    )
    server = Server(config)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    return 0 if server.started else 1


async def _let_go(app: FastAPI) -> None:
    """End Gradio's endless heartbeats once nobody waits for an answer: with a heartbeat its visit ends too."""
    began = time.monotonic()
    while app.state.busy() and (passed := time.monotonic() - began) < LAST_SECONDS:
        if passed >= HURRY_SECONDS:
            hurry()
        await asyncio.sleep(0.1)
    app.state.stop()


def address(listener: socket.socket) -> str:
    """Where the page is, as one types it."""
    host, port = listener.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
