"""`youju timeline`: a call log counted by day and hour, held against rules with a number, and checked day by day."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path

from assistant import Calls, Columns, Timeline, Timelines, read_columns, read_log, write_log
from kb import InputProblem, read_corpus
from ui.commands.common import add_common, add_json, print_json, read_bytes, settings_of, write_new
from ui.timelines import page_of, paper_of, timeline_text

SUFFIXES = (".docx", ".md", ".html", ".csv")


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = "把一份通话记录（CSV）按天、按小时数一遍，和写明数字的规则对照，再逐天核对。"
    parser.add_argument(
        "log", metavar="记录.csv", help="列：日期 时间 来电号码 机构 方式 打给谁 接通 说了什么 证据文件"
    )
    parser.add_argument("--lender", metavar="哪种", help="哪种借款，例如 网贷、信用卡；不同机构管的规则不同")
    parser.add_argument("--out", metavar="文件", help=f"写成文件：{' '.join(SUFFIXES)}")
    add_json(parser)
    add_common(parser, store=False)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, draw and print; exit status 0."""
    calls = Calls(read_corpus(settings_of(args).library))
    columns = read_columns(calls.form)
    timelines = Timelines(calls)
    today = date.today()
    lender = calls.form.read({"lender": args.lender}, "--").lender if args.lender else ""
    log = read_log(read_bytes(args.log), columns, today, args.log)
    drawn = timelines.draw(log, today, lender or "")
    if args.out:
        _write(Path(args.out), drawn, timelines, columns)
    if args.json:
        print_json(drawn.to_dict())
    else:
        print(timeline_text(drawn, timelines.limits))
        if args.out:
            print(f"\n写好了：{args.out}")
    return 0


def _write(path: Path, drawn: Timeline, timelines: Timelines, columns: Columns) -> None:
    """The timeline as a file of the kind that the name asks for.

    Raises:
        InputProblem: another suffix, a file that is there already, or a place that cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputProblem(f"不会写“{suffix or path.name}”这种文件：文件名请以 {' '.join(SUFFIXES)} 结尾")
    if suffix == ".csv":
        write_new(path, write_log(drawn.log.calls, columns))
        return
    from ui.papers import html, write_paper

    paper = paper_of(drawn, columns, timelines.limits, datetime.now().astimezone())
    if suffix == ".html":
        write_new(path, page_of(html(paper), drawn, timelines.limits))
    else:
        write_paper(paper, path)
