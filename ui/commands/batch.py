"""`youju ask --batch`: many questions on both cores, written as they come; a run that was cut off goes on."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from assistant import Answer, Assistant
from kb import InputProblem, YoujuError
from ui.commands.common import day_of, open_assistant, progress_bar, read_batch
from ui.commands.cores import each, workers

Row = tuple[int, dict[str, Any] | str]
"""A line's number, and the line or what is wrong with it."""


def run_batch(args: argparse.Namespace) -> int:
    """Answer every line that OUT does not answer yet; exit status 0.

    Raises:
        InputProblem: no OUT, or a file that cannot be read or written.
    """
    if not args.out:
        raise InputProblem("--batch 要和 --out 一起用：说明结果写到哪个文件")
    rows = list(read_batch(args.batch))
    assistant = open_assistant(args)
    done = _kept(Path(args.out), rows, assistant.corpus.fingerprint)
    left = list(_left(rows, done))
    if len(left) < len(rows):
        print(f"接着上次：{args.out} 里已有 {len(rows) - len(left)} 条，不再答；要全部重来，先删掉它", file=sys.stderr)
    count = 1 if args.model else workers(len(left))
    try:
        out = Path(args.out).open("a", encoding="utf-8")  # noqa: SIM115 - closed below, apart from the error
    except OSError as error:
        raise InputProblem(f"写不了 {args.out}：{error.strerror}") from error
    with out, progress_bar() as progress:
        lines = each(left, _line, partial(open_assistant, args), assistant, count)
        for number, line in enumerate(lines, len(rows) - len(left) + 1):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()
            if progress:
                progress("回答", number, len(rows))
    return 0


def _kept(out: Path, rows: Sequence[Row], corpus: str) -> Counter[str]:
    """What OUT answers already, by id; lines that are half written or answer another question are taken out of it."""
    if not out.is_file():
        return Counter()
    asked = {_id(row): row[1] for row in rows}
    done: Counter[str] = Counter()
    good: list[str] = []
    try:
        written = out.read_bytes().decode("utf-8", errors="replace").split("\n")
    except OSError as error:
        raise InputProblem(f"读不了 {out}：{error.strerror}") from error
    for line in written[:-1]:
        key = _answers(line, asked, corpus)
        if key:
            done[key] += 1
            good.append(line + "\n")
    if "".join(good) != "\n".join(written):
        aside = out.with_name(out.name + ".part")
        try:
            aside.write_text("".join(good), encoding="utf-8")
            aside.replace(out)
        except OSError as error:
            raise InputProblem(f"写不了 {out}：{error.strerror}") from error
    return done


def _answers(line: str, asked: dict[str, dict[str, Any] | str], corpus: str) -> str:
    """The id of the question that a line of OUT answers; empty where it answers none that is asked now."""
    try:
        told = json.loads(line)
    except json.JSONDecodeError:
        return ""
    if not isinstance(told, dict) or "id" not in told:
        return ""
    key = json.dumps(told["id"], ensure_ascii=False)
    given = asked.get(key)
    if given is None or isinstance(given, str) or "question" not in told:
        return key if given is not None and "error" in told else ""
    turns = [given["text"]] if isinstance(given["text"], str) else given["text"]
    same = told["question"].strip() == turns[-1].strip() and told.get("corpus") == corpus
    day = str(given.get("as_of") or "") in {"", told.get("as_of")}
    return key if same and day and told.get("lang") == _lang(given) else ""


def _left(rows: Sequence[Row], done: Counter[str]) -> Iterator[Row]:
    """The rows that are not answered; of two with one id, the second is another."""
    seen = Counter(done)
    for row in rows:
        key = _id(row)
        if seen[key]:
            seen[key] -= 1
        else:
            yield row


def _id(row: Row) -> str:
    number, given = row
    return json.dumps(given.get("id", number) if isinstance(given, dict) else number, ensure_ascii=False)


def _line(assistant: Assistant, row: Row) -> dict[str, Any]:
    """A line of OUT."""
    number, given = row
    if isinstance(given, str):
        return {"id": number, "error": given}
    try:
        return {"id": given.get("id", number), **_answered(given, assistant).to_dict()}
    except YoujuError as fault:
        return {"id": given.get("id", number), "error": str(fault)}


def _answered(given: dict[str, Any], assistant: Assistant) -> Answer:
    as_of = day_of(str(given["as_of"])) if given.get("as_of") else None
    if isinstance(given["text"], str):
        return assistant.ask(given["text"], as_of=as_of, lang=_lang(given))
    conversation = assistant.conversation(lang=_lang(given))
    return [conversation.ask(turn, as_of=as_of) for turn in given["text"]][-1]


def _lang(given: dict[str, Any]) -> str:
    return "en" if given.get("lang") == "en" else "zh"
