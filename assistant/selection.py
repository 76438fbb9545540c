"""Chooses from the hits what an answer rests on, and says when nothing found is evidence enough."""

from __future__ import annotations

import copy
import math
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from assistant.folded import plain
from assistant.topics import UNKNOWN, Topics
from kb import (
    Concept,
    Corpus,
    Embedder,
    Guide,
    Hit,
    Provision,
    Section,
    StatuteBook,
    YoujuError,
    bigrams,
    respelt,
    standard,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENOUGH = 0.17
"""Least chance that a guide section answers a question; below, youju says that it does not know. Of 300 messages that
sections answer, and 260 that none does (`python -m evals.sections`), on which it was chosen, at .17 and .2 a share of
.97 and .96 had a section, and .35 and .33."""

ENOUGH_FOR_A_STORY = 0.1
"""The same for a story that speaks of debts: what is told in it beside the matter shares the chances out. Of 180
stories 179 have a section from here on, 173 from .2."""

OUTSIDE = 0.8
"""Chance from which a question is none of this field, whatever section is found."""

KNOWN = 0.85
"""Nearness to the ways to ask for a section from which a question is one of them, whatever its field seems; set by
hand."""

SURE = 0.5
"""Chance from which a section may speak with its own headline and verdict; below, it is offered as the nearest. Of the
same messages .86 had such a section, and .95 of these were right."""

LONG = 40
"""Characters from which a message is a story: of its sentences the one that a section shares most counts too."""

A_SENTENCE = 0.7
"""What the share of one sentence of a story counts for. On the 477 cases, with it and without: expected articles cited
.782 and .758, what must be said .856 and .832, refused though answerable .052 and .061. No other value was tried."""

ALIKE = 0.6
"""Likeness from which a question is one of those that a section answers, in other words."""

NEAREST, USUAL = 3, 0.5
"""How many of the ways to ask for a section tell how near a question is; and how near it is taken to be where no model
tells."""

NEAR_SENTENCE = 0.9
"""What the nearness of one sentence counts for; set by hand."""

GUIDES = 8
"""How many of the best guide sections are considered."""

FITS = Path(__file__).parent / "data" / "sections.toml"
"""What `python -m assistant.training sections` writes."""

_HERE = re.compile(
    r"催|欠|还款|还钱|还不(?!错|赖|是|到|知|太|算|懂|会|肯|如|一|想|敢)|不还|钱还|没钱|被告|告我|逾期|贷|债|录音|征信|老赖|失信|通讯录|利息|利率|罚息|信用卡|分期|传票|律师函|支付令|砍头息|上门|恐吓|威胁|骚扰|骂|"
    r"(?:被|让)法院|法院.{0,10}(?:冻|扣|划|封|执行|通知|短信|电话|公告|文书|裁定|寄|送)|开庭|强制执行|执行局|执行案|被执行|终本|"
    r"冻结|(?:卡|账户|工资|余额|存款|支付宝).{0,8}冻|查封|封条|划走|扣划|限高|网上仲裁|网络仲裁|裁决书|借款|借了.{0,4}[千万块钱]|"
    r"担保|保证人|借条|借据|欠条|借钱|高利|高炮|714|代扣|盗刷|冒名|时效|仲裁|拍卖|保全|答辩|管辖|缺席判决|小额诉讼|上诉|再审|调解|"
    r"刷脸|验证码|敲诈|拘禁|诈骗|破产|法律援助|赌债|"
    r"停息|挂账|债务优化|法务公司|官司输|输了?官司|判我(?!几年|多久)|判决(?:书|下来|了?没还|后)|工资.{0,6}扣|扣.{0,4}工资|断供|"
    r"还清|结清|烂账|坏账|呆账|核销|不用还|12378|12321|12345|12363|12377|投诉|报警|起诉|立案|collect|debt|loan|overdue"
)

_SENTENCE = re.compile(r"[。！？!?；;\n]")
LEAST_SENTENCE = 8
"""Characters from which a sentence of a story says something by itself."""

ENOUGH_LAW = 0.42
"""The same for an article alone."""

_FILLER = re.compile(
    r"请问|你好|您好|谢谢|帮帮我|怎么办|怎么弄|咋办|咋整|咋弄|是不是|能不能|可不可以|可以吗|行吗|行不行|合法吗|违法吗|犯法吗|是真的吗|"
    r"今晚|今天|明天|昨天|现在|刚才|这样做|那样做|这样|那样|什么|怎么|怎样|如何|多少|哪个|哪条|哪些|哪里|为啥|为什么|吗|呢|吧|啊|了|的|我|你|他们|他|她|就|也|都|还|又|在|是|有|要|会|能|把|被|给|跟|和|说"
)


class Traits(NamedTuple):
    """What tells whether a guide section answers a question."""

    margin: float
    """By how much the search has it before the best of the others, or behind."""
    rank: int
    """Its place, from 0."""
    outside: float
    """The odds that the question is none of this field, as a logarithm."""
    near: float
    """How near it is in meaning to the ways to ask for the section: the mean cosine of the nearest `NEAREST`."""
    told: float
    """The logarithm of its chance among all sections, by messages that ask for each (`assistant/topics.py`)."""


@dataclass(frozen=True, slots=True)
class Fits:
    """A logistic regression over traits."""

    base: float
    weights: tuple[float, ...]

    def chance(self, traits: Traits) -> float:
        """The chance that the section answers, from 0 to 1."""
        return 1 / (1 + math.exp(-self.base - sum(a * b for a, b in zip(self.weights, traits, strict=True))))


def read_fits(path: Path = FITS) -> Fits:
    """Read the weights.

    Raises:
        YoujuError: the file is no such table.
    """
    try:
        numbers = tomllib.loads(path.read_text("utf-8"))
        return Fits(float(numbers["base"]), tuple(float(numbers[name]) for name in Traits._fields))
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise YoujuError(
            f"{path.name} 读不出来：{fault}；请运行 python -m assistant.training sections 重新生成"
        ) from fault


def _odds(chance: float) -> float:
    """The logarithm of the odds, at most some 7 either way."""
    kept = min(max(chance, 0.001), 0.999)
    return math.log(kept / (1 - kept))


class Evidence:
    """How much of a question the library's passages share, by telling bigrams, and what answers it."""

    def __init__(
        self,
        corpus: Corpus,
        outside: Callable[[str], float] | None = None,
        fits: Fits | None = None,
        embedder: Embedder | None = None,
        topics: Topics | None = None,
    ) -> None:
        """`outside` is the chance that a sentence is none of this field; without it a list of words tells.

        The `embedder` tells how near a question is to others, `topics` which section messages like it ask for; the fits
        are learned with the model that ships.
        """
        self._outside, self._fits, self._embedder, self._topics = outside, fits or read_fits(), embedder, topics
        self._ways_of = lru_cache(maxsize=None)(partial(_embedded_ways, corpus, embedder)) if embedder else None
        self._concepts: Sequence[Concept] = corpus.concepts
        self._bigrams: Mapping[str, frozenset[str]] = {
            p.id: frozenset(bigrams(f"{p.title}\n{p.number}\n{p.text}\n{p.asked}")) for p in corpus.passages
        }
        self._asked: Mapping[str, tuple[frozenset[str], ...]] = {
            guide.section_ref(section): tuple(frozenset(bigrams(plain(x))) for x in (section.title, *section.asked))
            for guide in corpus.guides
            for section in guide.sections
        }
        self._ways = frozenset(pair for ways in self._asked.values() for way in ways for pair in way)
        wholes = [self._bigrams[p.id] for p in corpus.passages if not p.within]
        counts = Counter(pair for pairs in wholes for pair in pairs)
        total = max(1, len(wholes))
        self._weights = {pair: math.log(1 + total / count) for pair, count in counts.items()}
        self._unseen = math.log(1 + 2 * total)
        self._usual = sum(self._weights.values()) / max(1, len(self._weights)) / 2

    def without(self, refs: Collection[str]) -> Evidence:
        """The same for who is not to read these sections."""
        twin = copy.copy(self)
        vars(twin)["_topics"] = self._topics.without(refs) if self._topics else None
        return twin

    def share(self, question: str, passage: str) -> float:
        """The share of the question's weight that the passage has, 0 to 1.

        Words that no passage has weigh most, unless the question speaks of debts: then they are only unusual words.
        A question that a section is known to be asked by has as much of it as the two are alike.
        """
        return self.share_of(self.weighed(question), passage)

    def outside(self, question: str) -> float:
        """The chance that a question, and each sentence of it that says something, is none of this field."""
        if self._outside is None:
            return 0.1 if about_debts(question) else 0.9
        sentences = [part for part in _SENTENCE.split(question) if len(part) >= LEAST_SENTENCE]
        return min(map(self._outside, (question, *sentences)))

    def traits(self, question: str, hits: Iterable[Hit]) -> Iterator[tuple[str, Traits]]:
        """The best guide sections among the hits, by reference, and what tells whether each answers a question.

        Among them the one that messages like it ask for, however far behind it was found.
        """
        found = [hit for hit in hits if hit.passage.kind == "guide"]
        told = self._topics.told(plain(standard(respelt(question)))) if self._topics and found else {}
        asked_for = max(told, key=told.__getitem__, default="")
        guides = found[:GUIDES] + [hit for hit in found[GUIDES:] if hit.passage.id == asked_for]
        outside = _odds(self.outside(question))
        meant = self._meant(question) if guides else ()
        for rank, hit in enumerate(guides):
            others = max((other.score for other in guides if other is not hit), default=0.0)
            near = self._near(meant, hit.passage.id)
            about = told.get(hit.passage.id, UNKNOWN)
            yield hit.passage.id, Traits(hit.score - others, rank, outside, near, about)

    def chances(self, question: str, hits: Iterable[Hit]) -> dict[str, float]:
        """By reference, the chance that each of these sections answers.

        For a question of another field only of those that it is known to be asked of.
        """
        least = KNOWN if self.outside(question) >= OUTSIDE else -1.0
        return {ref: self._fits.chance(traits) for ref, traits in self.traits(question, hits) if traits.near >= least}

    def weighed(self, question: str) -> Weighed:
        """A question ready to be compared with many passages."""
        parts: tuple[_Worded, ...] = ()
        if len(question) >= LONG and about_debts(question):
            parts = tuple(self._worded(part) for part in _SENTENCE.split(question) if len(part) >= LEAST_SENTENCE)
        lines = tuple(frozenset(bigrams(plain(line))) for line in question.split("\n") if line.strip())
        return Weighed(self._worded(question), parts, lines)

    def share_of(self, question: Weighed, passage: str) -> float:
        """`share` of a question that was weighed before."""
        having = self._bigrams.get(passage, frozenset())
        whole = max(question.whole.share(having), self._alike(question.lines, passage))
        return max(whole, A_SENTENCE * max((part.share(having) for part in question.parts), default=0.0))

    def _meant(self, question: str) -> tuple[NDArray[np.float32], ...]:
        """The vectors of a question and of each sentence of it that says something, these a little shorter."""
        if self._embedder is None:
            return ()
        written = standard(respelt(question))
        parts = [part for part in _SENTENCE.split(written) if len(part) >= LEAST_SENTENCE and part != written]
        sentences = (self._embedder.embed_query(part) * NEAR_SENTENCE for part in parts)
        return (self._embedder.embed_query(written), *sentences)

    def _near(self, meant: Sequence[NDArray[np.float32]], ref: str) -> float:
        """The mean cosine of what is meant and the nearest ways to ask for a section; `USUAL` without any."""
        if not meant or self._ways_of is None or not len(ways := self._ways_of(ref)):
            return USUAL
        return max(fmean(sorted((ways @ vector).tolist())[-NEAREST:]) for vector in meant)

    def known(self, sentence: str) -> float:
        """The share of a sentence's telling bigrams that some section is asked by; of words without any, nothing."""
        pairs = frozenset(p for p in bigrams(_FILLER.sub("。", plain(sentence))) if len(p) > 1)
        return sum(p in self._ways for p in pairs) / len(pairs) if pairs else 0.0

    def _alike(self, lines: Sequence[frozenset[str]], passage: str) -> float:
        """How like a line of the question is to one of the ways to ask for the section (Dice 1945); 0 if not enough."""
        ways = self._asked.get(passage, ())
        best = max((2 * len(a & b) / (len(a) + len(b)) for a in lines for b in ways if a and b), default=0.0)
        return best if best >= ALIKE else 0.0

    def _worded(self, question: str) -> _Worded:
        pairs = frozenset(p for p in bigrams(_FILLER.sub("。", plain(question))) if len(p) > 1)
        unseen = self._usual if about_debts(question) else self._unseen
        known = {p: self._weights[p] for p in pairs if p in self._weights}
        return _Worded(known, sum(known.get(p, unseen) for p in pairs))


def _embedded_ways(corpus: Corpus, embedder: Embedder, ref: str) -> NDArray[np.float32]:
    """(ways to ask for a section, dimensions)."""
    found = corpus.section(ref)
    return embedder.embed([standard(way) for way in found[1].asked] if found else [])


@dataclass(frozen=True, slots=True)
class _Worded:
    """The telling bigrams of some words that any passage has, with their weights, and the weight of all of them."""

    known: Mapping[str, float]
    total: float

    def share(self, having: frozenset[str]) -> float:
        return sum(weight for p, weight in self.known.items() if p in having) / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question as `Evidence` compares it: as a whole, sentence by sentence if it is a story, and line by line."""

    whole: _Worded
    parts: tuple[_Worded, ...]
    lines: tuple[frozenset[str], ...]


def about_debts(question: str) -> bool:
    """Whether a question has a word of this field."""
    return bool(_HERE.search(plain(question)))


def says_nothing(question: str) -> bool:
    """Whether a question is short and names nothing of this field: 他这样做违法吗."""
    return len(plain(question)) <= MAX_VAGUE and not about_debts(question)


MAX_VAGUE = 14


@dataclass(frozen=True, slots=True)
class Likely:
    """A guide section that is likely enough to answer a question."""

    ref: str
    """`guide:recording#secret-recording`."""
    found: tuple[Guide, Section]
    chance: float

    @property
    def sure(self) -> bool:
        """Whether it may speak with its own headline and verdict."""
        return self.chance >= SURE


def choose_sections(question: str, hits: Iterable[Hit], corpus: Corpus, evidence: Evidence) -> tuple[Likely, ...]:
    """Guide sections among the best hits that are likely enough to answer the question, best first."""
    enough = ENOUGH_FOR_A_STORY if len(question) >= LONG and about_debts(question) else ENOUGH
    likely = [(ref, chance) for ref, chance in evidence.chances(question, hits).items() if chance >= enough]
    likely.sort(key=lambda row: (-row[1], row[0]))
    return tuple(Likely(ref, found, chance) for ref, chance in likely if (found := corpus.section(ref)))


def choose_provisions(
    question: str, hits: Iterable[Hit], corpus: Corpus, book: StatuteBook, evidence: Evidence
) -> tuple[Provision, ...]:
    """Articles among the hits that share enough of the question, best first."""
    out, weighed = [], evidence.weighed(question)
    for hit in hits:
        if hit.passage.kind == "article" and evidence.share_of(weighed, hit.passage.id) >= ENOUGH_LAW:
            provision = corpus.provision(hit.passage.id, book.day)
            if provision and book.in_force(provision):
                out.append(provision)
    return tuple(out)
