"""`youju law` and `youju check`: the text of provisions, and the citations of a text."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from kb import Checker, InputProblem, Likeness, look_up, read_corpus, read_text
from ui.commands.common import add_common, add_day, add_json, day_of, print_json, settings_of
from ui.render import GOOD, check_dict, check_text, entry_dict, entry_text


def add(commands: Any) -> None:
    """Add the parsers of both commands."""
    law = commands.add_parser("law", help="查法条原文", description="查法条原文、效力和去向。")
    law.add_argument("refs", nargs="+", metavar="法条", help="民法典第1033条、民法典#1033 ……")
    add_day(law)
    add_json(law)
    add_common(law, store=False)
    law.set_defaults(run=run_law)
    check = commands.add_parser("check", help="核对一篇文字里的引用", description="核对文字里的每一处法条引用和引文。")
    check.add_argument("files", nargs="+", metavar="文件", help="文本、Markdown、HTML、DOCX、PDF；- 是标准输入")
    add_day(check)
    add_json(check)
    add_common(check, store=False)
    check.set_defaults(run=run_check)


def run_law(args: argparse.Namespace) -> int:
    """Print the provisions. A reference that cannot be read is a row of its own in JSON, and costs no other.

    Raises:
        InputProblem: a reference cannot be read; raised after all others were printed.
    """
    corpus = read_corpus(settings_of(args).library)
    day = day_of(args.as_of) if args.as_of else date.today()
    rows: list[dict[str, object]] = []
    shown: list[str] = []
    faults: list[str] = []
    for ref in args.refs:
        try:
            entries = look_up(ref, corpus, day)
        except InputProblem as fault:
            faults.append(str(fault))
            rows.append(_unread(ref, str(fault)))
            continue
        rows += [entry_dict(entry) for entry in entries]
        shown += [entry_text(entry) for entry in entries]
    if args.json:
        print_json(rows)
        return 0
    if shown:
        print("\n\n".join(shown))
    if faults:
        raise InputProblem("\n".join(faults))
    return 0


def _unread(ref: str, note: str) -> dict[str, object]:
    keys = ("text", "wording", "status", "effective", "until", "authority", "moved_to", "was")
    return {"asked": ref, "ref": ref, "label": ref, **dict.fromkeys(keys), "moved_to_all": [], "note": note}


def run_check(args: argparse.Namespace) -> int:
    """Check each file; exit status 1 if any citation or quotation is at fault.

    Raises:
        InputProblem: a file cannot be read; raised after all others were checked.
    """
    corpus = read_corpus(settings_of(args).library)
    day = day_of(args.as_of) if args.as_of else date.today()
    book = corpus.on(day)
    checker = Checker(book, corpus.finder, Likeness(corpus.instruments.values()))
    results: list[dict[str, object]] = []
    faulty, unread = False, []
    for file in args.files:
        try:
            text = read_text(file)
        except InputProblem as fault:
            unread.append(str(fault))
            continue
        checks = checker.check(text)
        faulty |= any(c.finding not in GOOD for c in checks)
        if args.json:
            results.append({"file": file, "as_of": day.isoformat(), "citations": [check_dict(c, book) for c in checks]})
        else:
            print(check_text(file, text, checks))
    if args.json and results:
        print_json(results[0] if len(args.files) == 1 else results)
    if unread:
        raise InputProblem("\n".join(unread))
    return 1 if faulty else 0
