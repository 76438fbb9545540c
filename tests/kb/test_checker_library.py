"""The checker on every article of the library, by construction, on the guides and on the five source articles."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from kb import Check, Checker, Corpus, Finding, Likeness, Provision, Wording

Law = Callable[..., Corpus]
TODAY = date(2026, 11, 22)
PARAGRAPHS = Path(__file__).parents[2] / "evals" / "data" / "citations.jsonl"
ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"
NO_FAULT = {Finding.OK, Finding.UNVERIFIABLE}


@pytest.fixture(scope="module")
def checker(shelf: Corpus) -> Checker:
    """The checker of today."""
    return Checker(shelf.on(TODAY), shelf.finder, Likeness(shelf.instruments.values()))


def openings(shelf: Corpus) -> tuple[tuple[Provision, str, Provision], ...]:
    """The beginnings of some 300 exact articles from the whole shelf, each with another article of its law."""
    every = tuple(_openings(shelf))
    return every[:: max(1, len(every) // 300)]


def _openings(shelf: Corpus) -> Iterator[tuple[Provision, str, Provision]]:
    pick = random.Random(7)  # noqa: S311
    for instrument in shelf.instruments.values():
        version = instrument.version_on(TODAY)
        if version is None or version.wording is not Wording.EXACT:
            continue
        numbered = [a for a in version.articles if a.number.number]
        for article in numbered:
            words = article.paragraphs[0][0].rstrip("：:。；")
            others = [a for a in numbered if a is not article]
            if len(words) >= 14 and others:
                other = pick.choice(others)
                yield Provision(instrument, version, article), words, Provision(instrument, version, other)


def rate(counted: Counter[bool]) -> float:
    """The share that came out right."""
    return counted[True] / max(1, counted.total())


@pytest.mark.parametrize(
    ("form", "least"),
    [
        ("{right}规定：“{words}。”这一点要记住。", 1.0),
        ("根据{right}，{words}。这一点要记住。", 1.0),
        ("{words}（{right}）。这一点要记住。", 1.0),
    ],
)
def test_no_article_is_at_fault_under_its_own_number(checker: Checker, shelf: Corpus, form: str, least: float) -> None:
    """Quoted, copied behind and copied before: what is right stays right, all over the shelf."""
    counted: Counter[bool] = Counter()
    for right, words, _ in openings(shelf):
        found = checker.check(form.format(right=right.label, words=words))
        counted[all(c.finding in NO_FAULT for c in found)] += 1

    assert counted.total() > 100
    assert rate(counted) >= least


@pytest.mark.parametrize(
    ("form", "least"),
    [
        ("{wrong}规定：“{words}。”这一点要记住。", 0.97),
        ("根据{wrong}，{words}。这一点要记住。", 0.9),
        ("{words}（{wrong}）。这一点要记住。", 0.9),
    ],
)
def test_an_articles_words_under_another_number_lead_back_to_it(
    checker: Checker, shelf: Corpus, form: str, least: float
) -> None:
    """The number is wrong, and the right one is named."""
    counted: Counter[bool] = Counter()
    for right, words, wrong in openings(shelf):
        found = checker.check(form.format(wrong=wrong.label, words=words))
        counted[any(c.finding is Finding.WRONG_NUMBER and c.correct == right.article_ref for c in found)] += 1

    assert rate(counted) >= least


def test_one_changed_character_is_a_misquotation_of_that_article(checker: Checker, shelf: Corpus) -> None:
    """Wherever the character stands."""
    counted: Counter[bool] = Counter()
    pick = random.Random(11)  # noqa: S311
    for right, words, _ in openings(shelf):
        at = pick.choice([i for i, c in enumerate(words) if "\u4e00" <= c <= "\u9fff"])
        changed = words[:at] + ("乙" if words[at] != "乙" else "丙") + words[at + 1 :]
        found = checker.check(f"{right.label}规定：“{changed}。”这一点要记住。")[0]
        counted[found.finding is Finding.MISQUOTED and found.correct == right.article_ref] += 1

    assert rate(counted) >= 0.98


def test_two_articles_in_one_quotation_are_conflated(checker: Checker, shelf: Corpus) -> None:
    """Their words run together under one number are told apart."""
    counted: Counter[bool] = Counter()
    for right, words, wrong in openings(shelf):
        foreign = wrong.article.paragraphs[0][0].rstrip("：:。；")
        if len(foreign) >= 14 and "有下列" not in foreign[:12]:
            found = checker.check(f"{right.label}规定：“{words}。{foreign}。”")[0]
            counted[found.finding is Finding.CONFLATED] += 1

    assert rate(counted) >= 0.95


def test_another_paragraphs_words_are_in_the_wrong_paragraph(checker: Checker, shelf: Corpus) -> None:
    """第一款 with the words of the second, and the second with its own."""
    counted: Counter[bool] = Counter()
    for right, _, _ in openings(shelf):
        paragraphs = [lines[0].rstrip("：:。；") for lines in right.article.paragraphs]
        if len(paragraphs) > 1 and len(paragraphs[1]) > 16:
            wrong = checker.check(f"{right.label}第一款规定，{paragraphs[1]}。")[0]
            own = checker.check(f"{right.label}第二款规定，{paragraphs[1]}。")[0]
            named = wrong.finding is Finding.WRONG_PARAGRAPH and wrong.correct == f"{right.article_ref}.2"
            counted[named and own.finding is Finding.OK] += 1

    assert rate(counted) >= 0.97


def test_the_guides_cite_rightly(checker: Checker, shelf: Corpus) -> None:
    """Of hundreds of citations in plain words, reviewed one by one, at most one in a hundred is called wrong."""
    faults = [
        (guide.id, section.id, check.mention.raw, check.finding.value, check.explain)
        for guide in shelf.guides
        for section in guide.sections
        for check in checker.check(section.text)
        if check.finding not in NO_FAULT
    ]
    cited = sum(len(shelf.finder.find(s.text)) for g in shelf.guides for s in g.sections)

    assert cited > 300
    assert len(faults) <= cited / 100, faults


# ------------------------------------------------------------------------------------------------ the five articles

LEDGER = [
    ("D01", "000", "《治安管理处罚法》第四十二条", Finding.SUPERSEDED, "治安管理处罚法@2026-01-01#50"),
    ("D01", "002", "《中华人民共和国治安管理处罚法》 • 第四十二条", Finding.SUPERSEDED, "治安管理处罚法@2026-01-01#50"),
    ("D01", "003", "《治安管理处罚法》第四十二条", Finding.SUPERSEDED, "治安管理处罚法@2026-01-01#50"),
    ("D01", "004", "《治安管理处罚法》第四十二条", Finding.SUPERSEDED, "治安管理处罚法@2026-01-01#50"),
    ("D02", "001", "《中华人民共和国民事诉讼法》第六十七条", Finding.WRONG_NUMBER, "民事诉讼法@2024-01-01#74"),
    (
        "D03",
        "001",
        "最高人民法院关于民事诉讼证据的若干规定》第十四条",
        Finding.WRONG_NUMBER,
        "民诉法解释@2022-04-10#106",
    ),
    ("D06", "001", "《互联网金融逾期债务催收自律公约》第十条", Finding.UNVERIFIABLE, ""),
    ("D06", "003", "《互联网金融逾期债务催收自律公约》第十三条", Finding.UNVERIFIABLE, ""),
    (
        "D08",
        "002",
        "关于规范互联网贷款催收业务的通知",
        Finding.NONEXISTENT_INSTRUMENT,
        "互联网金融逾期债务催收自律公约",
    ),
    ("D09", "002", "第一千一百八十二条", Finding.WRONG_NUMBER, "民法典@2021-01-01#1179"),
    ("D10", "002", "第一千零三十三条", Finding.MISQUOTED, "民法典@2021-01-01#1033"),
    ("D11", "003", "《中华人民共和国民法典》第六百七十五条", Finding.CONFLATED, "民法典@2021-01-01#674"),
    ("D19", "004", "《民法典》第一千零三十二条", Finding.MISQUOTED, "民法典@2021-01-01#1032"),
]


@pytest.fixture(scope="module")
def articles(checker: Checker) -> dict[str, dict[str, Check]]:
    """What is found in each of the five articles, by the citation's words."""
    files = sorted(ARTICLES.glob("0*.txt")) if ARTICLES.is_dir() else []
    if len(files) < 5:
        pytest.skip(f"the five articles are not here ({ARTICLES})")
    return {
        file.name[:3]: {" ".join(c.mention.raw.split()): c for c in checker.check(file.read_text("utf-8"))}
        for file in files
    }


