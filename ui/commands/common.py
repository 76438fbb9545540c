"""What commands share: days, settings, progress on a terminal, JSON out, batches in."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from assistant import Answer, Assistant, Report, Settings, read_lines, read_settings
from kb import InputProblem, Progress, Searcher, exposure

if TYPE_CHECKING:
    from assistant import ChatComposer


def day_of(text: str) -> date:
    """`--as-of`: a day as YYYY-MM-DD.

    Raises:
        InputProblem: no such day.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputProblem(f"看不懂日期“{text}”：请写成 2025-12-31 这样的日子") from error


def add_common(parser: argparse.ArgumentParser, *, store: bool = True) -> None:
    """Options of every command that opens the library."""
    parser.add_argument("--library", metavar="文件夹", help="资料库文件夹（默认用自带的）")
    if store:
        parser.add_argument(
            "--store", metavar="位置", help="索引的文件夹；或向量库：http(s)://主机:端口（Chroma）、milvus://主机:端口"
        )
        parser.add_argument("--embedder", metavar="模型", help="词向量模型：hash、文件夹或模型名（默认用自带的）")


def add_day(parser: argparse.ArgumentParser) -> None:
    """`--as-of`."""
    parser.add_argument("--as-of", metavar="日期", help="按哪一天的法律，例如 2025-12-01（默认今天）")


def add_json(parser: argparse.ArgumentParser) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 文档，供程序使用")


def add_card(parser: argparse.ArgumentParser) -> None:
    """`--card`."""
    parser.add_argument(
        "--card", metavar="卡片.svg", help="另写一张可以打印的 A6 卡片，正面和背面各一个文件，不含你的问题"
    )


def write_card(made: Answer | Report, path: str) -> None:
    """The two sides of a card as SVG files that are not there yet: `卡片.svg` and `卡片-背面.svg`.

    Raises:
        InputProblem: another suffix, a file that is there already, or a place that cannot be written.
    """
    from ui.card import back_svg, card_of, front_svg

    front = Path(path)
    if front.suffix.lower() != ".svg":
        raise InputProblem(f"卡片写成 SVG：请把 {path} 改成以 .svg 结尾的文件名")
    card = card_of(made, read_lines())
    write_new(front, front_svg(card))
    write_new(front.with_stem(f"{front.stem}-背面"), back_svg(card))


def settings_of(args: argparse.Namespace) -> Settings:
    """Settings from the flags of a command; whoever names a Chroma server is told of its open advisory."""
    settings = read_settings(
        library=getattr(args, "library", None),
        store=getattr(args, "store", None),
        embedder=getattr(args, "embedder", None),
        model=getattr(args, "model", None),
        allow_remote=getattr(args, "allow_remote", False),
    )
    if warning := exposure(settings.store):
        print(warning, file=sys.stderr)
    return settings


def open_assistant(
    args: argparse.Namespace,
    *,
    today: Callable[[], date] = date.today,
    opening: Callable[..., Searcher] = Searcher.ready,
) -> Assistant:
    """The assistant for a command, with progress on a terminal while the index is built."""
    settings = settings_of(args)
    composer = None
    if settings.model:
        composer = open_model(settings.model, allow_remote=settings.allow_remote)
    with progress_bar() as progress:
        return Assistant.open(settings, composer=composer, progress=progress, today=today, opening=opening)


def open_model(name: str, *, allow_remote: bool) -> ChatComposer:
    """A chat model, with the consent of whoever sits at the terminal if it is beyond this machine."""
    from assistant import open_chat_model

    return open_chat_model(name, allow_remote=allow_remote, consent=_ask_consent)


def _ask_consent(recipient: str) -> bool:
    """Ask once, on a terminal, before anything leaves this machine."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(
        f"你的问题会发给这台机器以外的 {recipient}。"
        "手机号、身份证号、银行卡号、邮箱会先遮住，姓名和地址不会。同意吗？[y/N] ",
        end="",
        file=sys.stderr,
        flush=True,
    )
    return sys.stdin.readline().strip().lower() in {"y", "yes", "是", "同意"}


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A progress bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total or None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield progress


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=None if not sys.stdout.isatty() else 2))


@contextmanager
def writing(path: str) -> Iterator[TextIO]:
    """A text file to write to.

    Raises:
        InputProblem: the place cannot be written.
    """
    try:
        out = Path(path).open("w", encoding="utf-8")  # noqa: SIM115 - closed below, apart from the error
    except OSError as error:
        raise InputProblem(f"写不了 {path}：{error.strerror}") from error
    with out:
        yield out


def read_bytes(path: str) -> bytes:
    """A file's bytes.

    Raises:
        InputProblem: no such file, or it cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise InputProblem(f"没有这个文件：{path}") from error
    except OSError as error:
        raise InputProblem(f"读不了 {path}：{error.strerror}") from error


def write_new(path: Path, text: str) -> None:
    """A text file where there is none yet.

    Raises:
        InputProblem: the file is there already, or its place cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError as error:
        raise InputProblem(f"{path} 已经有了，没有覆盖：请换一个文件名") from error
    except OSError as error:
        raise InputProblem(f"写不了 {path}：{error.strerror}") from error


def read_batch(path: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Lines of a batch with their numbers: an object, or what is wrong with the line.

    Raises:
        InputProblem: no such file.
    """
    source = Path(path)
    if not source.is_file():
        raise InputProblem(f"没有这个文件：{path}")
    with source.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                yield number, f"第 {number} 行不是 JSON：{error.msg}"
                continue
            if not isinstance(row, dict) or "text" not in row:
                yield number, f"第 {number} 行要有 id 和 text"
                continue
            text = row["text"]
            turns = [text] if isinstance(text, str) else text
            if not (isinstance(turns, list) and turns and all(isinstance(t, str) for t in turns)):
                yield number, f"第 {number} 行的 text 要是一句话，或一串话"
                continue
            yield number, row
