"""Quality of rankings: measures worked out by hand, the split that was made once, and whole runs on invented law."""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evals.ablation import MARK, USED, variants
from evals.intervals import bootstrap, paired
from evals.quality import first, hit, ranks, recall, reciprocal
from evals.queries import Query, folds, lines_of, only, read_public, seen_as, write_folds
from evals.rankings import FUSED, Method, Shelf, methods
from evals.references import Target, split
from evals.retrieval import main
from evals.tables import Table, put_in
from kb import Concept, ExactVectors, HashEmbedder, InputProblem, LexicalIndex, Passage, embedded, read_corpus

LIBRARY = Path(__file__).parents[1] / "library"
FOUND = (2.0, 7.0, math.inf)
"""Ranks of three groups, the last not found."""


def test_a_mean_has_an_interval_around_it_that_is_the_same_every_time() -> None:
    """Of 50 zeros and 50 ones the mean is .5, and its standard error .05: ±.098, give or take the draws."""
    estimate = bootstrap([0.0, 1.0] * 50)

    assert estimate is not None
    assert estimate == bootstrap([0.0, 1.0] * 50)
    assert (estimate.value, estimate.n) == (0.5, 100)
    assert (estimate.low, estimate.high) == pytest.approx((0.402, 0.598), abs=0.015)
    assert str(bootstrap([0.25] * 3)) == ".250 [.250 .250]"
    assert str(bootstrap([-1.0, -1.0])) == "-1.000 [-1.000 -1.000]"
    assert bootstrap([]) is None


def test_what_varies_between_questions_alone_leaves_a_paired_difference_sharp() -> None:
    """Hard and easy questions, each .1 better: the difference is .1, and certain."""
    estimate = paired([0.1, 1.0, 0.6], [0.0, 0.9, 0.5])

    assert estimate is not None
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx((0.1, 0.1, 0.1))


def test_a_group_has_the_rank_of_the_first_article_that_serves_it() -> None:
    """Any of its articles will do; a version is no other article."""
    groups = tuple(
        tuple(Target(ref, split(ref)[0], split(ref)[2]) for ref in group)
        for group in (("丙#3", "乙#2"), ("甲#1",), ("丁#4",))
    )

    assert ranks(("甲@2020-01-01#1", "乙@2020-01-01#2.1", "丙#3"), groups) == (2, 1, math.inf)


def test_measures_of_one_question() -> None:
    """Groups at ranks 2 and 7, and one not found."""
    assert recall(5)(FOUND) == pytest.approx(1 / 3)
    assert recall(10)(FOUND) == pytest.approx(2 / 3)
    assert (hit(1)(FOUND), hit(2)(FOUND)) == (0, 1)
    assert reciprocal(10)(FOUND) == 0.5
    assert reciprocal(1)(FOUND) == 0
    assert reciprocal(10)((math.inf,)) == 0
    assert first(recall(1))((1.0, math.inf)) == 1
    assert first(recall(1))(FOUND) == 0


def test_the_split_is_the_one_that_was_made() -> None:
    """The same fifths for ever: each question in one of them, and the last fifth of the file apart."""
    made = folds(12)

    assert made["held0"] == (3, 4, 10)
    assert sorted(at for name, held in made.items() if name != "held-topics" for at in held) == list(range(12))
    assert made["held-topics"] == (10, 11)
    assert list(made) == ["held0", "held1", "held2", "held3", "held4", "held-topics"]
    assert Counter(len(held) for held in folds(1235).values()) == {247: 6}


def test_a_question_of_two_lines_is_held_out_as_one(tmp_path: Path) -> None:
    """Training compares texts on one line; the articles of all other questions are written beside."""
    queries = [Query(f"第{n}\n问 ", ((Target(f"法第{n}条", f"法第{n}条", ""),),)) for n in range(10)]

    write_folds(queries, tmp_path)

    assert (tmp_path / "held-topics.txt").read_text("utf-8") == "第8 问\n第9 问\n"
    assert lines_of(tmp_path / "held-topics.seen.txt") == {f"法第{n}条" for n in range(8)}
    assert [query.line for query in only(queries, {"第3 问"})] == ["第3 问"]
    with pytest.raises(InputProblem, match="没有这一题：第99 问"):
        only(queries, {"第3 问", "第99 问"})


