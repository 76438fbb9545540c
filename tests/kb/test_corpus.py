"""The corpus: a library folder is read whole; every fault is told with file and line, and nothing sound is lost."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb import DATA, Corpus, LibraryError, Status, Wording, read_corpus
from kb.files import MAX_FILE_BYTES
from kb.numerals import to_chinese

LIBRARY = Path(__file__).parents[1] / "library"
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented library to be damaged."""
    return shutil.copytree(LIBRARY, tmp_path / "library")


@pytest.fixture
def damaged(folder: Path) -> Callable[[str, str | bytes], Corpus]:
    """Write one file of the copy anew, and read the whole."""

    def write(file: str, content: str | bytes) -> Corpus:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_corpus(folder)

    return write


def told(corpus: Corpus) -> list[str]:
    """The problems of a corpus as file:line: message."""
    return [str(p) for p in corpus.problems]


def test_a_folder_is_read_whole(library: Corpus) -> None:
    """Instruments with their versions, guides, phantoms, moves and concepts."""
    law = library.instruments["安宁法"]

    assert [v.in_force for v in law.versions] == [date(2015, 1, 1), date(2024, 1, 1)]
    assert [str(a.number) for a in law.versions[1].articles] == ["第二条", "第七条", "第十一条", "第十一条之一"]
    assert library.instruments["催告公约"].versions[0].wording is Wording.SUMMARY
    assert [g.id for g in library.guides] == ["bells", "doors", "neighbours"]
    assert [p.title for p in library.phantoms] == ["夜间敲钟管理条例"]
    assert [m.old for m in library.moved] == ["安宁法@2015-01-01#7", "旧债法@2001-06-01#4"]
    assert library.concepts[0].law == ("鸣钟",)
    assert library.verified == TODAY


def test_a_version_with_a_base_holds_what_did_not_change(library: Corpus) -> None:
    """`base`: an article that is not written anew is that of the earlier version."""
    old, new = library.instruments["安宁法"].versions

    assert new.articles[0] == old.articles[0]
    assert new.articles[1] != old.articles[1]


def test_a_reference_leads_to_its_provision_and_a_guides_to_its_section(library: Corpus) -> None:
    """The forms that programs use are resolved on a day."""
    provision = library.provision("安宁法#11.1.3", TODAY)
    section = library.section("guide:bells#fine")

    assert provision is not None
    assert provision.label == "《安宁法》第十一条第一款第三项"
    assert section is not None
    assert section[1].title == "夜里在我窗下敲钟，要罚款吗？"
    assert library.provision("安宁法#99", TODAY) is None
    assert library.provision("第三条", TODAY) is None
    assert library.section("guide:bells#none") is None


def test_the_fingerprint_changes_with_any_word_of_law_or_advice(
    library: Corpus, damaged: Callable[[str, str | bytes], Corpus]
) -> None:
    """Twelve hexadecimal digits, the same for the same words, others for others."""
    text = (LIBRARY / "guides/bells.md").read_text("utf-8")

    assert damaged("guides/bells.md", text).fingerprint == library.fingerprint
    assert damaged("guides/bells.md", text.replace("要罚。", "会罚。")).fingerprint != library.fingerprint


def test_where_there_is_no_library_the_folder_is_named(tmp_path: Path) -> None:
    """One sentence: what is missing, where, and the mend."""
    with pytest.raises(LibraryError, match=r"没有 instruments\.toml.*--library"):
        read_corpus(tmp_path)


STATUTE = "statutes/安宁法/2024-01-01.md"
SHELF = (LIBRARY / "instruments.toml").read_text("utf-8")
FRONT = '+++\ninstrument = "安宁法"\nin_force = 2024-01-01\n+++\n'
GUIDE_FRONT = '+++\nid = "bells"\ntitle = "钟"\ntopic = "钟"\nreviewed = 2026-11-22\nlicence = "CC-BY-4.0"\n+++\n'
GUIDE = f"{GUIDE_FRONT}\n## 问？ {{#q}}\n答。\n"


