"""The `youju` command: reads the words of the command line, and turns what a user can mend into one sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from kb import YoujuError
from ui.quiet import keep_quiet

MENDABLE = 2
"""Exit status where the user can mend it."""


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese, and raises instead of exiting."""

    def error(self, message: str) -> NoReturn:
        raise YoujuError(f"命令写得不对（{message}）：运行 {self.prog} --help 看用法")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    from ui.commands import (
        ask,
        call,
        check,
        evaluate,
        evidence,
        impact,
        importing,
        inbox,
        law,
        letter,
        library,
        lines,
        search,
        timeline,
        web,
    )  # fmt: skip

    top = _Parser(
        prog="youju",
        description="有据：催收法律问答。不显示任何没有核对过的法条。",
        epilog='例：youju ask "催收半夜打电话合法吗？"   youju law 治安管理处罚法第50条   youju check 投诉信.docx',
    )
    commands = top.add_subparsers(dest="command", metavar="命令", required=True, parser_class=_Parser)
    everyday = (ask, call, timeline, evidence, lines, letter, inbox, search, law, check)
    for module in (*everyday, importing, library, evaluate, impact, web):
        module.add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit status: 0 done, 1 the check found faults, 2 the user can mend it."""
    keep_quiet()
    try:
        args = parser().parse_args(argv)
        return int(args.run(args))
    except YoujuError as fault:
        print(fault, file=sys.stderr)
        return MENDABLE
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
