"""Search: what was cited first, then what fits; only what applies on the day; and an answer whatever breaks."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.embedders import HashEmbedder
from kb.errors import IndexProblem
from kb.law import Concept
from kb.lexical import LexicalIndex
from kb.passages import FOREVER, Passage
from kb.ranks import Authority
from kb.search import Hit, Searcher
from kb.store import ChromaVectors
from kb.vectors import ExactVectors, Nearest
from tests.kb.conftest import read_only

TODAY = date(2026, 11, 22)
EMBEDDER, EMBEDDER_512 = HashEmbedder(64), HashEmbedder()


def _article(
    ref: str,
    number: str,
    text: str,
    *,
    in_force: int = 20210101,
    until: int = FOREVER,
    authority: Authority = Authority.LAW,
) -> Passage:
    title = ref.partition("@")[0]
    return Passage(
        id=ref,
        kind="article",
        title=f"中华人民共和国{title}",
        number=number,
        headings="总则",
        text=text,
        authority=authority,
        in_force=in_force,
        until=until,
        instrument=title,
    )


def _guide(ref: str, question: str, text: str, asked: str = "") -> Passage:
    return Passage(
        id=f"guide:{ref}",
        kind="guide",
        title="指南",
        number=question,
        headings="录音",
        text=text,
        asked=asked,
        authority=Authority.GUIDE,
    )


SHELF = (
    _article("示例法@2021-01-01#1", "第一条", "任何人不得骚扰他人的安宁。"),
    _article("示例法@2021-01-01#2", "第二条", "借款的利息不得预先在本金中扣除。"),
    _article("示例法@2021-01-01#3", "第三条", "自然人享有隐私权，他人不得刺探、泄露。"),
    _article("罚则法@2013-01-01#42", "第四十二条", "发送信息骚扰他人的，处五百元以下罚款。", until=20260101),
    _article("罚则法@2026-01-01#50", "第五十条", "发送信息骚扰他人的，处一千元以下罚款。", in_force=20260101),
    _article("新法@2027-01-01#1", "第一条", "催收人骚扰他人的，由有关部门处罚。", in_force=20270101),
    _article("公约@2024-01-01#9", "第九条", "不得骚扰无关的第三人。", authority=Authority.INDUSTRY_RULE),
    _guide("recording#secret", "可以偷偷录音吗？", "可以录自己的通话。", "不告诉对方就录音行吗 ｜ 偷录算不算数"),
    _guide("fees#prepaid", "砍头息要还吗？", "本金按实际到手的数额算。", "借一万到手八千"),
)
CONCEPTS = (Concept("contact-bombing", ("爆通讯录", "打给我家人"), ("隐私权", "刺探、泄露")),)


def _refs(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.id for hit in hits]


@pytest.fixture(scope="module")
def searcher() -> Iterator[Searcher]:
    """One searcher in memory, with a concept."""
    opened = Searcher.build(SHELF, EMBEDDER, None, concepts=CONCEPTS)
    yield opened
    opened.close()


def test_the_passage_that_says_it_comes_first(searcher: Searcher) -> None:
    """Found by words and by vectors, its score between 0 and 1."""
    best = searcher.find("利息可以预先从本金里扣除吗", TODAY)[0]

    assert best.passage.id == "示例法@2021-01-01#2"
    assert 0 < best.score <= 1
    assert best.rankings == ("lexical", "vector")


def test_a_guide_is_found_by_the_ways_people_ask(searcher: Searcher) -> None:
    """`问法` serves search."""
    assert _refs(searcher.find("不告诉对方就录音", TODAY))[0] == "guide:recording#secret"


def test_an_article_is_found_by_its_part_and_says_which() -> None:
    """A long article that says it in one item stands where the item alone would; parts never stand by themselves."""
    lead, noise = (
        "有下列行为之一的，处五百贝以下罚款：",
        "在集市上喧哗的；占用桥面的；堆放柴草的；拦截车马的；私挖水井的；",
    )
    whole = _article("市集法@2021-01-01#4", "第四条", f"{lead}\n（一）{noise * 40}\n（二）敲钟催账的。")
    parts = tuple(
        replace(whole, id=f"{whole.id}.1.{n}", kind="part", text=f"{lead}\n{text}", within=whole.id)
        for n, text in enumerate((f"（一）{noise * 40}", "（二）敲钟催账的。"), 1)
    )
    rival = _article("旁法@2021-01-01#1", "第一条", "敲钟报时、报火警的，不受限制；催账的时辰另有规定。")
    long, cut = (Searcher.build(shelf, EMBEDDER, None) for shelf in ((whole, rival), (whole, *parts, rival)))

    assert _refs(long.find("敲钟催账", TODAY))[0] == rival.id
    hits = cut.find("敲钟催账", TODAY)
    assert _refs(hits) == [whole.id, rival.id]
    assert [h.part and h.part.id for h in hits] == [f"{whole.id}.1.2", None]
    assert _refs(cut.find("敲钟", TODAY, kind="article"))
    assert cut.find("敲钟", TODAY, kind="part") == ()
    long.close()
    cut.close()


def test_only_what_applies_on_the_day_is_found(searcher: Searcher) -> None:
    """The old version before its end, the new one from its first day, neither twice; guides always."""
    on = {
        day: {ref for ref in _refs(searcher.find("发送信息骚扰他人", day)) if ref.startswith(("罚则法", "新法"))}
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1), None)
    }

    assert on[date(2025, 12, 31)] == {"罚则法@2013-01-01#42"}
    assert on[date(2026, 1, 1)] == {"罚则法@2026-01-01#50"}
    assert on[date(2027, 1, 1)] == {"罚则法@2026-01-01#50", "新法@2027-01-01#1"}
    assert len(on[None]) == 3
    assert "guide:recording#secret" in _refs(searcher.find("录音", date(1990, 1, 1)))


def test_what_is_remembered_is_not_changed_by_what_is_cited(searcher: Searcher) -> None:
    """Asked twice with a citation and then without, the same question gets the same answers."""
    plain = searcher.find("利息预先扣除", TODAY)
    cited = [searcher.find("利息预先扣除", TODAY, cited=["示例法@2021-01-01#3"]) for _ in range(2)]

    assert cited[0] == cited[1]
    assert searcher.find("利息预先扣除", TODAY) == plain


def test_the_last_question_is_not_searched_again() -> None:
    """An answer asks for all kinds and then for guides: the second costs no search, and gives what it would have."""
    opened = Searcher.build((*SHELF[:-1], replace(SHELF[-1], cites="示例法#2")), EMBEDDER, None)
    asked: list[str] = []
    genuine = EMBEDDER.embed_query

    class Counting(HashEmbedder):
        def embed_query(self, text: str) -> NDArray[np.float32]:
            asked.append(text)
            return genuine(text)

    opened.embedder = Counting(64)
    both = [opened.find("录音", TODAY), opened.find("录音", TODAY, kind="guide")]
    assert asked == ["录音"]
    assert both[1] == tuple(h for h in both[0] if h.passage.kind == "guide")
    opened.find("录音", date(2013, 1, 1))
    opened.find("利息", TODAY)
    assert asked == ["录音", "录音", "利息"]
    opened.close()


def test_only_the_kind_that_is_asked_for_is_found(searcher: Searcher) -> None:
    """Guides alone, articles alone."""
    assert {h.passage.kind for h in searcher.find("骚扰", TODAY, kind="guide")} <= {"guide"}
    assert {h.passage.kind for h in searcher.find("录音", TODAY, kind="article")} <= {"article"}
    assert _refs(searcher.find("录音", TODAY, kind="guide"))[0] == "guide:recording#secret"
    assert searcher.find("骚扰", TODAY, kind="letter") == ()


def test_what_is_cited_comes_first_in_its_order(searcher: Searcher) -> None:
    """Above every score, whatever the words; unknown ids are passed over, and so is what does not apply."""
    cited = ["示例法@2021-01-01#3", "无此法#1", "罚则法@2013-01-01#42", "示例法@2021-01-01#1"]

    found = searcher.find("利息预先扣除", TODAY, cited=cited)

    assert _refs(found)[:3] == ["示例法@2021-01-01#3", "示例法@2021-01-01#1", "示例法@2021-01-01#2"]
    assert found[0].score > found[1].score > 1 >= found[2].score
    assert found[0].rankings[0] == "cited"
    assert "罚则法@2013-01-01#42" not in _refs(found)
    assert len(set(_refs(found))) == len(found)


def test_an_article_named_in_the_question_counts_as_cited(searcher: Searcher) -> None:
    """Also in corpora that nobody curated; the version of the day."""
    assert _refs(searcher.find("中华人民共和国示例法第3条", TODAY))[0] == "示例法@2021-01-01#3"
    assert searcher.find("《示例法》第二条", TODAY)[0].rankings[0] == "cited"
    assert _refs(searcher.find("罚则法第四十二条", date(2025, 1, 1)))[0] == "罚则法@2013-01-01#42"
    assert "罚则法@2013-01-01#42" not in _refs(searcher.find("罚则法第四十二条", TODAY))


def test_a_borrowers_words_find_the_laws_words(searcher: Searcher) -> None:
    """A concept adds what the law calls it; without it the question shares no word with the article."""
    plain = Searcher.build(SHELF, EMBEDDER, None)

    assert _refs(searcher.find("他们爆通讯录了", TODAY))[0] == "示例法@2021-01-01#3"
    assert _refs(plain.find("他们爆通讯录了", TODAY))[0] != "示例法@2021-01-01#3"
    plain.close()


def test_the_order_is_always_the_same(searcher: Searcher) -> None:
    """Same question, same list, from one thread or from many; equal scores by id."""
    questions = ["骚扰他人", "录音", "利息", "示例法第一条", "没有的词"] * 8
    expected = [searcher.find(q, TODAY) for q in questions]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda q: searcher.find(q, TODAY), questions)) == expected
    twins = [_article(f"孪生法@2021-01-01#{n}", "第一条", "一模一样的话。") for n in (3, 1, 2)]
    same = Searcher.build(twins, EMBEDDER, None)
    assert _refs(same.find("一样的话", TODAY)) == sorted(p.id for p in twins)
    same.close()


@pytest.mark.parametrize("text", ["", "？", "\n\n", "\ud800", "第条", "zzz"])
def test_a_question_without_words_finds_nothing_by_words(searcher: Searcher, text: str) -> None:
    """No error, no lexical hit."""
    assert all("lexical" not in h.rankings for h in searcher.find(text, TODAY))


def test_k_is_kept(searcher: Searcher) -> None:
    """No more than asked for; none for none."""
    assert len(searcher.find("骚扰他人", TODAY, k=2)) == 2
    assert searcher.find("骚扰他人", TODAY, k=0) == ()
    assert len(searcher.find("骚扰他人", None, k=10_000)) == len(SHELF)


def test_memory_says_that_nothing_is_kept(searcher: Searcher) -> None:
    """`notice` is for the reader."""
    assert "内存" in searcher.notice


def test_no_passages_is_no_error(tmp_path: Path) -> None:
    """An empty library, or one with a single article, is searched like any other."""
    for number, passages in enumerate(((), SHELF[:1])):
        opened = Searcher.build(passages, EMBEDDER, tmp_path / str(number))
        assert len(opened.find("骚扰", TODAY)) == len(passages)
        assert opened.notice == ""


# what is kept in a folder


@pytest.fixture
def by_chroma(monkeypatch: pytest.MonkeyPatch, untried: None) -> None:  # noqa: ARG001 - not by a child first
    """Chroma is asked however few passages there are."""
    monkeypatch.setattr("kb.opening.EXACT_UP_TO", 0)


def test_few_passages_are_compared_one_by_one(tmp_path: Path) -> None:
    """Exact and the same every time; Chroma's folder is there for those who want it, and is not opened."""
    opened = Searcher.build(SHELF, EMBEDDER, tmp_path)

    assert isinstance(opened.vectors, ExactVectors)
    assert list(tmp_path.glob("builds/*/chroma/chroma.sqlite3"))
    opened.close()


