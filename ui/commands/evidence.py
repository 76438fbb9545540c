"""`youju evidence`: the SHA-256 of evidence files, to print and keep, and whether they are still the same."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from assistant import (
    DISCLAIMER,
    Fate,
    Manifest,
    Verdict,
    compare_manifest,
    files_listed,
    make_manifest,
    read_manifest,
    write_manifest,
)
from kb import InputProblem
from ui.commands.common import add_json, print_json, read_bytes, write_new
from ui.paper import Box, Paper, Paragraph, Run, Table

SUFFIXES = (".csv", ".docx", ".md", ".html")
_FATES = {Fate.SAME: "没变", Fate.CHANGED: "变了", Fate.MISSING: "不见了", Fate.NEW: "清单里没有"}


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = f"算出证据文件的 SHA-256，写成清单；以后可以再核对。{DISCLAIMER}"
    parser.add_argument("paths", nargs="*", metavar="文件夹|文件", help="要列进清单的文件夹或文件；只在本机读取")
    parser.add_argument("--out", metavar="清单.csv", help=f"写成文件：{' '.join(SUFFIXES)}")
    parser.add_argument("--verify", metavar="清单.csv", help="再核对一遍：哪些文件变了、不见了")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the list, or what became of a list; exit status 1 if a listed file changed or is missing."""
    paths = [Path(p) for p in args.paths]
    if args.verify:
        return _verify(paths, Path(args.verify), json=args.json)
    if not paths:
        raise InputProblem("请写上证据文件夹或文件，例如：youju evidence 证据 --out 清单.csv")
    manifest = make_manifest(paths)
    if args.out:
        _write(manifest, Path(args.out))
    if args.json:
        print_json(manifest.to_dict())
        return 0
    for file in manifest.files:
        print(f"{file.sha256}  {file.size:>12,}  {file.modified:%Y-%m-%d %H:%M:%S}  {file.name}")
    for passed in manifest.passed_over:
        print(f"没有列进来：{passed.name}（{passed.why}）")
    print(f"\n{len(manifest.files)} 个文件。整份清单的 SHA-256（可以抄在纸上）：\n{manifest.digest}")
    print(f"\n{DISCLAIMER}")
    if args.out:
        print(f"写好了：{args.out}")
    return 0


def _verify(paths: Sequence[Path], manifest: Path, *, json: bool) -> int:
    listed = read_manifest(read_bytes(str(manifest)), str(manifest))
    if paths:
        now = make_manifest([p for p in paths if p.resolve() != manifest.resolve()])
        now = Manifest(tuple(f for f in now.files if f.name not in _names_of(manifest, paths)), now.passed_over)
    else:
        now = _beside(listed, manifest)
    verdicts = compare_manifest(listed, now)
    broken = [v for v in verdicts if v.fate in {Fate.CHANGED, Fate.MISSING}]
    if json:
        print_json([{"name": v.name, "fate": v.fate.value} for v in verdicts])
    else:
        _print_verdicts(verdicts, len(broken))
    return 1 if broken else 0


def _names_of(manifest: Path, folders: Sequence[Path]) -> set[str]:
    """The manifest's own name, where it lies in a folder that is verified."""
    here = manifest.resolve()
    roots = [f.resolve() for f in folders if f.is_dir()]
    return {f"{r.name}/{here.relative_to(r).as_posix()}" for r in roots if here.is_relative_to(r)}


def _beside(listed: dict[str, str], manifest: Path) -> Manifest:
    """The listed files where they lie beside the manifest, or beside the folder that it lies in."""
    here = manifest.resolve().parent
    return max((files_listed(listed, folder) for folder in (here, here.parent)), key=lambda m: len(m.files))


def _print_verdicts(verdicts: Sequence[Verdict], broken: int) -> None:
    for v in verdicts:
        if v.fate is not Fate.SAME:
            print(f"{_FATES[v.fate]}：{v.name}")
    same = sum(v.fate is Fate.SAME for v in verdicts)
    print(f"{same} 个文件没变" + (f"，{broken} 个变了或者不见了。" if broken else "。"))


def _write(manifest: Manifest, path: Path) -> None:
    """The manifest as a file of the kind that the name asks for.

    Raises:
        InputProblem: another suffix, a file that is there already, or a place that cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputProblem(f"不会写“{suffix or path.name}”这种文件：文件名请以 {' '.join(SUFFIXES)} 结尾")
    if suffix == ".csv":
        write_new(path, write_manifest(manifest))
        return
    from ui.papers import write_paper

    write_paper(_paper(manifest), path)


def _paper(manifest: Manifest) -> Paper:
    made = datetime.now().astimezone()
    rows = tuple(
        tuple((Run(cell),) for cell in (f.name, f"{f.size:,}", f"{f.modified:%Y-%m-%d %H:%M:%S}", f.sha256))
        for f in manifest.files
    )
    blocks = (
        Box("这份清单是什么", (Paragraph((Run(DISCLAIMER),), "plain"),)),
        Table(("文件", "字节", "修改时间", "SHA-256"), rows, (5, 3, 4, 8)),
        Paragraph((Run(f"整份清单的 SHA-256：{manifest.digest}"),), "plain"),
    )
    return Paper("证据文件清单", blocks, made.date(), "", made, footer="有据 · 在本机计算，文件没有上传")
