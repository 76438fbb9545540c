"""`youju search` and `youju index`: the ranked passages alone, and the index they come from."""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from kb import (
    InputProblem,
    LibraryError,
    Searcher,
    embedder_or_words,
    losses,
    open_embedder,
    read_articles,
    read_concepts,
    read_corpus,
    ways_by_wording,
)
from ui.commands.common import (
    add_common,
    add_day,
    add_json,
    day_of,
    print_json,
    progress_bar,
    read_batch,
    settings_of,
    writing,
)
from ui.render import hit_dict, hit_line


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after `search`."""
    parser.description = "按相关程度列出法条和指南的片段。"
    parser.add_argument("text", nargs="?", metavar="词句")
    parser.add_argument("-k", type=int, default=10, metavar="N", help="列出几条（默认 10）")
    parser.add_argument("--kind", choices=("article", "guide"), help="只要法条或只要指南")
    parser.add_argument("--batch", metavar="IN.jsonl", help="一次检索很多：每行 {id, text, as_of?}")
    parser.add_argument("--out", metavar="OUT.jsonl", help="批量结果写到哪里")
    add_day(parser)
    add_json(parser)
    add_common(parser)
    parser.set_defaults(run=run_search)


def add_index(parser: argparse.ArgumentParser) -> None:
    """What may stand after `index`."""
    parser.description = "建立或重建检索用的索引。"
    parser.add_argument("--articles", metavar="FILE.jsonl[.gz]", help="任何语料：每行 {instrument, article, text, …}")
    add_json(parser)
    add_common(parser)
    parser.set_defaults(run=run_index)


def open_searcher(args: argparse.Namespace) -> Searcher:
    """The index that --store names, with its own passages; otherwise the library's, built when missing or stale."""
    settings = settings_of(args)
    if args.store and not args.library:
        concepts = read_concepts(settings.library)
        return Searcher.open(args.store, settings.embedder, concepts=concepts, beside=settings.beside)
    corpus = read_corpus(settings.library)
    embedder, notice = embedder_or_words(settings.embedder)
    with progress_bar() as progress:
        return Searcher.ready(
            corpus.passages,
            embedder,
            settings.index,
            concepts=corpus.concepts,
            progress=progress,
            notice=notice,
            beside=settings.beside,
        )


def run_search(args: argparse.Namespace) -> int:
    """Search and print; exit status 0."""
    if args.k < 1:
        raise InputProblem(f"-k 要是正整数（写的是 {args.k}）")
    day = day_of(args.as_of) if args.as_of else date.today()
    if args.batch:
        return _batch(args, day)
    if not args.text or not args.text.strip():
        raise InputProblem('请写上要找的词句，例如：youju search "爆通讯录"')
    searcher = open_searcher(args)
    hits = searcher.find(args.text, day, k=args.k, kind=args.kind)
    if args.json:
        print_json({"text": args.text, "as_of": day.isoformat(), "hits": [hit_dict(h) for h in hits]})
    else:
        print("\n".join(hit_line(n, h) for n, h in enumerate(hits, 1)) or "没有找到")
    if searcher.notice:
        print(searcher.notice, file=sys.stderr)
    return 0


def _batch(args: argparse.Namespace, day: date) -> int:
    if not args.out:
        raise InputProblem("--batch 要和 --out 一起用：说明结果写到哪个文件")
    rows = list(read_batch(args.batch))
    searcher = open_searcher(args)
    with writing(args.out) as out, progress_bar() as progress:
        for done, (number, row) in enumerate(rows, 1):
            out.write(json.dumps(_found(number, row, searcher, args, day), ensure_ascii=False) + "\n")
            out.flush()
            if progress:
                progress("检索", done, len(rows))
    return 0


def _found(
    number: int, row: dict[str, Any] | str, searcher: Searcher, args: argparse.Namespace, day: date
) -> dict[str, Any]:
    if isinstance(row, str):
        return {"id": number, "error": row}
    text = row["text"] if isinstance(row["text"], str) else "\n".join(row["text"])
    try:
        on = day_of(str(row["as_of"])) if row.get("as_of") else day
    except InputProblem as fault:
        return {"id": row.get("id", number), "error": str(fault)}
    before = time.perf_counter()
    hits = searcher.find(text, on, k=args.k, kind=args.kind)
    spent = (time.perf_counter() - before) * 1000
    return {"id": row.get("id", number), "hits": [hit_dict(h) for h in hits], "ms": round(spent, 2)}


def run_index(args: argparse.Namespace) -> int:
    """Build the index and say where it is; exit status 0."""
    settings = settings_of(args)
    corpus = read_corpus(settings.library)
    if args.articles and not settings.store:
        raise InputProblem("--articles 要和 --store 一起用：说明这份索引放在哪里")
    if not args.articles and (lost := losses(corpus)):
        where = f"{lost[0].file} 第 {lost[0].line} 行，{lost[0].message}"
        raise LibraryError(
            f"资料库有 {len(lost)} 处没有读进去，索引没有重建，原来的照旧：{where}；请先运行 youju lint 改好"
        )
    started = time.perf_counter()
    ways = ways_by_wording(corpus, settings.library) if args.articles else {}
    passages = read_articles(Path(args.articles), ways) if args.articles else corpus.passages
    with progress_bar() as progress:
        embedder = open_embedder(settings.embedder)
        searcher = Searcher.build(passages, embedder, settings.index, progress=progress, beside=settings.beside)
    seconds = time.perf_counter() - started
    made = {"store": settings.index, "passages": len(passages), "fingerprint": searcher.fingerprint,
            "seconds": round(seconds, 1), "notice": searcher.notice}  # fmt: skip
    if args.json:
        print_json(made)
    else:
        print(f"索引在 {settings.index}：{len(passages)} 个片段，{seconds:.1f} 秒。{searcher.notice}")
    return 0
