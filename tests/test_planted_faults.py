"""Breaking something on purpose is caught and named: `youju lint` or `youju eval` turns red and points at the cause.

Each fault is planted in a copy of a data file, in a copy of the library, or in one function, and met with the smallest
part of `lint` or `eval` that hears it. Everything is shown to be green before.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import kb.bridges
import kb.fusion
import kb.search
from assistant import (
    CITING,
    Assistant,
    Masker,
    Scope,
    Verifier,
    lint_figures,
    lint_guides,
    read_figures,
    read_rules,
    read_scope,
)
from assistant.wordings import read_cues
from evals import Canaries, evaluate, evaluate_mutations, lint_canaries, read_canaries, sing
from kb import (
    DATA,
    Corpus,
    Cut,
    Likeness,
    Source,
    YoujuError,
    library_sources,
    lint,
    lint_citations,
    places,
    read_corpus,
)
from ui.cli import main

TODAY = date(2026, 12, 31)
ASSISTANT = Path(__file__).parents[1] / "assistant" / "data"
LAW = "statutes/治安管理处罚法/2026-01-01.md"


@cache
def _corpus() -> Corpus:
    return read_corpus()


@cache
def _verifier() -> Verifier:
    corpus = _corpus()
    return Verifier(corpus.on(TODAY), corpus.finder, Likeness(corpus.instruments.values()))


@cache
def _assistant() -> Assistant:
    return Assistant.open(today=lambda: TODAY)


@cache
def _canaries() -> Canaries:
    return read_canaries()


def _heard(corpus: Corpus, fault: Callable[[str], str], scope: Scope) -> list[str]:
    return [str(p) for p in lint_canaries(_canaries(), corpus, fault, scope.all_notices)]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the library without what no fault is planted in."""
    return Path(shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("beyond", "asked", "*.gz")))


