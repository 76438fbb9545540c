"""The public ledger: made by the command, each row as it says, and no sentence of anybody's article in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Verifier
from kb import Checker, Corpus, InputProblem, Likeness, read_corpus
from kb.folding import words_only
from ui.ledger import Ledger, ledger_page, read_ledger

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT.parent / "shared" / "articles"
LONGEST = 18
"""Words that may run on as in an article, where they are not the law's own."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The library that ships."""
    return read_corpus()


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """The ledger that ships."""
    return read_ledger(ROOT / "docs" / "ledger.toml")


@pytest.fixture(scope="module")
def tools(corpus: Corpus, ledger: Ledger) -> tuple[Checker, Verifier]:
    """The checker and the verifier of the ledger's day."""
    book, likeness = corpus.on(ledger.as_of), Likeness(corpus.instruments.values())
    return Checker(book, corpus.finder, likeness), Verifier(book, corpus.finder, likeness)


def test_the_page_is_what_the_command_makes(corpus: Corpus, ledger: Ledger, tools: tuple[Checker, Verifier]) -> None:
    """docs/ledger.md is not written by hand, every fault is found as stated, every right statement verifies."""
    page, problems = ledger_page(ledger, corpus, corpus.on(ledger.as_of), *tools)

    assert "\n".join(map(str, problems)) == ""
    assert page == (ROOT / "docs" / "ledger.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "claim"}, "写的是 claim"),
        ({"kind": "repealed"}, "应当查出 repealed"),
        ({"right": "处五日以下拘留或者五千元以下罚款（《治安管理处罚法》第五十条第一款）。"}, "没有通过核对"),
        ({"right": "见《治安管理处罚法》第四百条。"}, "只有"),
        ({"right": "先报警。"}, "没有引用法条"),
    ],
)
def test_a_row_that_is_not_as_it_says_is_named(
    corpus: Corpus, ledger: Ledger, tools: tuple[Checker, Verifier], change: dict[str, str], told: str
) -> None:
    """Such a page is not written: another finding, a right statement that the law does not carry, or without law."""
    row = replace(next(r for r in ledger.rows if r.id == "penalty-42"), **change)  # type: ignore[arg-type]

    _, problems = ledger_page(replace(ledger, rows=(row,)), corpus, corpus.on(ledger.as_of), *tools)

    assert any(told in problem.message for problem in problems), problems


def test_rows_are_named_once_and_speak_of_every_finding(ledger: Ledger) -> None:
    """At least twenty-five claims, each with a name of its own."""
    assert len({row.id for row in ledger.rows}) == len(ledger.rows) >= 25
    assert {row.kind for row in ledger.rows} >= {
        *("superseded", "repealed", "wrong_number", "misquoted", "conflated", "nonexistent_instrument"),
        *("nonexistent_article", "unverifiable", "claim", "old_name"),
    }


def test_no_sentence_of_an_article_stands_in_the_ledger(corpus: Corpus, ledger: Ledger) -> None:
    """Words that run on as in one of the five articles are few, or the law's own."""
    files = sorted(ARTICLES.glob("0*.txt")) if ARTICLES.is_dir() else []
    if len(files) < 5:
        pytest.skip(f"the five articles are not here ({ARTICLES})")
    theirs = "\n".join(words_only(file.read_text("utf-8")).text for file in files)
    versions = [v for i in corpus.instruments.values() for v in i.versions]
    law = "\n".join(words_only(a.text).text for v in versions for a in v.articles)
    law += "\n".join(words_only(i.full).text for i in corpus.instruments.values())
    copied = []
    for row in ledger.rows:
        said = f"{row.says}\n{row.wrong}\n{row.topic}"
        for mention in reversed(corpus.finder.find(said)):
            said = said[: mention.span[0]] + "\n" + said[mention.span[1] :]
        for ours in (words_only(part).text for part in said.split("\n")):
            runs = (ours[at : at + LONGEST + 1] for at in range(len(ours) - LONGEST))
            copied += [run for run in runs if run in theirs and run not in law]

    assert copied == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("as_of = ", "不是合法的 TOML"),
        ("[[row]]\n", "as_of"),
        ('as_of = 2026-11-22\n[[row]]\nid = "a"\n', "缺少"),
        (
            'as_of = 2026-11-22\n[[row]]\nid = "a"\ntopic = "b"\nsays = "c"\nkind = "d"\nwrong = "e"\nright = "f"\n',
            "kind 没有 d",
        ),
    ],
)
def test_a_ledger_that_cannot_be_read_says_where(tmp_path: Path, text: str, told: str) -> None:
    """One sentence: what, and where."""
    (tmp_path / "l.toml").write_text(text, "utf-8")

    with pytest.raises(InputProblem, match=told):
        read_ledger(tmp_path / "l.toml")