def test_other_programs_get_the_index_as_a_langchain_vector_store(tmp_path: Path) -> None:
    """Whichever way the searcher itself compares; an index in memory has none, and says so."""
    opened = Searcher.build(SHELF, EMBEDDER, tmp_path)

    found = opened.as_langchain().similarity_search("骚扰他人", k=1)

    assert found[0].page_content == opened.find("骚扰他人", None, k=1)[0].passage.text
    opened.close()
    with pytest.raises(IndexProblem, match="youju index"):
        Searcher.build(SHELF, EMBEDDER, None).as_langchain()


@pytest.mark.usefixtures("by_chroma")
def test_the_second_start_builds_nothing(tmp_path: Path) -> None:
    """It opens what the first wrote, and answers alike."""
    stages: list[str] = []
    first = Searcher.build(SHELF, EMBEDDER, tmp_path, progress=lambda stage, *_: stages.append(stage))
    expected = first.find("骚扰他人", TODAY)
    first.close()
    assert {"建立关键词索引", "计算词向量", "写入向量库"} <= set(stages)

    stages.clear()
    second = Searcher.build(SHELF, EMBEDDER, tmp_path, progress=lambda stage, *_: stages.append(stage))

    assert stages == []
    assert (second.notice, second.fingerprint) == ("", first.fingerprint)
    assert isinstance(second.vectors, ChromaVectors)
    assert second.find("骚扰他人", TODAY) == expected
    second.close()


