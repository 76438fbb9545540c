"""The four questions as tools for chat programs (Model Context Protocol, streamable HTTP): `youju web --mcp`.

Stateless: every call is a request of its own, and nothing of it is kept.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from kb import InputProblem
from ui.web.guard import MAX_BODY, MCP, asker_of
from ui.web.tools import Desk, Refused, read_tools

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager


class Tools:
    """Middleware that answers at `/mcp`, and passes everything else."""

    def __init__(self, app: ASGIApp, manager: StreamableHTTPSessionManager) -> None:
        """Stand before `app`."""
        self._app = app
        self._manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"] in MCP:
            await self._manager.handle_request(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def open_tools(app: FastAPI, desk: Desk) -> None:
    """Add the tools to the page.

    Raises:
        InputProblem: the package is not installed; says how to install it.
    """
    try:
        from mcp.server.lowlevel import Server
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
        from mcp.types import CallToolResult, TextContent, Tool, ToolAnnotations
    except ImportError as error:
        raise InputProblem('--mcp 要先装一个包：pip install "youju[mcp]"（mcp 1.21 以上、2 以下）') from error

    server: Server[Any, Any] = Server("youju 有据")

    @server.list_tools()  # type: ignore[no-untyped-call,untyped-decorator]
    async def list_tools() -> list[Tool]:
        only_reads = ToolAnnotations(readOnlyHint=True, idempotentHint=True, openWorldHint=False)
        return [
            Tool(name=t.name, description=t.description, inputSchema=dict(t.schema), annotations=only_reads)
            for t in read_tools()
        ]

    @server.call_tool(validate_input=False)  # type: ignore[untyped-decorator]  # the desk says in one sentence what is wrong
    async def call_tool(name: str, arguments: dict[str, Any]) -> CallToolResult:
        request = server.request_context.request
        headers = dict(request.headers) if request else {}
        address = asker_of(request.scope, headers, trusted=False) if request else ""
        made = await desk.answer(name, arguments, desk.limits.visitors(address, headers))
        if isinstance(made, Refused):
            return CallToolResult(content=[TextContent(type="text", text=made.sentence)], isError=True)
        told = TextContent(type="text", text=json.dumps(made, ensure_ascii=False))
        return CallToolResult(content=[told], structuredContent=made if isinstance(made, dict) else {"result": made})

    manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True, max_request_body_size=MAX_BODY)
    opened = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(served: FastAPI) -> AsyncIterator[Any]:
        async with opened(served) as state, manager.run():
            yield state

    app.router.lifespan_context = lifespan
    app.add_middleware(Tools, manager=manager)