def _plant(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, f"{file.name} no longer has {old!r}: plant the fault elsewhere"
    file.write_text(text.replace(old, new, 1), "utf-8")


def _lint(library: Path) -> str:
    return "\n".join(map(str, lint(read_corpus(library), TODAY)))


def test_nothing_is_heard_before_anything_is_planted(library: Path) -> None:
    """The copy of the library, the canaries, the figures and the citations are all in order."""
    cited = places((*library_sources(DATA), *CITING), _corpus().finder)

    assert _lint(library) == ""
    assert _heard(_corpus(), _verifier().fault, read_scope()) == []
    assert sing(_canaries(), _assistant()) == ()
    assert list(lint_citations(cited, _corpus(), TODAY)) == []
    assert list(lint_figures(read_figures(), _corpus(), _verifier(), TODAY)) == []


def test_1_a_provisions_number_changed(library: Path) -> None:
    """第五十条 written as 第五十一条: the double, the gap, and that the proof no longer holds."""
    _plant(library / LAW, "**第五十条**", "**第五十一条**")
    said = _lint(library)

    assert re.search(rf"{LAW}:\d+: 第五十一条重复", said)
    assert f"{LAW}:1: 缺第50条" in said


@pytest.mark.parametrize(
    ("day", "wrong", "named"),
    [
        ("in_force = 2026-01-01\narticles = 144", "in_force = 2026-01-02\narticles = 144", "2026-01-01起施行的版本"),
        ("promulgated = 2025-06-27", "promulgated = 2025-06-28", "施行、公布、结束的日子和条数核对以后改过"),
        (
            "until = 2026-01-01\narticles = 119",
            "until = 2025-12-31\narticles = 119",
            "2025-12-31到2026-01-01之间没有版本",
        ),
    ],
)
def test_2_a_versions_day_off_by_one(library: Path, day: str, wrong: str, named: str) -> None:
    """In force, promulgated, until: each is named with the instrument and its line."""
    _plant(library / "instruments.toml", day, wrong)
    said = [line for line in _lint(library).split("\n") if named in line]

    assert said
    assert any("治安管理处罚法" in line for line in said)


def test_3_a_glossary_row_removed() -> None:
    """The words of the borrower that no longer lead anywhere are named, with the file to mend."""
    rest = tuple(c for c in _corpus().concepts if c.id != "contact-bombing")
    (said,) = _heard(replace(_corpus(), concepts=rest), _verifier().fault, read_scope())

    assert "“爆我通讯录”不再带出“私人生活安宁”：glossary.toml" in said
    assert re.match(r"canaries\.toml:[1-9]\d+:", said)


def test_4_a_rules_fact_renamed(tmp_path: Path) -> None:
    """A rule that asks for a fact nobody defines any more is refused with its id and the fact's."""
    table = Path(shutil.copy(ASSISTANT / "conduct.toml", tmp_path))
    _plant(table, 'id = "threat-to-disclose"\n', 'id = "threat-to-reveal"\n')

    with pytest.raises(YoujuError, match=r"conduct\.toml 的.*没有定义的事实：threat-to-disclose"):
        read_rules(table)


def test_5_the_verifiers_number_check_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """`lint` names the check and the sentence; the verifier's benchmark fails its gate and names the kind."""
    monkeypatch.setattr("assistant.verification.wrong_amounts", lambda *_: "")
    (said,) = _heard(_corpus(), _verifier().fault, read_scope())
    report = evaluate_mutations(_corpus(), read_rules(), TODAY, _verifier().fault, limit=120)

    assert "核验没有拦下“诉讼时效期间是三十年" in said
    assert "“数字”这一项没有起作用" in said
    assert not report.passed
    assert "number" in {kind for kind, _ in report.escaped}


@pytest.mark.parametrize(
    ("weights", "named"),
    [
        (kb.fusion.Weights(vectors=0.0), "只有向量找到的命中都得 0 分"),
        (kb.fusion.Weights(vectors=1.0), "只有BM25找到的命中都得 0 分"),
        (kb.fusion.Weights(bridge=0.0), "只有指南搭的桥找到的命中一条也没有"),
    ],
)
def test_6_a_fusion_weight_zero(monkeypatch: pytest.MonkeyPatch, weights: kb.fusion.Weights, named: str) -> None:
    """`eval` is red, and says which ranking has no share and where the weights stand."""
    assistant = _assistant()
    monkeypatch.setattr(kb.fusion, "WEIGHTS", weights)
    monkeypatch.setattr(kb.search, "WEIGHTS", weights)
    monkeypatch.setattr(kb.bridges, "WEIGHTS", weights)
    assistant.searcher._last.scored = None
    found = sing(replace(_canaries(), dated=()), assistant)
    report = evaluate(assistant, suite="A0-02", canaries=found)

    assert [p.message for p in found] == [f"{named}：融合时它没有分量（kb/fusion.py 的 Weights）"]
    assert not report.passed
    assert named in report.to_text()


def test_7_a_guides_citation_stale(library: Path) -> None:
    """A guide that cites 第四十二条 for what is 第五十条 now: the sentence, its section and the right article."""
    guide = library / "guides" / "police.md"
    _plant(guide, "《治安管理处罚法》第九十条", "《治安管理处罚法》第七十七条")
    corpus = read_corpus(library)
    only = replace(corpus, guides=tuple(g for g in corpus.guides if g.id == "police"))
    said = [str(p) for p in lint_guides(only, _verifier())]

    assert len(said) == 1
    assert re.match(r"guides/police\.md:\d+: “.+”里的“.+第七十七条", said[0])


def test_8_the_crisis_list_emptied() -> None:
    """`lint` names the message that nobody hears any more, and the file."""
    scope = read_scope()
    deaf = tuple(replace(row, when=(), heard=()) if row.notice.route == "crisis" else row for row in scope.rows)
    said = _heard(_corpus(), _verifier().fault, replace(scope, rows=deaf))

    assert len(said) == len(_canaries().danger)
    assert all("没有先说打给谁：scope.toml 里 crisis 的 cues 少了" in line for line in said)


def test_8b_only_the_cues_emptied() -> None:
    """The learned table alone hears less than the cues: at least one message is missed, and named."""
    scope = read_scope()
    nothing = read_cues((), {})
    deaf = tuple(
        replace(row, when=tuple(replace(w, cues=nothing, signs=()) for w in row.when))
        if row.notice.route == "crisis"
        else row
        for row in scope.rows
    )

    assert _heard(_corpus(), _verifier().fault, replace(scope, rows=deaf))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('percent = "3.55"', 'percent = "3.65"', "lpr 里 2023-06-20 的 percent 3.65 乘四不是 fourfold 14.20"),
        ("from = 2023-06-20", "from = 2023-06-19", "lpr 里 2023-06-19 不是公布日"),
    ],
)
def test_9_an_lpr_row_wrong(tmp_path: Path, old: str, new: str, named: str) -> None:
    """A rate that is not a quarter of its cap, and a day on which none is published."""
    table = Path(shutil.copy(ASSISTANT / "figures.toml", tmp_path))
    _plant(table, old, new)
    said = "\n".join(message for _, message in read_figures(table).faults)

    assert named in said


