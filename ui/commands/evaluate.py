"""`youju eval`: the grounding evals, with gains and losses against a baseline."""

from __future__ import annotations

import argparse
import time
from datetime import date
from pathlib import Path
from typing import Any

from assistant import Verifier, read_masker, read_rules, read_scope
from evals import (
    BASELINE,
    crisis_dict,
    crisis_text,
    evaluate,
    evaluate_mutations,
    masking_dict,
    masking_passed,
    masking_text,
    measure_crisis,
    measure_masking,
    read_canaries,
    sing,
    write_baseline,
)
from kb import DATA, InputProblem, Likeness, read_corpus
from ui.commands.common import add_common, add_json, open_assistant, print_json, progress_bar, settings_of


def add(commands: Any) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "eval", help="跑评测", description="逐题核对：引用存在、现行有效、逐字一致、找得到、说得到。"
    )
    parser.add_argument("--suite", metavar="名称或文件", help="只跑一类题、一个部分、一道题，或一个 .jsonl 文件")
    parser.add_argument("--against", metavar="基线.json", help="与哪份基线比较（默认自带的）")
    parser.add_argument("--bless", metavar="理由", help="把这次结果写成新的基线，并说明理由")
    parser.add_argument("--report", metavar="FILE.html", help="写一份网页报告")
    parser.add_argument("--limit", type=int, metavar="N", help="只跑前 N 题（--mutations：前 N 句）")
    parser.add_argument("--mutations", action="store_true", help="改评核验：自己的句子改错一处，拦不拦得下")
    parser.add_argument("--crisis", action="store_true", help="只量：险情听出来多少，误报多少")
    parser.add_argument("--masking", action="store_true", help="只量：个人信息遮住多少，误遮多少")
    add_json(parser)
    add_common(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run, print and compare; exit status 1 below a gate or worse than the baseline."""
    if args.mutations:
        return _mutations(args)
    if args.crisis:
        return _crisis(args)
    if args.masking:
        return _masking(args)
    baseline = Path(args.against) if args.against else BASELINE if BASELINE.is_file() and not args.bless else None
    if args.bless is not None and not args.bless.strip():
        raise InputProblem("--bless 要写理由：为什么这次的结果可以做新的基线")
    assistant = open_assistant(args)
    shipped = settings_of(args).library == DATA
    started = time.perf_counter()
    with progress_bar() as progress:
        report = evaluate(
            assistant,
            canaries=sing(read_canaries(), assistant) if shipped else (),
            suite=args.suite,
            baseline=baseline,
            limit=args.limit,
            progress=(lambda done, total: progress("评测", done, total)) if progress else None,
        )
    if args.report:
        Path(args.report).write_text(report.to_html(), encoding="utf-8")
    if args.bless:
        write_baseline(report, BASELINE, args.bless)
    if args.json:
        print_json(report.to_dict())
    else:
        print(report.to_text())
        print(f"用时 {time.perf_counter() - started:.1f} 秒")
    return 0 if report.passed else 1


def _mutations(args: argparse.Namespace) -> int:
    """The verifier's own benchmark; it needs no index.

    Raises:
        InputProblem: an option is given that belongs to the other evaluation.
    """
    if args.suite or args.against or args.report or args.bless is not None:
        raise InputProblem("--mutations 只能和 --limit、--json、--library 一起用")
    corpus, day = read_corpus(settings_of(args).library), date.today()
    verifier = Verifier(corpus.on(day), corpus.finder, Likeness(corpus.instruments.values()))
    started = time.perf_counter()
    with progress_bar() as progress:
        report = evaluate_mutations(
            corpus,
            read_rules(),
            day,
            verifier.fault,
            limit=args.limit,
            progress=(lambda done, total: progress("变异", done, total)) if progress else None,
        )
    if args.json:
        print_json(report.to_dict())
    else:
        print(report.to_text())
        print(f"用时 {time.perf_counter() - started:.1f} 秒")
    return 0 if report.passed else 1


def _crisis(args: argparse.Namespace) -> int:
    """How much danger to life is heard, and how often it is heard where there is none."""
    found = measure_crisis(read_scope().all_notices)
    if args.json:
        print_json(crisis_dict(found))
    else:
        print(crisis_text(found))
    return 0


def _masking(args: argparse.Namespace) -> int:
    """How much personal data is masked, and what is masked that is none; exit status 1 below a gate."""
    found = measure_masking(read_masker(), read_corpus(settings_of(args).library))
    if args.json:
        print_json(masking_dict(found))
    else:
        print(masking_text(found))
    return 0 if masking_passed(found) else 1
