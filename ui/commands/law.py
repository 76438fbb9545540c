"""`youju law`: the text of provisions."""

from __future__ import annotations

import argparse
from datetime import date

from kb import InputProblem, read_corpus
from ui.commands.common import add_common, add_day, add_json, day_of, print_json, settings_of
from ui.programs import looked_up
from ui.render import entry_text


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = "查法条原文、效力和去向。"
    parser.add_argument("refs", nargs="+", metavar="法条", help="民法典第1033条、民法典#1033 ……")
    add_day(parser)
    add_json(parser)
    add_common(parser, store=False)
    parser.set_defaults(run=run_law)


def run_law(args: argparse.Namespace) -> int:
    """Print the provisions. A reference that cannot be read is a row of its own in JSON, and costs no other.

    Raises:
        InputProblem: a reference cannot be read; raised after all others were printed.
    """
    corpus = read_corpus(settings_of(args).library)
    day = day_of(args.as_of) if args.as_of else date.today()
    found = looked_up(args.refs, corpus, day)
    if args.json:
        print_json([row for one in found for row in one.rows])
        return 0
    shown = [entry_text(entry) for one in found for entry in one.entries]
    if shown:
        print("\n\n".join(shown))
    if faults := [one.fault for one in found if one.fault]:
        raise InputProblem("\n".join(faults))
    return 0
