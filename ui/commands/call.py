"""`youju call`: a described collection call or message, checked against every rule of conduct."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from datetime import date
from pathlib import Path

from assistant import Call, Calls, Form, read_form, read_replies, situation_of
from kb import InputProblem, read_corpus
from ui.calls import report_text
from ui.commands.common import add_card, add_common, add_json, print_json, settings_of, write_card

_OPTIONS = {
    "date": ("日期", "打来的那天，例如 2025-12-20；按那天的法律"),
    "time": ("时间", "几点，例如 23:10"),
    "times": ("次数", "那天一共通了几次话"),
    "unanswered": ("次数", "那天有几个未接来电"),
    "to": ("谁", "打给了谁：self family colleague contact stranger child guarantor nondebtor，或 本人 家人 同事 ……"),
    "lender": (
        "哪种", "bank-card bank consumer-finance online-loan small-lender private-lender unlicensed，或 信用卡 网贷 ……"
    ),
    "how": ("方式", "call message letter home-visit workplace-visit，或 电话 短信 信 上门 到单位"),
    "said": ("原话", "对方的原话，或短信原文"),
}  # fmt: skip
"""The commonest fields; a file may hold all."""


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = "把一通催收电话、短信或上门，和每一条行为规则对一遍。"
    parser.add_argument("text", nargs="?", metavar="经过", help="发生了什么，或短信原文；- 是标准输入")
    parser.add_argument(
        "--file", metavar="FILE.toml", help="写着各项情况的 .toml 或 .json 文件（各项见 docs/interface.md）"
    )
    for name, (metavar, told) in _OPTIONS.items():
        parser.add_argument(f"--{name}", metavar=metavar, help=told)
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="框架文字的语言")
    add_card(parser)
    add_json(parser)
    add_common(parser, store=False)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check and print; exit status 0."""
    call = _call(args, read_form())
    report = Calls(read_corpus(settings_of(args).library)).check(call, date.today(), args.lang)
    if args.card:
        write_card(report, args.card)
    situation = situation_of(read_replies(), report)
    sentences = situation.sentences(report.lang)
    if args.json:
        title = situation.title_en if report.lang == "en" else situation.title
        print_json(report.to_dict() | {"say": {"title": title, "to": situation.to, "sentences": list(sentences)}})
    else:
        print(report_text(report))
        print("\n".join(["", _SAY[report.lang], *(f"  {n}. {line}" for n, line in enumerate(sentences, 1))]))
    return 0


_SAY = {"zh": "现在怎么说（照着念）：", "en": "What to say now (read it aloud in Chinese; here in English):"}


def _call(args: argparse.Namespace, form: Form) -> Call:
    """The call that file, options and text tell of; an option replaces what the file says of the same."""
    options = {name: value for name in _OPTIONS if (value := getattr(args, name)) is not None}
    told = form.read(_read_file(args.file), f"{args.file}：") if args.file else Call()
    given = form.read(options, "--")
    text = sys.stdin.read() if args.text == "-" else args.text
    if text is not None:
        given = form.read(options | {"text": text}, "--" if options else "")
    return told.replaced_by(given)


def _read_file(path: str) -> dict[str, object]:
    """The fields in a file.

    Raises:
        InputProblem: no such file, or it is not a table of fields.
    """
    source = Path(path)
    if source.suffix not in {".toml", ".json"}:
        raise InputProblem(f"{path} 不是 .toml 或 .json 文件：请把各项写进其中一种")
    try:
        text = source.read_text("utf-8")
        read = tomllib.loads(text) if source.suffix == ".toml" else json.loads(text)
    except FileNotFoundError as error:
        raise InputProblem(f"没有这个文件：{path}") from error
    except OSError as error:
        raise InputProblem(f"读不了 {path}：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputProblem(f"{path} 不是 UTF-8 文字：请另存为 UTF-8") from error
    except ValueError as error:
        raise InputProblem(
            f'{path} 不是{source.suffix[1:].upper()}：{error}；文字要放在引号里，例如 said = "……"'
        ) from error
    if not isinstance(read, dict):
        raise InputProblem(f'{path} 要写成各项的名称和内容，例如 {{"time": "23:10", "to": "family"}}')
    return read