def test_a_changed_library_or_embedder_is_indexed_anew(tmp_path: Path) -> None:
    """A stale index never answers."""
    Searcher.build(SHELF, EMBEDDER, tmp_path).close()

    changed = Searcher.build((*SHELF, _article("补充法#1", "第一条", "不得冒充公检法。")), EMBEDDER, tmp_path)
    other = Searcher.build(SHELF, HashEmbedder(32), tmp_path)

    assert _refs(changed.find("冒充公检法", TODAY))[0] == "补充法#1"
    assert len({changed.fingerprint, other.fingerprint}) == 2
    assert changed.notice == other.notice == ""
    changed.close()
    other.close()


@pytest.mark.parametrize(
    "name", ["vectors.npy", "passages.jsonl", "manifest.json", "header.bin", "chroma.sqlite3", "meta.json", "*.idx"]
)
def test_a_damaged_file_is_noticed_and_the_index_rebuilt(tmp_path: Path, name: str) -> None:
    """Cut in half, it is found before it is opened; the reader notices nothing but the time."""
    first = Searcher.build(SHELF, EMBEDDER, tmp_path)
    expected = first.find("骚扰他人", TODAY)
    first.close()
    (damaged,) = (tmp_path / "builds").rglob(name)
    damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size // 2])

    again = Searcher.build(SHELF, EMBEDDER, tmp_path)

    assert again.notice == ""
    assert again.find("骚扰他人", TODAY) == expected
    again.close()