def test_10_the_date_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """`eval` is red: the question of 2025 is answered with the text of 2026, and the day is named as the cause."""
    genuine = Corpus.on
    monkeypatch.setattr(Corpus, "on", lambda self, _: genuine(self, TODAY))
    found = sing(replace(_canaries(), searched=()), _assistant())

    assert len(found) == 1
    assert "按2025-12-31问" in found[0].message
    assert "应引 治安管理处罚法@2013-01-01，引的是 治安管理处罚法@2026-01-01#50" in found[0].message
    assert "日期没有用上" in found[0].message


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("依照《治安管理处罚法》第二百零三条处理。", "只有144条"),
        ("依照《民法通则》第九十二条返还。", "废止|不认识"),
        ("依照《反催收条例》第三条处理。", "没有专门管催收的法律"),
    ],
)
def test_12_a_citation_of_any_data_file_dead(tmp_path: Path, words: str, named: str) -> None:
    """A letter, a rule, a notice: a new kind of file is one row, and `lint` names file, line and unit."""
    (tmp_path / "letter.md").write_text(f'+++\nid = "to-police"\n+++\n\n{words}\n', "utf-8")
    source = Source("letter", tmp_path, "*.md", Cut.SECTIONS, "letters/")
    (said,) = (str(p) for p in lint_citations(places((source,), _corpus().finder), _corpus(), TODAY))

    assert said.startswith("letters/letter.md:5: letter:to-police 引用的")
    assert re.search(named, said)


def test_11_masking_off(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`youju eval --masking` is red, and its first line tells how much got through."""
    monkeypatch.setattr("evals.masking.ROUNDS", 1)
    monkeypatch.setattr(Masker, "find", lambda *_: [])

    assert main(["eval", "--masking"]) == 1
    assert re.match(r"\S+（all）：遮住 0/[1-9]\d*", capsys.readouterr().out)


def test_13_a_letters_citation_dead(tmp_path: Path) -> None:
    """A template that cites a number that is gone: `youju lint` names the file, its line, and what is wrong."""
    folder = Path(shutil.copytree(ASSISTANT / "letters", tmp_path / "letters"))
    template = next(f for f in sorted(folder.glob("*.md")) if "《民法典》第" in f.read_text("utf-8"))
    text = template.read_text("utf-8")
    dead = re.sub("《民法典》第[一二三四五六七八九十百千零]+条", "《民法典》第一千三百零三条", text, count=1)
    template.write_text(dead, "utf-8")
    (source,) = (s for s in CITING if s.kind == "letter" and s.pattern.endswith(".md"))
    found = places((replace(source, folder=folder.parent),), _corpus().finder)
    said = [str(p) for p in lint_citations(found, _corpus(), TODAY)]

    assert len(said) == 1
    assert re.search(rf"{template.name}:\d+: .*第一千三百零三条", said[0])
    assert "只有1260条" in said[0]


def test_a_row_of_the_glossary_that_nobody_watches() -> None:
    """A new row asks for its canary, so that the list stays whole."""
    own = _corpus().concepts
    (said,) = _heard(
        replace(_corpus(), concepts=(*own, replace(own[0], id="new-row", lay=("全新的说法",)))),
        _verifier().fault,
        read_scope(),
    )

    assert 'new-row 还没有人看着：请在 [glossary] 里加一行 "全新的说法"' in said


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """A patched function must not leave its answers behind."""
    yield
    _assistant().searcher._last.scored = None