def test_a_question_is_seen_by_its_articles() -> None:
    """All, some or none of them were answers in training."""
    query = Query("问", tuple((Target(id_, id_, ""),) for id_ in ("甲", "乙")))

    assert [seen_as(query, seen) for seen in ({"甲", "乙", "丙"}, {"乙"}, {"丙"})] == [
        "all seen",
        "some seen",
        "none seen",
    ]


def test_tables_round_for_people_and_not_for_programs() -> None:
    """What was not measured is a dash."""
    table = Table("时间", ("项", "ms"), (("一", 1234.56), ("二", 0.123), ("三", None)))

    assert table.markdown() == "时间:\n\n| 项 | ms |\n| --- | --- |\n| 一 | 1235 |\n| 二 | 0.12 |\n| 三 | – |"
    assert table.as_json()["rows"] == [{"项": "一", "ms": 1234.56}, {"项": "二", "ms": 0.123}, {"项": "三", "ms": None}]


def _passage(id_: str, text: str, *, kind: str = "article", within: str = "", asked: str = "") -> Passage:
    return Passage(id_, kind, "示例法", "第一条", "", text, asked, in_force=20200101, within=within)


def _ranked(found: tuple[Method, ...], name: str, text: str) -> tuple[str, ...]:
    return next(method for method in found if method.name.startswith(name)).rank(text)


def test_ways_and_concepts_can_be_left_out_and_articles_alone_are_ranked() -> None:
    """A part counts as its article, a guide not at all, nor what is not law that day."""
    shelf = Shelf(
        (
            _passage("示例法@2020-01-01#1", "不得敲钟。不得击鼓。", asked="半夜咚咚响"),
            _passage("示例法@2020-01-01#1.1", "不得击鼓。", kind="part", within="示例法@2020-01-01#1"),
            _passage("示例法@2020-01-01#2", "借款应当归还。"),
            _passage("guide:a#b", "敲钟怎么办", kind="guide"),
            Passage(
                "旧法@2010-01-01#1", "article", "旧法", "第一条", "", "不得敲钟。", in_force=20100101, until=20200101
            ),
        ),
        (Concept("noise", ("吵死人",), ("敲钟",)),),
        date(2026, 1, 1),
    )
    found = methods(shelf, HashEmbedder(64))

    assert len(found) == 7
    assert _ranked(found, FUSED, "敲钟击鼓")[0] == "示例法@2020-01-01#1"
    assert set(_ranked(found, "vectors", "敲钟")) == {"示例法@2020-01-01#1", "示例法@2020-01-01#2"}
    assert _ranked(found, "BM25 alone", "击鼓") == ("示例法@2020-01-01#1",)
    assert _ranked(found, "BM25 alone", "咚咚响") == ()
    assert _ranked(found, "fused, no ways", "吵死人")[0] == "示例法@2020-01-01#1"
    assert _ranked(found, "BM25", "吵死人") == ()
    assert next(m for m in found if m.name == "BM25").rank("吵死人") == ("示例法@2020-01-01#1",)


