"""`youju import`: a law in, a version file for a person to review out; an advice article in, a guide's draft out.

Which of the two a source is, is told by its content. Either way a report says what was dropped and why.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from kb import (
    DATA,
    LEAST_ARTICLES,
    ArticleDraft,
    Change,
    Checker,
    Corpus,
    InputProblem,
    Instrument,
    Likeness,
    Noise,
    OfficialText,
    Revision,
    SourceText,
    Version,
    VersionText,
    compare,
    draft_of,
    format_version,
    is_law,
    read_corpus,
    read_noise,
    read_official,
    read_source,
)
from ui.commands.common import add_common, add_day, add_json, day_of, print_json, settings_of
from ui.drafts import draft_dict, draft_markdown, draft_text, report_markdown

SHOWN = 12
"""Dropped lines and changed articles that are printed; --json has them all."""


@dataclass(frozen=True, slots=True)
class ImportedLaw:
    """A law, read: where it went, and what a reviewer must know."""

    source: str
    place: Path
    text: OfficialText
    version: VersionText
    held: Version | None
    """The version of the library it was compared with."""
    revision: Revision


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """An advice article, read: where its draft and its report went."""

    source: str
    place: Path
    report: Path
    draft: ArticleDraft


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = (
        "读入法律文本（.docx .md .txt .html .pdf），写成版本文件，交给人审阅，"
        "并报告删去了什么、条号有没有断、和现存版本差在哪里。读入普法文章，去掉导航和广告，"
        "核对其中的引用，写成指南草稿，交给人改写；草稿不会进资料库。"
    )
    parser.add_argument("sources", nargs="+", metavar="文件")
    parser.add_argument("--instrument", metavar="简称", help="是哪一部文件（默认从标题认）")
    parser.add_argument("--in-force", metavar="日期", help="施行日（默认从正文认），例如 2026-01-01")
    parser.add_argument(
        "--out", metavar="文件夹", default="imported", help="写到哪里（默认 imported/；不覆盖已有的文件）"
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--law", action="store_true", help="当作法律文本（默认按内容认）")
    kind.add_argument("--guide", action="store_true", help="当作文章（默认按内容认）")
    add_day(parser)
    add_json(parser)
    add_common(parser, store=False)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, write, report; exit status 0, or 2 where a source could not be used (the others are still done)."""
    desk = _Desk(args)
    done: list[ImportedLaw | ImportedArticle] = []
    refused: list[str] = []
    for source in args.sources:
        try:
            done.append(desk.take(source))
        except InputProblem as problem:
            refused.append(str(problem))
    if args.json:
        print_json([_as_dict(i) if isinstance(i, ImportedLaw) else _article_dict(i, desk) for i in done])
    else:
        print("\n\n".join(_report(i) if isinstance(i, ImportedLaw) else _article_report(i) for i in done))
    for sentence in refused:
        print(sentence, file=sys.stderr)
    return 2 if refused else 0


