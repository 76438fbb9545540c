"""Lint: a sound library has no problem, and each planted fault is named with its file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb import Corpus, lint, read_corpus
from kb.numerals import to_chinese

TODAY = date(2026, 11, 22)
LIBRARY = Path(__file__).parents[1] / "library"


@pytest.fixture
def planted(tmp_path: Path) -> Callable[..., list[str]]:
    """Change one file of the invented library, and list the problems."""
    shutil.copytree(LIBRARY, tmp_path / "library")

    def plant(file: str, old: str, new: str, today: date = TODAY) -> list[str]:
        path = tmp_path / "library" / file
        text = path.read_text("utf-8")
        assert text.count(old) >= 1, f"{file} has no {old}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return [str(p) for p in lint(read_corpus(tmp_path / "library"), today)]

    return plant


def test_the_invented_library_is_clean(library: Corpus) -> None:
    """What the planted faults are told from."""
    assert lint(library, TODAY) == ()


def test_the_shelf_that_ships_is_clean(shelf: Corpus) -> None:
    """No problem in what users get, on the day of the newest review."""
    assert [str(p) for p in lint(shelf, max(g.reviewed for g in shelf.guides))] == []


NEW, OLD = "statutes/安宁法/2024-01-01.md", "statutes/安宁法/2015-01-01.md"
SHELF, BELLS = "instruments.toml", "guides/bells.md"
FINE = "“夜里在我窗下敲钟，要罚款吗？”"
PLANTED = [
    (
        "an article behind a higher one",
        OLD,
        "**第七条**",
        "**第一条**",
        f"{OLD}:10: 《安宁法》第一条排在了更大的条号之后",
    ),
    ("a double article", OLD, "**第七条**", "**第二条**", f"{OLD}:10: 第二条重复"),
    (
        "a number beyond the last",
        OLD,
        "**第七条**",
        "**第二十一条**",
        f"{OLD}:10: 《安宁法》第二十一条超过了全文的条数（20）",
    ),
    ("a gap in the items", NEW, "（二）把欠账", "（四）把欠账", f"{NEW}:13: 《安宁法》第十一条第1款的项不连续：（四）"),
    ("a text without its entry", OLD, "in_force = 2015-01-01", "in_force = 2016-01-01", "2016-01-01起施行的版本"),
    (
        "a base that is not held",
        NEW,
        "base = 2015-01-01",
        "base = 2014-01-01",
        f"{NEW}:1: base 所指的2014-01-01版本不在资料库里",
    ),
    (
        "versions that overlap",
        SHELF,
        "until = 2024-01-01",
        "until = 2024-06-01",
        f"{SHELF}:10: 《安宁法》2015-01-01的版本没有在2024-01-01前结束",
    ),
    (
        "versions with a gap",
        SHELF,
        "until = 2024-01-01",
        "until = 2023-01-01",
        f"{SHELF}:10: 《安宁法》2023-01-01到2024-01-01之间没有版本",
    ),
    ("an end before the beginning", SHELF, "until = 2015-01-01", "until = 2001-01-01", "在施行以前就结束了"),
    ("promulgated after its day", SHELF, "promulgated = 2023-06-01", "promulgated = 2024-06-01", "施行以后才公布"),
    (
        "verified in the future",
        SHELF,
        "verified = 2026-11-22",
        "verified = 2027-11-22",
        "的核对日（verified = 2027-11-22）在将来",
    ),
    ("no source", SHELF, 'source = "示例国公报"\n', "", f"{SHELF}:10: 《安宁法》2015-01-01的版本没有写来源（source）"),
    (
        "never verified",
        SHELF,
        "verified = 2026-11-22\n",
        "",
        f"{SHELF}:10: 《安宁法》2015-01-01的版本没有写核对日（verified）",
    ),
    (
        "two instruments of one name",
        SHELF,
        'aliases = ["安宁法司法解释"]',
        'aliases = ["清静法"]',
        "的名称“清静法”也是《安宁法》的名称",
    ),
    (
        "an unknown successor",
        SHELF,
        'replaced_by = "安宁法"',
        'replaced_by = "静法"',
        "取代《旧债法》的《静法》不在资料库里",
    ),
    (
        "no version at all",
        SHELF,
        "[[instrument.version]]\npromulgated = 2001",
        "[[instrument.other]]\npromulgated = 2001",
        "《旧债法》没有任何版本",
    ),
    (
        "a move from nowhere",
        "moved.toml",
        "旧债法@2001-06-01#4",
        "旧债法@2002-06-01#4",
        "moved.toml:6: 旧债法@2002-06-01#4 不是资料库里的版本",
    ),
    (
        "a move beyond the last",
        "moved.toml",
        "安宁法@2024-01-01#11",
        "安宁法@2024-01-01#30",
        "moved.toml:1: 安宁法@2024-01-01#30 超过了全文的条数（24）",
    ),
    (
        "a move back in time",
        "moved.toml",
        '"安宁法@2015-01-01#7"',
        '"安宁法@2024-01-01#7"',
        "moved.toml:1: 安宁法@2024-01-01#7 不能移到更早",
    ),
    (
        "a phantom that exists",
        "phantoms.toml",
        "夜间敲钟管理条例",
        "安宁法",
        "phantoms.toml:1: “安宁法”又在 instruments.toml 里",
    ),
    (
        "a phantom that means nothing",
        "phantoms.toml",
        "安宁法#11",
        "静法#11",
        "phantoms.toml:1: “夜间敲钟管理条例”所指的 静法#11 不在资料库里",
    ),
    (
        "a citation that does not exist",
        BELLS,
        "第十一条第一款第一项",
        "第八十一条",
        f"{BELLS}:9: {FINE}引用的《安宁法》第八十一条：《安宁法》（2024-01-01起施行）只有24条",
    ),
    ("a citation of a dead law", BELLS, "《安宁法》第十一条第一款第一项", "《旧债法》第四条", "已于2015-01-01废止"),
    (
        "a citation of an unknown law",
        BELLS,
        "《安宁法》第十一条第一款第一项",
        "《渡船法》第四条",
        "资料库不认识《渡船法》",
    ),
    (
        "a changed quotation",
        "guides/doors.md",
        "应当出示蓝色的木牌",
        "应当出示红色的木牌",
        "的引文“应当出示红色的木牌”与所引条文不一致",
    ),
    (
        "a guide older than its law",
        BELLS,
        "reviewed = 2026-11-22",
        "reviewed = 2023-11-22",
        f"{BELLS}:9: {FINE}审阅（2023-11-22）之后，《安宁法》第十一条第一款第一项换了版本",
    ),
    (
        "a review in the future",
        BELLS,
        "reviewed = 2026-11-22",
        "reviewed = 2027-11-22",
        f"{BELLS}:1: 审阅日（2027-11-22）在将来",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED])
def test_a_planted_fault_is_named(planted: Callable[..., list[str]], file: str, old: str, new: str, said: str) -> None:
    """Each kind of fault is shown to be found, with file, line and what is wrong."""
    assert [line for line in planted(file, old, new) if said in line]


def test_a_gap_in_a_version_that_is_held_nearly_whole_is_named(planted: Callable[..., list[str]]) -> None:
    """Nineteen of twenty articles are held: the missing one is told; two of twenty tell nothing."""
    numbers = [to_chinese(n) for n in range(1, 20) if n not in {2, 7}]
    rest = "".join(f"\n**第{n}条** 催告人不得鸣钟。\n" for n in numbers)
    problems = planted(OLD, "三十贝以下罚款。\n", f"三十贝以下罚款。\n{rest}")

    assert [p for p in problems if "缺第" in p] == [f"{OLD}:1: 缺第20条"]


def test_problems_are_sorted_and_told_once(planted: Callable[..., list[str]]) -> None:
    """File by file, line by line, nothing twice."""
    problems = planted("moved.toml", "安宁法@2024-01-01#11", "静法@2024-01-01#11")

    assert problems == sorted(problems)
    assert len(problems) == len(set(problems))
