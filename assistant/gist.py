"""What of a message is searched and judged: one reading of it, whatever it is wrapped in.

Greetings and thanks, orders to the assistant and sentences about something else carry nothing of the matter; left in,
they move what is found. What makes out such a sentence is in `data/gist.toml`, and in a table learned from sentences
(`assistant/hearing.py`). Danger to life is not read here but in the whole message, before.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.folded import plain
from assistant.selection import about_debts
from assistant.wordings import Cues, Message, read_cues
from kb import YoujuError, mainland

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What courtesies of one language are made of."""

    words: tuple[str, ...]
    """One of these must stand in a clause that is nothing but a courtesy."""
    around: tuple[str, ...]
    opening: tuple[str, ...]
    closing: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """The table: what courtesies are made of, orders, and what ties a sentence to a matter of debts."""

    courtesies: tuple[_Pieces, ...]
    """In Chinese, and in English."""
    always: Cues
    form: Cues
    ties: tuple[str, ...]
    unless: tuple[str, ...]
    """Words that only look as if a tie stood in them."""
    least: float
    """Share of its pairs of characters that guides are asked by, below which a sentence is about something else …"""
    beside: float
    """… where the learned chance that it is none of the matter is so high too; …"""
    alone: float
    """… from this chance on whatever guides are asked by …"""
    order: float
    """… and from this chance on a sentence is an order to the assistant; …"""
    order_that_asks: float
    """… from this on even one that asks something, as a quoted claim seems to (催收泼油漆是合法的)."""

    @cached_property
    def polite(self) -> tuple[_Polite, ...]:
        """Courtesies, ready to be sought."""
        return tuple(_Polite(pieces, gap) for pieces, gap in zip(self.courtesies, _GAPS, strict=True))

    @cached_property
    def tied(self) -> re.Pattern[str]:
        """Any of the ties, or in no group what only looks so."""
        return re.compile(f"{_any_of(self.unless)}|({_any_of(self.ties)})")


@dataclass(frozen=True, slots=True)
class Gists:
    """Reads messages, by the table and by what is known of facts, of orders and of the library."""

    words: Words
    ordered: Callable[[str], bool]
    """Whether a sentence orders the assistant to put its rules aside."""
    tells: Callable[[str], bool]
    """Whether a sentence tells a fact of conduct."""
    known: Callable[[str], float]
    """The share of its pairs of characters that guides are asked by."""
    chances: Callable[[str], Mapping[str, float]] | None = None
    """The learned chance that a sentence is an `order` to the assistant, and `idle`; None: by words alone."""

    def of(self, text: str) -> str:
        """The message without what is none of its matter, in simplified characters; all of it if nothing is left."""
        same = mainland(text)
        told = self._told(same)
        kept = [s for s in told if not self._idle(s)]
        return _joined(kept if any(map(self._carries, kept)) else told) if told else same

    def matter(self, text: str) -> str:
        """What is asked of the law beside orders to the assistant; empty if nothing is."""
        return _joined(s for s in self._told(mainland(text)) if self._carries(s))

    def _told(self, text: str) -> list[str]:
        """The sentences without courtesies, and without orders."""
        sentences = (s for s in sentences_of(_opened(text, self._order)) if not self._order(s))
        return [s for s in map(self._without_courtesy, sentences) if _says(s)]

    def _order(self, sentence: str) -> bool:
        message = Message.of(sentence)
        asks = bool(_ASKS.search(plain(sentence)))
        if self.ordered(sentence) and not (asks and about_debts(sentence)):
            return True
        if not asks and self.words.always.found(message):
            return True
        if self._chance(sentence, "order") >= (self.words.order_that_asks if asks else self.words.order):
            return True
        return not asks and self.words.form.found(message) and not self._of_the_matter(sentence)

    def _without_courtesy(self, sentence: str) -> str:
        for polite in self.words.polite:
            sentence = polite.cut(sentence)
        return sentence

    def _idle(self, sentence: str) -> bool:
        """Whether a sentence is about something else."""
        if _PRECISE.search(sentence) or self._of_the_matter(sentence):
            return False
        aside = self._chance(sentence, "order", "idle") if self.chances else self.words.beside
        return (aside >= self.words.beside and self._strange(sentence)) or aside >= self.words.alone

    def _strange(self, sentence: str) -> bool:
        """Whether a sentence asks nothing, and has no words of a matter."""
        if _ASKS.search(plain(sentence)):
            return False
        if any(found[1] for found in self.words.tied.finditer(sentence)) or _TIME.fullmatch(plain(sentence)):
            return False
        return self.known(sentence) < self.words.least

    def _chance(self, sentence: str, *labels: str) -> float:
        found = self.chances(sentence) if self.chances else {}
        return sum(found.get(label, 0.0) for label in labels)

    def _carries(self, sentence: str) -> bool:
        """Whether a sentence says by itself what the matter is."""
        if self._of_the_matter(sentence):
            return True
        return bool(_ASKS.search(plain(sentence))) and self.known(sentence) >= self.words.least

    def _of_the_matter(self, sentence: str) -> bool:
        return about_debts(sentence) or self.tells(sentence)


