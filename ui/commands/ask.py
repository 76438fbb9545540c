"""`youju ask`: one question, or a batch of them on both cores."""

from __future__ import annotations

import argparse
import sys

from kb import InputProblem
from ui.commands.batch import run_batch
from ui.commands.common import add_card, add_common, add_day, add_json, day_of, open_assistant, print_json, write_card
from ui.render import answer_text


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = "回答一个关于催收的问题，每句法律都有核对过的出处。"
    parser.add_argument("text", nargs="?", metavar="问题")
    add_day(parser)
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="回答的语言")
    parser.add_argument("--model", metavar="提供方:模型", help="用大模型组织文字，例如 ollama:qwen3（同样逐句核对）")
    parser.add_argument("--allow-remote", action="store_true", help="同意把问题发给这台机器以外的大模型")
    parser.add_argument("--batch", metavar="IN.jsonl", help="一次问很多：每行 {id, text, as_of?}")
    parser.add_argument("--out", metavar="OUT.jsonl", help="批量结果写到哪里；已有的接着写，不重答")
    add_card(parser)
    add_json(parser)
    add_common(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer and print; exit status 0."""
    day = day_of(args.as_of) if args.as_of else None
    if args.batch:
        return run_batch(args)
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
