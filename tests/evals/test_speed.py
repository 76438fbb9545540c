"""What an index costs: the sizes it is measured at, recall against the exact scan, and one small run of everything.

No test asserts a time; only that it was measured.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from evals.bert import Encoder, encode
from evals.growth import Job, Stopwatch, apart, grown, peak_memory, rebuild, recall_at_ten, timed
from evals.speed import main
from kb import Passage


@pytest.fixture
def passages() -> tuple[Passage, ...]:
    """Ten articles of an invented law."""
    return tuple(
        Passage(f"示例法#{n}", "article", "示例法", f"第{n}条", "", f"不得惊扰{thing}。", echo=str(n))
        for n, thing in enumerate("鼠牛虎兔龙蛇马羊猴鸡", 1)
    )


def test_a_smaller_size_is_spread_over_all_and_a_larger_one_has_copies(passages: tuple[Passage, ...]) -> None:
    """Copies have ids and titles of their own, and nothing that points to the first."""
    assert [p.id for p in grown(passages, 3)] == ["示例法#1", "示例法#4", "示例法#7"]
    assert grown(passages, 10) == passages

    more = grown(passages, 25)

    assert more[:10] == passages
    assert len({p.id for p in more}) == len({(p.title, p.text) for p in more}) == 25
    assert (more[24].id, more[24].title, more[24].echo) == ("示例法#5~copy2", "示例法（3）", "")


def test_recall_counts_what_is_as_near_as_the_tenth() -> None:
    """Of equal neighbours any will do; a farther one will not."""
    exact = [(at, 0.9 - at / 100) for at in range(9)] + [(9, 0.5), (10, 0.5)]
    other, farther = [*exact[:9], (10, 0.5)], [*exact[:9], (77, 0.4)]

    assert recall_at_ten(other, exact) == 1
    assert recall_at_ten(farther, exact) == pytest.approx(0.9)
    assert recall_at_ten([], exact) == 0
    assert recall_at_ten([(3, 0.7)], [(3, 0.7)]) == 1


def test_questions_that_warm_up_are_not_counted() -> None:
    """Of 12 questions all are timed, and the first ten asked once more before."""
    asked: list[str] = []
    times = timed([str(n) for n in range(12)], asked.append)

    assert len(asked) == 22
    assert times.p50 is not None
    assert times.p95 is not None
    assert times.p50 <= times.p95


def test_a_stopwatch_knows_every_stage() -> None:
    """Calls of one stage add up."""
    watch = Stopwatch()
    for stage in ("一", "二", "一"):
        watch(stage, 1, 1)

    assert set(watch.seconds) == {"一", "二"}
    assert all(seconds >= 0 for seconds in watch.seconds.values())


def test_memory_is_known_or_said_to_be_unknown() -> None:
    """A Python with this test in it holds more than a megabyte."""
    peak = peak_memory()

    assert peak is None or peak > 1


def test_one_small_run_of_everything(
    tmp_path: Path, passages: tuple[Passage, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Fifty passages, of which forty are copies: every figure is there, and at this size Chroma misses nothing."""
    articles, questions = tmp_path / "articles.jsonl", tmp_path / "questions.jsonl"
    rows = [{"instrument": p.title, "article_label": p.number, "text": p.text} for p in passages]
    articles.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    questions.write_text('{"text": "惊扰龙"}\n{"text": "惊扰马"}\n', "utf-8")

    words = ["--sizes", "50", "--articles", str(articles), "--questions", str(questions), "--embedder", "hash"]
    status = main([*words, "--work", str(tmp_path), "--runs", "1", "--no-library", "--json"])
    building, asking, reaching = (table["rows"] for table in json.loads(capsys.readouterr().out))

    assert status == 0
    assert [row["passages"] for row in (*building, *asking)] == ["50", "50"]
    assert all(_measured(value) for row in (*building, *asking) for value in row.values())
    assert [row["ef_search"] for row in reaching] == [200, 400, 800]
    assert {row["recall@10"]["value"] for row in reaching} == {1.0}
    assert list(tmp_path.glob("youju-speed-*")) == []


def _measured(value: Any) -> bool:
    return isinstance(value, str) or (value > 0 and math.isfinite(value))


def test_whole_answers_with_other_articles_beside_the_library(
    tmp_path: Path, passages: tuple[Passage, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """One index of both, with hashing: it is built and asked, and the answers are timed."""
    articles, questions = tmp_path / "articles.jsonl", tmp_path / "questions.jsonl"
    rows = [{"instrument": p.title, "article_label": p.number, "text": p.text} for p in passages]
    articles.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    questions.write_text('{"text": "催收半夜打电话合法吗"}\n', "utf-8")

    words = ["--sizes", "", "--answers", "--articles", str(articles), "--questions", str(questions)]
    status = main([*words, "--work", str(tmp_path), "--no-library", "--embedder", "hash", "--json"])
    (row,) = json.loads(capsys.readouterr().out)[0]["rows"]

    assert status == 0
    assert int(row["passages"].replace(",", "")) > 10
    assert all(_measured(value) for value in row.values())


@pytest.mark.parametrize(
    "words",
    [
        ["--sizes", "a"],
        ["--sizes", "0"],
        ["--limit", "0"],
        ["--runs", "0"],
        ["--sizes", "", "--no-library", "--answers"],
    ],
)
def test_what_cannot_be_measured_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """In one sentence, with status 2."""
    assert main(words) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_bert_of_that_shape_is_made_without_a_download() -> None:
    """21,128 pieces, 512 positions, 2 segments, and 4 layers of 512 and 2,048: 23.7 million numbers."""
    made = apart(encode, Encoder(("欠款多久过时效",), threads=1))
    layer = 4 * (512 * 512 + 512) + 2 * 512 * 2048 + 2048 + 512 + 4 * 512

    assert made.parameters == pytest.approx(((21_128 + 512 + 2 + 2) * 512 + 4 * layer) / 1e6)
    assert made.p50 is not None
    assert encode(Encoder(("欠款",), embedder="hash")).name == "hash-2:512"


def test_an_index_is_made_again_after_a_change(tmp_path: Path) -> None:
    """Of a few articles of the library, with hashing: both times are measured."""
    assert min(rebuild(Job(tmp_path, size=20, embedder="hash"))) > 0
    assert len(list(tmp_path.glob("builds/*"))) == 2