class _Desk:
    """What every source is read with; the checker is made when the first article comes."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._corpus = read_corpus(settings_of(args).library)
        self._in_force = day_of(args.in_force) if args.in_force else None
        self._out = Path(args.out)
        self.book = self._corpus.on(day_of(args.as_of) if args.as_of else date.today())
        self.titles = self._corpus.titles

    def take(self, source: str) -> ImportedLaw | ImportedArticle:
        """Read one source, and write what it becomes.

        Raises:
            InputProblem: it cannot be read or used, or its place is taken.
        """
        read = read_source(source)
        official = read_official(read.text)
        meant = self._args.law or self._args.instrument or self._args.in_force  # an article has neither name nor day
        if meant or (not self._args.guide and is_law(official, read.text)):
            return self._law(source, official)
        return self._article(source, read)

    def _law(self, source: str, text: OfficialText) -> ImportedLaw:
        if len(text.articles) < LEAST_ARTICLES:
            raise InputProblem(
                f"{source} 不像一部法律：以“第X条”开头的行只有 {len(text.articles)} 处；如果是文章，不要加 --law。"
            )
        instrument = _instrument(source, self._corpus, self._args.instrument, text.title)
        in_force = self._in_force or text.in_force
        if in_force is None:
            raise InputProblem(f"{source} 里没有认出施行日：请加上 --in-force 2026-01-01 这样的日子。")
        version = VersionText(instrument.id, in_force, None, text.articles)
        place = self._out / instrument.id.replace("/", "-") / f"{in_force}.md"
        held = _nearest(instrument, in_force)
        _write(place, format_version(version))
        return ImportedLaw(source, place, text, version, held, compare(held.articles if held else (), text.articles))

    def _article(self, source: str, read: SourceText) -> ImportedArticle:
        try:
            draft = draft_of(read, self._noise, self._checker.check)
        except InputProblem as problem:
            raise InputProblem(f"{source} {problem}") from problem
        name, shown = ("stdin", "标准输入") if source == "-" else (Path(source).stem, Path(source).name)
        place, report = (self._out / "guides" / f"{name}{end}" for end in (".md", ".report.md"))
        _write(place, draft_markdown(draft, shown))
        _write(report, report_markdown(draft, shown))
        return ImportedArticle(source, place, report, draft)

    @cached_property
    def _noise(self) -> Noise:
        return read_noise(DATA)

    @cached_property
    def _checker(self) -> Checker:
        return Checker(self.book, self._corpus.finder, Likeness(self._corpus.instruments.values()))


def _instrument(source: str, corpus: Corpus, name: str | None, title: str) -> Instrument:
    found = corpus.titles.find(name or title) if name or title else None
    if found is None:
        what = f"“{name or title}”" if name or title else "标题"
        raise InputProblem(
            f"{source}：资料库里没有{what}。先在 instruments.toml 里登记这部文件，或用 --instrument 写明简称。"
        )
    return corpus.instruments[found]


def _nearest(instrument: Instrument, day: date) -> Version | None:
    """The version of that day, else the newest, of those whose text is held."""
    held = [v for v in instrument.versions if v.articles]
    return next((v for v in held if v.in_force == day), held[-1] if held else None)


def _write(place: Path, content: str) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError as fault:
        raise InputProblem(f"{place} 已经有了，没有覆盖：请换一个 --out，或先移走它。") from fault
    except OSError as fault:
        raise InputProblem(f"写不了 {place}：{fault.strerror}。") from fault


def _as_dict(done: ImportedLaw) -> dict[str, object]:
    revision = done.revision
    return {
        "kind": "law",
        "source": done.source,
        "file": str(done.place),
        "instrument": done.version.instrument,
        "title": done.text.title,
        "in_force": done.version.in_force.isoformat(),
        "promulgated": done.text.promulgated.isoformat() if done.text.promulgated else None,
        "articles": len(done.text.articles),
        "headings": _headings(done.text),
        "joined": done.text.joined,
        "doubts": list(done.text.doubts),
        "dropped": [{"line": d.line, "text": d.text, "reason": d.reason} for d in done.text.dropped],
        "compared_with": done.held.in_force.isoformat() if done.held else None,
        "same": revision.same,
        "changed": [
            {"article": str(c.number), "pieces": [{"change": p.change.value, "text": p.text} for p in c.pieces]}
            for c in revision.changed
        ],
        "added": [str(n) for n in revision.added],
        "removed": [str(n) for n in revision.removed],
    }


def _report(done: ImportedLaw) -> str:
    text, revision = done.text, done.revision
    first, last = text.articles[0].number, text.articles[-1].number
    lines = [
        f"{done.source} → {done.place}",
        f"  《{done.version.instrument}》{done.version.in_force}起施行，{len(text.articles)} 条（{first}到{last}），"
        f"{len(_headings(text))} 个标题，" + (f"公布日 {text.promulgated}" if text.promulgated else "没有认出公布日"),
    ]
    lines += [f"  要看：{doubt}" for doubt in text.doubts] or ["  条号连续。"]
    if text.joined:
        lines.append(f"  接上了 {text.joined} 处断行。")
    lines.append(f"  删去 {len(text.dropped)} 行：")
    lines += [f"    第 {d.line} 行（{d.reason}）：{d.text[:40]}" for d in text.dropped[:SHOWN]]
    lines += [f"    …… 还有 {len(text.dropped) - SHOWN} 行"] if len(text.dropped) > SHOWN else []
    if done.held is None:
        lines.append("  资料库里没有这部文件的条文，没有可比的。")
    else:
        lines.append(
            f"  和资料库里 {done.held.in_force} 的版本比（只看两边都有的条）："
            f"相同 {revision.same} 条，不同 {len(revision.changed)} 条；"
            f"新文本多出 {len(revision.added)} 条，少了 {len(revision.removed)} 条。"
        )
        lines += [f"    {c.number}：{_marked(c.pieces)}" for c in revision.changed[:SHOWN]]
    lines.append("  审阅之后：放进 kb/data/statutes/，在 instruments.toml 登记这个版本，再运行 youju lint。")
    return "\n".join(lines)


def _article_dict(done: ImportedArticle, desk: _Desk) -> dict[str, object]:
    head = {"kind": "guide", "source": done.source, "file": str(done.place), "report": str(done.report)}
    return head | draft_dict(done.draft, desk.book, desk.titles)


def _article_report(done: ImportedArticle) -> str:
    lines = [f"{done.source} → {done.place}（指南草稿），{done.report}（报告）", *draft_text(done.draft)]
    return "\n".join([*lines, "  草稿给人改写和审阅：写完放进 kb/data/guides/，再运行 youju lint。"])


def _headings(text: OfficialText) -> list[str]:
    """The headings of the text, in their order, each once."""
    return list(dict.fromkeys(h for article in text.articles for h in article.headings))


_SIGNS = {Change.SAME: ("", ""), Change.REMOVED: ("[-", "-]"), Change.ADDED: ("{+", "+}")}
"""As `git diff --word-diff` marks them."""


def _marked(pieces: tuple[Any, ...]) -> str:
    out = []
    for piece in pieces:
        words = piece.text.replace("\n", " ")
        if piece.change is Change.SAME and len(words) > 24:
            words = f"{words[:10]}……{words[-10:]}"
        before, after = _SIGNS[piece.change]
        out.append(f"{before}{words}{after}")
    return "".join(out)
