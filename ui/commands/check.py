"""`youju check`: the citations of texts, as a list, as a report to hand over, or as the public ledger of claims."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from assistant import Verifier
from kb import Checker, Corpus, InputProblem, Likeness, StatuteBook, read_corpus, read_text
from ui.checks import Checked, checked, paper_of
from ui.commands.common import add_common, add_day, add_json, day_of, print_json, settings_of, writing
from ui.ledger import ledger_page, read_ledger
from ui.programs import check_row
from ui.render import check_text, fault_lines

_PAPERS = (".html", ".docx", ".md")
"""Reports that are written from a paper."""


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = "核对文字里的每一处法条引用和引文；有误时退出码是 1。"
    parser.add_argument("files", nargs="*", metavar="文件", help="文本、Markdown、HTML、DOCX、PDF；- 是标准输入")
    parser.add_argument(
        "--report", metavar="OUT", help="写一份报告：.html .docx .md 给人看，.json 给程序用；几个文件合成一份"
    )
    parser.add_argument("--quiet", action="store_true", help="每处错误一行“文件:行: 说明”，没有错误就不出声")
    parser.add_argument("--ledger", metavar="ledger.toml", help="核对一份网传说法的清单，和 --out 一起用")
    parser.add_argument("--out", metavar="OUT.md", help="纠错榜写到哪里")
    add_day(parser)
    add_json(parser)
    add_common(parser, store=False)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check each file; exit status 1 if any citation or quotation is at fault.

    Raises:
        InputProblem: a file cannot be read; raised after all others were checked and reported.
    """
    if bool(args.ledger) != bool(args.out):
        raise InputProblem("--ledger 和 --out 要一起用：youju check --ledger docs/ledger.toml --out docs/ledger.md")
    if not (args.files or args.ledger):
        raise InputProblem("请写上要核对的文件，例如：youju check 投诉信.docx（- 是标准输入）")
    if args.report and Path(args.report).suffix.lower() not in {*_PAPERS, ".json"}:
        raise InputProblem(f"--report {args.report}：报告只能写成 .html、.docx、.md 或 .json，请换一个结尾")
    corpus = read_corpus(settings_of(args).library)
    likeness = Likeness(corpus.instruments.values())
    wrong = _ledger(args, corpus, likeness) if args.ledger else 0
    return max(wrong, _files(args, corpus, likeness) if args.files else 0)


def _files(args: argparse.Namespace, corpus: Corpus, likeness: Likeness) -> int:
    book = corpus.on(day_of(args.as_of) if args.as_of else date.today())
    checker = Checker(book, corpus.finder, likeness)
    done: list[Checked] = []
    unread: list[str] = []
    for name in args.files:
        try:
            text = read_text(name)
        except InputProblem as fault:
            unread.append(str(fault))
            continue
        done.append(checked(name, text, checker.check(text), corpus, book))
        if not args.json:
            _show(done[-1], quiet=args.quiet)
    rows = [check_row(one, corpus, book) for one in done]
    if args.json and rows:
        print_json(rows[0] if len(args.files) == 1 else rows)
    if args.report and done:
        _report(args.report, done, rows, corpus, book)
    if unread:
        raise InputProblem("\n".join(unread))
    return 1 if any(one.faults for one in done) else 0


def _show(one: Checked, *, quiet: bool) -> None:
    shown = (
        fault_lines(one.name, one.text, one.checks) if quiet else check_text(one.name, one.text, one.checks, one.notes)
    )
    if shown:
        print(shown)


def _report(
    place: str, done: Sequence[Checked], rows: Sequence[dict[str, object]], corpus: Corpus, book: StatuteBook
) -> None:
    if Path(place).suffix.lower() == ".json":
        with writing(place) as out:
            json.dump(rows[0] if len(rows) == 1 else rows, out, ensure_ascii=False, indent=2)
            out.write("\n")
        return
    from ui.papers import write_paper

    write_paper(paper_of(done, corpus, book, datetime.now().astimezone()), Path(place))


def _ledger(args: argparse.Namespace, corpus: Corpus, likeness: Likeness) -> int:
    """Write the page of a ledger; where a row is not as it says, print why and write nothing."""
    ledger = read_ledger(Path(args.ledger))
    book = corpus.on(ledger.as_of)
    checker = Checker(book, corpus.finder, likeness)
    page, problems = ledger_page(ledger, corpus, book, checker, Verifier(book, corpus.finder, likeness))
    if problems:
        print("\n".join(map(str, problems)))
        return 1
    with writing(args.out) as out:
        out.write(page)
    return 0
