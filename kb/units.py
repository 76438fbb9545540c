"""Reads numbers of articles, paragraphs and items as people write them: lists, ranges, 之一, （五）（六）项.

All functions read folded text (kb.folding) at a position; what is written otherwise is left to be read as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.law import ArticleNumber
from kb.numerals import NUMERAL_CHARACTERS, from_chinese

NUMERAL = rf"(?:[0-9]{{1,9}}|[{NUMERAL_CHARACTERS}]{{1,12}})"
"""A numeral of bounded length, so that no text takes more than linear time."""

MAX_LIST = 20
"""Numbers that one list names; longer lists are no citation."""
MAX_RANGE = 50
"""Articles that a range names one by one; of a wider range only the ends are cited."""

_N, _TO, _AND = NUMERAL, r"至|到|-|~", r"、|,|和|及|与|或|以及"
_ELEMENT = re.compile(rf"(?P<the>第)?(?P<n>{_N})(?:之(?P<early>{_N}))?(?P<article>条(?:之(?P<late>{_N}))?)?")
_JOIN = re.compile(rf"(?P<to>{_TO})|(?P<and>{_AND})")
_NO_ARTICLE = re.compile(
    r"(?:短信|消息|微信|信息|留言|语音|私信|评论|弹幕|微博|朋友圈|新闻|记录|录音|街|路|腿|命|建议|理由|意见|线索|经验|"
    r"红线|底线|铁律|规矩|措施|渠道|途径|出路|退路|通知|提醒|回复|弯路|线(?!索))"
)
_PARAGRAPHS = re.compile(rf"的?第?(?!两){_N}(?:款?(?:{_TO}|{_AND})第?{_N}){{0,9}}款")
_ITEMS = re.compile(rf"的?第?(?!两){_N}(?:项?(?:{_TO}|{_AND})第?{_N}){{0,9}}项")
_BRACKETED = re.compile(rf"的?第?\({_N}\)(?:项?(?:{_TO}|{_AND})?第?\({_N}\)){{0,19}}项?")
_LISTED = re.compile(rf"的?(?:(?P<to>{_TO})|{_AND})?(?P<own>第?\(?(?P<n>{_N})\)?[款项]?)")
_BACK = re.compile(
    r"前(?P<before>条|款|项)(?=规定|所|第|的|中|之|情形|行为|[,、(]|至|和)|[该本同](?P<same>条|款)(?=第|\()"
)
_LONE = re.compile(
    r"(?:还|也|又|则|就|更)?(?:规定|明确|说|写|讲|指|要求|所|中|里|是|为|的规定|的要求)|[,，。.:;、()\"\n]|$"
)
_SECTION = re.compile(r"第(?P<section>\d+(?:\.\d+)+)(?:节|条|款|项)?")
_BARE_SECTION = re.compile(r"(?P<section>\d+(?:\.\d+)+)(?:节|条|款|项)?(?![\d.%倍折元万亿版])")
_CHAPTER = re.compile(rf"第(?P<chapter>{_N})章")
_SENSIBLE_ITEM = 60
"""More items no paragraph has; （2012） behind an article is a year."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """An article's number and where it is written; the ends of a range share their places with what lies between."""

    number: ArticleNumber
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph or an item behind an article, and where it is written."""

    paragraph: int | None
    item: int | None
    start: int
    end: int


def read_articles(text: str, at: int, *, bare: bool = False) -> tuple[Numbered, ...]:
    """The articles named at a position: 第66至69条 is four, 第一千零三十二条、第一千零三十三条 two; none if none is.

    Args:
        text: folded text.
        at: where the first 第 stands, or the number itself if `bare`.
        bare: whether the number stands right behind a title, and may do without 第: 民法典1033条.
    """
    elements: list[tuple[re.Match[str], bool]] = []
    found, ranged = _ELEMENT.match(text, at), False
    if found and not bare and not found["the"]:
        return ()
    while found and len(elements) < MAX_LIST:
        elements.append((found, ranged))
        joined = _JOIN.match(text, found.end())
        following = _ELEMENT.match(text, joined.end()) if joined else None
        if not joined or not following or not _goes_on(found, joined, following):
            break
        found, ranged = following, bool(joined["to"])
    while elements and not elements[-1][0]["article"]:
        elements.pop()
    if not elements or _NO_ARTICLE.match(text, elements[-1][0].end()):
        return ()
    if bare and not elements[0][0]["the"] and not _large(elements[0][0]["n"]):
        return ()
    return _numbered(elements)


def _goes_on(found: re.Match[str], joined: re.Match[str], following: re.Match[str]) -> bool:
    """Whether the next number belongs to the list, as in 第577条、585条, and not in 第五十条，三条短信."""
    if following["the"] or not found["article"]:
        return True
    return bool(following["article"]) and joined[0] != "," and _large(following["n"])


def _large(numeral: str) -> bool:
    """Two digits or more; 三条 without 第 counts things."""
    return from_chinese(numeral) >= 10


def _numbered(elements: list[tuple[re.Match[str], bool]]) -> tuple[Numbered, ...]:
    out: list[Numbered] = []
    for found, ranged in elements:
        number = from_chinese(found["n"])
        suffix = found["early"] or found["late"]
        if ranged and out and 1 < number - out[-1].number.number <= MAX_RANGE:
            between = range(out[-1].number.number + 1, number)
            out += [Numbered(ArticleNumber(n), found.start(), found.end()) for n in between]
        out.append(Numbered(ArticleNumber(number, from_chinese(suffix) if suffix else 0), found.start(), found.end()))
    return tuple(out)


def read_units(text: str, at: int) -> tuple[Unit, ...]:
    """The paragraphs and items named at a position: 第一款第（五）（六）项 is two, 第一款、第三款 two; else none."""
    out: list[Unit] = []
    paragraph: int | None = None
    while len(out) < MAX_LIST:
        joined = _JOIN.match(text, at) if out else None
        start = joined.end() if joined else at
        if found := _PARAGRAPHS.match(text, start):
            named = _spread(found)
            out += [Unit(n, None, first, last) for n, first, last in named]
            paragraph, at = named[-1][0], found.end()
        elif (found := _ITEMS.match(text, start) or _BRACKETED.match(text, start)) and (
            named := [one for one in _spread(found) if 0 < one[0] < _SENSIBLE_ITEM]
        ):
            if out and not joined and out[-1].item is None:
                item, _, last = named.pop(0)
                out[-1] = Unit(paragraph, item, out[-1].start, last)
            out += [Unit(paragraph, n, first, last) for n, first, last in named]
            at = found.end()
        else:
            break
    return tuple(out)


def read_lone_units(text: str, at: int) -> tuple[Unit, ...]:
    """第二款规定 or 第（三）项所列 without an article before it: of the article cited last."""
    found = read_units(text, at)
    return found if found and _LONE.match(text, found[-1].end) else ()


def _spread(found: re.Match[str]) -> list[tuple[int, int, int]]:
    """一至三 is 1, 2, 3; (五)(六) is 5, 6; each with its place, the first from where the match begins."""
    out: list[tuple[int, int, int]] = []
    for one in _LISTED.finditer(found[0]):
        number, first, last = from_chinese(one["n"]), found.start() + one.start("own"), found.start() + one.end()
        if one["to"] and out and 1 < number - out[-1][0] <= MAX_RANGE:
            out += [(n, first, last) for n in range(out[-1][0] + 1, number)]
        out.append((number, first, last))
    return [(n, first, found.end() if i == len(out) - 1 else last) for i, (n, first, last) in enumerate(out)]


def read_division(text: str, at: int, *, bare: bool = False) -> Numbered | None:
    """第5.3节, 第三章, or behind a title 5.3, of a document that is not cut into articles."""
    if found := _SECTION.match(text, at) or (_BARE_SECTION.match(text, at) if bare else None):
        return Numbered(ArticleNumber(division=f"s{found['section']}"), found.start(), found.end())
    if found := _CHAPTER.match(text, at):
        return Numbered(ArticleNumber(division=f"ch{from_chinese(found['chapter'])}"), found.start(), found.end())
    return None


@dataclass(frozen=True, slots=True)
class Back:
    """前条, 前款, 前项 (one before), 该条, 该款 (the same)."""

    before: bool
    unit: str
    start: int
    end: int


def read_back(text: str, at: int) -> Back | None:
    """A word at a position that points back to the article, paragraph or item cited last."""
    found = _BACK.match(text, at)
    return Back(bool(found["before"]), found["before"] or found["same"], *found.span()) if found else None