DAMAGES: dict[str, tuple[str, str | bytes, str]] = {
    "front matter is missing": (STATUTE, "**第七条** 甲。", f"{STATUTE}:1: 缺少 +++ 开头的 TOML 首部"),
    "front matter never ends": (STATUTE, "+++\n", f"{STATUTE}:1: TOML 首部没有以 +++ 结束"),
    "front matter is no TOML": (STATUTE, "+++\ninstrument = \n+++\n", f"{STATUTE}:2: 首部不是合法的 TOML"),
    "another encoding": (STATUTE, f"{FRONT}\n**第七条** 甲。".encode("gb18030"), f"{STATUTE}:2: 不是 UTF-8 编码"),
    "binary rubbish": (STATUTE, bytes(range(128, 256)), f"{STATUTE}:1: 不是 UTF-8 编码"),
    "too large": (STATUTE, b"a" * (MAX_FILE_BYTES + 1), f"{STATUTE}:1: 文件大于 4 MB"),
    "a statute in the wrong folder": (
        "statutes/静法/2024-01-01.md",
        FRONT,
        "statutes/静法/2024-01-01.md:1: 文件的位置与首部",
    ),
    "the same version twice": ("statutes/安宁法/2024-1-1.md", FRONT, "是同一个文件的同一个版本，没有读入"),
    "a statute outside any folder": ("statutes/静法.md", FRONT, "statutes/静法.md:1: 没有读入：法条放在 statutes/"),
    "a guide too deep": ("guides/more/bells.md", GUIDE, "guides/more/bells.md:1: 没有读入"),
    "a guide at the top": ("bells.md", GUIDE, "bells.md:1: 没有读入"),
    "a guide of another name": ("guides/drums.md", GUIDE, "guides/drums.md:1: 首部的 id（bells）与文件名不一致"),
    "two guides of one id": (
        "guides/drums.md",
        GUIDE,
        "guides/drums.md:1: 与 guides/bells.md 的 id 相同（bells），没有读入",
    ),
    "a guide without front matter": ("guides/bells.md", "# 钟", "guides/bells.md:1: 缺少 +++ 开头的 TOML 首部"),
    "the shelf is no TOML": (
        "instruments.toml",
        f"{SHELF}\n[[instrument\n",
        f"instruments.toml:{SHELF.count(chr(10)) + 2}: 不是合法的 TOML",
    ),
    "the shelf has no rows": (
        "instruments.toml",
        'instrument = "安宁法"\n',
        "instruments.toml:1: instrument 应写成一个个 [[instrument]]",
    ),
    "an entry twice": (
        "instruments.toml",
        f'{SHELF}\n[[instrument]]\nid = "安宁法"\nfull = "又一个"\nauthority = "law"\n',
        "重复的条目：安宁法；只读了第一个",
    ),
    "an entry without a name": (
        "instruments.toml",
        f'{SHELF}\n[[instrument]]\nfull = "甲"\nauthority = "law"\n',
        "没有读入：缺少 id（文字）",
    ),
    "a rank that is none": (
        "instruments.toml",
        SHELF.replace('"law"', '"statute"', 1),
        "instruments.toml:3: 这一条（安宁法）没有读入：authority 没有 statute",
    ),
    "a day that is none": (
        "instruments.toml",
        SHELF.replace("in_force = 2015-01-01", 'in_force = "2015"'),
        "instruments.toml:10: 这一条（2015）没有读入：in_force 应是日期",
    ),
    "a version twice": (
        "instruments.toml",
        SHELF.replace("in_force = 2024-01-01", "in_force = 2015-01-01"),
        "instruments.toml:19: 《安宁法》2015-01-01起施行的版本写了两次",
    ),
    "a wording that is none": ("instruments.toml", SHELF.replace('"summary"', '"rough"'), "wording 没有 rough"),
    "a misspelt key": (
        "instruments.toml",
        SHELF.replace("aliases", "alias", 1),
        "instruments.toml:3: 没有 alias 这一项",
    ),
    "aliases that are one text": ("instruments.toml", SHELF.replace('["清静法"]', '"清静法"'), "aliases 应是一组文字"),
    "a text without an entry": (
        "statutes/静法/2024-01-01.md",
        FRONT.replace("安宁法", "静法"),
        "instruments.toml 里没有《静法》2024-01-01起施行的版本",
    ),
    "a phantom without a note": (
        "phantoms.toml",
        '\n[[phantom]]\ntitle = "甲法"\n',
        "phantoms.toml:2: 这一条（甲法）没有读入：缺少 note（文字）",
    ),
    "a move without an end": (
        "moved.toml",
        '[[moved]]\nold = "甲"\nnote = ""\n',
        "moved.toml:1: 这一条（甲）没有读入：缺少 new（一组文字）",
    ),
    "a concept of numbers": (
        "glossary.toml",
        '[[concept]]\nid = "a"\nlay = [1]\nlaw = []\n',
        "glossary.toml:1: 这一条（a）没有读入：lay 应是一组文字",
    ),
    "a glossary that is no TOML": ("glossary.toml", "[[concept]]\nid = a\n", "glossary.toml:2: 不是合法的 TOML"),
}


