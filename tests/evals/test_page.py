"""The page stands alone, and shows why a case failed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from evals.cases import Case
from evals.comparison import Baseline, compare
from evals.replies import read_reply
from evals.report import Report
from evals.scores import Asked, score
from kb import Corpus

Json = dict[str, Any]


class _Reader(HTMLParser):
    """Collects tags with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def _page(honest: Json, corpus: Corpus) -> str:
    honest["withheld"] = [{"text": "扣下的话", "reason": "没有依据"}]
    case = Case("A-1", "own", "typo", ("问",), "因", expect=(("示例法#1", "示例法#2"), ("早年法#7",)))
    scores = (score(Asked(case, (read_reply(honest),), 0.2), corpus),)
    comparison = compare({"A-1": scores[0].failed}, Baseline({"A-1": ()}, {}))
    return Report("all", scores, comparison=comparison).to_html()


def test_it_asks_nothing_of_any_other_host(honest: Json, corpus: Corpus) -> None:
    """No address, no link to a file, and a policy that forbids both."""
    page = _page(honest, corpus)
    reader = _Reader()
    reader.feed(page)

    assert not re.search(r"(?:https?:)?//[a-z]", page)
    assert not [tag for tag, attributes in reader.tags if attributes.keys() & {"src", "href", "action"}]
    assert "default-src 'none'" in page


def test_a_case_shows_its_outcome_its_causes_and_its_hits_with_gold_marked(honest: Json, corpus: Corpus) -> None:
    """Filterable by kind and outcome; what was withheld and the ranked hits stand beneath the answer."""
    page = _page(honest, corpus)

    assert '<details data-kind="typo" data-outcome="miss lost" data-suite="">' in page
    assert "没有引用应引的条文：早年法#7" in page
    assert "扣下的话（没有依据）" in page
    assert '<li class="gold">示例法@2026-01-01#2</li>' in page
    assert '<li class="other">guide:visits#at-the-door</li>' in page


def test_two_answers_stand_side_by_side_with_what_changed(honest: Json, corpus: Corpus) -> None:
    """Against the whole result of an earlier run, what went and what came is marked; the way stands beneath."""
    honest["facts"] = {"threat": "吓人"}
    honest["findings"] = [{"rule": "intimidated", "title": "恐吓"}]
    case = Case("A-1", "own", "typo", ("问",), "因", expect=(("示例法#2",),))
    asked = Asked(case, (read_reply(honest),), 0.2, ranked={"BM25": ("示例法@2026-01-01#1", "示例法@2026-01-01#2")})
    scores = (score(asked, corpus),)
    before = Baseline({"A-1": ()}, {}, texts={"A-1": honest["text"].replace("一千元", "五百元")})
    page = Report(
        "all", scores, comparison=compare({"A-1": scores[0].failed}, before),
        articles={"示例法@2026-01-01#2": ("《示例法》第二条", "有下列行为之一的")},
    ).to_html()  # fmt: skip

    assert re.search(r"<del>[^<]*五百[^<]*</del>", page)
    assert re.search(r"<ins>[^<]*一千[^<]*</ins>", page)
    assert "threat（“吓人”）" in page
    assert "恐吓（intimidated）" in page
    assert "BM25：第2名" in page
    assert 'data-to="a-示例法_2026-01-01_2"' in page
    assert 'id="a-示例法_2026-01-01_2"' in page
    assert page.count("<svg") == 2


def test_what_is_held_out_shows_neither_words_nor_way(honest: Json, corpus: Corpus) -> None:
    """Only that it failed, and where gold stood."""
    honest["facts"] = {"threat": "秘密"}
    case = Case("H-1", "own", "typo", ("秘密的问题",), "秘密的理由", split="held_out", expect=(("早年法#7",),))
    page = Report("all", (score(Asked(case, (read_reply(honest),), 0.2), corpus),)).to_html()

    assert "秘密" not in page
    assert "先别开门" not in page
