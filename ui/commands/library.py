"""`youju lint`: every problem of the library, as file:line: message; and the proof of its exact wording."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from assistant import Letters, read_rules
from kb import Corpus, InputProblem, Problem, prove, read_corpus, read_reference, write_record
from ui.commands.common import add_common, add_json, print_json, settings_of
from ui.health import problems_of


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = "列出资料库、指南和规则里的全部问题。"
    parser.add_argument("--prove", metavar="参考文本.jsonl", help="把原文条款与参考文本逐字核对")
    parser.add_argument("--record", action="store_true", help="核对无误后，把每条的 SHA-256 记进资料库的 proven.txt")
    add_json(parser)
    add_common(parser, store=False)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every problem; exit status 1 if there is one."""
    library = settings_of(args).library
    corpus = read_corpus(library)
    proven = _prove(args, corpus, library)
    if proven is not None and args.record:
        corpus = read_corpus(library)
    letters = Letters(corpus)
    problems = [*(proven or ()), *problems_of(corpus, library, letters, date.today())]
    if args.json:
        print_json([{"file": p.file, "line": p.line, "message": p.message} for p in problems])
    else:
        articles = sum(len(v.articles) for i in corpus.instruments.values() for v in i.versions)
        sections = sum(len(g.sections) for g in corpus.guides)
        rules = len(read_rules().rules)
        print("\n".join(map(str, problems)) + ("\n" if problems else "")
              + f"{len(corpus.instruments)} 个文件、{articles} 条、{sections} 节指南、{rules} 条规则、"
              + f"{len(letters.templates)} 种信："
              + (f"{len(problems)} 个问题" if problems else "没有问题"))  # fmt: skip
    return 1 if problems else 0


def _prove(args: argparse.Namespace, corpus: Corpus, library: Path) -> tuple[Problem, ...] | None:
    """What differs from the reference texts, recorded if nothing does; None without `--prove`.

    Raises:
        InputProblem: the reference cannot be read, or there is nothing to record.
    """
    if not args.prove:
        if args.record:
            raise InputProblem("--record 要和 --prove 一起用：先核对，再记录。")
        return None
    proof = prove(corpus, read_reference(Path(args.prove)))
    said = f"逐字核对 {proof.articles} 条、{proof.versions} 个版本：{len(proof.problems)} 处不一致。"
    if args.record and not proof.problems:
        said += f"记下 {write_record(corpus, library)} 条。"
    print(said, file=sys.stderr)
    return proof.problems
