"""`youju eval`: the grounding evals, with gains and losses against a baseline."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from assistant import Assistant, Verifier, read_masker, read_rules, read_scope
from evals import (
    BASELINE,
    SEED,
    SUITES,
    Bench,
    Done,
    Each,
    Filters,
    OneByOne,
    Task,
    Work,
    crisis_dict,
    crisis_text,
    evaluate,
    evaluate_mutations,
    junit,
    masking_dict,
    masking_passed,
    masking_text,
    measure_crisis,
    measure_masking,
    measure_wide,
    read_canaries,
    sing,
    summary,
    write_baseline,
)
from kb import DATA, InputProblem, Likeness, ModelProblem, read_corpus
from ui.commands.common import (
    add_common,
    add_json,
    open_assistant,
    print_json,
    progress_bar,
    settings_of,
    writing,
)
from ui.commands.cores import each, workers
from ui.commands.evalaside import aside
from ui.commands.revision import commit


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = "逐题核对：引用存在、现行有效、逐字一致、找得到、说得到。"
    parser.add_argument("--suite", metavar="名称或文件", help=f"{'、'.join(SUITES)}、all，或一个 .jsonl 文件；逗号隔开")
    parser.add_argument("--kind", default="", metavar="题型", help="只跑一种题型")
    parser.add_argument("--case", default="", metavar="编号", help="只跑这些题；逗号隔开")
    parser.add_argument("--split", default="", metavar="部分", help="open 或 held_out")
    parser.add_argument("--against", metavar="基线.json", help="与哪份基线或 --out 的结果比较（默认自带的基线）")
    parser.add_argument("--bless", metavar="理由", help="把这次结果写成新的基线，并说明理由")
    parser.add_argument("--report", metavar="FILE.html", help="写一份网页报告")
    parser.add_argument("--out", metavar="RESULT.json", help="写下全部结果：题、答复、指标、资料库和索引的指纹")
    parser.add_argument("--junit", metavar="FILE.xml", help="写 JUnit XML，供持续集成用")
    parser.add_argument("--summary", metavar="FILE.md", help="写一页小结，供持续集成用")
    parser.add_argument("--limit", type=int, metavar="N", help="每个题组只跑前 N 题（--mutations：前 N 句）")
    parser.add_argument("--mutations", action="store_true", help="改评核验：自己的句子改错一处，拦不拦得下")
    parser.add_argument("--crisis", action="store_true", help="只量：险情听出来多少，误报多少")
    parser.add_argument("--masking", action="store_true", help="只量：个人信息遮住多少，误遮多少")
    parser.add_argument("--export", nargs=2, metavar=("FORMAT", "OUT"), help="把公开的题写成 promptfoo 或 inspect 的题")
    parser.add_argument("--candidates", metavar="FEEDBACK.jsonl", help="把使用者的反馈变成待人补全的题（写到 --out）")
    parser.add_argument("--judge", metavar="MODEL", help="另请大模型看每句话有没有依据；只作参考，不是门槛")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="--judge 每句问几遍（默认 3）")
    parser.add_argument("--allow-remote", action="store_true", help="同意把编造的题和法条发给 --judge 的模型")
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
    if args.export or args.candidates:
        return aside(args)
    if args.bless is not None and not args.bless.strip():
        raise InputProblem("--bless 要写理由：为什么这次的结果可以做新的基线")
    baseline = Path(args.against) if args.against else BASELINE if BASELINE.is_file() and not args.bless else None
    assistant = _whole(args)
    settings = settings_of(args)
    started = time.perf_counter()
    with progress_bar() as progress:
        report = evaluate(
            assistant,
            canaries=sing(read_canaries(), assistant) if settings.library == DATA else (),
            suite=args.suite,
            filters=Filters(args.kind, args.case, args.split),
            baseline=baseline,
            limit=args.limit,
            progress=(lambda done, total: progress("评测", done, total)) if progress else None,
            today=date.today(),
            each=_both_cores(args, assistant),
            about=_about(assistant),
        )
    if args.judge:
        from ui.commands.judging import judged

        report = judged(args, report)
    _write(args.report, report.to_html)
    _write(args.junit, partial(junit, report))
    _write(args.summary, partial(summary, report))
    _write(args.out, report.to_json)
    if args.bless:
        write_baseline(report, BASELINE, args.bless)
    if args.json:
        print_json(report.to_dict())
    else:
        print(report.to_text())
        print(f"用时 {time.perf_counter() - started:.1f} 秒")
    return 0 if report.passed else 1


def _write(path: str | None, text: Callable[[], str]) -> None:
    if path:
        with writing(path) as file:
            file.write(text())


def _both_cores(args: argparse.Namespace, assistant: Assistant) -> Each:
    """Tasks are worked on by one process for each core, where there are enough of them."""

    def spread(work: Work, tasks: Sequence[Task]) -> Iterator[Done]:
        return each(tasks, work, partial(_bench, args), _bench_of(assistant), workers(len(tasks)))

    return spread


def _bench(args: argparse.Namespace) -> Bench:
    return _bench_of(_whole(args))


def _whole(args: argparse.Namespace) -> Assistant:
    """The assistant, unless its embedding model is missing: figures would then tell of something else."""
    assistant = open_assistant(args)
    if assistant.searcher.embedder is None:
        raise ModelProblem(assistant.searcher.notice)
    return assistant


def _bench_of(assistant: Assistant) -> Bench:
    return Bench(assistant, date.today(), OneByOne(assistant.searcher, assistant.corpus.concepts))


def _about(assistant: Assistant) -> dict[str, str]:
    """What is run, so that it can be run again."""
    embedder = assistant.searcher.embedder
    return {
        "commit": commit(),
        "library": assistant.corpus.fingerprint,
        "index": assistant.searcher.fingerprint,
        "embedder": embedder.name if embedder else "",
        "model": assistant.composer.name,
        "seed": str(SEED),
        "day": date.today().isoformat(),
    }


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
    notices = read_scope().all_notices
    found, wide = measure_crisis(notices), measure_wide(notices)
    if args.json:
        print_json(crisis_dict(found) | {"wide": crisis_dict(wide)})
    else:
        print(f"{crisis_text(found)}\n更难的一组：\n{crisis_text(wide)}")
    return 0


def _masking(args: argparse.Namespace) -> int:
    """How much personal data is masked, and what is masked that is none; exit status 1 below a gate."""
    found = measure_masking(read_masker(), read_corpus(settings_of(args).library))
    if args.json:
        print_json(masking_dict(found))
    else:
        print(masking_text(found))
    return 0 if masking_passed(found) else 1
