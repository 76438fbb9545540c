"""`python -m evals.retrieval`: how well youju finds, ranking by ranking, on public questions or our own.

`quality --articles FILE.jsonl.gz --queries FILE.jsonl` measures on a public corpus, `quality --own` on youju's own
library; `folds --queries FILE.jsonl --out DIR` writes the split that was made once; `bands` says
what a hit's score is worth.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evals.ablation import MARK, bench_ablation, own_ablation
from evals.bands import MARK as OF_BANDS
from evals.bands import bands
from evals.quality import OWN as OWN_MEASURES
from evals.quality import PUBLIC, ask_all, by_topic, differences, means, part
from evals.queries import OWN, Query, lines_of, only, read_own, read_public, seen_as, write_folds
from evals.rankings import Shelf, methods
from evals.tables import Table, put_in, written
from kb import DATA, InputProblem, YoujuError, open_embedder, read_articles, read_corpus, ways_by_wording

SEEN = ("none seen", "some seen", "all seen")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; exit status 0, or 2 where the user can mend it."""
    args = _parser().parse_args(argv)
    try:
        print(args.run(args))
    except YoujuError as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m evals.retrieval", description=__doc__)
    commands = top.add_subparsers(required=True)
    quality = commands.add_parser("quality", help="recall and rank of each ranking, with 95 %% intervals")
    quality.add_argument("--articles", type=Path, help="a public corpus, JSON Lines, packed or not")
    quality.add_argument("--queries", type=Path, help="its questions: text, gold (ids of articles)")
    quality.add_argument("--only", type=Path, help="ask only these, a question a line: those held out of training")
    quality.add_argument("--seen", type=Path, help="articles that training questions have, an id a line")
    quality.add_argument("--own", type=Path, nargs="?", const=OWN, help="questions to youju's own library")
    quality.add_argument("--split", default="held_out", help="of the own questions: held_out (default) or train")
    quality.add_argument("--library", type=Path, default=DATA, help="a library folder (default: the one that ships)")
    quality.add_argument("--as-of", type=date.fromisoformat, help="law of which day (default: data as of)")
    quality.add_argument("--embedder", help="a model folder, or hash (default: the model that ships)")
    quality.add_argument("--json", action="store_true", help="print JSON instead of Markdown")
    quality.set_defaults(run=_quality)
    ablation = commands.add_parser("ablation", help="what each part of the search is worth, one left out at a time")
    ablation.add_argument("--bench", type=Path, help="a folder with articles.jsonl.gz and queries.jsonl, measured too")
    ablation.add_argument("--limit", type=int, help="questions of each set at most")
    ablation.add_argument("--library", type=Path, default=DATA, help="a library folder (default: the one that ships)")
    ablation.add_argument("--store", help="an index folder (default: the one that youju uses)")
    ablation.add_argument("--write", type=Path, help="a document: the table is put in place of the one it has")
    ablation.add_argument("--json", action="store_true", help="print JSON instead of Markdown")
    ablation.set_defaults(run=_ablation)
    folds = commands.add_parser("folds", help="write the split made once, for python -m kb.training --held-out")
    folds.add_argument("--queries", type=Path, required=True, help="the public questions: text, gold")
    folds.add_argument("--out", type=Path, required=True, help="folder of the files")
    folds.set_defaults(run=_folds)
    worth = commands.add_parser("bands", help="how often a hit of some score is an article that the question wants")
    worth.add_argument("--library", type=Path, default=DATA, help="a library folder (default: the one that ships)")
    worth.add_argument("--store", help="an index folder (default: the one that youju uses)")
    worth.add_argument("--write", type=Path, help="a document: the table is put in place of the one it has")
    worth.add_argument("--json", action="store_true", help="print JSON instead of Markdown")
    worth.set_defaults(run=_bands)
    return top


def _bands(args: argparse.Namespace) -> str:
    table = bands(args.library, args.store)
    if args.write:
        put_in(args.write, OF_BANDS, table.markdown())
    return written([table], args.json)


def _ablation(args: argparse.Namespace) -> str:
    tables = [own_ablation(args.library, args.store, args.limit)]
    if args.bench:
        tables.append(bench_ablation(args.bench, args.library, args.limit))
    if args.write:
        put_in(args.write, MARK, written(tables, False))
    return written(tables, args.json)


def _folds(args: argparse.Namespace) -> str:
    return "\n".join(map(str, write_folds(read_public(args.queries), args.out)))


def _quality(args: argparse.Namespace) -> str:
    if args.own:
        return written(_own(args), args.json)
    if not (args.articles and args.queries):
        raise InputProblem("请给出 --articles 和 --queries（公开语料），或 --own（自己的资料库）")
    return written(_public(args), args.json)


def _public(args: argparse.Namespace) -> list[Table]:
    queries = read_public(args.queries)
    split = "every question"
    if args.only:
        queries, split = only(queries, lines_of(args.only)), f"questions of {args.only.name}"
    if args.embedder is None:
        split += ", which the model that ships WAS TRAINED ON"
    corpus = read_corpus(args.library)
    shelf = Shelf(read_articles(args.articles, ways_by_wording(corpus, args.library)), corpus.concepts)
    _all_held(queries, shelf)
    embedder = open_embedder(args.embedder)
    found = ask_all(methods(shelf, embedder), queries)
    on = f"{len(shelf.passages)} articles, {embedder.name}, {split}"
    tables = [
        means(f"Quality ({on}; n = {len(queries)})", found, PUBLIC),
        differences(f"Paired differences ({on}; n = {len(queries)})", found, PUBLIC),
    ]
    seen = lines_of(args.seen) if args.seen else frozenset[str]()
    for kind in SEEN if args.seen else ():
        places = [at for at, query in enumerate(queries) if seen_as(query, seen) == kind]
        if places:
            title = f"of gold articles in training {kind} ({on}; n = {len(places)})"
            some = part(found, places)
            tables += [means(f"Quality, {title}", some, PUBLIC), differences(f"Differences, {title}", some, PUBLIC)]
    return tables


def _all_held(queries: Sequence[Query], shelf: Shelf) -> None:
    """Raise where an expected article is not in the corpus: no ranking could find it."""
    held = set(shelf.names())
    lost = [target.ref for query in queries for group in query.groups for target in group if target.ref not in held]
    if lost:
        raise InputProblem(f"语料里没有题目要的条文：{lost[0]}（共 {len(lost)} 条）；请用同一份语料和题目")


def _own(args: argparse.Namespace) -> list[Table]:
    corpus = read_corpus(args.library)
    day = args.as_of or corpus.verified
    queries = read_own(args.own, args.split, day, corpus)
    embedder = open_embedder(args.embedder)
    found = ask_all(methods(Shelf(corpus.passages, corpus.concepts, day), embedder), queries)
    on = f"own library of {day}, {embedder.name}, split {args.split}, n = {len(queries)}"
    return [
        means(f"Quality ({on})", found, OWN_MEASURES),
        differences(f"Paired differences ({on})", found, OWN_MEASURES),
        by_topic(f"By topic ({on})", found, queries),
    ]


if __name__ == "__main__":
    sys.exit(main())
