"""`python -m evals.load SCENARIO`: the page under many users, measured from outside (docs/performance.md).

The server is a process of its own; the client is a closed loop on the same machine, so that its work is counted too.
Every scenario is bounded, its questions and their order are always the same, and its figures are printed; with
`--write`, they and the drawings are put into the document.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

from evals.load_goals import goals_of
from evals.loads import SCENARIOS, Measured
from evals.plots import series_plot
from evals.tables import Table, printed, put_in, written


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 0, 1 where a goal is missed, 2 where the user can mend it."""
    parser = argparse.ArgumentParser(prog="python -m evals.load", description=__doc__)
    parser.set_defaults(words=tuple(sys.argv[1:] if argv is None else argv))
    scenarios = parser.add_subparsers(dest="scenario", required=True, metavar="SCENARIO")
    for name, (measure, usual) in SCENARIOS.items():
        one = scenarios.add_parser(name, help=measure.__doc__, description=measure.__doc__)
        one.add_argument("--users", type=int, default=usual.users, help=f"how many ask (default {usual.users})")
        one.add_argument("--minutes", type=float, default=usual.minutes, help=f"how long (default {usual.minutes:g})")
        one.add_argument("--count", type=int, default=usual.count, help=f"how many questions (default {usual.count})")
        one.add_argument("--think", type=float, default=usual.think, help="seconds between two questions of a user")
        one.add_argument("--delay", type=float, default=usual.delay, help="seconds that the slow model takes")
        one.add_argument("--replicas", type=int, default=usual.replicas, help="servers behind nginx")
        one.add_argument("--store", help="a folder with the index (default: youju's own)")
        one.add_argument("--write", type=Path, help="a document: the figures are put in place of those it has")
        one.add_argument("--interim", action="store_true", help="say that the machine was not free, or the run short")
        one.add_argument("--json", action="store_true", help="print JSON instead of Markdown")
    return printed(parser, _measured, argv)


def _ended(number: int, _: FrameType | None) -> None:
    """Whoever ends the command ends the servers that it started too."""
    sys.exit(128 + number)


def _measured(args: argparse.Namespace) -> Sequence[Table]:
    measure, usual = SCENARIOS[args.scenario]
    given = {name: getattr(args, name) for name in ("users", "minutes", "count", "think", "delay", "replicas", "store")}
    before = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    measured = measure(replace(usual, **given))
    measured = replace(measured, tables=(*measured.tables, *goals_of(args.scenario, measured.tables)))
    if args.write:
        _put(args, measured, before)
    return measured.tables


def _put(args: argparse.Namespace, measured: Measured, load: float | None) -> None:
    """The tables and drawings into the document, and how they were made."""
    words = [word for at, word in enumerate(args.words) if not {"--write", "--store"} & {word, args.words[at - 1]}]
    asked = " ".join(words)
    when = f"`python -m evals.load {asked}`, load average before it {load or 0:.1f}"
    parts = [f"{'**Interim.** ' if args.interim else ''}{when}:", written(measured.tables, as_json=False)]
    for name, drawn in measured.drawings.items():
        folder = args.write.parent / "images"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.svg").write_text(series_plot(drawn), "utf-8")
        parts.append(f"![{drawn.title}: {drawn.upward} over {drawn.across}](images/{name}.svg)")
    put_in(args.write, f"load {args.scenario}", "\n\n".join(parts))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _ended)
    sys.exit(main())
