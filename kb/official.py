"""Reads the text of a law as it is published into articles, and tells what it left out and why.

Official texts come as Word files, web pages or plain text. They hold more than articles: a title, how and when it was
passed, a table of contents, page numbers, footnotes, annexes; and lines that look like articles and are references
(第六十六条规定的……). A line is an article when its number goes on from the one before; what is doubtful is reported,
never guessed in silence. The result is for a person to review.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from kb.law import Article, ArticleNumber
from kb.numerals import NUMERAL_CHARACTERS, from_chinese

_N = rf"[{NUMERAL_CHARACTERS}0-9０-９]{{1,12}}"
_ARTICLE = re.compile(rf"第\s?(?P<number>{_N})\s?条(?:之(?P<suffix>{_N}))?(?P<gap>[\s:：]*)(?P<rest>.*)", re.DOTALL)
_REFERENCE = re.compile(
    r"规定(?!了)[的，。：、；]|所[列规称述定]|的|之规定|[中里]?[,，)）。;；、]|[中里]的|以[上下]规定"
    rf"|(?:和|或|或者|至|以及|与|及)?第{_N}[条款项章节编]"
)
"""How a line goes on that only refers to an article."""
_HEADING = re.compile(rf"第\s?{_N}\s?(?P<rank>分编|编|章|节)(?:\s+(?P<title>[^。；：！？]{{1,40}}))?$")
_RANKS = ("编", "分编", "章", "节", "、")
_PART = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；，！？]{1,30}$")
_ITEM = re.compile(r"[(（]([一二三四五六七八九十]{1,3})[)）]\s*")
_DATE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_BEGINS = re.compile(rf"自\s?{_DATE.pattern}\s?起(?:施行|实施|生效)")
_PASSED = re.compile(rf"{_DATE.pattern}[^，。；]{{0,40}}?(?:通过|公布|发布|印发|修订|修正)")
_TITLE = re.compile(r"[^。；，：]{3,60}(?:法|条例|规定|解释|办法|规则|批复|通知|意见|公约|指引)(?:[（(][^）)]*[)）])?$")
_CONTENTS = re.compile(r"目\s*录$")
_SMALL_GAP = 3
"""A number so little ahead is an article even where nothing stands between it and the text."""
LEAST_ARTICLES, _LEAST_SHARE = 3, 0.12
"""Fewer articles, or a smaller share of the lines, are no law: on the shelf the one richest in items has a sixth."""
_ENDS = "。；：！？”』」）…"
_NOISE = (
    (re.compile(r"(?<![-—–·\s])[-—–·\s]*\d{1,4}[-—–·\s]*$"), "页码"),
    (re.compile(r"第\s?\d+\s?页"), "页码"),
    (re.compile(r"[①-⑳]|\[\d+\]|\[\^\d+\]|注\s?\d*[:：]|※"), "脚注"),
    (re.compile(r"<!--.{0,200}-->$|```|(?<!-)---+$|\|"), "排版标记"),
    (re.compile(r"(?:来源|责任编辑|作者|字号|打印|分享|扫一扫|上一篇|下一篇|当前位置)(?:[:：]|$)"), "网页文字"),
    (re.compile(r"https?://|www\."), "网址"),
)  # fmt: skip
_MARK = re.compile(r"(?<=[^\s])(?:[①-⑳]|\[\^?\d{1,3}\])")
"""A footnote's mark inside a line."""
_SPREAD = re.compile(r"(?:\S )+\S")
"""总　则, spread over the line."""
_ANNEX = re.compile(
    r"附\s?(?:件|录|表|图)?\s?[\d一二三四五六七八九十]*\s?[:：]?$|附\s?(?:件|录|表)\s?[\d一二三四五六七八九十]*[:：\s]"
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that is not in the result, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfficialText:
    """What was read: the articles, what the text says of itself, and what a reviewer must look at."""

    articles: tuple[Article, ...]
    title: str = ""
    promulgated: date | None = None
    in_force: date | None = None
    doubts: tuple[str, ...] = ()
    """What a reviewer must look at: breaks in the numbering (第三条之后是第五条), lines that look like articles."""
    dropped: tuple[Dropped, ...] = ()
    joined: int = 0
    """Lines that were joined to the one before, because it ended in the middle of a sentence."""


def read_official(text: str) -> OfficialText:
    """Read the text of a law: Markdown, plain text, or what was taken out of a Word or PDF file."""
    reading = _Reading()
    lines = list(_lines(text))
    first = next((at for at, (_, line, _) in enumerate(lines) if reading.starts(line)), len(lines))
    start = _chain(lines, first)
    preamble = [line for _, line, _ in lines[:start]]
    for number, line, _ in lines[:start]:
        reading.drop(number, line, _why_before(line))
    reading.read(lines[start:])
    opening = "\n".join(preamble)
    closing = reading.articles[-1].text if reading.articles else ""
    return OfficialText(
        tuple(reading.articles),
        next((line for line in preamble if _TITLE.match(line)), ""),
        _last_day(_PASSED, opening),
        _last_day(_BEGINS, opening) or _last_day(_BEGINS, closing),
        tuple(reading.doubts),
        tuple(sorted(reading.dropped, key=lambda d: d.line)),
        reading.joined,
    )


def is_law(official: OfficialText, text: str) -> bool:
    """Whether a text is a law itself, and no article that quotes some: it is made of articles."""
    lines = sum(bool(line.strip()) for line in text.split("\n"))
    return len(official.articles) >= LEAST_ARTICLES and len(official.articles) >= _LEAST_SHARE * lines


_Line = tuple[int, str, bool]
"""Number, text without decoration, and whether a blank line stands before it."""


def _lines(text: str) -> Iterator[_Line]:
    blank = True
    for number, raw in enumerate(text.split("\n"), 1):
        line = re.sub(r"[\s\u3000]+", " ", raw.replace("**", "")).strip().lstrip("#>").strip()
        line = _MARK.sub("", line)
        if line:
            yield number, line, blank
        blank = not line


def _rank(line: str) -> int | None:
    """How deep a heading stands (第一编 above 第一章); None for what is none."""
    if found := _HEADING.match(line):
        return _RANKS.index(found["rank"])
    return len(_RANKS) - 1 if _PART.match(line) else None


def _chain(lines: list[_Line], at: int) -> int:
    """Where the headings begin that stand over the line at `at`: each above the next, so no table of contents."""
    below = len(_RANKS)
    while at and (rank := _rank(lines[at - 1][1])) is not None and rank < below:
        at, below = at - 1, rank
    return at


def _why_before(line: str) -> str:
    if _TITLE.match(line):
        return "标题"
    if _CONTENTS.match(line) or _rank(line) is not None or re.search(r"(?<![.…·])[.…·]{3,}\s?\d*$", line):
        return "目录"
    return "通过、公布的说明" if _DATE.search(line) else "正文以前的文字"


def _last_day(pattern: re.Pattern[str], text: str) -> date | None:
    days = [tuple(map(int, found[-3:])) for found in pattern.findall(text)]
    try:
        return date(*days[-1]) if days else None
    except ValueError:
        return None


@dataclass(slots=True)
class _Reading:
    """Articles read so far, and what came between."""

    articles: list[Article] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    joined: int = 0
    _number: ArticleNumber = field(default_factory=ArticleNumber)
    _line: int = 0
    _paragraphs: list[list[str]] = field(default_factory=list)
    _headings: dict[int, str] = field(default_factory=dict)
    _other: ArticleNumber | None = None
    """The last number that was left out: an article twice, or one of another document behind this one."""
    _document: bool = False
    """Whether it is another document's: its numbers began again below."""

    def drop(self, number: int, line: str, reason: str) -> None:
        """Leave a line out, and say why."""
        self.dropped.append(Dropped(number, line, reason))

    def starts(self, line: str) -> bool:
        """Whether a line begins an article that may follow on the one before."""
        found = _ARTICLE.match(line)
        if not found or (not found["gap"] and _REFERENCE.match(found["rest"])):
            return False
        number = _numbered(found)
        if self._other and self._document and _follows(self._other, number):
            return False
        ahead = number.number - self._number.number
        near = found["gap"] or not found["rest"] or not self._number.number or ahead <= _SMALL_GAP
        return _follows(self._number, number) or (bool(near) and self._number < number)

    def read(self, lines: list[_Line]) -> None:
        """Read what stands from the first heading or article on."""
        for at, (number, line, fresh) in enumerate(lines):
            noise = next((why for pattern, why in _NOISE if pattern.match(line)), "")
            if self._number.number and _ANNEX.match(line):
                for later, text, _ in lines[at:]:
                    self.drop(later, text, "附件")
                break
            if noise:
                self.drop(number, line, noise)
            elif self.starts(line):
                self._open(number, line)
            elif _rank(line) is not None and self._leads(lines[at:]):
                self._head(line)
            elif self._paragraphs or self._line:
                self._take(number, line, fresh=fresh)
            else:
                self.drop(number, line, "不在任何一条之下")
        self._close()

    def _leads(self, lines: Iterable[_Line]) -> bool:
        """Whether these headings lead to an article."""
        return next((self.starts(line) for _, line, _ in lines if _rank(line) is None), False)

    def _head(self, line: str) -> None:
        self._close()
        rank = _rank(line) or 0
        self._headings = {r: h for r, h in self._headings.items() if r < rank} | {rank: _closed_up(line)}

    def _open(self, number: int, line: str) -> None:
        self._close()
        found = _ARTICLE.match(line)
        if not found:
            return
        new, old = _numbered(found), self._number
        self._other, self._document = None, False
        if not _follows(old, new):
            self.doubts.append(f"{str(old) or '开头'}之后是{new}" if old.number else f"从{new}开始")
        self._number, self._line = new, number
        self._paragraphs = [[found["rest"].strip()]] if found["rest"].strip() else []

    def _take(self, number: int, line: str, *, fresh: bool) -> None:
        """One more line of the article: an item, a new paragraph, or the rest of a line that was broken."""
        found = _ARTICLE.match(line)
        if found and found["gap"] and not _REFERENCE.match(found["rest"]):
            self._other = _numbered(found)
            self._document |= self._other < self._number
        if self._other:
            self.drop(number, line, f"{self._other}不在{self._number}之后：重复的条，或者另一份文件")
            return
        if found and not _REFERENCE.match(found["rest"]):
            self.doubts.append(f"{self._number}里有一行像{_numbered(found)}（第 {number} 行）")
        item = _ITEM.match(line)
        last = self._paragraphs[-1][-1] if self._paragraphs else ""
        if item and self._paragraphs:
            self._paragraphs[-1].append(f"（{item[1]}）{line[item.end() :]}")
        elif last and not fresh and last[-1] not in _ENDS:
            self._paragraphs[-1][-1] = last + line
            self.joined += 1
        else:
            self._paragraphs.append([line])

    def _close(self) -> None:
        if self._paragraphs:
            paragraphs = tuple(tuple(lines) for lines in self._paragraphs)
            headings = tuple(self._headings[r] for r in sorted(self._headings))
            self.articles.append(Article(self._number, paragraphs, headings, line=self._line))
        elif self._line:
            self.doubts.append(f"{self._number}没有正文")
        self._paragraphs, self._line = [], 0


def _closed_up(heading: str) -> str:
    label, _, title = heading.partition(" ")
    return f"{label} {title.replace(' ', '') if _SPREAD.fullmatch(title) else title}".strip()


def _numbered(found: re.Match[str]) -> ArticleNumber:
    return ArticleNumber(_value(found["number"]), _value(found["suffix"] or "0"))


def _value(numeral: str) -> int:
    try:
        return int(numeral)
    except ValueError:
        return from_chinese(numeral)


def _follows(old: ArticleNumber, new: ArticleNumber) -> bool:
    """Whether a number goes on from the one before: 3 or 2-1 after 2."""
    return new in (ArticleNumber(old.number + 1), ArticleNumber(old.number, old.suffix + 1)) and bool(new.number)
