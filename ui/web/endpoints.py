"""The four questions as Gradio's named endpoints, for `gradio_client`: `/ask`, `/law`, `/check`, `/call`.

The signatures and docstrings here are what `/gradio_api/info` tells programs.
"""

# no `from __future__ import annotations`: Gradio reads the return types as they stand
from typing import Any

import gradio as gr

from ui.web.tools import NAMES, Desk, Refused, read_tools

AT_ONCE = 12
"""Questions of programs that Gradio hands to the desk; of its 40 places some stay free for the page."""


def offer(desk: Desk) -> None:
    """Add the endpoints to the page that is being drawn.

    They wait in their own turn at the desk, not in Gradio's queue, so that nobody's second question stands before
    somebody else's first.
    """

    async def answer(name: str, told: dict[str, Any], request: gr.Request) -> Any:
        visitors = desk.limits.visitors(_address(request), request.headers, request.session_hash)
        made = await desk.answer(name, told, visitors)
        if isinstance(made, Refused):
            raise gr.Error(made.sentence, print_exception=False)
        return made

    async def ask(request: gr.Request, text: str, as_of: str = "", lang: str = "zh") -> dict[str, Any]:
        return dict(await answer("ask", {"text": text, "as_of": as_of, "lang": lang}, request))

    async def law(request: gr.Request, refs: list[str], as_of: str = "") -> list[dict[str, Any]]:
        return list(await answer("law", {"refs": refs, "as_of": as_of}, request))

    async def check(request: gr.Request, text: str, as_of: str = "") -> dict[str, Any]:
        return dict(await answer("check", {"text": text, "as_of": as_of}, request))

    async def call(
        request: gr.Request,
        text: str = "",
        fields: dict[str, Any] = {},  # noqa: B006  # never changed
        lang: str = "zh",
    ) -> dict[str, Any]:
        return dict(await answer("call", {"text": text, "fields": fields, "lang": lang}, request))

    words = {tool.name: tool for tool in read_tools()}
    for name, endpoint in zip(NAMES, (ask, law, check, call), strict=True):
        gr.api(  # type: ignore[attr-defined]  # offered, but not in gradio's list of names
            endpoint,
            api_name=name,
            api_description=words[name].description,
            concurrency_limit=AT_ONCE,
            concurrency_id="programs",
        )


def _address(request: gr.Request) -> str:
    return request.client.host if request.client else ""
