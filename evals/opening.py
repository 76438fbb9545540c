"""`python -m evals.opening`: how soon the page is there, and how soon an answer.

The server is a process of its own, the browser a real Chromium on this machine; the index is warm.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence
from typing import Any

from evals.processes import served
from evals.tables import Cell, Table, printed
from kb import InputProblem

SIZES = ((360, 780), (1280, 860))
QUESTION = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"
CHROMIUM = "/usr/bin/chromium"
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
_WATCH = """
window.shifts = 0;
new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts += one.value;
}).observe({type: "layout-shift", buffered: true});
"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 0, or 2 where the user can mend it."""
    parser = argparse.ArgumentParser(prog="python -m evals.opening", description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=3, help="how often the page is opened at each size (default 3): the median"
    )
    parser.add_argument("--store", help="a folder with the index (default: youju's own)")
    parser.add_argument("--chromium", default=CHROMIUM, help=f"the browser (default {CHROMIUM})")
    parser.add_argument("--json", action="store_true", help="print JSON instead of Markdown")
    return printed(parser, _measured, argv)


def _measured(args: argparse.Namespace) -> list[Table]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise InputProblem('要先装浏览器的驱动：pip install "youju[dev]"') from error
    before = os.getloadavg()[0]
    rows: list[tuple[Cell, ...]] = []
    with served(store=args.store) as open_page, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=args.chromium, args=_FLAGS)
        for width, height in SIZES:
            seen = [_visit(browser, open_page.address, width, height) for _ in range(args.runs)]
            medians = [statistics.median(one[name] for one in seen) for name in ("paint", "usable", "answer", "shift")]
            rows.append((f"{width} × {height}", *medians))
        browser.close()
    head = ("window", "first contentful paint s", "question box s", "answer s", "layout shift")
    start = Table(
        "From the command to a page that answers",
        ("command", "s", "load before"),
        (("youju web", open_page.ready, before),),
    )
    return [start, Table(f"The page, opened {args.runs} times at each size", head, tuple(rows))]


def _visit(browser: Any, address: str, width: int, height: int) -> dict[str, float]:
    """One opening in a fresh profile: seconds to paint, question box and answer, and the shifts meanwhile."""
    narrow = width < 700
    context = browser.new_context(viewport={"width": width, "height": height}, is_mobile=narrow, has_touch=narrow)
    page = context.new_page()
    page.add_init_script(_WATCH)
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#question textarea", state="visible")
    usable = time.perf_counter() - began
    page.wait_for_timeout(1000)  # what shifts late is counted too; the page's heartbeat never lets the network rest
    paint, shift = page.evaluate(_PAINTED), page.evaluate("window.shifts")
    page.fill("#question textarea", QUESTION)
    began = time.perf_counter()
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#newest .answer", timeout=60_000)
    answer = time.perf_counter() - began
    context.close()
    return {"paint": paint / 1000, "usable": usable, "answer": answer, "shift": shift}


if __name__ == "__main__":
    sys.exit(main())
