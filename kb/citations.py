"""Finds citations in a text, follows 该法 and 前款 back to what they mean, and writes citations.

Finding is not resolving: a Citation says what is pointed at; whether it exists on a day is for a StatuteBook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kb.folding import Folded, fold
from kb.law import ArticleNumber, unit_key, unit_label
from kb.numerals import NUMERAL_CHARACTERS, from_chinese
from kb.titles import Titles

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Citation:
    """Instrument, article, paragraph and item, normalised. `instrument` is an id, or the title as written if unknown."""

    instrument: str
    number: ArticleNumber | None = None
    """None: the instrument as a whole is meant."""
    paragraph: int | None = None
    item: int | None = None
    version: date | None = None
    """The day in force of the version meant, where a reference names it."""
    edition: int | None = None
    """The year written behind the title: （2012修正）."""

    @property
    def ref(self) -> str:
        """`治安管理处罚法@2013-01-01#42.1.5`."""
        day = f"@{self.version}" if self.version else ""
        unit = unit_key(self.number, self.paragraph, self.item) if self.number else ""
        return f"{self.instrument}{day}" + (f"#{unit}" if self.number else "")

    def __str__(self) -> str:
        """《治安管理处罚法》第四十二条第一款第五项."""
        edition = f"（{self.edition}年版）" if self.edition else ""
        unit = unit_label(self.number, self.paragraph, self.item) if self.number else ""
        return f"《{self.instrument}》{edition}{unit}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation where it stands in a text."""

    citation: Citation
    span: Span
    raw: str
    title: str
    """The title it was cited by, as written; empty when it follows from the text before."""


_N = f"[{NUMERAL_CHARACTERS}0-9]+"
_ITEM = rf"(?:第?\(?{_N}\)?项|\({_N}\)(?:项)?)"
_ARTICLE = (
    rf"第?{_N}(?:条之{_N}|条)?(?:(?:至|到|-|~)第?{_N}|[,、和及与]第?{_N}(?=(?:[,、和及与]第?{_N})*条))*(?:条(?:之{_N})?)"
    rf"|第?{_N}条(?:之{_N})?"
)
_UNIT = rf"(?:第?{_N}款)?(?:[的]?{_ITEM}(?:[,、和及与]?{_ITEM})*)?"
_BACK = r"(?:前述|上述|同|该|本)(?:法典|法|条例|规定|办法|解释|公约|指引)"
_NOT_AN_ARTICLE = re.compile(r"(?:短信|消息|微信|信息|留言|语音|私信|评论|街|腿|路|建议|理由)")
_LINK = re.compile(
    r"[》*:,\s的中里之\-•·\"]*(?:(?:规定|第[一二三四五六七八九十]+[编章节]|修订|修正|修改|[编章节]|所称)[的*:,\s]*)?"
)
_EDITION = re.compile(r"\((\d{4})年?(?:[^()]{0,8})\)")
_NUMBERS = re.compile(rf"第?({_N})(?:条)?(?:之({_N}))?")
_PARAGRAPH = re.compile(rf"第?({_N})款")
_ITEMS = re.compile(rf"第?\(?({_N})\)?项|\(({_N})\)")
_REFERENCE = re.compile(
    r"^(?P<name>[^#@《》]+?)(?:@(?P<day>\d{4}-\d{2}-\d{2}))?#(?P<unit>s[\d.]+|ch\d+|\d+(?:-\d+)?(?:\.\d*)?(?:\.\d+)?)$"
)


def parse_reference(text: str, titles: Titles) -> Citation | None:
    """Read the form programs use: `民法典#1033`, `治安管理处罚法@2026-01-01#50.1.5`, `刑法#293-1`; None if it is not one."""
    found = _REFERENCE.match(text.strip())
    if not found:
        return None
    try:
        day = date.fromisoformat(found["day"]) if found["day"] else None
    except ValueError:
        return None
    unit = found["unit"]
    name = titles.find(found["name"]) or found["name"]
    if unit[0] in "sc":
        return Citation(name, ArticleNumber(division=unit), version=day)
    article, *parts = unit.split(".")
    number, _, suffix = article.partition("-")
    paragraph = int(parts[0]) if parts and parts[0] else None
    item = int(parts[1]) if len(parts) > 1 else None
    return Citation(name, ArticleNumber(int(number), int(suffix or 0)), paragraph, item, day)