@pytest.mark.parametrize(("file", "content", "said"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_named_with_its_line(
    damaged: Callable[[str, str | bytes], Corpus], file: str, content: str | bytes, said: str
) -> None:
    """Wrong encodings, bad TOML, missing keys, doubles and files in the wrong place are problems, never exceptions."""
    assert [line for line in told(damaged(file, content)) if said in line]


@pytest.mark.parametrize(("file", "content", "said"), DAMAGES.values(), ids=DAMAGES)
def test_one_damaged_file_costs_nothing_else(
    damaged: Callable[[str, str | bytes], Corpus], file: str, content: str | bytes, said: str
) -> None:
    """What stands in sound files is read whatever the others hold."""
    corpus = damaged(file, content)

    assert said
    if not file.startswith("guides/"):
        assert [g.id for g in corpus.guides] == ["bells", "doors", "neighbours"]
    if not file.startswith(("instruments.toml", "statutes/安宁法")):
        assert corpus.provision("安宁法#11.1.3", TODAY) is not None
    if file != "phantoms.toml":
        assert corpus.titles.phantom("夜间敲钟管理条例") is not None


def test_of_two_entries_the_first_keeps_its_text(damaged: Callable[[str, str | bytes], Corpus]) -> None:
    """A second entry of one id does not take the place of the first."""
    corpus = damaged(DAMAGES["an entry twice"][0], DAMAGES["an entry twice"][1])

    assert corpus.instruments["安宁法"].full == "中华人民共和国安宁法"
    assert corpus.provision("安宁法#7", TODAY) is not None


def test_one_bad_version_leaves_the_others(damaged: Callable[[str, str | bytes], Corpus]) -> None:
    """The instrument stays, with the versions that can be read."""
    corpus = damaged(DAMAGES["a day that is none"][0], DAMAGES["a day that is none"][1])

    assert [v.in_force for v in corpus.instruments["安宁法"].versions] == [date(2024, 1, 1)]


def test_a_byte_order_mark_and_windows_line_ends_are_read(damaged: Callable[[str, str | bytes], Corpus]) -> None:
    """What a Windows editor saves is read as it was meant."""
    text = (LIBRARY / STATUTE).read_text("utf-8")
    corpus = damaged(STATUTE, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert told(corpus) == []
    assert corpus.provision("安宁法#11.1.3", TODAY) is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_a_problem(folder: Path) -> None:
    """No permission is no crash."""
    (folder / STATUTE).chmod(0)

    assert any(line.startswith(f"{STATUTE}:1: 读不了这个文件") for line in told(read_corpus(folder)))


def test_the_library_that_ships_is_read_in_less_than_a_second() -> None:
    """Nobody waits for the shelf."""
    start = time.perf_counter()
    corpus = read_corpus()

    assert time.perf_counter() - start < 1
    assert corpus.problems == ()


def test_a_library_of_two_thousand_articles_is_read_in_less_than_a_second(
    damaged: Callable[[str, str | bytes], Corpus], folder: Path
) -> None:
    """The shelf may grow."""
    body = "".join(
        f"**{'第' + to_chinese(n) + '条'}** 催告人不得在夜间鸣钟、擂鼓，违反的处六十贝以下罚款。\n\n"
        for n in range(1, 2001)
    )
    damaged(STATUTE, f"{FRONT}\n{body}")
    start = time.perf_counter()
    corpus = read_corpus(folder)

    assert time.perf_counter() - start < 1
    assert len(corpus.instruments["安宁法"].versions[1].articles) == 2000


def test_the_shelf_that_ships_stands_where_it_says() -> None:
    """DATA is a library, and each of its versions has a status on a day."""
    corpus = read_corpus(DATA)

    assert corpus.instruments["合同法"].status_on(corpus.instruments["合同法"].versions[0], TODAY) is Status.REPEALED