@pytest.fixture
def public(tmp_path: Path) -> tuple[Path, Path]:
    """Fifty articles of an invented corpus, and a question to every fifth."""
    things = [f"{one}{other}" for one in "甲乙丙丁戊己庚辛壬癸" for other in "鼠牛虎兔龙"]
    articles, queries = tmp_path / "articles.jsonl.gz", tmp_path / "queries.jsonl"
    with gzip.open(articles, "wt", encoding="utf-8") as file:
        for number, thing in enumerate(things, 1):
            row = {"id": f"示例法第{number}条", "instrument": "示例法", "article": number, "text": f"不得惊扰{thing}。"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    rows = [
        {"qid": n, "text": f"能惊扰{thing}吗", "gold": [f"示例法第{n}条"]}
        for n, thing in enumerate(things, 1)
        if n % 5 == 0
    ]
    queries.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return articles, queries


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert main([*words, "--embedder", "hash", "--json"]) == 0
    tables: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return tables


def test_quality_on_a_public_corpus(
    public: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Held-out questions alone are asked, slices stand apart, and what is easy is found by every ranking."""
    articles, queries = public
    assert main(["folds", "--queries", str(queries), "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    held, seen = tmp_path / "held0.txt", tmp_path / "held0.seen.txt"

    tables = _json(
        capsys, "quality", "--articles", str(articles), "--queries", str(queries),
        "--only", str(held), "--seen", str(seen),
    )  # fmt: skip

    assert [row["ranking"] for row in tables[0]["rows"]][1:] == [
        "BM25", "vectors alone", "fused", "fused, no concept table",
    ]  # fmt: skip
    assert all(row["R@100"]["n"] == 2 and row["hit@5"]["value"] == 1 for row in tables[0]["rows"])
    assert "questions of held0.txt; n = 2" in tables[0]["title"]
    assert tables[1]["rows"][0]["R@10"] == {"value": 0, "low": 0, "high": 0, "n": 2}
    assert ["none seen" in table["title"] for table in tables] == [False, False, True, True]


def test_a_question_whose_article_is_not_held_is_refused(
    public: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """It would count against every ranking alike."""
    articles, queries = public
    queries.write_text('{"text": "能惊扰谁", "gold": ["示例法第99条"]}\n', "utf-8")

    assert main(["quality", "--articles", str(articles), "--queries", str(queries), "--embedder", "hash"]) == 2
    assert "示例法第99条" in capsys.readouterr().err


def test_quality_on_a_library_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Questions of the split that is asked for, all groups and the first apart, and each topic."""
    questions = tmp_path / "questions.jsonl"
    rows = [
        {"text": "催告人能敲钟吗", "split": "held_out", "topic": "bells", "articles": [["安宁法#5", "安宁法#2"]]},
        {"text": "旧债还要还吗", "split": "train", "topic": "debts", "articles": [["旧债法#1"]]},
    ]
    questions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")

    tables = _json(capsys, "quality", "--own", str(questions), "--library", str(LIBRARY), "--as-of", "2026-11-22")

    assert [table["title"].partition(" (")[0] for table in tables] == ["Quality", "Paired differences", "By topic"]
    assert tables[0]["rows"][0]["first group MRR@10"]["n"] == 1
    assert [row["topic"] for row in tables[2]["rows"]] == ["bells"]
    assert main(["quality", "--own", str(questions), "--split", "none", "--library", str(LIBRARY)]) == 2
    assert main(["quality"]) == 2


def test_faults_of_a_file_are_named_with_their_line(tmp_path: Path) -> None:
    """No JSON, a missing field, no file."""
    path = tmp_path / "queries.jsonl"
    path.write_text('\n{"text": "问"}\n', "utf-8")
    with pytest.raises(InputProblem, match=r"queries\.jsonl:2: .*gold"):
        read_public(path)
    path.write_text("{", "utf-8")
    with pytest.raises(InputProblem, match=r"queries\.jsonl:1"):
        read_public(path)
    with pytest.raises(InputProblem, match="读不出来"):
        read_public(tmp_path / "none.jsonl")


def test_an_ablation_leaves_out_one_part_at_a_time() -> None:
    """On invented law every ranking is there and finds articles of it; the one that is used stands last."""
    corpus = read_corpus(LIBRARY)
    embedder = HashEmbedder()
    shelf = Shelf(corpus.passages, corpus.concepts)
    lexical = LexicalIndex.build(corpus.passages, None)
    vectors = ExactVectors(embedded(corpus.passages, embedder, lambda *_: None))
    tried = variants(shelf, lexical, vectors, embedder, ways=True)

    assert tried[-1].name == USED
    assert len({method.name for method in tried}) == len(tried) >= 10
    assert any(method.rank("安宁") for method in tried)
    assert all(set(method.rank("安宁")) <= {p.id for p in corpus.passages} for method in tried)


def test_a_table_is_put_between_the_marks_of_a_document(tmp_path: Path) -> None:
    """What stands around it stays; a document without marks is refused."""
    document = tmp_path / "a.md"
    document.write_text(f"before\n<!-- {MARK} -->\nold\n<!-- /{MARK} -->\nafter\n", "utf-8")
    put_in(document, MARK, "new")

    assert document.read_text("utf-8") == f"before\n<!-- {MARK} -->\nnew\n<!-- /{MARK} -->\nafter\n"
    document.write_text("nothing", "utf-8")
    with pytest.raises(InputProblem, match="ablation"):
        put_in(document, MARK, "new")
