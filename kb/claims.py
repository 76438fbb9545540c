"""Groups citations that stand together, and finds the words that rest on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.citations import Citation, Mention
from kb.folding import words_only

Span = tuple[int, int]

MIN_CLAIM = 8
"""Words a claim must have to say anything about which article is meant."""

_FEW = 4
"""Fewer words before or behind a citation say nothing: 依据, 规定."""
_JOINED = re.compile(r"(?:\s*[（(][^（）()\n]{2,16}[）)])?[、，,和及与以或至到～~\-\s]{0,3}")
_LABEL = re.compile(r"\s*[（(]([^（）()\n]{2,16})[）)]")
_EXPLAINED = re.compile(r"\s*[（(]([^（）()\n]{17,200})[）)](?!\s*(?:规定|明确|[:：]))")
"""A bracket behind a citation that tells in a sentence what the article says."""
_NO_LABEL = re.compile(r"待核|修正|修订|施行|自律|不是法律|大意|同前|下同|见|号$|^\d+$")
_FRONT = re.compile(
    r"^[\s*#>\-•·0-9.、：:，,。；;的）)》”\"]*(?:规定|的规定|明确|指出|写着|写明|写得)?[了得：:，,\s*]*"
)
_QUOTED = re.compile(
    r"“(?:[^“”\n]|“[^“”\n]{0,200}”){0,400}”|[「『‘（(][^「」『』‘’（）()\n]{0,400}[」』’）)]|\"[^\"\n]{0,400}\""
)
_STOPS = "。！？!?\n"
_PARTS = _STOPS + "；;"
"""A semicolon ends what an earlier citation of the sentence was said to say."""
_STOP = re.compile(f"[{_STOPS}]")
_LEADS = "，,；;"
_LONE = re.compile(r"第[^条\s]{1,12}[款项](?!.{0,3}条)")
_CLOSING = re.compile(r"[\s*]*[）)】\]]")
_COLON = re.compile(r"[\s*]*+(?:规定|明确|指出|写明|载明)?[\s*]*+[：:]")
_BACK = 400
"""Characters that are searched for the beginning of a sentence."""


@dataclass(frozen=True, slots=True)
class Group:
    """Citations joined by 、 or 和, and what rests on them."""

    mentions: tuple[Mention, ...]
    span: Span
    """All that rests on them, with them; a quotation in it is theirs."""
    claim: str
    """What they are said to say: the words behind them, or else before them."""
    context: str
    """The sentence around them, without them."""
    copied: bool
    """The claim stands behind a colon or beneath a heading, as copied law does."""
    labels: Mapping[Span, str]
    """What stands in brackets behind a citation: 第一千零三十二条（隐私权）."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What is cited, each once."""
        return tuple(dict.fromkeys(m.citation for m in self.mentions))


def groups(text: str, mentions: Sequence[Mention]) -> tuple[Group, ...]:
    """The group of each mention, in their order."""
    shielded = _QUOTED.sub(lambda quoted: _STOP.sub("\ue000", quoted[0]), text)
    runs = list(_runs(text, mentions))
    out: list[Group] = []
    for index, run in enumerate(runs):
        low = max(m.span[1] for m in runs[index - 1]) if index else 0
        high = runs[index + 1][0].span[0] if index + 1 < len(runs) else len(text)
        out += [_group(text, shielded, run, low, high)] * len(run)
    return tuple(out)


def around(text: str, span: Span, reach: int) -> str:
    """The words near a place, without those of the place itself."""
    return text[max(0, span[0] - reach) : span[0]] + "。" + text[span[1] : span[1] + reach]


def word_count(text: str) -> int:
    """Characters that are words."""
    return len(words_only(text).text)


def _runs(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    run: list[Mention] = []
    for mention in mentions:
        gap = text[run[-1].span[1] : mention.span[0]] if run else ""
        if run and not _JOINED.fullmatch(gap) and mention.span[0] >= run[-1].span[1]:
            yield run
            run = []
        run.append(mention)
    if run:
        yield run


def _group(text: str, shielded: str, run: list[Mention], low: int, high: int) -> Group:
    start, end = run[0].span[0], max(m.span[1] for m in run)
    labels = {
        m.span: found[1] for m in run if (found := _LABEL.match(text, m.span[1])) and not _NO_LABEL.search(found[1])
    }
    if found := _LABEL.match(text, end):
        end = found.end()
    sentence = _sentence_start(shielded, start, low)
    if low and sentence == low:
        sentence = _sentence_start(shielded, start, low, _PARTS)
    stop = _STOP.search(shielded, end, high)
    sentence_end = stop.end() if stop else high
    if high < len(text) and stop is None:  # what leads to the next citation is that one's
        sentence_end = max((shielded.rfind(mark, end, high) for mark in _LEADS), default=-1)
        sentence_end = sentence_end if sentence_end >= 0 else high
    before, behind = text[sentence:start], text[end:sentence_end]
    context = _FRONT.sub("", before) + "，" + _FRONT.sub("", behind)
    paragraph_end = _paragraph_end(text, shielded, end, high)

    def made(first: int, last: int, *, copied: bool = False) -> Group:
        span = min(first, start), max(last, end)
        return Group(tuple(run), span, _FRONT.sub("", text[first:last]), context, copied, labels)

    if (told := _EXPLAINED.match(text, end)) and word_count(told[1]) >= MIN_CLAIM:
        return made(told.start(1), told.end(1))
    if _LONE.match(text, start):
        return made(end, sentence_end)
    if _CLOSING.match(text, end):
        first = sentence if word_count(before) >= _FEW else _earlier(shielded, sentence, low)
        return made(min(first, start), start)
    alone = word_count(behind) < _FEW and (stop is None or stop[0] == "\n")
    if word_count(before) < _FEW and (_COLON.match(text, end) or alone):
        if alone and stop:
            return made(end, _beneath(text, shielded, sentence_end, high), copied=True)
        return made(end, paragraph_end, copied=True)
    if word_count(behind) >= MIN_CLAIM:
        copied = bool(_COLON.match(text, end))
        whole = made(end, paragraph_end if copied else sentence_end, copied=copied)
        reach = sentence if sentence > low else end
        return Group(whole.mentions, (min(reach, start), paragraph_end), whole.claim, context, copied, labels)
    if word_count(before) >= MIN_CLAIM:
        return made(sentence, start)
    return made(min(_earlier(shielded, sentence, low), start), start)


def _sentence_start(shielded: str, at: int, low: int, marks: str = _STOPS) -> int:
    """Where the sentence that holds a place begins, not before `low`."""
    first = max(low, at - _BACK, 0)
    return max([first, *(shielded.rfind(mark, first, max(at, 0)) + 1 for mark in marks)])


def _earlier(shielded: str, sentence: int, low: int) -> int:
    """Where the sentence before begins; where it holds a citation itself, its words are that one's."""
    first = _sentence_start(shielded, sentence - 1, low)
    return first if first > low or low == 0 else sentence


def _paragraph_end(text: str, shielded: str, end: int, high: int) -> int:
    """Where the paragraph ends, or before it the sentence in which the next citation stands."""
    stop = text.find("\n\n", end, high)
    if stop >= 0:
        return stop
    if high == len(text):
        return high
    return max(_sentence_start(shielded, high, end), end) if _STOP.search(shielded, end, high) else high


def _beneath(text: str, shielded: str, at: int, high: int) -> int:
    """The end of the paragraph beneath a heading."""
    while at < high and text[at].isspace():
        at += 1
    return _paragraph_end(text, shielded, at, high)
