"""`youju lint`: every problem of the library, as file:line: message; and the proof of its exact wording."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assistant import CITING as RULES_CITING
from assistant import (
    Letters,
    RuleTable,
    Verifier,
    lint_bases,
    lint_checklist,
    lint_figures,
    lint_guides,
    lint_inbox,
    lint_letters,
    lint_limits,
    lint_lines,
    lint_replies,
    lint_rules,
    read_checklist,
    read_figures,
    read_form,
    read_limits,
    read_lines,
    read_replies,
    read_rules,
    read_scope,
)
from evals import lint_canaries, read_canaries
from kb import (
    DATA,
    Corpus,
    InputProblem,
    Likeness,
    Problem,
    YoujuError,
    library_sources,
    lint,
    lint_citations,
    lint_noise,
    places,
    prove,
    read_corpus,
    read_noise,
    read_reference,
    write_record,
)
from ui.commands.common import add_common, add_json, print_json, settings_of


def add(commands: Any) -> None:
    """Add the command's parser."""
    parser = commands.add_parser("lint", help="检查资料库", description="列出资料库、指南和规则里的全部问题。")
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
    today = date.today()
    rules = read_rules()
    verifier = Verifier(corpus.on(today), corpus.finder, Likeness(corpus.instruments.values()))
    letters = Letters(corpus)
    problems = [
        *(proven or ()),
        *lint(corpus, today),
        *lint_rules(rules, corpus, today),
        *lint_bases(rules, corpus, verifier, today),
        *lint_figures(read_figures(), corpus, verifier, today),
        *lint_inbox(corpus, verifier, today),
        *lint_guides(corpus, verifier),
        *lint_letters(letters, today),
        *lint_noise(read_noise(DATA)),
        *_lint_aids(rules, corpus, verifier, today),
        *lint_citations(places((*library_sources(library), *RULES_CITING), corpus.finder), corpus, today),
        *(lint_canaries(read_canaries(), corpus, verifier.fault, read_scope().all_notices) if library == DATA else ()),
    ]
    if args.json:
        print_json([{"file": p.file, "line": p.line, "message": p.message} for p in problems])
    else:
        articles = sum(len(v.articles) for i in corpus.instruments.values() for v in i.versions)
        sections = sum(len(g.sections) for g in corpus.guides)
        print("\n".join(map(str, problems)) + ("\n" if problems else "")
              + f"{len(corpus.instruments)} 个文件、{articles} 条、{sections} 节指南、{len(rules.rules)} 条规则、"
              + f"{len(letters.templates)} 种信："
              + (f"{len(problems)} 个问题" if problems else "没有问题"))  # fmt: skip
    return 1 if problems else 0


def _lint_aids(rules: RuleTable, corpus: Corpus, verifier: Verifier, today: date) -> Iterator[Problem]:
    """Problems of what helps at the phone and with evidence."""
    yield from lint_lines(read_lines(), verifier)
    yield from lint_replies(read_replies(), rules, {row.notice.route for row in read_scope().rows})
    yield from lint_checklist(read_checklist(), corpus, verifier, today)
    try:
        yield from lint_limits(read_limits(rules, read_form(), corpus), verifier)
    except YoujuError as fault:
        yield Problem("calllimits.toml", 1, str(fault))


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
