#!/usr/bin/env python3
"""Makes the pictures of the page: `python docs/screenshots.py`, with the development tools and Debian's chromium."""

from __future__ import annotations

import base64
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import Assistant, Settings
from ui.web import build_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = Path(__file__).parent / "images"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"
MESSAGE = "你欠的钱今天不还，明天我就去你单位找你领导，让你同事都知道。再不接电话我就打你通讯录。"
DESKTOP, PHONE = (1280, 860), (360, 780)
BESIDE_EACH_OTHER = 3
BESIDE = """<body style="margin:0;display:flex;gap:24px;padding:24px;background:#d9d5cb">
{}</body>"""
SHEET = '<img style="width:360px;border-radius:22px" src="data:image/png;base64,{}">'


@contextmanager
def opened() -> Iterator[str]:
    """The page on a free port of this machine, with an index that goes with it."""
    import uvicorn

    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listener:
        app = build_app(Assistant.open(Settings(store=f"{folder}/index")))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        app.state.stop()
        server.should_exit = True
        thread.join()


def _ask(page: Page) -> None:
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#newest .answer")
    page.locator("#newest .mark").first.click()


def _check_call(page: Page) -> None:
    page.fill("#call-words textarea", MESSAGE)
    page.click("#call-check")
    page.wait_for_selector("#call-result .answer")


ACTS: dict[str, Callable[[Page], None]] = {"ask": _ask, "call": _check_call}
"""What is done in a room before its picture is taken; the others are shown as they are entered."""


def _opened(browser: Browser, address: str, room: str, size: tuple[int, int]) -> Page:
    phone = size[0] < 700
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, is_mobile=phone, has_touch=phone, locale="zh-CN",
        device_scale_factor=2 if phone else 1.5,
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"{address}/#{room}")
    page.wait_for_selector("#question textarea", state="attached")
    page.wait_for_timeout(800)
    if act := ACTS.get(room):
        act(page)
    page.wait_for_timeout(800)
    return page


def main() -> None:
    """Each room on a desktop, and on phones side by side, three to a picture."""
    from playwright.sync_api import sync_playwright

    from ui.web.rooms import ROOMS

    rooms = [room.id for room in ROOMS]
    with opened() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        looks: list[bytes] = []
        for room in rooms:
            table = _opened(browser, address, room, DESKTOP)
            table.screenshot(path=IMAGES / f"{room}-desktop.png")
            looks.append(_opened(browser, address, room, PHONE).screenshot())
        for start in range(0, len(looks), BESIDE_EACH_OTHER):
            some = looks[start : start + BESIDE_EACH_OTHER]
            wide = browser.new_context(viewport={"width": 24 + 384 * len(some), "height": 828}).new_page()
            wide.set_content(BESIDE.format("".join(SHEET.format(base64.b64encode(look).decode()) for look in some)))
            wide.screenshot(path=IMAGES / f"phone-{start // BESIDE_EACH_OTHER + 1}.png")
        browser.close()


if __name__ == "__main__":
    main()