class CitationFinder:
    """Finds every citation in a text. Built once for a set of titles."""

    def __init__(self, titles: Titles) -> None:
        self.titles = titles
        name = titles.pattern or r"(?!)"
        self._token = re.compile(
            rf"《(?P<book>(?:[^《》\n]|《[^《》\n]*》)+)》|(?P<name>{name})(?!(?<=法)[律规院制定官庭])|(?P<back>{_BACK})"
            rf"|(?P<here>(?:同|该|本)条)(?={_UNIT.replace('?', '', 1)})|(?P<before>前条|前款)"
            rf"|(?P<article>{_ARTICLE})(?P<unit>{_UNIT})"
            rf"|(?P<section>第(?P<sec>\d+(?:\.\d+)+)(?:节|条|款|项)?|第(?P<chap>{_N})章|(?P<loosesec>\d+\.\d+)(?=节|条|款|规定|项))"
        )

    def find(self, text: str) -> tuple[Mention, ...]:
        """All citations in reading order. Spans are offsets of `text`; ranges and lists give one Mention each."""
        folded = fold(text)
        return tuple(self._walk(text, folded))

    def _walk(self, text: str, folded: Folded) -> Iterator[Mention]:
        current: Citation | None = None
        title, title_start, title_end, cited = "", 0, 0, True
        last: Citation | None = None
        named: list[str] = []
        for found in self._token.finditer(folded.text):
            kind = found.lastgroup
            if found["book"] or found["name"]:
                if current and not cited and title:
                    yield self._mention(current, text, folded, title_start, title_end, title)
                written = found["book"] or found["name"]
                current = Citation(self.titles.find(written) or _original(text, folded, found, written))
                title, title_start, title_end, cited = written, found.start(), found.end(), False
                if edition := _EDITION.match(folded.text, found.end()):
                    current, title_end = replace(current, edition=int(edition[1])), edition.end()
                elif edition := _EDITION.search(written):
                    current = replace(current, edition=int(edition[1]))
                named.append(current.instrument)
            elif found["back"]:
                if meant := self._meant(found["back"], named):
                    current = Citation(meant)
                    title, title_start, title_end, cited = "", found.start(), found.end(), False
            elif found["before"] or found["here"]:
                if (back := self._back(found["before"] or found["here"], last)) is None:
                    continue
                last = back
                yield self._mention(back, text, folded, found.start(), found.end(), "")
            elif current and (found["article"] or kind):
                between = folded.text[title_end : found.start()]
                adjacent = not cited and bool(_LINK.fullmatch(between))
                if not adjacent and not found[0].startswith("第"):
                    continue
                if (found["section"] or found["chap"]) and not self._divided(current, adjacent):
                    continue
                if found["article"] and _NOT_AN_ARTICLE.match(folded.text, found.end()):
                    continue
                start = title_start if adjacent else found.start()
                for citation in self._units(found, current):
                    last = citation
                    yield self._mention(citation, text, folded, start, found.end(), title if adjacent else "")
                cited = True
        if current and not cited and title:
            yield self._mention(current, text, folded, title_start, title_end, title)

    def _divided(self, current: Citation, adjacent: bool) -> bool:
        """第三章 and 第5.3节 are citations only of documents that are not cut into articles, straight after the title."""
        return adjacent and not current.instrument.endswith(("法", "法典", "解释"))

    @staticmethod
    def _units(found: re.Match[str], current: Citation) -> Iterator[Citation]:
        if found["sec"] or found["loosesec"]:
            yield replace(current, number=ArticleNumber(division=f"s{found['sec'] or found['loosesec']}"))
            return
        if found["chap"]:
            yield replace(current, number=ArticleNumber(division=f"ch{from_chinese(found['chap'])}"))
            return
        numbers = _numbers(found["article"])
        paragraph = _PARAGRAPH.match(found["unit"] or "")
        items = [
            from_chinese(a or b)
            for a, b in _ITEMS.findall((found["unit"] or "")[paragraph.end() if paragraph else 0 :])
        ]
        for index, number in enumerate(numbers):
            cited = replace(current, number=number)
            if index < len(numbers) - 1:
                yield cited
                continue
            cited = replace(cited, paragraph=from_chinese(paragraph[1]) if paragraph else None)
            yield from (replace(cited, item=item) for item in items) if items else (cited,)

    @staticmethod
    def _back(word: str, last: Citation | None) -> Citation | None:
        """前条 is the article before, 前款 the paragraph before, 本条 the same article."""
        if last is None or last.number is None:
            return None
        if word == "前条":
            return replace(last, number=ArticleNumber(last.number.number - 1), paragraph=None, item=None)
        if word == "前款":
            return replace(last, paragraph=max(1, last.paragraph - 1) if last.paragraph else None, item=None)
        return replace(last, paragraph=None, item=None)

    @staticmethod
    def _meant(back: str, named: list[str]) -> str | None:
        """该办法 is the last instrument named that is a 办法; 该法 simply the last that is a law."""
        kind = back.lstrip("前上述同该本")
        endings = ("法", "法典") if kind in {"法", "法典"} else (kind,)
        return next((name for name in reversed(named) if name.endswith(endings)), named[-1] if named else None)

    @staticmethod
    def _mention(citation: Citation, text: str, folded: Folded, start: int, end: int, title: str) -> Mention:
        span = folded.span(start, end)
        return Mention(citation, span, text[span[0] : span[1]], title)


def _original(text: str, folded: Folded, found: re.Match[str], written: str) -> str:
    group = "book" if found["book"] else "name"
    start, end = folded.span(*found.span(group))
    return text[start:end] if written else ""


def _numbers(written: str) -> list[ArticleNumber]:
    """第六十六至七十条 is five numbers, 第1032、1033条 two, 第二百九十三条之一 one. Ranges beyond 50 give their ends."""
    out: list[ArticleNumber] = []
    rest, joined = written, ""
    while found := _NUMBERS.search(rest):
        number = ArticleNumber(from_chinese(found[1]), from_chinese(found[2]) if found[2] else 0)
        joined = rest[: found.start()]
        if out and re.search(r"至|到|-|~", joined) and 1 < number.number - out[-1].number <= 50:
            out += [ArticleNumber(n) for n in range(out[-1].number + 1, number.number)]
        out.append(number)
        rest = rest[found.end() :]
    return out