@pytest.mark.parametrize(
    ("defect", "article", "raw", "finding", "correct"), LEDGER, ids=[f"{r[0]}-{r[1]}" for r in LEDGER]
)
def test_the_errors_of_the_ledger_are_found(
    articles: dict[str, dict[str, Check]], defect: str, article: str, raw: str, finding: Finding, correct: str
) -> None:
    """Each error that concerns a citation, with its name and the right provision."""
    check = articles[article][raw]

    assert defect
    assert (check.finding, check.correct) == (finding, correct)


def test_no_right_citation_of_the_articles_is_called_wrong(articles: dict[str, dict[str, Check]]) -> None:
    """Nothing but the ledger's errors."""
    known = {(article, raw) for _, article, raw, _, _ in LEDGER}
    found = {(a, raw) for a, all_of_it in articles.items() for raw, c in all_of_it.items() if c.finding not in NO_FAULT}

    assert found - known == set()


def test_time_grows_no_faster_than_the_text(checker: Checker, shelf: Corpus) -> None:
    """Twice the citations take about twice the time."""
    text = "\n\n".join(s.text for g in shelf.guides for s in g.sections)[:2000]

    def seconds(times: int) -> float:
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            checker.check(text * times)
            best = min(best, time.process_time() - start)
        return best

    seconds(1)
    assert any(seconds(8) <= seconds(2) * 2.2**2 + 0.05 for _ in range(3))  # others use the processor too
