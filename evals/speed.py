"""`python -m evals.speed`: what an index costs to build, hold and ask at several sizes, beside others.

Sizes are made of the corpus in `--articles`, or of the own library's articles: a spread of them, or copies with other
ids and titles. Every measurement has a process of its own. Seconds are of the wall clock, on one machine, this one.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from evals import national, served
from evals.bert import Encoder, encode
from evals.growth import FILES, STAGES, Asked, Built, Job, apart, ask, build, rebuild
from evals.queries import OWN, texts_of
from evals.tables import Cell, Table, printed, tell
from kb import DATA, InputProblem

SIZES = "1000,10000,55000,200000"

_WAYS = ("fused", "BM25 alone", "exact vectors alone", "Chroma alone")
_Row = tuple[str, Built, Asked, float]
"""What the size is called, its building, its questions, and the seconds of a cold search."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 0, or 2 where the user can mend it."""
    parser = argparse.ArgumentParser(prog="python -m evals.speed", description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of passages, with commas, or '' (default {SIZES})")
    parser.add_argument("--articles", type=Path, help="a corpus to take them from, JSON Lines, packed or not")
    parser.add_argument("--questions", type=Path, default=OWN, help="JSON Lines with text (default: our own)")
    parser.add_argument("--limit", type=int, default=200, help="how many questions are asked (default 200)")
    parser.add_argument("--runs", type=int, default=3, help="how often a command is started (default 3): the median")
    parser.add_argument("--embedder", help="a model folder, or hash (default: the model that ships)")
    parser.add_argument("--work", type=Path, help="a folder for the indexes (default: the system's)")
    parser.add_argument("--bert", action="store_true", help="time a BERT of bge-small-zh's shape beside our model")
    parser.add_argument("--answers", action="store_true", help="whole answers, with --articles beside the library")
    parser.add_argument(
        "--server", action="append", help="measure only this vector server (its address): the index on it is replaced"
    )
    parser.add_argument("--no-library", action="store_true", help="leave out the own library as it is")
    parser.add_argument("--json", action="store_true", help="print JSON instead of Markdown")
    return printed(parser, _measured, argv)


def _measured(args: argparse.Namespace) -> list[Table]:
    questions = texts_of(args.questions)[: args.limit]
    sizes = _sizes(args.sizes) if args.sizes else ()
    if min(args.limit, args.runs) < 1 or not questions:
        raise InputProblem("没有要测的；--limit 和 --runs 至少是 1，题目文件里要有题")
    if args.server:
        return [_serving(args, questions, sizes)]
    if not args.no_library:
        sizes = (0, *sizes)
    rows: list[_Row] = []
    with tempfile.TemporaryDirectory(dir=args.work, prefix="youju-speed-") as work:
        job = partial(Job, embedder=args.embedder, questions=questions)
        for done, size in enumerate(sizes):
            tell("sizes", done, len(sizes))
            one = job(Path(work) / str(size), size, args.articles if size else None)
            built = apart(build, one)
            cold = _started(args.runs, "search", questions[0], "--store", str(one.place), *_embedder(args))
            label = f"{built.passages:,}" if size else f"{built.passages:,} (library)"
            rows.append((label, built, apart(ask, one), cold))
        tables = [_building(rows), _asking(rows, len(questions)), _reaching(rows)] if rows else []
        if not args.no_library:
            first, again = apart(rebuild, job(Path(work) / "again"))
            commands = (("youju --help", _started(args.runs, "--help")), ("youju index, the library", first),
                        ("youju index, one article changed", again))  # fmt: skip
            tables.append(Table("Commands", ("command", "s"), commands))
    if args.answers:
        tables.append(_answering(args, questions))
    if args.bert:
        tables.append(_encoding(questions, args.embedder))
    return tables


def _answering(args: argparse.Namespace, questions: tuple[str, ...]) -> Table:
    with tempfile.TemporaryDirectory(dir=args.work, prefix="youju-speed-") as work:
        job = Job(Path(work) / "index", 0, args.articles, args.embedder, questions)
        seconds, most = apart(national.build, job)
        made = apart(national.answer, job)
    head = ("passages", "build s", "peak MB building", "ready s", "answer p50 ms", "answer p95 ms", "peak MB")
    row = (f"{made.passages:,}", seconds, most, made.ready, made.times.p50, made.times.p95, made.peak)
    return Table(f"Whole answers, the corpus beside the library, {len(questions)} questions", head, (row,))


def _serving(args: argparse.Namespace, questions: tuple[str, ...], sizes: Sequence[int]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for address in args.server:
        for size in sizes:
            made = apart(
                served.serve, served.Trial(Job(Path(), size, args.articles, args.embedder, questions), address)
            )
            times = [cell for one in made.times for cell in (one.p50, one.p95)]
            rows.append((address, f"{made.passages:,}", made.publish, made.ready, *times, made.recall))
    head = ("server", "passages", "publish s", "open s",
            *(f"{k} nearest {share} ms" for k in served.DEPTHS for share in ("p50", "p95")), "recall@10")  # fmt: skip
    return Table(f"Vector servers, {len(questions)} questions one after another", head, tuple(rows))


def _sizes(text: str) -> tuple[int, ...]:
    try:
        sizes = tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError as fault:
        raise InputProblem(f"--sizes 要写成 1000,10000 的样子（写的是 {text}）") from fault
    if any(size < 1 for size in sizes):
        raise InputProblem(f"--sizes 里的数要大于 0（写的是 {text}）")
    return sizes


def _embedder(args: argparse.Namespace) -> tuple[str, ...]:
    return ("--embedder", args.embedder) if args.embedder else ()


def _started(runs: int, *words: str) -> float:
    """Seconds from the start of a youju command to its end, the median of some runs; files may be in the cache."""
    spent = []
    for _ in range(runs):
        before = time.perf_counter()
        subprocess.run([sys.executable, "-m", "ui.cli", *words], check=True, capture_output=True, cwd=DATA.parents[1])  # noqa: S603
        spent.append(time.perf_counter() - before)
    return statistics.median(spent)


def _building(rows: Sequence[_Row]) -> Table:
    head = (
        "passages",
        "build s",
        *(f"{name} s" for name in STAGES),
        "peak MB",
        "index MB",
        *(f"{x} MB" for x in FILES),
    )
    cells: list[tuple[Cell, ...]] = [
        (label, built.seconds, *built.stages.values(), built.peak, sum(built.disk.values()), *built.disk.values())
        for label, built, _, _ in rows
    ]
    return Table("Building, each size in a process of its own", head, tuple(cells))


def _asking(rows: Sequence[_Row], count: int) -> Table:
    head = ["passages", *(f"{way} {share} ms" for way in _WAYS for share in ("p50", "p95")), "peak MB", "cold search s"]
    cells: list[tuple[Cell, ...]] = []
    for label, _, asked, cold in rows:
        found = [asked.times.get(way) for way in _WAYS]
        times = [cell for one in found for cell in ((one.p50, one.p95) if one else (None, None))]
        cells.append((label, *times, asked.peak, cold))
    return Table(f"A question to a warm index, {count} questions one after another", tuple(head), tuple(cells))


def _reaching(rows: Sequence[_Row]) -> Table:
    cells = [
        (label, reach.neighbours, reach.recall, reach.times.p50, reach.times.p95)
        for label, _, asked, _ in rows
        for reach in asked.reaches
    ]
    head = ("passages", "ef_search", "recall@10", "p50 ms", "p95 ms")
    return Table("Chroma alone against the exact scan", head, tuple(cells))


def _encoding(questions: tuple[str, ...], embedder: str | None) -> Table:
    jobs = (Encoder(questions, 0, embedder), Encoder(questions, 1), Encoder(questions, 2))
    made = [apart(encode, job) for job in jobs]
    head = ("encoder", "threads", "million parameters", "p50 ms", "p95 ms", "ready s")
    cells = tuple((x.name, x.threads, x.parameters, x.p50, x.p95, x.ready) for x in made)
    return Table(f"Encoding a question, {len(questions)} questions one after another", head, cells)


if __name__ == "__main__":
    sys.exit(main())
