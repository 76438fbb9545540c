"""`youju impact`: what a change of the law touches, from two libraries or from one library on two days."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from assistant import CITING as RULES_CITING
from assistant import Assistant, Verifier, public_notice, read_rules
from evals import CITING as CASES_CITING
from evals import Impact, Side, affected, all_questions, impact_page, impact_text, rerun, trace, with_reruns
from kb import Corpus, InputProblem, Likeness, Searcher, open_embedder, read_corpus
from ui.commands.common import add_common, add_json, day_of, print_json, progress_bar, settings_of, writing


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = (
        "比较两个资料库，或同一个资料库的两天：哪些条文变了，谁引用它们，受影响的评测题答得怎样，并写一份公告。"
    )
    parser.add_argument("libraries", nargs="*", metavar="资料库", help="旧的和新的资料库文件夹；不写就比较同一个的两天")
    parser.add_argument("--day", action="append", default=[], metavar="日期", help="写两次：旧的一天和新的一天")
    parser.add_argument("--only", default="", metavar="简称", help="只看一部文件")
    parser.add_argument("--no-cases", action="store_true", help="不重新问评测题")
    parser.add_argument("--limit", type=int, metavar="N", help="最多重新问 N 题")
    parser.add_argument("--report", metavar="FILE.html|.md", help="写一份报告")
    parser.add_argument("--notice", metavar="FILE.md", help="写一份给用户看的法律变更公告")
    add_json(parser)
    add_common(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Trace, ask again, write; exit status 1 if a place must be mended or a case newly fails."""
    today = date.today()
    before, after = _sides(args, today)
    found = trace(before, after, (*RULES_CITING, *CASES_CITING), today=today, only=args.only)
    if not args.no_cases:
        found = _asked_again(args, found)
    if args.report:
        with writing(args.report) as out:
            out.write(impact_page(found) if args.report.lower().endswith((".html", ".htm")) else impact_text(found))
    withheld: tuple[str, ...] = ()
    if args.notice:
        withheld = _notice(args.notice, found)
    if args.json:
        print_json({**found.to_dict(), "notice_withheld": list(withheld)})
    else:
        print(impact_text(found), end="")
        for sentence in withheld:
            print(f"公告里没有写：{sentence}")
    return 1 if found.broken else 0


def _sides(args: argparse.Namespace, today: date) -> tuple[Side, Side]:
    """The two libraries, or the two days.

    Raises:
        InputProblem: neither is told.
    """
    days = [day_of(d) for d in args.day]
    if len(args.libraries) == 2 and len(days) in {0, 2}:
        old, new = (Path(folder) for folder in args.libraries)
        one, two = read_corpus(old), read_corpus(new)
        first, last = days or _days(one, two, today)
        return Side(one, old, first), Side(two, new, last)
    if not args.libraries and len(days) == 2:
        library = settings_of(args).library
        corpus = read_corpus(library)
        return Side(corpus, library, days[0]), Side(corpus, library, days[1])
    raise InputProblem(
        "请写旧的和新的资料库文件夹（youju impact 旧 新），或者写两天（--day 2025-12-31 --day 2026-01-01）"
    )


def _days(old: Corpus, new: Corpus, today: date) -> tuple[date, date]:
    """Today, or for a text still to come the day it comes into force."""
    held = {(v.instrument, v.in_force) for i in old.instruments.values() for v in i.versions}
    coming = [
        v.in_force
        for i in new.instruments.values()
        for v in i.versions
        if (v.instrument, v.in_force) not in held and v.in_force > today
    ]
    return today, max([today, *coming])


def _asked_again(args: argparse.Namespace, found: Impact) -> Impact:
    """The cases that the change touches, asked on both sides."""
    rules = read_rules()
    same = found.before.folder == found.after.folder
    cases = affected(
        [c for c in all_questions() if not (same and c.as_of)],
        found.touched,
        lambda text: frozenset(f.rule.id for f in rules.findings(rules.facts_in(text))),
    )
    if args.limit is not None:
        if args.limit < 1:
            raise InputProblem(f"题数上限应是正整数，得到 {args.limit}")
        cases = cases[: args.limit]
    if not (cases and found.law):
        return found
    settings = settings_of(args)
    with progress_bar() as progress:
        embedder = open_embedder(settings.embedder)
        new = found.after.corpus
        searcher = Searcher.ready(
            new.passages, embedder, settings.index, concepts=new.concepts, progress=progress, beside=settings.beside
        )
        after = Assistant(new, searcher, today=lambda: found.after.day)
        old = found.before.corpus
        if not same:
            searcher = Searcher.build(old.passages, embedder, None, concepts=old.concepts, progress=progress)
        before = Assistant(old, searcher, today=lambda: found.before.day)
        told = (lambda done, total: progress("重新问", done, total)) if progress else None
        return with_reruns(found, rerun(cases, before, after, told))


def _notice(file: str, found: Impact) -> tuple[str, ...]:
    """Write the notice; what could not be told comes back."""
    corpus, day = found.after.corpus, found.after.day
    verifier = Verifier(corpus.on(day), corpus.finder, Likeness(corpus.instruments.values()))
    notice = public_notice(found.law, found.touched, corpus, day, read_rules().transitions, verifier.fault)
    with writing(file) as out:
        out.write(notice.text)
    return notice.withheld
