"""`youju lines`: the public lines, which of them are likely to answer now, and what can wait."""

from __future__ import annotations

import argparse
from datetime import datetime

from assistant import open_now, read_lines
from kb import InputProblem
from ui.commands.common import add_json, print_json
from ui.hours import open_text


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = "公共热线：现在哪些能打。"
    parser.add_argument("--at", metavar="时刻", help="按哪个时刻，例如 2026-11-26T23:30（默认现在）")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="文字的语言")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what is open; exit status 0."""
    lines = read_lines()
    opened = open_now(lines, _moment(args.at) if args.at else _now())
    if args.json:
        print_json(opened.to_dict() | {"lines": lines.to_dict()["lines"]})
    else:
        print(open_text(opened, lines, args.lang))
    return 0


def _now() -> datetime:
    """The reader's own clock, to the minute."""
    return datetime.now().astimezone().replace(second=0, microsecond=0, tzinfo=None)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip().replace("：", ":"))
    except ValueError as error:
        raise InputProblem(f"看不懂时刻“{text}”：请写成 2026-11-26T23:30 这样的时刻") from error
