"""An invented library in two versions, an honest answer from it, and a fake at the assistant's boundary."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from kb import (
    Article,
    ArticleNumber,
    Authority,
    Corpus,
    Guide,
    Instrument,
    Phantom,
    Section,
    Version,
    Wording,
)

Json = dict[str, Any]
OLD, NEW = date(2013, 1, 1), date(2026, 1, 1)


def _article(number: int, *paragraphs: tuple[str, ...]) -> Article:
    return Article(ArticleNumber(number), paragraphs)


def _corpus() -> Corpus:
    name = "示例法"
    old = Version(name, OLD, NEW, last_article=3, articles=(_article(1, ("发恐吓信息的，处五百元以下罚款。",)),))
    new = Version(
        name,
        NEW,
        last_article=3,
        articles=(
            _article(1, ("催收人应当出示证件，并说明所为何事。",)),
            _article(
                2,
                ("有下列行为之一的，处一千元以下罚款：", "（一）多次发送恐吓信息的；", "（二）昼夜打电话扰人安宁的。"),
            ),
        ),
    )
    gone = Version("早年法", OLD, date(2020, 1, 1), last_article=9, articles=(_article(7, ("欠债应当还钱。",)),))
    pact = Version(
        "示例公约", date(2018, 3, 28), wording=Wording.SUMMARY, articles=(_article(0, ("夜里十点以后不打催收电话。",)),)
    )
    instruments = (
        Instrument(name, "中华人民共和国示例法", Authority.LAW, versions=(old, new)),
        Instrument("早年法", "中华人民共和国早年法", Authority.LAW, replaced_by=name, versions=(gone,)),
        Instrument("示例公约", "示例公约", Authority.INDUSTRY_RULE, versions=(pact,)),
    )
    section = Section("at-the-door", "有人敲门怎么办？", ("先别开门。",))
    return Corpus(
        {i.id: i for i in instruments},
        (Guide("visits", "上门", "上门", NEW, "CC-BY-4.0", (section,)),),
        (Phantom("催收总管法", (), (name,), "没有这部法律。"),),
    )


@pytest.fixture
def corpus() -> Corpus:
    """示例法 in two versions, a repealed law, an industry pact of which only a summary is held, and a guide."""
    return _corpus()


_HONEST: Json = {
    "question": "他一天发几十条吓人的短信，违法吗？",
    "as_of": "2026-11-22",
    "lang": "zh",
    "action": "answer",
    "verdict": "unlawful",
    "headline": "违法",
    "text": (
        "《示例法》第二条第一项规定：“多次发送恐吓信息的”，处一千元以下罚款。[1]\n\n"
        "夜里不打电话是行业规矩。[2]\n\n先别开门。"
    ),
    "claims": [
        {
            "text": "《示例法》第二条第一项规定：“多次发送恐吓信息的”，处一千元以下罚款。",
            "citations": [1],
            "support": "quoted",
        },
        {"text": "夜里不打电话是行业规矩。", "citations": [2], "support": "supported"},
        {"text": "先别开门。", "citations": [], "support": "guide"},
    ],
    "citations": [
        {
            "n": 1,
            "ref": "示例法@2026-01-01#2.1.1",
            "label": "《示例法》第二条第一款第一项",
            "quote": "（一）多次发送恐吓信息的；",
            "status": "in_force",
            "authority": "law",
            "wording": "exact",
        },
        {
            "n": 2,
            "ref": "示例公约@2018-03-28#0",
            "label": "《示例公约》",
            "quote": "",
            "status": "in_force",
            "authority": "industry_rule",
            "wording": "summary",
        },
    ],
    "hits": [
        {"ref": "guide:visits#at-the-door", "score": 0.9},
        {"ref": "示例法@2026-01-01#2", "score": 0.8},
        {"ref": "示例公约@2018-03-28#0", "score": 0.5},
    ],
    "findings": [],
    "facts": {},
    "ask_back": [],
    "steps": ["保存短信。"],
    "channels": ["110"],
    "withheld": [],
    "model": "extractive",
    "corpus": "0123456789ab",
    "timings_ms": {"total": 1.0},
}


@pytest.fixture
def honest() -> Json:
    """An answer without fault, as JSON; free to be changed by a test."""
    return copy.deepcopy(_HONEST)


@dataclass
class FakeAnswer:
    """An answer, of which only the JSON is seen."""

    json: Json

    def to_dict(self) -> Mapping[str, object]:
        """The JSON."""
        return self.json


@dataclass
class FakeAssistant:
    """Answers from a table; crashes where the table says so; remembers what it was asked."""

    corpus: Corpus
    answers: Mapping[str, Json | Exception]
    asked: list[tuple[str, date | None]] = field(default_factory=list)

    def ask(self, text: str, /, *, as_of: date | None = None) -> FakeAnswer:
        """The table's answer."""
        self.asked.append((text, as_of))
        given = self.answers[text]
        if isinstance(given, Exception):
            raise given
        return FakeAnswer(given)

    def conversation(self) -> FakeAssistant:
        """Itself."""
        return self


@pytest.fixture
def assistant(corpus: Corpus) -> Callable[[Mapping[str, Json | Exception]], FakeAssistant]:
    """Makes a fake assistant over the invented library from a table of answers."""
    return lambda answers: FakeAssistant(corpus, answers)
