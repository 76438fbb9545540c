"""`youju letter`: a letter from a template and the facts of a case, as Markdown, Word or JSON."""

from __future__ import annotations

import argparse
import sys
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

from assistant import Letter, Letters, Matter, MatterForm
from kb import InputProblem, read_corpus
from ui.commands.common import add_common, add_day, add_json, day_of, print_json, settings_of
from ui.letters import kind_dict, kinds_text, paper_of
from ui.papers import SUFFIXES, markdown, write_paper

FAULTY = 1
"""Exit status where a sentence was withheld and nothing was written."""


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = (
        "按模板和案情写一封信。没写种类时列出全部种类；没填的地方留出看得见的空白；每一句法律都核对过。"
    )
    parser.add_argument("kind", nargs="?", metavar="种类", help="例如 dispute；不写就列出全部")
    parser.add_argument("matter", nargs="?", metavar="案情.toml", help="写着事实的 .toml 文件")
    parser.add_argument("--fields", action="store_true", help="打印这种信要填的案情文件")
    parser.add_argument("--out", metavar="文件", help="写到 .docx、.md 或 .html 文件；有一句没通过核对就不写")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="清单和说明的语言；信是中文")
    add_day(parser)
    add_json(parser)
    add_common(parser, store=False)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List the kinds, print an empty matter, or write a letter; exit status 1 if it may not be handed over."""
    _check_out(args.out)
    letters = Letters(read_corpus(settings_of(args).library))
    if not args.kind:
        if args.json:
            print_json([kind_dict(t) for t in letters.templates.values()])
        else:
            print(kinds_text(letters.templates, args.lang))
        return 0
    template = letters.template(args.kind)
    if args.fields:
        print(letters.form.empty(template.asks, args.lang), end="")
        return 0
    matter = read_matter(args.matter, letters.form) if args.matter else Matter({})
    letter = letters.draft(args.kind, matter, day_of(args.as_of) if args.as_of else date.today())
    if args.out and letter.withheld:
        print(_refusal(letter, args.out), file=sys.stderr)
        return FAULTY
    if args.out:
        _write(letter, args.out)
    if args.json:
        print_json(letter.to_dict())
    elif not args.out:
        print(markdown(paper_of(letter, datetime.now(UTC).astimezone())), end="")
    return 0


def read_matter(path: str, form: MatterForm) -> Matter:
    """The facts in a file.

    Raises:
        InputProblem: no such file, or it cannot be read as a matter; names file, place and mend.
    """
    try:
        text = Path(path).read_text("utf-8")
        given = tomllib.loads(text)
    except FileNotFoundError as error:
        raise InputProblem(f"没有这个文件：{path}；先运行 youju letter 种类 --fields > {path}") from error
    except OSError as error:
        raise InputProblem(f"读不了 {path}：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputProblem(f"{path} 不是 UTF-8 文字：请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputProblem(f'{path} 不是 TOML：{error}；文字要放在引号里，例如 name = "……"') from error
    return form.read(given, f"{path}：")


def _check_out(path: str | None) -> None:
    if path and Path(path).suffix not in SUFFIXES:
        raise InputProblem(f"--out {path} 要以 {' 或 '.join(SUFFIXES)} 结尾")


def _refusal(letter: Letter, path: str) -> str:
    rows = "\n".join(f"  ✗ {w.text}\n      {w.reason}" for w in letter.withheld)
    return f"没有写 {path}：{len(letter.withheld)} 句没有通过核对，改好案情再写\n{rows}"


def _write(letter: Letter, path: str) -> None:
    write_paper(paper_of(letter, datetime.now(UTC).astimezone()), Path(path))
    blanks = f"，还有 {len(letter.blanks)} 处空白要填：{'、'.join(letter.blanks)}" if letter.blanks else ""
    print(f"写好 {path}{blanks}", file=sys.stderr)
