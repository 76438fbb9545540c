#!/usr/bin/env python3
"""Makes the pictures of the page: `python docs/screenshots.py`, with the development tools and Debian's chromium."""

from __future__ import annotations

import base64
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant import Assistant, Settings
from ui.web import build_app

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


def main() -> None:
    """Phone: first look, an answer, its law. Desktop: answer and law side by side."""
    from playwright.sync_api import Browser, Page, sync_playwright

    def page(browser: Browser, address: str, width: int, height: int) -> Page:
        phone = width < 700
        context = browser.new_context(
            viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone, device_scale_factor=2
        )
        made = context.new_page()
        made.goto(address)
        made.wait_for_selector("#question textarea")
        made.wait_for_timeout(500)
        return made

    def ask(on: Page) -> None:
        on.fill("#question textarea", QUESTION)
        on.press("#question textarea", "Enter")
        on.wait_for_selector("#newest .answer")
        on.wait_for_timeout(500)

    def open_law(on: Page) -> None:
        on.locator("#newest .mark").first.click()
        on.wait_for_timeout(500)

    with opened() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        phone = page(browser, address, 360, 780)
        looks = [phone.screenshot()]
        ask(phone)
        looks.append(phone.screenshot())
        open_law(phone)
        looks.append(phone.screenshot())
        table = page(browser, address, 1280, 860)
        ask(table)
        open_law(table)
        table.screenshot(path=IMAGES / "page-desktop.png")
        wide = browser.new_context(viewport={"width": 1176, "height": 828}, device_scale_factor=1.5).new_page()
        wide.set_content(BESIDE.format("".join(SHEET.format(base64.b64encode(look).decode()) for look in looks)))
        wide.screenshot(path=IMAGES / "page-phone.png")
        browser.close()


if __name__ == "__main__":
    main()