_ENDS = re.compile(
    r"(?:[“「『《][^”」』》\n]{0,400}[”」』》]|\"[^\"\n]{0,400}\"|[^。！？!?；;\n])+(?:[。！？!?；;]+[”」』）)]*)?\n*|[。！？!?；;\n]+"
)
_ASKS = re.compile(
    r"[?？]|[吗嘛呢](?:[,，。!！\s]|$)|怎么(?!都|也)|怎样|咋|如何|是不是|能不能|可不可以|可以不|会不会|要不要|该不该|有没有|算不算|多久|(?<!没)多少(?!都)|啥|哪"
    r"|(?<![前好这那十])几(?:天|年|个月|条|次)(?![前后以])|(?<![论管])(?<!论问|论说|管问|管说)什么(?!都|也)|合法|违法|犯法|合规|行不行|违规"
    r"|(?:can|may|could|is it|are they|do they|does|what|how|when|where|who|should)\s?(?:i|they|it|he|she|my|the|a)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"(?<![请想来])问[我俺咱](?:们)?(?:什么时候|啥时候|何时|几时|几号|能不能|有没有|为什么|为啥|怎么|咋|打算|多久|是不是)"
    r"[^,，。！？!?；;\s]*"
)
"""What they asked the reader: 问我啥时候能还."""
_PRECISE = re.compile(
    r"第[零一二三四五六七八九十百千0-9]+条|《|[0-9一二三四五六七八九十百千两]\s*[万块元]|%|百分之|\d{4}年|[0-9一二三四五六七八九十]月|利率"
)
"""What is exact is kept: an article, a sum, a rate, a day."""
_TIME = re.compile(
    r"[是在那这就都当时约大概差不多年月日号点钟半分周末星期礼拜节假一二三四五六七八九十0-9早晚上中下午凌晨夜里去今昨前后个的候事了天。,，]+"
)
"""A sentence that only says when goes with the one beside it."""
_BRACKETED = re.compile(
    r"\[(\w{1,20})\].{0,400}?\[/\1\]|<(\w{1,20})>.{0,400}?</\2>|<!--.{0,400}?-->|<[a-z][^<>\n]{0,400}>|【[^】\n]{0,400}】|\[[^\]\n]{0,400}\]|（[^）\n]{0,400}）|\([^)\n]{0,400}\)|\{[^{}\n]{0,400}\}",
    re.DOTALL,
)
_CLAUSE = re.compile(r"((?:[，,：:、～~]|(?<=[^\x00-\x7f])\s|\s(?=[^\x00-\x7f]))\s*)")
_MARK = re.compile(r"[。！？!?；;\n”」』）)]{1,40}$")
_MOST_PIECES = 40
"""Pieces that one courtesy is made of, at most."""
_GAPS = (r"\s*", r"[\s'’.]*\b")
"""What may stand between the pieces of a courtesy."""
_MARKS = "，,。：:、！!；;～~ \t\n"


_APART = re.compile(r"[,，、\s]+|(?<=[吗呢嘛])(?=\w)")
"""Where one sentence may ask the next question."""
_A_QUESTION = 4
"""Characters that a clause must have to be a question by itself."""


def sentences_of(text: str) -> Iterator[str]:
    """The sentences, each with its end; what stands in quotation marks is not cut."""
    return (match[0] for match in _ENDS.finditer(text))


def questions_in(text: str) -> tuple[str, ...]:
    """The sentences that ask, for a message that asks several things."""
    found = (
        re.sub(r"^(?:[一二三四五六1-6][是、.)）]|第[一二三四五六][,，、]?|还有|另外)+[,，]?", "", s.strip())
        for s in sentences_of(text)
    )
    return tuple(dict.fromkeys(s for s in found if _asks(s) and _says(s)))