@pytest.mark.parametrize("exact_up_to", [20_000, 0])
def test_a_reader_keeps_its_index_while_others_build_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exact_up_to: int
) -> None:
    """Nothing is taken from under a running searcher, Chroma's neither, even when its folder has been swept away."""
    monkeypatch.setattr("kb.opening.EXACT_UP_TO", exact_up_to)
    reader = Searcher.build(SHELF, EMBEDDER, tmp_path)
    expected = reader.find("骚扰他人", TODAY)

    monkeypatch.setattr("kb.opening.EXACT_UP_TO", 20_000)
    for count in (3, 5):
        Searcher.build(SHELF[:count], EMBEDDER, tmp_path).close()

    assert len(list((tmp_path / "builds").iterdir())) == 2
    assert reader.find("骚扰他人", TODAY) == expected
    assert _refs(reader.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"
    reader.close()


def test_the_last_good_index_stands_in_for_a_damaged_one(tmp_path: Path) -> None:
    """Where nothing can be rebuilt, an older answer with a warning is better than none."""
    for passages in (SHELF, SHELF[:5]):
        Searcher.build(passages, EMBEDDER_512, tmp_path).close()
    newest = tmp_path / "builds" / (tmp_path / "CURRENT").read_text("utf-8").strip()
    (newest / "passages.jsonl").write_bytes(b"")

    opened = Searcher.open(tmp_path)

    assert "用的是上一份：请运行 youju index" in opened.notice
    assert opened.passages == SHELF
    opened.close()


@pytest.mark.parametrize(
    ("name", "said", "rankings"),
    [
        ("vectors.npy", "现在只用关键词检索", {"lexical"}),
        ("meta.json", "关键词部分已损坏", {"lexical", "vector"}),
        ("chroma.sqlite3", "向量库部分已损坏", {"lexical", "vector"}),
    ],
)
def test_what_is_whole_of_an_index_built_elsewhere_serves(
    tmp_path: Path, name: str, said: str, rankings: set[str]
) -> None:
    """Its passages are of its day; an older index would be of an older law."""
    for passages in (SHELF[:5], SHELF):
        Searcher.build(passages, EMBEDDER_512, tmp_path).close()
    newest = tmp_path / "builds" / (tmp_path / "CURRENT").read_text("utf-8").strip()
    (damaged,) = newest.rglob(name)
    damaged.write_bytes(b"")

    opened = Searcher.open(tmp_path)

    assert said in opened.notice
    assert opened.notice.endswith("请运行 youju index 重建。")
    assert opened.passages == SHELF
    assert set(opened.find("骚扰他人", TODAY)[0].rankings) == rankings
    opened.close()


def test_an_index_built_elsewhere_brings_its_passages(tmp_path: Path) -> None:
    """It opens with the embedder it was built with."""
    built = Searcher.build(SHELF, EMBEDDER_512, tmp_path)

    opened = Searcher.open(tmp_path, concepts=CONCEPTS)

    assert opened.passages == SHELF
    assert (opened.notice, opened.fingerprint) == ("", built.fingerprint)
    assert opened.find("骚扰他人", TODAY) == built.find("骚扰他人", TODAY)
    with pytest.raises(IndexProblem, match="youju index"):
        Searcher.open(tmp_path / "absent")
    built.close()
    opened.close()


@pytest.mark.parametrize("name", [None, "broken"])
def test_without_its_embedder_an_index_is_searched_by_words(tmp_path: Path, name: str | None) -> None:
    """A model that cannot be loaded, or is another, costs recall, and the reader is told."""
    Searcher.build(SHELF, EMBEDDER, tmp_path).close()  # 64 dimensions; opening expects 512
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "modules.json").write_text("no list")

    opened = Searcher.open(tmp_path, name and str(tmp_path / name))

    assert "只用关键词" in opened.notice
    assert _refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"
    assert {r for h in opened.find("骚扰", TODAY) for r in h.rankings} == {"lexical"}


