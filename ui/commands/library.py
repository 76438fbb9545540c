"""`youju lint`: every problem of the library, as file:line: message."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from assistant import Verifier, lint_bases, lint_guides, lint_rules, read_rules
from kb import Likeness, lint, read_corpus
from ui.commands.common import add_common, add_json, print_json, settings_of


def add(commands: Any) -> None:
    """Add the command's parser."""
    parser = commands.add_parser("lint", help="检查资料库", description="列出资料库、指南和规则里的全部问题。")
    add_json(parser)
    add_common(parser, store=False)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every problem; exit status 1 if there is one."""
    corpus = read_corpus(settings_of(args).library)
    today = date.today()
    rules = read_rules()
    verifier = Verifier(corpus.on(today), corpus.finder, Likeness(corpus.instruments.values()))
    problems = [
        *lint(corpus, today),
        *lint_rules(rules, corpus, today),
        *lint_bases(rules, corpus, verifier, today),
        *lint_guides(corpus, verifier),
    ]
    if args.json:
        print_json([{"file": p.file, "line": p.line, "message": p.message} for p in problems])
    else:
        articles = sum(len(v.articles) for i in corpus.instruments.values() for v in i.versions)
        sections = sum(len(g.sections) for g in corpus.guides)
        print("\n".join(map(str, problems)) + ("\n" if problems else "")
              + f"{len(corpus.instruments)} 个文件、{articles} 条、{sections} 节指南、{len(rules.rules)} 条规则："
              + (f"{len(problems)} 个问题" if problems else "没有问题"))  # fmt: skip
    return 1 if problems else 0
