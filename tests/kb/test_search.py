"""Search: what was cited first, then what fits; only what applies on the day."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.embedders import HashEmbedder
from kb.search import Searcher
from tests.kb.searched import CONCEPTS, EMBEDDER, SHELF, TODAY, article, refs


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
    assert refs(searcher.find("不告诉对方就录音", TODAY))[0] == "guide:recording#secret"


def test_an_article_is_found_by_its_part_and_says_which() -> None:
    """A long article that says it in one item stands where the item alone would; parts never stand by themselves."""
    lead, noise = (
        "有下列行为之一的，处五百贝以下罚款：",
        "在集市上喧哗的；占用桥面的；堆放柴草的；拦截车马的；私挖水井的；",
    )
    whole = article("市集法@2021-01-01#4", "第四条", f"{lead}\n（一）{noise * 40}\n（二）敲钟催账的。")
    parts = tuple(
        replace(whole, id=f"{whole.id}.1.{n}", kind="part", text=f"{lead}\n{text}", within=whole.id)
        for n, text in enumerate((f"（一）{noise * 40}", "（二）敲钟催账的。"), 1)
    )
    rival = article("旁法@2021-01-01#1", "第一条", "敲钟报时、报火警的，不受限制；催账的时辰另有规定。")
    long, cut = (Searcher.build(shelf, EMBEDDER, None) for shelf in ((whole, rival), (whole, *parts, rival)))

    assert refs(long.find("敲钟催账", TODAY))[0] == rival.id
    hits = cut.find("敲钟催账", TODAY)
    assert refs(hits) == [whole.id, rival.id]
    assert [h.part and h.part.id for h in hits] == [f"{whole.id}.1.2", None]
    assert refs(cut.find("敲钟", TODAY, kind="article"))
    assert cut.find("敲钟", TODAY, kind="part") == ()
    long.close()
    cut.close()


def test_only_what_applies_on_the_day_is_found(searcher: Searcher) -> None:
    """The old version before its end, the new one from its first day, neither twice; guides always."""
    on = {
        day: {ref for ref in refs(searcher.find("发送信息骚扰他人", day)) if ref.startswith(("罚则法", "新法"))}
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1), None)
    }

    assert on[date(2025, 12, 31)] == {"罚则法@2013-01-01#42"}
    assert on[date(2026, 1, 1)] == {"罚则法@2026-01-01#50"}
    assert on[date(2027, 1, 1)] == {"罚则法@2026-01-01#50", "新法@2027-01-01#1"}
    assert len(on[None]) == 3
    assert "guide:recording#secret" in refs(searcher.find("录音", date(1990, 1, 1)))


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
    assert refs(searcher.find("录音", TODAY, kind="guide"))[0] == "guide:recording#secret"
    assert searcher.find("骚扰", TODAY, kind="letter") == ()


def test_what_is_cited_comes_first_in_its_order(searcher: Searcher) -> None:
    """Above every score, whatever the words; unknown ids are passed over, and so is what does not apply."""
    cited = ["示例法@2021-01-01#3", "无此法#1", "罚则法@2013-01-01#42", "示例法@2021-01-01#1"]

    found = searcher.find("利息预先扣除", TODAY, cited=cited)

    assert refs(found)[:3] == ["示例法@2021-01-01#3", "示例法@2021-01-01#1", "示例法@2021-01-01#2"]
    assert found[0].score > found[1].score > 1 >= found[2].score
    assert found[0].rankings[0] == "cited"
    assert "罚则法@2013-01-01#42" not in refs(found)
    assert len(set(refs(found))) == len(found)


def test_an_article_named_in_the_question_counts_as_cited(searcher: Searcher) -> None:
    """Also in corpora that nobody curated; the version of the day."""
    assert refs(searcher.find("中华人民共和国示例法第3条", TODAY))[0] == "示例法@2021-01-01#3"
    assert searcher.find("《示例法》第二条", TODAY)[0].rankings[0] == "cited"
    assert refs(searcher.find("罚则法第四十二条", date(2025, 1, 1)))[0] == "罚则法@2013-01-01#42"
    assert "罚则法@2013-01-01#42" not in refs(searcher.find("罚则法第四十二条", TODAY))


def test_a_borrowers_words_find_the_laws_words(searcher: Searcher) -> None:
    """A concept adds what the law calls it; without it the question shares no word with the article."""
    plain = Searcher.build(SHELF, EMBEDDER, None)

    assert refs(searcher.find("他们爆通讯录了", TODAY))[0] == "示例法@2021-01-01#3"
    assert refs(plain.find("他们爆通讯录了", TODAY))[0] != "示例法@2021-01-01#3"
    plain.close()


def test_the_order_is_always_the_same(searcher: Searcher) -> None:
    """Same question, same list, from one thread or from many; equal scores by id."""
    questions = ["骚扰他人", "录音", "利息", "示例法第一条", "没有的词"] * 8
    expected = [searcher.find(q, TODAY) for q in questions]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda q: searcher.find(q, TODAY), questions)) == expected
    twins = [article(f"孪生法@2021-01-01#{n}", "第一条", "一模一样的话。") for n in (3, 1, 2)]
    same = Searcher.build(twins, EMBEDDER, None)
    assert refs(same.find("一样的话", TODAY)) == sorted(p.id for p in twins)
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