def test_without_an_embedder_words_are_enough(tmp_path: Path) -> None:
    """BM25 alone is a searcher."""
    for place in (None, tmp_path):
        opened = Searcher.build(SHELF, None, place)
        assert _refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"


# what breaks


@pytest.mark.skipif(os.name == "nt", reason="folders have no write permission there")
def test_a_place_that_cannot_be_written_means_memory() -> None:
    """The question is answered; the reader is told that the next start takes as long."""
    with tempfile.TemporaryDirectory() as place, read_only(Path(place)):
        opened = Searcher.build(SHELF, EMBEDDER, Path(place) / "index")

        assert "没有写入权限），这次只放在内存里" in opened.notice
        assert place in opened.notice
        assert _refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"
        opened.close()


@pytest.mark.skipif(os.name == "nt", reason="folders have no write permission there")
@pytest.mark.usefixtures("by_chroma")
def test_an_index_on_a_read_only_disk_is_used_as_it_is() -> None:
    """Neither tantivy nor Chroma can open it there; a copy and the exact scan can, with the same answer."""
    with tempfile.TemporaryDirectory() as place:
        first = Searcher.build(SHELF, EMBEDDER, Path(place))
        expected = first.find("骚扰他人", TODAY)
        first.close()
        with read_only(Path(place)):
            opened = Searcher.build(SHELF, EMBEDDER, Path(place))

            assert isinstance(opened.vectors, ExactVectors)
            assert "逐条比较" in opened.notice
            assert _refs(opened.find("骚扰他人", TODAY)) == _refs(expected)