def _asks(sentence: str) -> bool:
    """Whether a sentence asks, apart from what others are told to have asked."""
    return bool(_ASKS.search(_REPORTED.sub("", plain(sentence))))


def asked_apart(sentence: str) -> tuple[str, ...]:
    """What each of several questions within one sentence asks, with what is told before it; the sentence otherwise."""
    clauses = [c for c in _APART.split(sentence) if c]
    ends = [n for n, c in enumerate(clauses, 1) if len(c) >= _A_QUESTION and _asks(c)]
    if len(ends) < 2:
        return (sentence,)
    starts = (0, *ends[:-1])
    ends[-1] = len(clauses)
    return tuple("，".join(clauses[start:end]) for start, end in zip(starts, ends, strict=True))


def _opened(text: str, order: Callable[[str], bool]) -> str:
    """The text without what is given as an order in brackets."""
    return _BRACKETED.sub(lambda m: "" if order(m[0].strip("【】[]（）(){}<>!- ")) else m[0], text)


def _says(sentence: str) -> bool:
    return any(unicodedata.category(c)[0] in "LN" for c in sentence)


def _joined(sentences: Iterable[str]) -> str:
    return "".join(sentences).strip(_MARKS.replace("。", "").replace("！", "").replace("!", ""))


class _Polite:
    """What courtesies are made of, in one language."""

    def __init__(self, words: _Pieces, gap: str) -> None:
        word, other = _any_of(words.words), _any_of(words.around)
        piece = rf"(?>(?:{word}|{other}){gap})"  # the longest first, and never taken back: else a run of them explodes
        most = f"{{0,{_MOST_PIECES}}}"
        self._whole = re.compile(rf"\A{piece}{most}+$", re.IGNORECASE)
        self._word = re.compile(word, re.IGNORECASE)
        self._opening = re.compile(rf"(?>(?:{_any_of(words.opening)}){gap}){{1,{_MOST_PIECES}}}+", re.IGNORECASE)
        self._closing = re.compile(rf"(?:{_any_of(words.closing)}){gap}{piece}{most}+$", re.IGNORECASE)

    def cut(self, sentence: str) -> str:
        """The sentence without clauses that are courtesies, and without such a beginning or end."""
        mark = _MARK.search(sentence)
        body = sentence[: mark.start()] if mark else sentence
        cut = [*_CLAUSE.split(body), ""]
        clauses = [clause + separator for clause, separator in zip(cut[::2], cut[1::2], strict=True)]
        kept = [c for c in clauses if not (self._word.search(bare := _bare(c)) and self._whole.match(bare))]
        if not any(map(_says, kept)):
            return ""
        kept[0] = self._opening.sub("", kept[0], count=1) if self._opening.match(kept[0]) else kept[0]
        kept[-1] = self._closing.sub("", _trimmed(kept[-1]))
        left = "".join(kept)
        return left.strip(_MARKS) + (mark[0] if mark else "") if _says(left) else ""


def _trimmed(clause: str) -> str:
    return clause.strip(_MARKS)


def _bare(clause: str) -> str:
    """A clause without its marks, and without pictures."""
    return "".join(c for c in clause if unicodedata.category(c) not in {"So", "Sk", "Cn"}).strip(_MARKS + "…·.*-—")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))


def read_words(path: Path = DATA / "gist.toml") -> Words:
    """Read the table.

    Raises:
        YoujuError: the file is not such a table.
    """
    try:
        data: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = (data["courtesy"], data["courtesy_english"])
        courtesies = tuple(_Pieces(*(tuple(map(str, row[name])) for name in _LISTS)) for row in rows)
        orders, idle = data["orders"], data["idle"]
        always, form = read_cues(orders["always"], {}), read_cues(orders["form"], {})
        return Words(
            courtesies,
            always,
            form,
            ties=tuple(map(str, idle["ties"])),
            unless=tuple(map(str, idle["unless"])),
            least=float(idle["least"]),
            beside=float(idle["beside"]),
            alone=float(idle["alone"]),
            order=float(orders["heard"]),
            order_that_asks=float(orders["heard_asking"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise YoujuError(f"{path.name} 不完整或写错：{error}；格式见 docs/formats.md") from error


_LISTS = ("words", "around", "opening", "closing")
