"""`youju eval --export` and `--candidates`: cases out to other programs, and complaints in as cases to be."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant import mask
from evals import FORMATS, all_questions, candidates, export_inspect, export_promptfoo, read_feedback
from kb import InputProblem
from ui.commands.common import write_new


def aside(args: argparse.Namespace) -> int:
    """Do one or the other; nothing is asked of the assistant. Exit status 0.

    Raises:
        InputProblem: an unknown format, no place to write to, or a file that is there already.
    """
    return _export(*args.export) if args.export else _candidates(args)


def _export(form: str, out: str) -> int:
    if form not in FORMATS:
        raise InputProblem(f"--export 不认识 {form}；可用的是{'、'.join(FORMATS)}")
    write = export_promptfoo if form == "promptfoo" else export_inspect
    print(f"{write(all_questions(), Path(out))} 题写到 {out}；先运行 youju web，再用 {form} 来问", file=sys.stderr)
    return 0


def _candidates(args: argparse.Namespace) -> int:
    if not args.out:
        raise InputProblem("--candidates 要和 --out 一起用：说明候选题写到哪个文件")
    found = candidates(read_feedback(Path(args.candidates)), all_questions(), lambda text: mask(text).text)
    write_new(Path(args.out), found.to_text())
    print(
        f"{len(found.rows)} 题候选写到 {args.out}（重复 {found.repeated} 题，已有 {found.known} 题）；"
        "请补上 kind、expect、reason，看过以后再放进题目文件",
        file=sys.stderr,
    )
    return 0