def test_a_full_disk_means_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there before stays whole, and is used again when there is space."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        opened = Searcher.build(SHELF, EMBEDDER, tmp_path)
        assert "磁盘空间不足），这次只放在内存里" in opened.notice
        assert _refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"
    again = Searcher.build(SHELF, EMBEDDER, tmp_path)
    assert again.notice == ""
    opened.close()
    again.close()


@pytest.mark.usefixtures("by_chroma")
def test_chroma_that_fails_while_asked_is_replaced(tmp_path: Path) -> None:
    """The very question that met the fault is answered, and so is the next."""
    opened = Searcher.build(SHELF, EMBEDDER, tmp_path)
    expected = opened.find("骚扰他人", TODAY)
    opened.find("利息", TODAY)  # the last question is remembered
    assert isinstance(opened.vectors, ChromaVectors)
    opened.vectors.close()

    assert opened.find("骚扰他人", TODAY) == expected
    assert opened.find("骚扰他人", TODAY) == expected
    assert isinstance(opened.vectors, ExactVectors)
    assert opened.notice.count("逐条比较") == 1


@pytest.mark.usefixtures("by_chroma")
def test_chroma_that_cannot_start_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder and in memory alike."""
    Searcher.build(SHELF, EMBEDDER, tmp_path).close()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no Chroma today")

    monkeypatch.setattr("chromadb.PersistentClient", broken)
    monkeypatch.setattr("chromadb.EphemeralClient", broken)
    folder, memory = Searcher.build(SHELF, EMBEDDER, tmp_path), Searcher.build(SHELF, EMBEDDER, None)

    assert "no Chroma today" in folder.notice
    for opened in (folder, memory):
        assert isinstance(opened.vectors, ExactVectors)
        assert _refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"


def test_a_day_that_another_thread_made_us_forget_is_no_error() -> None:
    """What is remembered of days is let go of as others are asked for, at any moment."""

    class Forgetful(dict[Any, Any]):
        def __setitem__(self, key: Any, value: Any) -> None: ...

    opened = Searcher.build(SHELF, EMBEDDER, None)
    expected = opened.find("利息预先扣除", TODAY)
    opened._applicable._known = Forgetful()

    assert opened.find("利息预先扣除", TODAY) == expected


def test_vectors_that_cannot_be_replaced_leave_words() -> None:
    """BM25 alone answers, and the notice says so."""

    class Failing:
        def search(self, vector: NDArray[np.float32], k: int) -> Nearest:
            raise IndexProblem(f"向量库不可用（{len(vector)}，{k}）。")

        def close(self) -> None: ...

    lexical = LexicalIndex.build(SHELF)
    opened = Searcher(SHELF, lexical, Failing(), embedder=EMBEDDER)

    assert _refs(opened.find("利息预先扣除", TODAY))[0] == "示例法@2021-01-01#2"
    assert opened.vectors is None
    assert "只用关键词" in opened.notice
