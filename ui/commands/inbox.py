"""`youju inbox`: many clients' messages in, sorted and drafted; a masked file for each matter."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from assistant import (
    Assistant,
    Inbox,
    Intake,
    Paragraph,
    SavedWork,
    Thread,
    approved,
    edited,
    in_order,
    read_progress,
    resumed,
    resumed_paragraphs,
    saved_progress,
    spread,
)
from kb import InputProblem, YoujuError, read_text
from ui.commands.common import add_common, add_json, day_of, open_assistant, print_json, progress_bar
from ui.commands.cores import each, workers
from ui.inboxes import file_name, inbox_text, index_markdown, matter_markdown

PRIVATE, PRIVATE_FOLDER = 0o600, 0o700
SAVED, PROGRESS = ".json", "progress.json"
"""How a file of saved work ends, and its name in a folder."""


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = "把一批来信分件、遮盖个人信息、按紧急排序，每件拟好核对过的答复。"
    parser.add_argument(
        "files",
        nargs="+",
        metavar="文件",
        help="粘贴的聊天记录或来信：.txt .md .docx .html，- 是标准输入；.json 是存下的进度，接着做",
    )
    parser.add_argument(
        "--me", metavar="名字", action="append", help="志愿者自己的名字，逗号分开，也可以写几次；这些话不作答"
    )
    parser.add_argument(
        "--names", metavar="名字", action="append", help="另外要遮盖的人名，逗号分开，也可以写几次，例如 张三,李四"
    )
    parser.add_argument("--out", metavar="文件夹", help="每件写成一个 Markdown 文件，还有 index.md；默认不留任何文件")
    parser.add_argument("--restore", action="store_true", help="只在每件自己的文件里放回真实信息（文件只有自己能读）")
    parser.add_argument("--paragraph", metavar="文件", help="审过的一段话，逐件重新核对后加进长回复")
    parser.add_argument("--to", metavar="件号", help="那段话加进哪几件，逗号分开；默认每一件")
    parser.add_argument("--as-of", metavar="日期", help="把哪一天当作今天，例如 2026-11-25")
    add_json(parser)
    add_common(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, sort, draft, export; exit status 0 as long as anything could be read."""
    if args.restore and not args.out:
        raise InputProblem("--restore 要和 --out 一起用：真实信息只写进文件，不显示在屏幕上")
    put_by = [read_progress(read_text(file)) for file in args.files if file.endswith(SAVED)]
    texts, notes = _texts([file for file in args.files if not file.endswith(SAVED)], needed=not put_by)
    folder = _folder(args.out) if args.out else None
    inbox = _open(args)
    opened = inbox.threads(texts)
    notes += opened.notes
    with progress_bar() as progress:
        found = opened.threads
        spread_out = partial(_each, args=args, inbox=inbox)
        matters = in_order(
            [*inbox.each(found, progress=progress, spread=spread_out), *_taken_up(put_by, inbox)],
        )
    paragraphs = _paragraphs(put_by, inbox, notes)
    if args.paragraph:
        matters, said = _with_paragraph(args, matters, inbox.assistant)
        notes += said
    if folder:
        _write(folder, matters, notes, restore=args.restore)
        _write_private(folder / PROGRESS, saved_progress(matters, paragraphs, inbox.assistant.today()))
    if args.json:
        print_json(
            {"as_of": inbox.assistant.today().isoformat(), "notes": notes, "matters": [m.to_dict() for m in matters]}
        )
    else:
        print(inbox_text(matters, notes))
    return 0


def _taken_up(put_by: Sequence[SavedWork], inbox: Inbox) -> Iterator[Intake]:
    """The matters of saved work, each checked again."""
    now = datetime.now()  # noqa: DTZ005 - the volunteer's own clock
    return (resumed(inbox, saved, now) for progress in put_by for saved in progress.matters)


def _paragraphs(put_by: Sequence[SavedWork], inbox: Inbox, notes: list[str]) -> tuple[Paragraph, ...]:
    """Approved paragraphs of saved work that pass today; a note for each that does not."""
    kept: list[Paragraph] = []
    for progress in put_by:
        paragraphs, lost = resumed_paragraphs(inbox, progress)
        kept += paragraphs
        notes += lost
    return tuple(kept)


