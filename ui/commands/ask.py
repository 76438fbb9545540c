"""`youju ask`: one question, or a batch of them on both cores."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Any

from assistant import Answer, Assistant
from kb import InputProblem, YoujuError
from ui.commands.common import (
    add_card,
    add_common,
    add_day,
    add_json,
    day_of,
    open_assistant,
    print_json,
    progress_bar,
    read_batch,
    write_card,
    writing,
)
from ui.render import answer_text

_SMALL_BATCH = 60
"""Fewer lines than this are answered faster by one process than by starting a second."""

_OPENED: list[Assistant] = []
"""The assistant of this process: a pool's workers open their own."""


def add(commands: Any) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "ask", help="问一个问题", description="回答一个关于催收的问题，每句法律都有核对过的出处。"
    )
    parser.add_argument("text", nargs="?", metavar="问题")
    add_day(parser)
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="回答的语言")
    parser.add_argument("--model", metavar="提供方:模型", help="用大模型组织文字，例如 ollama:qwen3（同样逐句核对）")
    parser.add_argument("--allow-remote", action="store_true", help="同意把问题发给这台机器以外的大模型")
    parser.add_argument("--batch", metavar="IN.jsonl", help="一次问很多：每行 {id, text, as_of?}")
    parser.add_argument("--out", metavar="OUT.jsonl", help="批量结果写到哪里")
    add_card(parser)
    add_json(parser)
    add_common(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer and print; exit status 0."""
    day = day_of(args.as_of) if args.as_of else None
    if args.batch:
        return _batch(args)
    text = args.text
    if text is None and not sys.stdin.isatty():
        text = sys.stdin.read()
    if text is None:
        raise InputProblem('请写上问题，例如：youju ask "催收半夜打电话合法吗？"')
    if not text.strip():
        raise InputProblem("问题是空的：请写一句话，例如“催收半夜打电话合法吗？”")
    answer = open_assistant(args).ask(text, as_of=day, lang=args.lang)
    if args.card:
        write_card(answer, args.card)
    if args.json:
        print_json(answer.to_dict())
    else:
        print(answer_text(answer))
    return 0


def _batch(args: argparse.Namespace) -> int:
    if not args.out:
        raise InputProblem("--batch 要和 --out 一起用：说明结果写到哪个文件")
    rows = list(read_batch(args.batch))
    assistant = open_assistant(args)
    workers = min(2, os.cpu_count() or 1) if len(rows) >= _SMALL_BATCH and not args.model else 1
    with writing(args.out) as out, progress_bar() as progress:
        for done, line in enumerate(_answers(rows, assistant, args, workers), 1):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()
            if progress:
                progress("回答", done, len(rows))
    return 0


def _answers(
    rows: list[tuple[int, dict[str, Any] | str]], assistant: Assistant, args: argparse.Namespace, workers: int
) -> Iterator[dict[str, Any]]:
    """Results in the order of the lines, as they come."""
    if workers == 1:
        _OPENED[:] = [assistant]
        yield from (_line(row) for row in rows)
        return
    with get_context("spawn").Pool(workers, _start, (args,)) as pool:
        yield from pool.imap(_line, rows, chunksize=4)


def _start(args: argparse.Namespace) -> None:
    """Open the assistant once in each process; the index is there already."""
    _OPENED[:] = [open_assistant(args)]


def _line(row: tuple[int, dict[str, Any] | str]) -> dict[str, Any]:
    number, given = row
    if isinstance(given, str):
        return {"id": number, "error": given}
    try:
        return {"id": given.get("id", number), **_answered(given, _OPENED[0]).to_dict()}
    except YoujuError as fault:
        return {"id": given.get("id", number), "error": str(fault)}


def _answered(given: dict[str, Any], assistant: Assistant) -> Answer:
    as_of = day_of(str(given["as_of"])) if given.get("as_of") else None
    lang = "en" if given.get("lang") == "en" else "zh"
    if isinstance(given["text"], str):
        return assistant.ask(given["text"], as_of=as_of, lang=lang)
    conversation = assistant.conversation(lang=lang)
    return [conversation.ask(turn, as_of=as_of) for turn in given["text"]][-1]
