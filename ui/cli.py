"""The `youju` command: reads the words of the command line, and turns what a user can mend into one sentence."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pkgutil import resolve_name
from typing import NoReturn

from kb import YoujuError
from ui.quiet import keep_quiet

MENDABLE = 2
"""Exit status where the user can mend it."""

_GARBAGE = 50_000
"""New objects after which garbage is looked for: at Python's 700 a fifth of the time to open 55,404 articles does."""


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese, and raises instead of exiting."""

    def error(self, message: str) -> NoReturn:
        raise YoujuError(f"命令写得不对（{message}）：运行 {self.prog} --help 看用法")


COMMANDS = {
    "ask": ("ui.commands.ask:add", "问一个问题"),
    "call": ("ui.commands.call:add", "核对一通催收电话或短信"),
    "timeline": ("ui.commands.timeline:add", "把通话记录画成时间线"),
    "evidence": ("ui.commands.evidence:add", "证据文件的 SHA-256 清单"),
    "lines": ("ui.commands.lines:add", "现在能打哪些电话"),
    "letter": ("ui.commands.letter:add", "写信：要账目、提异议、投诉、报案……"),
    "inbox": ("ui.commands.inbox:add", "整理一批来信"),
    "search": ("ui.commands.search:add", "只检索，不回答"),
    "index": ("ui.commands.search:add_index", "建立索引"),
    "law": ("ui.commands.law:add", "查法条原文"),
    "check": ("ui.commands.check:add", "核对一篇文字里的引用"),
    "import": ("ui.commands.importing:add", "把公布的法律文本变成版本文件，把网上的文章变成指南草稿"),
    "lint": ("ui.commands.library:add", "检查资料库"),
    "eval": ("ui.commands.evaluate:add", "跑评测"),
    "impact": ("ui.commands.impact:add", "法律变了，看碰到哪里"),
    "web": ("ui.commands.web:add", "打开网页"),
}
"""Each command: what adds its options, imported only when it is asked for, and its line in the list of all."""


def parser(*asked: str) -> argparse.ArgumentParser:
    """The command line, with the options of the commands `asked` for."""
    top = _Parser(
        prog="youju",
        description="有据：催收法律问答。不显示任何没有核对过的法条。",
        epilog='例：youju ask "催收半夜打电话合法吗？"   youju law 治安管理处罚法第50条   youju check 投诉信.docx',
    )
    commands = top.add_subparsers(dest="command", metavar="命令", required=True, parser_class=_Parser)
    for name, (add, line) in COMMANDS.items():
        command = commands.add_parser(name, help=line)
        if name in asked:
            resolve_name(add)(command)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit status: 0 done, 1 the check found faults, 2 the user can mend it."""
    keep_quiet()
    gc.set_threshold(_GARBAGE)
    try:
        words = sys.argv[1:] if argv is None else argv
        args = parser(*words[:1]).parse_args(words)
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