def _texts(files: Sequence[str], *, needed: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """What could be read, and a note for each file that could not.

    Raises:
        InputProblem: no file could be read.
    """
    texts: list[tuple[str, str]] = []
    notes: list[str] = []
    for number, file in enumerate(files, 1):
        try:
            texts.append((f"文件{number}", read_text(file)))
        except InputProblem as fault:  # a file's name may be a client's, and is not repeated in what is kept
            print(fault, file=sys.stderr)
            notes.append(f"文件{number} 读不出来，没有收进来")
    if not texts and needed:
        raise InputProblem("没有一个文件读得出来：请按上面说的改好再试")
    return texts, notes


def _open(args: argparse.Namespace) -> Inbox:
    day = day_of(args.as_of) if args.as_of else None
    assistant = open_assistant(args, today=partial(_fixed, day) if day else date.today)
    return Inbox.open(assistant, me=_listed(*(args.me or ())), names=_listed(*(args.names or ())))


def _fixed(day: date) -> date:
    return day


def _listed(*names: str | None) -> tuple[str, ...]:
    parts = ",".join(filter(None, names)).replace("，", ",").replace("、", ",").split(",")
    return tuple(n.strip() for n in parts if n.strip())


def _each(work: object, found: Sequence[Thread], *, args: argparse.Namespace, inbox: Inbox) -> Iterator[Intake]:
    """The work on both cores where there is enough of it."""
    del work  # a worker has an inbox of its own
    return each(found, Inbox.work, partial(_open, args), inbox, workers(len(found)))


def _with_paragraph(
    args: argparse.Namespace, matters: Sequence[Intake], assistant: Assistant
) -> tuple[tuple[Intake, ...], list[str]]:
    """The matters with an approved paragraph, and a line on where it was put and where it was refused."""
    wanted = _listed(args.to) or tuple(m.id for m in matters)
    if missing := [n for n in wanted if n not in {m.id for m in matters}]:
        raise InputProblem(f"没有第 {missing[0]} 件：件号见列表，例如 --to 03,05")
    text = read_text(args.paragraph)
    paragraph: Paragraph = approved(
        Path(args.paragraph).stem, text, assistant.verifier(assistant.today()), assistant.corpus.finder
    )
    changed, used = spread(paragraph, [m for m in matters if m.id in wanted], assistant.verifier)
    refused = {u.matter: u.refused for u in used}
    by_id: dict[str, Intake] = {}
    for matter, given in ((m, c) for m in matters for c in changed if c.id == m.id and not refused[m.id]):
        checked = edited(matter, assistant.verifier(matter.day), assistant.checker(matter.day), long=given.drafts.long)
        refused[matter.id] = checked.faults[0] if checked.faults and not matter.faults else ""
        by_id[matter.id] = matter if refused[matter.id] else checked
    notes = [f"{paragraph.title}：加进 {'、'.join(n for n, why in refused.items() if not why) or '（没有）'}"]
    notes += [f"{paragraph.title}：{n} 没有加，{why}" for n, why in refused.items() if why]
    return tuple(by_id.get(m.id, m) for m in matters), notes


def _folder(path: str) -> Path:
    """An empty place for the files.

    Raises:
        InputProblem: it cannot be made, or holds an inbox already.
    """
    folder = Path(path)
    if (folder / "index.md").exists():
        raise InputProblem(f"{path} 里已有一次收件的文件：请换一个文件夹，或先删掉它")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    except OSError as error:
        raise InputProblem(f"写不了 {path}：{error.strerror}") from error
    return folder


def _write(folder: Path, matters: Iterable[Intake], notes: Sequence[str], *, restore: bool) -> None:
    """A file for each matter, readable by nobody else, and a masked index. One that fails does not stop the rest."""
    matters = tuple(matters)
    for matter in matters:
        text = matter_markdown(matter)
        if restore:
            text = matter.restored(text).replace("（已遮盖）", "")
        try:
            _write_private(folder / file_name(matter), text)
        except YoujuError as fault:
            print(fault, file=sys.stderr)
    _write_private(folder / "index.md", index_markdown(matters, notes))


def _write_private(path: Path, text: str) -> None:
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with os.fdopen(number, "w", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise InputProblem(f"写不了 {path}：{error.strerror}") from error
